//! Layered arrangement: nodes in rows by depth, each above those that are part of it.
//!
//! The trees are those of Reingold & Tilford (1981) with each subtree in a box of its own, and stand on shelves. On its
//! shelf a tree, and under its parent a child, stands by the mean place of what it is tied to (Sugiyama, Tagawa & Toda
//! 1981).

use super::cluster::MEMBER_GAP;
use super::geometry::{Point, pt};
use super::model::Model;
use super::page;

/// Free room between two rows, in points: enough for an edge to be seen.
const ROW_GAP: f32 = 60.0;

/// How often the order is chosen anew.
const SWEEPS: usize = 12;

/// A point for each canonical node; `parent` names that of each. Where parents go in a circle, one of them counts as a
/// root.
pub(super) fn in_layers(model: &Model, parent: &[Option<u32>]) -> Vec<Point> {
    let mut trees = Trees::new(model, Forest::new(parent));
    let mut best = trees.place();
    let mut shortest = across(model, &best);
    let mut place = best.clone();
    for _ in 0..SWEEPS {
        trees.order_by_ties(&place);
        place = trees.place();
        let length = across(model, &place);
        if length < shortest {
            (best, shortest) = (place.clone(), length);
        }
    }
    best
}

/// How far all edges go to the side.
fn across(model: &Model, place: &[Point]) -> f32 {
    model.edges.iter().map(|&(a, b, w)| w * (place[a as usize].x - place[b as usize].x).abs()).sum()
}

/// Trees on shelves.
struct Trees<'a> {
    model: &'a Model,
    forest: Forest,
    /// Where the rows of a tree are, below its top.
    level: Vec<f32>,
    /// The width of each subtree, and of what is below its root.
    width: Vec<f32>,
    below_it: Vec<f32>,
    /// The root of each node.
    root: Vec<u32>,
    /// For each root its shelf, and where the roots of each shelf are.
    shelf: Vec<usize>,
    tops: Vec<f32>,
}

impl<'a> Trees<'a> {
    fn new(model: &'a Model, forest: Forest) -> Self {
        let nodes = forest.parent.len();
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
        let (mut width, mut below_it) = (vec![0.0f32; nodes], vec![0.0f32; nodes]);
        let mut deepest = forest.depth.clone();
        for &n in forest.order.iter().rev() {
            let own = model.extent[n as usize].width() + MEMBER_GAP.x;
            width[n as usize] = own.max(below_it[n as usize]);
            if let Some(p) = forest.parent[n as usize] {
                below_it[p as usize] += width[n as usize];
                deepest[p as usize] = deepest[p as usize].max(deepest[n as usize]);
            }
        }
        let mut root: Vec<u32> = (0..nodes as u32).collect();
        for &n in &forest.order {
            if let Some(p) = forest.parent[n as usize] {
                root[n as usize] = root[p as usize];
            }
        }
        let roots: Vec<u32> =
            forest.order.iter().copied().filter(|&n| forest.parent[n as usize].is_none()).collect();
        let height = |n: u32| {
            let row = deepest[n as usize] as usize;
            above[0] + level[row] + below[row]
        };
        let sizes: Vec<Point> = roots.iter().map(|&n| pt(width[n as usize], height(n))).collect();
        let corners = page::shelves(&sizes, model.aspect, ROW_GAP);
        let mut tops: Vec<f32> = corners.iter().map(|corner| corner.y).collect();
        tops.sort_by(f32::total_cmp);
        tops.dedup();
        let mut shelf = vec![0; nodes];
        for (&root, corner) in roots.iter().zip(&corners) {
            shelf[root as usize] = tops.partition_point(|&top| top < corner.y);
        }
        tops.iter_mut().for_each(|top| *top += above.first().copied().unwrap_or_default());
        Self { model, forest, level, width, below_it, root, shelf, tops }
    }

    /// Parents before children: where each subtree begins, and its root stands.
    fn place(&self) -> Vec<Point> {
        let nodes = self.width.len();
        let mut place = vec![Point::ZERO; nodes];
        let mut next = vec![0.0f32; nodes];
        let mut along = vec![0.0f32; self.tops.len()];
        for &n in &self.forest.order {
            let at = n as usize;
            let left = match self.forest.parent[at] {
                Some(p) => &mut next[p as usize],
                None => &mut along[self.shelf[at]],
            };
            let begin = *left;
            *left += self.width[at] + if self.forest.parent[at].is_none() { ROW_GAP } else { 0.0 };
            let middle = begin + self.width[at] * 0.5;
            let top = self.tops[self.shelf[self.root[at] as usize]];
            let level = self.level[self.forest.depth[at] as usize];
            place[at] = pt(middle - self.model.extent[at].center().x, top + level);
            // Children stand in the middle where the parent is wider than they are.
            next[at] = begin + (self.width[at] - self.below_it[at]) * 0.5;
        }
        place
    }

    /// Orders trees, and the children of each parent, by the mean place of what their nodes are tied to in other trees.
    fn order_by_ties(&mut self, place: &[Point]) {
        let mut pull = vec![(0.0f32, 0.0f32); place.len()];
        for &(a, b, w) in &self.model.edges {
            if self.root[a as usize] != self.root[b as usize] {
                for (at, other) in [(a, b), (b, a)] {
                    let pull = &mut pull[at as usize];
                    *pull = (pull.0 + w * place[other as usize].x, pull.1 + w);
                }
            }
        }
        for &n in self.forest.order.iter().rev() {
            if let Some(p) = self.forest.parent[n as usize] {
                let (sum, weight) = pull[n as usize];
                let above = &mut pull[p as usize];
                *above = (above.0 + sum, above.1 + weight);
            }
        }
        let aim = |n: u32| match pull[n as usize] {
            (sum, weight) if weight > 0.0 => sum / weight,
            _ => place[n as usize].x,
        };
        let depth = &self.forest.depth;
        self.forest.order.sort_by(|&a, &b| {
            let by_depth = depth[a as usize].cmp(&depth[b as usize]);
            by_depth.then(aim(a).total_cmp(&aim(b))).then(a.cmp(&b))
        });
    }
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
