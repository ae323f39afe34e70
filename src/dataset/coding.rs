//! The coding table: event codes and their conflict-cooperation values.
//!
//! CAMEO 1.1b3 (Gerner, Schrodt and Yilmaz 2009) with the Goldstein scale (Goldstein, "A
//! Conflict-Cooperation Scale for WEIS Events Data", Journal of Conflict Resolution 36(2), 1992), as in
//! the look-up tables that the GDELT Project publishes. Codes are text: `01` and `010` are two codes.

use std::collections::HashMap;
use std::sync::OnceLock;

use foldhash::fast::RandomState;

const CAMEO_TSV: &str = include_str!("../../assets/coding/cameo.tsv");
const PLOVER_TSV: &str = include_str!("../../assets/coding/plover.tsv");

/// A coding scheme.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Scheme {
    /// Conflict and Mediation Event Observations.
    Cameo,
    /// Political Language Ontology for Verifiable Event Records, the successor of CAMEO: its types of event,
    /// which have no values of their own. Data that is coded with it gives an intensity for each event.
    Plover,
}

impl Scheme {
    /// Every scheme.
    pub const ALL: &'static [Self] = &[Self::Cameo, Self::Plover];

    /// The prefix of a code in a file.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Cameo => "cameo",
            Self::Plover => "plover",
        }
    }
}

/// A code of a scheme that is in its table.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct EventCode {
    /// The scheme.
    pub scheme: Scheme,
    /// The code, as text.
    pub code: &'static str,
    /// What the code means.
    pub meaning: &'static str,
    /// Conflict-cooperation value, −10 (most hostile) to +10 (most cooperative), where the scheme has one.
    pub score: Option<f64>,
}

impl std::fmt::Display for EventCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.scheme.prefix(), self.code)
    }
}

/// Why a code is not one.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum CodeError {
    /// There is no `scheme:` before the code.
    #[error("an event code is written as scheme:code, such as cameo:0312")]
    NoScheme,
    /// The scheme is not known.
    #[error("no coding scheme is called {0:?}; known: cameo, plover")]
    UnknownScheme(String),
    /// The scheme's table lacks the code.
    #[error("{scheme} has no event code {code:?}", scheme = .scheme.prefix())]
    UnknownCode {
        /// The scheme.
        scheme: Scheme,
        /// The code that is not in its table.
        code: String,
    },
}

impl EventCode {
    /// Reads `scheme:code`.
    ///
    /// # Errors
    /// [`CodeError`] where the text names no code of a known table.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        Self::find(text).copied()
    }

    /// As [`EventCode::parse`], in its table.
    ///
    /// # Errors
    /// As [`EventCode::parse`].
    pub fn find(text: &str) -> Result<&'static Self, CodeError> {
        let (prefix, code) = text.split_once(':').ok_or(CodeError::NoScheme)?;
        let scheme = Scheme::ALL
            .iter()
            .copied()
            .find(|scheme| scheme.prefix() == prefix)
            .ok_or_else(|| CodeError::UnknownScheme(prefix.to_owned()))?;
        table(scheme).get(code).ok_or_else(|| CodeError::UnknownCode { scheme, code: code.to_owned() })
    }
}

/// All codes of a scheme.
pub fn codes(scheme: Scheme) -> impl Iterator<Item = EventCode> {
    table(scheme).values().copied()
}

type Codes = HashMap<&'static str, EventCode, RandomState>;

fn table(scheme: Scheme) -> &'static Codes {
    static CAMEO: OnceLock<Codes> = OnceLock::new();
    static PLOVER: OnceLock<Codes> = OnceLock::new();
    let (cell, text, row): (_, _, fn(&'static str) -> Option<EventCode>) = match scheme {
        Scheme::Cameo => (&CAMEO, CAMEO_TSV, cameo_row),
        Scheme::Plover => (&PLOVER, PLOVER_TSV, plover_row),
    };
    cell.get_or_init(|| {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(row).map(|row| (row.code, row)).collect()
    })
}

/// One row `code TAB value TAB meaning`; `None` for the header.
fn cameo_row(line: &'static str) -> Option<EventCode> {
    let mut fields = line.split('\t');
    let code = fields.next()?;
    let score = Some(fields.next()?.parse().ok()?);
    let meaning = fields.next()?;
    Some(EventCode { scheme: Scheme::Cameo, code, meaning, score })
}

/// One row `code TAB meaning`; `None` for the header, which is in small letters.
fn plover_row(line: &'static str) -> Option<EventCode> {
    let (code, meaning) = line.split_once('\t')?;
    let is_code = code.chars().all(|c| c.is_ascii_uppercase());
    is_code.then_some(EventCode { scheme: Scheme::Plover, code, meaning, score: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read() {
        let rows = CAMEO_TSV.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(table(Scheme::Cameo).len(), rows - 1, "all rows but the header");
        assert_eq!(table(Scheme::Cameo).len(), 311);
    }

    #[test]
    fn codes_are_text() {
        let short = EventCode::parse("cameo:01").map(|code| code.meaning);
        let long = EventCode::parse("cameo:010").map(|code| code.meaning);
        assert_ne!(short, long);
    }

    #[test]
    fn values_are_on_the_scale() {
        assert!(
            codes(Scheme::Cameo).all(|code| code.score.is_some_and(|score| (-10.0..=10.0).contains(&score)))
        );
        assert!(codes(Scheme::Plover).all(|code| code.score.is_none()));
        assert_eq!(codes(Scheme::Plover).count(), 16);
        assert_eq!(EventCode::parse("cameo:0312").map(|code| code.score), Ok(Some(5.2)));
    }

    #[test]
    fn what_is_no_code_is_told() {
        assert_eq!(EventCode::parse("0312"), Err(CodeError::NoScheme));
        assert!(matches!(EventCode::parse("weis:1"), Err(CodeError::UnknownScheme(_))));
        assert!(matches!(EventCode::parse("cameo:9999"), Err(CodeError::UnknownCode { .. })));
    }
}
