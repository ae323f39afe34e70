//! The way of nodes from one arrangement to another, so that the eye can follow them.

use egui::{Pos2, Ui};

use crate::layout::{Point, Positions};

use super::DiagramView;
use super::guides::Guides;
use super::laid_out::{LaidOut, Places};
use super::movement::{FLIGHT, eased};
use super::plane::Plane;

/// Nodes on their way.
pub struct Walk {
    from: Vec<Pos2>,
    /// When it began; none before its first frame.
    began: Option<f64>,
    /// Where they are now.
    places: Option<Places>,
}

impl Walk {
    /// From where the nodes stand now.
    pub fn from(places: &Places) -> Self {
        Self { from: places.plane.centre.clone(), began: None, places: None }
    }

    /// Where the nodes are: on their way, where there is one, or where they were laid out.
    pub fn places<'a>(walk: Option<&'a Self>, laid_out: &'a LaidOut) -> Option<&'a Places> {
        walk.and_then(|walk| walk.places.as_ref()).or(laid_out.places.as_ref())
    }

    /// Takes the next step. Whether there is another.
    fn step(&mut self, now: f64, laid_out: &LaidOut) -> bool {
        let part = ((now - *self.began.get_or_insert(now)) / FLIGHT) as f32;
        let Some(to) = laid_out.places.as_ref().filter(|_| part < 1.0) else { return false };
        let between = self.from.iter().zip(&to.plane.centre).map(|(from, to)| from.lerp(*to, eased(part)));
        let nodes = between.map(|at| Point { x: at.x, y: at.y }).collect();
        // Grounds and guides are those of an arrangement, of which there is none on the way.
        let positions = Positions { nodes, groups: Vec::new(), bounds: to.positions.bounds };
        let plane = Plane::new(&laid_out.graph, &positions, std::iter::empty());
        let revision = self.places.as_ref().map_or(to.revision, |places| places.revision).wrapping_add(1);
        self.places = Some(Places { positions, plane, guides: Guides::default(), revision });
        true
    }
}

impl DiagramView {
    /// Takes the next step of a walk.
    pub(super) fn walk(&mut self, ui: &Ui) {
        let Some((walk, laid_out)) = self.walk.as_mut().zip(self.laid_out.as_ref()) else { return };
        if !walk.step(ui.input(|input| input.time), laid_out) {
            self.walk = None;
            self.drawing.forget_places();
        }
        ui.request_repaint();
    }
}
