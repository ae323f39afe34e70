//! The time of a frame of the diagram, from input to shapes and on to triangles, without a graphics card.
//!
//! `cargo bench --bench frame` writes a table: for each thing that a person does, the median, the 90th and 99th
//! percentile and the longest of its frames, and how much is drawn. The same is done three times (`--repeats N`), and of
//! each frame the fastest counts. `-- --nodes N --ties M` sets the size of the
//! network (100,000 and 300,000), `--frames N` how many frames of each kind (200), `--only KIND` runs one kind, as for
//! `valgrind --tool=callgrind`; `--width W --height H` sets the panel; `--each 1` also writes the time of each frame.

mod random;

use std::sync::Arc;
use std::time::{Duration, Instant};

use detente::analysis::network::Window;
use detente::dataset::date::DayRange;
use detente::dataset::model::{Actor, PartOf, Relationship, Remarks};
use detente::dataset::{ActorId, ActorKind, Dataset, Day, Edtf, Id, Item, NodeId, RelationshipKind};
use detente::layout::{Point, Positions, Rect as Region};
use detente::session::{Command, SelectMode, Session};
use detente::theme::{Theme, install, tokens};
use detente::views::diagram::DiagramView;
use detente::views::{Medium, Outbox, ViewContext};
use egui::epaint::{ClippedShape, Primitive};
use egui::{Context, Event, MouseWheelUnit, Pos2, RawInput, Rect, Shape, TouchPhase, pos2, vec2};

use random::Random;

/// What a person does, frame after frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// Nothing, while the window is drawn all the same.
    Idle,
    /// Drags the ground.
    Pan,
    /// Turns the wheel, in to a few nodes and out again.
    Zoom,
    /// Moves the pointer over everything.
    Hover,
    /// Moves the ends of the time window.
    Brush,
    /// Selects the nodes of the most ties, one after the other.
    Select,
    /// Drags the ground with a few hundred nodes in view.
    PanNear,
    /// Points at a state of which an eighth of all nodes are parts, and away again.
    Whole,
}

const KINDS: [Kind; 8] =
    [Kind::Idle, Kind::Pan, Kind::Zoom, Kind::Hover, Kind::Brush, Kind::Select, Kind::PanNear, Kind::Whole];

/// What the command line asks for.
struct Asked {
    nodes: usize,
    ties: usize,
    frames: usize,
    repeats: usize,
    only: Option<String>,
    each: bool,
    size: [f32; 2],
}

fn asked() -> Asked {
    let mut asked = Asked {
        nodes: 100_000,
        ties: 300_000,
        frames: 200,
        repeats: 3,
        only: None,
        each: false,
        size: [1280.0, 800.0],
    };
    let words: Vec<String> = std::env::args().collect();
    for pair in words.windows(2) {
        let number = pair[1].parse().unwrap_or(0usize);
        match pair[0].as_str() {
            "--nodes" => asked.nodes = number.max(2),
            "--ties" => asked.ties = number,
            "--frames" => asked.frames = number.max(1),
            "--repeats" => asked.repeats = number.max(1),
            "--width" => asked.size[0] = number as f32,
            "--height" => asked.size[1] = number as f32,
            "--each" => asked.each = number > 0,
            "--only" => asked.only = Some(pair[1].to_lowercase()),
            _ => {}
        }
    }
    asked
}

/// About −3 to 3, most often near 0.
fn bell(random: &mut Random) -> f32 {
    (0..6).map(|_| random.part()).sum::<f32>() * 1.4 - 4.2
}

/// Clusters of power-law size; ties mostly within a cluster, to nodes that have many already.
/// The first `parts` of the others are part of the first node.
fn network(nodes: usize, ties: usize, parts: usize) -> (Dataset, Positions) {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut dataset = Dataset { title: "A large network".to_owned(), ..Dataset::default() };
    let mut points = Vec::with_capacity(nodes);
    let mut clusters: Vec<Vec<usize>> = Vec::new();
    let side = 110.0 * (nodes as f32).sqrt();
    while points.len() < nodes {
        let size = ((8.0 / random.part().max(1e-3)) as usize).min(nodes / 8 + 1).min(nodes - points.len());
        let middle = [random.part() * side, random.part() * side];
        let spread = 60.0 * (size as f32).sqrt();
        let first = points.len();
        for _ in 0..size {
            let [x, y] = middle.map(|at| at + bell(&mut random) * spread * 0.5);
            points.push(Point { x, y });
        }
        clusters.push((first..points.len()).collect());
    }
    let of: Vec<usize> =
        clusters.iter().enumerate().flat_map(|(cluster, all)| all.iter().map(move |_| cluster)).collect();
    for (node, cluster) in of.iter().enumerate() {
        let key = format!("a{node}");
        let kind = ActorKind::ALL[random.below(ActorKind::ALL.len())];
        let whole =
            PartOf { whole: ActorId::from_index(0), period: None, evidence: Vec::new().into(), note: None };
        dataset.actors.push(Actor {
            key: key.into(),
            kind: if node == 0 { ActorKind::State } else { kind },
            name: format!("Actor {node} of group {cluster}").into(),
            short: None,
            also: [].into(),
            part_of: (1..=parts).contains(&node).then_some(whole).into_iter().collect(),
            offices: [].into(),
            viz: None,
            remarks: Remarks::default(),
        });
    }
    let mut ends: Vec<usize> = Vec::new();
    for tie in 0..ties {
        let from = random.below(nodes);
        let cluster = &clusters[of[from]];
        let to = match random.below(10) {
            0..6 => cluster[random.below(cluster.len())],
            6..9 if !ends.is_empty() => ends[random.below(ends.len())],
            _ => random.below(nodes),
        };
        ends.extend([from, to]);
        let day = random.below(3650) as i32 + 14_000;
        let key = format!("t{tie}");
        dataset.relationships.push(Relationship {
            key: key.into(),
            kind: RelationshipKind::ALL[random.below(RelationshipKind::ALL.len())],
            from: NodeId::Actor(ActorId::from_index(from)),
            to: NodeId::Actor(ActorId::from_index(to)),
            mutual: tie % 3 == 0,
            label: None,
            period: format!("{}", Day(day)).parse::<Edtf>().ok(),
            evidence: Vec::new().into(),
            remarks: Remarks::default(),
        });
    }
    dataset.index_keys();
    let bounds = points
        .iter()
        .fold(Region::between(points[0], points[0]), |all, &point| all.union(&Region::between(point, point)));
    (dataset, Positions { nodes: points, groups: Vec::new(), bounds })
}

/// The panel, its session, and a window that is not there.
struct Bench {
    ctx: Context,
    session: Session,
    view: DiagramView,
    size: [f32; 2],
    time: f64,
    events: Vec<Event>,
    /// What is pointed at by name, as in the outline.
    pointed: Option<Item>,
}

/// How long a frame took and what came of it.
#[derive(Clone, Copy, Default)]
struct Frame {
    shapes_in: Duration,
    triangles_in: Duration,
    shapes: usize,
    vertices: usize,
}

impl Bench {
    fn new(dataset: Arc<Dataset>, positions: Positions, size: [f32; 2]) -> Self {
        let ctx = Context::default();
        ctx.enable_accesskit();
        install(&ctx, Theme::Light);
        let view = DiagramView::with_positions(positions);
        Self { ctx, session: Session::new(dataset), view, size, time: 0.0, events: Vec::new(), pointed: None }
    }

    fn frame(&mut self) -> Frame {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(self.size[0], self.size[1]))),
            time: Some(self.time),
            events: std::mem::take(&mut self.events),
            ..RawInput::default()
        };
        let begun = Instant::now();
        let outbox = Outbox::default();
        let context = ViewContext {
            session: &self.session,
            tokens: tokens(Theme::Light),
            outbox: &outbox,
            medium: Medium::Screen,
        };
        let view = &mut self.view;
        let mut output = self.ctx.run_ui(input, |ui| view.ui(ui, &context));
        // No graphics card waits for them.
        output.textures_delta.clear();
        let (commands, hovered) = outbox.into_parts();
        for command in commands {
            let _ = self.session.apply(command);
        }
        self.session.hover(hovered.or(self.pointed));
        let shapes_in = begun.elapsed();
        let shapes = output.shapes.iter().map(|clipped| count(&clipped.shape)).sum();
        let begun = Instant::now();
        let clipped: Vec<ClippedShape> = output.shapes;
        let primitives = self.ctx.tessellate(clipped, output.pixels_per_point);
        let triangles_in = begun.elapsed();
        let vertices = primitives.iter().map(|clipped| match &clipped.primitive {
            Primitive::Mesh(mesh) => mesh.vertices.len(),
            Primitive::Callback(_) => 0,
        });
        Frame { shapes_in, triangles_in, shapes, vertices: vertices.sum() }
    }

    fn middle(&self) -> Pos2 {
        pos2(self.size[0] / 2.0, self.size[1] / 2.0)
    }

    /// Sees to it that the next frame of a kind does what a person does.
    fn act(&mut self, kind: Kind, step: usize) {
        let middle = self.middle();
        let turn = step as f32 * 0.11;
        match kind {
            Kind::Idle => {}
            Kind::Pan | Kind::PanNear => {
                let reach = if kind == Kind::Pan { 0.25 } else { 0.45 } * self.size[1];
                let at = middle + vec2(turn.cos(), (1.3 * turn).sin()) * reach;
                if step == 0 {
                    self.events.push(Event::PointerMoved(at));
                    self.events.push(button(at, true));
                }
                self.events.push(Event::PointerMoved(at));
            }
            Kind::Zoom => {
                let at = middle + vec2(turn.cos(), turn.sin()) * 60.0;
                let inward = (step / 60).is_multiple_of(2);
                self.events.push(Event::PointerMoved(at));
                self.wheel(if inward { 40.0 } else { -40.0 });
            }
            Kind::Hover => {
                let at = middle + vec2((1.7 * turn).cos(), (2.3 * turn).sin()) * 0.4 * self.size[1];
                self.events.push(Event::PointerMoved(at));
            }
            Kind::Brush => {
                let first = Day(14_000 + 10 * (step as i32 % 200));
                let range = DayRange { first: Some(first), last: Some(Day(first.0 + 1500)) };
                self.session.apply(Command::SetWindow(Window::Range(range)));
            }
            Kind::Whole => {
                let whole = ActorId::from_index(0).into();
                self.pointed =
                    step.is_multiple_of(4).then_some(whole).or(self.pointed.filter(|_| step % 4 < 2));
            }
            Kind::Select => {
                let node = ActorId::from_index(step * 37 % self.session.dataset().actors.len());
                let mode = SelectMode::Replace;
                let from = detente::session::Panel::Outline;
                self.session.apply(Command::Select { item: node.into(), mode, from });
            }
        }
    }

    fn wheel(&mut self, by: f32) {
        self.events.push(Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, by),
            phase: TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: egui::Modifiers::NONE,
        });
    }

    /// Brings the window to where a kind begins.
    fn begin(&mut self, kind: Kind) {
        self.events.extend([button(self.middle(), false), Event::PointerGone]);
        self.pointed = None;
        self.session.apply(Command::Clear);
        self.session.apply(Command::SetWindow(Window::Always));
        self.view.move_camera(detente::session::Camera::Fit);
        for _ in 0..40 {
            self.frame();
        }
        if kind == Kind::PanNear {
            while self.view.shown().is_far {
                self.events.push(Event::PointerMoved(self.middle()));
                self.wheel(60.0);
                self.frame();
            }
            self.frame();
        }
    }
}

fn button(at: Pos2, pressed: bool) -> Event {
    let modifiers = egui::Modifiers::NONE;
    Event::PointerButton { pos: at, button: egui::PointerButton::Primary, pressed, modifiers }
}

fn count(shape: &Shape) -> usize {
    match shape {
        Shape::Noop => 0,
        Shape::Vec(shapes) => shapes.iter().map(count).sum(),
        _ => 1,
    }
}

/// Median, 90th and 99th percentile, longest; in milliseconds.
fn percentiles(frames: &[Frame], time: impl Fn(&Frame) -> Duration) -> [f64; 4] {
    let mut times: Vec<f64> = frames.iter().map(|frame| 1e3 * time(frame).as_secs_f64()).collect();
    times.sort_by(f64::total_cmp);
    [0.5, 0.9, 0.99, 1.0].map(|part| times[((times.len() - 1) as f64 * part).round() as usize])
}

fn main() {
    let asked = asked();
    let (dataset, positions) = network(asked.nodes, asked.ties, 0);
    let begun = Instant::now();
    let mut bench = Bench::new(Arc::new(dataset), positions, asked.size);
    let opened = begun.elapsed();
    let begun = Instant::now();
    bench.frame();
    println!("{} nodes, {} ties, a panel of {:?} points", asked.nodes, asked.ties, asked.size);
    println!("session in {:.0} ms, first frame in {:.0} ms", ms(opened), ms(begun.elapsed()));
    println!(
        "{:8} {:>31} {:>31} {:>8} {:>9}",
        "", "to shapes: p50 p90 p99 max, ms", "to triangles, ms", "shapes", "vertices"
    );
    for kind in KINDS {
        let name = format!("{kind:?}").to_lowercase();
        if asked.only.as_ref().is_some_and(|only| *only != name) {
            continue;
        }
        if kind == Kind::Whole {
            let (dataset, positions) = network(asked.nodes, asked.ties, asked.nodes / 8);
            bench = Bench::new(Arc::new(dataset), positions, asked.size);
        }
        let runs = (0..asked.repeats).map(|_| {
            bench.begin(kind);
            let step = |step| {
                bench.act(kind, step);
                bench.frame()
            };
            (0..asked.frames).map(step).collect::<Vec<Frame>>()
        });
        let frames = runs.reduce(fastest).unwrap_or_default();
        if asked.each {
            let each = frames.iter().map(|frame| format!("{:.1}", ms(frame.shapes_in)));
            println!("{}", each.collect::<Vec<_>>().join(" "));
        }
        let most = |of: fn(&Frame) -> usize| frames.iter().map(of).max().unwrap_or(0);
        let row = |of: [f64; 4]| of.map(|time| format!("{time:7.2}")).concat();
        let (shapes, triangles) = (
            row(percentiles(&frames, |frame| frame.shapes_in)),
            row(percentiles(&frames, |frame| frame.triangles_in)),
        );
        println!(
            "{name:8} {shapes:>31} {triangles:>31} {:>8} {:>9}",
            most(|frame| frame.shapes),
            most(|frame| frame.vertices)
        );
    }
}

/// Of each frame the faster one: what another program did meanwhile is no part of it.
fn fastest(one: Vec<Frame>, other: Vec<Frame>) -> Vec<Frame> {
    let faster = |(one, other): (Frame, Frame)| Frame {
        shapes_in: one.shapes_in.min(other.shapes_in),
        triangles_in: one.triangles_in.min(other.triangles_in),
        ..one
    };
    one.into_iter().zip(other).map(faster).collect()
}

fn ms(time: Duration) -> f64 {
    1e3 * time.as_secs_f64()
}
