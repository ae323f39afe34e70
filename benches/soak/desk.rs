//! The whole window, off screen, and somebody who uses all of it without a rest.

#[path = "../random/mod.rs"]
mod random;

use std::error::Error;
use std::io::{BufWriter, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use detente::analysis::network::Window;
use detente::dataset::diagnostic::Report;
use detente::dataset::{ActorId, Dataset, Day, DocumentId, EventId, Id, Item, load_path};
use detente::desktop::App;
use detente::desktop::preferences::Preferences;
use detente::session::{Action, Camera, Command, Panel, Request, SelectMode};
use detente::theme::ThemeChoice;
use egui::{
    Event, FullOutput, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, Rect, TexturesDelta,
    TouchPhase, pos2, vec2,
};
use egui_kittest::{Harness, TestRenderer};

use super::world::{Sizes, World};
use random::Random;

/// The size of the window in points.
const WINDOW: [f32; 2] = [1280.0, 800.0];

/// How many frames each deed takes.
pub const STEPS: usize = 30;

/// So many events are selected at once.
const MANY: usize = 2_000;

/// What somebody does, one after the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Deed {
    /// Drags the ground of the diagram.
    Pan,
    /// Turns the wheel over the diagram, in and out again.
    Zoom,
    /// Moves the pointer over every panel.
    Hover,
    /// Draws ranges of dates in the timeline.
    Brush,
    /// Clicks on what stands in the diagram, and selects events, documents, actors of many ties, and many events at
    /// once.
    Select,
    /// Types names into the search.
    Search,
    /// Lets the dates play.
    Play,
    /// Turns the wheel over excerpts, inspector and outline, down and up again.
    Scroll,
}

impl Deed {
    pub const ALL: [Self; 8] = [
        Self::Pan,
        Self::Zoom,
        Self::Hover,
        Self::Brush,
        Self::Select,
        Self::Search,
        Self::Play,
        Self::Scroll,
    ];

    /// As the command line has it.
    pub fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

/// Makes a dataset of a size and reads it from its file, as the program does.
pub fn made(sizes: Sizes) -> Result<Dataset, Box<dyn Error>> {
    let file = tempfile::NamedTempFile::new()?;
    let mut out = BufWriter::new(file.as_file());
    World::new(sizes, 1).write(&mut out)?;
    out.flush()?;
    drop(out);
    let loaded = load_path(file.path());
    loaded.dataset.ok_or_else(|| loaded.report.render(false).into())
}

/// A screen that nobody looks at: egui_kittest's own keeps every change of a texture until a picture is asked for.
struct Blind;

impl TestRenderer for Blind {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        delta.clear();
    }

    fn render(&mut self, _: &egui::Context, _: &FullOutput) -> Result<image::RgbaImage, String> {
        Err("nothing is drawn here".to_owned())
    }
}

/// Where the panels are.
struct Panels {
    diagram: Rect,
    timeline: Rect,
    excerpts: Rect,
    inspector: Rect,
    outline: Rect,
}

impl Panels {
    /// As the preferences have them: the outline at the left, inspector over excerpts at the right, and the timeline
    /// below the diagram.
    fn new(preferences: &Preferences) -> Self {
        const BARS: f32 = 80.0;
        let [width, height] = WINDOW;
        let (left, right) = (preferences.outline_width + 20.0, width - preferences.right_width - 20.0);
        let under = height - preferences.timeline_height;
        let inside = |min, max| Rect::from_min_max(min, max).shrink(20.0);
        Self {
            diagram: inside(pos2(left, BARS), pos2(right, under - 20.0)),
            timeline: inside(pos2(left, under + 60.0), pos2(right, height - 20.0)),
            excerpts: inside(
                pos2(right + 40.0, BARS + preferences.inspector_height + 80.0),
                pos2(width, height),
            ),
            inspector: inside(pos2(right + 40.0, BARS), pos2(width, BARS + preferences.inspector_height)),
            outline: inside(pos2(0.0, BARS + 40.0), pos2(preferences.outline_width, height)),
        }
    }
}

/// The window and the script.
pub struct Desk {
    harness: Harness<'static, App>,
    panels: Panels,
    random: Random,
    /// What is being searched for.
    name: Vec<char>,
    /// How the window was when the deed began.
    before: Seen,
}

/// What tells whether a deed did anything.
#[derive(Clone, PartialEq, Debug, Default)]
struct Seen {
    /// Where each shape of the diagram is.
    diagram: Vec<Rect>,
    window: String,
    selections: u64,
}

impl Desk {
    /// Opens the window and waits for the layout.
    pub fn open(dataset: Dataset) -> Self {
        let preferences = Preferences { theme: ThemeChoice::Light, ..Preferences::for_window(WINDOW) };
        let panels = Panels::new(&preferences);
        let build = move |ctx: &egui::Context| {
            App::new(ctx, Arc::new(dataset), Report::new("made.json"), preferences, None)
        };
        let harness = Harness::builder()
            .with_size(WINDOW)
            .with_step_dt(1.0 / 60.0)
            .renderer(Blind)
            .build_eframe(move |cc| build(&cc.egui_ctx));
        let mut desk = Self { harness, panels, random: Random(7), name: Vec::new(), before: Seen::default() };
        while !desk.harness.state().is_settled() {
            desk.harness.step();
            std::thread::sleep(Duration::from_millis(5));
        }
        // What is made for the frames after that, it is made now.
        desk.harness.run_steps(STEPS);
        desk
    }

    /// One frame of a deed, of which it is the `step`-th of [`STEPS`]; how long it took.
    pub fn step(&mut self, deed: Deed, step: usize) -> Duration {
        if step == 0 {
            self.begin(deed);
        }
        let begun = Instant::now();
        self.act(deed, step);
        self.harness.step();
        begun.elapsed()
    }

    /// Whether the last deed did something that can be seen.
    pub fn is_done(&mut self, deed: Deed) -> bool {
        let (before, now) = (self.before.clone(), self.seen());
        match deed {
            Deed::Pan | Deed::Zoom => before.diagram != now.diagram,
            Deed::Hover => true,
            Deed::Scroll => !self.says("hit"),
            Deed::Brush | Deed::Play => before.window != now.window,
            Deed::Select => now.selections >= before.selections + 2,
            Deed::Search => self.says("hit"),
        }
    }

    fn seen(&self) -> Seen {
        let app = self.harness.state();
        let diagram = self.panels.diagram;
        let shapes =
            self.harness.output().shapes.iter().filter(|shape| shape.clip_rect.contains(diagram.center()));
        Seen {
            diagram: shapes.map(|shape| shape.shape.visual_bounding_rect()).collect(),
            window: format!("{:?}", app.session().window()),
            selections: app.session().selection_revision().0,
        }
    }

    fn says(&self, text: &str) -> bool {
        use egui_kittest::kittest::NodeT;
        let holds = |held: Option<String>| held.is_some_and(|held| held.contains(text));
        let mut nodes = self.harness.root().children_recursive().map(|node| node.accesskit_node());
        nodes.any(|node| holds(node.label()) || holds(node.value()))
    }

    fn begin(&mut self, deed: Deed) {
        self.press(self.panels.diagram.center(), false);
        self.push(Event::PointerGone);
        self.harness.step();
        match deed {
            Deed::Pan | Deed::Select | Deed::Zoom => self.command(Command::MoveCamera(Camera::Fit)),
            Deed::Brush => self.command(Command::SetWindow(Window::Always)),
            Deed::Search => self.command(Command::Request(Request::Act(Action::Find))),
            Deed::Play => {
                // Or the outline would list what was found for ever after, and not the dataset.
                self.empty_search();
                self.rewind();
            }
            Deed::Scroll => self.command(Command::SetPlaying(false)),
            Deed::Hover => {}
        }
        self.harness.run_steps(2);
        self.before = self.seen();
    }

    fn act(&mut self, deed: Deed, step: usize) {
        let Panels { diagram, timeline, excerpts, inspector, outline } = self.panels;
        match deed {
            Deed::Pan => {
                let at = diagram.center() + self.circle(step) * 0.3 * diagram.height();
                self.push(Event::PointerMoved(at));
                if step == 0 {
                    self.press(at, true);
                }
            }
            Deed::Zoom => {
                let at = diagram.center() + self.circle(step) * 40.0;
                self.push(Event::PointerMoved(at));
                self.wheel(if step < 2 * STEPS / 3 { 40.0 } else { -40.0 });
            }
            Deed::Hover => {
                let at = pos2(self.random.part() * WINDOW[0], self.random.part() * WINDOW[1]);
                self.push(Event::PointerMoved(at));
            }
            Deed::Brush => {
                // The axis stands at the left of the plot, and the names of the lines at its right.
                let part = 0.15 + 0.5 * self.random.part();
                let at = timeline.left_top() + vec2(part * timeline.width(), 0.5 * timeline.height());
                self.push(Event::PointerMoved(at));
                match step {
                    0 => self.press(at, true),
                    _ if step + 1 == STEPS => self.press(at, false),
                    _ => {}
                }
            }
            Deed::Select => self.select(step),
            Deed::Search => self.search(step),
            // Each date would stay for a second: to play again goes on at once.
            Deed::Play if step.is_multiple_of(5) => self.command(Command::SetPlaying(true)),
            Deed::Play => {}
            Deed::Scroll => {
                let panel = [excerpts, inspector, outline][step / (STEPS / 3) % 3];
                self.push(Event::PointerMoved(panel.center()));
                self.wheel(if step % (STEPS / 3) < STEPS / 5 { -300.0 } else { 200.0 });
            }
        }
    }

    fn select(&mut self, step: usize) {
        let app = self.harness.state();
        let (dataset, places) = (app.session().dataset().clone(), app.diagram().places());
        match step % 12 {
            0 if !places.is_empty() => {
                let (_, place) = places[self.random.below(places.len())];
                self.push(Event::PointerMoved(place.center()));
                self.press(place.center(), true);
            }
            1 => {
                let at = self.harness.ctx.input(|input| input.pointer.latest_pos()).unwrap_or_default();
                self.press(at, false);
            }
            4 => {
                let event = EventId::from_index(self.random.below(dataset.events.len()));
                self.choose(event.into());
            }
            6 => {
                // The first actors have most of the ties.
                let actor = ActorId::from_index(self.random.below(dataset.actors.len().min(10)));
                self.choose(actor.into());
            }
            8 => {
                let document = DocumentId::from_index(self.random.below(dataset.documents.len()));
                self.choose(document.into());
            }
            10 => {
                let first = self.random.below(dataset.events.len());
                let events = dataset.events.ids().skip(first).take(MANY);
                self.command(Command::SelectAll(events.map(Item::from).collect()));
            }
            _ => {}
        }
    }

    /// Goes to a day of the first half.
    fn rewind(&mut self) {
        let part = 0.5 * self.random.part();
        if let Some((first, last)) = self.harness.state().session().network().calendar().extent() {
            let day = Day(first.0 + (part * (last.0 - first.0) as f32) as i32);
            self.command(Command::SetWindow(Window::AsOf(day)));
        }
    }

    fn choose(&mut self, item: Item) {
        self.command(Command::Select { item, mode: SelectMode::Replace, from: Panel::Elsewhere });
    }

    /// The first letters of the name of an actor, one at a time.
    fn search(&mut self, step: usize) {
        if step == 0 {
            let dataset = self.harness.state().session().dataset().clone();
            let actor = ActorId::from_index(self.random.below(dataset.actors.len()));
            self.name = dataset.actors[actor].name.chars().collect();
            self.empty_search();
        }
        if let Some(letter) = self.name.get(step / 6).filter(|_| step.is_multiple_of(6)) {
            self.push(Event::Text(letter.to_string()));
        }
    }

    /// Takes out what stands in the search field, which has the keyboard.
    fn empty_search(&mut self) {
        self.key(egui::Key::A, Modifiers::COMMAND);
        self.key(egui::Key::Backspace, Modifiers::NONE);
    }

    fn circle(&self, step: usize) -> egui::Vec2 {
        let turn = step as f32 * 0.11;
        vec2(turn.cos(), (1.3 * turn).sin())
    }

    fn command(&mut self, command: Command) {
        let ctx = self.harness.ctx.clone();
        self.harness.state_mut().command(&ctx, command);
    }

    fn push(&mut self, event: Event) {
        self.harness.input_mut().events.push(event);
    }

    fn press(&mut self, pos: Pos2, pressed: bool) {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        self.push(Event::PointerButton { pos, button, pressed, modifiers });
    }

    fn key(&mut self, key: egui::Key, modifiers: Modifiers) {
        for pressed in [true, false] {
            self.push(Event::Key { key, physical_key: None, pressed, repeat: false, modifiers });
        }
    }

    fn wheel(&mut self, by: f32) {
        self.push(Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, by),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        });
    }
}
