//! Where a webhook may lead: to the public internet, and nowhere else.
//!
//! Names are resolved by the connector itself, and it connects to what was looked at: a name that answers differently the
//! next time gains nothing. One address that is not public is enough to refuse a name.

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Client, Url, redirect};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

/// How long a target may take for all of it.
const SECONDS_MAX: u64 = 10;
/// Bytes of an answer that are read, and thrown away.
const ANSWER_BYTES_MAX: usize = 64 * 1024;

/// Sends to targets.
#[derive(Clone, Debug)]
pub struct Sender {
    client: Option<Client>,
    /// Addresses of this machine too, over plain HTTP: for development and tests.
    loopback: bool,
}

/// Why nothing arrived, in one word for the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The address leads to a private network, or is none.
    Address,
    /// Nobody answered there.
    Connect,
    /// It took longer than ten seconds.
    Timeout,
    /// The answer was no success.
    Status(u16),
}

impl Failure {
    /// The word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::Status(_) => "status",
        }
    }
}

impl Sender {
    /// A sender to the public internet; with `loopback` also to this machine. Where TLS cannot be set up nothing is sent.
    #[must_use]
    pub fn new(loopback: bool) -> Self {
        // Fails where one is set already, and then TLS works as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .dns_resolver(Arc::new(Guarded { loopback }))
            .redirect(redirect::Policy::none())
            .timeout(Duration::from_secs(SECONDS_MAX))
            .no_proxy()
            .user_agent(concat!("Kontaly/", env!("CARGO_PKG_VERSION")))
            .build()
            .inspect_err(|error| tracing::error!(%error, "webhooks cannot be told anything"));
        Self { client: client.ok(), loopback }
    }

    /// Reads a target's address: HTTPS, no name and password in it, and no address of a private network. What a name leads
    /// to is looked at when it is resolved.
    #[must_use]
    pub fn read(&self, url: &str) -> Option<Url> {
        let url = Url::parse(url).ok()?;
        let scheme = url.scheme() == "https" || (self.loopback && url.scheme() == "http");
        let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        // A number is connected to without being resolved.
        let host = url.host_str()?.trim_start_matches('[').trim_end_matches(']');
        let public = host.parse().map_or(true, |address| allowed(address, self.loopback));
        (scheme && plain && public).then_some(url)
    }

    /// Posts a body; says the status of an answer that took it.
    ///
    /// # Errors
    /// What went wrong, in one word.
    pub async fn post(
        &self,
        url: &str,
        headers: [(&'static str, String); 3],
        body: String,
    ) -> Result<u16, Failure> {
        let url = self.read(url).ok_or(Failure::Address)?;
        let client = self.client.as_ref().ok_or(Failure::Connect)?;
        let mut request = client.post(url).header("content-type", "application/json").body(body);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let mut answer = request.send().await.map_err(|error| failure(&error))?;
        let status = answer.status();
        let mut read = 0;
        // So that the connection can be used again; nobody gets to see it.
        while let Ok(Some(bytes)) = answer.chunk().await {
            read += bytes.len();
            if read > ANSWER_BYTES_MAX {
                break;
            }
        }
        if status.is_success() { Ok(status.as_u16()) } else { Err(Failure::Status(status.as_u16())) }
    }
}

fn failure(error: &reqwest::Error) -> Failure {
    if error.is_timeout() {
        return Failure::Timeout;
    }
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(inner) = cause {
        if inner.is::<NotPublic>() {
            return Failure::Address;
        }
        cause = inner.source();
    }
    Failure::Connect
}

/// A name leads to a private network.
#[derive(Debug, thiserror::Error)]
#[error("this name leads to an address that is not public")]
struct NotPublic;

struct Guarded {
    loopback: bool,
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let loopback = self.loopback;
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            if found.iter().all(|found| allowed(found.ip(), loopback)) {
                return Ok(Box::new(found.into_iter()) as Addrs);
            }
            Err(NotPublic.into())
        })
    }
}

fn allowed(address: IpAddr, loopback: bool) -> bool {
    is_public(address) || (loopback && address.is_loopback())
}

/// Whether an address is somebody's on the public internet.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, ..)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    )
}

/// Of all of IPv6 what is given out, `2000::/3`, without what stands for an IPv4 address (6to4, Teredo) or for nobody. Mapped
/// and NAT64 addresses, unique local, link-local and multicast ones are outside of it.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    (0x2000..=0x3fff).contains(&a)
        && !(a == 0x2001 && (b < 0x0200 || b == 0x0db8))
        && a != 0x2002
        && !(a == 0x3fff && b < 0x1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_public_is_refused() {
        for address in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.1.1.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::7f00:1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:10::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(address.parse().expect(address)), "{address}");
        }
        for address in [
            "1.1.1.1",
            "100.63.0.1",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.17.0.1",
            "203.0.112.1",
            "2606:4700:4700::1111",
            "2001:4860:4860::8888",
            "2a00:1450::1",
        ] {
            assert!(is_public(address.parse().expect(address)), "{address}");
        }
    }

    #[test]
    fn an_address_is_https_and_names_no_private_network_however_it_is_written() {
        let sender = Sender::new(false);
        for url in [
            "http://example.com/",
            "ftp://example.com/",
            "https://user:x@example.com/",
            "https://user@example.com/",
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f.0.0.1/",
            "https://0177.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://[fd00::1]/",
            "https://169.254.169.254/latest",
            "https://example.com/#x",
            "example.com",
            "",
        ] {
            assert!(sender.read(url).is_none(), "{url}");
        }
        assert!(sender.read("https://example.com:8443/a?b=c").is_some());
        let here = Sender::new(true);
        assert!(here.read("http://127.0.0.1:9/").is_some() && here.read("http://10.0.0.1/").is_none());
    }

    #[tokio::test]
    async fn a_name_that_leads_home_is_refused_by_the_connector() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let headers = || {
            [
                ("webhook-id", "x".to_owned()),
                ("webhook-timestamp", "1".into()),
                ("webhook-signature", "x".into()),
            ]
        };
        let sender = Sender::new(false);
        let refused = sender.post(&format!("https://localhost:{port}/"), headers(), "{}".into()).await;
        assert_eq!(refused, Err(Failure::Address));
        let nobody = tokio::time::timeout(Duration::from_millis(50), listener.accept()).await;
        assert!(nobody.is_err(), "nobody even connected");
    }
}
