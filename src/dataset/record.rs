//! The file form of a dataset, `"format": "detente/1"`: what serde reads and writes, and what the JSON
//! Schema is generated from. References are readable keys here; [`super::model`] has them resolved.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date::Edtf;
use super::kind::{ActorKind, AttributeKind, InstrumentKind, RelationshipKind, Voice};
use super::text::Text;

/// The value that `format` must have.
pub const FORMAT: &str = "detente/1";

/// A whole dataset file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct DatasetRecord {
    /// Name and version of the format: `detente/1`.
    pub format: String,
    /// Key of the dataset: a slug such as `new-zealand-2025`.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// What the dataset holds and how it was coded, in a sentence or two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The alignment series that is shown first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<SeriesRecord>,
    /// The sources.
    #[serde(default)]
    pub documents: Vec<DocumentRecord>,
    /// Places in the sources, each of which says one thing.
    #[serde(default)]
    pub excerpts: Vec<ExcerptRecord>,
    /// States, governments, people, organisations, armed groups, territories.
    #[serde(default)]
    pub actors: Vec<ActorRecord>,
    /// Agreements, alliances, coalitions, operations, resolutions that actors take part in.
    #[serde(default)]
    pub instruments: Vec<InstrumentRecord>,
    /// Ties between two nodes.
    #[serde(default)]
    pub relationships: Vec<RelationshipRecord>,
    /// Dated acts and statements of one actor toward another.
    #[serde(default)]
    pub events: Vec<EventRecord>,
}

/// Which alignment series a dataset shows first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SeriesRecord {
    /// Key of the actor whose alignment is shown.
    pub of: String,
    /// Keys of the poles.
    pub toward: Vec<String>,
}

/// A source, described with the field names of CSL-JSON 1.0.2.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct DocumentRecord {
    /// Key of the document.
    pub id: String,
    /// CSL item type, such as `article-newspaper`, `report`, `webpage`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Title; a work without one is described in square brackets, as citation styles do.
    pub title: String,
    /// Authors, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub author: Vec<NameRecord>,
    /// Title of the journal, newspaper or site that holds the work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub container_title: Option<String>,
    /// Publisher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Date of issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<Edtf>,
    /// Address on the web.
    #[serde(rename = "URL", default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// BCP 47 language tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Who holds the rights.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rights: Option<String>,
    /// Admiralty reliability of the source, `A` (completely reliable) to `F` (cannot be judged).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^[A-F]$"))]
    pub reliability: Option<String>,
    /// Where the positions and paragraph numbers of the excerpts count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<TextRecord>,
    /// An editor's note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What other programs say of it, for which the format has no field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<AttributeRecord>,
}

impl DocumentRecord {
    /// A document of which only the key, the CSL item type and the title are known.
    pub fn titled(id: impl Into<String>, kind: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            kind: kind.into(),
            title: title.into(),
            author: Vec::new(),
            container_title: None,
            publisher: None,
            issued: None,
            url: None,
            language: None,
            rights: None,
            reliability: None,
            text: None,
            note: None,
            attributes: Vec::new(),
        }
    }
}

/// An author's name, as in CSL-JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct NameRecord {
    /// Family name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// Given names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<String>,
    /// A name that is not split, such as an institution's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub literal: Option<String>,
}

/// The text that selectors count in. The text itself is never part of a dataset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TextRecord {
    /// SHA-256 of the text's bytes, 64 lower-case hexadecimal digits.
    #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
    pub sha256: String,
    /// Number of body paragraphs.
    pub paragraphs: u32,
    /// 1-based numbers of the lines that are no body paragraph (headings, by-line, disclosure). Each other
    /// line that is not blank is one body paragraph, and they are numbered from 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_body: Vec<u32>,
}

/// A place in a document that says one thing. The texts that most excerpts have may be borrowed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(rename = "ExcerptRecord", description = "A place in a document that says one thing.")]
pub struct ExcerptRecord<S = String> {
    /// Key of the excerpt.
    pub id: S,
    /// Key of the document.
    pub document: S,
    /// 1-based number of the body paragraph.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<u32>,
    /// W3C Web Annotation selectors; each finds the same span.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub selector: Vec<SelectorRecord>,
    /// What the place says, in one sentence of the coder's own words.
    pub gloss: S,
    /// Who speaks.
    pub voice: Voice,
    /// Key of the actor whose words are quoted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<S>,
    /// Admiralty credibility of what is said, 1 (confirmed) to 6 (cannot be judged).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 6))]
    pub credibility: Option<u8>,
    /// An editor's note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What other programs say of it, for which the format has no field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<AttributeRecord>,
}

/// A selector of the W3C Web Annotation Data Model (section 4.2).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", deny_unknown_fields)]
pub enum SelectorRecord {
    /// A quotation with, where it is not unique, what stands before and after it (section 4.2.4).
    TextQuoteSelector {
        /// The quoted fragment.
        exact: Text,
        /// Text right before it.
        #[serde(default, skip_serializing_if = "Text::is_empty")]
        prefix: Text,
        /// Text right after it.
        #[serde(default, skip_serializing_if = "Text::is_empty")]
        suffix: Text,
    },
    /// A span in Unicode code points, end exclusive (section 4.2.5).
    TextPositionSelector {
        /// First code point.
        start: usize,
        /// One past the last code point.
        end: usize,
    },
    /// A part that the rules of some format name, such as a row of a table or a page (section 4.2.1).
    FragmentSelector {
        /// The fragment: `row=12`, `page=3`.
        value: Text,
        /// The rules that it follows, as an address: `http://tools.ietf.org/rfc/rfc7111` for rows of a table.
        #[serde(rename = "conformsTo", default, skip_serializing_if = "Text::is_empty")]
        conforms_to: Text,
    },
}

/// Someone or something that acts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ActorRecord {
    /// Key: the ISO 3166-1 alpha-3 code of a state, a slug for the rest.
    pub id: String,
    /// What it is.
    pub kind: ActorKind,
    /// Full name.
    pub name: String,
    /// A short name for labels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<String>,
    /// Other names, for search.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// What it is part of: a government of a state, a body of an organisation, a person of a government.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub part_of: Vec<PartOfRecord>,
    /// Offices that a person holds or held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub office: Vec<OfficeRecord>,
    /// An editor's note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where and how another program shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub viz: Option<VizRecord>,
    /// What other programs say of it, for which the format has no field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<AttributeRecord>,
}

impl ActorRecord {
    /// An actor of which only the key, the kind and the name are known.
    pub fn named(id: impl Into<String>, kind: ActorKind, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            kind,
            name: name.into(),
            short: None,
            also: Vec::new(),
            part_of: Vec::new(),
            office: Vec::new(),
            note: None,
            viz: None,
            attributes: Vec::new(),
        }
    }
}

/// A tie of a part to its whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PartOfRecord {
    /// Key of the whole.
    pub actor: String,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Edtf>,
    /// Keys of the excerpts that say so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
    /// An editor's note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// An office that a person holds or held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct OfficeRecord {
    /// Title of the office, such as `Prime Minister`.
    pub title: String,
    /// Key of the government, state or organisation.
    pub of: String,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Edtf>,
    /// Keys of the excerpts that say so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
    /// An editor's note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Something that actors take part in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct InstrumentRecord {
    /// Key of the instrument.
    pub id: String,
    /// What it is.
    pub kind: InstrumentKind,
    /// Full name.
    pub name: String,
    /// A short name for labels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<String>,
    /// Other names, for search.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// When it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Edtf>,
    /// Keys of the excerpts that speak of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
    /// An editor's note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where and how another program shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub viz: Option<VizRecord>,
    /// What other programs say of it, for which the format has no field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<AttributeRecord>,
}

/// A tie between two nodes (actors or instruments).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RelationshipRecord {
    /// Key of the relationship.
    pub id: String,
    /// What it is; the sign follows from it.
    pub kind: RelationshipKind,
    /// Key of the node that it goes from.
    pub from: String,
    /// Key of the node that it goes to.
    pub to: String,
    /// Whether it holds both ways.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mutual: bool,
    /// What the tie is, in a few words of the coder's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// When it holds; absent where the source does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Edtf>,
    /// Keys of the excerpts that prove it: at least one, or nothing proves it.
    #[serde(default)]
    pub evidence: Vec<String>,
    /// An editor's note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What other programs say of it, for which the format has no field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<AttributeRecord>,
}

/// Something dated that one actor did or said toward another. The texts that most events have may be borrowed, and the date
/// may be kept elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(
    rename = "EventRecord",
    description = "Something dated that one actor did or said toward another."
)]
pub struct EventRecord<S = String, D = Edtf> {
    /// Key of the event.
    pub id: S,
    /// What happened, in a few words of the coder's own.
    pub label: S,
    /// Coding scheme and code, such as `cameo:0312`. The score follows from it.
    pub code: S,
    /// Key of the actor that acts.
    pub from: S,
    /// Key of the node that it acts toward.
    pub to: S,
    /// When.
    pub date: D,
    /// Conflict-cooperation value, −10 to +10, where the data that it comes from gives its own; else the
    /// coding table's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = -10, max = 10))]
    pub score: Option<f64>,
    /// Number of independent sources, the weight of the event in a series; 1 where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub sources: Option<u32>,
    /// Keys of the excerpts that prove it: at least one, or nothing proves it.
    #[serde(default)]
    #[schemars(extend("default" = []))]
    pub evidence: Vec<S>,
    /// An editor's note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What other programs say of it, for which the format has no field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<AttributeRecord>,
}

/// Something that another program says of a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct AttributeRecord {
    /// What it is called there.
    pub name: String,
    /// What type it has there; text where absent.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<AttributeKind>,
    /// Its value, written as text.
    pub value: String,
}

/// Where and how another program shows a node, as in the `viz` module of GEXF.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct VizRecord {
    /// Place, to the right, in that program's units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x: Option<f64>,
    /// Place, upward.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub y: Option<f64>,
    /// Place, toward the reader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub z: Option<f64>,
    /// Size.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0))]
    pub size: Option<f64>,
    /// Colour: red, green and blue, two hexadecimal digits each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^[0-9a-f]{6}$"))]
    pub colour: Option<String>,
    /// Opacity, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1))]
    pub opacity: Option<f64>,
    /// Name of its shape there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shape: Option<String>,
}
