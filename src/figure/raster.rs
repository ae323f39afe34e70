//! SVG as pixels, drawn on the processor with the bundled fonts alone.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use super::metadata::chunks;
use super::scene::Drawn;
use super::{FigureError, Metadata, Request, document};
use crate::theme::fonts;

/// The bundled fonts, and no others.
fn faces() -> Arc<fontdb::Database> {
    static FACES: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
        let mut faces = fontdb::Database::new();
        for face in fonts::FACES {
            faces.load_font_data(face.bytes.to_vec());
        }
        faces.set_sans_serif_family("Inter");
        faces.set_serif_family("Inter");
        faces.set_monospace_family("DejaVu Sans Mono");
        Arc::new(faces)
    });
    Arc::clone(&FACES)
}

/// Reads an SVG document, its text shaped in the bundled fonts.
pub(super) fn tree(svg: &str, format: &'static str) -> Result<Tree, FigureError> {
    let options = Options { fontdb: faces(), ..Options::default() };
    Tree::from_str(svg, &options).map_err(|error| FigureError::Convert { format, why: error.to_string() })
}

/// A picture as pixels.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pixels {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Red, green, blue and opacity of each pixel, row by row from the top, not premultiplied.
    pub rgba: Vec<u8>,
}

/// The picture in the page's pixels.
pub(super) fn pixels(request: &Request, drawn: &Drawn) -> Result<Pixels, FigureError> {
    let svg = document::bare(request, drawn)?;
    let tree = tree(&svg, "PNG")?;
    let [width, height] = request.page.pixels();
    let mut picture = Pixmap::new(width, height).ok_or_else(|| wrong(&"it is too large"))?;
    let scale =
        Transform::from_scale(width as f32 / tree.size().width(), height as f32 / tree.size().height());
    resvg::render(&tree, scale, &mut picture.as_mut());
    let rgba = picture.pixels().iter().flat_map(|pixel| {
        let pixel = pixel.demultiply();
        [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()]
    });
    Ok(Pixels { width, height, rgba: rgba.collect() })
}

fn wrong(why: &dyn std::fmt::Display) -> FigureError {
    FigureError::Convert { format: "PNG", why: why.to_string() }
}

/// A PNG file of the page's size in pixels, which says how many there are to the metre.
pub(super) fn png(request: &Request, metadata: &Metadata, drawn: &Drawn) -> Result<Vec<u8>, FigureError> {
    let Pixels { width, height, rgba } = pixels(request, drawn)?;
    // An opaque page needs no opacities.
    let (colour, data) = if request.transparent {
        (png::ColorType::Rgba, rgba)
    } else {
        let rgb = rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]);
        (png::ColorType::Rgb, rgb.collect())
    };
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(colour);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_source_srgb(png::SrgbRenderingIntent::Perceptual);
    encoder.set_pixel_dims(Some(dots_a_metre(request.page.dpi())));
    let mut writer = encoder.write_header().map_err(|error| wrong(&error))?;
    for chunk in chunks(metadata) {
        writer.write_text_chunk(&chunk).map_err(|error| wrong(&error))?;
    }
    writer.write_image_data(&data).map_err(|error| wrong(&error))?;
    writer.finish().map_err(|error| wrong(&error))?;
    Ok(file)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "dots an inch are few")]
fn dots_a_metre(dpi: u32) -> png::PixelDimensions {
    let dots = (f64::from(dpi) / 0.0254).round() as u32;
    png::PixelDimensions { xppu: dots, yppu: dots, unit: png::Unit::Meter }
}
