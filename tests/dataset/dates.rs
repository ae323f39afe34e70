//! Dates: what is read and refused, what it means, how it reads and how it sorts.

use std::cmp::Ordering;

use detente::dataset::date::{Day, DayRange, Edtf};
use proptest::prelude::*;

fn edtf(text: &str) -> Edtf {
    Edtf::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn days(text: &str) -> String {
    let end = |day: Option<Day>| day.map_or("..".to_owned(), |day| day.to_string());
    let range = edtf(text).range();
    format!("{} {}", end(range.first), end(range.last))
}

#[test]
fn every_form_of_level_0_and_1_has_its_first_and_last_day() {
    for (text, expected) in [
        ("2025", "2025-01-01 2025-12-31"),
        ("2024-02", "2024-02-01 2024-02-29"),
        ("1900-02", "1900-02-01 1900-02-28"),
        ("2025-02-28", "2025-02-28 2025-02-28"),
        ("0000", "0000-01-01 0000-12-31"),
        ("-0043-03-15", "-0043-03-15 -0043-03-15"),
        ("9999-12-31", "9999-12-31 9999-12-31"),
        ("-9999", "-9999-01-01 -9999-12-31"),
        ("2024-21", "2024-03-01 2024-11-30"),
        ("2024-22", "2024-01-01 2024-12-31"),
        ("2024-23", "2024-03-01 2024-11-30"),
        ("2024-24", "2024-01-01 2024-12-31"),
        ("201X", "2010-01-01 2019-12-31"),
        ("20XX", "2000-01-01 2099-12-31"),
        ("-201X", "-2019-01-01 -2010-12-31"),
        ("-000X", "-0009-01-01 -0001-12-31"),
        ("2024-XX", "2024-01-01 2024-12-31"),
        ("2024-02-XX", "2024-02-01 2024-02-29"),
        ("2024-XX-XX", "2024-01-01 2024-12-31"),
        ("2024-01/2024-06", "2024-01-01 2024-06-30"),
        ("2024-06/2024", "2024-06-01 2024-12-31"),
        ("2024-01-21~/2024-01-31?", "2024-01-21 2024-01-31"),
        ("../2017", ".. 2017-12-31"),
        ("2023-11/..", "2023-11-01 .."),
        ("/2017", ".. 2017-12-31"),
        ("2023-11/", "2023-11-01 .."),
    ] {
        assert_eq!(days(text), expected, "{text}");
    }
}

#[test]
fn a_qualifier_is_told_and_does_not_widen_the_date() {
    for (text, approximate, uncertain) in [
        ("2024", false, false),
        ("2024~", true, false),
        ("2024?", false, true),
        ("2024%", true, true),
        ("2024-01~/2024-06", true, false),
        ("2024-01/2024-06?", false, true),
        ("2024-01~/2024-06?", true, true),
        ("../2024%", true, true),
        ("201X~", true, false),
        ("2024-21?", false, true),
    ] {
        let date = edtf(text);
        assert_eq!((date.is_approximate(), date.is_uncertain()), (approximate, uncertain), "{text}");
        let bare = text.replace(['~', '?', '%'], "");
        assert_eq!(date.range(), edtf(&bare).range(), "{text}");
    }
}

#[test]
fn only_one_known_day_is_exact() {
    for text in ["2025-02-28", "2025-02-28/2025-02-28"] {
        assert!(edtf(text).is_exact(), "{text}");
    }
    for text in ["2025", "2025-02", "2025-02-28~", "2025-02-28?", "2025-02-27/2025-02-28", "2025-02-28/.."] {
        assert!(!edtf(text).is_exact(), "{text}");
    }
}

#[test]
fn the_midpoint_is_in_the_middle_or_at_the_closed_end() {
    for (text, expected) in [
        ("2025-02-28", "2025-02-28"),
        ("2025-01-01/2025-01-03", "2025-01-02"),
        ("2025-01-01/2025-01-02", "2025-01-01"),
        ("../2017", "2017-12-31"),
        ("2023-11/", "2023-11-01"),
    ] {
        assert_eq!(edtf(text).midpoint(), Some(Day::parse(expected).unwrap()), "{text}");
    }
}

#[test]
fn a_refusal_says_what_is_wrong_and_gives_the_right_form() {
    for (text, what, form) in [
        ("", "no date", "`2025-02`"),
        ("  ", "no date", "`2025-02`"),
        (" 2025", "space", "`2025-02`"),
        ("2025\n", "space", "`2025-02`"),
        ("2024-13", "no month 13", "`2024-12`"),
        ("2024-00", "no month 00", "`2024-12`"),
        ("2024-20", "no month 20", "`2024-12`"),
        ("2024-25", "no month 25", "`2024-12`"),
        ("2025-02-30", "no such day", "`2025-02-28`"),
        ("2024-02-30", "no such day", "`2024-02-29`"),
        ("2024-01-00", "no such day", "`2024-01-31`"),
        ("2024-1", "the month `1` is not two digits", "`2025-02`"),
        ("2024-011", "the month `011` is not two digits", "`2025-02`"),
        ("2024-01-1", "the day `1` is not two digits", "`2025-02-08`"),
        ("2024-01-3X", "the day `3X` is not two digits", "`2025-02-08`"),
        ("85", "the year `85` is not four digits", "`2025-02-28`"),
        ("20250228", "not four digits", "`2025-02-28`"),
        ("-", "not four digits", "`2025-02-28`"),
        ("-0000", "no year `-0000`", "`0000`"),
        ("2XXX", "unknown digits", "`20XX`"),
        ("201X-05", "unknown digits", "`201X`"),
        ("2024-XX-05", "level 2", "`2024-XX-XX`"),
        ("2024-21-05", "season", "`2024-21`"),
        ("2024-01-02-03", "too many parts", "`2025-02-28`"),
        ("2024-01junk", "`2024-01junk` is no date", "`2025-02`"),
        ("Feb 2025", "`Feb 2025` is no date", "`2025-02`"),
        ("２０２５", "no date", "`2025-02`"),
        ("201x", "capital X", "`201X`"),
        ("Y12000", "four digits", "`2025`"),
        ("2025-02-28T10:00:00Z", "times of day", "`2025-02-28`"),
        ("2024~~", "more than one mark", "`2024-01%`"),
        ("~2024", "after the whole date", "`2024-01~`"),
        ("2024~-05", "after the whole date", "`2024-01~`"),
        ("[2024,2025]", "level 2", "`2024/2025`"),
        ("2024..2025", "slash", "`2024-01/2024-06`"),
        ("2024–2025", "slash", "`2024-01/2024-06`"),
        ("28/02/2025", "more than one `/`", "`2025-02-28`"),
        ("2025/2024", "ends before it starts", "`2024/2025`"),
        ("2025-02-28/2025-02-27", "ends before it starts", "`2025-02-27/2025-02-28`"),
        ("..", "one end", "`2023-11/..`"),
        ("/", "one end", "`../2017`"),
        ("../..", "one end", "`../2017`"),
        ("/..", "one end", "`../2017`"),
        ("open/2017", "draft", "`../2017`"),
        ("2017/open", "draft", "`2023-11/..`"),
    ] {
        let message = Edtf::parse(text).expect_err(text).to_string();
        assert!(message.contains(what), "{text:?}: {message}");
        assert!(message.contains(form), "{text:?}: {message}");
    }
}

#[test]
fn a_long_text_is_cut_in_the_message() {
    let message = Edtf::parse(&"9".repeat(1_000_000)).unwrap_err().to_string();
    assert!(message.len() < 200, "{message}");
}

#[test]
fn words_read_as_people_say_dates() {
    for (text, words, short) in [
        ("2025", "2025", "2025"),
        ("2025-02", "February 2025", "Feb 2025"),
        ("2025-02-28", "28 February 2025", "28 Feb 2025"),
        ("2024~", "2024 (approximate)", "2024 ~"),
        ("2024-01?", "January 2024 (uncertain)", "Jan 2024 ?"),
        ("2024-01-05%", "5 January 2024 (approximate and uncertain)", "5 Jan 2024 %"),
        ("2024-21", "spring 2024", "spring 2024"),
        ("2024-24~", "winter 2024 (approximate)", "winter 2024 ~"),
        ("201X", "some year in the 2010s", "2010s"),
        ("20XX", "some year in 2000–2099", "2000–2099"),
        ("2024-XX", "some month in 2024", "some month in 2024"),
        ("2024-02-XX", "some day in February 2024", "some day in Feb 2024"),
        ("2024-XX-XX", "some day in 2024", "some day in 2024"),
        ("0000", "1 BCE", "1 BCE"),
        ("-0043-03-15", "15 March 44 BCE", "15 Mar 44 BCE"),
        ("0085", "85 CE", "85 CE"),
        ("000X", "some year in 1 BCE – 9 CE", "1 BCE – 9 CE"),
        ("2023/2025", "2023–2025", "2023–2025"),
        ("-0043/-0029", "44 BCE – 30 BCE", "44 BCE – 30 BCE"),
        ("2024/2024", "2024", "2024"),
        ("2025-01/2025-06", "first half of 2025", "H1 2025"),
        ("2025-07/2025-12", "second half of 2025", "H2 2025"),
        ("2023-01/2023-03", "early 2023", "early 2023"),
        ("2023-05/2023-08", "mid-2023", "mid-2023"),
        ("2023-10/2023-12", "late 2023", "late 2023"),
        ("2025-02/2025-06", "February–June 2025", "Feb–Jun 2025"),
        ("2023-10/2024-12", "October 2023 – December 2024", "Oct 2023 – Dec 2024"),
        ("2024-01-01/2024-01-10", "early January 2024", "early Jan 2024"),
        ("2024-01-11/2024-01-20", "mid-January 2024", "mid-Jan 2024"),
        ("2024-01-21/2024-01-31", "late January 2024", "late Jan 2024"),
        ("2024-02-21/2024-02-29", "late February 2024", "late Feb 2024"),
        ("2024-02-21/2024-02-28", "21–28 February 2024", "21–28 Feb 2024"),
        ("2024-01-01/2024-02-10", "1 January – 10 February 2024", "1 Jan – 10 Feb 2024"),
        ("2024-01-21~/2024-01-31~", "late January 2024 (approximate)", "late Jan 2024 ~"),
        ("2025-04-11/2025-04-13", "11–13 April 2025", "11–13 Apr 2025"),
        ("2025-02-28/2025-03-03", "28 February – 3 March 2025", "28 Feb – 3 Mar 2025"),
        ("2024-12-28/2025-01-03", "28 December 2024 – 3 January 2025", "28 Dec 2024 – 3 Jan 2025"),
        ("2023-11/2025", "November 2023 – 2025", "Nov 2023 – 2025"),
        ("2024-21/2024-23", "spring 2024 – autumn 2024", "spring 2024 – autumn 2024"),
        ("2024-01~/2024-06", "January 2024 (approximate) – June 2024", "Jan 2024 ~ – Jun 2024"),
        (
            "2024-01?/2024-06~",
            "January 2024 (uncertain) – June 2024 (approximate)",
            "Jan 2024 ? – Jun 2024 ~",
        ),
        ("../2017", "until 2017", "until 2017"),
        ("../2017~", "until 2017 (approximate)", "until 2017 ~"),
        ("2023-11/..", "since November 2023", "since Nov 2023"),
        ("/2017", "from an unknown date until 2017", "unknown – 2017"),
        ("2023-11/", "from November 2023 until an unknown date", "Nov 2023 – unknown"),
    ] {
        assert_eq!(edtf(text).to_words(), words, "{text}");
        assert_eq!(edtf(text).to_short_words(), short, "{text}");
    }
    assert_eq!(edtf("2024-01-21~/2024-01-31~").to_words_in_parentheses(), "late January 2024, approximate");
}

#[test]
fn dates_sort_as_people_expect() {
    let sorted = [
        "../2017",
        "/2023",
        "-0043",
        "2023-11/2024-06",
        "2023-11/..",
        "2024-01-01",
        "2024-01",
        "2024-01-XX",
        "2024-01/2024-06",
        "2024",
        "2024~",
        "2024/..",
        "2024-01-02",
        "2024-21",
    ];
    let mut dates: Vec<Edtf> = sorted.iter().rev().map(|text| edtf(text)).collect();
    dates.sort();
    assert_eq!(dates.iter().map(Edtf::as_str).collect::<Vec<_>>(), sorted);
}

#[test]
fn a_date_is_found_in_the_ranges_that_it_touches() {
    let range =
        |first: &str, last: &str| DayRange { first: Day::parse(first).ok(), last: Day::parse(last).ok() };
    let january = range("2025-01-01", "2025-01-31");
    for text in
        ["2025", "2025-01", "2025-01-31", "2024-12-31/2025-01-01", "../2025-01-01", "2025-01-31/", "/2030"]
    {
        assert!(january.overlaps(&edtf(text)), "{text}");
        assert!(DayRange::default().overlaps(&edtf(text)), "{text}");
    }
    for text in ["2024", "2025-02", "../2024-12-31", "2025-02-01/.."] {
        assert!(!january.overlaps(&edtf(text)), "{text}");
    }
    assert!(!range("2025-01-01", "").overlaps(&edtf("../2024")));
    assert!(!range("", "2024-12-31").overlaps(&edtf("2025/..")));
    assert!(DayRange::day(Day::parse("2025-02-28").unwrap()).overlaps(&edtf("2025-02")));
}

#[test]
fn json_keeps_the_written_text_and_refuses_what_is_no_date() {
    let date: Edtf = serde_json::from_str("\"2024-01~/..\"").unwrap();
    assert_eq!(serde_json::to_string(&date).unwrap(), "\"2024-01~/..\"");
    let error = serde_json::from_str::<Edtf>("\"2024-13\"").unwrap_err().to_string();
    assert!(error.contains("no month 13"), "{error}");
}

/// A date that can stand alone or at an end of an interval.
fn part() -> impl Strategy<Value = String> {
    let year = || {
        prop_oneof![
            4 => (1900..2100_i32).prop_map(|year| format!("{year:04}")),
            1 => (0..=9999_i32).prop_map(|year| format!("{year:04}")),
            1 => (1..=9999_i32).prop_map(|year| format!("-{year:04}")),
        ]
    };
    let sign = || prop_oneof![Just(""), Just("-")];
    let bare = prop_oneof![
        year(),
        (year(), prop_oneof![1..=12_u8, 21..=24_u8]).prop_map(|(year, month)| format!("{year}-{month:02}")),
        (year(), 1..=12_u8, 1..=28_u8).prop_map(|(year, month, day)| format!("{year}-{month:02}-{day:02}")),
        (year(), 1..=12_u8).prop_map(|(year, month)| format!("{year}-{month:02}-XX")),
        year().prop_map(|year| format!("{year}-XX")),
        year().prop_map(|year| format!("{year}-XX-XX")),
        (sign(), 0..=999_u16).prop_map(|(sign, number)| format!("{sign}{number:03}X")),
        (sign(), 0..=99_u16).prop_map(|(sign, number)| format!("{sign}{number:02}XX")),
    ];
    (bare, prop_oneof![3 => Just(""), 1 => Just("~"), 1 => Just("?"), 1 => Just("%")])
        .prop_map(|(bare, mark)| bare + mark)
}

/// Any valid date or interval.
fn valid() -> impl Strategy<Value = String> {
    let interval = (part(), part()).prop_map(|(one, other)| {
        if edtf(&one).earliest() <= edtf(&other).latest() {
            format!("{one}/{other}")
        } else {
            format!("{other}/{one}")
        }
    });
    prop_oneof![
        3 => part(),
        3 => interval,
        1 => part().prop_map(|part| format!("../{part}")),
        1 => part().prop_map(|part| format!("{part}/..")),
        1 => part().prop_map(|part| format!("/{part}")),
        1 => part().prop_map(|part| format!("{part}/")),
    ]
}

/// Dates near one another, so that ties come up.
fn crowded() -> impl Strategy<Value = Edtf> {
    let part = || {
        prop::sample::select(vec![
            "2024",
            "2024-01",
            "2024-01-01",
            "2024-01-31",
            "2024-12",
            "2024-XX",
            "2024-01-XX",
            "2024~",
            "2024?",
            "2023",
            "..",
            "",
        ])
    };
    let interval = (part(), part()).prop_map(|(one, other)| format!("{one}/{other}"));
    let text = prop_oneof![part().prop_map(str::to_owned), interval];
    text.prop_filter_map("no date", |text| Edtf::parse(&text).ok())
}

proptest! {
    #[test]
    fn every_valid_date_is_read_and_written_as_it_was(text in valid()) {
        let date = Edtf::parse(&text).map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        prop_assert_eq!(date.to_string(), &*text);
        prop_assert_eq!(Edtf::parse(&date.to_string()), Ok(date));
    }

    #[test]
    fn the_first_day_is_not_after_the_last_and_the_middle_lies_between(text in valid()) {
        let date = edtf(&text);
        if let (Some(first), Some(last)) = (date.earliest(), date.latest()) {
            prop_assert!(first <= last);
        }
        let middle = date.midpoint().unwrap();
        prop_assert!(date.range().contains(middle));
        prop_assert!(date.overlaps(Some(middle), Some(middle)));
    }

    #[test]
    fn words_say_every_mark_and_leave_no_gaps(text in valid()) {
        let date = edtf(&text);
        for words in [date.to_words(), date.to_short_words(), date.to_words_in_parentheses()] {
            prop_assert!(!words.is_empty() && words.trim() == words && !words.contains("  "), "{}", words);
        }
        prop_assert_eq!(date.to_words().contains("approximate"), date.is_approximate());
        prop_assert_eq!(date.to_words().contains("uncertain"), date.is_uncertain());
        prop_assert!(!date.to_words_in_parentheses().contains('('));
    }

    #[test]
    fn no_text_makes_it_panic(
        text in prop_oneof![".{0,30}", "[0-9X/.~?%YT:-]{0,24}", "[0-9]{4}-[0-9X]{2}-[0-9X]{2}[~?%/.]{0,3}"]
    ) {
        if let Ok(date) = Edtf::parse(&text) {
            prop_assert_eq!(date.as_str(), &*text);
            prop_assert!(!date.to_words().is_empty());
        }
        let _ = Day::parse(&text);
    }

    #[test]
    fn the_order_is_total_and_goes_by_the_first_day(a in crowded(), b in crowded(), c in crowded()) {
        prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
        prop_assert_eq!(a.cmp(&b) == Ordering::Equal, a == b);
        if a <= b && b <= c {
            prop_assert!(a <= c);
        }
        if a.earliest() < b.earliest() {
            prop_assert!(a < b);
        }
    }

    #[test]
    fn a_day_reads_back_as_itself(number in -4_371_587..=2_932_896_i32) {
        let day = Day(number);
        let (year, month, day_of_month) = day.ymd();
        prop_assert_eq!(Day::new(year, month, day_of_month), Some(day));
        prop_assert_eq!(Day::parse(&day.to_string()), Ok(day));
        prop_assert!(day.month_start() <= day && day <= day.month_end());
    }

    #[test]
    fn adding_months_leads_to_that_month(number in -4_000_000..=2_900_000_i32, months in -600..=600_i32) {
        let (year, month, day) = Day(number).ymd();
        let (later_year, later_month, later_day) = Day(number).add_months(months).ymd();
        let index = |year: i16, month: i8| i32::from(year) * 12 + i32::from(month);
        prop_assert_eq!(index(later_year, later_month) - index(year, month), months);
        prop_assert!(later_day <= day);
    }
}
