//! What a person may have meant: the nearest known word to an unknown one.

/// Words longer than this are no misspelling of a key or field, and comparing them would be slow.
const LONGEST: usize = 64;

/// The candidate that differs from `word` in the fewest letters (Damerau-Levenshtein), where that is no
/// more than a third of its length; case, spaces and underscores do not count as differences.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let word = plain(word);
    let allowed = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= allowed * 4 && candidate.len() <= LONGEST)
        .map(|candidate| (strsim::damerau_levenshtein(&word, &plain(candidate)), candidate))
        .filter(|&(distance, _)| distance <= allowed)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

fn plain(word: &str) -> String {
    word.to_lowercase().replace(['_', ' '], "-")
}

/// `Did you mean …?`, or nothing.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, candidates).map(|candidate| format!("Did you mean `{candidate}`?"))
}

/// A text as JSON writes it, for a message: cut after 40 characters, and harmless to a terminal.
pub fn quoted(text: &str) -> String {
    let mut shown: String = text.chars().take(40).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    harmless(&serde_json::Value::from(shown).to_string())
}

/// A text that changes nothing in a terminal: control characters become their pictures (U+2400 on),
/// and marks that reorder text become U+FFFD.
pub fn harmless(text: &str) -> String {
    let picture = |c: char| match c {
        '\t' => ' ',
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        other => other,
    };
    text.chars().map(picture).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspellings_find_their_word() {
        let words = ["reported", "quoted", "judgement", "recommendation"];
        assert_eq!(nearest("repoted", words), Some("reported"));
        assert_eq!(nearest("Quoted", words), Some("quoted"));
        assert_eq!(nearest("part_of", ["part-of", "period"]), Some("part-of"));
        assert_eq!(nearest("opinion", words), None);
    }

    #[test]
    fn what_is_quoted_is_short_and_harmless() {
        assert_eq!(quoted("a\u{1b}[31m"), r#""a\u001b[31m""#);
        assert_eq!(quoted(&"é".repeat(50)).chars().count(), 43);
    }
}
