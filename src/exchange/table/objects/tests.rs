use super::columns::MOST;
use super::*;

/// The columns, the rows with their lines, and what was left out.
type Read = (Vec<String>, Vec<(u64, Vec<String>)>, Vec<(u64, &'static str)>);

fn read(text: &str) -> Result<Read, String> {
    let mut report = Report::default();
    let mut objects = Objects::new("a.json", text.as_bytes()).map_err(|error| error.to_string())?;
    let mut rows = Vec::new();
    while let Some(row) = objects.next(&mut report).map_err(|error| error.to_string())? {
        rows.push((row.line, row.cells.iter().map(str::to_owned).collect()));
    }
    let dropped = report.outcomes.iter().map(|each| (each.first[0].line, each.what)).collect();
    Ok((objects.columns.names, rows, dropped))
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

#[test]
fn lines_and_lists_give_the_same_rows() {
    let lines = "\n{\"a\": 1, \"b\": \"=x\"}\r\n\r\n{\"b\":null,\"c\":[1, \"a b\"]}\n";
    let (columns, rows, dropped) = read(lines).expect("rows");
    assert_eq!(columns, ["a", "b", "c"]);
    assert_eq!(rows, [(2, texts(&["1", "'=x"])), (4, texts(&["", "", "[1,\"a b\"]"]))]);
    assert_eq!(dropped, []);
    let list = " [\n{\"a\": 1, \"b\":\n\"=x\"}\n\n, {\"b\":null,\"c\":[1, \"a b\"]}\n ] \n";
    let (columns, again, _) = read(list).expect("rows");
    assert_eq!(columns, ["a", "b", "c"]);
    assert_eq!(again, [(2, rows[0].1.clone()), (5, rows[1].1.clone())]);
    assert_eq!(read("[]").expect("rows").1, []);
    assert_eq!(read("").expect("rows").1, []);
}

#[test]
fn a_broken_line_is_left_out_and_a_broken_list_is_refused() {
    let lines = "{\"a\": 1}\n{\"a\": \n{\"a\" 2}\n7\n{\"a\": 3} {\"a\": 4}\n{\"a\": 5}";
    let (_, rows, dropped) = read(lines).expect("rows");
    assert_eq!(rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 6]);
    assert_eq!(dropped, [(2, "row"), (3, "row"), (4, "row")]);
    for (list, told) in [
        ("[{\"a\": 1},\n{\"a\": ", "a.json:2: the file ends inside a list; it may be cut short"),
        ("[{\"a\": 1}\n{\"a\": 2}]", "a.json:2: a comma is missing"),
        ("[{\"a\": 1},\n{\"a\":\n 2 2}]", "a.json:3: the list is no JSON here; "),
        ("[{\"a\": 1}]\n{", "a.json:2: something stands after the end"),
        ("[{\"a\": 1},]", "a.json:1: the list is no JSON here"),
    ] {
        let error = read(list).expect_err("a broken list");
        assert!(error.starts_with(told), "{error}");
    }
    assert_eq!(read("[{\"a\": 1}, 7, {\"a\": 2}]").expect("rows").2, [(1, "row")]);
}

#[test]
fn columns_have_names_of_their_own_and_fields_count_once() {
    let (columns, rows, dropped) = read("{\"\": 1, \"a\": 2, \" a\": 3, \"a\": 4}").expect("rows");
    assert_eq!(columns, ["column 1", "a", "a (2)"]);
    assert_eq!(rows, [(1, texts(&["1", "2", "3"]))]);
    assert_eq!(dropped, [(1, "field")]);
    let many: Vec<String> = (0..MOST + 5).map(|nth| format!("\"f{nth}\": {nth}")).collect();
    let (columns, _, dropped) = read(&format!("{{{}}}", many.join(","))).expect("rows");
    assert_eq!((columns.len(), dropped), (MOST, vec![(1, "field")]));
}

#[test]
fn a_text_that_holds_objects_is_told_from_cells() {
    assert!(["{\"a\"", " [\n{", "[]", "{}"].iter().all(|text| begins(text)));
    assert!(!["{a},b", "[a],b", "a,b", "", "[", "[1]"].iter().any(|text| begins(text)));
    assert!(has_ends(&texts(&["Date", "Source", "Target"])) && !has_ends(&texts(&["source", "title"])));
}
