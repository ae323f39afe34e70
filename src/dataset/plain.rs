//! Rows as nearly all are written, read in a fraction of the time: texts of ASCII without escapes and short numbers. Any
//! other is left to readers that know all of JSON, who take what is taken here for the same.

use super::events::{DateNumber, Part};
use super::record::EventRecord;

/// Reads the row of an event that has no note or attribute, and takes in its date. `None` where it is not plain, or not
/// sound.
pub(super) fn event<'a>(row: &'a str, events: &mut Part) -> Option<(EventRecord<&'a str, ()>, DateNumber)> {
    let mut row = Cursor::new(row);
    let (mut id, mut label, mut code, mut from, mut to, mut date) = (None, None, None, None, None, None);
    let (mut score, mut sources, mut evidence) = (None, None, None);
    row.byte(b'{')?;
    loop {
        match row.name()? {
            Name::Id => once(&mut id, row.text()?)?,
            Name::Label => once(&mut label, row.text()?)?,
            Name::Code => once(&mut code, row.text()?)?,
            Name::From => once(&mut from, row.text()?)?,
            Name::To => once(&mut to, row.text()?)?,
            Name::Date => once(&mut date, row.text()?)?,
            Name::Score => once(&mut score, row.score()?)?,
            Name::Sources => once(&mut sources, row.count()?)?,
            Name::Evidence => once(&mut evidence, row.texts()?)?,
        }
        match row.next()? {
            b',' => {}
            b'}' => break,
            _ => return None,
        }
    }
    row.end()?;
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

    /// The next byte that is no white space.
    fn next(&mut self) -> Option<u8> {
        while let [b' ' | b'\t' | b'\r' | b'\n', rest @ ..] = self.rest {
            self.rest = rest;
        }
        let (byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*byte)
    }

    fn byte(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then_some(())
    }

    /// That there is nothing more.
    fn end(&self) -> Option<()> {
        self.rest.is_empty().then_some(())
    }

    /// The name of a field, and what is between it and its value.
    fn name(&mut self) -> Option<Name> {
        self.byte(b'"')?;
        let name = match self.rest.first()? {
            b'i' => self.known(b"id\"", Name::Id),
            b'l' => self.known(b"label\"", Name::Label),
            b'c' => self.known(b"code\"", Name::Code),
            b'f' => self.known(b"from\"", Name::From),
            b't' => self.known(b"to\"", Name::To),
            b'd' => self.known(b"date\"", Name::Date),
            b'e' => self.known(b"evidence\"", Name::Evidence),
            _ => self.known(b"score\"", Name::Score).or_else(|| self.known(b"sources\"", Name::Sources)),
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

    /// A list of texts.
    fn texts(&mut self) -> Option<Vec<&'a str>> {
        self.byte(b'[')?;
        let mut texts = Vec::new();
        match self.next()? {
            b'"' => texts.push(self.rest_of_text()?),
            b']' => return Some(texts),
            _ => return None,
        }
        loop {
            match self.next()? {
                b',' => texts.push(self.text()?),
                b']' => return Some(texts),
                _ => return None,
            }
        }
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
        self.rest = self.rest.trim_ascii_start();
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
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::dataset::{rows, schema, sound};

    fn held_to_the_rules(row: &str) -> Option<EventRecord> {
        sound::read(row, rows::rule_of_rows("events").ok()?)
    }

    fn read(row: &str) -> Option<EventRecord> {
        let mut events = Part::default();
        let (record, date) = event(row, &mut events)?;
        let of = str::to_owned;
        Some(EventRecord {
            id: of(record.id),
            label: of(record.label),
            code: of(record.code),
            from: of(record.from),
            to: of(record.to),
            date: events.written(date).clone(),
            score: record.score,
            sources: record.sources,
            evidence: record.evidence.into_iter().map(of).collect(),
            note: record.note,
            attributes: record.attributes,
        })
    }

    /// Every field that a plain row knows is one of the schema, and it knows all but the note and the attributes.
    #[test]
    fn the_fields_are_those_of_the_schema() {
        let Ok(schema::Rule::Object(shape)) = rows::rule_of_rows("events") else { panic!("an object") };
        let mut unknown = Vec::new();
        for field in &shape.fields {
            let text = format!("\"{}\":", field.name);
            if Cursor::new(&text).name().is_none() {
                unknown.push(field.name.as_str());
            }
        }
        unknown.sort_unstable();
        assert_eq!(unknown, ["attributes", "note"]);
    }

    /// A value that may stand in a row, right or not.
    fn value() -> impl Strategy<Value = String> {
        prop_oneof![
            4 => "\"[a-z0-9:~ -]{0,9}\"",
            1 => "\"\\PC{0,4}\"",
            1 => Just("\"2024-02-30\"".to_owned()),
            3 => Just("\"2024-02\"".to_owned()),
            3 => "-?[0-9]{1,2}(\\.[0-9]{0,3})?(e1)?",
            1 => "[0-9]{1,11}",
            2 => "\\[ ?(\"[a-z]{1,2}\" ?, ?)?\"x\" ?,? ?\\]",
            1 => Just("[]".to_owned()),
            1 => Just("null".to_owned()),
            1 => Just("{}".to_owned()),
        ]
    }

    proptest! {
        /// What is taken as plain is read as any sound row is; and what is sound and plain is taken.
        #[test]
        fn a_plain_row_is_read_as_any_other(
            fields in prop::collection::vec((0_usize..12, value()), 0..4),
            spaces in prop::collection::vec("[ \n\t]{0,2}", 4),
            score in prop_oneof!["-?[0-9]", "-?[0-9]\\.[0-9]{1,9}", Just("10.0".to_owned()), Just("-0".to_owned())],
        ) {
            let mut row = [
                ("id", "\"e1\"".to_owned()), ("label", "\"Said: so\"".to_owned()), ("code", "\"cameo:01\"".to_owned()),
                ("from", "\"a\"".to_owned()), ("to", "\"b\"".to_owned()), ("date", "\"2024-02~\"".to_owned()),
                ("score", score), ("sources", "7".to_owned()), ("evidence", "[\"x\", \"y\"]".to_owned()),
            ].to_vec();
            let is_plain = fields.is_empty();
            for (at, value) in fields {
                match at {
                    9 => row.push(("note", value)),
                    10 => row.push(("id", value)),
                    11 => row.push(("ids", value)),
                    _ => row[at].1 = value,
                }
            }
            let row: Vec<String> = row.iter().map(|(name, value)| format!("{}\"{name}\"{}:{}{value}", spaces[0], spaces[1], spaces[2])).collect();
            let row = format!("{{{}{}}}", row.join(","), spaces[3]);
            let sound = held_to_the_rules(&row);
            match read(&row) {
                Some(record) => prop_assert_eq!(Some(record), sound, "{}", row),
                None => prop_assert!(!is_plain || sound.is_none(), "{}", row),
            }
        }
    }

    #[test]
    fn the_key_comes_first_or_is_looked_for_elsewhere() {
        assert_eq!(key("{ \"id\" : \"a-1\", \"label\": \"\"}"), Some("a-1"));
        assert_eq!(key("{\"label\": \"\", \"id\": \"a\"}"), None);
        assert_eq!(key("{\"id\": \"\\u0061\"}"), None);
    }
}
