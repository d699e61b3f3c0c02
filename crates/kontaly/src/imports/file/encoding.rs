//! Encodings: UTF-8, UTF-16 as spreadsheets export it, and Windows-1252 for what is neither.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The encoding of a file's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    #[serde(rename = "UTF-8")]
    Utf8,
    /// UTF-16, little-endian.
    #[serde(rename = "UTF-16LE")]
    Utf16Le,
    /// UTF-16, big-endian.
    #[serde(rename = "UTF-16BE")]
    Utf16Be,
    /// What older spreadsheets of western Europe write.
    #[serde(rename = "windows-1252")]
    Windows1252,
}

/// Bytes of the beginning in which zeros betray UTF-16 without a mark.
const HEAD_BYTES: usize = 512;

/// Watches a file go by and says at the end what its encoding is.
#[derive(Default)]
pub struct Sniffer {
    head: Vec<u8>,
    /// The beginning of a character that the last piece cut.
    cut: Vec<u8>,
    not_utf8: bool,
}

impl Sniffer {
    /// Looks at the next piece.
    pub fn push(&mut self, bytes: &[u8]) {
        let room = HEAD_BYTES - self.head.len().min(HEAD_BYTES);
        self.head.extend_from_slice(&bytes[..bytes.len().min(room)]);
        if self.not_utf8 {
            return;
        }
        let mut rest = bytes;
        while let (false, Some((byte, after))) = (self.cut.is_empty(), rest.split_first()) {
            self.cut.push(*byte);
            rest = after;
            self.check_cut();
        }
        if let Err(error) = std::str::from_utf8(rest) {
            match error.error_len() {
                None => self.cut = rest[error.valid_up_to()..].to_vec(),
                Some(_) => self.not_utf8 = true,
            }
        }
    }

    fn check_cut(&mut self) {
        match std::str::from_utf8(&self.cut) {
            Ok(_) => self.cut.clear(),
            Err(error) if error.error_len().is_some() => {
                self.not_utf8 = true;
                self.cut.clear();
            }
            Err(_) => {}
        }
    }

    /// The encoding; `None` for what is no text (a workbook, an image).
    #[must_use]
    pub fn verdict(&self) -> Option<Encoding> {
        match self.head.as_slice() {
            [0xff, 0xfe, ..] => return Some(Encoding::Utf16Le),
            [0xfe, 0xff, ..] => return Some(Encoding::Utf16Be),
            [b'P', b'K', 3, 4, ..] | [0xd0, 0xcf, 0x11, 0xe0, ..] => return None,
            _ => {}
        }
        let zeros = |odd: usize| {
            self.head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count() * 10
                / self.head.len().max(1)
        };
        match (zeros(0), zeros(1)) {
            _ if self.head.len() < 4 && self.head.contains(&0) => None,
            (0, 3..) => Some(Encoding::Utf16Le),
            (3.., 0) => Some(Encoding::Utf16Be),
            _ if self.head.contains(&0) => None,
            _ if self.not_utf8 || !self.cut.is_empty() => Some(Encoding::Windows1252),
            _ => Some(Encoding::Utf8),
        }
    }
}

/// Turns pieces of a file into text; a character that two pieces share is kept for the second.
pub struct Decoder(encoding_rs::Decoder);

impl Decoder {
    /// A decoder at the file's beginning; it takes a byte order mark away.
    #[must_use]
    pub fn new(encoding: Encoding) -> Self {
        let encoding = match encoding {
            Encoding::Utf8 => encoding_rs::UTF_8,
            Encoding::Utf16Le => encoding_rs::UTF_16LE,
            Encoding::Utf16Be => encoding_rs::UTF_16BE,
            Encoding::Windows1252 => encoding_rs::WINDOWS_1252,
        };
        Self(encoding.new_decoder_with_bom_removal())
    }

    /// The text of the next piece; `last` ends the file.
    pub fn push(&mut self, bytes: &[u8], last: bool) -> String {
        let room = self.0.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len());
        let mut text = String::with_capacity(room);
        let _ = self.0.decode_to_string(bytes, &mut text, last);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], piece: usize) -> (Option<Encoding>, String) {
        let mut sniffer = Sniffer::default();
        bytes.chunks(piece).for_each(|piece| sniffer.push(piece));
        let encoding = sniffer.verdict();
        let mut decoder = Decoder::new(encoding.unwrap_or(Encoding::Utf8));
        let mut text: String = bytes.chunks(piece).map(|piece| decoder.push(piece, false)).collect();
        text += &decoder.push(b"", true);
        (encoding, text)
    }

    #[test]
    fn every_encoding_is_recognised_however_the_pieces_fall() {
        let text = "name,city\nZoë Šimůnek,Köln\n北京,😀\n";
        let utf16 = |mark: bool, big: bool| -> Vec<u8> {
            let mark: &[u16] = if mark { &[0xfeff] } else { &[] };
            mark.iter()
                .copied()
                .chain(text.encode_utf16())
                .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect()
        };
        for piece in [1, 2, 3, 5, 1000] {
            assert_eq!(read(text.as_bytes(), piece), (Some(Encoding::Utf8), text.to_owned()));
            let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
            assert_eq!(read(&marked, piece), (Some(Encoding::Utf8), text.to_owned()));
            for mark in [true, false] {
                assert_eq!(read(&utf16(mark, false), piece), (Some(Encoding::Utf16Le), text.to_owned()));
                assert_eq!(read(&utf16(mark, true), piece), (Some(Encoding::Utf16Be), text.to_owned()));
            }
            let legacy = b"name,price\nJos\xe9,\x80 5\n";
            assert_eq!(
                read(legacy, piece),
                (Some(Encoding::Windows1252), "name,price\nJosé,€ 5\n".to_owned())
            );
            assert_eq!(
                read(b"a\xc3", piece).0,
                Some(Encoding::Windows1252),
                "a character cut by the end is none"
            );
            assert_eq!(read(b"PK\x03\x04rest", piece).0, None);
            assert_eq!(read(b"a\0b", piece).0, None);
        }
        assert_eq!(read(b"", 1), (Some(Encoding::Utf8), String::new()));
    }
}
