//! The date axis: the days that are shown, and the marks that divide them.
//!
//! The x of the plot is in days since 1970-01-01, at the start of each day.

use crate::dataset::{Day, Edtf};

/// The fewest days that can be shown.
const NEAREST: f64 = 10.0;

/// The most days that can be shown: two centuries.
const FURTHEST: f64 = 73_050.0;

/// The least distance between labels, in points: one that holds `Sep 2025`.
const LABEL_SPACING: f64 = 62.0;

/// The least distance between marks without a label, in points.
const MINOR_SPACING: f64 = 16.0;

/// The part of the dates that is shown.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Shown {
    /// The left end, in days since 1970-01-01.
    pub first: f64,
    /// The right end; more than `first`.
    pub last: f64,
}

impl Shown {
    /// The range between two days, made wide enough to be seen.
    pub fn new(first: f64, last: f64) -> Self {
        let (middle, width) = (f64::midpoint(first, last), (last - first).clamp(NEAREST, FURTHEST));
        Self { first: middle - width / 2.0, last: middle + width / 2.0 }
    }

    /// Its width in days.
    pub fn width(self) -> f64 {
        self.last - self.first
    }

    /// Whether a day is in it.
    pub fn contains(self, x: f64) -> bool {
        (self.first..=self.last).contains(&x)
    }

    /// Moved by a number of days.
    #[must_use]
    pub fn moved(self, days: f64) -> Self {
        Self { first: self.first + days, last: self.last + days }
    }

    /// Zoomed around `at`, which stays where it is. A factor above 1 shows fewer days.
    #[must_use]
    pub fn zoomed(self, factor: f64, at: f64) -> Self {
        let width = (self.width() / factor).clamp(NEAREST, FURTHEST);
        let part = (at - self.first) / self.width();
        Self { first: at - part * width, last: at + (1.0 - part) * width }
    }

    /// Moved as little as lets some of `extent` be seen, so that no one gets lost in empty centuries.
    #[must_use]
    pub fn touching(self, extent: Self) -> Self {
        let seen = 0.1 * self.width();
        if self.last < extent.first + seen {
            self.moved(extent.first + seen - self.last)
        } else if self.first > extent.last - seen {
            self.moved(extent.last - seen - self.first)
        } else {
            self
        }
    }

    /// Moved as little as shows `first..=last` with a margin, and widened only where it does not fit.
    #[must_use]
    pub fn revealing(self, first: f64, last: f64) -> Self {
        let margin = 0.08 * self.width();
        let (first, last) = (first - margin, last + margin);
        if last - first > self.width() {
            Self::new(first, last)
        } else if first < self.first {
            self.moved(first - self.first)
        } else if last > self.last {
            self.moved(last - self.last)
        } else {
            self
        }
    }
}

/// The x of a day.
pub fn x_of(day: Day) -> f64 {
    f64::from(day.0)
}

/// The day nearest to an x.
pub fn day_at(x: f64) -> Day {
    // A float beyond the range of days saturates, which is what a pointer far outside should do.
    #[expect(clippy::cast_possible_truncation, reason = "days fit")]
    Day(x.round() as i32)
}

/// A day for people: `28 February 2025`.
pub fn in_words(day: Day) -> String {
    let text = day.to_string();
    Edtf::parse(&text).map_or(text, |date| date.to_words())
}

/// What lies between two marks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Step {
    /// These days of each month.
    Days(&'static [i8]),
    /// So many months, from January.
    Months(i32),
    /// So many years, from year 0.
    Years(i32),
}

const EVERY_DAY: &[i8] = &[
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
    29, 30, 31,
];

/// From the finest: what is labelled, and what may divide it, the finest first. Each mark of a step is one of
/// its divisions too.
const STEPS: &[(Step, &[Step])] = &[
    (Step::Days(EVERY_DAY), &[]),
    (Step::Days(&[1, 8, 15, 22]), &[Step::Days(EVERY_DAY)]),
    (Step::Days(&[1, 15]), &[Step::Days(EVERY_DAY)]),
    (Step::Months(1), &[Step::Days(EVERY_DAY), Step::Days(&[1, 8, 15, 22])]),
    (Step::Months(3), &[Step::Months(1)]),
    (Step::Months(6), &[Step::Months(1), Step::Months(3)]),
    (Step::Years(1), &[Step::Months(1), Step::Months(3), Step::Months(6)]),
    (Step::Years(2), &[Step::Months(6), Step::Years(1)]),
    (Step::Years(5), &[Step::Years(1)]),
    (Step::Years(10), &[Step::Years(1), Step::Years(2), Step::Years(5)]),
    (Step::Years(20), &[Step::Years(5), Step::Years(10)]),
    (Step::Years(50), &[Step::Years(10)]),
    (Step::Years(100), &[Step::Years(20), Step::Years(50)]),
];

impl Step {
    /// Its length, in days, at least.
    fn days(self) -> f64 {
        match self {
            Self::Days(days) => match days.len() {
                0..=2 => 14.0,
                3..=4 => 7.0,
                _ => 1.0,
            },
            Self::Months(months) => 30.4 * f64::from(months),
            Self::Years(years) => 365.2 * f64::from(years),
        }
    }

    fn contains(self, day: Day) -> bool {
        let (year, month, of_month) = day.ymd();
        match self {
            Self::Days(days) => days.contains(&of_month),
            Self::Months(months) => of_month == 1 && (i32::from(month) - 1) % months == 0,
            Self::Years(years) => of_month == 1 && month == 1 && i32::from(year) % years == 0,
        }
    }

    /// The days of the step in a range, in order.
    fn days_in(self, shown: Shown) -> Vec<Day> {
        let (first, last) = (day_at(shown.first.ceil()), day_at(shown.last.floor()));
        let stride = match self {
            Self::Days(_) => 0,
            Self::Months(_) => 1,
            Self::Years(_) => 12,
        };
        let start = match self {
            Self::Days(_) => first,
            Self::Months(_) => first.month_start(),
            Self::Years(_) => Day::new(first.ymd().0, 1, 1).unwrap_or(first),
        };
        let next = |day: Day| if stride == 0 { day + 1 } else { day.add_months(stride) };
        // At the end of the calendar days no longer grow.
        std::iter::successors(Some(start), |&day| Some(next(day)).filter(|&next| next > day))
            .take_while(|&day| day <= last)
            .filter(|&day| day >= first && self.contains(day))
            .collect()
    }

    /// What a mark is called. `full`: with its year, which the mark before does not have.
    fn label(self, day: Day, full: bool) -> String {
        let (year, month, of_month) = day.ymd();
        let month = MONTHS.get(usize::try_from(month - 1).unwrap_or_default()).copied().unwrap_or_default();
        match self {
            Self::Years(_) => year.to_string(),
            Self::Months(_) if full => format!("{month} {year}"),
            Self::Months(_) => month.to_owned(),
            Self::Days(_) if full => format!("{of_month} {month} {year}"),
            Self::Days(_) => format!("{of_month} {month}"),
        }
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A mark of the date axis.
#[derive(Clone, PartialEq, Debug)]
pub struct DateMark {
    /// Where.
    pub day: Day,
    /// Days to the next mark of its rank, about.
    pub step: f64,
    /// Its text; empty for the marks between.
    pub label: String,
}

/// The marks of a range that is drawn `width` points wide: labels that do not touch, the year on the first and
/// on each that begins one, and finer marks between where there is room.
pub fn marks(shown: Shown, width: f32) -> Vec<DateMark> {
    let points_a_day = f64::from(width.max(1.0)) / shown.width();
    let fits = |step: &Step, spacing: f64| step.days() * points_a_day >= spacing;
    let coarsest = STEPS.last();
    let Some((step, finer)) = STEPS.iter().find(|(step, _)| fits(step, LABEL_SPACING)).or(coarsest) else {
        return Vec::new();
    };
    let mut year = None;
    let mut marks: Vec<DateMark> = Vec::new();
    for day in step.days_in(shown) {
        let full = year.replace(day.ymd().0) != Some(day.ymd().0);
        marks.push(DateMark { day, step: step.days(), label: step.label(day, full) });
    }
    if let Some(minor) = finer.iter().find(|step| fits(step, MINOR_SPACING)) {
        let between = minor.days_in(shown).into_iter().filter(|&day| !step.contains(day));
        marks.extend(between.map(|day| DateMark { day, step: minor.days(), label: String::new() }));
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(first: (i16, i8, i8), last: (i16, i8, i8)) -> Shown {
        let x = |(year, month, day)| Day::new(year, month, day).map_or(0.0, x_of);
        Shown::new(x(first), x(last))
    }

    fn labels(range: Shown, width: f32) -> Vec<String> {
        let marks = marks(range, width);
        marks.into_iter().map(|mark| mark.label).filter(|label| !label.is_empty()).collect()
    }

    #[test]
    fn marks_read_as_dates_at_every_zoom() {
        let decades = labels(shown((1945, 1, 1), (2026, 1, 1)), 700.0);
        assert_eq!(decades.first().map(String::as_str), Some("1950"));
        assert!(decades.contains(&"2020".to_owned()));
        let years = labels(shown((2016, 6, 1), (2025, 6, 1)), 800.0);
        assert_eq!(years, ["2017", "2018", "2019", "2020", "2021", "2022", "2023", "2024", "2025"]);
        let quarters = labels(shown((2024, 2, 10), (2025, 6, 10)), 500.0);
        assert_eq!(quarters, ["Apr 2024", "Jul", "Oct", "Jan 2025", "Apr"]);
        let months = labels(shown((2024, 11, 10), (2025, 3, 10)), 500.0);
        assert_eq!(months, ["Dec 2024", "Jan 2025", "Feb", "Mar"]);
        let days = labels(shown((2025, 2, 26), (2025, 3, 8)), 700.0);
        assert_eq!(days[..4], ["26 Feb 2025", "27 Feb", "28 Feb", "1 Mar"]);
    }

    #[test]
    fn labels_never_touch_nor_repeat() {
        for days in [10.0, 20.0, 33.0, 70.0, 150.0, 400.0, 900.0, 2_000.0, 5_000.0, 20_000.0, 73_000.0] {
            for width in [200.0_f32, 500.0, 1_400.0] {
                let range = Shown::new(20_000.0 - days, 20_000.0);
                let marks = marks(range, width);
                let labelled: Vec<_> = marks.iter().filter(|mark| !mark.label.is_empty()).collect();
                for pair in labelled.windows(2) {
                    let gap = (x_of(pair[1].day) - x_of(pair[0].day)) / days * f64::from(width);
                    assert!(gap >= LABEL_SPACING * 0.9, "{days} days on {width}: {pair:?} are {gap} apart");
                }
                let mut all: Vec<Day> = marks.iter().map(|mark| mark.day).collect();
                all.sort_unstable();
                let count = all.len();
                all.dedup();
                assert_eq!(all.len(), count, "no day is marked twice");
            }
        }
    }

    #[test]
    fn zoom_keeps_the_day_under_the_pointer() {
        let range = Shown::new(1_000.0, 2_000.0).zoomed(2.0, 1_250.0);
        assert_eq!(range, Shown { first: 1_125.0, last: 1_625.0 });
        assert_eq!(range.zoomed(1e9, 1_250.0).width(), NEAREST);
        assert_eq!(range.zoomed(1e-9, 1_250.0).width(), FURTHEST);
    }

    #[test]
    fn some_of_the_extent_stays_in_view() {
        let extent = Shown::new(0.0, 1_000.0);
        let shown = Shown::new(400.0, 600.0);
        assert_eq!(shown.touching(extent), shown);
        assert_eq!(shown.moved(5_000.0).touching(extent), shown.moved(580.0));
        assert_eq!(shown.moved(-5_000.0).touching(extent), shown.moved(-580.0));
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_trap() {
        for middle in [2_932_896.0, -4_371_587.0, 1e12, -1e12] {
            let _ = marks(Shown::new(middle - 500.0, middle + 500.0), 600.0);
        }
    }

    #[test]
    fn what_is_revealed_is_shown_with_no_more_movement_than_needed() {
        let range = Shown::new(0.0, 1_000.0);
        assert_eq!(range.revealing(300.0, 400.0), range);
        assert_eq!(range.revealing(1_200.0, 1_200.0), range.moved(280.0));
        assert_eq!(range.revealing(-200.0, -200.0), range.moved(-280.0));
        let wide = range.revealing(-500.0, 2_500.0);
        assert!(wide.contains(-500.0) && wide.contains(2_500.0));
    }
}
