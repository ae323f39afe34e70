//! Where the labels at the line ends stand.

/// Moves labels that would overlap apart, as little as possible in the least-squares sense, and keeps them
/// between `top` and `bottom`.
///
/// `wanted` are the middles that the labels would like to have, in points; the answer is in the same order.
/// Where there is no room for all, they stand evenly from the top and run over the bottom.
///
/// Neighbours in conflict are merged into blocks that stand at the mean of what their labels want (pool
/// adjacent violators; Barlow et al., *Statistical Inference under Order Restrictions*, 1972).
pub fn spread(wanted: &[f32], height: f32, top: f32, bottom: f32) -> Vec<f32> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]).then(a.cmp(&b)));
    let mut blocks: Vec<Block> = Vec::new();
    for &label in &order {
        let mut block = Block { labels: vec![label], middle: wanted[label] };
        while let Some(above) = blocks.pop_if(|above| above.end(height) > block.start(height)) {
            block = above.joined(block);
        }
        blocks.push(block);
    }
    let mut free = top;
    let mut placed = vec![0.0; wanted.len()];
    let mut room_below: f32 = blocks.iter().map(|block| block.size(height)).sum();
    for block in &blocks {
        let latest = bottom - room_below;
        let start = block.start(height).min(latest).max(free);
        for (place, &label) in block.labels.iter().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "there are a few labels")]
            let above = place as f32;
            placed[label] = start + (above + 0.5) * height;
        }
        free = start + block.size(height);
        room_below -= block.size(height);
    }
    placed
}

/// Labels that touch, from the top.
struct Block {
    labels: Vec<usize>,
    middle: f32,
}

impl Block {
    #[expect(clippy::cast_precision_loss, reason = "there are a few labels")]
    fn count(&self) -> f32 {
        self.labels.len() as f32
    }

    fn size(&self, height: f32) -> f32 {
        self.count() * height
    }

    fn start(&self, height: f32) -> f32 {
        self.middle - self.size(height) / 2.0
    }

    fn end(&self, height: f32) -> f32 {
        self.middle + self.size(height) / 2.0
    }

    fn joined(mut self, below: Self) -> Self {
        let count = self.count() + below.count();
        self.middle = (self.middle * self.count() + below.middle * below.count()) / count;
        self.labels.extend(below.labels);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_have_room_stand_where_they_want() {
        assert_eq!(spread(&[50.0, 20.0, 90.0], 12.0, 0.0, 100.0), [50.0, 20.0, 90.0]);
    }

    #[test]
    fn labels_never_overlap_nor_leave_the_plot() {
        let cases: [&[f32]; 5] = [
            &[50.0, 50.0, 50.0],
            &[2.0, 1.0, 90.0],
            &[99.0, 98.0, 97.0],
            &[-30.0, 500.0],
            &[40.0, 52.0, 60.0],
        ];
        for wanted in cases {
            let placed = spread(wanted, 12.0, 0.0, 100.0);
            let mut sorted = placed.clone();
            sorted.sort_by(f32::total_cmp);
            assert!(sorted.windows(2).all(|pair| pair[1] - pair[0] >= 11.99), "{wanted:?} -> {placed:?}");
            assert!(placed.iter().all(|&y| (5.99..=94.01).contains(&y)), "{wanted:?} -> {placed:?}");
        }
    }

    #[test]
    fn labels_keep_the_order_of_what_they_want() {
        let placed = spread(&[51.0, 50.0, 49.0], 10.0, 0.0, 100.0);
        assert!(placed[0] > placed[1] && placed[1] > placed[2]);
        assert!((placed[1] - 50.0).abs() < 0.01, "the middle one does not move");
    }

    #[test]
    fn without_room_they_run_over_evenly() {
        assert_eq!(spread(&[5.0, 5.0, 5.0], 10.0, 0.0, 20.0), [5.0, 15.0, 25.0]);
    }

    #[test]
    fn no_labels_are_no_labels() {
        assert!(spread(&[], 10.0, 0.0, 20.0).is_empty());
    }
}
