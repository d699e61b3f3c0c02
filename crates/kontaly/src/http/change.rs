//! A field of a PATCH: left alone, cleared, or set.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a patch says about one field: absent leaves it, `null` clears it, a value sets it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Change<T> {
    /// The field was not in the body.
    #[default]
    Keep,
    /// The field was `null`.
    Clear,
    /// The field had a value.
    Set(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Change<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Option::<T>::deserialize(deserializer)? {
            Some(value) => Self::Set(value),
            None => Self::Clear,
        })
    }
}

/// For the OpenAPI document's defaults alone: a patch is read, never written.
impl<T: Serialize> Serialize for Change<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Set(value) => value.serialize(serializer),
            Self::Keep | Self::Clear => serializer.serialize_none(),
        }
    }
}

impl<T> Change<T> {
    /// The value that is set, if one is.
    #[must_use]
    pub fn value(&self) -> Option<T>
    where
        T: Copy,
    {
        match self {
            Self::Set(value) => Some(*value),
            Self::Keep | Self::Clear => None,
        }
    }

    /// Applies the change to a field that may be empty.
    pub fn apply(self, field: &mut Option<T>) {
        match self {
            Self::Keep => {}
            Self::Clear => *field = None,
            Self::Set(value) => *field = Some(value),
        }
    }

    /// What a new record gets: absent gives the default, `null` nothing.
    #[must_use]
    pub fn or(self, default: Option<T>) -> Option<T> {
        match self {
            Self::Keep => default,
            Self::Clear => None,
            Self::Set(value) => Some(value),
        }
    }
}

/// Applies a change to a field that cannot be empty; `None` keeps it.
pub fn set<T>(field: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *field = value;
    }
}
