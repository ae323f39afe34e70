//! What each edge of a picture costs with each other and over each box, and the sums of that, so that what a move
//! takes away is known before the move is weighed.

/// Costs are kept as whole numbers of this, so that parts can be taken from sums again and leave no rounding behind.
const GRAIN: f32 = 1.0 / 4096.0;

/// A cost below 16 in grains.
pub(super) const fn grains(cost: f32) -> u16 {
    (cost / GRAIN) as u16
}

/// The cost that is this many grains.
pub(super) fn cost(grains: u64) -> f32 {
    grains as f32 * GRAIN
}

/// The grains that fit into a cost; none into one below zero.
pub(super) fn floor(cost: f32) -> u64 {
    (cost / GRAIN) as u64
}

/// The tables. All are flat: a row for each edge.
pub(super) struct Ledger {
    edges: usize,
    boxes: usize,
    pairs: Vec<u16>,
    over: Vec<u16>,
    /// For each edge all that it costs with other edges and over boxes.
    of_edge: Vec<u32>,
    /// For each box all that edges cost that run over it.
    of_box: Vec<u32>,
}

impl Ledger {
    pub(super) fn new(edges: usize, boxes: usize) -> Self {
        Self {
            edges,
            boxes,
            pairs: vec![0; edges * edges],
            over: vec![0; edges * boxes],
            of_edge: vec![0; edges],
            of_box: vec![0; boxes],
        }
    }

    /// Writes down what an edge costs with each other.
    pub(super) fn set_pairs(&mut self, edge: usize, prices: &[u16]) {
        let row = edge * self.edges;
        for (other, &price) in prices.iter().enumerate() {
            let old = self.pairs[row + other];
            if price != old {
                self.pairs[row + other] = price;
                self.pairs[other * self.edges + edge] = price;
                for end in [edge, other] {
                    self.of_edge[end] = self.of_edge[end] - u32::from(old) + u32::from(price);
                }
            }
        }
    }

    /// Writes down what an edge costs over each box.
    pub(super) fn set_over(&mut self, edge: usize, prices: &[u16]) {
        for (under, &price) in prices.iter().enumerate() {
            self.set(edge, under, price);
        }
    }

    /// Writes down what each edge costs over a box.
    pub(super) fn set_under(&mut self, under: usize, prices: &[u16]) {
        for (edge, &price) in prices.iter().enumerate() {
            self.set(edge, under, price);
        }
    }

    fn set(&mut self, edge: usize, under: usize, price: u16) {
        let old = std::mem::replace(&mut self.over[edge * self.boxes + under], price);
        if price != old {
            self.of_edge[edge] = self.of_edge[edge] - u32::from(old) + u32::from(price);
            self.of_box[under] = self.of_box[under] - u32::from(old) + u32::from(price);
        }
    }

    /// Grains in which one of these edges or boxes has a part.
    pub(super) fn share(&self, edges: &[u32], boxes: &[u32]) -> u64 {
        let mut share = 0u64;
        let mut twice = 0u64;
        for (nth, &e) in edges.iter().enumerate() {
            share += u64::from(self.of_edge[e as usize]);
            let row = &self.pairs[e as usize * self.edges..][..self.edges];
            twice += edges[..nth].iter().map(|&f| u64::from(row[f as usize])).sum::<u64>();
            let row = &self.over[e as usize * self.boxes..][..self.boxes];
            twice += boxes.iter().map(|&b| u64::from(row[b as usize])).sum::<u64>();
        }
        share += boxes.iter().map(|&b| u64::from(self.of_box[b as usize])).sum::<u64>();
        share - twice
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_of_some_counts_each_pair_once() {
        let mut ledger = Ledger::new(4, 2);
        ledger.set_pairs(0, &[0, 10, 0, 3]);
        ledger.set_pairs(2, &[0, 100, 0, 0]);
        ledger.set_over(1, &[7, 0]);
        ledger.set_under(1, &[0, 0, 20, 40]);
        assert_eq!(ledger.share(&[0], &[]), 13);
        assert_eq!(ledger.share(&[0, 1], &[]), 10 + 3 + 100 + 7);
        assert_eq!(ledger.share(&[2, 1], &[0, 1]), 100 + 10 + 7 + 20 + 40);
        assert_eq!(ledger.share(&[], &[1]), 60);
    }

    #[test]
    fn sums_lose_nothing_when_prices_change() {
        let mut ledger = Ledger::new(3, 1);
        for prices in [[0, 5, 9], [0, 0, 1], [0, 7, 7], [0, 0, 0]] {
            ledger.set_pairs(0, &prices);
            ledger.set_under(0, &prices);
        }
        assert_eq!((ledger.of_edge, ledger.of_box), (vec![0; 3], vec![0]));
    }
}
