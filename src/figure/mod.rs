//! Figures: a panel as it stands in a session, with its legend, caption and sources, as SVG, PDF or PNG.
//!
//! Nothing is drawn twice: the view's own code runs off screen (`scene`) on a page (`frame`), what it paints
//! is written as SVG ([`svg`], `document`), and SVG becomes pixels (`raster`) or a PDF (`pdf`). There is no
//! window, no graphics card, no clock and no font but the bundled ones, so the same request gives the same bytes.
//! A figure says how to make it again ([`recipe`], [`metadata`]).

mod alt;
pub mod citations;
mod document;
mod font;
mod frame;
pub mod index;
mod legend;
pub mod metadata;
mod pdf;
mod picture;
mod raster;
pub mod recipe;
mod scene;
mod size;
pub mod svg;
mod words;

use std::collections::BTreeMap;

use egui::Pos2;

use crate::dataset::NodeId;

use crate::session::Session;
pub use crate::theme::Theme;

pub use crate::exchange::save::{save, stop_cleanly_when_interrupted};
pub use metadata::Metadata;
pub use raster::Pixels;
pub use size::{DPI, Page, Size};

/// What a figure is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Panel {
    /// The relationship diagram.
    #[default]
    Diagram,
    /// The alignment timeline.
    Timeline,
    /// The source excerpts.
    Excerpts,
    /// The diagram, the timeline and the excerpts, as in the window.
    All,
}

/// How words stand in a figure that is not made of pixels.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Lettering {
    /// As text: it can be searched and copied.
    #[default]
    Text,
    /// As outlines: it looks the same wherever no font can be brought along.
    Outlines,
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
    /// How sources are cited.
    pub style: citations::Style,
    /// Whether the page lets through what is behind it.
    pub transparent: bool,
    /// How words are written in SVG and PDF.
    pub lettering: Lettering,
    /// Nodes of the diagram that stand where they were dragged, in units of the plane.
    pub pinned: BTreeMap<NodeId, Pos2>,
}

impl Request {
    /// A figure of a panel as it is made where nothing else is asked for.
    pub fn new(panel: Panel) -> Self {
        Self {
            panel,
            theme: Theme::Print,
            page: Page::of(panel),
            title: None,
            caption: None,
            legend: true,
            style: citations::Style::default(),
            transparent: false,
            lettering: Lettering::default(),
            pinned: BTreeMap::new(),
        }
    }
}

/// How a figure is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Scalable Vector Graphics 1.1.
    Svg,
    /// Portable Document Format 1.7, of one page.
    Pdf,
    /// Portable Network Graphics, sRGB.
    Png,
}

impl Format {
    /// Every format, with the ending of its files.
    pub const ALL: &[(Self, &str)] = &[(Self::Svg, "svg"), (Self::Pdf, "pdf"), (Self::Png, "png")];

    /// The ending of its files, without a dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Pdf => "pdf",
            Self::Png => "png",
        }
    }

    /// The format that the ending of a file's name asks for.
    pub fn of(path: &std::path::Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        Self::ALL.iter().find(|(_, own)| *own == ending).map(|&(format, _)| format)
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
    described(session, request, format).map(|figure| figure.bytes)
}

/// A figure and what it says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Figure {
    /// The bytes of its file.
    pub bytes: Vec<u8>,
    /// What a person who cannot see it learns from it.
    pub alt: String,
    /// What its file says about itself.
    pub metadata: Metadata,
}

/// A figure with what it says.
///
/// # Errors
/// [`FigureError`], one line for the person.
pub fn described(session: &Session, request: &Request, format: Format) -> Result<Figure, FigureError> {
    let drawn = scene::draw(session, request)?;
    let metadata = Metadata::new(session, request, format, &drawn.words);
    let bytes = match format {
        Format::Svg => document::standalone(request, &metadata, &drawn)?.into_bytes(),
        Format::Pdf => pdf::pdf(request, &metadata, &drawn)?,
        Format::Png => raster::png(request, &metadata, &drawn)?,
    };
    Ok(Figure { bytes, alt: drawn.alt, metadata })
}

/// A figure as pixels, for a preview or the clipboard.
///
/// # Errors
/// [`FigureError`], one line for the person.
pub fn pixels(session: &Session, request: &Request) -> Result<Pixels, FigureError> {
    let drawn = scene::draw(session, request)?;
    raster::pixels(request, &drawn)
}

/// What a person who cannot see the figure learns from it: title, caption, a sentence for each thing shown, and the
/// sources.
///
/// # Errors
/// [`FigureError`], one line for the person.
pub fn alt(session: &Session, request: &Request) -> Result<String, FigureError> {
    scene::draw(session, request).map(|drawn| drawn.alt)
}
