//! The order of the measurements.

use crate::client::{closed, open};
use crate::flat::Small;
use crate::pgbouncer::{PROGRAM, PgBouncer};
use crate::report::Report;
use crate::stack::{Served, Stack};
use crate::{Options, flat, import, pgbench, target};
use anyhow::Result;
use std::path::PathBuf;

/// Connections to the database, of the server and of pgbench alike.
const DATABASE_CONNECTIONS: usize = 8;

/// What is measured in a way of its own.
const IMPORT: &str = "import";
const NO_ENDPOINTS: [&str; 2] = [IMPORT, flat::NAME];

/// A server, and how it reaches the database.
struct Way {
    name: &'static str,
    served: Served,
    /// Lives as long as the server that goes through it.
    _pgbouncer: Option<PgBouncer>,
}

/// Directly, through the system's PgBouncer, and through a newer one that keeps prepared statements.
fn ways(options: &Options, stack: &Stack, report: &mut Report) -> Result<Vec<Way>> {
    let served = Served::start(options, stack, 18_080, None)?;
    let mut ways = vec![Way { name: "direct", served, _pgbouncer: None }];
    let system = Some(PathBuf::from(PROGRAM));
    let poolers = [("unprepared", system, false, 1), ("prepared", options.newer_pgbouncer.clone(), true, 2)];
    for (name, program, prepared, nth) in poolers {
        let started = match program {
            Some(program) => PgBouncer::start(
                &program,
                prepared,
                stack.postgres_port,
                &stack.database,
                &stack.keys,
                16_431 + nth,
            )?,
            None => None,
        };
        let Some(pgbouncer) = started else {
            report.line(&format!("There is no PgBouncer to measure {name} statements through."));
            continue;
        };
        let served = Served::start(options, stack, 18_080 + nth, Some((pgbouncer.port, prepared)))?;
        ways.push(Way { name, served, _pgbouncer: Some(pgbouncer) });
    }
    Ok(ways)
}

/// Measures everything and prints it.
pub(crate) async fn everything(options: &Options, stack: &Stack, small: Option<&Small>) -> Result<()> {
    let mut report = Report::new();
    report.line(&format!(
        "Tenant {} of the scale data; {} s a measurement, {DATABASE_CONNECTIONS} database connections.",
        stack.slug, options.seconds
    ));
    let ways = ways(options, stack, &mut report)?;
    let direct = &ways[0].served;
    let endpoints = || options.only.iter().filter(|name| !NO_ENDPOINTS.contains(&name.as_str()));
    for name in endpoints() {
        let target = target::named(name, stack, direct.port).await?;
        let yardstick = match target.queries.as_slice() {
            [] => None,
            queries => pgbench::rate(stack, DATABASE_CONNECTIONS, options.seconds, queries)?,
        };
        let mut best = 0.0_f64;
        for way in &ways {
            for connections in &options.connections {
                let target = target::named(name, stack, direct.port).await?;
                let measured =
                    closed(way.served.port, *connections, options.seconds, &target.requests).await?;
                if way.name == "direct" {
                    best = best.max(measured.rate);
                }
                report.throughput(&target, way.name, *connections, &measured, yardstick);
            }
        }
        let target = target::named(name, stack, direct.port).await?;
        let steady = open(direct.port, best / 2.0, options.seconds, &target.requests).await?;
        report.open_loop(&target, best / 2.0, &steady);
    }
    if let Some(small) = small {
        let served = small.serve(18_083)?;
        for name in target::NAMES {
            let few = small.alone(&served, name).await?;
            let many = flat::alone(stack, direct, name, options.seconds).await?;
            report.flat(name, &few, &many);
        }
    }
    if options.only.iter().any(|name| name == IMPORT) {
        report.import(&import::measure(options, stack).await?);
    }
    report.line(&format!(
        "Memory of the serving process at most: {:.0} MB (goal: below 100).",
        direct.memory_mb()
    ));
    Ok(())
}
