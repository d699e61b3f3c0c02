//! The cache of hosts: kept while somebody listens, right in every process, never trusted without a listener.

use crate::proxy::Proxy;
use crate::support::Kontaly;
use kontaly::clock::Clock;
use kontaly_db::{Endpoint, sql};
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};

/// A second process, whose questions are counted and which keeps what it was told about hosts.
async fn caching(t: &Kontaly) -> (Kontaly, Proxy) {
    let proxy = Proxy::start().await;
    let other =
        t.second_with(|options| options.pooled = proxy.endpoint(options.pooled.database()), Clock::system());
    proxy.until_hosts_are_cached(&other).await;
    (other, proxy)
}

async fn status(t: &Kontaly, host: &str) -> u16 {
    t.stranger(host).get("/api/workspace").await.status.as_u16()
}

/// A name that stands alone is not the name below the base domain: neither answers for the other in the cache.
#[tokio::test]
async fn a_bare_name_and_a_slug_are_kept_apart() {
    let t = Kontaly::start().await;
    let (t, proxy) = caching(&t).await;
    for asked in [true, false] {
        let before = proxy.count("kontaly_router");
        for (host, wanted) in [("acme", 421), ("acme.localhost", 200), ("beta.localhost", 200), ("beta", 421)]
        {
            assert_eq!(status(&t, host).await, wanted, "{host}");
        }
        assert_eq!(proxy.count("kontaly_router") > before, asked, "unknown ones are kept too");
    }
}

/// Waits for what is promised within a second; a machine that does other things too gets three.
async fn soon(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let started = Instant::now();
    while !holds().await {
        assert!(started.elapsed() < Duration::from_secs(3), "{what} is not seen");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn another_process_sees_a_change_at_once() {
    let t = Kontaly::start().await;
    let (other, _proxy) = caching(&t).await;
    let leads_to = async |host: &str, wanted: u16| status(&other, host).await == wanted;
    let change = async |text: &'static str| {
        let mut tx = t.app.db.platform();
        tx.execute(sql(text)).await.expect(text);
        tx.commit().await.expect(text);
    };
    assert_eq!((status(&other, "acme.localhost").await, status(&other, "fresh.localhost").await), (200, 421));
    change("update tenants set state = 'suspended' where name = 'ACME Trading'").await;
    soon("a suspension", async || leads_to("acme.localhost", 403).await).await;
    change("update tenants set state = 'active'").await;
    soon("its end", async || leads_to("acme.localhost", 200).await).await;
    assert_eq!(status(&other, "crm.acme.example").await, 421);
    change("insert into domains (domain, tenant_id, verified_at) select 'crm.acme.example', tenant_id, now() from tenants where name = 'ACME Trading'").await;
    soon("a domain", async || leads_to("crm.acme.example", 200).await).await;
    change("update domains set verified_at = null").await;
    soon("its end", async || leads_to("crm.acme.example", 421).await).await;
    change("update slugs set slug = 'fresh', skeleton = 'fresh' where slug = 'acme'").await;
    soon("a new name", async || leads_to("fresh.localhost", 200).await).await;
    soon("the old name's end", async || leads_to("acme.localhost", 421).await).await;
    change("update slugs set freed_at = now() where slug = 'fresh'").await;
    soon("a name given up", async || leads_to("fresh.localhost", 421).await).await;
    change("update tenants set state = 'deleted' where name = 'BETA Trading'").await;
    soon("a deletion", async || leads_to("beta.localhost", 421).await).await;
}

/// The wire to whoever listens for changes, which a test can cut, or let fall silent.
struct Wire {
    port: u16,
    silent: tokio::sync::watch::Sender<bool>,
    accepting: tokio::task::JoinHandle<()>,
}

impl Wire {
    async fn lay() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (silent, hush) = tokio::sync::watch::channel(false);
        let accepting = tokio::spawn(async move {
            let mut pairs = tokio::task::JoinSet::new();
            while let Ok((mut client, _)) = listener.accept().await {
                let mut hush = hush.clone();
                pairs.spawn(async move {
                    let mut server = TcpStream::connect(crate::proxy::server()).await.expect("PostgreSQL");
                    let hushed = async move { hush.wait_for(|silent| *silent).await.is_ok() };
                    let silent = tokio::select! {
                        _ = tokio::io::copy_bidirectional(&mut client, &mut server) => false,
                        hushed = hushed => hushed,
                    };
                    if silent {
                        // Both ends stay open, and nothing comes through any more.
                        std::future::pending::<()>().await;
                    }
                });
            }
        });
        Self { port, silent, accepting }
    }
}

/// With the listener's connection cut, or swallowed by the network, what is cached is not trusted: every request asks.
#[tokio::test]
async fn without_a_listener_the_cache_is_not_trusted() {
    for silently in [false, true] {
        let plain = Kontaly::start().await;
        let (wire, proxy) = (Wire::lay().await, Proxy::start().await);
        let t = plain.second_with(
            |options| {
                let database = options.direct.database().to_owned();
                let listens = format!("postgres://x@127.0.0.1:{}/{database}", wire.port);
                options.direct = Endpoint::parse(&listens).expect("an address");
                options.pooled = proxy.endpoint(&database);
            },
            Clock::system(),
        );
        proxy.until_hosts_are_cached(&t).await;
        if silently {
            wire.silent.send(true).expect("the wire is there");
        } else {
            wire.accepting.abort();
        }
        soon("a dead listener", async || proxy.asked_for_acme(&t).await == 1).await;
        assert_eq!(
            proxy.asked_for_acme(&t).await,
            1,
            "from now on every request asks (silently: {silently})"
        );
        plain.owner().await.script("update tenants set state = 'suspended'").await.expect("a suspension");
        assert_eq!(status(&t, "acme.localhost").await, 403, "and is told the truth");
    }
}
