//! Datasets as they are read and checked.

mod bundled;
mod check;
mod dates;
mod load;
mod source;
