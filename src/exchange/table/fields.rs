//! What a table can hold: the kinds of table, and the fields that their columns fill.

use serde::{Deserialize, Serialize};

/// What the rows of a table are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TableKind {
    /// Dated acts of one actor toward another.
    Events,
    /// Ties between two actors or instruments; an edge list is one.
    Relationships,
    /// Actors.
    Actors,
    /// Instruments.
    Instruments,
    /// Places in documents.
    Excerpts,
    /// Sources.
    Documents,
    /// What a dataset says of itself: one row.
    Dataset,
}

impl TableKind {
    /// Every kind, the usual ones first.
    pub const ALL: &'static [Self] = &[
        Self::Events,
        Self::Relationships,
        Self::Actors,
        Self::Instruments,
        Self::Excerpts,
        Self::Documents,
        Self::Dataset,
    ];

    /// Its word in a mapping and on the command line; with `.csv` after it, its file in a ZIP that we write.
    pub fn word(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Relationships => "relationships",
            Self::Actors => "actors",
            Self::Instruments => "instruments",
            Self::Excerpts => "excerpts",
            Self::Documents => "documents",
            Self::Dataset => "dataset",
        }
    }

    /// The kind of a word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }

    /// What one row is called in a report.
    pub fn row(self) -> &'static str {
        match self {
            Self::Events => "event",
            Self::Relationships => "relationship",
            Self::Actors => "actor",
            Self::Instruments => "instrument",
            Self::Excerpts => "excerpt",
            Self::Documents => "document",
            Self::Dataset => "dataset",
        }
    }

    /// The fields that columns of such a table may fill, the needed ones first.
    pub fn fields(self) -> &'static [FieldInfo] {
        match self {
            Self::Events => EVENTS,
            Self::Relationships => RELATIONSHIPS,
            Self::Actors => ACTORS,
            Self::Instruments => INSTRUMENTS,
            Self::Excerpts => EXCERPTS,
            Self::Documents => DOCUMENTS,
            Self::Dataset => DATASET,
        }
    }

    /// Whether its rows have a field.
    pub fn has(self, field: Field) -> bool {
        self.fields().iter().any(|info| info.field == field)
    }
}

impl std::fmt::Display for TableKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.word())
    }
}

/// A field of one kind of table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FieldInfo {
    /// The field.
    pub field: Field,
    /// Whether a table without it cannot be read, unless it has one of `instead`.
    pub is_required: bool,
    /// The fields of which any one does in its place.
    pub instead: &'static [Field],
}

const fn must(field: Field, instead: &'static [Field]) -> FieldInfo {
    FieldInfo { field, is_required: true, instead }
}

const fn may(field: Field) -> FieldInfo {
    FieldInfo { field, is_required: false, instead: &[] }
}

macro_rules! fields {
    ($($variant:ident = $word:literal, $label:literal, $about:literal;)*) => {
        /// A field of a record that a column, or one value for all rows, fills.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Field {
            $(#[doc = $about] $variant,)*
        }

        impl Field {
            /// Every field.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its word in a mapping, and its column in a table that we write.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// Its label for people.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }

            /// What it holds, in a few words for a tip.
            pub fn about(self) -> &'static str {
                match self { $(Self::$variant => $about,)* }
            }
        }
    };
}

fields! {
    Id = "id", "Key", "the row's own name, by which other tables refer to it";
    From = "from", "From", "who acts, or where a tie begins: a key, a state's code, or a name";
    To = "to", "To", "toward whom, or where a tie ends: a key, a state's code, or a name";
    Kind = "kind", "Kind", "what it is: a word of the vocabulary";
    Type = "type", "Type", "the CSL type of a document, such as report or webpage";
    Name = "name", "Name", "full name";
    Short = "short", "Short name", "a short name for labels";
    Also = "also", "Other names", "other names, a list";
    PartOf = "part-of", "Part of", "what it is part of: a list of keys or names";
    Office = "office", "Offices", "offices that a person holds, as JSON";
    Label = "label", "What happened", "what happened or what the tie is, in a few words";
    Code = "code", "Event code", "what kind of act it is: a CAMEO or PLOVER code, or its words";
    Score = "score", "Score", "conflict-cooperation value, from -10 to +10 unless a scale is given";
    Sources = "sources", "Number of sources", "how many independent sources report it, a whole number";
    Date = "date", "Date", "when it happened";
    Period = "period", "Period", "when it holds: a date or an interval";
    Start = "start", "Start", "first date";
    End = "end", "End", "last date";
    Year = "year", "Year", "year, where a date stands in several columns";
    Month = "month", "Month", "month, 1 to 12 or its name";
    Day = "day", "Day", "day of the month";
    Mutual = "mutual", "Both ways", "whether the tie holds both ways: yes or no";
    Evidence = "evidence", "Evidence", "keys of the excerpts that prove it, a list";
    Document = "document", "Document", "the key of a document";
    Url = "url", "Address of the source", "address of the source on the web";
    Source = "source", "Title of the source", "title of the source that says so";
    Publisher = "publisher", "Publisher", "who publishes the source";
    Quote = "quote", "Quotation", "the words of the source that prove it; at most 12 are kept";
    Prefix = "prefix", "Words before", "the words right before the quotation";
    Suffix = "suffix", "Words after", "the words right after the quotation";
    Page = "page", "Page", "page of the source";
    Paragraph = "paragraph", "Paragraph", "number of the paragraph of the source, from 1";
    PositionStart = "position-start", "First character", "where the quotation starts, in characters from 0";
    PositionEnd = "position-end", "End", "one past the last character of the quotation";
    Selector = "selector", "Selectors", "W3C Web Annotation selectors, as JSON";
    Gloss = "gloss", "Gloss", "what the source says, in one sentence of the coder's own";
    Voice = "voice", "Voice", "who speaks: reported, quoted, judgement or recommendation";
    Speaker = "speaker", "Speaker", "the actor whose words are quoted";
    Credibility = "credibility", "Credibility", "Admiralty credibility, 1 to 6";
    Title = "title", "Title", "title";
    Author = "author", "Authors", "authors, a list of `Family, Given`";
    ContainerTitle = "container-title", "Appeared in", "journal, newspaper or site";
    Issued = "issued", "Date of issue", "when it appeared";
    Language = "language", "Language", "BCP 47 tag, such as en";
    Rights = "rights", "Rights", "who holds the rights";
    Reliability = "reliability", "Reliability", "Admiralty reliability, A to F";
    Text = "text", "Text", "what is known of its text, as JSON";
    Description = "description", "Description", "what the dataset holds";
    Of = "of", "Alignment of", "the actor whose alignment is shown first";
    Toward = "toward", "Alignment toward", "the poles of the series shown first, a list";
    Note = "note", "Note", "an editor's note";
    X = "x", "Place, x", "where another program shows it, to the right";
    Y = "y", "Place, y", "where another program shows it, upward";
    Z = "z", "Place, z", "where another program shows it, toward the reader";
    Size = "size", "Size", "how large another program shows it";
    Colour = "colour", "Colour", "six hexadecimal digits: red, green, blue";
    Opacity = "opacity", "Opacity", "0 to 1";
    Shape = "shape", "Shape", "the name of its shape in another program";
    Attributes = "attributes", "Attributes", "what has no column of its own, as JSON";
}

impl Field {
    /// The field of a word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.word() == word)
    }

    /// Whether it is a date, or one end of a period.
    pub fn is_date(self) -> bool {
        matches!(self, Self::Date | Self::Period | Self::Start | Self::End | Self::Issued)
    }
}

impl std::fmt::Display for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.word())
    }
}

use Field as F;

const EVENTS: &[FieldInfo] = &[
    must(F::From, &[]),
    must(F::To, &[]),
    must(F::Date, &[F::Start, F::Year]),
    must(F::Code, &[]),
    may(F::Score),
    may(F::Label),
    may(F::Id),
    may(F::Sources),
    may(F::Start),
    may(F::End),
    may(F::Year),
    may(F::Month),
    may(F::Day),
    may(F::Url),
    may(F::Source),
    may(F::Publisher),
    may(F::Quote),
    may(F::Page),
    may(F::Paragraph),
    may(F::Gloss),
    may(F::Voice),
    may(F::Speaker),
    may(F::Evidence),
    may(F::Note),
    may(F::Attributes),
];

const RELATIONSHIPS: &[FieldInfo] = &[
    must(F::From, &[]),
    must(F::To, &[]),
    may(F::Kind),
    may(F::Label),
    may(F::Mutual),
    may(F::Period),
    may(F::Id),
    may(F::Start),
    may(F::End),
    may(F::Year),
    may(F::Month),
    may(F::Day),
    may(F::Url),
    may(F::Source),
    may(F::Publisher),
    may(F::Quote),
    may(F::Page),
    may(F::Paragraph),
    may(F::Gloss),
    may(F::Voice),
    may(F::Speaker),
    may(F::Evidence),
    may(F::Note),
    may(F::Attributes),
];

const ACTORS: &[FieldInfo] = &[
    must(F::Name, &[F::Id]),
    may(F::Id),
    may(F::Kind),
    may(F::Short),
    may(F::Also),
    may(F::PartOf),
    may(F::Office),
    may(F::Note),
    may(F::X),
    may(F::Y),
    may(F::Z),
    may(F::Size),
    may(F::Colour),
    may(F::Opacity),
    may(F::Shape),
    may(F::Attributes),
];

const INSTRUMENTS: &[FieldInfo] = &[
    must(F::Name, &[F::Id]),
    must(F::Kind, &[]),
    may(F::Id),
    may(F::Short),
    may(F::Also),
    may(F::Period),
    may(F::Start),
    may(F::End),
    may(F::Year),
    may(F::Month),
    may(F::Day),
    may(F::Evidence),
    may(F::Note),
    may(F::X),
    may(F::Y),
    may(F::Z),
    may(F::Size),
    may(F::Colour),
    may(F::Opacity),
    may(F::Shape),
    may(F::Attributes),
];

const EXCERPTS: &[FieldInfo] = &[
    must(F::Document, &[F::Url, F::Source]),
    must(F::Gloss, &[F::Quote]),
    may(F::Quote),
    may(F::Voice),
    may(F::Speaker),
    may(F::Id),
    may(F::Paragraph),
    may(F::Page),
    may(F::Prefix),
    may(F::Suffix),
    may(F::PositionStart),
    may(F::PositionEnd),
    may(F::Selector),
    may(F::Url),
    may(F::Source),
    may(F::Publisher),
    may(F::Credibility),
    may(F::Note),
    may(F::Attributes),
];

const DOCUMENTS: &[FieldInfo] = &[
    must(F::Title, &[F::Url, F::Id]),
    may(F::Id),
    may(F::Type),
    may(F::Author),
    may(F::ContainerTitle),
    may(F::Publisher),
    may(F::Issued),
    may(F::Url),
    may(F::Language),
    may(F::Rights),
    may(F::Reliability),
    may(F::Text),
    may(F::Note),
    may(F::Attributes),
];

const DATASET: &[FieldInfo] =
    &[must(F::Title, &[F::Id]), may(F::Id), may(F::Description), may(F::Of), may(F::Toward)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_one_and_every_field_is_of_some_table() {
        for &field in Field::ALL {
            assert_eq!(Field::of_word(field.word()), Some(field));
            assert_eq!(serde_json::to_value(field).expect("a word"), field.word());
            assert!(TableKind::ALL.iter().any(|kind| kind.has(field)), "{field}");
        }
        for &kind in TableKind::ALL {
            assert_eq!(TableKind::of_word(kind.word()), Some(kind));
            let fields = kind.fields();
            assert!(fields.iter().all(|info| info.instead.iter().all(|&other| kind.has(other))));
            let unique: std::collections::HashSet<_> = fields.iter().map(|info| info.field).collect();
            assert_eq!(unique.len(), fields.len(), "{kind}");
        }
    }
}
