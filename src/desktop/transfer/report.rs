//! The page that tells what became of everything in imported files: read, kept, merged, changed, dropped.

use std::path::{Path, PathBuf};

use egui::{Context, Label, RichText, ScrollArea, Ui};

use crate::desktop::modal::modal;
use crate::exchange::Report;
use crate::exchange::report::{Count, Fate, Outcome, Place, counted};
use crate::exchange::save::save;
use crate::theme::TextRole;

use super::target::{Target, Wish};

/// The widest that the page is, in points.
const WIDEST: f32 = 760.0;

/// What is left free of the window above and below, with the buttons.
const AROUND: f32 = 190.0;

/// Width of the words at the left.
const WORDS: f32 = 72.0;

/// What the person wants of the page.
pub enum Answer {
    /// To go on reading.
    Stay,
    /// To close it.
    Close,
    /// The dataset as it was before the merge.
    UndoMerge,
    /// The dataset in a file.
    SaveDataset,
    /// To say which column of the table is what.
    Columns,
    /// Nothing more: the report is in this file, or one line says why not.
    Saved(Result<PathBuf, String>),
}

/// What can be done about what the reports tell.
#[derive(Clone, Copy, Debug)]
pub struct Remedies {
    /// The last of them is on a merge that can be taken back.
    pub undo: bool,
    /// The last of them is on a table, of which the person can say which column is what.
    pub columns: bool,
}

/// The page, while it is open.
#[derive(Default)]
pub struct ReportPage {
    saving: Option<Saving>,
}

/// Where the report is saved, and how.
struct Saving {
    target: Target,
    kind: Kind,
}

/// How a report is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Json,
}

impl Kind {
    const ALL: &'static [(Self, &'static str, &'static str)] =
        &[(Self::Text, "Text", "txt"), (Self::Json, "JSON", "json")];

    fn ending(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Json => "json",
        }
    }

    /// As `detente convert --report` writes it.
    fn write(self, reports: &[Report]) -> String {
        match self {
            Self::Text => text(reports),
            // Texts, numbers and lists always serialise.
            Self::Json => serde_json::to_string_pretty(reports).unwrap_or_default() + "\n",
        }
    }
}

fn text(reports: &[Report]) -> String {
    reports.iter().map(Report::to_full_text).collect()
}

impl ReportPage {
    /// Shows the page. `folder` is where a report is saved unless the person says otherwise.
    pub fn ui(&mut self, ctx: &Context, reports: &[Report], can: Remedies, folder: &Path) -> Answer {
        let mut answer = Answer::Stay;
        let modal = modal(ctx, "import-report").show(ctx, |ui| {
            let room = ui.ctx().content_rect().size();
            ui.set_width(WIDEST.min(room.x - 80.0));
            contents(ui, reports, (room.y - AROUND).max(120.0));
            ui.add_space(10.0);
            answer = self.foot(ui, reports, can, folder);
        });
        match answer {
            Answer::Stay if modal.should_close() && !self.step_back() => Answer::Close,
            answer => answer,
        }
    }

    /// Takes back the question, or else the place of the report. Returns whether there was either.
    fn step_back(&mut self) -> bool {
        let Some(saving) = &mut self.saving else { return false };
        if !saving.target.stop_asking() {
            self.saving = None;
        }
        true
    }

    fn foot(&mut self, ui: &mut Ui, reports: &[Report], can: Remedies, folder: &Path) -> Answer {
        match &mut self.saving {
            Some(saving) => match saving.ui(ui) {
                Wish::None => Answer::Stay,
                Wish::Close => {
                    self.saving = None;
                    Answer::Stay
                }
                Wish::Save(path) => {
                    let saved = save(&path, saving.kind.write(reports).as_bytes());
                    self.saving = None;
                    Answer::Saved(saved.map(|()| path))
                }
            },
            None => self.buttons(ui, reports, can, folder),
        }
    }

    fn buttons(&mut self, ui: &mut Ui, reports: &[Report], can: Remedies, folder: &Path) -> Answer {
        let mut answer = Answer::Stay;
        ui.horizontal(|ui| {
            if ui.button("Close").clicked() {
                answer = Answer::Close;
            }
            let Some(last) = reports.last() else { return };
            if ui.button("Save report…").clicked() {
                let target = Target::new(format!("{}.report.txt", stem(&last.file)), folder);
                self.saving = Some(Saving { target, kind: Kind::Text });
            }
            if ui.button("Copy").on_hover_text("Put the report on the clipboard, as text").clicked() {
                ui.ctx().copy_text(text(reports));
            }
            let save = ui.button("Save dataset as…");
            if save.on_hover_text("Write the dataset that is shown as a detente/1 file").clicked() {
                answer = Answer::SaveDataset;
            }
            let columns = "Say which column of the table is what, and read it again";
            if can.columns && ui.button("Columns…").on_hover_text(columns).clicked() {
                answer = Answer::Columns;
            }
            let undo = "Bring back the dataset as it was before";
            if can.undo && ui.button("Undo merge").on_hover_text(undo).clicked() {
                answer = Answer::UndoMerge;
            }
        });
        answer
    }
}

impl Saving {
    fn ui(&mut self, ui: &mut Ui) -> Wish {
        ui.separator();
        ui.horizontal(|ui| {
            for &(kind, name, ending) in Kind::ALL {
                if ui.selectable_label(self.kind == kind, name).clicked() && self.kind != kind {
                    self.target.end_as(&[self.kind.ending()], ending);
                    self.kind = kind;
                }
            }
        });
        let kinds: Vec<_> = Kind::ALL.iter().map(|&(_, name, ending)| (name, ending)).collect();
        self.target.rows(ui, &kinds);
        self.target.buttons(ui, "Save report", true, self.kind.ending())
    }
}

fn stem(file: &str) -> String {
    Path::new(file)
        .file_stem()
        .map_or_else(|| "import".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

fn contents(ui: &mut Ui, reports: &[Report], height: f32) {
    ui.label(RichText::new("Import report").heading());
    if reports.is_empty() {
        ui.label("The dataset that is shown was not imported: nothing of it was changed or left out.");
        ui.label(
            RichText::new("A file of another format that is opened or merged has its report here.").weak(),
        );
        return;
    }
    ui.label(in_short(reports));
    ui.add_space(4.0);
    ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        for report in reports {
            one(ui, report);
        }
    });
}

/// What a person must know before reading on.
fn in_short(reports: &[Report]) -> String {
    let count = |fate| reports.iter().map(|report| report.count(fate)).sum::<u64>();
    let parts: Vec<String> = Fate::ALL
        .iter()
        .filter(|&&fate| count(fate) > 0)
        .map(|&fate| format!("{} {}", count(fate), fate.word()))
        .collect();
    match parts.split_last() {
        None => "Everything was kept as it was.".to_owned(),
        Some((only, [])) => format!("In short: {only}; the rest was kept as it was."),
        Some((last, others)) => {
            format!("In short: {} and {last}; the rest was kept as it was.", others.join(", "))
        }
    }
}

fn one(ui: &mut Ui, report: &Report) {
    ui.add_space(6.0);
    ui.add(Label::new(RichText::new(&report.file).text_style(TextRole::Strong.style())).wrap());
    ui.add(Label::new(RichText::new(&report.format).weak()).wrap());
    ui.add_space(2.0);
    entry(ui, RichText::new("read").weak(), |ui| listed(ui, &report.read));
    entry(ui, RichText::new("kept").weak(), |ui| listed(ui, &report.kept));
    for &fate in Fate::ALL {
        for outcome in report.outcomes.iter().filter(|outcome| outcome.fate == fate) {
            let word = RichText::new(fate.word());
            let word = match fate {
                Fate::Merged => word.weak(),
                Fate::Changed => word.strong(),
                Fate::Dropped => word.color(ui.visuals().warn_fg_color),
            };
            entry(ui, word, |ui| told(ui, outcome));
        }
    }
    for note in &report.notes {
        entry(ui, RichText::new("note").weak(), |ui| {
            ui.add(Label::new(note).wrap());
        });
    }
}

/// A word at the left, and what it is said of.
fn entry(ui: &mut Ui, word: RichText, contents: impl FnOnce(&mut Ui)) {
    ui.horizontal_top(|ui| {
        let place = egui::vec2(WORDS, 0.0);
        ui.allocate_ui_with_layout(place, egui::Layout::left_to_right(egui::Align::Min), |ui| {
            ui.set_min_width(WORDS);
            ui.label(word);
        });
        ui.vertical(contents);
    });
}

fn listed(ui: &mut Ui, counts: &[Count]) {
    let parts: Vec<String> = counts.iter().map(|Count { what, count }| counted(*count, what)).collect();
    let shown = if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") };
    ui.add(Label::new(shown).wrap());
}

fn told(ui: &mut Ui, outcome: &Outcome) {
    let Outcome { fate: _, what, reason, count, first } = outcome;
    ui.add(Label::new(format!("{} because {reason}", counted(*count, what))).wrap());
    for Place { line, text } in first {
        let shown = match line {
            0 => text.clone(),
            line => format!("line {line}: {text}"),
        };
        ui.add(Label::new(RichText::new(shown).text_style(TextRole::Code.style()).weak()).wrap());
    }
    if let Some(more) = outcome.more() {
        ui.label(RichText::new(more).weak());
    }
}
