//! Days of the calendar and ranges of them.

use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Span};

use super::date::{DateError, Edtf};

const EPOCH: Date = date(1970, 1, 1);

/// A day of the proleptic Gregorian calendar, as days since 1970-01-01.
///
/// The calendar runs from -9999-01-01 to 9999-12-31, with a year zero (ISO 8601). Arithmetic saturates; a
/// number of days beyond the calendar reads as its first or last day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Day(pub i32);

impl Day {
    /// The day of a year, month (1–12) and day of the month; `None` where there is no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self::from_date)
    }

    /// Reads `2025-02-28`: one whole day, and nothing that is vague.
    ///
    /// # Errors
    /// [`DateError`] says what is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let edtf = Edtf::parse(text)?;
        edtf.written_day().ok_or_else(|| {
            DateError(format!("`{text}` is not one day; write year, month and day, as in `2025-02-28`"))
        })
    }

    /// Year, month and day of the month.
    pub fn ymd(self) -> (i16, i8, i8) {
        let date = self.to_date();
        (date.year(), date.month(), date.day())
    }

    /// The first day of this day's month.
    pub fn month_start(self) -> Self {
        Self::from_date(self.to_date().first_of_month())
    }

    /// The last day of this day's month.
    pub fn month_end(self) -> Self {
        Self::from_date(self.to_date().last_of_month())
    }

    /// The same day of the month, `months` later (earlier where negative), or the month's last day.
    pub fn add_months(self, months: i32) -> Self {
        // A span holds more months than the calendar has, so one that does not fit leads to its end.
        let end = if months < 0 { Date::MIN } else { Date::MAX };
        let span = Span::new().try_months(months);
        Self::from_date(span.map_or(end, |span| self.to_date().saturating_add(span)))
    }

    fn from_date(date: Date) -> Self {
        let days = date.duration_since(EPOCH).as_hours() / 24;
        // The whole calendar is 7.3 million days long.
        Self(i32::try_from(days).unwrap_or(i32::MAX))
    }

    fn to_date(self) -> Date {
        EPOCH.saturating_add(SignedDuration::from_hours(24 * i64::from(self.0)))
    }
}

impl fmt::Display for Day {
    /// `2025-02-28`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        let sign = if year < 0 { "-" } else { "" };
        f.pad(&format!("{sign}{:04}-{month:02}-{day:02}", year.unsigned_abs()))
    }
}

impl FromStr for Day {
    type Err = DateError;

    /// As [`Day::parse`].
    fn from_str(text: &str) -> Result<Self, DateError> {
        Self::parse(text)
    }
}

impl Add<i32> for Day {
    type Output = Self;

    /// So many days later (earlier where negative).
    fn add(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }
}

impl Sub<i32> for Day {
    type Output = Self;

    /// So many days earlier (later where negative).
    fn sub(self, days: i32) -> Self {
        Self(self.0.saturating_sub(days))
    }
}

impl Sub for Day {
    type Output = i32;

    /// The days from `other` to this day, negative where `other` is the later one.
    fn sub(self, other: Self) -> i32 {
        self.0.saturating_sub(other.0)
    }
}

/// A range of days, both ends included; `None` is an open end.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct DayRange {
    /// The first day; `None` where it has no start.
    pub first: Option<Day>,
    /// The last day; `None` where it has no end.
    pub last: Option<Day>,
}

impl DayRange {
    /// The range of a single day.
    pub fn day(day: Day) -> Self {
        Self { first: Some(day), last: Some(day) }
    }

    /// Whether a day lies in the range.
    pub fn contains(&self, day: Day) -> bool {
        self.first.is_none_or(|first| first <= day) && self.last.is_none_or(|last| day <= last)
    }

    /// Whether any day that the date can mean lies in the range.
    pub fn overlaps(&self, date: &Edtf) -> bool {
        date.overlaps(self.first, self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn days_count_from_1970() {
        assert_eq!(Day::new(1970, 1, 1), Some(Day(0)));
        assert_eq!(Day::new(1969, 12, 31), Some(Day(-1)));
        // 30 years of 365 days and seven leap days.
        assert_eq!(Day::new(2000, 1, 1), Some(Day(30 * 365 + 7)));
        assert_eq!(Day::new(2025, 2, 29), None);
        assert_eq!(Day::new(2024, 13, 1), None);
    }

    #[test]
    fn adding_months_stops_at_the_months_last_day() {
        assert_eq!(day("2024-01-31").add_months(1), day("2024-02-29"));
        assert_eq!(day("2025-01-31").add_months(-11), day("2024-02-29"));
        assert_eq!(day("2024-12-15").add_months(1), day("2025-01-15"));
        assert_eq!(day("2024-02-11").month_start(), day("2024-02-01"));
        assert_eq!(day("2024-02-11").month_end(), day("2024-02-29"));
    }

    #[test]
    fn arithmetic_is_in_days_and_never_overflows() {
        assert_eq!(day("2024-02-28") + 2, day("2024-03-01"));
        assert_eq!(day("2024-03-01") - 1, day("2024-02-29"));
        assert_eq!(day("2025-03-01") - day("2024-03-01"), 365);
        assert_eq!(Day(i32::MAX) + 1, Day(i32::MAX));
        assert_eq!(Day(i32::MAX).to_string(), "9999-12-31");
        assert_eq!(Day(i32::MIN).to_string(), "-9999-01-01");
        assert_eq!(Day(0).add_months(i32::MAX).to_string(), "9999-12-31");
        assert_eq!(Day(0).add_months(i32::MIN).to_string(), "-9999-01-01");
    }

    #[test]
    fn a_range_holds_both_its_ends_and_an_open_end_holds_all() {
        let range = DayRange { first: Some(day("2025-01-01")), last: Some(day("2025-01-31")) };
        assert!(range.contains(day("2025-01-01")) && range.contains(day("2025-01-31")));
        assert!(!range.contains(day("2024-12-31")) && !range.contains(day("2025-02-01")));
        let since = DayRange { last: None, ..range };
        assert!(since.contains(Day(i32::MAX)) && !since.contains(day("2024-12-31")));
        assert!(DayRange::default().contains(Day(i32::MIN)));
    }

    #[test]
    fn one_day_is_neither_a_month_nor_approximate() {
        for text in ["2025-02", "2025-02-28~", "2025-02-XX", "2025-02-28/2025-02-28"] {
            assert!(Day::parse(text).unwrap_err().to_string().contains("2025-02-28"), "{text}");
        }
    }
}
