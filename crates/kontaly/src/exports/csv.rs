//! A list as CSV, with the mark by which spreadsheets know UTF-8, and without anything that they would work out.

use super::output::Cell;
use crate::imports::values::formula::harmless;
use csv::{Terminator, Writer, WriterBuilder};
use std::io;

/// A text that is being written.
pub struct Csv(Writer<Vec<u8>>);

impl Csv {
    /// Begins a text with its header.
    ///
    /// # Errors
    /// None that memory does not have.
    pub fn new(header: &[&str]) -> io::Result<Self> {
        let mark = "\u{feff}".as_bytes().to_vec();
        let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(mark);
        writer.write_record(header.iter().map(|name| harmless(name).into_owned().into_bytes()))?;
        Ok(Self(writer))
    }

    /// Writes a row.
    ///
    /// # Errors
    /// None that memory does not have.
    pub fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        for cell in cells {
            match cell {
                Cell::Blank => self.0.write_field("")?,
                Cell::Text(text) => self.0.write_field(&*harmless(text))?,
                Cell::Number(number) | Cell::Money(number, None) => self.0.write_field(number)?,
                Cell::Money(number, Some(currency)) => self.0.write_field(format!("{number} {currency}"))?,
                Cell::Day(day) => self.0.write_field(day.to_string())?,
                Cell::Moment(at) => self.0.write_field(at.to_string())?,
                Cell::Truth(yes) => self.0.write_field(if *yes { "true" } else { "false" })?,
            }
        }
        Ok(self.0.write_record(None::<&[u8]>)?)
    }

    /// Takes what is written so far.
    pub fn take(&mut self) -> Vec<u8> {
        // Writing into memory does not fail.
        let _ = self.0.flush();
        let fresh = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
        std::mem::replace(&mut self.0, fresh).into_inner().unwrap_or_default()
    }
}
