//! What proves the events of a feed: the page or story that it names, else the row of the data file itself.
//!
//! A feed quotes nothing, and nothing is quoted for it: an excerpt tells the place as exactly as the feed does, which
//! is a page as a whole, a sentence by its number, or a row of the file.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io;

use foldhash::fast::RandomState;

use crate::dataset::record::{DocumentRecord, ExcerptRecord, SelectorRecord};
use crate::dataset::{Text, Voice};

use super::super::sink::Sink;
use super::seen::hash;
use super::{Origin, cleaned};

/// Fragments of tables: RFC 7111, "URI Fragment Identifiers for the text/csv Media Type".
const ROWS: &str = "http://tools.ietf.org/rfc/rfc7111";

/// The most words of an address that go into a title.
const WORDS: usize = 14;

/// Where a feed says that an event stands.
#[derive(Clone, Copy, Debug)]
pub enum Place<'a> {
    /// On a page, by its address, or by what else stands in place of one.
    Page(&'a [u8]),
    /// In a sentence of a news story, by numbers.
    Sentence {
        /// Number of the story.
        story: &'a [u8],
        /// Number of the sentence in it.
        sentence: &'a [u8],
        /// Who published the story.
        publisher: &'a [u8],
    },
    /// Nowhere but in a row of the data file.
    Row {
        /// What the row says of its source, to follow a semicolon; it may be empty.
        source: &'a str,
    },
}

/// The documents and excerpts that were given, by the hashes of what names them: two pages in 2⁶⁴ share one.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    documents: HashSet<u64, RandomState>,
    excerpts: HashSet<u64, RandomState>,
    has_file: bool,
    /// How many documents.
    pub document_count: u64,
    /// How many excerpts.
    pub excerpt_count: u64,
}

impl Sources {
    /// Gives the excerpt of a place, and its document, where they are new. Returns its key.
    pub fn excerpt(
        &mut self,
        sink: &mut dyn Sink,
        origin: &Origin,
        file: &str,
        event: (&str, u64),
        place: Place<'_>,
    ) -> io::Result<String> {
        match place {
            Place::Page(address) => self.page(sink, origin, address),
            Place::Sentence { story, sentence, publisher } => {
                self.sentence(sink, origin, story, sentence, publisher)
            }
            Place::Row { source } => self.row(sink, origin, file, event, source),
        }
    }

    fn page(&mut self, sink: &mut dyn Sink, origin: &Origin, address: &[u8]) -> io::Result<String> {
        let hash = hash(address);
        let (document, excerpt) = (format!("page-{hash:016x}"), format!("page-{hash:016x}-whole"));
        if self.documents.insert(hash) {
            self.give(sink, page(document.clone(), &cleaned(address)))?;
            let gloss = format!(
                "{} coded events from this page, and does not say where in it they stand.",
                origin.name
            );
            self.give_excerpt(sink, excerpt_of(excerpt.clone(), document, gloss, None))?;
        }
        Ok(excerpt)
    }

    fn sentence(
        &mut self,
        sink: &mut dyn Sink,
        origin: &Origin,
        story: &[u8],
        sentence: &[u8],
        publisher: &[u8],
    ) -> io::Result<String> {
        let story_hash = hash(story);
        let (story, sentence) = (cleaned(story), cleaned(sentence));
        let document = format!("story-{story_hash:016x}");
        let key = match sentence.parse::<u32>() {
            Ok(number) => format!("{document}-{number}"),
            Err(_) => format!("{document}-whole"),
        };
        if self.documents.insert(story_hash) {
            let publisher = Some(cleaned(publisher)).filter(|publisher| !publisher.is_empty());
            let title = format!("[News story {story} of {}]", origin.name);
            let record = DocumentRecord {
                container_title: publisher,
                ..DocumentRecord::titled(document.clone(), "article-newspaper", title)
            };
            self.give(sink, record)?;
        }
        if self.excerpts.insert(hash(key.as_bytes())) {
            let (gloss, value) = match sentence.parse::<u32>() {
                Ok(number) => {
                    (format!("Sentence {number} of the story."), Some(format!("sentence={number}")))
                }
                Err(_) => ("The story as a whole.".to_owned(), None),
            };
            let selector = value.map(|value| SelectorRecord::FragmentSelector {
                value: value.into(),
                conforms_to: Text::new(),
            });
            self.give_excerpt(sink, excerpt_of(key.clone(), document, gloss, selector))?;
        }
        Ok(key)
    }

    fn row(
        &mut self,
        sink: &mut dyn Sink,
        origin: &Origin,
        file: &str,
        (event, line): (&str, u64),
        source: &str,
    ) -> io::Result<String> {
        let document = format!("{}-file", origin.word);
        if !std::mem::replace(&mut self.has_file, true) {
            let record = DocumentRecord {
                publisher: Some(origin.publisher.to_owned()),
                url: Some(origin.url.to_owned()),
                rights: Some(origin.rights.to_owned()),
                ..DocumentRecord::titled(document.clone(), "dataset", cleaned(file.as_bytes()))
            };
            self.give(sink, record)?;
        }
        let gloss = match source {
            "" => "The row of this event in the data file.".to_owned(),
            source => format!("The row of this event in the data file; {source}."),
        };
        let selector = SelectorRecord::FragmentSelector {
            value: format!("row={line}").into(),
            conforms_to: ROWS.into(),
        };
        let key = format!("{event}-row");
        self.give_excerpt(sink, excerpt_of(key.clone(), document, gloss, Some(selector)))?;
        Ok(key)
    }

    fn give(&mut self, sink: &mut dyn Sink, record: DocumentRecord) -> io::Result<()> {
        self.document_count += 1;
        sink.document(record)
    }

    fn give_excerpt(&mut self, sink: &mut dyn Sink, record: ExcerptRecord) -> io::Result<()> {
        self.excerpt_count += 1;
        sink.excerpt(record)
    }
}

/// A page by its address, or a source by the words that stand in place of one.
fn page(key: String, address: &str) -> DocumentRecord {
    let Some(rest) = address.strip_prefix("http://").or_else(|| address.strip_prefix("https://")) else {
        return DocumentRecord::titled(key, "document", format!("[Report: {address}]"));
    };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let site = host.strip_prefix("www.").unwrap_or(host).to_lowercase();
    let title = match words(path) {
        Some(words) => format!("[{site}: {words}]"),
        None => format!("[{site}]"),
    };
    DocumentRecord {
        container_title: (!site.is_empty()).then_some(site),
        url: Some(address.to_owned()),
        ..DocumentRecord::titled(key, "webpage", title)
    }
}

/// The words of a path: of its part with the most words, since addresses of news often spell their headlines.
fn words(path: &str) -> Option<String> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let words_of = |part: &str| -> Vec<String> {
        let part = percent_decoded(part);
        let part =
            part.rsplit_once('.').filter(|(_, ending)| ending.len() <= 5).map_or(&*part, |(stem, _)| stem);
        let words = part.split(|c: char| !c.is_alphanumeric());
        let is_word = |word: &&str| word.chars().any(char::is_alphabetic) && !is_number(word);
        words.filter(is_word).take(WORDS).map(str::to_owned).collect()
    };
    let parts = path.split('/').map(words_of);
    let longest = parts.max_by_key(Vec::len).filter(|words| !words.is_empty())?;
    Some(longest.join(" "))
}

/// Whether a word is the number of an article rather than a word: most of it is digits.
fn is_number(word: &str) -> bool {
    word.chars().filter(char::is_ascii_digit).count() * 2 > word.chars().count()
}

fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digit = |nth: usize| after.get(nth).and_then(|&byte| char::from(byte).to_digit(16));
        match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    Cow::Owned(cleaned(&bytes))
}

fn excerpt_of(
    id: String,
    document: String,
    gloss: String,
    selector: Option<SelectorRecord>,
) -> ExcerptRecord {
    ExcerptRecord {
        id,
        document,
        paragraph: None,
        selector: selector.into_iter().collect(),
        gloss,
        voice: Voice::Reported,
        speaker: None,
        credibility: None,
        note: None,
        attributes: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_of_a_page_is_its_site_and_the_words_of_its_address() {
        let title = |address: &str| page(String::new(), address).title;
        assert_eq!(
            title("https://www.example.com/2025/03/04/new-zealand-signs-pact-20250304.html?x=y-z"),
            "[example.com: new zealand signs pact]"
        );
        assert_eq!(
            title("http://example.com/news/%C3%A9lection-en-g%e9orgie"),
            "[example.com: élection en g orgie]"
        );
        assert_eq!(title("http://Example.com"), "[example.com]");
        assert_eq!(title("http://example.com/12345/6789.html"), "[example.com]");
        assert_eq!(title("http://"), "[]");
        assert_eq!(title("BBC Monitoring"), "[Report: BBC Monitoring]");
        assert_eq!(page(String::new(), "BBC Monitoring").url, None);
        assert_eq!(percent_decoded("100%"), "100%");
        assert_eq!(percent_decoded("a%2"), "a%2");
    }
}
