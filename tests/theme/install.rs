//! Promise: once a theme is installed the window looks like it, whatever the desktop prefers, and no
//! interaction moves anything.

use detente::theme::{TextRole, Theme, install, tokens};
use egui_kittest::{Harness, kittest::Queryable as _};

/// Runs one frame that is not drawn.
fn frame(ctx: &egui::Context, input: egui::RawInput, ui: impl FnMut(&mut egui::Ui)) {
    ctx.run_ui(input, ui).textures_delta.clear();
}

#[test]
fn the_chosen_theme_wins_over_the_desktops() {
    for &theme in Theme::ALL {
        for system in [None, Some(egui::Theme::Light), Some(egui::Theme::Dark)] {
            let ctx = egui::Context::default();
            install(&ctx, theme);
            let input = egui::RawInput { system_theme: system, ..Default::default() };
            let mut fill = None;
            frame(&ctx, input, |ui| fill = Some(ui.visuals().panel_fill));
            assert_eq!(fill, Some(tokens(theme).surface.panel), "{theme} under {system:?}");
        }
    }
}

#[test]
fn a_theme_can_be_changed_while_running() {
    let ctx = egui::Context::default();
    for theme in [Theme::Light, Theme::Dark, Theme::Light] {
        install(&ctx, theme);
        let mut seen = None;
        frame(&ctx, egui::RawInput::default(), |ui| {
            seen = Some((ui.visuals().panel_fill, ui.visuals().dark_mode));
        });
        assert_eq!(seen, Some((tokens(theme).surface.panel, theme == Theme::Dark)));
    }
}

#[test]
fn the_desktops_preference_can_be_asked_for() {
    let ctx = egui::Context::default();
    assert_eq!(Theme::of_desktop(&ctx), None);
    let input = egui::RawInput { system_theme: Some(egui::Theme::Dark), ..Default::default() };
    frame(&ctx, input, |_| {});
    assert_eq!(Theme::of_desktop(&ctx), Some(Theme::Dark));
}

#[test]
fn every_text_role_is_an_installed_text_style() {
    let ctx = egui::Context::default();
    install(&ctx, Theme::Light);
    let styles = ctx.global_style().text_styles.clone();
    for &role in TextRole::ALL {
        assert_eq!(styles.get(&role.style()), Some(&role.font()), "{role:?}");
    }
}

#[test]
fn neither_hover_nor_focus_nor_press_moves_anything() {
    let mut text = String::from("aukus-pillar-two");
    let (mut on, mut value) = (true, 0.5);
    // The first frame already needs the fonts.
    let builder = Harness::builder().with_context_setup(|ctx| install(ctx, Theme::Light));
    let mut harness = builder.build_ui(move |ui| {
        let _ = ui.button("Open");
        ui.checkbox(&mut on, "Judgement");
        ui.add(egui::Slider::new(&mut value, 0.0..=1.0).text("Prior"));
        let name = ui.label("Id");
        ui.text_edit_singleline(&mut text).labelled_by(name.id);
        let _ = ui.selectable_label(on, "New Zealand");
        ui.label("The end");
    });
    harness.run();
    let end = |harness: &Harness<'_>| harness.get_by_label("The end").rect();
    let still = end(&harness);

    for label in ["Open", "Judgement", "New Zealand"] {
        harness.get_by_label(label).hover();
        harness.run();
        assert_eq!(end(&harness), still, "hovering {label} moves what follows");
        harness.get_by_label(label).focus();
        harness.run();
        assert!(harness.get_by_label(label).is_focused(), "{label} takes the focus");
        assert_eq!(end(&harness), still, "focusing {label} moves what follows");
    }
    harness.get_by_role(egui::accesskit::Role::TextInput).focus();
    // A fixed number of frames: the cursor blinks for ever.
    harness.run_steps(4);
    assert_eq!(end(&harness), still, "focusing the text field moves what follows");
}

#[test]
fn themes_are_read_by_their_word() {
    for &theme in Theme::ALL {
        assert_eq!(theme.word().parse(), Ok(theme));
    }
    let error = "sepia".parse::<Theme>().expect_err("sepia is no theme");
    assert!(error.contains("light, dark, print"), "{error}");
}
