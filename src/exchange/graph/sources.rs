//! The documents and excerpts that a graph brings along.

use std::collections::HashSet;

use crate::dataset::record::{DatasetRecord, DocumentRecord, ExcerptRecord};

use super::super::report::Report;
use super::super::sink::empty_record;
use super::super::sound;

/// Documents and excerpts.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Sources {
    /// The documents.
    pub documents: Vec<DocumentRecord>,
    /// The excerpts.
    pub excerpts: Vec<ExcerptRecord>,
}

impl Sources {
    /// Their keys.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        let documents = self.documents.iter().map(|document| document.id.as_str());
        documents.chain(self.excerpts.iter().map(|excerpt| excerpt.id.as_str()))
    }

    /// They, without their speakers, and the speakers; `None` where there are none, or where a dataset of them would
    /// have errors: then all of them are left out, since what is wrong with one may touch any other.
    pub(super) fn sound(
        mut self,
        taken: &HashSet<String>,
        report: &mut Report,
    ) -> Option<(Self, Vec<Option<String>>)> {
        let count = self.documents.len() + self.excerpts.len();
        if count == 0 {
            return None;
        }
        let speakers = self.excerpts.iter_mut().map(|excerpt| excerpt.speaker.take()).collect();
        match self.wrong(taken) {
            None => Some((self, speakers)),
            Some(wrong) => {
                for key in self.keys() {
                    report.dropped("record", "the documents and excerpts of this file have errors", 0, key);
                }
                report.note(format!("the documents and excerpts are left out: {wrong}"));
                None
            }
        }
    }

    /// The first thing that is wrong with them.
    fn wrong(&self, taken: &HashSet<String>) -> Option<String> {
        if let Some(key) = self.keys().find(|key| taken.contains(*key)) {
            return Some(format!("the key {key:?} is also that of a node"));
        }
        let record = DatasetRecord {
            id: "sources".to_owned(),
            title: "sources".to_owned(),
            documents: self.documents.clone(),
            excerpts: self.excerpts.clone(),
            ..empty_record()
        };
        sound::first_wrong(&record)
    }
}
