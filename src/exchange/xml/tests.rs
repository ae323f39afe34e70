use super::*;

fn tags(text: &str) -> Result<Vec<Tag<'static>>, String> {
    let mut xml = Xml::new("a.xml", text.as_bytes());
    let mut tags = Vec::new();
    while let Some(tag) = xml.next().map_err(|error| error.to_string())? {
        tags.push(match tag {
            Tag::Start(element) => Tag::Start(element.into_owned()),
            Tag::End { text } => Tag::End { text: Cow::Owned(text.into_owned()) },
        });
    }
    Ok(tags)
}

fn told(text: &str) -> String {
    tags(text).expect_err(text)
}

#[test]
fn tags_come_with_their_lines_and_texts() {
    let text = "<?xml version='1.0' encoding='ISO-8859-1'?>\n<!-- <x> --><a:b c='1&#10;&lt;\n' xmlns='u'>\n<d/>\n</a:b>\n";
    let found = tags(text).expect("whole");
    let Tag::Start(first) = &found[0] else { panic!("{found:?}") };
    assert_eq!((first.prefix.as_ref(), first.name.as_ref(), first.line), ("a", "b", 2));
    assert_eq!(first.attributes, [("c".into(), "1\n< ".into())]);
    assert!(matches!(&found[1], Tag::Start(d) if d.line == 4), "{found:?}");
    let texts = tags("<a>x &amp;&#x41;<![CDATA[<y>]]><b>no</b>\n</a>").expect("whole");
    assert_eq!(texts.last(), Some(&Tag::End { text: "x &A<y>".into() }));
    assert_eq!(tags("<a>é</a>").expect("whole")[1], Tag::End { text: "é".into() });
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
    assert!(matches!(&found[0], Tag::Start(x) if x.get("y") == Some(odd)), "{text}");
    assert_eq!(found[2], Tag::End { text: odd.into() });
}
