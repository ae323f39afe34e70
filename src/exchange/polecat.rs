//! POLECAT event data: tabs and a header, coded with PLOVER, whose types have no values: each event gives its own.

use crate::dataset::coding::Scheme;
use crate::dataset::record::AttributeRecord;
use crate::dataset::{ActorKind, AttributeKind, iso};

use super::error::ExchangeError;
use super::events::actors::{ActorIndex, Actors, Said};
use super::events::codebook::{self, Part as TypePart};
use super::events::rows::Row;
use super::events::seen::hash;
use super::events::sheet::{Sheet, value};
use super::events::sources::Place;
use super::events::{Coded, Feed, Origin, attribute, cleaned, day, number};
use super::import::Context;
use super::input::Part;
use super::keys;

const ORIGIN: Origin = Origin {
    word: "polecat",
    name: "POLECAT",
    publisher: "POLECAT Weekly Data, Harvard Dataverse",
    url: "https://doi.org/10.7910/DVN/AJGVIT",
    rights: "The terms are those of the dataset in the Harvard Dataverse.",
    scheme: Scheme::Plover,
};

/// The column of the value has another name in the files of whole years.
const INTENSITY: &[&str] = &["intensity", "event intensity"];

const NEEDED: &[&[&str]] =
    &[&["event id"], &["event date"], &["event type"], INTENSITY, &["actor name"], &["recipient name"]];

/// Columns that are kept as attributes.
const KEPT: [&str; 6] = ["Contexts", "City", "Province", "Country", "Source", "Publication Date"];

/// Where the columns stand.
struct Places {
    id: usize,
    date: usize,
    code: usize,
    mode: usize,
    intensity: usize,
    /// Name, country, primary sector and all sectors of the actor and the recipient.
    actors: [[usize; 4]; 2],
    source: usize,
    published: usize,
    kept: [(&'static str, usize); KEPT.len()],
}

/// Reads it.
pub(super) fn read(part: &mut Part, context: &mut Context<'_>) -> Result<(), ExchangeError> {
    let file = part.name.clone();
    let sheet = Sheet::new(part, context.name, NEEDED)?;
    let at = |column: &str| sheet.place(column);
    let side = |word: &str| {
        [
            at(&format!("{word} name")),
            at(&format!("{word} country")),
            at(&format!("primary {word} sector")),
            at(&format!("{word} sectors")),
        ]
    };
    let places = Places {
        id: at("event id"),
        date: at("event date"),
        code: at("event type"),
        mode: at("event mode"),
        intensity: sheet.place_of(INTENSITY),
        actors: [side("actor"), side("recipient")],
        source: at("source"),
        published: at("publication date"),
        kept: KEPT.map(|name| (name, at(&name.to_lowercase()))),
    };
    let mut feed = Feed::new(ORIGIN, &file, context);
    sheet.pour(&mut feed, |feed, row| take(feed, row, &places))?;
    feed.finish()
}

/// Makes an event of a row, or says why not.
fn take(feed: &mut Feed<'_, '_>, row: &Row<'_>, places: &Places) -> std::io::Result<()> {
    let line = row.line;
    let get = |place: usize| value(row, place);
    let Some(id) = keys::slug(&cleaned(&get(places.id))) else {
        feed.drop("it has no Event ID", line, row.text());
        return Ok(());
    };
    let Some(day) = day(&get(places.date)) else {
        feed.drop("its date is no day", line, row.text());
        return Ok(());
    };
    let Some(code) = feed.code(&get(places.code), b"", line) else {
        feed.drop("its type is not in the coding table", line, row.text());
        return Ok(());
    };
    let Some(score) = number(&get(places.intensity)).filter(|score| (-10.0..=10.0).contains(score)) else {
        feed.drop("it has no intensity from -10 to 10, and its type has none", line, row.text());
        return Ok(());
    };
    let sides = places.actors.map(|[name, country, primary, sectors]| {
        let text = |place: usize| cleaned(&get(place));
        Side { name: text(name), country: text(country), sector: text(primary), sectors: text(sectors) }
    });
    let reason = match sides.each_ref().map(Side::is_nobody) {
        [true, true] => Some("it has no actors"),
        [true, false] => Some("it has no actor"),
        [false, true] => Some("it has no recipient"),
        [false, false] if sides[0].called() == sides[1].called() => Some(TO_ITSELF),
        [false, false] => None,
    };
    if let Some(reason) = reason {
        feed.drop(reason, line, row.text());
        return Ok(());
    }
    if !feed.is_new(hash(id.as_bytes())) {
        feed.merge("its Event ID is there already, and the first row counts", line, row.text());
        return Ok(());
    }
    let pair = sides.map(|side| side.actor(&mut feed.actors));
    if pair[0] == pair[1] {
        feed.drop(TO_ITSELF, line, row.text());
        return Ok(());
    }
    let kept = |&(name, place): &(&str, usize)| attribute(name, AttributeKind::Text, &get(place));
    let attributes: Vec<AttributeRecord> = places.kept.iter().filter_map(kept).collect();
    let mode = cleaned(&get(places.mode));
    let source = match (cleaned(&get(places.source)), cleaned(&get(places.published))) {
        (source, _) if source.is_empty() => String::new(),
        (source, published) if published.is_empty() => format!("it names {source} as its source"),
        (source, published) => format!("it names {source}, published {published}, as its source"),
    };
    feed.event(Coded {
        number: &id,
        line,
        day,
        pair: (pair[0], pair[1]),
        code,
        label: (!mode.is_empty()).then(|| format!("{} ({mode})", code.meaning)),
        score: Some(score),
        sources: None,
        place: Place::Row { source: &source },
        attributes,
    })
}

const TO_ITSELF: &str = "it goes from an actor to itself";

/// The actor or the recipient of a row.
struct Side {
    name: String,
    country: String,
    sector: String,
    sectors: String,
}

impl Side {
    /// Whether the row says nothing of it but, at most, what kind of people it is.
    fn is_nobody(&self) -> bool {
        self.name.is_empty() && self.country.is_empty()
    }

    /// What makes it the same as in another row: its name, or what it is in its country where it has none.
    fn called(&self) -> String {
        let what = if self.name.is_empty() { &self.sector } else { &self.name };
        format!("{what}\t{}", self.country)
    }

    /// A state, one who speaks for a state by the sector of the first row that names it, or another.
    fn actor(self, actors: &mut Actors) -> ActorIndex {
        let called = self.called();
        if let Some(actor) = actors.named(called.as_bytes()) {
            return actor;
        }
        let state = keys::state(&self.country);
        let named = keys::state(&self.name).filter(|own| state.is_none_or(|state| state == *own));
        let own = named.or(state.filter(|_| self.name.is_empty() && self.sector.is_empty()));
        let actor = match own {
            Some(own) => actors.state(own),
            None => self.no_state(actors, &called, state),
        };
        actors.call(called.as_bytes(), actor);
        actor
    }

    fn no_state(self, actors: &mut Actors, called: &str, state: Option<&'static str>) -> ActorIndex {
        let Self { name: own, country, sector, sectors } = self;
        let part = codebook::of_type(&sector);
        let is_organ = part.is_some_and(|part| part.part == TypePart::Organ);
        let name = if own.is_empty() {
            let what = part.map_or(sector.as_str(), |part| part.name);
            let place = state.and_then(iso::name).unwrap_or(&country);
            if what.is_empty() { place.to_owned() } else { format!("{what} ({place})") }
        } else {
            own.clone()
        };
        // A name may be that of a person in a government.
        let kind = match part {
            Some(part) if own.is_empty() || !is_organ => part.kind,
            Some(_) | None => ActorKind::Unspecified,
        };
        let attributes = [("Country", &country), ("Primary Sector", &sector), ("Sectors", &sectors)];
        actors.same_or(&format!("name {called}"), &name, |actors| Said {
            kind,
            name: name.clone(),
            short: None,
            part_of: state.filter(|_| is_organ).map(|state| actors.state(state)),
            attributes: attributes
                .into_iter()
                .filter_map(|(name, value)| attribute(name, AttributeKind::Text, value.as_bytes()))
                .collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::dataset::{ActorKind, RelationshipKind};
    use crate::exchange::events::proof::{outcomes, read, try_read};
    use crate::exchange::report::Fate;
    use crate::exchange::{Format, Import, sniff};

    const HEADER: &str = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\t\
                          Actor Country\tActor COW\tPrimary Actor Sector\tActor Sectors\tRecipient Name\t\
                          Recipient Country\tRecipient COW\tPrimary Recipient Sector\tRecipient Sectors\tSource\t\
                          Publication Date";

    /// Number, type, mode and intensity; name, country and sector of either side.
    fn row(event: [&str; 4], actor: [&str; 3], recipient: [&str; 3]) -> String {
        let side = |[name, country, sector]: [&str; 3]| format!("{name}\t{country}\t\t{sector}\t{sector}");
        let [id, kind, mode, intensity] = event;
        format!(
            "{id}\t2023-02-01\t{kind}\t{mode}\t{intensity}\tV-COOP\tdiplomatic;military\t{}\t{}\tXinhua\t2023-02-02",
            side(actor),
            side(recipient)
        )
    }

    const RUSSIA: [&str; 3] = ["Russia", "RUS", "None"];
    const GOVERNMENT: [&str; 3] = ["None", "GEO", "GOV"];
    const VISIT: [&str; 4] = ["20230201_ab-1", "CONSULT", "visit", "2.5"];

    fn polecat(rows: &[String]) -> Import {
        read(Format::Polecat, "ngecEvents.txt", &format!("{HEADER}\n{}", rows.join("\n")))
    }

    #[test]
    fn a_row_is_an_event_with_its_own_value() {
        let Import { record, report } = polecat(&[row(VISIT, RUSSIA, GOVERNMENT)]);
        let event = &record.events[0];
        assert_eq!(
            (event.id.as_str(), event.from.as_str(), event.to.as_str()),
            ("polecat-20230201-ab-1", "RUS", "government-georgia")
        );
        assert_eq!((event.code.as_str(), event.score), ("plover:CONSULT", Some(2.5)));
        assert!(event.label.ends_with("(visit)"), "{}", event.label);
        let expected =
            "The row of this event in the data file; it names Xinhua, published 2023-02-02, as its source.";
        assert_eq!(record.excerpts[0].gloss, expected);
        let government = record.actors.iter().find(|actor| actor.id == event.to).expect("the government");
        assert_eq!((government.kind, government.part_of[0].actor.as_str()), (ActorKind::Government, "GEO"));
        assert_eq!(record.relationships[0].kind, RelationshipKind::Consultation);
        assert_eq!(report.outcomes, []);
    }

    #[test]
    fn rows_that_come_to_nothing_are_told() {
        let event = |id, kind, intensity| [id, kind, "", intensity];
        let rows = [
            row(VISIT, RUSSIA, GOVERNMENT),
            row(VISIT, RUSSIA, GOVERNMENT),
            row(event("2", "CONSULT", ""), RUSSIA, GOVERNMENT),
            row(event("3", "CONSULT", "11"), RUSSIA, GOVERNMENT),
            row(event("4", "DANCE", "1"), RUSSIA, GOVERNMENT),
            row(event("5", "AID", "1"), RUSSIA, ["None", "None", "GOV"]),
            row(event("6", "AID", "1"), RUSSIA, RUSSIA),
            row(event("", "AID", "1"), RUSSIA, GOVERNMENT),
            "1\t2".to_owned(),
        ];
        let Import { record, report } = polecat(&rows);
        assert_eq!((record.events.len(), report.count(Fate::Dropped)), (1, 7), "{}", report.to_text());
        assert_eq!(outcomes(&report).first(), Some(&(Fate::Merged, "row", 1, 3)));
    }

    #[test]
    fn names_with_quotes_around_them_are_the_same_as_without() {
        let quoted = ["\"Wagner \"\"Group\"\"\"", "RUS", "UAF"];
        let rows = [row(VISIT, quoted, GOVERNMENT), row(["2", "ASSAULT", "", "-8"], quoted, RUSSIA)];
        let record = polecat(&rows).record;
        let wagner: Vec<_> = record.actors.iter().filter(|actor| actor.name.starts_with("Wagner")).collect();
        assert_eq!(wagner.len(), 1);
        assert_eq!((wagner[0].name.as_str(), wagner[0].kind), ("Wagner \"Group\"", ActorKind::ArmedGroup));
    }

    /// The columns of the published files of a week or a month; those of whole years say `Event Intensity`.
    const PUBLISHED: &str = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\t\
                             Actor Country\tActor COW\tPrimary Actor Sector\tActor Sectors\tActor Title\t\
                             Actor Name Raw\tWikipedia Actor ID\tRecipient Name\tRecipient Country\tRecipient COW\t\
                             Primary Recipient Sector\tRecipient Sectors\tRecipient Title\tRecipient Name Raw\t\
                             Wikipedia Recipient ID\tPlacename\tCity\tDistrict\tProvince\tCountry\tLatitude\t\
                             Longitude\tGeoNames ID\tRaw Placename\tFeature Type\tSource\tPublication Date\t\
                             Story People\tStory Organizations\tStory Locations\tLanguage\tVersion";

    #[test]
    fn the_published_columns_are_read_under_both_names_of_the_value() {
        // Their bytes are Latin-1, what is not known is `None`, and one actor may be of several countries.
        let row = "a1\t2023-02-01\tSUPPORT\tNone\t4.0\tV-COOP\tdiplomatic;election\tPeña Nieto\tMEX; USA\tNone\tGOV\t\
                   GOV;PTY\tNone\tpena\tNone\tNew Zealand\tNZL\t920\tNone\tNone\tNone\tNew Zealand\tNone\tNone\tNone\t\
                   None\tNone\tMEX\t19.4\t-99.1\t3530597\tNone\tPPLC\tXinhua\t2023-02-02\tNone\tNone\tNone\ten\t1";
        for header in [PUBLISHED.to_owned(), PUBLISHED.replace("Intensity", "Event Intensity")] {
            let text = format!("{header}\n{row}\n");
            let latin: Vec<u8> = text.chars().map(|c| u8::try_from(c).expect("Latin-1")).collect();
            let import = try_read(Format::Polecat, "ngecEvents.DV.2023.txt", latin).expect("read");
            let [event] = import.record.events.as_slice() else { panic!("{}", import.report.to_text()) };
            assert_eq!((event.to.as_str(), event.score), ("NZL", Some(4.0)));
            let actor = import.record.actors.iter().find(|actor| actor.id == event.from).expect("the actor");
            assert_eq!(actor.name, "Peña Nieto");
            assert!(actor.attributes.iter().any(|own| own.name == "Country" && own.value == "MEX; USA"));
            assert!(event.attributes.iter().all(|own| own.value != "None"), "{:?}", event.attributes);
            let told = sniff::format_of("x", &header).ok();
            assert_eq!(told, Some(Format::Polecat));
        }
    }

    #[test]
    fn a_header_alone_is_no_event_and_one_that_lacks_a_column_is_refused() {
        assert_eq!(read(Format::Polecat, "a.txt", HEADER).record.events, []);
        let text = HEADER.replace("Recipient Name", "Recipient");
        let error = try_read(Format::Polecat, "a.txt", text.into()).err().unwrap_or_default();
        assert!(error.starts_with("a.txt:1: the header has no column recipient name"), "{error}");
    }
}
