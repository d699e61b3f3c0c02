//! The rows of a sheet as they are kept: each with its length in front, so that they are cut wherever pieces end.
//!
//! Its length and its line; then for each cell its kind, the length of its text and the text. Blank cells are counted:
//! of a wide sheet with few values, each row would else be many times as large here as it was there.

use super::FileError;
use super::records::{CellKind, Raw};

/// In the place of a kind: so many cells are blank.
const BLANKS: u8 = 3;

/// Writes a row behind `out`.
pub fn encode(row: &Raw, out: &mut Vec<u8>) {
    let start = out.len();
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(&u32::try_from(row.line).unwrap_or(u32::MAX).to_le_bytes());
    let mut blanks = 0_u16;
    for at in 0..row.len() {
        let text = row.text(at);
        if text.is_empty() {
            blanks += 1;
            continue;
        }
        write_blanks(&mut blanks, out);
        out.push(row.kind(at).code());
        out.extend_from_slice(&length(text.len()));
        out.extend_from_slice(text.as_bytes());
    }
    write_blanks(&mut blanks, out);
    let body = length(out.len() - start - 4);
    out[start..start + 4].copy_from_slice(&body);
}

fn write_blanks(blanks: &mut u16, out: &mut Vec<u8>) {
    if *blanks > 0 {
        out.push(BLANKS);
        out.extend_from_slice(&std::mem::take(blanks).to_le_bytes());
    }
}

fn length(bytes: usize) -> [u8; 4] {
    u32::try_from(bytes).unwrap_or(u32::MAX).to_le_bytes()
}

/// Cuts a table into its rows.
#[derive(Default)]
pub struct Rows {
    rest: Vec<u8>,
}

impl Rows {
    /// Reads the next piece and gives every row that ends in it to `each`.
    ///
    /// # Errors
    /// When this is no table.
    pub fn push(&mut self, piece: &[u8], each: &mut impl FnMut(Raw)) -> Result<(), FileError> {
        self.rest.extend_from_slice(piece);
        let mut bytes = self.rest.as_slice();
        while let Some((length, rest)) = bytes.split_first_chunk::<4>() {
            let Some((row, rest)) = rest.split_at_checked(u32::from_le_bytes(*length) as usize) else {
                break;
            };
            each(decode(row).ok_or(FileError::Damaged)?);
            bytes = rest;
        }
        let left = bytes.len();
        self.rest.drain(..self.rest.len() - left);
        Ok(())
    }

    /// Ends the table.
    ///
    /// # Errors
    /// When it ends within a row.
    pub fn finish(&self) -> Result<(), FileError> {
        if self.rest.is_empty() { Ok(()) } else { Err(FileError::Damaged) }
    }
}

fn decode(bytes: &[u8]) -> Option<Raw> {
    let (line, mut rest) = bytes.split_first_chunk::<4>()?;
    let mut row = Raw::on(i64::from(u32::from_le_bytes(*line)));
    while let Some((kind, behind)) = rest.split_first() {
        if *kind == BLANKS {
            let (count, behind) = behind.split_first_chunk::<2>()?;
            row.fill_to(row.len() + usize::from(u16::from_le_bytes(*count)));
            rest = behind;
            continue;
        }
        let (length, behind) = behind.split_first_chunk::<4>()?;
        let (text, behind) = behind.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        row.add(CellKind::of_code(*kind)?, std::str::from_utf8(text).ok()?);
        rest = behind;
    }
    Some(row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Wherever pieces are cut, the rows are those that were written.
        #[test]
        fn pieces_make_the_rows_again(cells in proptest::collection::vec(proptest::collection::vec("[a-c ö\n]{0,5}", 0..4), 0..6), piece in 1_usize..40) {
            let mut bytes = Vec::new();
            let mut written = Vec::new();
            for (at, cells) in cells.iter().enumerate() {
                let mut row = Raw::on(at as i64 * 3 + 2);
                for (at, cell) in cells.iter().enumerate() {
                    let kind = [CellKind::Text, CellKind::Number, CellKind::Error][at % 3];
                    row.add(if cell.is_empty() { CellKind::Text } else { kind }, cell);
                }
                encode(&row, &mut bytes);
                written.push(row);
            }
            let (mut rows, mut read) = (Rows::default(), Vec::new());
            for piece in bytes.chunks(piece) {
                rows.push(piece, &mut |row| read.push(row)).expect("rows");
            }
            rows.finish().expect("an end");
            prop_assert_eq!(read, written);
        }
    }

    #[test]
    fn a_table_that_is_cut_short_is_no_table() {
        let mut bytes = Vec::new();
        encode(&Raw::on(2), &mut bytes);
        let mut rows = Rows::default();
        rows.push(&bytes[..bytes.len() - 1], &mut |_| {}).expect("nothing yet");
        assert_eq!(rows.finish(), Err(FileError::Damaged));
    }
}
