//! The legend: an entry for each thing that the picture tells apart, and for nothing else.

use egui::Ui;

use super::Panel;
use super::words::Room;
use crate::analysis::parts;
use crate::dataset::{ActorKind, ExcerptId, Item, NodeId, RelationshipKind, Sign, Voice};
use crate::views::ViewContext;
use crate::views::diagram::legend as diagram_legend;
use crate::views::excerpts::legend as excerpts_legend;
use crate::views::timeline::legend as timeline_legend;

/// An entry of a legend.
pub(super) struct Entry<'a> {
    /// Its words.
    #[cfg_attr(not(test), expect(dead_code, reason = "tests ask what is there"))]
    pub words: String,
    /// Shows it.
    pub show: Box<dyn Fn(&mut Ui) + 'a>,
}

impl<'a> Entry<'a> {
    fn new(words: impl Into<String>, show: impl Fn(&mut Ui) + 'a) -> Self {
        Self { words: words.into(), show: Box::new(show) }
    }
}

/// The legend of a panel that had room for so much.
pub(super) fn entries<'a>(ctx: &'a ViewContext<'a>, panel: Panel, room: &Room) -> Vec<Entry<'a>> {
    match panel {
        Panel::Diagram => diagram(ctx),
        Panel::Timeline => timeline(ctx),
        Panel::Excerpts => excerpts(ctx, &room.excerpts),
        Panel::All => {
            let mut entries = diagram(ctx);
            entries.extend(timeline(ctx));
            entries.extend(excerpts(ctx, &room.excerpts));
            entries
        }
    }
}

/// What the diagram tells apart, of that which stands in the time window.
fn diagram<'a>(ctx: &'a ViewContext<'a>) -> Vec<Entry<'a>> {
    let mut entries = nodes(ctx);
    entries.extend(ties(ctx));
    entries
}

fn nodes<'a>(ctx: &'a ViewContext<'a>) -> Vec<Entry<'a>> {
    let dataset = ctx.dataset();
    let (standing, absent): (Vec<NodeId>, Vec<NodeId>) =
        dataset.nodes().partition(|&node| ctx.session.network().stands(node.into()));
    let is = |node: &NodeId, kind: ActorKind| node.actor().is_some_and(|id| dataset.actors[id].kind == kind);
    let mut entries = Vec::new();
    for &kind in ActorKind::ALL.iter().filter(|&&kind| standing.iter().any(|node| is(node, kind))) {
        entries.push(Entry::new(kind.word(), move |ui| diagram_legend::actor_kind(ui, ctx, kind)));
    }
    let instrument = standing.iter().find_map(|node| match node {
        NodeId::Instrument(id) => Some(dataset.instruments[*id].kind),
        NodeId::Actor(_) => None,
    });
    if let Some(kind) = instrument {
        entries.push(Entry::new("instrument", move |ui| diagram_legend::instrument(ui, ctx, kind)));
    }
    if let Some(&node) = absent.first() {
        entries.push(Entry::new("not there at that time", move |ui| diagram_legend::absent(ui, ctx, node)));
    }
    if dataset.actors.ids().any(|id| parts::home(dataset, id) != id) {
        entries.push(Entry::new("a whole with its parts", move |ui| diagram_legend::group(ui, ctx)));
    }
    entries
}

/// A line for each way in which ties are drawn, with the kinds that are drawn so. The first of a sign names it.
fn ties<'a>(ctx: &'a ViewContext<'a>) -> Vec<Entry<'a>> {
    let dataset = ctx.dataset();
    let ties = dataset.relationships.iter().filter(|(id, _)| ctx.session.network().stands(Item::from(*id)));
    let ties: Vec<_> = ties.map(|(_, tie)| tie).collect();
    let is_fact = |evidence: &[ExcerptId]| dataset.voice(evidence).is_some_and(Voice::is_fact);
    let mut entries = Vec::new();
    for &sign in Sign::ALL {
        let of_sign = RelationshipKind::ALL.iter().copied().filter(|kind| kind.sign() == sign);
        let mut used: Vec<_> = of_sign.filter(|&kind| ties.iter().any(|tie| tie.kind == kind)).collect();
        let mut name = Some(sign);
        while let Some(&first) = used.first() {
            let line = ctx.tokens.line(first);
            let (alike, others) = used.iter().partition::<Vec<_>, _>(|&&kind| ctx.tokens.line(kind) == line);
            used = others;
            let has_fact = ties.iter().any(|tie| alike.contains(&tie.kind) && is_fact(&tie.evidence));
            let kinds = alike.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(", ");
            let words = name.map(|sign| format!("{sign}: ")).unwrap_or_default() + &kinds;
            let name = name.take();
            entries.push(Entry::new(words, move |ui| {
                diagram_legend::tie(ui, ctx, (name, &line), &kinds, has_fact);
            }));
        }
    }
    if ties.iter().any(|tie| !is_fact(&tie.evidence)) {
        entries.push(Entry::new("hollow arrowhead", move |ui| diagram_legend::opinion(ui, ctx)));
    }
    entries
}

/// What the timeline tells apart, of that which it shows. Lines are named at their ends.
fn timeline<'a>(ctx: &'a ViewContext<'a>) -> Vec<Entry<'a>> {
    let used = timeline_legend::used(ctx).into_iter();
    used.map(|entry| Entry::new(entry.words(), move |ui| timeline_legend::entry(ui, ctx, entry))).collect()
}

/// What the excerpts tell apart.
fn excerpts<'a>(ctx: &'a ViewContext<'a>, shown: &[ExcerptId]) -> Vec<Entry<'a>> {
    let used = excerpts_legend::used(ctx, shown).into_iter();
    used.map(|entry| Entry::new(entry.words(), move |ui| excerpts_legend::entry(ui, ctx, entry))).collect()
}
