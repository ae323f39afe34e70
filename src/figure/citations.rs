//! Sources as a citation style wants them (CSL, by hayagriva).

use std::fmt;
use std::str::FromStr;

use hayagriva::archive::ArchivedStyle;

use crate::dataset::citation;
use crate::dataset::model::Document;

/// A citation style by its name in the CSL repository.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Style(ArchivedStyle);

impl Default for Style {
    fn default() -> Self {
        Self(ArchivedStyle::AmericanPsychologicalAssociation)
    }
}

impl Style {
    /// Every style, in the order of their names.
    pub fn all() -> Vec<Self> {
        ArchivedStyle::all().iter().map(|&style| Self(style)).collect()
    }

    /// What people call it: "APA 7th edition".
    pub fn title(self) -> &'static str {
        self.0.display_name()
    }
}

impl fmt::Display for Style {
    /// The name by which it is asked for.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.names().first().copied().unwrap_or_default())
    }
}

impl FromStr for Style {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        ArchivedStyle::by_name(name).map(Self).ok_or_else(|| "no citation style has this name".to_owned())
    }
}

/// A document as a list of references has it, without markup.
pub fn reference(document: &Document, _style: Style) -> String {
    citation::full(document)
}
