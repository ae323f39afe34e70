use proptest::prelude::*;

use super::attributes::MOST;
use super::parse::DEEPEST;
use super::*;

/// A tag, apart from the text that it was read from.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Read {
    /// Its prefix, its name, its line, its attributes.
    Start(String, String, u64, Vec<(String, String)>),
    End(String),
}

fn tags(text: &str) -> Result<Vec<Read>, String> {
    let mut tags = Vec::new();
    let read = each_tag("a.xml", text.as_bytes(), |tag| {
        tags.push(match tag {
            Tag::Start(element) => {
                let attributes =
                    element.attributes().map(|(name, value)| (name.to_owned(), value.to_owned()));
                let Element { prefix, name, line, .. } = element;
                Read::Start(prefix.to_owned(), name.to_owned(), line, attributes.collect())
            }
            Tag::End { text } => Read::End(text.to_owned()),
        });
        Ok(())
    });
    read.map(|()| tags).map_err(|error| error.to_string())
}

fn told(text: &str) -> String {
    tags(text).expect_err(text)
}

#[test]
fn tags_come_with_their_lines_and_texts() {
    let text = "<?xml version='1.0' encoding='ISO-8859-1'?>\n<!-- <x> --><a:b c='1&#10;&lt;\n' xmlns='u'>\n<d/>\n</a:b>\n";
    let found = tags(text).expect("whole");
    let attributes = vec![("c".to_owned(), "1\n< ".to_owned())];
    assert_eq!(found[0], Read::Start("a".to_owned(), "b".to_owned(), 2, attributes));
    assert!(matches!(found[1], Read::Start(_, _, 4, _)), "{found:?}");
    let texts = tags("<a>x &amp;&#x41;<![CDATA[<y>]]><b>no</b>\n</a>").expect("whole");
    assert_eq!(texts.last(), Some(&Read::End("x &A<y>".to_owned())));
    assert_eq!(tags("<a>é</a>").expect("whole")[1], Read::End("é".to_owned()));
}

#[test]
fn what_is_no_whole_xml_is_told_with_its_line() {
    for (text, expected) in [
        ("", "a.xml:1: there is no element"),
        ("<a>\n<b>\n", "a.xml:3: the file ends within <b> of line 2"),
        ("<a>\n<b c='", "a.xml:2: a tag or comment begins here and is not closed"),
        ("<a>\n<b>\n</a>", "a.xml:3: </a> stands where </b> should"),
        ("<a/>\n</a>", "a.xml:2: </a> ends an element that did not begin"),
        ("<a/>\n<a/>", "a.xml:2: there is a second outermost element"),
        ("<a/>\nx", "a.xml:2: text stands outside"),
        ("<a>\n&nbsp;</a>", "a.xml:2: &nbsp; stands for nothing that XML knows"),
        ("<a b='&x'/>", "a.xml:1: a & begins no reference"),
        ("<a>&#0;</a>", "a.xml:1: &#0; stands for nothing"),
        ("<a b='1' b='2'/>", "a.xml:1: it is no XML"),
    ] {
        let told = told(text);
        assert!(told.starts_with(expected), "{text:?}: {told}");
    }
}

#[test]
fn entities_depth_and_width_are_bounded() {
    let laughs = "<!DOCTYPE a [\n<!ENTITY l 'ha'>\n<!ENTITY m '&l;&l;'>]>\n<a>&m;</a>";
    assert!(told(laughs).starts_with("a.xml:1: the file declares entities"), "{}", told(laughs));
    assert!(told("<!DOCTYPE a [<!ENTITY % f SYSTEM 'file:///x'> %f;]><a/>").contains("declares entities"));
    assert!(tags("<!DOCTYPE a SYSTEM 'a.dtd'><a/>").is_ok());
    let nested = |depth: usize| "<a>".repeat(depth) + &"</a>".repeat(depth);
    assert!(tags(&nested(DEEPEST)).is_ok());
    assert!(told(&nested(DEEPEST + 1)).contains("deep"));
    let wide =
        |width: usize| format!("<a{}/>", (0..width).map(|nth| format!(" b{nth}=''")).collect::<String>());
    assert!(tags(&wide(MOST)).is_ok());
    assert!(told(&wide(MOST + 1)).contains("more than 1000 attributes"));
}

#[test]
fn what_is_written_is_read_again() {
    let odd = " a<b>&\"'\n\t\r]]> ü ";
    let mut bytes = Vec::new();
    let mut xml = Writer::new(&mut bytes);
    xml.open("x", &[("y", odd)]);
    xml.text("z", &[], odd);
    xml.leaf("e", &[]);
    xml.finish().expect("memory");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let found = tags(&text).expect("whole");
    let attributes = vec![("y".to_owned(), odd.to_owned())];
    assert_eq!(found[0], Read::Start(String::new(), "x".to_owned(), 2, attributes), "{text}");
    assert_eq!(found[2], Read::End(odd.to_owned()));
}

#[test]
fn a_large_file_is_read_as_a_small_one() {
    let inner: String = (0..40_000).map(|nth| format!("<b c='{nth}' d=\"&lt;\">{nth}</b>\n")).collect();
    let found = tags(&format!("<a>\n{inner}</a>")).expect("whole");
    assert_eq!(found.len(), 80_002);
    for (nth, pair) in found[1..80_001].chunks(2).enumerate() {
        let attributes = vec![("c".to_owned(), nth.to_string()), ("d".to_owned(), "<".to_owned())];
        assert_eq!(pair[0], Read::Start(String::new(), "b".to_owned(), nth as u64 + 2, attributes));
        assert_eq!(pair[1], Read::End(nth.to_string()));
    }
    assert!(told(&format!("<a>\n{inner}")).starts_with("a.xml:40002: the file ends within <a> of line 1"));
    let mut count = 0;
    let stopped = each_tag("a.xml", format!("<a>\n{inner}</a>").as_bytes(), |_| {
        count += 1;
        if count < 50_000 { Ok(()) } else { Err(ExchangeError::file("a.xml", "is not wanted", "")) }
    });
    assert!(stopped.expect_err("stopped").to_string().contains("is not wanted"));
    assert_eq!(count, 50_000);
}

/// What quick-xml says of a tag: the attributes, or what is wrong.
fn by_the_book(tag: &str) -> Result<Vec<(String, String)>, String> {
    let start = quick_xml::events::BytesStart::from_content(tag, 1);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let one = |attribute: Result<quick_xml::events::attributes::Attribute<'_>, _>| {
        attribute.map(|one| (text(one.key.into_inner()), text(&one.value)))
    };
    start.attributes().map(one).collect::<Result<_, _>>().map_err(|error| error.to_string())
}

proptest! {
    /// The short way to the attributes of a tag leads where that of quick-xml does.
    #[test]
    fn attributes_are_those_of_quick_xml(inner in "( ?[ab]{0,2}(=\"|=\"|='| |=)[a= ]{0,3}(\"|\" |')){0,4}") {
        let tag = format!("e {inner}");
        let found = tags(&format!("<{tag}/>"));
        match by_the_book(&tag) {
            Ok(attributes) => match found {
                Ok(found) => prop_assert_eq!(&found[0], &Read::Start(String::new(), "e".to_owned(), 1, attributes)),
                // A quotation mark that is not closed takes the end of the tag in.
                Err(told) => prop_assert!(told.contains("is not closed"), "{}", told),
            },
            Err(wrong) => {
                let told = found.expect_err("told");
                prop_assert!(told.contains(&wrong) || told.contains("is not closed"), "{}: {}", told, wrong);
            }
        }
    }
}
