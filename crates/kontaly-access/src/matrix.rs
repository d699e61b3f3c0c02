//! The authorization matrix: one row per permission, one column per role.

use crate::Role;
use serde::{Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::{PartialSchema, ToSchema};

macro_rules! matrix {
    ($($(#[$doc:meta])+ $name:ident $text:literal : $admin:ident $manager:ident $rep:ident $reader:ident;)+) => {
        /// Something that can be allowed or not. The name reads `noun.action`, and the noun is the
        /// table's, the route's and the test's.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Permission {
            $($(#[$doc])+ $name,)+
        }

        impl Permission {
            /// Every permission, in the order of the matrix.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The name in the API, in the OpenAPI document and on the settings page.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// Whether a workspace that is read-only still allows it: to read, to take one's data along and check the log, and
            /// what is one's own: sessions, and which notifications one has seen.
            #[must_use]
            pub fn stays_when_read_only(self) -> bool {
                let stays = matches!(self, Self::SessionsManage | Self::NotificationsManage | Self::ExportsCreate | Self::AuditCheck);
                stays || self.as_str().ends_with(".read")
            }
        }

        /// The matrix itself: for every permission, whether administrator, account manager, sales
        /// representative and read-only have it (the order of [`Role::ALL`]).
        pub const MATRIX: &[(Permission, [bool; 4])] =
            &[$((Permission::$name, [matrix!(@ $admin), matrix!(@ $manager), matrix!(@ $rep), matrix!(@ $reader)]),)+];
    };
    (@ yes) => { true };
    (@ no) => { false };
}

matrix! {
    //                                                         admin manager rep reader
    /// See companies.
    CompaniesRead "companies.read":                             yes yes yes yes;
    /// Make companies.
    CompaniesCreate "companies.create":                         yes yes yes no;
    /// Change companies.
    CompaniesUpdate "companies.update":                         yes yes yes no;
    /// Trash and restore companies.
    CompaniesDelete "companies.delete":                         yes yes yes no;
    /// See contacts.
    ContactsRead "contacts.read":                               yes yes yes yes;
    /// Make contacts.
    ContactsCreate "contacts.create":                           yes yes yes no;
    /// Change contacts.
    ContactsUpdate "contacts.update":                           yes yes yes no;
    /// Trash and restore contacts.
    ContactsDelete "contacts.delete":                           yes yes yes no;
    /// See the leads in one's row scope.
    LeadsRead "leads.read":                                     yes yes yes yes;
    /// Make leads, for oneself or for the pool.
    LeadsCreate "leads.create":                                 yes yes yes no;
    /// Change leads in one's row scope; claim and release.
    LeadsUpdate "leads.update":                                 yes yes yes no;
    /// Trash and restore leads in one's row scope.
    LeadsDelete "leads.delete":                                 yes yes yes no;
    /// Turn a lead into a contact, a company and a deal.
    LeadsConvert "leads.convert":                               yes yes yes no;
    /// See the deals in one's row scope, boards included.
    DealsRead "deals.read":                                     yes yes yes yes;
    /// Make deals, for oneself or for the pool.
    DealsCreate "deals.create":                                 yes yes yes no;
    /// Change and move deals in one's row scope.
    DealsUpdate "deals.update":                                 yes yes yes no;
    /// Trash and restore deals in one's row scope.
    DealsDelete "deals.delete":                                 yes yes yes no;
    /// See the activities of the records one sees.
    ActivitiesRead "activities.read":                           yes yes yes yes;
    /// Log calls, meetings, e-mails, tasks and notes.
    ActivitiesCreate "activities.create":                       yes yes yes no;
    /// Change and complete activities.
    ActivitiesUpdate "activities.update":                       yes yes yes no;
    /// Trash and restore activities.
    ActivitiesDelete "activities.delete":                       yes yes yes no;
    /// See and download the files of the records one sees.
    AttachmentsRead "attachments.read":                         yes yes yes yes;
    /// Put files on the records one may change.
    AttachmentsCreate "attachments.create":                     yes yes yes no;
    /// Rename the files of the records one may change.
    AttachmentsUpdate "attachments.update":                     yes yes yes no;
    /// Remove and restore the files of the records one may change.
    AttachmentsDelete "attachments.delete":                     yes yes yes no;
    /// See pipelines and stages.
    PipelinesRead "pipelines.read":                             yes yes yes yes;
    /// Change pipelines and stages.
    PipelinesManage "pipelines.manage":                         yes no  no  no;
    /// See products.
    ProductsRead "products.read":                               yes yes yes yes;
    /// Change products.
    ProductsManage "products.manage":                           yes no  no  no;
    /// See tags.
    TagsRead "tags.read":                                       yes yes yes yes;
    /// Make tags and put them on records.
    TagsWrite "tags.write":                                     yes yes yes no;
    /// Rename, recolour and delete tags, on whosever records they are.
    TagsManage "tags.manage":                                   yes no  no  no;
    /// See which custom fields there are.
    CustomFieldsRead "custom_fields.read":                      yes yes yes yes;
    /// Define custom fields.
    CustomFieldsManage "custom_fields.manage":                  yes no  no  no;
    /// See who is in the workspace.
    UsersRead "users.read":                                     yes yes yes yes;
    /// Add people, change their role or team, suspend them.
    UsersManage "users.manage":                                 yes no  no  no;
    /// Make and revoke API keys.
    ApiKeysManage "api_keys.manage":                           yes no  no  no;
    /// Make, change and look into webhooks.
    WebhooksManage "webhooks.manage":                           yes no  no  no;
    /// See the tree of teams.
    TeamsRead "teams.read":                                     yes yes yes yes;
    /// Change the tree of teams.
    TeamsManage "teams.manage":                                 yes no  no  no;
    /// Search the records one sees.
    SearchRead "search.read":                                   yes yes yes yes;
    /// See reports over the records one sees.
    ReportsRead "reports.read":                                 yes yes yes yes;
    /// See one's imports and what each row did.
    ImportsRead "imports.read":                                 yes yes no  no;
    /// Import files.
    ImportsCreate "imports.create":                             yes yes no  no;
    /// See what one changed in bulk, and what became of it.
    BulksRead "bulks.read":                                     yes yes yes no;
    /// Change many records at once, each as its own permission allows; take it back.
    BulksCreate "bulks.create":                                 yes yes yes no;
    /// See one's own saved views and the shared ones.
    ViewsRead "views.read":                                     yes yes yes yes;
    /// Keep views of lists for oneself.
    ViewsWrite "views.write":                                   yes yes yes no;
    /// Share views with the workspace, and change shared ones.
    ViewsShare "views.share":                                   yes yes no  no;
    /// Take the rows of a list out as a file, which the audit log says.
    ExportsCreate "exports.create":                             yes yes yes no;
    /// See what lies in the trash, of the records one sees.
    TrashRead "trash.read":                                     yes yes yes yes;
    /// Delete for good what lies in the trash.
    TrashPurge "trash.purge":                                   yes no  no  no;
    /// See the audit events of the records one sees.
    EventsRead "events.read":                                   yes yes yes yes;
    /// See how the chain of the audit log stands.
    AuditRead "audit.read":                                     yes no  no  no;
    /// Have the chain of the audit log computed anew, and take the log out.
    AuditCheck "audit.check":                                   yes no  no  no;
    /// See what one is told.
    NotificationsRead "notifications.read":                     yes yes yes yes;
    /// Say what of it one has read, and choose when one is told.
    NotificationsManage "notifications.manage":                 yes yes yes yes;
    /// See and end one's own sessions, change one's own password.
    SessionsManage "sessions.manage":                           yes yes yes yes;
    /// Put the sample records in, and take them out.
    SamplesManage "samples.manage":                             yes no  no  no;
    /// See the workspace's settings and the matrix.
    SettingsRead "settings.read":                               yes yes yes yes;
}

impl Serialize for Permission {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

// By hand, because a derive inside the macro does not see the names.
impl PartialSchema for Permission {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::String))
            .description(Some("Something that can be allowed or not: `noun.action`."))
            .enum_values(Some(Self::ALL.iter().map(|permission| permission.as_str())))
            .into()
    }
}

impl ToSchema for Permission {}

/// Whether a role has a permission.
#[must_use]
pub fn allowed(permission: Permission, role: Role) -> bool {
    let (row, allowed) = &MATRIX[permission as usize];
    debug_assert_eq!(*row, permission, "the matrix is in the order of the enum");
    allowed[role as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The whole matrix as text. A change of who may do what shows as a diff of this file.
    fn printed() -> String {
        let mut text = format!("{:<24}", "permission");
        for role in Role::ALL {
            text += &format!(" {:<20}", role.as_str());
        }
        text = text.trim_end().to_owned() + "\n";
        for (permission, row) in MATRIX {
            let mut line = format!("{:<24}", permission.as_str());
            for allowed in row {
                line += &format!(" {:<20}", if *allowed { "yes" } else { "-" });
            }
            text += line.trim_end();
            text += "\n";
        }
        text
    }

    #[test]
    fn the_printed_matrix_is_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/matrix.txt");
        if std::env::var_os("KONTALY_BLESS").is_some() {
            std::fs::write(path, printed()).expect("matrix.txt is writable");
        }
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(
            kept,
            printed(),
            "who may do what has changed: look at it, then KONTALY_BLESS=1 cargo test"
        );
    }

    #[test]
    fn a_read_only_role_holds_no_permission_that_writes() {
        for (permission, row) in MATRIX {
            let own = [Permission::SessionsManage, Permission::NotificationsManage].contains(permission);
            let reads = permission.as_str().ends_with(".read");
            assert!(
                reads || own || !row[Role::ReadOnly as usize],
                "{} lets a reader write",
                permission.as_str()
            );
        }
    }

    #[test]
    fn an_administrator_may_do_everything() {
        assert!(Permission::ALL.iter().all(|permission| allowed(*permission, Role::Administrator)));
    }
}
