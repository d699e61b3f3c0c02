//! Saved views: a name for what the address of a list says, kept for oneself or shared with the workspace.
//!
//! Filter, sort and columns stand here in the words of the address, so that "me" is whoever looks and "7d" the week before
//! that day. What they mean is the list's business; here they are texts of a bearable length.

pub mod http;
pub mod rules;
pub mod store;

use crate::http::Change;
use crate::http::change::set;
use crate::records::Noun;
use jiff::Timestamp;
use kontaly_access::{PipelineId, UserId, ViewId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

kontaly_db::record! {
    /// A saved view of a list.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct View {
        /// Which one.
        pub id: ViewId = "w.id",
        /// The noun of the list: `lead`, `contact`, `company` or `deal`.
        #[schema(example = "lead")]
        pub noun: String = "w.noun",
        /// Its name.
        #[schema(example = "Hot leads of the fair")]
        pub name: String = "w.name",
        /// Whether everybody in the workspace sees it, or its owner alone.
        pub shared: bool = "w.shared",
        /// The filter, as the address of the list has it.
        #[schema(example = "status:new,contacted (owner_id:me or amount>=500000)")]
        pub filter: String = "w.filter",
        /// The sort; empty: the list's own.
        #[schema(example = "-score")]
        pub sort: String = "w.sort",
        /// The columns in their order, as the address has them; empty: the list's own.
        #[schema(example = "name!:240,company,score:104")]
        pub columns: String = "w.columns",
        /// `list`, or for deals `board`.
        #[schema(example = "list")]
        pub layout: String = "w.layout",
        /// Of deals: the one pipeline that is shown.
        pub pipeline_id: Option<PipelineId> = "w.pipeline_id",
        /// Its place among the private or the shared ones: texts that sort, by their bytes, as the tabs stand.
        #[schema(example = "V00000k7")]
        pub rank: String = "w.rank",
        /// Whoever made it.
        pub owner_id: UserId = "w.owner_id",
        /// When it was made.
        pub created_at: Timestamp = "w.created_at",
        /// When it was last changed.
        pub updated_at: Timestamp = "w.updated_at",
        /// When it was trashed, if it was.
        pub trashed_at: Option<Timestamp> = "w.trashed_at",
        /// Grows with every change; say it in If-Match.
        pub version: i32 = "w.version",
    }
}

/// A view to be kept.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewDraft {
    /// The noun of the list.
    pub noun: Noun,
    /// Its name.
    #[schema(example = "Hot leads of the fair")]
    pub name: String,
    /// Whether everybody in the workspace is to see it.
    #[serde(default)]
    pub shared: bool,
    /// The filter, as the address of the list has it.
    #[serde(default)]
    pub filter: String,
    /// The sort.
    #[serde(default)]
    pub sort: String,
    /// The columns in their order.
    #[serde(default)]
    pub columns: String,
    /// `list` when absent.
    pub layout: Option<String>,
    /// Of deals: the one pipeline that is shown.
    pub pipeline_id: Option<PipelineId>,
}

/// What changes about a view. Absent leaves a field.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ViewPatch {
    /// Its name.
    pub name: Option<String>,
    /// Whether everybody in the workspace is to see it.
    pub shared: Option<bool>,
    /// The filter.
    pub filter: Option<String>,
    /// The sort.
    pub sort: Option<String>,
    /// The columns in their order.
    pub columns: Option<String>,
    /// `list`, or for deals `board`.
    pub layout: Option<String>,
    /// Of deals: the one pipeline that is shown; null, all of them.
    #[schema(value_type = Option<PipelineId>)]
    pub pipeline_id: Change<PipelineId>,
    /// The view behind which it is to stand, of those that are shared or private as it is; null, before all of them.
    #[schema(value_type = Option<ViewId>)]
    pub after: Change<ViewId>,
}

impl ViewPatch {
    /// The view with the change applied, but for its place.
    #[must_use]
    pub fn apply(self, view: &View) -> View {
        let mut view = view.clone();
        set(&mut view.name, self.name);
        set(&mut view.shared, self.shared);
        set(&mut view.filter, self.filter);
        set(&mut view.sort, self.sort);
        set(&mut view.columns, self.columns);
        set(&mut view.layout, self.layout);
        self.pipeline_id.apply(&mut view.pipeline_id);
        view
    }
}
