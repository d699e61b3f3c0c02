//! Roles: what the serving ones are granted, and what powers they have.

use super::standard::{Class, Writes};
use super::store::{Grant, Oddity, Table};
use super::{Finding, Report, tables};

/// The roles that serve.
const SERVING: [&str; 6] = [
    "kontaly_app",
    "kontaly_steward",
    "kontaly_platform",
    "kontaly_router",
    "kontaly_worker",
    "kontaly_console",
];

/// The settings that `migrations/roles.sql` gives each of them. A role may set its own, and so may whoever injects SQL.
const SETTINGS: [&str; 8] = [
    "idle_in_transaction_session_timeout=10s",
    "jit=off",
    "lock_timeout=3s",
    "log_parameter_max_length=0",
    "log_parameter_max_length_on_error=0",
    "plan_cache_mode=force_generic_plan",
    "search_path=public, pg_temp",
    "statement_timeout=10s",
];

/// Their names, as a value to bind.
pub(super) fn names() -> Vec<String> {
    SERVING.iter().map(|name| (*name).to_owned()).collect()
}

/// The most that a role may be granted on a table.
fn most(role: &str, table: &Table) -> &'static [&'static str] {
    const ALL: &[&str] = &["SELECT", "INSERT", "UPDATE", "DELETE"];
    const READ: &[&str] = &["SELECT"];
    match (role, table.name.as_str(), Class::of(table)) {
        (_, "schema_migrations", _) => READ,
        ("kontaly_app", "actors" | "sessions" | "tenants", _) => READ,
        ("kontaly_app", "outbox", _) => &["INSERT"],
        ("kontaly_app", "unsealed", _) => &["SELECT", "INSERT", "DELETE"],
        ("kontaly_app", "seals", _) => &["SELECT", "INSERT"],
        ("kontaly_app", "seal_checks", _) => &["SELECT", "INSERT", "UPDATE"],
        ("kontaly_steward", "unsealed", _) => &["INSERT"],
        ("kontaly_console", "seal_checks", _) => READ,
        ("kontaly_app", "notifications", _) => &["SELECT", "INSERT", "DELETE"],
        ("kontaly_app", "notification_settings", _) => &["SELECT", "INSERT", "UPDATE"],
        ("kontaly_app", _, Some(Class::Protected(_, Writes::Records | Writes::Settings))) => ALL,
        ("kontaly_app", _, Some(Class::Protected(_, Writes::Steward))) => READ,
        ("kontaly_steward", "events" | "changes", _) => &["INSERT"],
        ("kontaly_steward", "tenants" | "doormen", _) => READ,
        ("kontaly_steward", "idempotency_keys", _) => ALL,
        ("kontaly_steward", _, Some(Class::Protected(_, Writes::Steward | Writes::Nobody))) => ALL,
        ("kontaly_platform", "domains", _) => ALL,
        ("kontaly_platform", _, Some(Class::Registry)) => &["SELECT", "INSERT", "UPDATE"],
        ("kontaly_platform", "doormen", _) => &["INSERT"],
        ("kontaly_platform", "mails", _) => &["SELECT", "INSERT", "DELETE"],
        ("kontaly_platform", "sign_in_addresses" | "attachment_sums" | "webhook_deliveries", _) => READ,
        ("kontaly_router" | "kontaly_console", "usage", _) => READ,
        ("kontaly_router" | "kontaly_console", _, Some(Class::Registry)) => READ,
        ("kontaly_worker", "outbox" | "changes", _) => &["SELECT", "DELETE"],
        ("kontaly_worker", "feeds", _) => &["SELECT", "INSERT", "UPDATE"],
        _ => &[],
    }
}

/// Columns that may be granted beyond their table.
const COLUMNS: [(&str, &str, &str, &str); 26] = [
    ("kontaly_worker", "unsealed", "tenant_id", "SELECT"),
    ("kontaly_console", "seals", "tenant_id", "SELECT"),
    ("kontaly_console", "seals", "number", "SELECT"),
    ("kontaly_console", "seals", "hash", "SELECT"),
    ("kontaly_app", "notifications", "count", "UPDATE"),
    ("kontaly_app", "notifications", "at", "UPDATE"),
    ("kontaly_app", "notifications", "read_at", "UPDATE"),
    ("kontaly_worker", "changes", "number", "UPDATE"),
    ("kontaly_console", "tenants", "state", "UPDATE"),
    ("kontaly_console", "tenants", "version", "UPDATE"),
    ("kontaly_console", "tenants", "plan", "UPDATE"),
    ("kontaly_console", "tenants", "plan_name", "UPDATE"),
    ("kontaly_console", "tenants", "seats_max", "UPDATE"),
    ("kontaly_console", "tenants", "records_max", "UPDATE"),
    ("kontaly_console", "tenants", "storage_max", "UPDATE"),
    ("kontaly_console", "tenants", "requests_max", "UPDATE"),
    ("kontaly_console", "tenants", "modules_off", "UPDATE"),
    ("kontaly_console", "tenants", "modules_switched", "UPDATE"),
    ("kontaly_console", "tenants", "throttle", "UPDATE"),
    ("kontaly_console", "tenants", "trial_ends_at", "UPDATE"),
    ("kontaly_platform", "doormen", "tenant_id", "SELECT"),
    ("kontaly_platform", "mails", "attempts", "UPDATE"),
    ("kontaly_platform", "mails", "next_at", "UPDATE"),
    ("kontaly_platform", "mails", "sent_at", "UPDATE"),
    ("kontaly_platform", "mails", "gave_up_at", "UPDATE"),
    ("kontaly_platform", "mails", "last_error", "UPDATE"),
];

/// No serving role is granted more than its part, and nobody else anything that PUBLIC would have.
pub(super) fn check_grants(grants: &[Grant], tables: &[Table], report: &mut Report) {
    for grant in grants {
        let serving = SERVING.contains(&grant.role.as_str());
        if !serving && grant.role != "PUBLIC" {
            // Another role of the administrator's: row security shows it nothing, unless it is past it ("bypass").
            continue;
        }
        let table = tables.iter().find(|table| table.name == grant.table);
        let allowed = table.map_or(&[][..], |table| if serving { most(&grant.role, table) } else { &[] });
        let column =
            (grant.role.as_str(), grant.table.as_str(), grant.column.as_str(), grant.privilege.as_str());
        if allowed.contains(&grant.privilege.as_str()) || COLUMNS.contains(&column) {
            continue;
        }
        let place = if grant.column.is_empty() {
            grant.table.clone()
        } else {
            format!("{}.{}", grant.table, grant.column)
        };
        report.findings.push(Finding::new("grant", place, format!("{} may {}", grant.role, grant.privilege)));
    }
}

/// Powers: the question finds nothing but what is wrong.
pub(super) fn check_powers(found: &[Oddity], report: &mut Report) {
    tables::check_objects(found, report);
}

/// The roles' own settings are those of `roles.sql`, no more and no fewer.
pub(super) fn check_settings(settings: &[(String, String)], report: &mut Report) {
    for role in SERVING {
        let has = |setting: &str| settings.iter().any(|(whose, what)| whose == role && what == setting);
        for missing in SETTINGS.iter().filter(|setting| !has(setting)) {
            report.findings.push(Finding::new(
                "setting",
                role,
                format!("lacks {missing}: run kontaly migrate"),
            ));
        }
        for (_, odd) in
            settings.iter().filter(|(whose, what)| whose == role && !SETTINGS.contains(&what.as_str()))
        {
            report.findings.push(Finding::new("setting", role, format!("has {odd}: run kontaly migrate")));
        }
    }
}
