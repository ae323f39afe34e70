//! The stable codes of all that can be wrong with a dataset: the one table that documents them.

/// How bad a problem is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// The dataset cannot be used.
    Error,
    /// The dataset can be used, and something in it should be looked at.
    Warning,
}

impl Severity {
    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($($variant:ident = $code:literal $severity:ident $explain:literal,)*) => {
        /// What kind of problem a diagnostic tells of. The text codes never change their meaning:
        /// D0xx the file, D1xx its JSON and fields, D2xx keys, D3xx meaning, D4xx evidence, D5xx sources.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Code {
            $(#[doc = concat!("`", $code, "`: ", $explain)] $variant,)*
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable code, such as `D109`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// What the code means, in one sentence.
            pub fn explain(self) -> &'static str {
                match self { $(Self::$variant => $explain,)* }
            }

            /// How bad it is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    Unreadable = "D001" Error "The file cannot be opened or read.",
    EmptyFile = "D002" Error "The file holds nothing.",
    NotUtf8 = "D003" Error "The file is not UTF-8 text.",
    Utf16 = "D004" Error "The file is UTF-16 text; datasets are UTF-8.",
    TooLarge = "D005" Error "The file is larger than a dataset can be.",
    NotADataset = "D006" Error "The file is JSON but not a detente/1 dataset.",
    NewerFormat = "D007" Error "The file is in a later version of the format.",
    BrokenJson = "D101" Error "The text is not valid JSON.",
    TooDeep = "D102" Error "Lists and objects are nested too deeply.",
    DuplicateField = "D103" Error "An object gives the same field twice.",
    UnknownField = "D104" Error "An object has a field that the format does not know.",
    MissingField = "D105" Error "A required field is missing.",
    WrongType = "D106" Error "A field holds another type of value than it must.",
    UnknownWord = "D107" Error "A field holds a word that is not in its vocabulary.",
    BadValue = "D108" Error "A number is out of range or a text does not have the form that it must.",
    BadDate = "D109" Error "A text is no EDTF date.",
    ControlCharacter = "D110" Error "A text holds a control character.",
    BadKey = "D201" Error "A key is not a slug.",
    BadStateCode = "D202" Error "A state's key is not its ISO 3166-1 alpha-3 code.",
    DuplicateKey = "D203" Error "Two records have the same key.",
    DanglingKey = "D204" Error "A key names no record.",
    WrongKindOfKey = "D205" Error "A key names a record of another kind than is meant.",
    EndBeforeStart = "D301" Error "An interval ends before it starts.",
    UnknownEventCode = "D302" Error "An event code is not in the coding table.",
    TowardItself = "D303" Error "A relationship, event or series goes from a thing to itself.",
    PartOfCycle = "D304" Error "A thing is part of itself, through others.",
    EqualRelationships = "D305" Warning "Two relationships say the same.",
    NoScore = "D306" Error "An event gives no score, and its coding scheme has none.",
    NoEvidence = "D401" Warning "A relationship or event has no evidence: it is shown, and nothing proves it.",
    EmptySpan = "D402" Error "A position selector ends at or before its start.",
    NoSelector = "D403" Warning "An excerpt cannot be found in its document.",
    NoSuchParagraph = "D404" Error "An excerpt's paragraph is not in its document.",
    NoSpeaker = "D405" Warning "An excerpt is quoted but nobody is named as speaking.",
    QuoteTooLong = "D406" Error "A quotation is longer than the quoting rule allows.",
    WholeSentence = "D407" Error "A quotation is a whole sentence.",
    UnusedExcerpt = "D408" Warning "An excerpt proves nothing.",
    IdleActor = "D409" Warning "An actor is tied to nothing.",
    TextDiffers = "D501" Warning "The attached text is not the one that the dataset was coded from.",
    PassageNotFound = "D502" Error "An excerpt is not found in the attached text.",
    OtherParagraph = "D503" Warning "An excerpt stands in another paragraph than it says.",
}

impl Code {
    /// Whether the code says that a thing is used nowhere, which cannot be known while another problem
    /// [hides what is tied to what](Self::hides_ties).
    pub fn needs_all_ties(self) -> bool {
        matches!(self, Self::EqualRelationships | Self::UnusedExcerpt | Self::IdleActor)
    }

    /// Whether the problem may hide what is tied to what: wrong fields (D1xx) and wrong keys (D2xx).
    pub fn hides_ties(self) -> bool {
        self.as_str().starts_with("D1") || self.as_str().starts_with("D2")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_in_order() {
        assert!(Code::ALL.windows(2).all(|pair| pair[0].as_str() < pair[1].as_str()));
    }
}
