//! The page: components are turned and stretched toward its shape, and packed beside each other.

use super::geometry::{Point, Rect, pt};

/// The side of a neighbourhood, in those of a room.
const NEIGHBOURHOOD: f32 = 4.0;
/// The part of the rooms whose neighbourhoods are to have room enough.
const CROWDED: f32 = 0.93;
/// The part of a neighbourhood that is filled then.
const FILLED: f32 = 0.5;

/// Turns places about their mean so that the longest extent lies level, then mirrors them so that the
/// heaviest place stands left of the middle, and the heaviest that is off the axis above it.
pub(super) fn turn_to_main_axis(places: &mut [Point], weight: &[f32]) {
    let n = places.len().max(1) as f32;
    let mean = places.iter().fold(Point::ZERO, |s, &p| s + p) * (1.0 / n);
    places.iter_mut().for_each(|p| *p = *p - mean);
    let (xx, xy, yy) =
        places.iter().fold((0.0, 0.0, 0.0), |(a, b, c), p| (a + p.x * p.x, b + p.x * p.y, c + p.y * p.y));
    // Eigenvector of the larger eigenvalue of a symmetric 2×2 matrix, from the better conditioned column.
    let root = (((xx - yy) * 0.5) * ((xx - yy) * 0.5) + xy * xy).sqrt();
    let larger = (xx + yy) * 0.5 + root;
    let (a, b) = (pt(larger - yy, xy), pt(xy, larger - xx));
    let axis = if a.dot(a) >= b.dot(b) { a.unit() } else { b.unit() };
    if axis != Point::ZERO {
        places.iter_mut().for_each(|p| *p = pt(p.dot(axis), axis.cross(*p)));
    }
    let heaviest = |off: &dyn Fn(Point) -> f32| {
        let far = (0..places.len()).filter(|&i| off(places[i]).abs() > 1.0);
        far.max_by(|&i, &j| weight[i].total_cmp(&weight[j]).then(j.cmp(&i))).map_or(0.0, |i| off(places[i]))
    };
    let (x, y) = (heaviest(&|p| p.x), heaviest(&|p| p.y));
    places
        .iter_mut()
        .for_each(|p| *p = pt(if x > 0.0 { -p.x } else { p.x }, if y > 0.0 { -p.y } else { p.y }));
}

/// Stretches places, within reason, so that the rooms about them fill a page of this width over height.
pub(super) fn stretch(places: &mut [Point], half: &[Point], aspect: f32) {
    let all = bounds(places, half);
    let now = all.width() / all.height().max(1.0);
    let k = (aspect / now.max(1e-3)).sqrt().clamp(0.6, 1.7);
    places.iter_mut().for_each(|p| *p = pt(p.x * k, p.y / k));
}

/// Scales places so that the rooms about them, with `gap` between, have just room enough where they stand close.
pub(super) fn fit(places: &mut [Point], half: &[Point], gap: f32) {
    let area: Vec<f32> = half.iter().map(|h| (2.0 * h.x + gap) * (2.0 * h.y + gap)).collect();
    let mean = area.iter().sum::<f32>() / area.len().max(1) as f32;
    let cell = mean.sqrt() * NEIGHBOURHOOD;
    let all = bounds(places, &vec![Point::ZERO; places.len()]);
    let side = (mean * places.len() as f32 / FILLED).sqrt();
    scale(places, side / all.width().max(all.height()).max(1e-6));
    // What is near changes with the scale.
    for _ in 0..6 {
        let at = |p: &Point| ((p.x / cell).floor() as i32, (p.y / cell).floor() as i32);
        let mut rooms: Vec<((i32, i32), f32)> = places.iter().map(at).zip(area.iter().copied()).collect();
        rooms.sort_by_key(|room| room.0);
        let mut crowds: Vec<(f32, usize)> = rooms
            .chunk_by(|a, b| a.0 == b.0)
            .map(|cell| (cell.iter().map(|room| room.1).sum(), cell.len()))
            .collect();
        crowds.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut left = (places.len() as f32 * (1.0 - CROWDED)) as usize;
        let crowd = crowds.iter().rev().find(|(_, count)| {
            let is_it = *count > left;
            left = left.saturating_sub(*count);
            is_it
        });
        let k = crowd.map_or(1.0, |(filled, _)| (filled / (cell * cell) / FILLED).sqrt());
        scale(places, k);
    }
}

fn scale(places: &mut [Point], by: f32) {
    places.iter_mut().for_each(|p| *p = *p * by);
}

/// The smallest rectangle that holds all rooms.
pub(super) fn bounds(places: &[Point], half: &[Point]) -> Rect {
    let rooms = places.iter().zip(half).map(|(&p, h)| Rect::about(p, h.x, h.y));
    rooms.reduce(|a, b| a.union(&b)).unwrap_or_default()
}

/// Shifts for boxes of these sizes (width, height) that set them in shelves on a page of the aspect wanted:
/// tallest first, each shelf up to the width of the page. The shifts are to the left upper corners.
pub(super) fn shelves(sizes: &[Point], aspect: f32, gap: f32) -> Vec<Point> {
    let area: f32 = sizes.iter().map(|s| (s.x + gap) * (s.y + gap)).sum();
    let widest = sizes.iter().fold(0.0f32, |w, s| w.max(s.x));
    let page = (area * aspect).sqrt().max(widest);
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by(|&a, &b| sizes[b].y.total_cmp(&sizes[a].y));
    let mut corners = vec![Point::ZERO; sizes.len()];
    let (mut x, mut y, mut shelf) = (0.0, 0.0, 0.0f32);
    for i in order {
        if x > 0.0 && x + sizes[i].x > page {
            (x, y, shelf) = (0.0, y + shelf + gap, 0.0);
        }
        corners[i] = pt(x, y);
        x += sizes[i].x + gap;
        shelf = shelf.max(sizes[i].y);
    }
    corners
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_extent_lies_level_and_the_heaviest_left_above() {
        let mut places = vec![pt(0.0, 0.0), pt(1.0, 10.0), pt(3.0, 20.0), pt(0.0, 30.0)];
        turn_to_main_axis(&mut places, &[1.0, 1.0, 5.0, 3.0]);
        let all = bounds(&places, &[Point::ZERO; 4]);
        assert!(all.width() > 4.0 * all.height());
        assert!(places[2].x <= 0.0 && places[2].y <= 0.0);
    }

    #[test]
    fn shelves_do_not_overlap() {
        let sizes: Vec<Point> = (1..20).map(|i| pt((i * 37 % 90) as f32, (i * 53 % 70) as f32)).collect();
        let corners = shelves(&sizes, 1.5, 4.0);
        let boxes: Vec<Rect> =
            corners.iter().zip(&sizes).map(|(&c, &s)| Rect { min: c, max: c + s }).collect();
        for (i, a) in boxes.iter().enumerate() {
            assert!(boxes[..i].iter().all(|b| !a.overlaps(b)));
        }
    }
}
