//! Flows: what the window shows leaves as a figure, by a dialog with a preview, and by the clipboard.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::app::{
    self, click, click_button, command, invented, open_dataset, preferences, press, says, wait,
};
use detente::analysis::network::Window as TimeWindow;
use detente::dataset::{Item, NodeId};
use detente::desktop::App;
use detente::desktop::export::choices::{FigureChoices, Paper};
use detente::desktop::preferences::Preferences;
use detente::figure::{self, Format, Panel, Request, Theme, recipe};
use detente::session::{Action, Camera, Command};
use egui::accesskit::Role;
use egui::{ColorImage, Key, Modifiers, OutputCommand, PointerButton, Pos2, Rect};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

type Window = Harness<'static, App>;

/// What tells that the dialog is open.
const DIALOG: &str = "Figure of";

/// The window with the small invented dataset, and figures going to a folder.
fn window(folder: &Path) -> Window {
    window_with(FigureChoices { folder: folder.to_owned(), ..FigureChoices::default() })
}

fn window_with(figure: FigureChoices) -> Window {
    let preferences = Preferences { outline: false, figure, ..preferences() };
    open_dataset(app::read(&invented()), preferences, [1280.0, 800.0])
}

fn open_dialog(harness: &mut Window) {
    press(harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    assert!(says(harness, DIALOG));
}

/// Waits until the newest wish is drawn, or refused.
fn wait_for_preview(harness: &mut Window) {
    harness.run_steps(3);
    let settled =
        |harness: &Window| harness.state().export().dialog().is_some_and(|d| d.preview().is_settled());
    wait(harness, "the preview is there", settled);
}

/// What the command's field holds.
fn shown_command(harness: &Window) -> String {
    let node = harness.get_by_role_and_label(Role::TextInput, "Command");
    node.accesskit_node().value().unwrap_or_default()
}

/// Writes something else into a field.
fn rewrite(harness: &mut Window, field: &str, text: &str) {
    let place = harness.get_all_by_label(field).map(|node| node.rect()).next_back();
    click(harness, place.unwrap_or_else(|| panic!("no field {field}")).center(), Modifiers::NONE);
    press(harness, Modifiers::COMMAND, Key::A);
    app::write(harness, text);
}

fn right_click(harness: &mut Window, at: Pos2) {
    harness.hover_at(at);
    harness.step();
    for pressed in [true, false] {
        let (button, modifiers) = (PointerButton::Secondary, Modifiers::NONE);
        harness.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers });
        harness.step();
    }
    harness.run_steps(4);
}

/// The picture that the window puts on the clipboard, once it is drawn.
fn copied(harness: &mut Window) -> ColorImage {
    let began = Instant::now();
    loop {
        harness.step();
        let commands = &harness.output().platform_output.commands;
        let image = commands.iter().find_map(|command| match command {
            OutputCommand::CopyImage(image) => Some(image.clone()),
            OutputCommand::CopyText(_)
            | OutputCommand::OpenUrl(_)
            | OutputCommand::TextSelectionSettled(_) => None,
        });
        if let Some(image) = image {
            harness.run_steps(3);
            return image;
        }
        std::thread::sleep(Duration::from_millis(5));
        assert!(began.elapsed() < Duration::from_secs(120), "nothing is copied");
    }
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"))
}

fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_file_menu_opens_the_dialog_and_escape_closes_it() {
    let folder = folder();
    let mut harness = window(folder.path());
    click_button(&mut harness, "File");
    let entry = harness.get_by_label_contains(Action::SaveFigure.description().name).rect();
    click(&mut harness, entry.center(), Modifiers::NONE);
    assert!(says(&harness, DIALOG));
    wait_for_preview(&mut harness);
    let dialog = harness.state().export().dialog();
    assert!(dialog.is_some_and(|dialog| dialog.preview().shows_picture()));
    assert!(harness.query_by_role_and_label(Role::Image, "Preview of the figure").is_some());
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!says(&harness, DIALOG));
    assert_eq!(std::fs::read_dir(folder.path()).map(Iterator::count).ok(), Some(0), "nothing is saved");
}

#[test]
fn every_panels_own_menu_offers_its_figure() {
    let folder = folder();
    let mut harness = window(folder.path());
    let timeline = harness.get_all_by_label("Alignment of").next().map(|node| node.rect());
    let timeline = timeline.unwrap_or_else(|| panic!("no timeline"));
    let ground = app::place(&harness, "herring-pact") + egui::vec2(60.0, 60.0);
    let card = harness
        .get_all_by_label_contains("herring")
        .map(|node| node.rect())
        .find(|rect| rect.left() > 960.0 && rect.top() > 400.0);
    for (at, panel, name) in [
        (ground, Panel::Diagram, "diagram.svg"),
        (timeline.center() + egui::vec2(0.0, 120.0), Panel::Timeline, "timeline.svg"),
        (timeline.center(), Panel::Timeline, "timeline.svg"),
    ] {
        right_click(&mut harness, at);
        click_button(&mut harness, "Save figure…");
        let command = shown_command(&harness);
        assert!(command.contains(&format!("--out {name}")), "{panel:?}: {command}");
        wait_for_preview(&mut harness);
        press(&mut harness, Modifiers::NONE, Key::Escape);
        // The panel that was in use is meant by the menu bar and the shortcut, too.
        open_dialog(&mut harness);
        assert_eq!(shown_command(&harness), command);
        press(&mut harness, Modifiers::NONE, Key::Escape);
    }
    let card = card.unwrap_or_else(|| panic!("no excerpt"));
    right_click(&mut harness, card.center());
    assert!(says(&harness, "Save figure…") && says(&harness, "Copy figure"), "an excerpt has the menu, too");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!says(&harness, "Save figure…"));
}

#[test]
fn the_dialog_shows_the_command_and_saves_what_it_makes() {
    let folder = folder();
    let mut harness = window(folder.path());
    let iceland = app::item(&harness, "ISL");
    command(&mut harness, Command::SelectAll(vec![iceland]));
    let (from, to) = (app::place(&harness, "ISL"), app::place(&harness, "ISL") + egui::vec2(30.0, -20.0));
    app::drag(&mut harness, from, to);
    open_dialog(&mut harness);
    rewrite(&mut harness, "Title", "Boats “in” the strait");
    rewrite(&mut harness, "Caption", "Drawn by hand");
    for name in ["Dark", "Legend", "Transparent ground"] {
        let place = harness.get_all_by_label(name).next_back().map(|node| node.rect());
        click(&mut harness, place.unwrap_or_else(|| panic!("no {name}")).center(), Modifiers::NONE);
    }
    click_button(&mut harness, "PNG");
    wait_for_preview(&mut harness);

    let pinned = harness.state().diagram().pinned().clone();
    let node = match iceland {
        Item::Node(node) => node,
        other => panic!("{other:?}"),
    };
    assert_eq!(pinned.keys().copied().collect::<Vec<NodeId>>(), [node], "the node was dragged");
    let request = Request {
        theme: Theme::Dark,
        title: Some("Boats “in” the strait".to_owned()),
        caption: Some("Drawn by hand".to_owned()),
        legend: false,
        transparent: true,
        pinned,
        ..Request::new(Panel::Diagram)
    };
    let session = harness.state().session();
    let expected = recipe::line(&recipe::command(session, &request, Format::Png));
    assert_eq!(shown_command(&harness), expected);
    let figure = figure::figure(session, &request, Format::Png).unwrap_or_else(|why| panic!("{why}"));

    rewrite(&mut harness, "File", "boats.png");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    let path = folder.path().join("boats.png");
    wait(&mut harness, "the dialog is closed", |harness| !says(harness, DIALOG));
    assert!(bytes(&path) == figure, "the file is the figure");
    assert!(says(&harness, &format!("Figure saved: {}", path.display())));

    // The next figure may be the same, in another format: nothing has to be said again.
    open_dialog(&mut harness);
    wait_for_preview(&mut harness);
    assert_eq!(shown_command(&harness), expected);
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_the_person_says_so() {
    let folder = folder();
    let path = folder.path().join("diagram.svg");
    std::fs::write(&path, "mine").unwrap_or_else(|error| panic!("{error}"));
    let mut harness = window(folder.path());
    open_dialog(&mut harness);
    wait_for_preview(&mut harness);
    click_button(&mut harness, "Save figure");
    assert!(says(&harness, "diagram.svg is already there."));
    click_button(&mut harness, "Keep it");
    assert!(!says(&harness, "is already there.") && says(&harness, DIALOG));

    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(says(&harness, "diagram.svg is already there."));
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(!says(&harness, "is already there.") && says(&harness, DIALOG), "Enter twice keeps it");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!says(&harness, "is already there.") && says(&harness, DIALOG), "Escape keeps it");
    assert_eq!(bytes(&path), b"mine");

    click_button(&mut harness, "Save figure");
    click_button(&mut harness, "Replace it");
    wait(&mut harness, "the dialog is closed", |harness| !says(harness, DIALOG));
    assert!(bytes(&path).starts_with(b"<?xml"));
}

#[test]
fn a_figure_that_is_being_saved_when_the_window_closes_is_saved() {
    let folder = folder();
    let mut harness = window(folder.path());
    open_dialog(&mut harness);
    wait_for_preview(&mut harness);
    click_button(&mut harness, "Save figure");
    drop(harness);
    assert!(bytes(&folder.path().join("diagram.svg")).starts_with(b"<?xml"));
}

#[test]
fn a_dragged_node_stands_in_the_figure_as_on_the_screen_and_moves_no_other() {
    let mut harness = window_with(FigureChoices::default());
    let places = |harness: &mut Window| -> Vec<(String, Pos2)> {
        let mut positions = harness.state().positions();
        positions.sort_by(|a, b| a.key.cmp(&b.key));
        positions.iter().map(|at| (at.key.clone(), app::place(harness, &at.key))).collect()
    };
    let before = places(&mut harness);
    let at = app::place(&harness, "ISL");
    let inward = at.lerp(app::place(&harness, "herring-pact"), 0.25);
    app::drag(&mut harness, at, inward);
    let after = places(&mut harness);
    let pinned = harness.state().diagram().pinned().clone();
    let figure = |pinned: &std::collections::BTreeMap<NodeId, Pos2>| {
        let request = Request { pinned: pinned.clone(), legend: false, ..Request::new(Panel::Diagram) };
        let figure = figure::figure(harness.state().session(), &request, Format::Svg);
        let svg = String::from_utf8(figure.unwrap_or_else(|why| panic!("{why}"))).unwrap_or_default();
        svg.lines().filter(|line| line.contains("<text")).map(str::to_owned).collect::<Vec<_>>()
    };
    // Whoever did not move on the screen did not in the figure: the words stand where they stood.
    let (free, held) = (figure(&std::collections::BTreeMap::new()), figure(&pinned));
    let moved_on_screen = before.iter().zip(&after).filter(|(a, b)| a.1 != b.1).count();
    let moved_in_figure = free.iter().filter(|line| !held.contains(line)).count();
    assert!(moved_on_screen > 0 && moved_in_figure > 0, "{moved_on_screen} and {moved_in_figure}");
    assert!(moved_in_figure < free.len() / 2, "{moved_in_figure} of {} words moved", free.len());
}

#[test]
fn what_cannot_be_made_or_written_is_said_in_place() {
    let folder = folder();
    let narrow =
        FigureChoices { paper: Paper::Millimetres, millimetres: [40.0, 40.0], ..FigureChoices::default() };
    let mut harness = window_with(FigureChoices { folder: folder.path().to_owned(), ..narrow });
    open_dialog(&mut harness);
    wait_for_preview(&mut harness);
    assert!(says(&harness, "The page is too small"));
    let save = harness.get_by_role_and_label(Role::Button, "Save figure");
    assert!(save.accesskit_node().is_disabled(), "there is nothing to save");

    press(&mut harness, Modifiers::NONE, Key::Escape);
    let mut harness = window(folder.path());
    open_dialog(&mut harness);
    wait_for_preview(&mut harness);
    rewrite(&mut harness, "in", &folder.path().join("nowhere").display().to_string());
    click_button(&mut harness, "Save figure");
    wait(&mut harness, "the failure is said", |harness| {
        says(harness, "cannot be written: there is no such folder")
    });
    assert!(says(&harness, DIALOG), "it can be mended");
}

#[test]
fn what_is_behind_a_transparent_figure_shows_through_its_picture_too() {
    let harness = window_with(FigureChoices::default());
    let request = Request { transparent: true, ..Request::new(Panel::Diagram) };
    let pixels = figure::pixels(harness.state().session(), &request).unwrap_or_else(|why| panic!("{why}"));
    // Near the left edge of the picture, where no node stands.
    let at = 4 * ((pixels.height / 2) * pixels.width + pixels.width / 30) as usize;
    assert_eq!(pixels.rgba[at + 3], 0, "its opacity");
}

#[test]
fn too_many_pixels_are_said_in_place() {
    let huge = FigureChoices { paper: Paper::Pixels, pixels: [20_000, 20_000], ..FigureChoices::default() };
    let mut harness = window_with(huge);
    open_dialog(&mut harness);
    harness.run_steps(3);
    assert!(says(&harness, "pixels are too many; ask for a smaller size"));
    assert_eq!(shown_command(&harness), "");
}

#[test]
fn a_figure_is_copied_as_it_was_wanted_last_in_the_panels_own_size() {
    let slide =
        FigureChoices { paper: Paper::Slide, theme: Theme::Dark, dpi: 96, ..FigureChoices::default() };
    let mut harness = window_with(slide);
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    let image = copied(&mut harness);
    let page = figure::Page::new(figure::Size::of(Panel::Diagram), 96).unwrap_or_else(|why| panic!("{why}"));
    let request = Request { theme: Theme::Dark, page, ..Request::new(Panel::Diagram) };
    let expected = figure::pixels(harness.state().session(), &request).unwrap_or_else(|why| panic!("{why}"));
    assert_eq!(image.size, [expected.width as usize, expected.height as usize]);
    let expected = ColorImage::from_rgba_unmultiplied(image.size, &expected.rgba);
    assert!(image.pixels == expected.pixels, "the picture on the clipboard is the figure");
    assert!(says(&harness, "Figure copied."));

    open_dialog(&mut harness);
    wait_for_preview(&mut harness);
    click_button(&mut harness, "Copy figure");
    let image = copied(&mut harness);
    let wide = image.size[0] as f32 / image.size[1] as f32;
    assert!((wide - 16.0 / 9.0).abs() < 0.01, "in the dialog, the figure that is shown: {:?}", image.size);
    assert!(says(&harness, "Copied."));
}

#[test]
fn a_figure_shows_what_is_shown_but_not_what_the_pointer_is_over() {
    let mut harness = window_with(FigureChoices::default());
    command(&mut harness, Command::StepDate(1));
    assert_ne!(*harness.state().session().window(), TimeWindow::Always);
    let at = app::place(&harness, "NOR");
    harness.hover_at(at);
    harness.run_steps(4);
    assert!(harness.state().session().hovered().is_some());
    open_dialog(&mut harness);
    let dialog = harness.state().export().dialog().map(|dialog| dialog.session());
    let session = dialog.unwrap_or_else(|| panic!("the dialog is open"));
    assert_eq!(session.hovered(), None);
    assert_eq!(session.window(), harness.state().session().window());
    press(&mut harness, Modifiers::NONE, Key::Escape);
    command(&mut harness, Command::MoveCamera(Camera::Unpin));
    assert!(harness.state().diagram().pinned().is_empty());
}

#[test]
fn the_dialog_fits_a_small_window_and_every_control_has_a_name() {
    for size in [[1280.0, 800.0], [900.0, 600.0], [640.0, 400.0]] {
        let mut harness = open_dataset(app::read(&invented()), preferences(), size);
        open_dialog(&mut harness);
        wait_for_preview(&mut harness);
        harness.check_accessibility();
        let window = Rect::from_min_size(Pos2::ZERO, size.into());
        for name in ["Save figure", "Copy figure", "Cancel", "Browse…"] {
            let rect = harness.get_by_role_and_label(Role::Button, name).rect();
            assert!(window.contains_rect(rect), "{size:?}: {name} at {rect:?}");
        }
        let picture = harness.get_by_role_and_label(Role::Image, "Preview of the figure").rect();
        assert!(window.contains_rect(picture) && picture.width() > 100.0, "{size:?}: {picture:?}");
    }
}

#[test]
fn choices_are_kept_and_old_preferences_are_still_read() -> std::io::Result<()> {
    let folder = folder();
    let path: PathBuf = folder.path().join("preferences.json");
    let figure =
        FigureChoices { ending: "png".to_owned(), theme: Theme::Light, dpi: 150, ..FigureChoices::default() };
    let before = Preferences { figure, ..Preferences::default() };
    before.save(&path)?;
    assert_eq!(Preferences::load(&path), (before, None));
    std::fs::write(&path, br#"{"theme": "dark", "figure": {"dpi": 7, "millimetres": [0.0, 1e9]}}"#)?;
    let (loaded, notice) = Preferences::load(&path);
    assert_eq!((notice, loaded.figure.dpi, loaded.figure.millimetres), (None, 30, [10.0, 2000.0]));
    std::fs::write(&path, br#"{"theme": "dark"}"#)?;
    assert_eq!(Preferences::load(&path).0.figure, FigureChoices::default());
    Ok(())
}
