//! Numbers and reasons in words.

use super::model::LineModel;

/// A number with a comma before each three digits: `12,400`.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 event`, `12,400 events`.
pub fn counted(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{} {what}s", grouped(number)) }
}

/// The events left out of a line, in a sentence; `None` where none is.
pub fn left_out(line: &LineModel) -> Option<String> {
    let reasons = [
        (line.unproven, "without evidence"),
        (line.other_voices, "of other voices"),
        (line.undated, "without a date"),
    ];
    let reasons = reasons.iter().filter(|(number, _)| *number > 0).enumerate();
    let reasons: Vec<String> = reasons
        .map(|(place, &(number, why))| match place {
            0 => format!("{} {why}", counted(number, "event")),
            _ => format!("{} {why}", grouped(number)),
        })
        .collect();
    (!reasons.is_empty()).then(|| format!("{}: left out {}", line.name, reasons.join(", ")))
}

/// Why a line is not there, in a sentence.
pub fn no_event(line: &LineModel) -> String {
    match left_out(line) {
        Some(reasons) => format!("{reasons}, so there is no line"),
        None => format!("{}: no events, so there is no line", line.name),
    }
}

/// What a density stands for: `12,400 events drawn as 1,310 marks`.
pub fn drawn_as(events: usize, marks: usize) -> String {
    format!("{} drawn as {}", counted(events, "event"), counted(marks, "mark"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{ActorId, Id};

    #[test]
    fn what_is_left_out_is_said_with_its_reason() {
        let left_out = |unproven, other_voices, undated| {
            left_out(&LineModel {
                of: ActorId::from_index(0),
                toward: ActorId::from_index(1),
                name: "China".to_owned(),
                is_beside: false,
                counted: 3,
                unproven,
                other_voices,
                undated,
            })
        };
        assert_eq!(left_out(0, 0, 0), None);
        assert_eq!(left_out(0, 1, 0).as_deref(), Some("China: left out 1 event of other voices"));
        let all = left_out(3, 2, 1_000);
        let words = "China: left out 3 events without evidence, 2 of other voices, 1,000 without a date";
        assert_eq!(all.as_deref(), Some(words));
    }

    #[test]
    fn long_numbers_are_grouped() {
        let grouped = [0, 999, 1_000, 12_400, 123_456, 1_000_000].map(grouped);
        assert_eq!(grouped, ["0", "999", "1,000", "12,400", "123,456", "1,000,000"]);
        assert_eq!(drawn_as(12_400, 1), "12,400 events drawn as 1 mark");
    }
}
