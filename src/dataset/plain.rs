//! Rows as nearly all are written, read in a fraction of the time: texts of ASCII without escapes and short numbers. Any
//! other is left to readers that know all of JSON, who take what is taken here for the same.

use super::events::{DateNumber, EventColumns};
use super::kind::Voice;
use super::record::{EventRecord, ExcerptRecord, SelectorRecord};
use super::text::Text;

/// Reads the row of an event that has no note or attribute, and takes in its date. `None` where it is not plain, or not
/// sound.
pub(super) fn event<'a>(
    row: &'a str,
    events: &mut EventColumns,
) -> Option<(EventRecord<&'a str, ()>, DateNumber)> {
    let mut row = Cursor::new(row);
    let (mut id, mut label, mut code, mut from, mut to, mut date) = (None, None, None, None, None, None);
    let (mut score, mut sources, mut evidence) = (None, None, None);
    row.fields(|row, name| match name {
        Name::Id => once(&mut id, row.text()?),
        Name::Label => once(&mut label, row.text()?),
        Name::Code => once(&mut code, row.text()?),
        Name::From => once(&mut from, row.text()?),
        Name::To => once(&mut to, row.text()?),
        Name::Date => once(&mut date, row.text()?),
        Name::Score => once(&mut score, row.score()?),
        Name::Sources => once(&mut sources, row.count()?),
        Name::Evidence => once(&mut evidence, row.list(Cursor::text)?),
        _ => None,
    })?;
    let record = EventRecord {
        id: id?,
        label: label?,
        code: code?,
        from: from?,
        to: to?,
        date: (),
        score,
        sources,
        evidence: evidence.unwrap_or_default(),
        note: None,
        attributes: Vec::new(),
    };
    // What is no date is told elsewhere.
    let date = events.written_date(date?).ok()?;
    Some((record, date))
}

/// Reads the row of an excerpt that has quotations and no other selectors, no note and no attribute. `None` where it is not
/// plain, or not sound.
pub(super) fn excerpt(row: &str) -> Option<ExcerptRecord<&str>> {
    let mut row = Cursor::new(row);
    let (mut id, mut document, mut paragraph, mut selector) = (None, None, None, None);
    let (mut gloss, mut voice, mut speaker, mut credibility) = (None, None, None, None);
    row.fields(|row, name| match name {
        Name::Id => once(&mut id, row.text()?),
        Name::Document => once(&mut document, row.text()?),
        Name::Paragraph => once(&mut paragraph, row.count()?),
        Name::Selector => once(&mut selector, row.list(Cursor::quotation)?),
        Name::Gloss => once(&mut gloss, row.text()?),
        Name::Voice => once(&mut voice, row.voice()?),
        Name::Speaker => once(&mut speaker, row.text()?),
        Name::Credibility => once(&mut credibility, row.credibility()?),
        _ => None,
    })?;
    Some(ExcerptRecord {
        id: id?,
        document: document?,
        paragraph,
        selector: selector.unwrap_or_default(),
        gloss: gloss?,
        voice: voice?,
        speaker,
        credibility,
        note: None,
        attributes: Vec::new(),
    })
}

/// The field `id` of a row that begins with it, in a text without escapes.
pub(super) fn key(row: &str) -> Option<&str> {
    // Most of it is left unread.
    let mut row = Cursor { row, rest: row.as_bytes(), is_plain: false };
    row.byte(b'{')?;
    match row.name()? {
        Name::Id => row.text(),
        _ => None,
    }
}

/// Sets what is not set yet.
fn once<T>(field: &mut Option<T>, value: T) -> Option<()> {
    field.replace(value).is_none().then_some(())
}

/// The name of a field.
enum Name {
    Id,
    Label,
    Code,
    From,
    To,
    Date,
    Score,
    Sources,
    Evidence,
    Document,
    Paragraph,
    Selector,
    Gloss,
    Voice,
    Speaker,
    Credibility,
}

/// A row, from where it is not yet read.
struct Cursor<'a> {
    row: &'a str,
    rest: &'a [u8],
    /// Whether all of it is printable ASCII without escapes, which a row on several lines is not.
    is_plain: bool,
}

/// Whether bytes are printable ASCII without escapes.
fn is_plain(bytes: &[u8]) -> bool {
    // Without a branch and byte by byte in the result, too, so that many are looked at together.
    let is_other = |byte: u8| u8::from(!(b' '..0x7f).contains(&byte)) | u8::from(byte == b'\\');
    bytes.iter().fold(0, |any, &byte| any | is_other(byte)) == 0
}

impl<'a> Cursor<'a> {
    fn new(row: &'a str) -> Self {
        Self { row, rest: row.as_bytes(), is_plain: is_plain(row.as_bytes()) }
    }

    /// Goes on to the next byte that is no white space, as JSON has it.
    fn skip_space(&mut self) {
        while let [b' ' | b'\t' | b'\r' | b'\n', rest @ ..] = self.rest {
            self.rest = rest;
        }
    }

    /// The next byte that is no white space.
    fn next(&mut self) -> Option<u8> {
        self.skip_space();
        let (byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*byte)
    }

    fn byte(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then_some(())
    }

    /// Reads the fields of the row by what takes each value, and that nothing comes after them.
    fn fields(&mut self, mut value: impl FnMut(&mut Self, Name) -> Option<()>) -> Option<()> {
        self.byte(b'{')?;
        loop {
            let name = self.name()?;
            value(self, name)?;
            match self.next()? {
                b',' => {}
                b'}' => return self.rest.is_empty().then_some(()),
                _ => return None,
            }
        }
    }

    /// The name of a field, and what is between it and its value.
    fn name(&mut self) -> Option<Name> {
        self.byte(b'"')?;
        let name = match self.rest.first()? {
            b'i' => self.known(b"id\"", Name::Id),
            b'l' => self.known(b"label\"", Name::Label),
            b'c' => {
                self.known(b"code\"", Name::Code).or_else(|| self.known(b"credibility\"", Name::Credibility))
            }
            b'f' => self.known(b"from\"", Name::From),
            b't' => self.known(b"to\"", Name::To),
            b'd' => self.known(b"date\"", Name::Date).or_else(|| self.known(b"document\"", Name::Document)),
            b'e' => self.known(b"evidence\"", Name::Evidence),
            b'g' => self.known(b"gloss\"", Name::Gloss),
            b'p' => self.known(b"paragraph\"", Name::Paragraph),
            b'v' => self.known(b"voice\"", Name::Voice),
            _ => self
                .known(b"score\"", Name::Score)
                .or_else(|| self.known(b"sources\"", Name::Sources))
                .or_else(|| self.known(b"selector\"", Name::Selector))
                .or_else(|| self.known(b"speaker\"", Name::Speaker)),
        }?;
        self.byte(b':')?;
        Some(name)
    }

    /// A name, where it is what comes next.
    #[inline]
    fn known(&mut self, written: &[u8], name: Name) -> Option<Name> {
        self.rest = self.rest.strip_prefix(written)?;
        Some(name)
    }

    /// A text in quotation marks.
    fn text(&mut self) -> Option<&'a str> {
        self.byte(b'"')?;
        self.rest_of_text()
    }

    fn rest_of_text(&mut self) -> Option<&'a str> {
        let text = self.took(quote(self.rest)?)?;
        self.byte(b'"')?;
        (self.is_plain || is_plain(text.as_bytes())).then_some(text)
    }

    /// So many bytes of ASCII that come next.
    fn took(&mut self, length: usize) -> Option<&'a str> {
        let start = self.row.len() - self.rest.len();
        self.rest = self.rest.get(length..)?;
        self.row.get(start..start + length)
    }

    /// A list of what is read by `each`.
    fn list<T>(&mut self, each: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.byte(b'[')?;
        let mut list = Vec::new();
        if self.peek()? == b']' {
            self.next()?;
            return Some(list);
        }
        loop {
            list.push(each(self)?);
            match self.next()? {
                b',' => {}
                b']' => return Some(list),
                _ => return None,
            }
        }
    }

    /// The next byte that is no white space, which is not taken.
    fn peek(&self) -> Option<u8> {
        Cursor { ..*self }.next()
    }

    /// A quotation, whose type comes first, as this program writes it.
    fn quotation(&mut self) -> Option<SelectorRecord> {
        self.byte(b'{')?;
        (self.text()? == "type").then_some(())?;
        self.byte(b':')?;
        (self.text()? == "TextQuoteSelector").then_some(())?;
        let (mut exact, mut prefix, mut suffix) = (None, None, None);
        loop {
            match self.next()? {
                b',' => {}
                b'}' => break,
                _ => return None,
            }
            let name = self.text()?;
            self.byte(b':')?;
            let part = match name {
                "exact" => &mut exact,
                "prefix" => &mut prefix,
                "suffix" => &mut suffix,
                _ => return None,
            };
            once(part, Text::from(self.text()?))?;
        }
        let (prefix, suffix) = (prefix.unwrap_or_default(), suffix.unwrap_or_default());
        Some(SelectorRecord::TextQuoteSelector { exact: exact?, prefix, suffix })
    }

    fn voice(&mut self) -> Option<Voice> {
        let word = self.text()?;
        Voice::ALL.iter().copied().find(|voice| voice.word() == word)
    }

    /// A number from 1 to 6.
    fn credibility(&mut self) -> Option<u8> {
        let count = self.count()?;
        u8::try_from(count).ok().filter(|credibility| (1..=6).contains(credibility))
    }

    /// A whole number from 1.
    fn count(&mut self) -> Option<u32> {
        let digits = self.digits_and(b"");
        let is_written_so = !digits.starts_with('0');
        is_written_so.then(|| digits.parse().ok()).flatten()
    }

    /// A number from −10 to 10 with a few decimals.
    fn score(&mut self) -> Option<f64> {
        let number = self.digits_and(b"-.");
        let unsigned = number.strip_prefix('-').unwrap_or(number);
        let (whole, decimals) = match unsigned.split_once('.') {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (unsigned, None),
        };
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_written_so = is_digits(whole)
            && decimals.is_none_or(is_digits)
            && (whole == "0" || !whole.starts_with('0'))
            && number.len() <= LONGEST;
        let score: f64 = is_written_so.then(|| number.parse().ok()).flatten()?;
        (-10.0..=10.0).contains(&score).then_some(score)
    }

    /// The digits that come next, and other bytes that may stand among them.
    fn digits_and(&mut self, others: &[u8]) -> &'a str {
        self.skip_space();
        let is_other = |byte: &u8| !byte.is_ascii_digit() && !others.contains(byte);
        let length = self.rest.iter().position(is_other).unwrap_or(self.rest.len());
        self.took(length).unwrap_or_default()
    }
}

/// Where the first quotation mark is, looked for by eight bytes at a time: most texts are too short for a search that begins
/// slowly and goes on fast.
fn quote(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const QUOTES: u64 = u64::from_le_bytes([b'"'; 8]);
    const HIGHEST: u64 = u64::from_le_bytes([0x80; 8]);
    let (words, rest) = bytes.as_chunks::<8>();
    for (nth, word) in words.iter().enumerate() {
        // Zero where there is one; the lowest byte that is zero borrows from the next and no byte below it does.
        let zeros = u64::from_le_bytes(*word) ^ QUOTES;
        let found = zeros.wrapping_sub(ONES) & !zeros & HIGHEST;
        if found != 0 {
            return Some(nth * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let found = rest.iter().position(|&byte| byte == b'"')?;
    Some(words.len() * 8 + found)
}

/// The longest number, in bytes, that any reader of decimals takes for the same `f64`.
const LONGEST: usize = 12;

#[cfg(test)]
mod tests;
