//! The excerpts of a dataset, column by column: most have one quotation, and many a gloss as long as all else.

use std::fmt;
use std::num::{NonZeroU8, NonZeroU32};

use super::column::Column;
use super::ids::{ActorId, DocumentId, ExcerptId};
use super::kind::Voice;
use super::model::Remarks;
use super::parts::{Part, Parts, Row, Sparse};
use super::record::SelectorRecord;
use super::text::Text;

/// The excerpts of a dataset, in file order.
pub type Excerpts = Parts<ExcerptId, ExcerptColumns>;

/// A place in a document that says one thing.
pub type Excerpt<'a> = Row<'a, ExcerptColumns>;

/// Excerpts that follow each other, without their keys.
#[derive(Clone, Debug, Default)]
pub struct ExcerptColumns {
    document: Vec<DocumentId>,
    paragraph: Vec<Option<NonZeroU32>>,
    /// The quotation of those that have one without its context, and nothing else; empty for the others.
    quotation: Column,
    /// The selectors of the others.
    selectors: Sparse<Box<[SelectorRecord]>>,
    gloss: Column,
    voice: Vec<Voice>,
    speaker: Vec<Option<ActorId>>,
    credibility: Vec<Option<NonZeroU8>>,
    remarks: Sparse<Remarks>,
}

/// What an excerpt says beside its key, to be taken into [`Excerpts`].
#[derive(Clone, Debug)]
pub struct ExcerptRow<S> {
    /// The document.
    pub document: DocumentId,
    /// 1-based number of the body paragraph.
    pub paragraph: Option<u32>,
    /// Selectors, each of which finds the same span.
    pub selectors: Vec<SelectorRecord>,
    /// What it says, in the coder's own words.
    pub gloss: S,
    /// Who speaks.
    pub voice: Voice,
    /// Whose words are quoted.
    pub speaker: Option<ActorId>,
    /// Admiralty credibility, 1 to 6.
    pub credibility: Option<u8>,
    /// What is said of it beside.
    pub remarks: Remarks,
}

impl<'a> Excerpt<'a> {
    /// The document.
    pub fn document(self) -> DocumentId {
        self.part.document[self.at]
    }

    /// 1-based number of the body paragraph.
    pub fn paragraph(self) -> Option<u32> {
        self.part.paragraph[self.at].map(NonZeroU32::get)
    }

    /// Selectors, each of which finds the same span.
    pub fn selectors(self) -> Vec<SelectorRecord> {
        match (self.part.selectors.get(self.at), self.part.quotation.get(self.at)) {
            (Some(selectors), _) => selectors.to_vec(),
            (None, "") => Vec::new(),
            (None, exact) => vec![SelectorRecord::TextQuoteSelector {
                exact: exact.into(),
                prefix: Text::new(),
                suffix: Text::new(),
            }],
        }
    }

    /// The fragment that the first of its selectors which is a quotation quotes.
    pub fn fragment(self) -> Option<&'a str> {
        let Some(selectors) = self.part.selectors.get(self.at) else {
            return Some(self.part.quotation.get(self.at)).filter(|exact| !exact.is_empty());
        };
        selectors.iter().find_map(|selector| match selector {
            SelectorRecord::TextQuoteSelector { exact, .. } => Some(exact.as_str()),
            SelectorRecord::TextPositionSelector { .. } | SelectorRecord::FragmentSelector { .. } => None,
        })
    }

    /// What it says, in the coder's own words.
    pub fn gloss(self) -> &'a str {
        self.part.gloss.get(self.at)
    }

    /// Who speaks.
    pub fn voice(self) -> Voice {
        self.part.voice[self.at]
    }

    /// Whose words are quoted.
    pub fn speaker(self) -> Option<ActorId> {
        self.part.speaker[self.at]
    }

    /// Admiralty credibility, 1 to 6.
    pub fn credibility(self) -> Option<u8> {
        self.part.credibility[self.at].map(NonZeroU8::get)
    }

    /// What is said of it beside.
    pub fn remarks(self) -> &'a Remarks {
        self.part.remarks.get(self.at).unwrap_or(Remarks::NONE)
    }
}

impl fmt::Debug for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.gloss(), self.key())
    }
}

impl Excerpts {
    /// Appends an excerpt.
    pub fn push(&mut self, key: &str, excerpt: ExcerptRow<impl AsRef<str>>) -> ExcerptId {
        self.push_with(key, |part| part.add(excerpt))
    }
}

impl Part for ExcerptColumns {
    fn len(&self) -> usize {
        self.document.len()
    }
}

impl ExcerptColumns {
    /// Makes room for so many excerpts, with so many bytes of glosses and of quotations.
    pub(super) fn reserve(&mut self, excerpts: usize, glosses: usize, quotations: usize) {
        self.document.reserve_exact(excerpts);
        self.paragraph.reserve_exact(excerpts);
        self.quotation.reserve(excerpts, quotations);
        self.gloss.reserve(excerpts, glosses);
        self.voice.reserve_exact(excerpts);
        self.speaker.reserve_exact(excerpts);
        self.credibility.reserve_exact(excerpts);
    }

    /// Appends an excerpt, whose key is kept elsewhere.
    pub(super) fn add(&mut self, excerpt: ExcerptRow<impl AsRef<str>>) {
        let ExcerptRow { document, paragraph, selectors, gloss, voice, speaker, credibility, remarks } =
            excerpt;
        let at = self.document.len();
        if !remarks.is_empty() {
            self.remarks.push(at, remarks);
        }
        match selectors.as_slice() {
            [] => self.quotation.push(""),
            [SelectorRecord::TextQuoteSelector { exact, prefix, suffix }]
                if !exact.is_empty() && prefix.is_empty() && suffix.is_empty() =>
            {
                self.quotation.push(exact);
            }
            _ => {
                self.quotation.push("");
                self.selectors.push(at, selectors.into());
            }
        }
        self.document.push(document);
        // That there is no paragraph 0, and no credibility of 0, was seen before.
        self.paragraph.push(paragraph.and_then(NonZeroU32::new));
        self.gloss.push(gloss.as_ref());
        self.voice.push(voice);
        self.speaker.push(speaker);
        self.credibility.push(credibility.and_then(NonZeroU8::new));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::dataset::ids::Id;

    fn selector() -> impl Strategy<Value = SelectorRecord> {
        let text =
            || prop_oneof![Just(String::new()), "\\PC{1,30}"].prop_map(|text| Text::from(text.as_str()));
        let quotation = |exact, prefix, suffix| SelectorRecord::TextQuoteSelector { exact, prefix, suffix };
        prop_oneof![
            text().prop_map(move |exact| quotation(exact, Text::new(), Text::new())),
            (text(), text(), text())
                .prop_map(move |(exact, prefix, suffix)| quotation(exact, prefix, suffix)),
            Just(SelectorRecord::TextPositionSelector { start: 1, end: 7 }),
        ]
    }

    type Told = (Vec<SelectorRecord>, String, Option<u32>, Option<usize>, Option<u8>, Option<String>);

    fn row((selectors, gloss, paragraph, speaker, credibility, note): &Told) -> ExcerptRow<String> {
        ExcerptRow {
            document: DocumentId::from_index(gloss.len()),
            paragraph: *paragraph,
            selectors: selectors.clone(),
            gloss: gloss.clone(),
            voice: Voice::ALL[gloss.len() % Voice::ALL.len()],
            speaker: speaker.map(ActorId::from_index),
            credibility: *credibility,
            remarks: Remarks::new(note.as_deref().map(Text::from), Box::default()),
        }
    }

    proptest! {
        /// Every excerpt says what it was made of.
        #[test]
        fn excerpts_are_given_back_as_they_were_taken_in(
            told in prop::collection::vec(
                (
                    prop::collection::vec(selector(), 0..3), "\\PC{0,30}", prop::option::of(1_u32..9),
                    prop::option::of(0_usize..9), prop::option::of(1_u8..7), prop::option::of("[a-z]{1,20}"),
                ),
                0..12,
            ),
        ) {
            let mut excerpts = Excerpts::default();
            for (nth, told) in told.iter().enumerate() {
                excerpts.push(&format!("x{nth}"), row(told));
            }
            prop_assert_eq!(excerpts.len(), told.len());
            for ((id, excerpt), told) in excerpts.iter().zip(&told) {
                let row = row(told);
                prop_assert_eq!(excerpt.key(), format!("x{}", id.index()));
                prop_assert_eq!((excerpt.document(), excerpt.paragraph()), (row.document, row.paragraph));
                prop_assert_eq!((excerpt.gloss(), excerpt.voice()), (row.gloss.as_str(), row.voice));
                prop_assert_eq!((excerpt.speaker(), excerpt.credibility()), (row.speaker, row.credibility));
                prop_assert_eq!(excerpt.remarks().note(), row.remarks.note());
                let fragment = row.selectors.iter().find_map(|selector| match selector {
                    SelectorRecord::TextQuoteSelector { exact, .. } => Some(exact.as_str()),
                    _ => None,
                });
                prop_assert_eq!(excerpt.fragment(), fragment);
                prop_assert_eq!(excerpt.selectors(), row.selectors);
            }
        }
    }
}
