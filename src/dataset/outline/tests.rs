use std::io::{Seek, Write};

use super::*;
use crate::dataset::bundled;
use crate::dataset::source::sha256;

const TEXT: &str = "\n{\"id\": \"\\\"x\", \"events\" : [ {\"id\": \"e\\\\\", \"a\": [{}, \"]}\"]},\n{\"b\": \"é\", \"id\": \"f\"} ],
    \"format\": \"detente/1\", \"actors\": [], \"documents\": [{}], \"title\": \"events\"}";

/// A title and, of each row, its list, its key and its text.
type Told = (String, Vec<(List, String, String)>);

/// What an outline says of a text that is taken in pieces of a length.
fn told(text: &str, length: usize) -> Option<Told> {
    let mut scanner = Scanner::default();
    text.as_bytes().chunks(length).try_for_each(|piece| scanner.take(piece)).ok()?;
    let Outline { head, places, keys } = scanner.finish().ok()?;
    let mut rows = Vec::new();
    for list in List::ALL {
        for (place, key) in places.of(list).iter().zip(keys.of(list).iter()) {
            let row = Source::Memory(text).part(place.range(), &mut Vec::new()).ok()?.to_owned();
            rows.push((list, key.to_string(), row));
        }
    }
    Some((head.title, rows))
}

#[test]
fn rows_are_found_in_pieces_of_any_length() {
    let whole = told(TEXT, usize::MAX).expect("an outline");
    let rows: Vec<_> = whole.1.iter().map(|(list, key, row)| (*list, key.as_str(), row.as_str())).collect();
    assert_eq!(whole.0, "events");
    assert_eq!(
        rows,
        [
            (List::Documents, "", "{}"),
            (List::Events, "e\\", "{\"id\": \"e\\\\\", \"a\": [{}, \"]}\"]}"),
            (List::Events, "f", "{\"b\": \"é\", \"id\": \"f\"}"),
        ]
    );
    for length in 1..40 {
        assert_eq!(told(TEXT, length).as_ref(), Some(&whole), "{length}");
    }
    for (_, text) in bundled::ALL {
        assert_eq!(told(text, 7), told(text, usize::MAX));
    }
}

#[test]
fn what_is_no_dataset_or_no_json_around_its_rows_has_no_outline() {
    for (from, to) in [
        ("} ],", "} 7],"),
        ("} ],", "},],"),
        ("},\n{", "} \n{"),
        ("\"actors\": []", "\"actors\": [0]"),
        ("\"actors\": []", "\"actors\": [[]]"),
        ("\"actors\": []", "\"events\": []"),
        ("\"actors\": []", "\"\\u0061ctors\": [{}]"),
        ("\"actors\": []", "\"actors\": \u{c}[]"),
        ("[{}],", "{\"documents\": [{}]},"),
        ("detente/1", "detente/2"),
        ("\n{\"id\"", "\n[\"id\""),
    ] {
        let text = TEXT.replacen(from, to, 1);
        assert_ne!(text, TEXT, "{from}");
        assert_eq!(told(&text, usize::MAX), None, "{text}");
    }
    assert_eq!(told("{}]}", 2), None);
}

#[test]
fn a_file_is_read_like_a_text_and_its_mark_counts() -> io::Result<()> {
    let mut file = tempfile::tempfile()?;
    let bytes = format!("\u{feff}{TEXT}");
    file.write_all(bytes.as_bytes())?;
    file.rewind()?;
    let (outline, hash) = of_file(&file).expect("an outline");
    assert_eq!(hash, sha256(bytes.as_bytes()));
    let mut buffer = Vec::new();
    let last = outline.places.of(List::Events).last().expect("a row");
    let row = Source::File(&file).part(last.range(), &mut buffer).expect("a text");
    assert_eq!(row, "{\"b\": \"é\", \"id\": \"f\"}");
    Ok(())
}
