//! Where items stand in the window: for tests and tools that must point at them.

use serde::Serialize;

use crate::session::Session;
use crate::views::diagram::DiagramView;

/// One item on screen. The middle of the rectangle is on the item.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Position {
    /// Key of the item.
    pub key: String,
    /// Its name, as screen readers have it.
    pub name: String,
    /// The panel in which it stands.
    pub panel: &'static str,
    /// Left edge in points of the window.
    pub x: f32,
    /// Top edge in points of the window.
    pub y: f32,
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
}

/// The items of the diagram, in the order in which the keyboard reaches them.
pub fn all(session: &Session, diagram: &DiagramView) -> Vec<Position> {
    let dataset = session.dataset();
    diagram
        .places()
        .into_iter()
        .map(|(item, rect)| Position {
            key: dataset.key(item).into_owned(),
            name: dataset.item_name(item),
            panel: "diagram",
            x: rect.left(),
            y: rect.top(),
            width: rect.width(),
            height: rect.height(),
        })
        .collect()
}
