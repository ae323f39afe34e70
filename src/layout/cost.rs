//! What a picture costs while it is being polished: the fewer, shorter, clearer its edges and the smaller its
//! page, the less.

use super::geometry::{Point, Rect};
use super::ledger::grains;

/// Two edges cross.
pub(super) const CROSSING: u16 = grains(1.5);
/// An edge touches a foreign node; as much again for the part of the node's size that it runs through.
pub(super) const OVER_NODE: f32 = 2.5;
/// An edge touches the region of a foreign group, and so on.
pub(super) const OVER_REGION: f32 = 1.2;
/// Room about a node that an edge should leave free.
pub(super) const CLEARANCE: f32 = 5.0;
/// Each 100 points of an edge.
const LENGTH: f32 = 0.6;
/// An edge of which nothing is seen between the rooms of its ends; less where up to `SEEN` points are.
const HIDDEN: f32 = 1.2;
const SEEN: f32 = 40.0;
/// Two edges of one node in the same direction; nothing from an angle of sine `NARROW` on.
const ANGLE: f32 = 0.6;
const NARROW: f32 = 0.15;
/// Each 100 points of the page's height, or of its width over the aspect, whichever is more; dearer from so many
/// edges on, as the more there are, the more crossings a network can save by sprawling.
const PAGE: f32 = 7.0;
const MANY: f32 = 80.0;

/// What the page of a network of so many edges costs for each 100 points.
pub(super) fn of_page(edges: usize) -> f32 {
    let many = (edges as f32 / MANY).max(1.0);
    PAGE * many * many.sqrt()
}

/// What a page with these bounds costs at such a price.
pub(super) fn page(price: f32, bounds: Rect, aspect: f32) -> f32 {
    let (a, b) = (bounds.width() / aspect, bounds.height());
    // The other side counts a little, so that it does not sprawl while this one holds it up.
    price * (a.max(b) + 0.5 * a.min(b)) / 100.0
}

/// What an edge costs by its length, `weight` being the root of its weight.
pub(super) fn length(length: f32, weight: f32) -> f32 {
    LENGTH * length * weight / 100.0
}

/// Whether something of an edge may be hidden that goes this far beyond the reach of its ends.
pub(super) fn is_short(beyond: f32) -> bool {
    beyond < SEEN
}

/// What an edge costs of which only so much is seen.
pub(super) fn hidden(seen: f32) -> f32 {
    HIDDEN * (1.0 - seen.max(0.0) / SEEN).max(0.0)
}

/// What two edges cost, in grains, that leave a node in these directions, vectors of length 1.
pub(super) fn angle(a: Point, b: Point) -> u16 {
    let sine = a.cross(b).abs();
    if a.dot(b) <= 0.0 || sine >= NARROW { 0 } else { grains(ANGLE * (1.0 - sine / NARROW)) }
}

/// What an edge from `a` to `b` costs over a foreign box, in grains.
pub(super) fn over(a: Point, b: Point, rect: &Rect, price: f32) -> u16 {
    rect.clip(a, b).map_or(0, |(enter, leave)| {
        let part = (leave - enter) * (b - a).length() / (rect.width() + rect.height()).max(1.0);
        grains(price * (1.0 + part))
    })
}
