//! The promise the product lives by: whoever runs arbitrary SQL in a serving role, under the strongest context that can
//! be had honestly, sees and changes nothing of another tenant and nothing of a colleague.
//!
//! The attacker has the role's own connection and types text, several statements at once if it helps. He knows every
//! id there is. What he must not see are the *secrets* planted below, the ids of foreign rows, and a single change of
//! the *fingerprint* of all that is not his. Accepted (docs/adr/0002): sizes, as EXPLAIN and global counters show them.

mod catalog;
mod colleague;
mod contexts;
mod keepers;
mod tenant;

use crate::support::{Kontaly, Person};
use kontaly::vault::Shelf;
use kontaly_db::{Intruder, KeyRing, Loot, Refusal, sql};
use tokio::io::AsyncWriteExt;

/// A workspace full of secrets: `acme` with rows of Rita, of Sam and of nobody, `beta` with rows of its Rita.
struct Scene {
    t: Kontaly,
    foreign: Vec<String>,
}

/// What becomes of an attack.
#[derive(Clone, Copy, Debug)]
enum End {
    /// PostgreSQL refuses with this SQLSTATE.
    Refused(&'static str),
    /// The last statement works and shows one's own secret: the same statement would show a foreign one, were it visible.
    Own,
    /// The last statement works and touches so many rows.
    Rows(u64),
}
use End::{Own, Refused, Rows};

/// A name, what is typed after entering, and what becomes of it.
type Attack = (&'static str, &'static str, End);

const NO_ACCESS: End = Refused("42501");
/// A changed reference to what one does not see is refused like one to what is not there (migrations/0008).
const NO_SUCH_RECORD: End = Refused("23503");

/// The id of a planted record, the same in Rust and in SQL.
fn id(whose: &str, noun: &str) -> String {
    format!("md5('{whose}/{noun}')::uuid")
}

impl Scene {
    async fn set() -> Self {
        let t = Kontaly::start().await;
        plant(&t).await;
        let mut scene = Self { t, foreign: Vec::new() };
        scene.foreign.push("secret of beta".into());
        scene.foreign.push(scene.person("beta", "ada").actor.tenant_id.to_string());
        scene
    }

    /// Whoever must not see Sam's rows either.
    async fn forbid_sams(mut self) -> Self {
        self.foreign.push("secret of acme/sam".into());
        let nouns =
            ["company", "contact", "point", "deal", "change", "lead", "call", "event", "import", "view"];
        for noun in nouns {
            // The directory is open to all.
            if ["company", "contact", "point"].contains(&noun) {
                continue;
            }
            let id: uuid::Uuid =
                self.one(&format!("select {}", id("acme/sam", noun))).await.parse().expect("an id");
            self.foreign.push(id.to_string());
        }
        self
    }

    fn person(&self, slug: &str, name: &str) -> Person {
        self.t.person(slug, name)
    }

    fn keys(&self) -> &KeyRing {
        self.t.app.db.keys()
    }

    fn capability(&self, slug: &str, name: &str) -> String {
        self.keys().capability(self.keys().current(), &self.person(slug, name).actor).expect("a key")
    }

    fn doorman(&self, slug: &str) -> String {
        let tenant = self.person(slug, "ada").actor.tenant_id;
        self.keys().doorman(self.keys().current(), tenant, 1).expect("a key")
    }

    async fn intruder(&self, role: &str) -> Intruder {
        Intruder::connect(&self.t.endpoint(), role, self.keys()).await.expect("the role's own connection")
    }

    /// One value, as the administrator sees it.
    async fn one(&self, query: &str) -> String {
        let admin = Intruder::administrator(&self.t.endpoint()).await.expect("the administrator");
        admin.run(query).await.expect("a query").rows.first().cloned().unwrap_or_default()
    }

    /// Everything of beta, everything of Sam, and everybody's powers, in one number.
    async fn fingerprint(&self) -> String {
        let tables = "select string_agg(format('select %L || md5(coalesce(string_agg(r::text, ''|'' order by r::text), ''''))
            || count(*) from public.%I r where r.tenant_id = %L or %s', relname, relname, :beta,
            case when relname in ('users', 'teams', 'actors', 'doormen', 'passwords', 'sessions', 'sign_in_throttles') then 'true'
              when exists (select from pg_attribute a where a.attrelid = c.oid and attname = 'owner_id' and not attisdropped)
              then format('r.owner_id = %L', :sam) else 'false' end), ' union all ' order by relname)
          from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'r'
            and exists (select from pg_attribute a where a.attrelid = c.oid and attname = 'tenant_id')";
        let tables = tables
            .replace(":beta", &format!("'{}'", self.person("beta", "ada").actor.tenant_id))
            .replace(":sam", &format!("'{}'", self.person("acme", "sam").actor.id));
        let query = self.one(&tables).await;
        let admin = Intruder::administrator(&self.t.endpoint()).await.expect("the administrator");
        let rows = admin.run(&query).await.expect("a fingerprint").rows;
        assert!(rows.len() > 25, "every table is in it");
        rows.join("\n")
    }

    /// Enters honestly, attacks, commits.
    async fn attack(&self, who: &Intruder, enter: &str, text: &str) -> Result<Loot, Refusal> {
        let outcome = who.run(&format!("begin; {enter}; {text}; commit")).await;
        if outcome.is_err() {
            who.run("rollback").await.expect("a rollback");
        }
        self.nothing_foreign(text, &outcome);
        outcome
    }

    fn nothing_foreign(&self, text: &str, outcome: &Result<Loot, Refusal>) {
        let said = match outcome {
            Ok(loot) => loot.rows.join("\n"),
            Err(refusal) => refusal.said.clone(),
        };
        for secret in &self.foreign {
            assert!(!said.contains(secret), "{text}\nshows {secret}:\n{said}");
        }
    }

    /// Attacks one after the other in somebody's name, and nothing foreign is seen or changed.
    async fn withstand(&self, role: &str, enter: &str, own: &str, attacks: &[Attack]) {
        let who = self.intruder(role).await;
        let before = self.fingerprint().await;
        let fill = |text: &str| {
            let mut text = text.to_owned();
            for (name, value) in self.names() {
                text = text.replace(name, &value);
            }
            text
        };
        let mut holes = Vec::new();
        for (name, text, end) in attacks {
            let outcome = self.attack(&who, enter, &fill(text)).await;
            let as_expected = match (end, &outcome) {
                (Refused(code), Err(refusal)) => refusal.code == *code,
                // The attack itself must work: the same statement would show a foreign secret, were it visible.
                (Own, Ok(loot)) => loot.rows.iter().any(|row| row.contains(own)),
                // The last count is COMMIT's.
                (Rows(wanted), Ok(loot)) => loot.counts.iter().rev().nth(1) == Some(wanted),
                _ => false,
            };
            if !as_expected {
                holes.push(format!("{name}: {end:?} was expected, not {outcome:?}"));
            }
            if self.fingerprint().await != before {
                holes.push(format!("{name}: something foreign was changed"));
                break;
            }
        }
        assert!(holes.is_empty(), "{}", holes.join("\n"));
    }

    /// What attacks call things: `:beta` and `:acme` are tenants, `:rita`, `:sam` and `:stranger` people.
    fn names(&self) -> Vec<(&'static str, String)> {
        let quoted = |text: String| format!("'{text}'");
        let actor = |slug, name| quoted(self.person(slug, name).actor.id.to_string());
        vec![
            (":beta", quoted(self.person("beta", "ada").actor.tenant_id.to_string())),
            (":acme", quoted(self.person("acme", "ada").actor.tenant_id.to_string())),
            (":rita", actor("acme", "rita")),
            (":sam", actor("acme", "sam")),
            (":ada", actor("acme", "ada")),
            (":stranger", actor("beta", "rita")),
            (":other_cap", quoted(self.capability("beta", "ada"))),
        ]
    }
}

/// Plants a row of everything for Rita, Sam and nobody of acme, and for Rita of beta.
pub(crate) async fn plant(t: &Kontaly) {
    let owner = t.owner().await;
    for (slug, whose, name) in [
        ("acme", "acme/rita", Some("rita")),
        ("acme", "acme/sam", Some("sam")),
        ("acme", "acme/pool", None),
        ("beta", "beta/rita", Some("rita")),
    ] {
        let tenant = t.person(slug, "ada").actor.tenant_id;
        let of =
            name.map_or_else(|| "null".to_owned(), |name| format!("'{}'", t.person(slug, name).actor.id));
        let text =
            PLANT.replace(":tenant", &format!("'{tenant}'")).replace(":owner", &of).replace(":whose", whose);
        owner.script(&text).await.expect("secrets are planted");
    }
    for row in &owner.query(&sql("select tenant_id, id from attachments")).await.expect("files") {
        let mut writer =
            t.app.settings.files.writer(
                Shelf::Files.of(row.take().expect("a tenant"), row.take::<uuid::Uuid>().expect("an id")),
            );
        writer.put("bytes".into()).await.expect("bytes");
        writer.shutdown().await.expect("an object");
    }
    owner.script("analyze").await.expect("statistics are there to be stolen");
}

/// How somebody enters honestly, without a session.
fn entering(capability: &str) -> String {
    format!("select enter('{capability}', null, null)")
}

/// One row of everything, owned by one person, each with a secret in it.
const PLANT: &str = "
do $plant$
declare
  t uuid := :tenant; o uuid := :owner; w text := ':whose'; secret text := 'secret of :whose';
  made timestamptz := '2026-01-05T08:00:00Z';
  pipeline uuid; stage uuid;
begin
  select s.pipeline_id, s.id into pipeline, stage from stages s where s.tenant_id = t and s.kind = 'open' order by s.position limit 1;
  insert into companies (tenant_id, id, name, name_key, owner_id, external_id, created_at, updated_at)
    values (t, md5(w || '/company')::uuid, case when o is null or w like 'beta%' then secret else 'company' end, w, o, w, made, made);
  insert into contacts (tenant_id, id, name, name_key, owner_id, company_id, created_at, updated_at)
    values (t, md5(w || '/contact')::uuid, 'contact', w, o, md5(w || '/company')::uuid, made, made);
  insert into contact_points (tenant_id, id, contact_id, kind, value, value_key, position, owner_id)
    values (t, md5(w || '/point')::uuid, md5(w || '/contact')::uuid, 'email', w, w, 0, o);
  insert into products (tenant_id, id, name, name_key, created_at, updated_at) values (t, md5(w || '/product')::uuid, w, w, made, made);
  insert into deals (tenant_id, id, name, pipeline_id, stage_id, state, amount, currency, probability, company_id, rank,
      stage_entered_at, owner_id, external_id, created_at, updated_at)
    values (t, md5(w || '/deal')::uuid, secret, pipeline, stage, 'open', 100, 'EUR', 10, md5(w || '/company')::uuid, 'V', made, o, w, made, made);
  insert into deal_changes (tenant_id, id, deal_id, at, actor_id, to_stage_id, currency, owner_id)
    values (t, md5(w || '/change')::uuid, md5(w || '/deal')::uuid, made, coalesce(o, t), stage, 'EUR', o);
  insert into leads (tenant_id, id, name, email, owner_id, external_id, created_at, updated_at)
    values (t, md5(w || '/lead')::uuid, secret, w || '@example.com', o, w, made, made);
  insert into activities (tenant_id, id, kind, subject, body, at, lead_id, owner_id, directory, created_at, updated_at)
    values (t, md5(w || '/call')::uuid, 'call', 'call', secret, made, md5(w || '/lead')::uuid, o, false, made, made);
  insert into activities (tenant_id, id, kind, subject, at, contact_id, owner_id, directory, created_at, updated_at)
    values (t, md5(w || '/talk')::uuid, 'meeting', 'talk', made, md5(w || '/contact')::uuid, o, true, made, made);
  insert into attachments (tenant_id, id, name, media_type, size_bytes, sha256, uploaded_by, lead_id, owner_id, directory, created_at, updated_at)
    values (t, md5(w || '/file')::uuid, secret, 'text/plain', 5, encode(sha256('bytes'), 'hex'), coalesce(o, (select id from users where tenant_id = t limit 1)), md5(w || '/lead')::uuid, o, false, made, made);
  insert into dropped_objects (tenant_id, id) values (t, md5(w || '/dropped')::uuid);
  insert into tags (tenant_id, id, name, name_key, created_at) values (t, md5(w || '/tag')::uuid, w, w, made);
  insert into taggings (tenant_id, tag_id, noun, record_id, owner_id, directory) values
    (t, md5(w || '/tag')::uuid, 'deal', md5(w || '/deal')::uuid, o, false),
    (t, md5(w || '/tag')::uuid, 'company', md5(w || '/company')::uuid, o, true);
  insert into custom_fields (tenant_id, id, noun, key, label, kind, created_at)
    values (t, md5(w || '/field')::uuid, 'lead', translate(w, '/', '_'), 'Field', 'text', made);
  insert into custom_values (tenant_id, field_id, record_id, noun, text_value, owner_id, directory) values
    (t, md5(w || '/field')::uuid, md5(w || '/lead')::uuid, 'lead', secret, o, false),
    (t, md5(w || '/field')::uuid, md5(w || '/company')::uuid, 'company', 'open to all', o, true),
    (t, md5(w || '/field')::uuid, md5(w || '/product')::uuid, 'product', 'open to all', null, true);
  insert into search_tokens (tenant_id, token, noun, record_id, owner_id, directory) values
    (t, 'secret', 'lead', md5(w || '/lead')::uuid, o, false), (t, secret, 'lead', md5(w || '/lead')::uuid, o, false),
    (t, 'company', 'company', md5(w || '/company')::uuid, o, true), (t, 'product', 'product', md5(w || '/product')::uuid, null, true),
    (t, 'talk', 'activity', md5(w || '/talk')::uuid, o, true);
  insert into events (tenant_id, id, at, actor_id, noun, record_id, action, changes, owner_id, directory)
    values (t, md5(w || '/event')::uuid, made, coalesce(o, t), 'lead', md5(w || '/lead')::uuid, 'create', jsonb_build_object('name', secret), o, false);
  insert into imports (tenant_id, id, noun, file_name, state, mapping, owner_id, created_at)
    values (t, md5(w || '/import')::uuid, 'lead', secret, 'done', '{}', o, made);
  insert into import_rows (tenant_id, import_id, line, outcome, record_id, owner_id)
    values (t, md5(w || '/import')::uuid, 2, 'created', md5(w || '/lead')::uuid, o);
  insert into bulks (tenant_id, id, noun, change, state, total, owner_id, created_at, alive_at)
    values (t, md5(w || '/bulk')::uuid, 'lead', jsonb_build_object('set', jsonb_build_object('city', secret)), 'done', 1, o, made, made);
  insert into bulk_rows (tenant_id, bulk_id, position, record_id, outcome, before, owner_id)
    values (t, md5(w || '/bulk')::uuid, 1, md5(w || '/lead')::uuid, 'changed', jsonb_build_object('city', secret), o);
  insert into views (tenant_id, id, noun, name, shared, filter, sort, columns, layout, rank, owner_id, created_at, updated_at)
    select t, md5(w || '/view')::uuid, 'lead', secret, false, '', '', '', 'list', 'V', o, made, made where o is not null;
  insert into views (tenant_id, id, noun, name, shared, filter, sort, columns, layout, rank, owner_id, created_at, updated_at)
    select t, md5(w || '/view of all')::uuid, 'lead', 'open to all', true, '', '', '', 'list', 'V', o, made, made where o is not null;
  insert into sessions (tenant_id, id, user_id, secret_hash, expires_at, address, user_agent)
    select t, md5(w || '/session')::uuid, o, sha256(w::bytea), now() + interval '1 day', '192.0.2.1', 'test' where o is not null;
  insert into tokens (tenant_id, hash, purpose, email, created_at, expires_at)
    values (t, sha256(w::bytea), 'password_reset', w || '@example.com', made, 'infinity');
  insert into users (tenant_id, id, kind, name, name_key, role)
    values (t, md5(w || '/key')::uuid, 'key', w || ' key', w || ' key', 'read_only');
  insert into api_keys (tenant_id, id, prefix, made_by, created_at)
    select t, md5(w || '/key')::uuid, 'kontaly_x', u.id, made from users u where u.tenant_id = t and u.kind = 'person' limit 1;
  insert into idempotency_keys (tenant_id, owner_id, key, created_at, fingerprint, status, body)
    select t, o, w, made, sha256(w::bytea), 201, convert_to(secret, 'UTF8') where o is not null;
  insert into webhooks (tenant_id, id, url, description, events, made_by, created_at)
    select t, md5(w || '/webhook')::uuid, 'https://example.com/' || w, w, '{}', u.id, made from users u
    where u.tenant_id = t and u.kind = 'person' limit 1;
  insert into webhook_deliveries (tenant_id, webhook_id, id, event, created_at, next_at)
    values (t, md5(w || '/webhook')::uuid, md5(w || '/told')::uuid, 'lead.create', made, '2099-01-01');
  insert into samples (tenant_id, record_id, noun) values (t, md5(w || '/lead')::uuid, 'lead');
  insert into mails (tenant_id, id, kind, recipient, asked_from, created_at, next_at, expires_at)
    values (t, md5(w || '/mail')::uuid, 'password_reset', w || '@example.com', '192.0.2.1', made, made, 'infinity');
end $plant$";

/// The scene itself is what it claims to be: the secrets are there, and their owners see them.
#[tokio::test]
async fn the_secrets_are_there_to_be_stolen() {
    let scene = Scene::set().await;
    for (slug, name, own) in [
        ("acme", "rita", "secret of acme/rita"),
        ("acme", "sam", "secret of acme/sam"),
        ("beta", "rita", "secret of beta/rita"),
    ] {
        let who = scene.intruder("kontaly_app").await;
        let enter = entering(&scene.capability(slug, name));
        for table in
            ["deals", "leads", "activities", "custom_values", "search_tokens", "events", "imports", "views"]
        {
            let loot = who
                .run(&format!("begin; {enter}; select t::text from {table} t; commit"))
                .await
                .expect(table);
            assert!(loot.rows.iter().any(|row| row.contains(own)), "{name} of {slug} sees the own {table}");
        }
    }
    let mut tx = scene.t.tx("acme", "ada");
    let count: i64 =
        tx.one(sql("select count(*) from leads")).await.expect("a count").take().expect("a number");
    assert_eq!(count, 3, "the administrator sees everybody's");
}
