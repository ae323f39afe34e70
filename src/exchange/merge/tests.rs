use super::*;
use crate::dataset::diagnostic::Severity;
use crate::dataset::record::ActorRecord;
use crate::dataset::{bundled, check, save};
use crate::exchange::report::Fate;

fn bundled() -> DatasetRecord {
    save::to_record(&bundled::load().dataset.expect("the bundled dataset"))
}

fn merged(first: DatasetRecord, second: DatasetRecord) -> (DatasetRecord, Report) {
    let mut report = Report::default();
    let merged = merge(first, second, &mut report);
    let errors: Vec<_> =
        check::check(&merged).into_iter().filter(|found| found.code.severity() == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    (merged, report)
}

#[test]
fn a_dataset_merged_with_itself_is_itself() {
    let (again, report) = merged(bundled(), bundled());
    assert_eq!(again, bundled());
    assert_eq!(report.count(Fate::Dropped) + report.count(Fate::Changed), 0);
}

#[test]
fn states_meet_by_their_code_and_what_differs_is_listed() {
    let mut second = bundled();
    second.relationships.clear();
    second.events.clear();
    let state = |actor: &&mut ActorRecord| actor.id == "NZL";
    let own = second.actors.iter_mut().find(state).expect("New Zealand");
    own.name = "Aotearoa".to_owned();
    own.short = Some("AO".to_owned());
    let kept = bundled().actors.iter().find(|actor| actor.id == "NZL").cloned().expect("New Zealand");
    let (record, report) = merged(bundled(), second);
    let actor = record.actors.iter().find(|actor| actor.id == "NZL").expect("New Zealand");
    assert_eq!(
        (actor.name.as_str(), &actor.short),
        (kept.name.as_str(), &kept.short.clone().or(Some("AO".to_owned())))
    );
    assert!(actor.also.contains(&"Aotearoa".to_owned()));
    assert_eq!(report.count(Fate::Dropped), u64::from(kept.short.is_some()));
    assert_eq!(record.relationships, bundled().relationships);
}

#[test]
fn a_key_that_means_something_else_becomes_another() {
    let mut second = bundled();
    let old = second.excerpts[0].id.clone();
    second.excerpts[0].gloss = "Something else stands here.".to_owned();
    let event = second.events[0].id.clone();
    second.events[0].code = "cameo:190".to_owned();
    let (record, report) = merged(bundled(), second);
    assert_eq!(record.excerpts.len(), bundled().excerpts.len() + 1);
    assert_eq!(record.events.len(), bundled().events.len() + 1);
    assert_eq!(report.count(Fate::Changed), 2);
    assert!(record.excerpts.iter().any(|row| row.id == format!("{old}-2")));
    assert!(record.events.iter().any(|row| row.id == format!("{event}-2") && row.code == "cameo:190"));
}

#[test]
fn ties_that_say_the_same_are_one_with_the_evidence_of_both() {
    let mut second = bundled();
    let tie = &mut second.relationships[0];
    let (old, other) = (tie.id.clone(), second.excerpts.last().expect("an excerpt").id.clone());
    tie.id = "renamed".to_owned();
    tie.evidence = vec![other.clone()];
    let (record, _) = merged(bundled(), second);
    assert_eq!(record.relationships.len(), bundled().relationships.len());
    let tie = record.relationships.iter().find(|row| row.id == old).expect("the tie");
    assert!(tie.evidence.contains(&other));
}

#[test]
fn a_document_is_known_by_its_address_and_evidence_finds_its_excerpts_again() {
    let mut graph = bundled();
    graph.documents.clear();
    graph.excerpts.clear();
    for row in &mut graph.relationships {
        let evidence = std::mem::take(&mut row.evidence);
        row.attributes.push(graph::text("detente:evidence", graph::join(&evidence)));
    }
    graph.events.clear();
    graph.instruments.iter_mut().for_each(|row| row.evidence.clear());
    for actor in &mut graph.actors {
        actor.part_of.iter_mut().for_each(|part| part.evidence.clear());
        actor.office.iter_mut().for_each(|office| office.evidence.clear());
    }
    let mut sources = bundled();
    sources.relationships.clear();
    sources.events.clear();
    let (record, _) = merged(graph, sources);
    assert_eq!(record.relationships, bundled().relationships);
}

#[test]
fn every_conflict_is_in_the_saved_report_with_both_values() {
    let mut second = bundled();
    second.relationships.clear();
    second.events.clear();
    let mut changed = 0;
    for actor in &mut second.actors {
        actor.note = Some(format!("Another note on {}.\n{}", actor.id, "x".repeat(200)));
    }
    let mut first = bundled();
    for actor in &mut first.actors {
        actor.note = Some("A note.".to_owned());
        changed += 1;
    }
    assert!(changed > 5);
    let (_, report) = merged(first, second);
    let told = report.conflicts.iter().map(|conflict| conflict.field.as_str()).collect::<Vec<_>>();
    assert_eq!(told, vec!["note"; changed]);
    let (short, full) = (report.to_text(), report.to_full_text());
    assert!(short.contains(&format!("    and {} more, all in the saved report\n", changed - 5)), "{short}");
    assert!(full.starts_with(&short));
    let json: serde_json::Value = serde_json::from_str(&report.to_json()).expect("JSON");
    assert_eq!(json["conflicts"].as_array().map(Vec::len), Some(changed));
    for actor in bundled().actors {
        let other = format!("Another note on {}.\\n{}\"\n", actor.id, "x".repeat(200));
        assert!(full.contains(&format!("note of {}: \"A note.\", not \"{other}", actor.id)), "{full}");
    }
}
