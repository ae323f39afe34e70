//! Long lists: of rows whose heights are not known before they are drawn, only those in sight are drawn.
//!
//! A row counts with an estimate until it was drawn once, and with its height from then on.

use std::sync::{Arc, Mutex, PoisonError};

use egui::{Align, Id, Rect, Ui, pos2, vec2};

/// Up to this many rows all are drawn, so that the keyboard and screen readers reach each of them.
pub const DRAWN: usize = 200;

/// How far above and below what is in sight rows are drawn, in points: so that the keyboard can walk out of sight.
const MARGIN: f32 = 120.0;

/// Shows `count` rows inside a scroll area. `estimate` is the height of a row in points, `row` draws one, and `reveal`
/// is one of a long list to scroll to; in a short one, where each is drawn, a row sees to that itself. `salt` tells this list from others in the same `ui`.
pub fn show(
    ui: &mut Ui,
    salt: impl std::hash::Hash + std::fmt::Debug,
    count: usize,
    estimate: f32,
    reveal: Option<usize>,
    mut row: impl FnMut(&mut Ui, usize),
) {
    if count <= DRAWN {
        (0..count).for_each(|index| row(ui, index));
        return;
    }
    let id = ui.scope_id().with(salt);
    let list = list(ui, id);
    // Nobody else asks for the list of this place while it is drawn.
    let mut list = list.lock().unwrap_or_else(PoisonError::into_inner);
    list.fit(count, ui.available_width(), estimate);
    list.reveal = reveal.filter(|&index| index < count).or(list.reveal);
    let top = ui.cursor().min.y;
    let sight = ui.clip_rect().y_range().expand(MARGIN);
    let first = list.heights.row_at(sight.min - top);
    let start = list.heights.above(first);
    ui.add_space(start);
    let mut next = first;
    while next < count && ui.cursor().min.y < sight.max {
        let before = ui.cursor().min.y;
        ui.push_id(next, |ui| row(ui, next));
        let height = ui.cursor().min.y - before;
        list.heights.set(next, height);
        if list.reveal == Some(next) {
            list.reveal = None;
            scroll_to(ui, before, height);
        }
        next += 1;
    }
    ui.add_space((list.heights.above(count) - list.heights.above(next)).max(0.0));
    if let Some(index) = list.reveal {
        // Once it is in sight it is known where it stands exactly.
        scroll_to(ui, top + list.heights.above(index), estimate);
        ui.request_repaint();
    }
}

/// Shows the rows of a list as [`show`] does.
pub fn each<T>(
    ui: &mut Ui,
    salt: impl std::hash::Hash + std::fmt::Debug,
    rows: &[T],
    estimate: f32,
    mut row: impl FnMut(&mut Ui, &T),
) {
    show(ui, salt, rows.len(), estimate, None, |ui, index| {
        rows.get(index).into_iter().for_each(|each| row(ui, each))
    });
}

fn scroll_to(ui: &Ui, top: f32, height: f32) {
    let left = ui.min_rect().left();
    ui.scroll_to_rect(Rect::from_min_size(pos2(left, top), vec2(1.0, height)), Some(Align::Center));
}

/// What is known of the list at a place of the window.
#[derive(Default)]
struct List {
    heights: Heights,
    width: f32,
    reveal: Option<usize>,
}

fn list(ui: &Ui, id: Id) -> Arc<Mutex<List>> {
    ui.data_mut(|data| data.get_temp_mut_or_default::<Arc<Mutex<List>>>(id).clone())
}

impl List {
    /// Forgets the heights of another list, or of another width, at which lines break elsewhere.
    fn fit(&mut self, count: usize, width: f32, estimate: f32) {
        if self.heights.rows.len() != count || (self.width - width).abs() > 0.5 {
            self.heights = Heights::new(count, estimate);
            self.width = width;
        }
    }
}

/// Heights of rows and their sums: a binary indexed tree (Fenwick 1994).
#[derive(Default)]
struct Heights {
    rows: Vec<f32>,
    /// Entry `i` (from 1) holds the sum of the `i & −i` rows that end with row `i − 1`. Sums of many rows are
    /// beyond the precision of `f32`.
    sums: Vec<f64>,
}

impl Heights {
    fn new(count: usize, estimate: f32) -> Self {
        let sums = (0..=count).map(|i| f64::from(estimate) * (i & i.wrapping_neg()) as f64).collect();
        Self { rows: vec![estimate; count], sums }
    }

    fn set(&mut self, row: usize, height: f32) {
        let Some(old) = self.rows.get_mut(row) else { return };
        let change = f64::from(height) - f64::from(*old);
        *old = height;
        if change == 0.0 {
            return;
        }
        let mut at = row + 1;
        while let Some(sum) = self.sums.get_mut(at) {
            *sum += change;
            at += at & at.wrapping_neg();
        }
    }

    /// The height of the rows before `row`.
    fn above(&self, row: usize) -> f32 {
        let mut at = row.min(self.rows.len());
        let mut sum = 0.0;
        while at > 0 {
            sum += self.sums[at];
            at &= at - 1;
        }
        sum as f32
    }

    /// The row that stands at a height, the first above all and the last below.
    fn row_at(&self, height: f32) -> usize {
        let count = self.rows.len();
        let (mut at, mut rest) = (0, f64::from(height));
        let mut step = (count + 1).next_power_of_two() / 2;
        while step > 0 {
            if let Some(&sum) = self.sums.get(at + step)
                && sum <= rest
            {
                at += step;
                rest -= sum;
            }
            step /= 2;
        }
        at.min(count.saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_places_are_those_of_a_plain_list() {
        let mut heights = Heights::new(300, 10.0);
        let mut plain = vec![10.0f32; 300];
        for step in 0..500usize {
            let (row, height) = (step * 7919 % 300, (step % 37) as f32);
            heights.set(row, height);
            plain[row] = height;
        }
        let mut sum = 0.0;
        for (row, &height) in plain.iter().enumerate() {
            assert_eq!(heights.above(row), sum);
            if height > 0.0 {
                assert_eq!(heights.row_at(sum), row, "its top");
                assert_eq!(heights.row_at(sum + height * 0.5), row, "its middle");
            }
            sum += height;
        }
        assert_eq!(heights.above(300), sum);
        assert_eq!((heights.row_at(-5.0), heights.row_at(sum + 5.0)), (0, 299));
        assert_eq!(Heights::default().row_at(3.0), 0);
    }

    fn drawn(count: usize, offset: f32, reveal: Option<usize>) -> (Vec<usize>, f32) {
        let ctx = egui::Context::default();
        let mut drawn = Vec::new();
        let mut height = 0.0;
        for frame in 0..60 {
            drawn.clear();
            let input = egui::RawInput {
                screen_rect: Some(Rect::from_min_size(egui::Pos2::ZERO, vec2(300.0, 400.0))),
                time: Some(f64::from(frame) * 0.1),
                ..egui::RawInput::default()
            };
            let mut output = ctx.run_ui(input, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                let mut area = egui::ScrollArea::vertical().auto_shrink(false);
                if frame == 0 {
                    area = area.vertical_scroll_offset(offset);
                }
                height = area
                    .show(ui, |ui| {
                        show(ui, "rows", count, 20.0, reveal.filter(|_| frame == 1), |ui, row| {
                            drawn.push(row);
                            ui.allocate_space(vec2(10.0, if row % 2 == 0 { 20.0 } else { 36.0 }));
                        });
                    })
                    .content_size
                    .y;
            });
            output.textures_delta.clear();
        }
        (drawn, height)
    }

    #[test]
    fn of_a_long_list_only_what_is_in_sight_is_drawn() {
        let (few, _) = drawn(DRAWN, 0.0, None);
        assert_eq!(few, (0..DRAWN).collect::<Vec<_>>());
        let (many, height) = drawn(100_000, 0.0, None);
        assert!(many.len() < 40 && many[0] == 0, "{many:?}");
        assert!(height > 1_900_000.0, "{height}");
        let (middle, _) = drawn(100_000, 1_000_000.0, None);
        assert!(middle.len() < 40 && middle.iter().any(|&row| (49_900..50_100).contains(&row)), "{middle:?}");
    }

    #[test]
    fn a_row_far_away_is_scrolled_to() {
        let (drawn, _) = drawn(100_000, 0.0, Some(70_000));
        assert!(drawn.contains(&70_000) && drawn.len() < 40, "{drawn:?}");
    }
}
