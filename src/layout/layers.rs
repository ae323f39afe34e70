//! Layered arrangement: nodes in rows by depth, each above those that are part of it.
//!
//! The trees are those of Reingold & Tilford (1981) with each subtree in a box of its own, and stand on shelves.

use super::cluster::MEMBER_GAP;
use super::geometry::{Point, pt};
use super::model::Model;
use super::page;

/// Free room between two rows, in points: enough for an edge to be seen.
const ROW_GAP: f32 = 48.0;

/// A point for each canonical node; `parent` names that of each. Where parents go in a circle, one of them counts as a
/// root.
pub(super) fn in_layers(model: &Model, parent: &[Option<u32>]) -> Vec<Point> {
    let forest = Forest::new(parent);
    let nodes = parent.len();
    let extent = |n: u32| model.extent[n as usize];
    // Row by row the rooms above and below the points of the nodes.
    let rows = forest.depth.iter().max().map_or(0, |&deepest| deepest as usize + 1);
    let (mut above, mut below) = (vec![0.0f32; rows], vec![0.0f32; rows]);
    for n in 0..nodes {
        let row = forest.depth[n] as usize;
        above[row] = above[row].max(-model.extent[n].min.y);
        below[row] = below[row].max(model.extent[n].max.y);
    }
    let mut level = vec![0.0; rows];
    for row in 1..rows {
        level[row] = level[row - 1] + below[row - 1] + ROW_GAP + above[row];
    }
    // Children before parents: the width of each subtree.
    let mut width = vec![0.0f32; nodes];
    let mut below_it = vec![0.0f32; nodes];
    let mut deepest = forest.depth.clone();
    for &n in forest.order.iter().rev() {
        let own = extent(n).width() + MEMBER_GAP.x;
        width[n as usize] = own.max(below_it[n as usize]);
        if let Some(p) = forest.parent[n as usize] {
            below_it[p as usize] += width[n as usize];
            deepest[p as usize] = deepest[p as usize].max(deepest[n as usize]);
        }
    }
    // Parents before children: where each subtree begins.
    let roots: Vec<u32> =
        forest.order.iter().copied().filter(|&n| forest.parent[n as usize].is_none()).collect();
    let bottom = |n: u32| {
        let row = deepest[n as usize] as usize;
        above[0] + level[row] + below[row]
    };
    let sizes: Vec<Point> = roots.iter().map(|&n| pt(width[n as usize], bottom(n))).collect();
    let corners = page::shelves(&sizes, model.aspect, ROW_GAP);
    let mut place = vec![Point::ZERO; nodes];
    let mut next: Vec<f32> = vec![0.0; nodes];
    let mut top = vec![0.0f32; nodes];
    for (&root, corner) in roots.iter().zip(&corners) {
        (next[root as usize], top[root as usize]) = (corner.x, corner.y + above[0]);
    }
    for &n in &forest.order {
        let at = n as usize;
        if let Some(p) = forest.parent[at].map(|p| p as usize) {
            let left = next[p];
            next[p] += width[at];
            (next[at], top[at]) = (left, top[p]);
        }
        let middle = next[at] + width[at] * 0.5;
        place[at] = pt(middle - extent(n).center().x, top[at] + level[forest.depth[at] as usize]);
        // Children stand in the middle where the parent is wider than they are.
        next[at] += (width[at] - below_it[at]) * 0.5;
    }
    place
}

/// Trees of nodes: no circle is left.
struct Forest {
    parent: Vec<Option<u32>>,
    depth: Vec<u32>,
    /// Parents before children, those of one parent in order.
    order: Vec<u32>,
}

impl Forest {
    fn new(parent: &[Option<u32>]) -> Self {
        let nodes = parent.len();
        let known = |n: usize| parent[n].filter(|&p| (p as usize) < nodes && p as usize != n);
        let mut tree: Vec<Option<u32>> = (0..nodes).map(known).collect();
        // Walk up from each node over ground not walked before: who meets this very walk again closes a circle.
        let mut walk = vec![usize::MAX; nodes];
        for start in 0..nodes {
            let mut at = start;
            while walk[at] == usize::MAX {
                walk[at] = start;
                let Some(up) = tree[at] else { break };
                if walk[up as usize] == start {
                    tree[at] = None;
                    break;
                }
                at = up as usize;
            }
        }
        let mut children: Vec<Vec<u32>> = vec![Vec::new(); nodes];
        let mut order: Vec<u32> = Vec::with_capacity(nodes);
        for (n, up) in tree.iter().enumerate() {
            match up {
                Some(up) => children[*up as usize].push(n as u32),
                None => order.push(n as u32),
            }
        }
        let mut depth = vec![0; nodes];
        let mut at = 0;
        while let Some(&n) = order.get(at) {
            for &child in &children[n as usize] {
                depth[child as usize] = depth[n as usize] + 1;
                order.push(child);
            }
            at += 1;
        }
        Self { parent: tree, depth, order }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_of_parents_is_cut_once() {
        let forest = Forest::new(&[Some(1), Some(2), Some(0), Some(0), Some(4), Some(99), None]);
        assert_eq!(forest.order.len(), 7);
        assert_eq!(forest.parent.iter().filter(|p| p.is_none()).count(), 4);
        assert_eq!(forest.depth[3], forest.depth[0] + 1);
    }
}
