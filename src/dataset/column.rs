//! Texts of many rows, one after the other in one text.

/// A text of each row of a list, in its order.
#[derive(Clone, Debug, Default)]
pub(super) struct Column {
    text: String,
    /// Where each text ends, which is where the next one begins.
    ends: Vec<u32>,
}

impl Column {
    /// Adds the text of the next row. There is no more room after 4 GiB, which no file that is read comes near.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    /// Makes room for so many more rows and bytes. What grows leaves holes behind, and room that is not filled takes none.
    pub fn reserve(&mut self, rows: usize, bytes: usize) {
        self.ends.reserve_exact(rows);
        self.text.reserve_exact(bytes);
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text of a row; empty where there is no such row.
    pub fn get(&self, row: usize) -> &str {
        self.place(row).and_then(|place| self.text.get(place)).unwrap_or_default()
    }

    /// Whether a row has this text.
    pub fn has(&self, row: usize, text: &str) -> bool {
        // Most that are asked for are not the one: their lengths, and then their bytes, tell without more ado.
        self.place(row).is_some_and(|place| self.text.as_bytes().get(place) == Some(text.as_bytes()))
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|row| self.get(row))
    }

    fn place(&self, row: usize) -> Option<std::ops::Range<usize>> {
        let end = *self.ends.get(row)?;
        let start = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        Some(start as usize..end as usize)
    }
}

impl<'a> FromIterator<&'a str> for Column {
    fn from_iter<K: IntoIterator<Item = &'a str>>(texts: K) -> Self {
        let mut column = Self::default();
        texts.into_iter().for_each(|text| column.push(text));
        column
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_given_back_in_their_order() {
        let mut column = Column::from_iter(["NZL", "", "é", "", "CHN"]);
        column.push("USA");
        assert_eq!(column.iter().collect::<Vec<_>>(), ["NZL", "", "é", "", "CHN", "USA"]);
        assert_eq!((column.get(4), column.get(6)), ("CHN", ""));
        assert!(column.has(4, "CHN") && column.has(3, "") && !column.has(4, "CH") && !column.has(6, ""));
    }
}
