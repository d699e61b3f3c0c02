//! The attacker of the isolation tests: arbitrary SQL as one of the serving roles, past every rule of this crate.
//!
//! Behind the feature `test-support`, which only dev-dependencies ask for: the product cannot be built with it.

use crate::{Endpoint, KeyRing};
use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use tokio_postgres::{AsyncMessage, Client, Config, NoTls, SimpleQueryMessage};

/// Somebody who has a serving role's connection and types whatever comes to mind.
pub struct Intruder {
    client: Client,
    heard: Arc<Mutex<Vec<String>>>,
}

/// What the attacker got to see.
#[derive(Clone, Debug, Default)]
pub struct Loot {
    /// Every row of every statement, its columns joined by `|`.
    pub rows: Vec<String>,
    /// How many rows each statement returned or changed.
    pub counts: Vec<u64>,
}

/// What PostgreSQL said no with, every part of it that a client is shown.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The SQLSTATE, or nothing when the connection itself failed.
    pub code: String,
    /// Message, detail, hint and context.
    pub said: String,
}

impl From<tokio_postgres::Error> for Refusal {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(db) = error.as_db_error() else {
            return Self { code: String::new(), said: error.to_string() };
        };
        let parts = [Some(db.message()), db.detail(), db.hint(), db.where_()];
        let said = parts.into_iter().flatten().collect::<Vec<_>>().join("\n");
        Self { code: db.code().code().to_owned(), said }
    }
}

impl Intruder {
    /// Takes the connection of a serving role, whose password is derived from the key ring.
    ///
    /// # Errors
    /// When PostgreSQL lets nobody in.
    pub async fn connect(endpoint: &Endpoint, role: &str, keys: &KeyRing) -> Result<Self, Refusal> {
        Self::of(endpoint.role(role, keys)).await
    }

    /// The same with the address's own user: an administrator who plants what the attacker or the check is to find.
    ///
    /// # Errors
    /// When PostgreSQL lets nobody in.
    pub async fn administrator(endpoint: &Endpoint) -> Result<Self, Refusal> {
        Self::of(endpoint.admin()).await
    }

    async fn of(config: Config) -> Result<Self, Refusal> {
        let (client, mut connection) = config.connect(NoTls).await?;
        let heard = Arc::new(Mutex::new(Vec::new()));
        let hearing = heard.clone();
        tokio::spawn(async move {
            while let Some(Ok(message)) = poll_fn(|cx| connection.poll_message(cx)).await {
                let text = match message {
                    AsyncMessage::Notification(told) => format!("{} {}", told.channel(), told.payload()),
                    AsyncMessage::Notice(notice) => notice.message().to_owned(),
                    _ => continue,
                };
                hearing.lock().unwrap_or_else(PoisonError::into_inner).push(text);
            }
        });
        Ok(Self { client, heard })
    }

    /// Runs a text as it stands, several statements if there are several.
    ///
    /// # Errors
    /// What PostgreSQL refused with; whatever ran before in the same text is rolled back with it.
    pub async fn run(&self, text: &str) -> Result<Loot, Refusal> {
        let mut loot = Loot::default();
        for message in self.client.simple_query(text).await? {
            match message {
                SimpleQueryMessage::Row(row) => {
                    let columns: Vec<_> = (0..row.len()).map(|i| row.get(i).unwrap_or("∅")).collect();
                    loot.rows.push(columns.join("|"));
                }
                SimpleQueryMessage::CommandComplete(count) => loot.counts.push(count),
                _ => {}
            }
        }
        Ok(loot)
    }

    /// Sends a text as the product sends its own: one message of the extended protocol.
    ///
    /// # Errors
    /// What PostgreSQL refused with.
    pub async fn extended(&self, text: &str) -> Result<usize, Refusal> {
        Ok(self.client.query(text, &[]).await?.len())
    }

    /// What a `COPY … TO STDOUT` gives.
    ///
    /// # Errors
    /// What PostgreSQL refused with.
    pub async fn copy_out(&self, text: &str) -> Result<String, Refusal> {
        use futures_util::TryStreamExt;
        let stream = self.client.copy_out(text).await?;
        let chunks: Vec<bytes::Bytes> = stream.try_collect().await?;
        Ok(String::from_utf8_lossy(&chunks.concat()).into_owned())
    }

    /// Notices and notifications that came over this connection.
    #[must_use]
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
