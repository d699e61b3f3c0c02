//! Load: closed loops that measure how much, and an open loop that measures how long.
//!
//! The client speaks just enough HTTP/1.1 to be cheaper than what it measures: on a machine of two cores a heavy one
//! would take the server's share.

use anyhow::{Context, Result, bail};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Makes the n-th request's bytes.
pub(crate) type Requests = Arc<dyn Fn(u64) -> Vec<u8> + Send + Sync>;

/// What a measurement saw.
pub(crate) struct Measured {
    /// Requests a second.
    pub(crate) rate: f64,
    /// Latencies, ascending.
    pub(crate) latencies: Vec<Duration>,
    /// Answers that were neither 200 nor 409.
    pub(crate) errors: u64,
}

impl Measured {
    /// The latency that this share of the requests stayed below.
    pub(crate) fn percentile(&self, share: f64) -> Duration {
        let last = self.latencies.len().saturating_sub(1);
        let index = (self.latencies.len() as f64 * share) as usize;
        self.latencies.get(index.min(last)).copied().unwrap_or_default()
    }
}

struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    async fn open(port: u16) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await.context("the server takes connections")?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: vec![0; 64 * 1024] })
    }

    /// Sends a request and reads its whole answer; gives back the status and, for whoever wants it, the body.
    async fn send(&mut self, request: &[u8]) -> Result<(u16, Vec<u8>)> {
        self.stream.write_all(request).await?;
        let mut answer = Vec::new();
        loop {
            let read = self.stream.read(&mut self.buffer).await?;
            if read == 0 {
                bail!("the server closed the connection");
            }
            answer.extend_from_slice(&self.buffer[..read]);
            let Some(end) = answer.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
            let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
            let status = head.get(9..12).and_then(|digits| digits.parse().ok()).context("a status line")?;
            let length: usize = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))
                .and_then(|digits| digits.trim().parse().ok())
                .unwrap_or(0);
            if answer.len() >= end + 4 + length {
                return Ok((status, answer.split_off(end + 4)));
            }
        }
    }
}

/// One request, for setting a measurement up.
pub(crate) async fn once(port: u16, request: &[u8]) -> Result<(u16, Vec<u8>)> {
    Connection::open(port).await?.send(request).await
}

/// As many requests as so many connections get answered, each sending its next one when its last was answered.
pub(crate) async fn closed(
    port: u16,
    connections: usize,
    seconds: u64,
    requests: &Requests,
) -> Result<Measured> {
    let next = Arc::new(AtomicU64::new(0));
    let mut workers = Vec::with_capacity(connections);
    let warm_until = Instant::now() + Duration::from_secs(1);
    let until = warm_until + Duration::from_secs(seconds);
    for _ in 0..connections {
        let (next, requests) = (next.clone(), requests.clone());
        workers.push(tokio::spawn(async move {
            let mut connection = Connection::open(port).await?;
            let (mut latencies, mut errors) = (Vec::new(), 0);
            loop {
                let started = Instant::now();
                if started >= until {
                    return Ok::<_, anyhow::Error>((latencies, errors));
                }
                let (status, _) = connection.send(&requests(next.fetch_add(1, Ordering::Relaxed))).await?;
                if started >= warm_until {
                    latencies.push(started.elapsed());
                    errors += u64::from(!matches!(status, 200 | 409));
                }
            }
        }));
    }
    collect(workers, seconds as f64).await
}

/// Requests at a fixed rate, whether or not the server keeps up; a latency counts from when the request was due.
pub(crate) async fn open(port: u16, rate: f64, seconds: u64, requests: &Requests) -> Result<Measured> {
    const CONNECTIONS: usize = 64;
    let gap = Duration::from_secs_f64(1.0 / rate.max(1.0));
    let total = (rate * seconds as f64) as u64;
    let next = Arc::new(AtomicU64::new(0));
    let start = Instant::now() + Duration::from_millis(200);
    let mut workers = Vec::with_capacity(CONNECTIONS);
    for _ in 0..CONNECTIONS {
        let (next, requests) = (next.clone(), requests.clone());
        workers.push(tokio::spawn(async move {
            let mut connection = Connection::open(port).await?;
            let (mut latencies, mut errors) = (Vec::new(), 0);
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                if n >= total {
                    return Ok::<_, anyhow::Error>((latencies, errors));
                }
                let due = start + gap.mul_f64(n as f64);
                tokio::time::sleep_until(due.into()).await;
                let (status, _) = connection.send(&requests(n)).await?;
                latencies.push(due.elapsed());
                errors += u64::from(!matches!(status, 200 | 409));
            }
        }));
    }
    collect(workers, seconds as f64).await
}

type Worker = tokio::task::JoinHandle<Result<(Vec<Duration>, u64)>>;

async fn collect(workers: Vec<Worker>, seconds: f64) -> Result<Measured> {
    let (mut latencies, mut errors) = (Vec::new(), 0);
    for worker in workers {
        let (more, wrong) = worker.await??;
        latencies.extend(more);
        errors += wrong;
    }
    latencies.sort_unstable();
    Ok(Measured { rate: latencies.len() as f64 / seconds, latencies, errors })
}
