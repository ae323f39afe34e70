//! When the selected things were that have no mark of their own: ties, instruments, events of other pairs.

use crate::dataset::{Day, Edtf, Item, NodeId};
use crate::session::Session;

use super::axis::x_of;
use super::model::Model;

/// The time of a selected thing.
#[derive(Clone, PartialEq, Debug)]
pub struct Period {
    /// The thing.
    pub item: Item,
    /// Its name.
    pub name: String,
    /// The first day; `None` is open.
    pub first: Option<Day>,
    /// The last day; `None` is open.
    pub last: Option<Day>,
}

/// The periods of what is selected, in the order of the selection.
pub fn selected<'a>(session: &'a Session, model: &'a Model) -> impl Iterator<Item = Period> + use<'a> {
    let dataset = session.dataset();
    let period = move |&item: &Item| {
        let date: &Edtf = match item {
            Item::Event(id) if !model.marks_of(id).is_empty() => return None,
            Item::Event(id) => dataset.events.get(id)?.date(),
            Item::Relationship(id) => dataset.relationships.get(id)?.period.as_ref()?,
            Item::Node(NodeId::Instrument(id)) => dataset.instruments.get(id)?.period.as_ref()?,
            Item::Node(NodeId::Actor(_)) | Item::Excerpt(_) | Item::Document(_) | Item::Point(_) => {
                return None;
            }
        };
        let (first, last) = (date.earliest(), date.latest());
        Some(Period { item, name: dataset.item_name(item), first, last })
    };
    session.selection().items().iter().filter_map(period)
}

/// From the first to the last day of what is selected, as x: what a panel that follows must show. `None` where
/// the selection has no time.
pub fn to_reveal(session: &Session, model: &Model) -> Option<(f64, f64)> {
    let selection = session.selection();
    let events = selection.items().iter().filter_map(|&item| match item {
        Item::Event(id) => model.marks_of(id).first(),
        Item::Node(_) | Item::Relationship(_) | Item::Excerpt(_) | Item::Document(_) | Item::Point(_) => None,
    });
    let marks = events.map(|&index| model.marks[index].day);
    let points = selection.items().iter().filter_map(|&item| match item {
        Item::Point(point) => Some(point.day),
        Item::Node(_) | Item::Relationship(_) | Item::Event(_) | Item::Excerpt(_) | Item::Document(_) => None,
    });
    let ends = selected(session, model).flat_map(|period| [period.first, period.last]).flatten();
    let days: Vec<Day> = marks.chain(points).chain(ends).collect();
    Some((x_of(*days.iter().min()?), x_of(*days.iter().max()?)))
}
