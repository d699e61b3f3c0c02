//! What a workbook is made of: its sheets in their order, from which day it counts, and where its parts lie.

use super::super::FileError;
use super::archive::Archive;
use super::xml::{Node, walk};
use std::collections::HashMap;
use std::io::{Read, Seek};

/// The part that says where the workbook lies.
const ROOT: &str = "_rels/.rels";

/// A sheet of rows; sheets that are charts are none.
#[derive(Clone, Debug)]
pub struct SheetPart {
    /// Its name.
    pub name: String,
    /// Its part.
    pub path: String,
    /// Whether it is shown.
    pub hidden: bool,
}

/// What a workbook is made of.
pub struct Workbook {
    /// Its sheets.
    pub sheets: Vec<SheetPart>,
    /// Whether day 0 is 1904-01-01, as on old Macintoshes.
    pub from_1904: bool,
    /// The part of its number formats.
    pub styles: Option<String>,
    /// The part of its texts.
    pub strings: Option<String>,
}

/// Where a part refers to.
struct Relation {
    kind: String,
    path: String,
}

impl Workbook {
    /// Reads what a workbook is made of.
    ///
    /// # Errors
    /// When the file is another zip file than a workbook.
    pub fn read<R: Read + Seek>(archive: &mut Archive<R>) -> Result<Self, FileError> {
        let root = relations(archive, ROOT, "")?;
        let main = root.into_values().find(|relation| relation.kind.ends_with("/officeDocument"));
        let path = main.map(|relation| relation.path).ok_or(FileError::NotWorkbook)?;
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
        if !file.ends_with(".xml") || archive.part(&path)?.is_none() {
            return Err(FileError::NotWorkbook);
        }
        let relations = relations(archive, &format!("{folder}/_rels/{file}.rels"), folder)?;
        let (mut from_1904, mut sheets, mut is_workbook) = (false, Vec::new(), false);
        walk(archive.required(&path)?, |node| {
            let Node::Open(element) = node else { return Ok(true) };
            match element.name() {
                b"workbook" => is_workbook = true,
                b"workbookPr" => from_1904 = element.flag(b"date1904"),
                b"sheet" => {
                    let id = element.text(b"id")?.unwrap_or_default();
                    let hidden = element.raw(b"state").is_some_and(|state| &*state != b"visible");
                    if let (Some(name), Some(target)) = (element.text(b"name")?, relations.get(&id))
                        && target.kind.ends_with("/worksheet")
                    {
                        sheets.push(SheetPart { name, path: target.path.clone(), hidden });
                    }
                }
                _ => {}
            }
            Ok(true)
        })?;
        if !is_workbook {
            return Err(FileError::NotWorkbook);
        }
        let of_kind = |kind: &str| {
            relations
                .values()
                .find(|relation| relation.kind.ends_with(kind))
                .map(|relation| relation.path.clone())
        };
        Ok(Self { sheets, from_1904, styles: of_kind("/styles"), strings: of_kind("/sharedStrings") })
    }
}

/// The references of a part, by their ids; none where it has none.
fn relations<R: Read + Seek>(
    archive: &mut Archive<R>,
    part: &str,
    folder: &str,
) -> Result<HashMap<String, Relation>, FileError> {
    let mut relations = HashMap::new();
    let Some(part) = archive.part(part)? else { return Ok(relations) };
    walk(part, |node| {
        let Node::Open(element) = node else { return Ok(true) };
        let (id, kind, target) = (element.text(b"Id")?, element.text(b"Type")?, element.text(b"Target")?);
        if let (b"Relationship", Some(id), Some(kind), Some(target)) = (element.name(), id, kind, target) {
            relations.insert(id, Relation { kind, path: resolved(folder, &target) });
        }
        Ok(true)
    })?;
    Ok(relations)
}

/// A target as a path from the top: `/xl/a.xml` is one, `../a.xml` and `a.xml` go out from the folder.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(path) = target.strip_prefix('/') {
        return path.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            ".." => drop(path.pop()),
            "." | "" => {}
            part => path.push(part),
        }
    }
    path.join("/")
}
