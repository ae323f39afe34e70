//! What became of everything in an imported file: read, kept, merged, changed, dropped, each with its reason and the
//! first places concerned.

use std::borrow::Cow;
use std::fmt::Write;

use serde::Serialize;

/// The most places that are named for one reason.
const PLACES: usize = 5;

/// The most characters of a place that are shown.
const SHOWN: usize = 80;

/// What became of something that was read, other than that it was kept as it was.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It was joined to another of its kind.
    Merged,
    /// It was kept in another form.
    Changed,
    /// It was left out.
    Dropped,
}

impl Fate {
    /// Every fate, the mildest first.
    pub const ALL: &'static [Self] = &[Self::Merged, Self::Changed, Self::Dropped];

    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Merged => "merged",
            Self::Changed => "changed",
            Self::Dropped => "dropped",
        }
    }
}

/// How many of what.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Count {
    /// What, in the singular: `row`.
    pub what: &'static str,
    /// How many.
    pub count: u64,
}

/// A place in the file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Place {
    /// 1-based line; 0 where the format has none that would help.
    pub line: u64,
    /// What stands there, shortened.
    pub text: String,
}

/// Things of one kind that shared one fate for one reason.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Outcome {
    /// What became of them.
    pub fate: Fate,
    /// What they are, in the singular: `row`.
    pub what: &'static str,
    /// Why, to follow "because": `it has no second actor`.
    pub reason: Cow<'static, str>,
    /// How many.
    pub count: u64,
    /// The first of them.
    pub first: Vec<Place>,
}

/// A value that two merged datasets have differently.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Conflict {
    /// What kind of record has it, in the singular: `actor`.
    pub what: &'static str,
    /// The record's key.
    pub key: String,
    /// The field or the attribute.
    pub field: String,
    /// What the first dataset says, which stands.
    pub kept: String,
    /// What the other says.
    pub other: String,
}

/// Why a value of a merged dataset is left out.
const CONFLICT: &str = "the two datasets differ, and the first one's word stands";

/// What became of everything in a file.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Report {
    /// The file.
    pub file: String,
    /// What it is, in words: `GDELT 1.0 events`.
    pub format: String,
    /// What was read of it.
    pub read: Vec<Count>,
    /// What the dataset has of it.
    pub kept: Vec<Count>,
    /// What became of the rest.
    pub outcomes: Vec<Outcome>,
    /// Every value in which merged datasets differ; `outcomes` counts them, and names the first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<Conflict>,
    /// What else a person should know, in sentences.
    pub notes: Vec<String>,
}

impl Report {
    /// A report on a file of which nothing is read yet.
    pub fn new(file: &str) -> Self {
        Self { file: file.to_owned(), ..Self::default() }
    }

    /// Counts what was read.
    pub fn read(&mut self, what: &'static str, count: u64) {
        add(&mut self.read, what, count);
    }

    /// Counts what is in the dataset.
    pub fn kept(&mut self, what: &'static str, count: u64) {
        add(&mut self.kept, what, count);
    }

    /// Tells what became of one thing, and why. `text` says what stands at its place.
    pub fn tell(
        &mut self,
        fate: Fate,
        what: &'static str,
        reason: impl Into<Cow<'static, str>>,
        line: u64,
        text: impl AsRef<str>,
    ) {
        let reason = reason.into();
        let same =
            |outcome: &&mut Outcome| outcome.fate == fate && outcome.what == what && outcome.reason == reason;
        let outcome = match self.outcomes.iter_mut().find(same) {
            Some(outcome) => outcome,
            None => {
                self.outcomes.push(Outcome { fate, what, reason, count: 0, first: Vec::new() });
                let Some(new) = self.outcomes.last_mut() else { return };
                new
            }
        };
        outcome.count += 1;
        if outcome.first.len() < PLACES {
            outcome.first.push(Place { line, text: shortened(text.as_ref()) });
        }
    }

    /// Something was left out.
    pub fn dropped(
        &mut self,
        what: &'static str,
        reason: impl Into<Cow<'static, str>>,
        line: u64,
        text: impl AsRef<str>,
    ) {
        self.tell(Fate::Dropped, what, reason, line, text);
    }

    /// Something was joined to another.
    pub fn merged(
        &mut self,
        what: &'static str,
        reason: impl Into<Cow<'static, str>>,
        line: u64,
        text: impl AsRef<str>,
    ) {
        self.tell(Fate::Merged, what, reason, line, text);
    }

    /// Something was kept in another form.
    pub fn changed(
        &mut self,
        what: &'static str,
        reason: impl Into<Cow<'static, str>>,
        line: u64,
        text: impl AsRef<str>,
    ) {
        self.tell(Fate::Changed, what, reason, line, text);
    }

    /// Two datasets say something else.
    pub fn conflict(&mut self, conflict: Conflict) {
        self.dropped("value", CONFLICT, 0, conflict.to_text());
        self.conflicts.push(conflict);
    }

    /// Says something else that a person should know; once, however often.
    pub fn note(&mut self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        if !self.notes.contains(&sentence) {
            self.notes.push(sentence);
        }
    }

    /// How many things shared a fate.
    pub fn count(&self, fate: Fate) -> u64 {
        self.outcomes.iter().filter(|outcome| outcome.fate == fate).map(|outcome| outcome.count).sum()
    }

    /// The report in lines, as `detente convert` prints it: of what shared a fate for one reason, the first places.
    pub fn to_text(&self) -> String {
        let mut text = format!("{}: {}\n", self.file, self.format);
        let _ = writeln!(text, "  read: {}", listed(&self.read));
        let _ = writeln!(text, "  kept: {}", listed(&self.kept));
        for &fate in Fate::ALL {
            let of_fate = self.outcomes.iter().filter(|outcome| outcome.fate == fate);
            for outcome in of_fate {
                let Outcome { what, reason, count, first, .. } = outcome;
                let _ = writeln!(text, "  {}: {} because {reason}", fate.word(), counted(*count, what));
                for Place { line, text: shown } in first {
                    let _ = match line {
                        0 => writeln!(text, "    {shown}"),
                        line => writeln!(text, "    line {line}: {shown}"),
                    };
                }
                if let Some(more) = outcome.more() {
                    let _ = writeln!(text, "    {more}");
                }
            }
        }
        for note in &self.notes {
            let _ = writeln!(text, "  note: {note}");
        }
        text
    }

    /// The report in lines as it is saved: that of [`Report::to_text`], and after it every conflict.
    pub fn to_full_text(&self) -> String {
        let mut text = self.to_text();
        if !self.conflicts.is_empty() {
            let _ = writeln!(text, "  all {}:", counted(self.conflicts.len() as u64, "conflict"));
        }
        for conflict in &self.conflicts {
            let _ = writeln!(text, "    {}", harmless(&conflict.to_text()));
        }
        text
    }

    /// The report as JSON.
    pub fn to_json(&self) -> String {
        // Texts, numbers and lists always serialise.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

impl Outcome {
    /// How many there are beside the first, in words, and where they are told; `None` where there are no more.
    pub fn more(&self) -> Option<String> {
        let more = self.count.saturating_sub(self.first.len() as u64);
        let told = if self.reason == CONFLICT { ", all in the saved report" } else { "" };
        (more > 0).then(|| format!("and {more} more{told}"))
    }
}

impl Conflict {
    /// `short of NZL: "NZ", not "AO"`.
    fn to_text(&self) -> String {
        let Self { what: _, key, field, kept, other } = self;
        format!("{field} of {key}: {kept}, not {other}")
    }
}

fn add(counts: &mut Vec<Count>, what: &'static str, more: u64) {
    match counts.iter_mut().find(|count| count.what == what) {
        Some(count) => count.count += more,
        None => counts.push(Count { what, count: more }),
    }
}

/// `1 row`, `12 rows`, `2 properties`.
pub fn counted(count: u64, what: &str) -> String {
    match (count, what.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']))) {
        (1, _) => format!("1 {what}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        (_, None) => format!("{count} {what}s"),
    }
}

fn listed(counts: &[Count]) -> String {
    let parts: Vec<String> = counts.iter().map(|Count { what, count }| counted(*count, what)).collect();
    if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") }
}

/// A text in one line, harmless to a terminal, cut.
fn shortened(text: &str) -> String {
    let mut shown: String = harmless_chars(text).take(SHOWN).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

/// A text in one line, harmless to a terminal.
fn harmless(text: &str) -> String {
    harmless_chars(text).collect()
}

fn harmless_chars(text: &str) -> impl Iterator<Item = char> {
    text.chars().map(|c| if c.is_control() { ' ' } else { c })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_for_one_reason_is_counted_and_the_first_places_are_named() {
        let mut report = Report::new("a.csv");
        report.format = "table of events".to_owned();
        report.read("row", 9);
        report.kept("event", 2);
        for line in 2..9 {
            report.dropped("row", "it has no second actor", line, "RUS\t\u{1b}[31m");
        }
        report.merged("entry", "it is there twice", 0, "x".repeat(100));
        let text = report.to_text();
        assert!(text.contains("read: 9 rows\n"), "{text}");
        assert!(
            text.contains("dropped: 7 rows because it has no second actor\n    line 2: RUS  [31m"),
            "{text}"
        );
        assert!(text.contains("    and 2 more\n"), "{text}");
        assert!(text.contains("merged: 1 entry because it is there twice"), "{text}");
        assert!(text.contains(&format!("{}…\n", "x".repeat(80))), "{text}");
        assert_eq!(report.count(Fate::Dropped), 7);
        assert!(serde_json::from_str::<serde_json::Value>(&report.to_json()).is_ok());
    }
}
