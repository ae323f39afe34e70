//! The scene from near in the making: routes around hundreds of nodes take longer than a frame, so that they are made
//! a few at a time while what was there before follows the view.

use std::time::{Duration, Instant};

use egui::Rect;

use super::camera::View;
use super::cast::{Cast, Stage};
use super::drawing::Made;
use super::scene::{Scene, SceneRequest};

/// The time for it in one frame: a third of what a frame has.
const BUDGET: Duration = Duration::from_millis(5);

/// So many routes are made between two looks at the clock.
const ROUTES: usize = 8;

/// A scene in the making.
pub struct Draft {
    /// What it is made for.
    pub made: Made,
    /// The rectangle of the plane that it will hold.
    pub region: Rect,
    /// Where names may stand on the screen, as it was then.
    pub page: Option<Rect>,
    cast: Option<Cast>,
    scene: Option<Scene>,
    /// The ties that have a route already, or none to have.
    routed: usize,
}

impl Draft {
    /// An empty one.
    pub fn new(made: Made, region: Rect, page: Option<Rect>) -> Self {
        Self { made, region, page, cast: None, scene: None, routed: 0 }
    }

    /// The view for which it is made.
    pub fn view(&self) -> (View, Rect) {
        (self.made.view, self.made.panel)
    }

    /// Goes on for as long as a frame may take. Returns cast and scene once all is there.
    pub fn go_on(
        &mut self,
        cast: impl FnOnce(&Stage<'_>) -> Cast,
        stage: &Stage<'_>,
        request: &SceneRequest<'_>,
    ) -> Option<(Cast, Scene)> {
        let until = Instant::now() + BUDGET;
        let is_late = || Instant::now() >= until;
        let cast = match self.cast.take() {
            Some(cast) => cast,
            None => cast(stage),
        };
        let request = SceneRequest { nodes: &cast.nodes, ties: &cast.ties, ..*request };
        let scene = self.scene.get_or_insert_with(|| Scene::without_edges(&request));
        while self.routed < cast.ties.len() && !is_late() {
            let next = cast.ties.len().min(self.routed + ROUTES);
            scene.add_edges(&request, &cast.ties[self.routed..next]);
            self.routed = next;
        }
        if self.routed < cast.ties.len() || is_late() {
            self.cast = Some(cast);
            return None;
        }
        scene.place_labels(&request);
        let scene = self.scene.take()?;
        Some((cast, scene))
    }
}
