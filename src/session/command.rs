//! The commands: the one way in which anything changes.

use std::path::PathBuf;

use crate::analysis::alignment::{Parameters, Voices};
use crate::analysis::network::Window;
use crate::dataset::{ActorId, DocumentId, Item};

use super::action::Action;
use super::arrangement::Arrangement;

/// A part of the window, as the origin of a selection.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Panel {
    /// The relationship diagram.
    Diagram,
    /// The alignment timeline.
    Timeline,
    /// The source excerpts.
    Excerpts,
    /// The inspector.
    Inspector,
    /// The outline.
    Outline,
    /// None of them: the command line, the palette, the history.
    Elsewhere,
}

/// What a click does to the selection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SelectMode {
    /// The item becomes the whole selection.
    Replace,
    /// The item is added, or taken out where it is in (Ctrl/Cmd-click).
    Toggle,
}

/// Something that the person wants. [`super::Session::apply`] is the only place that carries it out.
#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    /// Select an item.
    Select {
        /// What.
        item: Item,
        /// Alone or with the rest.
        mode: SelectMode,
        /// Where the click was: that panel does not scroll.
        from: Panel,
    },
    /// Select these items and no others.
    SelectAll(Vec<Item>),
    /// Select nothing.
    Clear,
    /// Go to the selection before.
    Back,
    /// Go to the selection after.
    Forward,
    /// Show the network as of a date, in a range, or always.
    SetWindow(Window),
    /// Go to the next (or, negative, an earlier) date at which something changes.
    StepDate(i32),
    /// Start or stop playing through time.
    SetPlaying(bool),
    /// Show the excerpts of these voices only.
    SetExcerptVoices(Voices),
    /// Show the alignment of this actor.
    SetSeriesOf(ActorId),
    /// Show the alignment toward these poles.
    SetSeriesToward(Vec<ActorId>),
    /// Show one other pair beside them, or none.
    SetSeriesBeside(Option<(ActorId, ActorId)>),
    /// Compute the series with these parameters.
    SetParameters(Parameters),
    /// Attach the text of a document.
    AttachSource {
        /// Which document; `None` where the text's hash or the only document decides.
        document: Option<DocumentId>,
        /// The text file.
        path: PathBuf,
    },
    /// Arrange the nodes of the diagram so.
    Arrange(Arrangement),
    /// Move what the diagram shows.
    MoveCamera(Camera),
    /// Something for the window itself.
    Request(Request),
}

/// What the diagram should show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Camera {
    /// Everything.
    Fit,
    /// This item in the middle.
    Centre(Item),
    /// Closer.
    ZoomIn,
    /// Further away.
    ZoomOut,
    /// Let go of the nodes that were dragged.
    Unpin,
}

/// What the window does for a person: nothing that touches the session.
#[derive(Clone, PartialEq, Debug)]
pub enum Request {
    /// Carry out an action as its menu entry does.
    Act(Action),
    /// Open a dataset file.
    Open(PathBuf),
    /// Open a bundled dataset by its key.
    OpenBundled(&'static str),
    /// Put a text on the clipboard.
    Copy(String),
    /// Ask how a figure of a panel should be, and save it.
    SaveFigure(Panel),
    /// Put a figure of a panel on the clipboard.
    CopyFigure(Panel),
}
