//! Every command that has a name: one list for menus, shortcuts, the palette and the help page.

use egui::{Key, KeyboardShortcut, Modifiers};

/// A named command without parameters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Action {
    /// Open a dataset, or import a file of another format.
    OpenDataset,
    /// Merge a file into the dataset.
    Merge,
    /// Take the last merge back.
    UndoMerge,
    /// Save the dataset in our own format.
    SaveDataset,
    /// Save the dataset in another format.
    Export,
    /// Tell what became of an imported file.
    ShowImport,
    /// Attach the text of a source.
    AttachSource,
    /// List what is wrong with the dataset.
    ShowProblems,
    /// Save a figure of a panel.
    SaveFigure,
    /// Copy a figure of a panel.
    CopyFigure,
    /// Copy the citation of the selection.
    CopyCitation,
    /// Copy the address of the selection, for `--select`.
    CopyKey,
    /// Close the window.
    Quit,
    /// Find in the outline.
    Find,
    /// Select nothing.
    ClearSelection,
    /// The selection before.
    Back,
    /// The selection after.
    Forward,
    /// All dates.
    ShowAlways,
    /// The next change.
    NextDate,
    /// The change before.
    PreviousDate,
    /// Play or pause.
    PlayPause,
    /// Fit the diagram.
    Fit,
    /// Diagram closer.
    ZoomIn,
    /// Diagram further away.
    ZoomOut,
    /// Centre the diagram on the selection.
    CentreSelection,
    /// Free dragged nodes.
    Unpin,
    /// What is tied stands near.
    ArrangeByTies,
    /// Rings about the selection.
    ArrangeInRings,
    /// Rows, a whole above its parts.
    ArrangeInRows,
    /// Where the file has the nodes.
    ArrangeAsInFile,
    /// Show or hide the outline.
    ToggleOutline,
    /// Show or hide the inspector.
    ToggleInspector,
    /// Next panel.
    NextPanel,
    /// Light theme.
    LightTheme,
    /// Dark theme.
    DarkTheme,
    /// As the desktop has it.
    SystemTheme,
    /// Everything larger.
    ScaleUp,
    /// Everything smaller.
    ScaleDown,
    /// Normal size.
    ScaleReset,
    /// The command palette.
    Palette,
    /// Keys and how to read the panels.
    Help,
    /// Version and licences.
    About,
}

/// The menu in which an action stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Menu {
    /// Datasets and sources.
    File,
    /// Selection.
    Select,
    /// As-of date.
    Time,
    /// What is shown and how.
    View,
    /// Help.
    Help,
}

impl Menu {
    /// Every menu, from the left.
    pub const ALL: &'static [Self] = &[Self::File, Self::Select, Self::Time, Self::View, Self::Help];

    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Select => "Select",
            Self::Time => "Time",
            Self::View => "View",
            Self::Help => "Help",
        }
    }
}

/// What people are told of an action.
#[derive(Clone, Copy, Debug)]
pub struct Description {
    /// Name in menus and in the palette.
    pub name: &'static str,
    /// One line on what it does.
    pub tip: &'static str,
    /// Its menu.
    pub menu: Menu,
}

const fn describe(menu: Menu, name: &'static str, tip: &'static str) -> Description {
    Description { name, tip, menu }
}

impl Action {
    /// Every action, in menu order.
    pub const ALL: &'static [Self] = &[
        Self::OpenDataset,
        Self::Merge,
        Self::UndoMerge,
        Self::SaveDataset,
        Self::Export,
        Self::ShowImport,
        Self::AttachSource,
        Self::ShowProblems,
        Self::SaveFigure,
        Self::CopyFigure,
        Self::Quit,
        Self::Find,
        Self::ClearSelection,
        Self::Back,
        Self::Forward,
        Self::CopyCitation,
        Self::CopyKey,
        Self::PlayPause,
        Self::NextDate,
        Self::PreviousDate,
        Self::ShowAlways,
        Self::Fit,
        Self::CentreSelection,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::Unpin,
        Self::ArrangeByTies,
        Self::ArrangeInRings,
        Self::ArrangeInRows,
        Self::ArrangeAsInFile,
        Self::ToggleOutline,
        Self::ToggleInspector,
        Self::NextPanel,
        Self::LightTheme,
        Self::DarkTheme,
        Self::SystemTheme,
        Self::ScaleUp,
        Self::ScaleDown,
        Self::ScaleReset,
        Self::Palette,
        Self::Help,
        Self::About,
    ];

    /// Name, tip and menu.
    pub fn description(self) -> Description {
        match self {
            Self::OpenDataset => {
                describe(Menu::File, "Open or import…", "Open a dataset, or import a file of another format")
            }
            Self::Merge => describe(Menu::File, "Merge…", "Add the records of another file to the dataset"),
            Self::UndoMerge => {
                describe(Menu::File, "Undo merge", "Bring back the dataset before the last merge")
            }
            Self::SaveDataset => describe(
                Menu::File,
                "Save dataset as…",
                "Save the dataset as a detente/1 file, with nothing lost",
            ),
            Self::Export => describe(Menu::File, "Export…", "Save the dataset in a format of other programs"),
            Self::ShowImport => describe(
                Menu::File,
                "Import report…",
                "Tell what was kept, merged, changed and dropped of an imported file",
            ),
            Self::AttachSource => {
                describe(Menu::File, "Attach source…", "Show each excerpt in the text that it comes from")
            }
            Self::ShowProblems => {
                describe(Menu::File, "Dataset check…", "List errors and warnings of the dataset")
            }
            Self::SaveFigure => {
                describe(Menu::File, "Save figure…", "Save a panel for a report, as SVG, PDF or PNG")
            }
            Self::CopyFigure => describe(
                Menu::File,
                "Copy figure",
                "Put a panel on the clipboard, with its caption and sources",
            ),
            Self::Quit => describe(Menu::File, "Quit", "Close the window"),
            Self::Find => describe(Menu::Select, "Find…", "Search names, glosses and fragments"),
            Self::ClearSelection => describe(Menu::Select, "Clear selection", "Select nothing"),
            Self::Back => describe(Menu::Select, "Back", "Go to the selection before"),
            Self::Forward => describe(Menu::Select, "Forward", "Go to the selection after"),
            Self::CopyCitation => describe(
                Menu::Select,
                "Copy citation",
                "Copy the evidence of the selection with its citations",
            ),
            Self::CopyKey => describe(
                Menu::Select,
                "Copy key",
                "Copy the key of the selection, as the command line takes it",
            ),
            Self::PlayPause => describe(Menu::Time, "Play or pause", "Walk through the dates of change"),
            Self::NextDate => {
                describe(Menu::Time, "Next change", "Go to the next date at which a tie changes")
            }
            Self::PreviousDate => describe(Menu::Time, "Previous change", "Go to the date of change before"),
            Self::ShowAlways => {
                describe(Menu::Time, "Show all dates", "Show the network of all dates at once")
            }
            Self::Fit => describe(Menu::View, "Fit diagram", "Show the whole diagram"),
            Self::CentreSelection => {
                describe(Menu::View, "Centre selection", "Move the selection to the middle of the diagram")
            }
            Self::ZoomIn => describe(Menu::View, "Zoom in", "Show the diagram larger"),
            Self::ZoomOut => describe(Menu::View, "Zoom out", "Show the diagram smaller"),
            Self::Unpin => describe(Menu::View, "Release pinned nodes", "Let dragged nodes go back"),
            Self::ArrangeByTies => {
                describe(Menu::View, "Arrange by ties", "Put nodes that are tied near each other")
            }
            Self::ArrangeInRings => describe(
                Menu::View,
                "Rings around the selection",
                "Put nodes on rings by their distance in ties from what is selected now",
            ),
            Self::ArrangeInRows => {
                describe(Menu::View, "Rows by part of", "Put each whole in a row above its parts")
            }
            Self::ArrangeAsInFile => describe(
                Menu::View,
                "The file’s positions",
                "Put nodes where the program that wrote the file had them",
            ),
            Self::ToggleOutline => describe(Menu::View, "Outline", "Show or hide the outline"),
            Self::ToggleInspector => describe(Menu::View, "Inspector", "Show or hide the inspector"),
            Self::NextPanel => {
                describe(Menu::View, "Next panel", "Move the keyboard focus to the next panel")
            }
            Self::LightTheme => describe(Menu::View, "Light theme", "Dark text on a light ground"),
            Self::DarkTheme => describe(Menu::View, "Dark theme", "Light text on a dark ground"),
            Self::SystemTheme => {
                describe(Menu::View, "Theme of the desktop", "Light or dark as the desktop is")
            }
            Self::ScaleUp => describe(Menu::View, "Larger text", "Show everything larger"),
            Self::ScaleDown => describe(Menu::View, "Smaller text", "Show everything smaller"),
            Self::ScaleReset => {
                describe(Menu::View, "Normal text size", "Show everything at its normal size")
            }
            Self::Palette => describe(Menu::Help, "Command palette…", "Find a command by its name"),
            Self::Help => describe(Menu::Help, "Keys and panels", "How to read the panels, and every key"),
            Self::About => describe(Menu::Help, "About Detente", "Version, licences, how to cite"),
        }
    }

    /// Its keyboard shortcut.
    pub fn shortcut(self) -> Option<KeyboardShortcut> {
        let key = |modifiers, key| Some(KeyboardShortcut::new(modifiers, key));
        let command_shift = Modifiers::COMMAND | Modifiers::SHIFT;
        match self {
            Self::OpenDataset => key(Modifiers::COMMAND, Key::O),
            Self::Merge => key(command_shift, Key::M),
            Self::UndoMerge => key(Modifiers::COMMAND, Key::Z),
            Self::SaveDataset => key(Modifiers::COMMAND, Key::S),
            Self::Export => key(Modifiers::COMMAND, Key::E),
            Self::ShowImport => key(Modifiers::COMMAND, Key::I),
            Self::AttachSource => key(command_shift, Key::O),
            Self::SaveFigure => key(command_shift, Key::S),
            Self::CopyFigure => key(command_shift, Key::F),
            Self::CopyCitation => key(command_shift, Key::C),
            Self::CopyKey => key(command_shift, Key::K),
            Self::Quit => key(Modifiers::COMMAND, Key::Q),
            Self::Find => key(Modifiers::COMMAND, Key::F),
            Self::ClearSelection => key(Modifiers::NONE, Key::Escape),
            Self::Back => key(Modifiers::ALT, Key::ArrowLeft),
            Self::Forward => key(Modifiers::ALT, Key::ArrowRight),
            Self::ShowAlways => key(Modifiers::COMMAND, Key::T),
            Self::NextDate => key(Modifiers::COMMAND, Key::Period),
            Self::PreviousDate => key(Modifiers::COMMAND, Key::Comma),
            Self::PlayPause => key(Modifiers::COMMAND, Key::Space),
            Self::Fit => key(Modifiers::COMMAND, Key::Num1),
            Self::CentreSelection => key(Modifiers::COMMAND, Key::Num2),
            Self::ArrangeByTies => key(Modifiers::COMMAND, Key::Num3),
            Self::ArrangeInRings => key(Modifiers::COMMAND, Key::Num4),
            Self::ArrangeInRows => key(Modifiers::COMMAND, Key::Num5),
            Self::ArrangeAsInFile => key(Modifiers::COMMAND, Key::Num6),
            Self::ZoomIn => key(command_shift, Key::ArrowUp),
            Self::ZoomOut => key(command_shift, Key::ArrowDown),
            Self::ToggleOutline => key(Modifiers::NONE, Key::F2),
            Self::ToggleInspector => key(Modifiers::NONE, Key::F3),
            Self::NextPanel => key(Modifiers::NONE, Key::F6),
            Self::ScaleUp => key(Modifiers::COMMAND, Key::Plus),
            Self::ScaleDown => key(Modifiers::COMMAND, Key::Minus),
            Self::ScaleReset => key(Modifiers::COMMAND, Key::Num0),
            Self::Palette => key(Modifiers::COMMAND, Key::P),
            Self::Help => key(Modifiers::NONE, Key::F1),
            Self::ShowProblems
            | Self::Unpin
            | Self::LightTheme
            | Self::DarkTheme
            | Self::SystemTheme
            | Self::About => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_actions_share_a_shortcut_or_a_name() {
        for (index, a) in Action::ALL.iter().enumerate() {
            for b in &Action::ALL[index + 1..] {
                assert_ne!(a.description().name, b.description().name);
                if let (Some(first), Some(second)) = (a.shortcut(), b.shortcut()) {
                    assert_ne!(first, second, "{a:?} and {b:?}");
                }
            }
        }
    }
}
