//! What is drawn of a network, kept from frame to frame: an unchanged frame computes nothing, a pan moves what is
//! there, and only what the change touched is made anew.

use egui::{Pos2, Rect, Stroke, Vec2};

use crate::analysis::focus::Emphasis;
use crate::analysis::network::Window;
use crate::layout::Region;
use crate::theme::Tokens;

use super::super::context::{Medium, ViewContext};
use super::camera::View;
use super::cast::{Cast, Focused, Sight, Stage};
use super::guides::Guides;
use super::crowd::{self, Brush, Discs, Layer};
use super::level::{self, Bundle, Level, Mark};
use super::model::Graph;
use super::plane::{self, Plane};
use super::scene::{Scene, SceneNode, SceneRequest};
use super::shapes::Kind;
use super::standing::{Standing, prevailing};

/// The least side of a cell whose ties are bundled, in points; it is less than twice that.
const CELL: f32 = 12.0;

/// From this side on the next level fades in.
const FADES_IN: f32 = 18.0;

/// The most lines for each cell that holds a node: as many as a plane drawing of its cells could have.
const BUNDLES_OF_CELL: usize = 3;

/// The most bundles that are drawn, on the screen and in a figure.
const BUNDLES: usize = 8_000;
const BUNDLES_IN_FIGURE: usize = 3_000;

/// An area of the panel for each name that is placed over the crowd, in square points.
const AREA_OF_NAME: f32 = 20_000.0;

/// So many cells of bundles are a side of a neighbourhood of which a few nodes are named.
const NEIGHBOURHOOD: f32 = 8.0;

/// The part of the panel's size around it that is drawn, too, so that a pan finds it there.
const AROUND: f32 = 0.3;

/// Levels that are kept.
const LEVELS: usize = 5;

/// Radius of the least mark, in points.
const LEAST_MARK: f32 = 0.9;

/// What a frame is drawn from.
pub struct Frame<'a> {
    /// The session.
    pub ctx: &'a ViewContext<'a>,
    /// The graph that was laid out.
    pub graph: &'a Graph,
    /// Where its nodes stand.
    pub plane: &'a Plane,
    /// Grows whenever a node was moved.
    pub revision: u64,
    /// The regions of its groups.
    pub regions: &'a [Region],
    /// What shows the arrangement.
    pub guides: &'a Guides,
    /// What part of the plane is shown.
    pub view: View,
    /// The panel.
    pub panel: Rect,
    /// Where names may stand, on the screen; anywhere where there is none.
    pub page: Option<Rect>,
    /// Pixels to a point.
    pub pixels: f32,
    /// Whether the crowd is still seen, although the view is near.
    pub is_fading: bool,
    /// Width and height of a label's lines on the screen.
    pub measure: &'a dyn Fn(&[String]) -> Vec2,
}

/// What is drawn.
#[derive(Default)]
pub struct Drawing {
    scene: Scene,
    standing: Standing,
    focused: Focused,
    /// The nodes that are named from far.
    named: Vec<u32>,
    sight: Sight,
    cast: Cast,
    /// The rectangle of the plane that scene and crowd are made for.
    region: Option<Rect>,
    made: Option<Made>,
    levels: Vec<Counted>,
    crowd: Vec<Chosen>,
    painted: Option<Painted>,
    shown: Shown,
}

/// What the scene was made for.
#[derive(Clone, Copy, PartialEq)]
struct Made {
    revision: u64,
    window: Window,
    focus: u64,
    view: View,
    panel: Rect,
    pixels: f32,
    is_fading: bool,
}

/// A level of detail that was counted in a window.
struct Counted {
    level: Level,
    window: Window,
}

/// The bundles and marks of a level that are drawn in the region: copies, one after the other in memory.
struct Chosen {
    depth: u32,
    bundles: Vec<(u32, Bundle)>,
    marks: Vec<(Kind, Mark)>,
}

/// The crowd as it was painted.
struct Painted {
    made: Made,
    tokens: *const Tokens,
    layers: [Layer; 2],
}

/// How much is drawn, for the header and the caption.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Shown {
    /// Whether marks and bundles are drawn.
    pub is_far: bool,
    /// Labels that are shown.
    pub labels: usize,
    /// Nodes that could have one: those that stand; from near those in view.
    pub nodes: usize,
    /// Ties that are drawn.
    pub ties: usize,
    /// Ties that stand.
    pub all_ties: usize,
    /// Bundles that are drawn.
    pub bundles: usize,
    /// Marks that are drawn.
    pub marks: usize,
    /// Ties that are drawn as plain lines from near.
    pub plain: usize,
    /// Ties in view that are not drawn from near.
    pub left_out: usize,
}

impl Shown {
    /// Nodes without a label.
    pub fn hidden_labels(&self) -> usize {
        self.nodes - self.labels
    }
}

impl Drawing {
    /// The marks with a shape, a route or a name of their own.
    pub fn scene(&self) -> &Scene {
        &self.scene
    }

    /// What stands in the time window.
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    fn region(&self) -> Rect {
        self.region.unwrap_or(Rect::EVERYTHING)
    }

    /// How much is in view.
    pub fn sight(&self) -> Sight {
        self.sight
    }

    /// How much is drawn.
    pub fn shown(&self) -> Shown {
        self.shown
    }

    /// Makes what has changed since the frame before.
    pub fn update(&mut self, frame: &Frame<'_>) {
        let session = frame.ctx.session;
        let now = Made {
            revision: frame.revision,
            window: *session.window(),
            focus: session.focus_revision(),
            view: frame.view,
            panel: frame.panel,
            pixels: frame.pixels,
            is_fading: frame.is_fading,
        };
        let before = self.made.replace(now);
        if before == Some(now) {
            return;
        }
        let is_new_window = before.is_none_or(|before| before.window != now.window);
        let is_new_focus = before.is_none_or(|before| before.focus != now.focus);
        let is_new_place = before.is_none_or(|before| before.revision != now.revision);
        if is_new_window {
            self.standing = Standing::new(frame.graph, session.network());
        }
        let panel = in_plane(frame.view, frame.panel);
        let sight = Sight::new(frame.graph, frame.plane, panel, self.sight);
        if is_new_focus || is_new_window {
            self.focused = match sight {
                Sight::Far => Focused::new(frame.ctx, frame.graph),
                Sight::Whole | Sight::Near => Focused::default(),
            };
        } else if sight != self.sight && sight == Sight::Far {
            self.focused = Focused::new(frame.ctx, frame.graph);
        }
        let is_outside =
            self.region.is_none_or(|region| !region.contains_rect(panel) || is_too_wide(region, panel));
        let is_same_size =
            before.is_some_and(|before| before.view.zoom == now.view.zoom && before.pixels == now.pixels);
        let is_ranked = sight == Sight::Far || !self.cast.threads.is_empty();
        let is_new = is_new_window || sight != self.sight || is_outside;
        self.sight = sight;
        if is_new {
            self.region = Some(match sight {
                Sight::Whole => Rect::EVERYTHING,
                Sight::Near | Sight::Far => panel.expand2(AROUND * panel.size()),
            });
        }
        let is_moved = is_new || is_new_place || !is_same_size;
        if is_moved || (is_ranked && is_new_focus) {
            self.cast = self.cast(frame, is_moved);
            self.scene = Scene::new(&self.request(frame));
            if self.sight == Sight::Far {
                // Who has no name is one of the crowd, but for the focus.
                let is_touched = |item| frame.ctx.emphasis(item) >= Emphasis::Related;
                self.scene.nodes.retain(|node| node.label.is_some() || is_touched(node.node.into()));
            }
        } else if let Some(before) = before {
            let moved = frame.view.to_screen(frame.panel, Pos2::ZERO)
                - before.view.to_screen(before.panel, Pos2::ZERO);
            if moved != Vec2::ZERO {
                self.scene.shift(moved);
            }
            if is_new_focus {
                let mut scene = std::mem::take(&mut self.scene);
                scene.place_labels(&self.request(frame));
                self.scene = scene;
            }
        }
        self.choose(frame, is_new);
        self.count_labels(frame.panel);
    }

    fn cast(&mut self, frame: &Frame<'_>, is_moved: bool) -> Cast {
        let spacing = frame.graph.most_ties as f32 * 7.0 * scale(self.sight, frame) / frame.view.zoom;
        let stage = Stage {
            graph: frame.graph,
            plane: frame.plane,
            standing: &self.standing,
            region: self.region(),
            lanes: spacing,
            neighbourhood: NEIGHBOURHOOD
                * level::cell(frame.plane, level::depth(frame.plane, CELL / frame.view.zoom)),
        };
        match self.sight {
            Sight::Whole => Cast::whole(frame.ctx, frame.graph),
            Sight::Near => Cast::near(frame.ctx, &stage),
            Sight::Far => {
                if is_moved {
                    let on_screen = stage.region.size() * frame.view.zoom;
                    self.named = stage.named((on_screen.x * on_screen.y / AREA_OF_NAME) as usize);
                }
                Cast::far(frame.ctx, &stage, &self.focused, &self.named)
            }
        }
    }

    fn request<'a>(&'a self, frame: &'a Frame<'a>) -> SceneRequest<'a> {
        SceneRequest {
            ctx: frame.ctx,
            graph: frame.graph,
            plane: frame.plane,
            regions: frame.regions,
            guides: frame.guides,
            standing: &self.standing,
            nodes: &self.cast.nodes,
            ties: &self.cast.ties,
            view: frame.view,
            panel: frame.panel,
            page: frame.page,
            scale: scale(self.sight, frame),
            measure: frame.measure,
        }
    }

    /// Chooses the bundles and marks of the level that fits the zoom, and of the next one where that fades in.
    fn choose(&mut self, frame: &Frame<'_>, is_new: bool) {
        if self.sight != Sight::Far && !frame.is_fading {
            self.crowd.clear();
            return;
        }
        let wanted = depths(frame);
        if is_new {
            self.crowd.clear();
        }
        self.crowd.retain(|chosen| wanted.iter().any(|&(depth, _)| depth == chosen.depth));
        let bound = match frame.ctx.medium {
            Medium::Screen => BUNDLES,
            Medium::Figure => BUNDLES_IN_FIGURE,
        };
        for &(depth, _) in &wanted {
            if self.crowd.iter().all(|chosen| chosen.depth != depth) {
                let region = self.region();
                let level = self.level(frame, depth);
                let marks = level.marks.iter().filter(|mark| mark.count > 0 && region.contains(mark.at));
                let marks: Vec<_> =
                    marks.map(|mark| (frame.graph.kinds[mark.node as usize], *mark)).collect();
                let cells = marks.chunk_by(|(_, one), (_, next)| one.cell == next.cell).count();
                let bundles = level.bundles_in(region, bound.min(BUNDLES_OF_CELL * cells)).into_iter();
                let bundles = bundles.map(|bundle| (bundle, level.bundles[bundle as usize])).collect();
                self.crowd.push(Chosen { depth, bundles, marks });
            }
        }
        self.crowd.sort_by_key(|chosen| wanted.iter().position(|&(depth, _)| depth == chosen.depth));
    }

    /// A level of detail, counted in the time window.
    fn level(&mut self, frame: &Frame<'_>, depth: u32) -> &Level {
        let window = *frame.ctx.session.window();
        let place = match self.levels.iter().position(|counted| counted.level.depth == depth) {
            Some(place) => place,
            None => {
                let mut level = Level::new(frame.graph, frame.plane, depth);
                level.count(frame.plane, &self.standing);
                if self.levels.len() >= LEVELS {
                    self.levels.remove(0);
                }
                self.levels.push(Counted { level, window });
                self.levels.len() - 1
            }
        };
        let counted = &mut self.levels[place];
        if counted.window != window {
            counted.level.count(frame.plane, &self.standing);
            counted.window = window;
        }
        &counted.level
    }

    /// Forgets what depends on where the nodes stand.
    pub fn forget_places(&mut self) {
        self.levels.clear();
        self.made = None;
        self.crowd.clear();
    }

    /// The crowd, and what is drawn above it and below everything with a shape of its own.
    pub fn crowd(&mut self, frame: &Frame<'_>, discs: Option<&Discs>) -> [Layer; 2] {
        let Some(made) = self.made else { return Default::default() };
        let tokens = std::ptr::from_ref(frame.ctx.tokens);
        let before = self.painted.take();
        if let Some(painted) =
            before.as_ref().filter(|painted| painted.made == made && painted.tokens == tokens)
        {
            let layers = painted.layers.clone();
            self.painted = before;
            return layers;
        }
        let [below, above] = before.map(|painted| painted.layers).unwrap_or_default();
        let [mut below, mut above] = [below, above].map(|layer| Brush::new(discs, frame.pixels, layer));
        self.shown = Shown {
            is_far: self.sight == Sight::Far,
            labels: self.shown.labels,
            nodes: self.shown.nodes,
            all_ties: self.standing.tie_count,
            left_out: self.cast.left_out,
            ..Shown::default()
        };
        if !self.crowd.is_empty() {
            self.paint_crowd(frame, &mut below);
        }
        self.paint_threads(frame, &mut above);
        let layers = [below.finish(), above.finish()];
        self.painted = Some(Painted { made, tokens, layers: layers.clone() });
        layers
    }

    fn paint_crowd(&mut self, frame: &Frame<'_>, brush: &mut Brush) {
        let (ctx, view) = (frame.ctx, frame.view);
        let is_idle = ctx.session.selection().is_empty() && ctx.session.hovered().is_none();
        let look = ctx.tokens.emphasis(if is_idle { Emphasis::Plain } else { Emphasis::Faded });
        let panel = in_plane(view, frame.panel);
        let shown = &mut self.shown;
        let depths = depths(frame);
        for (depth, share) in &depths {
            let Some(chosen) = self.crowd.iter().find(|chosen| chosen.depth == *depth) else { continue };
            let crowding = crowd::crowding(chosen.bundles.len());
            for (_, bundle) in chosen.bundles.iter().filter(|(_, bundle)| plane::crosses(bundle.ends, panel))
            {
                let (width, opacity) = crowd::weight(bundle.ties(), crowding);
                let colour = look.tint(ctx.tokens.sign(prevailing(bundle.signs)).colour);
                let ends = bundle.ends.map(|end| view.to_screen(frame.panel, end));
                brush.line(ends, Stroke::new(width, colour.gamma_multiply(opacity * share)));
                if *share >= 0.5 {
                    shown.bundles += 1;
                    shown.ties += bundle.ties() as usize;
                }
            }
        }
        let first =
            depths.first().and_then(|(depth, _)| self.crowd.iter().find(|chosen| chosen.depth == *depth));
        let Some(chosen) = first else { return };
        let scale = mark_scale(frame);
        let most = 0.55 * level::mark_cell(frame.plane, chosen.depth) * view.zoom;
        let reach = panel.expand(16.0 / view.zoom);
        for (kind, mark) in chosen.marks.iter().filter(|(_, mark)| reach.contains(mark.at)) {
            let style = kind.style(ctx.tokens);
            let one = (kind.shape().half.x * scale).max(LEAST_MARK);
            let radius = crowd::mark_radius(mark.count, one, most);
            let at = view.to_screen(frame.panel, mark.at);
            brush.dot(at, radius, look.tint(style.fill), look.tint(style.stroke));
            shown.marks += 1;
        }
    }

    /// Ties that are plain lines and nodes that are plain dots, one by one: of the focus from far, passing from near.
    fn paint_threads(&mut self, frame: &Frame<'_>, brush: &mut Brush) {
        let ctx = frame.ctx;
        let emphasis = match self.sight {
            Sight::Far => Emphasis::Related,
            Sight::Whole | Sight::Near => Emphasis::Faded,
        };
        let look = ctx.tokens.emphasis(emphasis);
        let panel = in_plane(frame.view, frame.panel);
        let crowding = crowd::crowding(self.cast.threads.len());
        for &pair in &self.cast.threads {
            let signs = self.standing.pairs[pair as usize];
            let ties: u32 = signs.iter().sum();
            let (width, opacity) = crowd::weight(ties, crowding);
            let colour = look.tint(ctx.tokens.sign(prevailing(signs)).colour);
            let ends = frame.plane.ends(frame.graph, pair as usize);
            if !plane::crosses(ends, panel) {
                continue;
            }
            let ends = ends.map(|end| frame.view.to_screen(frame.panel, end));
            brush.line(ends, Stroke::new(width, colour.gamma_multiply(opacity)));
            self.shown.plain += ties as usize;
        }
        for &node in &self.cast.dots {
            let style = frame.graph.kinds[node as usize].style(ctx.tokens);
            let at = frame.view.to_screen(frame.panel, frame.plane.centre[node as usize]);
            brush.dot(at, 2.0 * LEAST_MARK, look.tint(style.fill), look.tint(style.stroke));
        }
    }

    /// The bundle that is drawn nearest to a point of the plane, of those no further than `reach`.
    pub fn bundle_at(&self, point: Pos2, reach: f32) -> Option<(u32, u32)> {
        if self.sight != Sight::Far {
            return None;
        }
        let chosen = self.crowd.first()?;
        let near = chosen.bundles.iter().filter_map(|(number, bundle)| {
            let distance = plane::distance(point, bundle.ends);
            (distance <= reach).then_some((distance, *number))
        });
        near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, number)| (chosen.depth, number))
    }

    /// The pairs of a bundle.
    pub fn pairs_of(&self, (depth, bundle): (u32, u32)) -> &[u32] {
        let level = self.levels.iter().map(|counted| &counted.level).find(|level| level.depth == depth);
        level.map_or(&[], |level| level.pairs(bundle as usize))
    }

    /// Whether a pair is drawn as a plain line.
    pub fn is_thread(&self, pair: u32) -> bool {
        self.cast.threads.binary_search(&pair).is_ok()
    }

    fn count_labels(&mut self, panel: Rect) {
        let is_whole = self.sight == Sight::Whole;
        let is_seen = |node: &&SceneNode| is_whole || panel.intersects(node.shape.rect(node.centre));
        let standing = self.scene.nodes.iter().filter(|node| node.stands).filter(is_seen);
        let (nodes, labels) = standing
            .fold((0, 0), |(nodes, labels), node| (nodes + 1, labels + usize::from(node.label.is_some())));
        self.shown.labels = labels;
        self.shown.nodes = if self.sight == Sight::Far { self.standing.node_count } else { nodes };
    }
}

/// Whether so much less is in view than was drawn that the strongest there are no longer the strongest here.
fn is_too_wide(region: Rect, panel: Rect) -> bool {
    region.is_finite() && region.width() > 4.0 * panel.width()
}

/// The depths of the levels that are drawn, the one with the larger part first, with how much of each is seen.
fn depths(frame: &Frame<'_>) -> Vec<(u32, f32)> {
    let depth = level::depth(frame.plane, CELL / frame.view.zoom);
    let side = level::cell(frame.plane, depth) * frame.view.zoom;
    let next = ((side - FADES_IN) / (2.0 * CELL - FADES_IN)).clamp(0.0, 1.0);
    let mut depths = vec![(depth, 1.0 - next), (depth + 1, next)];
    depths.retain(|&(depth, share)| share > 0.0 && depth <= level::DEEPEST);
    depths.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    depths
}

/// Size of the shapes, over that at zoom 1.
fn scale(sight: Sight, frame: &Frame<'_>) -> f32 {
    match sight {
        Sight::Whole | Sight::Near => frame.view.shape_scale(),
        Sight::Far => mark_scale(frame).max(0.3),
    }
}

/// Size of the marks of the crowd, over that at zoom 1: as large as leaves room between neighbours.
fn mark_scale(frame: &Frame<'_>) -> f32 {
    (1.4 * frame.view.zoom * frame.plane.spacing).min(View { zoom: 0.0, ..frame.view }.shape_scale())
}

/// The panel in the plane.
fn in_plane(view: View, panel: Rect) -> Rect {
    Rect::from_min_max(view.to_plane(panel, panel.min), view.to_plane(panel, panel.max))
}
