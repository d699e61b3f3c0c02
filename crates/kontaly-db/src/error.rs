//! What can go wrong between the product and PostgreSQL, told so that the product can answer without knowing SQL.

use tokio_postgres::error::SqlState;

/// Which kind of constraint refused a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConstraintKind {
    /// Something of that value is there already.
    Unique,
    /// What is referred to is not there, or what is to go is still referred to.
    ForeignKey,
    /// The value breaks a rule.
    Check,
    /// The value is missing.
    NotNull,
}

/// A failed transaction. Whatever it is, nothing was committed, except after [`Error::Unknown`].
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The capability or the session belongs to nobody: ended, revoked, rotated or forged.
    #[error("nobody has this capability, or the session has ended")]
    Nobody,
    /// A query that must find a row found none.
    #[error("no such row, or none that this actor sees")]
    NoRow,
    /// A constraint refused; the stores map its name to a field.
    #[error("the constraint {name} refused")]
    Constraint {
        /// What kind of constraint it is.
        kind: ConstraintKind,
        /// The constraint's name, or for a missing value the column's.
        name: String,
    },
    /// Row security or a grant refused the write.
    #[error("row security refused")]
    Refused,
    /// A value does not fit its column: out of range, a NUL in a text.
    #[error("a value does not fit: {0}")]
    Value(String),
    /// The statement or lock timeout struck.
    #[error("the database took too long")]
    Timeout,
    /// Two transactions were in each other's way; the same one may succeed when tried again.
    #[error("two changes were in each other's way")]
    Conflict,
    /// No connection could be had in time.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// The connection broke after COMMIT was sent: whether it was carried out is not known.
    #[error("the connection broke while committing")]
    Unknown,
    /// Something that is a defect of ours.
    #[error("database: {0}")]
    Internal(String),
}

impl Error {
    /// Says which constraint refused, if one did.
    #[must_use]
    pub fn constraint(&self) -> Option<&str> {
        match self {
            Self::Constraint { name, .. } => Some(name),
            _ => None,
        }
    }
}

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(db) = error.as_db_error() else {
            return if error.is_closed()
                || std::error::Error::source(&error)
                    .is_some_and(<dyn std::error::Error + 'static>::is::<std::io::Error>)
            {
                Self::Unavailable(describe(&error))
            } else {
                Self::Internal(describe(&error))
            };
        };
        let constraint = |kind| Self::Constraint {
            kind,
            name: db.constraint().or(db.column()).unwrap_or_default().to_owned(),
        };
        match db.code() {
            code if code.code() == "KT401" => Self::Nobody,
            &SqlState::UNIQUE_VIOLATION => constraint(ConstraintKind::Unique),
            &SqlState::FOREIGN_KEY_VIOLATION => constraint(ConstraintKind::ForeignKey),
            &SqlState::CHECK_VIOLATION => constraint(ConstraintKind::Check),
            &SqlState::NOT_NULL_VIOLATION => constraint(ConstraintKind::NotNull),
            &SqlState::INSUFFICIENT_PRIVILEGE => match unseen_reference(db.message()) {
                Some(name) => Self::Constraint { kind: ConstraintKind::ForeignKey, name },
                None => Self::Refused,
            },
            &SqlState::QUERY_CANCELED | &SqlState::LOCK_NOT_AVAILABLE => Self::Timeout,
            &SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED => Self::Conflict,
            &SqlState::ADMIN_SHUTDOWN
            | &SqlState::CRASH_SHUTDOWN
            | &SqlState::CANNOT_CONNECT_NOW
            | &SqlState::TOO_MANY_CONNECTIONS
            | &SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT => Self::Unavailable(db.message().to_owned()),
            code if code.code().starts_with("08") => Self::Unavailable(db.message().to_owned()),
            code if code.code().starts_with("22") => Self::Value(db.message().to_owned()),
            code => Self::Internal(format!("{} {}", code.code(), db.message())),
        }
    }
}

/// A reference to something that one may not see is refused like one to something that is not there: the policies of
/// `kontaly_schema.must_see` are named `inserts_<column>` and `updates_<column>`, and count as a constraint called
/// `must_see_<column>`. The message quotes the policy's name in every language; there is no field that carries it.
fn unseen_reference(message: &str) -> Option<String> {
    let words = message.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let column = |word: &str| {
        word.strip_prefix("inserts_").or_else(|| word.strip_prefix("updates_")).map(str::to_owned)
    };
    words.filter_map(column).next().map(|column| format!("must_see_{column}"))
}

/// With the reason: the driver says "db error" or "error connecting to server" and keeps what happened to itself.
pub(crate) fn describe(error: &tokio_postgres::Error) -> String {
    match std::error::Error::source(error) {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_to_what_one_may_not_see_is_told_from_a_refused_row() {
        let message = |policy: &str| {
            format!("new row violates row-level security policy{policy} for table \"contacts\"")
        };
        assert_eq!(
            unseen_reference(&message(" \"inserts_company_id\"")).as_deref(),
            Some("must_see_company_id")
        );
        assert_eq!(
            unseen_reference(&message(" «updates_company_id»")).as_deref(),
            Some("must_see_company_id")
        );
        assert_eq!(unseen_reference(&message(" \"inserts\"")), None);
        assert_eq!(unseen_reference(&message("")), None);
    }
}
