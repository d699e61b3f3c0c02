//! LISTEN, on a connection of its own: a pooler in transaction mode cannot carry it.

use crate::Error;
use crate::error::describe;
use std::future::poll_fn;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio_postgres::{AsyncMessage, Client, Config, NoTls};

/// How long a connection may be silent before it is asked whether it is still there, and how long it may take to say so.
/// Half a second each: whoever was cut off without being told knows it within one.
const PATIENCE: Duration = Duration::from_millis(500);

/// One connection that listens. When [`Listener::next`] ends, the connection is gone, and whatever was cached on the
/// strength of it must not be trusted until a new one listens.
pub struct Listener {
    client: Client,
    signals: UnboundedReceiver<String>,
}

impl Listener {
    pub(crate) async fn connect(config: Config, channel: &'static str) -> Result<Self, Error> {
        let (client, mut connection) =
            config.connect(NoTls).await.map_err(|error| Error::Unavailable(describe(&error)))?;
        let (told, signals) = unbounded_channel();
        tokio::spawn(async move {
            while let Some(Ok(message)) = poll_fn(|cx| connection.poll_message(cx)).await {
                let AsyncMessage::Notification(notification) = message else { continue };
                if told.send(notification.payload().to_owned()).is_err() {
                    break;
                }
            }
        });
        // A channel's name cannot be bound; this one is the program's own.
        client.batch_execute(&format!("listen {channel}")).await?;
        Ok(Self { client, signals })
    }

    /// Waits for the next notification and says what it carries; `None` when the connection is gone, or does not answer any more: a network that
    /// swallows everything closes nothing.
    pub async fn next(&mut self) -> Option<String> {
        loop {
            match tokio::time::timeout(PATIENCE, self.signals.recv()).await {
                Ok(signal) => return signal,
                Err(_) => tokio::time::timeout(PATIENCE, self.client.batch_execute("")).await.ok()?.ok()?,
            }
        }
    }
}
