//! SVG as a PDF of one page: text that can be searched, its fonts embedded as subsets, a text for screen readers, and
//! nothing made of pixels.
//!
//! The bytes depend on the figure alone: there is no date in the file, and its ids are hashes of what it holds.

mod about;
mod vectors;

pub(super) use about::metadata;

use krilla::geom::{Rect, Size};
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla::tagging::{BBox, ContentTag, Tag, TagGroup, TagTree};
use krilla::{Document, SerializeSettings};
use krilla_svg::{SurfaceExt, SvgSettings};
use resvg::usvg::Tree;

use super::scene::Drawn;
use super::{FigureError, Lettering, Metadata, Request, document, raster};

/// A PDF file of the page's size on paper.
pub(super) fn pdf(request: &Request, metadata: &Metadata, drawn: &Drawn) -> Result<Vec<u8>, FigureError> {
    let tree = raster::tree(&document::bare(request, drawn)?, "PDF")?;
    vectors::check(tree.root()).map_err(wrong)?;
    let [width, height] = request.page.points();
    let size = Size::from_wh(width, height).ok_or_else(|| wrong("the page has no size"))?;
    // Colours are those of sRGB, as in the other formats, and not those of some printer.
    let settings = SerializeSettings { no_device_cs: true, ..SerializeSettings::default() };
    let mut file = Document::new_with(settings);
    file.set_metadata(about::described(metadata));
    let mut page = file.start_page_with(PageSettings::new(size));
    let mut surface = page.surface();
    let content = surface.start_tagged(ContentTag::Other);
    let is_drawn = draw(&mut surface, &tree, size, request.lettering);
    surface.end_tagged();
    surface.finish();
    page.finish();
    is_drawn.ok_or_else(|| wrong("its picture cannot be drawn"))?;
    let whole = Rect::from_xywh(0.0, 0.0, width, height).map(|page| BBox::new(0, page));
    let figure = Tag::Figure(Some(drawn.alt.clone())).with_bbox(whole);
    let figure = TagGroup::with_children(figure, vec![content.into()]);
    file.set_tag_tree(TagTree::from(vec![figure.into()]));
    file.finish().map_err(wrong)
}

fn draw(surface: &mut Surface<'_>, tree: &Tree, size: Size, lettering: Lettering) -> Option<()> {
    let embed_text = match lettering {
        Lettering::Text => true,
        Lettering::Outlines => false,
    };
    surface.draw_svg(tree, size, SvgSettings { embed_text, ..SvgSettings::default() })
}

fn wrong(why: impl std::fmt::Display) -> FigureError {
    FigureError::Convert { format: "PDF", why: why.to_string() }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::dataset::bundled;
    use crate::figure::{Format, Panel, described};
    use crate::session::Session;

    #[test]
    fn a_figure_gives_back_what_it_says_about_itself() {
        let session = Session::new(Arc::new(bundled::load().dataset.expect("the bundled dataset")));
        for panel in [Panel::Diagram, Panel::Timeline] {
            let request = Request {
                title: Some(r#"Who "leans" <toward> (Ōtautahi) & 'why'? \ 甲 🙂"#.to_owned()),
                caption: Some("Two\nlines".to_owned()),
                ..Request::new(panel)
            };
            let figure = described(&session, &request, Format::Pdf).expect("a figure");
            assert!(!figure.metadata.sources.is_empty());
            assert_eq!(metadata(&figure.bytes), Some(figure.metadata));
        }
    }
}
