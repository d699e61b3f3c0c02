//! What makes a file's name and type right. Pure.

use crate::http::FieldError;
use unicode_normalization::UnicodeNormalization;

/// Characters of a name at most.
const NAME_CHARACTERS_MAX: usize = 200;
/// Of a longer name, an ending of at most so many characters is kept.
const ENDING_CHARACTERS_MAX: usize = 16;
/// What nobody has named.
pub const UNKNOWN_TYPE: &str = "application/octet-stream";

/// A file's name as it can be shown and saved anywhere: without the folders in front, without characters that cannot be
/// seen or that turn the reading direction around (`exe.gpj` reads `jpg.exe` with one), and not longer than a disk takes.
///
/// # Errors
/// When nothing is left of it.
pub fn name(given: &str) -> Result<String, Vec<FieldError>> {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String = last.nfc().filter(|c| !hidden(*c)).collect();
    let trimmed = shown.trim_matches(|c: char| c.is_whitespace()).trim_end_matches(['.', ' ']);
    if trimmed.is_empty() {
        let message = "Give the file a name.".to_owned();
        return Err(vec![FieldError { field: "name".into(), code: "required".into(), message }]);
    }
    Ok(shortened(trimmed))
}

/// Control and format characters: the latter hold the marks that turn text around, and those of no width.
fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
}

fn shortened(name: &str) -> String {
    let length = name.chars().count();
    if length <= NAME_CHARACTERS_MAX {
        return name.to_owned();
    }
    let ending = name.rfind('.').map_or("", |dot| &name[dot..]);
    let ending = if ending.chars().count() <= ENDING_CHARACTERS_MAX { ending } else { "" };
    let room = NAME_CHARACTERS_MAX - 1 - ending.chars().count();
    let stem: String = name.chars().take(room).collect();
    format!("{}…{ending}", stem.trim_end())
}

/// Types that are told by their first bytes, and that a browser shows without running anything of them.
const SHOWN: [&str; 6] =
    ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "application/pdf"];

/// Whether a browser may show a file of this type in its place. Never a type that can carry a script.
#[must_use]
pub fn is_shown(media_type: &str) -> bool {
    SHOWN.contains(&media_type)
}

/// What a file is. A type that is shown is believed to its first bytes alone; any other is what the sender says, which
/// decides no more than an icon.
#[must_use]
pub fn media_type(claimed: Option<&str>, start: &[u8]) -> String {
    if let Some(told) = told_by(start) {
        return told.to_owned();
    }
    let essence =
        claimed.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if is_media_type(&essence) && !is_shown(&essence) { essence } else { UNKNOWN_TYPE.to_owned() }
}

fn told_by(start: &[u8]) -> Option<&'static str> {
    let has = |at: usize, bytes: &[u8]| start.get(at..).is_some_and(|rest| rest.starts_with(bytes));
    if has(0, b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if has(0, b"\xff\xd8\xff") {
        Some("image/jpeg")
    } else if has(0, b"GIF87a") || has(0, b"GIF89a") {
        Some("image/gif")
    } else if has(0, b"RIFF") && has(8, b"WEBP") {
        Some("image/webp")
    } else if has(4, b"ftypavif") || has(4, b"ftypavis") {
        Some("image/avif")
    } else if has(0, b"%PDF-") {
        Some("application/pdf")
    } else {
        None
    }
}

fn is_media_type(text: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b))
    };
    text.len() <= 127 && text.split_once('/').is_some_and(|(kind, rest)| part(kind) && part(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_it_seems_to_say() {
        for (given, kept) in [
            ("Offer.pdf", "Offer.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\ines\\Offer.pdf", "Offer.pdf"),
            ("a\r\nSet-Cookie: b=c.txt", "aSet-Cookie: b=c.txt"),
            ("invoice\u{202e}gpj.exe", "invoicegpj.exe"),
            ("Ange\u{301}bot\u{200b} für 日本.pdf ", "Angébot für 日本.pdf"),
            ("  notes. . ", "notes"),
            (".env", ".env"),
        ] {
            assert_eq!(name(given).as_deref(), Ok(kept));
        }
        for given in ["", "  ", "..", "a/", "\u{202e}\u{feff}"] {
            assert_eq!(name(given).expect_err("no name")[0].code, "required", "{given:?}");
        }
        let long = name(&format!("{}.pdf", "ü".repeat(5000))).expect("a name");
        assert_eq!((long.chars().count(), long.ends_with("ü….pdf")), (200, true));
        assert_eq!(name(&"x.".repeat(300)).map(|name| name.chars().count()), Ok(200));
    }

    #[test]
    fn a_type_that_is_shown_is_told_by_the_bytes() {
        for (claimed, start, kept) in [
            (Some("text/html"), &b"\x89PNG\r\n\x1a\n..."[..], "image/png"),
            (Some("image/png"), b"<script>", UNKNOWN_TYPE),
            (Some("image/svg+xml"), b"<svg>", "image/svg+xml"),
            (Some("Text/HTML; charset=utf-8"), b"<p>", "text/html"),
            (Some("a/b\r\nc"), b"x", UNKNOWN_TYPE),
            (None, b"RIFF....WEBPVP8 ", "image/webp"),
            (None, b"\0\0\0\x1cftypavif", "image/avif"),
            (None, b"%PDF-1.7", "application/pdf"),
            (None, b"", UNKNOWN_TYPE),
        ] {
            assert_eq!(media_type(claimed, start), kept, "{claimed:?}");
        }
        assert!(!is_shown("image/svg+xml") && !is_shown("text/html") && is_shown("image/webp"));
    }
}
