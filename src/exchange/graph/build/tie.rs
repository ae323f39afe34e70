//! What an edge becomes: a relationship or an event or, where it is ours and says so, a membership or an office.

use std::io;

use crate::dataset::RelationshipKind;
use crate::dataset::check::is_slug;
use crate::dataset::coding::EventCode;
use crate::dataset::record::{EventRecord, OfficeRecord, PartOfRecord, RelationshipRecord};

use super::super::own::{Own, clean, own_last};
use super::super::{Edge, Spell, guess, text};
use super::{Builder, Kind, Place, is_number, of_word};

/// An edge that is a relationship or an event, with the keys of its ends.
struct Tie {
    id: Option<String>,
    label: Option<String>,
    from: String,
    to: String,
    is_directed: bool,
    spells: Vec<Spell>,
    line: u64,
}

impl Builder<'_> {
    /// Makes a record of an edge whose ends are known.
    pub(super) fn tie(&mut self, edge: Edge, source: Place, target: Place) -> io::Result<()> {
        self.count.edges += 1;
        if edge.from == edge.to {
            let reason = "it goes from a node to itself, and nothing is tied to itself";
            self.report.dropped("edge", reason, edge.line, format!("{} to {}", edge.from, edge.to));
            return Ok(());
        }
        let Edge { id, from, to, is_directed, label, spells, attributes, line } = edge;
        let (from, to) = (self.key(from, source), self.key(to, target));
        let mut own = Own::take(attributes);
        let label = label.map(|label| clean(label.trim())).filter(|label| !label.is_empty());
        let is_to_actor = target.kind != Kind::Instrument;
        match (own.text("record").as_deref(), self.kept(source)) {
            (Some("part-of"), Some(part)) if is_to_actor => {
                let tie = PartOfRecord {
                    actor: to,
                    period: own.date("period"),
                    evidence: own.evidence(&self.excerpts),
                    note: own.text("note"),
                };
                self.part_of(part, tie, line);
                Ok(())
            }
            (Some("office"), Some(holder)) if is_to_actor => {
                let title = own.text("title").or(label).unwrap_or("office".to_owned());
                let office = OfficeRecord {
                    title,
                    of: to,
                    period: own.date("period"),
                    evidence: own.evidence(&self.excerpts),
                    note: own.text("note"),
                };
                self.record.actors[holder].office.push(office);
                Ok(())
            }
            (Some("event"), _) if source.kind != Kind::Instrument => {
                self.event(own, Tie { id, label, from, to, is_directed, spells, line })
            }
            _ => self.relationship(own, Tie { id, label, from, to, is_directed, spells, line }),
        }
    }

    /// The key of a node of an id, which is the id itself for most.
    fn key(&self, id: String, place: Place) -> String {
        let key = self.keys.texts().get(place.key);
        if key == id { id } else { key.to_owned() }
    }

    fn event(&mut self, mut own: Own, tie: Tie) -> io::Result<()> {
        let Tie { id, label, from, to, is_directed: _, spells: _, line } = tie;
        let score: Option<f64> = own.text("score").and_then(|score| score.parse().ok());
        let score = score.filter(|score| (-10.0..=10.0).contains(score));
        let code = own
            .text("code")
            .filter(|code| EventCode::parse(code).is_ok_and(|code| code.score.or(score).is_some()));
        let (Some(code), Some(date)) = (code, own.date("date")) else {
            let shown = format!("{from} to {to}");
            self.report.dropped("event", "its code or its date is none", line, shown);
            return Ok(());
        };
        let row = EventRecord {
            id: self.own_key(id, "event"),
            label: label.unwrap_or_else(|| code.clone()),
            code,
            from,
            to,
            date,
            score,
            sources: own.text("sources").and_then(|count| count.parse().ok()).filter(|&count| count > 0),
            evidence: own.evidence(&self.excerpts),
            note: own.text("note"),
            attributes: own.finish(&["record", "code", "score", "value", "date", "sources", "note"]),
        };
        self.count.events += 1;
        self.sink.event(row)
    }

    fn relationship(&mut self, mut own: Own, tie: Tie) -> io::Result<()> {
        let Tie { id, label, from, to, is_directed, spells, line } = tie;
        let is_own = own.text("record").is_some();
        let own_kind = own.text("kind").as_deref().and_then(of_word::<RelationshipKind>).filter(|_| is_own);
        let kind = own_kind.or_else(|| guess::relationship(&own.rest, label.as_deref()));
        let kind = kind.unwrap_or(RelationshipKind::Unspecified);
        let label = if is_own {
            own.text("label")
        } else {
            label.filter(|label| label.to_lowercase() != kind.word())
        };
        let (period, note) = (own.date("period"), own.text("note"));
        let evidence = own.evidence(&self.excerpts);
        let mut attributes = own.finish(&["record", "kind", "sign", "label", "period", "note"]);
        let key = match id {
            Some(id) if is_slug(&id) && self.keys.take_hashed(&id) => id,
            id => {
                if let Some(id) = id.filter(|id| !is_number(id)) {
                    attributes.push(text("id", clean(&id)));
                }
                self.keys.slug_hashed(&format!("{from}-{to}"), "tie")
            }
        };
        let mut dated = spells.iter().filter_map(|spell| self.periods.of(spell));
        let (first, others) = (dated.next(), dated.collect::<Vec<_>>());
        let count = others.len() + usize::from(first.is_some());
        if count < spells.len() && period.is_none() {
            let texts: Vec<String> = spells.iter().map(Spell::to_text).collect();
            self.report.changed(
                "edge",
                "its times are no dates; they stay in an attribute",
                line,
                texts.join(";"),
            );
            attributes.push(text("spells", texts.join(";")));
        }
        // What is said in our own words goes before the times of the format.
        let (period, others) = match period {
            Some(period) => (Some(period), Vec::new()),
            None => (first, others),
        };
        own_last(&mut attributes);
        let row = RelationshipRecord {
            id: key,
            kind,
            from,
            to,
            mutual: !is_directed,
            label,
            period,
            evidence,
            note,
            attributes,
        };
        if !others.is_empty() {
            self.report.changed(
                "edge",
                "it is there at several times, each of which is a relationship",
                line,
                &row.id,
            );
        }
        let others: Vec<RelationshipRecord> = others
            .into_iter()
            .map(|period| RelationshipRecord {
                id: self.keys.slug_hashed(&row.id, "tie"),
                period: Some(period),
                ..row.clone()
            })
            .collect();
        self.count.ties += 1 + others.len() as u64;
        self.sink.relationship(row)?;
        others.into_iter().try_for_each(|row| self.sink.relationship(row))
    }

    fn own_key(&mut self, id: Option<String>, fallback: &str) -> String {
        match id {
            Some(id) if is_slug(&id) && self.keys.take_hashed(&id) => id,
            Some(id) => self.keys.slug_hashed(&id, fallback),
            None => self.keys.slug_hashed(fallback, fallback),
        }
    }
}
