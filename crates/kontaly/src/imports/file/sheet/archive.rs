//! The parts of a workbook, which is a zip file: opened with the suspicion that files from outside deserve.
//!
//! A zip file says how large its parts become; nobody needs to believe it. What is read is counted while it is, and broken off
//! where it is more than was said, or more than any workbook makes of so few bytes.

use super::super::FileError;
use std::cell::Cell;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::rc::Rc;
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

/// Parts of a workbook at most: one with a thousand sheets, each with its drawings, has fewer.
const PARTS_MAX: usize = 10_000;
/// How many times as large as the file its parts become at most. Sheets of numbers become ten to thirty times as large.
const RATIO_MAX: u64 = 200;
/// Below this nobody asks for the ratio: an empty workbook's styles are well compressed.
const INFLATED_FREE: u64 = 16 * 1024 * 1024;
/// Bytes between two signs of XML at most: a text of a cell has up to 32,767 characters.
const NODE_BYTES_MAX: u64 = 4 * 1024 * 1024;
/// The end of a zip file, where its parts are counted: 22 bytes and a comment.
const END_BYTES: u64 = 22 + 65_535;

/// An opened workbook.
pub struct Archive<R> {
    zip: ZipArchive<R>,
    budget: Rc<Budget>,
}

/// What may still be inflated.
#[derive(Debug)]
struct Budget {
    file_bytes: u64,
    inflated: Cell<u64>,
    /// Inflated since the XML reader came to a sign.
    in_node: Cell<u64>,
}

impl<R: Read + Seek> Archive<R> {
    /// Opens a workbook.
    ///
    /// # Errors
    /// When it is no zip file, or one that is made to do harm.
    pub fn open(mut source: R) -> Result<Self, FileError> {
        let file_bytes = source.seek(SeekFrom::End(0)).map_err(|error| told(&error))?;
        count_parts(&mut source, file_bytes)?;
        let mut zip = ZipArchive::new(source).map_err(|error| of_zip(&error))?;
        let mut packed = 0_u64;
        for at in 0..zip.len() {
            packed = packed
                .saturating_add(zip.by_index_raw(at).map_err(|error| of_zip(&error))?.compressed_size());
        }
        // Parts that lie over each other are a way to say the same bytes many times.
        if packed > file_bytes {
            return Err(FileError::Inflated);
        }
        let budget = Budget { file_bytes, inflated: Cell::new(0), in_node: Cell::new(0) };
        Ok(Self { zip, budget: Rc::new(budget) })
    }

    /// A part by its name, whatever its case; `None` when there is none.
    ///
    /// # Errors
    /// When it is protected, or cannot be read.
    pub fn part(&mut self, name: &str) -> Result<Option<Part<'_, R>>, FileError> {
        let name = name.trim_start_matches('/');
        let named = |raw: &[u8]| raw.eq_ignore_ascii_case(name.as_bytes());
        let Some(at) = self.zip.file_names_raw().position(named) else { return Ok(None) };
        let file = self.zip.by_index(at).map_err(|error| of_zip(&error))?;
        let left = file.size();
        Ok(Some(BufReader::with_capacity(64 * 1024, Guard { file, left, budget: Rc::clone(&self.budget) })))
    }

    /// A part that every workbook has.
    ///
    /// # Errors
    /// As [`Archive::part`], and when it is not there.
    pub fn required(&mut self, name: &str) -> Result<Part<'_, R>, FileError> {
        self.part(name)?.ok_or_else(|| FileError::BrokenWorkbook(format!("{name} is missing")))
    }
}

/// A part that is being read.
pub type Part<'a, R> = BufReader<Guard<'a, R>>;

/// Counts what a part inflates to.
pub struct Guard<'a, R: Read> {
    file: ZipFile<'a, R>,
    /// What is still to come by what the zip file says.
    left: u64,
    budget: Rc<Budget>,
}

impl<R: Read> Guard<'_, R> {
    /// Says that the XML reader has come to a sign.
    pub fn node(&self) {
        self.budget.in_node.set(0);
    }
}

impl<R: Read> Read for Guard<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // The library looks for more than was said, too, and has no other way to tell than its words.
        let read = self.file.read(buffer).map_err(|error| {
            let larger = error.to_string().contains("declared uncompressed size");
            if larger { io::Error::other(FileError::FalseSize) } else { error }
        })?;
        let bytes = read as u64;
        if bytes > self.left || (read == 0 && !buffer.is_empty() && self.left > 0) {
            return Err(io::Error::other(FileError::FalseSize));
        }
        self.left -= bytes;
        let inflated = self.budget.inflated.get() + bytes;
        self.budget.inflated.set(inflated);
        if inflated > INFLATED_FREE && inflated / RATIO_MAX > self.budget.file_bytes {
            return Err(io::Error::other(FileError::Inflated));
        }
        let in_node = self.budget.in_node.get() + bytes;
        self.budget.in_node.set(in_node);
        if in_node > NODE_BYTES_MAX {
            return Err(io::Error::other(FileError::UnsafeXml));
        }
        Ok(read)
    }
}

/// Looks how many parts a zip file says to have before anything is made of them.
fn count_parts(source: &mut (impl Read + Seek), size: u64) -> Result<(), FileError> {
    let from = size.saturating_sub(END_BYTES);
    source.seek(SeekFrom::Start(from)).map_err(|error| told(&error))?;
    let mut end = Vec::new();
    source.take(END_BYTES).read_to_end(&mut end).map_err(|error| told(&error))?;
    source.seek(SeekFrom::Start(0)).map_err(|error| told(&error))?;
    let count = |at: usize| Some(u16::from_le_bytes([*end.get(at + 10)?, *end.get(at + 11)?]));
    let ends = (0..end.len().saturating_sub(21)).filter(|at| end[*at..].starts_with(b"PK\x05\x06"));
    for parts in ends.filter_map(count) {
        if usize::from(parts) > PARTS_MAX {
            return Err(FileError::Inflated);
        }
    }
    Ok(())
}

fn of_zip(error: &ZipError) -> FileError {
    match error {
        ZipError::Io(error) => told(error),
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            FileError::Protected
        }
        other => FileError::BrokenWorkbook(other.to_string()),
    }
}

/// What a reader said: our own refusals come through it as they are.
pub fn told(error: &io::Error) -> FileError {
    let ours = error.get_ref().and_then(|inner| inner.downcast_ref::<FileError>());
    ours.cloned().unwrap_or_else(|| FileError::BrokenWorkbook(error.to_string()))
}
