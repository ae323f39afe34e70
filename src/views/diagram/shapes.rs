//! The shapes of nodes: kinds are told apart by shape as well as by colour.

use egui::epaint::{PathShape, PathStroke};
use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, Vec2, vec2};

use crate::dataset::{ActorKind, Dataset, InstrumentKind, NodeId};
use crate::layout::Point;
use crate::layout::edges::{self, Outline};
use crate::theme::{NodeStyle, Tokens};

/// The outline of a node of the plane and half its width and height, in points at zoom 1.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct NodeShape {
    /// The geometric form.
    pub form: Form,
    /// Half the width and height.
    pub half: Vec2,
}

/// The geometric form of a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// A state.
    Circle,
    /// A government.
    RoundedRect,
    /// A person.
    Dot,
    /// An organisation.
    Hexagon,
    /// An armed group.
    Triangle,
    /// A territory.
    Square,
    /// An actor of unspecified kind.
    Pentagon,
    /// An instrument.
    Diamond,
}

/// The shape of an actor of a kind.
pub fn of_actor(kind: ActorKind) -> NodeShape {
    let (form, half) = match kind {
        ActorKind::State => (Form::Circle, vec2(15.0, 15.0)),
        ActorKind::Government => (Form::RoundedRect, vec2(13.0, 9.0)),
        ActorKind::Person => (Form::Dot, vec2(7.5, 7.5)),
        ActorKind::Organisation => (Form::Hexagon, vec2(13.0, 12.0)),
        ActorKind::ArmedGroup => (Form::Triangle, vec2(11.0, 10.0)),
        ActorKind::Territory => (Form::Square, vec2(9.5, 9.5)),
        ActorKind::Unspecified => (Form::Pentagon, vec2(10.5, 10.0)),
    };
    NodeShape { form, half }
}

/// The shape of an instrument.
pub fn of_instrument() -> NodeShape {
    NodeShape { form: Form::Diamond, half: vec2(11.0, 11.0) }
}

/// What a node is, as far as it is drawn so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// An actor.
    Actor(ActorKind),
    /// An instrument.
    Instrument(InstrumentKind),
}

impl Kind {
    /// The kind of a node.
    pub fn of(dataset: &Dataset, node: NodeId) -> Self {
        match node {
            NodeId::Actor(id) => Self::Actor(dataset.actors[id].kind),
            NodeId::Instrument(id) => Self::Instrument(dataset.instruments[id].kind),
        }
    }

    /// Its shape.
    pub fn shape(self) -> NodeShape {
        match self {
            Self::Actor(kind) => of_actor(kind),
            Self::Instrument(_) => of_instrument(),
        }
    }

    /// Its colours.
    pub fn style(self, tokens: &Tokens) -> NodeStyle {
        match self {
            Self::Actor(kind) => tokens.node(kind),
            Self::Instrument(kind) => tokens.instrument(kind),
        }
    }
}

/// The shape of a node.
pub fn of_node(dataset: &Dataset, node: NodeId) -> NodeShape {
    Kind::of(dataset, node).shape()
}

impl NodeShape {
    /// The shape, larger or smaller.
    #[must_use]
    pub fn scaled(self, by: f32) -> Self {
        Self { half: self.half * by, ..self }
    }

    /// The rectangle that it fills around a point.
    pub fn rect(self, centre: Pos2) -> Rect {
        Rect::from_center_size(centre, self.half * 2.0)
    }

    /// The outline around a point, at which edges end.
    pub fn outline(self, centre: Pos2) -> Outline {
        let shape = match self.form {
            Form::Circle | Form::Dot => edges::Shape::Circle,
            Form::RoundedRect | Form::Square => edges::Shape::Rect,
            Form::Hexagon | Form::Triangle | Form::Pentagon => edges::Shape::Hexagon,
            Form::Diamond => edges::Shape::Diamond,
        };
        let (center, half) = (Point { x: centre.x, y: centre.y }, Point { x: self.half.x, y: self.half.y });
        Outline { shape, center, half }
    }

    /// Draws the shape.
    pub fn paint(self, painter: &Painter, centre: Pos2, fill: Color32, stroke: Stroke) {
        let rect = self.rect(centre);
        let polygon = |points: Vec<Pos2>| {
            Shape::Path(PathShape { points, closed: true, fill, stroke: PathStroke::from(stroke) })
        };
        let shape = match self.form {
            Form::Circle | Form::Dot => {
                Shape::Circle(egui::epaint::CircleShape { center: centre, radius: self.half.x, fill, stroke })
            }
            Form::RoundedRect => {
                Shape::Rect(egui::epaint::RectShape::new(rect, 4.0, fill, stroke, egui::StrokeKind::Middle))
            }
            Form::Square => {
                Shape::Rect(egui::epaint::RectShape::new(rect, 0.0, fill, stroke, egui::StrokeKind::Middle))
            }
            Form::Hexagon => {
                let (w, h) = (self.half.x, self.half.y);
                let corners = [(-1.0, 0.0), (-0.5, -1.0), (0.5, -1.0), (1.0, 0.0), (0.5, 1.0), (-0.5, 1.0)];
                polygon(corners.iter().map(|&(x, y)| centre + vec2(x * w, y * h)).collect())
            }
            Form::Pentagon => {
                let (w, h) = (self.half.x, self.half.y);
                let corners = [(0.0, -1.0), (1.0, -0.24), (0.62, 1.0), (-0.62, 1.0), (-1.0, -0.24)];
                polygon(corners.iter().map(|&(x, y)| centre + vec2(x * w, y * h)).collect())
            }
            Form::Triangle => polygon(vec![rect.center_top(), rect.right_bottom(), rect.left_bottom()]),
            Form::Diamond => polygon(vec![
                rect.center_top(),
                rect.right_center(),
                rect.center_bottom(),
                rect.left_center(),
            ]),
        };
        painter.add(shape);
    }
}
