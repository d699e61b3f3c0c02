//! The strongest person of one tenant, its administrator, against another tenant.

use super::{Attack, NO_ACCESS, NO_SUCH_RECORD, Own, Refused, Rows, Scene, entering};

const OWN: &str = "secret of acme/rita";

async fn withstand(attacks: &[Attack]) {
    let scene = Scene::set().await;
    let enter = entering(&scene.capability("acme", "ada"));
    scene.withstand("kontaly_app", &enter, OWN, attacks).await;
}

/// Every way to read that the language has.
const READS: &[Attack] = &[
    ("plainly", "select t::text from leads t where true or tenant_id = :beta", Own),
    ("by tenant", "select * from leads where tenant_id = :beta", Rows(0)),
    ("by id", "select * from deals where id = md5('beta/rita/deal')::uuid", Rows(0)),
    (
        "by tenant and id",
        "select * from leads where tenant_id = :beta and id = md5('beta/rita/lead')::uuid",
        Rows(0),
    ),
    ("a file", "select * from attachments where id = md5('beta/rita/file')::uuid", Rows(0)),
    ("for update", "select * from leads where tenant_id = :beta for update", Rows(0)),
    ("for key share", "select * from deals where tenant_id = :beta for key share", Rows(0)),
    ("only", "select t::text from only leads t", Own),
    (
        "a union",
        "select name from leads union all select name from deals union all select body from activities",
        Own,
    ),
    (
        "a join",
        "select l.name, u.email from users u right join leads l on l.owner_id = u.id or l.tenant_id <> u.tenant_id",
        Own,
    ),
    (
        "a lateral join",
        "select x.name from generate_series(1, 3), lateral (select name from leads offset 0) x",
        Own,
    ),
    (
        "a recursive query",
        "with recursive r as (select id, name from leads union select l.id, l.name from leads l, r) select name from r",
        Own,
    ),
    (
        "a correlated one",
        "select name from leads l where exists (select from events e where e.record_id = l.id or e.tenant_id <> l.tenant_id)",
        Own,
    ),
    ("aggregates", "select string_agg(name, ','), count(*), jsonb_agg(to_jsonb(l)) from leads l", Own),
    ("a window", "select name, lag(name) over (order by tenant_id), count(*) over () from leads", Own),
    (
        "grouping sets",
        "select tenant_id, name from leads group by grouping sets ((tenant_id), (name), ())",
        Own,
    ),
    ("a sample", "select name from leads tablesample system (100)", Own),
    ("system columns", "select ctid, xmin, tableoid, name from leads", Own),
    (
        "by physical place",
        "select name from leads where ctid = any (select format('(%s,%s)', p, i)::tid from generate_series(0, 3) p, generate_series(1, 60) i)",
        Own,
    ),
    ("by physical range", "select name from leads where ctid >= '(0,0)' and ctid < '(1000,0)'", Own),
    ("query_to_xml", "select query_to_xml('select * from leads', true, false, '')", Own),
    ("table_to_xml", "select table_to_xml('public.leads', true, false, '')", Own),
    ("schema_to_xml", "select schema_to_xml('public', true, false, '')", Own),
    (
        "cursor_to_xml",
        "declare c cursor for select * from leads; select cursor_to_xml('c', 100, true, false, '')",
        Own,
    ),
    (
        "ts_stat",
        "select word from ts_stat('select to_tsvector(''simple'', name) from leads') where word in ('beta', 'beta/rita', 'of')",
        Rows(1),
    ),
    (
        "a cursor",
        "declare c scroll cursor for select name from leads; fetch last from c; move first from c; fetch all from c; fetch backward all from c; select string_agg(name, '') from leads",
        Own,
    ),
    (
        "a cursor that is held",
        "declare held cursor with hold for select name from leads; fetch all from held; close held",
        Rows(0),
    ),
    (
        "a prepared one",
        "prepare p as select name from leads; execute p; deallocate p; select name from leads",
        Own,
    ),
    ("returning", "with u as (update leads set score = score returning name) select name from u", Own),
    (
        "merge",
        "merge into leads l using (select :beta::uuid as t) s on l.tenant_id = s.t when matched then update set name = 'mine'",
        Rows(0),
    ),
    ("words counted", "select * from search_tokens where token ^@ 'secret' and noun = 'lead'", Rows(6)),
    ("words of theirs", "select * from search_tokens where token ^@ 'secret of beta'", Rows(0)),
    (
        "explained",
        "explain (analyze, verbose, buffers) select name from leads where name like 'secret%' and tenant_id = :acme; select name from leads",
        Own,
    ),
    (
        "the capability is one's own",
        "select 'secret of acme/rita' where current_setting('kontaly.cap') = current_setting('kontaly.cap') and (select count(*) from actors) = 1",
        Own,
    ),
    ("tenants", "select * from tenants where tenant_id <> :acme", Rows(0)),
    ("their people", "select * from users where tenant_id = :beta or email like '%@beta%'", Rows(0)),
];

#[tokio::test]
async fn nothing_is_read() {
    withstand(READS).await;
}

/// Whatever can be made to raise or to take note runs behind the row rule.
const LEAKS: &[Attack] = &[
    ("a cast that raises", "select count(*) from leads where name::bigint > 0", Refused("22P02")),
    (
        "a cast of theirs alone",
        "select count(*) from leads where case when name like '%beta%' then name::bigint else 1 end > 0; select name from leads",
        Own,
    ),
    (
        "a division",
        "select count(*) from leads where 1 / (case when name like '%beta%' then 0 else 1 end) = 1; select name from leads",
        Own,
    ),
    (
        "an escape",
        "select count(*) from leads where 'x' not like name || chr(92) and tenant_id = :beta; select name from leads",
        Own,
    ),
    (
        "a regular expression",
        "select count(*) from leads where case when name ~ 'beta' then 'x' ~ ('(' || name) else true end; select name from leads",
        Own,
    ),
    (
        "a configuration",
        "select set_config('kontaly.stolen', current_setting('kontaly.stolen', true) || name, true) from leads; select current_setting('kontaly.stolen'), (select string_agg(name, '') from leads)",
        Own,
    ),
    (
        "a sort that compares",
        "select name from leads order by name::text collate \"C\", 1 / (case when tenant_id = :beta then 0 else 1 end)",
        Own,
    ),
    (
        "a limit",
        "select name from leads limit (select count(*) from leads where tenant_id = :beta) + 10",
        Own,
    ),
    ("a notification", "select pg_notify('kontaly_stolen', name) from leads; select name from leads", Own),
    (
        "a json path",
        "select from events where jsonb_path_exists(changes, '$.name ? (@ like_regex \"beta\")')",
        Rows(0),
    ),
    ("jsonb", "select changes from events where changes::text like '%beta%'", Rows(0)),
    ("xml", "select xmlparse(document name) from leads", Refused("2200M")),
];

#[tokio::test]
async fn what_raises_or_takes_note_sees_nothing_either() {
    let scene = Scene::set().await;
    let listener = scene.intruder("kontaly_app").await;
    listener.run("listen kontaly_stolen").await.expect("anybody may listen");
    let enter = entering(&scene.capability("acme", "ada"));
    scene.withstand("kontaly_app", &enter, OWN, LEAKS).await;
    listener.run("select 1").await.expect("a look at what came");
    let heard = listener.heard().join("\n");
    assert!(
        heard.contains(OWN) && !heard.contains("beta"),
        "a notification carries what its sender saw: {heard}"
    );
}

/// Every way to write.
const WRITES: &[Attack] = &[
    ("change theirs", "update leads set name = 'mine' where tenant_id = :beta", Rows(0)),
    (
        "change all",
        "update deals set description = 'mine' where tenant_id <> :acme or id = md5('beta/rita/deal')::uuid",
        Rows(0),
    ),
    ("take theirs", "update leads set tenant_id = :acme, owner_id = null where tenant_id = :beta", Rows(0)),
    (
        "give them one",
        "update leads set tenant_id = :beta, owner_id = null where id = md5('acme/rita/lead')::uuid",
        NO_ACCESS,
    ),
    ("delete theirs", "delete from events where tenant_id = :beta", NO_ACCESS),
    ("delete theirs too", "delete from leads where tenant_id = :beta", Rows(0)),
    (
        "insert there",
        "insert into leads (tenant_id, id, name, created_at, updated_at) values (:beta, gen_random_uuid(), 'x', now(), now())",
        NO_ACCESS,
    ),
    (
        "insert there in their name",
        "insert into leads (tenant_id, id, name, owner_id, created_at, updated_at) values (:beta, gen_random_uuid(), 'x', :stranger, now(), now())",
        NO_ACCESS,
    ),
    (
        "an event there",
        "insert into events (tenant_id, id, at, actor_id, noun, record_id, action, directory) values (:beta, gen_random_uuid(), now(), :ada, 'lead', gen_random_uuid(), 'x', true)",
        NO_ACCESS,
    ),
    (
        "a word there",
        "insert into search_tokens (tenant_id, token, noun, record_id, directory) values (:beta, 'x', 'lead', md5('beta/rita/lead')::uuid, false)",
        NO_ACCESS,
    ),
    (
        "refer to their company",
        "insert into contacts (tenant_id, id, name, name_key, company_id, created_at, updated_at) values (:acme, gen_random_uuid(), 'x', 'x', md5('beta/rita/company')::uuid, now(), now())",
        NO_ACCESS,
    ),
    (
        "refer to their deal",
        "update leads set status = 'converted', converted_at = now(), converted_deal_id = md5('beta/rita/deal')::uuid where id = md5('acme/rita/lead')::uuid",
        NO_SUCH_RECORD,
    ),
    (
        "refer to their person",
        "update leads set owner_id = :stranger where id = md5('acme/rita/lead')::uuid",
        Refused("23503"),
    ),
    (
        "their external id is no news",
        "update leads set external_id = 'beta/rita' where id = md5('acme/rita/lead')::uuid; update leads set external_id = 'acme/rita' where external_id = 'beta/rita'",
        Rows(1),
    ),
    (
        "their id is no news",
        "insert into leads (tenant_id, id, name, created_at, updated_at) values (:acme, md5('beta/rita/lead')::uuid, 'x', now(), now()); delete from leads where id = md5('beta/rita/lead')::uuid",
        Rows(1),
    ),
    (
        "nor in a conflict",
        "insert into leads (tenant_id, id, name, created_at, updated_at) values (:acme, md5('beta/rita/lead')::uuid, 'x', now(), now()) on conflict do nothing; delete from leads where id = md5('beta/rita/lead')::uuid",
        Rows(1),
    ),
    ("empty a table", "truncate leads cascade", NO_ACCESS),
    (
        "copy into one",
        "copy leads (tenant_id, id, name, created_at, updated_at) from stdin",
        Refused("0A000"),
    ),
];

#[tokio::test]
async fn nothing_is_written() {
    withstand(WRITES).await;
}

/// What only the steward, the platform and the owner touch.
const KEEPERS_TABLES: &[Attack] = &[
    ("promote oneself", "update actors set sees_all = true, manages = true", NO_ACCESS),
    ("make an actor", "insert into actors select * from actors", NO_ACCESS),
    ("remove an actor", "delete from actors", NO_ACCESS),
    ("change a role", "update users set role = 'administrator' where id = :rita", NO_ACCESS),
    (
        "make a person",
        "insert into users (tenant_id, id, name, name_key, email, role) values (:acme, gen_random_uuid(), 'x', 'x', 'x@y.z', 'administrator')",
        NO_ACCESS,
    ),
    ("remove a person", "delete from users", NO_ACCESS),
    ("change a team", "update teams set parent_id = null", NO_ACCESS),
    ("see passwords", "select hash from passwords", NO_ACCESS),
    ("set a password", "update passwords set hash = 'x'", NO_ACCESS),
    ("make a session", "insert into sessions select * from sessions", NO_ACCESS),
    ("prolong a session", "update sessions set expires_at = 'infinity'", NO_ACCESS),
    ("end sessions", "delete from sessions", NO_ACCESS),
    ("others' sessions", "select * from sessions where user_id <> :ada", Rows(0)),
    ("see throttles", "select * from sign_in_throttles", NO_ACCESS),
    ("see doormen", "select * from doormen", NO_ACCESS),
    ("enter as the doorman", "select enter_doorman(:other_cap, null, null)", NO_ACCESS),
    ("see slugs", "select * from slugs", NO_ACCESS),
    ("see domains", "select * from domains", NO_ACCESS),
    ("change the workspace", "update tenants set name = 'x'", NO_ACCESS),
    ("rewrite history", "update events set changes = '{}'", NO_ACCESS),
    ("forget history", "delete from deal_changes", Rows(0)),
    ("change a migration", "update schema_migrations set checksum = 'x'", NO_ACCESS),
];

#[tokio::test]
async fn people_sessions_and_powers_are_out_of_reach() {
    withstand(KEEPERS_TABLES).await;
}
