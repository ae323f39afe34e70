//! How GEXF says where and how a thing is shown.

use crate::dataset::record::{AttributeRecord, VizRecord};

use super::super::graph::text;
use super::super::xml::Element;

/// Takes in what an element says of the look of a node. Returns what of it cannot be understood.
pub(super) fn take(
    element: &Element<'_>,
    viz: &mut VizRecord,
    attributes: &mut Vec<AttributeRecord>,
) -> Option<String> {
    match element.name {
        "position" => {
            let mut wrong = None;
            for (name, side) in [("x", &mut viz.x), ("y", &mut viz.y), ("z", &mut viz.z)] {
                if let Some(value) = element.get(name) {
                    *side = number(value);
                    wrong = wrong.or(side.is_none().then(|| format!("{name} = {value}")));
                }
            }
            wrong
        }
        "size" => {
            viz.size = element.get("value").and_then(number).filter(|size| *size >= 0.0);
            viz.size.is_none().then(|| shown(element))
        }
        "color" => {
            let Some(colour) = colour(element) else { return Some(shown(element)) };
            viz.colour = Some(colour);
            let opacity = element.get("a").or_else(|| element.get("alpha"));
            viz.opacity = opacity.and_then(number).filter(|opacity| (0.0..=1.0).contains(opacity));
            opacity.filter(|_| viz.opacity.is_none()).map(|opacity| format!("a = {opacity}"))
        }
        "shape" => {
            viz.shape = element.get("value").or_else(|| element.get("shape")).map(str::to_owned);
            attributes.extend(element.get("uri").map(|address| text("viz:image", address)));
            viz.shape.is_none().then(|| shown(element))
        }
        _ => keep(element, attributes),
    }
}

/// Keeps the look of an edge, or the thickness of anything, as an attribute. Returns what cannot be understood.
pub(super) fn keep(element: &Element<'_>, attributes: &mut Vec<AttributeRecord>) -> Option<String> {
    let value = match element.name {
        "color" => colour(element).map(|colour| format!("#{colour}")),
        _ => element.get("value").or_else(|| element.get("shape")).map(str::to_owned),
    };
    let Some(value) = value else { return Some(shown(element)) };
    attributes.push(text(format!("viz:{}", element.name), value));
    None
}

fn number(value: &str) -> Option<f64> {
    value.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

/// By its parts or, as in 1.3, by its digits.
fn colour(element: &Element<'_>) -> Option<String> {
    if let Some(digits) = element.get("hex") {
        let digits = digits.trim().trim_start_matches('#').to_ascii_lowercase();
        let is_colour = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        return is_colour.then_some(digits);
    }
    // Some programs write 256 for the most, or parts with a point.
    let part = |name: &str| {
        let part = number(element.get(name)?)?;
        (0.0..=256.0).contains(&part).then(|| part.round().min(255.0) as u8)
    };
    Some(format!("{:02x}{:02x}{:02x}", part("r")?, part("g")?, part("b")?))
}

fn shown(element: &Element<'_>) -> String {
    let attributes = element.attributes().map(|(name, value)| format!("{name} = {value}"));
    format!("{}: {}", element.name, attributes.collect::<Vec<_>>().join(", "))
}
