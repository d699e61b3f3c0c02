//! Records of a CSV file, from pieces of its text, each with the line on which it begins.

use super::FileError;
use crate::imports::values::formula;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// Bytes of one record at most: a quotation mark that is never closed would swallow the rest of the file.
const RECORD_BYTES_MAX: usize = 1024 * 1024;
/// Columns at most.
pub const COLUMNS_MAX: usize = 500;
/// What can separate cells.
const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];
/// Records that the choice of the delimiter looks at.
const SAMPLE_RECORDS: usize = 20;

/// What a cell says of its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CellKind {
    /// Nothing: it is read as it can be. All cells of text files are so.
    #[default]
    Text,
    /// It is a number as such: with a dot, whatever the mark of the file's other numbers.
    Number,
    /// It is what a spreadsheet shows in the place of a value that it cannot work out.
    Error,
}

impl CellKind {
    /// The kind as a byte.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Text => 0,
            Self::Number => 1,
            Self::Error => 2,
        }
    }

    /// The kind of a byte.
    #[must_use]
    pub const fn of_code(code: u8) -> Option<Self> {
        Some(match code {
            0 => Self::Text,
            1 => Self::Number,
            2 => Self::Error,
            _ => return None,
        })
    }
}

/// One record: its cells, and the line on which it begins (the first line is 1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Raw {
    /// The line; of a sheet the row's number.
    pub line: i64,
    text: String,
    ends: Vec<usize>,
    /// Empty where all cells are text.
    kinds: Vec<CellKind>,
}

impl Raw {
    /// A record without cells.
    #[must_use]
    pub fn on(line: i64) -> Self {
        Self { line, ..Self::default() }
    }

    /// Adds a cell.
    pub fn add(&mut self, kind: CellKind, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len());
        self.kinds.push(kind);
    }

    /// Adds a cell whose text `write` puts behind the others'.
    ///
    /// # Errors
    /// What `write` says.
    pub fn add_with<E>(&mut self, write: impl FnOnce(&mut String) -> Result<CellKind, E>) -> Result<(), E> {
        let kind = write(&mut self.text)?;
        self.add(kind, "");
        Ok(())
    }

    /// Adds blank cells until there are so many.
    pub fn fill_to(&mut self, width: usize) {
        while self.len() < width {
            self.add(CellKind::Text, "");
        }
    }

    /// Takes the blank cells behind the last one that is not away.
    #[must_use]
    pub fn without_blank_end(mut self) -> Self {
        while self.len().checked_sub(1).is_some_and(|last| self.cell(last).is_empty()) {
            self.ends.pop();
            self.kinds.truncate(self.ends.len());
        }
        self.text.truncate(self.ends.last().copied().unwrap_or(0));
        self
    }

    /// The record with a cell for each column at least; of cells behind the last column those that hold something.
    #[must_use]
    pub fn as_wide_as(mut self, width: usize) -> Self {
        self.fill_to(width);
        if self.len() == width {
            return self;
        }
        let mut fitting = Self::on(self.line);
        for at in (0..self.len()).filter(|at| *at < width || !self.cell(*at).is_empty()) {
            fitting.add(self.kind(at), self.text(at));
        }
        fitting
    }

    /// What a cell says of its text.
    #[must_use]
    pub fn kind(&self, at: usize) -> CellKind {
        self.kinds.get(at).copied().unwrap_or_default()
    }

    /// How many cells it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Never; a record has a cell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Bytes of its text.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// A cell, without the space around it, and without the apostrophe by which a formula was made a text.
    #[must_use]
    pub fn cell(&self, at: usize) -> &str {
        formula::meant(self.text(at).trim())
    }

    /// A cell as it stands.
    #[must_use]
    pub fn text(&self, at: usize) -> &str {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(at).map_or("", |end| &self.text[start..*end])
    }

    /// Takes every U+0000 out, which no database keeps; says whether there was one.
    pub fn refuse_nul(&mut self) -> bool {
        if !self.text.contains('\0') {
            return false;
        }
        // As long in bytes, so that the cells stay where they are.
        self.text = self.text.replace('\0', "?");
        true
    }

    /// Its cells.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|at| self.cell(at))
    }
}

/// Cuts text into records.
pub struct Records {
    reader: Reader,
    text: Vec<u8>,
    text_len: usize,
    ends: Vec<usize>,
    ends_len: usize,
    /// The line that is being read, and the one on which the record under way began.
    line: i64,
    began: Option<i64>,
    after_return: bool,
}

impl Records {
    /// For a file with that delimiter, at its beginning.
    #[must_use]
    pub fn new(delimiter: char) -> Self {
        let delimiter = u8::try_from(delimiter).unwrap_or(b',');
        Self {
            reader: ReaderBuilder::new().delimiter(delimiter).build(),
            text: vec![0; 1024],
            text_len: 0,
            ends: vec![0; 32],
            ends_len: 0,
            line: 1,
            began: None,
            after_return: false,
        }
    }

    /// Reads the next piece of text and gives every record that ends in it to `each`.
    ///
    /// # Errors
    /// When a record is longer than any record should be.
    pub fn push(&mut self, text: &str, each: &mut impl FnMut(Raw)) -> Result<(), FileError> {
        let mut rest = text.as_bytes();
        while !rest.is_empty() {
            if self.began.is_none() {
                let blank = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
                self.count_lines(&rest[..blank]);
                rest = &rest[blank..];
                if rest.is_empty() {
                    break;
                }
                self.began = Some(self.line);
            }
            let used = self.step(rest, each)?;
            self.count_lines(&rest[..used]);
            rest = &rest[used..];
        }
        Ok(())
    }

    /// Ends the file: gives the last record, if no line end followed it.
    ///
    /// # Errors
    /// As [`Records::push`].
    pub fn finish(&mut self, each: &mut impl FnMut(Raw)) -> Result<(), FileError> {
        while self.began.is_some() {
            self.step(b"", each)?;
        }
        Ok(())
    }

    fn step(&mut self, input: &[u8], each: &mut impl FnMut(Raw)) -> Result<usize, FileError> {
        let (outcome, used, written, ended) =
            self.reader.read_record(input, &mut self.text[self.text_len..], &mut self.ends[self.ends_len..]);
        self.text_len += written;
        self.ends_len += ended;
        let began = self.began.unwrap_or(self.line);
        match outcome {
            ReadRecordResult::OutputFull => {
                if self.text.len() >= RECORD_BYTES_MAX {
                    return Err(FileError::Endless(began));
                }
                self.text.resize(self.text.len() * 2, 0);
            }
            ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
            ReadRecordResult::Record => {
                each(self.take(began));
                self.began = None;
            }
            ReadRecordResult::End => self.began = None,
            ReadRecordResult::InputEmpty => {}
        }
        Ok(used)
    }

    fn take(&mut self, line: i64) -> Raw {
        // Cells are cut at ASCII signs, so what was text before is text still.
        let text = String::from_utf8_lossy(&self.text[..self.text_len]).into_owned();
        let ends = self.ends[..self.ends_len].to_vec();
        (self.text_len, self.ends_len) = (0, 0);
        Raw { line, text, ends, kinds: Vec::new() }
    }

    /// Lines end with \n, \r\n or, on very old machines, \r.
    fn count_lines(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match byte {
                b'\r' => self.line += 1,
                b'\n' if !self.after_return => self.line += 1,
                _ => {}
            }
            self.after_return = *byte == b'\r';
        }
    }
}

/// The delimiter under which the first records agree best on a width of two or more.
#[must_use]
pub fn delimiter(start: &str) -> char {
    let agreement = |delimiter: char| {
        let mut widths = Vec::new();
        let mut records = Records::new(delimiter);
        let read = records.push(start, &mut |raw| widths.push(raw.len()));
        // What was cut off at the sample's end says nothing, unless it is all there is.
        if widths.is_empty() {
            let _ = records.finish(&mut |raw| widths.push(raw.len()));
        }
        widths.truncate(SAMPLE_RECORDS);
        let header = widths.first().copied().unwrap_or(0);
        let agreeing = widths.iter().filter(|width| **width == header).count();
        if read.is_err() || header < 2 { (0, 0) } else { (agreeing, header) }
    };
    let mut best = (',', (0, 0));
    for delimiter in DELIMITERS {
        let this = agreement(delimiter);
        if this > best.1 {
            best = (delimiter, this);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str, piece: usize) -> Vec<(i64, Vec<String>)> {
        let mut found = Vec::new();
        let mut each = |raw: Raw| found.push((raw.line, raw.cells().map(str::to_owned).collect()));
        let mut records = Records::new(',');
        let cuts: Vec<usize> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
        for cut in cuts.chunks(piece) {
            let (start, end) = (cut[0], cut[cut.len() - 1]);
            let end = cuts.iter().copied().find(|at| *at > end).unwrap_or(text.len());
            records.push(&text[start..end], &mut each).expect("short records");
        }
        records.finish(&mut each).expect("short records");
        found
    }

    proptest! {
        /// Whatever the text and wherever its pieces are cut, the records are those of a reader that has all of it.
        #[test]
        fn pieces_make_the_records_of_the_whole(text in "[ab,\"\r\n é]{0,60}", piece in 1_usize..9) {
            let mut whole = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let whole: Vec<Vec<String>> = whole
                .records()
                .map(|record| record.expect("text").iter().map(|cell| cell.trim().to_owned()).collect())
                .collect();
            let cut = read(&text, piece);
            let lines: Vec<i64> = cut.iter().map(|(line, _)| *line).collect();
            prop_assert!(lines.is_sorted_by(|a, b| a < b), "{lines:?}");
            prop_assert_eq!(cut.into_iter().map(|(_, cells)| cells).collect::<Vec<_>>(), whole);
        }
    }

    #[test]
    fn records_carry_the_line_on_which_they_begin() {
        for (name, end) in [("unix", "\n"), ("windows", "\r\n"), ("old", "\r")] {
            let text =
                ["a,b", "1,2", "", "3,4", "\"x", "y\",5", " é , \"say \"\"hi\"\"\"", "7,8"].join(end) + end;
            let two_lines = format!("x{end}y");
            let wanted: Vec<(i64, Vec<String>)> = [
                (1, ["a", "b"]),
                (2, ["1", "2"]),
                (4, ["3", "4"]),
                (5, [two_lines.as_str(), "5"]),
                (7, ["é", "\"say \"\"hi\"\"\""]),
                (8, ["7", "8"]),
            ]
            .map(|(line, cells)| (line, cells.map(str::to_owned).to_vec()))
            .to_vec();
            for piece in [1, 2, 7, 1000] {
                assert_eq!(read(&text, piece), wanted, "{name} in pieces of {piece}");
                assert_eq!(read(text.trim_end(), piece), wanted, "{name} without a last line end");
            }
        }
        assert!(read("", 1).is_empty());
        assert!(read("\n\n", 1).is_empty());
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_named_by_its_line() {
        let mut records = Records::new(',');
        let text = format!("a,b\n1,2\n3,\"{}", "x\n".repeat(RECORD_BYTES_MAX));
        assert_eq!(records.push(&text, &mut |_| {}), Err(FileError::Endless(3)));
    }

    #[test]
    fn the_delimiter_is_the_one_under_which_the_rows_agree() {
        assert_eq!(delimiter("a,b;c\n1,2;3\n"), ',');
        assert_eq!(delimiter("a;b;c\n1,5;2,5;3\n\"x;y\";2;3\n"), ';');
        assert_eq!(delimiter("a\tb\n1,2\t3\n"), '\t');
        assert_eq!(delimiter("name|city\nA, B|C\n"), '|');
        assert_eq!(delimiter("name\nA\nB\n"), ',');
        assert_eq!(delimiter(""), ',');
        assert_eq!(delimiter("a;b"), ';');
    }
}
