//! The datasets that come with the program, as the text of their files.

use super::load::Loaded;
use super::model::Dataset;
/// The key and the file text (`detente/1`) of every bundled dataset. The first is shown when no file is named.
pub const ALL: &[(&str, &str)] = &[("new-zealand-2025", new_zealand_2025())];

/// The file text of the dataset on New Zealand between the United States and China, 2018–2025.
pub const fn new_zealand_2025() -> &'static str {
    include_str!("../../assets/datasets/new-zealand-2025.json")
}

/// The file text of a bundled dataset by its key; `None` where no dataset has it.
pub fn text(key: &str) -> Option<&'static str> {
    ALL.iter().find(|(bundled, _)| *bundled == key).map(|(_, text)| *text)
}

/// Loads the dataset that is shown when no file is named.
pub fn load() -> Loaded {
    let (key, text) = ALL[0];
    of_the_program(super::load::load(&format!("{key}.json"), text.as_bytes()))
}

/// Loads a bundled dataset by its key; `None` where no dataset has it.
pub fn dataset(key: &str) -> Option<Dataset> {
    of_the_program(super::load::load(key, text(key)?.as_bytes())).dataset
}

/// It is no file of the person's.
fn of_the_program(mut loaded: Loaded) -> Loaded {
    if let Some(dataset) = &mut loaded.dataset {
        dataset.origin.file = None;
    }
    loaded
}
