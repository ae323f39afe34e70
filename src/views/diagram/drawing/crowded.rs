//! The crowd of a drawing: which bundles and marks are drawn from far, and the layers that they come to.

use std::sync::Arc;

use egui::{Pos2, Rect, Stroke};

use crate::analysis::focus::Emphasis;
use crate::dataset::Id;
use crate::theme::Tokens;
use crate::views::context::Medium;
use crate::views::diagram::cast::Sight;
use crate::views::diagram::crowd::{self, Brush, Discs, Layer};
use crate::views::diagram::level::{self, Bundle, Level, Mark};
use crate::views::diagram::levels::Stock;
use crate::views::diagram::model::Graph;
use crate::views::diagram::plane;
use crate::views::diagram::shapes::Kind;
use crate::views::diagram::standing::prevailing;

use super::{CELL, Drawing, Frame, Made, Shown, in_plane, mark_scale};

/// From this side on the next level fades in.
const FADES_IN: f32 = 18.0;

/// The most lines for each cell that holds a node: as many as a plane drawing of its cells could have.
const BUNDLES_OF_CELL: usize = 3;

/// The most bundles that are drawn, on the screen and in a figure.
const BUNDLES: usize = 8_000;
const BUNDLES_IN_FIGURE: usize = 3_000;

/// Radius of the least mark, in points.
const LEAST_MARK: f32 = 0.9;

/// The bundles and marks of a level that are drawn in the region: copies, one after the other in memory.
pub(super) struct Chosen {
    depth: u32,
    bundles: Vec<(u32, Bundle)>,
    marks: Vec<(Kind, Mark)>,
}

/// The crowd as it was painted.
pub(super) struct Painted {
    made: Made,
    /// Whether something has come since.
    is_outdated: bool,
    tokens: *const Tokens,
    layers: [Layer; 2],
}

impl Painted {
    /// Something has come that it lacks.
    pub(super) fn outdate(&mut self) {
        self.is_outdated = true;
    }

    fn is_of(&self, made: &Made, tokens: *const Tokens) -> bool {
        !self.is_outdated && self.made == *made && self.tokens == tokens
    }
}

impl Drawing {
    /// Chooses the bundles and marks of the level that fits the zoom, and of the next one where that fades in.
    pub(super) fn choose(&mut self, frame: &Frame<'_>, is_new: bool) {
        if self.sight != Sight::Far && !frame.is_fading {
            self.crowd.clear();
            self.drawn.clear();
            return;
        }
        let stock = Stock {
            pairs: Arc::clone(&frame.graph.pairs),
            sorted: Arc::clone(&frame.plane.sorted),
            standing: Arc::clone(&self.standing),
            window: *frame.ctx.session.window(),
        };
        let ready = self.ready(frame, &stock);
        if ready != self.drawn {
            self.painted.iter_mut().for_each(Painted::outdate);
        }
        self.drawn = ready;
        if is_new {
            self.crowd.clear();
        }
        self.crowd.retain(|chosen| self.drawn.iter().any(|&(depth, _)| depth == chosen.depth));
        let bound = match frame.ctx.medium {
            Medium::Screen => BUNDLES,
            Medium::Figure => BUNDLES_IN_FIGURE,
        };
        let region = self.region();
        for &(depth, _) in &self.drawn {
            if self.crowd.iter().all(|chosen| chosen.depth != depth) {
                self.levels.count(&stock, depth);
                let chosen = self.levels.get(depth).map(|level| chosen(frame.graph, level, region, bound));
                self.crowd.extend(chosen);
            }
        }
        self.crowd.sort_by_key(|chosen| self.drawn.iter().position(|&(depth, _)| depth == chosen.depth));
    }

    /// The depths that are drawn: those that are wanted, or until they are ready what there is. A figure waits.
    fn ready(&mut self, frame: &Frame<'_>, stock: &Stock) -> Vec<(u32, f32)> {
        let wanted = depths(frame);
        if frame.ctx.medium == Medium::Figure || self.levels.is_empty() {
            wanted.iter().for_each(|&(depth, _)| self.levels.make(stock, depth));
        }
        if frame.ctx.medium == Medium::Screen {
            let near = level::depth(frame.plane, CELL / frame.view.zoom);
            let next = [near + 1, near.saturating_sub(1), near + 2].into_iter();
            let next = next.filter(|&depth| depth <= level::DEEPEST);
            let depths: Vec<u32> = wanted.iter().map(|&(depth, _)| depth).chain(next).collect();
            self.levels.ask(stock, &depths, frame.wake);
        }
        let mut ready = wanted.clone();
        ready.retain(|&(depth, _)| self.levels.get(depth).is_some());
        if ready.is_empty() {
            let nearest = wanted.first().and_then(|&(depth, _)| self.levels.nearest(depth));
            ready.extend(nearest.map(|depth| (depth, 1.0)));
        }
        if let ([(_, share)], [_, _, ..] | []) = (&mut ready[..], &wanted[..]) {
            *share = 1.0;
        }
        ready
    }

    /// The crowd, and what is drawn above it and below everything with a shape of its own.
    pub fn crowd(&mut self, frame: &Frame<'_>, discs: Option<&Discs>) -> [Layer; 2] {
        let Some(made) = self.made else { return Default::default() };
        let tokens = std::ptr::from_ref(frame.ctx.tokens);
        let before = self.painted.take();
        if let Some(painted) = before.as_ref().filter(|painted| painted.is_of(&made, tokens)) {
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
        self.painted = Some(Painted { made, is_outdated: false, tokens, layers: layers.clone() });
        layers
    }

    fn paint_crowd(&mut self, frame: &Frame<'_>, brush: &mut Brush) {
        let (ctx, view) = (frame.ctx, frame.view);
        let is_idle = ctx.session.selection().is_empty() && ctx.session.hovered().is_none();
        let look = ctx.tokens.emphasis(if is_idle { Emphasis::Plain } else { Emphasis::Faded });
        let panel = in_plane(view, frame.panel);
        let shown = &mut self.shown;
        let depths = &self.drawn;
        for (depth, share) in depths {
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
        brush.reserve(self.cast.threads.len());
        let routed = self.behind.as_ref().map_or(&[][..], |_| &self.cast.ties);
        let routed = routed.iter().map(|tie| frame.graph.pair_of[tie.index()]);
        for pair in self.cast.threads.iter().copied().chain(routed) {
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
        self.levels.get(depth).map_or(&[], |level| level.pairs(bundle as usize))
    }

    /// Whether a pair is drawn as a plain line.
    pub fn is_thread(&self, pair: u32) -> bool {
        self.cast.threads.binary_search(&pair).is_ok()
    }
}

/// The marks of a level in a region, and the strongest of its bundles there.
fn chosen(graph: &Graph, level: &Level, region: Rect, bound: usize) -> Chosen {
    let marks = level.marks.iter().filter(|mark| mark.count > 0 && region.contains(mark.at));
    let marks: Vec<_> = marks.map(|mark| (graph.kinds[mark.node as usize], *mark)).collect();
    let cells = marks.chunk_by(|(_, one), (_, next)| one.cell == next.cell).count();
    let bundles = level.bundles_in(region, bound.min(BUNDLES_OF_CELL * cells)).into_iter();
    let bundles = bundles.map(|bundle| (bundle, level.bundles[bundle as usize])).collect();
    Chosen { depth: level.depth, bundles, marks }
}

/// The depths of the levels that are drawn, the one with the larger part first, with how much of each is seen.
pub(super) fn depths(frame: &Frame<'_>) -> Vec<(u32, f32)> {
    let depth = level::depth(frame.plane, CELL / frame.view.zoom);
    let side = level::cell(frame.plane, depth) * frame.view.zoom;
    let next = ((side - FADES_IN) / (2.0 * CELL - FADES_IN)).clamp(0.0, 1.0);
    let mut depths = vec![(depth, 1.0 - next), (depth + 1, next)];
    depths.retain(|&(depth, share)| share > 0.0 && depth <= level::DEEPEST);
    depths.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    depths
}
