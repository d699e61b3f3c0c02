//! The endpoints that are measured, each as a maker of requests and, where pgbench can do the same, as SQL.

use crate::client::{Requests, once};
use crate::stack::Stack;
use anyhow::{Context, Result, bail};
use kontaly::leads::Lead;
use serde_json::Value;
use std::sync::Arc;

/// An endpoint to be measured.
pub(crate) struct Target {
    /// Its name in the report.
    pub(crate) name: &'static str,
    /// Makes its requests.
    pub(crate) requests: Requests,
    /// The same query for pgbench; none where the endpoint does more than one.
    pub(crate) queries: Vec<String>,
    /// The ratio to pgbench that it is to reach.
    pub(crate) goal: Option<f64>,
}

fn request(stack: &Stack, method: &str, path: &str, extra: &str, body: &str) -> Vec<u8> {
    let length = if body.is_empty() {
        String::new()
    } else {
        format!("content-type: application/json\r\ncontent-length: {}\r\n", body.len())
    };
    format!(
        "{method} {path} HTTP/1.1\r\nhost: {}.localhost\r\ncookie: __Host-kontaly={}\r\n{length}{extra}\r\n{body}",
        stack.slug, stack.cookie
    )
    .into_bytes()
}

async fn json(stack: &Stack, port: u16, path: &str) -> Result<Value> {
    let (status, body) = once(port, &request(stack, "GET", path, "", "")).await?;
    if status != 200 {
        bail!("{path} answers {status}: {}", String::from_utf8_lossy(&body));
    }
    Ok(serde_json::from_slice(&body)?)
}

fn texts(page: &Value, field: &str) -> Vec<String> {
    let items = page["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(|item| item[field].as_str()).map(str::to_owned).collect()
}

/// Everything that is measured, on the rows of the largest tenant.
pub(crate) async fn all(stack: &Stack, port: u16) -> Result<Vec<Target>> {
    let mut leads = Vec::new();
    for sort in ["-created_at", "created_at", "name", "-name", "score"] {
        leads.extend(texts(&json(stack, port, &format!("/api/leads?limit=200&sort={sort}")).await?, "id"));
    }
    let pipelines = json(stack, port, "/api/pipelines").await?;
    let pipeline = pipelines.as_array().and_then(|list| list.first()).or_else(|| pipelines["items"].get(0));
    let pipeline = pipeline.context("the tenant has a pipeline")?;
    let stages: Vec<String> = pipeline["stages"]
        .as_array()
        .context("the pipeline has stages")?
        .iter()
        .filter(|stage| stage["kind"] == "open")
        .filter_map(|stage| stage["id"].as_str().map(str::to_owned))
        .collect();
    let board = format!("/api/pipelines/{}/board", pipeline["id"].as_str().unwrap_or_default());
    let columns = format!("{}, l.created_at, l.id", Lead::COLUMNS);
    let tenant = stack.tenant;
    let get = leads
        .iter()
        .take(200)
        .map(|id| {
            format!("select {} from leads l where l.tenant_id = '{tenant}' and l.id = '{id}'", Lead::COLUMNS)
        })
        .collect();
    let list = vec![format!(
        "select {columns} from leads l where l.tenant_id = '{tenant}' and l.trashed_at is null order by l.created_at desc, l.id desc limit 51"
    )];
    let plain = |path: String| -> Requests {
        let bytes = request(stack, "GET", &path, "", "");
        Arc::new(move |_| bytes.clone())
    };
    let each = |paths: Vec<String>| -> Requests {
        let made: Vec<_> = paths.iter().map(|path| request(stack, "GET", path, "", "")).collect();
        Arc::new(move |n| made[n as usize % made.len()].clone())
    };
    let words = ["mar", "anna", "gmb", "berlin", "sch", "lee", "tech", "jo"];
    Ok(vec![
        Target {
            name: "get",
            requests: each(leads.iter().map(|id| format!("/api/leads/{id}")).collect()),
            queries: get,
            goal: Some(0.65),
        },
        Target {
            name: "list",
            requests: plain("/api/leads?limit=50".into()),
            queries: list,
            goal: Some(0.80),
        },
        Target { name: "board", requests: plain(board), queries: Vec::new(), goal: None },
        Target {
            name: "search",
            requests: each(words.iter().map(|word| format!("/api/search?q={word}")).collect()),
            queries: Vec::new(),
            goal: None,
        },
        Target {
            name: "move",
            requests: moves(stack, port, &stages).await?,
            queries: Vec::new(),
            goal: None,
        },
    ])
}

/// Deals pushed round their open stages. Two at once may meet: that is 409, and counts as an answer.
async fn moves(stack: &Stack, port: u16, stages: &[String]) -> Result<Requests> {
    let filter = "%7B%22field%22:%22state%22,%22op%22:%22eq%22,%22value%22:%22open%22%7D";
    let page = json(stack, port, &format!("/api/deals?limit=200&filter={filter}")).await?;
    let deals: Vec<(String, i64)> = page["items"]
        .as_array()
        .context("deals")?
        .iter()
        .filter_map(|deal| Some((deal["id"].as_str()?.to_owned(), deal["version"].as_i64()?)))
        .collect();
    let versions: Arc<Vec<std::sync::atomic::AtomicI64>> =
        Arc::new(deals.iter().map(|(_, version)| std::sync::atomic::AtomicI64::new(*version)).collect());
    let (slug, cookie, stages) = (stack.slug.clone(), stack.cookie.clone(), stages.to_vec());
    if deals.is_empty() || stages.is_empty() {
        bail!("the tenant has no open deals");
    }
    Ok(Arc::new(move |n| {
        let i = n as usize % deals.len();
        let version = versions[i].fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let body = format!("{{\"stage_id\":\"{}\"}}", stages[(n as usize / deals.len()) % stages.len()]);
        format!(
            "POST /api/deals/{}/move HTTP/1.1\r\nhost: {slug}.localhost\r\ncookie: __Host-kontaly={cookie}\r\nif-match: \"{version}\"\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            deals[i].0,
            body.len()
        )
        .into_bytes()
    }))
}
