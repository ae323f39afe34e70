//! Lays out a graph by Detente or by fjadra, and prints how many seconds that took, without reading and writing.
//! `benches/peers/layout.py` compares the two with each other and with other programs.
//!
//! ```text
//! layout RUN GRAPH [TICKS] [OUT]
//! ```
//!
//! `RUN` is `place` (the kernel for large networks), `layout` (the whole of a layout, with sizes and without overlaps),
//! `ticks` (so many steps of the simulation alone) or `fjadra` (as many of its). `GRAPH` is a file of pairs of `u32`,
//! little-endian, or `made:NODES:LINKS`, which is made up; `OUT` gets pairs of `f32`. `RAYON_NUM_THREADS` limits the threads.

use std::path::Path;
use std::time::Instant;

use detente::layout::force::{Network, Simulation, lay_out};
use detente::layout::{Node, Progress, Request, layout};

/// The length of a link in d3-force and in fjadra.
const LINK: f32 = 30.0;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let [run, graph, rest @ ..] = &arguments[..] else {
        println!("nothing is laid out: benches/layout.rs says which arguments there are");
        return Ok(());
    };
    let edges = match graph.strip_prefix("made:").and_then(|sizes| sizes.split_once(':')) {
        Some((nodes, links)) => made(nodes.parse()?, links.parse()?),
        None => read(Path::new(graph))?,
    };
    let nodes = edges.iter().map(|&(a, b)| a.max(b) + 1).max().unwrap_or(0) as usize;
    let ticks: usize = rest.first().map_or(Ok(0), |ticks| ticks.parse())?;
    let network = || {
        let ties: Vec<_> = edges.iter().map(|&(a, b)| (a, b, LINK, 1.0)).collect();
        Network::new(vec![1.0; nodes], &ties)
    };
    let (seconds, places) = match run.as_str() {
        "place" => {
            let network = network();
            timed(|| lay_out(network, 1))
        }
        "layout" => {
            let request = request(nodes, &edges);
            timed(|| {
                let positions = layout(&request, &Progress::default()).unwrap_or_default();
                positions.nodes.iter().map(|p| [p.x, p.y]).collect()
            })
        }
        "ticks" => {
            let network = network();
            let mut simulation = Simulation::new(&network, spiral(nodes));
            let mut heat = 1.0f32;
            timed(|| {
                for _ in 0..ticks {
                    // As d3-force cools down.
                    heat -= heat * 0.0228;
                    simulation.tick(heat, 0.0);
                }
                simulation.into_places()
            })
        }
        "fjadra" => {
            use fjadra::{Center, Link, ManyBody, SimulationBuilder};
            let links = Link::new(edges.iter().map(|&(a, b)| (a as usize, b as usize)));
            let mut simulation = SimulationBuilder::default()
                .build((0..nodes).map(|_| fjadra::Node::default()))
                .add_force("1 link", links)
                .add_force("2 charge", ManyBody::new())
                .add_force("3 center", Center::new());
            timed(|| {
                simulation.tick(ticks);
                simulation.positions().map(|p| [p[0] as f32, p[1] as f32]).collect()
            })
        }
        unknown => return Err(format!("{unknown} is none of place, layout, ticks and fjadra").into()),
    };
    if let Some(out) = rest.get(1) {
        let bytes: Vec<u8> = places.iter().flatten().flat_map(|v| v.to_le_bytes()).collect();
        std::fs::write(out, bytes)?;
    }
    println!("{seconds:.6}");
    Ok(())
}

fn timed(work: impl FnOnce() -> Vec<[f32; 2]>) -> (f64, Vec<[f32; 2]>) {
    let start = Instant::now();
    let places = work();
    (start.elapsed().as_secs_f64(), places)
}

fn read(path: &Path) -> Result<Vec<(u32, u32)>, std::io::Error> {
    let bytes = std::fs::read(path)?;
    let (words, _) = bytes.as_chunks::<4>();
    let (pairs, _) = words.as_chunks::<2>();
    Ok(pairs.iter().map(|&[a, b]| (u32::from_le_bytes(a), u32::from_le_bytes(b))).collect())
}

/// Each node is tied to one that comes before it, and the other links go from anywhere to the first few more often than
/// to the rest. Numbers are those of a 64-bit linear congruential generator (Knuth's MMIX).
fn made(nodes: u32, links: u32) -> Vec<(u32, u32)> {
    let mut state = 1u64;
    let mut part = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f64 / (1u64 << 24) as f64
    };
    let mut below = |end: u32, power: i32| (f64::from(end) * part().powi(power)) as u32;
    let tree = (1..nodes).map(|node| (node, below(node, 2))).collect::<Vec<_>>();
    let others = (nodes..=links).map(|_| (below(nodes, 1), below(nodes, 3)));
    tree.iter().copied().chain(others).filter(|(from, to)| from != to).collect()
}

/// Rooms as wide as short and long names.
fn request(nodes: usize, edges: &[(u32, u32)]) -> Request {
    Request {
        nodes: (0..nodes as u64).map(|key| Node::new(key, 20.0 + (key * 37 % 61) as f32, 14.0)).collect(),
        edges: edges.iter().map(|&(a, b)| (a, b, 1.0)).collect(),
        ..Request::default()
    }
}

/// Where d3-force and fjadra start.
fn spiral(nodes: usize) -> Vec<[f32; 2]> {
    let turn = std::f64::consts::PI * (3.0 - 5f64.sqrt());
    let at = |node: usize| {
        let (radius, angle) = (10.0 * (0.5 + node as f64).sqrt(), turn * node as f64);
        [(radius * angle.cos()) as f32, (radius * angle.sin()) as f32]
    };
    (0..nodes).map(at).collect()
}
