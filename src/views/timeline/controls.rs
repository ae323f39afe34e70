//! The row over the plot: whose alignment, toward whom, which pair beside, and how it is computed.

use std::collections::BTreeSet;

use egui::{Button, ComboBox, Popup, PopupCloseBehavior, Response, RichText, Role, Slider, Ui, WidgetInfo};

use crate::analysis::alignment::{Parameters, formula};
use crate::dataset::{ActorId, NodeId, Voice};
use crate::session::{Command, SeriesSettings};
use crate::views::ViewContext;

use super::menu::{self, Entries};
use super::model::Model;
use super::offer::Offer;
use super::style::Style;
use super::words::{counted, left_out};

/// The shortest and the longest half-life of the slider, in days. Beyond it nothing ages.
const HALF_LIFE: std::ops::RangeInclusive<f64> = 7.0..=3_652.0;

/// The prior weights of the slider.
const PRIOR: std::ops::RangeInclusive<f64> = 0.0..=10.0;

/// What the person did in the row that concerns the view alone.
#[derive(Default)]
pub struct Answer {
    /// The line whose chip is under the pointer.
    pub hovered: Option<usize>,
    /// Whether everything should be shown.
    pub fit: bool,
}

/// Shows the row. `hidden` are the pairs that the person has switched off.
pub fn row(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    settings: &SeriesSettings,
    (model, offer): (&Model, &Offer),
    hidden: &mut BTreeSet<(ActorId, ActorId)>,
) -> Answer {
    let mut answer = Answer::default();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        ui.spacing_mut().button_padding.x = 5.0;
        ui.label("Alignment of");
        whose(ui, ctx, settings, offer);
        ui.label("toward");
        for (index, line) in model.lines.iter().enumerate() {
            if line.is_beside {
                ui.label("beside");
            }
            let chip = chip(ui, ctx, model, index, hidden);
            if chip.hovered() || chip.has_focus() {
                answer.hovered = Some(index);
            }
            remove(ui, ctx, settings, model, index);
            if !line.is_beside && model.lines.get(index + 1).is_none_or(|next| next.is_beside) {
                add_pole(ui, ctx, settings, offer);
            }
        }
        if settings.toward.is_empty() {
            add_pole(ui, ctx, settings, offer);
        }
        if settings.beside.is_none() {
            add_beside(ui, ctx, settings, offer);
        }
        parameters(ui, ctx, settings, model);
        let fit = ui.button("Fit").on_hover_text("Show all events (double-click on the dates)");
        answer.fit = fit.clicked();
    });
    answer
}

fn name<'a>(ctx: &ViewContext<'a>, actor: ActorId) -> &'a str {
    ctx.dataset().node_label(NodeId::Actor(actor))
}

fn whose(ui: &mut Ui, ctx: &ViewContext<'_>, settings: &SeriesSettings, offer: &Offer) {
    // The menu scrolls by itself, below the field that narrows it.
    let combo = ComboBox::from_id_salt("whose").selected_text(name(ctx, settings.of)).height(f32::INFINITY);
    let response = combo.close_behavior(PopupCloseBehavior::CloseOnClickOutside).show_ui(ui, |ui| {
        let actors = offer.actors();
        let entries = Entries {
            places: &|| (0..actors.len()).collect(),
            label: &|place| with_count(name(ctx, actors[place].0), actors[place].1),
            is_chosen: &|place| actors[place].0 == settings.of,
        };
        if let Some(place) = menu::choose(ui, &entries)
            && actors[place].0 != settings.of
        {
            ctx.send(Command::SetSeriesOf(actors[place].0));
        }
    });
    let spoken = format!("Alignment of {}", name(ctx, settings.of));
    response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &spoken));
}

/// `China (4)`, or the bare name where there is nothing to count.
fn with_count(name: &str, events: usize) -> String {
    if events == 0 { name.to_owned() } else { format!("{name} ({events})") }
}

/// A pole: shows its colour, switches its line on and off.
fn chip(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    model: &Model,
    index: usize,
    hidden: &mut BTreeSet<(ActorId, ActorId)>,
) -> Response {
    let line = &model.lines[index];
    let style = Style::new(ctx.tokens);
    let pair = (line.of, line.toward);
    let is_shown = !hidden.contains(&pair);
    let dot = RichText::new(if is_shown { "●" } else { "○" }).color(style.line(index));
    let name = RichText::new(&line.name).color(if is_shown { style.text() } else { style.weak() });
    let chip = ui.add(Button::new((dot, name)));
    let spoken = format!("{} line", line.name);
    chip.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_shown, &spoken));
    if chip.clicked() && !hidden.remove(&pair) {
        hidden.insert(pair);
    }
    let events = match line.counted {
        0 => "No events".to_owned(),
        count => counted(count, "event"),
    };
    let tip = [Some(events), left_out(line), Some("Click to show or hide its line".to_owned())];
    let tip: Vec<String> = tip.into_iter().flatten().collect();
    let chip = chip.on_hover_text(tip.join("\n"));
    if chip.hovered() || chip.has_focus() {
        // A preview only: a click on a chip selects nothing.
        ctx.preview(line.toward.into());
    }
    chip
}

fn remove(ui: &mut Ui, ctx: &ViewContext<'_>, settings: &SeriesSettings, model: &Model, index: usize) {
    let line = &model.lines[index];
    ui.add_space(-4.0);
    let button = ui.add(Button::new(RichText::new("×").color(Style::new(ctx.tokens).weak())).frame(false));
    let spoken = format!("Remove {}", line.name);
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
    let button = button.on_hover_text(spoken);
    if !button.clicked() {
        return;
    }
    if line.is_beside {
        ctx.send(Command::SetSeriesBeside(None));
    } else {
        let rest = settings.toward.iter().copied().filter(|&pole| pole != line.toward);
        ctx.send(Command::SetSeriesToward(rest.collect()));
    }
}

fn add_pole(ui: &mut Ui, ctx: &ViewContext<'_>, settings: &SeriesSettings, offer: &Offer) {
    let button = ui.button("+");
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Add a pole"));
    popup(&button).show(|ui| {
        let poles = offer.poles();
        let is_free = |actor: ActorId| actor != settings.of && !settings.toward.contains(&actor);
        let entries = Entries {
            places: &|| (0..poles.len()).filter(|&place| is_free(poles[place].0)).collect(),
            label: &|place| with_count(name(ctx, poles[place].0), poles[place].1),
            is_chosen: &|_| false,
        };
        if let Some(place) = menu::choose(ui, &entries) {
            let toward = settings.toward.iter().copied().chain([poles[place].0]).collect();
            ctx.send(Command::SetSeriesToward(toward));
        }
    });
    button.on_hover_text("Add a pole (with the number of events toward it)");
}

fn add_beside(ui: &mut Ui, ctx: &ViewContext<'_>, settings: &SeriesSettings, offer: &Offer) {
    let pairs = offer.pairs();
    let is_other = |place: usize| !settings.pairs().any(|shown| shown == pairs[place].0);
    if !(0..pairs.len()).any(is_other) {
        return;
    }
    let button = ui.button("Compare…");
    popup(&button).show(|ui| {
        let entries = Entries {
            places: &|| (0..pairs.len()).filter(|&place| is_other(place)).collect(),
            label: &|place| {
                let ((of, toward), events) = pairs[place];
                with_count(&format!("{} → {}", name(ctx, of), name(ctx, toward)), events)
            },
            is_chosen: &|_| false,
        };
        if let Some(place) = menu::choose(ui, &entries) {
            ctx.send(Command::SetSeriesBeside(Some(pairs[place].0)));
        }
    });
    button.on_hover_text("Show one other pair beside these (with its number of events)");
}

/// A menu whose entries are as wide as their names.
fn popup(button: &Response) -> Popup<'_> {
    let style = |style: &mut egui::Style| {
        egui::containers::menu::menu_style(style);
        style.wrap_mode = Some(egui::TextWrapMode::Extend);
    };
    Popup::menu(button).style(style).close_behavior(PopupCloseBehavior::CloseOnClickOutside)
}

fn parameters(ui: &mut Ui, ctx: &ViewContext<'_>, settings: &SeriesSettings, model: &Model) {
    let old = settings.parameters;
    let half_life = if old.half_life().is_finite() {
        format!("half-life {:.0} days", old.half_life())
    } else {
        "nothing ages".to_owned()
    };
    let changed = if old == Parameters::default() { "" } else { " (changed)" };
    let button = ui.button(format!("Formula{changed}…"));
    Popup::from_toggle_button_response(&button)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .width(460.0)
        .show(|ui| {
            if let Some(new) = parameters_ui(ui, ctx, old, model) {
                ctx.send(Command::SetParameters(new));
            }
        });
    button.on_hover_text(format!("How alignment is computed, and its parameters (now {half_life})"));
}

/// The parameters; the new ones where the person changed them.
fn parameters_ui(ui: &mut Ui, ctx: &ViewContext<'_>, old: Parameters, model: &Model) -> Option<Parameters> {
    let style = Style::new(ctx.tokens);
    let (mut half_life, mut prior, mut voices) = (old.half_life(), old.prior(), old.voices());
    egui::Grid::new("parameters").num_columns(2).spacing([10.0, 6.0]).show(ui, |ui| {
        let label = ui.label("Half-life");
        ui.horizontal(|ui| {
            let mut ages = half_life.is_finite();
            let mut days = if ages { half_life } else { *HALF_LIFE.end() };
            let slider = Slider::new(&mut days, HALF_LIFE).logarithmic(true).integer().suffix(" days");
            let slider = ui.add_enabled(ages, slider).labelled_by(label.id);
            if slider.changed() {
                half_life = days;
            }
            if ui.checkbox(&mut ages, "events age").changed() {
                half_life = if ages { Parameters::default().half_life() } else { f64::INFINITY };
            }
        });
        ui.end_row();
        let label = ui.label("Prior weight κ");
        ui.add(Slider::new(&mut prior, PRIOR).step_by(0.1)).labelled_by(label.id);
        ui.end_row();
        ui.label("Voices");
        ui.horizontal_wrapped(|ui| {
            for &voice in Voice::ALL {
                let mut counts = voices.contains(voice);
                if ui.checkbox(&mut counts, voice.word()).changed() {
                    voices = if counts { voices.with(voice) } else { voices.without(voice) };
                }
            }
        });
        ui.end_row();
    });
    ui.separator();
    let formula = formula(&old);
    ui.label(&formula);
    for sentence in model.lines.iter().filter_map(left_out) {
        ui.label(RichText::new(sentence).color(style.weak()));
    }
    let mut new = Parameters::new(half_life, prior, voices).unwrap_or(old);
    if ui.add_enabled(old != Parameters::default(), Button::new("Reset to defaults")).clicked() {
        new = Parameters::default();
    }
    (new != old).then_some(new)
}
