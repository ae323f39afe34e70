//! A theme as egui's fonts, style and visuals.

use egui::style::{ScrollStyle, Selection, TextCursorStyle, WidgetVisuals, Widgets};
use egui::{Color32, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, Visuals};
use egui::{Context, vec2};

use super::{Theme, Tokens, fonts, tokens};

/// What a text is for; stands for a font with its size. All are installed as egui text styles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextRole {
    /// The title of the dataset or of a figure.
    Title,
    /// A heading.
    Heading,
    /// Widgets and short text.
    Body,
    /// Body text that names or weighs: semibold.
    Strong,
    /// Body text in italics: titles of works, notes.
    Italic,
    /// Body text whose digits stand in columns.
    Tabular,
    /// Text that is read at length: glosses and passages.
    Excerpt,
    /// A caption, a tick, a label on a line.
    Caption,
    /// An id or a code.
    Code,
}

impl TextRole {
    /// Every role.
    pub const ALL: &'static [Self] = &[
        Self::Title,
        Self::Heading,
        Self::Body,
        Self::Strong,
        Self::Italic,
        Self::Tabular,
        Self::Excerpt,
        Self::Caption,
        Self::Code,
    ];

    /// The egui text style.
    pub fn style(self) -> TextStyle {
        match self {
            Self::Title => TextStyle::Name("title".into()),
            Self::Heading => TextStyle::Heading,
            Self::Body => TextStyle::Body,
            Self::Strong => TextStyle::Name("semibold".into()),
            Self::Italic => TextStyle::Name("italic".into()),
            Self::Tabular => TextStyle::Name("tabular".into()),
            Self::Excerpt => TextStyle::Name("excerpt".into()),
            Self::Caption => TextStyle::Small,
            Self::Code => TextStyle::Monospace,
        }
    }

    /// The font, for text that a painter draws.
    pub fn font(self) -> FontId {
        let text = &super::measures::measures().text;
        match self {
            Self::Title => FontId::new(text.title.size, fonts::semibold()),
            Self::Heading => FontId::new(text.heading.size, fonts::semibold()),
            Self::Body => FontId::new(text.body.size, FontFamily::Proportional),
            Self::Strong => FontId::new(text.body.size, fonts::semibold()),
            Self::Italic => FontId::new(text.body.size, fonts::italic()),
            Self::Tabular => FontId::new(text.body.size, fonts::tabular()),
            Self::Excerpt => FontId::new(text.excerpt.size, FontFamily::Proportional),
            Self::Caption => FontId::new(text.caption.size, FontFamily::Proportional),
            // DejaVu Sans Mono is wider and taller than Inter at the same size.
            Self::Code => FontId::new(text.body.size - 1.0, FontFamily::Monospace),
        }
    }
}

impl From<TextRole> for TextStyle {
    fn from(role: TextRole) -> Self {
        role.style()
    }
}

/// Makes `ctx` look like `theme`, from the next frame on: fonts, text styles, spacing, colours.
///
/// The desktop's own light or dark preference no longer has a say; ask for it with
/// [`Theme::of_desktop`].
pub fn install(ctx: &Context, theme: Theme) {
    ctx.set_fonts(fonts::definitions());
    let tokens = tokens(theme);
    let style = std::sync::Arc::new(style(tokens));
    // Both of egui's slots, so that no switch of the desktop's can bring back egui's own look.
    ctx.set_style_of(egui::Theme::Light, std::sync::Arc::clone(&style));
    ctx.set_style_of(egui::Theme::Dark, style);
    ctx.set_theme(egui::Theme::from_dark_mode(tokens.dark));
}

fn style(tokens: &Tokens) -> Style {
    let mut style = Style {
        visuals: visuals(tokens),
        text_styles: TextRole::ALL.iter().map(|role| (role.style(), role.font())).collect(),
        drag_value_text_style: TextRole::Tabular.style(),
        animation_time: 0.1,
        ..Style::default()
    };
    style.text_styles.insert(TextStyle::Button, TextRole::Body.font());

    let space = &tokens.measures.spacing;
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(space.small, space.tight);
    spacing.button_padding = vec2(space.small, space.tight);
    spacing.window_margin = margin(space.medium);
    spacing.menu_margin = margin(space.tight);
    spacing.menu_spacing = space.hair;
    spacing.indent = space.large;
    spacing.interact_size = vec2(space.huge, space.huge);
    spacing.icon_width = 15.0;
    spacing.icon_width_inner = 9.0;
    spacing.icon_spacing = 6.0;
    spacing.slider_width = 140.0;
    spacing.slider_rail_height = 4.0;
    spacing.text_edit_width = 240.0;
    spacing.tooltip_width = 360.0;
    // Thin bars that keep their room and grow under the pointer: visible, and nothing moves.
    spacing.scroll = ScrollStyle { floating_width: 4.0, ..ScrollStyle::thin() };

    style.interaction.tooltip_delay = 0.35;
    style
}

fn visuals(tokens: &Tokens) -> Visuals {
    let base = if tokens.dark { Visuals::dark() } else { Visuals::light() };
    let Tokens { surface, text, control, selection, status, .. } = tokens;
    let radius = &tokens.measures.radius;
    let hairline = |colour| Stroke::new(tokens.measures.stroke.hairline, colour);
    let shadow = |y, blur| Shadow { offset: [0, y], blur, spread: 0, color: tokens.shadow };
    Visuals {
        dark_mode: tokens.dark,
        override_text_color: None,
        weak_text_color: Some(text.weak),
        widgets: widgets(tokens),
        selection: Selection { bg_fill: selection.fill, stroke: hairline(selection.text) },
        hyperlink_color: text.link,
        faint_bg_color: tokens.strip[0],
        extreme_bg_color: control.field,
        text_edit_bg_color: Some(control.field),
        code_bg_color: tokens.strip[0],
        warn_fg_color: status.warning,
        error_fg_color: status.error,
        window_corner_radius: CornerRadius::same(radius.large),
        window_shadow: shadow(6, 20),
        window_fill: surface.raised,
        window_stroke: hairline(tokens.separator),
        window_highlight_topmost: false,
        menu_corner_radius: CornerRadius::same(radius.large),
        panel_fill: surface.panel,
        popup_shadow: shadow(3, 10),
        text_cursor: TextCursorStyle { stroke: Stroke::new(1.5, tokens.focus), ..base.text_cursor.clone() },
        button_frame: true,
        collapsing_header_frame: false,
        indent_has_left_vline: false,
        striped: false,
        slider_trailing_fill: false,
        handle_shape: egui::style::HandleShape::Circle,
        ..base
    }
}

/// The states of a widget differ in ground and outline alone, never in size.
fn widgets(tokens: &Tokens) -> Widgets {
    let Tokens { surface, text, control, .. } = tokens;
    let stroke = &tokens.measures.stroke;
    let state = |fill: Color32, outline: Stroke, ink: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: outline,
        corner_radius: CornerRadius::same(tokens.measures.radius.medium),
        fg_stroke: Stroke::new(1.5, ink),
        expansion: 0.0,
    };
    let outline = Stroke::new(stroke.hairline, control.border);
    Widgets {
        noninteractive: state(surface.panel, Stroke::new(stroke.hairline, tokens.separator), text.normal),
        // The ground of boxes, rails and scroll handles is a little stronger than that of buttons.
        inactive: WidgetVisuals { bg_fill: control.track, ..state(control.rest, outline, text.normal) },
        hovered: state(control.hover, outline, text.strong),
        // egui draws what has the keyboard focus as active: this outline is the focus ring.
        active: state(control.press, Stroke::new(stroke.focus, tokens.focus), text.strong),
        open: state(control.press, outline, text.strong),
    }
}

/// A margin on all sides of a length from the spacing scale.
fn margin(length: f32) -> Margin {
    Margin::from(vec2(length, length))
}
