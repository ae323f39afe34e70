//! Types of entries and types of CSL.

/// The types of entries and the type of CSL that each means. Where several mean one, the first is written.
const KINDS: &[(&str, &str)] = &[
    ("article", "article-journal"),
    ("book", "book"),
    ("mvbook", "book"),
    ("booklet", "pamphlet"),
    ("collection", "book"),
    ("mvcollection", "book"),
    ("proceedings", "book"),
    ("mvproceedings", "book"),
    ("reference", "book"),
    ("manual", "report"),
    ("incollection", "chapter"),
    ("inbook", "chapter"),
    ("bookinbook", "chapter"),
    ("suppbook", "chapter"),
    ("suppcollection", "chapter"),
    ("inproceedings", "paper-conference"),
    ("conference", "paper-conference"),
    ("inreference", "entry-encyclopedia"),
    ("online", "webpage"),
    ("electronic", "webpage"),
    ("www", "webpage"),
    ("report", "report"),
    ("techreport", "report"),
    ("thesis", "thesis"),
    ("phdthesis", "thesis"),
    ("mastersthesis", "thesis"),
    ("unpublished", "manuscript"),
    ("patent", "patent"),
    ("periodical", "periodical"),
    ("suppperiodical", "article-journal"),
    ("dataset", "dataset"),
    ("software", "software"),
    ("standard", "standard"),
    ("review", "review"),
    ("performance", "performance"),
    ("legislation", "legislation"),
    ("jurisdiction", "legal_case"),
    ("legal", "treaty"),
    ("letter", "personal_communication"),
    ("image", "graphic"),
    ("artwork", "graphic"),
    ("video", "motion_picture"),
    ("movie", "motion_picture"),
    ("audio", "song"),
    ("music", "song"),
    ("misc", "document"),
];

/// The types of CSL that no type of entry means by itself, and the entry under which each goes, told apart by
/// `entrysubtype`.
const SUBTYPES: &[(&str, &str)] = &[
    ("article", "article"),
    ("article-magazine", "article"),
    ("article-newspaper", "article"),
    ("bill", "legislation"),
    ("broadcast", "misc"),
    ("classic", "book"),
    ("collection", "misc"),
    ("entry", "inreference"),
    ("entry-dictionary", "inreference"),
    ("event", "misc"),
    ("figure", "image"),
    ("hearing", "misc"),
    ("interview", "misc"),
    ("map", "misc"),
    ("musical_score", "misc"),
    ("post", "online"),
    ("post-weblog", "online"),
    ("regulation", "legislation"),
    ("review-book", "review"),
    ("speech", "misc"),
];

/// The type of CSL of an entry; `None` for a type that is not known.
pub(super) fn of_entry(entry: &str, subtype: Option<&str>) -> Option<&'static str> {
    let subtype = match subtype {
        Some("newspaper") => Some("article-newspaper"),
        Some("magazine") => Some("article-magazine"),
        other => other,
    };
    let told = subtype.and_then(|subtype| SUBTYPES.iter().find(|(kind, _)| *kind == subtype));
    let plain = || KINDS.iter().find(|(own, _)| *own == entry).map(|(_, kind)| *kind);
    told.map(|(kind, _)| *kind).or_else(plain)
}

/// The type of entry in which a type of CSL is written, with its subtype if it needs one. What is no type of CSL is
/// `misc`.
pub(super) fn to_entry(kind: &str) -> (&'static str, Option<&str>) {
    if let Some((own, _)) = KINDS.iter().find(|(_, each)| *each == kind) {
        return (own, None);
    }
    let subtype = match kind {
        "article-newspaper" => "newspaper",
        "article-magazine" => "magazine",
        other => other,
    };
    let told = SUBTYPES.iter().find(|(each, _)| *each == kind);
    told.map_or(("misc", None), |(_, own)| (own, Some(subtype)))
}

/// Whether a subtype only says which type of CSL an entry has.
pub(super) fn is_told(subtype: &str) -> bool {
    matches!(subtype, "newspaper" | "magazine") || SUBTYPES.iter().any(|(kind, _)| *kind == subtype)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_of_csl_comes_back() {
        let kinds = KINDS.iter().map(|(_, kind)| *kind).chain(SUBTYPES.iter().map(|(kind, _)| *kind));
        for kind in kinds {
            let (entry, subtype) = to_entry(kind);
            assert_eq!(of_entry(entry, subtype), Some(kind));
        }
        assert_eq!(to_entry("nonsense"), ("misc", None));
    }
}
