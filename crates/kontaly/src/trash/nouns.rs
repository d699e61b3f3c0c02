//! What SQL says of each noun's trash. Every text is static; `$1` is the tenant, `$2` the ids.

use crate::http::filter::{Field, Kind, Listing};

/// A noun whose records can be in the trash.
pub struct Noun {
    /// The name in paths.
    pub path: &'static str,
    /// The name in events.
    pub name: &'static str,
    /// What its trash is listed, filtered and sorted by.
    pub listing: Listing,
    /// What stands between FROM and the tenant's value.
    pub from: &'static str,
    /// The records among the ids that are in the trash: id, owner, name, whether of the directory; held until the end.
    pub hold: &'static str,
    /// Ids of what was trashed before `$2`, at most `$3`.
    pub expired: &'static str,
    /// What goes with them, in the order in which it can go.
    pub hangs: &'static [&'static str],
    /// What hangs on this noun alone.
    pub besides: &'static [&'static str],
    /// What stays without its reference; `$3` now, `$4` who did it, `$5` the request.
    pub refers: &'static [&'static str],
    /// The records themselves.
    pub delete: &'static str,
    /// What [`super::TrashWeight`] counts, behind the records and the activities.
    pub weight: &'static str,
}

/// What hangs on a record of any noun, given its activities and its files, whose objects go afterwards.
macro_rules! hanging {
    ($activities:literal, $files:literal) => {
        [
            concat!(
                "delete from search_tokens s using activities a where s.tenant_id = $1 and s.record_id = a.id and a.tenant_id = $1 and ",
                $activities
            ),
            concat!(
                "delete from custom_values s using activities a where s.tenant_id = $1 and s.record_id = a.id and a.tenant_id = $1 and ",
                $activities
            ),
            concat!("delete from activities a where a.tenant_id = $1 and ", $activities),
            concat!(
                "insert into dropped_objects (tenant_id, id) select f.tenant_id, f.id from attachments f where f.tenant_id = $1 and ",
                $files
            ),
            concat!("delete from attachments f where f.tenant_id = $1 and ", $files),
            "delete from search_tokens where tenant_id = $1 and record_id = any ($2)",
            "delete from taggings where tenant_id = $1 and record_id = any ($2)",
            "delete from custom_values where tenant_id = $1 and record_id = any ($2)",
        ]
    };
}

/// A row that loses a reference, and the event that says so.
macro_rules! loses {
    ($table:literal, $noun:literal, $column:literal, $directory:literal) => {
        concat!(
            "with lost as (update ", $table, " r set ", $column, " = null, updated_at = $3, version = r.version + 1",
            " from unnest($2) gone (id) where r.tenant_id = $1 and r.", $column, " = gone.id returning r.id, r.owner_id, gone.id as was)",
            " insert into events (tenant_id, id, at, actor_id, noun, record_id, action, changes, request_id, owner_id, directory)",
            " select $1, gen_random_uuid(), $3, $4, '", $noun, "', l.id, 'update',",
            " jsonb_build_object('", $column, "', jsonb_build_array(l.was, null)), $5, l.owner_id, ", $directory, " from lost l"
        )
    };
}

/// Who trashed a record: its event says so, or the import with whose undo it went, or a column of its own.
macro_rules! trashed_by {
    (event) => {
        "select w.actor_id from (select v.actor_id, v.at from events v where v.tenant_id = r.tenant_id and v.record_id = r.id and v.action = 'trash' union all select i.undone_by, i.undone_at from imports i where i.tenant_id = r.tenant_id and i.undone_at = r.trashed_at) w order by w.at desc limit 1"
    };
    (column) => {
        "select r.trashed_by as actor_id"
    };
}

macro_rules! noun {
    ($path:literal, $name:literal, $label:literal, $detail:literal, $owner_directory:literal, by: $by:ident,
     hangs: $hangs:expr, besides: $besides:expr, refers: $refers:expr, weight: $weight:expr) => {
        Noun {
            path: $path,
            name: $name,
            listing: Listing {
                noun: $name,
                id: "r.id",
                tenant: "r.tenant_id",
                owner: None,
                default_sort: "-trashed_at",
                fields: &[
                    Field::sorted("trashed_at", "r.trashed_at", Kind::Instant),
                    Field::new("name", concat!("r.", $label), Kind::Text),
                    Field::new("trashed_by", "e.actor_id", Kind::Id),
                    Field::new("owner_id", "r.owner_id", Kind::Id),
                    Field::new("id", "r.id", Kind::Id),
                ],
            },
            from: concat!(
                "from ",
                $path,
                " r cross join lateral (select r.",
                $label,
                " as name, ",
                $detail,
                " as detail) n",
                " left join lateral (",
                trashed_by!($by),
                ") e on true",
                " where r.trashed_at is not null and r.tenant_id = "
            ),
            hold: concat!(
                "select r.id, r.owner_id, r.",
                $label,
                ", ",
                $owner_directory,
                " from ",
                $path,
                " r where r.tenant_id = $1 and r.id = any ($2) and r.trashed_at is not null for update"
            ),
            expired: concat!(
                "select r.id from ",
                $path,
                " r where r.tenant_id = $1 and r.trashed_at < $2 order by r.trashed_at limit $3"
            ),
            hangs: $hangs,
            besides: $besides,
            refers: $refers,
            delete: concat!("delete from ", $path, " where tenant_id = $1 and id = any ($2)"),
            weight: concat!(
                "select (select count(*) from ",
                $path,
                " r where r.tenant_id = $1 and r.id = any ($2) and r.trashed_at is not null), ",
                $weight
            ),
        }
    };
}

const NOUNS: &[Noun] = &[
    noun!("leads", "lead", "name", "r.company_name", "false",
        by: event,
        hangs: &hanging!("a.lead_id = any ($2)", "f.lead_id = any ($2)"),
        besides: &[],
        refers: &[],
        weight: "(select count(*) from activities a where a.tenant_id = $1 and a.lead_id = any ($2)), \
            (select count(*) from attachments f where f.tenant_id = $1 and f.lead_id = any ($2)), 0::bigint, 0::bigint, 0::bigint, 0::bigint"),
    noun!("contacts", "contact", "name", "r.email", "true",
        by: event,
        hangs: &hanging!("a.contact_id = any ($2)", "f.contact_id = any ($2)"),
        besides: &["delete from contact_points where tenant_id = $1 and contact_id = any ($2)"],
        refers: &[
            loses!("deals", "deal", "contact_id", "false"),
            loses!("leads", "lead", "converted_contact_id", "false"),
        ],
        weight: "(select count(*) from activities a where a.tenant_id = $1 and a.contact_id = any ($2)), \
            (select count(*) from attachments f where f.tenant_id = $1 and f.contact_id = any ($2)), 0::bigint, 0::bigint, \
            (select count(*) from deals d where d.tenant_id = $1 and d.contact_id = any ($2)), \
            (select count(*) from leads l where l.tenant_id = $1 and l.converted_contact_id = any ($2))"),
    noun!("companies", "company", "name", "r.domain", "true",
        by: event,
        hangs: &hanging!("a.company_id = any ($2)", "f.company_id = any ($2)"),
        besides: &[],
        refers: &[
            loses!("contacts", "contact", "company_id", "true"),
            loses!("companies", "company", "parent_id", "true"),
            loses!("deals", "deal", "company_id", "false"),
            loses!("leads", "lead", "converted_company_id", "false"),
        ],
        weight: "(select count(*) from activities a where a.tenant_id = $1 and a.company_id = any ($2)), \
            (select count(*) from attachments f where f.tenant_id = $1 and f.company_id = any ($2)), \
            (select count(*) from contacts c where c.tenant_id = $1 and c.company_id = any ($2)), \
            (select count(*) from companies c where c.tenant_id = $1 and c.parent_id = any ($2)), \
            (select count(*) from deals d where d.tenant_id = $1 and d.company_id = any ($2)), \
            (select count(*) from leads l where l.tenant_id = $1 and l.converted_company_id = any ($2))"),
    noun!("deals", "deal", "name", "null::text", "false",
        by: event,
        hangs: &hanging!("a.deal_id = any ($2)", "f.deal_id = any ($2)"),
        besides: &["delete from deal_changes where tenant_id = $1 and deal_id = any ($2)"],
        refers: &[loses!("leads", "lead", "converted_deal_id", "false")],
        weight: "(select count(*) from activities a where a.tenant_id = $1 and a.deal_id = any ($2)), \
            (select count(*) from attachments f where f.tenant_id = $1 and f.deal_id = any ($2)), 0::bigint, 0::bigint, 0::bigint, \
            (select count(*) from leads l where l.tenant_id = $1 and l.converted_deal_id = any ($2))"),
    noun!("activities", "activity", "subject", "r.kind", "r.directory",
        by: event,
        hangs: &[
            "delete from search_tokens where tenant_id = $1 and record_id = any ($2)",
            "delete from custom_values where tenant_id = $1 and record_id = any ($2)",
        ],
        besides: &[],
        refers: &[],
        weight: "0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint"),
    noun!("attachments", "attachment", "name", "coalesce(
            (select n.name from leads n where n.tenant_id = r.tenant_id and n.id = r.lead_id),
            (select n.name from deals n where n.tenant_id = r.tenant_id and n.id = r.deal_id),
            (select n.name from contacts n where n.tenant_id = r.tenant_id and n.id = r.contact_id),
            (select n.name from companies n where n.tenant_id = r.tenant_id and n.id = r.company_id))", "r.directory",
        by: column,
        hangs: &["insert into dropped_objects (tenant_id, id) select $1, unnest($2)"],
        besides: &[],
        refers: &[],
        weight: "0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint"),
];

/// Every noun that has a trash.
#[must_use]
pub fn all() -> &'static [Noun] {
    NOUNS
}

/// The noun that a path names.
#[must_use]
pub fn noun(path: &str) -> Option<&'static Noun> {
    NOUNS.iter().find(|noun| noun.path == path)
}
