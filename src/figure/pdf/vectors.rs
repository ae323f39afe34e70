//! What a PDF can hold without pixels. The converter turns the rest into pictures in silence; here it is refused by
//! name.

use resvg::usvg::{Group, ImageKind, Node};

/// Something that would become pixels, in words for people.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the picture holds {0}, which would become pixels")]
pub(super) struct Pixels(&'static str);

/// Goes through a group and all that it holds or refers to: clip paths, masks and patterns, too.
pub(super) fn check(group: &Group) -> Result<(), Pixels> {
    group.children().iter().try_for_each(node)
}

fn node(node: &Node) -> Result<(), Pixels> {
    match node {
        Node::Group(group) if !group.filters().is_empty() => return Err(Pixels("a filter")),
        Node::Group(group) => check(group)?,
        Node::Image(image) => match image.kind() {
            ImageKind::JPEG(_) | ImageKind::PNG(_) | ImageKind::GIF(_) | ImageKind::WEBP(_) => {
                return Err(Pixels("an image"));
            }
            // Its tree is one of the roots below.
            ImageKind::SVG(_) => {}
        },
        Node::Path(_) | Node::Text(_) => {}
    }
    let mut found = Ok(());
    node.subroots(|root| found = found.and_then(|()| check(root)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::raster;

    fn checked(body: &str) -> Result<(), Pixels> {
        let svg = format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><defs>
            <filter id="blur"><feGaussianBlur stdDeviation="2"/></filter>
            <linearGradient id="fade"><stop offset="0" stop-color="#fff"/><stop offset="1" stop-opacity="0"/></linearGradient>
            <clipPath id="clip"><rect width="5" height="5"/></clipPath>
            <mask id="mask"><rect width="5" height="5" fill="#fff"/></mask>
            <mask id="blurred"><rect width="5" height="5" fill="#fff" filter="url(#blur)"/></mask>
            <pattern id="tiles" width="3" height="3" patternUnits="userSpaceOnUse">
            <rect width="1" height="1"/><rect width="2" height="2" filter="url(#blur)"/></pattern>
            </defs>{body}</svg>"##
        );
        check(raster::tree(&svg, "PDF").expect("SVG").root())
    }

    #[test]
    fn lines_text_fades_clips_and_masks_are_vectors() {
        for body in [
            r#"<rect width="5" height="5" fill="url(#fade)" opacity="0.5"/>"#,
            r#"<g clip-path="url(#clip)"><text y="5">word</text></g>"#,
            r#"<g mask="url(#mask)"><rect width="5" height="5"/></g>"#,
        ] {
            assert_eq!(checked(body), Ok(()), "{body}");
        }
    }

    #[test]
    fn what_would_become_pixels_is_refused_by_name() {
        let pixel = "data:image/png;base64,\
            iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";
        let image = format!(r#"<g opacity="0.5"><image width="5" height="5" href="{pixel}"/></g>"#);
        for (body, name) in [
            (r#"<rect width="5" height="5" filter="url(#blur)"/>"#, "a filter"),
            (r#"<g mask="url(#blurred)"><rect width="5" height="5"/></g>"#, "a filter"),
            (r#"<rect width="5" height="5" fill="url(#tiles)"/>"#, "a filter"),
            (image.as_str(), "an image"),
        ] {
            let refused = checked(body).expect_err(body).to_string();
            assert!(refused.contains(name), "{refused}");
        }
    }
}
