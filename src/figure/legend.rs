//! The legend: an entry for each thing that the picture tells apart, and for nothing else.

use egui::Ui;

use super::Panel;
use super::words::Room;
use crate::analysis::parts;
use crate::dataset::model::Relationship;
use crate::dataset::{ActorKind, ExcerptId, Item, NodeId, RelationshipKind, Sign};
use crate::session::Arrangement;
use crate::views::ViewContext;
use crate::views::diagram::paint::Rests;
use crate::views::diagram::shapes::Kind;
use crate::views::diagram::{Shown, legend as diagram_legend};
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

/// The legend of a panel that had room for so much. A brief one, for a narrow page, tells the signs of ties and not
/// their kinds, which have the same sort of dash.
pub(super) fn entries<'a>(
    ctx: &'a ViewContext<'a>,
    panel: Panel,
    room: &Room,
    is_brief: bool,
) -> Vec<Entry<'a>> {
    match panel {
        Panel::Diagram => diagram(ctx, room.diagram, is_brief),
        Panel::Timeline => timeline(ctx, &room.cut_names),
        Panel::Excerpts => excerpts(ctx, &room.excerpts),
        Panel::All => {
            let mut entries = diagram(ctx, room.diagram, is_brief);
            entries.extend(timeline(ctx, &room.cut_names));
            entries.extend(excerpts(ctx, &room.excerpts));
            entries
        }
    }
}

/// What the diagram tells apart, of that which stands in the time window.
fn diagram<'a>(ctx: &'a ViewContext<'a>, shown: Shown, is_brief: bool) -> Vec<Entry<'a>> {
    let mut entries = nodes(ctx);
    if shown.is_far {
        entries.extend(crowd(ctx));
    }
    // From far away only what is selected is drawn tie by tie.
    if !shown.is_far || !ctx.session.selection().is_empty() {
        entries.extend(ties(ctx, is_brief));
    }
    entries
}

/// The dots and lines of a large network.
fn crowd<'a>(ctx: &'a ViewContext<'a>) -> Vec<Entry<'a>> {
    let (dataset, network) = (ctx.dataset(), ctx.session.network());
    let node = network.nodes().next().map(|node| Kind::of(dataset, node));
    let dots =
        node.map(|kind| Entry::new(diagram_legend::DOTS, move |ui| diagram_legend::dots(ui, ctx, kind)));
    let has = |&&sign: &&Sign| network.relationships().any(|id| dataset.relationships[id].sign() == sign);
    let signs = Sign::ALL.iter().filter(has).map(|&sign| {
        let words = diagram_legend::bundles_in_words(sign);
        Entry::new(words, move |ui| diagram_legend::bundles(ui, ctx, sign))
    });
    dots.into_iter().chain(signs).collect()
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
    let has_parts = dataset.actors.ids().any(|id| parts::home(dataset, id) != id);
    let arrangement = ctx.session.arrangement();
    if *arrangement == Arrangement::Rows {
        entries.push(Entry::new("part of", move |ui| diagram_legend::part_of(ui, ctx)));
    }
    if arrangement.keeps_groups() && has_parts {
        entries.push(Entry::new("a whole with its parts", move |ui| diagram_legend::group(ui, ctx)));
    }
    entries
}

/// A line for each way in which ties are drawn, with the kinds that are drawn so. The first of a sign names it.
fn ties<'a>(ctx: &'a ViewContext<'a>, is_brief: bool) -> Vec<Entry<'a>> {
    let dataset = ctx.dataset();
    let ties = dataset.relationships.iter().filter(|(id, _)| ctx.session.network().stands(Item::from(*id)));
    let ties: Vec<_> = ties.map(|(_, tie)| tie).collect();
    let rests = |tie: &Relationship| Rests::on(dataset, &tie.evidence);
    let mut entries = Vec::new();
    for &sign in Sign::ALL {
        let of_sign = RelationshipKind::ALL.iter().copied().filter(|kind| kind.sign() == sign);
        let mut used: Vec<_> = of_sign.filter(|&kind| ties.iter().any(|tie| tie.kind == kind)).collect();
        let mut name = Some(sign);
        while let Some(&first) = used.first() {
            let line = ctx.tokens.line(first);
            let is_alike = |&kind: &RelationshipKind| is_brief || ctx.tokens.line(kind) == line;
            let (alike, others) = used.iter().partition::<Vec<_>, _>(|&kind| is_alike(kind));
            used = others;
            let alike_ties = ties.iter().filter(|tie| alike.contains(&tie.kind));
            let best = alike_ties.map(|tie| rests(tie)).max().unwrap_or(Rests::OnFact);
            let kinds = alike.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(", ");
            let (line, kinds) = if is_brief { (ctx.tokens.sign(sign), String::new()) } else { (line, kinds) };
            let name = name.take();
            let words: Vec<&str> = name.map(Sign::word).into_iter().chain([kinds.as_str()]).collect();
            entries.push(Entry::new(words.join(": ").trim_end_matches(": "), move |ui| {
                diagram_legend::tie(ui, ctx, (name, &line), &kinds, best);
            }));
        }
    }
    for (less, name) in [(Rests::OnOpinion, "hollow arrowhead"), (Rests::OnNothing, "open arrowhead")] {
        if ties.iter().any(|tie| rests(tie) == less) {
            entries.push(Entry::new(name, move |ui| diagram_legend::arrowhead(ui, ctx, less)));
        }
    }
    entries
}

/// What the timeline tells apart, of that which it shows. Lines are named at their ends, or here where there is no
/// room.
fn timeline<'a>(ctx: &'a ViewContext<'a>, cut_names: &[usize]) -> Vec<Entry<'a>> {
    let lines = cut_names.iter().map(|&line| {
        let name = timeline_legend::name(ctx, line);
        Entry::new(name.clone(), move |ui| timeline_legend::line(ui, ctx, line, &name))
    });
    let used = timeline_legend::used(ctx).into_iter();
    let used = used.map(|entry| Entry::new(entry.words(), move |ui| timeline_legend::entry(ui, ctx, entry)));
    lines.chain(used).collect()
}

/// What the excerpts tell apart.
fn excerpts<'a>(ctx: &'a ViewContext<'a>, shown: &[ExcerptId]) -> Vec<Entry<'a>> {
    let used = excerpts_legend::used(ctx, shown).into_iter();
    used.map(|entry| Entry::new(entry.words(), move |ui| excerpts_legend::entry(ui, ctx, entry))).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::dataset::load;
    use crate::session::state::parse_window;
    use crate::session::{Command, Session};
    use crate::theme::{Theme, tokens};
    use crate::views::{Medium, Outbox};

    /// Two states and a pact, a fact and an opinion about them, a day and a month, and a tie that ends.
    const DATASET: &str = r#"{
      "format": "detente/1", "id": "strait", "title": "The strait",
      "documents": [{ "id": "letter", "type": "report", "title": "[Letter]", "issued": "2025-06" }],
      "excerpts": [
        { "id": "talks", "document": "letter", "paragraph": 1, "voice": "reported", "gloss": "They talked.",
          "selector": [{ "type": "TextQuoteSelector", "exact": "held talks on herring" }] },
        { "id": "view", "document": "letter", "paragraph": 2, "voice": "judgement", "gloss": "It failed.",
          "selector": [{ "type": "TextQuoteSelector", "exact": "failed in all but name" }] }
      ],
      "actors": [
        { "id": "NZL", "kind": "state", "name": "New Zealand" },
        { "id": "AUS", "kind": "state", "name": "Australia" }
      ],
      "instruments": [{ "id": "pact", "kind": "agreement", "name": "Pact", "period": "2025-01/2025-06",
        "evidence": ["talks"] }],
      "relationships": [
        { "id": "nzl-pact", "kind": "participation", "from": "NZL", "to": "pact", "period": "2025-01/2025-06",
          "evidence": ["talks"] },
        { "id": "nzl-aus", "kind": "rivalry", "from": "NZL", "to": "AUS", "evidence": ["view"] }
      ],
      "events": [
        { "id": "visit", "label": "Visit", "code": "cameo:042", "from": "NZL", "to": "AUS", "date": "2025-01-10",
          "evidence": ["talks"] },
        { "id": "failure", "label": "Failure", "code": "cameo:111", "from": "NZL", "to": "AUS",
          "date": "2025-04", "evidence": ["view"] }
      ]
    }"#;

    /// The words of the legend of a dataset in a window.
    #[track_caller]
    fn legend(dataset: &str, window: &str, panel: Panel, shown: &[&str]) -> Vec<String> {
        let loaded = load::load("strait.json", dataset.as_bytes());
        let dataset = loaded.dataset.unwrap_or_else(|| panic!("{}", loaded.report.render(false)));
        let shown = shown.iter().map(|key| match dataset.item(key) {
            Some(Item::Excerpt(id)) => id,
            other => panic!("{key} is {other:?}"),
        });
        let room = Room { excerpts: shown.collect(), ..Room::default() };
        let mut session = Session::new(Arc::new(dataset));
        session.apply(Command::SetWindow(parse_window(window).expect("a window")));
        let outbox = Outbox::default();
        let tokens = tokens(Theme::Print);
        let ctx = ViewContext { session: &session, tokens, outbox: &outbox, medium: Medium::Figure };
        entries(&ctx, panel, &room, false).into_iter().map(|entry| entry.words).collect()
    }

    #[test]
    fn an_entry_of_the_diagram_goes_with_the_last_thing_that_needs_it() {
        let all = legend(DATASET, "", Panel::Diagram, &[]);
        let expected =
            ["state", "instrument", "cooperative: participation", "adverse: rivalry", "hollow arrowhead"];
        assert_eq!(all, expected);
        let later = legend(DATASET, "2025-12", Panel::Diagram, &[]);
        assert_eq!(later, ["state", "not there at that time", "adverse: rivalry", "hollow arrowhead"]);
        let fact =
            DATASET.replace(r#""to": "AUS", "evidence": ["view"]"#, r#""to": "AUS", "evidence": ["talks"]"#);
        assert_eq!(legend(&fact, "", Panel::Diagram, &[]), expected[..4]);
        let bare = DATASET.replace(r#""to": "AUS", "evidence": ["view"]"#, r#""to": "AUS", "evidence": []"#);
        let bare = legend(&bare, "", Panel::Diagram, &[]);
        assert_eq!((&bare[..4], bare[4].as_str()), (&all[..4], "open arrowhead"));
        let kin = DATASET.replace(
            r#"{ "id": "AUS", "kind": "state", "name": "Australia" }"#,
            r#"{ "id": "AUS", "kind": "state", "name": "Australia" }, { "id": "cabinet", "kind": "government",
              "name": "Cabinet", "part-of": [{ "actor": "NZL", "evidence": ["talks"] }] }"#,
        );
        let kin = legend(&kin, "", Panel::Diagram, &[]);
        assert_eq!(kin[..4], ["state", "government", "instrument", "a whole with its parts"]);
    }

    #[test]
    fn ties_that_are_drawn_alike_share_an_entry_and_others_do_not() {
        let heavy = DATASET.replace(r#""kind": "rivalry""#, r#""kind": "cooperation""#);
        let heavy = legend(&heavy, "", Panel::Diagram, &[]);
        assert_eq!(heavy[2..4], ["cooperative: cooperation", "participation"]);
        let alike = DATASET.replace(r#""kind": "rivalry""#, r#""kind": "alliance""#);
        assert_eq!(legend(&alike, "", Panel::Diagram, &[])[2], "cooperative: alliance, participation");
    }

    #[test]
    fn an_entry_of_the_timeline_goes_with_the_last_thing_that_needs_it() {
        let all = legend(DATASET, "", Panel::Timeline, &[]);
        for said in ["event, reported or quoted", "vague date", "one standard error either way"] {
            assert!(all.iter().any(|words| words == said), "{said} is not in {all:?}");
        }
        let has_opinion = |legend: &[String]| legend.iter().any(|words| words.contains("opinion"));
        assert!(has_opinion(&all));
        let exact = DATASET.replace(r#""date": "2025-04""#, r#""date": "2025-04-02""#);
        assert!(!legend(&exact, "", Panel::Timeline, &[]).contains(&"vague date".to_owned()));
        let fact =
            DATASET.replace(r#""2025-04", "evidence": ["view"]"#, r#""2025-04", "evidence": ["talks"]"#);
        assert!(!has_opinion(&legend(&fact, "", Panel::Timeline, &[])), "{fact}");
    }

    #[test]
    fn only_the_voices_of_the_excerpts_on_the_page_are_explained() {
        let voices = |shown: &[&str]| legend(DATASET, "", Panel::Excerpts, shown);
        assert_eq!(voices(&["talks", "view"]).len(), 2);
        assert_eq!(voices(&["talks"]), ["Reported: a fact that the author reports"]);
        assert!(voices(&[]).is_empty());
    }
}
