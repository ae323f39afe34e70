//! What is known: the records of a dataset, their dates, loading, checking and source text.
//!
//! A file is read into [`record`]s, checked, and resolved into a [`Dataset`]: the same data with typed,
//! interned ids. This room knows nothing of screens.

pub mod bundled;
pub mod check;
pub mod citation;
pub mod codes;
pub mod coding;
mod column;
pub mod compact;
pub mod date;
mod date_parse;
mod date_words;
pub mod day;
pub mod diagnostic;
pub mod events;
pub mod excerpts;
pub mod follow;
pub mod ids;
pub mod iso;
pub mod item;
pub mod key_table;
pub mod kind;
pub mod load;
pub mod locate;
pub mod marks;
pub mod model;
mod network;
mod outline;
pub mod parts;
mod plain;
mod quote_search;
pub mod quoting;
pub mod record;
pub mod render;
mod resolve;
mod rows;
pub mod save;
pub mod schema;
mod sound;
pub mod source;
mod spans;
pub mod stream;
pub mod structure;
pub mod suggest;
pub mod syntax;
mod text;

pub use date::{Day, DayRange, Edtf};
pub use diagnostic::{Code, Diagnostic, Report, Severity};
pub use events::{Event, Events};
pub use excerpts::{Excerpt, Excerpts};
pub use follow::Follow;
pub use ids::{ActorId, DocumentId, EventId, ExcerptId, Id, InstrumentId, RelationshipId, Table};
pub use item::{Item, NodeId, SeriesPoint};
pub use kind::{ActorKind, AttributeKind, InstrumentKind, RelationshipKind, Sign, Voice};
pub use load::{Loaded, load, load_path};
pub use model::{Dataset, Origin};
pub use outline::RowsFound;
pub use rows::read_row;
pub use stream::Stream;
pub use text::Text;
