//! What every view is given, and the one way in which a pointer or key becomes a command.

use std::cell::{Cell, RefCell};

use egui::Response;

use crate::analysis::focus::Emphasis;
use crate::dataset::{Dataset, Item};
use crate::session::{Command, Panel, SelectMode, Session};
use crate::theme::Tokens;

/// What the views of one frame ask for.
#[derive(Default)]
pub struct Outbox {
    commands: RefCell<Vec<Command>>,
    hovered: Cell<Option<Item>>,
}

impl Outbox {
    /// The commands of the frame, in order, and what was under the pointer.
    pub fn into_parts(self) -> (Vec<Command>, Option<Item>) {
        (self.commands.into_inner(), self.hovered.get())
    }
}

/// What a view is shown on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Medium {
    /// A window with a pointer and keys.
    #[default]
    Screen,
    /// A figure: nothing but the picture, complete in the first pass. Controls, hints and what only a pointer
    /// can explain are left out.
    Figure,
}

/// The read-only world of a view.
#[derive(Clone, Copy)]
pub struct ViewContext<'a> {
    /// The dataset and what the person chose.
    pub session: &'a Session,
    /// How things look.
    pub tokens: &'a Tokens,
    /// Where commands go.
    pub outbox: &'a Outbox,
    /// What the views are shown on.
    pub medium: Medium,
}

impl<'a> ViewContext<'a> {
    /// The dataset.
    pub fn dataset(&self) -> &'a Dataset {
        self.session.dataset()
    }

    /// Whether controls and hints have a place.
    pub fn has_controls(&self) -> bool {
        self.medium == Medium::Screen
    }

    /// How strongly an item is drawn.
    pub fn emphasis(&self, item: Item) -> Emphasis {
        self.session.focus().emphasis(item)
    }

    /// Whether an item is under the pointer, in whichever panel.
    pub fn is_hovered(&self, item: Item) -> bool {
        self.session.focus().is_hovered(item)
    }

    /// Asks for something.
    pub fn send(&self, command: Command) {
        self.outbox.commands.borrow_mut().push(command);
    }

    /// Previews an item that is pointed at by name, in a legend or a menu, where a click means something else.
    pub fn preview(&self, item: Item) {
        self.outbox.hovered.set(Some(item));
    }

    /// The one interaction: what the pointer is over is hovered; what is clicked is selected, with Ctrl/Cmd
    /// added or taken out; a click on nothing clears. `item` is what the view found under the pointer.
    pub fn interact(&self, panel: Panel, response: &Response, item: Option<Item>) {
        if let Some(item) = item.filter(|_| response.hovered() || response.has_focus()) {
            self.outbox.hovered.set(Some(item));
        }
        if !response.clicked() {
            return;
        }
        let toggles = response.ctx.input(|input| input.modifiers.command);
        match item {
            Some(item) => {
                let mode = if toggles { SelectMode::Toggle } else { SelectMode::Replace };
                self.send(Command::Select { item, mode, from: panel });
            }
            None if !toggles => self.send(Command::Clear),
            None => {}
        }
    }
}
