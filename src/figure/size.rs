//! The size of a figure: on paper and in pixels.

use std::fmt;
use std::str::FromStr;

use super::Panel;

/// Dots an inch where none are asked for.
pub const DPI: u32 = 300;

/// Printers' points in an inch.
const POINTS: f32 = 72.0;

/// Millimetres in an inch.
const INCH: f32 = 25.4;

/// Printers' points to a unit of the picture. Its smallest type, 10.8 units high (labels of a diagram that is
/// zoomed out), is then printed at 6.5 points.
pub(super) const UNIT: f32 = 0.6;

/// The most pixels of a picture: enough for A3 at 600 dots an inch.
const MOST_PIXELS: u64 = 100_000_000;

/// Width and height, as they are asked for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Size {
    /// Millimetres on paper.
    Paper {
        /// Width.
        width: f32,
        /// Height.
        height: f32,
    },
    /// Pixels.
    Pixels {
        /// Width.
        width: u32,
        /// Height.
        height: u32,
    },
}

impl Size {
    /// The size of a figure for which none is asked.
    pub fn of(panel: Panel) -> Self {
        match panel {
            Panel::Diagram | Panel::Timeline | Panel::Excerpts => Self::Paper { width: 180.0, height: 120.0 },
            Panel::All => Self::Paper { width: 297.0, height: 210.0 },
        }
    }
}

impl fmt::Display for Size {
    /// As it is read.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Paper { width, height } => write!(f, "{width}mmx{height}mm"),
            Self::Pixels { width, height } => write!(f, "{width}x{height}"),
        }
    }
}

impl FromStr for Size {
    type Err = String;

    /// Reads `180mmx120mm` or `1600x1000`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || "write 180mmx120mm or, in pixels, 1600x1000".to_owned();
        let (width, height) = text.split_once('x').ok_or_else(wrong)?;
        if let (Some(width), Some(height)) = (width.strip_suffix("mm"), height.strip_suffix("mm")) {
            let length = |text: &str| {
                let length: f32 = text.parse().ok()?;
                (10.0..=2000.0).contains(&length).then_some(length)
            };
            let size = length(width).zip(length(height));
            let (width, height) = size.ok_or_else(|| "sides are from 10mm to 2000mm".to_owned())?;
            return Ok(Self::Paper { width, height });
        }
        let pixels = |text: &str| text.parse::<u32>().ok();
        let (width, height) = pixels(width).zip(pixels(height)).ok_or_else(wrong)?;
        if !(16..=20_000).contains(&width) || !(16..=20_000).contains(&height) {
            return Err("sides are from 16 to 20000 pixels".to_owned());
        }
        Ok(Self::Pixels { width, height })
    }
}

/// A page: its size on paper, and in dots.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Page {
    size: Size,
    dpi: u32,
}

impl Page {
    /// A page of a size, at a number of dots an inch.
    ///
    /// # Errors
    /// A sentence where that makes too many pixels, or none.
    pub fn new(size: Size, dpi: u32) -> Result<Self, String> {
        if !(30..=2400).contains(&dpi) {
            return Err("dots an inch are from 30 to 2400".to_owned());
        }
        let page = Self { size, dpi };
        let [width, height] = page.pixels();
        if u64::from(width) * u64::from(height) > MOST_PIXELS {
            return Err(format!(
                "{width} × {height} pixels are too many; ask for a smaller size or fewer dots an inch"
            ));
        }
        Ok(page)
    }

    /// The page of a figure for which no size is asked: the width of a column of text, or A4 across for all panels.
    pub fn of(panel: Panel) -> Self {
        Self { size: Size::of(panel), dpi: DPI }
    }

    /// The size that was asked for.
    pub fn size(&self) -> Size {
        self.size
    }

    /// Dots an inch.
    pub fn dpi(&self) -> u32 {
        self.dpi
    }

    /// Width and height in pixels.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sides are bounded")]
    pub fn pixels(&self) -> [u32; 2] {
        match self.size {
            Size::Pixels { width, height } => [width, height],
            Size::Paper { width, height } => {
                [width, height].map(|side| ((side / INCH * self.dpi as f32).round() as u32).max(1))
            }
        }
    }

    /// Width and height in millimetres.
    pub fn millimetres(&self) -> [f32; 2] {
        match self.size {
            Size::Paper { width, height } => [width, height],
            Size::Pixels { width, height } => {
                [width, height].map(|side| side as f32 / self.dpi as f32 * INCH)
            }
        }
    }

    /// Width and height in printers' points.
    pub(super) fn points(&self) -> [f32; 2] {
        self.millimetres().map(|side| side / INCH * POINTS)
    }

    /// Width and height in units of the picture.
    pub(super) fn units(&self) -> [f32; 2] {
        self.points().map(|side| side / UNIT)
    }
}

/// Units of the picture as whole millimetres on paper.
#[expect(clippy::cast_possible_truncation, reason = "lengths on a page fit")]
pub(super) fn in_millimetres(units: f32) -> i32 {
    (units * UNIT / POINTS * INCH).round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_in_millimetres_and_pixels() {
        assert_eq!("180mmx120.5mm".parse(), Ok(Size::Paper { width: 180.0, height: 120.5 }));
        assert_eq!("1600x1000".parse(), Ok(Size::Pixels { width: 1600, height: 1000 }));
        for wrong in
            ["", "180mm", "180mmx120", "180x120mm", "wide", "-5mmx20mm", "NaNmmxNaNmm", "0x9", "1e9mmx5mm"]
        {
            assert!(wrong.parse::<Size>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn paper_and_pixels_meet_at_the_dots_an_inch() {
        let page = Page::new(Size::Paper { width: 127.0, height: 25.4 }, 300).unwrap();
        assert_eq!(page.pixels(), [1500, 300]);
        let page = Page::new(Size::Pixels { width: 1500, height: 300 }, 300).unwrap();
        assert_eq!(page.millimetres(), [127.0, 25.4]);
        assert!(Page::new(Size::Pixels { width: 20_000, height: 20_000 }, 300).is_err());
        assert!(Page::new(Size::Pixels { width: 200, height: 200 }, 0).is_err());
    }

    #[test]
    fn the_smallest_type_is_printed_at_six_points_at_least() {
        use crate::theme::TextRole;
        use crate::views::diagram::{camera::View, model::TYPE_SIZE};
        let far = View { zoom: 0.05, ..View::default() };
        let smallest =
            TextRole::ALL.iter().map(|role| role.font().size).fold(TYPE_SIZE * far.text_scale(), f32::min);
        assert!(smallest * UNIT >= 6.0, "{}", smallest * UNIT);
    }
}
