//! The job of computing a workspace's chain anew, when somebody asks for it.

use super::{installation, seal, verify};
use crate::http::{Cx, Result};
use crate::jobs::{Lane, Work};
use serde::{Deserialize, Serialize};

/// See the module.
#[derive(Debug, Deserialize, Serialize)]
pub struct Check {}

impl Work for Check {
    const KIND: &'static str = "audit_check";
    const LANE: Lane = Lane::Quick;

    async fn work(self, cx: Cx) -> Result<()> {
        let (app, tenant) = (cx.app(), cx.tenant());
        seal::all_of(app, tenant).await?;
        let heads = installation::kept_heads(app).await?;
        let found = verify::check(app, tenant, heads.get(&tenant.id.0)).await?;
        if let Some(finding) = found.finding {
            tracing::error!(tenant = %tenant.id, %finding, "the audit log of a workspace was tampered with");
        }
        Ok(())
    }
}
