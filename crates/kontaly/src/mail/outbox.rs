//! Writing mails down: in the same transaction as what they tell of, and no more of them than somebody can want.

use super::seal::Token;
use super::store;
use crate::app::App;
use crate::http::{Error, Result};
use jiff::{SignedDuration, Timestamp};
use kontaly_db::{PlatformTx, StewardTx};
use serde_json::Value;
use uuid::Uuid;

/// The window in which mails that were asked for are counted.
pub(super) const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// Mails to one address in a window.
pub(super) const RECIPIENT_MAX: i64 = 5;
/// Mails that one address of the network asks for in a window: an office has many people.
pub(super) const ADDRESS_MAX: i64 = 30;

/// What a mail is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Somebody is invited to a workspace.
    Invitation,
    /// Somebody shows to read the mails of an address.
    Verification,
    /// Somebody lost the password.
    PasswordReset,
    /// Somebody looks for a workspace.
    Workspaces,
    /// A webhook was not to be reached, and is switched off.
    WebhookFailed,
    /// Somebody signed a workspace up, and is led into it. No mail: the front door gives the token itself.
    Welcome,
}

impl Kind {
    /// The name in the database; for those with a token, its purpose.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Verification => "verification",
            Self::PasswordReset => "password_reset",
            Self::Workspaces => "workspaces",
            Self::WebhookFailed => "webhook_failed",
            Self::Welcome => "welcome",
        }
    }

    /// Reads the name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [
            Self::Invitation,
            Self::Verification,
            Self::PasswordReset,
            Self::Workspaces,
            Self::WebhookFailed,
            Self::Welcome,
        ]
        .into_iter()
        .find(|kind| kind.as_str() == text)
    }
}

/// A mail to be written down.
#[derive(Clone, Debug)]
pub struct NewMail {
    /// What it is about.
    pub kind: Kind,
    /// To whom, as e-mail addresses are kept.
    pub recipient: String,
    /// What its text mentions.
    pub details: Value,
    /// How long its token works, and how long anybody wants it.
    pub lives: SignedDuration,
    /// The network address of whoever asks for it.
    pub asked_from: String,
}

/// Whether somebody may ask for one more mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Yes.
    Well,
    /// Too many for this recipient or from this address.
    TooOften,
}

/// Keeps a fresh token for the recipient in place of those of the same kind before, and queues the mail that brings it.
///
/// # Errors
/// 429 when there were too many; otherwise the database's.
pub async fn send(app: &App, tx: &mut StewardTx, mail: NewMail, now: Timestamp) -> Result<()> {
    let tenant = tx.tenant().0;
    if store::asked(tx, tenant, &mail, now).await? == Asked::TooOften {
        return Err(Error::throttled(WINDOW.as_secs().unsigned_abs()));
    }
    let (token, id): (Token, Uuid) = (Token::random(), app.clock.id());
    let sealed = token.seal(app.db.keys(), id, &mail.recipient);
    store::replace_token(tx, mail.kind, &mail.recipient, &token, now, now + mail.lives);
    tx.queue(store::insert(tenant, id, mail, sealed, now));
    Ok(())
}

/// Queues a mail that carries no token: nobody asked for it, and it opens no door.
pub fn tell(app: &App, tx: &mut StewardTx, mail: NewMail, now: Timestamp) {
    let tenant = tx.tenant().0;
    tx.queue(store::insert(tenant, app.clock.id(), mail, None, now));
}

/// Keeps a fresh token that no mail brings: whoever asks is who it is for.
pub fn grant(tx: &mut StewardTx, kind: Kind, email: &str, now: Timestamp, lives: SignedDuration) -> Token {
    let token = Token::random();
    store::replace_token(tx, kind, email, &token, now, now + lives);
    token
}

/// Queues a mail of the front door, which is no tenant's and carries no token.
///
/// # Errors
/// As [`send`].
pub async fn send_from_front_door(
    app: &App,
    tx: &mut PlatformTx,
    mail: NewMail,
    now: Timestamp,
) -> Result<()> {
    if store::asked(tx, Uuid::nil(), &mail, now).await? == Asked::TooOften {
        return Err(Error::throttled(WINDOW.as_secs().unsigned_abs()));
    }
    tx.queue(store::insert(Uuid::nil(), app.clock.id(), mail, None, now));
    Ok(())
}

/// Takes a token that is shown: it is gone with the transaction that takes it. Says whose address it was sent to.
///
/// # Errors
/// 410 for one that is used, too old, replaced or none; otherwise the database's.
pub async fn take(tx: &mut StewardTx, kind: Kind, token: &str, now: Timestamp) -> Result<String> {
    let token = Token::parse(token).ok_or_else(gone)?;
    store::take_token(tx, kind, &token, now).await?.ok_or_else(gone)
}

/// Looks at a token without taking it.
///
/// # Errors
/// As [`take`].
pub async fn peek(tx: &mut StewardTx, kind: Kind, token: &str, now: Timestamp) -> Result<String> {
    let token = Token::parse(token).ok_or_else(gone)?;
    store::peek_token(tx, kind, &token, now).await?.ok_or_else(gone)
}

/// Ends an address's tokens of a kind, with the transaction.
pub fn end(tx: &mut StewardTx, kind: Kind, email: &str, now: Timestamp) {
    let tenant = tx.tenant();
    tx.queue(store::end_tokens(tenant, kind, email, now));
}

/// The answer to a link that is none any more.
#[must_use]
pub fn gone() -> Error {
    Error::new(
        axum::http::StatusCode::GONE,
        "link_ended",
        "This link has been used, has been replaced by a newer one, or is too old. Ask for a new one.",
    )
}
