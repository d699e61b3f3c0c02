//! Tables: row security forced on each, owned by the owner, with the columns that policies rely on.

use super::standard::{self, Class};
use super::store::{Oddity, Table};
use super::{Finding, Report};

/// Compares every table with the rule in its comment.
pub(super) fn check(tables: &[Table], report: &mut Report) {
    for table in tables {
        let mut odd =
            |rule: &str, detail: String| report.findings.push(Finding::new(rule, table.name.clone(), detail));
        if table.owner != "kontaly_owner" {
            odd("owner", format!("belongs to {}", table.owner));
        }
        match table.kind.as_str() {
            "v" if !table.invoker => {
                odd("view", "runs with the rights of its owner, past row security".into());
            }
            "v" => {}
            "m" => odd("materialised_view", "keeps rows past row security".into()),
            "f" => odd("foreign_table", "is past row security".into()),
            _ if standard::NO_ROW_SECURITY.contains(&table.name.as_str()) => {}
            _ => secured(table, &mut odd),
        }
    }
}

fn secured(table: &Table, odd: &mut impl FnMut(&str, String)) {
    if !table.secured {
        odd("row_security", "has no row security".into());
    } else if !table.forced {
        odd("row_security", "does not force row security".into());
    }
    let column = |wanted: &str| table.columns.iter().any(|column| column == wanted);
    // A slug that was given up belongs to nobody.
    let tenant = column("tenant_id uuid not null") || (table.name == "slugs" && column("tenant_id uuid"));
    if !tenant {
        odd("tenant_column", format!("has no tenant_id uuid not null, but {:?}", table.columns));
    }
    match Class::of(table) {
        None => odd("comment", format!("{:?} names no rule of kontaly_schema.protect", table.comment)),
        Some(class) => {
            // What is somebody's own is never nobody's.
            let owner = column("owner_id uuid") || column("owner_id uuid not null");
            if class.needs_owner() && !owner {
                odd("owner_column", "has no owner_id uuid that its rule could look at".into());
            }
            if class.needs_directory() && !column("directory boolean not null") {
                odd(
                    "directory_column",
                    "has no directory boolean not null that its rule could look at".into(),
                );
            }
        }
    }
}

/// Functions, rules, schemas and extensions: the question finds nothing but what is wrong.
pub(super) fn check_objects(found: &[Oddity], report: &mut Report) {
    for oddity in found {
        report.findings.push(Finding::new(&oddity.rule, oddity.object.clone(), oddity.detail.clone()));
    }
}
