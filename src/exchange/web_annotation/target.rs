//! Targets: what an annotation is about, and where in it.

use crate::dataset::Text;
use crate::dataset::record::SelectorRecord;

use super::super::bibliography::clean;
use super::super::json::{Json, Kind};
use super::super::report::Report;
use super::items::{address, is_a};
use super::quote::{Fit, Quote};

/// The largest number that JSON programs agree on.
const LARGEST: f64 = 9_007_199_254_740_992.0;

/// A target.
pub(super) struct Target<'j, 'a> {
    /// The address of the document, without a fragment.
    pub address: &'j str,
    /// What is said of the document, if anything is.
    pub about: Option<&'j Json<'a>>,
    /// Where in it.
    pub selectors: Vec<SelectorRecord>,
    /// The selectors that a dataset has no place for, as JSON.
    pub others: Vec<String>,
}

impl<'j, 'a> Target<'j, 'a> {
    /// Reads a target; `None` where it has no address.
    pub(super) fn of(target: &'j Json<'a>, report: &mut Report) -> Option<Self> {
        let Some(source) = target.get("source") else {
            let whole = address(target)?;
            // An address with a fragment says what a selector would (section 4.2.1).
            let (address, fragment) =
                whole.split_once('#').filter(|(bare, _)| !bare.is_empty()).unwrap_or((whole, ""));
            let fragment = (!fragment.is_empty()).then(|| SelectorRecord::FragmentSelector {
                value: clean(fragment).into(),
                conforms_to: Text::new(),
            });
            let about = Some(target).filter(|target| target.is_object());
            return Some(Self {
                address,
                about,
                selectors: fragment.into_iter().collect(),
                others: Vec::new(),
            });
        };
        let about = Some(source).filter(|source| source.is_object());
        let mut read = Self { address: address(source)?, about, selectors: Vec::new(), others: Vec::new() };
        for selector in target.get("selector").map(Json::each).unwrap_or_default() {
            read.selector(selector, report);
        }
        Some(read)
    }

    fn selector(&mut self, selector: &Json<'_>, report: &mut Report) {
        if let Some(inner) = selector.get("refinedBy") {
            let reason =
                "it is refined by another; the words quoted count, and the whole stays in an attribute";
            report.changed("selector", reason, selector.line, selector.to_json());
            self.others.push(selector.to_json());
            for inner in inner
                .each()
                .iter()
                .filter(|inner| inner.get("exact").is_some() || inner.get("refinedBy").is_some())
            {
                match inner.get("refinedBy") {
                    Some(_) => self.selector(inner, report),
                    None => self.quote(inner, report),
                }
            }
        } else if is_a(selector, "TextQuoteSelector") {
            self.quote(selector, report);
        } else if is_a(selector, "TextPositionSelector") {
            self.position(selector, report);
        } else if is_a(selector, "FragmentSelector")
            && selector.get("value").is_some_and(|value| value.text().is_some())
        {
            let text = |field: &str| selector.get(field).and_then(Json::text).map(clean).unwrap_or_default();
            self.selectors.push(SelectorRecord::FragmentSelector {
                value: text("value").into(),
                conforms_to: text("conformsTo").into(),
            });
        } else if !matches!(selector.kind, Kind::Null) {
            let reason = "a dataset has no place for its kind; it stays in an attribute";
            report.changed("selector", reason, selector.line, selector.to_json());
            self.others.push(selector.to_json());
        }
    }

    fn quote(&mut self, selector: &Json<'_>, report: &mut Report) {
        let text = |field: &str| selector.get(field).and_then(Json::text).map(clean).unwrap_or_default();
        let quote = Quote { exact: text("exact"), prefix: text("prefix"), suffix: text("suffix") };
        let length = quote.exact.chars().count();
        let Some((Quote { exact, prefix, suffix }, fit)) = quote.fit() else {
            report.dropped("selector", "it quotes nothing", selector.line, selector.to_json());
            return;
        };
        match fit {
            Fit::Whole => {}
            Fit::LessContext => {
                let reason = "a dataset quotes at most 12 words; what stands before and after is shortened";
                report.changed("quotation", reason, selector.line, &exact);
            }
            Fit::Cut => {
                let reason = "a dataset quotes at most 12 words and no whole sentence; the beginning is kept";
                report.changed("quotation", reason, selector.line, &exact);
            }
        }
        let kept = exact.chars().count();
        for each in &mut self.selectors {
            if let SelectorRecord::TextPositionSelector { start, end } = each
                && *end - *start == length
            {
                *end = *start + kept;
            }
        }
        self.selectors.push(SelectorRecord::TextQuoteSelector {
            exact: exact.into(),
            prefix: prefix.into(),
            suffix: suffix.into(),
        });
    }

    fn position(&mut self, selector: &Json<'_>, report: &mut Report) {
        let number = |field: &str| {
            selector
                .get(field)
                .and_then(Json::number)
                .filter(|n| n.fract() == 0.0 && (0.0..LARGEST).contains(n))
        };
        match number("start").zip(number("end")) {
            Some((start, end)) if start < end => {
                let (start, end) = (start as usize, end as usize);
                self.selectors.push(SelectorRecord::TextPositionSelector { start, end });
            }
            Some(_) | None => {
                let reason = "it needs two whole numbers, of which the second is greater";
                report.dropped("selector", reason, selector.line, selector.to_json());
            }
        }
    }
}
