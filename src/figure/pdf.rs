//! SVG as a PDF of one page, with text that can be searched and its fonts embedded.

use super::scene::Drawn;
use super::{FigureError, Metadata, Request};

/// A PDF file of the page's size on paper.
pub(super) fn pdf(_: &Request, _: &Metadata, _: &Drawn) -> Result<Vec<u8>, FigureError> {
    todo!()
}

/// Reads what a PDF file of ours says about itself; `None` where it is none.
pub(super) fn metadata(_: &[u8]) -> Option<Metadata> {
    None
}
