//! Every kind of shape that egui can paint is written as SVG that looks the same, or is refused by name.
//!
//! What it looks like is egui's own tessellation, filled by the few lines of a rasteriser below, so that the proof
//! does not lean on the translation. Two pictures agree where the mean of the absolute differences of their grey
//! levels, from 0 to 1, is small beside the part of the picture that the shape covers.

use std::sync::Arc;

use detente::figure::svg::{Untranslatable, Writer, Written};
use detente::theme::{TextRole, Theme, fonts, install, tokens};
use egui::epaint::text::{LayoutJob, TextFormat, TextWrapping};
use egui::epaint::{
    BandPoint, BandShape, Brush, CircleShape, ClippedShape, CubicBezierShape, EllipseShape, Mesh,
    PaintCallback, PathStroke, Primitive, QuadraticBezierShape, RectShape, TessellationOptions, Tessellator,
    TextShape,
};
use egui::{
    Color32, Context, CornerRadius, FontFamily, FontId, Galley, Pos2, RawInput, Rect, Shape, Stroke,
    StrokeKind, TextureId, Vec2, pos2, vec2,
};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{self, Node, Tree, fontdb};

/// Units on a side of a picture.
const SIDE: f32 = 80.0;

/// Pixels to a unit.
const SCALE: f32 = 4.0;

/// The pixels of a picture, as grey levels from 0 to 1, row by row.
type Grey = Vec<f32>;

fn ink() -> Color32 {
    tokens(Theme::Print).text.strong
}

fn other() -> Color32 {
    tokens(Theme::Print).surface.canvas.lerp_to_gamma(ink(), 0.4)
}

fn line() -> Stroke {
    Stroke::new(3.0, ink())
}

fn square() -> Rect {
    Rect::from_min_size(pos2(20.0, 25.0), vec2(40.0, 30.0))
}

fn clipped(shape: Shape) -> ClippedShape {
    ClippedShape::new(Rect::from_min_size(Pos2::ZERO, Vec2::splat(SIDE)), shape)
}

fn written(shape: impl Into<Shape>) -> Result<Written, Untranslatable> {
    let mut writer = Writer::default();
    writer.add(&[clipped(shape.into())])?;
    Ok(writer.finish())
}

#[track_caller]
fn body(shape: impl Into<Shape>) -> String {
    written(shape).expect("a translation").body
}

fn document(Written { defs, body, .. }: &Written) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{SIDE}\" height=\"{SIDE}\"><defs>{defs}</defs>{body}</svg>"
    )
}

fn tree(svg: &str) -> Tree {
    let mut faces = fontdb::Database::new();
    fonts::FACES.iter().for_each(|face| faces.load_font_data(face.bytes.to_vec()));
    let options = usvg::Options { fontdb: Arc::new(faces), ..usvg::Options::default() };
    Tree::from_str(svg, &options).expect("SVG")
}

/// What resvg makes of the translation.
fn translated(shapes: &[ClippedShape]) -> Grey {
    let mut writer = Writer::default();
    writer.add(shapes).expect("a translation");
    let side = (SIDE * SCALE) as u32;
    let mut picture = Pixmap::new(side, side).expect("a picture");
    picture.fill(Color::WHITE);
    let scale = Transform::from_scale(SCALE, SCALE);
    resvg::render(&tree(&document(&writer.finish())), scale, &mut picture.as_mut());
    let grey = |pixel: &resvg::tiny_skia::PremultipliedColorU8| f32::from(pixel.green()) / 255.0;
    picture.pixels().iter().map(grey).collect()
}

/// What egui's own triangles look like, 3 × 3 points to the pixel, the latest triangle on top.
fn tessellated(shapes: &[ClippedShape]) -> Grey {
    const POINTS: usize = 3;
    let options = TessellationOptions {
        feathering: false,
        round_rects_to_pixels: false,
        round_line_segments_to_pixels: false,
        bezier_tolerance: 0.01,
        ..TessellationOptions::default()
    };
    let mut tessellator = Tessellator::new(SCALE, options, [1, 1], Vec::new());
    let side = (SIDE * SCALE) as usize * POINTS;
    let mut fine = vec![1.0_f32; side * side];
    for primitive in tessellator.tessellate_shapes(shapes.to_vec()) {
        let Primitive::Mesh(mesh) = &primitive.primitive else { panic!("a callback") };
        for corners in mesh.indices.chunks_exact(3) {
            let [a, b, c] = [0, 1, 2].map(|corner| mesh.vertices[corners[corner] as usize]);
            fill(&mut fine, side, primitive.clip_rect, [a, b, c]);
        }
    }
    let pixels = side / POINTS;
    let mean = |at: usize| {
        let (x, y) = (at % pixels, at / pixels);
        let each = (0..POINTS * POINTS)
            .map(|part| fine[(y * POINTS + part / POINTS) * side + x * POINTS + part % POINTS]);
        each.sum::<f32>() / (POINTS * POINTS) as f32
    };
    (0..pixels * pixels).map(mean).collect()
}

fn fill(fine: &mut [f32], side: usize, clip: Rect, corners: [egui::epaint::Vertex; 3]) {
    let [a, b, c] = corners.map(|corner| corner.pos);
    let cross = |a: Vec2, b: Vec2| a.x * b.y - a.y * b.x;
    let area = cross(b - a, c - a);
    if area.abs() < 1e-6 {
        return;
    }
    let unit = SIDE / side as f32;
    let bounds = Rect::from_points(&[a, b, c]).intersect(clip);
    let range = |from: f32, to: f32| {
        (from / unit).floor().max(0.0) as usize..((to / unit).ceil().max(0.0) as usize).min(side)
    };
    for y in range(bounds.top(), bounds.bottom()) {
        for x in range(bounds.left(), bounds.right()) {
            let at = pos2((x as f32 + 0.5) * unit, (y as f32 + 0.5) * unit);
            let parts =
                [cross(c - b, at - b), cross(a - c, at - c), cross(b - a, at - a)].map(|part| part / area);
            if clip.contains(at) && parts.iter().all(|part| *part >= 0.0) {
                let mixed = |channel: usize| -> f32 {
                    let each = corners.iter().zip(parts);
                    each.map(|(corner, part)| f32::from(corner.color.to_array()[channel]) / 255.0 * part)
                        .sum()
                };
                // Colours are premultiplied.
                let under = &mut fine[y * side + x];
                *under = mixed(1) + *under * (1.0 - mixed(3));
            }
        }
    }
}

/// The mean difference of two pictures beside the part that the first covers.
fn distance(a: &Grey, b: &Grey) -> f32 {
    let sum: f32 = a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum();
    let covered: f32 = a.iter().map(|a| 1.0 - a).sum();
    assert!(covered > 20.0, "the shape cannot be seen");
    sum / covered
}

#[track_caller]
fn agrees(shape: impl Into<Shape>) {
    let shapes = [clipped(shape.into())];
    let distance = distance(&tessellated(&shapes), &translated(&shapes));
    assert!(distance < 0.03, "{distance} of the shape differs: {}", body(shapes[0].shape.clone()));
}

#[test]
fn the_distance_sees_a_line_that_lies_on_the_wrong_side() {
    let inside = [clipped(Shape::rect_stroke(square(), 0.0, line(), StrokeKind::Inside))];
    let outside = [clipped(Shape::rect_stroke(square(), 0.0, line(), StrokeKind::Outside))];
    assert!(distance(&tessellated(&inside), &translated(&outside)) > 0.5);
}

#[test]
fn nothing_is_nothing_and_a_list_is_its_shapes() {
    assert_eq!(body(Shape::Noop), "");
    agrees(Shape::Vec(vec![
        Shape::circle_filled(pos2(20.0, 20.0), 9.0, ink()),
        Shape::Noop,
        Shape::line_segment([pos2(5.0, 60.0), pos2(75.0, 50.0)], line()),
    ]));
}

#[test]
fn circles() {
    agrees(Shape::circle_filled(pos2(40.0, 40.0), 20.0, ink()));
    agrees(Shape::circle_stroke(pos2(40.0, 40.0), 20.0, line()));
    let both = |stroke| CircleShape { center: pos2(40.0, 40.0), radius: 20.0, fill: other(), stroke };
    agrees(Shape::Circle(both(line())));
    agrees(Shape::Circle(both(Stroke::new(6.0, ink().gamma_multiply(0.5)))));
    assert_eq!(body(Shape::circle_filled(pos2(40.0, 40.0), 0.0, ink())), "");
}

#[test]
fn ellipses() {
    let ellipse =
        EllipseShape { stroke: line(), ..EllipseShape::filled(pos2(40.0, 40.0), vec2(30.0, 12.0), other()) };
    agrees(Shape::Ellipse(ellipse));
    agrees(Shape::Ellipse(EllipseShape { angle: 0.6, ..ellipse }));
}

#[test]
fn lines_and_paths() {
    agrees(Shape::line_segment([pos2(5.0, 60.0), pos2(75.0, 20.0)], line()));
    let corners = vec![pos2(10.0, 10.0), pos2(70.0, 20.0), pos2(50.0, 70.0), pos2(15.0, 50.0)];
    agrees(Shape::line(corners.clone(), line()));
    agrees(Shape::closed_line(corners.clone(), line()));
    agrees(Shape::convex_polygon(corners, other(), line()));
}

#[test]
fn bands() {
    let samples = [(10.0, 20.0, 40.0), (30.0, 30.0, 60.0), (70.0, 15.0, 30.0)];
    let mut samples: Vec<BandPoint> = samples.map(|(x, top, bottom)| BandPoint::new(x, top..=bottom)).into();
    agrees(Shape::Band(BandShape::filled(samples.clone(), ink())));
    agrees(Shape::Band(BandShape { angle: 0.2, ..BandShape::filled(samples.clone(), ink()) }));
    samples.insert(1, BandPoint::new(f32::NAN, 0.0..=1.0));
    samples.insert(1, BandPoint::new(20.0, 25.0..=50.0));
    agrees(Shape::Band(BandShape::filled(samples, ink())));
}

#[test]
fn rectangles() {
    agrees(Shape::rect_filled(square(), 0.0, ink()));
    let corners = CornerRadius { nw: 12, ne: 0, sw: 4, se: 8 };
    agrees(Shape::rect_filled(square(), corners, ink()));
    for kind in [StrokeKind::Inside, StrokeKind::Middle, StrokeKind::Outside] {
        for stroke in [line(), Stroke::new(6.0, ink().gamma_multiply(0.5))] {
            agrees(Shape::Rect(RectShape::new(square(), 0.0, other(), stroke, kind)));
        }
        agrees(Shape::Rect(RectShape::new(square(), corners, other(), line(), kind)));
        // The line leaves nothing of the inside.
        agrees(Shape::Rect(RectShape::new(square(), 0.0, other(), Stroke::new(31.0, ink()), kind)));
    }
    agrees(Shape::Rect(RectShape::filled(square(), 0.0, ink()).with_angle(0.5)));
    agrees(Shape::rect_filled(Rect::EVERYTHING, 0.0, ink()));
}

#[test]
fn curves() {
    let three = [pos2(10.0, 10.0), pos2(70.0, 20.0), pos2(40.0, 70.0)];
    let four = [pos2(10.0, 40.0), pos2(20.0, 5.0), pos2(60.0, 75.0), pos2(70.0, 40.0)];
    let open = Color32::TRANSPARENT;
    agrees(Shape::QuadraticBezier(QuadraticBezierShape::from_points_stroke(three, false, open, line())));
    agrees(Shape::QuadraticBezier(QuadraticBezierShape::from_points_stroke(
        three,
        true,
        ink(),
        Stroke::NONE,
    )));
    agrees(Shape::CubicBezier(CubicBezierShape::from_points_stroke(four, false, open, line())));
}

#[test]
fn meshes_of_one_colour_are_one_path_and_fades_are_gradients() {
    let mut flat = Mesh::default();
    flat.add_colored_rect(square(), ink());
    agrees(Shape::mesh(flat.clone()));
    assert_eq!(body(Shape::mesh(flat)).matches("<path").count(), 1);
    let mut fade = Mesh::default();
    for (x, colour) in [(10.0, Color32::TRANSPARENT), (70.0, ink())] {
        fade.colored_vertex(pos2(x, 20.0), colour);
        fade.colored_vertex(pos2(x, 60.0), colour);
    }
    fade.add_triangle(0, 1, 2);
    fade.add_triangle(1, 2, 3);
    agrees(Shape::mesh(fade.clone()));
    let Written { defs, body, .. } = written(Shape::mesh(fade)).expect("a translation");
    assert_eq!(body.matches("<path").count(), 1, "{body}");
    assert!(
        defs.contains(r#"x1="10" y1="0" x2="70" y2="0""#) && defs.contains(r#"stop-opacity="0""#),
        "{defs}"
    );
}

#[test]
fn opacity_and_clip_rectangles_are_kept() {
    agrees(Shape::rect_filled(square(), 0.0, ink().gamma_multiply(0.5)));
    let shapes = [
        ClippedShape::new(Rect::EVERYTHING, Shape::circle_filled(pos2(15.0, 15.0), 9.0, ink())),
        ClippedShape::new(square(), Shape::circle_filled(square().center(), 30.0, ink())),
        ClippedShape::new(Rect::NOTHING, Shape::circle_filled(pos2(70.0, 70.0), 9.0, ink())),
    ];
    assert!(distance(&tessellated(&shapes), &translated(&shapes)) < 0.02);
}

#[test]
fn what_has_no_translation_is_refused_by_name() {
    let refused = |shape: Shape| written(shape).expect_err("no translation").to_string();
    let callback = PaintCallback { rect: square(), callback: Arc::new(()) };
    assert!(refused(Shape::Callback(callback)).contains("a paint callback"));
    let blurred = RectShape::filled(square(), 0.0, ink()).with_blur_width(3.0);
    assert!(refused(Shape::Rect(blurred)).contains("a blurred rectangle"));
    let brush = Brush { fill_texture_id: TextureId::User(7), uv: square() };
    let mut textured = RectShape::filled(square(), 0.0, ink());
    textured.brush = Some(Arc::new(brush));
    assert!(refused(Shape::Rect(textured)).contains("a textured rectangle"));
    let colour = ink();
    let changing = PathStroke::new_uv(2.0, move |_, _| colour);
    let ends = vec![pos2(0.0, 0.0), pos2(1.0, 1.0)];
    assert!(refused(Shape::line(ends.clone(), changing)).contains("colour changes"));
    let aside = PathStroke::new(2.0, ink()).inside();
    assert!(refused(Shape::closed_line(ends, aside)).contains("on one side"));
    let picture = Shape::image(TextureId::User(7), square(), square(), ink());
    assert!(refused(picture).contains("textured"));
    let mut rainbow = Mesh::default();
    for (x, colour) in [(0.0, ink()), (9.0, other()), (18.0, Color32::TRANSPARENT)] {
        rainbow.colored_vertex(pos2(x, x * x), colour);
    }
    rainbow.add_triangle(0, 1, 2);
    assert!(refused(Shape::mesh(rainbow)).contains("three colours"));
    assert!(refused(Shape::circle_filled(pos2(f32::NAN, 0.0), 3.0, ink())).contains("at no place"));
    let mut moving = clipped(Shape::circle_filled(pos2(9.0, 9.0), 3.0, ink()));
    moving.transform_after_tessellation = egui::emath::TSTransform::from_scaling(2.0);
    assert!(
        Writer::default().add(&[moving]).expect_err("no translation").to_string().contains("still moving")
    );
}

/// Lays text out as figures do: at eight pixels to the unit.
fn laid_out(job: LayoutJob) -> Arc<Galley> {
    let ctx = Context::default();
    install(&ctx, Theme::Print);
    let mut galley = None;
    let mut input = RawInput::default();
    if let Some(viewport) = input.viewports.get_mut(&egui::ViewportId::ROOT) {
        viewport.native_pixels_per_point = Some(8.0);
    }
    let mut output = ctx.run_ui(input, |ui| {
        galley = Some(ui.fonts_mut(|fonts| fonts.layout_job(job.clone())));
    });
    output.textures_delta.clear();
    galley.expect("a layout")
}

fn format(family: FontFamily) -> TextFormat {
    TextFormat { font_id: FontId::new(13.0, family), color: ink(), ..TextFormat::default() }
}

fn simple(text: &str, family: FontFamily) -> TextShape {
    TextShape::new(
        pos2(5.0, 30.0),
        laid_out(LayoutJob::single_section(text.to_owned(), format(family))),
        ink(),
    )
}

/// The texts of a tree, each with the box of its ink.
fn texts(group: &usvg::Group) -> Vec<(String, usvg::Rect)> {
    let each = group.children().iter().flat_map(|node| match node {
        Node::Group(group) => texts(group),
        Node::Text(text) => {
            let words = text.chunks().iter().map(usvg::TextChunk::text).collect();
            vec![(words, text.flattened().stroke_bounding_box())]
        }
        Node::Path(_) | Node::Image(_) => Vec::new(),
    });
    each.collect()
}

#[test]
fn text_takes_the_place_that_egui_gave_it_in_every_face() {
    for family in fonts::families() {
        // Kerning, digits, signs of other faces, a combining accent, blanks of egui's own width.
        for text in [
            "AVATAR To Wellington",
            "2018–2025, +3.4",
            "wᵢ·2^(−(t−tᵢ)/h) → ⚑ Σ ✔",
            "Ma\u{304}ori e\u{301}",
            "a\tb\u{2009}c\u{202f}d",
            " x  y ",
        ] {
            let shape = simple(text, family.clone());
            let ink = shape.galley.mesh_bounds.translate(shape.pos.to_vec2());
            let translation = written(Shape::Text(shape)).expect("a translation");
            let tree = tree(&document(&translation));
            let texts = texts(tree.root());
            assert_eq!(texts.len(), 1, "one text stays one text: {}", translation.body);
            let drawn = texts[0].1;
            let off = [
                drawn.left() - ink.left(),
                drawn.right() - ink.right(),
                drawn.top() - ink.top(),
                drawn.bottom() - ink.bottom(),
            ];
            // egui's ink is in whole pixels, with one around.
            assert!(
                off.iter().all(|off| off.abs() < 0.45),
                "{text:?} in {family:?} is off by {off:?}: {}",
                translation.body
            );
        }
    }
}

#[test]
fn text_stays_text_with_its_face_size_and_place() {
    let text = "Aotearoa & <co>".to_owned();
    let mut format = format(FontFamily::Proportional);
    format.font_id = TextRole::Strong.font();
    let galley = laid_out(LayoutJob::single_section(text, format));
    let body = body(Shape::Text(TextShape::new(pos2(20.0, 30.0), galley, ink())));
    for part in
        [">Aotearoa &amp; &lt;co&gt;</text>", r#"x="20""#, r#"font-weight="600""#, r#"font-size="13""#]
    {
        assert!(body.contains(part), "{part} is not in {body}");
    }
}

#[test]
fn text_of_several_looks_lines_and_faces_is_written_in_order() {
    let mut job = LayoutJob::default();
    job.append("New ", 0.0, format(FontFamily::Proportional));
    job.append("Zealand", 0.0, TextFormat { color: other(), ..format(fonts::semibold()) });
    job.append(" → China\nand more", 0.0, format(FontFamily::Proportional));
    let translation =
        written(Shape::Text(TextShape::new(pos2(5.0, 5.0), laid_out(job), ink()))).expect("a translation");
    let tree = tree(&document(&translation));
    let words: Vec<String> = texts(tree.root()).into_iter().map(|(words, _)| words).collect();
    assert_eq!(words, ["New ", "Zealand", " → China", "and more"]);
    let places: Vec<&str> = translation.used.keys().map(|&place| fonts::FACES[place].name).collect();
    assert_eq!(places, ["Inter Regular", "Inter SemiBold"], "Inter has arrows of its own");
}

#[test]
fn underlines_strikes_plates_turns_and_opacity_are_kept() {
    let look = TextFormat {
        underline: Stroke::new(1.0, ink()),
        strikethrough: Stroke::new(2.0, ink()),
        background: other(),
        ..format(FontFamily::Proportional)
    };
    let galley = laid_out(LayoutJob::single_section("Apia".to_owned(), look));
    let shape = TextShape::new(pos2(5.0, 30.0), Arc::clone(&galley), ink());
    let plain = body(Shape::Text(shape.clone()));
    for part in ["<rect ", "<text ", r#"stroke-width="2""#] {
        assert!(plain.contains(part), "{part} is not in {plain}");
    }
    assert_eq!(plain.matches("<path").count(), 2);
    let turned = body(Shape::Text(shape.clone().with_angle(std::f32::consts::FRAC_PI_2)));
    assert_eq!(turned.matches(r#"transform="rotate(90 5 30)""#).count(), 4, "{turned}");
    let half = body(Shape::Text(shape.clone().with_opacity_factor(0.5)));
    assert_eq!(half.matches("opacity=\"0.50").count(), 4, "{half}");
    assert!(!body(Shape::Text(shape.clone().with_opacity_factor(0.0))).contains("<text"));
    let ruled = body(Shape::Text(shape.with_underline(Stroke::new(1.0, ink()))));
    assert_eq!(ruled.matches("<path").count(), 3, "{ruled}");
}

#[test]
fn text_that_is_cut_ends_in_an_ellipsis() {
    let mut job = LayoutJob::single_section(
        "Partnership for Indo-Pacific".to_owned(),
        format(FontFamily::Proportional),
    );
    job.wrap = TextWrapping::truncate_at_width(60.0);
    let shape = TextShape::new(pos2(5.0, 30.0), laid_out(job), ink());
    let body = body(Shape::Text(shape));
    assert!(body.contains("Partn") && body.contains("…</text>"), "{body}");
}

#[test]
fn looks_without_a_translation_are_refused_by_name() {
    for (look, said) in [
        (TextFormat { extra_letter_spacing: 2.0, ..format(FontFamily::Proportional) }, "set apart"),
        (TextFormat { italics: true, ..format(FontFamily::Proportional) }, "slanted"),
    ] {
        let galley = laid_out(LayoutJob::single_section("Apia".to_owned(), look));
        let refused =
            written(Shape::Text(TextShape::new(pos2(5.0, 5.0), galley, ink()))).expect_err("no translation");
        assert!(refused.to_string().contains(said), "{refused}");
    }
}
