//! The text of a source: its paragraphs, and excerpts found in it by position, quotation and context.

use std::ops::Range;

use detente::dataset::record::{SelectorRecord, TextRecord};
use detente::dataset::source::{Found, SourceError, SourceText};
use proptest::prelude::*;

const HARBOUR: &str = "The harbour papers\n\
    By A. Clerk\n\
    \n\
    The red door is shut. The blue door is open.\n\
    “Nobody asked us,” Dr. Reed said. Then the red door — old and rusty — fell.\n\
    \n\
    Nobody mended it.\n";

fn source(text: &str) -> SourceText {
    SourceText::new(text.as_bytes().to_vec(), None).unwrap()
}

fn record(sha256: &str) -> TextRecord {
    TextRecord { sha256: sha256.to_owned(), paragraphs: 3, not_body: vec![1, 2] }
}

fn quote(prefix: &str, exact: &str, suffix: &str) -> SelectorRecord {
    SelectorRecord::TextQuoteSelector { exact: exact.into(), prefix: prefix.into(), suffix: suffix.into() }
}

fn position(start: usize, end: usize) -> SelectorRecord {
    SelectorRecord::TextPositionSelector { start, end }
}

/// Code points before a byte.
fn code_points(text: &str, byte: usize) -> usize {
    text[..byte].chars().count()
}

fn nth(text: &str, part: &str, index: usize) -> Range<usize> {
    let (start, _) = text.match_indices(part).nth(index).unwrap();
    start..start + part.len()
}

#[test]
fn body_paragraphs_are_the_lines_that_are_neither_blank_nor_left_out() {
    let source = SourceText::new(HARBOUR.as_bytes().to_vec(), Some(&record("00"))).unwrap();
    assert_eq!(source.paragraphs(), 3);
    let first = source.paragraph(1).map(|range| &source.text()[range]);
    assert_eq!(first, Some("The red door is shut. The blue door is open."));
    assert_eq!(source.paragraph(3).map(|range| &source.text()[range]), Some("Nobody mended it."));
    assert_eq!(source.paragraph(0), None);
    assert_eq!(source.paragraph(4), None);
}

#[test]
fn line_ends_and_byte_order_mark_do_not_move_paragraphs() {
    let windows = format!("\u{FEFF}{}", HARBOUR.replace('\n', "\r\n"));
    let record = record("00");
    let plain = SourceText::new(HARBOUR.as_bytes().to_vec(), Some(&record)).unwrap();
    let other = SourceText::new(windows.into_bytes(), Some(&record)).unwrap();
    assert_eq!(other.paragraphs(), plain.paragraphs());
    for number in 1..=3 {
        let read =
            |source: &SourceText| source.paragraph(number).map(|range| source.text()[range].to_owned());
        assert_eq!(read(&other), read(&plain));
    }
    let passage = other.find_by(&[quote("", "mended", "")], None).unwrap();
    assert_eq!(&other.text()[passage.paragraph], "Nobody mended it.");
}

#[test]
fn a_byte_order_mark_counts_for_the_hash_and_not_for_positions() {
    // SHA-256 of "abc": FIPS 180-2, appendix B.1.
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    let plain = SourceText::new(b"abc".to_vec(), Some(&record(abc))).unwrap();
    assert_eq!(plain.sha256(), abc);
    assert_eq!(plain.is_same(), Some(true));
    let marked = SourceText::new("\u{FEFF}abc".into(), Some(&record(abc))).unwrap();
    assert_eq!(marked.is_same(), Some(false));
    let passage = marked.find_by(&[position(1, 2), quote("", "b", "")], None).unwrap();
    assert_eq!((passage.span, passage.found), (1..2, Found::Position));
    assert_eq!(source("abc").is_same(), None);
}

#[test]
fn bytes_that_are_no_text_are_refused_with_their_place() {
    let refused = SourceText::new(b"abc\xff".to_vec(), None).unwrap_err();
    assert_eq!(refused, SourceError::NotUtf8(3));
}

#[test]
fn a_position_alone_counts_only_in_the_very_text() {
    let alone = [position(1, 3)];
    assert_eq!(source("abcd").find_by(&alone, Some(1)), None);
    let other = SourceText::new(b"abcd".to_vec(), Some(&record("00"))).unwrap();
    assert_eq!(other.find_by(&alone, Some(1)), None);
    let hash = source("abcd").sha256().to_owned();
    let same = SourceText::new(b"abcd".to_vec(), Some(&record(&hash))).unwrap();
    assert_eq!(same.find_by(&alone, Some(1)).map(|passage| passage.span), Some(1..3));
    for (start, end) in [(2, 2), (3, 1), (3, 5), (usize::MAX, usize::MAX), (0, usize::MAX)] {
        assert_eq!(same.find_by(&[position(start, end)], None), None, "{start}..{end}");
    }
    assert_eq!(same.find_by(&[], Some(1)), None);
}

#[test]
fn the_passage_has_its_whole_paragraph() {
    let source = source(HARBOUR);
    let passage = source.find_by(&[quote("", "blue door", "")], None).unwrap();
    assert_eq!(&source.text()[passage.paragraph], "The red door is shut. The blue door is open.");
    assert_eq!(passage.span, nth(HARBOUR, "blue door", 0));
    assert_eq!(passage.found, Found::Quote);
}

#[test]
fn context_chooses_among_equal_quotations() {
    let source = source(HARBOUR);
    let find = |selectors: Vec<SelectorRecord>, paragraph| {
        source.find_by(&selectors, paragraph).map(|passage| passage.span)
    };
    let (first, second) = (nth(HARBOUR, "red door", 0), nth(HARBOUR, "red door", 1));
    assert_eq!(find(vec![quote("", "red door", "")], None), Some(first.clone()));
    assert_eq!(find(vec![quote("Then the ", "red door", "")], None), Some(second.clone()));
    assert_eq!(find(vec![quote("", "red door", " —")], None), Some(second.clone()));
    assert_eq!(find(vec![quote("", "red door", "")], Some(4)), Some(second.clone()));
    assert_eq!(find(vec![quote("", "red door", ""), position(130, 138)], None), Some(second.clone()));
    assert_eq!(find(vec![quote("", "red door", ""), position(9999, 10_007)], None), Some(second));
    // A context that stands nowhere does not hide the words.
    assert_eq!(find(vec![quote("no such ", "blue door", "")], None), Some(nth(HARBOUR, "blue door", 0)));
    // Where only one of the two context texts fits, it decides over the paragraph.
    assert_eq!(find(vec![quote("elsewhere ", "red door", " is shut")], Some(4)), Some(first));
}

#[test]
fn in_a_changed_text_context_decides_over_a_chance_match_at_the_position() {
    let text = "a door, the door";
    let there = position(2, 6);
    let second = nth(text, "door", 1);
    let passage = source(text).find_by(&[quote("the ", "door", ""), there.clone()], None).unwrap();
    assert_eq!((passage.span, passage.found), (second, Found::Quote));
    let passage = source(text).find_by(&[quote("", "door", ""), there], None).unwrap();
    assert_eq!((passage.span, passage.found), (2..6, Found::Position));
}

#[test]
fn differences_of_typesetting_are_forgiven_last() {
    let source = source(HARBOUR);
    let find = |prefix, exact, suffix| {
        let passage = source.find_by(&[quote(prefix, exact, suffix)], None)?;
        Some((source.text()[passage.span].to_owned(), passage.found))
    };
    let loose = |text: &str| Some((text.to_owned(), Found::LooseQuote));
    assert_eq!(find("", "\"nobody asked us,\" Dr.", ""), loose("“Nobody asked us,” Dr."));
    assert_eq!(find("", " DOOR - old\n and ", ""), loose("door — old and"));
    assert_eq!(find("then  THE ", "Red  Door", ""), loose("red door"));
    let second = source.find_by(&[quote("then  THE ", "Red  Door", "")], None).unwrap();
    assert_eq!(second.span, nth(HARBOUR, "red door", 1));
    assert_eq!(find("", "green door", ""), None);
    assert_eq!(find("", " ", ""), Some((" ".to_owned(), Found::Quote)));
    assert_eq!(find("", "\u{ad}", ""), None);
}

#[test]
fn a_span_is_a_whole_sentence_with_or_without_its_marks() {
    let source = source(HARBOUR);
    let is = |part: &str| source.is_whole_sentence(nth(HARBOUR, part, 0));
    for part in [
        "The red door is shut.",
        "The red door is shut",
        "shut. The blue door is open. ",
        "Nobody asked us,” Dr. Reed said",
        "Nobody mended it",
    ]
    .map(|part| part.trim_end())
    {
        assert!(is(part), "{part}");
    }
    for part in
        ["red door is shut.", "The red door is", "Dr. Reed said.", "shut. The blue door", "Nobody asked us"]
    {
        assert!(!is(part), "{part}");
    }
    assert!(!source.is_whole_sentence(0..HARBOUR.len() + 1));
    // Inside a character.
    let quote_mark = HARBOUR.find('“').unwrap();
    assert!(!source.is_whole_sentence(quote_mark + 1..quote_mark + 9));
}

#[test]
fn a_text_that_repeats_itself_is_searched_in_one_go() {
    // Quadratic search would take 10¹¹ steps.
    let text = "a".repeat(600_000);
    let half = "a".repeat(300_000);
    let mut selectors = vec![quote("", &format!("{half}b"), "")];
    assert_eq!(source(&text).find_by(&selectors, None), None);
    selectors[0] = quote("", &half, "");
    let found = source(&text).find_by(&selectors, None).unwrap();
    assert_eq!(found.span, 0..300_000);
}

/// A text without a byte order mark, and a slice of it that is not empty.
fn text_and_slice() -> impl Strategy<Value = (String, Range<usize>)> {
    let text = prop_oneof!["[ab \\r\\n]{1,40}", "(?s).{1,60}", "[a-cé“”—\u{1F30A}.\\n ]{1,60}"];
    let text = text.prop_filter("a byte order mark is no text", |text| !text.starts_with('\u{FEFF}'));
    (text, any::<prop::sample::Index>(), any::<prop::sample::Index>()).prop_map(|(text, one, other)| {
        let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let first = one.index(bounds.len() - 1);
        let last = first + 1 + other.index(bounds.len() - 1 - first);
        let span = bounds[first]..bounds[last];
        (text, span)
    })
}

fn selectors(text: &str, span: &Range<usize>, context: bool) -> Vec<SelectorRecord> {
    let (prefix, suffix) = if context { (&text[..span.start], &text[span.end..]) } else { ("", "") };
    vec![
        quote(prefix, &text[span.clone()], suffix),
        position(code_points(text, span.start), code_points(text, span.end)),
    ]
}

proptest! {
    #[test]
    fn every_slice_is_found_where_it_was_taken((text, span) in text_and_slice(), context: bool) {
        let source = source(&text);
        let passage = source.find_by(&selectors(&text, &span, context), None).unwrap();
        prop_assert_eq!(&passage.span, &span);
        prop_assert_eq!(passage.found, Found::Position);
        prop_assert!(passage.paragraph.start <= span.start && span.end <= passage.paragraph.end);
        prop_assert!(source.text().get(passage.paragraph).is_some());
        let _ = source.is_whole_sentence(span);
    }

    #[test]
    fn after_a_change_the_same_words_are_found((text, span) in text_and_slice(), before in "[a-c\\n]{1,20}") {
        let changed = format!("{before}{text}");
        let passage = source(&changed).find_by(&selectors(&text, &span, true), None).unwrap();
        prop_assert_eq!(&changed[passage.span], &text[span]);
        prop_assert_ne!(passage.found, Found::LooseQuote);
    }

    #[test]
    fn text_put_before_does_not_hide_a_quotation(
        before in prop::collection::vec(0..50_u32, 1..20),
        words in Just((100..140_u32).collect::<Vec<_>>()).prop_shuffle(),
        first in 0..40_usize,
        count in 1..12_usize,
    ) {
        let join = |words: &[u32]| words.iter().map(|word| format!("w{word:03} ")).collect::<String>();
        let text = join(&words);
        let span = first * 5..((first + count) * 5).min(text.len());
        let before = join(&before);
        let passage = source(&(before.clone() + &text)).find_by(&selectors(&text, &span, false), None).unwrap();
        prop_assert_eq!(passage.span, span.start + before.len()..span.end + before.len());
        prop_assert_eq!(passage.found, Found::Quote);
    }

    #[test]
    fn capitals_and_line_breaks_do_not_hide_a_quotation(
        words in Just((100..140_u32).collect::<Vec<_>>()).prop_shuffle(),
        first in 0..40_usize,
    ) {
        let text = words.iter().map(|word| format!("word{word}")).collect::<Vec<_>>().join("\n  ");
        let wanted = words[first..words.len().min(first + 3)].iter().map(|word| format!("WORD{word}"));
        let exact = wanted.collect::<Vec<_>>().join(" ");
        let passage = source(&text).find_by(&[quote("", &exact, "")], None).unwrap();
        prop_assert_eq!(passage.found, Found::LooseQuote);
        prop_assert_eq!(text[passage.span].to_uppercase().replace("\n  ", " "), exact);
    }

    #[test]
    fn no_bytes_make_it_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..60),
        start: usize,
        end in 0..80_usize,
        exact in ".{0,4}",
    ) {
        if let Ok(source) = SourceText::new(bytes, None) {
            let _ = source.find_by(&[position(start, end), quote("", &exact, "x")], Some(u32::MAX));
            let _ = source.is_whole_sentence(start..end);
        }
    }
}
