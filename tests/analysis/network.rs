//! Parts and wholes, and the network as it stood.

use crate::common::{Builder, date};
use detente::analysis::network::{Network, Status, Window, changes, dates, extent};
use detente::analysis::parts::{all_members, ever_speaks_for, governments, home, members, speaks_for};
use detente::dataset::date::DayRange;
use detente::dataset::{
    ActorId, ActorKind, Dataset, Day, EventId, InstrumentId, InstrumentKind, Item, NodeId, RelationshipId,
    RelationshipKind,
};
use proptest::prelude::*;

fn day(text: &str) -> Day {
    date(text).earliest().unwrap_or_else(|| panic!("{text:?} has no first day"))
}

fn as_of(dataset: &Dataset, when: &str) -> Network {
    Network::new(dataset, &Window::AsOf(day(when)))
}

fn range(dataset: &Dataset, first: &str, last: &str) -> Network {
    Network::new(dataset, &Window::Range(DayRange { first: Some(day(first)), last: Some(day(last)) }))
}

// ---- parts and wholes

/// A state with two governments, one of them with two terms, and people who come and go.
struct State {
    builder: Builder,
    state: ActorId,
    first: ActorId,
    second: ActorId,
    leader: ActorId,
    adviser: ActorId,
}

fn state() -> State {
    let mut builder = Builder::new();
    let adviser = builder.actor("adviser", ActorKind::Person);
    let second = builder.actor("second", ActorKind::Government);
    let first = builder.actor("first", ActorKind::Government);
    let leader = builder.actor("leader", ActorKind::Person);
    let state = builder.state("AAA");
    builder.part_of(first, state, "2025/2029");
    builder.part_of(first, state, "2017/2020");
    builder.part_of(second, state, "2021/2024");
    builder.part_of(leader, first, "");
    builder.office(leader, "President", state, "2017/2020");
    builder.office(adviser, "Adviser", leader, "2018");
    State { builder, state, first, second, leader, adviser }
}

#[test]
fn an_actor_speaks_for_its_wholes_while_the_ties_hold() {
    let s = state();
    let dataset = s.builder.build();
    let on = |actor, when| speaks_for(&dataset, actor, day(when));
    assert_eq!(on(s.state, "2018-01-01"), [s.state]);
    assert_eq!(on(s.adviser, "2018-06-01"), [s.adviser, s.leader, s.first, s.state]);
    assert_eq!(on(s.adviser, "2019-01-01"), [s.adviser], "the office has ended");
    assert_eq!(on(s.leader, "2022-01-01"), [s.leader, s.first], "a tie without a period holds always");
    assert_eq!(on(s.leader, "2025-01-01"), [s.leader, s.first, s.state], "through the second term");
    assert_eq!(ever_speaks_for(&dataset, s.adviser), [s.adviser, s.leader, s.first, s.state]);
}

#[test]
fn the_first_and_last_day_of_a_period_are_in_it() {
    let s = state();
    let dataset = s.builder.build();
    let on = |when| speaks_for(&dataset, s.second, day(when)).contains(&s.state);
    assert!(!on("2020-12-31") && on("2021-01-01") && on("2024-12-31") && !on("2025-01-01"));
}

#[test]
fn home_is_the_outermost_whole_whatever_the_date() {
    let s = state();
    let dataset = s.builder.build();
    for actor in [s.adviser, s.leader, s.first, s.second, s.state] {
        assert_eq!(home(&dataset, actor), s.state);
    }
}

#[test]
fn a_circle_of_parts_has_one_home_and_ends() {
    let mut builder = Builder::new();
    let outside = builder.actor("outside", ActorKind::Person);
    let ids = ["a", "b", "c"].map(|key| builder.actor(key, ActorKind::Organisation));
    for (part, whole) in [(0, 1), (1, 2), (2, 0)] {
        builder.part_of(ids[part], ids[whole], "");
    }
    builder.part_of(outside, ids[1], "");
    let dataset = builder.build();
    for actor in ids.into_iter().chain([outside]) {
        assert_eq!(home(&dataset, actor), ids[0]);
    }
    assert_eq!(speaks_for(&dataset, ids[0], Day(0)).len(), 3);
    assert_eq!(all_members(&dataset, ids[0]), [outside, ids[1], ids[2]]);
    assert!(as_of(&dataset, "2020").stands(Item::from(outside)));
}

#[test]
fn members_are_those_with_a_tie_to_the_whole() {
    let s = state();
    let dataset = s.builder.build();
    assert_eq!(members(&dataset, s.state), [s.second, s.first, s.leader]);
    assert_eq!(members(&dataset, s.first), [s.leader]);
    assert_eq!(all_members(&dataset, s.state), [s.adviser, s.second, s.first, s.leader]);
    assert!(members(&dataset, s.adviser).is_empty());
}

#[test]
fn governments_come_in_order_of_period() {
    let mut s = state();
    let agency = s.builder.actor("agency", ActorKind::Government);
    s.builder.part_of(agency, s.state, "");
    let dataset = s.builder.build();
    let terms = governments(&dataset, s.state);
    let ids: Vec<ActorId> = terms.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, [s.first, s.second, s.first, agency], "two terms, and the undated one last");
    assert_eq!(terms[0].1.period, Some(date("2017/2020")));
    assert!(governments(&dataset, s.first).is_empty());
}

// ---- the network in a window

/// Two states with a tie of each sort.
struct World {
    builder: Builder,
    a: ActorId,
    b: ActorId,
    pact: InstrumentId,
    dated: RelationshipId,
    undated: RelationshipId,
    event: EventId,
}

fn world() -> World {
    let mut builder = Builder::new();
    let (a, b) = (builder.state("AAA"), builder.state("BBB"));
    let pact = builder.instrument("pact", InstrumentKind::Agreement, "2022/2024-06");
    let (from, to) = (NodeId::Actor(a), NodeId::Actor(b));
    let dated = builder.relationship(RelationshipKind::Cooperation, from, to, "2023-05/2023-08");
    let undated = builder.relationship(RelationshipKind::Dispute, from, to, "");
    let event = builder.event(1.0, a, to, "2023-02");
    World { builder, a, b, pact, dated, undated, event }
}

#[test]
fn things_stand_in_their_periods() {
    let w = world();
    let dataset = w.builder.build();
    let status = |item: Item, when: &str| as_of(&dataset, when).status(item);
    for (item, not_yet, first, last, no_longer) in [
        (Item::from(w.pact), "2021-12-31", "2022-01-01", "2024-06-30", "2024-07-01"),
        (Item::from(w.dated), "2023-04-30", "2023-05-01", "2023-08-31", "2023-09-01"),
    ] {
        assert_eq!(status(item, not_yet), Status::NotYet);
        assert_eq!(status(item, first), Status::Standing);
        assert_eq!(status(item, last), Status::Standing);
        assert_eq!(status(item, no_longer), Status::NoLonger);
    }
    for when in ["1990-01-01", "2030-01-01"] {
        assert_eq!(status(w.undated.into(), when), Status::Undated);
        assert_eq!(status(w.a.into(), when), Status::Standing, "a state is always there");
    }
}

#[test]
fn events_stand_from_their_first_day_on_or_in_the_range() {
    let w = world();
    let dataset = w.builder.build();
    let event = Item::from(w.event);
    assert_eq!(as_of(&dataset, "2023-01-31").status(event), Status::NotYet);
    assert_eq!(as_of(&dataset, "2023-02-01").status(event), Status::Standing);
    assert_eq!(as_of(&dataset, "2030-01-01").status(event), Status::Standing);
    assert_eq!(range(&dataset, "2022-01-01", "2023-02-01").status(event), Status::Standing);
    assert_eq!(range(&dataset, "2023-02-28", "2023-03-01").status(event), Status::Standing);
    assert_eq!(range(&dataset, "2023-03-01", "2024-01-01").status(event), Status::NoLonger);
    assert_eq!(range(&dataset, "2022-01-01", "2023-01-31").status(event), Status::NotYet);
}

#[test]
fn at_any_time_at_all_everything_stands() {
    let mut w = world();
    let person = w.builder.actor("person", ActorKind::Person);
    w.builder.office(person, "Minister", w.a, "../1999");
    let dataset = w.builder.build();
    let network = Network::new(&dataset, &Window::default());
    assert_eq!(network.nodes().count(), dataset.nodes().count());
    assert_eq!(network.relationships().count(), dataset.relationships.len());
    assert_eq!(network.events().count(), dataset.events.len());
    assert_eq!(network.status(w.undated.into()), Status::Undated);
    let excerpts = dataset.excerpts.ids().map(Item::Excerpt);
    let network = as_of(&dataset, "1500");
    assert!(excerpts.chain(dataset.documents.ids().map(Item::Document)).all(|item| network.stands(item)));
}

#[test]
fn an_actor_is_there_while_it_is_part_of_something() {
    let s = state();
    let dataset = s.builder.build();
    let status = |actor: ActorId, when: &str| as_of(&dataset, when).status(actor.into());
    assert_eq!(status(s.second, "2020-12-31"), Status::NotYet);
    assert_eq!(status(s.second, "2021-01-01"), Status::Standing);
    assert_eq!(status(s.second, "2025-01-01"), Status::NoLonger);
    assert_eq!(status(s.first, "2022-01-01"), Status::NotYet, "between its terms it will come back");
    assert_eq!(status(s.adviser, "2019-01-01"), Status::NoLonger);
    assert_eq!(status(s.leader, "2030-01-01"), Status::NoLonger, "an undated tie lasts as long as its whole");
    assert_eq!(status(s.leader, "2026-01-01"), Status::Standing);
    assert_eq!(status(s.state, "1900-01-01"), Status::Standing);
}

#[test]
fn who_acts_is_there_though_the_office_is_over() {
    let mut w = world();
    let former = w.builder.actor("former", ActorKind::Person);
    let critic = w.builder.actor("critic", ActorKind::Person);
    for person in [former, critic] {
        w.builder.office(person, "Prime Minister", w.a, "../2008");
    }
    let to = NodeId::Actor(w.a);
    w.builder.relationship(RelationshipKind::Opposition, NodeId::Actor(former), to, "2025-06");
    w.builder.event(-2.0, critic, to, "2025-06");
    let dataset = w.builder.build();
    for person in [former, critic].map(Item::from) {
        assert_eq!(as_of(&dataset, "2008-12-31").status(person), Status::Standing);
        assert_eq!(as_of(&dataset, "2025-05-31").status(person), Status::NoLonger);
        assert_eq!(as_of(&dataset, "2025-06-30").status(person), Status::Standing);
        assert_eq!(as_of(&dataset, "2025-07-01").status(person), Status::NoLonger);
        assert!(range(&dataset, "2025-01-01", "2025-12-31").stands(person));
    }
}

#[test]
fn an_undated_tie_needs_both_its_ends() {
    let mut s = state();
    let ends = (NodeId::Actor(s.second), NodeId::Actor(s.state));
    let tie = Item::from(s.builder.relationship(RelationshipKind::Rivalry, ends.0, ends.1, ""));
    let dataset = s.builder.build();
    assert_eq!(as_of(&dataset, "2020-12-31").status(tie), Status::NotYet);
    assert_eq!(as_of(&dataset, "2022-01-01").status(tie), Status::Undated);
    assert_eq!(as_of(&dataset, "2025-01-01").status(tie), Status::NoLonger);
}

#[test]
fn changes_tell_what_came_and_what_went() {
    let w = world();
    let dataset = w.builder.build();
    let difference = changes(&dataset, day("2023-01-01"), day("2024-07-01"));
    assert_eq!(difference.appeared, [Item::from(w.event)]);
    assert_eq!(difference.disappeared, [Item::from(w.pact)]);
    let back = changes(&dataset, day("2024-07-01"), day("2023-01-01"));
    assert_eq!((back.appeared, back.disappeared), (difference.disappeared, difference.appeared));
    assert!(changes(&dataset, day("2023-05-01"), day("2023-08-31")).is_empty());
}

#[test]
fn the_steps_of_play_are_the_days_of_change() {
    let w = world();
    let dataset = w.builder.build();
    let expected = ["2022-01-01", "2023-02-01", "2023-05-01", "2023-09-01", "2024-07-01"].map(day);
    assert_eq!(dates(&dataset), expected);
}

#[test]
fn the_extent_has_finite_ends_only() {
    let mut w = world();
    let person = w.builder.actor("person", ActorKind::Person);
    w.builder.office(person, "Minister", w.a, "../2019-03");
    w.builder.office(person, "Minister", w.b, "2020-01/..");
    assert_eq!(extent(&w.builder.build()), Some((day("2019-03-31"), day("2024-06-30"))));
    assert_eq!(extent(&Builder::new().build()), None);
}

/// A period of the 2020s, by months; empty: none.
fn some_period() -> impl Strategy<Value = String> {
    let month = || (0..10_u32, 1..=12_u32);
    let text = |(year, month): (u32, u32)| format!("202{year}-{month:02}");
    prop_oneof![
        Just(String::new()),
        month().prop_map(text),
        month().prop_map(move |m| format!("../{}", text(m))),
        month().prop_map(move |m| format!("{}/..", text(m))),
        (month(), month()).prop_map(move |(m, n)| format!("{}/{}", text(m.min(n)), text(m.max(n)))),
    ]
}

type Row = (usize, usize, String);

/// Six actors with ties between them, with pacts, relationships and events.
fn some_world() -> impl Strategy<Value = Dataset> {
    let rows = || prop::collection::vec((0..6_usize, 0..6_usize, some_period()), 0..8);
    let pacts = prop::collection::vec(some_period(), 1..3);
    (rows(), rows(), rows(), pacts)
        .prop_map(|(ties, relationships, events, pacts)| build_world(&ties, &relationships, &events, &pacts))
}

fn build_world(ties: &[Row], relationships: &[Row], events: &[Row], pacts: &[String]) -> Dataset {
    let mut builder = Builder::new();
    let ids = ["a", "b", "c", "d", "e", "f"].map(|key| builder.actor(key, ActorKind::Government));
    for (part, whole, when) in ties {
        builder.part_of(ids[*part], ids[*whole], when);
    }
    let pact = |(index, when): (usize, &String)| {
        NodeId::Instrument(builder.instrument(&format!("pact{index}"), InstrumentKind::Agreement, when))
    };
    let pacts: Vec<NodeId> = pacts.iter().enumerate().map(pact).collect();
    for (from, to, when) in relationships {
        let to = pacts.get(*to).copied().unwrap_or(NodeId::Actor(ids[*to]));
        builder.relationship(RelationshipKind::Support, NodeId::Actor(ids[*from]), to, when);
    }
    for (from, to, when) in events.iter().filter(|(_, _, when)| !when.is_empty()) {
        let to = pacts.get(*to).copied().unwrap_or(NodeId::Actor(ids[*to]));
        builder.event(1.0, ids[*from], to, when);
    }
    builder.build()
}

fn some_window() -> impl Strategy<Value = Window> {
    let day = || (18_000..22_500_i32).prop_map(Day);
    prop_oneof![
        Just(Window::Always),
        day().prop_map(Window::AsOf),
        (day(), 0..900_i32).prop_map(|(first, days)| {
            Window::Range(DayRange { first: Some(first), last: Some(first + days) })
        }),
        day().prop_map(|first| Window::Range(DayRange { first: Some(first), last: None })),
        day().prop_map(|last| Window::Range(DayRange { first: None, last: Some(last) })),
    ]
}

proptest! {
    #[test]
    fn a_window_that_moved_shows_what_a_new_one_does(
        dataset in some_world(),
        windows in prop::collection::vec(some_window(), 1..8),
    ) {
        let items: Vec<Item> = dataset
            .nodes()
            .map(Item::Node)
            .chain(dataset.relationships.ids().map(Item::Relationship))
            .chain(dataset.events.ids().map(Item::Event))
            .collect();
        let mut moved = Network::new(&dataset, &Window::Always);
        for window in &windows {
            moved.set_window(window);
            let new = Network::new(&dataset, window);
            for &item in &items {
                prop_assert_eq!(moved.status(item), new.status(item), "{:?} in {:?}", item, window);
            }
            prop_assert_eq!(moved.count_relationships(), moved.relationships().count());
            prop_assert_eq!(moved.count_events(), moved.events().count());
        }
    }

    #[test]
    fn between_two_steps_nothing_changes(dataset in some_world()) {
        let steps = dates(&dataset);
        let ends = [Day(0)].into_iter().chain(steps.iter().copied());
        for (first, next) in ends.zip(steps.iter().copied().chain([Day(40_000)])) {
            let still = changes(&dataset, first, Day(next.0 - 1));
            prop_assert!(still.is_empty(), "{first:?} to {next:?}: {still:?}");
        }
    }
}
