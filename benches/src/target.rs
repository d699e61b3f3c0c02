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

/// Every endpoint that is measured.
pub(crate) const NAMES: [&str; 5] = ["get", "list", "board", "search", "move"];

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

/// One endpoint by its name, on the rows of the largest tenant. Made anew for every measurement: the versions of deals
/// move on.
pub(crate) async fn named(name: &str, stack: &Stack, port: u16) -> Result<Target> {
    match name {
        "get" => get(stack, port).await,
        "list" => Ok(list(stack)),
        "board" => {
            let (pipeline, _) = pipeline(stack, port).await?;
            Ok(other("board", each(stack, &[format!("/api/pipelines/{pipeline}/board")])))
        }
        "search" => {
            let words = ["mar", "anna", "gmb", "berlin", "sch", "lee", "tech", "jo"];
            Ok(other("search", each(stack, &words.map(|word| format!("/api/search?q={word}")))))
        }
        "move" => {
            let (_, stages) = pipeline(stack, port).await?;
            Ok(other("move", moves(stack, port, &stages).await?))
        }
        name => bail!("there is nothing named {name:?} to measure"),
    }
}

fn other(name: &'static str, requests: Requests) -> Target {
    Target { name, requests, queries: Vec::new(), goal: None }
}

fn each(stack: &Stack, paths: &[String]) -> Requests {
    let made: Vec<_> = paths.iter().map(|path| request(stack, "GET", path, "", "")).collect();
    Arc::new(move |n| made[n as usize % made.len()].clone())
}

async fn get(stack: &Stack, port: u16) -> Result<Target> {
    let mut ids = Vec::new();
    for sort in ["-created_at", "created_at", "name", "-name", "score"] {
        ids.extend(texts(&json(stack, port, &format!("/api/leads?limit=200&sort={sort}")).await?, "id"));
    }
    let tenant = stack.tenant;
    let query = |id: &String| {
        format!("select {} from leads l where l.tenant_id = '{tenant}' and l.id = '{id}'", Lead::COLUMNS)
    };
    let paths: Vec<_> = ids.iter().map(|id| format!("/api/leads/{id}")).collect();
    // pgbench takes 128 scripts at most.
    let queries = ids.iter().take(100).map(query).collect();
    Ok(Target { name: "get", requests: each(stack, &paths), queries, goal: Some(0.65) })
}

fn list(stack: &Stack) -> Target {
    let query = format!(
        "select {}, l.created_at, l.id from leads l where l.tenant_id = '{}' and l.trashed_at is null order by l.created_at desc, l.id desc limit 51",
        Lead::COLUMNS,
        stack.tenant
    );
    Target {
        name: "list",
        requests: each(stack, &["/api/leads?limit=50".into()]),
        queries: vec![query],
        goal: Some(0.80),
    }
}

/// The tenant's first pipeline and its open stages.
async fn pipeline(stack: &Stack, port: u16) -> Result<(String, Vec<String>)> {
    let answer = json(stack, port, "/api/pipelines").await?;
    let pipeline = answer.get(0).context("the tenant has a pipeline")?;
    let stages = pipeline["stages"].as_array().context("the pipeline has stages")?;
    let open = stages.iter().filter(|stage| stage["kind"] == "open");
    let id = pipeline["id"].as_str().context("the pipeline has an id")?;
    Ok((id.to_owned(), open.filter_map(|stage| stage["id"].as_str().map(str::to_owned)).collect()))
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
