//! Workbooks that are no zip file: those of Excel 97 to 2003, and every workbook that is protected by a password.

use super::FileError;

/// How both begin.
pub const MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// Bytes of the directory in which names are looked for.
const DIRECTORY_BYTES: u64 = 8 * 1024;

/// Where the directory of such a file lies, by its first bytes.
#[must_use]
pub fn directory(start: &[u8]) -> std::ops::Range<u64> {
    let shift = start.get(30..32).map_or(9, |bytes| u32::from(bytes[0])).clamp(9, 12);
    let sector = start.get(48..52).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes);
    let at = (u64::from(sector) + 1) << shift;
    at..at + DIRECTORY_BYTES
}

/// Which of the two it is: a protected workbook is a stream of that name.
#[must_use]
pub fn refusal(directory: &[u8]) -> FileError {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if directory.windows(name.len()).any(|bytes| bytes == name) {
        FileError::Protected
    } else {
        FileError::OldWorkbook
    }
}
