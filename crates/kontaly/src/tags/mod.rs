//! Tags: coloured words that the workspace shares and people put on leads, contacts, companies and deals.

pub mod http;
pub mod store;

use crate::http::change::set;
use crate::http::error::FieldError;
use crate::http::rules::{Check, tidy};
use kontaly_access::TagId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The colours, as the design names them.
pub const COLORS: [&str; 7] = ["ink", "blue", "teal", "green", "marigold", "red", "violet"];
/// Tags of one record at most.
pub const TAGS_MAX: usize = 50;

kontaly_db::record! {
    /// A tag.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct Tag {
        /// Which one.
        pub id: TagId = "t.id",
        /// Its name; no two differ in case, accents or spaces alone.
        #[schema(example = "Key account")]
        pub name: String = "t.name",
        /// `ink`, `blue`, `teal`, `green`, `marigold`, `red` or `violet`.
        #[schema(example = "marigold")]
        pub color: String = "t.color",
        /// Grows with every change; say it in If-Match.
        pub version: i32 = "t.version",
    }
}

/// A tag to be made.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TagDraft {
    /// Its name.
    #[schema(example = "Key account")]
    pub name: String,
    /// Its colour; `ink` when absent.
    #[schema(example = "marigold")]
    pub color: Option<String>,
}

/// What changes about a tag. Absent leaves a field.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TagPatch {
    /// Its name.
    #[schema(example = "Key account")]
    pub name: Option<String>,
    /// Its colour.
    #[schema(example = "teal")]
    pub color: Option<String>,
}

impl TagPatch {
    /// The tag with the change applied.
    #[must_use]
    pub fn apply(self, tag: &Tag) -> Tag {
        let mut tag = tag.clone();
        set(&mut tag.name, self.name);
        set(&mut tag.color, self.color);
        tag
    }
}

/// The tags that a record is to have, all of them.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TagSet {
    /// At most 50.
    pub tag_ids: Vec<TagId>,
}

/// A record's tags, and the version of the record that they belong to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RecordTags {
    /// The record.
    pub record_id: Uuid,
    /// The record's version: tags are part of it, so say it in If-Match.
    pub version: i32,
    /// Its tags by name.
    pub tags: Vec<Tag>,
}

/// The tags of one of several records.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TagsOf {
    /// The record.
    pub record_id: Uuid,
    /// Its tags by name.
    pub tags: Vec<Tag>,
}

/// Trims the name and names everything that is wrong.
///
/// # Errors
/// The fields that need another look.
pub fn settle(tag: &mut Tag) -> Result<(), Vec<FieldError>> {
    tidy(&mut tag.name);
    let mut check = Check::default();
    check.that(!tag.name.is_empty(), "name", "required", "A tag needs a name.");
    check.length("name", &tag.name, 60);
    check.that(COLORS.contains(&tag.color.as_str()), "color", "unknown", "There is no such colour.");
    check.done()
}
