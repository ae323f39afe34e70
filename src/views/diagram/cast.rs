//! Which marks are drawn with a shape, a route and a name of their own, and which in the crowd.

use std::cmp::Reverse;

use egui::{Pos2, Rect};

use crate::analysis::focus::Emphasis;
use crate::dataset::{Dataset, Id, Item, RelationshipId};

use super::super::context::ViewContext;
use super::model::Graph;
use super::plane::Plane;
use super::standing::Standing;

/// A dataset with no more nodes and ties is always drawn whole.
const SMALL: (usize, usize) = (400, 1000);

/// With so many nodes in the panel they are no longer told apart, and with so few they are again.
const NODES: (usize, usize) = (400, 300);

/// The most ties that have a route of their own.
const TIES: usize = 400;

/// The most pairs that are drawn as plain lines, one by one.
const THREADS: usize = 4000;

/// From far away, so many nodes and ties of the focus are drawn with shape and route.
const FOCUS: (usize, usize) = (200, 300);

/// The most nodes and pairs of the focus that are drawn above the crowd as plain dots and lines.
const FOCUS_CROWD: usize = 20_000;

/// The shapes, routes and names of so many nodes and ties can be made within a frame beside everything else.
const AT_ONCE: usize = 160;

/// The most nodes of a neighbourhood that are named from far away.
const NAMES: usize = 2;

/// Whether a dataset is too large to be drawn whole.
pub fn is_large(dataset: &Dataset) -> bool {
    let nodes = dataset.actors.len() + dataset.instruments.len();
    nodes > SMALL.0 || dataset.relationships.len() > SMALL.1
}

/// How much is in view.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Sight {
    /// A small dataset: everything is drawn, whatever is in view.
    #[default]
    Whole,
    /// Few nodes: each has its shape.
    Near,
    /// More than can be told apart: marks and bundles, and only the focus one by one.
    Far,
}

impl Sight {
    /// What is in view of a panel of the plane. Between few and many it stays as it was.
    pub fn new(graph: &Graph, plane: &Plane, panel: Rect, before: Self) -> Self {
        if graph.nodes.len() <= SMALL.0 && graph.pair_of.len() <= SMALL.1 {
            return Self::Whole;
        }
        let most = if before == Self::Near { NODES.0 } else { NODES.1 };
        if plane.has_more_in(panel, most, |_| true) { Self::Far } else { Self::Near }
    }
}

/// Who is drawn how.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    /// Nodes with shape and name, in order.
    pub nodes: Vec<u32>,
    /// Relationships with a route, in order.
    pub ties: Vec<RelationshipId>,
    /// Pairs whose ties are one plain line, in order.
    pub threads: Vec<u32>,
    /// Nodes of the focus that are plain dots above the crowd.
    pub dots: Vec<u32>,
    /// Ties that are in view and not drawn.
    pub left_out: usize,
}

/// What a cast is chosen from.
pub struct Stage<'a> {
    /// The graph.
    pub graph: &'a Graph,
    /// Where its nodes stand.
    pub plane: &'a Plane,
    /// What stands in the time window.
    pub standing: &'a Standing,
    /// The rectangle of the plane to draw.
    pub region: Rect,
    /// How far lanes of parallel ties reach, in units.
    pub lanes: f32,
    /// The side of a neighbourhood, in units.
    pub neighbourhood: f32,
}

impl Cast {
    /// Whether its shapes, routes and names take more than a frame has.
    pub fn is_large(&self) -> bool {
        self.nodes.len() + self.ties.len() > AT_ONCE
    }

    /// All that there is.
    pub fn whole(ctx: &ViewContext<'_>, graph: &Graph) -> Self {
        Self {
            nodes: (0..graph.nodes.len() as u32).collect(),
            ties: ctx.session.network().relationships().collect(),
            ..Self::default()
        }
    }

    /// All nodes of a region, and the ties that meet it. Where these are too many, those of the focus and those
    /// between two nodes of the region come first, then those with one end there; ties that only pass are lines.
    pub fn near(ctx: &ViewContext<'_>, stage: &Stage<'_>) -> Self {
        let nodes = stage.plane.nodes_in(stage.region);
        let mut pairs = stage.plane.pairs_in(stage.graph, stage.region, stage.lanes);
        pairs.retain(|&pair| stage.standing.ties(pair as usize) > 0);
        let count =
            |pairs: &[u32]| pairs.iter().map(|&pair| stage.standing.ties(pair as usize) as usize).sum();
        let all: usize = count(&pairs);
        if all <= TIES {
            return Self {
                nodes,
                ties: stage.graph.ties_of(&pairs, ctx.session.network()),
                ..Self::default()
            };
        }
        pairs.sort_by_cached_key(|&pair| {
            let ends = stage.plane.ends(stage.graph, pair as usize);
            let inside = ends.iter().filter(|&&end| stage.region.contains(end)).count();
            Reverse((stage.emphasis(ctx, pair), inside))
        });
        let mut routed = 0;
        let fits = |&&pair: &&u32| {
            let ends = stage.plane.ends(stage.graph, pair as usize);
            routed += stage.standing.ties(pair as usize) as usize;
            routed <= TIES && ends.iter().any(|&end| stage.region.contains(end))
        };
        let (first, rest) = pairs.split_at(pairs.iter().take_while(fits).count());
        let (threads, rest) = rest.split_at(rest.len().min(THREADS));
        let left_out = count(rest);
        let mut threads = threads.to_vec();
        threads.sort_unstable();
        Self {
            nodes,
            ties: stage.graph.ties_of(first, ctx.session.network()),
            threads,
            dots: Vec::new(),
            left_out,
        }
    }

    /// The focus, and the nodes that are to be named.
    pub fn far(ctx: &ViewContext<'_>, stage: &Stage<'_>, focus: &Focused, named: &[u32]) -> Self {
        let here = |node: &u32| stage.region.contains(stage.plane.centre[*node as usize]);
        let ranked = focus.nodes.iter().copied().filter(here).map(|node| {
            let item = stage.graph.nodes[node as usize].into();
            (Reverse((ctx.is_hovered(item), ctx.emphasis(item), stage.standing.degree[node as usize])), node)
        });
        let (first, rest) = split_least(ranked.collect(), FOCUS.0);
        let (dots, _) = split_least(rest, FOCUS_CROWD);
        let mut dots: Vec<u32> = dots.into_iter().map(|(_, node)| node).collect();
        dots.sort_unstable();
        let mut nodes: Vec<u32> = first.into_iter().map(|(_, node)| node).collect();
        nodes.extend(named);
        nodes.sort_unstable();
        nodes.dedup();
        let here = focus.ties.iter().filter(|&&id| stage.has(id));
        let ranked = here.map(|&id| (Reverse((ctx.is_hovered(id.into()), ctx.emphasis(id.into()))), id));
        let (first, rest) = split_least(ranked.collect(), FOCUS.1);
        let mut ties: Vec<RelationshipId> = first.into_iter().map(|(_, id)| id).collect();
        ties.sort_unstable();
        let mut threads: Vec<u32> = rest.iter().map(|(_, id)| stage.graph.pair_of[id.index()]).collect();
        threads.sort_unstable();
        threads.dedup();
        let left_out = threads.len().saturating_sub(FOCUS_CROWD);
        threads.truncate(FOCUS_CROWD);
        Self { nodes, ties, threads, dots, left_out }
    }
}

/// The so many least of all, and the rest, both in no order.
fn split_least<T: Ord>(mut all: Vec<T>, count: usize) -> (Vec<T>, Vec<T>) {
    if all.len() <= count {
        return (all, Vec::new());
    }
    all.select_nth_unstable(count);
    let rest = all.split_off(count);
    (all, rest)
}

impl Stage<'_> {
    /// At most so many nodes of the region that stand, those with the most ties, a few of each neighbourhood.
    pub fn named(&self, most: usize) -> Vec<u32> {
        let cell = |at: Pos2| (at.to_vec2() / self.neighbourhood).floor();
        let (first, last) = (cell(self.region.min), cell(self.region.max));
        let columns = (last.x - first.x) as usize + 1;
        let mut named = vec![0; columns * ((last.y - first.y) as usize + 1)];
        let has_room = |&node: &u32| {
            let at = self.plane.centre[node as usize];
            if !self.standing.nodes[node as usize] || !self.region.contains(at) {
                return false;
            }
            let off = cell(at) - first;
            let named = &mut named[off.y as usize * columns + off.x as usize];
            *named += 1;
            *named <= NAMES
        };
        self.standing.by_degree.iter().copied().filter(has_room).take(most).collect()
    }

    fn emphasis(&self, ctx: &ViewContext<'_>, pair: u32) -> Emphasis {
        let ties = self.graph.ties.of(pair as usize).iter();
        let ties = ties.map(|&id| Item::from(RelationshipId::from_index(id as usize)));
        ties.map(|item| ctx.emphasis(item)).max().unwrap_or_default()
    }

    /// Whether a tie meets the region.
    fn has(&self, id: RelationshipId) -> bool {
        let pair = self.graph.pair_of[id.index()] as usize;
        super::plane::meets(self.plane.ends(self.graph, pair), self.region, self.lanes)
    }
}

/// What the selection and the pointer touch.
#[derive(Clone, Debug, Default)]
pub struct Focused {
    nodes: Vec<u32>,
    ties: Vec<RelationshipId>,
}

impl Focused {
    /// Takes in what is touched, once for each change of focus.
    pub fn new(ctx: &ViewContext<'_>, graph: &Graph) -> Self {
        let focus = ctx.session.focus();
        let mut nodes: Vec<u32> = focus.nodes().map(|node| graph.place(node) as u32).collect();
        let mut ties: Vec<RelationshipId> = focus.relationships().collect();
        nodes.sort_unstable();
        ties.sort_unstable();
        Self { nodes, ties }
    }
}
