//! Flows: every command is found in the palette, the help page and the menus, and the keyboard reaches everything.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use crate::app::{self, click, open, place, preferences, press, says, selected, write};
use detente::desktop::App;
use detente::desktop::preferences::Preferences;
use detente::session::Action;
use detente::session::action::Menu;
use detente::theme::{Theme, tokens, tokens_of};
use egui::{Key, Modifiers, Rect};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

type Window = Harness<'static, App>;

/// How something is opened over the panels.
type Way = dyn Fn(&mut Window);

/// Types a command's name into the palette, and Enter.
fn run(harness: &mut Window, typed: &str) {
    assert!(!palette_is_open(harness));
    press(harness, Modifiers::COMMAND, Key::P);
    assert!(palette_is_open(harness));
    write(harness, typed);
    press(harness, Modifiers::NONE, Key::Enter);
}

/// Whether the palette lists its commands.
fn palette_is_open(harness: &Window) -> bool {
    says(harness, "Release pinned nodes")
}

/// The name and place of what has the keyboard.
fn focused(harness: &Window) -> Option<(String, Rect)> {
    let mut nodes = harness.root().children_recursive();
    let node = nodes.find(|node| node.is_focused() && node.accesskit_node().label().is_some())?;
    Some((node.accesskit_node().label()?, node.rect()))
}

#[test]
fn the_palette_finds_a_command_and_enter_runs_it() {
    let mut harness = open();
    let is = |harness: &Window, theme| std::ptr::eq(tokens_of(&harness.ctx), tokens(theme));
    assert!(is(&harness, Theme::Light));
    run(&mut harness, "dark th");
    assert!(is(&harness, Theme::Dark) && harness.ctx.global_style().visuals.dark_mode);
    assert!(!says(&harness, "Dark theme"), "the palette is closed");
    run(&mut harness, "light");
    assert!(is(&harness, Theme::Light));

    run(&mut harness, "larger text");
    harness.run_steps(2);
    assert!((harness.ctx.zoom_factor() - 1.1).abs() < 1e-3);
    press(&mut harness, Modifiers::COMMAND, Key::Minus);
    press(&mut harness, Modifiers::COMMAND, Key::Minus);
    assert!((harness.ctx.zoom_factor() - 0.9).abs() < 1e-3);
    press(&mut harness, Modifiers::COMMAND, Key::Num0);
    assert!((harness.ctx.zoom_factor() - 1.0).abs() < 1e-3);

    press(&mut harness, Modifiers::COMMAND, Key::P);
    write(&mut harness, "zzzz");
    assert!(says(&harness, "No command has such a name."));
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!says(&harness, "No command has such a name."), "Escape closes it");
}

/// Waits until the dialog knows what the format cannot hold.
fn wait_for_losses(harness: &mut Window) {
    let began = Instant::now();
    while says(harness, "Looking what it can hold") {
        harness.step();
        std::thread::sleep(Duration::from_millis(5));
        assert!(began.elapsed() < Duration::from_secs(120), "the losses are not told");
    }
}

#[test]
fn every_command_can_be_run_from_the_palette() {
    let mut harness = open();
    for &action in Action::ALL.iter().filter(|&&action| action != Action::Quit) {
        let before = (selected(&harness), *harness.state().session().window());
        let name = action.description().name;
        run(&mut harness, name);
        harness.run_steps(2);
        if matches!(action, Action::SaveDataset | Action::Export) {
            wait_for_losses(&mut harness);
        }
        let seen = match action {
            Action::OpenDataset => says(&harness, "Opened lately") || says(&harness, "A dataset, or a file"),
            Action::Merge => says(&harness, "A file whose records are added"),
            Action::UndoMerge => says(&harness, "No merge is there to be taken back."),
            Action::SaveDataset => says(&harness, "It holds everything that is in this dataset."),
            Action::Export => says(&harness, "Export dataset"),
            Action::ShowImport => says(&harness, "The dataset that is shown was not imported"),
            Action::AttachSource => says(&harness, "Attach source") && says(&harness, "Path of the file"),
            Action::ShowProblems => says(&harness, "Nothing is wrong with this dataset"),
            Action::Find | Action::ToggleOutline => {
                // Find opens the outline; the switch closes it again.
                says(&harness, "Search names and sources") == (action == Action::Find)
            }
            Action::SaveFigure => says(&harness, "Figure of") && says(&harness, "detente figure --out"),
            Action::CopyCitation | Action::CopyKey => says(&harness, "Nothing is selected"),
            Action::PlayPause => harness.state().session().is_playing(),
            Action::NextDate | Action::PreviousDate => *harness.state().session().window() != before.1,
            Action::ShowAlways => *harness.state().session().window() == Default::default(),
            Action::ArrangeByTies | Action::ArrangeInRows => {
                harness.state().session().arrangement().kind().action() == action
            }
            Action::ArrangeInRings => says(&harness, "selected to stand in the middle"),
            Action::ArrangeAsInFile => says(&harness, "does not say where its nodes stand"),
            Action::ToggleInspector => !says(&harness, "What is shown"),
            Action::LightTheme => !harness.ctx.global_style().visuals.dark_mode,
            Action::DarkTheme => harness.ctx.global_style().visuals.dark_mode,
            Action::ScaleUp => harness.ctx.zoom_factor() > 1.05,
            Action::ScaleDown | Action::ScaleReset => (harness.ctx.zoom_factor() - 1.0).abs() < 0.01,
            Action::Palette => palette_is_open(&harness),
            Action::Help => says(&harness, "How to read the panels"),
            Action::About => says(&harness, "To cite: Detente"),
            Action::ClearSelection
            | Action::Back
            | Action::Forward
            | Action::Fit
            | Action::CentreSelection
            | Action::ZoomIn
            | Action::ZoomOut
            | Action::Unpin
            | Action::NextPanel
            | Action::SystemTheme
            // It is copied once it is drawn: `flow_figure` waits for it.
            | Action::CopyFigure
            | Action::Quit => true,
        };
        assert!(seen, "{name} shows");
        assert_eq!(selected(&harness), before.0, "{name} selects nothing");
        press(&mut harness, Modifiers::NONE, Key::Escape);
    }
}

#[test]
fn escape_closes_what_is_on_top_and_leaves_the_selection() {
    let mut harness = open();
    let at = place(&harness, "CHN");
    click(&mut harness, at, Modifiers::NONE);
    let shortcut = |modifiers, key| move |harness: &mut Window| press(harness, modifiers, key);
    let button = |name| move |harness: &mut Window| app::click_button(harness, name);
    let ways: [(&str, Box<Way>); 9] = [
        ("Release pinned nodes", Box::new(shortcut(Modifiers::COMMAND, Key::P))),
        ("A dataset, or a file", Box::new(shortcut(Modifiers::COMMAND, Key::O))),
        ("A file whose records", Box::new(shortcut(Modifiers::COMMAND | Modifiers::SHIFT, Key::M))),
        ("Export dataset", Box::new(shortcut(Modifiers::COMMAND, Key::E))),
        ("was not imported", Box::new(shortcut(Modifiers::COMMAND, Key::I))),
        ("Figure of", Box::new(shortcut(Modifiers::COMMAND | Modifiers::SHIFT, Key::S))),
        ("How to read the panels", Box::new(shortcut(Modifiers::NONE, Key::F1))),
        ("Copy key", Box::new(button("Select"))),
        ("Prior weight κ", Box::new(button("Formula…"))),
    ];
    for (sign, open) in ways {
        assert!(!says(&harness, sign));
        open(&mut harness);
        assert!(says(&harness, sign), "{sign} is open");
        press(&mut harness, Modifiers::NONE, Key::Escape);
        assert!(!says(&harness, sign), "{sign} is closed");
        assert_eq!(selected(&harness), ["CHN"], "{sign}");
    }
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(selected(&harness).is_empty(), "with nothing on top, Escape clears the selection");
}

#[test]
fn help_and_menus_name_every_command() {
    let mut harness = open();
    press(&mut harness, Modifiers::NONE, Key::F1);
    for action in Action::ALL {
        let description = action.description();
        assert!(says(&harness, description.name) && says(&harness, description.tip), "{action:?}");
        if let Some(keys) = action.shortcut() {
            assert!(says(&harness, &harness.ctx.format_shortcut(&keys)), "the keys of {action:?}");
        }
    }
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!says(&harness, "How to read the panels"));
    for &menu in Menu::ALL {
        let title = harness.get_all_by_label(menu.title()).next().map(|node| node.rect());
        let title = title.unwrap_or_else(|| panic!("no menu {}", menu.title()));
        click(&mut harness, title.center(), Modifiers::NONE);
        let entries: Vec<String> = harness
            .get_all_by_role(egui::accesskit::Role::Button)
            .filter(|node| node.rect().top() > title.bottom() - 1.0)
            .filter_map(|node| node.accesskit_node().label())
            .collect();
        for action in Action::ALL.iter().filter(|action| action.description().menu == menu) {
            let name = action.description().name;
            assert!(entries.iter().any(|entry| entry.contains(name)), "{} > {name}", menu.title());
        }
        press(&mut harness, Modifiers::NONE, Key::Escape);
    }
}

#[test]
fn f6_walks_the_panels_and_tab_reaches_every_item_of_the_diagram() {
    let mut harness = open();
    let dataset = harness.state().session().dataset().clone();
    let step = |harness: &mut _| {
        press(harness, Modifiers::NONE, Key::F6);
        focused(harness).unwrap_or_else(|| panic!("nothing has the keyboard")).0
    };
    let first = dataset.nodes().next().map(|node| dataset.item_name(node.into()));
    assert_eq!(Some(step(&mut harness)), first, "the first node of the diagram");
    let name = step(&mut harness);
    assert!(name.contains(", score "), "then the timeline's events, not {name:?}");
    let name = step(&mut harness);
    assert_eq!(
        Some(name.as_str()),
        dataset.excerpts.rows().next().map(|excerpt| excerpt.gloss()),
        "then the excerpts"
    );
    assert_eq!(step(&mut harness), "Search names and sources");
    step(&mut harness);
    press(&mut harness, Modifiers::NONE, Key::F2);
    app::settle(&mut harness);

    // Each step is a place; names may be given twice.
    let expected: BTreeSet<String> = harness.state().positions().into_iter().map(|at| at.key).collect();
    let session = harness.state().session();
    let (nodes, ties) = (
        session.dataset().actors.len() + session.dataset().instruments.len(),
        session.dataset().relationships.len(),
    );
    assert_eq!(expected.len(), nodes + ties, "all dates are shown, so everything is on the screen");
    let mut reached = BTreeSet::new();
    for _ in 0..expected.len() {
        let (name, rect) = focused(&harness).unwrap_or_else(|| panic!("nothing has the keyboard"));
        let positions = harness.state().positions();
        let here = positions.iter().find(|at| {
            at.name == name && (at.x - rect.left()).abs() < 0.5 && (at.y - rect.top()).abs() < 0.5
        });
        reached.extend(here.map(|at| at.key.clone()));
        harness.key_press(Key::Tab);
        harness.run_steps(2);
    }
    let missing: Vec<_> = expected.difference(&reached).collect();
    assert!(missing.is_empty(), "Tab does not reach {missing:?}");
}

#[test]
fn enter_selects_what_has_the_keyboard_and_alt_arrows_walk_back_and_forth() {
    let mut harness = app::open_with(Preferences { outline: false, ..preferences() }, [1280.0, 800.0]);
    for _ in 0..3 {
        press(&mut harness, Modifiers::NONE, Key::F6);
    }
    press(&mut harness, Modifiers::NONE, Key::Enter);
    let first = selected(&harness);
    assert_eq!(first.len(), 1);
    press(&mut harness, Modifiers::NONE, Key::Tab);
    press(&mut harness, Modifiers::NONE, Key::Space);
    let second = selected(&harness);
    assert!(second.len() == 1 && second != first, "{first:?}, then {second:?}");
    let at = place(&harness, "CHN");
    click(&mut harness, at, Modifiers::NONE);
    for expected in [&second, &first] {
        press(&mut harness, Modifiers::ALT, Key::ArrowLeft);
        assert_eq!(selected(&harness), *expected);
    }
    press(&mut harness, Modifiers::ALT, Key::ArrowRight);
    assert_eq!(selected(&harness), second);
}
