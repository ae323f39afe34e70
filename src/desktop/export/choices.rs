//! How a person wants figures: kept from one figure to the next, and between runs.

use std::collections::BTreeMap;
use std::path::PathBuf;

use egui::Pos2;
use serde::{Deserialize, Serialize};

use crate::dataset::NodeId;
use crate::figure::citations::Style;
use crate::figure::{DPI, Format, Lettering, Page, Panel, Request, Size, Theme};

/// A size that has a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Paper {
    /// One column of a journal's page.
    SingleColumn,
    /// One column and a half.
    ColumnAndAHalf,
    /// Both columns.
    #[default]
    DoubleColumn,
    /// A slide, 16:9.
    Slide,
    /// A4, the long side across.
    A4,
    /// As the person says, in millimetres.
    Millimetres,
    /// As the person says, in pixels.
    Pixels,
}

impl Paper {
    /// Every size, the narrow ones first.
    pub const ALL: &'static [Self] = &[
        Self::SingleColumn,
        Self::ColumnAndAHalf,
        Self::DoubleColumn,
        Self::Slide,
        Self::A4,
        Self::Millimetres,
        Self::Pixels,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::SingleColumn => "Single column, 85 mm",
            Self::ColumnAndAHalf => "One and a half columns, 120 mm",
            Self::DoubleColumn => "Double column, 180 mm",
            Self::Slide => "Slide, 16:9",
            Self::A4 => "A4, landscape",
            Self::Millimetres => "Other, in millimetres",
            Self::Pixels => "Other, in pixels",
        }
    }

    /// Its width and height in millimetres, where they are fixed.
    pub fn millimetres(self) -> Option<[f32; 2]> {
        match self {
            Self::SingleColumn => Some([85.0, 110.0]),
            Self::ColumnAndAHalf => Some([120.0, 110.0]),
            Self::DoubleColumn => Some([180.0, 120.0]),
            Self::Slide => Some([254.0, 142.875]),
            Self::A4 => Some([297.0, 210.0]),
            Self::Millimetres | Self::Pixels => None,
        }
    }

    /// The size of a figure for which none is asked.
    pub fn of(panel: Panel) -> Self {
        match panel {
            Panel::Diagram | Panel::Timeline | Panel::Excerpts => Self::DoubleColumn,
            Panel::All => Self::A4,
        }
    }
}

/// What a person chose about figures.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct FigureChoices {
    /// The folder of the last figure; empty before the first.
    pub folder: PathBuf,
    /// The ending of its file.
    pub ending: String,
    /// Its size.
    pub paper: Paper,
    /// Width and height in millimetres that the person asked for.
    pub millimetres: [f32; 2],
    /// Width and height in pixels that the person asked for.
    pub pixels: [u32; 2],
    /// Dots an inch.
    pub dpi: u32,
    /// Its colours.
    pub theme: Theme,
    /// The name of its citation style.
    pub style: String,
    /// Whether it had a legend.
    pub legend: bool,
    /// Whether what is behind the page showed through.
    pub transparent: bool,
    /// Whether words were outlines.
    pub outlines: bool,
}

impl Default for FigureChoices {
    fn default() -> Self {
        Self {
            folder: PathBuf::new(),
            ending: Format::Svg.ending().to_owned(),
            paper: Paper::default(),
            millimetres: [180.0, 120.0],
            pixels: [1600, 1000],
            dpi: DPI,
            theme: Theme::Print,
            style: Style::default().to_string(),
            legend: true,
            transparent: false,
            outlines: false,
        }
    }
}

/// What one figure is of and says: this is not kept.
#[derive(Clone, PartialEq, Debug)]
pub struct Subject {
    /// What it is of.
    pub panel: Panel,
    /// Whether a line stands above it.
    pub titled: bool,
    /// That line; the dataset's title where it is empty.
    pub title: String,
    /// A sentence before the caption.
    pub caption: String,
    /// Where dragged nodes of the diagram stand.
    pub pinned: BTreeMap<NodeId, Pos2>,
}

impl Subject {
    /// A panel, with nothing said about it.
    pub fn new(panel: Panel, pinned: &BTreeMap<NodeId, Pos2>) -> Self {
        Self { panel, titled: true, title: String::new(), caption: String::new(), pinned: pinned.clone() }
    }
}

impl FigureChoices {
    /// How figures are written.
    pub fn format(&self) -> Format {
        let of_ending = Format::ALL.iter().find(|(_, ending)| *ending == self.ending);
        of_ending.map_or(Format::Svg, |&(format, _)| format)
    }

    /// How sources are cited.
    pub fn style(&self) -> Style {
        self.style.parse().unwrap_or_default()
    }

    /// The size that was chosen.
    pub fn size(&self) -> Size {
        match (self.paper.millimetres(), self.paper) {
            (Some([width, height]), _) => Size::Paper { width, height },
            (None, Paper::Pixels) => Size::Pixels { width: self.pixels[0], height: self.pixels[1] },
            (None, _) => Size::Paper { width: self.millimetres[0], height: self.millimetres[1] },
        }
    }

    /// The figure that is asked for.
    ///
    /// # Errors
    /// A sentence where its size makes too many pixels.
    pub fn request(&self, subject: &Subject) -> Result<Request, String> {
        let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let has_diagram = matches!(subject.panel, Panel::Diagram | Panel::All);
        Ok(Request {
            theme: self.theme,
            page: Page::new(self.size(), self.dpi)?,
            title: if subject.titled { text(&subject.title) } else { Some(String::new()) },
            caption: text(&subject.caption),
            legend: self.legend,
            style: self.style(),
            transparent: self.transparent,
            lettering: if self.outlines { Lettering::Outlines } else { Lettering::Text },
            pinned: if has_diagram { subject.pinned.clone() } else { BTreeMap::new() },
            ..Request::new(subject.panel)
        })
    }

    /// Another panel: its own size, where the panel before had its own.
    pub fn change_panel(&mut self, from: Panel, to: Panel) {
        if self.paper == Paper::of(from) {
            self.paper = Paper::of(to);
        }
    }

    /// Numbers that no figure can have are brought back.
    pub fn within_bounds(mut self) -> Self {
        let own = Self::default();
        for (side, own) in self.millimetres.iter_mut().zip(own.millimetres) {
            *side = if side.is_finite() { side.clamp(MILLIMETRES.0, MILLIMETRES.1) } else { own };
        }
        self.pixels = self.pixels.map(|side| side.clamp(PIXELS.0, PIXELS.1));
        self.dpi = self.dpi.clamp(DOTS.0, DOTS.1);
        self
    }
}

/// The least and the greatest side of a page in millimetres, as the command line takes them.
pub const MILLIMETRES: (f32, f32) = (10.0, 2000.0);

/// The least and the greatest side in pixels.
pub const PIXELS: (u32, u32) = (16, 20_000);

/// The fewest and the most dots an inch.
pub const DOTS: (u32, u32) = (30, 2400);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_first_is_what_the_command_line_makes() {
        for panel in [Panel::Diagram, Panel::Timeline, Panel::Excerpts, Panel::All] {
            let mut choices = FigureChoices::default();
            choices.change_panel(Panel::Diagram, panel);
            let subject = Subject::new(panel, &BTreeMap::new());
            assert_eq!(choices.request(&subject), Ok(Request::new(panel)), "{panel:?}");
        }
    }

    #[test]
    fn every_size_can_be_asked_for_on_the_command_line() {
        for &paper in Paper::ALL {
            let size = FigureChoices { paper, ..FigureChoices::default() }.size();
            assert_eq!(size.to_string().parse(), Ok(size), "{paper:?}");
        }
        for side in [MILLIMETRES.0, MILLIMETRES.1] {
            assert!(format!("{side}mmx{side}mm").parse::<Size>().is_ok());
        }
        for side in [PIXELS.0, PIXELS.1] {
            assert!(format!("{side}x{side}").parse::<Size>().is_ok());
        }
        for dots in [DOTS.0, DOTS.1] {
            assert!(Page::new(Size::Paper { width: 50.0, height: 50.0 }, dots).is_ok());
        }
    }

    #[test]
    fn another_panel_has_its_own_size_unless_one_was_chosen() {
        let mut choices = FigureChoices::default();
        choices.change_panel(Panel::Diagram, Panel::All);
        assert_eq!(choices.paper, Paper::A4);
        choices.paper = Paper::Slide;
        choices.change_panel(Panel::All, Panel::Timeline);
        assert_eq!(choices.paper, Paper::Slide);
    }

    #[test]
    fn a_title_is_the_datasets_own_the_persons_or_none() {
        let choices = FigureChoices::default();
        let mut subject = Subject::new(Panel::Timeline, &BTreeMap::new());
        let title = |subject: &Subject| choices.request(subject).map(|request| request.title);
        assert_eq!(title(&subject), Ok(None));
        subject.title = " Herring ".to_owned();
        assert_eq!(title(&subject), Ok(Some("Herring".to_owned())));
        subject.titled = false;
        assert_eq!(title(&subject), Ok(Some(String::new())));
    }
}
