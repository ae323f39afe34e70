//! Point-feature label placement on the screen (Imhof 1975; Christensen, Marks & Shieber 1995).
//!
//! Labels are set one by one, the most important first, each at the best of its candidate places that is free
//! of nodes and of labels set before. One that finds none may move a single less settled neighbour aside.

use super::geometry::{Point, Rect, Size, pt};

/// A label to place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Label {
    /// Width and height of the text.
    pub size: Size,
    /// Labels of higher priority are placed first; equal ones in their order.
    pub priority: f32,
    /// The box of what is named: the node's shape on the screen, or an empty box at a point of an edge.
    pub anchor: Rect,
    /// Whether the label may stand inside its anchor, where it fits; it then does.
    pub inside: bool,
}

/// What labels must and should keep clear of.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scene<'a> {
    /// Boxes that no label may overlap: every node's shape.
    pub obstacles: &'a [Rect],
    /// Lines that labels avoid where they can: the edges, flattened.
    pub segments: &'a [(Point, Point)],
    /// Where labels may stand; anywhere if absent.
    pub area: Option<Rect>,
    /// Room between a label and its anchor, in points.
    pub gap: f32,
}

/// Where the labels stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placement {
    /// The place of each label, or none where it found no free one.
    pub rects: Vec<Option<Rect>>,
    /// Number of labels without a place.
    pub hidden: usize,
}

/// Places labels. Deterministic; no label placed overlaps another one, or an obstacle other than the one it
/// stands inside. About O(labels + obstacles + cells of segments).
pub fn place(labels: &[Label], scene: &Scene) -> Placement {
    let mut board = Board::new(labels, scene);
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.sort_by(|&a, &b| labels[b].priority.total_cmp(&labels[a].priority).then(a.cmp(&b)));
    for &i in &order {
        let candidates = board.candidates(i);
        match candidates.iter().find(|c| board.blockers(c, i).is_empty()) {
            Some(best) => board.set(i, *best),
            None => board.make_room(i, &candidates),
        }
    }
    let rects: Vec<Option<Rect>> = board.placed.iter().map(|p| p.map(|c| c.rect)).collect();
    let hidden = rects.iter().filter(|r| r.is_none()).count();
    Placement { rects, hidden }
}

/// A place that a label may take, better the lower its cost.
#[derive(Clone, Copy)]
struct Candidate {
    rect: Rect,
    cost: f32,
    inside: bool,
}

struct Board<'a> {
    labels: &'a [Label],
    scene: &'a Scene<'a>,
    placed: Vec<Option<Candidate>>,
    obstacles: Grid,
    segments: Grid,
    texts: Grid,
}

impl<'a> Board<'a> {
    fn new(labels: &'a [Label], scene: &'a Scene<'a>) -> Self {
        // Cells about as large as a label: a label then looks into a handful of them.
        let (w, h) = labels.iter().fold((40.0f32, 20.0f32), |(w, h), l| {
            (w.max(bounded(l.size.width)), h.max(bounded(l.size.height)))
        });
        let cell = pt(w, h * 2.0);
        let mut obstacles = Grid::new(cell);
        scene.obstacles.iter().enumerate().for_each(|(i, r)| obstacles.add(i, r));
        let mut segments = Grid::new(cell);
        for (i, &(a, b)) in scene.segments.iter().enumerate() {
            segments.add_segment(i, a, b);
        }
        Self { labels, scene, placed: vec![None; labels.len()], obstacles, segments, texts: Grid::new(cell) }
    }

    /// The places that nodes and the area leave to a label, best first.
    fn candidates(&self, i: usize) -> Vec<Candidate> {
        let label = &self.labels[i];
        let (w, h) = (label.size.width, label.size.height);
        let sound =
            w.is_finite() && h.is_finite() && label.anchor.min.is_finite() && label.anchor.max.is_finite();
        if !sound {
            return Vec::new();
        }
        let (a, gap) = (label.anchor, self.scene.gap);
        let (c, corner) = (a.center(), gap * 0.5);
        let middle = Rect::about(c, w * 0.5, h * 0.5);
        let at = |x: f32, y: f32| Rect { min: pt(x, y), max: pt(x + w, y + h) };
        let (left, right) = (a.min.x - gap - w, a.max.x + gap);
        let (above, below) = (a.min.y - gap - h, a.max.y + gap);
        // Imhof prefers the right for towns on a map; a diagram's node carries its name below.
        let places = [
            (at(c.x - w * 0.5, below), 0.0),
            (at(c.x - w * 0.5, above), 1.0),
            (at(right, c.y - h * 0.5), 1.4),
            (at(left, c.y - h * 0.5), 1.7),
            (at(a.max.x + corner, a.max.y - h * 0.25), 2.2),
            (at(a.max.x + corner, a.min.y - h * 0.75), 2.4),
            (at(a.min.x - corner - w, a.max.y - h * 0.25), 2.6),
            (at(a.min.x - corner - w, a.min.y - h * 0.75), 2.8),
        ];
        let mut list: Vec<Candidate> = Vec::with_capacity(9);
        if label.inside && a.encloses(&middle) {
            list.push(Candidate { rect: middle, cost: -10.0, inside: true });
        }
        list.extend(places.map(|(rect, rank)| Candidate { rect, cost: rank, inside: false }));
        list.retain(|c| self.is_open(c, &label.anchor));
        for c in &mut list {
            if !c.inside {
                c.cost += 1.5 * self.lines_under(&c.rect).min(4) as f32;
            }
        }
        list.sort_by(|x, y| x.cost.total_cmp(&y.cost));
        list
    }

    /// Whether a place lies in the area and clear of nodes.
    fn is_open(&self, candidate: &Candidate, anchor: &Rect) -> bool {
        self.scene.area.is_none_or(|area| area.encloses(&candidate.rect))
            && self.obstacles.near(&candidate.rect).iter().all(|&o| {
                let obstacle = &self.scene.obstacles[o];
                !obstacle.overlaps(&candidate.rect) || (candidate.inside && anchor.encloses(obstacle))
            })
    }

    fn lines_under(&self, rect: &Rect) -> usize {
        let near = self.segments.near(rect);
        near.iter()
            .filter(|&&s| rect.clip(self.scene.segments[s].0, self.scene.segments[s].1).is_some())
            .count()
    }

    /// The labels that stand where a candidate of label `i` would.
    fn blockers(&self, candidate: &Candidate, i: usize) -> Vec<usize> {
        let near = self.texts.near(&candidate.rect).into_iter();
        near.filter(|&t| t != i && self.placed[t].is_some_and(|p| p.rect.overlaps(&candidate.rect))).collect()
    }

    fn set(&mut self, i: usize, candidate: Candidate) {
        if let Some(old) = self.placed[i].replace(candidate) {
            self.texts.remove(i, &old.rect);
        }
        self.texts.add(i, &candidate.rect);
    }

    /// Places label `i` where a single label stands in the way and has another free place to go to.
    fn make_room(&mut self, i: usize, candidates: &[Candidate]) {
        for candidate in candidates {
            let blockers = self.blockers(candidate, i);
            let [other] = blockers.as_slice() else { continue };
            let next = self
                .candidates(*other)
                .into_iter()
                .find(|c| !c.rect.overlaps(&candidate.rect) && self.blockers(c, *other).is_empty());
            if let Some(next) = next {
                self.set(*other, next);
                self.set(i, *candidate);
                return;
            }
        }
    }
}

/// A size that makes a cell, whatever came in.
fn bounded(size: f32) -> f32 {
    if size.is_finite() { size.clamp(1.0, 1000.0) } else { 1.0 }
}

/// A hash grid of rectangles. What is looked up comes in the order of its index, so that the order in which
/// a hash map walks never shows.
struct Grid {
    cell: Point,
    cells: std::collections::HashMap<(i32, i32), Vec<usize>>,
    /// Rectangles over too many cells to list, looked at every time.
    large: Vec<usize>,
}

const CELLS: i64 = 4096;

impl Grid {
    fn new(cell: Point) -> Self {
        Self { cell, cells: std::collections::HashMap::new(), large: Vec::new() }
    }

    fn index(&self, p: Point) -> (i32, i32) {
        ((p.x / self.cell.x).floor() as i32, (p.y / self.cell.y).floor() as i32)
    }

    /// The cells that a rectangle touches; none where they are too many.
    fn span(&self, rect: &Rect) -> Option<impl Iterator<Item = (i32, i32)> + use<>> {
        let ((x0, y0), (x1, y1)) = (self.index(rect.min), self.index(rect.max));
        let count = (i64::from(x1) - i64::from(x0) + 1) * (i64::from(y1) - i64::from(y0) + 1);
        (count <= CELLS).then(|| (x0..=x1).flat_map(move |x| (y0..=y1).map(move |y| (x, y))))
    }

    fn add(&mut self, i: usize, rect: &Rect) {
        match self.span(rect) {
            Some(span) => span.for_each(|cell| self.cells.entry(cell).or_default().push(i)),
            None => self.large.push(i),
        }
    }

    /// Adds a segment to the cells that it crosses, not to all that its box covers.
    fn add_segment(&mut self, i: usize, a: Point, b: Point) {
        let Some(span) = self.span(&Rect::between(a, b)) else {
            self.large.push(i);
            return;
        };
        for (x, y) in span {
            let corner = pt(x as f32 * self.cell.x, y as f32 * self.cell.y);
            if (Rect { min: corner, max: corner + self.cell }).clip(a, b).is_some() {
                self.cells.entry((x, y)).or_default().push(i);
            }
        }
    }

    fn remove(&mut self, i: usize, rect: &Rect) {
        self.large.retain(|&l| l != i);
        for cell in self.span(rect).into_iter().flatten() {
            if let Some(list) = self.cells.get_mut(&cell) {
                list.retain(|&l| l != i);
            }
        }
    }

    /// What may touch a rectangle, each once, in order.
    fn near(&self, rect: &Rect) -> Vec<usize> {
        let mut found: Vec<usize> = self.large.clone();
        match self.span(rect) {
            Some(span) => found.extend(span.filter_map(|c| self.cells.get(&c)).flatten().copied()),
            None => found.extend(self.cells.values().flatten().copied()),
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::random::Random;

    fn label(center: Point, size: (f32, f32), priority: f32) -> Label {
        let size = Size { width: size.0, height: size.1 };
        Label { size, priority, anchor: Rect::about(center, 8.0, 8.0), inside: false }
    }

    fn crowd(n: usize, page: f32) -> (Vec<Label>, Vec<Rect>) {
        let mut random = Random::new(11);
        let mut one = || {
            let center = pt(random.signed(), random.signed()) * page;
            label(center, (50.0 + 30.0 * random.signed(), 14.0), random.below(5) as f32)
        };
        let labels: Vec<Label> = (0..n).map(|_| one()).collect();
        let obstacles = labels.iter().map(|l| l.anchor).collect();
        (labels, obstacles)
    }

    #[test]
    fn a_lone_label_stands_below_its_node() {
        let labels = [label(Point::ZERO, (40.0, 12.0), 1.0)];
        let obstacles = [labels[0].anchor];
        let placed = place(&labels, &Scene { obstacles: &obstacles, gap: 2.0, ..Scene::default() });
        assert_eq!(placed.rects, [Some(Rect { min: pt(-20.0, 10.0), max: pt(20.0, 22.0) })]);
    }

    #[test]
    fn labels_overlap_neither_each_other_nor_a_node() {
        for page in [100.0, 300.0, 1000.0] {
            let (labels, obstacles) = crowd(200, page);
            let placed = place(&labels, &Scene { obstacles: &obstacles, gap: 2.0, ..Scene::default() });
            let rects: Vec<Rect> = placed.rects.iter().flatten().copied().collect();
            assert_eq!(rects.len() + placed.hidden, labels.len());
            for (i, a) in rects.iter().enumerate() {
                assert!(rects[..i].iter().all(|b| !a.overlaps(b)));
                assert!(obstacles.iter().all(|o| !a.overlaps(o)));
            }
            assert_eq!(placed.hidden > 0, page < 500.0, "page {page}: {} hidden", placed.hidden);
        }
    }

    #[test]
    fn the_more_important_label_is_shown() {
        // Two nodes in a pit that leaves room for one name.
        let labels = [label(Point::ZERO, (60.0, 12.0), 1.0), label(pt(0.0, 1.0), (60.0, 12.0), 2.0)];
        let obstacles = [labels[0].anchor, labels[1].anchor];
        let area = Some(Rect { min: pt(-40.0, -8.0), max: pt(40.0, 30.0) });
        let placed = place(&labels, &Scene { obstacles: &obstacles, area, gap: 2.0, ..Scene::default() });
        assert!(placed.rects[0].is_none() && placed.rects[1].is_some());
        assert_eq!(placed.hidden, 1);
    }

    #[test]
    fn a_label_makes_room_for_a_lesser_one() {
        // The name above could be written anywhere; the one below only under its node.
        let first = label(Point::ZERO, (40.0, 12.0), 2.0);
        let second =
            Label { anchor: Rect::about(pt(0.0, 31.0), 8.0, 8.0), ..label(Point::ZERO, (40.0, 12.0), 1.0) };
        let wall = |x: f32| Rect { min: pt(x, 12.0), max: pt(x + 60.0, 60.0) };
        let obstacles =
            [first.anchor, second.anchor, wall(21.0), wall(-81.0), Rect::about(pt(0.0, 55.0), 30.0, 14.0)];
        let placed = place(&[first, second], &Scene { obstacles: &obstacles, gap: 1.0, ..Scene::default() });
        assert_eq!(placed.hidden, 0);
        assert!(placed.rects[0].is_some_and(|r| r.max.y < 0.0));
    }

    #[test]
    fn a_label_avoids_a_line_where_it_can() {
        let labels = [label(Point::ZERO, (40.0, 12.0), 1.0)];
        let obstacles = [labels[0].anchor];
        let segments = [(Point::ZERO, pt(0.0, 100.0))];
        let placed =
            place(&labels, &Scene { obstacles: &obstacles, segments: &segments, area: None, gap: 2.0 });
        assert!(placed.rects[0].is_some_and(|r| r.max.y < 0.0));
    }

    #[test]
    fn a_large_shape_holds_its_label() {
        let mut one = label(Point::ZERO, (40.0, 12.0), 1.0);
        one.anchor = Rect::about(Point::ZERO, 30.0, 12.0);
        one.inside = true;
        let placed = place(&[one], &Scene { obstacles: &[one.anchor], gap: 2.0, ..Scene::default() });
        assert_eq!(placed.rects[0], Some(Rect::about(Point::ZERO, 20.0, 6.0)));
    }

    #[test]
    fn what_is_no_number_is_hidden() {
        let labels =
            [label(pt(f32::NAN, 0.0), (40.0, 12.0), f32::NAN), label(Point::ZERO, (f32::INFINITY, 1.0), 0.0)];
        let placed = place(&labels, &Scene::default());
        assert_eq!(placed.hidden, 2);
    }
}
