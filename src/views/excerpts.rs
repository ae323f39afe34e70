//! The source excerpts: what the documents say, in their order, with who says it.

pub mod legend;
mod page;

use std::collections::BTreeMap;

use egui::text::LayoutJob;
use egui::{Align, Response, RichText, ScrollArea, Sense, TextFormat, Ui};

use crate::analysis::alignment::Voices;
use crate::analysis::focus::Emphasis;
use crate::dataset::source::Passage;
use crate::dataset::{Dataset, DocumentId, ExcerptId, Item, NodeId, Voice, citation};
use crate::session::{Action, Command, Panel, Request, Session};
use crate::theme::TextRole;

use super::context::{Medium, ViewContext};
use super::kept::{Kept, Of};
use super::{pieces, rows};

/// The panel's own state.
#[derive(Default)]
pub struct ExcerptsView {
    seen: u64,
    take_focus: bool,
    numbers: BTreeMap<DocumentId, usize>,
    on_page: Vec<ExcerptId>,
    list: Kept<(Of, Voices), List>,
}

/// The rows of the list: all documents, each with its excerpts in the voices that are shown.
struct List(Vec<Row>);

/// A row of the list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Row {
    Document(DocumentId),
    Excerpt(ExcerptId),
}

impl List {
    fn new(session: &Session) -> Self {
        let mut rows = Vec::new();
        for document in session.dataset().documents.ids() {
            rows.push(Row::Document(document));
            rows.extend(spoken(session, document).map(Row::Excerpt));
        }
        Self(rows)
    }

    /// Where an excerpt stands.
    fn position(&self, dataset: &Dataset, excerpt: ExcerptId) -> Option<usize> {
        let order = |id: ExcerptId| (dataset.excerpt(id).document(), Some(id));
        let sought = order(excerpt);
        let place = |row: &Row| match *row {
            Row::Document(id) => (id, None),
            Row::Excerpt(id) => order(id),
        };
        self.0.binary_search_by(|row| place(row).cmp(&sought)).ok()
    }

    /// Shows the rows, scrolled to `target` where there is one; the first excerpt takes the keyboard, where it should.
    fn show(&self, ui: &mut Ui, ctx: &ViewContext<'_>, target: Option<ExcerptId>, take_focus: &mut bool) {
        let Self(list) = self;
        let reveal = target.and_then(|target| self.position(ctx.dataset(), target));
        let is_short = list.len() <= rows::DRAWN;
        rows::show(ui, "excerpts", list.len(), ROW, reveal, |ui, row| match list.get(row) {
            Some(&Row::Document(id)) => document(ui, ctx, id),
            Some(&Row::Excerpt(id)) => {
                let response = card(ui, ctx, id, None, is_short && target == Some(id));
                if std::mem::take(take_focus) {
                    response.request_focus();
                }
            }
            None => {}
        });
    }
}

/// What is missing, and how it comes in.
const NO_EXCERPTS: &str = "This dataset has no excerpts, so nothing here can be proved. File > Merge… adds documents and \
     excerpts from another file; relationships and events name them as their evidence.";

/// Height of an excerpt that was not drawn yet, in points: most are of about three lines.
const ROW: f32 = 92.0;

/// The excerpts of a document in the voices that are shown, in order.
fn spoken(session: &Session, document: DocumentId) -> impl Iterator<Item = ExcerptId> {
    let (dataset, voices) = (session.dataset(), session.excerpt_voices());
    let all = session.index().excerpts_of(document).iter().copied();
    all.filter(|&id| voices.contains(dataset.excerpt(id).voice()))
}

/// What a figure lists, in order: the excerpts in the voices that are shown, and with a selection those that it
/// touches. On the screen all are there and the rest is faint; on a page the rest would have to be read past.
pub fn listed(session: &Session) -> Vec<ExcerptId> {
    let selects = !session.selection().is_empty();
    let is_listed = |id: &ExcerptId| !selects || session.focus().emphasis((*id).into()) >= Emphasis::Related;
    let documents = session.dataset().documents.ids();
    documents.flat_map(|document| spoken(session, document)).filter(is_listed).collect()
}

impl ExcerptsView {
    /// The numbers by which a figure cites the documents.
    pub fn set_numbers(&mut self, numbers: &BTreeMap<DocumentId, usize>) {
        self.numbers.clone_from(numbers);
    }

    /// The excerpts for which the page of a figure had room.
    pub fn on_page(&self) -> &[ExcerptId] {
        &self.on_page
    }

    /// Puts the keyboard on the first excerpt at the next frame.
    pub fn take_focus(&mut self) {
        self.take_focus = true;
    }

    /// Shows the panel.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        match ctx.medium {
            Medium::Screen => self.list(ui, ctx),
            Medium::Figure => self.on_page = page::show(ui, ctx, &listed(ctx.session), &self.numbers),
        }
    }

    /// All documents with their excerpts, to scroll through.
    fn list(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        pieces::figure_menu(ui, ctx, Panel::Excerpts);
        let dataset = ctx.dataset();
        let target = self.target(ctx);
        let Self { list, take_focus, .. } = self;
        let of = (Of::dataset(ctx.session.dataset()), *ctx.session.excerpt_voices());
        let list = list.fit(of, || List::new(ctx.session));
        let shown = list.0.len() - dataset.documents.len();
        pieces::panel_header(ui, "Source excerpts", |ui| {
            pieces::weak(ui, count(shown, dataset.excerpts.len()));
        });
        if dataset.excerpts.is_empty() {
            pieces::weak(ui, NO_EXCERPTS);
        } else {
            voice_filter(ui, ctx);
        }
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            list.show(ui, ctx, target, take_focus);
            if shown == 0 && !dataset.excerpts.is_empty() {
                pieces::weak(ui, "No excerpt speaks in the voices that are switched on.");
            }
        });
    }

    /// The excerpt to scroll to: the first that the selection touches, once after it changed elsewhere.
    fn target(&mut self, ctx: &ViewContext<'_>) -> Option<ExcerptId> {
        let (revision, from) = ctx.session.selection_revision();
        let is_new = std::mem::replace(&mut self.seen, revision) != revision;
        if !is_new || from == Panel::Excerpts {
            return None;
        }
        let direct: Vec<ExcerptId> =
            ctx.session.selection().items().iter().flat_map(|&item| ctx.session.evidence_of(item)).collect();
        let voices = ctx.session.excerpt_voices();
        let is_shown = |id: &ExcerptId| voices.contains(ctx.dataset().excerpt(*id).voice());
        direct.into_iter().filter(is_shown).min()
    }
}

/// What stands above the excerpts of a document.
fn document(ui: &mut Ui, ctx: &ViewContext<'_>, id: DocumentId) {
    let document = &ctx.dataset().documents[id];
    ui.add_space(6.0);
    pieces::item_row(
        ui,
        ctx,
        Panel::Excerpts,
        id.into(),
        RichText::new(citation::full(document)).text_style(TextRole::Strong.style()),
    );
    ui.horizontal_wrapped(|ui| match ctx.session.source(id).map(|source| source.is_same()) {
        Some(Some(false)) => {
            let warning = ui.visuals().warn_fg_color;
            ui.label(RichText::new(DIFFERS).small().color(warning));
        }
        Some(Some(true) | None) => {
            ui.label(RichText::new("✔ Source attached").small().weak());
        }
        None => {
            if ui.link(RichText::new("Attach the source text…").small()).clicked() {
                ctx.send(Command::Request(Request::Act(Action::AttachSource)));
            }
        }
    });
    ui.add_space(4.0);
}

/// What is said of a text that is not the one that the dataset was made from.
const DIFFERS: &str = "⚠ The attached text differs from the one that was coded.";

fn count(shown: usize, all: usize) -> String {
    if shown == all { format!("{all}") } else { format!("{shown} of {all}") }
}

/// A switch for each voice.
fn voice_filter(ui: &mut Ui, ctx: &ViewContext<'_>) {
    let voices = ctx.session.excerpt_voices();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for &voice in Voice::ALL {
            let on = voices.contains(voice);
            let look = ctx.tokens.voice(voice);
            let text = RichText::new(format!("{} {}", look.glyph, voice)).small();
            let text = if on { text.color(look.colour) } else { text.weak().strikethrough() };
            let fill = if on { ctx.tokens.surface.card } else { ctx.tokens.surface.panel };
            let response = ui.add(egui::Button::new(text).fill(fill));
            response.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, true, on, voice.word()));
            let hint = if on { "Click to hide these." } else { "Click to show these." };
            if response.on_hover_text(format!("{}\n{hint}", pieces::voice_meaning(voice))).clicked() {
                ctx.send(Command::SetExcerptVoices(toggled(voices, voice)));
            }
        }
    });
}

fn toggled(voices: &Voices, voice: Voice) -> Voices {
    if voices.contains(voice) { voices.without(voice) } else { voices.with(voice) }
}

/// One excerpt: voice and speaker, gloss, fragment or whole paragraph, citation with the number of its document.
fn card(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    id: ExcerptId,
    number: Option<usize>,
    scroll_to: bool,
) -> Response {
    let dataset = ctx.dataset();
    let excerpt = dataset.excerpt(id);
    let item = Item::from(id);
    let emphasis = ctx.emphasis(item);
    let look = ctx.tokens.voice(excerpt.voice());
    let builder = egui::UiBuilder::new().id_salt(("excerpt", id)).sense(Sense::click());
    let shown = ui.scope_builder(builder, |ui| {
        ui.set_opacity(ctx.tokens.emphasis(emphasis).text_alpha);
        let fill = match emphasis {
            Emphasis::Selected => ctx.tokens.selection.fill,
            Emphasis::Related => ctx.tokens.surface.raised,
            Emphasis::Plain | Emphasis::Faded => ctx.tokens.surface.card,
        };
        let frame = egui::Frame::new().fill(fill).corner_radius(4).inner_margin(egui::Margin {
            left: 12,
            right: 8,
            top: 6,
            bottom: 6,
        });
        let inner = frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            first_line(ui, ctx, id);
            pieces::plain(ui, RichText::new(excerpt.gloss()).text_style(TextRole::Excerpt.style()));
            text(ui, ctx, id);
            let citation = citation::at(&dataset.documents[excerpt.document()], excerpt.paragraph());
            let number = number.map(|number| format!("[{number}] ")).unwrap_or_default();
            pieces::plain(ui, RichText::new(number + &citation).small().weak());
        });
        let rect = inner.response.rect;
        let bar = egui::Rect::from_min_max(rect.min, egui::pos2(rect.left() + 4.0, rect.bottom()));
        ui.painter().rect_filled(bar, 2, look.colour);
        if ctx.is_hovered(item) || ui.response().has_focus() {
            let stroke = ui.visuals().widgets.hovered.bg_stroke;
            ui.painter().rect_stroke(rect, 4, stroke, egui::StrokeKind::Inside);
        }
        ui.response()
    });
    let response = shown.inner;
    pieces::name(&response, ctx, item);
    ctx.interact(Panel::Excerpts, &response, Some(item));
    if scroll_to || response.gained_focus() {
        // The rectangle of this frame: the inner response still has that of the frame before, or none.
        ui.scroll_to_rect(shown.response.rect, Some(Align::Center));
    }
    ui.add_space(4.0);
    response
}

fn first_line(ui: &mut Ui, ctx: &ViewContext<'_>, id: ExcerptId) {
    let dataset = ctx.dataset();
    let excerpt = dataset.excerpt(id);
    ui.horizontal_wrapped(|ui| {
        pieces::voice_mark(ui, ctx, excerpt.voice());
        if let Some(speaker) = excerpt.speaker() {
            let speaker = NodeId::Actor(speaker);
            pieces::plain(ui, RichText::new(dataset.node_name(speaker)).small().strong());
        }
        if let Some(paragraph) = excerpt.paragraph() {
            pieces::plain(ui, RichText::new(format!("¶ {paragraph}")).small().weak());
        }
        if let Some(credibility) = excerpt.credibility() {
            let reliability = dataset.documents[excerpt.document()].reliability.as_deref().unwrap_or("");
            pieces::plain(ui, RichText::new(format!("{reliability}{credibility}")).small().weak())
                .on_hover_text("Admiralty code: reliability of the source, credibility of the statement.");
        }
    });
}

/// The whole paragraph with the span highlighted where the source is attached, else the fragment.
fn text(ui: &mut Ui, ctx: &ViewContext<'_>, id: ExcerptId) {
    let excerpt = ctx.dataset().excerpt(id);
    let source = ctx.session.source(excerpt.document());
    match source.map(|source| (source, source.find(excerpt))) {
        Some((source, Some(passage))) => {
            ui.add_space(2.0);
            pieces::plain(ui, highlighted(ui, ctx, source.text(), &passage));
        }
        Some((_, None)) => {
            fragment(ui, excerpt.fragment());
            let warning = ui.visuals().warn_fg_color;
            pieces::plain(ui, RichText::new("⚠ Not found in the attached text.").small().color(warning));
        }
        None => fragment(ui, excerpt.fragment()),
    }
}

fn fragment(ui: &mut Ui, fragment: Option<&str>) {
    if let Some(fragment) = fragment {
        pieces::plain(ui, RichText::new(format!("“{fragment}”")).text_style(TextRole::Italic.style()).weak());
    }
}

fn highlighted(ui: &Ui, ctx: &ViewContext<'_>, text: &str, passage: &Passage) -> LayoutJob {
    let font_id = TextRole::Excerpt.font();
    let plain = TextFormat { font_id, color: ui.visuals().weak_text_color(), ..TextFormat::default() };
    let marked =
        TextFormat { color: ctx.tokens.text.strong, background: ctx.tokens.passage, ..plain.clone() };
    let Passage { paragraph, span, found: _ } = passage;
    let mut job = LayoutJob::default();
    let parts = [
        (paragraph.start..span.start, plain.clone()),
        (span.clone(), marked),
        (span.end..paragraph.end, plain),
    ];
    for (range, format) in parts {
        job.append(text.get(range).unwrap_or_default(), 0.0, format);
    }
    job
}
