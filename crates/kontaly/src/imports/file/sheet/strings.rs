//! The texts of a workbook that its cells share: kept close together, and on the disk where they are many.
//!
//! A million rows with three different texts each are three million of them. As strings of their own they would take a few
//! hundred megabytes; here they lie one behind the other, and the place of every sixteenth is known.

use super::super::FileError;
use super::archive::Part;
use super::xml::{Node, walk};
use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::fs::FileExt;
use std::sync::atomic::{AtomicU64, Ordering};

/// Texts between two known places.
const STRIDE: usize = 16;
/// Bytes of texts that are kept in memory; beyond it they go to a file without a name.
const MEMORY_BYTES: usize = 48 * 1024 * 1024;
/// Bytes that go to the file at a time.
const SPILL_BYTES: usize = 1024 * 1024;

/// The texts, by their numbers.
#[derive(Default)]
pub struct Strings {
    count: usize,
    /// Where every sixteenth begins.
    places: Vec<u64>,
    /// All bytes so far, those in the file included.
    bytes: u64,
    memory: Vec<u8>,
    file: Option<File>,
    memory_bytes: usize,
}

impl Strings {
    /// None.
    #[must_use]
    pub fn new() -> Self {
        Self { memory_bytes: MEMORY_BYTES, ..Self::default() }
    }

    /// Reads the texts of a workbook. What is said about how a text is pronounced is no part of it.
    ///
    /// # Errors
    /// When the part cannot be read, or the disk is full.
    pub fn read<R: Read>(part: Part<'_, R>) -> Result<Self, FileError> {
        let mut strings = Self::new();
        let (mut text, mut in_text, mut in_phonetic) = (String::new(), false, false);
        walk(part, |node| {
            match node {
                Node::Open(element) => match element.name() {
                    b"si" => text.clear(),
                    b"t" => in_text = !in_phonetic,
                    b"rPh" => in_phonetic = true,
                    _ => {}
                },
                Node::Text(part) if in_text => text.push_str(&part),
                Node::Close(b"t") => in_text = false,
                Node::Close(b"rPh") => in_phonetic = false,
                Node::Close(b"si") => strings.add(&text)?,
                _ => {}
            }
            Ok(true)
        })?;
        strings.settle()?;
        Ok(strings)
    }

    fn add(&mut self, text: &str) -> Result<(), FileError> {
        if self.count.is_multiple_of(STRIDE) {
            self.places.push(self.bytes);
        }
        self.count += 1;
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes();
        self.memory.extend_from_slice(&length);
        self.memory.extend_from_slice(text.as_bytes());
        self.bytes += (length.len() + text.len()) as u64;
        let full = if self.file.is_some() { SPILL_BYTES } else { self.memory_bytes };
        if self.memory.len() > full { self.spill() } else { Ok(()) }
    }

    fn spill(&mut self) -> Result<(), FileError> {
        let spilt: std::io::Result<()> = (|| {
            let file = match &mut self.file {
                Some(file) => file,
                none => none.insert(nameless()?),
            };
            file.write_all(&self.memory)
        })();
        self.memory.clear();
        spilt.map_err(|error| FileError::Unread(error.to_string()))
    }

    /// Nothing is added any more.
    fn settle(&mut self) -> Result<(), FileError> {
        if self.file.is_none() {
            return Ok(());
        }
        self.spill()?;
        self.memory = Vec::new();
        Ok(())
    }

    /// Writes the text of that number behind `out`.
    ///
    /// # Errors
    /// When there is none, or the disk cannot be read.
    pub fn get(&self, number: usize, out: &mut String) -> Result<(), FileError> {
        let none = || FileError::BrokenWorkbook(format!("there is no text {number}"));
        if number >= self.count {
            return Err(none());
        }
        let block = number / STRIDE;
        let start = *self.places.get(block).ok_or_else(none)?;
        let end = self.places.get(block + 1).copied().unwrap_or(self.bytes);
        let read;
        let mut rest: &[u8] = match &self.file {
            None => usize::try_from(start)
                .ok()
                .zip(usize::try_from(end).ok())
                .and_then(|(start, end)| self.memory.get(start..end))
                .ok_or_else(none)?,
            Some(file) => {
                let mut bytes = vec![0; usize::try_from(end - start).unwrap_or_default()];
                let read_back = file.read_exact_at(&mut bytes, start);
                read_back.map_err(|error| FileError::Unread(error.to_string()))?;
                read = bytes;
                &read
            }
        };
        for _ in 0..number % STRIDE {
            rest = next(rest).ok_or_else(none)?.1;
        }
        let (text, _) = next(rest).ok_or_else(none)?;
        out.push_str(std::str::from_utf8(text).map_err(|_| none())?);
        Ok(())
    }
}

/// The first text of these bytes, and the bytes behind it.
fn next(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)
}

/// A file that nobody else finds, and that is gone with the process.
fn nameless() -> std::io::Result<File> {
    static MADE: AtomicU64 = AtomicU64::new(0);
    let name = format!("kontaly-texts-{}-{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
    let path = std::env::temp_dir().join(name);
    let file = File::options().read(true).write(true).create_new(true).open(&path)?;
    std::fs::remove_file(path)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_again_in_memory_and_on_the_disk() {
        for memory_bytes in [MEMORY_BYTES, 100] {
            let mut strings = Strings { memory_bytes, ..Strings::new() };
            let text = |number: usize| "ö".repeat(number % 40) + &number.to_string();
            for number in 0..1_000 {
                strings.add(&text(number)).expect("room");
            }
            strings.settle().expect("room");
            assert_eq!(strings.file.is_some(), memory_bytes == 100);
            for number in [0, 1, 15, 16, 17, 500, 999] {
                let mut out = String::from("|");
                strings.get(number, &mut out).expect("a text");
                assert_eq!(out, format!("|{}", text(number)));
            }
            assert!(strings.get(1_000, &mut String::new()).is_err());
        }
    }
}
