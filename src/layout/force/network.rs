//! A network as the kernel sees it: masses, and links in compressed rows.

use std::ops::Range;

/// One end of a link, at the row of the node at the other end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Link {
    /// The node at the far end.
    pub to: u32,
    /// The length that the link would have.
    pub length: f32,
    /// How much the link counts, beside others.
    pub weight: f32,
}

/// Nodes `0..nodes()` with masses, and their links, each link in the rows of both ends.
#[derive(Clone, Debug, Default)]
pub struct Network {
    pub(super) mass: Vec<f32>,
    start: Vec<u32>,
    links: Vec<Link>,
}

impl Network {
    /// A network of nodes with these masses, and of links (two different nodes, wanted length, weight). Lengths,
    /// weights and masses must be positive.
    pub fn new(mass: Vec<f32>, ties: &[(u32, u32, f32, f32)]) -> Self {
        let mut start = vec![0u32; mass.len() + 1];
        for &(a, b, ..) in ties {
            start[a as usize + 1] += 1;
            start[b as usize + 1] += 1;
        }
        for node in 0..mass.len() {
            start[node + 1] += start[node];
        }
        let mut fill = start.clone();
        let mut links = vec![Link { to: 0, length: 0.0, weight: 0.0 }; ties.len() * 2];
        for &(a, b, length, weight) in ties {
            for (from, to) in [(a, b), (b, a)] {
                let at = &mut fill[from as usize];
                links[*at as usize] = Link { to, length, weight };
                *at += 1;
            }
        }
        Self { mass, start, links }
    }

    pub(super) fn nodes(&self) -> usize {
        self.mass.len()
    }

    /// The links of a node.
    pub(super) fn links(&self, node: usize) -> &[Link] {
        &self.links[self.row(node)]
    }

    /// Where the links of a node stand in the list of all, row by row.
    pub(super) fn row(&self, node: usize) -> Range<usize> {
        self.start[node] as usize..self.start[node + 1] as usize
    }

    pub(super) fn mean_length(&self) -> f32 {
        let sum: f64 = self.links.iter().map(|link| f64::from(link.length)).sum();
        if self.links.is_empty() { 1.0 } else { (sum / self.links.len() as f64) as f32 }
    }

    /// The ties that the network was made of, in order of their first node.
    pub(super) fn ties(&self) -> Vec<(u32, u32, f32, f32)> {
        let row = |node: usize| {
            let later = self.links(node).iter().filter(move |link| link.to as usize > node);
            later.map(move |link| (node as u32, link.to, link.length, link.weight))
        };
        (0..self.nodes()).flat_map(row).collect()
    }

    /// The same links with other lengths.
    pub(super) fn with_lengths(&self, length: impl Fn(usize, &Link) -> f32) -> Self {
        let mut other = self.clone();
        for node in 0..self.nodes() {
            for link in &mut other.links[self.row(node)] {
                link.length = length(node, link);
            }
        }
        other
    }

    /// The same network with its nodes in another order; `order` names the old node at each new place.
    pub(super) fn reordered(&self, order: &[u32]) -> Self {
        let mut rank = vec![0u32; order.len()];
        order.iter().enumerate().for_each(|(new, &old)| rank[old as usize] = new as u32);
        let mut start = Vec::with_capacity(self.start.len());
        let mut links = Vec::with_capacity(self.links.len());
        start.push(0);
        for &old in order {
            let row = self.links(old as usize).iter();
            links.extend(row.map(|link| Link { to: rank[link.to as usize], ..*link }));
            start.push(links.len() as u32);
        }
        Self { mass: order.iter().map(|&old| self.mass[old as usize]).collect(), start, links }
    }
}
