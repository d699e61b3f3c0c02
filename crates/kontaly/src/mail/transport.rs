//! The way out: a mail server over SMTP, or the development mailbox.

use super::Letter;
use super::mailbox::Mailbox;
use anyhow::Context;
use axum::http::Uri;
use jiff::Timestamp;
use lettre::message::{Mailbox as Address, MultiPart};
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::time::{Duration, SystemTime};

/// How long a mail server may be silent.
const SILENCE: Duration = Duration::from_secs(30);

/// Where mails leave through.
#[derive(Clone)]
pub struct Mailer {
    from: Address,
    way: Way,
}

#[derive(Clone)]
enum Way {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Mailbox(Mailbox),
}

/// Why a mail did not leave.
#[derive(Debug)]
pub enum Refusal {
    /// Another try may help.
    ForNow(String),
    /// None will.
    ForGood(String),
}

impl Mailer {
    /// Through a mail server: `smtp://user:password@host:587?tls=required`, `smtps://…`, or `smtp://127.0.0.1:1025`. `ca` is
    /// a certificate (PEM) that vouches for the server besides the public ones.
    ///
    /// # Errors
    /// When the address, the sender or the certificate is none, or a password would travel in the clear.
    pub fn smtp(url: &str, from: &str, ca: Option<&[u8]>) -> anyhow::Result<Self> {
        const LIKE: &str =
            "KONTALY_SMTP_URL is not like smtp://user:password@mail.example.com:587?tls=required";
        let mut smtp = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).context(LIKE)?;
        let server: Uri = url.parse().context(LIKE)?;
        if let Some(tls) = tls(&server, ca)? {
            smtp = smtp.tls(tls);
        }
        Ok(Self { from: sender(from)?, way: Way::Smtp(smtp.timeout(Some(SILENCE)).build()) })
    }

    /// Into a mailbox that a person opens in the browser.
    ///
    /// # Errors
    /// When the sender is none.
    pub fn development(mailbox: Mailbox, from: &str) -> anyhow::Result<Self> {
        Ok(Self { from: sender(from)?, way: Way::Mailbox(mailbox) })
    }

    /// The development mailbox, if that is where mails go.
    #[must_use]
    pub fn mailbox(&self) -> Option<&Mailbox> {
        match &self.way {
            Way::Mailbox(mailbox) => Some(mailbox),
            Way::Smtp(_) => None,
        }
    }

    /// Sends, and waits until the mail server has taken it.
    ///
    /// # Errors
    /// See [`Refusal`].
    pub async fn send(&self, letter: &Letter, at: Timestamp) -> Result<(), Refusal> {
        let message = self.message(letter, at).map_err(|error| Refusal::ForGood(format!("{error:#}")))?;
        match &self.way {
            Way::Mailbox(mailbox) => mailbox.put(letter.clone(), self.from.to_string(), at),
            Way::Smtp(smtp) => drop(smtp.send(message).await.map_err(|error| refusal(&error))?),
        }
        Ok(())
    }

    fn message(&self, letter: &Letter, at: Timestamp) -> anyhow::Result<Message> {
        Ok(Message::builder()
            .from(self.from.clone())
            .to(letter.to.parse()?)
            .subject(&letter.subject)
            .date(SystemTime::from(at))
            .header(AutoSubmitted)
            .multipart(MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone()))?)
    }
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mailer(from {})", self.from)
    }
}

/// How a connection is kept from others, where the address says so.
fn tls(server: &Uri, ca: Option<&[u8]>) -> anyhow::Result<Option<Tls>> {
    let host = server.host().unwrap_or_default();
    let wanted = server.query().and_then(|query| query.split('&').find_map(|part| part.strip_prefix("tls=")));
    let make: fn(TlsParameters) -> Tls = match (server.scheme_str(), wanted) {
        (Some("smtps"), _) => Tls::Wrapper,
        (_, Some("required")) => Tls::Required,
        (_, Some(_)) => Tls::Opportunistic,
        _ => {
            let signs_in = server.authority().is_some_and(|authority| authority.as_str().contains('@'));
            anyhow::ensure!(
                !signs_in || matches!(host, "127.0.0.1" | "[::1]" | "localhost"),
                "KONTALY_SMTP_URL would send the password in the clear: add ?tls=required, or write smtps://"
            );
            return Ok(None);
        }
    };
    let mut parameters = TlsParameters::builder(host.to_owned());
    if let Some(pem) = ca {
        parameters = parameters.add_root_certificate(
            Certificate::from_pem(pem).context("KONTALY_SMTP_CA is no certificate in PEM")?,
        );
    }
    Ok(Some(make(parameters.build()?)))
}

fn sender(from: &str) -> anyhow::Result<Address> {
    from.parse().with_context(|| format!("KONTALY_MAIL_FROM is no sender: {from:?}"))
}

fn refusal(error: &SmtpError) -> Refusal {
    // What the server says of our credentials or of the whole connection may be set right; of a recipient it is final.
    let final_word =
        error.is_permanent() && error.status().is_some_and(|code| matches!(u16::from(code), 550..=554));
    let cause = error.to_string();
    if final_word { Refusal::ForGood(cause) } else { Refusal::ForNow(cause) }
}

/// Tells vacation notices and mailing lists that a program wrote this (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl lettre::message::header::Header for AutoSubmitted {
    fn name() -> lettre::message::header::HeaderName {
        lettre::message::header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }
    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }
    fn display(&self) -> lettre::message::header::HeaderValue {
        lettre::message::header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_a_plain_and_an_html_part_and_no_header_is_smuggled_in() {
        let mailer = Mailer::smtp("smtp://127.0.0.1:1", "Kontaly <no-reply@example.com>", None).unwrap();
        let letter = Letter {
            to: "a@b.example".into(),
            subject: "Grüße\r\nBcc: evil@example.com".into(),
            text: "plain words".into(),
            html: "<p>words</p>".into(),
        };
        let text =
            String::from_utf8(mailer.message(&letter, Timestamp::UNIX_EPOCH).unwrap().formatted()).unwrap();
        assert!(text.contains("multipart/alternative"), "{text}");
        assert!(text.contains("text/plain") && text.contains("text/html"), "{text}");
        assert!(!text.lines().any(|line| line.starts_with("Bcc")), "{text}");
    }

    #[test]
    fn what_cannot_work_is_said_at_the_start_and_no_password_travels_in_the_clear() {
        for (url, from, ca, works) in [
            ("smtp://127.0.0.1:1025", "a@b.example", None, true),
            ("smtp://u:p@127.0.0.1:1025", "a@b.example", None, true),
            ("smtp://u:p%40x@mail.example.com:587?tls=required", "a@b.example", None, true),
            ("smtps://u:p@mail.example.com", "Kontaly <a@b.example>", None, true),
            ("smtp://u:p@mail.example.com:587", "a@b.example", None, false),
            ("smtp://mail.example.com?tls=perhaps", "a@b.example", None, false),
            ("not an address", "a@b.example", None, false),
            ("smtp://127.0.0.1", "nobody", None, false),
            ("smtps://mail.example.com", "a@b.example", Some(&b"-----BEGIN CERTIFICATE-----\nx"[..]), false),
        ] {
            assert_eq!(Mailer::smtp(url, from, ca).is_ok(), works, "{url} {from}");
        }
    }
}
