//! A dataset of any size, made up: states with their governments and people, organisations, and agreements.
//!
//! Few actors have most of the ties and events, most have few. Each event has an excerpt of its own in one of many
//! documents. Every row is a function of the seed and its number alone, so that nothing is held in memory, and the
//! same sizes and seed give the same bytes.

use std::error::Error;
use std::io::Write;

use detente::dataset::coding::{EventCode, Scheme, codes};
use detente::dataset::record::{
    ActorRecord, DocumentRecord, EventRecord, ExcerptRecord, FORMAT, InstrumentRecord, OfficeRecord,
    PartOfRecord, RelationshipRecord, SelectorRecord, SeriesRecord,
};
use detente::dataset::{ActorKind, Day, Edtf, InstrumentKind, RelationshipKind, Text, Voice, iso};
use serde::Serialize;

/// How much of everything there is.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// Number of actors, 2 or more.
    pub actors: u64,
    /// Number of events, 1 or more, each with an excerpt of its own.
    pub events: u64,
    /// Number of relationships.
    pub relationships: u64,
}

/// Days of the twenty years from 2005-01-01 on.
const DAYS: u64 = 7305;
/// Excerpts of one document, on average.
const EXCERPTS_A_DOCUMENT: u64 = 40;
/// Governments of one state, one after the other.
const TERMS: u64 = 5;

const WORDS: [&str; 48] = [
    "access", "aid", "airspace", "army", "ballot", "border", "budget", "cable", "truce", "climate", "coal",
    "coast", "convoy", "credit", "currency", "customs", "debt", "deal", "election", "embassy", "energy",
    "envoy", "exercise", "fishing", "fleet", "grain", "harbour", "treaty", "island", "loan", "seabed",
    "mandate", "minerals", "minister", "senate", "pipeline", "port", "prisoner", "province", "quota",
    "railway", "refugee", "sanction", "orbit", "strait", "summit", "tariff", "visa",
];
const SYLLABLES: [&str; 32] = [
    "an", "ba", "bel", "cor", "da", "dor", "el", "fa", "gar", "hal", "im", "jo", "ka", "kov", "la", "len",
    "ma", "mir", "na", "nor", "o", "pa", "ra", "rin", "sa", "ser", "ta", "tov", "u", "va", "wen", "zi",
];
const CONTAINERS: [&str; 8] = [
    "Harbour Gazette",
    "Strait Observer",
    "Capital Post",
    "Foreign Affairs Digest",
    "Northern Herald",
    "Evening Dispatch",
    "World Wire",
    "Policy Review",
];

/// What is being drawn: each has random numbers of its own.
#[derive(Clone, Copy)]
enum Draw {
    Actor,
    Instrument,
    Document,
    Excerpt,
    Relationship,
    Event,
}

/// Random numbers of one row: SplitMix64 (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number in `0..end`, which is not 0.
    fn below(&mut self, end: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(end)) >> 64) as u64
    }

    /// Whether something happens that does so `times` in a hundred.
    fn chance(&mut self, times: u64) -> bool {
        self.below(100) < times
    }

    /// A number in `0..end`; small ones by far the likeliest. The share of number *k* falls as (k + 1)^(−3/4).
    fn power_law(&mut self, end: u64) -> u64 {
        let unit = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        ((end as f64 * unit.powi(4)) as u64).min(end - 1)
    }

    fn pick<T: Copy>(&mut self, among: &[T]) -> T {
        among[self.below(among.len() as u64) as usize]
    }
}

/// The dataset, of which any row can be made at any time.
pub struct World {
    seed: u64,
    states: Vec<&'static str>,
    actors: u64,
    governments: u64,
    instruments: u64,
    documents: u64,
    relationships: u64,
    events: u64,
    codes: Vec<EventCode>,
}

/// Who does what to whom, and when.
struct Deed {
    from: u64,
    to: u64,
    day: Day,
}

impl World {
    /// A world of a size; another seed gives another one.
    pub fn new(sizes: Sizes, seed: u64) -> Self {
        let Sizes { actors, events, relationships } = sizes;
        let mut states: Vec<&str> = STATES.split(' ').filter(|code| iso::is_state(code)).collect();
        states.truncate(actors.div_ceil(8).max(2) as usize);
        let count = states.len() as u64;
        let mut codes: Vec<EventCode> = codes(Scheme::Cameo).collect();
        codes.sort_by_key(|code| code.code);
        Self {
            seed,
            states,
            actors,
            governments: (count * TERMS).min(actors - count),
            instruments: actors.div_ceil(200),
            documents: events.div_ceil(EXCERPTS_A_DOCUMENT),
            relationships,
            events,
            codes,
        }
    }

    /// Writes the dataset as JSON.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&self, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
        let series = SeriesRecord { of: self.key(0), toward: vec![self.key(1)] };
        writeln!(out, "{{")?;
        field(out, "format", &FORMAT)?;
        field(out, "id", &format!("made-{}-{}-{}", self.actors, self.events, self.seed))?;
        field(out, "title", &format!("Made data: {} actors, {} events", self.actors, self.events))?;
        field(out, "description", &"Made by a program, to measure with. Nothing in it is true.")?;
        field(out, "series", &series)?;
        rows(out, "documents", (0..self.documents).map(|n| self.document(n)), ",")?;
        rows(out, "excerpts", (0..self.events).map(|n| self.excerpt(n)), ",")?;
        rows(out, "actors", (0..self.actors).map(|n| self.actor(n)), ",")?;
        rows(out, "instruments", (0..self.instruments).map(|n| self.instrument(n)), ",")?;
        rows(out, "relationships", (0..self.relationships).map(|n| self.relationship(n)), ",")?;
        rows(out, "events", (0..self.events).map(|n| self.event(n)), "")?;
        writeln!(out, "}}")?;
        Ok(())
    }

    fn random(&self, draw: Draw, number: u64) -> Random {
        let mut seed = Random(self.seed ^ (draw as u64).wrapping_mul(0xd6e8_feb8_6659_fd93));
        Random(seed.next() ^ number.wrapping_mul(0xff51_afd7_ed55_8ccd))
    }

    fn key(&self, actor: u64) -> String {
        match self.states.get(actor as usize) {
            Some(code) => (*code).to_owned(),
            None if self.is_government(actor) => format!("gov-{actor}"),
            None => format!("a-{actor}"),
        }
    }

    fn is_government(&self, actor: u64) -> bool {
        let states = self.states.len() as u64;
        (states..states + self.governments).contains(&actor)
    }

    /// The state and the term of a government.
    fn term(&self, government: u64) -> (u64, u64) {
        let states = self.states.len() as u64;
        let nth = government - states;
        (nth % states, nth / states)
    }

    fn document(&self, number: u64) -> DocumentRecord {
        let mut random = self.random(Draw::Document, number);
        let title = sentence(&mut random, 6);
        let day = start() + (number * DAYS / self.documents) as i32;
        DocumentRecord {
            container_title: Some(random.pick(&CONTAINERS).to_owned()),
            issued: Some(on(day)),
            url: Some(format!("https://news.example/{day}/{number}")),
            language: Some("en".to_owned()),
            reliability: Some(random.pick(&["A", "B", "B", "C", "C", "D", "F"]).to_owned()),
            ..DocumentRecord::titled(document_key(number), "article-newspaper", title)
        }
    }

    fn excerpt(&self, number: u64) -> ExcerptRecord {
        let mut random = self.random(Draw::Excerpt, number);
        let voice = match random.below(100) {
            0..75 => Voice::Reported,
            75..90 => Voice::Quoted,
            90..97 => Voice::Judgement,
            _ => Voice::Recommendation,
        };
        let exact = words(&mut random, 3);
        ExcerptRecord {
            id: excerpt_key(number),
            document: document_key(number / EXCERPTS_A_DOCUMENT),
            paragraph: Some(1 + random.below(30) as u32),
            selector: vec![SelectorRecord::TextQuoteSelector {
                exact: exact.into(),
                prefix: Text::new(),
                suffix: Text::new(),
            }],
            gloss: sentence(&mut random, 8),
            voice,
            speaker: (voice == Voice::Quoted).then(|| self.key(self.deed(number).from)),
            credibility: None,
            note: None,
            attributes: Vec::new(),
        }
    }

    fn actor(&self, number: u64) -> ActorRecord {
        let mut random = self.random(Draw::Actor, number);
        let mut actor = ActorRecord::named(self.key(number), ActorKind::State, String::new());
        if let Some(code) = self.states.get(number as usize) {
            actor.name = iso::name(code).unwrap_or(code).to_owned();
        } else if self.is_government(number) {
            self.make_government(&mut actor, number);
        } else {
            match random.below(100) {
                0..60 if self.governments > 0 => self.make_person(&mut actor, &mut random),
                60..85 => self.make_body(&mut actor, number, &mut random),
                85..93 => {
                    actor.kind = ActorKind::ArmedGroup;
                    actor.name = format!("{} Front", name(&mut random));
                }
                _ => {
                    actor.kind = ActorKind::Unspecified;
                    actor.name = format!("{} {number}", name(&mut random));
                }
            }
        }
        actor
    }

    fn make_government(&self, actor: &mut ActorRecord, number: u64) {
        let (state, term) = self.term(number);
        let code = self.states[state as usize];
        actor.kind = ActorKind::Government;
        actor.name = format!("Government {} of {}", term + 1, iso::name(code).unwrap_or(code));
        actor.short = Some(format!("{code} {}", term + 1));
        let length = (DAYS / TERMS) as i32;
        let first = start() + length * term as i32;
        actor.part_of.push(part_of(self.key(state), Some(between(first, first + (length - 1)))));
    }

    fn make_person(&self, actor: &mut ActorRecord, random: &mut Random) {
        let government = self.states.len() as u64 + random.power_law(self.governments);
        let family = name(random);
        actor.kind = ActorKind::Person;
        actor.name = format!("{} {family}", name(random));
        actor.short = Some(family);
        actor.part_of.push(part_of(self.key(government), None));
        if random.chance(20) {
            let first = start() + random.below(DAYS) as i32;
            actor.office.push(OfficeRecord {
                title: format!("Minister of {}", random.pick(&WORDS)),
                of: self.key(government),
                period: Some(between(first, first + 700)),
                evidence: vec![self.some_excerpt(random)],
                note: None,
            });
        }
    }

    /// An organisation, or a body of one that came before it.
    fn make_body(&self, actor: &mut ActorRecord, number: u64, random: &mut Random) {
        actor.kind = ActorKind::Organisation;
        actor.name = format!("{} {} council", name(random), random.pick(&WORDS));
        let first = self.states.len() as u64 + self.governments;
        if number > first && random.chance(30) {
            let whole = first + random.power_law(number - first);
            actor.part_of.push(part_of(self.key(whole), None));
        }
    }

    fn instrument(&self, number: u64) -> InstrumentRecord {
        let mut random = self.random(Draw::Instrument, number);
        let first = start() + random.below(DAYS) as i32;
        InstrumentRecord {
            id: instrument_key(number),
            kind: random.pick(InstrumentKind::ALL),
            name: format!("{} {} accord", name(&mut random), random.pick(&WORDS)),
            short: None,
            also: Vec::new(),
            period: random.chance(70).then(|| between(first, first + 2000)),
            evidence: vec![self.some_excerpt(&mut random)],
            note: None,
            viz: None,
            attributes: Vec::new(),
        }
    }

    /// The first tie of each actor is its own; the others begin where most begin.
    fn relationship(&self, number: u64) -> RelationshipRecord {
        let mut random = self.random(Draw::Relationship, number);
        let from = if number < self.actors { number } else { random.power_law(self.actors) };
        let to = if random.chance(5) {
            instrument_key(random.power_law(self.instruments))
        } else {
            self.key(self.other(from, &mut random))
        };
        // Kind, first day and length tell the number, so that no two ties are the same.
        let kinds = RelationshipKind::ALL.len() as u64;
        let first = start() + (number % DAYS * 7919 % DAYS) as i32;
        let length = 200 + number / (DAYS * kinds) * 97;
        let is_undated = number < self.actors && random.chance(10);
        RelationshipRecord {
            id: format!("r{number}"),
            kind: RelationshipKind::ALL[(number / DAYS % kinds) as usize],
            from: self.key(from),
            to,
            mutual: random.chance(25) && !is_undated,
            label: random.chance(30).then(|| words(&mut random, 2)),
            period: (!is_undated).then(|| between(first, first + length as i32)),
            evidence: vec![self.some_excerpt(&mut random)],
            note: None,
            attributes: Vec::new(),
        }
    }

    fn event(&self, number: u64) -> EventRecord {
        let mut random = self.random(Draw::Event, number);
        let Deed { from, to, day } = self.deed(number);
        let code = random.pick(&self.codes);
        let to =
            if random.chance(3) { instrument_key(random.power_law(self.instruments)) } else { self.key(to) };
        let sources = if random.chance(30) { 1 + random.power_law(20) as u32 } else { 1 };
        let mut evidence = vec![excerpt_key(number)];
        if random.chance(5) && number > 0 {
            evidence.push(excerpt_key(number - 1));
        }
        EventRecord {
            id: format!("e{number}"),
            label: format!("{}: {} {}", code.meaning, random.pick(&WORDS), random.pick(&WORDS)),
            code: code.to_string(),
            from: self.key(from),
            to,
            date: roughly_on(day, &mut random),
            score: None,
            sources: (sources > 1).then_some(sources),
            evidence,
            note: None,
            attributes: Vec::new(),
        }
    }

    /// Drawn apart from the rest of an event, since its excerpt names the speaker. Days run on with the numbers.
    fn deed(&self, event: u64) -> Deed {
        let mut random = self.random(Draw::Event, event ^ (1 << 63));
        let from = random.power_law(self.actors);
        let to = self.other(from, &mut random);
        let day = u128::from(event) * u128::from(DAYS) / u128::from(self.events);
        Deed { from, to, day: start() + day as i32 }
    }

    fn other(&self, actor: u64, random: &mut Random) -> u64 {
        let other = random.power_law(self.actors - 1);
        other + u64::from(other >= actor)
    }

    fn some_excerpt(&self, random: &mut Random) -> String {
        excerpt_key(random.below(self.events))
    }
}

/// States, those with the most ties first.
const STATES: &str = "USA CHN RUS GBR FRA DEU IND JPN ISR IRN TUR UKR PAK SAU BRA EGY KOR PRK SYR IRQ AUS CAN ITA \
    ESP POL NLD SWE NOR FIN DNK BEL AUT CHE GRC PRT IRL CZE HUN ROU BGR SRB HRV GEO ARM AZE KAZ UZB AFG BGD LKA NPL \
    MMR THA VNM PHL IDN MYS SGP TWN MNG NZL FJI PNG MEX ARG CHL PER COL VEN ECU BOL CUB HTI GTM HND PAN NGA GHA ZAF \
    KEN ETH SOM SDN SSD UGA RWA COD AGO MOZ ZWE ZMB TZA MLI NER TCD CMR SEN CIV LBY TUN DZA MAR JOR LBN YEM OMN QAT \
    ARE KWT";

/// One field of the dataset itself.
fn field(out: &mut impl Write, name: &str, value: &impl Serialize) -> Result<(), Box<dyn Error>> {
    write!(out, "  \"{name}\": ")?;
    serde_json::to_writer(&mut *out, value)?;
    writeln!(out, ",")?;
    Ok(())
}

/// A list of records, one a line; `end` follows the list.
fn rows<T: Serialize>(
    out: &mut impl Write,
    name: &str,
    rows: impl Iterator<Item = T>,
    end: &str,
) -> Result<(), Box<dyn Error>> {
    write!(out, "  \"{name}\": [")?;
    for (number, row) in rows.enumerate() {
        write!(out, "{}\n    ", if number > 0 { "," } else { "" })?;
        serde_json::to_writer(&mut *out, &row)?;
    }
    writeln!(out, "\n  ]{end}")?;
    Ok(())
}

fn document_key(number: u64) -> String {
    format!("d{number}")
}

fn excerpt_key(number: u64) -> String {
    format!("x{number}")
}

fn instrument_key(number: u64) -> String {
    format!("i{number}")
}

fn part_of(actor: String, period: Option<Edtf>) -> PartOfRecord {
    PartOfRecord { actor, period, evidence: Vec::new(), note: None }
}

fn start() -> Day {
    Day::new(2005, 1, 1).unwrap_or(Day(0))
}

fn date(text: &str) -> Edtf {
    Edtf::parse(text).unwrap_or_else(|error| panic!("{text} is no date: {error}"))
}

fn on(day: Day) -> Edtf {
    date(&day.to_string())
}

fn between(first: Day, last: Day) -> Edtf {
    date(&format!("{first}/{last}"))
}

/// Mostly the day itself, at times its month, its year, or about then.
fn roughly_on(day: Day, random: &mut Random) -> Edtf {
    let (year, month, _) = day.ymd();
    match random.below(100) {
        0..8 => date(&format!("{year}-{month:02}")),
        8 => date(&year.to_string()),
        9..12 => date(&format!("{day}~")),
        _ => on(day),
    }
}

fn words(random: &mut Random, count: usize) -> String {
    let words: Vec<&str> = (0..count).map(|_| random.pick(&WORDS)).collect();
    words.join(" ")
}

/// Words with a capital and a full stop.
fn sentence(random: &mut Random, count: usize) -> String {
    format!("{} {}.", name(random), words(random, count - 1))
}

/// A name of two or three syllables.
fn name(random: &mut Random) -> String {
    let count = 2 + random.below(2);
    let name: String = (0..count).map(|_| random.pick(&SYLLABLES)).collect();
    let (first, rest) = name.split_at(1);
    first.to_ascii_uppercase() + rest
}
