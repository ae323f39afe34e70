//! SVG as a page of PDF: text stays text, in subsets of the bundled fonts.

use svg2pdf::{ConversionOptions, PageOptions};

use super::{FigureError, raster};

/// Dots an inch in which SVG lengths without a unit are meant (CSS Values 4, section 6.2).
const SVG_DPI: f32 = 96.0;

/// A PDF of one page.
pub(super) fn pdf(svg: &str) -> Result<Vec<u8>, FigureError> {
    let tree = raster::tree(svg, "PDF")?;
    svg2pdf::to_pdf(&tree, ConversionOptions::default(), PageOptions { dpi: SVG_DPI })
        .map_err(|error| FigureError::Convert { format: "PDF", why: error.to_string() })
}
