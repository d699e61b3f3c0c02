//! Policies: the standard ones are all there, word by word, and none shows more than they do.

use super::standard;
use super::store::{ForeignKey, Policy, Table, Trigger};
use super::{Finding, Report};

/// Compares every table's policies with the standard for its comment. A restrictive policy that is not in the standard
/// only takes away, and is let be.
pub(super) fn check(tables: &[Table], policies: &[Policy], foreign_keys: &[ForeignKey], report: &mut Report) {
    report.policies = policies.len();
    for table in tables {
        let wanted = standard::policies(table, tables, foreign_keys);
        let there: Vec<_> = policies.iter().filter(|policy| policy.table == table.name).collect();
        for policy in &there {
            let standard = wanted.iter().find(|wanted| wanted.name == policy.name);
            let detail = match standard {
                Some(standard) if standard == *policy => continue,
                Some(standard) => format!("is not the standard one: {}", difference(policy, standard)),
                None if !policy.permissive => continue,
                None => format!(
                    "shows rows that no rule shows: for {} to {} using {}",
                    policy.command, policy.roles, policy.using
                ),
            };
            report.findings.push(Finding::new(
                "policy",
                format!("{} on {}", policy.name, table.name),
                detail,
            ));
        }
        for missing in wanted.iter().filter(|wanted| !there.iter().any(|policy| policy.name == wanted.name)) {
            report.findings.push(Finding::new(
                "policy",
                format!("{} on {}", missing.name, table.name),
                "is missing",
            ));
        }
    }
    let known = |policy: &&Policy| tables.iter().any(|table| table.name == policy.table);
    for stray in policies.iter().filter(|policy| !known(policy)) {
        report.findings.push(Finding::new(
            "policy",
            format!("{} on {}", stray.name, stray.table),
            "is on a table of another schema",
        ));
    }
}

fn difference(policy: &Policy, standard: &Policy) -> String {
    let parts = [
        ("kind", policy.permissive.to_string(), standard.permissive.to_string()),
        ("roles", policy.roles.clone(), standard.roles.clone()),
        ("command", policy.command.clone(), standard.command.clone()),
        ("using", policy.using.clone(), standard.using.clone()),
        ("check", policy.check.clone(), standard.check.clone()),
    ];
    let differ = parts.into_iter().filter(|(_, is, wanted)| is != wanted);
    let told: Vec<_> = differ.map(|(part, is, wanted)| format!("{part} is {is:?}, not {wanted:?}")).collect();
    told.join("; ")
}

/// The triggers that carry owners along and look at references are there and fire, and the latter ask what they have to.
pub(super) fn check_triggers(
    tables: &[Table],
    triggers: &[Trigger],
    foreign_keys: &[ForeignKey],
    report: &mut Report,
) {
    let mut odd = |name: &str, detail: String| report.findings.push(Finding::new("trigger", name, detail));
    let there = |name: &str| triggers.iter().find(|trigger| trigger.name == name);
    for wanted in standard::CARRIERS {
        if there(wanted).is_none() {
            odd(wanted, "is missing or does not fire".into());
        }
    }
    for wanted in standard::lookouts(tables, foreign_keys) {
        match there(&wanted.name) {
            None => odd(&wanted.name, "is missing or does not fire".into()),
            Some(there) if there.definition != wanted.definition => {
                odd(&wanted.name, format!("is {:?}, not {:?}", there.definition, wanted.definition));
            }
            Some(there) if there.body != wanted.body => {
                odd(&wanted.name, format!("does {:?}, not {:?}", there.body, wanted.body));
            }
            Some(_) => {}
        }
    }
}
