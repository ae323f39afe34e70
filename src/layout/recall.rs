//! The last layout, remembered: figures of one dataset differ in much, and rarely in where things stand.

use std::sync::{Mutex, PoisonError};

use super::request::{Positions, Progress, Request};
use super::solve::layout;

static LAST: Mutex<Option<(Request, Positions)>> = Mutex::new(None);

/// The [`layout`] of a request, from memory where the last one asked here was the same. Who asks while another is at
/// work waits for it.
pub fn recalled(request: &Request) -> Option<Positions> {
    // What is remembered is set as a whole: a panic before leaves the one before.
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((asked, positions)) = last.as_ref()
        && asked == request
    {
        return Some(positions.clone());
    }
    let positions = layout(request, &Progress::default())?;
    *last = Some((request.clone(), positions.clone()));
    Some(positions)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Node;

    #[test]
    fn what_is_recalled_is_the_layout_of_what_was_asked() {
        let request = |nodes: u64| Request {
            nodes: (0..nodes).map(|key| Node::new(key, 10.0, 10.0)).collect(),
            ..Request::default()
        };
        for nodes in [3, 3, 4, 3] {
            assert_eq!(recalled(&request(nodes)), layout(&request(nodes), &Progress::default()), "{nodes}");
        }
    }
}
