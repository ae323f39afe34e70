//! Alignment: the design's formula, its limits, and an independent calculation.

use std::collections::HashMap;

use crate::common::{self, Builder};
use detente::analysis::alignment::{
    Ledger, ParameterError, Parameters, Point, Request, Series, Voices, tilt,
};
use detente::analysis::index::Index;
use detente::dataset::coding::EventCode;
use detente::dataset::{ActorId, ActorKind, Dataset, Day, InstrumentKind, NodeId, Voice};
use proptest::prelude::*;

const CLOSE: f64 = 1e-9;

fn day(text: &str) -> Day {
    let exact = common::date(text);
    exact.earliest().filter(|_| exact.is_exact()).unwrap_or_else(|| panic!("{text:?} is no day"))
}

fn parameters(half_life: f64, prior: f64) -> Parameters {
    match Parameters::new(half_life, prior, Voices::FACTS) {
        Ok(parameters) => parameters,
        Err(error) => panic!("{error}"),
    }
}

fn series_with(dataset: &Dataset, of: ActorId, toward: NodeId, parameters: Parameters) -> Series {
    Series::new(dataset, Request { of, toward, parameters })
}

fn series(dataset: &Dataset, of: ActorId, toward: ActorId) -> Series {
    series_with(dataset, of, NodeId::Actor(toward), Parameters::default())
}

/// Two states and events of the one toward the other.
fn pair(events: &[(f64, &str)]) -> (Dataset, ActorId, ActorId) {
    let mut builder = Builder::new();
    let (a, b) = (builder.state("A"), builder.state("B"));
    for &(score, when) in events {
        builder.event(score, a, NodeId::Actor(b), when);
    }
    (builder.build(), a, b)
}

fn assert_close(left: f64, right: f64) {
    assert!((left - right).abs() <= CLOSE, "{left} is not {right}");
}

fn assert_no_evidence(point: Point) {
    assert_eq!(
        (point.value, point.low, point.high, point.weight, point.effective, point.has_evidence()),
        (0.0, 0.0, 0.0, 0.0, 0.0, false)
    );
}

// ---- limits

#[test]
fn without_an_event_there_is_no_evidence() {
    let (dataset, a, b) = pair(&[]);
    for prior in [0.0, 1.0] {
        let series = series_with(&dataset, a, NodeId::Actor(b), parameters(180.0, prior));
        assert_no_evidence(series.at(day("2025-01-01")));
        assert!(series.shares(day("2025-01-01")).is_empty());
    }
}

#[test]
fn before_its_first_event_a_series_has_no_evidence() {
    let (dataset, a, b) = pair(&[(5.0, "2025-01-02")]);
    assert_no_evidence(series(&dataset, a, b).at(day("2025-01-01")));
}

#[test]
fn one_event_is_drawn_to_zero_by_the_prior() {
    let (dataset, a, b) = pair(&[(8.0, "2025-01-01")]);
    let series = series(&dataset, a, b);
    let at_once = series.at(day("2025-01-01"));
    assert_close(at_once.value, 4.0);
    // Observations 0 and 8 of weight 1: variance 16, n = 2.
    assert_close(at_once.high - at_once.value, 8.0_f64.sqrt());
    assert_close(at_once.weight, 1.0);
    assert_close(at_once.effective, 1.0);
    // 180 days on: weight ½, 8·½ ÷ 1½.
    let later = series.at(day("2025-06-30"));
    assert_close(later.weight, 0.5);
    assert_close(later.value, 8.0 / 3.0);
}

#[test]
fn events_on_one_day_count_together() {
    let (dataset, a, b) = pair(&[(6.0, "2025-01-01"), (-2.0, "2025-01-01")]);
    let series = series(&dataset, a, b);
    let point = series.at(day("2025-01-01"));
    assert_close(point.value, 4.0 / 3.0);
    assert_close(point.weight, 2.0);
    assert_close(point.effective, 2.0);
    let jumps = series.sample(day("2025-01-01"), day("2025-01-01"), 1);
    assert_eq!(jumps.iter().map(|point| point.before).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn with_a_half_life_near_zero_only_events_of_the_day_count() {
    let (dataset, a, b) = pair(&[(6.0, "2025-01-01"), (-2.0, "2025-01-02")]);
    for half_life in [1e-3, f64::MIN_POSITIVE] {
        let series = series_with(&dataset, a, NodeId::Actor(b), parameters(half_life, 1.0));
        assert_close(series.at(day("2025-01-01")).value, 3.0);
        assert_close(series.at(day("2025-01-02")).value, -1.0);
        assert_close(series.at(day("2025-01-02")).weight, 1.0);
        assert_no_evidence(series.at(day("2025-01-06")));
    }
}

#[test]
fn with_an_infinite_half_life_it_is_the_plain_mean_with_the_prior() {
    let (dataset, a, b) = pair(&[(6.0, "1825-01-01"), (-2.0, "2025-01-02"), (5.0, "2025-01-03")]);
    let series = series_with(&dataset, a, NodeId::Actor(b), parameters(f64::INFINITY, 1.0));
    let point = series.at(day("2225-01-01"));
    assert_close(point.value, 9.0 / 4.0);
    assert_close(point.weight, 3.0);
    assert_close(point.effective, 3.0);
}

#[test]
fn without_a_prior_it_is_the_plain_weighted_mean() {
    let mut builder = Builder::new();
    let (a, b) = (builder.state("A"), builder.state("B"));
    builder.event_from(6.0, a, NodeId::Actor(b), "2025-01-01", 3, Voice::Reported);
    builder.event_from(-2.0, a, NodeId::Actor(b), "2025-01-01", 1, Voice::Quoted);
    let dataset = builder.build();
    let series = series_with(&dataset, a, NodeId::Actor(b), parameters(180.0, 0.0));
    for when in ["2025-01-01", "2025-08-01", "2225-01-01"] {
        assert_close(series.at(day(when)).value, 4.0);
        // (3+1)² ÷ (3²+1²)
        assert_close(series.at(day(when)).effective, 1.6);
    }
}

#[test]
fn a_lone_event_without_a_prior_has_no_band() {
    let (dataset, a, b) = pair(&[(-5.0, "2025-01-01")]);
    let point = series_with(&dataset, a, NodeId::Actor(b), parameters(180.0, 0.0)).at(day("2025-03-01"));
    assert_eq!((point.value, point.low, point.high), (-5.0, -5.0, -5.0));
}

#[test]
fn huge_spans_fade_to_no_evidence_and_never_to_nan() {
    let (dataset, a, b) = pair(&[(-9.0, "0001-01-01"), (7.0, "2025-01-01")]);
    for (half_life, prior) in [(1.0, 0.0), (1.0, 1.0), (1e-300, 0.0), (1e300, 1.0), (180.0, 1e300)] {
        let series = series_with(&dataset, a, NodeId::Actor(b), parameters(half_life, prior));
        for day in [Day(i32::MIN), day("0001-01-01"), day("1500-01-01"), day("2025-01-01"), Day(i32::MAX)] {
            let point = series.at(day);
            let all = [point.value, point.low, point.high, point.weight, point.effective];
            assert!(all.iter().all(|number| number.is_finite()), "{half_life} {prior} {point:?}");
            assert_close(series.shares(day).iter().map(|share| share.of_value).sum(), point.value);
        }
    }
    let series = series_with(&dataset, a, NodeId::Actor(b), parameters(1.0, 0.0));
    assert_no_evidence(series.at(day("1500-01-01")));
    assert_eq!(series.at(day("2025-01-01")).value, 7.0);
    assert_no_evidence(series.at(Day(i32::MAX)));
}

#[test]
fn parameters_without_meaning_never_reach_a_series() {
    assert_eq!(Parameters::new(0.0, 1.0, Voices::FACTS), Err(ParameterError::HalfLife(0.0)));
    assert_eq!(Parameters::new(1.0, -1.0, Voices::FACTS), Err(ParameterError::Prior(-1.0)));
}

// ---- which events count

/// New Zealand and a government and minister of it; China, a leader, and a minister who left in 2020.
struct World {
    builder: Builder,
    nzl: ActorId,
    government: ActorId,
    minister: ActorId,
    chn: ActorId,
    leader: ActorId,
}

fn world() -> World {
    let mut builder = Builder::new();
    let nzl = builder.state("NZL");
    let government = builder.actor("government", ActorKind::Government);
    let minister = builder.actor("minister", ActorKind::Person);
    let chn = builder.state("CHN");
    let leader = builder.actor("leader", ActorKind::Person);
    builder.part_of(government, nzl, "2017/2023");
    builder.office(minister, "Minister", government, "../2020");
    builder.office(leader, "President", chn, "");
    World { builder, nzl, government, minister, chn, leader }
}

#[test]
fn whoever_speaks_for_a_side_acts_for_it() {
    let mut w = world();
    w.builder.event(3.0, w.minister, NodeId::Actor(w.leader), "2019-05-01");
    let dataset = w.builder.build();
    for of in [w.nzl, w.government, w.minister] {
        for toward in [w.chn, w.leader] {
            assert_eq!(series(&dataset, of, toward).events().len(), 1, "{of:?} toward {toward:?}");
        }
    }
    assert!(series(&dataset, w.chn, w.nzl).events().is_empty(), "an event has a direction");
}

#[test]
fn an_office_that_has_ended_speaks_for_nobody() {
    let mut w = world();
    w.builder.event(3.0, w.minister, NodeId::Actor(w.chn), "2021-05-01");
    let dataset = w.builder.build();
    assert!(series(&dataset, w.nzl, w.chn).events().is_empty());
    assert_eq!(series(&dataset, w.minister, w.chn).events().len(), 1);
}

#[test]
fn an_event_inside_a_side_is_of_no_alignment() {
    let mut w = world();
    w.builder.event(-5.0, w.minister, NodeId::Actor(w.government), "2019-05-01");
    w.builder.event(-5.0, w.nzl, NodeId::Actor(w.minister), "2019-05-01");
    w.builder.event(3.0, w.minister, NodeId::Actor(w.chn), "2019-05-01");
    let dataset = w.builder.build();
    for (of, toward) in [
        (w.nzl, w.nzl),
        (w.minister, w.government),
        (w.minister, w.nzl),
        (w.government, w.nzl),
        (w.nzl, w.minister),
        (w.nzl, w.government),
    ] {
        let series = series(&dataset, of, toward);
        assert!(series.events().is_empty(), "{of:?} toward {toward:?}");
        assert!(series.left_out().is_empty(), "{of:?} toward {toward:?}");
    }
    assert_eq!(series(&dataset, w.nzl, w.chn).events().len(), 1);
}

#[test]
fn an_instrument_stands_for_itself() {
    let mut w = world();
    let pact = NodeId::Instrument(w.builder.instrument("pact", InstrumentKind::Agreement, ""));
    w.builder.event(5.0, w.minister, pact, "2019");
    let dataset = w.builder.build();
    assert_eq!(series_with(&dataset, w.nzl, pact, Parameters::default()).events().len(), 1);
    assert!(series(&dataset, w.nzl, w.chn).events().is_empty());
}

#[test]
fn opinions_are_left_out_and_counted_unless_asked_for() {
    let mut w = world();
    let to = NodeId::Actor(w.chn);
    let kept = w.builder.event_from(1.0, w.nzl, to, "2019-01-01", 2, Voice::Quoted);
    let opinion = w.builder.event_from(2.0, w.nzl, to, "2019-01-02", 1, Voice::Judgement);
    let advice = w.builder.event_from(3.0, w.nzl, to, "2019-01-03", 1, Voice::Recommendation);
    let dataset = w.builder.build();

    let facts = series(&dataset, w.nzl, w.chn);
    assert_eq!(facts.events().iter().map(|term| term.event).collect::<Vec<_>>(), [kept]);
    assert_eq!(facts.events()[0].weight, 2.0);
    assert_eq!(facts.left_out().voice, [opinion, advice]);
    assert!(facts.left_out().undated.is_empty());
    assert_eq!(facts.left_out().len(), 2);

    let asked_for = Parameters::new(180.0, 1.0, Voices::FACTS.with(Voice::Judgement));
    let asked_for = series_with(&dataset, w.nzl, to, asked_for.unwrap_or_default());
    assert_eq!(asked_for.left_out().voice, [advice]);
    assert_eq!(asked_for.events().len(), 2);
}

#[test]
fn a_vague_date_counts_from_its_midpoint_and_an_open_one_from_its_end() {
    let (dataset, a, b) = pair(&[(1.0, "2025-01"), (2.0, "2025-03-01/.."), (3.0, "../2025-05-31")]);
    let days: Vec<Day> = series(&dataset, a, b).events().iter().map(|term| term.day).collect();
    assert_eq!(days, ["2025-01-16", "2025-03-01", "2025-05-31"].map(day));
}

#[test]
fn terms_are_in_order_of_day_and_then_of_file() {
    let (dataset, a, b) = pair(&[(1.0, "2025-03-01"), (2.0, "2024"), (3.0, "2025-03-01")]);
    let scores: Vec<f64> = series(&dataset, a, b).events().iter().map(|term| term.score).collect();
    assert_eq!(scores, [2.0, 1.0, 3.0]);
}

#[test]
fn tilt_is_the_difference() {
    let mut builder = Builder::new();
    let (a, b, c) = (builder.state("A"), builder.state("B"), builder.state("C"));
    builder.event(8.0, a, NodeId::Actor(b), "2025-01-01");
    builder.event(-4.0, a, NodeId::Actor(c), "2025-01-01");
    let dataset = builder.build();
    let (b, c) = (series(&dataset, a, b), series(&dataset, a, c));
    assert_close(tilt(&b, &c, day("2025-01-01")), 6.0);
}

// ---- properties

/// Events as (score, days since 1970, sources).
type Rows = Vec<(f64, i32, u32)>;

fn rows() -> impl Strategy<Value = Rows> {
    prop::collection::vec((-10.0..=10.0_f64, 18_000..20_500_i32, 1..5_u32), 1..12)
}

fn build(rows: &Rows) -> (Dataset, ActorId, ActorId) {
    let mut builder = Builder::new();
    let (a, b) = (builder.state("A"), builder.state("B"));
    for &(score, day, sources) in rows {
        builder.event_from(score, a, NodeId::Actor(b), &Day(day).to_string(), sources, Voice::Reported);
    }
    (builder.build(), a, b)
}

fn built(rows: &Rows, parameters: Parameters) -> Series {
    let (dataset, a, b) = build(rows);
    series_with(&dataset, a, NodeId::Actor(b), parameters)
}

fn some_parameters() -> impl Strategy<Value = Parameters> {
    let half_life = prop_oneof![1.0..2000.0_f64, Just(f64::INFINITY), Just(1e-6)];
    let prior = prop_oneof![0.0..5.0_f64, Just(0.0)];
    (half_life, prior).prop_map(|(half_life, prior)| parameters(half_life, prior))
}

/// The formula as it is written, term by term.
fn directly(rows: &Rows, parameters: &Parameters, t: i32) -> (f64, f64) {
    let terms = rows.iter().filter(|row| row.1 <= t).map(|&(score, day, sources)| {
        let weight = f64::from(sources) * 2.0_f64.powf(-f64::from(t - day) / parameters.half_life());
        (weight, score)
    });
    let terms: Vec<(f64, f64)> = terms.collect();
    let (k, sum) = (parameters.prior(), terms.iter().map(|(u, _)| u).sum::<f64>());
    if k + sum == 0.0 {
        return (0.0, 0.0);
    }
    let a = terms.iter().map(|(u, s)| u * s).sum::<f64>() / (k + sum);
    let spread = terms.iter().map(|(u, s)| u * (s - a) * (s - a)).sum::<f64>();
    let variance = (k * a * a + spread) / (k + sum);
    let n = (k + sum) * (k + sum) / (k * k + terms.iter().map(|(u, _)| u * u).sum::<f64>());
    (a, (variance / n).sqrt())
}

proptest! {
    #[test]
    fn it_is_the_formula(rows in rows(), half_life in 1.0..2000.0_f64, prior in 0.0..5.0_f64, t in 17_900..20_600_i32) {
        let parameters = parameters(half_life, prior.max(1e-3));
        let point = built(&rows, parameters).at(Day(t));
        let (value, error) = directly(&rows, &parameters, t);
        prop_assert!((point.value - value).abs() <= CLOSE);
        prop_assert!((point.high - (value + error).min(10.0)).abs() <= CLOSE);
        prop_assert!((point.low - (value - error).max(-10.0)).abs() <= CLOSE);
    }

    #[test]
    fn it_stays_on_the_scale(rows in rows(), parameters in some_parameters(), t in 17_900..30_000_i32) {
        let point = built(&rows, parameters).at(Day(t));
        prop_assert!(-10.0 <= point.low && point.low <= point.value);
        prop_assert!(point.value <= point.high && point.high <= 10.0);
        prop_assert!(point.effective <= rows.len() as f64 + CLOSE);
    }

    #[test]
    fn it_fades_after_the_last_event(rows in rows(), parameters in some_parameters(), steps in prop::collection::vec(0..4_000_i32, 1..20)) {
        let series = built(&rows, parameters);
        let mut previous = series.at(Day(20_500));
        for step in steps {
            let next = series.at(Day(previous.day.0 + step));
            prop_assert!(next.value.abs() <= previous.value.abs() + 1e-12);
            prop_assert!(next.weight <= previous.weight);
            previous = next;
        }
    }

    #[test]
    fn the_order_in_the_file_is_irrelevant((rows, shuffled) in rows().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())), parameters in some_parameters(), t in 17_900..21_000_i32) {
        let (one, other) = (built(&rows, parameters).at(Day(t)), built(&shuffled, parameters).at(Day(t)));
        prop_assert!((one.value - other.value).abs() <= CLOSE);
        prop_assert!((one.low - other.low).abs() <= CLOSE);
        prop_assert!((one.weight - other.weight).abs() <= CLOSE);
    }

    #[test]
    fn shares_sum_to_the_value(rows in rows(), parameters in some_parameters(), t in 17_900..21_000_i32) {
        let series = built(&rows, parameters);
        let (point, shares) = (series.at(Day(t)), series.shares(Day(t)));
        prop_assert!((shares.iter().map(|share| share.of_value).sum::<f64>() - point.value).abs() <= CLOSE);
        prop_assert!((shares.iter().map(|share| share.weight).sum::<f64>() - point.weight).abs() <= CLOSE);
        let evidence = if point.has_evidence() { 1.0 } else { 0.0 };
        prop_assert!((shares.iter().map(|share| share.of_weight).sum::<f64>() - evidence).abs() <= CLOSE);
        prop_assert_eq!(shares.len(), rows.iter().filter(|row| row.1 <= t).count());
    }

    #[test]
    fn samples_agree_with_single_days(rows in rows(), parameters in some_parameters(), first in 17_500..20_600_i32, span in 0..800_i32, step in 0..60_u32) {
        let series = built(&rows, parameters);
        let (first, last) = (Day(first), Day(first + span));
        let points = series.sample(first, last, step);
        prop_assert_eq!(points.last().map(|point| point.day), Some(last));
        prop_assert!(points.is_sorted_by_key(|point| (point.day, !point.before)));
        let settled: Vec<&Point> = points.iter().filter(|point| !point.before).collect();
        prop_assert!(settled.windows(2).all(|two| two[0].day < two[1].day), "one point a day");
        for point in settled {
            prop_assert_eq!(*point, series.at(point.day));
        }
        for jump in points.iter().filter(|point| point.before) {
            let without: Rows = rows.iter().copied().filter(|row| Day(row.1) < jump.day).collect();
            let left = built(&without, parameters).at(jump.day);
            prop_assert!((jump.value - left.value).abs() <= CLOSE);
        }
        for row in rows.iter().filter(|row| (first..=last).contains(&Day(row.1))) {
            let here = |before| points.iter().any(|point| point.day == Day(row.1) && point.before == before);
            prop_assert!(here(true) && here(false), "each event day is a jump");
        }
    }
}

#[test]
fn a_range_that_ends_before_it_begins_has_no_points() {
    let (dataset, a, b) = pair(&[(1.0, "2025-01-01")]);
    assert!(series(&dataset, a, b).sample(day("2025-02-01"), day("2024-02-01"), 7).is_empty());
}

// ---- the independent calculation

/// What `scripts/alignment_oracle.py` computed: see the head of the table for how.
const ORACLE: &str = include_str!("../data/alignment_oracle.csv");

fn number(text: &str) -> f64 {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is no number"))
}

#[test]
fn an_independent_calculation_agrees() {
    let rows: Vec<Vec<&str>> =
        ORACLE.lines().filter(|line| !line.starts_with('#')).map(|line| line.split(',').collect()).collect();

    let mut builder = Builder::new();
    let mut actors: HashMap<&str, ActorId> = HashMap::new();
    for row in rows.iter().filter(|row| row[0] == "event") {
        let [_, from, to, when, code, score, sources] = row[..] else { panic!("{row:?}") };
        let table = EventCode::parse(&format!("cameo:{code}")).map(|code| code.score);
        assert_eq!(table, Ok(Some(number(score))), "the script and the coding table give {code} one value");
        let mut node = |key| *actors.entry(key).or_insert_with(|| builder.state(key));
        let (from, to) = (node(from), node(to));
        let sources = sources.parse().unwrap_or_else(|_| panic!("{sources:?} is no count"));
        builder.event_from(number(score), from, NodeId::Actor(to), when, sources, Voice::Reported);
    }
    let dataset = builder.build();

    let points: Vec<_> = rows.iter().filter(|row| row[0] == "point").collect();
    assert!(points.len() > 100, "the table is whole");
    for row in points {
        let [_, of, toward, half_life, prior, when, value, low, high, weight, effective] = row[..] else {
            panic!("{row:?}")
        };
        let parameters = parameters(number(half_life), number(prior));
        let point =
            series_with(&dataset, actors[of], NodeId::Actor(actors[toward]), parameters).at(day(when));
        let computed = [point.value, point.low, point.high, point.weight, point.effective];
        for (computed, expected) in computed.into_iter().zip([value, low, high, weight, effective]) {
            assert!((computed - number(expected)).abs() <= CLOSE, "{computed} is not {expected} in {row:?}");
        }
    }
}

// ---- every pair at once

/// States, their governments and people who change sides, a pact, and events of them in any order.
fn some_world() -> impl Strategy<Value = Dataset> {
    let date = (0..4_i32, 1..=12_i32, 1..=29_i32).prop_map(|(year, month, day)| match day {
        29 => format!("202{year}-{month:02}"),
        day => format!("202{year}-{month:02}-{day:02}"),
    });
    let event = (0..7_usize, 0..8_usize, -100..=100_i32, date, 0..4_u32, 0..4_usize);
    prop::collection::vec(event, 0..60).prop_map(|events| {
        let mut builder = Builder::new();
        let ids = ["AAA", "BBB", "cab-a", "cab-b", "turncoat", "union", "other"]
            .map(|key| builder.actor(key, ActorKind::Government));
        builder.part_of(ids[2], ids[0], "2021/2022");
        builder.part_of(ids[3], ids[1], "");
        builder.office(ids[4], "Minister", ids[2], "2020/2021-06");
        builder.office(ids[4], "Minister", ids[3], "2021-03/..");
        builder.part_of(ids[0], ids[5], "2022/..");
        builder.part_of(ids[1], ids[5], "");
        let pact = NodeId::Instrument(builder.instrument("pact", InstrumentKind::Agreement, ""));
        for (from, to, score, when, sources, voice) in events {
            let to = ids.get(to).map_or(pact, |&id| NodeId::Actor(id));
            builder.event_from(f64::from(score) / 10.0, ids[from], to, &when, sources, Voice::ALL[voice]);
        }
        builder.build()
    })
}

proptest! {
    #[test]
    fn the_ledger_of_all_pairs_has_the_alignment_of_each(
        dataset in some_world(),
        half_life in 1.0..400.0_f64,
        prior in 0.0..3.0_f64,
        as_of in 18_200..19_900_i32,
    ) {
        let parameters = parameters(half_life, prior);
        let ledger = Ledger::new(&dataset, parameters.voices());
        let points = ledger.at(&parameters, Day(as_of));
        prop_assert_eq!(points.len(), ledger.pairs().len());
        let mut last = HashMap::new();
        let mut values = Vec::new();
        ledger.values(&parameters, &mut values);
        let mut values = values.into_iter();
        for pair in 0..points.len() {
            for step in ledger.steps(&parameters, pair) {
                prop_assert_eq!(Some(step.value), values.next());
                last.insert((pair, step.day), step.value);
            }
        }
        prop_assert_eq!(values.next(), None);
        for of in dataset.actors.ids() {
            for toward in dataset.nodes().filter(|&node| node != NodeId::Actor(of)) {
                let series = series_with(&dataset, of, toward, parameters);
                let pair = ledger.pairs().iter().position(|&pair| pair == (of, toward));
                prop_assert_eq!(pair.is_some(), !series.events().is_empty());
                let Some(pair) = pair else { continue };
                let expected = series.at(Day(as_of));
                prop_assert!((points[pair].value - expected.value).abs() <= 1e-11);
                prop_assert!((points[pair].weight - expected.weight).abs() <= 1e-12 * expected.weight.max(1.0));
                for event in series.events() {
                    let value = last.get(&(pair, event.day)).copied().unwrap_or(f64::NAN);
                    prop_assert!((value - series.at(event.day).value).abs() <= 1e-11);
                }
            }
        }
    }

    #[test]
    fn the_index_finds_the_events_of_a_series(dataset in some_world()) {
        let index = Index::new(&dataset);
        for of in dataset.actors.ids() {
            for toward in dataset.nodes().filter(|&node| node != NodeId::Actor(of)) {
                let request = Request { of, toward, parameters: Parameters::default() };
                let all = Series::new(&dataset, request);
                let indexed = Series::with_index(&dataset, &index, request);
                prop_assert_eq!(all.events(), indexed.events());
                prop_assert_eq!(all.left_out(), indexed.left_out());
            }
        }
    }
}
