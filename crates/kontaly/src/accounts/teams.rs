//! Teams: a tree. An account manager sees what the people of the own team and of all teams below it own.

use super::{actors, http::event, name_key};
use crate::events;
use crate::http::change::{Change, set};
use crate::http::{Body, Cx, Error, IfMatch, Problem, Result};
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use kontaly_access::{Permission, TeamId};
use kontaly_db::{StewardTx, sql};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

kontaly_db::record! {
    /// A team.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct Team {
        /// Which one.
        pub id: TeamId = "t.id",
        /// Its name.
        #[schema(example = "EMEA")]
        pub name: String = "t.name",
        /// The team above it.
        pub parent_id: Option<TeamId> = "t.parent_id",
        /// Grows with every change; say it in If-Match.
        pub version: i32 = "t.version",
    }
}

const CONSTRAINTS: &[(&str, &str, &str, &str)] = &[
    ("teams_by_name", "name", "taken", "There is a team of this name already."),
    ("teams_name_check", "name", "length", "A name has 1 to 120 characters."),
    ("teams_tenant_id_parent_id_fkey", "parent_id", "unknown_reference", "There is no such team."),
    (
        "users_tenant_id_team_id_fkey",
        "id",
        "in_use",
        "People are in this team. Move them to another one first.",
    ),
];

/// A team to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamDraft {
    /// Its name.
    #[schema(example = "EMEA")]
    pub name: String,
    /// The team above it.
    pub parent_id: Option<TeamId>,
}

/// What changes about a team.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TeamPatch {
    /// Its name.
    pub name: Option<String>,
    /// The team above it; null puts it at the top.
    #[schema(value_type = Option<TeamId>)]
    pub parent_id: Change<TeamId>,
}

/// The teams of the workspace.
#[utoipa::path(get, path = "/api/teams", tag = "teams", operation_id = "list_teams",
    responses((status = 200, body = Vec<Team>), (status = 401, body = Problem)))]
pub async fn list_teams(cx: Cx) -> Result<Json<Vec<Team>>> {
    let mut tx = cx.begin(Permission::TeamsRead)?;
    let mut query = sql("select ");
    query.push(Team::COLUMNS).push(" from teams t where t.tenant_id = ").push_bind(tx.tenant());
    query.push(" order by t.name_key limit 2000");
    let rows = tx.closing().query(query.stable()).await?;
    Ok(Json(rows.iter().map(Team::read).collect::<Result<_, _>>()?))
}

/// Make a team.
#[utoipa::path(post, path = "/api/teams", tag = "teams", operation_id = "create_team", request_body = TeamDraft,
    responses((status = 201, body = Team), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn create_team(cx: Cx, Body(draft): Body<TeamDraft>) -> Result<(StatusCode, Json<Team>)> {
    let mut tx = cx.begin_steward(Permission::TeamsManage)?;
    let team = insert(&mut tx, cx.id(), &draft.name, draft.parent_id).await?;
    tx.queue(event(&cx, "team", team.id.0, "create", events::changes(&json!({}), &team)));
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(team)))
}

/// Rename or move a team.
#[utoipa::path(patch, path = "/api/teams/{id}", tag = "teams", operation_id = "update_team", request_body = TeamPatch,
    params(("id" = TeamId, Path), ("If-Match" = String, Header, example = "\"1\"")),
    responses((status = 200, body = Team), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn update_team(
    cx: Cx,
    Path(id): Path<TeamId>,
    version: IfMatch,
    Body(patch): Body<TeamPatch>,
) -> Result<Json<Team>> {
    let mut tx = cx.begin_steward(Permission::TeamsManage)?;
    let teams = lock_all(&mut tx).await?;
    let before = teams.iter().find(|team| team.id == id).cloned().ok_or_else(Error::not_found)?;
    version.check(before.version, &before)?;
    let mut after = before.clone();
    set(&mut after.name, patch.name);
    patch.parent_id.apply(&mut after.parent_id);
    if below_itself(&teams, id, after.parent_id) {
        return Err(Error::field("parent_id", "cycle", "A team cannot stand below itself."));
    }
    let mut query = sql("update teams t set name = ");
    query.push_bind(after.name.trim().to_owned()).push(", name_key = ").push_bind(name_key(&after.name));
    query
        .push(", parent_id = ")
        .push_bind(after.parent_id)
        .push(", version = t.version + 1 where t.tenant_id = ");
    query.push_bind(tx.tenant()).push(" and t.id = ").push_bind(id).push(" returning ").push(Team::COLUMNS);
    let row = tx.one(query.stable()).await.map_err(|error| Error::constraint(error, CONSTRAINTS))?;
    let team = Team::read(&row)?;
    actors::refresh(&mut tx).await?;
    tx.queue(event(&cx, "team", id.0, "update", events::changes(&before, &team)));
    tx.commit().await?;
    Ok(Json(team))
}

/// Delete a team that nobody is in and that has none below it.
#[utoipa::path(delete, path = "/api/teams/{id}", tag = "teams", operation_id = "delete_team", params(("id" = TeamId, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn delete_team(cx: Cx, Path(id): Path<TeamId>) -> Result<StatusCode> {
    let mut tx = cx.begin_steward(Permission::TeamsManage)?;
    let tenant = tx.tenant();
    let gone =
        tx.execute(sql("delete from teams where tenant_id = $1 and id = $2").bind(tenant).bind(id)).await;
    let in_use = [
        (
            "teams_tenant_id_parent_id_fkey",
            "id",
            "in_use",
            "There are teams below this one. Move them first.",
        ),
        CONSTRAINTS[3],
    ];
    if gone.map_err(|error| Error::constraint(error, &in_use))? == 0 {
        return Err(Error::not_found());
    }
    tx.queue(event(&cx, "team", id.0, "delete", json!({})));
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Adds a team.
///
/// # Errors
/// 422 for a taken name or an unknown parent.
pub async fn insert(tx: &mut StewardTx, id: TeamId, name: &str, parent_id: Option<TeamId>) -> Result<Team> {
    let mut query = sql("insert into teams as t (tenant_id, id, name, name_key, parent_id) values (");
    query
        .push_bind(tx.tenant())
        .push(", ")
        .push_bind(id)
        .push(", ")
        .push_bind(name.trim().to_owned())
        .push(", ");
    query.push_bind(name_key(name)).push(", ").push_bind(parent_id).push(") returning ").push(Team::COLUMNS);
    let row = tx.one(query.stable()).await.map_err(|error| Error::constraint(error, CONSTRAINTS))?;
    Ok(Team::read(&row)?)
}

/// All teams, locked: the tree stays as it is while one of them moves.
async fn lock_all(tx: &mut StewardTx) -> Result<Vec<Team>> {
    let mut query = sql("select ");
    query
        .push(Team::COLUMNS)
        .push(" from teams t where t.tenant_id = ")
        .push_bind(tx.tenant())
        .push(" order by t.id for update");
    let rows = tx.query(query.stable()).await?;
    Ok(rows.iter().map(Team::read).collect::<Result<_, _>>()?)
}

fn below_itself(teams: &[Team], id: TeamId, mut parent: Option<TeamId>) -> bool {
    let mut steps = 0;
    while let Some(above) = parent {
        if above == id || steps > teams.len() {
            return true;
        }
        steps += 1;
        parent = teams.iter().find(|team| team.id == above).and_then(|team| team.parent_id);
    }
    false
}
