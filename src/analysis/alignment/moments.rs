//! Decayed weighted moments, kept by recurrence.

use crate::dataset::Day;

use super::parameters::Parameters;
use super::terms::Term;
use super::{Point, SCALE};

/// The moments of all events up to and including a day, with the weights that they have on that day.
///
/// Mean and spread follow the recurrence of West (1979, "Updating mean and variance estimates: an improved
/// method", Communications of the ACM 22(9)), which subtracts no large sums; between days the weights decay
/// by one factor for all, which leaves the mean as it is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Moments {
    /// The day.
    pub day: Day,
    /// Σu.
    pub weight: f64,
    /// Σu².
    squares: f64,
    /// m = Σu·s ÷ Σu.
    mean: f64,
    /// Σu·(s−m)².
    spread: f64,
}

impl Moments {
    /// The moments after each day on which there are events. `terms` are in order of day.
    pub fn accumulate(terms: &[Term], parameters: &Parameters) -> Vec<Self> {
        let mut moments: Vec<Self> = Vec::new();
        for day_terms in terms.chunk_by(|a, b| a.day == b.day) {
            let day = day_terms[0].day;
            let start = match moments.last() {
                Some(last) => last.decayed(day, parameters),
                None => Self { day, weight: 0.0, squares: 0.0, mean: 0.0, spread: 0.0 },
            };
            moments.push(day_terms.iter().fold(start, Self::with));
        }
        moments
    }

    fn decayed(&self, day: Day, parameters: &Parameters) -> Self {
        let decay = self.decay(day, parameters);
        Self {
            day,
            weight: self.weight * decay,
            squares: self.squares * decay * decay,
            mean: self.mean,
            spread: self.spread * decay,
        }
    }

    fn with(self, term: &Term) -> Self {
        let weight = self.weight + term.weight;
        let step = term.score - self.mean;
        Self {
            day: self.day,
            weight,
            squares: self.squares + term.weight * term.weight,
            mean: self.mean + step * (term.weight / weight),
            spread: self.spread + step * step * (self.weight * (term.weight / weight)),
        }
    }

    /// What is left on `day` of a weight that is 1 on the day of these moments.
    pub fn decay(&self, day: Day, parameters: &Parameters) -> f64 {
        parameters.decay(f64::from(day.0) - f64::from(self.day.0))
    }

    /// The share of the evidence, beside the prior, in the value on `day`: Σu ÷ (κ + Σu). 0 without evidence.
    pub fn pull(&self, day: Day, parameters: &Parameters) -> f64 {
        let weight = self.weight * self.decay(day, parameters);
        if weight > 0.0 { weight / (parameters.prior() + weight) } else { 0.0 }
    }

    /// The value and its band on `day`, which is not before the day of these moments.
    ///
    /// With q = Σu ÷ (κ + Σu) and p = 1 − q, the pseudo-observation of value 0 and weight κ gives
    /// a = q·m, var = q·Σu(s−m)²/Σu + p·q·m² and 1/n = p² + q²·Σu²/(Σu)²: ratios in which the decay since the
    /// last event cancels, so that nothing underflows but the weight itself.
    pub fn point(&self, day: Day, parameters: &Parameters) -> Point {
        let weight = self.weight * self.decay(day, parameters);
        if weight <= 0.0 {
            return Point::without_evidence(day);
        }
        let q = weight / (parameters.prior() + weight);
        let p = parameters.prior() / (parameters.prior() + weight);
        let concentration = self.squares / (self.weight * self.weight);
        // Adding 0 turns −0, the value of a faded hostile event, into 0.
        let value = (q * self.mean).clamp(-SCALE, SCALE) + 0.0;
        let variance = q * (self.spread / self.weight) + p * q * self.mean * self.mean;
        let error = (variance * (p * p + q * q * concentration)).sqrt();
        Point {
            day,
            value,
            low: (value - error).max(-SCALE),
            high: (value + error).min(SCALE),
            weight,
            effective: concentration.recip(),
            before: false,
        }
    }
}
