//! Mails: what they say, the outbox that they wait in, and the way out (docs/mail.md).
//!
//! A mail is written into the outbox in the transaction that it tells of, and delivered by [`delivery`], again and again
//! until it is out. Nothing else sends.

pub mod delivery;
pub mod letters;
pub mod mailbox;
pub mod outbox;
mod paper;
pub mod seal;
mod store;
pub mod transport;

pub use outbox::{Asked, Kind, NewMail};
pub use transport::Mailer;

/// A mail that is ready to leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// To whom.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// What it says, for those who read plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}
