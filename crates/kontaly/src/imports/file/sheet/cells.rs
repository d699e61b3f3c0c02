//! The rows of a sheet, as it is read: cells with their values, in the order of the file.

use super::super::FileError;
use super::super::records::{CellKind, Raw};
use super::archive::Part;
use super::strings::Strings;
use super::styles::Look;
use super::value;
use super::xml::{Element, Node, walk};
use std::io::Read;

/// Columns of a sheet, by its file format.
const SHEET_COLUMNS: usize = 16_384;
/// Bytes of one row at most.
const ROW_BYTES_MAX: usize = 1024 * 1024;
/// Characters that are shown of a formula without a value.
const FORMULA_CHARS: usize = 40;

/// What a workbook's cells are read with.
pub struct Book {
    /// The texts that cells share.
    pub strings: Strings,
    /// The number formats.
    pub looks: Vec<Look>,
    /// Whether day 0 is 1904-01-01.
    pub from_1904: bool,
}

/// Gives every row of a sheet that has something in it to `each`, until it says false. The row's line is its number.
///
/// # Errors
/// What is wrong with the sheet, or what `each` says.
pub fn rows<R: Read>(
    part: Part<'_, R>,
    book: &Book,
    mut each: impl FnMut(Raw) -> Result<bool, FileError>,
) -> Result<(), FileError> {
    let mut sheet = Sheet { book, row: Raw::default(), cell: CellState::default(), inside: Inside::Nothing };
    walk(part, |node| match node {
        Node::Open(element) => sheet.open(element).map(|()| true),
        Node::Text(text) => {
            sheet.text(&text);
            Ok(true)
        }
        Node::Close(b"c") => sheet.end_cell().map(|()| true),
        Node::Close(b"row") => {
            let row = sheet.end_row();
            if row.is_empty() { Ok(true) } else { each(row) }
        }
        Node::Close(b"sheetData") => Ok(false),
        Node::Close(name) => {
            sheet.close(name);
            Ok(true)
        }
    })
}

struct Sheet<'a> {
    book: &'a Book,
    row: Raw,
    cell: CellState,
    inside: Inside,
}

/// The cell that is being read.
#[derive(Default)]
struct CellState {
    column: usize,
    style: usize,
    kind: Vec<u8>,
    text: String,
    formula: String,
    has_value: bool,
    has_formula: bool,
    phonetic: bool,
}

#[derive(PartialEq)]
enum Inside {
    Nothing,
    Value,
    Formula,
}

impl Sheet<'_> {
    fn open(&mut self, element: &Element<'_>) -> Result<(), FileError> {
        match element.name() {
            b"row" => {
                let number = element.number(b"r").and_then(|number| i64::try_from(number).ok());
                let number = number.unwrap_or(self.row.line + 1);
                if number <= self.row.line || number > i64::from(i32::MAX) {
                    return Err(FileError::BrokenWorkbook(format!("its rows are out of order at {number}")));
                }
                self.row.line = number;
                self.cell.column = 0;
            }
            b"c" => self.begin_cell(element)?,
            b"v" => {
                self.inside = Inside::Value;
                self.cell.has_value = true;
            }
            b"t" if !self.cell.phonetic => self.inside = Inside::Value,
            b"is" => self.cell.has_value = true,
            b"rPh" => self.cell.phonetic = true,
            b"f" => {
                self.inside = Inside::Formula;
                self.cell.has_formula = true;
            }
            _ => {}
        }
        Ok(())
    }

    fn begin_cell(&mut self, element: &Element<'_>) -> Result<(), FileError> {
        let column = match element.raw(b"r") {
            Some(reference) => column_of(&reference),
            None => Some(self.cell.column),
        };
        let column = column.filter(|column| *column >= self.row.len() && *column < SHEET_COLUMNS);
        let Some(column) = column else {
            return Err(FileError::BrokenWorkbook(format!(
                "the cells of row {} are out of order",
                self.row.line
            )));
        };
        let CellState { mut kind, mut text, mut formula, .. } = std::mem::take(&mut self.cell);
        kind.clear();
        text.clear();
        formula.clear();
        kind.extend_from_slice(&element.raw(b"t").unwrap_or_default());
        let style = element.number(b"s").unwrap_or(0);
        self.cell = CellState { column, style, kind, text, formula, ..CellState::default() };
        Ok(())
    }

    fn text(&mut self, text: &str) {
        match self.inside {
            Inside::Value => self.cell.text.push_str(text),
            Inside::Formula if self.cell.formula.len() < FORMULA_CHARS * 4 => {
                self.cell.formula.push_str(text);
            }
            Inside::Formula | Inside::Nothing => {}
        }
    }

    fn close(&mut self, name: &[u8]) {
        match name {
            b"v" | b"t" | b"f" => self.inside = Inside::Nothing,
            b"rPh" => self.cell.phonetic = false,
            _ => {}
        }
    }

    fn end_cell(&mut self) -> Result<(), FileError> {
        self.inside = Inside::Nothing;
        let cell = &mut self.cell;
        let column = cell.column;
        cell.column += 1;
        if cell.has_formula && !cell.has_value {
            let formula: String = cell.formula.chars().take(FORMULA_CHARS).collect();
            return self.put(column, |out| {
                out.push('=');
                out.push_str(&formula);
                Ok(CellKind::Error)
            });
        }
        if cell.text.is_empty() {
            return Ok(());
        }
        let (text, kind, style) =
            (std::mem::take(&mut cell.text), std::mem::take(&mut cell.kind), cell.style);
        let book = self.book;
        let put = self.put(column, |out| {
            Ok(match kind.as_slice() {
                b"s" => {
                    let number = text.trim().parse().unwrap_or(usize::MAX);
                    let start = out.len();
                    book.strings.get(number, out)?;
                    unescape(out, start);
                    CellKind::Text
                }
                b"str" | b"inlineStr" => {
                    let start = out.len();
                    out.push_str(&text);
                    unescape(out, start);
                    CellKind::Text
                }
                b"b" => {
                    out.push_str(if text.trim() == "1" { "TRUE" } else { "FALSE" });
                    CellKind::Text
                }
                b"e" => {
                    out.push_str(&text);
                    CellKind::Error
                }
                b"d" => {
                    let moment = text.trim().trim_end_matches(".000").trim_end_matches("T00:00:00");
                    out.push_str(moment);
                    CellKind::Text
                }
                _ => {
                    let plain = Look::default();
                    let look = book.looks.get(style).unwrap_or(&plain);
                    value::number(&text, look, book.from_1904, out)
                }
            })
        });
        // The next cell's text has the room of this one's.
        (self.cell.text, self.cell.kind) = (text, kind);
        put
    }

    fn put(
        &mut self,
        column: usize,
        write: impl FnOnce(&mut String) -> Result<CellKind, FileError>,
    ) -> Result<(), FileError> {
        self.row.fill_to(column);
        self.row.add_with(write)?;
        if self.row.bytes() > ROW_BYTES_MAX {
            return Err(FileError::LongRow(self.row.line));
        }
        Ok(())
    }

    /// The row, without the blank cells behind its last one; nothing where all are blank.
    fn end_row(&mut self) -> Raw {
        let line = self.row.line;
        let row = std::mem::take(&mut self.row);
        self.row.line = line;
        row.without_blank_end()
    }
}

/// The place of the column of a reference such as BC12, from 0.
fn column_of(reference: &[u8]) -> Option<usize> {
    let letters = reference.iter().take_while(|byte| byte.is_ascii_alphabetic()).take(4);
    let number = letters
        .fold(0_usize, |number, letter| number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    number.checked_sub(1)
}

/// What XML cannot hold, a workbook writes as `_x000D_`; what looks so, as `_x005F_x000D_`.
fn unescape(text: &mut String, start: usize) {
    if !text[start..].contains("_x") {
        return;
    }
    let written = text.split_off(start);
    let mut rest = written.as_str();
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        text.push_str(before);
        let code = escape.get(2..6).filter(|_| escape.as_bytes().get(6) == Some(&b'_'));
        match code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            Some(character) => {
                text.push(character);
                rest = &escape[7..];
            }
            None => {
                text.push_str("_x");
                rest = &escape[2..];
            }
        }
    }
    text.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_in_letters() {
        for (reference, column) in
            [("A1", Some(0)), ("Z9", Some(25)), ("AA1", Some(26)), ("XFD1048576", Some(16_383)), ("12", None)]
        {
            assert_eq!(column_of(reference.as_bytes()), column, "{reference}");
        }
    }

    #[test]
    fn what_xml_cannot_hold_is_read_back() {
        for (written, meant) in [
            ("a_x000D_b", "a\rb"),
            ("_x005F_x000D_", "_x000D_"),
            ("plain_xx_text", "plain_xx_text"),
            ("_x00", "_x00"),
            ("ä_x000A_", "ä\n"),
        ] {
            let mut text = format!("|{written}");
            unescape(&mut text, 1);
            assert_eq!(text, format!("|{meant}"));
        }
    }
}
