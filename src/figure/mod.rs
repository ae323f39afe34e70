//! Figures: a panel as it stands in a session, with its legend, caption and sources, as SVG or PNG.
//!
//! Nothing is drawn twice: the view's own code runs off screen (`scene`) on a page (`frame`), what it paints
//! is written as SVG ([`svg`]), and SVG becomes pixels (`raster`). There is no window,
//! no graphics card, no clock and no font but the bundled ones, so the same request gives the same bytes.

mod frame;
mod raster;
mod save;
mod scene;
mod size;
pub mod svg;
mod words;

use crate::session::Session;
pub use crate::theme::Theme;

pub use save::save;
pub use size::{Page, Size};

/// What a figure is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Panel {
    /// The relationship diagram.
    #[default]
    Diagram,
    /// The alignment timeline.
    Timeline,
}

/// How a figure is wanted.
#[derive(Clone, PartialEq, Debug)]
pub struct Request {
    /// What it is of.
    pub panel: Panel,
    /// Its colours.
    pub theme: Theme,
    /// Its size.
    pub page: Page,
    /// What stands above it; the dataset's title where there is none. An empty one leaves the line out.
    pub title: Option<String>,
    /// A sentence before the caption.
    pub caption: Option<String>,
    /// Whether it has a legend.
    pub legend: bool,
}

/// How a figure is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Scalable Vector Graphics 1.1.
    Svg,
    /// Portable Network Graphics, sRGB.
    Png,
}

impl Format {
    /// The format that the ending of a file's name asks for.
    pub fn of(path: &std::path::Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "svg" => Some(Self::Svg),
            "png" => Some(Self::Png),
            _ => None,
        }
    }
}

/// Why there is no figure. Each reads as one line.
#[derive(Debug, thiserror::Error)]
pub enum FigureError {
    /// What has to stand on the page leaves no room for the picture.
    #[error(
        "the page is too small: words and legend leave {width} × {height} mm for the picture, and it needs \
         {least_width} × {least_height}; make it larger, or leave the legend out"
    )]
    TooSmall {
        /// Width that is left, in millimetres.
        width: i32,
        /// Height that is left, in millimetres.
        height: i32,
        /// Least width, in millimetres.
        least_width: i32,
        /// Least height, in millimetres.
        least_height: i32,
    },
    /// The picture never came to rest.
    #[error("the picture does not come to rest on a page of this size")]
    Restless,
    /// It holds something that SVG cannot.
    #[error(transparent)]
    Shape(#[from] svg::Untranslatable),
    /// The SVG could not be turned into the format asked for.
    #[error("the figure cannot be written as {format}: {why}")]
    Convert {
        /// The format.
        format: &'static str,
        /// What the converter says.
        why: String,
    },
}

/// The bytes of a figure.
///
/// # Errors
/// [`FigureError`], one line for the person.
pub fn figure(session: &Session, request: &Request, format: Format) -> Result<Vec<u8>, FigureError> {
    let svg = scene::svg(session, request)?;
    match format {
        Format::Svg => Ok(svg.into_bytes()),
        Format::Png => raster::png(&svg, &request.page),
    }
}
