//! Searching half a million names and as many titles. Prints the median of eleven runs of each query, in milliseconds,
//! and how many times that of a plain scan it is: the first word of the query sought in each text by `memchr::memmem`, on
//! one thread, in the same letters, with nothing put in order. The first line is what is made once, on a thread.

use std::hint::black_box;
use std::time::Instant;

use detente::analysis::search::{Preparation, Search};
use detente::dataset::ActorKind;
use detente::dataset::load::of_record;
use detente::dataset::record::{ActorRecord, DatasetRecord, DocumentRecord, FORMAT};
use memchr::memmem::Finder;

const ROWS: u64 = 500_000;

const SYLLABLES: [&str; 32] = [
    "an", "ba", "bel", "cor", "da", "dor", "el", "fa", "gar", "hal", "im", "jo", "ka", "kov", "la", "len",
    "ma", "mir", "na", "nor", "o", "pa", "ra", "rin", "sa", "ser", "ta", "tov", "u", "va", "wen", "zi",
];

/// A letter, a part of a name, letters that are in most names but never together, names, a misspelt name, what is nowhere.
const QUERIES: [&str; 8] =
    ["a", "kov", "naeo", "halkovan", "corbel marin", "belcorda sertawen", "halkvoan", "qqqqzzzz"];

fn main() {
    let dataset = of_record(record()).unwrap_or_else(|wrong| panic!("{}", wrong.message));
    let preparation = Preparation::default();
    let search = Search::prepared(&dataset, preparation);
    let start = Instant::now();
    black_box(search.find("x", 1));
    println!("{:24} {:8.2} ms", "prepared", start.elapsed().as_secs_f64() * 1e3);
    let names = dataset.actors.rows().iter().map(|actor| actor.name.as_str());
    let titles = dataset.documents.rows().iter().map(|document| document.title.as_str());
    let texts: Vec<&str> = names.chain(titles).collect();
    for query in QUERIES {
        let plain = Finder::new(query.split(' ').next().unwrap_or(query));
        // In turn, so that what else the machine does falls on both.
        let both = (0..11).map(|_| {
            let plain = time(|| texts.iter().filter(|text| plain.find(text.as_bytes()).is_some()).count());
            (time(|| search.find(query, 100).len()), plain)
        });
        let (times, plain): (Vec<f64>, Vec<f64>) = both.unzip();
        let (time, plain) = (median(times), median(plain));
        let hits = search.find(query, 100).len();
        println!("{query:24} {time:8.2} ms {:8.2} of a plain scan {hits:5} hits", time / plain);
    }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn time<T>(run: impl FnOnce() -> T) -> f64 {
    let start = Instant::now();
    black_box(run());
    start.elapsed().as_secs_f64() * 1e3
}

/// Names of two and three syllables, drawn by SplitMix64 (Steele, Lea and Flood 2014).
struct Names(u64);

impl Names {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 32) as usize % end
    }

    fn name(&mut self) -> String {
        let count = 2 + self.below(2);
        (0..count).map(|_| SYLLABLES[self.below(SYLLABLES.len())]).collect()
    }

    fn names(&mut self, count: usize) -> String {
        let names: Vec<String> = (0..count).map(|_| self.name()).collect();
        names.join(" ")
    }
}

fn record() -> DatasetRecord {
    let mut names = Names(1);
    let actor = |number: u64| ActorRecord::named(format!("a{number}"), ActorKind::Person, names.names(2));
    let actors = (0..ROWS).map(actor).collect();
    let mut titles = Names(2);
    let document = |number: u64| DocumentRecord::titled(format!("d{number}"), "book", titles.names(6));
    DatasetRecord {
        format: FORMAT.to_owned(),
        id: "bench".to_owned(),
        title: String::new(),
        description: None,
        series: None,
        documents: (0..ROWS).map(document).collect(),
        excerpts: Vec::new(),
        actors,
        instruments: Vec::new(),
        relationships: Vec::new(),
        events: Vec::new(),
    }
}
