//! Documents and excerpts: those of tables, and those that a row of ties or events brings along in columns of its own.

use std::collections::HashMap;
use std::io;

use crate::dataset::Voice;
use crate::dataset::quoting::{self, MAX_WORDS};
use crate::dataset::record::{AttributeRecord, DocumentRecord, ExcerptRecord, SelectorRecord, TextRecord};

use super::super::super::graph::clean;
use super::super::super::keys::Keys;
use super::super::super::texts::Links;
use super::super::{Field, values};
use super::Reader;
use super::nodes::Node;
use super::told::Told;

/// The rules that a page follows as a fragment (W3C Web Annotation Data Model, section 4.2.1).
pub(in super::super) const PAGES: &str = "http://tools.ietf.org/rfc/rfc3778";

/// The longest quotation that is looked at, in bytes: far more than 12 words.
const LONGEST: usize = 2_000;

/// What is known of documents and excerpts, which are handed on. Texts are those of the keys.
#[derive(Default)]
pub(super) struct Sources {
    /// The table that is read.
    file: String,
    /// Our keys of documents by those in their table.
    documents: Links,
    /// Our keys of documents by their addresses and titles; the first one counts.
    addresses: Links,
    /// How many paragraphs a document has, by our key, where that is known.
    paragraphs: HashMap<u32, u32>,
    /// Our keys of excerpts by those in their table.
    excerpts: Links,
    has_excerpts: bool,
}

impl Sources {
    /// A table begins.
    pub(super) fn begin(&mut self, file: &str) {
        file.clone_into(&mut self.file);
    }

    /// The key of an excerpt by the one that rows name.
    pub(super) fn excerpt<'k>(&self, name: &str, keys: &'k Keys) -> Option<&'k str> {
        let key = self.excerpts.get(keys.texts().find(name)?)?;
        Some(keys.texts().get(key))
    }

    /// The key of a document by the one that rows name, its address or its title.
    fn known(&self, name: &str, keys: &Keys) -> Option<String> {
        let name = keys.texts().find(name)?;
        let key = self.documents.get(name).or_else(|| self.addresses.get(name))?;
        Some(keys.texts().get(key).to_owned())
    }

    pub(super) fn has_excerpts(&self) -> bool {
        self.has_excerpts
    }
}

impl Reader<'_, '_> {
    pub(super) fn document(&mut self, told: Told<'_>) -> io::Result<()> {
        let (own, url) = (told.word(Field::Id), told.text(Field::Url));
        let title = told.text(Field::Title).or_else(|| url.as_deref().or(own).map(in_brackets));
        let Some(title) = title else {
            self.report.dropped("row", "it has neither a title nor an address nor a key", told.line, "");
            return Ok(());
        };
        let known =
            own.and_then(|id| self.keys.texts().find(id)).and_then(|id| self.sources.documents.get(id));
        if known.is_some() {
            self.report.merged("document", "it is there twice; the first one counts", told.line, &title);
            return Ok(());
        }
        let mut attributes = told.attributes();
        let id = self.key(told, &title, &mut attributes);
        let issued = self.date_or_misfit(told, Field::Issued, &mut attributes);
        let text = told
            .read(Field::Text, |text| values::json::<TextRecord>(text).filter(is_sound))
            .unwrap_or_else(|_| {
                // The text of a document is never part of a dataset.
                let why =
                    "it is not what a dataset has of a text, in JSON; a dataset holds no document's text";
                self.report.dropped("value", why, told.line, &title);
                None
            });
        let is_grade =
            |text: &str| matches!(text, "A" | "B" | "C" | "D" | "E" | "F").then(|| text.to_owned());
        let reliability = told.read(Field::Reliability, is_grade).unwrap_or_else(|_| {
            self.misfit(
                told,
                Field::Reliability,
                "it is no letter from A to F; it stays in an attribute",
                &mut attributes,
            );
            None
        });
        let usual = if url.is_some() { "webpage" } else { "document" };
        let record = DocumentRecord {
            kind: told.text(Field::Type).unwrap_or_else(|| usual.to_owned()),
            title,
            author: told.text(Field::Author).map(|text| told.plan.mapping.names(&text)).unwrap_or_default(),
            container_title: told.text(Field::ContainerTitle),
            publisher: told.text(Field::Publisher),
            issued,
            url,
            language: told.text(Field::Language),
            rights: told.text(Field::Rights),
            reliability,
            text,
            note: told.text(Field::Note),
            attributes,
            id,
        };
        self.give_document(record, own)
    }

    /// Hands a document on, and remembers it.
    fn give_document(&mut self, record: DocumentRecord, own: Option<&str>) -> io::Result<()> {
        let (sources, keys) = (&mut self.sources, &mut self.keys);
        let key = keys.number(&record.id);
        if let Some(own) = own {
            sources.documents.add(keys.number(own), key);
        }
        if let Some(text) = &record.text {
            sources.paragraphs.insert(key, text.paragraphs);
        }
        // The title that was made of an address is that of any document of the site.
        let is_made = |url: &String| in_brackets(url) == record.title;
        let title = Some(&record.title).filter(|_| !record.url.as_ref().is_some_and(is_made));
        for name in record.url.iter().chain(title) {
            sources.addresses.add(keys.number(name), key);
        }
        self.report.kept("document", 1);
        self.sink.document(record)
    }

    /// The document that a row brings along; `None` where it brings none.
    fn brought_document(&mut self, told: Told<'_>) -> io::Result<Option<String>> {
        let (url, source) = (told.text(Field::Url), told.text(Field::Source));
        let named =
            [&url, &source].map(|name| name.as_deref().map(str::trim).filter(|name| !name.is_empty()));
        let (name, kind) = match named {
            [Some(url), _] => (url.to_owned(), "webpage"),
            [None, Some(source)] => (source.to_owned(), "document"),
            // A quotation without a source is one of the table itself.
            [None, None] if told.word(Field::Quote).is_some() => (self.sources.file.clone(), "dataset"),
            [None, None] => return Ok(None),
        };
        if let Some(key) = self.sources.known(&name, &self.keys) {
            return Ok(Some(key));
        }
        let title = match named {
            [_, Some(source)] => source.to_owned(),
            [Some(url), None] => in_brackets(url),
            [None, None] => name.clone(),
        };
        let record = DocumentRecord {
            publisher: told.text(Field::Publisher),
            url: named[0].map(str::to_owned),
            ..DocumentRecord::titled(self.keys.slug(title.trim_matches(['[', ']']), "document"), kind, title)
        };
        let key = record.id.clone();
        self.give_document(record, None)?;
        Ok(Some(key))
    }

    pub(super) fn excerpt(&mut self, told: Told<'_>) -> io::Result<()> {
        let own = told.word(Field::Id);
        if own.is_some_and(|id| self.sources.excerpt(id, &self.keys).is_some()) {
            let reason = "its key is there twice; the first one counts";
            self.report.merged("excerpt", reason, told.line, own.unwrap_or_default());
            return Ok(());
        }
        let document = match told.word(Field::Document) {
            Some(name) => Some(self.named_document(name, told)?),
            None => self.brought_document(told)?,
        };
        let gloss = told.text(Field::Gloss).or_else(|| told.text(Field::Quote));
        let (Some(document), Some(gloss)) = (document, gloss) else {
            self.report.dropped(
                "row",
                "it names no document, or says nothing",
                told.line,
                own.unwrap_or_default(),
            );
            return Ok(());
        };
        let mut attributes = told.attributes();
        let id = self.key(told, &gloss, &mut attributes);
        if let Some(own) = own {
            self.sources.excerpts.add(self.keys.number(own), self.keys.number(&id));
        }
        self.give_excerpt(told, id, document, gloss, attributes)
    }

    /// The document that a row of excerpts names: by its key, its address or its title.
    fn named_document(&mut self, name: &str, told: Told<'_>) -> io::Result<String> {
        if let Some(key) = self.sources.known(name, &self.keys) {
            return Ok(key);
        }
        self.report.changed("document", "only an excerpt names it", told.line, name);
        let record = DocumentRecord::titled(self.keys.slug(name, "document"), "document", clean(name));
        let key = record.id.clone();
        self.give_document(record, Some(name))?;
        Ok(key)
    }

    /// The excerpt that a row of events or ties brings along, if it names a source; `gloss` is what it says.
    pub(super) fn brought_excerpt(&mut self, told: Told<'_>, gloss: &str) -> io::Result<Option<String>> {
        let Some(document) = self.brought_document(told)? else { return Ok(None) };
        let gloss = told.text(Field::Gloss).unwrap_or_else(|| gloss.to_owned());
        let id = self.keys.slug_hashed("excerpt", "excerpt");
        // What does not fit is told, and of a row that has a record of its own.
        self.give_excerpt(told, id.clone(), document, gloss, Vec::new())?;
        Ok(Some(id))
    }

    fn give_excerpt(
        &mut self,
        told: Told<'_>,
        id: String,
        document: String,
        gloss: String,
        mut attributes: Vec<AttributeRecord>,
    ) -> io::Result<()> {
        let mapping = told.plan.mapping;
        let speaker = self.speaker(told)?;
        let usual = if speaker.is_some() { Voice::Quoted } else { Voice::Reported };
        let voice = told.read(Field::Voice, values::voice).unwrap_or_else(|_| {
            self.misfit(told, Field::Voice, "it is no voice; it stays in an attribute", &mut attributes);
            None
        });
        let last = self.keys.texts().find(&document).and_then(|key| self.sources.paragraphs.get(&key));
        let last = last.copied().unwrap_or(u32::MAX);
        let number = |text: &str| u32::try_from(mapping.whole(text)?).ok();
        let paragraph = |text: &str| number(text).filter(|number| (1..=last).contains(number));
        let paragraph = told.read(Field::Paragraph, paragraph).unwrap_or_else(|_| {
            self.misfit(
                told,
                Field::Paragraph,
                "its document has no such paragraph; it stays in an attribute",
                &mut attributes,
            );
            None
        });
        let credibility =
            |text: &str| u8::try_from(number(text)?).ok().filter(|grade| (1..=6).contains(grade));
        let credibility = told.read(Field::Credibility, credibility).unwrap_or_else(|_| {
            self.misfit(
                told,
                Field::Credibility,
                "it is no number from 1 to 6; it stays in an attribute",
                &mut attributes,
            );
            None
        });
        let selector = self.selectors(told, &mut attributes);
        let record = ExcerptRecord {
            id,
            document,
            paragraph,
            selector,
            gloss,
            voice: voice.unwrap_or(usual),
            speaker,
            credibility,
            note: told
                .text(Field::Note)
                .filter(|_| told.plan.mapping.table == super::super::TableKind::Excerpts),
            attributes,
        };
        self.sources.has_excerpts = true;
        self.report.kept("excerpt", 1);
        self.sink.excerpt(record)
    }

    fn speaker(&mut self, told: Told<'_>) -> io::Result<Option<String>> {
        let Some(name) = told.word(Field::Speaker) else { return Ok(None) };
        Ok(match self.named(name, told)? {
            node @ Node::Actor(_) => Some(self.key_of(node).to_owned()),
            Node::Instrument(_) => {
                self.report.dropped("speaker", "it is an instrument, which says nothing", told.line, name);
                None
            }
        })
    }

    /// Where in its document an excerpt stands.
    fn selectors(&mut self, told: Told<'_>, attributes: &mut Vec<AttributeRecord>) -> Vec<SelectorRecord> {
        let read =
            |text: &str| values::json::<Vec<SelectorRecord>>(text).filter(|all| all.iter().all(is_allowed));
        match told.read(Field::Selector, read) {
            Ok(Some(selectors)) => return selectors,
            Ok(None) => {}
            Err(_) => {
                let why = "it is no list of selectors in JSON that a dataset may hold; it is left out";
                self.report.dropped("value", why, told.line, told.word(Field::Selector).unwrap_or_default());
            }
        }
        let quote = told.text(Field::Quote).map(|quote| self.quotation(told, &quote));
        let offset =
            |field: Field| told.read(field, |text| usize::try_from(told.plan.mapping.whole(text)?).ok());
        let position = match (offset(Field::PositionStart), offset(Field::PositionEnd)) {
            (Ok(None), Ok(None)) => None,
            (Ok(Some(start)), Ok(Some(end))) if start < end => {
                Some(SelectorRecord::TextPositionSelector { start, end })
            }
            (Ok(_) | Err(_), Ok(_) | Err(_)) => {
                for field in [Field::PositionStart, Field::PositionEnd] {
                    self.misfit(
                        told,
                        field,
                        "it is no position in a text; it stays in an attribute",
                        attributes,
                    );
                }
                None
            }
        };
        let page = told.text(Field::Page).filter(|page| !page.trim().is_empty());
        let page = page.map(|page| SelectorRecord::FragmentSelector {
            value: format!("page={page}").into(),
            conforms_to: PAGES.into(),
        });
        quote.into_iter().chain(position).chain(page).collect()
    }

    /// A quotation, as long as it may be.
    fn quotation(&mut self, told: Told<'_>, quote: &str) -> SelectorRecord {
        let side = |field: Field| told.text(field).unwrap_or_default();
        let whole = SelectorRecord::TextQuoteSelector {
            exact: quote.into(),
            prefix: side(Field::Prefix).into(),
            suffix: side(Field::Suffix).into(),
        };
        if is_allowed(&whole) {
            return whole;
        }
        let reason = "a dataset quotes at most 12 words and no whole sentence; the first words are kept";
        self.report.changed("quotation", reason, told.line, quote);
        let (prefix, suffix) = (String::new(), String::new());
        SelectorRecord::TextQuoteSelector {
            exact: fragment(quote).into(),
            prefix: prefix.into(),
            suffix: suffix.into(),
        }
    }
}

/// The first words of a quotation that may be quoted.
fn fragment(quote: &str) -> String {
    let mut cut = quote[..quote.floor_char_boundary(LONGEST)].trim();
    while quoting::word_count(cut) > MAX_WORDS {
        let last = cut.trim_end_matches(|c: char| !c.is_whitespace()).trim_end();
        // A script without spaces loses one character at a time.
        cut = if last.is_empty() { cut.get(..cut.len() - last_char(cut)).unwrap_or_default() } else { last };
    }
    while quoting::looks_like_sentence(cut) {
        cut = cut.get(..cut.len() - last_char(cut)).unwrap_or_default().trim_end();
    }
    cut.to_owned()
}

/// The length of the last character, in bytes.
fn last_char(text: &str) -> usize {
    text.chars().next_back().map_or(0, char::len_utf8)
}

/// Whether a dataset may hold a selector.
fn is_allowed(selector: &SelectorRecord) -> bool {
    match selector {
        SelectorRecord::TextPositionSelector { start, end } => start < end,
        SelectorRecord::FragmentSelector { .. } => true,
        SelectorRecord::TextQuoteSelector { exact, .. } => {
            quoting::word_count(&quoting::quoted(selector)) <= MAX_WORDS
                && !quoting::looks_like_sentence(exact)
        }
    }
}

fn is_sound(text: &TextRecord) -> bool {
    text.sha256.len() == 64 && text.sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// The title of a work that has none: its site, in brackets, as citation styles have it.
fn in_brackets(address: &str) -> String {
    let site = address.split_once("://").map_or(address, |(_, rest)| rest);
    let site = site.split(['/', '?', '#']).next().unwrap_or(site);
    let site = site.strip_prefix("www.").unwrap_or(site);
    format!("[{}]", clean(if site.is_empty() { address } else { site }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_quotations_and_sentences_are_cut() {
        assert_eq!(fragment("They signed."), "They signed");
        assert_eq!(
            fragment("one two three four five six seven eight nine ten eleven twelve thirteen"),
            "one two three four five six seven eight nine ten eleven twelve"
        );
        assert_eq!(quoting::word_count(&fragment(&"新".repeat(3000))), MAX_WORDS);
        assert_eq!(in_brackets("https://www.example.org/a?b"), "[example.org]");
    }
}
