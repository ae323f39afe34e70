//! The parameters of an alignment series, and the formula in words.

use super::voices::Voices;

/// The parameters of an alignment series. They are checked when they are made.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Parameters {
    half_life: f64,
    prior: f64,
    voices: Voices,
}

/// Why parameters are refused.
#[derive(Clone, Copy, PartialEq, Debug, thiserror::Error)]
pub enum ParameterError {
    /// The half-life is zero, negative or not a number.
    #[error("the half-life must be more than 0 days (it may be infinite), not {0}")]
    HalfLife(f64),
    /// The prior weight is negative, infinite or not a number.
    #[error("the prior weight must be 0 or more and finite, not {0}")]
    Prior(f64),
}

impl Parameters {
    /// Checks and takes a half-life in days (infinite: nothing ages), a prior weight κ (0: no prior) and the
    /// voices that count.
    ///
    /// # Errors
    /// [`ParameterError`] where the half-life is not above 0 or the prior weight is not a finite number ≥ 0.
    pub fn new(half_life: f64, prior: f64, voices: Voices) -> Result<Self, ParameterError> {
        if half_life.is_nan() || half_life <= 0.0 {
            return Err(ParameterError::HalfLife(half_life));
        }
        if !prior.is_finite() || prior < 0.0 {
            return Err(ParameterError::Prior(prior));
        }
        Ok(Self { half_life, prior, voices })
    }

    /// The half-life *h* in days: the age at which an event counts half. More than 0, perhaps infinite.
    pub fn half_life(&self) -> f64 {
        self.half_life
    }

    /// The prior weight κ ≥ 0: the weight, in events, of the assumption that there is no alignment.
    pub fn prior(&self) -> f64 {
        self.prior
    }

    /// The voices that count. An event has the firmest voice among its evidence.
    pub fn voices(&self) -> Voices {
        self.voices
    }

    /// The weight that is left of 1 after `days`: 2^(−days/h).
    pub(super) fn decay(&self, days: f64) -> f64 {
        (-days / self.half_life).exp2()
    }
}

impl Default for Parameters {
    /// Half-life 180 days, prior weight 1, and the voices that state a fact.
    fn default() -> Self {
        Self { half_life: 180.0, prior: 1.0, voices: Voices::FACTS }
    }
}

/// How alignment is computed, with the values of the parameters: the paragraph that the program shows.
pub fn formula(parameters: &Parameters) -> String {
    let half_life = if parameters.half_life.is_finite() {
        format!("{} days", parameters.half_life)
    } else {
        "infinite, so nothing ages".to_owned()
    };
    format!(
        "Alignment of A toward B at time t: a(t) = Σ wᵢ·2^(−(t−tᵢ)/h)·sᵢ ÷ (κ + Σ wᵢ·2^(−(t−tᵢ)/h)), over the \
         events i of A toward B with tᵢ ≤ t. sᵢ is the Goldstein value of the event (−10 to +10), wᵢ its number \
         of independent sources, tᵢ the midpoint of its date. Half-life h: {half_life}. Prior weight κ: {prior}. \
         Voices: {voices}. The band is one decayed, weighted standard error to either side, the prior being one \
         observation of value 0 and weight κ. Without evidence, a(t) is 0.",
        prior = parameters.prior,
        voices = parameters.voices,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_without_meaning_are_refused() {
        for half_life in [0.0, -0.0, -1.0, f64::NEG_INFINITY, f64::NAN] {
            let refused = Parameters::new(half_life, 1.0, Voices::FACTS);
            assert!(matches!(refused, Err(ParameterError::HalfLife(_))), "half-life {half_life}");
        }
        for prior in [-1.0, f64::INFINITY, f64::NAN] {
            let refused = Parameters::new(180.0, prior, Voices::FACTS);
            assert!(matches!(refused, Err(ParameterError::Prior(_))), "prior {prior}");
        }
        assert!(Parameters::new(f64::INFINITY, 0.0, Voices::NONE).is_ok());
        assert!(Parameters::new(f64::MIN_POSITIVE, f64::MAX, Voices::ALL).is_ok());
    }

    #[test]
    fn the_defaults_would_be_accepted() {
        assert_eq!(Parameters::new(180.0, 1.0, Voices::FACTS), Ok(Parameters::default()));
    }

    #[test]
    fn the_formula_shows_every_parameter() -> Result<(), ParameterError> {
        let shown = formula(&Parameters::new(90.5, 2.0, Voices::ALL)?);
        for part in ["90.5 days", "κ: 2.", "reported, quoted, judgement, recommendation"] {
            assert!(shown.contains(part), "{part:?} is not in {shown:?}");
        }
        assert!(formula(&Parameters::new(f64::INFINITY, 1.0, Voices::FACTS)?).contains("nothing ages"));
        Ok(())
    }
}
