//! Stress majorisation of the units of one component.
//!
//! Wanted distances are shortest paths over the ties, each as long as the radii of its ends and the edge
//! between them. The start is pivot MDS (Brandes & Pich 2007). Then each unit in turn goes to the minimum of
//! the majorant of its own stress (Gansner, Koren & North 2004, section 2.3), which lowers the sum every time.
//! Time and memory grow with the square of the number of units.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::geometry::{Point, pt};
use super::request::Progress;

const ROUNDS: usize = 80;

/// A connected graph: for each unit its neighbours with the wanted length.
pub(super) struct Graph {
    neighbours: Vec<Vec<(u32, f32)>>,
}

impl Graph {
    /// Units, and ties between two of them with the length wanted; weights are ignored.
    pub(super) fn new(units: usize, ties: &[(u32, u32, f32, f32)]) -> Self {
        let mut neighbours = vec![Vec::new(); units];
        for &(a, b, length, _) in ties {
            neighbours[a as usize].push((b, length));
            neighbours[b as usize].push((a, length));
        }
        Self { neighbours }
    }
}

/// Places for the units of a connected graph, about the origin. None if cancelled.
pub(super) fn place(graph: &Graph, progress: &Progress) -> Option<Vec<Point>> {
    let n = graph.neighbours.len();
    if n < 2 {
        return Some(vec![Point::ZERO; n]);
    }
    let (pivots, distance) = pivot_distances(graph, progress)?;
    let mut places = pivot_mds(n, &distance);
    let terms = all_pairs(n, &pivots, &distance);
    for _ in 0..ROUNDS {
        if progress.is_cancelled() {
            return None;
        }
        if round(&mut places, &terms) < 0.05 {
            break;
        }
    }
    Some(places)
}

/// Pivots, each farthest from those before it, and the wanted distance of every unit to each of them.
fn pivot_distances(graph: &Graph, progress: &Progress) -> Option<(Vec<u32>, Vec<Vec<f32>>)> {
    let n = graph.neighbours.len();
    let mut nearest = vec![f32::INFINITY; n];
    let mut pivots = vec![0u32];
    let mut distance: Vec<Vec<f32>> = Vec::with_capacity(n);
    loop {
        let pivot = *pivots.last()?;
        let from = shortest_paths(graph, pivot);
        for (near, &d) in nearest.iter_mut().zip(&from) {
            *near = near.min(d);
        }
        distance.push(from);
        if pivots.len() == n {
            return Some((pivots, distance));
        }
        if progress.is_cancelled() {
            return None;
        }
        // Zero for the pivots themselves, so that none comes twice: every wanted length is positive.
        let far = (0..n as u32)
            .max_by(|&a, &b| nearest[a as usize].total_cmp(&nearest[b as usize]).then(b.cmp(&a)))?;
        pivots.push(far);
    }
}

/// Dijkstra's algorithm.
fn shortest_paths(graph: &Graph, source: u32) -> Vec<f32> {
    let mut distance = vec![f32::INFINITY; graph.neighbours.len()];
    // Bits of a positive float sort as the float does.
    let mut heap = BinaryHeap::from([Reverse((0u32, source))]);
    distance[source as usize] = 0.0;
    while let Some(Reverse((bits, at))) = heap.pop() {
        if f32::from_bits(bits) > distance[at as usize] {
            continue;
        }
        for &(next, length) in &graph.neighbours[at as usize] {
            let far = f32::from_bits(bits) + length;
            if far < distance[next as usize] {
                distance[next as usize] = far;
                heap.push(Reverse((far.to_bits(), next)));
            }
        }
    }
    distance
}

/// Pivot MDS: the two main axes of the doubly centred squared distances to the pivots.
fn pivot_mds(n: usize, distance: &[Vec<f32>]) -> Vec<Point> {
    let k = distance.len();
    let square = |p: usize, i: usize| f64::from(distance[p][i]) * f64::from(distance[p][i]);
    let of_pivot: Vec<f64> = (0..k).map(|p| (0..n).map(|i| square(p, i)).sum::<f64>() / n as f64).collect();
    let of_unit: Vec<f64> = (0..n).map(|i| (0..k).map(|p| square(p, i)).sum::<f64>() / k as f64).collect();
    let mean = of_pivot.iter().sum::<f64>() / k as f64;
    let centred: Vec<Vec<f64>> = (0..k)
        .map(|p| (0..n).map(|i| -0.5 * (square(p, i) - of_pivot[p] - of_unit[i] + mean)).collect())
        .collect();
    let x = main_axis(&centred, &[]);
    let y = main_axis(&centred, &x);
    // Two units with the same distances to all pivots would never part: each starts a hair aside.
    let aside = |i: usize, k: usize| ((i * k) % 97) as f32 * 0.01;
    x.iter()
        .zip(&y)
        .enumerate()
        .map(|(i, (&x, &y))| pt(x as f32 + aside(i, 37), y as f32 + aside(i, 53)))
        .collect()
}

/// Coordinates of the units along the strongest axis across `past`, by power iteration, scaled to the
/// variance along it.
fn main_axis(centred: &[Vec<f64>], past: &[f64]) -> Vec<f64> {
    let n = centred[0].len();
    let mut axis: Vec<f64> = (0..n).map(|i| 1.0 + ((i * 7919) % 101) as f64 / 101.0).collect();
    let mut spread = 0.0;
    for _ in 0..60 {
        clear_of(&mut axis, past);
        let length = axis.iter().map(|v| v * v).sum::<f64>().sqrt();
        if length <= 1e-12 {
            return vec![0.0; n];
        }
        axis.iter_mut().for_each(|v| *v /= length);
        let onto: Vec<f64> =
            centred.iter().map(|row| row.iter().zip(&axis).map(|(c, a)| c * a).sum()).collect();
        spread = onto.iter().map(|v| v * v).sum::<f64>().sqrt();
        let mut next = vec![0.0; n];
        for (row, o) in centred.iter().zip(&onto) {
            next.iter_mut().zip(row).for_each(|(v, c)| *v += c * o);
        }
        axis = next;
    }
    clear_of(&mut axis, past);
    let length = axis.iter().map(|v| v * v).sum::<f64>().sqrt().max(1e-12);
    // The singular value of the n×k matrix, taken as that of the full one.
    let scale = (spread * (n as f64 / centred.len() as f64).sqrt()).sqrt() / length;
    axis.iter().map(|v| v * scale).collect()
}

fn clear_of(axis: &mut [f64], past: &[f64]) {
    let square: f64 = past.iter().map(|v| v * v).sum();
    if square > 0.0 {
        let along = axis.iter().zip(past).map(|(a, p)| a * p).sum::<f64>() / square;
        axis.iter_mut().zip(past).for_each(|(a, p)| *a -= along * p);
    }
}

/// For each unit the others that it is compared with: index, wanted distance, weight.
type Terms = Vec<Vec<(u32, f32, f32)>>;

fn all_pairs(n: usize, pivots: &[u32], distance: &[Vec<f32>]) -> Terms {
    let mut terms: Terms = vec![Vec::with_capacity(n); n];
    for (&p, from) in pivots.iter().zip(distance) {
        for (i, &d) in from.iter().enumerate() {
            if i != p as usize {
                terms[i].push((p, d, 1.0 / (d * d)));
            }
        }
    }
    terms
}

/// One round over all units; returns the longest move, in points.
fn round(places: &mut [Point], terms: &Terms) -> f32 {
    let mut longest = 0.0f32;
    for i in 0..places.len() {
        let (mut sum, mut weights) = (Point::ZERO, 0.0);
        for &(j, wanted, weight) in &terms[i] {
            let there = places[j as usize];
            sum = sum + (there + (places[i] - there).unit() * wanted) * weight;
            weights += weight;
        }
        if weights > 0.0 {
            let next = sum * (1.0 / weights);
            longest = longest.max((next - places[i]).length());
            places[i] = next;
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(n: usize, ties: impl IntoIterator<Item = (u32, u32)>) -> Graph {
        Graph::new(n, &ties.into_iter().map(|(a, b)| (a, b, 100.0, 1.0)).collect::<Vec<_>>())
    }

    #[test]
    fn a_path_becomes_a_line_of_the_wanted_length() {
        let graph = graph(6, (0..5).map(|i| (i, i + 1)));
        let places = place(&graph, &Progress::default()).unwrap();
        let length = (places[5] - places[0]).length();
        assert!((length - 500.0).abs() < 5.0, "{length}");
    }

    #[test]
    fn a_grid_of_many_units_unfolds() {
        let side = 20u32;
        let right = (0..side * side).filter(|i| i % side + 1 < side).map(|i| (i, i + 1));
        let down = (0..side * (side - 1)).map(|i| (i, i + side));
        let graph = graph((side * side) as usize, right.chain(down));
        let places = place(&graph, &Progress::default()).unwrap();
        let corner = |i: u32| places[i as usize];
        let diagonal = (corner(side * side - 1) - corner(0)).length();
        let other = (corner(side - 1) - corner(side * (side - 1))).length();
        assert!(diagonal > 2000.0 && other > 2000.0, "{diagonal} {other}");
    }
}
