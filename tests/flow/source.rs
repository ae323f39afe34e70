//! Flows: a source's text is attached, and each excerpt stands in its paragraph.

use std::path::Path;

use crate::app::{
    self, GAZETTE, article, click_button, command, drop_file, invented, open, preferences, press, says, write,
};
use detente::dataset::{Dataset, DocumentId};
use detente::desktop::App;
use detente::desktop::preferences::Preferences;
use detente::session::Command;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

type Window = Harness<'static, App>;

fn open_invented() -> Window {
    let preferences = Preferences { outline: false, ..preferences() };
    app::open_dataset(app::read(&invented()), preferences, [1280.0, 800.0])
}

/// How many texts on the screen are this one, as a whole.
fn count(harness: &Window, text: &str) -> usize {
    let is_it = |held: Option<String>| held.is_some_and(|held| held == text);
    let nodes = harness.root().children_recursive().map(|node| node.accesskit_node());
    nodes.filter(|node| is_it(node.label()) || is_it(node.value())).count()
}

fn only_document(dataset: &Dataset) -> DocumentId {
    dataset.documents.ids().next().unwrap_or_else(|| panic!("no document"))
}

fn is_attached(harness: &Window) -> bool {
    let session = harness.state().session();
    session.source(only_document(session.dataset())).is_some()
}

/// Every card shows the whole paragraph of its excerpt, and no warning is shown.
fn assert_whole_paragraphs(harness: &Window) {
    let session = harness.state().session();
    let dataset = session.dataset();
    let source = session.source(only_document(dataset)).unwrap_or_else(|| panic!("nothing is attached"));
    for excerpt in dataset.excerpts.rows() {
        let passage = source.find(excerpt).unwrap_or_else(|| panic!("{} is not found", excerpt.key()));
        let paragraph = &source.text()[passage.paragraph.clone()];
        assert!(count(harness, paragraph) >= 1, "the card of {} shows its paragraph", excerpt.key());
        assert!(excerpt.fragment().is_none_or(|fragment| paragraph.contains(fragment)));
    }
}

fn in_folder<T>(then: impl FnOnce(&Path) -> T) -> T {
    let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("no folder: {error}"));
    then(folder.path())
}

fn put(path: &Path, bytes: impl AsRef<[u8]>) {
    std::fs::write(path, bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

#[test]
fn a_source_attached_by_command_dialog_link_or_drop_shows_whole_paragraphs() {
    in_folder(|folder| {
        let path = folder.join("gazette.txt");
        put(&path, GAZETTE);
        let paragraph = "Asked about the limits, the minister said: we will watch the strait from now on.";
        let typed = path.display().to_string();

        let mut harness = open_invented();
        assert!(!says(&harness, paragraph) && says(&harness, "“we will watch”"), "a fragment alone at first");
        command(&mut harness, Command::AttachSource { document: None, path: path.clone() });
        assert_whole_paragraphs(&harness);
        assert_eq!(count(&harness, paragraph), 1);
        assert!(says(&harness, "✔ Source attached") && !says(&harness, "differs"));
        assert!(says(&harness, "2 of 2 excerpts found."), "a notice says so");

        let mut harness = open_invented();
        click_button(&mut harness, "File");
        let entry = harness.get_by_label_contains("Attach source…").rect().center();
        app::click(&mut harness, entry, Modifiers::NONE);
        write(&mut harness, &typed);
        assert!(!is_attached(&harness));
        press(&mut harness, Modifiers::NONE, Key::Enter);
        assert_whole_paragraphs(&harness);
        assert!(!says(&harness, "Path of the file"), "the dialog is closed");

        let mut harness = open_invented();
        let link = harness.get_by_label("Attach the source text…").rect().center();
        app::click(&mut harness, link, Modifiers::NONE);
        write(&mut harness, &typed);
        click_button(&mut harness, "Attach");
        assert_whole_paragraphs(&harness);

        let mut harness = open_invented();
        drop_file(&mut harness, &path);
        assert_whole_paragraphs(&harness);
    });
}

#[test]
fn the_article_attached_to_the_bundled_dataset_shows_whole_paragraphs() {
    let Some(path) = article() else { return };
    let mut harness = open();
    drop_file(&mut harness, &path);
    assert_whole_paragraphs(&harness);
    assert!(says(&harness, "✔ Source attached") && !says(&harness, "differs"));
    assert!(!says(&harness, "Not found in the attached text"));
}

#[test]
fn a_text_that_differs_is_attached_and_says_so() {
    in_folder(|folder| {
        let path = folder.join("later.txt");
        put(&path, GAZETTE.replace("in port on that day", "in port on the days after"));
        let mut harness = open_invented();
        drop_file(&mut harness, &path);
        assert_whole_paragraphs(&harness);
        assert!(says(&harness, "⚠ The attached text differs from the one that was coded."), "the card");
        assert!(says(&harness, "the text differs from the one that was coded."), "the notice");

        put(&path, GAZETTE.replace("a pact on herring", "nothing at all"));
        drop_file(&mut harness, &path);
        assert!(says(&harness, "1 of 2 excerpts found"));
        assert!(says(&harness, "⚠ Not found in the attached text."));
        assert!(says(&harness, "“a pact on herring”"), "the fragment stands in for the paragraph");
    });
}

#[test]
fn a_wrong_file_is_refused_with_a_notice() {
    in_folder(|folder| {
        let mut harness = open_invented();
        let other = folder.join("other.txt");
        put(&other, "A recipe\nPeel the onions and put them in a pan.\n");
        let picture = folder.join("picture.txt");
        put(&picture, [0xff, 0xd8, 0xff, 0xe0, 0x00]);
        let (nowhere, folder) = (folder.join("nowhere.txt"), folder.to_owned());
        for (path, why) in [
            (&other, "none of its 2 excerpts is in it"),
            (&picture, "cannot be attached"),
            (&nowhere, "cannot be read"),
            (&folder, "cannot be read"),
        ] {
            drop_file(&mut harness, path);
            assert!(says(&harness, why), "{} is refused: {why}", path.display());
            assert!(!is_attached(&harness));
            click_button(&mut harness, "Close");
            assert!(!says(&harness, why), "a notice can be closed");
        }
        put(&other, GAZETTE);
        drop_file(&mut harness, &other);
        assert!(is_attached(&harness));
        put(&other, "A recipe\nPeel the onions and put them in a pan.\n");
        drop_file(&mut harness, &other);
        assert!(says(&harness, "none of its 2 excerpts is in it"));
        assert_whole_paragraphs(&harness);
    });
}
