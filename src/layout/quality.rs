//! How good a layout is, in numbers that a test or a person can hold it to.

use super::geometry::{Point, Rect, segments_cross};
use super::request::{Positions, Request, sane};

/// Counts and ratios of a layout, taken with straight edges between the nodes' points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quality {
    /// Pairs of edges that cross.
    pub crossings: usize,
    /// Edges that run through the room of a node that is not an end of theirs.
    pub over_nodes: usize,
    /// Edges that run through the region of a group that holds neither of their ends.
    pub over_regions: usize,
    /// Pairs of nodes whose rooms overlap.
    pub overlaps: usize,
    /// Pairs of regions that overlap, and nodes that reach into the region of a group not theirs.
    pub intrusions: usize,
    /// Mean length of an edge, in points.
    pub edge_length: f32,
    /// The part of the page (bounds) that rooms and regions fill.
    pub fill: f32,
    /// Width of the bounds over their height.
    pub aspect: f32,
}

impl Quality {
    /// Measures `positions` as the answer to `request`. O(nodes · (nodes + edges) + edges²).
    pub fn of(request: &Request, positions: &Positions) -> Self {
        let node = |i: u32| positions.nodes.get(i as usize).copied();
        let rooms: Vec<Rect> =
            request.nodes.iter().zip(&positions.nodes).map(|(n, &p)| sane(n.extent).shifted(p)).collect();
        let group = |i: u32| request.nodes.get(i as usize).and_then(|n| n.group);
        let edges: Vec<(u32, u32, Point, Point)> = request
            .edges
            .iter()
            .filter(|(a, b, _)| a != b)
            .filter_map(|&(a, b, _)| Some((a, b, node(a)?, node(b)?)))
            .collect();
        let mut q = Self::default();
        for (i, &(a, b, pa, pb)) in edges.iter().enumerate() {
            q.crossings += edges[..i].iter().filter(|(_, _, c, d)| segments_cross(pa, pb, *c, *d)).count();
            let through = |r: &Rect| r.clip(pa, pb).is_some_and(|(t0, t1)| t1 > t0);
            let foreign = rooms.iter().enumerate().filter(|(n, _)| *n as u32 != a && *n as u32 != b);
            q.over_nodes += foreign.filter(|(_, r)| through(r)).count();
            let strange = |g: usize| group(a) != Some(g as u32) && group(b) != Some(g as u32);
            let regions = positions.groups.iter().enumerate().filter(|(g, _)| strange(*g));
            q.over_regions += regions.filter(|(_, r)| r.rect.area() > 0.0 && through(&r.rect)).count();
            q.edge_length += (pb - pa).length() / edges.len() as f32;
        }
        // A touch within rounding is no overlap.
        let meets = |a: &Rect, b: &Rect| a.grown(-0.05).overlaps(b);
        for (i, a) in rooms.iter().enumerate() {
            q.overlaps += rooms[..i].iter().filter(|b| meets(a, b)).count();
            let own = group(i as u32);
            let strange = positions.groups.iter().enumerate().filter(|(g, _)| own != Some(*g as u32));
            q.intrusions += strange.filter(|(_, r)| r.rect.area() > 0.0 && meets(a, &r.rect)).count();
        }
        for (i, a) in positions.groups.iter().enumerate() {
            q.intrusions += positions.groups[..i].iter().filter(|b| meets(&a.rect, &b.rect)).count();
        }
        let single =
            rooms.iter().zip(&request.nodes).filter(|(_, n)| n.group.is_none()).map(|(r, _)| r.area());
        let filled: f32 = single.chain(positions.groups.iter().map(|r| r.rect.area())).sum();
        q.fill = filled / positions.bounds.area().max(1.0);
        q.aspect = positions.bounds.width() / positions.bounds.height().max(1.0);
        q
    }
}
