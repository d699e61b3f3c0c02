//! Errors on the wire: RFC 9457 problem details with a stable code, made in one place.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kontaly_db::ConstraintKind;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

/// An answer that is not a success. `code` is stable: programs may rely on it; `detail` is for people.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// A page about this kind of problem.
    #[serde(rename = "type")]
    #[schema(example = "/api/docs#problem-invalid")]
    pub kind: String,
    /// The status in words.
    #[schema(example = "Unprocessable Entity")]
    pub title: String,
    /// The HTTP status.
    #[schema(example = 422)]
    pub status: u16,
    /// The stable code.
    #[schema(example = "invalid")]
    pub code: String,
    /// What happened and what to do next.
    #[schema(example = "Some fields need another look.")]
    pub detail: String,
    /// The request, as the server's log knows it.
    pub request_id: Option<Uuid>,
    /// Which fields are wrong, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
    /// With `version_conflict`: the record as it is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub current: Option<Value>,
}

/// One field that is wrong.
#[derive(Clone, Debug, Serialize, ToSchema, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name in the body, the query or the file.
    #[schema(example = "amount")]
    pub field: String,
    /// The stable code.
    #[schema(example = "out_of_range")]
    pub code: String,
    /// What to do about it.
    #[schema(example = "Give a whole number of minor units.")]
    pub message: String,
}

/// An error of a handler or of a layer.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    status: StatusCode,
    code: &'static str,
    detail: String,
    fields: Vec<FieldError>,
    current: Option<Value>,
    retry_after_seconds: Option<u64>,
    /// What the log says; never on the wire.
    cause: Option<String>,
}

impl Error {
    /// An error with a status, a stable code and a sentence for people.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            status,
            code,
            detail: detail.into(),
            fields: Vec::new(),
            current: None,
            retry_after_seconds: None,
            cause: None,
        }))
    }

    /// 401: nobody is signed in, or no longer.
    #[must_use]
    pub fn unauthenticated() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthenticated", "Sign in to continue.")
    }

    /// 401: no API key of this workspace, or no longer.
    #[must_use]
    pub fn unknown_key() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "unauthenticated",
            "This API key does not work here: it was revoked, has expired, or belongs to another workspace.",
        )
    }

    /// 403: the role may not do this.
    #[must_use]
    pub fn forbidden() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "forbidden",
            "Your role does not allow this. Ask an administrator of the workspace.",
        )
    }

    /// 403: the workspace is suspended, and nobody of it gets in.
    #[must_use]
    pub fn suspended() -> Self {
        Self::new(StatusCode::FORBIDDEN, "workspace_suspended", "This workspace is suspended.")
    }

    /// 403: the workspace is read-only.
    #[must_use]
    pub fn read_only() -> Self {
        let detail = "This workspace is read-only at the moment: everything can be read and exported, and nothing changed.";
        Self::new(StatusCode::FORBIDDEN, "workspace_read_only", detail)
    }

    /// 403: what the workspace's plan does not give, with the code that says what.
    #[must_use]
    pub fn beyond_plan(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, detail)
    }

    /// 404: no such record, or none that this person sees; the two are not told apart.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "There is nothing here that you can see.")
    }

    /// 421: the host is nobody's.
    #[must_use]
    pub fn misdirected(detail: &str) -> Self {
        Self::new(StatusCode::MISDIRECTED_REQUEST, "unknown_host", detail)
    }

    /// 422: fields are wrong.
    #[must_use]
    pub fn invalid(fields: Vec<FieldError>) -> Self {
        let mut error =
            Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "Some fields need another look.");
        error.0.fields = fields;
        error
    }

    /// 422: one field is wrong.
    #[must_use]
    pub fn field(field: &str, code: &str, message: impl Into<String>) -> Self {
        Self::invalid(vec![FieldError { field: field.into(), code: code.into(), message: message.into() }])
    }

    /// 422: a parameter of the query cannot be understood.
    #[must_use]
    pub fn query(parameter: &str, message: impl Into<String>) -> Self {
        Self::field(parameter, "invalid_parameter", message)
    }

    /// 409: the record has changed since it was read; carries it as it is now.
    #[must_use]
    pub fn version_conflict(current: &impl Serialize) -> Self {
        let mut error =
            Self::new(StatusCode::CONFLICT, "version_conflict", "Somebody else changed this meanwhile.");
        error.0.current = serde_json::to_value(current).ok();
        error
    }

    /// 409: a rule of the trade refuses.
    #[must_use]
    pub fn refused(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, detail)
    }

    /// 413: more than is taken.
    #[must_use]
    pub fn too_large(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail)
    }

    /// 429: too many attempts, come back later.
    #[must_use]
    pub fn throttled(seconds: u64) -> Self {
        Self::too_many("throttled", "Too many attempts. Wait a little and try again.", seconds)
    }

    /// 429: too many of something, come back later.
    #[must_use]
    pub fn too_many(code: &'static str, detail: impl Into<String>, seconds: u64) -> Self {
        let mut error = Self::new(StatusCode::TOO_MANY_REQUESTS, code, detail);
        error.0.retry_after_seconds = Some(seconds);
        error
    }

    /// The code of a request whose Idempotency-Key another one has: it is told its answer instead (`repeat.rs`).
    pub(crate) const REPEATED: &'static str = "idempotency_key_taken";

    /// 503: overloaded or cut off from the database.
    #[must_use]
    pub fn unavailable(cause: impl Into<String>) -> Self {
        let mut error = Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "unavailable",
            "Kontaly is busy. Try again in a moment.",
        );
        error.0.retry_after_seconds = Some(1);
        error.0.cause = Some(cause.into());
        error
    }

    /// 500: a defect of ours.
    #[must_use]
    pub fn internal(cause: impl Into<String>) -> Self {
        let mut error = Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "Something went wrong on our side. It has been logged.",
        );
        error.0.cause = Some(cause.into());
        error
    }

    /// Whether it is the service's own failure and says nothing about what was asked.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        self.0.status.is_server_error() || self.0.status == StatusCode::UNAUTHORIZED
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// What happened, in sentences for people: the fields' where fields are wrong.
    #[must_use]
    pub fn detail(&self) -> String {
        if self.0.fields.is_empty() {
            return self.0.detail.clone();
        }
        self.0.fields.iter().map(|field| field.message.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// The fields that are wrong.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The fields that are wrong.
    #[must_use]
    pub fn fields(&self) -> &[FieldError] {
        &self.0.fields
    }

    /// Names the field that a constraint guards: the stores know which is which.
    #[must_use]
    pub fn constraint(error: kontaly_db::Error, known: &[(&str, &str, &str, &str)]) -> Self {
        let named =
            error.constraint().and_then(|name| known.iter().find(|(constraint, ..)| *constraint == name));
        match named {
            Some((_, field, code, message)) => Self::field(field, code, *message),
            None => error.into(),
        }
    }
}

impl From<kontaly_db::Error> for Error {
    fn from(error: kontaly_db::Error) -> Self {
        use kontaly_db::Error as Db;
        match error {
            Db::Nobody => Self::unauthenticated(),
            Db::NoRow => Self::not_found(),
            Db::Refused => Self::new(
                StatusCode::FORBIDDEN,
                "not_yours",
                "This would touch, or hand over to, something outside what you can see.",
            ),
            Db::Timeout => Self::unavailable("the database took too long"),
            Db::Conflict => Self::refused("try_again", "Two changes were in each other's way. Try again."),
            Db::Unavailable(cause) => Self::unavailable(cause),
            Db::Unknown => Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "outcome_unknown",
                "The connection broke while saving. Look whether it was saved before you try again.",
            ),
            Db::Value(_) => Self::invalid(Vec::new()),
            Db::Constraint { name, .. } if name == "idempotency_keys_pkey" => {
                Self::refused(Self::REPEATED, "A request with this Idempotency-Key has been answered.")
            }
            // A constraint that no store has named: a clear refusal all the same, and a line in the log.
            Db::Constraint { kind, name } => {
                let (code, message) = match kind {
                    ConstraintKind::Unique => ("taken", "Something here exists already."),
                    ConstraintKind::ForeignKey => {
                        ("unknown_reference", "Something that this refers to is not there.")
                    }
                    ConstraintKind::Check => ("invalid", "A value is outside what is allowed."),
                    ConstraintKind::NotNull => ("required", "A value is missing."),
                };
                let mut error = Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, message);
                error.0.cause = Some(format!("constraint {name}"));
                error
            }
            Db::Internal(cause) => Self::internal(cause),
        }
    }
}

/// What a store of objects says; of one that is missing, whoever looks for it knows more.
impl From<crate::vault::Error> for Error {
    fn from(error: crate::vault::Error) -> Self {
        Self::unavailable(error.to_string())
    }
}

/// Left in a response's extensions for [`crate::http::layers::problems`], which writes the body.
#[derive(Clone)]
pub(crate) struct Told(pub(crate) Problem, pub(crate) Option<String>);

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let Inner { status, code, detail, fields, current, retry_after_seconds, cause } = *self.0;
        let problem = Problem {
            kind: format!("/api/docs#problem-{code}"),
            title: status.canonical_reason().unwrap_or("Error").to_owned(),
            status: status.as_u16(),
            code: code.to_owned(),
            detail,
            request_id: None,
            fields,
            current,
        };
        let mut response = status.into_response();
        if let Some(seconds) = retry_after_seconds {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(Told(problem, cause));
        response
    }
}
