//! The demo data in the database.

use super::derived;
use super::plan::{Plan, Stage};
use super::workspace::Workspace;
use kontaly_db::{Error, Migrator, PlatformTx, TenantTx, sql};

/// Whether a tenant goes by that slug, or went by it lately.
pub(super) async fn slug_exists(tx: &mut PlatformTx, slug: &str) -> Result<bool, Error> {
    let there = sql("select from slugs where slug = $1").bind(slug.to_owned());
    Ok(tx.closing().optional(there).await?.is_some())
}

/// The stages of the workspace's pipelines, pipeline by pipeline, in order.
pub(super) async fn stages(tx: &mut TenantTx) -> Result<Vec<Stage>, Error> {
    let query = sql("select s.pipeline_id, s.id, s.kind, s.probability from stages s
        join pipelines p on p.tenant_id = s.tenant_id and p.id = s.pipeline_id
        where s.tenant_id = $1 and s.trashed_at is null and p.trashed_at is null
        order by p.position, s.position")
    .bind(tx.tenant());
    let rows = tx.closing().query(query).await?;
    let stage = |row: &kontaly_db::Row| {
        Ok(Stage { pipeline: row.at(0)?, id: row.at(1)?, kind: row.at(2)?, probability: row.at(3)? })
    };
    rows.iter().map(stage).collect()
}

/// Copies a workspace in, all of it or nothing; says how many rows there were.
pub(super) async fn copy(owner: &Migrator, plan: &Plan, workspace: &Workspace) -> Result<u64, Error> {
    owner.script("begin; set local role kontaly_owner").await?;
    match copy_records(owner, plan, workspace).await {
        Ok(rows) => {
            owner.script("commit").await?;
            Ok(rows)
        }
        Err(error) => {
            owner.script("rollback").await?;
            Err(error)
        }
    }
}

/// What is referred to comes before what refers to it.
async fn copy_records(owner: &Migrator, plan: &Plan, workspace: &Workspace) -> Result<u64, Error> {
    let mut rows = 0;
    rows += owner.copy_in(&workspace.products).await?;
    rows += owner.copy_in(workspace.companies.iter().map(|company| &company.row)).await?;
    rows += owner.copy_in(workspace.contacts.iter().map(|contact| &contact.row)).await?;
    rows += owner.copy_in(workspace.contacts.iter().flat_map(|contact| &contact.points)).await?;
    rows += owner.copy_in(workspace.deals.iter().map(|deal| &deal.row)).await?;
    rows += owner.copy_in(&workspace.changes).await?;
    rows += owner.copy_in(&workspace.leads).await?;
    rows += owner.copy_in(&workspace.activities).await?;
    rows += owner.copy_in(derived::tokens(workspace)).await?;
    if plan.is_showcase() {
        rows += owner.copy_in(&workspace.tags).await?;
        rows += owner.copy_in(&workspace.taggings).await?;
        rows += owner.copy_in(&workspace.fields).await?;
        rows += owner.copy_in(&workspace.values).await?;
        rows += owner.copy_in(derived::events(plan, workspace)).await?;
    }
    Ok(rows)
}

/// Tells the planner what was copied: without it, the first pages would be planned for empty tables.
pub(super) async fn analyze(owner: &Migrator) -> Result<(), Error> {
    owner.script("analyze").await
}
