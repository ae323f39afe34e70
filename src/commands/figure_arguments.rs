//! What can be said to `detente figure`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::figure::{DPI, Format, Lettering, Page, Panel, Request, Size, Theme, citations};

use super::Stop;
use super::arguments::{SubjectArguments, parse_figure_path, parse_pair, parse_pin, parse_style};
use super::series_arguments::{ParameterArguments, VoiceChoice};

/// What `detente figure` is told.
#[derive(Clone, PartialEq, Debug, Args)]
#[command(after_help = "\
Examples:
  detente figure -o network.svg
  detente figure -o nz.pdf --select NZL --as-of 2025-01
  detente figure -o alignment.png --panel timeline --of NZL --toward USA,CHN --size 1600x1000
  detente figure --from alignment.png -o again.pdf     make the same figure again, as PDF
  detente figure --all figures                         a figure for each relationship, and an index
  detente figure --alt --select NZL                    print what the figure says, in words

No display is needed, and the same command makes the same file. Text stays text in SVG and PDF, which bring
their fonts along.")]
pub struct FigureArguments {
    /// The file to write; its ending says how: .svg, .pdf or .png
    #[arg(short, long = "out", value_name = "OUT", value_parser = parse_figure_path,
          required_unless_present_any = ["all", "alt", "from"])]
    pub out: Option<PathBuf>,
    /// Of which dataset, and what of it.
    #[command(flatten)]
    pub subject: SubjectArguments,
    /// What the figure is of
    #[arg(long, value_name = "PANEL", default_value = "diagram")]
    pub panel: FigurePanel,
    /// Show the excerpts of these voices only: reported, quoted, judgement, recommendation, all
    #[arg(
        long,
        value_name = "VOICE",
        default_value = "all",
        value_delimiter = ',',
        hide_possible_values = true
    )]
    pub excerpt_voices: Vec<VoiceChoice>,
    /// Which alignment, and how it is computed.
    #[command(flatten)]
    pub series: FigureSeriesArguments,
    /// How it looks.
    #[command(flatten)]
    pub look: LookArguments,
    /// Make the figure of this file again, into OUT, or in its place where there is no OUT
    #[arg(long, value_name = "FIGURE", conflicts_with_all = ["all", "alt"])]
    pub from: Option<PathBuf>,
    /// Write a figure for each relationship with evidence into this folder, and an index
    #[arg(long, value_name = "DIR", conflicts_with_all = ["out", "select", "alt", "title", "caption"])]
    pub all: Option<PathBuf>,
    /// How the figures of --all are written
    #[arg(long, value_name = "FORMAT", default_value = "svg", requires = "all")]
    pub format: FigureFormat,
    /// With --all, write over files that are there; with --from, use a dataset that has changed since
    #[arg(long)]
    pub force: bool,
    /// Print what the figure says, in words, for those who cannot see it
    #[arg(long)]
    pub alt: bool,
}

/// Which alignment the timeline shows, and how it is computed.
#[derive(Clone, PartialEq, Debug, Args)]
pub struct FigureSeriesArguments {
    /// Key of the actor whose alignment is shown
    #[arg(long, value_name = "ID")]
    pub of: Option<String>,
    /// Keys of those toward whom, with commas between them
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub toward: Option<Vec<String>>,
    /// One other pair beside them
    #[arg(long, value_name = "ID/ID", value_parser = parse_pair)]
    pub beside: Option<(String, String)>,
    /// How the series is computed.
    #[command(flatten)]
    pub parameters: ParameterArguments,
}

/// How a figure looks.
#[derive(Clone, PartialEq, Debug, Args)]
pub struct LookArguments {
    /// Size on paper (180mmx120mm) or in pixels (1600x1000); 180mmx120mm unless set, 297mmx210mm for all panels
    #[arg(long, value_name = "WxH")]
    pub size: Option<Size>,
    /// Dots an inch: of a PNG, and of what a size in pixels means on paper
    #[arg(long, value_name = "DPI", default_value_t = DPI, value_parser = clap::value_parser!(u32).range(30..=2400))]
    pub dpi: u32,
    /// Colours
    #[arg(long, value_name = "THEME", default_value = "print")]
    pub theme: FigureTheme,
    /// What stands above the picture; the dataset's title unless set, and nothing where it is empty
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// A sentence of your own before the caption
    #[arg(long, value_name = "TEXT")]
    pub caption: Option<String>,
    /// How sources are cited: apa, chicago-author-date, ieee, or another CSL style by its name
    #[arg(long, value_name = "STYLE", default_value_t, value_parser = parse_style)]
    pub citation_style: citations::Style,
    /// Leave the legend out
    #[arg(long)]
    pub no_legend: bool,
    /// Leave the page without a ground: what is behind it shows through
    #[arg(long)]
    pub transparent: bool,
    /// Write words as outlines instead of text, in SVG and PDF
    #[arg(long)]
    pub outline_text: bool,
    /// Put a node of the diagram at a place, in units of the diagram; may be repeated
    #[arg(long = "pin", value_name = "ID=X,Y", value_parser = parse_pin, allow_hyphen_values = true)]
    pub pins: Vec<(String, [f32; 2])>,
}

impl LookArguments {
    /// The request for a figure of a panel, without its pins, whose keys need the dataset.
    ///
    /// # Errors
    /// [`Stop`] where the size makes too many pixels.
    pub fn request(&self, panel: Panel) -> Result<Request, Stop> {
        let size = self.size.unwrap_or(Size::of(panel));
        Ok(Request {
            theme: match self.theme {
                FigureTheme::Light => Theme::Light,
                FigureTheme::Dark => Theme::Dark,
                FigureTheme::Print => Theme::Print,
            },
            page: Page::new(size, self.dpi).map_err(|why| Stop::Usage(format!("--size: {why}")))?,
            title: self.title.clone(),
            caption: self.caption.clone(),
            legend: !self.no_legend,
            style: self.citation_style,
            transparent: self.transparent,
            lettering: if self.outline_text { Lettering::Outlines } else { Lettering::Text },
            ..Request::new(panel)
        })
    }
}

/// What a figure is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum FigurePanel {
    /// The relationship diagram.
    Diagram,
    /// The alignment timeline.
    Timeline,
    /// The source excerpts.
    Excerpts,
    /// All three, as in the window.
    All,
}

impl From<FigurePanel> for Panel {
    fn from(panel: FigurePanel) -> Self {
        match panel {
            FigurePanel::Diagram => Self::Diagram,
            FigurePanel::Timeline => Self::Timeline,
            FigurePanel::Excerpts => Self::Excerpts,
            FigurePanel::All => Self::All,
        }
    }
}

/// How the figures of a folder are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum FigureFormat {
    /// Scalable Vector Graphics.
    Svg,
    /// Portable Document Format.
    Pdf,
    /// Portable Network Graphics.
    Png,
}

impl From<FigureFormat> for Format {
    fn from(format: FigureFormat) -> Self {
        match format {
            FigureFormat::Svg => Self::Svg,
            FigureFormat::Pdf => Self::Pdf,
            FigureFormat::Png => Self::Png,
        }
    }
}

/// The colours of a figure.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum FigureTheme {
    /// Dark ink on light grey.
    Light,
    /// Light ink on dark grey.
    Dark,
    /// Ink on white paper.
    Print,
}
