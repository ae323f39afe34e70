//! What is asked of a layout, and what comes back.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use super::geometry::{Point, Rect, Size, pt};

/// A node: how much room it takes and what is known of its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Node {
    /// A stable identity, such as a hash of the node's id. The layout works in the order of keys, so that
    /// the picture does not depend on the order of input; equal keys fall back on that order.
    pub key: u64,
    /// The room of shape and label, relative to the node's point (where edges meet, the middle of the shape).
    pub extent: Rect,
    /// Index into [`Request::groups`], if the node belongs to one.
    pub group: Option<u32>,
    /// The place where the node must stay, exactly.
    pub pinned: Option<Point>,
    /// The place where the node stood; the layout starts from it and keeps near it.
    pub previous: Option<Point>,
    /// Importance, 1 where nothing is known. The heaviest unit stands left and above of the middle.
    pub weight: f32,
}

impl Node {
    /// A free node of weight 1 whose room reaches `half_width` and `half_height` to each side.
    pub fn new(key: u64, half_width: f32, half_height: f32) -> Self {
        Self {
            key,
            extent: Rect::about(Point::ZERO, half_width, half_height),
            group: None,
            pinned: None,
            previous: None,
            weight: 1.0,
        }
    }
}

/// A group of nodes that stand together, such as a state with its governments and people.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Group {
    /// Index of the node that heads the group; it stands in the middle or above. Ignored if it is no member.
    pub head: Option<u32>,
    /// Room for a title at the top of the region; zero where the head's label is title enough.
    pub label: Size,
}

/// What to lay out. Indices out of range, self-loops and sizes that are no number are ignored.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The nodes.
    pub nodes: Vec<Node>,
    /// The groups.
    pub groups: Vec<Group>,
    /// Ties between two nodes (indices) with a weight: a heavier tie is kept shorter.
    pub edges: Vec<(u32, u32, f32)>,
    /// Width of the page over its height.
    pub aspect: f32,
    /// Seed of the search in the last step. Another seed gives another picture of like quality.
    pub seed: u64,
    /// What the places should show.
    pub arrangement: Arrangement,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            nodes: Vec::new(),
            groups: Vec::new(),
            edges: Vec::new(),
            aspect: 1.5,
            seed: 0,
            arrangement: Arrangement::ByTies,
        }
    }
}

/// What the places of nodes show. Pins hold in every arrangement, and nothing but pinned rooms overlaps.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Arrangement {
    /// What is tied stands near.
    #[default]
    ByTies,
    /// Rings about some nodes, by the number of ties on the way there; a large ring is several rows deep. What no tie
    /// leads to stands outermost. Groups stay together, on the ring of their nearest member. Previous places do not count.
    Concentric {
        /// Indices of the nodes in the middle; others are ignored. Without any, the heaviest node or group.
        roots: Vec<u32>,
    },
    /// Rows by depth: each node above those that are part of it, trees beside each other. Groups have no regions, since
    /// the rows take their members apart. Previous places do not count.
    Layered {
        /// For each node the index of the one that it is part of. Where that goes in a circle, one node counts as a root.
        parents: Vec<Option<u32>>,
    },
    /// Places that somebody chose, in any unit: all are scaled by one factor so that rooms have room where they stand
    /// close, and then hold like pins. Nodes without a place stand near what they are tied to.
    Fixed {
        /// For each node its place, y downward.
        places: Vec<Option<Point>>,
    },
}

/// The region of a group: a rounded rectangle that holds its members, and no other node.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Region {
    /// The rectangle.
    pub rect: Rect,
    /// Radius of its corners.
    pub radius: f32,
}

/// Where everything stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Positions {
    /// A point for each node of the request.
    pub nodes: Vec<Point>,
    /// A region for each group of the request; an empty one, at the middle, for a group without members.
    pub groups: Vec<Region>,
    /// The smallest rectangle that holds all nodes and regions.
    pub bounds: Rect,
}

/// How far a layout has come, and the way to stop it; shared between threads.
#[derive(Debug, Default)]
pub struct Progress {
    cancelled: AtomicBool,
    thousandths: AtomicU32,
}

impl Progress {
    /// Asks the layout to stop as soon as it can.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// The part done, from 0 to 1.
    pub fn fraction(&self) -> f32 {
        self.thousandths.load(Ordering::Relaxed) as f32 / 1000.0
    }

    /// Records the part done; tells whether to go on.
    pub(super) fn go_on(&self, fraction: f32) -> bool {
        self.thousandths.store((fraction.clamp(0.0, 1.0) * 1000.0) as u32, Ordering::Relaxed);
        !self.is_cancelled()
    }
}

/// A part of the way of a layout.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch<'a> {
    pub whole: &'a Progress,
    pub from: f32,
    pub to: f32,
}

impl Stretch<'_> {
    /// Records how much of this part is done; tells whether to go on.
    pub(super) fn go_on(&self, fraction: f32) -> bool {
        self.whole.go_on(self.from + (self.to - self.from) * fraction)
    }
}

/// The room of a node with what is no number, or turned inside out, taken as nothing. Sizes are bounded so
/// that sums of them stay finite.
pub(super) fn sane(extent: Rect) -> Rect {
    let low = |v: f32| if v.is_finite() { v.clamp(-1e5, 0.0) } else { 0.0 };
    let high = |v: f32| if v.is_finite() { v.clamp(0.0, 1e5) } else { 0.0 };
    Rect { min: pt(low(extent.min.x), low(extent.min.y)), max: pt(high(extent.max.x), high(extent.max.y)) }
}
