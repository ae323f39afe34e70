//! Metadata in SVG: RDF in the `<metadata>` element, with the terms of Dublin Core where it has them.
//!
//! A text with characters that XML cannot hold is written as a JSON string, and says so.

use std::fmt::Write;

use resvg::usvg::roxmltree::{Document, Node, ParsingOptions};

use super::Metadata;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const DC: &str = "http://purl.org/dc/elements/1.1/";
const TERMS: &str = "http://purl.org/dc/terms/";
const OWN: &str = "urn:x-detente:figure:1";

/// Files of more elements, attributes and texts are not read.
const MOST_NODES: u32 = 1 << 20;

/// The `<metadata>` element.
pub fn rdf(metadata: &Metadata) -> String {
    let Metadata { title, description, sources, dataset_sha256, program, command } = metadata;
    let mut xml = format!(
        "<metadata>\n<rdf:RDF xmlns:rdf=\"{RDF}\" xmlns:dc=\"{DC}\" xmlns:dcterms=\"{TERMS}\" \
         xmlns:detente=\"{OWN}\">\n<rdf:Description rdf:about=\"\">\n<dc:format>image/svg+xml</dc:format>\n\
         <dc:type rdf:resource=\"http://purl.org/dc/dcmitype/StillImage\"/>\n"
    );
    element(&mut xml, "dc:title", title);
    element(&mut xml, "dc:description", description);
    element(&mut xml, "detente:program", program);
    element(&mut xml, "detente:command", command);
    element(&mut xml, "detente:datasetSha256", dataset_sha256);
    xml.push_str("<dcterms:references>\n<rdf:Seq>\n");
    sources.iter().for_each(|source| element(&mut xml, "rdf:li", source));
    xml.push_str("</rdf:Seq>\n</dcterms:references>\n</rdf:Description>\n</rdf:RDF>\n</metadata>\n");
    xml
}

fn element(xml: &mut String, name: &str, text: &str) {
    // XML 1.0, production 2.
    let can_hold = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    let _ = if text.chars().all(can_hold) {
        writeln!(xml, "<{name}>{}</{name}>", escaped(text))
    } else {
        writeln!(xml, "<{name} detente:form=\"json\">{}</{name}>", escaped(&json(text)))
    };
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    // Else it would be read as a line feed.
    text.replace('\r', "&#13;")
}

/// A JSON string whose control characters and noncharacters are escaped.
fn json(text: &str) -> String {
    let string = serde_json::Value::from(text).to_string();
    string.replace('\u{fffe}', "\\ufffe").replace('\u{ffff}', "\\uffff")
}

/// Reads the metadata of an SVG document.
pub fn read(svg: &str) -> Option<Metadata> {
    let options = ParsingOptions { nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(svg, options).ok()?;
    let metadata = document.root_element().children().find(|node| node.has_tag_name("metadata"))?;
    let about = metadata.descendants().find(|node| node.has_tag_name((RDF, "Description")))?;
    let references = about.children().find(|node| node.has_tag_name((TERMS, "references")))?;
    let sources = references.descendants().filter(|node| node.has_tag_name((RDF, "li")));
    let said = |namespace, name| about.children().find(|node| node.has_tag_name((namespace, name)));
    Some(Metadata {
        title: text(said(DC, "title")?)?,
        description: text(said(DC, "description")?)?,
        sources: sources.map(text).collect::<Option<_>>()?,
        dataset_sha256: text(said(OWN, "datasetSha256")?)?,
        program: text(said(OWN, "program")?)?,
        command: text(said(OWN, "command")?)?,
    })
}

fn text(node: Node<'_, '_>) -> Option<String> {
    let text: String = node.children().filter_map(|child| child.is_text().then(|| child.text())?).collect();
    match node.attribute((OWN, "form")) {
        None => Some(text),
        Some("json") => serde_json::from_str(&text).ok(),
        Some(_) => None,
    }
}
