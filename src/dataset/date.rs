//! Dates as vague as their source: EDTF (ISO 8601-2) level 0 and 1, and days.

use std::cmp::Ordering;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A day of the proleptic Gregorian calendar, as days since 1970-01-01.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Day(pub i32);

impl Day {
    /// The day of a year, month (1–12) and day of the month; `None` where there is no such day.
    pub fn new(_year: i16, _month: i8, _day: i8) -> Option<Self> {
        todo!()
    }
    /// Year, month and day of the month.
    pub fn ymd(self) -> (i16, i8, i8) {
        todo!()
    }
    /// The first day of this day's month.
    pub fn month_start(self) -> Self {
        todo!()
    }
    /// The same day of the month, `months` later (earlier where negative), or the month's last day.
    pub fn add_months(self, _months: i32) -> Self {
        todo!()
    }
}

impl std::fmt::Display for Day {
    /// `2025-02-28`.
    fn fmt(&self, _f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        todo!()
    }
}

/// A date or interval as the source gives it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Edtf {
    text: String,
}

impl Edtf {
    /// Reads EDTF level 0 or 1.
    ///
    /// # Errors
    /// [`DateError`] says what is wrong with the text.
    pub fn parse(_text: &str) -> Result<Self, DateError> {
        todo!()
    }
    /// The text as written in the file.
    pub fn as_str(&self) -> &str {
        &self.text
    }
    /// The first day that it can mean; `None` where the start is open or unknown.
    pub fn earliest(&self) -> Option<Day> {
        todo!()
    }
    /// The last day that it can mean; `None` where the end is open or unknown.
    pub fn latest(&self) -> Option<Day> {
        todo!()
    }
    /// The midpoint of its interval; the closed end where one end is open; `None` where both are.
    pub fn midpoint(&self) -> Option<Day> {
        todo!()
    }
    /// Whether some part of it is marked approximate (`~`, `%`).
    pub fn is_approximate(&self) -> bool {
        todo!()
    }
    /// Whether some part of it is marked uncertain (`?`, `%`).
    pub fn is_uncertain(&self) -> bool {
        todo!()
    }
    /// Whether it means one known day and no other.
    pub fn is_exact(&self) -> bool {
        todo!()
    }
    /// Whether any day that it can mean lies in `first..=last`; `None` is an open end.
    pub fn overlaps(&self, _first: Option<Day>, _last: Option<Day>) -> bool {
        todo!()
    }
    /// The text for people: "late January 2024 (approximate)".
    pub fn to_words(&self) -> String {
        todo!()
    }
}

impl PartialOrd for Edtf {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Edtf {
    fn cmp(&self, _other: &Self) -> Ordering {
        todo!()
    }
}

impl TryFrom<String> for Edtf {
    type Error = DateError;
    fn try_from(text: String) -> Result<Self, DateError> {
        Self::parse(&text)
    }
}

impl From<Edtf> for String {
    fn from(date: Edtf) -> Self {
        date.text
    }
}

/// Why a text is no date.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct DateError(pub String);
