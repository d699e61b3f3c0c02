//! People and teams from a file: everybody in it is invited and can own records at once; whoever manages somebody leads
//! a team. The steward writes them, the one role that may, so this is a transaction of its own.

mod staff;
pub mod store;

use super::bulk::store::Done;
use super::job::{Caller, all_rows};
use super::rows::{Plan, Row};
use super::{Import, ImportReport, Outcome};
use crate::http::Result;
use kontaly_access::{TeamId, UserId};
use serde_json::Value;
use staff::Staff;
use std::sync::Arc;

/// Rows of such a file at most: they are judged together, because one may manage another.
const ROWS_MAX: usize = 20_000;

/// A person of the workspace, as far as a file is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who it is.
    pub id: UserId,
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// The role's name.
    pub role: String,
    /// The team.
    pub team_id: Option<TeamId>,
    /// `invited`, `active` or `suspended`.
    pub state: String,
    /// The name in another system.
    pub external_id: Option<String>,
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Which one.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// The team above it.
    pub parent_id: Option<TeamId>,
}

/// Imports a file of people. The steward's transaction ends here; what the rows did is the caller's to keep.
///
/// # Errors
/// 422 for a file that is too long, or whose people collide with others.
pub async fn run(
    caller: &Caller,
    import: &Import,
    plan: &Arc<Plan>,
    dry: bool,
) -> Result<(ImportReport, Vec<Done>)> {
    let rows = all_rows(caller, import.id, plan, ROWS_MAX).await?;
    let mut steward = caller.begin_steward()?;
    let people = store::people(&mut steward).await?;
    let teams = store::teams(&mut steward).await?;
    let mut staff = Staff::new(caller, plan, people, teams);
    let mut report = ImportReport::default();
    let done = staff.judge(rows, &mut report);
    staff.write(&mut steward).await?;
    if dry {
        steward.rollback().await?;
    } else {
        steward.commit().await?;
    }
    Ok((report, done))
}

fn told(row: &Row, outcome: Outcome, person: Option<UserId>, detail: Option<Value>) -> Done {
    Done { line: row.line, outcome: outcome.as_str(), record: person.map(|id| id.0), detail }
}

fn rejected(row: &Row, report: &mut ImportReport) -> Done {
    report.reject(row.line, row.faults.first());
    told(row, Outcome::Rejected, None, Some(row.rejection()))
}
