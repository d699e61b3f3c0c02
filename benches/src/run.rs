//! The order of the measurements.

use crate::client::{closed, open};
use crate::pgbouncer::PgBouncer;
use crate::report::Report;
use crate::stack::{Served, Stack};
use crate::{Options, import, pgbench, target};
use anyhow::Result;

/// Connections to the database, of the server and of pgbench alike.
const DATABASE_CONNECTIONS: usize = 8;

/// What is not measured as requests.
const IMPORT: &str = "import";

/// Measures everything and prints it.
pub(crate) async fn everything(options: &Options, stack: &Stack) -> Result<()> {
    let mut report = Report::new();
    report.line(&format!(
        "Tenant {} of the scale data; {} s a measurement, {DATABASE_CONNECTIONS} database connections.",
        stack.slug, options.seconds
    ));
    let direct = Served::start(options, stack, 18_080, None)?;
    let bouncer = PgBouncer::start(stack.postgres_port, &stack.database, &stack.keys, 16_432)?;
    let pooled = match &bouncer {
        Some(bouncer) => Some(Served::start(options, stack, 18_081, Some(bouncer.port))?),
        None => None,
    };
    if pooled.is_none() {
        report.line("PgBouncer is not installed: only direct connections are measured.");
    }
    for name in options.only.iter().filter(|name| *name != IMPORT) {
        let target = target::named(name, stack, direct.port).await?;
        let yardstick = match target.queries.as_slice() {
            [] => None,
            queries => pgbench::rate(stack, DATABASE_CONNECTIONS, options.seconds, queries)?,
        };
        let mut best = 0.0_f64;
        for (way, served) in [("direct", Some(&direct)), ("pgbouncer", pooled.as_ref())] {
            let Some(served) = served else { continue };
            for connections in &options.connections {
                let target = target::named(name, stack, direct.port).await?;
                let measured = closed(served.port, *connections, options.seconds, &target.requests).await?;
                if way == "direct" {
                    best = best.max(measured.rate);
                }
                report.throughput(&target, way, *connections, &measured, yardstick);
            }
        }
        let target = target::named(name, stack, direct.port).await?;
        let steady = open(direct.port, best / 2.0, options.seconds, &target.requests).await?;
        report.open_loop(&target, best / 2.0, &steady);
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
