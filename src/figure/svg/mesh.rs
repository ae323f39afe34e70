//! Meshes: triangles of one colour join one path; those that fade between two colours join one gradient.

use std::fmt::Write;

use egui::epaint::{Mesh, Vertex, WHITE_UV};
use egui::{Color32, Pos2, TextureId, Vec2};

use super::numbers::{number, polyline};
use super::paint::{fill, parts};
use super::{Untranslatable, Writer};

impl Writer {
    /// Writes the triangles of a mesh. Neighbours that look alike share a path, so that no hair line of the
    /// ground shows between them.
    pub(super) fn mesh(&mut self, mesh: &Mesh) -> Result<(), Untranslatable> {
        if mesh.texture_id != TextureId::default() || mesh.vertices.iter().any(|vertex| vertex.uv != WHITE_UV)
        {
            return Err(Untranslatable("a textured mesh"));
        }
        let mut paths: Vec<(String, String)> = Vec::new();
        for corners in mesh.indices.chunks_exact(3) {
            let corner = |index: u32| usize::try_from(index).ok().and_then(|at| mesh.vertices.get(at));
            let (Some(a), Some(b), Some(c)) = (corner(corners[0]), corner(corners[1]), corner(corners[2]))
            else {
                return Err(Untranslatable("a broken mesh"));
            };
            let Some(outline) = triangle(a.pos, b.pos, c.pos) else { continue };
            let paint = self.shading([a, b, c])?;
            match paths.iter_mut().find(|(each, _)| *each == paint) {
                Some((_, path)) => path.push_str(&outline),
                None => paths.push((paint, outline)),
            }
        }
        for (paint, path) in paths.iter().filter(|(paint, _)| paint != NOTHING) {
            let _ = writeln!(self.body, r#"<path d="{path}"{paint}/>"#);
        }
        Ok(())
    }

    /// The fill of a triangle.
    fn shading(&mut self, corners: [&Vertex; 3]) -> Result<String, Untranslatable> {
        let [a, b, c] = corners;
        if a.color == b.color && b.color == c.color {
            return fill(a.color);
        }
        let (one, other) = [([a, b], c), ([b, c], a), ([c, a], b)]
            .into_iter()
            .find(|(pair, _)| pair[0].color == pair[1].color)
            .ok_or(Untranslatable("a mesh that fades between three colours"))?;
        let Some(gradient) = gradient(one, other)? else { return Ok(NOTHING.to_owned()) };
        Ok(format!(r#" fill="url(#fade{})""#, self.gradient(&gradient)))
    }
}

/// What is written for a triangle that cannot be seen.
const NOTHING: &str = r#" fill="none""#;

/// The outline of a triangle, always in the same direction: none cancels the others of its path. `None` where
/// it has no area.
fn triangle(a: Pos2, b: Pos2, c: Pos2) -> Option<String> {
    let (ab, ac) = (b - a, c - a);
    let area = ab.x * ac.y - ab.y * ac.x;
    let points = if area < 0.0 { [a, c, b] } else { [a, b, c] };
    (area.abs() > 1e-4).then(|| polyline(&points, true))
}

/// The colour is the same along the edge `same` and fades from there to the third corner, so the gradient runs
/// at right angles to the edge. The ends are moved along the edge to the feet of perpendiculars from the origin:
/// triangles of one strip then name the same gradient.
fn gradient(same: [&Vertex; 2], third: &Vertex) -> Result<Option<String>, Untranslatable> {
    let edge = (same[1].pos - same[0].pos).normalized();
    let across = Vec2::new(-edge.y, edge.x);
    if across == Vec2::ZERO {
        return Ok(None);
    }
    let foot = |at: Pos2| across * across.dot(at.to_vec2());
    let mut ends = [(foot(same[0].pos), same[0].color), (foot(third.pos), third.color)];
    ends.sort_by(|(a, _), (b, _)| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    let [(from, first), (to, last)] = ends;
    let mut written = format!(
        r#"gradientUnits="userSpaceOnUse" x1="{}" y1="{}" x2="{}" y2="{}">"#,
        number(from.x),
        number(from.y),
        number(to.x),
        number(to.y)
    );
    for (offset, colour, beside) in [(0, first, last), (1, last, first)] {
        // A corner that lets everything through has no colour of its own: it fades in that of the other.
        let (hex, opacity) = match colour {
            Color32::TRANSPARENT => (parts(beside)?.0, Some("0".to_owned())),
            seen => parts(seen)?,
        };
        let opacity = opacity.map(|opacity| format!(r#" stop-opacity="{opacity}""#)).unwrap_or_default();
        let _ = write!(written, r#"<stop offset="{offset}" stop-color="{hex}"{opacity}/>"#);
    }
    Ok(Some(written))
}
