//! Spells of graph formats and dates of ours.

use std::collections::HashMap;

use ecow::{EcoString, eco_format};
use foldhash::fast::RandomState;

use crate::dataset::{Day, Edtf};

/// A time at which a node or edge is there.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Spell {
    /// When it begins, as the file has it; open where there is none.
    pub start: Option<EcoString>,
    /// When it ends, as the file has it; open where there is none.
    pub end: Option<EcoString>,
}

impl Spell {
    /// The days of a date.
    pub fn of(date: &Edtf) -> Self {
        let range = date.range();
        let text = |day: Option<Day>| day.map(|day| eco_format!("{day}"));
        Self { start: text(range.first), end: text(range.last) }
    }

    /// The spell as a period; `None` where its ends are no dates, such as the steps of a simulation.
    pub fn to_date(&self) -> Option<Edtf> {
        let side = |end: &Option<EcoString>| match end {
            None => Some(None),
            Some(text) => date(text).map(Some),
        };
        let text = match (side(&self.start)?, side(&self.end)?) {
            (None, None) => return None,
            (Some(start), Some(end)) if start == end => start,
            (start, end) => {
                let or_open = |side: Option<String>| side.unwrap_or_else(|| "..".to_owned());
                format!("{}/{}", or_open(start), or_open(end))
            }
        };
        Edtf::parse(&text).ok()
    }

    /// As text: `2001/2005`.
    pub fn to_text(&self) -> String {
        let side = |end: &Option<EcoString>| end.clone().unwrap_or_else(|| "..".into());
        format!("{}/{}", side(&self.start), side(&self.end))
    }
}

/// The periods of spells, each read once: a graph has the same ones again and again.
#[derive(Default)]
pub(super) struct Periods(HashMap<Spell, Option<Edtf>, RandomState>);

impl Periods {
    /// The most that are known at a time: those of the days of forty years.
    const MOST: usize = 1 << 14;

    /// As [`Spell::to_date`].
    pub fn of(&mut self, spell: &Spell) -> Option<Edtf> {
        if let Some(known) = self.0.get(spell) {
            return known.clone();
        }
        let date = spell.to_date();
        if self.0.len() < Self::MOST {
            self.0.insert(spell.clone(), date.clone());
        }
        date
    }
}

/// What may be a date of ISO 8601, or a year, as EDTF: whether there is such a day is not asked here. The time of a day is left out, since a dataset has none.
fn date(text: &str) -> Option<String> {
    let text = text.trim();
    // 2009.0 is how a graph of numbers writes the year 2009.
    let text = text.strip_suffix(".0").unwrap_or(text);
    let day = match text.find(['T', ' ']) {
        Some(at) if at >= 10 => &text[..at],
        Some(_) | None => text,
    };
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = day.split('-').collect();
    let is_date = match parts.as_slice() {
        [year] => digits(year, 4),
        [year, month] => digits(year, 4) && digits(month, 2),
        [year, month, day] => digits(year, 4) && digits(month, 2) && digits(day, 2),
        _ => false,
    };
    is_date.then(|| day.to_owned())
}

/// Whether a spell of days says all that a date says: one of two days, or open at an end.
pub(super) fn is_plain(date: &Edtf) -> bool {
    Spell::of(date).to_date().is_some_and(|again| again == *date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spells_become_periods_as_far_as_they_are_dates() {
        let period = |start: Option<&str>, end: Option<&str>| {
            let spell = Spell { start: start.map(EcoString::from), end: end.map(EcoString::from) };
            spell.to_date().map(|date| date.as_str().to_owned())
        };
        assert_eq!(period(Some("2009-03-01"), Some("2009-03-10")).as_deref(), Some("2009-03-01/2009-03-10"));
        assert_eq!(period(Some("2009-03-01T12:00:00Z"), None).as_deref(), Some("2009-03-01/.."));
        assert_eq!(period(None, Some("2009.0")).as_deref(), Some("../2009"));
        assert_eq!(period(Some("2009"), Some("2009")).as_deref(), Some("2009"));
        assert_eq!(period(Some("17.5"), Some("18")), None);
        assert_eq!(period(Some("2009-02-30"), Some("2010")), None);
        assert_eq!(period(None, None), None);
    }

    #[test]
    fn a_date_is_plain_where_days_say_it_all() {
        let plain = |text: &str| is_plain(&Edtf::parse(text).expect("a date"));
        assert!(plain("2025-01-02") && plain("2025-01-02/2025-02-03") && plain("2025-01-02/.."));
        assert!(!plain("2025-01") && !plain("2025-01-02~") && !plain("202X"));
    }
}
