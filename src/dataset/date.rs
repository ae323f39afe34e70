//! Dates as vague as their source: EDTF (ISO 8601-2:2019, Annex A) level 0 and 1, and days.
//!
//! What is read:
//!
//! | written | meaning |
//! | --- | --- |
//! | `2025`, `2025-02`, `2025-02-28` | a year, a month, a day; years run from `-9999` to `9999`, `0000` is 1 BCE |
//! | `2024-21` … `2024-24` | spring, summer, autumn, winter |
//! | `201X`, `20XX`, `2024-XX`, `2024-02-XX`, `2024-XX-XX` | the digits at the end are not known |
//! | `2024~`, `2024?`, `2024%` | approximate, uncertain, both; on a date or on either end of an interval |
//! | `2024-01/2024-06` | an interval, both ends included |
//! | `../2017`, `2023-11/..` | an open start, an open end |
//! | `/2017`, `2023-11/` | a start or an end that is not known |
//!
//! Beyond what level 1 asks, seasons and unspecified digits may stand in an interval too: what they mean
//! there is plain. Times of day, years of more than four digits (`Y12000`) and level 2 are refused with a
//! message that says so. An interval needs a date at one end at least.
//!
//! A mark of approximation does not widen a date: how wide "about" is, only the source can tell, so
//! `2024-01~` has the days of January. A season has no hemisphere in level 1, so it has all the days of its
//! year that are that season in either one, by the meteorologists' reckoning (spring begins in March or in
//! September): March to November for spring and autumn, the whole year for summer and winter.
//!
//! The crate `edtf` 0.2 was weighed: it gives no first and last day and no reason for a refusal, which are
//! most of what is needed here.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::Arc;

use ecow::EcoString;
use indexmap::Equivalent;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date_parse;
use super::date_words::{self, Style};
pub use super::day::{Day, DayRange};
use super::text::Text;

/// A date or interval as the source gives it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Text", into = "String")]
pub struct Edtf(Arc<Written>);

/// A date as it is written, and what it means. Shared: many records have the same.
#[derive(Debug)]
struct Written {
    text: EcoString,
    form: Form,
    range: DayRange,
}

/// A date or an interval between two.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Form {
    /// One date.
    Single(Part),
    /// An interval: start and end.
    Interval(End, End),
}

/// One end of an interval.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum End {
    /// Open (`..`).
    Open,
    /// Not known (nothing written).
    Unknown,
    /// At a date.
    At(Part),
}

/// A date with its qualifier.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Part {
    pub(super) date: PartDate,
    pub(super) qualifier: Qualifier,
    /// The first and the last day of it.
    pub(super) first: Day,
    pub(super) last: Day,
}

/// A date as precise as it is written, from the coarsest to the finest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum PartDate {
    /// Some year from the first to the last (`20XX`, `201X`).
    SomeYear(i16, i16),
    /// A year.
    Year(i16),
    /// A season of a year.
    Season(i16, Season),
    /// Some month of a year (`2024-XX`).
    SomeMonth(i16),
    /// A month.
    Month(i16, i8),
    /// Some day of a year (`2024-XX-XX`).
    SomeDayOfYear(i16),
    /// Some day of a month (`2024-02-XX`).
    SomeDayOfMonth(i16, i8),
    /// A day.
    Day(i16, i8, i8),
}

/// A season, coded 21 to 24.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

/// How sure a date is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Qualifier {
    /// `~` or `%`.
    pub(super) approximate: bool,
    /// `?` or `%`.
    pub(super) uncertain: bool,
}

impl Edtf {
    /// Reads EDTF level 0 or 1.
    ///
    /// # Errors
    /// [`DateError`] says what is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let form = date_parse::parse(text)?;
        let (start, end) = form.ends();
        let range = DayRange { first: start.map(|part| part.first), last: end.map(|part| part.last) };
        Ok(Self(Arc::new(Written { text: text.into(), form, range })))
    }

    /// The text as written in the file.
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// The first day that it can mean; `None` where the start is open or unknown.
    pub fn earliest(&self) -> Option<Day> {
        self.0.range.first
    }

    /// The last day that it can mean; `None` where the end is open or unknown.
    pub fn latest(&self) -> Option<Day> {
        self.0.range.last
    }

    /// All the days that it can mean; an unknown end counts as open.
    pub fn range(&self) -> DayRange {
        self.0.range
    }

    /// The midpoint of its interval; the closed end where one end is open; `None` where both are.
    pub fn midpoint(&self) -> Option<Day> {
        match (self.0.range.first, self.0.range.last) {
            (Some(first), Some(last)) => Some(first + (last - first) / 2),
            (end, None) | (None, end) => end,
        }
    }

    /// Whether some part of it is marked approximate (`~`, `%`).
    pub fn is_approximate(&self) -> bool {
        self.has_part(|part| part.qualifier.approximate)
    }

    /// Whether some part of it is marked uncertain (`?`, `%`).
    pub fn is_uncertain(&self) -> bool {
        self.has_part(|part| part.qualifier.uncertain)
    }

    /// Whether it means one known day and no other.
    pub fn is_exact(&self) -> bool {
        let one_day = self.0.range.first.is_some() && self.0.range.first == self.0.range.last;
        one_day && !self.is_approximate() && !self.is_uncertain()
    }

    /// Whether any day that it can mean lies in `first..=last`; `None` is an open end.
    pub fn overlaps(&self, first: Option<Day>, last: Option<Day>) -> bool {
        // An end that is open on either side excludes nothing.
        let starts_in_time = self.0.range.first.zip(last).is_none_or(|(start, last)| start <= last);
        let ends_in_time = self.0.range.last.zip(first).is_none_or(|(end, first)| first <= end);
        starts_in_time && ends_in_time
    }

    /// The text for people: "late January 2024 (approximate)".
    pub fn to_words(&self) -> String {
        date_words::words(&self.0.form, Style::Full)
    }

    /// The text for tight places: "late Jan 2024 ~".
    pub fn to_short_words(&self) -> String {
        date_words::words(&self.0.form, Style::Short)
    }

    /// The text for people where it stands in parentheses: "late January 2024, approximate".
    pub fn to_words_in_parentheses(&self) -> String {
        date_words::words(&self.0.form, Style::InParentheses)
    }

    /// The day, where it is written as one day without a qualifier.
    pub(super) fn written_day(&self) -> Option<Day> {
        match self.0.form {
            Form::Single(Part { date: PartDate::Day(..), first, .. }) if self.is_exact() => Some(first),
            Form::Single(_) | Form::Interval(..) => None,
        }
    }

    fn has_part(&self, is: impl Fn(&Part) -> bool) -> bool {
        let (start, end) = self.0.form.ends();
        start.is_some_and(&is) || end.is_some_and(&is)
    }

    /// What dates are put in order by, before their text. `None` comes first in an `Option`, so that an open
    /// start comes before all days; an open end is turned round to come after them.
    fn order(&self) -> impl Ord + use<> {
        let (start, end) = self.0.form.ends();
        let last = self.0.range.last;
        (self.0.range.first, last.is_none(), last, start.map(|part| part.date), end.map(|part| part.date))
    }
}

impl Form {
    /// The dates at its two ends, which are the same for a single date.
    pub(super) fn ends(&self) -> (Option<&Part>, Option<&Part>) {
        match self {
            Self::Single(part) => (Some(part), Some(part)),
            Self::Interval(start, end) => (start.part(), end.part()),
        }
    }
}

impl End {
    fn part(&self) -> Option<&Part> {
        match self {
            Self::At(part) => Some(part),
            Self::Open | Self::Unknown => None,
        }
    }
}

impl fmt::Display for Edtf {
    /// The text as written; [`Edtf::to_words`] is for people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.text)
    }
}

impl PartialEq for Edtf {
    /// As written: `2024-02` and `2024-02-XX` have the same days and are not equal.
    fn eq(&self, other: &Self) -> bool {
        self.0.text == other.0.text
    }
}

impl Eq for Edtf {}

impl Hash for Edtf {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

/// A text by which a date that is written so is found among others.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct WrittenDate<'a>(pub &'a str);

impl Equivalent<Edtf> for WrittenDate<'_> {
    fn equivalent(&self, date: &Edtf) -> bool {
        self.0 == date.as_str()
    }
}

impl PartialOrd for Edtf {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Edtf {
    /// By first day (an open or unknown start first), then by last day (an open or unknown end last), then
    /// from the coarser to the finer, then by text.
    fn cmp(&self, other: &Self) -> Ordering {
        self.order().cmp(&other.order()).then_with(|| self.0.text.cmp(&other.0.text))
    }
}

impl FromStr for Edtf {
    type Err = DateError;

    /// As [`Edtf::parse`].
    fn from_str(text: &str) -> Result<Self, DateError> {
        Self::parse(text)
    }
}

impl TryFrom<Text> for Edtf {
    type Error = DateError;

    fn try_from(text: Text) -> Result<Self, DateError> {
        Self::parse(&text)
    }
}

impl From<Edtf> for String {
    fn from(date: Edtf) -> Self {
        date.0.text.to_string()
    }
}

/// Why a text is no date, in a clause that names the right form.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct DateError(pub String);
