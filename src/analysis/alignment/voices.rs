//! Sets of voices.

use std::fmt;

use crate::dataset::Voice;

/// A set of voices.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Voices(u8);

impl Voices {
    /// No voice.
    pub const NONE: Self = Self(0);
    /// The voices that state a fact: reported and quoted.
    pub const FACTS: Self = Self(1 << Voice::Reported as u8 | 1 << Voice::Quoted as u8);
    /// Every voice.
    pub const ALL: Self = Self((1 << Voice::ALL.len()) - 1);

    /// The set with `voice` in it.
    #[must_use]
    pub fn with(self, voice: Voice) -> Self {
        Self(self.0 | 1 << voice as u8)
    }

    /// The set without `voice`.
    #[must_use]
    pub fn without(self, voice: Voice) -> Self {
        Self(self.0 & !(1 << voice as u8))
    }

    /// Whether `voice` is in the set.
    pub fn contains(self, voice: Voice) -> bool {
        self.0 & 1 << voice as u8 != 0
    }

    /// The voices in the set, from the firmest to the loosest.
    pub fn iter(self) -> impl Iterator<Item = Voice> {
        Voice::ALL.iter().copied().filter(move |&voice| self.contains(voice))
    }
}

impl Default for Voices {
    /// The voices that state a fact.
    fn default() -> Self {
        Self::FACTS
    }
}

impl FromIterator<Voice> for Voices {
    fn from_iter<It: IntoIterator<Item = Voice>>(voices: It) -> Self {
        voices.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Display for Voices {
    /// `reported, quoted`; `none` for the empty set.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.iter().map(Voice::word).collect();
        f.write_str(if words.is_empty() { "none".to_owned() } else { words.join(", ") }.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_the_voices_that_state_one() {
        assert_eq!(Voices::FACTS, Voice::ALL.iter().copied().filter(|voice| voice.is_fact()).collect());
        assert_eq!(Voices::ALL, Voice::ALL.iter().copied().collect());
        assert_eq!(Voices::default(), Voices::FACTS);
    }

    #[test]
    fn a_voice_can_be_put_in_and_taken_out() {
        let all = Voice::ALL.iter().fold(Voices::NONE, |set, &voice| set.with(voice));
        assert_eq!(all, Voices::ALL);
        assert!(!all.without(Voice::Quoted).contains(Voice::Quoted));
        assert!(all.without(Voice::Quoted).contains(Voice::Reported));
    }

    #[test]
    fn a_set_reads_as_its_words() {
        assert_eq!(Voices::FACTS.to_string(), "reported, quoted");
        assert_eq!(Voices::NONE.to_string(), "none");
    }
}
