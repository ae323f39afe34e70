//! Dates in words for people.
//!
//! An interval is named as people would say it where there is a name: a half of a year, the early, middle
//! or late part of a year or of a month. Otherwise what its two ends share is said once.

use super::date::{End, Form, Part, PartDate, Qualifier, Season};

/// How much room there is for the words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `28 February 2025 (approximate)`.
    Full,
    /// `28 February 2025, approximate`, to stand in parentheses.
    InParentheses,
    /// `28 Feb 2025 ~`.
    Short,
}

const MONTHS: [(&str, &str); 12] = [
    ("January", "Jan"),
    ("February", "Feb"),
    ("March", "Mar"),
    ("April", "Apr"),
    ("May", "May"),
    ("June", "Jun"),
    ("July", "Jul"),
    ("August", "Aug"),
    ("September", "Sep"),
    ("October", "Oct"),
    ("November", "Nov"),
    ("December", "Dec"),
];

/// The words of a date or an interval.
pub(super) fn words(form: &Form, style: Style) -> String {
    match form {
        Form::Single(part) => qualified(part, style),
        Form::Interval(End::At(start), End::At(end)) => between(start, end, style),
        Form::Interval(start, end) => one_sided(start, end, style),
    }
}

fn between(start: &Part, end: &Part, style: Style) -> String {
    if start.qualifier == end.qualifier {
        let words = named_span(start, end, style).unwrap_or_else(|| spelled_span(start, end, style));
        return words + &qualifier(start.qualifier, style);
    }
    format!("{} – {}", qualified(start, style), qualified(end, style))
}

/// An interval with one end that is open or unknown.
fn one_sided(start: &End, end: &End, style: Style) -> String {
    let unknown = match style {
        Style::Full | Style::InParentheses => "an unknown date",
        Style::Short => "unknown",
    };
    let words = |end: &End| match end {
        End::At(part) => qualified(part, style),
        End::Open | End::Unknown => unknown.to_owned(),
    };
    match (start, end, style) {
        (End::Open, end, _) => format!("until {}", words(end)),
        (start, End::Open, _) => format!("since {}", words(start)),
        (start, end, Style::Short) => format!("{} – {}", words(start), words(end)),
        (start, end, Style::Full | Style::InParentheses) => {
            format!("from {} until {}", words(start), words(end))
        }
    }
}

/// The name that people have for an interval, where there is one.
fn named_span(start: &Part, end: &Part, style: Style) -> Option<String> {
    if start.date == end.date {
        return Some(bare(start.date, style));
    }
    if let (PartDate::Month(year, from), PartDate::Month(same, to)) = (start.date, end.date) {
        let name = part_of_year(from, to, style).filter(|_| year == same)?;
        return Some(name.to_owned() + &year_words(year));
    }
    if let (PartDate::Day(year, month, from), PartDate::Day(.., to)) = (start.date, end.date) {
        let month_end = start.first.month_end();
        let to_its_end = end.last == month_end;
        let name = part_of_month(from, to, to_its_end).filter(|_| end.last <= month_end)?;
        return Some(name.to_owned() + &bare(PartDate::Month(year, month), style));
    }
    None
}

fn part_of_year(from: i8, to: i8, style: Style) -> Option<&'static str> {
    match (from, to) {
        (1, 6) => Some(if style == Style::Short { "H1 " } else { "first half of " }),
        (7, 12) => Some(if style == Style::Short { "H2 " } else { "second half of " }),
        (1, 3) => Some("early "),
        (5, 8) => Some("mid-"),
        (10, 12) => Some("late "),
        _ => None,
    }
}

fn part_of_month(from: i8, to: i8, to_its_end: bool) -> Option<&'static str> {
    match (from, to) {
        (1, 10) => Some("early "),
        (11, 20) => Some("mid-"),
        (21, _) if to_its_end => Some("late "),
        _ => None,
    }
}

/// Both ends, with what they share said once: "28 February – 3 March 2025".
fn spelled_span(start: &Part, end: &Part, style: Style) -> String {
    let from = without_shared(start.date, end.date, style);
    let until = bare(end.date, style);
    // A dash without spaces joins two words and not phrases: `11–13 April 2025`, `January–June 2025`.
    let is_shortened = from != bare(start.date, style);
    let are_years = until.parse::<i16>().is_ok();
    let dash = if (is_shortened || are_years) && !from.contains(' ') { "–" } else { " – " };
    from + dash + &until
}

/// The start of an interval without the year and month that its end will say.
fn without_shared(start: PartDate, end: PartDate, style: Style) -> String {
    match (start, end) {
        (PartDate::Month(year, month), PartDate::Month(same, _)) if year == same => {
            month_name(month, style).to_owned()
        }
        (PartDate::Day(year, month, day), PartDate::Day(same, same_month, _))
            if (year, month) == (same, same_month) =>
        {
            day.to_string()
        }
        (PartDate::Day(year, month, day), PartDate::Day(same, ..)) if year == same => {
            format!("{day} {}", month_name(month, style))
        }
        (start, _) => bare(start, style),
    }
}

fn qualified(part: &Part, style: Style) -> String {
    bare(part.date, style) + &qualifier(part.qualifier, style)
}

fn bare(date: PartDate, style: Style) -> String {
    match date {
        PartDate::SomeYear(first, last) => some_year(first, last, style),
        PartDate::Year(year) => year_words(year),
        PartDate::Season(year, season) => format!("{} {}", season_name(season), year_words(year)),
        PartDate::SomeMonth(year) => format!("some month in {}", year_words(year)),
        PartDate::Month(year, month) => format!("{} {}", month_name(month, style), year_words(year)),
        PartDate::SomeDayOfYear(year) => format!("some day in {}", year_words(year)),
        PartDate::SomeDayOfMonth(year, month) => {
            format!("some day in {} {}", month_name(month, style), year_words(year))
        }
        PartDate::Day(year, month, day) => format!("{day} {} {}", month_name(month, style), year_words(year)),
    }
}

fn some_year(first: i16, last: i16, style: Style) -> String {
    let span = match (first, last - first) {
        (1000.., 9) => format!("the {first}s"),
        (1000.., _) => format!("{first}–{last}"),
        (..1000, _) => format!("{} – {}", year_words(first), year_words(last)),
    };
    match style {
        Style::Full | Style::InParentheses => format!("some year in {span}"),
        Style::Short => span.trim_start_matches("the ").to_owned(),
    }
}

/// A year as people count it: without a year zero, and with the era where it is in doubt.
fn year_words(year: i16) -> String {
    match year {
        1000.. => year.to_string(),
        1..1000 => format!("{year} CE"),
        ..=0 => format!("{} BCE", 1 - i32::from(year)),
    }
}

fn month_name(month: i8, style: Style) -> &'static str {
    let index = usize::try_from(month).unwrap_or(0).saturating_sub(1);
    let (full, short) = MONTHS.get(index).copied().unwrap_or_default();
    match style {
        Style::Full | Style::InParentheses => full,
        Style::Short => short,
    }
}

fn season_name(season: Season) -> &'static str {
    match season {
        Season::Spring => "spring",
        Season::Summer => "summer",
        Season::Autumn => "autumn",
        Season::Winter => "winter",
    }
}

fn qualifier(qualifier: Qualifier, style: Style) -> String {
    let (words, mark) = match (qualifier.approximate, qualifier.uncertain) {
        (false, false) => return String::new(),
        (true, false) => ("approximate", '~'),
        (false, true) => ("uncertain", '?'),
        (true, true) => ("approximate and uncertain", '%'),
    };
    match style {
        Style::Full => format!(" ({words})"),
        Style::InParentheses => format!(", {words}"),
        Style::Short => format!(" {mark}"),
    }
}
