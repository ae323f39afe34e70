//! What is kept from frame to frame: each part is made anew only where what it was made for changed.

use egui::Rect;

use crate::analysis::alignment::Parameters;
use crate::analysis::focus::Emphasis;
use crate::dataset::Day;
use crate::views::context::ViewContext;

use super::axis::{Shown, day_at};
use super::curve::{Curve, Detail};
use super::model::{Made, Model};
use super::offer::Offer;
use super::plot::Parts;
use super::scene::{Scale, Scene};
use super::strength::{self, Strength};

/// All that is kept.
#[derive(Default)]
pub struct Cache {
    made: Option<Made>,
    /// What is shown.
    pub model: Model,
    /// How many models there have been.
    models: u64,
    /// What can be shown instead.
    pub offer: Offer,
    /// The curves of all lines.
    pub curves: Curves,
    /// How strongly lines are drawn.
    pub strength: Strength,
    /// Where everything is.
    pub placed: Placed,
}

impl Cache {
    /// Takes in what changed in the session. Returns whether it has another dataset than before.
    pub fn fit(&mut self, ctx: &ViewContext<'_>) -> bool {
        let made = self.made.as_ref();
        let is_other = made.is_none_or(|made| !made.has_dataset_of(ctx.session));
        if made.is_none_or(|made| !made.is_of(ctx.session)) {
            self.model = Model::new(ctx.session);
            self.models += 1;
            self.made = Some(Made::of(ctx.session));
        }
        self.strength.fit(ctx, (&self.model, self.models));
        is_other
    }

    /// Samples the curves for the days shown on `width` points, of so many pixels each.
    pub fn sample(
        &mut self,
        ctx: &ViewContext<'_>,
        (shown, extent): (Shown, Shown),
        (width, pixels): (f32, f32),
    ) {
        // A corner every two points is finer than an eye can tell.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a step fits")]
        let step = (2.0 * shown.width() / f64::from(width)).floor().max(1.0) as u32;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "columns of a screen")]
        let columns = (width * pixels).ceil().max(1.0) as u32;
        let parameters = ctx.session.series_settings().map(|settings| settings.parameters);
        let key = CurveKey {
            model: self.models,
            parameters,
            first: day_at(shown.first),
            last: day_at(shown.last),
            detail: Detail { step, columns },
        };
        if self.curves.of != Some(key) {
            let series = ctx.session.series().iter();
            self.curves.all = series.map(|series| Curve::new(series, shown, extent, key.detail)).collect();
            self.curves.of = Some(key);
        }
    }
}

/// The curves of all lines in the range that is shown.
#[derive(Default)]
pub struct Curves {
    of: Option<CurveKey>,
    /// In the order of the lines.
    pub all: Vec<Curve>,
}

/// What curves were sampled for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct CurveKey {
    model: u64,
    parameters: Option<Parameters>,
    first: Day,
    last: Day,
    detail: Detail,
}

/// The scene.
#[derive(Default)]
pub struct Placed {
    of: Option<SceneKey>,
    strength: u64,
    /// Where everything is.
    pub scene: Scene,
    /// How strongly each cell of its density is drawn.
    pub cells: Vec<Emphasis>,
}

/// What a scene was placed for.
#[derive(Clone, PartialEq, Debug)]
struct SceneKey {
    curves: Option<CurveKey>,
    scale: Scale,
    strips: Vec<Rect>,
    hidden: Vec<bool>,
}

impl Placed {
    /// Places everything that is drawn, with the density as strong as the focus asks.
    pub fn fit(&mut self, parts: &Parts<'_>, scale: Scale, strips: &[Rect]) {
        let hidden = parts.hidden;
        let of =
            SceneKey { curves: parts.curves.of, scale, strips: strips.to_vec(), hidden: hidden.to_vec() };
        let is_other = self.of.as_ref() != Some(&of);
        if is_other {
            self.scene = Scene::new(parts.model, &parts.curves.all, scale, strips, &|line| hidden[line]);
            self.of = Some(of);
        }
        if is_other || self.strength != parts.strength.revision() {
            self.strength = parts.strength.revision();
            self.cells = strength::raise(parts.ctx, parts.model, &mut self.scene, scale);
        }
    }
}
