//! The columns of GDELT's event files: 1.0 has 58 (57 before April 2013, without the address of the source), 2.0 has
//! 61, since each of its three places has one more. Files from elsewhere have a header and may leave columns out.

/// The columns of 2.0 in their order (GDELT Event Codebook 2.0, 2015); those that 1.0 does not have end in `ADM2CODE`.
const NAMES: [&str; 61] = [
    "GLOBALEVENTID",
    "SQLDATE",
    "MONTHYEAR",
    "YEAR",
    "FRACTIONDATE",
    "ACTOR1CODE",
    "ACTOR1NAME",
    "ACTOR1COUNTRYCODE",
    "ACTOR1KNOWNGROUPCODE",
    "ACTOR1ETHNICCODE",
    "ACTOR1RELIGION1CODE",
    "ACTOR1RELIGION2CODE",
    "ACTOR1TYPE1CODE",
    "ACTOR1TYPE2CODE",
    "ACTOR1TYPE3CODE",
    "ACTOR2CODE",
    "ACTOR2NAME",
    "ACTOR2COUNTRYCODE",
    "ACTOR2KNOWNGROUPCODE",
    "ACTOR2ETHNICCODE",
    "ACTOR2RELIGION1CODE",
    "ACTOR2RELIGION2CODE",
    "ACTOR2TYPE1CODE",
    "ACTOR2TYPE2CODE",
    "ACTOR2TYPE3CODE",
    "ISROOTEVENT",
    "EVENTCODE",
    "EVENTBASECODE",
    "EVENTROOTCODE",
    "QUADCLASS",
    "GOLDSTEINSCALE",
    "NUMMENTIONS",
    "NUMSOURCES",
    "NUMARTICLES",
    "AVGTONE",
    "ACTOR1GEO_TYPE",
    "ACTOR1GEO_FULLNAME",
    "ACTOR1GEO_COUNTRYCODE",
    "ACTOR1GEO_ADM1CODE",
    "ACTOR1GEO_ADM2CODE",
    "ACTOR1GEO_LAT",
    "ACTOR1GEO_LONG",
    "ACTOR1GEO_FEATUREID",
    "ACTOR2GEO_TYPE",
    "ACTOR2GEO_FULLNAME",
    "ACTOR2GEO_COUNTRYCODE",
    "ACTOR2GEO_ADM1CODE",
    "ACTOR2GEO_ADM2CODE",
    "ACTOR2GEO_LAT",
    "ACTOR2GEO_LONG",
    "ACTOR2GEO_FEATUREID",
    "ACTIONGEO_TYPE",
    "ACTIONGEO_FULLNAME",
    "ACTIONGEO_COUNTRYCODE",
    "ACTIONGEO_ADM1CODE",
    "ACTIONGEO_ADM2CODE",
    "ACTIONGEO_LAT",
    "ACTIONGEO_LONG",
    "ACTIONGEO_FEATUREID",
    "DATEADDED",
    "SOURCEURL",
];

/// A column that is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Column {
    /// Number of the event.
    Id,
    /// Day, `YYYYMMDD`.
    Day,
    /// Something of an actor.
    Actor(Side, Of),
    /// CAMEO code.
    EventCode,
    /// Conflict-cooperation value.
    Goldstein,
    /// How often the event is mentioned.
    Mentions,
    /// In how many sources.
    Sources,
    /// In how many articles.
    Articles,
    /// Mean tone of the articles.
    Tone,
    /// Name of the place.
    Place,
    /// Address of a source.
    Url,
}

/// Which actor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// The one that acts.
    First,
    /// The one that is acted toward.
    Second,
}

/// What of an actor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Of {
    /// The whole code.
    Code,
    /// The name.
    Name,
    /// The country or region.
    Country,
    /// The known group.
    Group,
    /// The ethnic group.
    Ethnic,
    /// The first religion.
    Religion1,
    /// The second.
    Religion2,
    /// The first type.
    Type1,
    /// The second.
    Type2,
    /// The third.
    Type3,
}

impl Column {
    /// Its place among the columns of 2.0.
    fn place(self) -> usize {
        match self {
            Self::Id => 0,
            Self::Day => 1,
            Self::Actor(Side::First, of) => 5 + of as usize,
            Self::Actor(Side::Second, of) => 15 + of as usize,
            Self::EventCode => 26,
            Self::Goldstein => 30,
            Self::Mentions => 31,
            Self::Sources => 32,
            Self::Articles => 33,
            Self::Tone => 34,
            Self::Place => 52,
            Self::Url => 60,
        }
    }
}

/// The columns without which no event can be read.
const NEEDED: [Column; 5] = [
    Column::Id,
    Column::Day,
    Column::Actor(Side::First, Of::Code),
    Column::Actor(Side::Second, Of::Code),
    Column::EventCode,
];

/// Where the columns of a file stand.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Layout {
    /// For each column of 2.0, its place in the file.
    places: [Option<u16>; NAMES.len()],
    /// How many columns the file has.
    pub width: usize,
}

impl Layout {
    /// The layout of files without a header that have so many columns.
    pub fn of_width(width: usize) -> Option<Self> {
        let has_adm2 = match width {
            57 | 58 => false,
            61 => true,
            _ => return None,
        };
        let mut places = [None; NAMES.len()];
        let own = NAMES.iter().zip(&mut places).filter(|(name, _)| has_adm2 || !name.ends_with("ADM2CODE"));
        for ((_, place), nth) in own.zip(0..).take(width) {
            *place = Some(nth);
        }
        Some(Self { places, width })
    }

    /// The layout of a file with a header.
    ///
    /// # Errors
    /// The names of the columns that it lacks and cannot do without.
    pub fn of_header<'n>(header: impl Iterator<Item = &'n [u8]>) -> Result<Self, Vec<&'static str>> {
        let mut places = [None; NAMES.len()];
        let mut width = 0;
        for (name, nth) in header.zip(0..) {
            width += 1;
            let name = String::from_utf8_lossy(name).trim().trim_matches('"').to_uppercase();
            // BigQuery's name of the same column.
            let name = if name == "DAY" { "SQLDATE" } else { &name };
            let own = NAMES.iter().position(|own| *own == name);
            if let Some(place) = own.and_then(|own| places.get_mut(own)) {
                place.get_or_insert(nth);
            }
        }
        let layout = Self { places, width };
        let is_missing = |column: &&Column| layout.place(**column).is_none();
        let missing: Vec<_> =
            NEEDED.iter().filter(is_missing).filter_map(|column| NAMES.get(column.place())).collect();
        if missing.is_empty() { Ok(layout) } else { Err(missing.into_iter().copied().collect()) }
    }

    /// Where a column stands, from 0.
    pub fn place(&self, column: Column) -> Option<usize> {
        self.places.get(column.place()).copied().flatten().map(usize::from)
    }

    /// What the files are called that have such columns.
    pub fn version(&self) -> &'static str {
        match self.width {
            61 => "GDELT 2.0 events",
            57 | 58 => "GDELT 1.0 events",
            _ => "GDELT events",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_of_each_version_stand_where_its_codebook_has_them() {
        let (one, two) = (Layout::of_width(58).expect("1.0"), Layout::of_width(61).expect("2.0"));
        let places = |column| (one.place(column), two.place(column));
        assert_eq!(places(Column::Actor(Side::Second, Of::Type3)), (Some(24), Some(24)));
        assert_eq!(places(Column::Tone), (Some(34), Some(34)));
        assert_eq!(places(Column::Place), (Some(50), Some(52)));
        assert_eq!(places(Column::Url), (Some(57), Some(60)));
        assert_eq!(Layout::of_width(57).expect("1.0").place(Column::Url), None);
        assert_eq!(Layout::of_width(16), None, "mentions");
    }

    #[test]
    fn a_header_may_leave_columns_out_but_not_those_that_make_an_event() {
        let header = |names: &str| Layout::of_header(names.split(',').map(str::as_bytes));
        let layout = header("GlobalEventID,Day,Actor1Code,Actor2Code,EventCode,Other").expect("a layout");
        assert_eq!((layout.place(Column::Day), layout.place(Column::Url), layout.width), (Some(1), None, 6));
        assert_eq!(header("GLOBALEVENTID,SQLDATE,EventCode"), Err(vec!["ACTOR1CODE", "ACTOR2CODE"]));
    }
}
