//! The closed vocabularies: voices, kinds of actor, instrument and relationship, and their words.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name {
            $($(#[$vdoc])* $variant,)*
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word for people.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }
    };
}

vocabulary! {
    /// Who speaks in an excerpt, from the firmest to the loosest.
    Voice {
        /// A fact that the author reports.
        Reported = "reported",
        /// A named speaker's words.
        Quoted = "quoted",
        /// The author's opinion.
        Judgement = "judgement",
        /// What the author says should be done.
        Recommendation = "recommendation",
    }
}

impl Voice {
    /// Whether the voice states a fact (`reported`, `quoted`) rather than an opinion.
    pub fn is_fact(self) -> bool {
        match self {
            Self::Reported | Self::Quoted => true,
            Self::Judgement | Self::Recommendation => false,
        }
    }
}

vocabulary! {
    /// What an actor is.
    ActorKind {
        /// A state, known by its ISO 3166-1 alpha-3 code.
        State = "state",
        /// A government, an administration, or an agency of one.
        Government = "government",
        /// A person.
        Person = "person",
        /// An international organisation or one of its bodies.
        Organisation = "organisation",
        /// An armed group.
        ArmedGroup = "armed group",
        /// A territory or region that is no state.
        Territory = "territory",
        /// An actor of which the data does not say what it is.
        Unspecified = "unspecified",
    }
}

vocabulary! {
    /// What an instrument is.
    InstrumentKind {
        /// A treaty, pact, accord or partnership.
        Agreement = "agreement",
        /// A standing alliance.
        Alliance = "alliance",
        /// A looser grouping of states.
        Coalition = "coalition",
        /// A military or civil operation.
        Operation = "operation",
        /// A resolution of a body.
        Resolution = "resolution",
        /// A policy, statement or order that actors hold to.
        Policy = "policy",
    }
}

vocabulary! {
    /// What a relationship is. Its [`Sign`] follows from it.
    RelationshipKind {
        /// A formal alliance between two actors.
        Alliance = "alliance",
        /// Working together.
        Cooperation = "cooperation",
        /// Moving closer to another's position.
        Alignment = "alignment",
        /// Political or material backing.
        Support = "support",
        /// Taking part in an instrument.
        Participation = "participation",
        /// A wish or exploration to take part.
        Interest = "interest",
        /// Talks, visits, meetings.
        Consultation = "consultation",
        /// Belonging that is no membership: a realm, an association.
        Association = "association",
        /// One government or leader following another.
        Succession = "succession",
        /// Making or proposing an instrument.
        Sponsorship = "sponsorship",
        /// A tie of which the data does not say what it is.
        Unspecified = "unspecified",
        /// Seeing another as a threat.
        ThreatPerception = "threat perception",
        /// Criticising, condemning or opposing.
        Opposition = "opposition",
        /// Disagreeing over claims.
        Dispute = "dispute",
        /// Competing for position.
        Rivalry = "rivalry",
        /// Leaving or dismantling.
        Withdrawal = "withdrawal",
        /// Sanctions, tariffs, threats, takeover claims.
        Coercion = "coercion",
        /// Use of armed force.
        Conflict = "conflict",
    }
}

vocabulary! {
    /// The type that a value has in the program that it comes from.
    AttributeKind {
        /// Any text.
        Text = "text",
        /// A whole number.
        Integer = "integer",
        /// A number.
        Number = "number",
        /// `true` or `false`.
        Boolean = "boolean",
    }
}

vocabulary! {
    /// Whether a tie draws together or apart.
    Sign {
        /// Draws together.
        Positive = "cooperative",
        /// Neither.
        Neutral = "neutral",
        /// Draws apart.
        Negative = "adverse",
    }
}

impl RelationshipKind {
    /// The sign of the kind: a fixed table, so that no tie is coloured by a hidden score.
    pub fn sign(self) -> Sign {
        match self {
            Self::Alliance | Self::Cooperation | Self::Alignment | Self::Support | Self::Participation => {
                Sign::Positive
            }
            Self::Interest
            | Self::Consultation
            | Self::Association
            | Self::Succession
            | Self::Sponsorship
            | Self::Unspecified => Sign::Neutral,
            Self::ThreatPerception
            | Self::Opposition
            | Self::Dispute
            | Self::Rivalry
            | Self::Withdrawal
            | Self::Coercion
            | Self::Conflict => Sign::Negative,
        }
    }
}
