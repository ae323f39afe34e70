//! Dates of CSL-JSON: parts with season and circa, or words.

use crate::dataset::{Edtf, citation};

use super::super::bibliography::of_words;
use super::super::json::{Json, Kind, Out};

/// A date as EDTF, or in its own words where it is none; `None` where it says nothing that can be said in words.
pub(super) fn read(value: &Json<'_>) -> Option<String> {
    let guessed = |words: String| of_words(&words).map_or(words, |date| date.as_str().to_owned());
    match &value.kind {
        Kind::Text(_) | Kind::Number(_) => value.name().map(guessed),
        Kind::Object(_) => {
            let words = |field: &str| value.get(field).and_then(Json::name);
            words("edtf")
                .filter(|date| Edtf::parse(date).is_ok())
                .or_else(|| parts(value))
                .or_else(|| words("raw").map(guessed))
                .or_else(|| words("literal"))
        }
        Kind::Null | Kind::Boolean(_) | Kind::List(_) => None,
    }
}

/// The date that `date-parts`, `season` and `circa` make.
fn parts(value: &Json<'_>) -> Option<String> {
    let ends = value.get("date-parts")?.list()?;
    let season = value.get("season").and_then(whole).filter(|season| (1..=4).contains(season));
    let is_about = value.get("circa").is_some_and(|circa| match &circa.kind {
        Kind::Boolean(is_about) => *is_about,
        Kind::Number(number) => number.parse() != Ok(0.0),
        Kind::Text(text) => !text.is_empty() && text != "0" && text != "false",
        Kind::Null | Kind::List(_) | Kind::Object(_) => false,
    });
    let mark = if is_about { "~" } else { "" };
    let end = |end: &Json<'_>| part(end, season).map(|date| format!("{date}{mark}"));
    let date = match ends {
        [one] => end(one)?,
        [first, last] if is_open(last) => format!("{}/..", end(first)?),
        [first, last] => format!("{}/{}", end(first)?, end(last)?),
        _ => return None,
    };
    let is_in_order =
        |date: &Edtf| date.earliest().zip(date.latest()).is_none_or(|(first, last)| first <= last);
    Edtf::parse(&date).ok().filter(is_in_order).map(|_| date)
}

/// Year, month and day, as far as they are there. Months 13 to 16 and 21 to 24 are seasons.
fn part(parts: &Json<'_>, season: Option<i64>) -> Option<String> {
    let numbers: Vec<i64> = parts.list()?.iter().map(whole).collect::<Option<_>>()?;
    let year = |year: i64| if year < 0 { format!("-{:04}", -year) } else { format!("{year:04}") };
    match (numbers.as_slice(), season) {
        ([at], Some(season)) => Some(format!("{}-{}", year(*at), 20 + season)),
        ([at] | [at, 0], None) => Some(year(*at)),
        ([at, month @ 13..=16], _) => Some(format!("{}-{}", year(*at), month + 8)),
        ([at, month] | [at, month, 0], _) => Some(format!("{}-{month:02}", year(*at))),
        ([at, month, day], _) => Some(format!("{}-{month:02}-{day:02}", year(*at))),
        _ => None,
    }
}

/// Whether the end of an interval is left open: no parts, or a year 0.
fn is_open(parts: &Json<'_>) -> bool {
    parts.list().is_some_and(|parts| parts.first().is_none_or(|year| whole(year) == Some(0)))
}

/// A whole number, or a text that is one.
fn whole(value: &Json<'_>) -> Option<i64> {
    let number = value.name()?.trim().parse().ok()?;
    (-9999..=9999).contains(&number).then_some(number)
}

/// A date as parts where these say the same, else in the words of EDTF.
pub(super) fn write(date: &Edtf) -> Out {
    as_parts(date.as_str()).unwrap_or_else(|| Out::object([("raw", Out::text(date.as_str()))]))
}

/// What a text says that need not be a date.
pub(super) fn write_words(text: &str) -> Out {
    Edtf::parse(text).map_or_else(|_| Out::object([("literal", Out::text(text))]), |date| write(&date))
}

fn as_parts(text: &str) -> Option<Out> {
    let about = text.replace('~', "");
    let marks = text.len() - about.len();
    let ends: Vec<&str> = about.split('/').collect();
    if text.contains(['?', '%']) || (marks != 0 && marks != ends.len()) {
        return None;
    }
    let (season, ends) = match ends.as_slice() {
        [one] => match one.rsplit_once('-') {
            Some((year, season @ ("21" | "22" | "23" | "24"))) if year.len() == 4 => {
                (season.parse::<u8>().ok(), vec![year])
            }
            Some(_) | None => (None, ends),
        },
        _ => (None, ends),
    };
    let of =
        |end: &&str| citation::date_parts(&Edtf::parse(end).ok()?).filter(|parts| parts.first() != Some(&0));
    let parts: Vec<Vec<i16>> = ends.iter().map(of).collect::<Option<_>>()?;
    let mut fields = vec![("date-parts".to_owned(), Out::of(&parts))];
    fields.extend(season.map(|season| ("season".to_owned(), Out::of(&(season - 20)))));
    fields.extend((marks > 0).then(|| ("circa".to_owned(), Out::of(&true))));
    Some(Out::Object(fields))
}
