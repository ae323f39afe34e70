//! The request in canonical order, as flat arrays: nodes, units (groups and single nodes), merged edges.

use std::ops::Range;

use super::geometry::{Point, Rect, Size, pt};
use super::layers::in_layers;
use super::page;
use super::request::{Arrangement, Request, sane};
use super::solve::UNIT_GAP;

/// A place beyond this, in points, is none: what is added to it would be lost in rounding.
const FARTHEST: f32 = 1e7;

/// Indices here count in canonical order: nodes by key, units by their first node.
pub(super) struct Model {
    /// Input index of each node.
    pub input: Vec<u32>,
    pub extent: Vec<Rect>,
    pub weight: Vec<f32>,
    pub pinned: Vec<Option<Point>>,
    pub previous: Vec<Option<Point>>,
    /// Unit of each node.
    pub unit: Vec<u32>,
    /// Units: which nodes, and what is special.
    pub units: Vec<Unit>,
    /// Ties between two nodes, the lower first, each pair once, with the sum of the weights; in order.
    pub edges: Vec<(u32, u32, f32)>,
    /// Edges at each node: `incident[incident_start[n]..incident_start[n + 1]]`.
    pub incident: Vec<u32>,
    pub incident_start: Vec<u32>,
    pub aspect: f32,
    pub seed: u64,
}

/// A group, or a single node.
pub(super) struct Unit {
    /// Canonical indices of the nodes, the head first where there is one.
    pub members: Vec<u32>,
    pub has_head: bool,
    /// Input index of the group.
    pub group: Option<u32>,
    pub label: Size,
}

impl Model {
    pub(super) fn new(request: &Request) -> Self {
        let mut input: Vec<u32> = (0..request.nodes.len() as u32).collect();
        input.sort_by_key(|&i| request.nodes[i as usize].key);
        let mut canonical = vec![0u32; input.len()];
        for (c, &i) in input.iter().enumerate() {
            canonical[i as usize] = c as u32;
        }
        let nodes: Vec<_> = input.iter().map(|&i| &request.nodes[i as usize]).collect();
        let place = |p: Option<Point>| p.filter(is_near);
        let (unit, units) = units(request, &input, &canonical);
        let edges = edges(request, &canonical);
        let (incident, incident_start) = incidence(nodes.len(), &edges);
        let mut model = Self {
            extent: nodes.iter().map(|n| sane(n.extent)).collect(),
            weight: nodes.iter().map(|n| positive(n.weight)).collect(),
            pinned: nodes.iter().map(|n| place(n.pinned)).collect(),
            previous: nodes.iter().map(|n| place(n.previous)).collect(),
            aspect: if request.aspect.is_finite() { request.aspect.clamp(0.2, 5.0) } else { 1.5 },
            seed: request.seed,
            input,
            unit,
            units,
            edges,
            incident,
            incident_start,
        };
        model.apply(&request.arrangement, &canonical);
        model
    }

    /// Takes an arrangement that gives places as what it comes to: pins, or places that nodes had.
    fn apply(&mut self, arrangement: &Arrangement, canonical: &[u32]) {
        match arrangement {
            Arrangement::ByTies => {}
            Arrangement::Concentric { .. } => self.previous.fill(None),
            Arrangement::Layered { parents } => {
                let parent_of = |&node: &u32| parents.get(node as usize).copied().flatten();
                let known = |parent: u32| canonical.get(parent as usize).copied();
                let parent: Vec<Option<u32>> =
                    self.input.iter().map(|node| parent_of(node).and_then(known)).collect();
                self.previous = in_layers(self, &parent).into_iter().map(Some).collect();
            }
            Arrangement::Fixed { places } => {
                let place_of = |&node: &u32| places.get(node as usize).copied().flatten().filter(is_near);
                let (fixed, mut places): (Vec<usize>, Vec<Point>) = self
                    .input
                    .iter()
                    .enumerate()
                    .filter_map(|(node, input)| Some((node, place_of(input)?)))
                    .unzip();
                let half: Vec<Point> = fixed
                    .iter()
                    .map(|&node| pt(self.extent[node].width(), self.extent[node].height()) * 0.5)
                    .collect();
                page::fit(&mut places, &half, UNIT_GAP);
                self.previous.fill(None);
                for (&node, &place) in fixed.iter().zip(&places) {
                    self.pinned[node] = self.pinned[node].or(Some(place));
                }
            }
        }
    }

    /// The edges at a node.
    pub(super) fn edges_of(&self, node: u32) -> &[u32] {
        &self.incident[self.slots_of(node)]
    }

    /// Where the edges at a node stand in `incident`.
    pub(super) fn slots_of(&self, node: u32) -> Range<usize> {
        let node = node as usize;
        self.incident_start[node] as usize..self.incident_start[node + 1] as usize
    }

    /// Where a node must or should stand: its pin, else its previous place.
    pub(super) fn wish(&self, node: u32) -> Option<Point> {
        self.pinned[node as usize].or(self.previous[node as usize])
    }

    /// Ties between two different units, the lower first, each pair once; in order.
    pub(super) fn unit_edges(&self) -> Vec<(u32, u32, f32)> {
        let pairs = self.edges.iter().map(|&(a, b, w)| (self.unit[a as usize], self.unit[b as usize], w));
        merge(pairs.filter(|&(a, b, _)| a != b).map(|(a, b, w)| (a.min(b), a.max(b), w)).collect())
    }
}

fn is_near(place: &Point) -> bool {
    place.x.abs() <= FARTHEST && place.y.abs() <= FARTHEST
}

fn positive(weight: f32) -> f32 {
    if weight.is_finite() { weight.clamp(1e-3, 1e3) } else { 1.0 }
}

fn units(request: &Request, input: &[u32], canonical: &[u32]) -> (Vec<u32>, Vec<Unit>) {
    let mut unit = vec![0u32; input.len()];
    let mut units: Vec<Unit> = Vec::new();
    let is_grouped = !matches!(request.arrangement, Arrangement::Layered { .. });
    let mut of_group: Vec<Option<u32>> = vec![None; request.groups.len()];
    for (c, &i) in input.iter().enumerate() {
        let group =
            request.nodes[i as usize].group.filter(|&g| (g as usize) < request.groups.len() && is_grouped);
        let known = group.and_then(|g| of_group[g as usize]);
        let u = known.unwrap_or_else(|| {
            let label = group.map(|g| request.groups[g as usize].label).unwrap_or_default();
            units.push(Unit { members: Vec::new(), has_head: false, group, label });
            units.len() as u32 - 1
        });
        if let Some(g) = group {
            of_group[g as usize] = Some(u);
        }
        unit[c] = u;
        units[u as usize].members.push(c as u32);
    }
    for u in &mut units {
        let head = u.group.and_then(|g| request.groups[g as usize].head);
        let head = head.and_then(|h| canonical.get(h as usize).copied());
        if let Some(at) = head.and_then(|h| u.members.iter().position(|&m| m == h)) {
            u.members[..=at].rotate_right(1);
            u.has_head = true;
        }
    }
    (unit, units)
}

fn edges(request: &Request, canonical: &[u32]) -> Vec<(u32, u32, f32)> {
    let known = request.edges.iter().filter_map(|&(a, b, w)| {
        let (a, b) = (*canonical.get(a as usize)?, *canonical.get(b as usize)?);
        (a != b).then(|| (a.min(b), a.max(b), positive(w)))
    });
    merge(known.collect())
}

/// Sorted, each pair once with the sum of its weights (added in order of size, so the same in any order).
fn merge(mut edges: Vec<(u32, u32, f32)>) -> Vec<(u32, u32, f32)> {
    edges.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
    edges.dedup_by(|next, kept| {
        let same = (next.0, next.1) == (kept.0, kept.1);
        if same {
            kept.2 += next.2;
        }
        same
    });
    edges
}

fn incidence(nodes: usize, edges: &[(u32, u32, f32)]) -> (Vec<u32>, Vec<u32>) {
    let mut start = vec![0u32; nodes + 1];
    for &(a, b, _) in edges {
        start[a as usize + 1] += 1;
        start[b as usize + 1] += 1;
    }
    for n in 0..nodes {
        start[n + 1] += start[n];
    }
    let mut fill = start.clone();
    let mut incident = vec![0u32; edges.len() * 2];
    for (e, &(a, b, _)) in edges.iter().enumerate() {
        for n in [a as usize, b as usize] {
            incident[fill[n] as usize] = e as u32;
            fill[n] += 1;
        }
    }
    (incident, start)
}
