//! The SVG document of a figure: what is painted, with its title, its description and how to make it again.

use std::fmt::Write;

use super::scene::Drawn;
use super::svg::{Writer, escaped};
use super::{FigureError, Metadata, Request};

/// A document that stands alone: it brings its fonts and its metadata along.
pub(super) fn standalone(
    request: &Request,
    metadata: &Metadata,
    drawn: &Drawn,
) -> Result<String, FigureError> {
    bare(request, metadata, drawn)
}

/// A document for our own converters, which have the fonts: no metadata, and text as text.
pub(super) fn bare(request: &Request, metadata: &Metadata, drawn: &Drawn) -> Result<String, FigureError> {
    let mut writer = Writer::default();
    writer.add(&drawn.shapes)?;
    let (defs, body) = writer.finish();
    let [width, height] = request.page.millimetres();
    let [across, down] = request.page.units();
    let mut svg = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.3}mm\" height=\"{height:.3}mm\" \
         viewBox=\"0 0 {across:.3} {down:.3}\" role=\"img\" aria-labelledby=\"title description\">\n\
         <title id=\"title\">{}</title>\n<desc id=\"description\">{}</desc>\n<defs>\n{defs}</defs>\n{body}</svg>",
        escaped(&metadata.title),
        escaped(&metadata.description),
    );
    Ok(svg)
}
