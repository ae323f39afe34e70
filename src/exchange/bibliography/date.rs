//! Dates in words, as lists of references have them.

use crate::dataset::Edtf;

/// The names of the months in English; their first three letters are enough.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The number of a month by its English name or the beginning of it: `9` of `Sept`.
pub(crate) fn named_month(name: &str) -> Option<u8> {
    let name = name.to_lowercase();
    if name.len() < 3 {
        return None;
    }
    (1..).zip(MONTHS).find(|(_, month)| month.starts_with(&name)).map(|(number, _)| number)
}

/// As [`named_month`], with blanks around it or a dot after it: `9` of `Sept.`
pub(crate) fn month(name: &str) -> Option<u8> {
    named_month(name.trim().trim_end_matches('.'))
}

/// The date that a text is, in EDTF already or in words of which there are not two readings: `12 May 2020`,
/// `May 12, 2020`, `May 2020`, `c. 1999`, `2020-05-12T10:00:00Z`.
pub(crate) fn of_words(text: &str) -> Option<Edtf> {
    let text = text.trim();
    if let Ok(date) = Edtf::parse(text) {
        return Some(date);
    }
    if let Some((day, _)) = text.split_once('T')
        && day.len() == 10
        && let Ok(date) = Edtf::parse(day)
    {
        return Some(date);
    }
    let lower = text.to_lowercase();
    let about = ["circa ", "ca. ", "ca ", "c. "].iter().find_map(|word| lower.strip_prefix(word));
    let (mut year, mut named, mut day) = (None, None, None);
    for word in
        about.unwrap_or(&lower).split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty())
    {
        let digits = word.bytes().all(|b| b.is_ascii_digit());
        let place = match word.len() {
            4 if digits => &mut year,
            1 | 2 if digits => &mut day,
            _ => &mut named,
        };
        if place.replace(word).is_some() {
            return None;
        }
    }
    let year = year?;
    let date = match (named.map(month), day) {
        (None, None) => year.to_owned(),
        (Some(Some(month)), None) => format!("{year}-{month:02}"),
        (Some(Some(month)), Some(day)) => format!("{year}-{month:02}-{day:0>2}"),
        (Some(None), _) | (None, Some(_)) => return None,
    };
    let mark = if about.is_some() { "~" } else { "" };
    Edtf::parse(&format!("{date}{mark}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_one_reading_are_dates() {
        for (words, date) in [
            ("2020", "2020"),
            ("2025-06~", "2025-06~"),
            ("12 May 2020", "2020-05-12"),
            ("Sept. 3, 2001", "2001-09-03"),
            ("March 1999", "1999-03"),
            ("c. 1950", "1950~"),
            ("2020-05-12T10:00:00Z", "2020-05-12"),
        ] {
            assert_eq!(of_words(words).as_ref().map(Edtf::as_str), Some(date), "{words}");
        }
        for words in ["", "05/12/2020", "31 February 2020", "soon", "12 2020", "May", "May June 2020"] {
            assert!(of_words(words).is_none(), "{words}");
        }
        assert_eq!((month("sep"), month("ma"), month("marching")), (Some(9), None, None));
    }
}
