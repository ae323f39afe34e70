//! Event codes as feeds write them, each looked up once.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::dataset::coding::{EventCode, Scheme};

use super::cleaned;

/// How a code of a feed is found in the table.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Found {
    /// As it is.
    Whole(EventCode),
    /// With the zero that a spreadsheet took away.
    WithZero(EventCode),
    /// The table has only the code that it is part of.
    Part(EventCode),
}

impl Found {
    /// The code of the table.
    pub fn code(self) -> EventCode {
        match self {
            Self::Whole(code) | Self::WithZero(code) | Self::Part(code) => code,
        }
    }
}

/// The codes of a feed.
#[derive(Clone, Debug)]
pub struct Codes {
    scheme: Scheme,
    known: HashMap<Box<[u8]>, Option<Found>, RandomState>,
}

impl Codes {
    /// Codes of a scheme.
    pub fn new(scheme: Scheme) -> Self {
        Self { scheme, known: HashMap::default() }
    }

    /// The code of a text. `meaning` is what the feed itself says that it means, where it does: digits that lost
    /// their zero may stand for two codes.
    pub fn find(&mut self, text: &[u8], meaning: &[u8]) -> Option<Found> {
        if let Some(&found) = self.known.get(text) {
            return found;
        }
        let found = self.look_up(&cleaned(text), &cleaned(meaning));
        self.known.insert(text.into(), found);
        found
    }

    fn look_up(&self, text: &str, meaning: &str) -> Option<Found> {
        let prefix = self.scheme.prefix();
        let parse = |code: &str| EventCode::parse(&format!("{prefix}:{code}")).ok();
        match self.scheme {
            Scheme::Plover => parse(&text.to_uppercase()).map(Found::Whole),
            Scheme::Cameo => {
                let (whole, with_zero) = (parse(text), parse(&format!("0{text}")));
                match (whole, with_zero) {
                    (Some(whole), Some(with_zero))
                        if with_zero.meaning.eq_ignore_ascii_case(meaning)
                            && !whole.meaning.eq_ignore_ascii_case(meaning) =>
                    {
                        Some(Found::WithZero(with_zero))
                    }
                    (Some(whole), _) => Some(Found::Whole(whole)),
                    (None, Some(with_zero)) => Some(Found::WithZero(with_zero)),
                    (None, None) => {
                        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
                        let shorter = (2..=digits).rev().filter_map(|end| text.get(..end));
                        shorter.filter_map(parse).next().map(Found::Part)
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_whole_with_its_zero_or_by_what_it_is_part_of() {
        let mut codes = Codes::new(Scheme::Cameo);
        let mut found = |text: &str, meaning: &str| {
            codes.find(text.as_bytes(), meaning.as_bytes()).map(|found| (found, found.code().code))
        };
        assert!(matches!(found("043", ""), Some((Found::Whole(_), "043"))));
        assert!(matches!(found("42", "Make a visit"), Some((Found::WithZero(_), "042"))));
        assert!(matches!(found("0439", ""), Some((Found::Part(_), "043"))));
        assert!(matches!(found("13y", ""), Some((Found::Part(_), "13"))));
        assert_eq!(found("99", ""), None);
        assert_eq!(found("", ""), None);
        assert_eq!(found("\u{e9}\u{e9}", ""), None);
    }

    #[test]
    fn of_two_codes_the_feed_s_own_words_choose() {
        let meaning = EventCode::parse("cameo:010").expect("a code").meaning;
        let mut codes = Codes::new(Scheme::Cameo);
        assert_eq!(codes.find(b"10", meaning.as_bytes()).map(|found| found.code().code), Some("010"));
        assert_eq!(Codes::new(Scheme::Cameo).find(b"10", b"").map(|found| found.code().code), Some("10"));
    }

    #[test]
    fn types_of_plover_are_found_in_any_letters() {
        let mut codes = Codes::new(Scheme::Plover);
        assert_eq!(codes.find(b"Consult", b"").map(|found| found.code().code), Some("CONSULT"));
        assert_eq!(codes.find(b"010", b""), None);
    }
}
