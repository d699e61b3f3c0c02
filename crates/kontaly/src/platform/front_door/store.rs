//! What the front door asks of the registries.

use super::throttle::WINDOW;
use crate::tenancy::slug;
use jiff::Timestamp;
use kontaly_db::{Error, PlatformTx, sql};

/// The first of some slugs that nobody has, that looks like nobody's, and that is not in quarantine.
pub(super) async fn first_free(tx: &mut PlatformTx, wanted: Vec<String>) -> Result<Option<String>, Error> {
    let skeletons: Vec<_> = wanted.iter().map(|wanted| slug::skeleton(wanted)).collect();
    let free = sql("select w.slug from unnest($1, $2) with ordinality as w (slug, skeleton, n)
        where not exists (select from slugs s where s.slug = w.slug or s.skeleton = w.skeleton) order by w.n limit 1");
    tx.closing().optional(free.bind(wanted).bind(skeletons)).await?.map(|row| row.take()).transpose()
}

/// How many workspaces were signed up lately from a network, and how many with an e-mail address: each sent a mail that
/// confirms its first person.
pub(super) async fn signed_up(
    tx: &mut PlatformTx,
    network: &str,
    email: &str,
    now: Timestamp,
) -> Result<(i64, i64), Error> {
    let count = sql(
        "select count(*) filter (where asked_from = $1), count(*) filter (where recipient = $2) from mails
        where kind = 'verification' and created_at > $3 and (asked_from = $1 or recipient = $2)",
    );
    let count = count.bind(network.to_owned()).bind(email.to_owned()).bind(now - WINDOW);
    let row = tx.closing().one(count).await?;
    Ok((row.take()?, row.take()?))
}
