//! The crowd: marks and bundles that are not told apart, as one mesh on the screen and as plain shapes in a figure.

use std::sync::Arc;

use egui::epaint::{Mesh, Vertex};
use egui::{Color32, ColorImage, Context, Painter, Pos2, Rect, Shape, Stroke};
use egui::{TextureHandle, TextureOptions, Vec2, pos2, vec2};

/// Radii of the discs in the texture, in pixels.
const RADII: [f32; 9] = [1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0];

/// Pixels around a disc, into which it fades.
const MARGIN: f32 = 2.0;

/// Height of the texture, in pixels; a square of that height at its left is all white.
const HEIGHT: usize = 36;

/// Points to either side within which the edge of a line fades.
const FEATHER: f32 = 0.5;

/// Discs of several sizes with smooth edges, in one texture: a dot of a mesh is then four vertices.
pub struct Discs {
    texture: TextureHandle,
}

impl Discs {
    /// Makes the texture.
    pub fn new(ctx: &Context) -> Self {
        let width = HEIGHT * (RADII.len() + 1);
        let mut rgba = Vec::with_capacity(4 * width * HEIGHT);
        for y in 0..HEIGHT {
            for x in 0..width {
                let alpha = (255.0 * coverage(x, y)).round() as u8;
                rgba.extend([alpha; 4]);
            }
        }
        let image = ColorImage::from_rgba_premultiplied([width, HEIGHT], &rgba);
        Self { texture: ctx.load_texture("marks of the diagram", image, TextureOptions::LINEAR) }
    }

    /// The part of the texture that holds a disc, with its margin, and the disc's radius in pixels.
    fn disc(pixels: f32) -> (Rect, f32) {
        let size = RADII.iter().position(|&radius| radius >= pixels).unwrap_or(RADII.len() - 1);
        let half = Vec2::splat(RADII[size] + MARGIN);
        let middle = pos2(((size + 1) * HEIGHT + HEIGHT / 2) as f32, (HEIGHT / 2) as f32);
        let whole = vec2((HEIGHT * (RADII.len() + 1)) as f32, HEIGHT as f32);
        let scaled = |at: Pos2| (at.to_vec2() / whole).to_pos2();
        (Rect::from_min_max(scaled(middle - half), scaled(middle + half)), RADII[size])
    }

    /// A place of the texture that is all white.
    fn white() -> Pos2 {
        pos2(0.5 / (RADII.len() + 1) as f32, 0.5)
    }
}

/// How much of a pixel of the texture is covered.
fn coverage(x: usize, y: usize) -> f32 {
    let Some(size) = (x / HEIGHT).checked_sub(1) else { return 1.0 };
    let middle = (HEIGHT / 2) as f32;
    let at = vec2((x % HEIGHT) as f32 + 0.5 - middle, y as f32 + 0.5 - middle);
    (RADII[size] + 0.5 - at.length()).clamp(0.0, 1.0)
}

/// What was drawn with a brush.
#[derive(Clone)]
pub enum Layer {
    /// One mesh.
    Mesh(Arc<Mesh>),
    /// A shape for each mark.
    Shapes(Vec<Shape>),
}

impl Default for Layer {
    fn default() -> Self {
        Self::Shapes(Vec::new())
    }
}

impl Layer {
    /// Adds it to what is painted.
    pub fn paint(self, painter: &Painter) {
        match self {
            Self::Mesh(mesh) if mesh.is_empty() => {}
            Self::Mesh(mesh) => drop(painter.add(Shape::Mesh(mesh))),
            Self::Shapes(shapes) => painter.extend(shapes),
        }
    }
}

/// What the crowd is drawn with: on the screen into one mesh, in a figure a shape for each mark.
pub enum Brush {
    /// One mesh.
    Mesh {
        /// The mesh.
        mesh: Mesh,
        /// Pixels to a point.
        pixels: f32,
    },
    /// A shape for each mark.
    Shapes(Vec<Shape>),
}

impl Brush {
    /// A brush that draws into a mesh where it is given discs. It takes the memory of a layer that is no longer shown.
    pub fn new(discs: Option<&Discs>, pixels: f32, before: Layer) -> Self {
        let Some(discs) = discs else { return Self::Shapes(Vec::new()) };
        let mut mesh = match before {
            Layer::Mesh(mesh) => Arc::try_unwrap(mesh).unwrap_or_default(),
            Layer::Shapes(_) => Mesh::default(),
        };
        // Not `Mesh::clear`, which gives the memory of the vertices back.
        mesh.vertices.clear();
        mesh.indices.clear();
        mesh.texture_id = discs.texture.id();
        Self::Mesh { mesh, pixels }
    }

    /// What was drawn.
    pub fn finish(self) -> Layer {
        match self {
            Self::Mesh { mesh, .. } => Layer::Mesh(Arc::new(mesh)),
            Self::Shapes(shapes) => Layer::Shapes(shapes),
        }
    }

    /// Makes room for so many lines at once.
    pub fn reserve(&mut self, lines: usize) {
        match self {
            Self::Shapes(shapes) => shapes.reserve(lines),
            Self::Mesh { mesh, .. } => {
                mesh.vertices.reserve(8 * lines);
                mesh.indices.reserve(18 * lines);
            }
        }
    }

    /// A straight line. One that is thinner than a pixel is fainter instead.
    pub fn line(&mut self, [from, to]: [Pos2; 2], stroke: Stroke) {
        match self {
            Self::Shapes(shapes) => shapes.push(Shape::line_segment([from, to], stroke)),
            Self::Mesh { mesh, pixels, .. } => line(mesh, [from, to], stroke, FEATHER / *pixels),
        }
    }

    /// A dot, with a rim of another colour where it is large enough to have one.
    pub fn dot(&mut self, centre: Pos2, radius: f32, fill: Color32, rim: Color32) {
        const LEAST: f32 = 3.0;
        let inner = (radius >= LEAST).then_some(radius - 1.0);
        match self {
            Self::Shapes(shapes) => match inner {
                Some(inner) => {
                    shapes.push(Shape::Circle(egui::epaint::CircleShape {
                        center: centre,
                        radius: inner,
                        fill,
                        stroke: Stroke::new(1.0, rim),
                    }));
                }
                None => shapes.push(Shape::circle_filled(centre, radius, rim)),
            },
            Self::Mesh { mesh, pixels, .. } => {
                disc(mesh, centre, radius, rim, *pixels);
                if let Some(inner) = inner {
                    disc(mesh, centre, inner, fill, *pixels);
                }
            }
        }
    }
}

fn disc(mesh: &mut Mesh, centre: Pos2, radius: f32, colour: Color32, pixels: f32) {
    let (uv, drawn) = Discs::disc(radius * pixels);
    let half = radius * (1.0 + MARGIN / drawn);
    mesh.add_rect_with_uv(Rect::from_center_size(centre, Vec2::splat(2.0 * half)), uv, colour);
}

/// A line whose edges fade over twice `feather`.
fn line(mesh: &mut Mesh, [from, to]: [Pos2; 2], stroke: Stroke, feather: f32) {
    let along = (to - from).normalized();
    if along == Vec2::ZERO || stroke.is_empty() {
        return;
    }
    let side = along.rot90();
    let core = (stroke.width / 2.0 - feather).max(0.0);
    let thin = (stroke.width / (2.0 * feather)).min(1.0);
    let colour = if thin < 1.0 { stroke.color.gamma_multiply(thin) } else { stroke.color };
    let outer = core + 2.0 * feather;
    let slices: &[(f32, Color32)] = if core > 0.0 {
        &[(-outer, Color32::TRANSPARENT), (-core, colour), (core, colour), (outer, Color32::TRANSPARENT)]
    } else {
        &[(-outer, Color32::TRANSPARENT), (0.0, colour), (outer, Color32::TRANSPARENT)]
    };
    let first = mesh.vertices.len() as u32;
    for &(off, color) in slices {
        for end in [from, to] {
            mesh.vertices.push(Vertex { pos: end + side * off, uv: Discs::white(), color });
        }
    }
    for slice in 0..slices.len() as u32 - 1 {
        let corner = first + 2 * slice;
        mesh.indices.extend([corner, corner + 1, corner + 2, corner + 1, corner + 3, corner + 2]);
    }
}

/// How much fainter one of so many lines is drawn.
pub fn crowding(lines: usize) -> f32 {
    (1_500.0 / lines.max(1) as f32).powf(0.4).clamp(0.35, 1.2)
}

/// The width of the line of so many ties, and how much of its colour it has.
pub fn weight(ties: u32, crowding: f32) -> (f32, f32) {
    let octaves = (ties.max(1) as f32).log2();
    let width = (0.8 + 0.42 * octaves).min(5.0);
    let opacity = (0.34 + 0.09 * octaves) * crowding;
    (width, opacity.clamp(0.05, 0.9))
}

/// The radius of a mark of so many nodes, of which one alone has `radius`: as much area for each, within a cell.
pub fn mark_radius(count: u32, radius: f32, most: f32) -> f32 {
    (radius * (count.max(1) as f32).sqrt()).min(most.max(radius))
}
