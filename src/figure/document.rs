//! The SVG document of a figure: what is painted, with its title, its description and how to make it again.

use std::fmt::Write;

use resvg::usvg::{Indent, WriteOptions};

use super::metadata::rdf;
use super::scene::Drawn;
use super::svg::{Used, Writer, Written, escaped};
use super::{FigureError, Lettering, Metadata, Request, font, raster};

/// A document that stands alone: it brings its fonts and its metadata along.
pub(super) fn standalone(
    request: &Request,
    metadata: &Metadata,
    drawn: &Drawn,
) -> Result<String, FigureError> {
    let Written { defs, body, used } = match request.lettering {
        Lettering::Text => written(Writer::flowing(), drawn)?,
        Lettering::Outlines => outlined(request, drawn)?,
    };
    let mut svg = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Roles after the WAI-ARIA Graphics Module, and what stands in where it is not known.
    let _ = writeln!(
        svg,
        "{} role=\"graphics-document document\" aria-labelledby=\"figure-title\" \
         aria-describedby=\"figure-description\" xml:lang=\"en\">",
        root(request)
    );
    let description: Vec<String> = drawn.alt.lines().map(escaped).collect();
    let (title, description) = (escaped(&metadata.title), description.join("\n"));
    let _ = writeln!(svg, "<title id=\"figure-title\">{title}</title>");
    let _ = writeln!(svg, "<desc id=\"figure-description\">{description}</desc>");
    svg.push_str(&rdf(metadata));
    let fonts = font::rules(&used);
    if !fonts.is_empty() {
        let _ = write!(svg, "<style>\n{fonts}</style>\n");
    }
    let _ = writeln!(svg, "{}{body}</svg>", definitions(&defs));
    Ok(svg)
}

/// A document for our own converters, which have the fonts and bring what it says about itself along.
pub(super) fn bare(request: &Request, drawn: &Drawn) -> Result<String, FigureError> {
    let Written { defs, body, used: _ } = match request.lettering {
        Lettering::Text => written(Writer::default(), drawn)?,
        Lettering::Outlines => outlined(request, drawn)?,
    };
    Ok(format!("{}>\n{}{body}</svg>\n", root(request), definitions(&defs)))
}

fn definitions(defs: &str) -> String {
    if defs.is_empty() { String::new() } else { format!("<defs>\n{defs}</defs>\n") }
}

/// The root element, still open, of the page's size.
fn root(request: &Request) -> String {
    let [width, height] = request.page.millimetres();
    let [across, down] = request.page.units();
    // Letters stand where they were set, however large the picture is shown.
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.3}mm\" height=\"{height:.3}mm\" \
         viewBox=\"0 0 {across:.3} {down:.3}\" text-rendering=\"geometricPrecision\""
    )
}

fn written(mut writer: Writer, drawn: &Drawn) -> Result<Written, FigureError> {
    writer.add(&drawn.shapes)?;
    Ok(writer.finish())
}

/// What is painted, with outlines for letters.
fn outlined(request: &Request, drawn: &Drawn) -> Result<Written, FigureError> {
    let [across, down] = request.page.units();
    let Written { defs, body, used: _ } = written(Writer::default(), drawn)?;
    // A pixel to the unit, so that nothing is scaled.
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{across:.3}\" height=\"{down:.3}\">\
         <defs>{defs}</defs>{body}</svg>"
    );
    let options = WriteOptions {
        preserve_text: false,
        coordinates_precision: 2,
        transforms_precision: 5,
        indent: Indent::None,
        ..WriteOptions::default()
    };
    let flat = raster::tree(&svg, "SVG")?.to_string(&options);
    let inside = flat.split_once("<svg").and_then(|(_, rest)| rest.split_once('>'));
    let inside = inside.and_then(|(_, rest)| rest.rsplit_once("</svg>")).map(|(inside, _)| inside);
    Ok(Written {
        defs: String::new(),
        body: format!("{}\n", inside.unwrap_or_default().trim()),
        used: Used::new(),
    })
}
