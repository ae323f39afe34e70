//! What is drawn of a network, kept from frame to frame: an unchanged frame computes nothing, a pan moves what is
//! there, and only what the change touched is made anew.

mod crowded;

use std::sync::Arc;

use egui::{Context, Pos2, Rect, Vec2};

use crate::analysis::focus::Emphasis;
use crate::analysis::network::Window;
use crate::layout::Region;

use super::super::context::{Medium, ViewContext};
use super::camera::View;
use super::cast::{Cast, Focused, Sight, Stage};
use super::draft::Draft;
use super::guides::Guides;
use super::level;
use super::levels::Levels;
use super::model::Graph;
use super::plane::Plane;
use super::scene::{Scene, SceneNode, SceneRequest};
use super::standing::Standing;
use crowded::{Chosen, Painted, depths};

/// The least side of a cell whose ties are bundled, in points; it is less than twice that.
const CELL: f32 = 12.0;

/// An area of the panel for each name that is placed over the crowd, in square points.
const AREA_OF_NAME: f32 = 20_000.0;

/// So many cells of bundles are a side of a neighbourhood of which a few nodes are named.
const NEIGHBOURHOOD: f32 = 8.0;

/// The part of the panel's size around it that is drawn, too, so that a pan finds it there.
const AROUND: f32 = 0.3;

/// When less than this part of the panel's size around it is drawn, what lies further is made in advance.
const AHEAD: f32 = 0.1;

/// While the view zooms, what is seen from near is spread by no more than this before it is made anew.
const SPREAD: f32 = 1.3;

/// What a frame is drawn from.
#[derive(Clone, Copy)]
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
    /// Where a frame is asked for when something is ready.
    pub wake: &'a Context,
    /// Width and height of a label's lines on the screen.
    pub measure: &'a dyn Fn(&[String]) -> Vec2,
}

/// What is drawn.
#[derive(Default)]
pub struct Drawing {
    scene: Scene,
    standing: Arc<Standing>,
    focused: Focused,
    /// The nodes that are named from far.
    named: Vec<u32>,
    sight: Sight,
    cast: Cast,
    /// The rectangle of the plane that scene and crowd are made for.
    region: Option<Rect>,
    made: Option<Made>,
    /// What the scene from near was made for.
    near: Option<Made>,
    draft: Option<Draft>,
    /// The shapes, routes and names of a focus from far that is drawn as dots and lines until they are there.
    behind: Option<Draft>,
    levels: Levels,
    crowd: Vec<Chosen>,
    /// The depths of the levels that are drawn, with how much of each is seen.
    drawn: Vec<(u32, f32)>,
    painted: Option<Painted>,
    shown: Shown,
}

/// What the scene was made for.
#[derive(Clone, Copy, PartialEq)]
pub struct Made {
    revision: u64,
    window: Window,
    focus: u64,
    /// What part of the plane is shown.
    pub view: View,
    /// The panel.
    pub panel: Rect,
    pixels: f32,
    is_fading: bool,
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

    /// Whether there is more to do in a next frame, although nothing changes.
    pub fn is_at_work(&self, frame: &Frame<'_>) -> bool {
        self.draft.is_some() || self.behind.is_some() || self.is_stale(frame, 0.0)
    }

    /// Whether the levels that are wanted are those that are drawn.
    pub fn has_levels(&self, frame: &Frame<'_>) -> bool {
        let is_crowd_seen = self.sight == Sight::Far || frame.is_fading;
        !is_crowd_seen || depths(frame).iter().all(|wanted| self.drawn.contains(wanted))
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
        let has_level = self.levels.take();
        let before = self.made.replace(now);
        if before == Some(now) && !has_level && !self.is_at_work(frame) {
            return;
        }
        let is_new_window = before.is_none_or(|before| before.window != now.window);
        let is_new_focus = before.is_none_or(|before| before.focus != now.focus);
        let is_new_place = before.is_none_or(|before| before.revision != now.revision);
        if is_new_window {
            self.standing = Arc::new(Standing::new(frame.graph, session.network()));
        }
        let panel = in_plane(frame.view, frame.panel);
        let sight = Sight::new(frame.graph, frame.plane, panel, self.sight);
        let drafted =
            before.filter(|_| sight == Sight::Near && frame.ctx.medium == Medium::Screen && !is_new_place);
        let is_new = match &drafted {
            Some(before) => self.draft(frame, before, &now),
            None => {
                self.draft = None;
                false
            }
        };
        if is_new {
            // What was painted lacks it.
            self.painted.iter_mut().for_each(Painted::outdate);
        }
        // The crowd stays until what is seen from near is there.
        let sight = if drafted.is_some() { self.sight } else { sight };
        if is_new_focus || is_new_window || (sight != self.sight && sight == Sight::Far) {
            self.focused = match sight {
                Sight::Far => Focused::new(frame.ctx, frame.graph),
                Sight::Whole | Sight::Near => Focused::default(),
            };
        }
        if drafted.is_some() && self.sight == Sight::Near {
            self.behind = None;
            let has_old_focus = self.near.is_some_and(|near| near.focus != now.focus);
            if has_old_focus && self.cast.threads.is_empty() {
                self.place_labels(frame);
                self.near = self.near.map(|near| Made { focus: now.focus, ..near });
            }
            self.choose(frame, is_new);
            self.count_labels(frame.panel);
            return;
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
                Sight::Near | Sight::Far => around(panel),
            });
        }
        let is_moved = is_new || is_new_place || !is_same_size;
        let is_new_cast = is_moved || (is_ranked && is_new_focus);
        if is_new_cast {
            self.cast = self.cast(frame, is_moved);
            let waits = !is_moved && frame.ctx.medium == Medium::Screen && self.cast.is_large();
            self.behind = waits.then(|| Draft::new(now, self.region(), frame.page));
        }
        if is_new_cast && self.behind.is_none() {
            self.scene = Scene::new(&self.request(frame));
            self.near = (self.sight == Sight::Near).then_some(now);
            self.leave_out_nameless(frame);
        } else if let Some(before) = before {
            self.follow(&before, &now);
            if !is_new_cast {
                self.catch_up(frame, &now);
            }
            if is_new_focus && self.behind.is_none() {
                self.place_labels(frame);
            }
        }
        self.choose(frame, is_new);
        self.count_labels(frame.panel);
    }

    /// From far, who has no name is one of the crowd, but for the focus.
    fn leave_out_nameless(&mut self, frame: &Frame<'_>) {
        if self.sight == Sight::Far {
            let is_touched = |item| frame.ctx.emphasis(item) >= Emphasis::Related;
            self.scene.nodes.retain(|node| node.label.is_some() || is_touched(node.node.into()));
        }
    }

    /// Goes on with the shapes, routes and names of a focus from far, and shows them once all are there.
    fn catch_up(&mut self, frame: &Frame<'_>, now: &Made) {
        let Some(mut draft) = self.behind.take() else { return };
        let (view, panel) = draft.view();
        let then = Frame { view, panel, page: draft.page, ..*frame };
        let (stage, request) = (self.stage(&then, self.sight, draft.region), self.request(&then));
        let Some((_, scene)) = draft.go_on(|_| self.cast.clone(), &stage, &request) else {
            self.behind = Some(draft);
            return;
        };
        self.scene = scene;
        self.leave_out_nameless(frame);
        self.follow(&draft.made, now);
        // What was painted has lines in the place of routes.
        self.painted.iter_mut().for_each(Painted::outdate);
    }

    /// Moves what is there as the view has moved.
    fn follow(&mut self, before: &Made, now: &Made) {
        if before.view.zoom == now.view.zoom {
            let moved =
                now.view.to_screen(now.panel, Pos2::ZERO) - before.view.to_screen(before.panel, Pos2::ZERO);
            if moved != Vec2::ZERO {
                self.scene.shift(moved);
            }
            return;
        }
        let to = |at| now.view.to_screen(now.panel, before.view.to_plane(before.panel, at));
        let shapes = now.view.shape_scale() / before.view.shape_scale();
        self.scene.zoom(to, now.view.zoom / before.view.zoom, shapes);
    }

    fn place_labels(&mut self, frame: &Frame<'_>) {
        let mut scene = std::mem::take(&mut self.scene);
        scene.place_labels(&self.request(frame));
        self.scene = scene;
    }

    /// From near, what there is follows the view, and is made anew over a few frames where that is not enough. Whether
    /// it was.
    fn draft(&mut self, frame: &Frame<'_>, before: &Made, now: &Made) -> bool {
        if self.sight == Sight::Near {
            self.follow(before, now);
        }
        let is_moving = before.view != now.view;
        let is_near = self.sight == Sight::Near;
        let is_stale = !is_near || self.is_stale(frame, if is_moving { AHEAD } else { 0.0 });
        let spread = self.near.map_or(1.0, |near| near.view.zoom / now.view.zoom);
        let is_only_spread = self.near.is_some_and(|near| {
            let view = View { zoom: near.view.zoom, ..frame.view };
            !self.is_stale(&Frame { view, ..*frame }, 0.0)
        });
        let can_wait = is_near && is_moving && is_only_spread && (1.0 / SPREAD..SPREAD).contains(&spread);
        if self.draft.is_none() && is_stale && !can_wait {
            self.draft = Some(Draft::new(*now, around(in_plane(now.view, now.panel)), frame.page));
        }
        let Some(mut draft) = self.draft.take() else { return false };
        let (view, panel) = draft.view();
        let then = Frame { view, panel, page: draft.page, ..*frame };
        let stage = self.stage(&then, Sight::Near, draft.region);
        let request = self.request_as(&then, Sight::Near);
        let Some((cast, scene)) = draft.go_on(|stage| Cast::near(frame.ctx, stage), &stage, &request) else {
            self.draft = Some(draft);
            return false;
        };
        (self.cast, self.scene) = (cast, scene);
        (self.region, self.sight, self.near) = (Some(draft.region), Sight::Near, Some(draft.made));
        self.follow(&draft.made, now);
        true
    }

    /// Whether what is seen from near is no longer right where the view rests, or `ahead` of the panel's size around it
    /// is not drawn.
    fn is_stale(&self, frame: &Frame<'_>, ahead: f32) -> bool {
        let session = frame.ctx.session;
        let panel = in_plane(frame.view, frame.panel);
        match (self.sight, &self.near) {
            (Sight::Whole, _) => false,
            (Sight::Far, _) => self.draft.is_some(),
            (Sight::Near, None) => true,
            (Sight::Near, Some(near)) => {
                let is_ranked = !self.cast.threads.is_empty();
                near.window != *session.window()
                    || (is_ranked && near.focus != session.focus_revision())
                    || (near.view.zoom, near.pixels) != (frame.view.zoom, frame.pixels)
                    || !self.region().contains_rect(panel.expand2(ahead * panel.size()))
                    || is_too_wide(self.region(), panel)
            }
        }
    }

    fn cast(&mut self, frame: &Frame<'_>, is_moved: bool) -> Cast {
        let stage = self.stage(frame, self.sight, self.region());
        match self.sight {
            Sight::Whole => Cast::whole(frame.ctx, frame.graph),
            Sight::Near => Cast::near(frame.ctx, &stage),
            Sight::Far => {
                let on_screen = stage.region.size() * frame.view.zoom;
                let named =
                    is_moved.then(|| stage.named((on_screen.x * on_screen.y / AREA_OF_NAME) as usize));
                let named = named.unwrap_or_else(|| self.named.clone());
                let cast = Cast::far(frame.ctx, &stage, &self.focused, &named);
                self.named = named;
                cast
            }
        }
    }

    fn stage<'a>(&'a self, frame: &Frame<'a>, sight: Sight, region: Rect) -> Stage<'a> {
        let spacing = frame.graph.most_ties as f32 * 7.0 * scale(sight, frame) / frame.view.zoom;
        let cell = level::cell(frame.plane, level::depth(frame.plane, CELL / frame.view.zoom));
        Stage {
            graph: frame.graph,
            plane: frame.plane,
            standing: &self.standing,
            region,
            lanes: spacing,
            neighbourhood: NEIGHBOURHOOD * cell,
        }
    }

    fn request<'a>(&'a self, frame: &Frame<'a>) -> SceneRequest<'a> {
        self.request_as(frame, self.sight)
    }

    fn request_as<'a>(&'a self, frame: &Frame<'a>, sight: Sight) -> SceneRequest<'a> {
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
            scale: scale(sight, frame),
            measure: frame.measure,
        }
    }

    /// Forgets what depends on where the nodes stand.
    pub fn forget_places(&mut self) {
        self.levels.forget();
        (self.draft, self.made) = (None, None);
        self.crowd.clear();
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

/// A part of the plane with what lies around it, so that a pan finds it there.
fn around(panel: Rect) -> Rect {
    panel.expand2(AROUND * panel.size())
}

/// Whether so much less is in view than was drawn that the strongest there are no longer the strongest here.
fn is_too_wide(region: Rect, panel: Rect) -> bool {
    region.is_finite() && region.width() > 4.0 * panel.width()
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
