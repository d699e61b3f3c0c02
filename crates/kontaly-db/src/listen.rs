//! LISTEN, on a connection of its own: a pooler in transaction mode cannot carry it.

use crate::Error;
use crate::error::describe;
use std::future::poll_fn;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio_postgres::{AsyncMessage, Client, Config, NoTls};

/// One connection that listens. When [`Listener::next`] ends, the connection is gone, and whatever was cached on the
/// strength of it must not be trusted until a new one listens.
pub struct Listener {
    // Dropping the client closes the connection.
    _client: Client,
    signals: UnboundedReceiver<()>,
}

impl Listener {
    pub(crate) async fn connect(config: Config, channel: &'static str) -> Result<Self, Error> {
        let (client, mut connection) =
            config.connect(NoTls).await.map_err(|error| Error::Unavailable(describe(&error)))?;
        let (told, signals) = unbounded_channel();
        tokio::spawn(async move {
            while let Some(Ok(message)) = poll_fn(|cx| connection.poll_message(cx)).await {
                if matches!(message, AsyncMessage::Notification(_)) && told.send(()).is_err() {
                    break;
                }
            }
        });
        // A channel's name cannot be bound; this one is the program's own.
        client.batch_execute(&format!("listen {channel}")).await?;
        Ok(Self { _client: client, signals })
    }

    /// Waits for the next notification; `None` when the connection is gone.
    pub async fn next(&mut self) -> Option<()> {
        self.signals.recv().await
    }
}
