//! Plain author-date citations.

use super::date::Edtf;
use super::model::Document;
use super::record::NameRecord;

/// The longest that a title may be, in characters, where it stands for the author.
const SHORT_TITLE: usize = 40;

/// `Patman, June 2025 (approximate)`: one author, two joined by "and", or the first "et al."; a shortened
/// title where there is none; `n.d.` where there is no date.
pub fn short(document: &Document) -> String {
    let names: Vec<&str> = document.author.iter().filter_map(main_name).collect();
    let who = match &names[..] {
        [] => shorten(document.title.trim()),
        [name] => (*name).to_owned(),
        [first, second] => format!("{first} and {second}"),
        [first, ..] => format!("{first} et al."),
    };
    let when = document.issued.as_ref().map_or("n.d.".to_owned(), Edtf::to_words);
    format!("{who}, {when}")
}

/// `Patman, Robert (June 2025, approximate). Title. Container. Publisher. https://…`: all authors, the first
/// by family name; the title comes first where there is none.
pub fn full(document: &Document) -> String {
    let when = document.issued.as_ref().map_or("n.d.".to_owned(), Edtf::to_words_in_parentheses);
    let title = document.title.trim();
    let authors = all_names(&document.author);
    let lead = if authors.is_empty() {
        vec![format!("{title} ({when})")]
    } else {
        vec![format!("{authors} ({when})"), title.to_owned()]
    };
    let rest = [&document.container_title, &document.publisher];
    let rest = rest.into_iter().flatten().map(|part| part.trim().to_owned());
    let mut parts: Vec<String> = lead.into_iter().chain(rest).filter(|part| !part.is_empty()).collect();
    parts.iter_mut().for_each(close);
    // A full stop after an address would be taken for part of it.
    parts.extend(document.url.as_deref().map(|url| url.trim().to_owned()).filter(|url| !url.is_empty()));
    parts.join(" ")
}

/// `Patman, June 2025 (approximate), para. 7`: the place where an excerpt stands, by the 1-based number of its
/// paragraph.
pub fn at(document: &Document, paragraph: Option<u32>) -> String {
    match paragraph {
        Some(paragraph) => format!("{}, para. {paragraph}", short(document)),
        None => short(document),
    }
}

/// Year, month and day of a date, as far as they are written: `[2025, 6]` of `2025-06~`. `None` where it is no
/// date of the calendar alone: an interval, a season, a date with digits that are not known.
pub fn date_parts(date: &Edtf) -> Option<Vec<i16>> {
    let text = date.as_str().trim_end_matches(['~', '?', '%']);
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let mut parts: Vec<i16> = digits.split('-').map(str::parse).collect::<Result<_, _>>().ok()?;
    *parts.first_mut()? *= sign;
    let is_month = parts.get(1).is_none_or(|month| (1..=12).contains(month));
    (is_month && parts.len() <= 3).then_some(parts)
}

/// The name that an author is cited by.
fn main_name(author: &NameRecord) -> Option<&str> {
    present(&author.family).or(present(&author.literal)).or(present(&author.given))
}

/// `Patman, Robert, Jane Doe, and Wei Li`.
fn all_names(authors: &[NameRecord]) -> String {
    let named = authors.iter().filter(|author| main_name(author).is_some());
    let names: Vec<String> =
        named.enumerate().map(|(index, author)| whole_name(author, index == 0)).collect();
    match &names[..] {
        [] => String::new(),
        [name] => name.clone(),
        [others @ .., last] => format!("{}, and {last}", others.join(", ")),
    }
}

fn whole_name(author: &NameRecord, family_first: bool) -> String {
    match (present(&author.family), present(&author.given)) {
        (Some(family), Some(given)) if family_first => format!("{family}, {given}"),
        (Some(family), Some(given)) => format!("{given} {family}"),
        (Some(_), None) | (None, _) => main_name(author).unwrap_or_default().to_owned(),
    }
}

fn present(name: &Option<String>) -> Option<&str> {
    name.as_deref().map(str::trim).filter(|name| !name.is_empty())
}

/// A title cut after a whole word; a description in brackets keeps them.
fn shorten(title: &str) -> String {
    let Some((cut, _)) = title.char_indices().nth(SHORT_TITLE) else { return title.to_owned() };
    let (kept, rest) = title.split_at(cut);
    let whole = match kept.rfind(char::is_whitespace) {
        Some(space) if !rest.starts_with(char::is_whitespace) => &kept[..space],
        Some(_) | None => kept,
    };
    let whole = whole.trim_end_matches(|c: char| !c.is_alphanumeric());
    let bracket = if title.starts_with('[') { "]" } else { "" };
    format!("{whole}…{bracket}")
}

/// Ends a part of a citation with a full stop, unless a mark ends it already.
fn close(part: &mut String) {
    if !part.ends_with(['.', '!', '?', '…']) {
        part.push('.');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::model::Remarks;

    fn document(authors: &[(&str, &str)], issued: Option<&str>) -> Document {
        let name = |&(family, given): &(&str, &str)| NameRecord {
            family: Some(family.to_owned()),
            given: Some(given.to_owned()),
            literal: None,
        };
        Document {
            key: "d".into(),
            kind: "report".into(),
            title: "Small ports in hard weather".into(),
            author: authors.iter().map(name).collect(),
            container_title: None,
            publisher: None,
            issued: issued.map(|date| Edtf::parse(date).unwrap()),
            url: None,
            language: None,
            rights: None,
            reliability: None,
            text: None,
            remarks: Remarks::default(),
        }
    }

    const PATMAN: (&str, &str) = ("Patman", "Robert");
    const DOE: (&str, &str) = ("Doe", "Jane");

    #[test]
    fn the_short_form_is_author_and_date() {
        assert_eq!(short(&document(&[PATMAN], Some("2025-06~"))), "Patman, June 2025 (approximate)");
        assert_eq!(short(&document(&[PATMAN, DOE], Some("2025"))), "Patman and Doe, 2025");
        assert_eq!(short(&document(&[PATMAN, DOE, ("Li", "Wei")], None)), "Patman et al., n.d.");
    }

    #[test]
    fn a_work_without_author_goes_by_its_shortened_title() {
        let mut untitled = document(&[], None);
        assert_eq!(short(&untitled), "Small ports in hard weather, n.d.");
        untitled.title = "[Essay on the ports of a small island through two winters]".into();
        assert_eq!(short(&untitled), "[Essay on the ports of a small island…], n.d.");
        untitled.title = "ä".repeat(50).into();
        assert_eq!(short(&untitled), format!("{}…, n.d.", "ä".repeat(SHORT_TITLE)));
    }

    #[test]
    fn an_institution_is_named_as_it_stands_and_an_empty_name_is_none() {
        let mut report = document(&[("", " ")], Some("2024"));
        assert_eq!(short(&report), "Small ports in hard weather, 2024");
        report.author =
            vec![NameRecord { family: None, given: None, literal: Some("Harbour Board".to_owned()) }].into();
        assert_eq!(short(&report), "Harbour Board, 2024");
        assert_eq!(full(&report), "Harbour Board (2024). Small ports in hard weather.");
    }

    #[test]
    fn the_full_form_has_every_part_that_there_is() {
        let mut report = document(&[PATMAN, DOE, ("Li", "Wei")], Some("2025-06~"));
        report.title = "Who pays?".into();
        report.container_title = Some("Harbour Review".into());
        report.publisher = Some("Quay Press".into());
        report.url = Some("https://example.org/pays".into());
        assert_eq!(
            full(&report),
            "Patman, Robert, Jane Doe, and Wei Li (June 2025, approximate). Who pays? Harbour Review. \
             Quay Press. https://example.org/pays"
        );
        assert_eq!(full(&document(&[], None)), "Small ports in hard weather (n.d.).");
    }

    #[test]
    fn only_a_date_of_the_calendar_has_parts() {
        let parts = |text: &str| date_parts(&Edtf::parse(text).unwrap());
        assert_eq!(parts("2025-06~"), Some(vec![2025, 6]));
        assert_eq!(parts("2025-06-30"), Some(vec![2025, 6, 30]));
        assert_eq!(parts("-0043?"), Some(vec![-43]));
        for vague in ["2025-21", "202X", "2025-XX", "2025-01/2025-06", "../2025", "2025/"] {
            assert_eq!(parts(vague), None, "{vague}");
        }
    }

    #[test]
    fn a_place_is_cited_by_paragraph_where_it_is_known() {
        let patman = document(&[PATMAN], Some("2025-06~"));
        assert_eq!(at(&patman, Some(7)), "Patman, June 2025 (approximate), para. 7");
        assert_eq!(at(&patman, None), "Patman, June 2025 (approximate)");
    }
}
