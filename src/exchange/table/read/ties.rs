//! Events and relationships: rows that go from one node to another.

use std::io;

use crate::dataset::record::{AttributeRecord, EventRecord, RelationshipRecord};
use crate::dataset::{Edtf, RelationshipKind};

use super::super::super::graph::text;
use super::super::{Field, values};
use super::Reader;
use super::nodes::Node;
use super::told::Told;
use values::has_short_year;

/// Why a row is left out.
const SHORT_YEAR: &str = "its year has two digits, and nobody can know the century: write all four";

/// Why a value is none of its field.
const SHORT_YEAR_KEPT: &str =
    "its year has two digits, and nobody can know the century (write all four); it stays in an attribute";

impl Reader<'_, '_> {
    pub(super) fn event(&mut self, told: Told<'_>) -> io::Result<()> {
        let Ok(Some(date)) = told.date(Field::Date) else {
            let shown = told.shown_date(Field::Date);
            let reason = match shown.as_str() {
                "" => "it has no date",
                shown if has_short_year(shown) => SHORT_YEAR,
                _ => "its date cannot be read",
            };
            self.report.dropped("row", reason, told.line, if shown.is_empty() { told.ends() } else { shown });
            return Ok(());
        };
        let Ok(Some(code)) = told.read(Field::Code, values::event_code) else {
            let shown = told.word(Field::Code).unwrap_or_default();
            self.report.dropped("row", "its event code is none of CAMEO or PLOVER", told.line, shown);
            return Ok(());
        };
        let mut attributes = told.attributes();
        let score = told.read(Field::Score, |text| told.plan.mapping.score(text)).unwrap_or_else(|_| {
            let why = "it is no score from -10 to 10, or beyond its scale; it stays in an attribute";
            self.misfit(told, Field::Score, why, &mut attributes);
            None
        });
        if code.score.or(score).is_none() {
            let reason = "its scheme has no scores, and the row gives none";
            self.report.dropped("row", reason, told.line, code.to_string());
            return Ok(());
        }
        let Some((from, to)) = self.ends(told)? else { return Ok(()) };
        let Node::Actor(_) = from else {
            let reason = "it is an act of an instrument, and only actors act";
            self.report.dropped("row", reason, told.line, told.ends());
            return Ok(());
        };
        let count =
            |text: &str| u32::try_from(told.plan.mapping.whole(text)?).ok().filter(|&count| count > 0);
        let sources = told.read(Field::Sources, count).unwrap_or_else(|_| {
            self.misfit(
                told,
                Field::Sources,
                "it is no number of sources; it stays in an attribute",
                &mut attributes,
            );
            None
        });
        let label = told.text(Field::Label).unwrap_or_else(|| code.meaning.to_owned());
        let id = self.key(told, "event", &mut attributes);
        let evidence = self.proof(told, &label, &mut attributes)?;
        let record = EventRecord {
            id,
            label,
            code: code.to_string(),
            from: self.key_of(from).to_owned(),
            to: self.key_of(to).to_owned(),
            date,
            score,
            sources,
            evidence,
            note: told.text(Field::Note),
            attributes,
        };
        self.report.kept("event", 1);
        self.sink.event(record)
    }

    pub(super) fn relationship(&mut self, told: Told<'_>) -> io::Result<()> {
        let Some((from, to)) = self.ends(told)? else { return Ok(()) };
        let mut attributes = told.attributes();
        let mut label = told.text(Field::Label);
        let mut mutual = told.read(Field::Mutual, values::boolean).unwrap_or_else(|_| {
            self.misfit(
                told,
                Field::Mutual,
                "it is neither yes nor no; it stays in an attribute",
                &mut attributes,
            );
            None
        });
        let said = told.word(Field::Kind);
        let kind = match said.map(|word| (word, values::relationship_kind(word))) {
            None => RelationshipKind::Unspecified,
            Some((_, Some(kind))) => kind,
            Some((word, None)) => {
                // Gephi says here whether an edge has a direction.
                if let (None, Some(both)) = (mutual, values::both_ways(word)) {
                    mutual = Some(both);
                } else if label.is_none() {
                    label = told.text(Field::Kind);
                    let reason = "its kind is none of ours; it is unspecified, and the word is its label";
                    self.report.changed("relationship", reason, told.line, word);
                } else {
                    let why = "it is no kind of relationship; it stays in an attribute";
                    self.misfit(told, Field::Kind, why, &mut attributes);
                }
                RelationshipKind::Unspecified
            }
        };
        let period = self.period(told, &mut attributes);
        let (from, to) = (self.key_of(from).to_owned(), self.key_of(to).to_owned());
        let id = self.key(told, &format!("{from}-{to}"), &mut attributes);
        let gloss = label.clone().unwrap_or_else(|| format!("{kind}: {}", told.ends()));
        let evidence = self.proof(told, &gloss, &mut attributes)?;
        let record = RelationshipRecord {
            id,
            kind,
            from,
            to,
            mutual: mutual.unwrap_or(false),
            label,
            period,
            evidence,
            note: told.text(Field::Note),
            attributes,
        };
        self.report.kept("relationship", 1);
        self.sink.relationship(record)
    }

    /// Both ends of a row; `None`, and told, where one is missing or they are the same.
    fn ends(&mut self, told: Told<'_>) -> io::Result<Option<(Node, Node)>> {
        self.has_ties = true;
        let (Some(from), Some(to)) = (told.word(Field::From), told.word(Field::To)) else {
            self.report.dropped("row", "one of its ends is empty", told.line, told.ends());
            return Ok(None);
        };
        let ends = if from == to { None } else { Some((self.named(from, told)?, self.named(to, told)?)) };
        let ends = ends.filter(|(from, to)| from != to);
        if ends.is_none() {
            let reason = "it goes from an actor to itself, and nothing is tied to itself";
            self.report.dropped("row", reason, told.line, told.ends());
        }
        Ok(ends)
    }

    /// What proves a row: the excerpts that it names, and the one that it brings along.
    fn proof(
        &mut self,
        told: Told<'_>,
        gloss: &str,
        attributes: &mut Vec<AttributeRecord>,
    ) -> io::Result<Vec<String>> {
        let mut evidence = self.evidence(told, attributes);
        evidence.extend(self.brought_excerpt(told, gloss)?);
        Ok(evidence)
    }

    /// When something holds. What cannot be read stays in an attribute.
    pub(super) fn period(&mut self, told: Told<'_>, attributes: &mut Vec<AttributeRecord>) -> Option<Edtf> {
        told.date(Field::Period).unwrap_or_else(|_| {
            let shown = told.shown_date(Field::Period);
            let why = if has_short_year(&shown) {
                SHORT_YEAR_KEPT
            } else {
                "it is no date; it stays in an attribute"
            };
            self.report.changed("value", why, told.line, &shown);
            attributes.push(text("period", super::super::super::graph::clean(&shown)));
            None
        })
    }

    /// A date in one column. What cannot be read stays in an attribute.
    pub(super) fn date_or_misfit(
        &mut self,
        told: Told<'_>,
        field: Field,
        attributes: &mut Vec<AttributeRecord>,
    ) -> Option<Edtf> {
        told.read(field, |text| told.plan.mapping.date(text)).unwrap_or_else(|_| {
            let is_short = told.text(field).is_some_and(|text| has_short_year(&text));
            let why = if is_short { SHORT_YEAR_KEPT } else { "it is no date; it stays in an attribute" };
            self.misfit(told, field, why, attributes);
            None
        })
    }
}
