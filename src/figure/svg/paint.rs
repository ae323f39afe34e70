//! Colours and strokes as SVG attributes.

use egui::{Color32, Stroke};

use super::Untranslatable;
use super::numbers::number;

/// The ` fill` of a colour.
pub fn fill(colour: Color32) -> Result<String, Untranslatable> {
    if colour == Color32::TRANSPARENT {
        return Ok(r#" fill="none""#.to_owned());
    }
    paint("fill", "fill-opacity", colour)
}

/// The ` stroke` of a line; nothing where there is none.
pub fn stroke(line: Stroke) -> Result<String, Untranslatable> {
    if line.is_empty() {
        return Ok(String::new());
    }
    let paint = paint("stroke", "stroke-opacity", line.color)?;
    let width =
        if line.width == 1.0 { String::new() } else { format!(r#" stroke-width="{}""#, number(line.width)) };
    Ok(format!("{paint}{width}"))
}

/// A colour and, where it lets something through, its opacity.
pub fn paint(name: &str, opacity_name: &str, colour: Color32) -> Result<String, Untranslatable> {
    let (colour, opacity) = parts(colour)?;
    let opacity = match opacity {
        Some(opacity) => format!(r#" {opacity_name}="{opacity}""#),
        None => String::new(),
    };
    Ok(format!(r#" {name}="{colour}"{opacity}"#))
}

/// `#rrggbb`, and the opacity where it is less than 1.
pub fn parts(colour: Color32) -> Result<(String, Option<String>), Untranslatable> {
    let [red, green, blue, alpha] = colour.to_srgba_unmultiplied();
    if colour.is_additive() && colour != Color32::TRANSPARENT {
        return Err(Untranslatable("a colour that adds light"));
    }
    let hex = format!("#{red:02x}{green:02x}{blue:02x}");
    let opacity = (alpha < 255).then(|| format!("{:.3}", f32::from(alpha) / 255.0));
    Ok((hex, opacity))
}
