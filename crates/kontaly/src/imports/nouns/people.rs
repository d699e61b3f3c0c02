//! People and teams from files. The steward keeps them (`imports/people.rs`), so there is no table here.

use super::{Kind, Noun, fields};
use kontaly_access::Permission;

/// The roles, and what other systems call them.
const ROLES: &[(&str, &[&str])] = &[
    ("administrator", &["admin"]),
    ("account_manager", &["account manager", "manager", "team lead"]),
    (
        "sales_representative",
        &["sales representative", "sales rep", "representative", "rep", "sales agent", "agent", "user"],
    ),
    ("read_only", &["read only", "viewer"]),
];

fields! {
    ExternalId "external_id" "External id" Kind::Text(200), None, ["id" "user id" "employee id" "agent id"];
    Name "name" "Name" Kind::Text(120), None,
        ["full name" "sales agent" "sales rep" "sales representative" "representative" "agent" "user" "user name" "employee" "person"] required;
    Email "email" "E-mail" Kind::Email, None, ["e mail" "mail" "email address" "e mail address"];
    Manager "manager" "Manager" Kind::Text(120), None, ["sales manager" "team lead" "team manager" "supervisor" "reports to"];
    Team "team" "Team" Kind::Text(120), None, ["team name" "regional office" "office" "region" "department" "group"];
    Role "role" "Role" Kind::Choice(ROLES), None, ["user role" "profile"];
}

/// The places of the fields, for whoever applies them.
pub const EXTERNAL_ID: usize = Is::ExternalId as usize;
/// See [`EXTERNAL_ID`].
pub const NAME: usize = Is::Name as usize;
/// See [`EXTERNAL_ID`].
pub const EMAIL: usize = Is::Email as usize;
/// See [`EXTERNAL_ID`].
pub const MANAGER: usize = Is::Manager as usize;
/// See [`EXTERNAL_ID`].
pub const TEAM: usize = Is::Team as usize;
/// See [`EXTERNAL_ID`].
pub const ROLE: usize = Is::Role as usize;

/// People, and the teams that they and their managers are in.
pub static PEOPLE: Noun = Noun {
    name: "people",
    one: "user",
    synonyms: &["users", "person", "sales teams", "sales_teams", "teams"],
    permissions: &[Permission::UsersManage, Permission::TeamsManage],
    fields: FIELDS,
    table: None,
    creates: &[],
};
