//! The session: every command has its effect, and nothing else changes anything.

use std::sync::Arc;

use detente::analysis::alignment::Voices;
use detente::analysis::focus::Emphasis;
use detente::analysis::network::Window;
use detente::dataset::{Dataset, Day, Item, SeriesPoint, Voice, load};
use detente::session::state::parse_as_of;
use detente::session::{Action, Command, Panel, Request, SelectMode, Session};

fn session() -> Session {
    let loaded = load("two-states.json", include_bytes!("data/two-states.json"));
    Session::new(Arc::new(loaded.dataset.unwrap_or_else(|| panic!("{}", loaded.report.render(false)))))
}

fn item(dataset: &Dataset, key: &str) -> Item {
    dataset.item(key).unwrap_or_else(|| panic!("no item {key}"))
}

fn click(session: &mut Session, key: &str, mode: SelectMode) {
    let item = item(session.dataset(), key);
    assert_eq!(session.apply(Command::Select { item, mode, from: Panel::Diagram }), None);
}

fn selected(session: &Session) -> Vec<String> {
    let dataset = session.dataset();
    session.selection().items().iter().map(|&item| dataset.key(item).into_owned()).collect()
}

#[test]
fn a_click_replaces_and_a_click_with_ctrl_toggles() {
    let mut session = session();
    click(&mut session, "pact", SelectMode::Replace);
    click(&mut session, "signing", SelectMode::Toggle);
    assert_eq!(selected(&session), ["pact", "signing"]);
    click(&mut session, "pact", SelectMode::Toggle);
    assert_eq!(selected(&session), ["signing"]);
    click(&mut session, "e2", SelectMode::Replace);
    assert_eq!(selected(&session), ["e2"]);
    session.apply(Command::Clear);
    assert!(session.selection().is_empty());
}

#[test]
fn history_walks_through_selections_and_tells_where_they_come_from() {
    let mut session = session();
    click(&mut session, "pact", SelectMode::Replace);
    let (first, from) = session.selection_revision();
    assert_eq!(from, Panel::Diagram);
    click(&mut session, "signing", SelectMode::Replace);
    session.apply(Command::Back);
    assert_eq!(selected(&session), ["pact"]);
    let (revision, from) = session.selection_revision();
    assert!(revision > first, "panels see that the selection changed");
    assert_eq!(from, Panel::Elsewhere, "every panel follows the history");
    session.apply(Command::Forward);
    assert_eq!(selected(&session), ["signing"]);
}

#[test]
fn the_window_moves_the_network_and_fades_what_is_not_there() {
    let mut session = session();
    let day = parse_as_of("2024-04").unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(day.to_string(), "2024-04-30", "a month means its last day");
    session.apply(Command::SetWindow(Window::AsOf(day)));
    let pact = item(session.dataset(), "pact");
    assert!(!session.network().stands(pact));
    assert_eq!(session.focus().emphasis(pact), Emphasis::Faded);
    session.apply(Command::SetWindow(Window::Always));
    assert!(session.network().stands(pact));
}

#[test]
fn stepping_walks_through_the_dates_of_change_and_stops_at_the_ends() {
    let mut session = session();
    let mut days: Vec<Day> = Vec::new();
    loop {
        let before = *session.window();
        session.apply(Command::StepDate(1));
        match *session.window() {
            after if after == before => break,
            Window::AsOf(day) => days.push(day),
            other => panic!("a step shows {other:?}"),
        }
    }
    assert!(days.len() >= 2 && days.is_sorted(), "{days:?}");
    session.apply(Command::StepDate(-1));
    assert_eq!(*session.window(), Window::AsOf(days[days.len() - 2]));
}

#[test]
fn playing_steps_by_itself_and_ends_by_itself() {
    let mut session = session();
    session.apply(Command::SetPlaying(true));
    let mut now = 0.0;
    let mut steps = 0;
    while session.is_playing() {
        now += session.tick(now).unwrap_or(0.0).max(0.01);
        steps += 1;
        assert!(steps < 1000, "it never ends");
    }
    assert!(matches!(session.window(), Window::AsOf(_)));
    assert_eq!(session.tick(now), None);
}

#[test]
fn a_point_of_a_series_opens_the_events_behind_it() {
    let mut session = session();
    let (of, toward) = match (item(session.dataset(), "ISL"), item(session.dataset(), "NOR")) {
        (Item::Node(of), Item::Node(toward)) => (of.actor(), toward.actor()),
        other => panic!("{other:?}"),
    };
    let day = parse_as_of("2024-06").unwrap_or_else(|error| panic!("{error}"));
    let (Some(of), Some(toward)) = (of, toward) else { panic!("states are actors") };
    let point = SeriesPoint { of, toward, day };
    session.apply(Command::SelectAll(vec![point.into()]));
    let signing = item(session.dataset(), "signing");
    assert_eq!(session.focus().emphasis(signing), Emphasis::Related);
    let warning = item(session.dataset(), "warning");
    assert_eq!(session.focus().emphasis(warning), Emphasis::Faded, "it goes the other way");
}

#[test]
fn citations_name_gloss_voice_and_place() {
    let mut session = session();
    assert!(session.citations().is_empty());
    click(&mut session, "pact", SelectMode::Replace);
    let text = session.citations();
    assert!(text.contains("The two states sign a pact.") && text.contains("reported"), "{text}");
    assert!(text.contains("Example") && text.contains("para. 1"), "{text}");
}

#[test]
fn voices_of_excerpts_can_be_switched() {
    let mut session = session();
    session.apply(Command::SetExcerptVoices(Voices::ALL.without(Voice::Quoted)));
    assert!(!session.excerpt_voices().contains(Voice::Quoted));
}

#[test]
fn a_source_that_is_not_there_or_not_the_one_is_said() {
    let mut session = session();
    let document = None;
    session.apply(Command::AttachSource { document, path: "no-such-file.txt".into() });
    let notices = session.take_notices();
    assert!(notices.len() == 1 && notices[0].is_error, "{notices:?}");
    assert!(notices[0].text.contains("no-such-file.txt"), "{notices:?}");
}

#[test]
fn what_is_for_the_window_is_handed_back() {
    let mut session = session();
    let request = Request::Act(Action::Help);
    assert_eq!(session.apply(Command::Request(request.clone())), Some(request));
}
