//! Reads a GDELT file into an answer, without making records: rows, pairs of actors, mean Goldstein value of all.
//! `benches/peers/gdelt.py` compares it with other readers. The file is named by `DETENTE_GDELT`.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use detente::exchange::gdelt::{Column, EventRow, EventRows, Of, Side};
use detente::exchange::input::Source;
use foldhash::fast::RandomState;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Some(path) = std::env::var_os("DETENTE_GDELT") else {
        println!("DETENTE_GDELT names no file, and nothing is read");
        return Ok(());
    };
    let part = Source::open(Path::new(&path), &Arc::default())?.only()?;
    let mut rows = EventRows::new(part)?;
    let mut numbers: HashMap<Box<[u8]>, u32, RandomState> = HashMap::default();
    let mut pairs: HashMap<(u32, u32), (u64, f64), RandomState> = HashMap::default();
    while let Some(row) = rows.next_row()? {
        let EventRow::Whole(row) = row else { continue };
        let mut number = |side| {
            let code = row.get(Column::Actor(side, Of::Code));
            if let Some(&number) = numbers.get(code) {
                return number;
            }
            let number = numbers.len() as u32;
            numbers.insert(code.into(), number);
            number
        };
        let pair = (number(Side::First), number(Side::Second));
        let value: f64 = std::str::from_utf8(row.get(Column::Goldstein))?.parse().unwrap_or(0.0);
        let (count, sum) = pairs.entry(pair).or_default();
        *count += 1;
        *sum += value;
    }
    let count: u64 = pairs.values().map(|(count, _)| count).sum();
    let sum: f64 = pairs.values().map(|(_, sum)| sum).sum();
    println!("{count} {} {:.6}", pairs.len(), sum / count.max(1) as f64);
    Ok(())
}
