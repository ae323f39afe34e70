//! The steps of a layout, one after the other.

use super::cluster::{CORNER, Cluster};
use super::force::{self, Network};
use super::geometry::{Point, Rect, pt};
use super::model::Model;
use super::newcomers::{bring_back, place_newcomers};
use super::page;
use super::polish::{POLISH_NODES, polish};
use super::request::{Arrangement, Positions, Progress, Region, Request, Stretch};
use super::rings::place_on_rings;
use super::separate::{Hold, separate_while};
use super::stress::{self, Graph};

/// Free room between two units, in points.
pub(super) const UNIT_GAP: f32 = 26.0;
/// Length of an edge beyond the radii of its ends that stress aims at.
const EDGE: f32 = 70.0;

/// Components of up to this many units are placed by stress, in a network of up to [`FEW_UNITS`].
const STRESS_UNITS: usize = 500;
/// The same in a larger one, which may have many such components.
const STRESS_UNITS_OF_MANY: usize = 100;
const FEW_UNITS: usize = 2000;

/// Members of larger groups stand in their order: each choosing a slot takes time that grows with the square.
const FACING: usize = 1000;

/// A node that moved less than this, in points, did not move: it is rounding.
const STILL: f32 = 0.01;

/// Where each unit stands and how its members stand in it.
#[derive(Clone)]
pub(super) struct Plan {
    pub clusters: Vec<Cluster>,
    pub center: Vec<Point>,
    pub hold: Vec<Hold>,
}

/// Lays out a request. None if it was cancelled through `progress`.
///
/// Pinned nodes get exactly their pins, even if that makes pinned rooms overlap, or stretches a group's region
/// to hold a member pinned far away; nothing else overlaps, and no region holds a node of another group.
/// Where nodes have previous places, all groups and nodes that have one stay there unless they must make room,
/// and only the rest is placed anew; a layout fed back as previous places comes out unchanged.
pub fn layout(request: &Request, progress: &Progress) -> Option<Positions> {
    let model = Model::new(request);
    let mut plan = start(&model);
    match &request.arrangement {
        Arrangement::Concentric { roots } => place_on_rings(&model, &mut plan, roots),
        Arrangement::ByTies | Arrangement::Layered { .. } | Arrangement::Fixed { .. } => {
            place_by_ties(&model, &mut plan, progress)?;
        }
    }
    if !progress.go_on(placing(&model)) {
        return None;
    }
    let half = halves(&plan);
    separate_while(&mut plan.center, &half, &plan.hold, UNIT_GAP, || !progress.is_cancelled());
    polish(&model, &mut plan, progress)?;
    progress.go_on(1.0).then(|| positions(&model, request, &plan))
}

/// The part of the way that placing takes: most of it where no polishing follows.
fn placing(model: &Model) -> f32 {
    if model.input.len() > POLISH_NODES { 0.9 } else { 0.3 }
}

/// Members set in their units; units with a wish of their own at their places, the others at the origin.
fn start(model: &Model) -> Plan {
    let mut plan = Plan { clusters: Vec::new(), center: Vec::new(), hold: Vec::new() };
    for unit in &model.units {
        let any = |places: &[Option<Point>]| unit.members.iter().any(|&m| places[m as usize].is_some());
        let hold = match (any(&model.pinned), any(&model.previous)) {
            (true, _) => Hold::Pinned,
            (false, true) => Hold::Settled,
            (false, false) => Hold::Free,
        };
        let (cluster, center) = match hold {
            Hold::Pinned | Hold::Settled => Cluster::kept(model, unit),
            Hold::Free => (Cluster::start(model, unit), Point::ZERO),
        };
        plan.clusters.push(cluster);
        plan.center.push(center);
        plan.hold.push(hold);
    }
    plan
}

fn halves(plan: &Plan) -> Vec<Point> {
    plan.clusters.iter().map(|c| c.half).collect()
}

/// Places the free units: all of them from nothing, or among those that have places.
fn place_by_ties(model: &Model, plan: &mut Plan, progress: &Progress) -> Option<()> {
    let units = plan.hold.len();
    let free = plan.hold.iter().filter(|&&h| h == Hold::Free).count();
    if free == units {
        return place_all(model, plan, progress);
    }
    if free <= STRESS_UNITS || free <= units / 2 {
        place_newcomers(model, plan);
        return Some(());
    }
    let wish = plan.center.clone();
    place_all(model, plan, progress)?;
    bring_back(model, plan, &wish);
    Some(())
}

/// Places all units from nothing.
fn place_all(model: &Model, plan: &mut Plan, progress: &Progress) -> Option<()> {
    let half = halves(plan);
    let parts = parts(model, &half);
    let mut corners = Vec::with_capacity(parts.len());
    let mut sizes = Vec::with_capacity(parts.len());
    let mut done = 0;
    for part in &parts {
        let share = |units: usize| placing(model) * units as f32 / half.len() as f32;
        let stretch = Stretch { whole: progress, from: share(done), to: share(done + part.units.len()) };
        done += part.units.len();
        let mut places = place_part(model, part, &half, stretch)?;
        let room: Vec<Point> = part.units.iter().map(|&u| half[u as usize]).collect();
        let weight: Vec<f32> = part.units.iter().map(|&u| unit_weight(model, u)).collect();
        page::turn_to_main_axis(&mut places, &weight);
        page::stretch(&mut places, &room, model.aspect);
        let free = vec![Hold::Free; part.units.len()];
        separate_while(&mut places, &room, &free, UNIT_GAP, || !progress.is_cancelled());
        part.units.iter().zip(&places).for_each(|(&u, &p)| plan.center[u as usize] = p);
        let all = page::bounds(&places, &room);
        corners.push(all.min);
        sizes.push(pt(all.width(), all.height()));
    }
    let shifts = page::shelves(&sizes, model.aspect, UNIT_GAP * 1.5);
    for ((part, corner), shift) in parts.iter().zip(&corners).zip(&shifts) {
        for &u in &part.units {
            plan.center[u as usize] = plan.center[u as usize] + *shift - *corner;
        }
    }
    for u in 0..model.units.len() {
        face(model, plan, u);
    }
    Some(())
}

/// The units of one component, in order, and the ties between them: two units, counted within the component, the length
/// wanted and the weight.
struct Component {
    units: Vec<u32>,
    ties: Vec<(u32, u32, f32, f32)>,
}

/// The components, by their first unit.
fn parts(model: &Model, half: &[Point]) -> Vec<Component> {
    let ties = model.unit_edges();
    let mut parts: Vec<Component> = components(half.len(), &ties)
        .into_iter()
        .map(|units| Component { units, ties: Vec::new() })
        .collect();
    let (mut of, mut local) = (vec![0; half.len()], vec![0; half.len()]);
    for (nth, part) in parts.iter().enumerate() {
        for (i, &u) in part.units.iter().enumerate() {
            (of[u as usize], local[u as usize]) = (nth, i as u32);
        }
    }
    for &(a, b, w) in &ties {
        let radius = |u: u32| (half[u as usize].x * half[u as usize].y).sqrt();
        // A tie of weight 4 is wanted a third shorter than one of weight 1.
        let length = radius(a) + radius(b) + EDGE * (1.0 / w.clamp(0.25, 16.0).sqrt()).sqrt();
        parts[of[a as usize]].ties.push((local[a as usize], local[b as usize], length, w));
    }
    parts
}

/// Places the units of a component by stress, or by forces where that would take too long.
fn place_part(model: &Model, part: &Component, half: &[Point], progress: Stretch<'_>) -> Option<Vec<Point>> {
    let units = part.units.len();
    let most = if half.len() <= FEW_UNITS { STRESS_UNITS } else { STRESS_UNITS_OF_MANY };
    if units <= most {
        return stress::place(&Graph::new(units, &part.ties), progress.whole);
    }
    let room: Vec<Point> = part.units.iter().map(|&u| half[u as usize]).collect();
    // What takes more room pushes harder, in proportion to the area about it.
    let area: Vec<f32> = room.iter().map(|r| (2.0 * r.x + EDGE) * (2.0 * r.y + EDGE)).collect();
    let mean = area.iter().sum::<f32>() / units as f32;
    let network = Network::new(area.iter().map(|a| (a / mean).clamp(0.25, 16.0)).collect(), &part.ties);
    let places = force::place(network, model.seed, progress)?;
    let mut places: Vec<Point> = places.into_iter().map(|[x, y]| pt(x, y)).collect();
    page::fit(&mut places, &room, UNIT_GAP);
    Some(places)
}

fn unit_weight(model: &Model, unit: u32) -> f32 {
    model.units[unit as usize].members.iter().map(|&m| model.weight[m as usize]).sum()
}

/// Turns the members of a free group toward what they are tied to.
pub(super) fn face(model: &Model, plan: &mut Plan, u: usize) {
    if plan.clusters[u].order.len() > FACING {
        return;
    }
    let center = plan.center[u];
    let pull: Vec<(Point, f32)> = plan.clusters[u]
        .order
        .iter()
        .map(|&member| {
            let (mut sum, mut weight) = (Point::ZERO, 0.0);
            for &e in model.edges_of(member) {
                let (a, b, w) = model.edges[e as usize];
                let other = model.unit[if a == member { b } else { a } as usize] as usize;
                if other != u {
                    sum = sum + (plan.center[other] - center) * w;
                    weight += w;
                }
            }
            (sum, weight)
        })
        .collect();
    plan.clusters[u].face(model, &model.units[u], &pull);
}

/// Connected components of the units, each in order, by their first unit.
fn components(units: usize, ties: &[(u32, u32, f32)]) -> Vec<Vec<u32>> {
    let mut root: Vec<u32> = (0..units as u32).collect();
    fn find(root: &mut [u32], mut u: u32) -> u32 {
        while root[u as usize] != u {
            root[u as usize] = root[root[u as usize] as usize];
            u = root[u as usize];
        }
        u
    }
    for &(a, b, _) in ties {
        let (a, b) = (find(&mut root, a), find(&mut root, b));
        root[a.max(b) as usize] = a.min(b);
    }
    let mut at: Vec<Option<usize>> = vec![None; units];
    let mut parts: Vec<Vec<u32>> = Vec::new();
    for u in 0..units as u32 {
        let r = find(&mut root, u) as usize;
        let part = *at[r].get_or_insert_with(|| {
            parts.push(Vec::new());
            parts.len() - 1
        });
        parts[part].push(u);
    }
    parts
}

/// The plan in the order of the request, about the origin unless places were given.
fn positions(model: &Model, request: &Request, plan: &Plan) -> Positions {
    let rooms = plan.clusters.iter().zip(&plan.center).map(|(c, &p)| c.room(p));
    let all = rooms.reduce(|a, b| a.union(&b)).unwrap_or_default();
    let fresh = plan.hold.iter().all(|&h| h == Hold::Free);
    let shift = if fresh { -all.center() } else { Point::ZERO };
    let mut nodes = vec![Point::ZERO; request.nodes.len()];
    let mut groups =
        vec![Region { rect: Rect::about(all.center() + shift, 0.0, 0.0), radius: 0.0 }; request.groups.len()];
    for ((unit, cluster), &center) in model.units.iter().zip(&plan.clusters).zip(&plan.center) {
        for (&member, &offset) in cluster.order.iter().zip(&cluster.offset) {
            let place = center + offset + shift;
            // What did not move keeps its very bits, so that a settled layout is a fixed point.
            let kept = model.previous[member as usize].filter(|p| (*p - place).length() < STILL);
            let place = model.pinned[member as usize].or(kept).unwrap_or(place);
            nodes[model.input[member as usize] as usize] = place;
        }
        if let Some(group) = unit.group {
            let rect = cluster.room(center + shift);
            let radius = CORNER.min(rect.width() * 0.5).min(rect.height() * 0.5);
            groups[group as usize] = Region { rect, radius };
        }
    }
    Positions { nodes, groups, bounds: all.shifted(shift) }
}
