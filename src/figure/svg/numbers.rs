//! Numbers, points and lines as SVG writes them.

use egui::{Pos2, Rect};

/// Two decimals at most, without zeros at the end, and no negative zero.
pub(super) fn number(value: f32) -> String {
    let mut text = String::with_capacity(8);
    push_number(&mut text, value);
    text
}

/// Most of a figure is numbers, so they are written digit by digit.
fn push_number(text: &mut String, value: f32) {
    // Exact, as 24 bits times 7 bits are.
    let hundredths = (f64::from(value) * 100.0).round_ties_even() as i64;
    if hundredths < 0 {
        text.push('-');
    }
    let hundredths = hundredths.unsigned_abs();
    let mut unit = 100;
    while hundredths / unit >= 10 {
        unit *= 10;
    }
    let mut rest = hundredths;
    while unit >= 100 || rest > 0 {
        if unit == 10 {
            text.push('.');
        }
        text.push(char::from(b'0' + (rest / unit) as u8));
        rest %= unit;
        unit /= 10;
    }
}

pub(super) fn point(at: Pos2) -> String {
    let mut text = String::with_capacity(16);
    push_point(&mut text, at);
    text
}

fn push_point(text: &mut String, at: Pos2) {
    push_number(text, at.x);
    text.push(' ');
    push_number(text, at.y);
}

pub(super) fn close(closed: bool) -> &'static str {
    if closed { "Z" } else { "" }
}

pub(super) fn polyline(points: &[Pos2], closed: bool) -> String {
    let mut text = String::with_capacity(16 * points.len());
    for (nth, &corner) in points.iter().enumerate() {
        text.push(if nth == 0 { 'M' } else { 'L' });
        push_point(&mut text, corner);
    }
    text + close(closed)
}

pub(super) fn rect_attributes(rect: Rect) -> String {
    let (x, y) = (number(rect.left()), number(rect.top()));
    let (width, height) = (number(rect.width()), number(rect.height()));
    format!(r#"x="{x}" y="{y}" width="{width}" height="{height}""#)
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_short_and_never_negative_zero() {
        for (value, said) in [
            (1.0, "1"),
            (0.0, "0"),
            (-0.001, "0"),
            (0.05, "0.05"),
            (-0.5, "-0.5"),
            (2.345_6, "2.35"),
            (-7.5, "-7.5"),
            (10.0, "10"),
            (100.0, "100"),
            (1_005.999, "1006"),
            (16_777_216.0, "16777216"),
        ] {
            assert_eq!(number(value), said);
        }
    }

    #[test]
    fn numbers_are_as_rust_writes_them() {
        for step in -30_000..30_000_i16 {
            let value = f32::from(step) * 0.037;
            let text = format!("{value:.2}");
            let text = text.trim_end_matches('0').trim_end_matches('.');
            assert_eq!(number(value), if text == "-0" { "0" } else { text });
        }
    }
}
