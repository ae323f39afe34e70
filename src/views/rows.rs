//! Long lists: of rows whose heights are not known before they are drawn, only those in sight are drawn.
//!
//! A row counts with an estimate until it was drawn once, and with its height from then on. A list of a million rows is
//! longer than a scroll area can count: its `track` says where it stands.

mod heights;
mod track;

use std::sync::{Arc, Mutex, PoisonError};

use egui::style::ScrollAnimation;
use egui::{Align, Id, Rect, Ui, UiBuilder, pos2, vec2};

use heights::Heights;
use track::{Place, Track};

/// Up to this many rows all are drawn, so that the keyboard and screen readers reach each of them.
pub const DRAWN: usize = 200;

/// How far above and below what is in sight rows are drawn, in points: so that the keyboard can walk out of sight.
const MARGIN: f64 = 120.0;

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
    let sight = ui.clip_rect().y_range();
    let total = list.heights.total();
    let track = Track::new(total, f64::from(sight.span()));
    let offset = f64::from(sight.min) - f64::from(top);
    let mut point = list.place.follow(track, offset);
    let sought = list.reveal.map(|index| {
        let (top, bottom) = (list.heights.above(index), list.heights.above(index + 1));
        0.5 * (top + bottom - f64::from(sight.span()))
    });
    if let Some(sought) = sought.filter(|_| track.is_short() && track.fills_sight(offset)) {
        point = list.place.go_to(track, sought);
    }
    let first = list.heights.row_at(point - MARGIN);
    let uppermost = list.heights.row_at(point);
    let above = list.heights.above(uppermost);
    // What stands in the sight is placed from its upper edge, where `f32` knows small parts of a point.
    let start = offset + (list.heights.above(first) - point);
    ui.add_space(start.max(0.0) as f32);
    let mut next = first;
    while next < count && ui.cursor().min.y < sight.max + MARGIN as f32 {
        let before = ui.cursor().min.y;
        ui.scope_builder(UiBuilder::new().scope_id(id.with(next)), |ui| row(ui, next));
        let height = ui.cursor().min.y - before;
        list.heights.set(next, height);
        if list.reveal == Some(next) && !track.is_short() {
            list.reveal = None;
            scroll_to(ui, before, height);
        }
        next += 1;
    }
    // A widget's id must not depend on which rows are drawn, or it loses the keyboard when the list is scrolled.
    ui.skip_ahead_auto_ids(count - (next - first));
    let claimed = Track::new(list.heights.total(), f64::from(sight.span())).claimed;
    let used = f64::from(ui.cursor().min.y) - f64::from(top);
    ui.add_space((claimed - used).max(0.0) as f32);
    if track.is_short() {
        let is_known = (list.heights.total() - total).abs() < 0.5;
        let higher = list.heights.above(uppermost) - above;
        list.place.shift(higher);
        list.settle(ui, track, sought, is_known);
    } else if let Some(index) = list.reveal {
        // Once it is in sight it is known where it stands exactly.
        scroll_to(ui, top + list.heights.above(index) as f32, estimate);
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
    place: Place,
}

fn list(ui: &Ui, id: Id) -> Arc<Mutex<List>> {
    ui.data_mut(|data| data.get_temp_mut_or_default::<Arc<Mutex<List>>>(id).clone())
}

impl List {
    /// Forgets the heights of another list, or of another width, at which lines break elsewhere.
    fn fit(&mut self, count: usize, width: f32, estimate: f32) {
        if self.heights.len() != count || (self.width - width).abs() > 0.5 {
            self.heights = Heights::new(count, estimate);
            self.width = width;
        }
    }

    /// Brings the scroll area of a list on a short track to where the list is. `is_known` says that the rows in sight
    /// had their heights before, so that what is sought, a point, stands where it should.
    fn settle(&mut self, ui: &Ui, track: Track, sought: Option<f64>, is_known: bool) {
        if let Some(way) = sought.and_then(|sought| self.place.way_to(track, sought)) {
            self.move_area(ui, way);
        } else if is_known {
            self.reveal = None;
            let Some(lag) = self.place.lag(track) else { return };
            if self.place.is_at_rest() {
                self.move_area(ui, lag);
            }
        }
        ui.request_repaint();
    }

    /// Moves the scroll area down by so many of its points.
    fn move_area(&mut self, ui: &Ui, by: f64) {
        self.place.asked_to_move(by);
        ui.scroll_with_delta_animation(vec2(0.0, -by as f32), ScrollAnimation::none());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    /// A list of a million rows in a window of 300 by 400 points: row `n` is 60 or 92 points high.
    struct Million {
        ctx: egui::Context,
        /// Each row that was drawn, with its upper and lower edge.
        rows: Vec<(usize, f32, f32)>,
        frames: u32,
    }

    const MILLION: usize = 1_000_000;

    impl Million {
        fn new() -> Self {
            Self { ctx: egui::Context::default(), rows: Vec::new(), frames: 0 }
        }

        /// Some frames, of which the first has these events, and may go to an offset or a row.
        fn frames(
            &mut self,
            mut events: Vec<egui::Event>,
            mut offset: Option<f32>,
            mut reveal: Option<usize>,
        ) {
            for _ in 0..30 {
                self.frames += 1;
                let input = egui::RawInput {
                    screen_rect: Some(Rect::from_min_size(egui::Pos2::ZERO, vec2(300.0, 400.0))),
                    time: Some(f64::from(self.frames) * 0.1),
                    events: std::mem::take(&mut events),
                    ..egui::RawInput::default()
                };
                let rows = &mut self.rows;
                rows.clear();
                let mut output = self.ctx.run_ui(input, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    let mut area = egui::ScrollArea::vertical().auto_shrink(false);
                    if let Some(offset) = offset.take() {
                        area = area.vertical_scroll_offset(offset);
                    }
                    area.show(ui, |ui| {
                        show(ui, "rows", MILLION, 92.0, reveal.take(), |ui, row| {
                            let (_, place) = ui.allocate_space(vec2(10.0, [92.0, 60.0][row % 2]));
                            rows.push((row, place.top(), place.bottom()));
                        });
                    });
                });
                output.textures_delta.clear();
            }
        }

        /// Where a row stands, if it is drawn. Rows follow each other without gaps and fill the window.
        fn place_of(&self, row: usize) -> Option<(f32, f32)> {
            for pair in self.rows.windows(2) {
                let ((one, top, bottom), (next, next_top, _)) = (pair[0], pair[1]);
                assert_eq!((one + 1, bottom), (next, next_top));
                assert_eq!(bottom - top, [92.0, 60.0][one % 2], "{row}");
            }
            let (first, last) = (self.rows[0], self.rows[self.rows.len() - 1]);
            assert!(self.rows.len() < 20 && first.1 <= 8.0 && last.2 >= 391.0, "{:?}", self.rows);
            self.rows.iter().find(|(index, ..)| *index == row).map(|&(_, top, bottom)| (top, bottom))
        }
    }

    fn wheel(by: f32) -> Vec<egui::Event> {
        vec![
            egui::Event::PointerMoved(pos2(100.0, 200.0)),
            egui::Event::MouseWheel {
                unit: egui::MouseWheelUnit::Point,
                delta: vec2(0.0, by),
                phase: egui::TouchPhase::Move,
                source: egui::MouseWheelSource::Unknown,
                modifiers: egui::Modifiers::NONE,
            },
        ]
    }

    #[test]
    fn of_a_million_rows_the_last_stands_at_the_foot_of_the_window() {
        let mut list = Million::new();
        list.frames(Vec::new(), Some(1e12), None);
        let (_, bottom) = list.place_of(MILLION - 1).unwrap_or_else(|| panic!("{:?}", list.rows));
        assert!((385.0..=400.0).contains(&bottom), "{bottom}");
        list.frames(wheel(-500.0), None, None);
        assert_eq!(list.place_of(MILLION - 1).map(|(_, bottom)| bottom), Some(bottom), "there is no further");
        list.frames(Vec::new(), Some(0.0), None);
        assert!(list.place_of(0).is_some_and(|(top, _)| (0.0..15.0).contains(&top)), "{:?}", list.rows);
    }

    #[test]
    fn of_a_million_rows_any_is_scrolled_to() {
        let mut list = Million::new();
        for row in [700_000, 3, MILLION - 1, 123_456, 123_460, 999_000, 0] {
            list.frames(Vec::new(), None, Some(row));
            let (top, bottom) = list.place_of(row).unwrap_or_else(|| panic!("{row} in {:?}", list.rows));
            assert!(top >= 0.0 && bottom <= 400.0, "{row}: {top} to {bottom}");
            if (10..MILLION - 10).contains(&row) {
                assert!((f32::midpoint(top, bottom) - 200.0).abs() < 30.0, "{row}: {top} to {bottom}");
            }
        }
    }

    #[test]
    fn a_wheel_moves_a_million_rows_by_what_it_turns() {
        let mut list = Million::new();
        for row in [500_000, 2_000, 998_000] {
            list.frames(Vec::new(), None, Some(row));
            let (before, _) = list.place_of(row).unwrap_or_else(|| panic!("{:?}", list.rows));
            list.frames(wheel(-50.0), None, None);
            let (after, _) = list.place_of(row).unwrap_or_else(|| panic!("{:?}", list.rows));
            assert!((before - after - 50.0).abs() < 2.0, "{row} moved by {}", before - after);
            for _ in 0..40 {
                list.frames(wheel(-200.0), None, None);
            }
            let moved = list.rows[0].0 - row;
            assert!((80..130).contains(&moved), "{row} is {moved} rows above");
        }
    }
}
