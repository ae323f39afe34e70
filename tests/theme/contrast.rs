//! Promise: in every theme, text reads at 4.5:1 and marks at 3:1 against the ground they stand on
//! (WCAG 2.2, success criteria 1.4.3 and 1.4.11), whatever a person's colour vision.

use detente::dataset::{ActorKind, InstrumentKind, RelationshipKind, Sign, Voice};
use detente::theme::vision::{Vision, contrast, difference};
use detente::theme::{Theme, Tokens, tokens};
use egui::Color32;

/// WCAG 1.4.3, text.
const TEXT: f64 = 4.5;
/// WCAG 1.4.11, graphical objects and the boundaries of controls.
const MARK: f64 = 3.0;

type Named = (String, Color32);

fn named(name: impl std::fmt::Display, colour: Color32) -> Named {
    (name.to_string(), colour)
}

fn surfaces(tokens: &Tokens) -> Vec<Named> {
    let s = &tokens.surface;
    [("window", s.window), ("panel", s.panel), ("card", s.card), ("raised", s.raised), ("canvas", s.canvas)]
        .map(|(name, colour)| named(name, colour))
        .to_vec()
}

/// Every pair whose contrast is too low, over all themes, so that one run shows all there is to mend.
fn too_low(least: f64, pairs: impl Fn(&Tokens) -> Vec<(Named, Named)>) -> Vec<String> {
    let mut found = Vec::new();
    for &theme in Theme::ALL {
        for ((ink, ink_colour), (ground, ground_colour)) in pairs(tokens(theme)) {
            let ratio = contrast(ink_colour, ground_colour);
            if ratio < least {
                found.push(format!("{theme}: {ink} on {ground} is {ratio:.2}, not {least}"));
            }
        }
    }
    found
}

fn each_on_each(inks: &[Named], grounds: &[Named]) -> Vec<(Named, Named)> {
    inks.iter().flat_map(|ink| grounds.iter().map(move |ground| (ink.clone(), ground.clone()))).collect()
}

#[test]
fn text_is_legible_on_every_ground_it_stands_on() {
    let found = too_low(TEXT, |tokens| {
        let text = &tokens.text;
        let running = [named("strong", text.strong), named("normal", text.normal), named("weak", text.weak)];
        let coloured: Vec<_> = [
            ("link", text.link),
            ("warning", tokens.status.warning),
            ("error", tokens.status.error),
            ("success", tokens.status.success),
        ]
        .map(|(name, colour)| named(name, colour))
        .into_iter()
        .chain(Voice::ALL.iter().map(|&voice| named(voice, tokens.voice(voice).colour)))
        .collect();
        let control = &tokens.control;
        let controls = [("rest", control.rest), ("hover", control.hover), ("press", control.press)]
            .map(|(name, colour)| named(name, colour));

        let mut pairs = each_on_each(&running, &surfaces(tokens));
        pairs.extend(each_on_each(&coloured, &surfaces(tokens)));
        pairs.extend(each_on_each(&running[..2], &controls));
        pairs.extend(each_on_each(&running, &[named("field", control.field)]));
        pairs.extend(each_on_each(&running, &tokens.strip.map(|colour| named("strip", colour))));
        pairs.extend(each_on_each(&running[..2], &[named("passage", tokens.passage)]));
        // A selected card keeps its captions and its voice.
        let selection = [named("selection", tokens.selection.fill)];
        let voices: Vec<_> =
            Voice::ALL.iter().map(|&voice| named(voice, tokens.voice(voice).colour)).collect();
        pairs.extend(each_on_each(&running, &selection));
        pairs.extend(each_on_each(&voices, &selection));
        pairs.push((named("selected", tokens.selection.text), named("selection", tokens.selection.fill)));
        pairs.push((named("on accent", text.on_accent), named("accent", tokens.accent)));
        for &kind in ActorKind::ALL {
            let node = tokens.node(kind);
            pairs.push((named(format!("label of {kind}"), node.label), named("its fill", node.fill)));
        }
        for &kind in InstrumentKind::ALL {
            let node = tokens.instrument(kind);
            pairs.push((named(format!("label of {kind}"), node.label), named("its fill", node.fill)));
        }
        pairs
    });
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn marks_stand_out_from_the_canvas() {
    let found = too_low(MARK, |tokens| {
        let mut marks: Vec<_> = Sign::ALL
            .iter()
            .map(|&sign| named(sign, tokens.sign(sign).colour))
            .chain(RelationshipKind::ALL.iter().map(|&kind| named(kind, tokens.line(kind).colour)))
            .chain(ActorKind::ALL.iter().map(|&kind| named(kind, tokens.node(kind).stroke)))
            .chain(InstrumentKind::ALL.iter().map(|&kind| named(kind, tokens.instrument(kind).stroke)))
            .chain((0..Tokens::SERIES).map(|i| named(format!("series {i}"), tokens.series(i))))
            .collect();
        marks.push(named("axis", tokens.axis));
        each_on_each(&marks, &[named("canvas", tokens.surface.canvas)])
    });
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn controls_and_their_focus_ring_stand_out_from_every_surface() {
    let found = too_low(MARK, |tokens| {
        let outlines = [
            named("border", tokens.control.border),
            named("focus", tokens.focus),
            named("accent", tokens.accent),
        ];
        each_on_each(&outlines, &surfaces(tokens))
    });
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The pairs of `palette` that are nearer than `least` (CIEDE2000) to some way of seeing.
fn too_near(theme: Theme, palette: &[Named], least: f64) -> Vec<String> {
    let mut found = Vec::new();
    for (i, (one, a)) in palette.iter().enumerate() {
        for (other, b) in &palette[i + 1..] {
            for &vision in Vision::ALL {
                let distance = difference(*a, *b, vision);
                if distance < least {
                    found.push(format!("{theme}, {vision:?}: {one} and {other} are {distance:.1} apart"));
                }
            }
        }
    }
    found
}

#[test]
fn signs_are_told_apart_by_colour_alone() {
    for &theme in Theme::ALL {
        let palette: Vec<_> =
            Sign::ALL.iter().map(|&sign| named(sign, tokens(theme).sign(sign).colour)).collect();
        let found = too_near(theme, &palette, 18.0);
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

#[test]
fn voices_are_told_apart_by_colour_alone() {
    for &theme in Theme::ALL {
        let palette: Vec<_> =
            Voice::ALL.iter().map(|&voice| named(voice, tokens(theme).voice(voice).colour)).collect();
        let found = too_near(theme, &palette, 18.0);
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

#[test]
fn series_are_told_apart_by_colour_alone() {
    for &theme in Theme::ALL {
        let palette: Vec<_> =
            (0..Tokens::SERIES).map(|i| named(format!("series {i}"), tokens(theme).series(i))).collect();
        let found = too_near(theme, &palette, 12.0);
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

#[test]
fn the_signs_of_a_printed_figure_survive_a_photocopy() {
    let print = tokens(Theme::Print);
    for (i, &one) in Sign::ALL.iter().enumerate() {
        for &other in &Sign::ALL[i + 1..] {
            let (a, b) = (print.sign(one), print.sign(other));
            assert_ne!(
                std::mem::discriminant(&a.dash),
                std::mem::discriminant(&b.dash),
                "{one} and {other} are lines of the same sort"
            );
        }
    }
}

#[test]
fn a_selected_row_stands_out_from_its_surroundings() {
    for &theme in Theme::ALL {
        let tokens = tokens(theme);
        for (name, ground) in [
            ("panel", tokens.surface.panel),
            ("card", tokens.surface.card),
            ("menu", tokens.surface.raised),
            ("row under the pointer", tokens.control.hover),
        ] {
            let palette = [named("selection", tokens.selection.fill), named(name, ground)];
            let found = too_near(theme, &palette, 10.0);
            assert!(found.is_empty(), "{}", found.join("\n"));
        }
    }
}

#[test]
fn a_passage_stands_out_from_its_card_selected_or_not() {
    for &theme in Theme::ALL {
        let tokens = tokens(theme);
        for (name, ground) in [("card", tokens.surface.card), ("selection", tokens.selection.fill)] {
            let palette = [named("passage", tokens.passage), named(name, ground)];
            let found = too_near(theme, &palette, 8.0);
            assert!(found.is_empty(), "{}", found.join("\n"));
        }
    }
}

#[test]
fn a_halo_stands_out_from_the_canvas_and_lines_stand_out_from_their_halo() {
    for &theme in Theme::ALL {
        let tokens = tokens(theme);
        let halo = named("halo", tokens.selection.halo);
        let others =
            [named("canvas", tokens.surface.canvas), named("node", tokens.node(ActorKind::Person).stroke)]
                .into_iter()
                .chain(Sign::ALL.iter().map(|&sign| named(sign, tokens.sign(sign).colour)));
        for other in others {
            let found = too_near(theme, &[halo.clone(), other], 18.0);
            assert!(found.is_empty(), "{}", found.join("\n"));
        }
    }
}
