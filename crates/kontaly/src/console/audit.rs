//! What operators did, for operators: the log, the log as a file, and how the installation's chain stands.

use super::guard::Desk;
use crate::audit::chain::Finding;
use crate::audit::store::ChainState;
use crate::audit::{file, installation};
use crate::exports::csv::Csv;
use crate::exports::output::Cell;
use crate::http::filter::{Field, Kind, Listing};
use crate::http::page::PAGE_ROWS_MAX;
use crate::http::{Body, Error, ListQuery, Page, Problem, Result, page};
use axum::Json;
use axum::extract::Query;
use axum::response::Response;
use futures_util::stream::{self, TryStreamExt};
use jiff::Timestamp;
use kontaly_access::{OperatorId, TenantId};
use kontaly_db::{Sql, sql};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

kontaly_db::record! {
    /// Something that an operator did, or was refused.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct OperatorEvent {
        /// Which one.
        pub id: Uuid = "e.id",
        /// When.
        pub at: Timestamp = "e.at",
        /// By whom; null for the command line, and for whoever is not known.
        pub operator_id: Option<OperatorId> = "e.operator_id",
        /// The operator's name.
        #[schema(example = "Robin Vance")]
        pub operator_name: Option<String> = "o.name",
        /// To what: `tenant`, `operator`, `session` …
        #[schema(example = "tenant")]
        pub noun: String = "e.noun",
        /// Which of them.
        pub subject_id: Option<Uuid> = "e.subject_id",
        /// What it is called, where it is a tenant or an operator that is still there.
        #[schema(example = "Acme Trading")]
        pub subject_name: Option<String> = "coalesce(t.name, s.name)",
        /// `create`, `suspend`, `sign_in` …
        #[schema(example = "suspend")]
        pub action: String = "e.action",
        /// `{"field": [before, after]}`.
        #[schema(value_type = Object)]
        pub changes: Value = "e.changes",
        /// From where.
        #[schema(example = "192.0.2.7")]
        pub address: Option<String> = "e.address",
    }
}

/// What the log is asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct OperatorEventQuery {
    /// Only what this operator did.
    #[param(example = json!(null))]
    #[schema(example = json!(null))]
    pub operator_id: Option<OperatorId>,
    /// Only what was done to this noun.
    #[param(example = json!(null))]
    #[schema(example = json!(null))]
    pub noun: Option<String>,
    /// Only what is called so.
    #[param(example = json!(null))]
    #[schema(example = json!(null))]
    pub action: Option<String>,
    /// Only what was done to this one.
    #[param(example = json!(null))]
    #[schema(example = json!(null))]
    pub subject_id: Option<Uuid>,
    /// Not before.
    #[param(example = json!(null))]
    #[schema(example = json!(null))]
    pub from: Option<Timestamp>,
    /// Before.
    #[param(example = json!(null))]
    #[schema(example = json!(null))]
    pub to: Option<Timestamp>,
    /// The `next` of the page before.
    #[param(example = json!(null))]
    #[schema(example = json!(null))]
    pub cursor: Option<String>,
    /// Rows of the page: 1 to 200, 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    #[schema(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
}

const LISTING: Listing = Listing {
    noun: "operator_event",
    id: "e.id",
    tenant: "e.id",
    owner: None,
    default_sort: "-at",
    fields: &[Field::sorted("at", "e.at", Kind::Instant)],
};

fn narrowed(query: &OperatorEventQuery) -> Sql {
    let mut rows = sql("from console.events e left join console.operators o on o.id = e.operator_id
          left join tenants t on e.noun = 'tenant' and t.tenant_id = e.subject_id
          left join console.operators s on e.noun = 'operator' and s.id = e.subject_id where true");
    if let Some(operator) = query.operator_id {
        rows.push(" and e.operator_id = ").push_bind(operator);
    }
    if let Some(noun) = &query.noun {
        rows.push(" and e.noun = ").push_bind(noun.clone());
    }
    if let Some(action) = &query.action {
        rows.push(" and e.action = ").push_bind(action.clone());
    }
    if let Some(subject) = query.subject_id {
        rows.push(" and e.subject_id = ").push_bind(subject);
    }
    if let Some(from) = query.from {
        rows.push(" and e.at >= ").push_bind(from);
    }
    if let Some(to) = query.to {
        rows.push(" and e.at < ").push_bind(to);
    }
    rows
}

async fn read(desk: &Desk, query: &OperatorEventQuery) -> Result<Page<OperatorEvent>> {
    let list = ListQuery { cursor: query.cursor.clone(), limit: query.limit, ..ListQuery::default() };
    let columns = OperatorEvent::COLUMNS;
    page::read_registry(&mut desk.begin(), &LISTING, &list, columns, narrowed(query), OperatorEvent::read)
        .await
}

/// What operators did, the newest first.
#[utoipa::path(get, path = "/api/events", tag = "audit", operation_id = "list_operator_events", params(OperatorEventQuery),
    responses((status = 200, body = Page<OperatorEvent>), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 422, body = Problem)))]
pub async fn list_operator_events(
    desk: Desk,
    Query(query): Query<OperatorEventQuery>,
) -> Result<Json<Page<OperatorEvent>>> {
    Ok(Json(read(&desk, &query).await?))
}

/// Take what operators did out as CSV, the newest first. The log says so.
#[utoipa::path(post, path = "/api/events/file", tag = "audit", operation_id = "export_operator_events", request_body = OperatorEventQuery,
    responses((status = 200, body = String, content_type = "text/csv"), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 422, body = Problem)))]
pub async fn export_operator_events(desk: Desk, Body(query): Body<OperatorEventQuery>) -> Result<Response> {
    let query = OperatorEventQuery { cursor: None, limit: Some(PAGE_ROWS_MAX), ..query };
    let first = read(&desk, &query).await?;
    let mut tx = desk.begin();
    tx.queue(desk.event("event", None, "export", json!({})));
    tx.commit().await?;
    answer(desk, query, first)
}

const HEADER: [&str; 9] =
    ["id", "at", "operator_id", "operator_name", "noun", "subject_id", "action", "changes", "address"];

fn answer(desk: Desk, query: OperatorEventQuery, first: Page<OperatorEvent>) -> Result<Response> {
    let name = format!("operators-log-{}.csv", desk.now.strftime("%Y-%m-%d"));
    let csv = Csv::new(&HEADER).map_err(file::packing)?;
    let pages = stream::try_unfold((csv, Some(first)), move |(mut csv, page)| {
        let (desk, query) = (desk.clone(), query.clone());
        async move {
            let Some(page) = page else { return Ok(None) };
            page.items.iter().try_for_each(|event| csv.row(&cells(event))).map_err(file::packing)?;
            let written = csv.take();
            let next = match page.next {
                None => None,
                cursor => Some(read(&desk, &OperatorEventQuery { cursor, ..query }).await?),
            };
            Ok::<_, Error>(Some((written, (csv, next))))
        }
    });
    let body = axum::body::Body::from_stream(pages.map_err(|error| std::io::Error::other(error.code())));
    Ok(file::attachment(&name, body))
}

fn cells(event: &OperatorEvent) -> [Cell; 9] {
    let text = |text: Option<String>| text.map_or(Cell::Blank, Cell::Text);
    [
        Cell::Text(event.id.to_string()),
        file::moment(event.at),
        text(event.operator_id.map(|id| id.to_string())),
        text(event.operator_name.clone()),
        Cell::Text(event.noun.clone()),
        text(event.subject_id.map(|id| id.to_string())),
        Cell::Text(event.action.clone()),
        Cell::Text(event.changes.to_string()),
        text(event.address.clone()),
    ]
}

/// How the chains stand.
#[derive(Serialize, ToSchema)]
pub struct InstallationAudit {
    /// The installation's own.
    pub chain: ChainState,
    /// How many tenants' chains were computed anew, at least once.
    pub checked: i64,
    /// Those with which something is wrong, 100 at most.
    pub broken: Vec<BrokenChain>,
}

/// A tenant's chain with which something is wrong.
#[derive(Serialize, ToSchema)]
pub struct BrokenChain {
    /// Whose.
    pub tenant_id: TenantId,
    /// What it calls itself.
    #[schema(example = "Acme Trading")]
    pub name: String,
    /// When that was found.
    pub checked_at: Timestamp,
    /// What is wrong first.
    pub finding: Finding,
}

/// How the installation's chain stands, and which tenants' chains are broken.
#[utoipa::path(get, path = "/api/audit", tag = "audit", operation_id = "get_installation_audit",
    responses((status = 200, body = InstallationAudit), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn get_installation_audit(desk: Desk) -> Result<Json<InstallationAudit>> {
    let mut tx = desk.begin();
    let chain = installation::state(&mut tx).await?;
    let checked = tx.one(sql("select count(*) from seal_checks")).await?.take()?;
    let query = sql("select c.tenant_id, t.name, c.checked_at, c.finding from seal_checks c join tenants t on t.tenant_id = c.tenant_id
        where c.finding is not null order by t.name, t.tenant_id limit 100");
    let rows = tx.closing().query(query).await?;
    let broken = rows.iter().map(|row| {
        let (tenant_id, name, checked_at) = (row.take()?, row.take()?, row.take()?);
        let finding: Value = row.take()?;
        let finding = serde_json::from_value(finding).map_err(|error| Error::internal(error.to_string()))?;
        Ok(BrokenChain { tenant_id, name, checked_at, finding })
    });
    Ok(Json(InstallationAudit { chain, checked, broken: broken.collect::<Result<_>>()? }))
}
