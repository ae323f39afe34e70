//! What a dataset holds, and what of its sources it covers.

use std::collections::BTreeMap;
use std::fmt::{Display, Write};
use std::ops::RangeInclusive;

use crate::dataset::model::Document;
use crate::dataset::{ActorKind, Dataset, Day, DocumentId, Id, InstrumentKind, RelationshipKind, Voice};

use super::network::extent;

/// How often each value of a vocabulary occurs, in the order of the vocabulary, those that occur.
pub type Tally<T> = Vec<(T, usize)>;

/// The number of excerpts by voice.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct ByVoice([usize; Voice::ALL.len()]);

impl ByVoice {
    /// The number of excerpts in a voice.
    pub fn get(&self, voice: Voice) -> usize {
        self.0[voice as usize]
    }

    /// The number of excerpts in all voices.
    pub fn total(&self) -> usize {
        self.0.iter().sum()
    }

    fn count(&mut self, voice: Voice) {
        self.0[voice as usize] += 1;
    }
}

/// Which paragraphs of a document the excerpts cover.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DocumentCoverage {
    /// The document.
    pub document: DocumentId,
    /// Key of the document.
    pub key: String,
    /// Title of the document.
    pub title: String,
    /// Number of body paragraphs, where the dataset gives it.
    pub paragraphs: Option<u32>,
    /// The excerpts of each paragraph that has any, by the paragraph's 1-based number.
    pub covered: BTreeMap<u32, ByVoice>,
    /// The excerpts without a paragraph number.
    pub unplaced: ByVoice,
}

impl DocumentCoverage {
    /// The number of excerpts by voice, over the whole document.
    pub fn voices(&self) -> ByVoice {
        let mut sum = self.unplaced;
        for row in self.covered.values() {
            sum.0.iter_mut().zip(row.0).for_each(|(sum, count)| *sum += count);
        }
        sum
    }

    /// The paragraphs without any excerpt, in runs; none where the number of paragraphs is not known.
    pub fn gaps(&self) -> Vec<RangeInclusive<u32>> {
        let Some(paragraphs) = self.paragraphs else { return Vec::new() };
        let mut gaps = Vec::new();
        let mut last_covered = 0;
        for &covered in self.covered.keys().filter(|&&number| (1..=paragraphs).contains(&number)) {
            if covered - last_covered > 1 {
                gaps.push(last_covered + 1..=covered - 1);
            }
            last_covered = covered;
        }
        if last_covered < paragraphs {
            gaps.push(last_covered + 1..=paragraphs);
        }
        gaps
    }
}

/// What a dataset holds.
#[derive(Clone, PartialEq, Debug)]
pub struct Coverage {
    /// Title of the dataset.
    pub title: String,
    /// The actors by kind.
    pub actors: Tally<ActorKind>,
    /// The instruments by kind.
    pub instruments: Tally<InstrumentKind>,
    /// The relationships by kind.
    pub relationships: Tally<RelationshipKind>,
    /// The events by the firmest voice among their evidence.
    pub events: Tally<Voice>,
    /// The number of events, with or without evidence.
    pub event_count: usize,
    /// The first and the last day of all that is dated.
    pub period: Option<(Day, Day)>,
    /// The excerpts by voice.
    pub voices: ByVoice,
    /// Each document.
    pub documents: Vec<DocumentCoverage>,
}

impl Coverage {
    /// Counts what a dataset holds.
    pub fn new(dataset: &Dataset) -> Self {
        let mut voices = ByVoice::default();
        dataset.excerpts.rows().for_each(|excerpt| voices.count(excerpt.voice()));
        Self {
            title: dataset.title.to_string(),
            actors: tally(ActorKind::ALL, dataset.actors.rows().iter().map(|row| row.kind)),
            instruments: tally(InstrumentKind::ALL, dataset.instruments.rows().iter().map(|row| row.kind)),
            relationships: tally(
                RelationshipKind::ALL,
                dataset.relationships.rows().iter().map(|row| row.kind),
            ),
            events: tally(
                Voice::ALL,
                dataset.events.rows().filter_map(|event| dataset.voice(event.evidence())),
            ),
            event_count: dataset.events.len(),
            period: extent(dataset),
            voices,
            documents: documents(dataset),
        }
    }

    /// The coverage for people to read: a few lines of counts, then a table for each document.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = self.write(&mut text);
        text
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "{}", self.title)?;
        match self.period {
            Some((first, last)) => writeln!(out, "Period: {first} to {last}")?,
            None => writeln!(out, "Period: nothing is dated")?,
        }
        writeln!(out)?;
        write_tally(out, "Actors", total(&self.actors), &self.actors)?;
        write_tally(out, "Instruments", total(&self.instruments), &self.instruments)?;
        write_tally(out, "Relationships", total(&self.relationships), &self.relationships)?;
        write_tally(out, "Events", self.event_count, &self.events)?;
        let voices: Tally<Voice> = Voice::ALL.iter().map(|&voice| (voice, self.voices.get(voice))).collect();
        write_tally(out, "Excerpts", self.voices.total(), &voices)?;
        writeln!(out, "{:<14}{:>5}", "Documents", self.documents.len())?;
        self.documents.iter().try_for_each(|document| document.write(out))
    }
}

impl DocumentCoverage {
    fn write(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "\n{}: {}", self.key, self.title)?;
        write!(out, "{:>11}", "Paragraph")?;
        Voice::ALL.iter().try_for_each(|voice| write!(out, "  {voice}"))?;
        writeln!(out, "  all")?;
        for (number, row) in &self.covered {
            write_row(out, number, row)?;
        }
        if self.unplaced.total() > 0 {
            write_row(out, "unplaced", &self.unplaced)?;
        }
        write_row(out, "all", &self.voices())?;
        let gaps: Vec<String> = self.gaps().iter().map(run).collect();
        match (self.paragraphs, gaps.as_slice()) {
            (None, _) => writeln!(out, "  The dataset does not say how many paragraphs there are."),
            (Some(all), []) => writeln!(out, "  Each of the {all} paragraphs has an excerpt."),
            (Some(all), gaps) => {
                writeln!(out, "  Of {all} paragraphs, without any excerpt: {}", gaps.join(", "))
            }
        }
    }
}

/// The documents, with the excerpts counted in one pass.
fn documents(dataset: &Dataset) -> Vec<DocumentCoverage> {
    let empty = |(document, row): (DocumentId, &Document)| DocumentCoverage {
        document,
        key: row.key.to_string(),
        title: row.title.to_string(),
        paragraphs: row.text.as_ref().map(|text| text.paragraphs),
        covered: BTreeMap::new(),
        unplaced: ByVoice::default(),
    };
    let mut documents: Vec<DocumentCoverage> = dataset.documents.iter().map(empty).collect();
    for excerpt in dataset.excerpts.rows() {
        let document = &mut documents[excerpt.document().index()];
        let counts = match excerpt.paragraph() {
            Some(number) => document.covered.entry(number).or_default(),
            None => &mut document.unplaced,
        };
        counts.count(excerpt.voice());
    }
    documents
}

fn tally<T: Copy + PartialEq>(vocabulary: &[T], values: impl Iterator<Item = T>) -> Tally<T> {
    let values: Vec<T> = values.collect();
    let count = |word: T| (word, values.iter().filter(|&&value| value == word).count());
    vocabulary.iter().copied().map(count).filter(|(_, count)| *count > 0).collect()
}

fn total<T>(tally: &Tally<T>) -> usize {
    tally.iter().map(|(_, count)| count).sum()
}

fn write_tally<T: Display>(out: &mut String, what: &str, all: usize, tally: &Tally<T>) -> std::fmt::Result {
    let kinds: Vec<String> = tally.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    let line = format!("{what:<14}{all:>5}  {}", kinds.join(", "));
    writeln!(out, "{}", line.trim_end())
}

fn write_row(out: &mut String, head: impl Display, row: &ByVoice) -> std::fmt::Result {
    write!(out, "{:>11}", head.to_string())?;
    for &voice in Voice::ALL {
        write!(out, "  {:>width$}", row.get(voice), width = voice.word().len())?;
    }
    writeln!(out, "  {:>3}", row.total())
}

fn run(gap: &RangeInclusive<u32>) -> String {
    if gap.start() == gap.end() {
        gap.start().to_string()
    } else {
        format!("{}–{}", gap.start(), gap.end())
    }
}
