//! Sample records: a small, believable business to try things on. They are records like all others, made in the name of
//! whoever asks, with the tag "Sample"; which ones they are is kept, so that they do not count as one's first ones and go
//! to the trash all at once.

pub mod http;
mod making;
mod store;
mod story;

use serde::Serialize;
use utoipa::ToSchema;

/// What was done to how many of them.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct SamplesChanged {
    /// Records that were made, taken out of the trash, or trashed.
    #[schema(example = 36)]
    pub records: usize,
}
