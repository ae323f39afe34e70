//! The index of a folder of figures: a page of HTML with each figure, what it says and its sources.

use std::fmt::Write;

use super::Metadata;
use super::svg::escaped;

/// A figure in the index.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The name of its file, which stands beside the index.
    pub file: String,
    /// What it is of.
    pub title: String,
    /// What it says, in words.
    pub alt: String,
    /// What its file says about itself.
    pub metadata: Metadata,
}

/// The page. It has the reader's own colours and fonts.
pub fn html(title: &str, entries: &[Entry]) -> String {
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n\
         <p>{count} figures, one for each relationship with evidence.</p>\n<nav><ol>\n",
        title = escaped(title),
        count = entries.len(),
    );
    for entry in entries {
        let _ =
            writeln!(page, "<li><a href=\"#{}\">{}</a></li>", escaped(&entry.file), escaped(&entry.title));
    }
    page.push_str("</ol></nav>\n");
    entries.iter().for_each(|entry| article(&mut page, entry));
    page.push_str("</body>\n</html>\n");
    page
}

const STYLE: &str = "body{max-width:60rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 sans-serif}\
    img{max-width:100%;height:auto}article{margin:3rem 0}code{overflow-wrap:anywhere}nav ol{columns:2}";

fn article(page: &mut String, entry: &Entry) {
    let Entry { file, title, alt, metadata } = entry;
    let (file, title) = (escaped(file), escaped(title));
    let _ = writeln!(page, "<article id=\"{file}\">\n<h2>{title}</h2>");
    if file.ends_with(".pdf") {
        let _ = writeln!(page, "<p><a href=\"{file}\">{file}</a></p>");
    } else {
        let _ =
            writeln!(page, "<a href=\"{file}\"><img src=\"{file}\" alt=\"{title}\" loading=\"lazy\"></a>");
    }
    let _ = writeln!(page, "<p>{}</p>\n<ol>", escaped(&metadata.description));
    for source in &metadata.sources {
        let _ = writeln!(page, "<li>{}</li>", escaped(source));
    }
    page.push_str("</ol>\n<details><summary>In words</summary>\n");
    alt.lines().filter(|line| !line.is_empty()).for_each(|line| {
        let _ = writeln!(page, "<p>{}</p>", escaped(line));
    });
    let _ = writeln!(page, "</details>\n<p><code>{}</code></p>\n</article>", escaped(&metadata.command));
}
