//! Reading XML sign by sign: no document types, no entities of one's own, no deep nesting.

use super::super::FileError;
use super::archive::{Part, told};
use quick_xml::Error as XmlError;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;
use std::borrow::Cow;
use std::io::Read;

/// How deep elements lie at most; those of a sheet lie seven deep.
const DEPTH_MAX: usize = 64;

/// A sign.
pub enum Node<'a> {
    /// An element begins; an empty one ends at once.
    Open(&'a Element<'a>),
    /// An element of that name ends.
    Close(&'a [u8]),
    /// Text in between.
    Text(Cow<'a, str>),
}

/// The beginning of an element.
pub struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// Its name, without the prefix of its namespace.
    #[must_use]
    pub fn name(&self) -> &[u8] {
        self.0.local_name().into_inner()
    }

    /// An attribute as it stands, for values that are numbers and the like.
    #[must_use]
    pub fn raw(&self, name: &[u8]) -> Option<Cow<'_, [u8]>> {
        let found =
            self.0.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name);
        found.map(|attribute| attribute.value)
    }

    /// An attribute as text.
    ///
    /// # Errors
    /// When it refers to what XML does not know.
    pub fn text(&self, name: &[u8]) -> Result<Option<String>, FileError> {
        let found =
            self.0.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name);
        let Some(attribute) = found else { return Ok(None) };
        let text = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| of_xml(&error))?;
        Ok(Some(text.into_owned()))
    }

    /// An attribute as a number.
    #[must_use]
    pub fn number(&self, name: &[u8]) -> Option<usize> {
        std::str::from_utf8(&self.raw(name)?).ok()?.trim().parse().ok()
    }

    /// Whether an attribute says yes.
    #[must_use]
    pub fn flag(&self, name: &[u8]) -> bool {
        self.raw(name).is_some_and(|value| matches!(&*value, b"1" | b"true" | b"on"))
    }
}

/// Shows every sign of a part to `see`, until it has seen enough and says false.
///
/// # Errors
/// What is wrong with the part, or what `see` says.
pub fn walk<R: Read>(
    part: Part<'_, R>,
    mut see: impl FnMut(Node<'_>) -> Result<bool, FileError>,
) -> Result<(), FileError> {
    let mut reader = Reader::from_reader(part);
    reader.config_mut().expand_empty_elements = true;
    let (mut buffer, mut depth) = (Vec::new(), 0_usize);
    loop {
        buffer.clear();
        reader.get_ref().get_ref().node();
        let on = match reader.read_event_into(&mut buffer).map_err(|error| of_xml(&error))? {
            Event::Start(start) => {
                depth += 1;
                if depth > DEPTH_MAX {
                    return Err(FileError::UnsafeXml);
                }
                see(Node::Open(&Element(start)))?
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                see(Node::Close(end.local_name().as_ref()))?
            }
            Event::Text(text) => {
                see(Node::Text(text.xml10_content().map_err(|error| of_xml(&error.into()))?))?
            }
            Event::CData(text) => {
                see(Node::Text(text.xml10_content().map_err(|error| of_xml(&error.into()))?))?
            }
            Event::GeneralRef(reference) => see(Node::Text(Cow::Owned(meant(&reference)?)))?,
            Event::DocType(_) => return Err(FileError::UnsafeXml),
            Event::Eof => return Ok(()),
            // Empty ones come as a beginning and an end.
            Event::Empty(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_) => true,
        };
        if !on {
            return Ok(());
        }
    }
}

/// The character that a reference means: by its number, or one of the five that XML knows by itself.
fn meant(reference: &BytesRef<'_>) -> Result<String, FileError> {
    if let Some(character) = reference.resolve_char_ref().map_err(|error| of_xml(&error))? {
        return Ok(character.to_string());
    }
    let name = reference.decode().map_err(|error| of_xml(&error.into()))?;
    let known = quick_xml::escape::resolve_xml_entity(&name);
    known.map(str::to_owned).ok_or(FileError::UnsafeXml)
}

fn of_xml(error: &XmlError) -> FileError {
    match error {
        XmlError::Io(error) => told(error),
        XmlError::Escape(_) => FileError::UnsafeXml,
        other => FileError::BrokenWorkbook(other.to_string()),
    }
}
