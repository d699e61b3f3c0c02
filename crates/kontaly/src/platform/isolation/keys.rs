//! Keys: PostgreSQL accepts a reference to a row that row security hides, and a unique index tells of it. So each starts
//! with the tenant.

use super::standard::PUBLIC_NAMES;
use super::store::{ForeignKey, Table, UniqueIndex};
use super::{Finding, Report};

/// Foreign keys begin with `tenant_id` on both sides, refuse instead of reaching over, and were checked.
pub(super) fn check_foreign(keys: &[ForeignKey], tables: &[Table], report: &mut Report) {
    report.keys += keys.len();
    for key in keys {
        let mut odd = |detail: String| {
            report.findings.push(Finding::new(
                "foreign_key",
                format!("{} on {}", key.name, key.table),
                detail,
            ));
        };
        let starts = |columns: &[String]| columns.first().is_some_and(|column| column == "tenant_id");
        if !starts(&key.columns) || !starts(&key.target_columns) {
            odd(format!(
                "does not start with tenant_id: {:?} to {}{:?}",
                key.columns, key.target, key.target_columns
            ));
        }
        if !tables.iter().any(|table| table.name == key.target) {
            odd(format!("leads to {}, which is not in the schema public", key.target));
        }
        if !key.refuses {
            odd("deletes or changes rows that whoever deletes may not see".into());
        }
        if !key.validated {
            odd("was never checked over the rows that were there".into());
        }
    }
}

/// Unique indexes begin with `tenant_id`, but for public names.
pub(super) fn check_unique(indexes: &[UniqueIndex], report: &mut Report) {
    report.keys += indexes.len();
    for index in indexes {
        if index.first != "tenant_id" && !PUBLIC_NAMES.contains(&index.name.as_str()) {
            let detail = "tells whether another tenant has a value: it does not start with tenant_id";
            report.findings.push(Finding::new(
                "unique_index",
                format!("{} on {}", index.name, index.table),
                detail,
            ));
        }
    }
}
