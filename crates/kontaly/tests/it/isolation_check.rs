//! `kontaly isolation check`: silent over a database as it was migrated, and red for every way to break one.

use crate::support::Kontaly;
use kontaly::platform::isolation::{self, Finding};
use kontaly_db::Intruder;

async fn findings(t: &Kontaly) -> Vec<Finding> {
    isolation::check(&t.app).await.expect("a check").findings
}

#[tokio::test]
async fn a_migrated_database_is_in_order() {
    let t = Kontaly::start().await;
    let report = isolation::check(&t.app).await.expect("a check");
    assert_eq!(report.findings, []);
    assert!(
        report.tables > 25 && report.policies > 100 && report.keys > 80 && report.probes > 100,
        "{report:?}"
    );
    let left =
        t.tx("acme", "ada").one(kontaly_db::sql("select count(*) from leads where name = 'canary'")).await;
    assert_eq!(left.expect("a count").take::<i64>().expect("a number"), 0, "the canaries were taken back");
}

/// What the owner does to a database, and the rule and the object that the check names for it.
const BREAKAGES: &[(&str, &str, &str)] = &[
    (
        "create table notes (tenant_id uuid not null, id uuid, primary key (tenant_id, id)); grant select on notes to kontaly_app",
        "row_security",
        "notes",
    ),
    ("create table notes (id uuid primary key)", "tenant_column", "notes"),
    (
        "create table notes (tenant_id uuid not null, id uuid); call kontaly_schema.protect('notes', 'workspace', 'records'); comment on table notes is null",
        "comment",
        "notes",
    ),
    (
        "create table notes (tenant_id uuid not null, id uuid); call kontaly_schema.protect('notes', 'workspace', 'records'); alter table notes no force row level security",
        "row_security",
        "notes",
    ),
    (
        "create table notes (tenant_id uuid not null, id uuid, owner_id text); call kontaly_schema.protect('notes', 'workspace', 'records'); comment on table notes is 'owned records'",
        "owner_column",
        "notes",
    ),
    (
        "create table notes (tenant_id uuid, id uuid); call kontaly_schema.protect('notes', 'workspace', 'records')",
        "tenant_column",
        "notes",
    ),
    ("alter table leads disable row level security", "row_security", "leads"),
    ("alter table leads no force row level security", "row_security", "leads"),
    ("alter table taggings alter directory drop not null", "directory_column", "taggings"),
    ("alter table leads owner to postgres", "owner", "leads"),
    ("drop policy seen on deals", "policy", "seen on deals"),
    ("alter policy seen on deals using (true)", "policy", "seen on deals"),
    (
        "alter policy seen on deals using (tenant_id = (select a.tenant_id from actors a))",
        "policy",
        "seen on deals",
    ),
    ("alter policy seen on deals to public", "policy", "seen on deals"),
    ("alter policy seen on deals with check (true)", "policy", "seen on deals"),
    (
        "create policy also on deals for select to kontaly_app using (owner_id is null)",
        "policy",
        "also on deals",
    ),
    ("create policy also on users for select to kontaly_platform using (true)", "policy", "also on users"),
    ("drop policy updates on leads", "policy", "updates on leads"),
    ("alter policy deletes on companies using (true)", "policy", "deletes on companies"),
    (
        "alter policy inserts on products with check ((select a.can_write from actors a))",
        "policy",
        "inserts on products",
    ),
    ("drop policy inserts_deal_id on activities", "policy", "inserts_deal_id on activities"),
    ("drop policy signed on events", "policy", "signed on events"),
    ("alter policy self on actors using (true)", "policy", "self on actors"),
    ("alter policy kept on sessions using (true)", "policy", "kept on sessions"),
    ("alter policy first on doormen with check (true)", "policy", "first on doormen"),
    ("alter policy own on tenants using (true)", "policy", "own on tenants"),
    (
        "create unique index leads_by_anybodys_email on leads (email)",
        "unique_index",
        "leads_by_anybodys_email on leads",
    ),
    (
        "create unique index leads_by_name_key on leads (lower(name), tenant_id)",
        "unique_index",
        "leads_by_name_key on leads",
    ),
    (
        "alter table tags add constraint tags_once exclude using btree (name_key with =)",
        "unique_index",
        "tags_once on tags",
    ),
    (
        "alter table products add constraint products_id unique (id); alter table deals add constraint loose foreign key (product_id) references products (id)",
        "foreign_key",
        "loose on deals",
    ),
    (
        "alter table deals drop constraint deals_tenant_id_company_id_fkey, add constraint deals_tenant_id_company_id_fkey foreign key (tenant_id, company_id) references companies (tenant_id, id) on delete cascade",
        "foreign_key",
        "deals_tenant_id_company_id_fkey on deals",
    ),
    (
        "alter table leads add column product_id uuid, add constraint leads_product foreign key (tenant_id, product_id) references products (tenant_id, id) not valid",
        "foreign_key",
        "leads_product on leads",
    ),
    (
        "alter table tags add column deal_id uuid, add foreign key (tenant_id, deal_id) references deals (tenant_id, id)",
        "policy",
        "inserts_deal_id on tags",
    ),
    (
        "create view open_leads as select * from leads; alter view open_leads owner to kontaly_owner",
        "view",
        "open_leads",
    ),
    (
        "create materialized view kept_leads as select * from leads; alter materialized view kept_leads owner to kontaly_owner",
        "materialised_view",
        "kept_leads",
    ),
    (
        "create function peek() returns bigint language sql security definer as 'select count(*) from public.leads'",
        "definer_function",
        "peek()",
    ),
    (
        "alter function enter(text, uuid, bytea) security definer",
        "definer_function",
        "enter(text,uuid,bytea)",
    ),
    (
        "create function same(a text, b text) returns boolean language sql leakproof as 'select a = b'",
        "leakproof_function",
        "same(text,text)",
    ),
    ("alter function textlike(text, text) leakproof", "leakproof_function", "textlike(text,text)"),
    ("create rule also as on insert to tags do also notify tags", "rule", "also on tags"),
    ("create schema side; grant usage on schema side to kontaly_app", "schema", "side"),
    ("grant select on doormen to kontaly_app", "grant", "doormen"),
    ("grant select (hash) on passwords to kontaly_app", "grant", "passwords.hash"),
    ("grant truncate on leads to kontaly_app", "grant", "leads"),
    ("grant select on leads to kontaly_steward", "grant", "leads"),
    ("grant select on leads to kontaly_platform", "grant", "leads"),
    ("grant update on slugs to kontaly_router", "grant", "slugs"),
    ("grant select on leads to public", "grant", "leads"),
    ("grant insert on actors to kontaly_app", "grant", "actors"),
    ("alter table leads disable trigger carry_owner", "trigger", "leads.carry_owner"),
    ("drop trigger take_whole on companies", "trigger", "companies.take_whole"),
    ("drop trigger check_owner_of_new on activities", "trigger", "activities.check_owner_of_new"),
    ("drop trigger must_see_parent_id on companies", "trigger", "companies.must_see_parent_id"),
    (
        "drop trigger \"INSERT_must_see_parent_id\" on companies",
        "trigger",
        "companies.INSERT_must_see_parent_id",
    ),
    ("drop trigger must_see_company_id on deals", "trigger", "deals.must_see_company_id"),
    (
        "alter table leads disable trigger must_see_converted_deal_id",
        "trigger",
        "leads.must_see_converted_deal_id",
    ),
    (
        "create or replace trigger must_see_company_id before update on contacts for each row when (false) execute function must_see_company_id()",
        "trigger",
        "contacts.must_see_company_id",
    ),
    (
        "create or replace function must_see_contact_id() returns trigger language plpgsql as 'begin return new;end'",
        "trigger",
        "deals.must_see_contact_id",
    ),
    (
        "alter function must_see_contact_id() set search_path = pg_temp, public",
        "trigger",
        "deals.must_see_contact_id",
    ),
    ("drop policy inserts_company_id on deals", "policy", "inserts_company_id on deals"),
    ("grant create on schema public to kontaly_app", "database", "kontaly_app"),
    (
        "create function mine() returns int language sql as 'select 1'; grant create on schema public to kontaly_app; alter function mine() owner to kontaly_app",
        "ownership",
        "kontaly_app",
    ),
    (
        "grant execute on function pg_stat_get_activity(int) to public",
        "function",
        "pg_stat_get_activity(integer)",
    ),
    ("grant execute on function lo_get(oid) to kontaly_app", "function", "lo_get(oid)"),
    (
        "grant execute on function pg_terminate_backend(int, bigint) to kontaly_steward",
        "function",
        "pg_terminate_backend(integer,bigint)",
    ),
    ("grant execute on function pg_advisory_lock(bigint) to public", "function", "pg_advisory_lock(bigint)"),
    ("grant usage on language plpgsql to public", "language", "plpgsql"),
];

/// Each on the same database, one after the other, undone by a rollback of the catalog's transaction.
#[tokio::test]
async fn every_breakage_of_the_database_is_found() {
    let t = Kontaly::start().await;
    for (breakage, rule, object) in BREAKAGES {
        let found = broken(&t, breakage).await;
        let named = found.iter().any(|finding| finding.rule == *rule && finding.object == *object);
        assert!(named, "{breakage}\nis not found as {rule} {object}, but as {found:#?}");
        assert!(found.len() < 14, "{breakage}\nis found, and far too much besides: {found:#?}");
    }
}

/// Roles are of the whole cluster: broken in a transaction that is not committed, where nobody else sees it.
const POWERS: &[(&str, &str, &str)] = &[
    ("alter role kontaly_app bypassrls", "role", "kontaly_app"),
    ("alter role kontaly_steward superuser", "role", "kontaly_steward"),
    ("alter role kontaly_router createrole", "role", "kontaly_router"),
    ("alter role kontaly_platform replication", "role", "kontaly_platform"),
    ("alter role kontaly_owner login", "role", "kontaly_owner"),
    ("alter role kontaly_owner nobypassrls", "role", "kontaly_owner"),
    ("grant kontaly_owner to kontaly_app", "membership", "kontaly_app"),
    ("grant pg_read_all_data to kontaly_platform", "membership", "kontaly_platform"),
    (
        "create role kontaly_it_peeker login; grant kontaly_owner to kontaly_it_peeker",
        "membership",
        "kontaly_it_peeker",
    ),
    (
        "create role kontaly_it_peeker login bypassrls; grant select on leads to kontaly_it_peeker",
        "bypass",
        "kontaly_it_peeker",
    ),
    ("alter role kontaly_app set row_security = off", "setting", "kontaly_app"),
    ("alter role kontaly_app reset log_parameter_max_length", "setting", "kontaly_app"),
    ("alter role kontaly_steward set log_parameter_max_length = -1", "setting", "kontaly_steward"),
];

#[tokio::test]
async fn every_power_too_much_is_found() {
    let t = Kontaly::start().await;
    for (breakage, rule, object) in POWERS {
        // The lock under which migrations touch roles, so that none of another test is in the way.
        let found = broken(&t, &format!("select pg_advisory_xact_lock(7203418); {breakage}")).await;
        let named = found.iter().any(|finding| finding.rule == *rule && finding.object == *object);
        assert!(named, "{breakage}\nis not found as {rule} {object}, but as {found:#?}");
    }
    assert_eq!(findings(&t).await, [], "nothing of it stayed");
}

/// The catalog, as a serving role reads it inside a transaction that broke something and is rolled back.
async fn broken(t: &Kontaly, breakage: &str) -> Vec<Finding> {
    let mut admin = t.owner().await;
    admin.script("begin").await.expect("a transaction");
    for statement in breakage.split("; ") {
        admin.script(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
    // New objects belong to whoever made them; that is another rule's affair.
    admin.script("set local role kontaly_router").await.expect("the router's rights");
    let found = isolation::catalog(&mut admin).await.expect("the catalog answers").findings;
    admin.script("rollback").await.expect("a rollback");
    found
}

#[tokio::test]
async fn rights_in_the_database_that_serving_needs_not_are_found() {
    let t = Kontaly::start().await;
    let owner = t.owner().await;
    for power in ["temporary", "create"] {
        owner
            .script(&format!("grant {power} on database \"{}\" to public", t.database))
            .await
            .expect("a grant");
        let found = findings(&t).await;
        assert_eq!(found.len(), 6, "one for each serving role: {found:?}");
        assert!(
            found.iter().all(|finding| finding.rule == "database" && finding.detail.contains(power)),
            "{found:?}"
        );
        owner
            .script(&format!("revoke {power} on database \"{}\" from public", t.database))
            .await
            .expect("a revoke");
    }
    assert_eq!(findings(&t).await, []);
}

/// The canaries see for themselves: policies that read well in the catalog are not asked, only what is shown.
#[tokio::test]
async fn canaries_find_what_leaks() {
    let t = Kontaly::start().await;
    let owner = Intruder::administrator(&t.endpoint()).await.expect("the administrator");
    let probes = async || {
        let found = findings(&t).await;
        found.into_iter().filter(|finding| finding.rule == "probe").collect::<Vec<_>>()
    };
    assert_eq!(probes().await, []);
    for (breakage, repair, detail) in [
        (
            "alter table leads disable row level security",
            "alter table leads enable row level security",
            "a canary was seen by another tenant",
        ),
        (
            "create policy also on leads for select to kontaly_app using (tenant_id = (select a.tenant_id from actors a))",
            "drop policy also on leads",
            "a canary was seen by a colleague",
        ),
        (
            // The roll-up that a trigger keeps of leads would refuse what the leads themselves let through.
            "create policy also on leads for insert to kontaly_app with check (true); \
             create policy also on lead_counts to kontaly_app using (true)",
            "drop policy also on leads; drop policy also on lead_counts",
            "a canary was put into another tenant",
        ),
        (
            "create policy also on users for select to kontaly_app using (true)",
            "drop policy also on users",
            "shows nobody rows of another tenant",
        ),
        (
            "create policy also on tenants for select to kontaly_app using (true)",
            "drop policy also on tenants",
            "shows the worker of one tenant rows of another tenant",
        ),
    ] {
        owner.run(breakage).await.expect(breakage);
        let found = probes().await;
        assert!(
            found.iter().any(|finding| finding.detail == detail),
            "{breakage}\nis not seen by canaries: {found:?}"
        );
        owner.run(repair).await.expect(repair);
    }
    assert_eq!(findings(&t).await, [], "all repaired");
}

/// A key file that is not this database's lets nobody in, and is told at the start, not at the first sign-in.
#[tokio::test]
async fn a_foreign_key_file_is_found() {
    let t = Kontaly::start().await;
    t.owner().await.script("update actors set cap_hash = sha256(cap_hash)").await.expect("other hashes");
    let found = findings(&t).await;
    assert_eq!(found.iter().map(|finding| finding.rule.as_str()).collect::<Vec<_>>(), ["key"], "{found:?}");
}

#[tokio::test]
async fn a_process_does_not_serve_over_a_finding() {
    let t = Kontaly::start().await;
    kontaly::cmd::serve::check_isolation(&t.app).await.expect("all is well");
    t.owner().await.script("alter table deals no force row level security").await.expect("a breakage");
    let refused = kontaly::cmd::serve::check_isolation(&t.app).await.expect_err("a finding");
    assert!(refused.to_string().contains("does not keep tenants apart: 1 findings"), "{refused}");
}
