//! The session: a dataset, what the person made of it, and the one place that changes it.

mod carry;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::analysis::alignment::{Request as SeriesRequest, Series, Voices};
use crate::analysis::focus::{Focus, FocusInWindow, FocusRequest};
use crate::analysis::index::Index;
use crate::analysis::network::{Network, Window};
use crate::analysis::search::{Preparation, Search};
use crate::dataset::source::{SourceError, SourceText};
use crate::dataset::{
    ActorId, Dataset, Day, DocumentId, EventId, ExcerptId, Id, Item, NodeId, SeriesPoint, citation,
};

use super::arrangement::{Arrangement, ArrangementKind, Grounds};
use super::command::{Camera, Command, Panel, Request, SelectMode};
use super::selection::{History, Selection};
use super::series::SeriesSettings;

/// Seconds that each date stays while playing.
const PLAY_SECONDS: f64 = 1.1;

/// Events with less than this share of the evidence are not "behind" a point of a series.
const LEAST_SHARE: f64 = 0.01;

/// Something that the person must be told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// Whether something failed.
    pub is_error: bool,
    /// What happened, in a sentence.
    pub text: String,
}

/// A dataset and all that the person chose about it.
#[derive(Clone)]
pub struct Session {
    dataset: Arc<Dataset>,
    index: Index,
    search: Preparation,
    history: History,
    hovered: Option<Item>,
    window: Window,
    network: Network,
    excerpt_voices: Voices,
    settings: Option<SeriesSettings>,
    series: Vec<Series>,
    sources: BTreeMap<DocumentId, SourceText>,
    source_files: BTreeMap<DocumentId, PathBuf>,
    playing: bool,
    next_step: Option<f64>,
    focus: Focus,
    focus_revision: u64,
    origin: Panel,
    selection_revision: u64,
    arrangement: Arrangement,
    grounds: Grounds,
    camera: Option<Camera>,
    notices: Vec<Notice>,
}

impl Session {
    /// Opens a dataset with nothing selected and all dates shown.
    pub fn new(dataset: Arc<Dataset>) -> Self {
        let index = Index::new(&dataset);
        let search = Preparation::ahead_of_search(&dataset);
        let window = Window::Always;
        let network = Network::new(&dataset, &window);
        let settings = SeriesSettings::of_dataset(&dataset);
        let mut session = Self {
            index,
            search,
            history: History::default(),
            hovered: None,
            window,
            network,
            excerpt_voices: Voices::ALL,
            settings,
            series: Vec::new(),
            sources: BTreeMap::new(),
            source_files: BTreeMap::new(),
            playing: false,
            next_step: None,
            focus: Focus::default(),
            focus_revision: 0,
            origin: Panel::Elsewhere,
            selection_revision: 0,
            arrangement: Arrangement::default(),
            grounds: Grounds::new(&dataset),
            camera: None,
            notices: Vec::new(),
            dataset,
        };
        session.update_series();
        session.update_focus();
        session
    }

    /// The dataset.
    pub fn dataset(&self) -> &Arc<Dataset> {
        &self.dataset
    }

    /// Its reverse references.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// Its search.
    pub fn search(&self) -> Search<'_> {
        Search::prepared(&self.dataset, self.search.clone())
    }

    /// What is selected.
    pub fn selection(&self) -> &Selection {
        self.history.present()
    }

    /// The selections before and after.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// What is under the pointer.
    pub fn hovered(&self) -> Option<Item> {
        self.hovered
    }

    /// The emphasis of every item.
    pub fn focus(&self) -> FocusInWindow<'_> {
        self.focus.in_window(&self.network, &self.index)
    }

    /// Grows whenever [`Session::focus`] changes.
    pub fn focus_revision(&self) -> u64 {
        self.focus_revision
    }

    /// The time window.
    pub fn window(&self) -> &Window {
        &self.window
    }

    /// The network in the time window.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The voices whose excerpts are shown.
    pub fn excerpt_voices(&self) -> &Voices {
        &self.excerpt_voices
    }

    /// Which series are shown; `None` where the dataset has no actor.
    pub fn series_settings(&self) -> Option<&SeriesSettings> {
        self.settings.as_ref()
    }

    /// The series that are shown, in the order of [`SeriesSettings::pairs`].
    pub fn series(&self) -> &[Series] {
        &self.series
    }

    /// The attached text of a document.
    pub fn source(&self, document: DocumentId) -> Option<&SourceText> {
        self.sources.get(&document)
    }

    /// The files whose texts are attached, by document.
    pub fn source_files(&self) -> &BTreeMap<DocumentId, PathBuf> {
        &self.source_files
    }

    /// Whether the dates are being played.
    pub fn is_playing(&self) -> bool {
        self.playing
    }

    /// Grows whenever the selection changes; with the panel that changed it, which must not scroll.
    pub fn selection_revision(&self) -> (u64, Panel) {
        (self.selection_revision, self.origin)
    }

    /// How the nodes of the diagram are arranged.
    pub fn arrangement(&self) -> &Arrangement {
        &self.arrangement
    }

    /// The arrangement that a person asks for now.
    ///
    /// # Errors
    /// Why there is none, as the end of a sentence.
    pub fn offer(&self, kind: ArrangementKind) -> Result<Arrangement, &'static str> {
        self.grounds.offer(&self.dataset, self.selection().items(), kind)
    }

    /// Takes what the diagram was asked to show.
    pub fn take_camera(&mut self) -> Option<Camera> {
        self.camera.take()
    }

    /// Takes what the person must be told.
    pub fn take_notices(&mut self) -> Vec<Notice> {
        std::mem::take(&mut self.notices)
    }

    /// Sets what is under the pointer. Returns whether it changed.
    pub fn hover(&mut self, item: Option<Item>) -> bool {
        let changed = self.hovered != item;
        if changed {
            self.hovered = item;
            self.update_focus();
        }
        changed
    }

    /// Carries out a command. What is for the window itself is handed back.
    pub fn apply(&mut self, command: Command) -> Option<Request> {
        match command {
            Command::Select { item, mode, from } => {
                let selection = match mode {
                    SelectMode::Replace => Selection::new([item]),
                    SelectMode::Toggle => self.selection().toggled(item),
                };
                self.select(selection, from);
            }
            Command::SelectAll(items) => self.select(Selection::new(items), Panel::Elsewhere),
            Command::Clear => self.select(Selection::default(), Panel::Elsewhere),
            Command::Back => {
                let moved = self.history.back();
                self.after_selection(moved, Panel::Elsewhere);
            }
            Command::Forward => {
                let moved = self.history.forward();
                self.after_selection(moved, Panel::Elsewhere);
            }
            Command::SetWindow(window) => {
                self.playing = false;
                self.set_window(window);
            }
            Command::StepDate(steps) => {
                self.playing = false;
                self.step_date(steps);
            }
            Command::SetPlaying(playing) => {
                self.playing = playing;
                self.next_step = None;
            }
            Command::SetExcerptVoices(voices) => self.excerpt_voices = voices,
            Command::SetSeriesOf(of) => self.change_series(|settings| {
                settings.of = of;
                settings.toward.retain(|&pole| pole != of);
            }),
            Command::SetSeriesToward(toward) => {
                self.change_series(|settings| settings.toward = toward);
            }
            Command::SetSeriesBeside(beside) => {
                self.change_series(|settings| settings.beside = beside);
            }
            Command::SetParameters(parameters) => {
                self.change_series(|settings| settings.parameters = parameters);
            }
            Command::AttachSource { document, path } => self.attach(document, &path),
            Command::Arrange(arrangement) => self.arrangement = arrangement,
            Command::MoveCamera(camera) => self.camera = Some(camera),
            Command::Request(request) => return Some(request),
        }
        None
    }

    /// Lets time pass while playing. `now` is in seconds. Returns the seconds until the next step.
    pub fn tick(&mut self, now: f64) -> Option<f64> {
        if !self.playing {
            return None;
        }
        let due = *self.next_step.get_or_insert(now);
        if now >= due {
            self.next_step = Some(now + PLAY_SECONDS);
            if !self.step_date(1) {
                self.playing = false;
                return None;
            }
        }
        self.next_step.map(|next| (next - now).max(0.0))
    }

    /// The events behind a point of a series, those with the largest share first.
    pub fn events_behind(&self, point: SeriesPoint) -> Vec<EventId> {
        behind(&self.dataset, &self.index, self.settings.as_ref(), point)
    }

    /// The citations of the evidence of what is selected, a line each.
    pub fn citations(&self) -> String {
        let mut excerpts: Vec<ExcerptId> =
            self.selection().items().iter().flat_map(|&item| self.evidence_of(item)).collect();
        excerpts.sort_unstable();
        excerpts.dedup();
        let lines: Vec<String> = excerpts
            .into_iter()
            .map(|id| {
                let excerpt = self.dataset.excerpt(id);
                let document = &self.dataset.documents[excerpt.document()];
                format!(
                    "{} [{}] ({})",
                    excerpt.gloss(),
                    excerpt.voice(),
                    citation::at(document, excerpt.paragraph())
                )
            })
            .collect();
        lines.join("\n")
    }

    /// Every excerpt that proves something of an item, in document order.
    pub fn evidence_of(&self, item: Item) -> Vec<ExcerptId> {
        let mut excerpts: Vec<ExcerptId> = match item {
            Item::Excerpt(id) => vec![id],
            Item::Document(document) => self.index.excerpts_of(document).to_vec(),
            Item::Node(node) => self.node_evidence(node),
            Item::Relationship(_) | Item::Event(_) => self.dataset.evidence(item).to_vec(),
            Item::Point(point) => {
                let events = self.events_behind(point);
                events.iter().flat_map(|&id| self.dataset.event(id).evidence().iter()).copied().collect()
            }
        };
        excerpts.sort_unstable_by_key(|id| id.index());
        excerpts.dedup();
        excerpts
    }

    fn node_evidence(&self, node: NodeId) -> Vec<ExcerptId> {
        let own = self.index.evidence(node).iter();
        let ties =
            self.index.relationships(node).iter().flat_map(|&id| &self.dataset.relationships[id].evidence);
        let events = self.index.events(node).iter().flat_map(|&id| self.dataset.event(id).evidence());
        own.chain(ties).chain(events).copied().collect()
    }

    fn select(&mut self, selection: Selection, from: Panel) {
        let changed = self.history.push(selection);
        self.after_selection(changed, from);
    }

    fn after_selection(&mut self, changed: bool, from: Panel) {
        if changed {
            self.origin = from;
            self.selection_revision += 1;
            self.update_focus();
        }
    }

    fn set_window(&mut self, window: Window) {
        if window != self.window {
            self.window = window;
            self.network.set_window(&self.window);
            self.focus_revision += 1;
        }
    }

    /// Moves the as-of date by steps of change; whether it moved. From "always" or a range, forward steps
    /// start at the first date and backward steps at the last.
    fn step_date(&mut self, steps: i32) -> bool {
        let calendar = self.network.calendar();
        let day = match (&self.window, steps) {
            (Window::AsOf(day), 1..) => calendar.next_date(*day),
            (Window::AsOf(day), _) => calendar.previous_date(*day),
            (Window::Always | Window::Range(_), 1..) => calendar.dates().first().copied(),
            (Window::Always | Window::Range(_), _) => calendar.dates().last().copied(),
        };
        if let Some(day) = day {
            self.set_window(Window::AsOf(day));
        }
        day.is_some()
    }

    fn change_series(&mut self, change: impl FnOnce(&mut SeriesSettings)) {
        if let Some(settings) = &mut self.settings {
            change(settings);
        }
        self.update_series();
        self.update_focus();
    }

    fn update_series(&mut self) {
        self.series = match &self.settings {
            Some(settings) => settings
                .pairs()
                .map(|(of, toward)| series(&self.dataset, &self.index, settings, of, toward))
                .collect(),
            None => Vec::new(),
        };
    }

    fn update_focus(&mut self) {
        self.focus_revision += 1;
        self.focus.update(
            &self.dataset,
            &self.index,
            &FocusRequest {
                selected: self.history.present().items(),
                hovered: self.hovered,
                behind: &|point| behind(&self.dataset, &self.index, self.settings.as_ref(), point),
            },
        );
    }

    fn attach(&mut self, document: Option<DocumentId>, path: &Path) {
        let notice = match self.try_attach(document, path) {
            Ok(text) => Notice { is_error: false, text },
            Err(text) => Notice { is_error: true, text },
        };
        self.notices.push(notice);
    }

    /// Reads and attaches a text. Either way the answer is a sentence for the person.
    fn try_attach(&mut self, document: Option<DocumentId>, path: &Path) -> Result<String, String> {
        let shown = path.display();
        let bytes = std::fs::read(path).map_err(|error| format!("{shown} cannot be read: {error}"))?;
        let (id, source) = self
            .match_source(document, bytes)
            .map_err(|error| format!("{shown} cannot be attached: {error}"))?;
        let excerpts = self.index.excerpts_of(id);
        let found = excerpts.iter().filter(|&&id| source.find(self.dataset.excerpt(id)).is_some()).count();
        let (all, same) = (excerpts.len(), source.is_same());
        let title = &self.dataset.documents[id].title;
        if found == 0 && all > 0 {
            return Err(format!("{shown} does not look like {title}: none of its {all} excerpts is in it"));
        }
        self.sources.insert(id, source);
        self.source_files.insert(id, path.to_owned());
        let note = match same {
            Some(true) => "",
            Some(false) => "; the text differs from the one that was coded",
            None => "; the dataset does not say which edition was coded",
        };
        Ok(format!("Attached {title}: {found} of {all} excerpts found{note}."))
    }

    /// The document that a text belongs to: the one named, else the one with this hash, else the only one.
    fn match_source(
        &self,
        document: Option<DocumentId>,
        bytes: Vec<u8>,
    ) -> Result<(DocumentId, SourceText), MatchError> {
        let documents = &self.dataset.documents;
        let candidates: Vec<DocumentId> = match document {
            Some(id) => vec![id],
            None => documents.ids().collect(),
        };
        if let [only] = candidates[..] {
            let source = SourceText::new(bytes, documents[only].text.as_deref())?;
            return Ok((only, source));
        }
        for id in candidates {
            let source = SourceText::new(bytes.clone(), documents[id].text.as_deref())?;
            if source.is_same() == Some(true) {
                return Ok((id, source));
            }
        }
        Err(MatchError::NoDocument)
    }
}

/// Why a text belongs to no document.
#[derive(Debug, thiserror::Error)]
enum MatchError {
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error("it is the text of none of the documents; name one with --source ID=FILE")]
    NoDocument,
}

fn series(
    dataset: &Dataset,
    index: &Index,
    settings: &SeriesSettings,
    of: ActorId,
    toward: ActorId,
) -> Series {
    let request = SeriesRequest { of, toward: NodeId::Actor(toward), parameters: settings.parameters };
    Series::with_index(dataset, index, request)
}

fn behind(
    dataset: &Dataset,
    index: &Index,
    settings: Option<&SeriesSettings>,
    point: SeriesPoint,
) -> Vec<EventId> {
    let Some(settings) = settings else { return Vec::new() };
    let series = series(dataset, index, settings, point.of, point.toward);
    let mut shares = series.shares(point.day);
    shares.retain(|share| share.of_weight >= LEAST_SHARE);
    shares.sort_by(|a, b| b.of_weight.total_cmp(&a.of_weight).then(a.event.cmp(&b.event)));
    shares.into_iter().map(|share| share.event).collect()
}

/// `2025-01` is as of its last day; `2024-01/2024-06` is a range; nothing is all dates.
///
/// # Errors
/// A sentence that says what is wrong with the text.
pub fn parse_window(text: &str) -> Result<Window, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Window::Always);
    }
    if text.contains('/') {
        let date = crate::dataset::Edtf::parse(text).map_err(|error| error.to_string())?;
        return Ok(Window::Range(date.range()));
    }
    parse_as_of(text).map(Window::AsOf)
}

/// The first day that a text such as `2025-01` or `2025-01-31` is over: as of that date.
///
/// # Errors
/// A sentence that says what is wrong with the text.
pub fn parse_as_of(text: &str) -> Result<Day, String> {
    let date = crate::dataset::Edtf::parse(text).map_err(|error| error.to_string())?;
    date.latest().ok_or_else(|| format!("{text:?} has no last day; give a day, a month or a year"))
}
