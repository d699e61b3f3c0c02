//! A sales representative against a colleague of the same workspace, and a reader against everybody.

use super::{Attack, NO_ACCESS, NO_SUCH_RECORD, Own, Rows, Scene, entering};

const OWN: &str = "secret of acme/rita";

async fn withstand(attacks: &[Attack]) {
    let scene = Scene::set().await.forbid_sams().await;
    let enter = entering(&scene.capability("acme", "rita"));
    scene.withstand("kontaly_app", &enter, OWN, attacks).await;
}

const READS: &[Attack] = &[
    ("leads", "select t::text from leads t where owner_id = :sam or true", Own),
    ("deals", "select t::text from deals t", Own),
    ("history", "select t::text, 'secret of acme/rita' from deal_changes t", Own),
    ("activities", "select t::text from activities t where not directory", Own),
    ("files", "select t::text from attachments t where not directory", Own),
    ("tags", "select t::text, 'secret of acme/rita' from taggings t where not directory", Own),
    ("custom values", "select t::text from custom_values t", Own),
    ("words", "select t::text from search_tokens t", Own),
    ("events", "select t::text from events t", Own),
    ("imports", "select t::text from imports t", Own),
    ("rows of imports", "select t::text, 'secret of acme/rita' from import_rows t", Own),
    ("bulks", "select t::text from bulks t", Own),
    ("views", "select t::text from views t", Own),
    ("answers", "select convert_from(body, 'UTF8') from idempotency_keys", Own),
    (
        "an answer of somebody else's",
        "insert into idempotency_keys (tenant_id, owner_id, key, created_at) values (:acme, :sam, 'x', now())",
        NO_ACCESS,
    ),
    ("rows of bulks", "select t::text from bulk_rows t", Own),
    ("a colleague's lead by id", "select from leads where id = md5('acme/sam/lead')::uuid", Rows(0)),
    ("hits counted", "select from search_tokens where token = 'secret'", Rows(2)),
    ("sums", "select 1 from deals having sum(amount) > 200", Rows(0)),
    ("the board", "select 1 from deals where name like '%sam%' or owner_id = :sam", Rows(0)),
    (
        "a cast that raises",
        "select count(*) from deals where case when name like '%sam%' then name::bigint else 1 end = 1; select name from deals",
        Own,
    ),
    ("another's session", "select from sessions where user_id = :sam", Rows(0)),
    ("everybody's in xml", "select query_to_xml('select * from deals', true, false, '')", Own),
];

#[tokio::test]
async fn a_colleagues_rows_are_not_read() {
    withstand(READS).await;
}

const WRITES: &[Attack] = &[
    ("take a lead", "update leads set owner_id = :rita where id = md5('acme/sam/lead')::uuid", Rows(0)),
    ("trash a deal", "update deals set trashed_at = now() where owner_id = :sam", Rows(0)),
    (
        "share a colleague's view",
        "update views set shared = true where id = md5('acme/sam/view')::uuid",
        Rows(0),
    ),
    (
        "change a colleague's shared view",
        "update views set name = 'x' where id = md5('acme/sam/view of all')::uuid",
        Rows(0),
    ),
    (
        "delete a colleague's shared view",
        "delete from views where id = md5('acme/sam/view of all')::uuid",
        Rows(0),
    ),
    (
        "a view in a colleague's drawer",
        "insert into views (tenant_id, id, noun, name, shared, filter, sort, columns, layout, rank, owner_id, created_at, updated_at) values (:acme, gen_random_uuid(), 'lead', 'x', false, '', '', '', 'list', 'V', :sam, now(), now())",
        NO_ACCESS,
    ),
    ("delete deals", "delete from deals where owner_id = :sam", Rows(0)),
    ("hand over", "update leads set owner_id = :sam where id = md5('acme/rita/lead')::uuid", NO_ACCESS),
    (
        "make for a colleague",
        "insert into leads (tenant_id, id, name, owner_id, created_at, updated_at) values (:acme, gen_random_uuid(), 'x', :sam, now(), now())",
        NO_ACCESS,
    ),
    (
        "log on a colleague's deal",
        "insert into activities (tenant_id, id, kind, subject, at, deal_id, owner_id, directory, created_at, updated_at) values (:acme, gen_random_uuid(), 'note', 'x', now(), md5('acme/sam/deal')::uuid, :rita, false, now(), now())",
        NO_ACCESS,
    ),
    (
        "log in a colleague's place",
        "insert into activities (tenant_id, id, kind, subject, at, contact_id, owner_id, directory, created_at, updated_at) values (:acme, gen_random_uuid(), 'note', 'x', now(), md5('acme/sam/contact')::uuid, :rita, true, now(), now())",
        NO_ACCESS,
    ),
    (
        "a file on a colleague's deal",
        "insert into attachments (tenant_id, id, name, media_type, size_bytes, sha256, uploaded_by, deal_id, owner_id, directory, created_at, updated_at) values (:acme, gen_random_uuid(), 'x', 'x/y', 1, repeat('0', 64), :rita, md5('acme/sam/deal')::uuid, :rita, false, now(), now())",
        NO_ACCESS,
    ),
    (
        "a file on a colleague's contact",
        "insert into attachments (tenant_id, id, name, media_type, size_bytes, sha256, uploaded_by, contact_id, owner_id, directory, created_at, updated_at) values (:acme, gen_random_uuid(), 'x', 'x/y', 1, repeat('0', 64), :rita, md5('acme/sam/contact')::uuid, :sam, true, now(), now())",
        NO_ACCESS,
    ),
    (
        "move a file to a colleague's deal",
        "update attachments set lead_id = null, deal_id = md5('acme/sam/deal')::uuid where id = md5('acme/rita/file')::uuid",
        NO_ACCESS,
    ),
    ("remove a colleague's file", "update attachments set trashed_at = now() where owner_id = :sam", Rows(0)),
    (
        "delete one's own file for good",
        "delete from attachments where id = md5('acme/rita/file')::uuid",
        Rows(0),
    ),
    (
        "move an activity to a colleague's deal",
        "update activities set lead_id = null, deal_id = md5('acme/sam/deal')::uuid where id = md5('acme/rita/call')::uuid",
        NO_ACCESS,
    ),
    (
        "a step in a colleague's history",
        "insert into deal_changes (tenant_id, id, deal_id, at, actor_id, to_stage_id, currency, owner_id) select :acme, gen_random_uuid(), md5('acme/sam/deal')::uuid, now(), :rita, id, 'EUR', :rita from stages limit 1",
        NO_ACCESS,
    ),
    (
        "an event in a colleague's name",
        "insert into events (tenant_id, id, at, actor_id, noun, record_id, action, owner_id, directory) values (:acme, gen_random_uuid(), now(), :sam, 'lead', md5('acme/rita/lead')::uuid, 'x', :rita, false)",
        NO_ACCESS,
    ),
    (
        "a step in a colleague's name",
        "insert into deal_changes (tenant_id, id, deal_id, at, actor_id, to_stage_id, currency, owner_id) select :acme, gen_random_uuid(), md5('acme/rita/deal')::uuid, now(), :sam, id, 'EUR', :rita from stages limit 1",
        NO_ACCESS,
    ),
    (
        "an event for a colleague",
        "insert into events (tenant_id, id, at, actor_id, noun, record_id, action, owner_id, directory) values (:acme, gen_random_uuid(), now(), :rita, 'lead', md5('acme/sam/lead')::uuid, 'x', :sam, false)",
        NO_ACCESS,
    ),
    (
        "tag a colleague's deal",
        "insert into taggings (tenant_id, tag_id, noun, record_id, owner_id, directory) values (:acme, md5('acme/rita/tag')::uuid, 'deal', md5('acme/sam/deal')::uuid, :rita, false)",
        NO_ACCESS,
    ),
    (
        "a value for a colleague's lead",
        "insert into custom_values (tenant_id, field_id, record_id, noun, text_value, owner_id, directory) values (:acme, md5('acme/rita/field')::uuid, md5('acme/sam/lead')::uuid, 'lead', 'x', :rita, false)",
        NO_ACCESS,
    ),
    (
        "move a tagging",
        "update taggings set record_id = md5('acme/sam/deal')::uuid where record_id = md5('acme/rita/deal')::uuid",
        NO_ACCESS,
    ),
    (
        "convert into a colleague's deal",
        "update leads set status = 'converted', converted_at = now(), converted_deal_id = md5('acme/sam/deal')::uuid where id = md5('acme/rita/lead')::uuid",
        NO_SUCH_RECORD,
    ),
    (
        "a row for a colleague's import",
        "insert into import_rows (tenant_id, import_id, line, outcome, owner_id) values (:acme, md5('acme/sam/import')::uuid, 3, 'created', :rita)",
        NO_ACCESS,
    ),
    ("settings", "update stages set name = 'x'", Rows(0)),
    (
        "products",
        "insert into products (tenant_id, id, name, name_key, created_at, updated_at) values (:acme, gen_random_uuid(), 'x', 'x', now(), now())",
        NO_ACCESS,
    ),
];

#[tokio::test]
async fn a_colleagues_rows_are_not_written() {
    withstand(WRITES).await;
}

/// The directory is open to read, and what hangs on a colleague's company or contact is not to be changed for that.
const DIRECTORY: &[Attack] = &[
    ("a company", "update companies set name = 'mine' where owner_id = :sam", Rows(0)),
    ("a contact", "delete from contacts where owner_id = :sam", Rows(0)),
    ("an address", "update contact_points set value = 'mine' where owner_id = :sam", Rows(0)),
    (
        "an address more",
        "insert into contact_points (tenant_id, id, contact_id, kind, value, value_key, position, owner_id) values (:acme, gen_random_uuid(), md5('acme/sam/contact')::uuid, 'email', 'x', 'x', 1, :rita)",
        NO_ACCESS,
    ),
    ("an activity", "update activities set subject = 'mine' where directory and owner_id = :sam", Rows(0)),
    ("an activity away", "delete from activities where directory and owner_id = :sam", Rows(0)),
    ("a tag", "delete from taggings where directory and owner_id = :sam", Rows(0)),
    (
        "a tag more",
        "insert into taggings (tenant_id, tag_id, noun, record_id, owner_id, directory) values (:acme, md5('acme/rita/tag')::uuid, 'company', md5('acme/sam/company')::uuid, :sam, true)",
        NO_ACCESS,
    ),
    (
        "a tag more, called one's own",
        "insert into taggings (tenant_id, tag_id, noun, record_id, owner_id, directory) values (:acme, md5('acme/rita/tag')::uuid, 'company', md5('acme/sam/company')::uuid, :rita, true)",
        NO_ACCESS,
    ),
    ("a value", "update custom_values set text_value = 'mine' where directory and owner_id = :sam", Rows(0)),
    ("a product's value", "update custom_values set text_value = 'mine' where noun = 'product'", Rows(0)),
    ("words", "delete from search_tokens where directory and owner_id = :sam", Rows(0)),
    ("a product's words", "delete from search_tokens where noun = 'product'", Rows(0)),
    ("the words of a talk", "delete from search_tokens where noun = 'activity' and owner_id = :sam", Rows(0)),
    (
        "words more",
        "insert into search_tokens (tenant_id, token, noun, record_id, owner_id, directory) values (:acme, 'mine', 'company', md5('acme/sam/company')::uuid, :sam, true)",
        NO_ACCESS,
    ),
    ("who sees an event", "update events set owner_id = :rita where directory and owner_id = :sam", Rows(0)),
];

#[tokio::test]
async fn the_open_directory_is_open_to_read_alone() {
    withstand(DIRECTORY).await;
}

/// Is it there? A unique index must not answer for what row security hides.
const ORACLES: &[Attack] = &[
    (
        "a word that is there",
        "insert into search_tokens (tenant_id, token, noun, record_id, owner_id, directory) values (:acme, 'secret', 'lead', md5('acme/sam/lead')::uuid, :rita, false); delete from search_tokens where record_id = md5('acme/sam/lead')::uuid",
        Rows(1),
    ),
    (
        "a word that is not",
        "insert into search_tokens (tenant_id, token, noun, record_id, owner_id, directory) values (:acme, 'nonsense', 'lead', md5('acme/sam/lead')::uuid, :rita, false); delete from search_tokens where record_id = md5('acme/sam/lead')::uuid",
        Rows(1),
    ),
    (
        "a word, silently",
        "insert into search_tokens (tenant_id, token, noun, record_id, owner_id, directory) values (:acme, 'secret', 'lead', md5('acme/sam/lead')::uuid, :rita, false) on conflict do nothing; delete from search_tokens where record_id = md5('acme/sam/lead')::uuid",
        Rows(1),
    ),
    (
        "a tag that is there",
        "insert into taggings (tenant_id, tag_id, noun, record_id, owner_id, directory) values (:acme, md5('acme/sam/tag')::uuid, 'deal', md5('acme/sam/deal')::uuid, :rita, false) on conflict do nothing",
        NO_ACCESS,
    ),
    (
        "a value that is there",
        "insert into custom_values (tenant_id, field_id, record_id, noun, text_value, owner_id, directory) values (:acme, md5('acme/sam/field')::uuid, md5('acme/sam/lead')::uuid, 'lead', 'x', :rita, false) on conflict do nothing",
        NO_ACCESS,
    ),
    (
        "a line that is there",
        "insert into import_rows (tenant_id, import_id, line, outcome, owner_id) values (:acme, md5('acme/sam/import')::uuid, 2, 'created', :rita) on conflict do nothing",
        NO_ACCESS,
    ),
    (
        "a deal that is there",
        "insert into deal_changes (tenant_id, id, deal_id, at, actor_id, to_stage_id, currency, owner_id) select :acme, gen_random_uuid(), md5('nobody/deal')::uuid, now(), :rita, id, 'EUR', :rita from stages limit 1",
        NO_ACCESS,
    ),
    (
        "an upsert over a colleague's",
        "insert into leads (tenant_id, id, name, owner_id, created_at, updated_at) values (:acme, md5('acme/sam/lead')::uuid, 'mine', :rita, now(), now()) on conflict (tenant_id, id) do update set name = 'mine'",
        NO_ACCESS,
    ),
];

#[tokio::test]
async fn no_index_tells_what_a_colleagues_record_holds() {
    withstand(ORACLES).await;
}

/// Words that somebody planted for a record travel with nobody, and stop nobody from handing it over.
#[tokio::test]
async fn planted_words_do_not_stop_a_hand_over() {
    let scene = Scene::set().await;
    let (rita, ada) = (scene.intruder("kontaly_app").await, scene.intruder("kontaly_app").await);
    let plant = "insert into search_tokens (tenant_id, token, noun, record_id, owner_id, directory) values (:acme, 'secret', 'lead', md5('acme/sam/lead')::uuid, :rita, false)";
    let plant =
        scene.names().into_iter().fold(plant.to_owned(), |text, (name, value)| text.replace(name, &value));
    scene.attack(&rita, &entering(&scene.capability("acme", "rita")), &plant).await.expect("her own row");
    let hand_over = format!(
        "update leads set owner_id = '{}' where id = md5('acme/sam/lead')::uuid",
        scene.person("acme", "rita").actor.id
    );
    ada.run(&format!("begin; {}; {hand_over}; commit", entering(&scene.capability("acme", "ada"))))
        .await
        .expect("a hand-over");
    let left = scene.one("select count(*) || ' ' || count(distinct owner_id) from search_tokens where record_id = md5('acme/sam/lead')::uuid").await;
    assert_eq!(left, "2 1", "every word once, and all with the new owner");
}

const BY_A_READER: &[Attack] = &[
    ("change", "update leads set score = 1", Rows(0)),
    ("delete", "delete from leads", Rows(0)),
    (
        "make",
        "insert into leads (tenant_id, id, name, created_at, updated_at) values (:acme, gen_random_uuid(), 'x', now(), now())",
        NO_ACCESS,
    ),
    ("claim to see more", "select t::text from leads t", Own),
    (
        "an event",
        "insert into events (tenant_id, id, at, actor_id, noun, record_id, action, directory) select :acme, gen_random_uuid(), now(), id, 'x', id, 'x', true from actors",
        NO_ACCESS,
    ),
    ("words", "delete from search_tokens", Rows(0)),
    ("a setting", "update pipelines set name = 'x'", Rows(0)),
    ("lock a row", "select from deals for update", Rows(0)),
    (
        "a value that does not fit",
        "insert into leads (tenant_id, id, name, created_at, updated_at) values (:acme, gen_random_uuid(), '', now(), now())",
        NO_ACCESS,
    ),
];

#[tokio::test]
async fn a_reader_changes_nothing() {
    let scene = Scene::set().await;
    let enter = entering(&scene.capability("acme", "ron"));
    scene.withstand("kontaly_app", &enter, OWN, BY_A_READER).await;
}
