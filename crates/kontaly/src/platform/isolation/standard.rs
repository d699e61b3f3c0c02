//! The standard: what each table's policies must be, as PostgreSQL writes them back.
//!
//! PostgreSQL 15, 16, 17 and 18 write the same text for the same policy (compared in the tests of each), so the text can
//! be compared as it is, once its spaces are squeezed.

use super::store::{ForeignKey, Policy, Table, Trigger};

/// Tables without row security, and why that is right: it holds numbers of migrations.
pub(super) const NO_ROW_SECURITY: [&str; 1] = ["schema_migrations"];
/// Unique across tenants, because a slug and a host are names in public, and migrations are nobody's.
pub(super) const PUBLIC_NAMES: [&str; 4] =
    ["slugs_pkey", "slugs_skeleton_key", "domains_pkey", "schema_migrations_pkey"];
/// Triggers that take the copies of a record's owner along and see to it that none is left behind, and those that keep the
/// audit log as it was written.
pub(super) const CARRIERS: [&str; 19] = [
    "events.is_not_changed",
    "events.is_not_deleted",
    "events.is_not_truncated",
    "events.queue_for_seal",
    "seals.is_not_changed",
    "seals.is_not_truncated",
    "events.tell_change",
    "activities.check_owner",
    "activities.check_owner_of_new",
    "attachments.check_owner_of_new",
    "leads.take_whole",
    "deals.take_whole",
    "contacts.take_whole",
    "companies.take_whole",
    "leads.carry_owner",
    "deals.carry_owner",
    "contacts.carry_owner",
    "companies.carry_owner",
    "activities.carry_owner",
];
/// References whose row carries a copy of the record's owner, which must be a true one.
const WITH_OWNER: [(&str, &str); 9] = [
    ("contact_points", "contact_id"),
    ("activities", "lead_id"),
    ("activities", "deal_id"),
    ("activities", "contact_id"),
    ("activities", "company_id"),
    ("attachments", "lead_id"),
    ("attachments", "deal_id"),
    ("attachments", "contact_id"),
    ("attachments", "company_id"),
];

/// Which rows of a table somebody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    Workspace,
    Owned,
    Directory,
    Mixed,
    Personal,
}

/// Who writes a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writes {
    Records,
    Settings,
    Steward,
    Nobody,
}

/// What a table is, from the comment that `kontaly_schema.protect` left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Protected(Rule, Writes),
    /// Tenants, slugs, domains.
    Registry,
    /// Doormen.
    Capability,
}

impl Class {
    pub(super) fn of(table: &Table) -> Option<Self> {
        let registry = ["tenants", "slugs", "domains"].contains(&table.name.as_str());
        match table.comment.split_once(' ')? {
            ("registry", "platform") if registry => Some(Self::Registry),
            ("capability", "platform") if table.name == "doormen" => Some(Self::Capability),
            (rule, writes) => {
                let rule = match rule {
                    "workspace" => Rule::Workspace,
                    "owned" => Rule::Owned,
                    "directory" => Rule::Directory,
                    "mixed" => Rule::Mixed,
                    "personal" => Rule::Personal,
                    _ => return None,
                };
                let writes = match writes {
                    "records" => Writes::Records,
                    "settings" => Writes::Settings,
                    "steward" => Writes::Steward,
                    "nobody" => Writes::Nobody,
                    _ => return None,
                };
                Some(Self::Protected(rule, writes))
            }
        }
    }

    pub(super) fn needs_owner(self) -> bool {
        matches!(self, Self::Protected(Rule::Owned | Rule::Directory | Rule::Mixed | Rule::Personal, _))
    }

    pub(super) fn needs_directory(self) -> bool {
        matches!(self, Self::Protected(Rule::Mixed, _))
    }
}

fn actor(field: &str) -> String {
    format!("( SELECT a.{field} FROM actors a)")
}

fn of_tenant() -> String {
    format!("(tenant_id = {})", actor("tenant_id"))
}

fn of_doorman() -> String {
    "(tenant_id = ( SELECT d.tenant_id FROM doormen d))".to_owned()
}

fn of_owners() -> String {
    format!("(owner_id = ANY ({}::uuid[]))", actor("owners"))
}

/// The row rule.
fn seen(rule: Rule) -> String {
    let directory = match rule {
        Rule::Workspace => return of_tenant(),
        Rule::Personal => {
            return format!("({} AND (shared OR (owner_id = {})))", of_tenant(), actor("id"));
        }
        Rule::Owned => String::new(),
        Rule::Directory => format!("{} OR ", actor("sees_directory")),
        Rule::Mixed => format!("(directory AND {}) OR ", actor("sees_directory")),
    };
    format!(
        "({} AND ({} OR {directory}{} OR ((owner_id IS NULL) AND {})))",
        of_tenant(),
        actor("sees_all"),
        of_owners(),
        actor("sees_pool")
    )
}

/// Who may change what hangs on a record of the directory, inside the parentheses.
fn own_of_directory() -> String {
    format!("(NOT directory) OR {} OR {} OR (owner_id IS NULL)", actor("sees_all"), of_owners())
}

/// What a write must satisfy besides: on insert, and on update and delete.
fn changes(table: &str, rule: Rule, writes: Writes) -> (String, String) {
    let (write, manages, own) = (actor("can_write"), actor("manages"), own_of_directory());
    let mine = format!("assignee_id = {}", actor("id"));
    let both = |text: String| (text.clone(), text);
    let and = |text: &str| format!("({write} AND {text})");
    match (table, rule, writes) {
        ("activities", ..) => (and("true"), and(&format!("({own} OR ({mine}))"))),
        ("events" | "changes", ..) => (and("true"), and(&format!("({own})"))),
        ("custom_values", ..) => {
            both(and(&format!("CASE noun WHEN 'product'::text THEN {manages} ELSE ({own}) END")))
        }
        ("search_tokens", ..) => {
            let of_mine = format!(
                "((noun = 'activity'::text) AND (EXISTS ( SELECT FROM activities t WHERE ((t.tenant_id = search_tokens.tenant_id) \
                 AND (t.id = search_tokens.record_id) AND (t.{mine})))))"
            );
            let product = format!("CASE noun WHEN 'product'::text THEN {manages}");
            (
                and(&format!("{product} WHEN 'activity'::text THEN true ELSE ({own}) END")),
                and(&format!("{product} ELSE ({own} OR {of_mine}) END")),
            )
        }
        (_, _, Writes::Settings) => both(manages),
        (_, Rule::Directory | Rule::Personal, _) => {
            both(and(&format!("({} OR {} OR (owner_id IS NULL))", actor("sees_all"), of_owners())))
        }
        (_, Rule::Mixed, _) => both(and(&format!("({own})"))),
        _ => both(write),
    }
}

struct Maker<'a> {
    table: &'a str,
    made: Vec<Policy>,
}

impl Maker<'_> {
    fn add(&mut self, name: &str, permissive: bool, role: &str, command: &str, using: &str, check: &str) {
        self.made.push(Policy {
            table: self.table.to_owned(),
            name: name.to_owned(),
            permissive,
            roles: role.to_owned(),
            command: command.to_owned(),
            using: using.to_owned(),
            check: check.to_owned(),
        });
    }

    fn shows(&mut self, name: &str, role: &str, command: &str, using: &str) {
        self.add(name, true, role, command, using, "");
    }

    fn protected(&mut self, rule: Rule, writes: Writes) {
        if matches!(writes, Writes::Steward | Writes::Nobody) {
            self.shows("kept", "kontaly_steward", "ALL", &of_doorman());
        }
        match writes {
            Writes::Nobody => {}
            Writes::Steward => self.shows("seen", "kontaly_app", "SELECT", &seen(rule)),
            Writes::Records | Writes::Settings => {
                self.shows("seen", "kontaly_app", "ALL", &seen(rule));
                let (inserts, updates) = changes(self.table, rule, writes);
                self.add("inserts", false, "kontaly_app", "INSERT", "", &inserts);
                self.add("updates", false, "kontaly_app", "UPDATE", &updates, "");
                self.add("deletes", false, "kontaly_app", "DELETE", &updates, "");
            }
        }
    }

    /// What single tables have besides.
    fn besides(&mut self) {
        let hash = "(cap_hash = ( SELECT sha256(convert_to(current_setting('kontaly.cap'::text, true), 'UTF8'::name)) AS sha256))";
        match self.table {
            "actors" => self.shows("self", "kontaly_app", "SELECT", hash),
            "sessions" => {
                let own = format!("({} AND (user_id = {}))", of_tenant(), actor("id"));
                self.shows("own", "kontaly_app", "SELECT", &own);
            }
            "doormen" => {
                self.shows("self", "kontaly_steward", "SELECT", hash);
                self.shows("known", "kontaly_platform", "SELECT", "true");
                let first = "((serial = 1) AND (NOT (EXISTS ( SELECT FROM doormen d WHERE (d.tenant_id = doormen.tenant_id)))))";
                self.add("first", true, "kontaly_platform", "INSERT", "", first);
            }
            "events" => {
                self.add("written", true, "kontaly_steward", "INSERT", "", &of_doorman());
                self.signed();
            }
            "changes" => {
                self.add("written", true, "kontaly_steward", "INSERT", "", &of_doorman());
                self.signed();
                self.shows("numbers", "kontaly_worker", "ALL", "true");
                let notified = format!("({} AND (noun = 'notification'::text))", of_tenant());
                self.add("notifies", true, "kontaly_app", "INSERT", "", &notified);
            }
            "notifications" => {
                let (me, worker) = (actor("id"), format!("({} = 'worker'::text)", actor("kind")));
                let concerned = format!("(owner_id = {me}) OR (actor_id = {me})");
                let mine = format!("({} AND ({concerned} OR {worker}))", of_tenant());
                self.shows("mine", "kontaly_app", "SELECT", &mine);
                let signed = format!("({} AND (actor_id = {me}) AND {})", of_tenant(), actor("can_write"));
                self.add("signed", true, "kontaly_app", "INSERT", "", &signed);
                let reads = format!("({} AND ({concerned}))", of_tenant());
                self.shows("reads", "kontaly_app", "UPDATE", &reads);
                self.shows("clears", "kontaly_app", "DELETE", &format!("({} AND {worker})", of_tenant()));
            }
            "notification_settings" => {
                let mine = format!("({} AND (owner_id = {}))", of_tenant(), actor("id"));
                self.shows("mine", "kontaly_app", "ALL", &mine);
                let schedules = format!("({} AND ({} = 'worker'::text))", of_tenant(), actor("kind"));
                self.shows("schedules", "kontaly_app", "SELECT", &schedules);
            }
            "unsealed" => {
                let worker = format!("({} = 'worker'::text)", actor("kind"));
                self.add("sealed", false, "kontaly_app", "ALL", &worker, "true");
                self.add("written", true, "kontaly_steward", "INSERT", "", &of_doorman());
                self.shows("finds", "kontaly_worker", "SELECT", "true");
            }
            "seals" | "seal_checks" => {
                let worker = format!("({} = 'worker'::text)", actor("kind"));
                self.add("kept", false, "kontaly_app", "ALL", &actor("manages"), &worker);
                let looks = if self.table == "seals" { "heads" } else { "looks" };
                self.shows(looks, "kontaly_console", "SELECT", "true");
            }
            "feeds" => self.shows("numbers", "kontaly_worker", "ALL", "true"),
            "outbox" => {
                self.shows("moves", "kontaly_worker", "ALL", "true");
                let signed = format!("({} AND (actor_id = {}))", of_tenant(), actor("id"));
                self.add("signed", true, "kontaly_app", "INSERT", "", &signed);
            }
            "deal_changes" => {
                self.signed();
                let trashed = format!(
                    "({} AND (EXISTS ( SELECT FROM deals t WHERE ((t.tenant_id = deal_changes.tenant_id) \
                     AND (t.id = deal_changes.deal_id) AND (t.trashed_at IS NOT NULL)))))",
                    actor("manages")
                );
                self.add("purges", false, "kontaly_app", "DELETE", &trashed, "");
            }
            "attachments" => {
                self.add("purges", false, "kontaly_app", "DELETE", &actor("manages"), "");
            }
            "usage" => {
                self.shows("known", "kontaly_router", "SELECT", "true");
                self.shows("console", "kontaly_console", "SELECT", "true");
            }
            "attachment_sums" => self.shows("counted", "kontaly_platform", "SELECT", "true"),
            "mails" => {
                self.shows("delivers", "kontaly_platform", "SELECT", "true");
                self.shows("delivered", "kontaly_platform", "UPDATE", "true");
                let done = "((sent_at IS NOT NULL) OR (gave_up_at IS NOT NULL))";
                self.shows("cleared", "kontaly_platform", "DELETE", done);
                let asked = "((tenant_id = '00000000-0000-0000-0000-000000000000'::uuid) AND (kind = 'workspaces'::text) AND (sealed IS NULL))";
                self.add("asked", true, "kontaly_platform", "INSERT", "", asked);
            }
            "sign_in_addresses" => self.shows("known", "kontaly_platform", "SELECT", "true"),
            "webhook_deliveries" => self.shows("due", "kontaly_platform", "SELECT", "true"),
            "idempotency_keys" => self.shows("kept", "kontaly_steward", "ALL", &of_doorman()),
            "tenants" => {
                self.shows("own", "kontaly_app", "SELECT", &of_tenant());
                self.shows("own_kept", "kontaly_steward", "SELECT", &of_doorman());
            }
            "taggings" | "custom_values" => {
                let on = hangs_on(self.table);
                self.add("inserts_record_id", false, "kontaly_app", "INSERT", "", &on);
                self.add("updates_record_id", false, "kontaly_app", "UPDATE", "true", &on);
            }
            _ => {}
        }
    }

    fn signed(&mut self) {
        let check = format!("((actor_id = {}) OR ({} = 'worker'::text))", actor("id"), actor("kind"));
        self.add("signed", false, "kontaly_app", "INSERT", "", &check);
    }

    fn must_see(&mut self, column: &str, target: &str) {
        let table = self.table;
        let owner = if WITH_OWNER.contains(&(table, column)) {
            format!(" AND (NOT (t.owner_id IS DISTINCT FROM {table}.owner_id))")
        } else {
            String::new()
        };
        let check = format!(
            "(({column} IS NULL) OR (EXISTS ( SELECT FROM {target} t WHERE ((t.tenant_id = {table}.tenant_id) AND (t.id = {table}.{column}){owner}))))"
        );
        self.add(&format!("inserts_{column}"), false, "kontaly_app", "INSERT", "", &check);
        // Else a trigger looks, and only at what changed: `lookouts`.
        if WITH_OWNER.contains(&(table, column)) {
            self.add(&format!("updates_{column}"), false, "kontaly_app", "UPDATE", "true", &check);
        }
    }
}

/// The record that something hangs on, whatever its noun, with the owner that the copy claims.
fn hangs_on(table: &str) -> String {
    let mut text = String::from("CASE noun");
    for (noun, target) in [
        ("lead", "leads"),
        ("deal", "deals"),
        ("contact", "contacts"),
        ("company", "companies"),
        ("activity", "activities"),
    ] {
        text += &format!(
            " WHEN '{noun}'::text THEN (EXISTS ( SELECT FROM {target} t WHERE ((t.tenant_id = {table}.tenant_id) AND (t.id = {table}.record_id) \
             AND (NOT (t.owner_id IS DISTINCT FROM {table}.owner_id)))))"
        );
    }
    text + &format!(
        " WHEN 'product'::text THEN ((owner_id IS NULL) AND (EXISTS ( SELECT FROM products t WHERE ((t.tenant_id = {table}.tenant_id) \
         AND (t.id = {table}.record_id))))) ELSE NULL::boolean END"
    )
}

/// Every policy that a table must have.
pub(super) fn policies(table: &Table, tables: &[Table], foreign_keys: &[ForeignKey]) -> Vec<Policy> {
    let mut maker = Maker { table: &table.name, made: Vec::new() };
    match Class::of(table) {
        Some(Class::Protected(rule, writes)) => maker.protected(rule, writes),
        Some(Class::Registry) => {
            maker.shows("registry", "kontaly_router", "SELECT", "true");
            maker.shows("platform", "kontaly_platform", "ALL", "true");
            maker.shows("console", "kontaly_console", "SELECT", "true");
            if table.name == "tenants" {
                maker.shows("console_moves", "kontaly_console", "UPDATE", "true");
            }
        }
        Some(Class::Capability) | None => {}
    }
    maker.besides();
    for (column, target) in references(table, tables, foreign_keys) {
        // A policy on a table cannot select from it.
        if target != table.name {
            maker.must_see(column, target);
        }
    }
    maker.made
}

/// The columns of a table that lead to what not everybody in the workspace sees, and where to. Tags everybody sees, and
/// their taggings say so.
fn references<'a>(
    table: &Table,
    tables: &[Table],
    foreign_keys: &'a [ForeignKey],
) -> Vec<(&'a str, &'a str)> {
    let of_table = foreign_keys.iter().filter(|key| key.table == table.name);
    let hidden = of_table.filter_map(|key| {
        let target = tables.iter().find(|target| target.name == key.target);
        let [_, column] = &key.columns[..] else { return None };
        let hides = target.and_then(Class::of).is_some_and(Class::needs_owner) || column == "tag_id";
        hides.then_some((column.as_str(), key.target.as_str()))
    });
    hidden.collect()
}

/// The triggers that look at a reference which becomes another, and at that of a new company to its parent.
pub(super) fn lookouts(tables: &[Table], foreign_keys: &[ForeignKey]) -> Vec<Trigger> {
    let mut made = Vec::new();
    for table in tables {
        let name = &table.name;
        for (column, target) in references(table, tables, foreign_keys) {
            if WITH_OWNER.contains(&(name, column)) {
                continue;
            }
            let body = format!(
                "begin perform from public.{target} t where t.tenant_id = new.tenant_id and t.id = new.{column}; \
                 if not found then raise foreign_key_violation using message = 'there is no such record', \
                 constraint = 'must_see_{column}'; end if; return new; end search_path=public"
            );
            let mut lookout = |trigger: &str, quote: &str, event: &str, when: &str| {
                made.push(Trigger {
                    name: format!("{name}.{trigger}"),
                    definition: format!(
                        "CREATE TRIGGER {quote}{trigger}{quote} {event} ON {name} FOR EACH ROW WHEN ({when}) \
                         EXECUTE FUNCTION must_see_{column}()"
                    ),
                    body: body.clone(),
                });
            };
            let there = format!("(new.{column} IS NOT NULL)");
            let changed = format!("({there} AND (new.{column} IS DISTINCT FROM old.{column}))");
            lookout(&format!("must_see_{column}"), "", "BEFORE UPDATE", &changed);
            if target == name {
                lookout(&format!("INSERT_must_see_{column}"), "\"", "AFTER INSERT", &there);
            }
        }
    }
    made
}
