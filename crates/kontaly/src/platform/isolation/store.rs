//! What the catalog says. Every role may read it.

use super::Asks;
use kontaly_db::{Error, record, sql};

record! {
    /// A table, view or whatever else can be selected from, in the schema `public`.
    #[derive(Clone, Debug)]
    pub struct Table {
        /// Its name.
        pub name: String = "c.relname::text",
        /// `r` table, `p` partitioned, `v` view, `m` materialised view, `f` foreign table.
        pub kind: String = "c.relkind::text",
        /// Whether row security is on.
        pub secured: bool = "c.relrowsecurity",
        /// Whether it holds for the owner too.
        pub forced: bool = "c.relforcerowsecurity",
        /// Whether a view runs with the rights of whoever asks.
        pub invoker: bool = "coalesce('security_invoker=true' = any (c.reloptions) or 'security_invoker=on' = any (c.reloptions), false)",
        /// Who owns it.
        pub owner: String = "pg_get_userbyid(c.relowner)::text",
        /// The rule that `kontaly_schema.protect` left.
        pub comment: String = "coalesce(obj_description(c.oid, 'pg_class'), '')",
        /// The columns that policies rely on, with type and nullability: `tenant_id uuid not null`.
        pub columns: Vec<String> = "array(select a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end
            from pg_attribute a where a.attrelid = c.oid and not a.attisdropped and a.attname in ('tenant_id', 'owner_id', 'directory') order by 1)",
    }
}

record! {
    /// A policy.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Policy {
        /// The table's name.
        pub table: String = "p.tablename::text",
        /// Its name.
        pub name: String = "p.policyname::text",
        /// Whether it shows rows; else it takes some away.
        pub permissive: bool = "p.permissive = 'PERMISSIVE'",
        /// For whom, separated by commas.
        pub roles: String = "array_to_string(p.roles, ',')",
        /// `ALL`, `SELECT` …
        pub command: String = "p.cmd",
        /// The condition on rows that are there, spaces squeezed; empty when there is none.
        pub using: String = "coalesce(replace(trim(regexp_replace(p.qual, '\\s+', ' ', 'g')), 'public.', ''), '')",
        /// The condition on rows that are written.
        pub check: String = "coalesce(replace(trim(regexp_replace(p.with_check, '\\s+', ' ', 'g')), 'public.', ''), '')",
    }
}

record! {
    /// A foreign key.
    #[derive(Clone, Debug)]
    pub struct ForeignKey {
        /// Its name.
        pub name: String = "k.conname::text",
        /// The table that refers.
        pub table: String = "t.relname::text",
        /// Its columns, in the key's order.
        pub columns: Vec<String> = "array(select a.attname::text from unnest(k.conkey) with ordinality as n (num, place)
            join pg_attribute a on a.attrelid = k.conrelid and a.attnum = n.num order by n.place)",
        /// The table referred to.
        pub target: String = "f.relname::text",
        /// The columns referred to.
        pub target_columns: Vec<String> = "array(select a.attname::text from unnest(k.confkey) with ordinality as n (num, place)
            join pg_attribute a on a.attrelid = k.confrelid and a.attnum = n.num order by n.place)",
        /// Whether deleting the target refuses, rather than reaching into this table.
        pub refuses: bool = "k.confdeltype in ('a', 'r') and k.confupdtype in ('a', 'r')",
        /// Whether rows were checked when it was added.
        pub validated: bool = "k.convalidated",
    }
}

record! {
    /// A unique index, a primary key or an exclusion constraint's.
    #[derive(Clone, Debug)]
    pub struct UniqueIndex {
        /// Its name.
        pub name: String = "i.relname::text",
        /// Its table.
        pub table: String = "t.relname::text",
        /// The first thing it is ordered by; empty for an expression.
        pub first: String = "coalesce((select a.attname::text from pg_attribute a where a.attrelid = x.indrelid and a.attnum = x.indkey[0]), '')",
    }
}

record! {
    /// A trigger that fires.
    #[derive(Clone, Debug)]
    pub struct Trigger {
        /// Its table and its name: `deals.carry_owner`.
        pub name: String = "t.tgrelid::regclass::text || '.' || t.tgname",
        /// When it fires and what it calls, spaces squeezed.
        pub definition: String = "replace(regexp_replace(pg_get_triggerdef(t.oid), '\\s+', ' ', 'g'), 'public.', '')",
        /// What that does, spaces squeezed, and the settings it does it under.
        pub body: String = "trim(regexp_replace(f.prosrc, '\\s+', ' ', 'g')) || coalesce(' ' || array_to_string(f.proconfig, ' '), '')",
    }
}

record! {
    /// What somebody may do with a table.
    #[derive(Clone, Debug)]
    pub struct Grant {
        /// The table.
        pub table: String = "g.relname::text",
        /// The column; empty for the whole table.
        pub column: String = "g.attname::text",
        /// To whom: a role, or `PUBLIC`.
        pub role: String = "coalesce(r.rolname::text, 'PUBLIC')",
        /// `SELECT`, `INSERT` …
        pub privilege: String = "g.privilege_type",
    }
}

record! {
    /// Something that is not as it should be by itself, wherever it is found: a rule's name, the object, the words.
    #[derive(Clone, Debug)]
    pub struct Oddity {
        /// The rule it breaks.
        pub rule: String = "o.rule",
        /// What breaks it.
        pub object: String = "o.object",
        /// How.
        pub detail: String = "o.detail",
    }
}

/// Everything in `public` that can be selected from.
pub(super) async fn tables(ask: &mut impl Asks) -> Result<Vec<Table>, Error> {
    let mut query = sql("select ");
    query.push(Table::COLUMNS).push(
        " from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f') order by 1",
    );
    ask.ask(query).await?.iter().map(Table::read).collect()
}

/// Every policy.
pub(super) async fn policies(ask: &mut impl Asks) -> Result<Vec<Policy>, Error> {
    let mut query = sql("select ");
    query.push(Policy::COLUMNS).push(" from pg_policies p where not (p.schemaname = 'graphile_worker' and p.roles = '{kontaly_worker}') order by 1, 2");
    ask.ask(query).await?.iter().map(Policy::read).collect()
}

/// Every foreign key.
pub(super) async fn foreign_keys(ask: &mut impl Asks) -> Result<Vec<ForeignKey>, Error> {
    let mut query = sql("select ");
    query.push(ForeignKey::COLUMNS).push(
        " from pg_constraint k join pg_class t on t.oid = k.conrelid join pg_class f on f.oid = k.confrelid
          where k.contype = 'f' and t.relnamespace = 'public'::regnamespace order by 2, 1",
    );
    ask.ask(query).await?.iter().map(ForeignKey::read).collect()
}

/// Every index that refuses a second row.
pub(super) async fn unique_indexes(ask: &mut impl Asks) -> Result<Vec<UniqueIndex>, Error> {
    let mut query = sql("select ");
    query.push(UniqueIndex::COLUMNS).push(
        " from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
          where (x.indisunique or x.indisexclusion) and t.relnamespace = 'public'::regnamespace order by 2, 1",
    );
    ask.ask(query).await?.iter().map(UniqueIndex::read).collect()
}

/// Who may do what with the tables, whole or by column. The owner's own rights are left out.
pub(super) async fn grants(ask: &mut impl Asks) -> Result<Vec<Grant>, Error> {
    let mut query = sql("select ");
    query.push(Grant::COLUMNS).push(
        " from (
            select c.relname, '' as attname, c.relowner, a.grantee, a.privilege_type from pg_class c, aclexplode(c.relacl) a
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
            union all
            select c.relname, t.attname, c.relowner, a.grantee, a.privilege_type from pg_class c
              join pg_attribute t on t.attrelid = c.oid, aclexplode(t.attacl) a where c.relnamespace = 'public'::regnamespace
          ) g left join pg_roles r on r.oid = g.grantee
          where g.grantee <> g.relowner and not coalesce(r.rolsuper, false) order by 1, 2, 3, 4",
    );
    ask.ask(query).await?.iter().map(Grant::read).collect()
}

/// Triggers that fire.
pub(super) async fn triggers(ask: &mut impl Asks) -> Result<Vec<Trigger>, Error> {
    let mut query = sql("select ");
    query.push(Trigger::COLUMNS).push(
        " from pg_trigger t join pg_proc f on f.oid = t.tgfoid where not t.tgisinternal and t.tgenabled in ('O', 'A') order by 1",
    );
    ask.ask(query).await?.iter().map(Trigger::read).collect()
}

/// The roles' own settings, as `role: setting=value`; those for one database alone too.
pub(super) async fn settings(ask: &mut impl Asks) -> Result<Vec<(String, String)>, Error> {
    let query = sql("select r.rolname::text, u from pg_db_role_setting s join pg_roles r on r.oid = s.setrole, unnest(s.setconfig) u
        where r.rolname = any ($1) and (s.setdatabase = 0
          or s.setdatabase = (select oid from pg_database where datname = current_database())) order by 1, 2")
    .bind(super::roles::names());
    ask.ask(query).await?.iter().map(|row| Ok((row.take()?, row.take()?))).collect()
}

async fn oddities(ask: &mut impl Asks, text: &'static str) -> Result<Vec<Oddity>, Error> {
    let mut query = sql("select ");
    query.push(Oddity::COLUMNS).push(" from (").push(text).push(") o order by 1, 2");
    // Every text has the serving roles as its first and only value.
    let query = query.bind(super::roles::names());
    ask.ask(query).await?.iter().map(Oddity::read).collect()
}

/// Functions, rules and schemas.
pub(super) async fn objects(ask: &mut impl Asks) -> Result<Vec<Oddity>, Error> {
    oddities(ask, OBJECTS).await
}

/// What the serving roles, and those that would see past row security, may do.
pub(super) async fn powers(ask: &mut impl Asks) -> Result<Vec<Oddity>, Error> {
    oddities(ask, POWERS).await
}

/// Objects made by people have ids from 16384 on; what PostgreSQL brings along has smaller ones.
const OBJECTS: &str = "
  select 'definer_function' as rule, p.oid::regprocedure::text as object, 'runs with the rights of ' || pg_get_userbyid(p.proowner) as detail
    from pg_proc p where p.prosecdef and (p.oid >= 16384 or p.pronamespace = 'public'::regnamespace)
  union all
  select 'leakproof_function', p.oid::regprocedure::text, 'is called before row security has had its say'
    from pg_proc p where p.proleakproof and (p.oid >= 16384 or p.proname in ('textlike', 'texticlike', 'textnlike', 'texticnlike',
      'textregexeq', 'texticregexeq', 'bpcharlike', 'like_escape', 'ts_match_vq', 'ts_match_tq', 'arraycontains', 'jsonb_contains'))
  union all
  select 'rule', r.rulename || ' on ' || r.ev_class::regclass, 'rewrites statements on their way'
    from pg_rewrite r where r.rulename <> '_RETURN' and r.oid >= 16384
  union all
  select 'schema', n.nspname::text, w.name || ' may use it, and what is in it is not checked'
    from pg_namespace n, (select rolname::text as name from pg_roles where rolname = any ($1)) w
    where n.nspname not in ('public', 'pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%'
      and has_schema_privilege(w.name, n.oid, 'usage')
      -- The queue knows no tenant: one role works in it, and sees no CRM row.
      and not (w.name = 'kontaly_worker' and n.nspname = 'graphile_worker')
      -- Operators are no tenant's people: one role keeps them, and sees no CRM row.
      and not (w.name = 'kontaly_console' and n.nspname = 'console')
  union all
  select 'foreign_server', s.srvname::text, 'leads out of the database' from pg_foreign_server s
  union all
  select 'extension', e.extname::text, 'leads out of the database, or into files' from pg_extension e
    where e.extname in ('dblink', 'postgres_fdw', 'file_fdw', 'adminpack', 'pageinspect', 'pg_walinspect')";

const POWERS: &str = "
  select 'role' as rule, w.name as object, 'is missing' as detail from unnest($1::text[] || 'kontaly_owner'::text) w (name)
    where not exists (select from pg_roles r where r.rolname = w.name)
  union all
  select 'role', r.rolname::text, 'is ' || p.power from pg_roles r, lateral (values
      (r.rolsuper, 'a superuser'), (r.rolbypassrls, 'past row security'), (r.rolcreaterole, 'allowed to make roles'),
      (r.rolcreatedb, 'allowed to make databases'), (r.rolreplication, 'allowed to replicate'), (r.rolinherit, 'inheriting')) p (has, power)
    where r.rolname = any ($1) and p.has
  union all
  select 'role', r.rolname::text, 'is ' || p.power from pg_roles r, lateral (values
      (r.rolsuper, 'a superuser'), (r.rolcanlogin, 'allowed to sign in'), (not r.rolbypassrls, 'not past row security, as migrations need')) p (has, power)
    where r.rolname = 'kontaly_owner' and p.has
  union all
  select 'membership', m.rolname::text, 'is a member of ' || o.rolname from pg_auth_members x
    join pg_roles m on m.oid = x.member join pg_roles o on o.oid = x.roleid where m.rolname = any ($1)
  union all
  select 'membership', m.rolname::text, 'may sign in and is a member of kontaly_owner' from pg_auth_members x
    join pg_roles m on m.oid = x.member join pg_roles o on o.oid = x.roleid
    where o.rolname = 'kontaly_owner' and m.rolcanlogin and not (m.rolsuper or m.rolcreaterole)
  union all
  select 'ownership', r.rolname::text, 'owns ' || pg_describe_object(s.classid, s.objid, s.objsubid) from pg_shdepend s
    join pg_roles r on r.oid = s.refobjid where s.deptype = 'o' and r.rolname = any ($1)
      and s.refclassid = 'pg_authid'::regclass and s.dbid in (0, (select oid from pg_database where datname = current_database()))
  union all
  select 'database', w.name, 'may ' || p.power || ' in the database' from (select rolname::text as name from pg_roles where rolname = any ($1)) w, unnest(array['create', 'temporary']) p (power)
    where has_database_privilege(w.name, current_database(), p.power)
  union all
  select 'database', w.name, 'may create objects in the schema ' || n.nspname from (select rolname::text as name from pg_roles where rolname = any ($1)) w, pg_namespace n
    where n.nspname not like 'pg\\_temp%' and n.nspname not like 'pg\\_toast%'
      and has_schema_privilege(w.name, n.oid, 'create')
  union all
  select 'bypass', r.rolname::text, 'is past row security and may read ' || min(c.relname) from pg_roles r, pg_class c
    where r.rolbypassrls and not r.rolsuper and r.rolname <> 'kontaly_owner' and c.relnamespace = 'public'::regnamespace
      and c.relkind in ('r', 'p', 'v', 'm') and c.relname <> 'schema_migrations' and has_any_column_privilege(r.oid, c.oid, 'select')
    group by r.rolname
  union all
  select 'function', p.oid::regprocedure::text, w.name || ' may call it' from (select rolname::text as name from pg_roles where rolname = any ($1)) w, pg_proc p
    where p.pronamespace = 'pg_catalog'::regnamespace
      and (p.proname in ('pg_stat_get_activity', 'pg_stat_get_backend_activity', 'pg_cancel_backend', 'pg_terminate_backend',
          'pg_logical_emit_message', 'loread', 'lowrite', 'loopen', 'pg_read_file', 'pg_read_binary_file', 'pg_ls_dir', 'pg_stat_file')
        or p.proname like 'lo\\_%' or p.proname like 'pg\\_advisory\\_lock%' or p.proname like 'pg\\_try\\_advisory\\_lock%'
        or p.proname like 'pg\\_advisory\\_unlock%')
      and has_function_privilege(w.name, p.oid, 'execute')
  union all
  select 'language', l.lanname::text, w.name || ' may run code in it' from (select rolname::text as name from pg_roles where rolname = any ($1)) w, pg_language l
    where l.lanname not in ('sql', 'internal', 'c') and has_language_privilege(w.name, l.oid, 'usage')";
