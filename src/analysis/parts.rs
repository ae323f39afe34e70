//! Parts and wholes: for whom an actor speaks, and where it belongs.
//!
//! A person is part of a government or holds an office in it, a government is part of a state, a body is
//! part of an organisation. An office ties a person to its whole just as `part of` does.

use crate::dataset::model::{Actor, PartOf};
use crate::dataset::{ActorId, ActorKind, Dataset, Day, Edtf};

/// What ties an actor to a whole: the whole, and when the tie holds (`None`: the source does not say).
/// The `part of` ties come first, then the offices, each in file order.
pub fn ties(actor: &Actor) -> impl Iterator<Item = (ActorId, Option<&Edtf>)> {
    let parts = actor.part_of.iter().map(|tie| (tie.whole, tie.period.as_ref()));
    let offices = actor.offices.iter().map(|office| (office.of, office.period.as_ref()));
    parts.chain(offices)
}

/// For whom `actor` speaks on `day`: itself first, then every whole that it is part of on that day,
/// directly or through other wholes, nearest first and each once.
///
/// A tie counts where its period may contain the day, or where it has none. An office that has ended, or
/// has not begun, does not count.
pub fn speaks_for(dataset: &Dataset, actor: ActorId, day: Day) -> Vec<ActorId> {
    reach(dataset, actor, |period| period.is_none_or(|period| period.overlaps(Some(day), Some(day))))
}

/// For whom `actor` speaks at one time or another: [`speaks_for`], whatever the periods of the ties.
pub fn ever_speaks_for(dataset: &Dataset, actor: ActorId) -> Vec<ActorId> {
    reach(dataset, actor, |_| true)
}

/// `actor` and all that can be reached from it over ties that hold, breadth first.
pub(super) fn reach(
    dataset: &Dataset,
    actor: ActorId,
    holds: impl Fn(Option<&Edtf>) -> bool,
) -> Vec<ActorId> {
    let mut reached = Vec::new();
    reach_into(dataset, actor, holds, &mut reached);
    reached
}

/// As [`reach`], in the room of what was reached before.
pub(super) fn reach_into(
    dataset: &Dataset,
    actor: ActorId,
    holds: impl Fn(Option<&Edtf>) -> bool,
    reached: &mut Vec<ActorId>,
) {
    reached.clear();
    reached.push(actor);
    let mut next = 0;
    while let Some(&part) = reached.get(next) {
        next += 1;
        for (whole, period) in ties(&dataset.actors[part]) {
            if holds(period) && !reached.contains(&whole) {
                reached.push(whole);
            }
        }
    }
}

/// The outermost whole of `actor` irrespective of date, by the first tie at each step: the group that it is
/// drawn in. An actor that is part of nothing is its own home.
///
/// Actors that are part of each other in a circle share the first of them in file order.
pub fn home(dataset: &Dataset, actor: ActorId) -> ActorId {
    let mut path = vec![actor];
    let mut here = actor;
    while let Some((whole, _)) = ties(&dataset.actors[here]).next() {
        if let Some(start) = path.iter().position(|&passed| passed == whole) {
            return path[start..].iter().copied().min().unwrap_or(whole);
        }
        path.push(whole);
        here = whole;
    }
    here
}

/// The actors with a tie of their own to `whole` irrespective of date, in file order, each once.
pub fn members(dataset: &Dataset, whole: ActorId) -> Vec<ActorId> {
    let is_member = |actor: &Actor| ties(actor).any(|(tied, _)| tied == whole);
    dataset.actors.iter().filter(|&(id, actor)| id != whole && is_member(actor)).map(|(id, _)| id).collect()
}

/// The actors that are part of `whole` irrespective of date, directly or through other wholes, in file order.
pub fn all_members(dataset: &Dataset, whole: ActorId) -> Vec<ActorId> {
    let belongs = |id: ActorId| id != whole && ever_speaks_for(dataset, id).contains(&whole);
    dataset.actors.ids().filter(|&id| belongs(id)).collect()
}

/// The governments that are part of `state`, with the tie that says when: in order of period, those
/// without a period last. A government with two terms is there twice.
pub fn governments(dataset: &Dataset, state: ActorId) -> Vec<(ActorId, &PartOf)> {
    let mut terms: Vec<(ActorId, &PartOf)> = dataset
        .actors
        .iter()
        .filter(|(_, actor)| actor.kind == ActorKind::Government)
        .flat_map(|(id, actor)| actor.part_of.iter().map(move |tie| (id, tie)))
        .filter(|(_, tie)| tie.whole == state)
        .collect();
    terms.sort_by(|(a_id, a), (b_id, b)| {
        (a.period.is_none(), &a.period, a_id).cmp(&(b.period.is_none(), &b.period, b_id))
    });
    terms
}
