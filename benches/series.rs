//! Alignment of every pair, and the points of a long line: `benches/peers/series.py` runs it beside polars and
//! tsdownsample. Prints the median of eleven runs each, in milliseconds.

use std::hint::black_box;
use std::time::Instant;

use detente::analysis::alignment::{Ledger, Parameters, Voices};
use detente::analysis::m4::m4;
use detente::dataset::load::of_record;
use detente::dataset::record::{
    ActorRecord, DatasetRecord, DocumentRecord, EventRecord, ExcerptRecord, FORMAT,
};
use detente::dataset::{ActorKind, Day, Edtf, Voice};

const EVENTS: usize = 1_000_000;
const DAYS: usize = 14_000;
const ACTORS: u64 = 100;
const COLUMNS: usize = 2000;

fn main() {
    let ledger = match of_record(record()) {
        Ok(dataset) => Ledger::new(&dataset, Voices::FACTS),
        Err(error) => panic!("{}", error.message),
    };
    let parameters = Parameters::new(30.0, 1.0, Voices::FACTS).unwrap_or_default();
    let mut values = Vec::new();
    let pass = median(|| ledger.values(&parameters, black_box(&mut values)));
    println!("alignment_every_pair {pass:.3}");
    println!("alignment_pairs {}", ledger.pairs().len());
    let (x, y) = line();
    println!("m4 {:.3}", median(|| _ = black_box(m4(&x, &y, x[0], x[EVENTS - 1], COLUMNS))));
}

fn median(mut run: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..11)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Xorshift (Marsaglia 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) % end
    }

    fn unit(&mut self) -> f64 {
        self.below(1 << 40) as f64 / (1_u64 << 40) as f64
    }
}

/// A walk of random steps at random times.
fn line() -> (Vec<f64>, Vec<f64>) {
    let mut random = Random(1);
    let (mut x, mut y) = (0.0, 0.0);
    let point = |_| {
        x += random.unit();
        y += random.unit() - 0.5;
        (x, y)
    };
    (0..EVENTS).map(point).unzip()
}

/// Events of states toward each other over 38 years, most of them of few pairs.
fn record() -> DatasetRecord {
    let mut random = Random(2);
    let actor = |number: u64| format!("a{number}");
    let event = |number: usize| {
        let pair = ((random.unit() * random.unit()) * (ACTORS * ACTORS / 2) as f64) as u64;
        let (from, to) = (pair / ACTORS, pair % ACTORS);
        let day = Day((number * DAYS / EVENTS) as i32);
        EventRecord {
            id: format!("e{number}"),
            label: String::new(),
            code: "cameo:010".to_owned(),
            from: actor(from),
            to: actor(if from == to { ACTORS } else { to }),
            date: Edtf::parse(&day.to_string()).unwrap_or_else(|error| panic!("{error}")),
            score: Some(random.unit() * 20.0 - 10.0),
            sources: None,
            evidence: vec!["x".to_owned()],
            note: None,
            attributes: Vec::new(),
        }
    };
    let actor_row = |number| ActorRecord::named(actor(number), ActorKind::Unspecified, actor(number));
    let excerpt = ExcerptRecord {
        id: "x".to_owned(),
        document: "d".to_owned(),
        paragraph: None,
        selector: Vec::new(),
        gloss: String::new(),
        voice: Voice::Reported,
        speaker: None,
        credibility: None,
        note: None,
        attributes: Vec::new(),
    };
    DatasetRecord {
        format: FORMAT.to_owned(),
        id: "bench".to_owned(),
        title: String::new(),
        description: None,
        series: None,
        documents: vec![DocumentRecord::titled("d", "book", "")],
        excerpts: vec![excerpt],
        actors: (0..=ACTORS).map(actor_row).collect(),
        instruments: Vec::new(),
        relationships: Vec::new(),
        events: (0..EVENTS).map(event).collect(),
    }
}
