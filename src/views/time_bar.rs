//! The time bar: as of which date the network is shown, and playing it through time.

use egui::{Role, Slider, TextEdit, Ui, WidgetInfo};

use crate::analysis::network::Window;
use crate::dataset::Day;
use crate::session::state::parse_window;
use crate::session::{Action, Command};

use super::context::ViewContext;
use super::pieces;

/// The bar's own state: the text being typed.
#[derive(Default)]
pub struct TimeBarView {
    typed: Option<String>,
    /// Why the last text was no date, and what was shown then: it is said until something else is.
    wrong: Option<(String, Window)>,
}

impl TimeBarView {
    /// Shows the bar.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let Some((first, last)) = ctx.session.network().calendar().extent() else {
            pieces::weak(ui, "Nothing in this dataset is dated, so all of it is shown, on every date.");
            return;
        };
        let window = ctx.session.window();
        self.wrong.take_if(|(_, shown)| shown != window);
        let all = *window == Window::Always;
        if ui.selectable_label(all, "All dates").on_hover_text("Show the ties of all dates at once").clicked()
        {
            ctx.send(Command::SetWindow(Window::Always));
        }
        ui.separator();
        ui.label("As of");
        step_buttons(ui, ctx);
        self.slider(ui, ctx, first, last);
        self.field(ui, ctx);
        if self.wrong.is_none() {
            ui.separator();
            pieces::weak(ui, summary(ctx));
        }
    }

    fn slider(&self, ui: &mut Ui, ctx: &ViewContext<'_>, first: Day, last: Day) {
        let shown = match ctx.session.window() {
            Window::AsOf(day) => *day,
            Window::Range(range) => range.last.unwrap_or(last),
            Window::Always => last,
        };
        let mut day = shown.0.clamp(first.0, last.0);
        ui.spacing_mut().slider_width = 180.0;
        let slider = Slider::new(&mut day, first.0..=last.0).show_value(false).integer();
        let response = ui.add(slider);
        response.widget_info(|| WidgetInfo::slider(true, f64::from(day), "As-of date"));
        if response.changed() {
            ctx.send(Command::SetWindow(Window::AsOf(Day(day))));
        }
    }

    /// The date as text. A month or a year means its last day.
    fn field(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let shown = match ctx.session.window() {
            Window::AsOf(day) => day.to_string(),
            Window::Range(range) => {
                let end = |day: Option<Day>| day.map_or("..".to_owned(), |day| day.to_string());
                format!("{}/{}", end(range.first), end(range.last))
            }
            Window::Always => String::new(),
        };
        let mut text = self.typed.clone().unwrap_or(shown);
        let field = TextEdit::singleline(&mut text).hint_text("2025-01").desired_width(170.0);
        let response = ui.add(field);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "As-of date"));
        if response.changed() {
            self.typed = Some(text.clone());
            self.wrong = None;
        }
        if response.lost_focus()
            && let Some(typed) = self.typed.take()
        {
            match parse_window(&typed) {
                Ok(window) => ctx.send(Command::SetWindow(window)),
                Err(why) => self.wrong = Some((why, *ctx.session.window())),
            }
        }
        if let Some((wrong, _)) = &self.wrong {
            ui.colored_label(ui.visuals().error_fg_color, "⚠").on_hover_text(wrong);
            pieces::weak(ui, wrong);
        } else {
            response
                .on_hover_text("A day, a month or a year (its last day counts), or a range: 2024-01/2024-06");
        }
    }
}

fn step_buttons(ui: &mut Ui, ctx: &ViewContext<'_>) {
    let button = |ui: &mut Ui, text: &str, action: Action| {
        let description = action.description();
        let response = ui.button(text).on_hover_text(description.tip);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, description.name));
        response.clicked()
    };
    if button(ui, "◀", Action::PreviousDate) {
        ctx.send(Command::StepDate(-1));
    }
    let playing = ctx.session.is_playing();
    if button(ui, if playing { "❚❚" } else { "▶" }, Action::PlayPause) {
        ctx.send(Command::SetPlaying(!playing));
    }
    if button(ui, "▶|", Action::NextDate) {
        ctx.send(Command::StepDate(1));
    }
}

/// What stands in the window, counted.
fn summary(ctx: &ViewContext<'_>) -> String {
    let dataset = ctx.dataset();
    let network = ctx.session.network();
    let (ties, events) = (network.count_relationships(), network.count_events());
    format!(
        "{ties} of {} relationships, {events} of {} events",
        dataset.relationships.len(),
        dataset.events.len()
    )
}
