//! The findings of a check, few enough to be kept.

use std::collections::BTreeMap;

use crate::dataset::codes::Code;
use crate::dataset::diagnostic::Finding;
use crate::dataset::locate::PathSet;

use super::keys::{List, Misnamed};

/// What was found: of each kind of problem in each list as many as a report can hold, and the number of the rest.
pub(in crate::dataset) struct Findings {
    /// The most of a kind in a list that are kept.
    most: usize,
    /// What is told.
    pub kept: Vec<Finding>,
    /// How many more there are of each kind.
    pub omitted: BTreeMap<Code, usize>,
    found: BTreeMap<(Code, Option<List>), usize>,
    /// Keys that lead nowhere, until all rows are known.
    pub(super) misnamed: Vec<Misnamed>,
    /// What is wrong with the form of rows, and the values that are.
    walked: Vec<Finding>,
    wrong: PathSet,
    /// The codes that states should have had as their keys.
    pub(super) meant: Vec<&'static str>,
}

impl Findings {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            kept: Vec::new(),
            omitted: BTreeMap::new(),
            found: BTreeMap::new(),
            misnamed: Vec::new(),
            meant: Vec::new(),
            walked: Vec::new(),
            wrong: PathSet::default(),
        }
    }

    /// Tells of a problem with a row of a list, in the order of the rows. It is put into words only where it is kept.
    pub(super) fn tell(
        &mut self,
        code: Code,
        list: impl Into<Option<List>>,
        words: impl FnOnce() -> Finding,
    ) {
        if self.is_kept(code, list.into()) {
            self.kept.push(words());
        }
    }

    /// Notes a key that leads nowhere, to be told of when it is known what was meant.
    pub(super) fn note(&mut self, misnamed: impl FnOnce() -> Misnamed) {
        if self.is_kept(Code::DanglingKey, None) {
            self.misnamed.push(misnamed());
        }
    }

    /// Counts a problem. Whether it is to be told.
    fn is_kept(&mut self, code: Code, list: Option<List>) -> bool {
        let found = self.found.entry((code, list)).or_default();
        *found += 1;
        let is_kept = *found <= self.most;
        if !is_kept {
            *self.omitted.entry(code).or_default() += 1;
        }
        is_kept
    }

    pub(super) fn join(&mut self, mut other: Self) {
        self.kept.append(&mut other.kept);
        self.misnamed.append(&mut other.misnamed);
        self.meant.append(&mut other.meant);
        self.walked.append(&mut other.walked);
        self.wrong.append(other.wrong);
        for (code, count) in other.omitted {
            *self.omitted.entry(code).or_default() += count;
        }
    }

    /// Adds what the walk along the schema found in the row of a list, and what it found wrong there.
    pub fn add_walked(&mut self, list: List, findings: Vec<Finding>, wrong: PathSet) {
        for finding in findings {
            if self.is_kept(finding.code, Some(list)) {
                self.walked.push(finding);
            }
        }
        self.wrong.append(wrong);
    }

    /// Takes out what is void, since it follows from values that are wrong themselves.
    pub(super) fn drop_void(&mut self) {
        self.kept.retain(|finding| !finding.is_void(&self.wrong));
        self.kept.append(&mut self.walked);
    }

    /// Takes out what says that a thing is used nowhere, where another problem may hide what is tied to what.
    pub fn drop_hidden(&mut self) {
        if self.kept.iter().any(|finding| finding.code.hides_ties()) {
            self.kept.retain(|finding| !finding.code.needs_all_ties());
            self.omitted.retain(|code, _| !code.needs_all_ties());
        }
    }
}

impl From<Vec<Finding>> for Findings {
    fn from(kept: Vec<Finding>) -> Self {
        Self { kept, ..Self::new(usize::MAX) }
    }
}
