//! Around row security instead of through it: other roles, the catalog, statistics, files, functions, objects of one's own.

use super::{Attack, NO_ACCESS, Own, Refused, Rows, Scene, entering};

async fn withstand(attacks: &[Attack]) {
    let scene = Scene::set().await.forbid_sams().await;
    let enter = entering(&scene.capability("acme", "rita"));
    scene.withstand("kontaly_app", &enter, "secret of acme/rita", attacks).await;
}

/// Becoming somebody else, or telling PostgreSQL not to look.
const ROLES: &[Attack] = &[
    ("the owner", "set role kontaly_owner", NO_ACCESS),
    ("the owner, locally", "set local role kontaly_owner; select * from leads", NO_ACCESS),
    ("the steward", "set role kontaly_steward", NO_ACCESS),
    ("the administrator", "set session authorization postgres", NO_ACCESS),
    ("by a setting", "select set_config('role', 'kontaly_owner', true)", NO_ACCESS),
    ("by another setting", "select set_config('session_authorization', 'kontaly_owner', true)", NO_ACCESS),
    ("row security off", "set local row_security = off; select * from leads", NO_ACCESS),
    ("row security off, for all", "set local row_security = off; select * from tenants", NO_ACCESS),
    ("a role that bypasses", "alter role kontaly_app bypassrls", NO_ACCESS),
    ("a superuser", "alter role kontaly_app superuser", NO_ACCESS),
    ("a member", "grant kontaly_owner to kontaly_app", NO_ACCESS),
    ("a role of one's own", "create role mine", NO_ACCESS),
    ("a replica", "set session_replication_role = replica", NO_ACCESS),
    ("a log of everything", "set log_statement = 'all'", NO_ACCESS),
    ("a log of parameters", "set log_parameter_max_length = -1", NO_ACCESS),
    ("the server's settings", "select pg_reload_conf()", NO_ACCESS),
    ("end others", "select pg_terminate_backend(1)", NO_ACCESS),
    ("cancel others", "select pg_cancel_backend(1)", NO_ACCESS),
    ("hold a lock for ever", "select pg_advisory_lock(7203417)", NO_ACCESS),
    ("try to", "select pg_try_advisory_lock_shared(1, 2)", NO_ACCESS),
];

#[tokio::test]
async fn nobody_becomes_somebody_else() {
    withstand(ROLES).await;
}

/// What PostgreSQL knows about rows, statements and people.
const CATALOG: &[Attack] = &[
    (
        "statistics of columns",
        "select * from pg_stats where schemaname = 'public' and tablename <> 'schema_migrations'",
        Rows(0),
    ),
    ("extended statistics", "select * from pg_stats_ext", Rows(0)),
    ("of expressions", "select * from pg_stats_ext_exprs", Rows(0)),
    ("raw statistics", "select * from pg_statistic", NO_ACCESS),
    ("raw extended ones", "select * from pg_statistic_ext_data", NO_ACCESS),
    ("statements of others", "select * from pg_stat_activity", NO_ACCESS),
    ("by the function", "select * from pg_stat_get_activity(null)", NO_ACCESS),
    (
        "by the other function",
        "select pg_stat_get_backend_activity(n) from pg_stat_get_backend_idset() n",
        NO_ACCESS,
    ),
    ("connections", "select * from pg_stat_ssl", NO_ACCESS),
    ("replicas", "select * from pg_stat_replication", NO_ACCESS),
    ("passwords of roles", "select * from pg_authid", NO_ACCESS),
    ("shadows", "select * from pg_shadow", NO_ACCESS),
    ("who may connect", "select * from pg_hba_file_rules", NO_ACCESS),
    ("settings in files", "select * from pg_file_settings", NO_ACCESS),
    ("large objects", "select * from pg_largeobject", NO_ACCESS),
    ("prepared statements", "select * from pg_prepared_statements", Rows(0)),
    ("cursors of others", "select * from pg_cursors where statement like '%leads%'", Rows(0)),
    (
        "policies hold no secret",
        "select 'secret of acme/rita', string_agg(qual || with_check, '') from pg_policies",
        Own,
    ),
    ("functions hold no secret", "select 'secret of acme/rita', string_agg(prosrc, '') from pg_proc", Own),
    (
        "comments hold no secret",
        "select 'secret of acme/rita', string_agg(description, '') from pg_description",
        Own,
    ),
    ("another's tools", "select kontaly_schema.rule('owned')", NO_ACCESS),
    ("another's procedures", "call kontaly_schema.protect('leads', 'workspace', 'records')", NO_ACCESS),
];

#[tokio::test]
async fn the_catalog_tells_nothing() {
    withstand(CATALOG).await;
}

/// Files, programs, other servers.
const OUTSIDE: &[Attack] = &[
    ("a file", "select pg_read_file('PG_VERSION')", NO_ACCESS),
    ("its bytes", "select pg_read_binary_file('global/pg_control')", NO_ACCESS),
    ("a directory", "select pg_ls_dir('base')", NO_ACCESS),
    ("the log of changes", "select pg_ls_waldir()", NO_ACCESS),
    ("a file's age", "select pg_stat_file('base')", NO_ACCESS),
    ("copy to a file", "copy leads to '/tmp/kontaly-stolen'", NO_ACCESS),
    ("copy to a program", "copy leads to program 'cat'", NO_ACCESS),
    ("copy from a file", "copy tags from '/etc/passwd'", Refused("42501")),
    ("a library", "load '/tmp/mine.so'", NO_ACCESS),
    ("import a large object", "select lo_import('/etc/passwd')", NO_ACCESS),
    ("make a large object", "select lo_from_bytea(0, 'x')", NO_ACCESS),
    ("make an empty one", "select lo_create(0)", NO_ACCESS),
    ("read one", "select lo_get(1)", NO_ACCESS),
    ("another server", "select * from dblink('host=127.0.0.1', 'select 1') as t (x int)", Refused("42883")),
    ("the tools for it", "create extension dblink", NO_ACCESS),
    ("tools that are trusted", "create extension pg_trgm", NO_ACCESS),
    ("a foreign server", "create server s foreign data wrapper none", Refused("42704")),
    ("write to the log of changes", "select pg_logical_emit_message(true, 'a', 'b')", NO_ACCESS),
    ("settings of the server", "select pg_rotate_logfile()", NO_ACCESS),
];

#[tokio::test]
async fn there_is_no_way_out() {
    withstand(OUTSIDE).await;
}

/// Objects of one's own, that others would stumble over, and changes of those that are there.
const OBJECTS: &[Attack] = &[
    ("a temporary table", "create temporary table leads (name text)", NO_ACCESS),
    ("in its schema", "create table pg_temp.leads (name text)", NO_ACCESS),
    ("by selecting", "select * into temporary mine from leads", NO_ACCESS),
    ("a temporary view", "create temporary view mine as select * from leads", NO_ACCESS),
    ("a temporary function", "create function pg_temp.f() returns int language sql as 'select 1'", NO_ACCESS),
    ("a table", "create table mine as select * from leads", NO_ACCESS),
    ("a view", "create view mine as select * from leads", NO_ACCESS),
    ("a materialised view", "create materialized view mine as select * from leads", NO_ACCESS),
    ("a schema", "create schema mine", NO_ACCESS),
    (
        "a function",
        "create function mine() returns bigint language sql security definer as 'select count(*) from leads'",
        NO_ACCESS,
    ),
    ("a block", "do $$ begin perform 1; end $$", NO_ACCESS),
    (
        "an operator",
        "create operator public.=== (leftarg = text, rightarg = text, function = texteq)",
        NO_ACCESS,
    ),
    ("a type", "create type mine as (x int)", NO_ACCESS),
    ("a domain", "create domain mine as text", NO_ACCESS),
    (
        "a trigger",
        "create trigger mine before insert on leads for each row execute function tell_routers()",
        NO_ACCESS,
    ),
    ("a rule", "create rule mine as on select to leads do also select 1", NO_ACCESS),
    ("an index", "create index on leads (lower(name))", NO_ACCESS),
    ("statistics", "create statistics mine on name, email from leads", NO_ACCESS),
    ("a policy", "create policy mine on leads using (true)", NO_ACCESS),
    ("no policy", "drop policy seen on leads", NO_ACCESS),
    ("another policy", "alter policy seen on leads using (true)", NO_ACCESS),
    ("no row security", "alter table leads disable row level security", NO_ACCESS),
    ("no force", "alter table leads no force row level security", NO_ACCESS),
    ("an owner", "alter table leads owner to kontaly_app", NO_ACCESS),
    ("a column", "alter table leads add column x int", NO_ACCESS),
    ("grants", "grant all on leads to public; select * from leads where owner_id = :sam", Rows(0)),
    ("a definer", "alter function enter(text, uuid, bytea) security definer", NO_ACCESS),
    (
        "another door",
        "create or replace function enter(cap text, session uuid, secret_hash bytea) returns void language sql as ''",
        NO_ACCESS,
    ),
    ("a publication", "create publication mine for table leads", NO_ACCESS),
    (
        "an event trigger",
        "create event trigger mine on ddl_command_start execute function tell_routers()",
        NO_ACCESS,
    ),
    ("a cast", "create cast (text as uuid) with inout as implicit", NO_ACCESS),
    ("leak-proof", "alter function textlike(text, text) leakproof", NO_ACCESS),
    (
        "default rights",
        "alter default privileges for role kontaly_owner grant all on tables to kontaly_app",
        NO_ACCESS,
    ),
    ("a comment", "comment on table leads is 'workspace records'", NO_ACCESS),
    ("gone", "drop table leads cascade", NO_ACCESS),
    ("gone with all", "drop owned by kontaly_owner", NO_ACCESS),
];

#[tokio::test]
async fn nobody_makes_or_changes_objects() {
    withstand(OBJECTS).await;
}
