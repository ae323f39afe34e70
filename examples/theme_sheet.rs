//! Draws every token of a theme on one sheet, to be looked at.
//!
//! `cargo run --example theme_sheet -- OUT_FOLDER` writes `theme-light.png`, `theme-dark.png` and
//! `theme-print.png` there (the current folder where none is given).

use std::path::PathBuf;

use detente::dataset::{ActorKind, InstrumentKind, RelationshipKind, Sign, Voice};
use detente::theme::{EmphasisStyle, TextRole, Theme, Tokens, fonts, install, tokens};
use egui::{Align2, Color32, CornerRadius, Frame, Margin, Pos2, Rect, RichText, Shape, Stroke, StrokeKind};
use egui::{Ui, Vec2, pos2, vec2};
use egui_kittest::Harness;

const SIZE: Vec2 = vec2(1240.0, 1330.0);
const COLUMN: f32 = 380.0;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".to_owned()));
    for &theme in Theme::ALL {
        let mut state = Controls::default();
        let mut harness = Harness::builder()
            .with_size(SIZE)
            .with_pixels_per_point(1.5)
            .with_accessibility_check(false)
            .with_context_setup(move |ctx| install(ctx, theme))
            .wgpu()
            .build_ui(move |ui| sheet(ui, theme, &mut state));
        harness.run_steps(4);
        let path = folder.join(format!("theme-{theme}.png"));
        harness.render()?.save(&path)?;
        println!("{}", path.display());
    }
    Ok(())
}

struct Controls {
    text: String,
    on: bool,
    value: f64,
    voice: Voice,
}

impl Default for Controls {
    fn default() -> Self {
        Self { text: "aukus pillar two".to_owned(), on: true, value: 180.0, voice: Voice::Reported }
    }
}

fn sheet(ui: &mut Ui, theme: Theme, state: &mut Controls) {
    let tokens = tokens(theme);
    let surface = tokens.surface;
    ui.painter().rect_filled(Rect::from_min_size(Pos2::ZERO, SIZE), 0.0, surface.window);
    ui.add_space(tokens.measures.spacing.medium);
    ui.horizontal(|ui| {
        ui.add_space(tokens.measures.spacing.large);
        text(ui, TextRole::Title, tokens.text.strong, &format!("Detente, {theme}"));
    });
    ui.horizontal_top(|ui| {
        ui.add_space(tokens.measures.spacing.large);
        column(ui, |ui| {
            card(ui, tokens, "Type", |ui| type_scale(ui, tokens));
            card(ui, tokens, "Surfaces and text", |ui| surfaces(ui, tokens));
            card(ui, tokens, "Controls", |ui| controls(ui, tokens, state));
            card(ui, tokens, "Signs of the fonts", signs_of_the_fonts);
        });
        column(ui, |ui| {
            canvas(ui, tokens, "Nodes", 300.0, nodes);
            canvas(ui, tokens, "Relationships", 420.0, relationships);
            canvas(ui, tokens, "Emphasis", 170.0, emphasis);
        });
        column(ui, |ui| {
            canvas(ui, tokens, "Series, bands, terms", 330.0, series);
            card(ui, tokens, "Voices", |ui| voices(ui, tokens));
        });
    });
}

fn column(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.vertical(|ui| {
        ui.set_width(COLUMN);
        ui.spacing_mut().item_spacing.y = 8.0;
        add(ui);
    });
}

fn text(ui: &mut Ui, role: TextRole, colour: Color32, words: &str) {
    ui.label(RichText::new(words).text_style(role.style()).color(colour));
}

/// A panel with a heading.
fn card(ui: &mut Ui, tokens: &Tokens, heading: &str, add: impl FnOnce(&mut Ui)) {
    let frame = Frame::new()
        .fill(tokens.surface.panel)
        .inner_margin(Margin::same(12))
        .corner_radius(CornerRadius::same(tokens.measures.radius.medium));
    frame.show(ui, |ui| {
        ui.set_width(COLUMN - 24.0);
        text(ui, TextRole::Heading, tokens.text.strong, heading);
        ui.add_space(4.0);
        add(ui);
    });
}

/// A drawing area with a heading; `draw` gets its top left corner.
fn canvas(ui: &mut Ui, tokens: &Tokens, heading: &str, height: f32, draw: fn(&Ui, &Tokens, Pos2)) {
    let (rect, _) = ui.allocate_exact_size(vec2(COLUMN, height), egui::Sense::hover());
    ui.painter().rect_filled(rect, tokens.measures.radius.medium, tokens.surface.canvas);
    let at = rect.min + vec2(12.0, 12.0);
    ui.painter().text(at, Align2::LEFT_TOP, heading, TextRole::Heading.font(), tokens.text.strong);
    draw(ui, tokens, at + vec2(0.0, 28.0));
}

fn type_scale(ui: &mut Ui, tokens: &Tokens) {
    for (role, words) in [
        (TextRole::Title, "Who draws closer to whom"),
        (TextRole::Heading, "New Zealand and the Pacific"),
        (TextRole::Strong, "Te Whanganui-a-Tara, Aotearoa (semibold)"),
        (TextRole::Body, "Participation since late January 2024 (approximate)"),
        (TextRole::Italic, "[Untitled article on foreign policy], n.d."),
        (TextRole::Caption, "Caption: 12 excerpts · 3 voices · ¶ 14"),
        (TextRole::Code, "aukus-pillar-two  cameo:0312"),
    ] {
        text(ui, role, tokens.text.normal, words);
    }
    for row in ["+1.71   −10.00   2025-02", "−4.10   +11.11   2024-11"] {
        text(ui, TextRole::Tabular, tokens.text.normal, row);
    }
    let excerpt = "A gloss is one sentence in the coder's own words, set a little larger, with air \
                   between the lines, since it is read and not scanned.";
    let line = tokens.measures.text.excerpt.line;
    let role = TextRole::Excerpt.style();
    ui.label(RichText::new(excerpt).text_style(role).line_height(Some(line)).color(tokens.text.strong));
}

fn surfaces(ui: &mut Ui, tokens: &Tokens) {
    let s = &tokens.surface;
    let grounds = [
        ("window", s.window),
        ("panel", s.panel),
        ("card", s.card),
        ("raised", s.raised),
        ("canvas", s.canvas),
        ("strip", tokens.strip[0]),
        ("strip", tokens.strip[1]),
    ];
    for (name, fill) in grounds {
        Frame::new().fill(fill).inner_margin(Margin::symmetric(8, 3)).show(ui, |ui| {
            ui.set_width(COLUMN - 40.0);
            ui.horizontal(|ui| {
                text(ui, TextRole::Strong, tokens.text.strong, name);
                text(ui, TextRole::Body, tokens.text.normal, "normal");
                text(ui, TextRole::Body, tokens.text.weak, "weak");
                text(ui, TextRole::Body, tokens.text.link, "link");
                text(ui, TextRole::Body, tokens.status.warning, "⚠ warning");
                text(ui, TextRole::Body, tokens.status.error, "✗ error");
                text(ui, TextRole::Body, tokens.status.success, "✔ done");
            });
        });
    }
    for (fill, ink, words) in [
        (tokens.selection.fill, tokens.selection.text, "A selected row"),
        (tokens.passage, tokens.text.strong, "a passage's span in its paragraph"),
        (tokens.accent, tokens.text.on_accent, "On the accent"),
    ] {
        Frame::new().fill(fill).inner_margin(Margin::symmetric(8, 3)).show(ui, |ui| {
            ui.set_width(COLUMN - 40.0);
            text(ui, TextRole::Body, ink, words);
        });
    }
}

fn controls(ui: &mut Ui, tokens: &Tokens, state: &mut Controls) {
    ui.horizontal(|ui| {
        let _ = ui.button("Fit");
        let focused = ui.button("Focused");
        focused.request_focus();
        let _ = ui.add_enabled(false, egui::Button::new("Disabled"));
        let words = RichText::new("Primary").color(tokens.text.on_accent);
        let _ = ui.add(egui::Button::new(words).fill(tokens.accent));
        let _ = ui.add(egui::Button::new("☰").frame_when_inactive(false));
        ui.hyperlink_to("A source ↗", "https://example.org");
    });
    ui.horizontal(|ui| {
        ui.label("⌕");
        ui.add(egui::TextEdit::singleline(&mut state.text).desired_width(150.0));
        egui::ComboBox::from_id_salt("voice").selected_text("All voices").width(90.0).show_ui(ui, |_| {});
    });
    ui.horizontal(|ui| {
        for &voice in Voice::ALL {
            ui.selectable_value(&mut state.voice, voice, voice.word());
        }
    });
    ui.horizontal(|ui| {
        ui.checkbox(&mut state.on, "Reported");
        ui.checkbox(&mut !state.on, "Judgement");
        ui.radio_value(&mut state.on, true, "As of");
        ui.radio_value(&mut state.on, false, "Range");
    });
    ui.add(egui::Slider::new(&mut state.value, 1.0..=730.0).suffix(" days").text("Half-life"));
    ui.separator();
    ui.collapsing("Parameters", |_| {});
}

fn signs_of_the_fonts(ui: &mut Ui) {
    ui.label(fonts::SIGNS);
    ui.label("Ngā mihi · Łódź · Đurđić · Ειρήνη · Україна · Қазақстан · Việt Nam");
}

fn nodes(ui: &Ui, tokens: &Tokens, at: Pos2) {
    let painter = ui.painter();
    let width = tokens.measures.stroke.node;
    let names = ["New Zealand", "Luxon government", "W. Peters", "United Nations", "Houthis", "Gaza"];
    for (i, (&kind, name)) in ActorKind::ALL.iter().zip(names).enumerate() {
        let style = tokens.node(kind);
        let place = pos2(at.x + 85.0 + (i % 2) as f32 * 180.0, at.y + 24.0 + (i / 2) as f32 * 58.0);
        let stroke = Stroke::new(width, style.stroke);
        match kind {
            ActorKind::State => rect(ui, place, 2.0, style.fill, stroke),
            ActorKind::Government => rect(ui, place, 8.0, style.fill, stroke),
            ActorKind::Person => rect(ui, place, 17.0, style.fill, stroke),
            ActorKind::Organisation => polygon(ui, place, 12.0, style.fill, stroke),
            ActorKind::ArmedGroup | ActorKind::Unspecified => polygon(ui, place, 34.0, style.fill, stroke),
            ActorKind::Territory => {
                rect(ui, place, 2.0, style.fill, Stroke::NONE);
                let r = Rect::from_center_size(place, vec2(136.0, 34.0));
                let corners = [r.left_top(), r.right_top(), r.right_bottom(), r.left_bottom(), r.left_top()];
                painter.extend(Shape::dashed_line(&corners, stroke, 4.0, 3.0));
            }
        }
        let font = if kind == ActorKind::State { TextRole::Strong.font() } else { TextRole::Body.font() };
        painter.text(place, Align2::CENTER_CENTER, name, font, style.label);
        let below = place + vec2(0.0, 20.0);
        let caption = TextRole::Caption.font();
        painter.text(below, Align2::CENTER_TOP, kind.word(), caption, tokens.text.weak);
    }
    for (i, &kind) in InstrumentKind::ALL.iter().enumerate() {
        let style = tokens.instrument(kind);
        let place = pos2(at.x + 58.0 + (i % 3) as f32 * 121.0, at.y + 200.0 + (i / 3) as f32 * 36.0);
        let bounds = Rect::from_center_size(place, vec2(112.0, 26.0));
        let stroke = Stroke::new(width, style.stroke);
        let corners = vec![
            bounds.left_top() + vec2(8.0, 0.0),
            bounds.right_top(),
            bounds.right_bottom() - vec2(8.0, 0.0),
            bounds.left_bottom(),
        ];
        painter.add(Shape::convex_polygon(corners, style.fill, stroke));
        painter.text(place, Align2::CENTER_CENTER, kind.word(), TextRole::Body.font(), style.label);
    }
}

fn rect(ui: &Ui, centre: Pos2, radius: f32, fill: Color32, stroke: Stroke) {
    let bounds = Rect::from_center_size(centre, vec2(136.0, 34.0));
    ui.painter().rect(bounds, radius, fill, stroke, StrokeKind::Middle);
}

/// A hexagon whose points reach `point` into the width.
fn polygon(ui: &Ui, centre: Pos2, point: f32, fill: Color32, stroke: Stroke) {
    let r = Rect::from_center_size(centre, vec2(144.0, 34.0));
    let corners = vec![
        pos2(r.left() + point, r.top()),
        pos2(r.right() - point, r.top()),
        r.right_center(),
        pos2(r.right() - point, r.bottom()),
        pos2(r.left() + point, r.bottom()),
        r.left_center(),
    ];
    ui.painter().add(Shape::convex_polygon(corners, fill, stroke));
}

fn relationships(ui: &Ui, tokens: &Tokens, at: Pos2) {
    let painter = ui.painter();
    let mut y = at.y + 4.0;
    for &sign in Sign::ALL {
        let title = TextRole::Strong.font();
        painter.text(pos2(at.x, y), Align2::LEFT_CENTER, sign.word(), title, tokens.text.strong);
        painter.extend(tokens.sign(sign).shapes(&[pos2(at.x + 130.0, y), pos2(at.x + 350.0, y)]));
        y += 19.0;
        for &kind in RelationshipKind::ALL.iter().filter(|kind| kind.sign() == sign) {
            let line = tokens.line(kind);
            let font = TextRole::Body.font();
            painter.text(pos2(at.x, y), Align2::LEFT_CENTER, kind.word(), font, tokens.text.normal);
            painter.extend(line.shapes(&curve(pos2(at.x + 130.0, y + 4.0), 210.0)));
            let tip = pos2(at.x + 348.0, y + 4.0);
            let length = tokens.measures.stroke.arrow;
            let head = vec![tip, tip + vec2(-length, -0.4 * length), tip + vec2(-length, 0.4 * length)];
            painter.add(Shape::convex_polygon(head, line.colour, Stroke::NONE));
            y += 17.5;
        }
        y += 4.0;
    }
}

/// A shallow arc that starts at `from` and is `width` points wide.
fn curve(from: Pos2, width: f32) -> Vec<Pos2> {
    (0..=40)
        .map(|i| {
            let t = i as f32 / 40.0;
            from + vec2(t * width, -8.0 * (t * std::f32::consts::PI).sin())
        })
        .collect()
}

fn emphasis(ui: &Ui, tokens: &Tokens, at: Pos2) {
    let scale = &tokens.measures.emphasis;
    let rows = [
        ("faded", scale.faded, false),
        ("plain", scale.plain, false),
        ("related", scale.related, false),
        ("selected", scale.selected, true),
    ];
    for (i, (name, level, selected)) in rows.into_iter().enumerate() {
        let y = at.y + 10.0 + i as f32 * 31.0;
        emphasised(ui, tokens, pos2(at.x, y), name, level, selected);
    }
}

fn emphasised(ui: &Ui, tokens: &Tokens, at: Pos2, name: &str, level: EmphasisStyle, selected: bool) {
    let painter = ui.painter();
    let node = tokens.node(ActorKind::Government);
    let line = tokens.line(RelationshipKind::Cooperation);
    let bounds = Rect::from_min_size(at + vec2(0.0, -11.0), vec2(110.0, 22.0));
    let (from, to) = (at + vec2(118.0, 0.0), at + vec2(340.0, 0.0));
    if selected {
        let reach = tokens.measures.stroke.halo;
        painter.rect_filled(bounds.expand(0.5 * reach + 1.0), 10.0, tokens.selection.halo);
        let width = line.width * level.stroke + reach;
        painter.line_segment([from, to], Stroke::new(width, tokens.selection.halo));
    }
    let outline = Stroke::new(tokens.measures.stroke.node * level.stroke, level.tint(node.stroke));
    painter.rect(bounds, 8.0, level.tint(node.fill), outline, StrokeKind::Middle);
    let ink = level.tint_text(node.label);
    painter.text(bounds.center(), Align2::CENTER_CENTER, name, TextRole::Body.font(), ink);
    painter.line_segment([from, to], Stroke::new(line.width * level.stroke, level.tint(line.colour)));
}

fn series(ui: &Ui, tokens: &Tokens, at: Pos2) {
    let painter = ui.painter();
    let plot = Rect::from_min_size(at, vec2(356.0, 270.0));
    for (i, name) in ["Key", "Ardern", "Hipkins", "Luxon"].into_iter().enumerate() {
        let term = Rect::from_min_size(plot.min + vec2(i as f32 * 89.0, 0.0), vec2(89.0, 18.0));
        painter.rect_filled(term, 0.0, tokens.strip[i % 2]);
        let caption = TextRole::Caption.font();
        painter.text(
            term.left_center() + vec2(4.0, 0.0),
            Align2::LEFT_CENTER,
            name,
            caption,
            tokens.text.normal,
        );
    }
    for i in 1..6 {
        let y = plot.top() + 18.0 + i as f32 * 42.0;
        let colour = if i == 3 { tokens.axis } else { tokens.grid };
        painter.hline(plot.x_range(), y, Stroke::new(tokens.measures.stroke.hairline, colour));
    }
    for i in 0..Tokens::SERIES {
        let value = |t: f32| {
            let phase = i as f32 * 1.1;
            plot.top() + 52.0 + i as f32 * 34.0 + 22.0 * (t * 5.0 + phase).sin()
        };
        let points: Vec<_> = (0..=60)
            .map(|j| {
                let t = j as f32 / 60.0;
                pos2(plot.left() + t * 300.0, value(t))
            })
            .collect();
        for pair in points.windows(2) {
            let band = Rect::from_min_max(pair[0] - vec2(0.0, 11.0), pos2(pair[1].x, pair[0].y + 11.0));
            painter.rect_filled(band, 0.0, tokens.band(i));
        }
        let end = points[points.len() - 1];
        painter.line(points, Stroke::new(tokens.measures.stroke.series, tokens.series(i)));
        painter.circle_filled(end, 3.0, tokens.series(i));
        let font = TextRole::Strong.font();
        painter.text(
            end + vec2(8.0, 0.0),
            Align2::LEFT_CENTER,
            format!("pole {}", i + 1),
            font,
            tokens.text.normal,
        );
    }
}

fn voices(ui: &mut Ui, tokens: &Tokens) {
    let gloss = "Officials describe the partnership as a step towards working with like-minded navies.";
    for &voice in Voice::ALL {
        let style = tokens.voice(voice);
        let frame = Frame::new()
            .fill(tokens.surface.card)
            .corner_radius(CornerRadius::same(tokens.measures.radius.medium))
            .inner_margin(Margin { left: 16, right: 12, top: 8, bottom: 10 });
        let bounds = frame
            .show(ui, |ui| {
                ui.set_width(COLUMN - 52.0);
                ui.horizontal(|ui| {
                    text(ui, TextRole::Body, style.colour, &style.glyph.to_string());
                    text(ui, TextRole::Strong, style.colour, voice.word());
                    text(ui, TextRole::Caption, tokens.text.weak, "¶ 14 · 2025-02");
                });
                let (role, line) = (TextRole::Excerpt.style(), tokens.measures.text.excerpt.line);
                ui.label(
                    RichText::new(gloss).text_style(role).line_height(Some(line)).color(tokens.text.strong),
                );
            })
            .response
            .rect
            .shrink2(vec2(0.0, 8.0));
        let x = bounds.left() + 6.0;
        ui.painter().extend(style.line.shapes(&[pos2(x, bounds.top()), pos2(x, bounds.bottom())]));
    }
}
