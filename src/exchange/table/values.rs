//! What is written in cells: dates, numbers, lists, and words of our vocabularies and of others.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::de::DeserializeOwned;

use crate::dataset::coding::{self, EventCode, Scheme};
use crate::dataset::record::NameRecord;
use crate::dataset::{ActorKind, Edtf, InstrumentKind, RelationshipKind, Voice};

use super::super::bibliography::named_month;
use super::super::graph;
use super::mapping::{DateFormat, Mapping};

impl Mapping {
    /// The date that a text is. A time of day is left out, since a dataset has none.
    pub(super) fn date(&self, text: &str) -> Option<Edtf> {
        date(text, self.date_format)
    }

    /// The number that a text is.
    pub(super) fn number(&self, text: &str) -> Option<f64> {
        number(text, self.has_decimal_comma)
    }

    /// The score that a text is, on our scale; `None` where it is no number or beyond the ends of its scale.
    pub(super) fn score(&self, text: &str) -> Option<f64> {
        let value = self.number(text)?;
        match self.scale {
            Some(scale) => scale.apply(value),
            None => Some(value).filter(|value| (-10.0..=10.0).contains(value)),
        }
    }

    /// The whole number that a text is.
    pub(super) fn whole(&self, text: &str) -> Option<u64> {
        let value = self.number(text)?;
        (value >= 0.0 && value.fract() == 0.0 && value <= u64::from(u32::MAX) as f64).then_some(value as u64)
    }

    /// The entries of a list.
    pub(super) fn list(&self, text: &str) -> Vec<String> {
        if self.list_separator == ';' || text.starts_with('[') {
            return graph::split(text);
        }
        let entries = text.split(self.list_separator).map(|entry| entry.trim().to_owned());
        entries.filter(|entry| !entry.is_empty()).collect()
    }

    /// The names of authors.
    pub(super) fn names(&self, text: &str) -> Vec<NameRecord> {
        if let Some(names) = json(text) {
            return names;
        }
        self.list(text).iter().map(|name| self::name(name)).collect()
    }
}

/// `Family, Given`, or a name that is not split.
fn name(text: &str) -> NameRecord {
    match text.split_once(", ") {
        Some((family, given)) if !family.is_empty() && !given.is_empty() => {
            NameRecord { family: Some(family.to_owned()), given: Some(given.to_owned()), literal: None }
        }
        Some(_) | None => NameRecord { family: None, given: None, literal: Some(text.to_owned()) },
    }
}

fn date(text: &str, format: DateFormat) -> Option<Edtf> {
    let text = text.trim();
    if let Ok(date) = Edtf::parse(text) {
        return Some(date);
    }
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // 2024.0 is how a program that knows only numbers writes the year 2024.
    if let Some(year) = text.strip_suffix(".0").filter(|year| is_digits(year)) {
        return Edtf::parse(year).ok();
    }
    if is_digits(text) && text.len() == 8 {
        return Edtf::parse(&format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..])).ok();
    }
    // What is before the time of day, in ISO 8601 and otherwise.
    let day = match text.find('T') {
        Some(at) if text[..at].bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') => &text[..at],
        Some(_) | None => text,
    };
    let parts = day
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | '.' | '-' | ','))
        .filter(|part| !part.is_empty());
    let is_time = |part: &&str| {
        part.contains(':') || part.eq_ignore_ascii_case("am") || part.eq_ignore_ascii_case("pm")
    };
    let parts: Vec<&str> = parts.take_while(|part| !is_time(part)).collect();
    let is_year = |part: &str| part.len() == 4 && is_digits(part);
    let (year, month, day) = match parts.as_slice() {
        [year, month] if is_year(year) => (*year, *month, None),
        [month, year] if is_year(year) => (*year, *month, None),
        [year, month, day] if is_year(year) => (*year, *month, Some(*day)),
        [day, month, year] if is_year(year) && named_month(month).is_some() => (*year, *month, Some(*day)),
        [month, day, year] if is_year(year) && named_month(month).is_some() => (*year, *month, Some(*day)),
        [first, second, year] if is_year(year) => match format {
            DateFormat::DayMonthYear => (*year, *second, Some(*first)),
            DateFormat::MonthDayYear => (*year, *first, Some(*second)),
            DateFormat::Iso => return None,
        },
        _ => return None,
    };
    of_parts(year, Some(month), day)
}

/// Whether a text is a day of which the year has two digits, and so no one can know the century.
pub(super) fn has_short_year(text: &str) -> bool {
    let text = text.trim();
    let parts: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || matches!(c, '/' | '.' | '-' | ',')).collect();
    let is_number =
        |part: &&str| matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
    let [first, second, third] = parts.as_slice() else { return false };
    let is_part = |part: &&str| is_number(part) || named_month(part).is_some();
    let has_number = is_number(first) || is_number(second);
    is_part(first) && is_part(second) && has_number && third.len() == 2 && is_number(third)
}

/// A date of which year, month and day stand apart.
pub(super) fn of_parts(year: &str, month: Option<&str>, day: Option<&str>) -> Option<Edtf> {
    let year = year.strip_suffix(".0").unwrap_or(year);
    let two = |text: &str| text.parse::<u8>().ok();
    let text = match (month, day) {
        (None, _) => year.to_owned(),
        (Some(month), day) => {
            let month = named_month(month).or_else(|| two(month))?;
            match day {
                None => format!("{year}-{month:02}"),
                Some(day) => format!("{year}-{month:02}-{:02}", two(day)?),
            }
        }
    };
    Edtf::parse(&text).ok()
}

fn number(text: &str, has_decimal_comma: bool) -> Option<f64> {
    let bare: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != if has_decimal_comma { '.' } else { ',' })
        .map(|c| if matches!(c, '−' | '–') { '-' } else { c })
        .collect();
    let bare = if has_decimal_comma { bare.replace(',', ".") } else { bare };
    let is_plain =
        bare.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E'));
    bare.parse::<f64>().ok().filter(|value| is_plain && value.is_finite())
}

/// What a text says that has parts of its own, without control characters that a dataset must not hold.
pub(super) fn json<T: DeserializeOwned>(text: &str) -> Option<T> {
    if !text.starts_with(['[', '{']) {
        return None;
    }
    let mut value: serde_json::Value = serde_json::from_str(text).ok()?;
    clean(&mut value);
    serde_json::from_value(value).ok()
}

fn clean(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::String(text) => *text = graph::clean(text),
        serde_json::Value::Array(entries) => entries.iter_mut().for_each(clean),
        serde_json::Value::Object(fields) => fields.values_mut().for_each(clean),
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
    }
}

/// Yes or no.
pub(super) fn boolean(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "y" | "t" | "1" | "x" => Some(true),
        "false" | "no" | "n" | "f" | "0" | "" => Some(false),
        word => both_ways(word),
    }
}

/// Whether a word that tells a direction means both.
pub(super) fn both_ways(word: &str) -> Option<bool> {
    match word.to_lowercase().as_str() {
        "both" | "mutual" | "undirected" | "bidirectional" => Some(true),
        "directed" | "one way" | "one-way" => Some(false),
        _ => None,
    }
}

/// A word of a vocabulary, however it is written: `Armed_Group`.
fn word<T: DeserializeOwned>(text: &str) -> Option<T> {
    let word = text.trim().to_lowercase().replace([' ', '_'], "-");
    serde_json::from_value(serde_json::Value::String(word)).ok()
}

/// The kind of actor that a word means.
pub(super) fn actor_kind(text: &str) -> Option<ActorKind> {
    word(text).or_else(|| match text.trim().to_lowercase().as_str() {
        "country" | "nation" | "nation-state" | "sovereign state" => Some(ActorKind::State),
        "gov" | "govt" | "administration" | "ministry" => Some(ActorKind::Government),
        "individual" | "leader" | "politician" | "human" => Some(ActorKind::Person),
        "organization"
        | "org"
        | "igo"
        | "ngo"
        | "international organization"
        | "international organisation" => Some(ActorKind::Organisation),
        "rebels" | "rebel group" | "militia" | "non-state armed group" => Some(ActorKind::ArmedGroup),
        "region" | "territories" => Some(ActorKind::Territory),
        "unknown" | "other" => Some(ActorKind::Unspecified),
        _ => None,
    })
}

/// The kind of instrument that a word means.
pub(super) fn instrument_kind(text: &str) -> Option<InstrumentKind> {
    word(text).or_else(|| match text.trim().to_lowercase().as_str() {
        "treaty" | "pact" | "accord" | "partnership" => Some(InstrumentKind::Agreement),
        _ => None,
    })
}

/// The kind of relationship that a word is.
pub(super) fn relationship_kind(text: &str) -> Option<RelationshipKind> {
    word(text)
}

/// The voice that a word is.
pub(super) fn voice(text: &str) -> Option<Voice> {
    word(text).or_else(|| match text.trim().to_lowercase().as_str() {
        "fact" | "report" => Some(Voice::Reported),
        "quote" | "quotation" => Some(Voice::Quoted),
        "judgment" | "opinion" => Some(Voice::Judgement),
        _ => None,
    })
}

/// The event code that a text means: `cameo:0312`, the code alone, also one that lost its leading zero in a
/// spreadsheet, a type of PLOVER, or the words that CAMEO has for a code.
pub(super) fn event_code(text: &str) -> Option<EventCode> {
    let text = text.trim();
    if let Ok(code) = EventCode::parse(text) {
        return Some(code);
    }
    let (cameo, plover) = (Scheme::Cameo.prefix(), Scheme::Plover.prefix());
    let upper = text.to_uppercase();
    [format!("{cameo}:{text}"), format!("{cameo}:0{text}"), format!("{plover}:{upper}")]
        .iter()
        .find_map(|code| EventCode::parse(code).ok())
        .or_else(|| of_meaning(text))
}

fn of_meaning(text: &str) -> Option<EventCode> {
    static MEANINGS: OnceLock<HashMap<String, EventCode>> = OnceLock::new();
    let meanings = MEANINGS.get_or_init(|| {
        let mut codes: Vec<EventCode> = coding::codes(Scheme::Cameo).collect();
        // Where several mean the same, the first one stands: it comes last into the map.
        codes.sort_by(|a, b| b.code.cmp(a.code));
        codes.into_iter().map(|code| (code.meaning.to_lowercase(), code)).collect()
    });
    meanings.get(&text.to_lowercase()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::table::TableKind;

    #[test]
    fn a_year_of_two_digits_is_known_as_one() {
        assert!(["31/12/24", "1.2.99", "3-Feb-21", "Feb 3 21"].iter().all(|text| has_short_year(text)));
        assert!(
            !["31/12/2024", "2024-01-02", "1/2", "soon", "1/2/3/24", "Feb Mar 21"]
                .iter()
                .any(|text| has_short_year(text))
        );
    }

    fn mapping(date_format: DateFormat, has_decimal_comma: bool) -> Mapping {
        let mut mapping = Mapping::new(TableKind::Events);
        (mapping.date_format, mapping.has_decimal_comma) = (date_format, has_decimal_comma);
        mapping
    }

    #[test]
    fn dates_are_read_as_the_mapping_says() {
        use DateFormat::{DayMonthYear, Iso, MonthDayYear};
        for (format, text, date) in [
            (Iso, "2024-01~", Some("2024-01~")),
            (Iso, "2024-01/2024-06", Some("2024-01/2024-06")),
            (Iso, "20240131", Some("2024-01-31")),
            (Iso, "2024/1/31", Some("2024-01-31")),
            (Iso, "2024-01-31T12:30:00Z", Some("2024-01-31")),
            (Iso, "2024-01-31 12:30", Some("2024-01-31")),
            (Iso, "2024.0", Some("2024")),
            (Iso, "31 January 2024", Some("2024-01-31")),
            (Iso, "Jan 31, 2024", Some("2024-01-31")),
            (Iso, "Sept 2024", Some("2024-09")),
            (Iso, "3/2024", Some("2024-03")),
            (Iso, "31/01/2024", None),
            (DayMonthYear, "31/01/2024", Some("2024-01-31")),
            (DayMonthYear, "1.2.2024", Some("2024-02-01")),
            (DayMonthYear, "31.01.2024 10:15:00", Some("2024-01-31")),
            (DayMonthYear, "2024-01-31", Some("2024-01-31")),
            (DayMonthYear, "01/31/2024", None),
            (MonthDayYear, "1/31/2024 1:00 PM", Some("2024-01-31")),
            (MonthDayYear, "1/31/24", None),
            (Iso, "yesterday", None),
            (Iso, "", None),
        ] {
            let read = mapping(format, false).date(text);
            assert_eq!(read.as_ref().map(Edtf::as_str), date, "{text} as {format:?}");
        }
        assert_eq!(of_parts("2024", Some("Feb"), Some("3")).expect("a date").as_str(), "2024-02-03");
        assert_eq!(of_parts("2024", None, Some("3")).expect("a date").as_str(), "2024");
    }

    #[test]
    fn numbers_are_read_as_the_mapping_says() {
        let (point, comma) = (mapping(DateFormat::Iso, false), mapping(DateFormat::Iso, true));
        assert_eq!((point.number("-5.2"), comma.number("−5,2")), (Some(-5.2), Some(-5.2)));
        assert_eq!((point.number("1,234.5"), comma.number("1 234,5")), (Some(1234.5), Some(1234.5)));
        assert_eq!((point.number("inf"), point.number("x"), point.number("")), (None, None, None));
        assert_eq!((point.score("10"), point.score("10.1")), (Some(10.0), None));
        assert_eq!((point.whole("3.0"), point.whole("3.5"), point.whole("-1")), (Some(3), None, None));
    }

    #[test]
    fn codes_are_known_however_they_are_written() {
        let code = |text: &str| event_code(text).map(|code| code.to_string());
        assert_eq!(code("cameo:0312").as_deref(), Some("cameo:0312"));
        assert_eq!(code("042").as_deref(), Some("cameo:042"));
        assert_eq!(code("42").as_deref(), Some("cameo:042"));
        assert_eq!(code("consult").as_deref(), Some("plover:CONSULT"));
        assert_eq!(code("Make statement, not specified below").as_deref(), Some("cameo:010"));
        assert_eq!((code("visit"), code("")), (None, None));
    }

    #[test]
    fn words_and_lists_are_read() {
        assert_eq!(actor_kind("Armed_Group"), Some(ActorKind::ArmedGroup));
        assert_eq!(actor_kind("Country"), Some(ActorKind::State));
        assert_eq!(relationship_kind("threat perception"), Some(RelationshipKind::ThreatPerception));
        assert_eq!(voice("Opinion"), Some(Voice::Judgement));
        let mut bars = mapping(DateFormat::Iso, false);
        bars.list_separator = '|';
        assert_eq!(bars.list("a | b;c |"), ["a", "b;c"]);
        assert_eq!(bars.list("[\"a|b\"]"), ["a|b"]);
        let names = mapping(DateFormat::Iso, false).names("Doe, Jane; The Times");
        assert_eq!(names, [name("Doe, Jane"), name("The Times")]);
        assert_eq!(names[0].family.as_deref(), Some("Doe"));
    }
}
