//! Reading EDTF. The words and numbers of its sections are those of the Library of Congress's EDTF
//! specification (2019), which ISO 8601-2:2019, Annex A, takes over.

use super::date::{DateError, End, Form, Part, PartDate, Qualifier, Season};
use super::day::Day;

/// Reads a date or an interval.
pub(super) fn parse(text: &str) -> Result<Form, DateError> {
    if text.trim().is_empty() {
        return refuse("there is no date; write one such as `2025`, `2025-02` or `2024-01/2024-06`");
    }
    if text.trim() != text {
        return refuse("there is a space before or after the date; write it without, as in `2025-02`");
    }
    let mut ends = text.split('/');
    match (ends.next(), ends.next(), ends.next()) {
        (Some(date), None, _) => single(date).map(Form::Single),
        (Some(start), Some(end), None) => interval(start, end),
        _ => refuse(format!(
            "{} has more than one `/`; an interval is `2024-01/2024-06` and a day `2025-02-28`",
            shown(text)
        )),
    }
}

fn single(text: &str) -> Result<Part, DateError> {
    if text == ".." {
        return refuse("`..` is one end of an interval and needs the other, as in `2023-11/..`");
    }
    part(text)
}

fn interval(start: &str, end: &str) -> Result<Form, DateError> {
    let (start_end, end_end) = (interval_end(start, "../2017")?, interval_end(end, "2023-11/..")?);
    match (&start_end, &end_end) {
        (End::At(first), End::At(last)) if last.last < first.first => {
            refuse(format!("it ends before it starts; write the earlier date first, as in `{end}/{start}`"))
        }
        (End::Open | End::Unknown, End::Open | End::Unknown) => {
            refuse("an interval needs a date at one end at least, as in `../2017` or `2023-11/..`")
        }
        (End::At(_), _) | (_, End::At(_)) => Ok(Form::Interval(start_end, end_end)),
    }
}

fn interval_end(text: &str, open: &str) -> Result<End, DateError> {
    match text {
        "" => Ok(End::Unknown),
        ".." => Ok(End::Open),
        "open" | "unknown" => {
            refuse(format!("`{text}` is of a draft of EDTF; an open end is `..`, as in `{open}`"))
        }
        _ => part(text).map(End::At),
    }
}

fn part(text: &str) -> Result<Part, DateError> {
    let (bare, qualifier) = qualifier(text)?;
    if let Some(stray) = bare.chars().find(|c| !matches!(c, '0'..='9' | '-' | 'X')) {
        return refuse(explain_stray(stray, bare));
    }
    let (negative, unsigned) = match bare.strip_prefix('-') {
        Some(unsigned) => (true, unsigned),
        None => (false, bare),
    };
    let mut parts = unsigned.split('-');
    let date = match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(year), None, ..) => years(year, negative)?,
        (Some(y), Some(month), None, _) => month_date(year(y, negative)?, month)?,
        (Some(y), Some(month), Some(day), None) => day_date(year(y, negative)?, month, day)?,
        _ => return refuse(format!("{} has too many parts; a day is `2025-02-28`", shown(bare))),
    };
    let Some((first, last)) = days_of(date) else { return refuse(no_such_day(date)) };
    Ok(Part { date, qualifier, first, last })
}

/// Takes off the mark at the end (level 1, "qualification of a date (complete)").
fn qualifier(text: &str) -> Result<(&str, Qualifier), DateError> {
    let bare = text.trim_end_matches(['~', '?', '%']);
    let qualifier = match &text[bare.len()..] {
        "" => Qualifier { approximate: false, uncertain: false },
        "~" => Qualifier { approximate: true, uncertain: false },
        "?" => Qualifier { approximate: false, uncertain: true },
        "%" => Qualifier { approximate: true, uncertain: true },
        marks => {
            return refuse(format!(
                "`{}` is more than one mark; `%` says approximate and uncertain both, as in `2024-01%`",
                clip(marks)
            ));
        }
    };
    Ok((bare, qualifier))
}

/// A year that stands alone, and so may end in unspecified digits.
fn years(text: &str, negative: bool) -> Result<PartDate, DateError> {
    let digits = text.trim_end_matches('X');
    let span: i16 = match text.len() - digits.len() {
        1 => 10,
        2 => 100,
        _ => return year(text, negative).map(PartDate::Year),
    };
    let Some(number) = number(digits).filter(|_| text.len() == 4) else {
        return refuse(four_digits(text));
    };
    let (first, last) = (number * span, number * span + span - 1);
    // There is no year -0000.
    Ok(if negative { PartDate::SomeYear(-last, -first.max(1)) } else { PartDate::SomeYear(first, last) })
}

fn year(text: &str, negative: bool) -> Result<i16, DateError> {
    if text.contains('X') {
        return refuse(format!(
            "the year {} has unknown digits where none can be; write `201X` or `20XX`, with no month after it",
            shown(text)
        ));
    }
    match number(text).filter(|_| text.len() == 4) {
        Some(0) if negative => refuse("there is no year `-0000`; the year before 0001 is `0000`"),
        Some(year) => Ok(if negative { -year } else { year }),
        None => refuse(four_digits(text)),
    }
}

/// What may stand after the year.
enum Middle {
    SomeMonth,
    Month(i8),
    Season(Season),
}

fn middle(text: &str) -> Result<Middle, DateError> {
    if text == "XX" {
        return Ok(Middle::SomeMonth);
    }
    match two_digits(text, "month")? {
        month @ 1..=12 => Ok(Middle::Month(month)),
        21 => Ok(Middle::Season(Season::Spring)),
        22 => Ok(Middle::Season(Season::Summer)),
        23 => Ok(Middle::Season(Season::Autumn)),
        24 => Ok(Middle::Season(Season::Winter)),
        other => refuse(format!(
            "there is no month {other:02}; months are 01 to 12 and seasons 21 to 24, as in `2024-12`"
        )),
    }
}

fn month_date(year: i16, month: &str) -> Result<PartDate, DateError> {
    Ok(match middle(month)? {
        Middle::SomeMonth => PartDate::SomeMonth(year),
        Middle::Month(month) => PartDate::Month(year, month),
        Middle::Season(season) => PartDate::Season(year, season),
    })
}

fn day_date(year: i16, month: &str, day: &str) -> Result<PartDate, DateError> {
    match (middle(month)?, day) {
        (Middle::Month(month), "XX") => Ok(PartDate::SomeDayOfMonth(year, month)),
        (Middle::Month(month), _) => Ok(PartDate::Day(year, month, two_digits(day, "day")?)),
        (Middle::SomeMonth, "XX") => Ok(PartDate::SomeDayOfYear(year)),
        (Middle::SomeMonth, _) => {
            refuse("a day of an unknown month is level 2, which is not read; write `2024-XX-XX`")
        }
        (Middle::Season(_), _) => refuse("a season has no days; write `2024-21`, or a month and a day"),
    }
}

/// The first and the last day; `None` where there is no such day.
fn days_of(date: PartDate) -> Option<(Day, Day)> {
    let span = |first: (i16, i8), last: (i16, i8)| {
        Some((Day::new(first.0, first.1, 1)?, Day::new(last.0, last.1, 1)?.month_end()))
    };
    match date {
        PartDate::SomeYear(first, last) => span((first, 1), (last, 12)),
        PartDate::Year(year) | PartDate::SomeMonth(year) | PartDate::SomeDayOfYear(year) => {
            span((year, 1), (year, 12))
        }
        PartDate::Season(year, Season::Spring | Season::Autumn) => span((year, 3), (year, 11)),
        PartDate::Season(year, Season::Summer | Season::Winter) => span((year, 1), (year, 12)),
        PartDate::Month(year, month) | PartDate::SomeDayOfMonth(year, month) => {
            span((year, month), (year, month))
        }
        PartDate::Day(year, month, day) => Day::new(year, month, day).map(|day| (day, day)),
    }
}

fn number(digits: &str) -> Option<i16> {
    // `parse` alone would let a sign through.
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

fn two_digits(text: &str, what: &str) -> Result<i8, DateError> {
    let number = number(text).filter(|_| text.len() == 2).and_then(|number| i8::try_from(number).ok());
    number.ok_or_else(|| {
        let text = shown(text);
        DateError(format!("the {what} {text} is not two digits; a month is `2025-02` and a day `2025-02-08`"))
    })
}

fn four_digits(text: &str) -> String {
    format!("the year {} is not four digits; write year, month, day, as in `2025-02-28`", shown(text))
}

fn no_such_day(date: PartDate) -> String {
    let last = match date {
        PartDate::Day(year, month, _) => days_of(PartDate::Month(year, month)).map(|(_, last)| last),
        PartDate::SomeYear(..)
        | PartDate::Year(_)
        | PartDate::Season(..)
        | PartDate::SomeMonth(_)
        | PartDate::Month(..)
        | PartDate::SomeDayOfYear(_)
        | PartDate::SomeDayOfMonth(..) => None,
    };
    match last {
        Some(last) => format!("there is no such day; the last one of that month is `{last}`"),
        None => "there is no such day; a day is `2025-02-28`".to_owned(),
    }
}

fn explain_stray(stray: char, bare: &str) -> String {
    let all_but_form = |form: &str| format!("{} is no date; {form}", shown(bare));
    match stray {
        'T' | ':' => all_but_form("times of day are not read; write the day alone, as in `2025-02-28`"),
        'Y' => all_but_form("years are four digits, as in `2025`; longer ones (`Y12000`) are not read"),
        'x' | 'u' => all_but_form("digits that are not known are a capital X, as in `201X` or `2024-XX`"),
        '~' | '?' | '%' => {
            all_but_form("a mark goes after the whole date, as in `2024-01~` (the rest is level 2)")
        }
        '[' | '{' => {
            all_but_form("sets are level 2, which is not read; write an interval, as in `2024/2025`")
        }
        '.' | '–' | '—' => all_but_form("an interval is written with a slash, as in `2024-01/2024-06`"),
        _ => all_but_form("write year, month, day in digits, as in `2025-02-28` or `2025-02`"),
    }
}

fn refuse<T>(message: impl Into<String>) -> Result<T, DateError> {
    Err(DateError(message.into()))
}

/// A text in a message, in quotes and not too long.
fn shown(text: &str) -> String {
    format!("`{}`", clip(text))
}

fn clip(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}
