//! Bodies: what an annotation says.

use crate::dataset::Voice;

use super::super::bibliography::said;
use super::super::json::{Json, Kind};
use super::super::report::Report;
use super::items::{address, is_a, words};

/// What the bodies of an annotation say together.
#[derive(Debug, Default)]
pub(super) struct Said<'j> {
    /// The words of the person who wrote it.
    pub words: Vec<String>,
    /// Who speaks, where a body classifies that.
    pub voice: Option<Voice>,
    /// Tags in words.
    pub tags: Vec<String>,
    /// The addresses of what the target is evidence of.
    pub identified: Vec<&'j str>,
    /// Other resources, by their purposes and addresses.
    pub linked: Vec<(String, &'j str)>,
}

impl<'j> Said<'j> {
    /// Reads the bodies, and what Hypothesis has in their place.
    pub(super) fn of(annotation: &'j Json<'_>, report: &mut Report) -> Self {
        let mut all = Self::default();
        for body in annotation.get("body").map(Json::each).unwrap_or_default() {
            all.body(body, report);
        }
        for field in ["bodyValue", "text"] {
            all.words.extend(annotation.get(field).and_then(Json::text).and_then(said));
        }
        let tags = annotation.get("tags").map(Json::each).unwrap_or_default();
        all.tags.extend(tags.iter().filter_map(Json::text).filter_map(said));
        all
    }

    fn body(&mut self, body: &'j Json<'_>, report: &mut Report) {
        if let Some(items) = body
            .get("items")
            .filter(|_| ["Choice", "Composite", "List", "Independents"].iter().any(|each| is_a(body, each)))
        {
            let choice = is_a(body, "Choice");
            for (nth, item) in items.each().iter().enumerate() {
                if choice && nth > 0 {
                    let reason = "it is one of several to choose from, and the first one counts";
                    report.dropped("body", reason, item.line, item.to_json());
                } else {
                    self.body(item, report);
                }
            }
            return;
        }
        let purposes = words(body, "purpose");
        let is_for = |purpose: &str| purposes.iter().any(|each| each == purpose);
        match body.get("value").or_else(|| body.get("chars")).and_then(Json::text).and_then(said) {
            Some(value) if is_for("classifying") && voice(&value).is_some() => self.voice = voice(&value),
            Some(value) if is_for("tagging") || is_for("classifying") => self.tags.push(value),
            Some(value) => self.words.push(value),
            None => self.resource(body, &purposes, report),
        }
    }

    fn resource(&mut self, body: &'j Json<'_>, purposes: &[String], report: &mut Report) {
        let Some(address) = body.get("source").and_then(address).or_else(|| address(body)) else {
            if !matches!(body.kind, Kind::Null) {
                report.dropped("body", "it has neither words nor an address", body.line, body.to_json());
            }
            return;
        };
        if purposes.iter().any(|purpose| purpose == "identifying") {
            self.identified.push(address);
        }
        self.linked.push((purposes.first().cloned().unwrap_or_else(|| "body".to_owned()), address));
    }
}

/// The voice of a word.
fn voice(word: &str) -> Option<Voice> {
    Voice::ALL.iter().copied().find(|voice| voice.word() == word)
}
