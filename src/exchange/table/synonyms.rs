//! What the columns of other people's tables are called. Names are compared without case, spaces and signs.

use super::{Field, TableKind};

/// Names for both ends of a tie or act, as they go together, the likeliest first.
pub(super) const PAIRS: &[(&str, &str)] = &[
    ("from", "to"),
    ("source", "target"),
    ("actor1", "actor2"),
    ("actor1name", "actor2name"),
    ("actor1code", "actor2code"),
    ("actor1countrycode", "actor2countrycode"),
    ("actora", "actorb"),
    ("sourceactor", "targetactor"),
    ("sourcename", "targetname"),
    ("sourcecountry", "targetcountry"),
    ("sourceid", "targetid"),
    ("fromid", "toid"),
    ("fromcountry", "tocountry"),
    ("sender", "receiver"),
    ("sender", "recipient"),
    ("sender", "target"),
    ("senderstate", "targetstate"),
    ("initiator", "target"),
    ("initiator", "recipient"),
    ("actor", "target"),
    ("actor", "recipient"),
    ("country", "target"),
    ("countrya", "countryb"),
    ("country1", "country2"),
    ("countryname1", "countryname2"),
    ("statea", "stateb"),
    ("state1", "state2"),
    ("statename1", "statename2"),
    ("stateabb1", "stateabb2"),
    ("ccode1", "ccode2"),
    ("iso1", "iso2"),
    ("isoo", "isod"),
    ("iso3o", "iso3d"),
    ("sidea", "sideb"),
    ("partya", "partyb"),
    ("party1", "party2"),
    ("node1", "node2"),
    ("origin", "destination"),
    ("reporter", "partner"),
    ("donor", "recipient"),
    ("exporter", "importer"),
    ("a", "b"),
];

/// Other names of a field in a table of a kind, the likeliest first.
pub(super) fn of(kind: TableKind, field: Field) -> &'static [&'static str] {
    let is_document = kind == TableKind::Documents;
    let is_excerpt = kind == TableKind::Excerpts;
    match field {
        Field::Id if matches!(kind, TableKind::Actors) => &[
            "key",
            "nodeid",
            "actorid",
            "uid",
            "iso3",
            "iso3code",
            "alpha3",
            "isocode",
            "iso",
            "code",
            "countrycode",
            "stateabb",
        ],
        Field::Id => &[
            "key",
            "uid",
            "identifier",
            "eventid",
            "globaleventid",
            "edgeid",
            "tieid",
            "documentid",
            "docid",
            "excerptid",
            "instrumentid",
        ],
        Field::Kind => &[
            "type",
            "category",
            "class",
            "relation",
            "relationship",
            "relationtype",
            "relationshiptype",
            "edgetype",
            "nodetype",
            "actortype",
            "interaction",
            "tie",
            "tietype",
        ],
        Field::Type => &["csltype", "itemtype", "documenttype", "kind"],
        Field::Name => &[
            "fullname",
            "label",
            "actor",
            "actorname",
            "node",
            "country",
            "countryname",
            "state",
            "statename",
            "organisation",
            "organization",
            "person",
            "title",
            "instrument",
            "agreement",
            "treaty",
        ],
        Field::Short => &["shortname", "abbreviation", "acronym", "abbr"],
        Field::Also => &["aliases", "alias", "aka", "othernames", "alternativenames", "alsoknownas"],
        Field::PartOf => &["parent", "memberof", "belongsto", "affiliation", "government"],
        Field::Label => &[
            "description",
            "summary",
            "event",
            "eventtext",
            "action",
            "headline",
            "what",
            "details",
            "whathappened",
        ],
        Field::Code => &[
            "eventcode",
            "cameo",
            "cameocode",
            "plover",
            "eventtype",
            "eventtext",
            "type",
            "kind",
            "category",
            "action",
            "eventrootcode",
        ],
        Field::Score => &[
            "goldstein",
            "goldsteinscale",
            "goldsteinscore",
            "intensity",
            "conflictcooperation",
            "cooperation",
        ],
        Field::Sources => &[
            "numsources",
            "nsources",
            "sourcecount",
            "numberofsources",
            "numarticles",
            "nummentions",
            "mentions",
        ],
        Field::Date => {
            &["eventdate", "sqldate", "when", "day", "dateofevent", "datum", "timestamp", "datetime", "time"]
        }
        Field::Period => &["date", "dates", "when", "duration", "time", "valid"],
        Field::Start => &[
            "startdate",
            "begin",
            "begindate",
            "datestart",
            "startyear",
            "since",
            "validfrom",
            "fromdate",
            "styear",
        ],
        Field::End => &["enddate", "until", "dateend", "endyear", "validto", "todate", "endyr", "finish"],
        Field::Year => &["yr", "yyyy"],
        Field::Month => &["mon", "mm"],
        Field::Day => &["dayofmonth", "dd"],
        Field::Mutual => &["bothways", "reciprocal", "bidirectional", "undirected", "symmetric"],
        Field::Evidence => &["excerpts", "proof"],
        Field::Document => &["documentid", "doc", "docid", "source", "sourceid", "publication"],
        Field::Url => &[
            "link",
            "sourceurl",
            "uri",
            "href",
            "web",
            "weblink",
            "website",
            "permalink",
            "address",
            "articleurl",
        ],
        Field::Source => &[
            "sourcetitle",
            "article",
            "articletitle",
            "newspaper",
            "outlet",
            "publication",
            "reference",
            "citation",
            "title",
        ],
        Field::Publisher => &["publishedby", "press"],
        Field::Quote => {
            &["quotation", "quotedtext", "passage", "excerpt", "snippet", "exact", "sentence", "text"]
        }
        Field::Prefix | Field::Suffix => &[],
        Field::Page => &["pages", "pagenumber", "pageno", "pp"],
        Field::Paragraph => &["para", "paragraphnumber", "paragraphno"],
        Field::PositionStart => &["startoffset", "startposition", "start"],
        Field::PositionEnd => &["endoffset", "endposition", "end"],
        Field::Gloss if is_excerpt => &["summary", "description", "claim", "meaning", "paraphrase", "says"],
        Field::Gloss => &["paraphrase"],
        Field::Voice => &["voicetype"],
        Field::Speaker => &["speakername", "saidby", "quotedperson", "spokesperson"],
        Field::Credibility => &["credibilityrating"],
        Field::Title if is_document => &["headline", "documenttitle", "name"],
        Field::Title => &["name"],
        Field::Author => &["authors", "creator", "byline", "by", "writtenby"],
        Field::ContainerTitle => &[
            "journal",
            "publication",
            "newspaper",
            "outlet",
            "site",
            "website",
            "source",
            "publicationtitle",
        ],
        Field::Issued => {
            &["date", "published", "publicationdate", "pubdate", "dateofissue", "publicationyear", "year"]
        }
        Field::Language => &["lang"],
        Field::Rights => &["licence", "license", "copyright"],
        Field::Reliability => &["reliabilityrating", "sourcereliability"],
        Field::Colour => &["color"],
        Field::Note => &["notes", "remark", "remarks", "comment", "comments"],
        Field::From
        | Field::To
        | Field::Office
        | Field::Selector
        | Field::Text
        | Field::Description
        | Field::Of
        | Field::Toward
        | Field::X
        | Field::Y
        | Field::Z
        | Field::Size
        | Field::Opacity
        | Field::Shape
        | Field::Attributes => &[],
    }
}

/// Words in the name of a file that tell what is in it.
pub(super) const FILES: &[(&str, TableKind)] = &[
    ("event", TableKind::Events),
    ("relation", TableKind::Relationships),
    ("edge", TableKind::Relationships),
    ("tie", TableKind::Relationships),
    ("link", TableKind::Relationships),
    ("dyad", TableKind::Relationships),
    ("actor", TableKind::Actors),
    ("node", TableKind::Actors),
    ("countr", TableKind::Actors),
    ("instrument", TableKind::Instruments),
    ("treat", TableKind::Instruments),
    ("agreement", TableKind::Instruments),
    ("excerpt", TableKind::Excerpts),
    ("quot", TableKind::Excerpts),
    ("document", TableKind::Documents),
    ("source", TableKind::Documents),
    ("dataset", TableKind::Dataset),
];

/// A name without case, spaces and signs.
pub(super) fn squeeze(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_names_are_squeezed_and_none_is_there_twice() {
        for &kind in TableKind::ALL {
            for info in kind.fields() {
                let names = of(kind, info.field);
                assert!(names.iter().all(|name| squeeze(name) == **name), "{kind} {}", info.field);
                let unique: std::collections::HashSet<_> = names.iter().collect();
                assert_eq!(unique.len(), names.len(), "{kind} {}", info.field);
            }
        }
        assert!(PAIRS.iter().all(|(a, b)| squeeze(a) == **a && squeeze(b) == **b));
        assert_eq!(squeeze("Actor1 Country_Code"), "actor1countrycode");
    }
}
