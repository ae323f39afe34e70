//! Sources as a citation style wants them (CSL, by hayagriva).
//!
//! A style has a place for a date and no words for a vague one. So the style is given a year that stands for the
//! date, and the words take its place afterwards; only where a style has a way of its own to say "about" is that
//! used. Figures number their sources themselves, so the numbers and labels of a style are left out.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use hayagriva::archive::{self, ArchivedStyle};
use hayagriva::citationberg::json::{DateValue, Item, LiteralName, NameItem, NameValue, Value};
use hayagriva::citationberg::json::{VecDate, VecDateRange};
use hayagriva::citationberg::taxonomy::Kind;
use hayagriva::citationberg::{self, IndependentStyle, Locale, LocaleCode};
use hayagriva::{
    BibliographyDriver, BibliographyItem, BibliographyRequest, CitationItem, CitationRequest, ElemChild,
    ElemChildren, ElemMeta,
};

use crate::dataset::model::Document;
use crate::dataset::record::NameRecord;
use crate::dataset::{Edtf, citation, suggest};

/// What styles are written in that are not English by themselves, as the rest of a figure is.
const LANGUAGE: &str = "en-GB";

/// The most names that are offered for a wrong one.
const OFFERED: usize = 4;

/// A citation style by its name in the CSL repository.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Style(ArchivedStyle);

impl Default for Style {
    fn default() -> Self {
        Self(ArchivedStyle::AmericanPsychologicalAssociation)
    }
}

impl Style {
    /// Every style, in the order of their names.
    pub fn all() -> Vec<Self> {
        ArchivedStyle::all().iter().map(|&style| Self(style)).collect()
    }

    /// What people call it: "APA 7th edition".
    pub fn title(self) -> &'static str {
        self.0.display_name()
    }
}

impl fmt::Display for Style {
    /// The shortest name by which it is asked for.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.names().iter().min_by_key(|name| name.len()).copied().unwrap_or_default())
    }
}

impl FromStr for Style {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let plain = name.trim().to_lowercase().replace([' ', '_'], "-");
        ArchivedStyle::by_name(&plain).map(Self).ok_or_else(|| {
            let near = near(&plain);
            if near.is_empty() {
                return "no citation style has this name; try apa, chicago-author-date, ieee or mla"
                    .to_owned();
            }
            format!("no citation style has this name; did you mean {}?", near.join(", "))
        })
    }
}

/// The names that may have been meant: the nearest one, else those that have the word in them.
fn near(name: &str) -> Vec<&'static str> {
    let names = || ArchivedStyle::all().iter().flat_map(|style| style.names().iter().copied());
    if let Some(nearest) = suggest::nearest(name, names()) {
        return vec![nearest];
    }
    names().filter(|other| name.len() > 2 && other.contains(name)).take(OFFERED).collect()
}

/// A document as a list of references has it, without markup and without a number.
pub fn reference(document: &Document, style: Style) -> String {
    References::new(style).reference(document)
}

/// References in one style.
pub struct References(Option<Styled>);

/// A style with what it needs to write.
struct Styled {
    style: IndependentStyle,
    /// The language of its words, where that is not its own.
    language: Option<LocaleCode>,
    locales: &'static [Locale],
}

impl References {
    /// Makes a style ready.
    pub fn new(style: Style) -> Self {
        match style.0.get() {
            citationberg::Style::Independent(style) => Self(Some(Styled::new(style))),
            citationberg::Style::Dependent(_) => Self(None),
        }
    }

    /// A document as a list of references has it, without markup and without a number. Where the style makes
    /// nothing of it, or leaves out who wrote it, the plain citation stands in.
    pub fn reference(&self, document: &Document) -> String {
        let styled = self.0.as_ref().and_then(|styled| dated(styled, document));
        let styled = styled.filter(|text| names_author(text, document));
        styled.map_or_else(|| citation::full(document), |text| without_quotes_of_descriptions(&text))
    }
}

/// Whether the first author is in a text, or there is none.
fn names_author(text: &str, document: &Document) -> bool {
    let part = |name: NameValue| match name {
        NameValue::Item(name) => name.family,
        NameValue::Literal(name) => name.literal,
    };
    let plain = |text: &str| text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let first = document.author.iter().find_map(name).map(part);
    // Particles move: "Gaulle, Charles de".
    let last = first.as_deref().and_then(|name| name.split_whitespace().next_back());
    last.is_none_or(|name| plain(text).contains(&plain(name)))
}

/// The reference with its date as vague as the source has it.
fn dated(style: &Styled, document: &Document) -> Option<String> {
    let Some(date) = &document.issued else { return style.render(&item(document, None)) };
    let parts = citation::date_parts(date);
    match parts {
        Some(parts) if !date.is_approximate() && !date.is_uncertain() => {
            style.render(&item(document, Some(parts_of(parts, false))))
        }
        Some(parts) if !date.is_uncertain() => {
            let about = style.render(&item(document, Some(parts_of(parts.clone(), true))));
            let plain = style.render(&item(document, Some(parts_of(parts, false))));
            if says_about(about.as_deref(), plain.as_deref()) {
                about
            } else {
                in_words(style, document, date)
            }
        }
        Some(_) | None => in_words(style, document, date),
    }
}

/// Whether a style has a word or mark for "about" that it leaves out of a date that is known: brackets alone, or a
/// month less, tell nobody.
fn says_about(about: Option<&str>, plain: Option<&str>) -> bool {
    const MARKS: &[&str] = &["ca.", "c.", "circa", "approx", "about", "?", "um ", "vers "];
    let count = |text: Option<&str>| -> usize {
        let text = text.unwrap_or_default().to_lowercase();
        MARKS.iter().map(|mark| text.matches(mark).count()).sum()
    };
    count(about) > count(plain)
}

/// The reference with the words of its date where the style puts a year.
fn in_words(style: &Styled, document: &Document, date: &Edtf) -> Option<String> {
    let year = stand_in(document);
    let text = style.render(&item(document, Some(parts_of(vec![year], false))))?;
    let year = year.to_string();
    let Some((before, after)) = text.split_once(&year) else {
        return Some(format!("{} {}.", ended(text), date.to_words()));
    };
    let words = if before.ends_with(['(', '[']) { date.to_words_in_parentheses() } else { date.to_words() };
    let words = if before.ends_with(". ") { capitalised(&words) } else { words };
    Some(format!("{before}{words}{}", after.replace(&year, &words)))
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A year that no part of the document has in it.
fn stand_in(document: &Document) -> i16 {
    let texts = [
        Some(document.title.as_str()),
        document.container_title.as_deref(),
        document.publisher.as_deref(),
        document.url.as_deref(),
    ];
    let names = document.author.iter().flat_map(|name| [&name.family, &name.given, &name.literal]);
    let names = names.flatten().map(String::as_str);
    let texts: Vec<&str> = texts.into_iter().flatten().chain(names).collect();
    let is_free = |year: &i16| !texts.iter().any(|text| text.contains(&year.to_string()));
    (2222..9999).rev().find(is_free).unwrap_or(9999)
}

fn parts_of(parts: Vec<i16>, circa: bool) -> DateValue {
    DateValue::DateParts {
        date_parts: VecDateRange(vec![VecDate(parts)]),
        literal: None,
        season: None,
        circa,
    }
}

/// A text that ends as a sentence.
fn ended(text: String) -> String {
    if text.ends_with(['.', '!', '?', '…'])
        || text.rsplit(' ').next().is_some_and(|word| word.contains("://"))
    {
        text
    } else {
        text + "."
    }
}

/// A document as CSL-JSON.
fn item(document: &Document, issued: Option<DateValue>) -> Item {
    let text = |text: &str| {
        Some(text.trim()).filter(|text| !text.is_empty()).map(|text| Value::String(text.to_owned()))
    };
    let authors: Vec<NameValue> = document.author.iter().filter_map(name).collect();
    let fields = [
        ("id", text(&document.key)),
        ("type", text(kind(document))),
        ("title", text(&document.title)),
        ("author", (!authors.is_empty()).then_some(Value::Names(authors))),
        ("container-title", document.container_title.as_deref().and_then(text)),
        ("publisher", document.publisher.as_deref().and_then(text)),
        ("issued", issued.map(Value::Date)),
        ("URL", document.url.as_deref().and_then(text)),
        ("language", document.language.as_deref().and_then(text)),
    ];
    let fields = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Item(fields.collect::<BTreeMap<_, _>>())
}

/// The type of a document. To CSL an `article` is a preprint; one that is deposited nowhere is not called that.
fn kind(document: &Document) -> &str {
    let places = [&document.container_title, &document.publisher, &document.url];
    let is_deposited = places.into_iter().flatten().any(|place| !place.trim().is_empty());
    match Kind::from_str(&document.kind) {
        Ok(Kind::Article) if !is_deposited => "document",
        Ok(_) => &document.kind,
        Err(_) => "document",
    }
}

/// A name: of a person where there is a family name and a given one, else as it stands.
fn name(record: &NameRecord) -> Option<NameValue> {
    let part = |part: &Option<String>| {
        part.as_deref().map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned)
    };
    let (family, given, literal) = (part(&record.family), part(&record.given), part(&record.literal));
    match (family, given) {
        (Some(family), Some(given)) if splits_well(&family) => Some(NameValue::Item(NameItem {
            family,
            given: Some(given),
            non_dropping_particle: None,
            dropping_particle: None,
            suffix: None,
            comma_suffix: None,
        })),
        (Some(family), Some(given)) => as_it_stands(format!("{family}, {given}")),
        (family, given) => family.or(literal).or(given).and_then(as_it_stands),
    }
}

fn as_it_stands(literal: String) -> Option<NameValue> {
    Some(NameValue::Literal(LiteralName { literal }))
}

/// Whether hayagriva leaves something of a family name: it takes all words up to the last with a small first letter
/// for a particle, as in "de Gaulle".
fn splits_well(family: &str) -> bool {
    let starts_small = |word: &str| word.chars().next().is_some_and(char::is_lowercase);
    let small: Vec<bool> = family.split_whitespace().map(starts_small).collect();
    small.last() == Some(&false) || small.len() == 1
}

/// Marks that meet where a style has no part to put between them, or where a title ends with a mark of its own.
const TIDY: [(&str, &str); 4] = [(",)", ")"), (",. ", ". "), ("?. ", "? "), ("!. ", "! ")];

/// The languages that a style may be asked to write in, of which the last has all words that the other lacks.
const LOCALES: [&str; 2] = [LANGUAGE, "en-US"];

/// The locales of these languages: to read all sixty takes longer than to draw a figure.
fn locales(languages: &[&str]) -> Vec<Locale> {
    // The file of a locale is a map that begins with its language.
    let is_of = |file: &[u8], language: &&str| {
        file.get(1..).is_some_and(|map| map.starts_with(format!("i@xml:lange{language}").as_bytes()))
    };
    let files = archive::LOCALES.iter().filter(|file| languages.iter().any(|language| is_of(file, language)));
    files.filter_map(|file| ciborium::from_reader(*file).ok()).collect()
}

impl Styled {
    fn new(style: IndependentStyle) -> Self {
        static AMERICAN: LazyLock<Vec<Locale>> = LazyLock::new(|| locales(&LOCALES[1..]));
        static ENGLISH: LazyLock<Vec<Locale>> = LazyLock::new(|| locales(&LOCALES));
        let own = style.default_locale.as_ref().filter(|own| own.is_english());
        let is_american = own.is_some_and(|own| *own == LocaleCode::en_us());
        let language = own.is_none().then(|| LocaleCode(LANGUAGE.to_owned()));
        Self { language, locales: if is_american { &AMERICAN } else { &ENGLISH }, style }
    }

    /// A reference of one work alone.
    fn render(&self, item: &Item) -> Option<String> {
        let mut driver = BibliographyDriver::new();
        let cited = vec![CitationItem::with_entry(item)];
        let language = || self.language.clone();
        driver.citation(CitationRequest::new(cited, &self.style, language(), self.locales, Some(1)));
        let rendered = driver.finish(BibliographyRequest::new(&self.style, language(), self.locales));
        let text = match rendered.bibliography.and_then(|list| list.items.into_iter().next()) {
            Some(entry) => entry_text(&entry),
            // Some styles for notes have no list of references: the first note has it all.
            None => rendered.citations.first().map(|note| text_of(&note.citation)).unwrap_or_default(),
        };
        let text = TIDY.iter().fold(text, |text, (wrong, right)| text.replace(wrong, right));
        text.chars().any(char::is_alphabetic).then_some(text)
    }
}

fn entry_text(entry: &BibliographyItem) -> String {
    let first = entry.first_field.as_ref().map(|first| text_of(&ElemChildren(vec![first.clone()])));
    let rest = text_of(&entry.content);
    // A full stop or bracket that stood after a number.
    let rest = if first.as_deref() == Some("") { after_number(&rest) } else { &rest };
    match first.as_deref() {
        None | Some("") => rest.to_owned(),
        Some(first) => format!("{first} {rest}"),
    }
}

/// Text without markup, without the numbers and labels by which a style tells works apart, and with one space
/// between two words.
fn text_of(children: &ElemChildren) -> String {
    let (mut text, mut had_number) = (String::new(), false);
    write(children, &mut text, &mut had_number);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if had_number { after_number(&text).to_owned() } else { text }
}

fn write(children: &ElemChildren, text: &mut String, had_number: &mut bool) {
    for child in &children.0 {
        match child {
            ElemChild::Text(part) => text.push_str(&part.text),
            ElemChild::Elem(part) => match part.meta {
                Some(ElemMeta::CitationNumber | ElemMeta::CitationLabel) => *had_number = true,
                Some(
                    ElemMeta::Names(_)
                    | ElemMeta::Date
                    | ElemMeta::Text
                    | ElemMeta::Number
                    | ElemMeta::Label
                    | ElemMeta::Name(..)
                    | ElemMeta::Entry(_),
                )
                | None => {
                    // Parts with a place of their own on the page touch in running text.
                    let apart = if part.display.is_some() { " " } else { "" };
                    text.push_str(apart);
                    write(&part.children, text, had_number);
                    text.push_str(apart);
                }
            },
            ElemChild::Markup(part) => text.push_str(part),
            ElemChild::Link { text: part, .. } => text.push_str(&part.text),
            ElemChild::Transparent { .. } => {}
        }
    }
}

/// What is left of `[1] `, `1. ` or `(1) ` without its number is taken away.
fn after_number(text: &str) -> &str {
    let text = text.trim_start();
    let text = text.strip_prefix("[]").or(text.strip_prefix("()")).unwrap_or(text);
    text.trim_start_matches(|c: char| c.is_whitespace() || [')', ']', '.', ',', ':'].contains(&c))
}

/// A description in square brackets stands for a title that the work does not have, so no style puts it in
/// quotation marks.
fn without_quotes_of_descriptions(text: &str) -> String {
    const QUOTES: [(char, char); 3] = [('“', '”'), ('‘', '’'), ('«', '»')];
    for (open, close) in QUOTES {
        let Some((before, rest)) = text.split_once(&format!("{open}[")) else { continue };
        let Some((inside, after)) = rest.split_once(']') else { continue };
        let mark: String = after.chars().take_while(|c| [',', '.'].contains(c)).collect();
        if let Some(after) = after[mark.len()..].strip_prefix(close) {
            return format!("{before}[{inside}]{mark}{after}");
        }
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::bundled;

    #[test]
    fn the_locales_of_the_languages_are_found_in_the_archive() {
        let found: Vec<Option<LocaleCode>> =
            locales(&LOCALES).into_iter().map(|locale| locale.lang).collect();
        assert_eq!(found, LOCALES.map(|language| Some(LocaleCode(language.to_owned()))));
    }

    #[test]
    fn fewer_locales_make_the_same_references() {
        static ALL: LazyLock<Vec<Locale>> = LazyLock::new(archive::locales);
        let dataset = bundled::load().dataset.expect("the bundled dataset");
        let document = dataset.documents.rows().first().expect("a document");
        for place in (0..Style::all().len()).step_by(29) {
            let citationberg::Style::Independent(style) = Style::all()[place].0.get() else { continue };
            let few = Styled::new(style);
            let all = Styled { locales: &ALL, style: few.style.clone(), language: few.language.clone() };
            let item = item(document, None);
            assert_eq!(few.render(&item), all.render(&item), "{}", Style::all()[place]);
        }
    }
}
