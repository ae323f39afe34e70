//! Keys for things that come from elsewhere: slugs, each once, and the codes of states.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::dataset::iso;

use super::texts::{Hashes, Texts};

/// Longest part of a name that goes into a key, in characters.
const LONGEST: usize = 48;

/// Makes keys, and none twice.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    texts: Texts,
    /// Which of the texts are keys that are taken.
    is_taken: Vec<bool>,
    /// The keys that are taken and that nothing is known by.
    hashed: Hashes,
    /// The last number that was put after a slug, by the slug's hash: all up to it are taken, and so need not be kept
    /// one by one.
    numbers: HashMap<u64, u64, RandomState>,
}

impl Keys {
    /// Takes a key as it is. Returns whether it was free.
    pub fn take(&mut self, key: &str) -> bool {
        let is_free = !self.has(key);
        if is_free {
            let number = self.texts.add(key) as usize;
            if number >= self.is_taken.len() {
                self.is_taken.resize(number + 1, false);
            }
            if let Some(is_taken) = self.is_taken.get_mut(number) {
                *is_taken = true;
            }
        }
        is_free
    }

    /// Takes a key of which nobody asks for the text, as the key of a tie: it takes less memory. Returns whether it was
    /// free.
    pub fn take_hashed(&mut self, key: &str) -> bool {
        let is_free = !self.has(key);
        if is_free {
            self.hashed.add(Hashes::of(key));
        }
        is_free
    }

    /// Whether a key is taken.
    pub fn has(&self, key: &str) -> bool {
        self.is_taken_as_it_is(key) || self.is_numbered(key)
    }

    fn is_taken_as_it_is(&self, key: &str) -> bool {
        let is_taken = self.texts.find(key).and_then(|number| self.is_taken.get(number as usize));
        is_taken.is_some_and(|&is_taken| is_taken) || self.hashed.has(Hashes::of(key))
    }

    /// The texts that are known, keys or not: what is called by other names elsewhere shares their memory.
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// The number of a text among them.
    pub fn number(&mut self, text: &str) -> u32 {
        self.texts.add(text)
    }

    /// Whether a key is a slug with a number that was put after it.
    fn is_numbered(&self, key: &str) -> bool {
        if self.numbers.is_empty() {
            return false;
        }
        let Some((slug, number)) = key.rsplit_once('-') else { return false };
        // 007 is no number that we write.
        if number.starts_with(['0', '+']) {
            return false;
        }
        let Ok(number) = number.parse::<u64>() else { return false };
        let last = self.numbers.get(&Hashes::of(slug));
        last.is_some_and(|&last| (2..=last).contains(&number))
    }

    /// A key from a name: its slug, with a number after it where that is taken. `fallback` is used where the name has
    /// no letter or digit of ASCII.
    pub fn slug(&mut self, name: &str, fallback: &str) -> String {
        let slug = slug(name).unwrap_or_else(|| fallback.to_owned());
        if self.take(&slug) { slug } else { self.numbered(&slug) }
    }

    /// The same, of which nobody asks for the text.
    pub fn slug_hashed(&mut self, name: &str, fallback: &str) -> String {
        let slug = slug(name).unwrap_or_else(|| fallback.to_owned());
        if self.take_hashed(&slug) { slug } else { self.numbered(&slug) }
    }

    fn numbered(&mut self, slug: &str) -> String {
        let hash = Hashes::of(slug);
        let mut number = self.numbers.get(&hash).copied().unwrap_or(1);
        loop {
            number += 1;
            let numbered = format!("{slug}-{number}");
            if !self.is_taken_as_it_is(&numbered) {
                self.numbers.insert(hash, number);
                return numbered;
            }
        }
    }
}

/// `New Zealand (1907)` -> `new-zealand-1907`; `None` where nothing is left. Letters with a mark lose it.
pub fn slug(name: &str) -> Option<String> {
    let mut slug = String::new();
    for c in name.chars() {
        if slug.len() >= LONGEST {
            break;
        }
        match plain(c) {
            Some(letters) => slug.push_str(letters),
            None if c.is_ascii_alphanumeric() => slug.push(c.to_ascii_lowercase()),
            None if !slug.is_empty() && !slug.ends_with('-') && c != '\'' && c != '’' => slug.push('-'),
            None => {}
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    (!slug.is_empty()).then_some(slug)
}

/// The plain letters of a Latin letter with a mark.
fn plain(c: char) -> Option<&'static str> {
    if c.is_ascii() {
        return None;
    }
    Some(match c.to_lowercase().next()? {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'č' | 'ĉ' | 'ċ' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'ə' => "e",
        'ğ' | 'ĝ' | 'ģ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i",
        'ķ' => "k",
        'ł' | 'ļ' | 'ľ' | 'ĺ' => "l",
        'ñ' | 'ń' | 'ň' | 'ņ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => "o",
        'œ' => "oe",
        'ř' | 'ŕ' => "r",
        'ß' => "ss",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ť' | 'ţ' | 'ț' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'ų' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ž' | 'ż' => "z",
        _ => return None,
    })
}

/// The ISO 3166-1 alpha-3 code of a state by its code (alpha-3 or alpha-2, capital letters) or its English name.
pub fn state(code_or_name: &str) -> Option<&'static str> {
    let text = code_or_name.trim();
    let is_code = matches!(text.len(), 2 | 3) && text.chars().all(|c| c.is_ascii_uppercase());
    if is_code { iso::by_code(text) } else { iso::by_name(text) }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_become_slugs_and_none_twice() {
        let mut keys = Keys::default();
        assert_eq!(keys.slug("New Zealand", "actor"), "new-zealand");
        assert_eq!(keys.slug("new zealand!", "actor"), "new-zealand-2");
        assert_eq!(keys.slug("Côte d’Ivoire", "actor"), "cote-divoire");
        assert_eq!(keys.slug("\u{4e2d}\u{56fd}", "actor"), "actor");
        assert_eq!(keys.slug("\u{65e5}\u{672c}", "actor"), "actor-2");
        assert!(!keys.take("actor"));
        assert!(!keys.take("actor-2") && keys.take("actor-4") && keys.take("actor-02"));
        assert_eq!(keys.slug("actor", "x"), "actor-3");
        assert_eq!(keys.slug("actor", "x"), "actor-5");
        assert_eq!(keys.slug("actor 2", "x"), "actor-2-2");
    }

    #[test]
    fn states_are_known_by_code_and_name() {
        assert_eq!(state("NZ"), Some("NZL"));
        assert_eq!(state("USA"), Some("USA"));
        assert_eq!(state("New Zealand"), Some("NZL"));
        assert_eq!(state("united states"), Some("USA"));
        assert_eq!(state("Russia"), Some("RUS"));
        assert_eq!(state("an"), None, "a word in small letters is no code");
    }

    proptest! {
        #[test]
        fn no_key_is_made_twice(names in prop::collection::vec(("a?(-[0-3]){0,2}", 0..4_u8), 0..40)) {
            let (mut keys, mut made) = (Keys::default(), HashSet::new());
            for (name, how) in names {
                let key = match how {
                    0 if keys.take(&name) => name,
                    1 if keys.take_hashed(&name) => name,
                    2 => keys.slug_hashed(&name, "a"),
                    _ => keys.slug(&name, "a"),
                };
                prop_assert!(made.insert(key));
            }
            prop_assert!(made.iter().all(|key| keys.has(key)));
        }

        #[test]
        fn every_slug_is_one(name in "\\PC{0,80}") {
            if let Some(slug) = slug(&name) {
                prop_assert!(crate::dataset::check::is_slug(&slug), "{slug:?}");
            }
        }
    }
}
