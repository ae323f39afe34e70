//! How colours are seen: luminance and contrast, colour difference, and colour-vision deficiency.
//!
//! The tests of the tokens are built on these; nothing is drawn with them.

use egui::Color32;

/// Linear-light sRGB, each channel 0 to 1.
type Rgb = [f64; 3];

/// How a person sees colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vision {
    /// With all three cones.
    Normal,
    /// Without the M cone (the most frequent dichromacy, with protanopia).
    Deuteranopia,
    /// Without the L cone.
    Protanopia,
}

impl Vision {
    /// Every way of seeing that the palettes are held to.
    pub const ALL: &'static [Self] = &[Self::Normal, Self::Deuteranopia, Self::Protanopia];

    /// What linear-light sRGB is multiplied with: Machado, Oliveira & Fernandes, "A Physiologically-based
    /// Model for Simulation of Color Vision Deficiency", IEEE TVCG 15(6), 2009, severity 1.0.
    fn matrix(self) -> [Rgb; 3] {
        match self {
            Self::Normal => [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
            Self::Deuteranopia => [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
            Self::Protanopia => [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
        }
    }
}

/// A colour in CIELAB (D65 white): lightness 0 to 100, green to red, blue to yellow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lab {
    /// Lightness L*.
    pub l: f64,
    /// a*.
    pub a: f64,
    /// b*.
    pub b: f64,
}

/// Contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2, "contrast ratio").
pub fn contrast(one: Color32, other: Color32) -> f64 {
    let (one, other) = (luminance(linear(one)), luminance(linear(other)));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// CIEDE2000 difference of two opaque colours as seen with `vision`. About 1 is just noticeable side by
/// side; thin lines apart from each other want 10 and more.
pub fn difference(one: Color32, other: Color32, vision: Vision) -> f64 {
    ciede2000(seen(one, vision), seen(other, vision))
}

/// The colour in CIELAB, as seen with `vision`.
pub fn seen(colour: Color32, vision: Vision) -> Lab {
    let rgb = linear(colour);
    lab(vision.matrix().map(|row| dot(row, rgb).clamp(0.0, 1.0)))
}

/// The sRGB transfer function, IEC 61966-2-1.
fn linear(colour: Color32) -> Rgb {
    [colour.r(), colour.g(), colour.b()].map(|channel| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    })
}

fn luminance(rgb: Rgb) -> f64 {
    dot([0.2126, 0.7152, 0.0722], rgb)
}

fn dot(a: Rgb, b: Rgb) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// CIE 1976 L*a*b* of linear-light sRGB (CIE 15:2004; matrix and white of IEC 61966-2-1).
fn lab(rgb: Rgb) -> Lab {
    let f = |t: f64| {
        if t > 216.0 / 24389.0 { t.cbrt() } else { (24389.0 / 27.0 * t + 16.0) / 116.0 }
    };
    let x = f(dot([0.412_456_4, 0.357_576_1, 0.180_437_5], rgb) / 0.950_47);
    let y = f(dot([0.212_672_9, 0.715_152_2, 0.072_175_0], rgb));
    let z = f(dot([0.019_333_9, 0.119_192_0, 0.950_304_1], rgb) / 1.088_83);
    Lab { l: 116.0 * y - 16.0, a: 500.0 * (x - y), b: 200.0 * (y - z) }
}

/// CIEDE2000 with all weights 1: Sharma, Wu & Dalal, "The CIEDE2000 color-difference formula", Color
/// Research & Application 30(1), 2005. The names are those of the paper.
#[allow(clippy::many_single_char_names, reason = "the names of the paper")]
pub fn ciede2000(one: Lab, other: Lab) -> f64 {
    let chroma_weight = |c: f64| (c.powi(7) / (c.powi(7) + 25_f64.powi(7))).sqrt();
    let mean_c = 0.5 * (one.a.hypot(one.b) + other.a.hypot(other.b));
    let g = 0.5 * (1.0 - chroma_weight(mean_c));
    let polar = |lab: Lab| {
        let a = (1.0 + g) * lab.a;
        (a.hypot(lab.b), lab.b.atan2(a).to_degrees().rem_euclid(360.0))
    };
    let ((c1, h1), (c2, h2)) = (polar(one), polar(other));
    let grey = c1 * c2 == 0.0;

    let delta_l = other.l - one.l;
    let delta_c = c2 - c1;
    let delta_hue = if grey { 0.0 } else { (h2 - h1 + 180.0).rem_euclid(360.0) - 180.0 };
    let delta_h = 2.0 * (c1 * c2).sqrt() * (0.5 * delta_hue).to_radians().sin();

    let l = 0.5 * (one.l + other.l);
    let c = 0.5 * (c1 + c2);
    let h = if grey {
        h1 + h2
    } else if (h1 - h2).abs() <= 180.0 {
        0.5 * (h1 + h2)
    } else {
        (0.5 * (h1 + h2 + 360.0)).rem_euclid(360.0)
    };
    let cos = |degrees: f64| degrees.to_radians().cos();
    let t = 1.0 - 0.17 * cos(h - 30.0) + 0.24 * cos(2.0 * h) + 0.32 * cos(3.0 * h + 6.0)
        - 0.20 * cos(4.0 * h - 63.0);
    let s_l = 1.0 + 0.015 * (l - 50.0).powi(2) / (20.0 + (l - 50.0).powi(2)).sqrt();
    let s_c = 1.0 + 0.045 * c;
    let s_h = 1.0 + 0.015 * c * t;
    let rotation = 30.0 * (-((h - 275.0) / 25.0).powi(2)).exp();
    let r_t = -(2.0 * rotation).to_radians().sin() * 2.0 * chroma_weight(c);

    let (l, c, h) = (delta_l / s_l, delta_c / s_c, delta_h / s_h);
    (l * l + c * c + h * h + r_t * c * h).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_has_the_limits_of_wcag() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 1e-9);
        assert!((contrast(Color32::WHITE, Color32::WHITE) - 1.0).abs() < 1e-9);
        // #767676 is the lightest grey that passes 4.5:1 on white; #777777 does not.
        assert!(contrast(Color32::from_gray(0x76), Color32::WHITE) >= 4.5);
        assert!(contrast(Color32::from_gray(0x77), Color32::WHITE) < 4.5);
    }

    #[test]
    fn ciede2000_gives_the_values_of_the_papers_table() {
        // Sharma, Wu & Dalal 2005, table 1: pairs that exercise each branch of the formula.
        let pairs = [
            ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
            ((50.0, 3.1571, -77.2803), (50.0, 0.0, -82.7485), 2.8615),
            ((50.0, -1.0, 2.0), (50.0, 0.0, 0.0), 2.3669),
            ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0009), 7.1792),
            ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0011), 7.2195),
            ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
            ((50.0, 2.5, 0.0), (61.0, -5.0, 29.0), 22.8977),
            ((50.0, 2.5, 0.0), (56.0, -27.0, -3.0), 31.9030),
            ((50.0, 2.5, 0.0), (58.0, 24.0, 15.0), 19.4535),
            ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
            ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
            ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
        ];
        let lab = |(l, a, b)| Lab { l, a, b };
        for (one, other, expected) in pairs {
            let found = ciede2000(lab(one), lab(other));
            assert!((found - expected).abs() < 5e-5, "{one:?} {other:?}: {found}, not {expected}");
        }
    }

    #[test]
    fn a_grey_looks_grey_to_everyone() {
        for &vision in Vision::ALL {
            let Lab { a, b, .. } = seen(Color32::from_gray(128), vision);
            assert!(a.abs() < 0.1 && b.abs() < 0.1, "{vision:?}: {a} {b}");
        }
    }

    #[test]
    fn red_and_green_come_close_without_the_m_cone() {
        let (red, green) = (Color32::from_rgb(0xc0, 0x60, 0x40), Color32::from_rgb(0x70, 0x85, 0x30));
        assert!(difference(red, green, Vision::Normal) > 30.0);
        assert!(difference(red, green, Vision::Deuteranopia) < 15.0);
    }
}
