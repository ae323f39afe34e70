//! What the diagram says of itself: title and buttons, what is not shown, and what the pointer is over.

use egui::containers::menu::MenuButton;
use egui::{Rect, Response, RichText, Ui, vec2};

use crate::dataset::{Item, RelationshipId, RelationshipKind};
use crate::session::{Action, Arrangement, ArrangementKind, Command, Request, Session};

use super::super::context::ViewContext;
use super::super::pieces;
use super::drawing::Shown;
use super::hit::Under;
use super::standing::prevailing;
use super::{DiagramView, paint};

/// The least width of the diagram, in points, that has room for its whole title and all buttons.
const WIDE: f32 = 480.0;

/// The most nodes that are named of those in the middle of rings.
const MOST_NAMES: usize = 4;

/// The most kinds of tie that are listed of a bundle.
const MOST_KINDS: usize = 5;

impl DiagramView {
    /// Title, buttons, and what is not shown.
    pub(super) fn header(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, place: Rect) {
        ui.scope_builder(egui::UiBuilder::new().max_rect(place.shrink2(vec2(8.0, 4.0))), |ui| {
            ui.horizontal(|ui| {
                let title = if place.width() < WIDE { "Diagram" } else { "Relationship diagram" };
                ui.label(RichText::new(title).heading());
                ui.add_space(8.0);
                for (text, action) in [("Fit", Action::Fit), ("+", Action::ZoomIn), ("−", Action::ZoomOut)]
                {
                    let button = ui.small_button(text).on_hover_text(action.description().tip);
                    button.widget_info(|| {
                        let name = action.description().name;
                        egui::WidgetInfo::labeled(egui::Role::Button, true, name)
                    });
                    if button.clicked() {
                        ctx.send(Command::Request(Request::Act(action)));
                    }
                }
                let arrange = egui::Button::new("Arrange").small();
                let (arrange, _) = MenuButton::from_button(arrange).ui(ui, |ui| arrangements(ui, ctx));
                arrange.on_hover_text("What the places of nodes show");
                if self.is_arranging {
                    pieces::weak(ui, "Arranging…");
                }
                if let Some(said) = not_shown(&self.shown()) {
                    self.narrow(ui, ctx);
                    let label = egui::Label::new(RichText::new(said.as_str()).weak()).selectable(false);
                    ui.add(label.truncate()).on_hover_text(said + HINT);
                }
            });
        });
    }

    /// Draws a line of the crowd that the pointer is over above the rest.
    pub(super) fn point_out(&self, ui: &Ui, ctx: &ViewContext<'_>, panel: Rect, under: Option<&Under>) {
        let (Some(Under::Ties(pairs)), Some(laid_out), Some(view)) = (under, &self.laid_out, self.view)
        else {
            return;
        };
        let Some(places) = &laid_out.places else { return };
        let painter = ui.painter_at(panel);
        let standing = self.drawing.standing();
        for &pair in pairs.iter().take(paint::MOST_POINTED).filter(|&&pair| standing.ties(pair as usize) > 0)
        {
            let ends = places.plane.ends(&laid_out.graph, pair as usize);
            let ends = ends.map(|end| view.to_screen(panel, end));
            paint::pointed_line(&painter, ctx, ends, prevailing(standing.pairs[pair as usize]));
        }
    }

    pub(super) fn tooltip(&self, ctx: &ViewContext<'_>, response: &Response, under: Option<&Under>) {
        let Some(under) = under.filter(|_| self.dragged.is_none()) else { return };
        response.clone().on_hover_ui_at_pointer(|ui| {
            ui.set_max_width(320.0);
            match under {
                Under::Item(item) => describe(ui, ctx, *item),
                Under::Ties(pairs) => self.describe_ties(ui, ctx, pairs),
            }
        });
    }

    /// How many ties a line of the crowd holds, of which kinds, and what a click does.
    fn describe_ties(&self, ui: &mut Ui, ctx: &ViewContext<'_>, pairs: &[u32]) {
        let Some(laid_out) = &self.laid_out else { return };
        let graph = &laid_out.graph;
        let ties = graph.ties_of(pairs, ctx.session.network());
        let name = match pairs {
            &[pair] => {
                let [a, b] = graph.pairs[pair as usize].map(|node| graph.nodes[node as usize]);
                let [a, b] = [a, b].map(|node| ctx.dataset().node_label(node));
                format!("{} between {a} and {b}", count(ties.len(), "tie"))
            }
            _ => format!("{} between {}", count(ties.len(), "tie"), count(pairs.len(), "pair of nodes")),
        };
        ui.label(RichText::new(name).strong());
        pieces::weak(ui, kinds(ctx, &ties));
        let click = if ties.len() > super::FEW && pairs.len() > 1 {
            "Click to look at them from nearer by"
        } else {
            "Click to select them"
        };
        pieces::weak(ui, click);
    }
}

/// The arrangements as radio buttons, each with what it does, or why it cannot be had.
pub(super) fn arrangements(ui: &mut Ui, ctx: &ViewContext<'_>) {
    pieces::weak(ui, "Arrangement");
    let present = ctx.session.arrangement().kind();
    for &kind in ArrangementKind::ALL {
        let description = kind.action().description();
        let name = match kind {
            ArrangementKind::Ties => "By ties",
            ArrangementKind::Rings | ArrangementKind::Rows | ArrangementKind::File => description.name,
        };
        let offer = ctx.session.offer(kind);
        let button = ui.add_enabled(offer.is_ok(), egui::RadioButton::new(kind == present, name));
        match offer {
            Ok(arrangement) => {
                let tip = format!("{}.{}", description.tip, about_rings(ctx.session, kind));
                if button.on_hover_text(tip).clicked() {
                    ctx.send(Command::Arrange(arrangement));
                    ui.close();
                }
            }
            Err(why) => drop(button.on_disabled_hover_text(format!("Not now: {why}."))),
        }
    }
}

/// What rings are about, and that they stay so.
fn about_rings(session: &Session, kind: ArrangementKind) -> String {
    match (kind, session.arrangement()) {
        (ArrangementKind::Rings, Arrangement::Rings(_)) => {
            let middle = in_the_middle(session).unwrap_or_default();
            format!(" They are about {middle} now, and stay so until you choose this again.")
        }
        (ArrangementKind::Rings, _) => {
            " They stay about it when you select something else, until you choose this again.".to_owned()
        }
        (ArrangementKind::Ties | ArrangementKind::Rows | ArrangementKind::File, _) => String::new(),
    }
}

/// The names of the nodes in the middle of the rings, where there are rings.
pub fn in_the_middle(session: &Session) -> Option<String> {
    let Arrangement::Rings(roots) = session.arrangement() else { return None };
    let mut names: Vec<String> =
        roots.iter().take(MOST_NAMES).map(|&root| session.dataset().node_label(root).to_owned()).collect();
    if roots.len() > MOST_NAMES {
        names.push(format!("{} more", roots.len() - MOST_NAMES));
    }
    let last = names.pop()?;
    Some(if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) })
}

/// What can be done about what is not shown.
const HINT: &str =
    ". Zoom in to tell more apart, select a node to see its own ties, or look under Show less.";

/// What is not shown, where something is not.
fn not_shown(shown: &Shown) -> Option<String> {
    let labels = (shown.labels < shown.nodes)
        .then(|| format!("{} of {} labels shown", thousands(shown.labels), thousands(shown.nodes)));
    if shown.is_far {
        let (ties, all) = (thousands(shown.ties), thousands(shown.all_ties));
        let of =
            if shown.ties < shown.all_ties { format!("{ties} of {all} ties") } else { format!("{all} ties") };
        let ties = format!("{of} drawn as {}", count(shown.bundles, "bundle"));
        return Some(
            labels
                .into_iter()
                .chain([ties, "zoom in for the rest".to_owned()])
                .collect::<Vec<_>>()
                .join("; "),
        );
    }
    let plain = (shown.plain > 0).then(|| format!("{} that pass are plain lines", count(shown.plain, "tie")));
    let left_out = (shown.left_out > 0).then(|| format!("{} not drawn", count(shown.left_out, "tie")));
    let said: Vec<String> = [labels, plain, left_out].into_iter().flatten().collect();
    (!said.is_empty()).then(|| format!("{}; zoom in for the rest", said.join("; ")))
}

/// A number with its thousands set apart.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 tie`, `2,000 ties`; `3 pairs of nodes`.
fn count(number: usize, thing: &str) -> String {
    let (first, rest) =
        thing.split_once(' ').map_or((thing, String::new()), |(first, rest)| (first, format!(" {rest}")));
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {first}{plural}{rest}", thousands(number))
}

/// Ties by their kinds, the most frequent first.
fn kinds(ctx: &ViewContext<'_>, ties: &[RelationshipId]) -> String {
    let mut counts: Vec<(usize, RelationshipKind)> = Vec::new();
    for &tie in ties {
        let kind = ctx.dataset().relationships[tie].kind;
        match counts.iter_mut().find(|(_, each)| *each == kind) {
            Some((count, _)) => *count += 1,
            None => counts.push((1, kind)),
        }
    }
    counts.sort_by_key(|&(count, _)| std::cmp::Reverse(count));
    let (listed, rest) = counts.split_at(counts.len().min(MOST_KINDS));
    let mut words: Vec<String> =
        listed.iter().map(|(count, kind)| format!("{} {}", thousands(*count), kind.word())).collect();
    let rest: usize = rest.iter().map(|(count, _)| count).sum();
    if rest > 0 {
        words.push(format!("{} of other kinds", thousands(rest)));
    }
    words.join(", ")
}

/// What the pointer is over, in a few lines.
fn describe(ui: &mut Ui, ctx: &ViewContext<'_>, item: Item) {
    let dataset = ctx.dataset();
    ui.label(RichText::new(dataset.item_name(item)).strong());
    match item {
        Item::Node(node) => {
            let ties = ctx.session.index().relationships(node).len();
            let events = ctx.session.index().events(node).len();
            pieces::weak(ui, format!("{} · {ties} relationships, {events} events", dataset.node_kind(node)));
        }
        Item::Relationship(id) => {
            let relationship = &dataset.relationships[id];
            if let Some(label) = &relationship.label {
                ui.label(label.as_str());
            }
            let when = relationship.period.as_ref().map_or("undated".to_owned(), |period| period.to_words());
            let voice = dataset.voice(&relationship.evidence).map_or("no evidence", |voice| voice.word());
            let count = relationship.evidence.len();
            let excerpts = if count == 1 { "excerpt" } else { "excerpts" };
            pieces::weak(ui, format!("{} · {when} · {voice} · {count} {excerpts}", relationship.sign()));
        }
        Item::Event(_) | Item::Excerpt(_) | Item::Document(_) | Item::Point(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_shown_is_said_and_nothing_else() {
        let all = Shown { labels: 40, nodes: 40, all_ties: 80, ..Shown::default() };
        assert_eq!(not_shown(&all), None);
        let some = Shown { labels: 38, ..all };
        assert_eq!(not_shown(&some).as_deref(), Some("38 of 40 labels shown; zoom in for the rest"));
        let far = Shown {
            is_far: true,
            labels: 12,
            nodes: 100_000,
            ties: 1234,
            all_ties: 300_000,
            bundles: 1,
            ..all
        };
        let said =
            "12 of 100,000 labels shown; 1,234 of 300,000 ties drawn as 1 bundle; zoom in for the rest";
        assert_eq!(not_shown(&far).as_deref(), Some(said));
        let near = Shown { plain: 2, left_out: 1000, ..all };
        let said = "2 ties that pass are plain lines; 1,000 ties not drawn; zoom in for the rest";
        assert_eq!(not_shown(&near).as_deref(), Some(said));
    }

    #[test]
    fn numbers_are_set_in_thousands() {
        let all = [0, 12, 999, 1000, 12_400, 1_000_000].map(thousands);
        assert_eq!(all, ["0", "12", "999", "1,000", "12,400", "1,000,000"]);
        assert_eq!(count(2000, "pair of nodes"), "2,000 pairs of nodes");
    }
}
