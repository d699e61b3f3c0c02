//! People and teams of a file in the database, through the steward.

use super::{Person, Team};
use crate::accounts::{self, name_key};
use crate::http::{Error, Result};
use jiff::Timestamp;
use kontaly_access::{TeamId, UserId};
use kontaly_db::{StewardTx, sql};
use uuid::Uuid;

const CONSTRAINTS: &[(&str, &str, &str, &str)] = &[
    ("users_by_email", "email", "taken", "Two people of the workspace would have the same e-mail address."),
    (
        "users_by_external_id",
        "external_id",
        "taken",
        "Two people of the workspace would have the same external id.",
    ),
    ("teams_by_name", "team", "taken", "Two teams of the workspace would have the same name."),
];

/// Everybody in the workspace, locked until the transaction ends.
///
/// # Errors
/// The database's.
pub async fn people(tx: &mut StewardTx) -> Result<Vec<Person>> {
    let query = sql("select u.id, u.name, u.email, u.role, u.team_id, u.state, u.external_id from users u
         where u.tenant_id = $1 and u.kind = 'person' order by u.id for update")
    .bind(tx.tenant());
    let rows = tx.query(query).await?;
    let read = |row: &kontaly_db::Row| {
        Ok(Person {
            id: row.take()?,
            name: row.take()?,
            email: row.take()?,
            role: row.take()?,
            team_id: row.take()?,
            state: row.take()?,
            external_id: row.take()?,
        })
    };
    rows.iter().map(read).collect()
}

/// All teams, locked until the transaction ends.
///
/// # Errors
/// The database's.
pub async fn teams(tx: &mut StewardTx) -> Result<Vec<Team>> {
    let query =
        sql("select t.id, t.name, t.parent_id from teams t where t.tenant_id = $1 order by t.id for update")
            .bind(tx.tenant());
    let rows = tx.query(query).await?;
    rows.iter().map(|row| Ok(Team { id: row.take()?, name: row.take()?, parent_id: row.take()? })).collect()
}

/// Adds teams; their parents are set afterwards, in whatever order they come.
///
/// # Errors
/// 422 for a name that is taken.
pub async fn add_teams(tx: &mut StewardTx, teams: &[&Team]) -> Result<()> {
    let statement = sql("insert into teams (tenant_id, id, name, name_key)
         select $1, t.id, t.name, t.name_key from unnest($2, $3, $4) t (id, name, name_key)")
    .bind(tx.tenant())
    .bind(teams.iter().map(|team| team.id.0).collect::<Vec<_>>())
    .bind(teams.iter().map(|team| team.name.clone()).collect::<Vec<_>>())
    .bind(teams.iter().map(|team| name_key(&team.name)).collect::<Vec<_>>());
    tx.execute(statement).await.map_err(|error| Error::constraint(error, CONSTRAINTS))?;
    Ok(())
}

/// Puts teams below others.
///
/// # Errors
/// The database's.
pub async fn set_parents(tx: &mut StewardTx, parents: &[(TeamId, TeamId)]) -> Result<()> {
    let statement = sql("update teams t set parent_id = p.parent_id, version = t.version + 1
         from unnest($2, $3) p (id, parent_id) where t.tenant_id = $1 and t.id = p.id")
    .bind(tx.tenant())
    .bind(parents.iter().map(|(id, _)| id.0).collect::<Vec<_>>())
    .bind(parents.iter().map(|(_, parent)| parent.0).collect::<Vec<_>>());
    tx.execute(statement).await?;
    Ok(())
}

/// Adds people, invited: they have no password, and sign in once they have accepted an invitation.
///
/// # Errors
/// 422 for an address or external id that is taken, 403 for more people than the plan has seats.
pub async fn add_people(tx: &mut StewardTx, people: &[&Person], now: Timestamp) -> Result<()> {
    let statement = sql("insert into users (tenant_id, id, name, name_key, email, role, team_id, state, external_id, created_at)
         select $1, u.id, u.name, u.name_key, u.email, u.role, u.team_id, 'invited', u.external_id, $2
         from unnest($3, $4, $5, $6, $7, $8, $9) u (id, name, name_key, email, role, team_id, external_id)")
    .bind(tx.tenant())
    .bind(now);
    let statement = bind_people(statement, people);
    tx.execute(statement).await.map_err(|error| Error::constraint(error, CONSTRAINTS))?;
    accounts::store::must_have_seats(tx).await
}

/// Writes changed people.
///
/// # Errors
/// As [`add_people`].
pub async fn update_people(tx: &mut StewardTx, people: &[&Person]) -> Result<()> {
    let statement = sql("update users x set name = u.name, name_key = u.name_key, email = u.email, role = u.role, team_id = u.team_id,
           external_id = u.external_id, version = x.version + 1
         from unnest($2, $3, $4, $5, $6, $7, $8) u (id, name, name_key, email, role, team_id, external_id)
         where x.tenant_id = $1 and x.id = u.id")
    .bind(tx.tenant());
    let statement = bind_people(statement, people);
    tx.execute(statement).await.map_err(|error| Error::constraint(error, CONSTRAINTS))?;
    Ok(())
}

fn bind_people(statement: kontaly_db::Sql, people: &[&Person]) -> kontaly_db::Sql {
    let ids = |id: Option<TeamId>| id.map(|id| id.0);
    statement
        .bind(people.iter().map(|person| person.id.0).collect::<Vec<Uuid>>())
        .bind(people.iter().map(|person| person.name.clone()).collect::<Vec<_>>())
        .bind(people.iter().map(|person| name_key(&person.name)).collect::<Vec<_>>())
        .bind(people.iter().map(|person| person.email.clone()).collect::<Vec<_>>())
        .bind(people.iter().map(|person| person.role.clone()).collect::<Vec<_>>())
        .bind(people.iter().map(|person| ids(person.team_id)).collect::<Vec<_>>())
        .bind(people.iter().map(|person| person.external_id.clone()).collect::<Vec<_>>())
}

/// People whose role changed.
#[must_use]
pub fn changed_roles(before: &[Person], after: &[Person]) -> Vec<UserId> {
    before.iter().zip(after).filter(|(was, is)| was.role != is.role).map(|(was, _)| was.id).collect()
}
