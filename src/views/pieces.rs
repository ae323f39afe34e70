//! Small pieces that several panels share: links to items, voice marks, headings, rows of facts.

use egui::containers::menu::menu_style;
use egui::{
    Align, Label, Layout, Popup, PopupAnchor, PopupKind, Response, RichText, Role, Sense, SetOpenCommand, Ui,
    WidgetInfo, WidgetText,
};

use crate::analysis::focus::Emphasis;
use crate::dataset::model::Attribute;
use crate::dataset::{ExcerptId, Item, Voice, citation};
use crate::session::{Action, Command, Panel, Request};
use crate::theme::TextRole;

use super::context::ViewContext;
use super::rows;

/// A panel's title row: the title at the left, what belongs to it at the right.
pub fn panel_header(ui: &mut Ui, title: &str, right: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        let heading = ui.label(RichText::new(title).heading());
        heading.widget_info(|| WidgetInfo::labeled(Role::Label, true, title));
        ui.with_layout(Layout::right_to_left(Align::Center), right);
    });
    ui.add_space(4.0);
}

/// A section title inside a panel.
pub fn section(ui: &mut Ui, title: &str) {
    ui.add_space(10.0);
    ui.label(RichText::new(title).text_style(TextRole::Caption.style()).strong());
    ui.add_space(2.0);
}

/// Text in the weak colour.
pub fn weak(ui: &mut Ui, text: impl Into<String>) -> Response {
    ui.add(Label::new(RichText::new(text).weak()).selectable(false).wrap())
}

/// A label that lets clicks through to what it stands on.
pub fn plain(ui: &mut Ui, text: impl Into<WidgetText>) -> Response {
    ui.add(Label::new(text).selectable(false).wrap())
}

/// The mark and word of a voice.
pub fn voice_mark(ui: &mut Ui, ctx: &ViewContext<'_>, voice: Voice) {
    let look = ctx.tokens.voice(voice);
    let text = format!("{} {}", look.glyph, voice);
    ui.add(Label::new(RichText::new(text).small().color(look.colour)).selectable(false))
        .on_hover_text(voice_meaning(voice));
}

/// What a voice means, in a sentence.
pub fn voice_meaning(voice: Voice) -> &'static str {
    match voice {
        Voice::Reported => "Reported: a fact that the author reports.",
        Voice::Quoted => "Quoted: a named speaker's own words.",
        Voice::Judgement => "Judgement: the author's opinion, not a fact.",
        Voice::Recommendation => "Recommendation: what the author says should be done.",
    }
}

/// Height of an [`item_row`] that was not drawn yet, in points.
pub const ROW: f32 = 28.0;

/// A line of text that is an item: hover previews it, a click selects it. `tail` is set weakly after it.
pub fn item_row(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    panel: Panel,
    item: Item,
    text: impl Into<WidgetText>,
) -> Response {
    let response = ui.add(
        egui::Button::selectable(is_selected(ctx, item), text.into())
            .wrap()
            .min_size(egui::vec2(ui.available_width(), 0.0)),
    );
    name(&response, ctx, item);
    ctx.interact(panel, &response, Some(item));
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    response
}

/// A link inside running text.
pub fn item_link(ui: &mut Ui, ctx: &ViewContext<'_>, panel: Panel, item: Item, text: &str) -> Response {
    let response = ui.link(text);
    name(&response, ctx, item);
    ctx.interact(panel, &response, Some(item));
    response
}

/// Tells screen readers what an item is.
pub fn name(response: &Response, ctx: &ViewContext<'_>, item: Item) {
    let selected = is_selected(ctx, item);
    response
        .widget_info(|| WidgetInfo::selected(Role::Button, true, selected, ctx.dataset().item_name(item)));
}

/// Whether an item is selected, known without going through the selection.
fn is_selected(ctx: &ViewContext<'_>, item: Item) -> bool {
    ctx.emphasis(item) == Emphasis::Selected
}

/// The evidence of something: each excerpt's gloss, fragment, voice and citation; a click selects it.
pub fn evidence_list(ui: &mut Ui, ctx: &ViewContext<'_>, panel: Panel, evidence: &[ExcerptId]) {
    if evidence.is_empty() {
        weak(ui, "No excerpt of its own.");
    }
    rows::each(ui, "evidence", evidence, 64.0, |ui, &id| evidence_row(ui, ctx, panel, id));
}

fn evidence_row(ui: &mut Ui, ctx: &ViewContext<'_>, panel: Panel, id: ExcerptId) {
    let dataset = ctx.dataset();
    let excerpt = dataset.excerpt(id);
    let builder = egui::UiBuilder::new().id_salt(("evidence", id)).sense(Sense::click());
    let response = ui
        .scope_builder(builder, |ui| {
            ui.horizontal(|ui| {
                voice_mark(ui, ctx, excerpt.voice());
                if let Some(speaker) = excerpt.speaker() {
                    weak(ui, format!("· {}", dataset.actors[speaker].name));
                }
            });
            plain(ui, excerpt.gloss());
            if let Some(fragment) = excerpt.fragment() {
                plain(ui, RichText::new(format!("“{fragment}”")).text_style(TextRole::Italic.style()).weak());
            }
            let document = &dataset.documents[excerpt.document()];
            plain(ui, RichText::new(citation::at(document, excerpt.paragraph())).small().weak());
            if let Some(note) = excerpt.remarks().note() {
                editors_note(ui, note);
            }
            ui.add_space(6.0);
            ui.response()
        })
        .inner;
    name(&response, ctx, id.into());
    ctx.interact(panel, &response, Some(id.into()));
}

/// A note by the dataset's editor, told apart from what the source says.
pub fn editors_note(ui: &mut Ui, note: &str) {
    plain(ui, RichText::new(format!("Editor’s note: {note}")).small().weak());
}

/// One fact: a weak name and its value.
pub fn fact(ui: &mut Ui, label: &str, value: impl Into<WidgetText>) {
    ui.horizontal_wrapped(|ui| {
        weak(ui, format!("{label}:"));
        ui.label(value);
    });
}

/// What other programs say of a record: names at the left, values at the right. Addresses are links.
pub fn attributes(ui: &mut Ui, attributes: &[Attribute]) {
    if attributes.is_empty() {
        return;
    }
    section(ui, "ATTRIBUTES");
    let names = (0.38 * ui.available_width()).clamp(60.0, 180.0);
    rows::each(ui, "attributes", attributes, ROW, |ui, Attribute { name, kind: _, value }| {
        ui.horizontal_top(|ui| {
            ui.allocate_ui_with_layout(egui::vec2(names, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(names);
                weak(ui, name.as_str());
            });
            ui.vertical(|ui| {
                if value.starts_with("https://") || value.starts_with("http://") {
                    ui.hyperlink(value.as_str());
                } else {
                    ui.add(Label::new(value.as_str()).wrap());
                }
            });
        });
    });
}

/// The entries of a panel's context menu that make a figure of it.
pub fn figure_entries(ui: &mut Ui, ctx: &ViewContext<'_>, panel: Panel) {
    for (action, request) in
        [(Action::SaveFigure, Request::SaveFigure(panel)), (Action::CopyFigure, Request::CopyFigure(panel))]
    {
        let description = action.description();
        if ui.button(description.name).on_hover_text(description.tip).clicked() {
            ctx.send(Command::Request(request));
            ui.close();
        }
    }
}

/// A context menu over the whole of a panel, whatever in it is under the pointer. It is asked for before the panel
/// has taken any of its space.
pub fn figure_menu(ui: &Ui, ctx: &ViewContext<'_>, panel: Panel) {
    if !ctx.has_controls() {
        return;
    }
    let place = ui.available_rect_before_wrap();
    let opens = ui.rect_contains_pointer(place) && ui.input(|input| input.pointer.secondary_clicked());
    let (id, window) = (ui.scope_id().with("figure-menu"), ui.ctx().clone());
    Popup::new(id, window, PopupAnchor::PointerFixed, ui.layer_id())
        .kind(PopupKind::Menu)
        .layout(Layout::top_down_justified(Align::Min))
        .style(menu_style)
        .open_memory(opens.then_some(SetOpenCommand::Bool(true)))
        .show(|ui| figure_entries(ui, ctx, panel));
}
