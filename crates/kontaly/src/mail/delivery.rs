//! Delivering what the outbox holds: claim, send, settle. A claim is a lease, so that a process that dies between two of
//! them leaves the mail to the next one; a mail may then arrive twice, and never not at all.
//!
//! Several are on their way at once, and few of one workspace: neither a workspace that invites thousands nor a mail server
//! that takes its time keeps everybody waiting ([`Turns`]).

use super::outbox::Kind;
use super::seal::Token;
use super::store::{self, Claimed, End};
use super::transport::{Mailer, Refusal};
use super::{Letter, letters};
use crate::app::App;
use crate::http::{Error, Result};
use crate::jobs::turns::Turns;
use crate::language::Language;
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// How long a claim holds: longer than any delivery takes.
const LEASE: SignedDuration = SignedDuration::from_mins(3);
/// How often the outbox is looked into without being told of a mail.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// Mails on their way at once in a process.
const AT_ONCE: usize = 8;
/// How long a mail server may take.
const SEND_SECONDS_MAX: u64 = 90;

/// Delivers for as long as the process lives. Spawn it once.
pub async fn run(app: App) {
    let Some(mailer) = app.settings.mail.clone() else { return };
    let mut turns = Turns::new(AT_ONCE);
    loop {
        if let Err(error) = begin_due(&app, &mailer, &mut turns).await {
            tracing::warn!(?error, "cannot look into the outbox");
        }
        tokio::select! {
            true = turns.end_one() => {}
            () = app.mail_written.notified() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// Delivers all that is due now; says how much that was.
///
/// # Errors
/// When the database cannot be asked. What a mail server refuses is kept with the mail.
pub async fn round(app: &App, mailer: &Mailer) -> Result<usize> {
    let (mut turns, mut begun) = (Turns::new(AT_ONCE), 0);
    loop {
        begun += begin_due(app, mailer, &mut turns).await?;
        if !turns.end_one().await {
            return Ok(begun);
        }
    }
}

/// Begins to deliver what is due, as far as there is room; says how much that is.
async fn begin_due(app: &App, mailer: &Mailer, turns: &mut Turns) -> Result<usize> {
    if turns.room() == 0 {
        return Ok(0);
    }
    let now = app.clock.now();
    let due = store::claim(&mut app.db.platform(), (now, now + LEASE), turns).await?;
    let begun = due.len();
    for mail in due {
        turns.begin(mail.tenant, carry(app.clone(), mailer.clone(), mail));
    }
    if turns.room() == AT_ONCE {
        store::clear(&mut app.db.platform(), now).await?;
    }
    Ok(begun)
}

/// Delivers a mail and keeps how that ended. What cannot be kept is tried again when the lease is over.
async fn carry(app: App, mailer: Mailer, mail: Claimed) {
    let carried: Result<()> = async {
        let end = deliver(&app, &mailer, &mail).await?;
        Ok(store::settle(&mut app.db.platform(), &mail, end, app.clock.now()).await?)
    }
    .await;
    if let Err(error) = carried {
        tracing::warn!(mail = %mail.id, ?error, "a mail waits until its lease is over");
    }
}

async fn deliver(app: &App, mailer: &Mailer, mail: &Claimed) -> Result<End> {
    let now = app.clock.now();
    if mail.expires_at <= now {
        return Ok(End::GaveUp("nobody wants it any more".into()));
    }
    let letter = match write(app, mail).await? {
        Ok(letter) => letter,
        Err(reason) => return Ok(End::GaveUp(reason.into())),
    };
    let sending = tokio::time::timeout(Duration::from_secs(SEND_SECONDS_MAX), mailer.send(&letter, now));
    Ok(match sending.await {
        Ok(Ok(())) => End::Sent,
        Ok(Err(Refusal::ForGood(cause))) => {
            tracing::warn!(mail = %mail.id, cause, "a mail was refused for good");
            End::GaveUp(cause)
        }
        Ok(Err(Refusal::ForNow(cause))) => later(mail, now, cause),
        Err(_) => later(mail, now, "the mail server took too long".into()),
    })
}

fn later(mail: &Claimed, now: Timestamp, cause: String) -> End {
    let pause = backoff(mail.attempts);
    tracing::warn!(mail = %mail.id, attempts = mail.attempts, seconds = pause.as_secs(), cause, "a mail waits");
    End::Later(now + pause, cause)
}

/// 5 s, 10 s, 20 s … and at most half an hour.
fn backoff(attempts: i32) -> SignedDuration {
    let doubled = 5_i64 << attempts.saturating_sub(1).clamp(0, 9);
    SignedDuration::from_secs(doubled.min(1800))
}

/// What a mail says, or why nobody is to get it.
async fn write(app: &App, mail: &Claimed) -> Result<Result<Letter, &'static str>> {
    let kind =
        Kind::parse(&mail.kind).ok_or_else(|| Error::internal("a mail that the program does not know"))?;
    let settings = &app.settings;
    if kind == Kind::Workspaces {
        let found = store::workspaces_of(&mut app.db.platform(), &mail.recipient).await?;
        // Who reads it is nobody's in particular: whoever asked, asked in some language.
        let language = mail.details["language"].as_str().and_then(Language::of).unwrap_or_default();
        return Ok(Ok(letters::workspaces(settings, language, &mail.recipient, &found)));
    }
    let Some((slug, name, serial, locale)) = store::workspace(&mut app.db.platform(), mail.tenant).await?
    else {
        return Ok(Err("the workspace is closed"));
    };
    let state = if kind == Kind::Invitation { "invited" } else { "active" };
    let mut tx = app.db.steward(mail.tenant, serial, None)?;
    let Some(own) = store::reader(&mut tx, &mail.recipient, state).await? else {
        return Ok(Err("nobody here has this address"));
    };
    let language = Language::of(own.as_deref().unwrap_or(&locale)).unwrap_or_default();
    if kind == Kind::WebhookFailed {
        return Ok(Ok(letters::webhook_failed(
            settings,
            language,
            (&slug, &name),
            &mail.recipient,
            &mail.details,
        )));
    }
    let Some(token) = token_of(app, mail) else { return Ok(Err("the key that sealed its token is gone")) };
    let about =
        letters::About { settings, slug: &slug, workspace: &name, to: &mail.recipient, language, token };
    Ok(Ok(match kind {
        Kind::Invitation => letters::invitation(&about, &mail.details),
        Kind::Verification => letters::verification(&about),
        Kind::PasswordReset => letters::password_reset(&about),
        Kind::Workspaces | Kind::Welcome | Kind::WebhookFailed => return Ok(Err("no mail of a workspace")),
    }))
}

fn token_of(app: &App, mail: &Claimed) -> Option<Token> {
    let key = u8::try_from(mail.key?).ok()?;
    Token::open(app.db.keys(), key, mail.id, &mail.recipient, mail.sealed.as_deref()?)
}

#[cfg(test)]
mod tests {
    use super::backoff;

    #[test]
    fn a_mail_is_tried_soon_and_then_seldom() {
        let seconds: Vec<_> = [0, 1, 2, 3, 9, 10, 1000].into_iter().map(|n| backoff(n).as_secs()).collect();
        assert_eq!(seconds, [5, 5, 10, 20, 1280, 1800, 1800]);
    }
}
