//! The times of GEXF: `start` and `end`, open or not, time stamps, and the lists of 1.3.

use super::super::graph::Spell;
use super::super::xml::Element;

/// Takes the times that an element has of its own. Returns whether one of them was open: it ends before what is
/// written, which a dataset cannot say.
pub(super) fn take(element: &mut Element<'_>, spells: &mut Vec<Spell>) -> bool {
    if !element.attributes.iter().any(|(name, _)| is_time(name)) {
        return false;
    }
    let mut is_open = false;
    let mut side = |closed: &str, open: &str| {
        let (closed, open) = (element.take(closed), element.take(open));
        is_open |= open.is_some();
        closed.or(open).filter(|time| !is_infinite(time))
    };
    let (start, end) = (side("start", "startopen"), side("end", "endopen"));
    if start.is_some() || end.is_some() {
        spells.push(Spell { start, end });
    }
    let at = |time: &str| Spell { start: Some(time.to_owned()), end: Some(time.to_owned()) };
    if let Some(time) = element.take("timestamp") {
        spells.push(at(time.trim()));
    }
    for list in element.take("timestamps").iter() {
        spells.extend(items(list, &[',', ';']).map(at));
    }
    for list in element.take("intervals").iter() {
        for interval in items(list, &[';']) {
            is_open |= interval.starts_with('(') || interval.ends_with(')');
            let inner = interval.trim_matches(['[', ']', '(', ')']);
            let mut sides = inner.splitn(3, ',').map(str::trim).map(|time| time.to_owned());
            let mut side = || sides.next().filter(|time| !time.is_empty() && !is_infinite(time));
            spells.push(Spell { start: side(), end: side() });
        }
    }
    is_open
}

fn is_time(name: &str) -> bool {
    matches!(name, "start" | "startopen" | "end" | "endopen" | "timestamp" | "timestamps" | "intervals")
}

/// `<[2001, 2002); [2004, 2005]>`, taken apart.
fn items<'a>(list: &'a str, between: &'a [char]) -> impl Iterator<Item = &'a str> {
    let list = list.trim().trim_matches(['<', '>']);
    // The brackets are of the whole list of time stamps, but of each interval.
    let list = if between.contains(&',') { list.trim_matches(['[', ']']) } else { list };
    list.split(between).map(str::trim).filter(|item| !item.is_empty())
}

fn is_infinite(time: &str) -> bool {
    let time = time.trim().trim_start_matches(['-', '+']).to_ascii_lowercase();
    matches!(time.as_str(), "inf" | "infinity")
}
