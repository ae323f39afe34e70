use super::super::Preview;
use super::*;

fn guess(file: &str, text: &str) -> Preview {
    Preview::of_text(file, text)
}

/// The columns of a guess: `from=Sender to=Target`.
fn told(mapping: &Mapping) -> String {
    let filled =
        mapping.fields.keys().map(|&field| format!("{field}={}", mapping.column(field).unwrap_or("?")));
    format!("{}: {}", mapping.table, filled.collect::<Vec<_>>().join(" "))
}

#[test]
fn delimiters_are_told_by_rows_of_equal_length() {
    for (text, expected) in [
        ("a,b\n1,2\n", Delimiter::Comma),
        ("a;b\n1,5;2,5\n3,5;4,5\n", Delimiter::Semicolon),
        ("a\tb\nx, y\tz\n", Delimiter::Tab),
        ("a|b|c\n1|2|3\n", Delimiter::Bar),
        ("sep=|\na,b|c\n", Delimiter::Bar),
        ("name,also\n\"x;y;z\",\"a;b\"\nq,r\n", Delimiter::Comma),
        ("one\ntwo\n", Delimiter::Comma),
        ("", Delimiter::Comma),
    ] {
        assert_eq!(delimiter(text), expected, "{text:?}");
    }
    let long = format!("é;b\n{}", "ü;2\n".repeat(20_000));
    assert_eq!(delimiter(&long), Delimiter::Semicolon);
}

#[test]
fn kinds_and_columns_are_told_by_headers() {
    for (file, text, expected) in [
        ("x.csv", "Source,Target\nA,B\n", "relationships: from=Source to=Target"),
        (
            "x.csv",
            "Source,Target,Type,Id,Label,Weight\nA,B,Undirected,0,knows,1\n",
            "relationships: id=Id from=Source to=Target kind=Type label=Label",
        ),
        (
            "x.csv",
            "Date,Actor 1,Actor 2,CAMEO code,Goldstein,URL\n2024-01-02,USA,CHN,042,1.9,http://a.b\n",
            "events: from=Actor 1 to=Actor 2 code=CAMEO code score=Goldstein date=Date url=URL",
        ),
        (
            "x.csv",
            "from,to,year,type\nUSA,CHN,2024,visit\n",
            "relationships: from=from to=to kind=type year=year",
        ),
        (
            "x.csv",
            "ccode1,ccode2,styear,endyear\nUSA,CHN,1990,1999\n",
            "relationships: from=ccode1 to=ccode2 start=styear end=endyear",
        ),
        (
            "x.csv",
            "title,url,published\nA,http://a,2024\n",
            "documents: url=url title=title issued=published",
        ),
        ("nodes.csv", "Id,Label,Country\n1,A,B\n", "actors: id=Id name=Label"),
        (
            "x.csv",
            "source,quotation,page,speaker\nTimes,so it is,3,Chad\n",
            "excerpts: source=source quote=quotation page=page speaker=speaker",
        ),
        (
            "events.csv",
            "id,label,code,from,to,date,weight:number\ne,E,cameo:01,A,B,2024,2\n",
            "events: id=id from=from to=to label=label code=code date=date",
        ),
        ("x.csv", "one,two,three\nUSA,FRA,1/2/2024\n", "relationships: from=one to=two"),
    ] {
        assert_eq!(told(&guess(file, text).mapping), expected, "{text:?}");
    }
    let preview = guess("x.csv", "one,two,when\nUSA,France,1/2/2024\n");
    assert_eq!(told(&preview.guess_as(TableKind::Events)), "events: from=one to=two date=when");
    assert_eq!(preview.guess_as(TableKind::Events).missing(), [Field::Code]);
}

#[test]
fn forms_are_told_by_values() {
    let mapping = guess("x.csv", "from;to;date;code;score\nUSA;France;31.01.2024;01;-1,5\n").mapping;
    assert_eq!(mapping.date_format, DateFormat::DayMonthYear);
    assert!(mapping.has_decimal_comma && mapping.is_of_states);
    let mapping = guess(
        "x.csv",
        "from,to,date,code\nAnn,Chad,1/31/2024,01\nAnn,Jordan,2/1/2024,01\nAnn,Bob,2/3/2024,01\n",
    )
    .mapping;
    assert_eq!(mapping.date_format, DateFormat::MonthDayYear);
    assert!(!mapping.is_of_states);
}

#[test]
fn problems_name_what_a_person_should_look_at() {
    let preview = guess(
        "x.csv",
        "from,to,date,score\nA,B,1/2/2024,55\nA,B,3/4/2024,x\nA,B,1/3/2024,2\nA,B,1/3/2024,2\nA,B,1/3/2024,2\n",
    );
    assert_eq!(
        preview.problems,
        [
            "Event code: choose its column, or one code for all rows, such as cameo:01.",
            "Score: 2 of the first 5 are no numbers of the scale, such as “55”.",
            "Dates may begin with the day or with the month; the day is assumed.",
        ]
    );
    let mut mapping = preview.mapping.clone();
    mapping.fields.insert(Field::Code, super::super::Filled::Constant("x".to_owned()));
    mapping.set_column(Field::Date, "wen");
    mapping.scale = Some(super::super::Scale { lowest: 0.0, highest: 100.0 });
    assert_eq!(
        preview.problems_of(&mapping),
        [
            "Date: there is no column “wen”.",
            "Score: 1 of the first 5 are no numbers of the scale, such as “x”.",
            "Event code: “x” is no code of CAMEO or PLOVER.",
        ]
    );
}
