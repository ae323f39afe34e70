//! The times of GEXF: `start` and `end`, open or not, time stamps, and the lists of 1.3.

use ecow::EcoString;

use super::super::graph::Spell;
use super::super::xml::Element;

/// The attributes of an element that say when something is there.
#[derive(Default)]
pub(super) struct Times<'x> {
    start: Option<&'x str>,
    start_open: Option<&'x str>,
    end: Option<&'x str>,
    end_open: Option<&'x str>,
    stamp: Option<&'x str>,
    stamps: Option<&'x str>,
    intervals: Option<&'x str>,
}

impl<'x> Times<'x> {
    /// All of an element, which may have others.
    pub fn of(element: &Element<'x>) -> Self {
        let mut times = Self::default();
        for (name, value) in element.attributes() {
            times.take(name, value);
        }
        times
    }

    /// Takes an attribute. Returns whether it is a time.
    pub fn take(&mut self, name: &str, value: &'x str) -> bool {
        let side = match name {
            "start" => &mut self.start,
            "startopen" => &mut self.start_open,
            "end" => &mut self.end,
            "endopen" => &mut self.end_open,
            "timestamp" => &mut self.stamp,
            "timestamps" => &mut self.stamps,
            "intervals" => &mut self.intervals,
            _ => return false,
        };
        if !value.is_empty() {
            side.get_or_insert(value);
        }
        true
    }

    /// Adds what they say. Returns whether one of them was open: it ends before what is written, which a dataset
    /// cannot say.
    pub fn spells(self, spells: &mut Vec<Spell>) -> bool {
        let Self { start, start_open, end, end_open, stamp, stamps, intervals } = self;
        let mut is_open = start_open.is_some() || end_open.is_some();
        let side = |time: Option<&str>| time.filter(|time| !is_infinite(time)).map(EcoString::from);
        let (start, end) = (side(start.or(start_open)), side(end.or(end_open)));
        if start.is_some() || end.is_some() {
            spells.push(Spell { start, end });
        }
        let at = |time: &str| Spell { start: Some(time.into()), end: Some(time.into()) };
        spells.extend(stamp.map(|time| at(time.trim())));
        if let Some(list) = stamps {
            spells.extend(items(list, &[',', ';']).map(at));
        }
        for interval in intervals.iter().flat_map(|list| items(list, &[';'])) {
            is_open |= interval.starts_with('(') || interval.ends_with(')');
            let inner = interval.trim_matches(['[', ']', '(', ')']);
            let mut sides = inner.splitn(3, ',').map(str::trim);
            let mut next = || side(sides.next().filter(|time| !time.is_empty()));
            spells.push(Spell { start: next(), end: next() });
        }
        is_open
    }
}

/// `<[2001, 2002); [2004, 2005]>`, taken apart.
fn items<'a>(list: &'a str, between: &'a [char]) -> impl Iterator<Item = &'a str> {
    let list = list.trim().trim_matches(['<', '>']);
    // The brackets are of the whole list of time stamps, but of each interval.
    let list = if between.contains(&',') { list.trim_matches(['[', ']']) } else { list };
    list.split(between).map(str::trim).filter(|item| !item.is_empty())
}

fn is_infinite(time: &str) -> bool {
    let time = time.trim().trim_start_matches(['-', '+']);
    ["inf", "infinity"].iter().any(|word| time.eq_ignore_ascii_case(word))
}
