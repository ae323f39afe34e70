//! The simulation: repulsion, links and guidance by pivots move the nodes of a network, tick by tick.
//!
//! The model is that of d3-force: links are springs on the places where their ends would be next, with a
//! strength and a share of each end that follow from the weights at both, and velocities decay. The springs
//! of a node are summed up from the places before the tick (Jacobi), so that no order of links matters.

use fearless_simd::Level;
use rayon::prelude::*;

use super::morton::Frame;
use super::network::Network;
use super::pivots::Pivots;
use super::repulsion::Repulsion;

/// The length of a link to which the model's constants belong.
pub(super) const UNIT_LINK: f32 = 30.0;
/// The push of a mass of one at a distance of one.
const CHARGE: f32 = 30.0;
/// The part of a velocity that stays from one tick to the next.
const KEEP: f32 = 0.6;
/// Nodes that one task moves. Fixed, so that sums are the same whatever the number of threads.
const CHUNK: usize = 2048;

/// One end of a spring.
#[derive(Clone, Copy, Debug)]
struct Spring {
    to: u32,
    length: f32,
    /// Strength times the share that falls to this end.
    pull: f32,
}

/// Nodes on their way.
#[derive(Debug)]
pub struct Simulation<'a> {
    network: &'a Network,
    springs: Vec<Spring>,
    repulsion: Repulsion,
    place: Vec<[f32; 2]>,
    velocity: Vec<[f32; 2]>,
    /// Where each node would be after the tick if nothing pushed it, and room for those of the next tick.
    ahead: Vec<[f32; 2]>,
    next_ahead: Vec<[f32; 2]>,
    extent: Extent,
    /// Pivots that guide the nodes, and where they would have each go.
    guide: Option<(&'a Pivots, Vec<[f32; 2]>)>,
    level: Level,
}

/// The corners of what holds all places.
#[derive(Clone, Copy, Debug)]
struct Extent {
    low: [f32; 2],
    high: [f32; 2],
}

impl Extent {
    const NONE: Self = Self { low: [f32::MAX; 2], high: [f32::MIN; 2] };

    fn join(self, other: Self) -> Self {
        let axis = |k: usize| (self.low[k].min(other.low[k]), self.high[k].max(other.high[k]));
        let ((left, right), (top, bottom)) = (axis(0), axis(1));
        Self { low: [left, top], high: [right, bottom] }
    }

    fn with(self, place: [f32; 2]) -> Self {
        self.join(Self { low: place, high: place })
    }
}

impl<'a> Simulation<'a> {
    /// Nodes at rest at the places given, one for each node, all finite; with the best instructions that the machine has.
    pub fn new(network: &'a Network, place: Vec<[f32; 2]>) -> Self {
        Self::on(Level::new(), network, place)
    }

    pub(super) fn on(level: Level, network: &'a Network, place: Vec<[f32; 2]>) -> Self {
        let nodes = network.nodes();
        Self {
            springs: springs(network),
            network,
            repulsion: Repulsion::new(level, nodes),
            velocity: vec![[0.0; 2]; nodes],
            ahead: place.clone(),
            next_ahead: vec![[0.0; 2]; nodes],
            extent: place.iter().fold(Extent::NONE, |extent, &p| extent.with(p)),
            place,
            guide: None,
            level,
        }
    }

    /// Lets pivots of the network guide its nodes.
    pub(super) fn guided(self, pivots: &'a Pivots) -> Self {
        Self { guide: Some((pivots, vec![[0.0; 2]; self.place.len()])), ..self }
    }

    /// Where the nodes stand.
    pub fn into_places(self) -> Vec<[f32; 2]> {
        self.place
    }

    /// One step. `heat`, from 1 down to 0, is how much the forces count beside the velocities; `guidance` is the part
    /// of the way to where the pivots would have it that a node is drawn.
    pub fn tick(&mut self, heat: f32, guidance: f32) {
        let frame = Frame::about(self.extent.low, self.extent.high);
        self.repulsion.compute(&self.place, &self.network.mass, frame);
        if let Some((pivots, pulls)) = &mut self.guide {
            pivots.pulls(self.level, &self.place, pulls);
        }
        self.advance(heat, guidance);
    }

    fn advance(&mut self, heat: f32, guidance: f32) {
        let (network, springs, repulsion, ahead) =
            (self.network, &self.springs, &self.repulsion, &self.ahead);
        let pulls = self.guide.as_ref().map(|(_, pulls)| pulls);
        let force = |node: usize| {
            let here = ahead[node];
            let push = repulsion.on(node);
            let pull = pulls.map_or([0.0; 2], |pulls| pulls[node]);
            let mut sum: [f32; 2] = std::array::from_fn(|k| push[k] * CHARGE + pull[k] * guidance);
            for spring in &springs[network.row(node)] {
                let there = ahead[spring.to as usize];
                let (dx, dy) = (there[0] - here[0], there[1] - here[1]);
                let length = (dx * dx + dy * dy).sqrt().max(1e-6);
                let k = (length - spring.length) / length * spring.pull;
                sum = [sum[0] + dx * k, sum[1] + dy * k];
            }
            sum
        };
        let chunks = (
            self.place.par_chunks_mut(CHUNK),
            self.velocity.par_chunks_mut(CHUNK),
            self.next_ahead.par_chunks_mut(CHUNK),
        );
        let step = |(chunk, (places, velocities, next)): (usize, (&mut [_], &mut [_], &mut [_]))| {
            let mut extent = Extent::NONE;
            for at in 0..places.len() {
                let force = force(chunk * CHUNK + at);
                let (place, velocity): (&mut [f32; 2], &mut [f32; 2]) =
                    (&mut places[at], &mut velocities[at]);
                *velocity = std::array::from_fn(|k| (velocity[k] + force[k] * heat) * KEEP);
                *place = std::array::from_fn(|k| place[k] + velocity[k]);
                next[at] = std::array::from_fn(|k| place[k] + velocity[k]);
                extent = extent.with(*place);
            }
            extent
        };
        self.extent = chunks.into_par_iter().enumerate().map(step).reduce(|| Extent::NONE, Extent::join);
        std::mem::swap(&mut self.ahead, &mut self.next_ahead);
    }
}

/// The springs of a network's links, in their order. A link is as strong as its share of all the weight at the end that
/// has less, and that end moves the more; so the pulls on a node sum up to 1 at most, and never overshoot.
fn springs(network: &Network) -> Vec<Spring> {
    let weight: Vec<f32> =
        (0..network.nodes()).map(|node| network.links(node).iter().map(|link| link.weight).sum()).collect();
    let row = |node: usize| {
        let (own, weight) = (weight[node], &weight);
        network.links(node).iter().map(move |link| {
            let other = weight[link.to as usize];
            let pull = link.weight / own.min(other) * (other / (own + other));
            Spring { to: link.to, length: link.length, pull }
        })
    };
    (0..network.nodes()).flat_map(row).collect()
}
