//! What yEd draws, in the XML that it puts into the data of nodes and edges: labels, places, colours, arrows.

use crate::dataset::record::{AttributeRecord, VizRecord};

use super::super::graph::text;
use super::super::xml::Element;
use super::looks::number;

/// What a drawing says. Of what it says twice, such as a group that is drawn open and closed, the first counts.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Drawing {
    /// The text of its label.
    pub label: Option<String>,
    /// Where and how a node is shown.
    pub viz: VizRecord,
    /// Whether an edge has arrows at its source and at its target.
    pub arrows: Option<(bool, bool)>,
    /// The line of an edge.
    pub line: Vec<AttributeRecord>,
}

impl Drawing {
    /// Takes in the beginning of an element. Returns whether its text is a label.
    pub(super) fn start(&mut self, element: &Element<'_>) -> bool {
        match element.name {
            "NodeLabel" | "EdgeLabel" => return true,
            "Geometry" if self.viz.x.is_none() => self.place(element),
            "Fill" if self.viz.colour.is_none() && element.get("transparent") != Some("true") => {
                (self.viz.colour, self.viz.opacity) = element.get("color").map_or((None, None), colour);
            }
            "Shape" if self.viz.shape.is_none() => self.viz.shape = element.get("type").map(str::to_owned),
            "Arrows" if self.arrows.is_none() => {
                let has = |side: &str| element.get(side).is_some_and(|arrow| arrow != "none");
                self.arrows = Some((has("source"), has("target")));
            }
            "LineStyle" if self.line.is_empty() => self.line_style(element),
            _ => {}
        }
        false
    }

    /// Takes in the text of a label. Returns whether there is another one already.
    pub(super) fn label(&mut self, text: &str) -> bool {
        let text = text.trim();
        if text.is_empty() {
            return false;
        }
        let is_second = self.label.is_some();
        self.label.get_or_insert_with(|| text.to_owned());
        is_second
    }

    /// Its corner is the upper left one and its y goes downward; ours is the middle, and upward.
    fn place(&mut self, element: &Element<'_>) {
        let side = |name: &str| element.get(name).and_then(number);
        let (width, height) = (side("width").unwrap_or(0.0), side("height").unwrap_or(0.0));
        if let (Some(x), Some(y)) = (side("x"), side("y")) {
            self.viz.x = Some(x + width / 2.0);
            self.viz.y = Some(0.0 - (y + height / 2.0));
        }
        self.viz.size = Some(width.max(height)).filter(|size| *size > 0.0);
    }

    /// As GEXF's looks of an edge are kept; a thin black line is what every edge has.
    fn line_style(&mut self, element: &Element<'_>) {
        let (colour, _) = element.get("color").map_or((None, None), colour);
        let of = |name: &str, plain: &str| {
            element
                .get(name)
                .filter(|value| number(value) != number(plain) || number(value).is_none() && *value != plain)
        };
        self.line
            .extend(colour.filter(|colour| colour != "000000").map(|it| text("viz:color", format!("#{it}"))));
        self.line.extend(of("width", "1").map(|width| text("viz:thickness", width)));
        self.line.extend(of("type", "line").map(|shape| text("viz:shape", shape)));
    }
}

/// `#RRGGBB`, or `#RRGGBBAA`: the colour, and how opaque it is.
fn colour(written: &str) -> (Option<String>, Option<f64>) {
    let digits = written.trim().trim_start_matches('#').to_ascii_lowercase();
    let is_colour = matches!(digits.len(), 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_colour {
        return (None, None);
    }
    let opacity = digits.get(6..8).and_then(|part| u8::from_str_radix(part, 16).ok());
    (digits.get(..6).map(str::to_owned), opacity.map(|part| f64::from(part) / 255.0))
}
