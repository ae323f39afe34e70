//! The lists of an item that take a search or a sort: made once, not in every frame.

use crate::analysis::alignment::{Series, Share};
use crate::dataset::{EventId, ExcerptId, Item, RelationshipId, SeriesPoint};
use crate::session::{SeriesSettings, Session};

use super::super::context::ViewContext;
use super::super::kept::{Kept, Of};

/// What was found for the item that is shown.
#[derive(Default)]
pub struct Lists {
    events: Kept<(Of, Item), Vec<EventId>>,
    proved: Kept<(Of, ExcerptId), Vec<Item>>,
    shares: Kept<(Of, SeriesPoint, Option<SeriesSettings>), Vec<Share>>,
}

impl Lists {
    /// The events of a node, or those between the ends of a relationship, oldest first.
    pub fn events(&mut self, ctx: &ViewContext<'_>, item: Item) -> &[EventId] {
        let session = ctx.session;
        self.events.fit((of(session), item), || {
            let mut events = match item {
                Item::Node(node) => session.index().events(node).to_vec(),
                Item::Relationship(id) => between_ends(session, id),
                Item::Event(_) | Item::Excerpt(_) | Item::Document(_) | Item::Point(_) => Vec::new(),
            };
            session.dataset().events.sort_by_date(&mut events);
            events
        })
    }

    /// What an excerpt proves.
    pub fn proved(&mut self, ctx: &ViewContext<'_>, id: ExcerptId) -> &[Item] {
        self.proved.fit((of(ctx.session), id), || ctx.session.index().proves(id).collect())
    }

    /// The events behind a point of a series, those with the largest share first.
    pub fn shares(&mut self, ctx: &ViewContext<'_>, point: SeriesPoint, series: &Series) -> &[Share] {
        let settings = ctx.session.series_settings().cloned();
        self.shares.fit((of(ctx.session), point, settings), || {
            let mut shares = series.shares(point.day);
            shares.sort_by(|a, b| b.of_weight.total_cmp(&a.of_weight).then(a.event.cmp(&b.event)));
            shares
        })
    }
}

fn of(session: &Session) -> Of {
    Of::dataset(session.dataset())
}

fn between_ends(session: &Session, id: RelationshipId) -> Vec<EventId> {
    let relationship = &session.dataset().relationships[id];
    session.index().events_between(relationship.from, relationship.to)
}
