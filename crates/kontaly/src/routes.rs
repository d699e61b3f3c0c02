//! The whole API on one page: which path, whose permission, which handler.

use crate::accounts::{http as accounts, invitations, profile, recovery, teams, welcome};
use crate::activities::http as activities;
use crate::api_keys::http as api_keys;
use crate::app::App;
use crate::attachments::http as attachments;
use crate::audit::http as audit;
use crate::bulks::http as bulks;
use crate::changes::http as changes;
use crate::companies::http as companies;
use crate::console::guard::ConsoleApi;
use crate::console::health::http as health;
use crate::console::power::Power;
use crate::console::traffic::http as traffic;
use crate::console::{
    audit as operators_log, enrolment, http as console, plans, tenants, usage as console_usage,
};
use crate::contacts::http as contacts;
use crate::custom_fields::http as custom_fields;
use crate::deals::board::http as board;
use crate::deals::history::http as history;
use crate::deals::http as deals;
use crate::deals::moves::http as moves;
use crate::events::http as events;
use crate::exports::http as exports;
use crate::http::guard::{API_KEY, Api, SESSION};
use crate::http::{assets, cookie, docs, layers};
use crate::imports::http as imports;
use crate::imports::undo::http as import_undo;
use crate::leads::conversion::http as conversion;
use crate::leads::http as leads;
use crate::mail::mailbox;
use crate::notifications::http as notifications;
use crate::pipelines::http as pipelines;
use crate::platform::front_door::http as front_door;
use crate::products::http as products;
use crate::reports::http as reports;
use crate::reports::{
    forecast::http as forecast, points::http as points, rows::http as rows, velocity::http as velocity,
};
use crate::samples::http as samples;
use crate::search::http as search;
use crate::tags::http as tags;
use crate::tenancy::dispatch::{Sites, dispatch};
use crate::trash::http as trash;
use crate::usage::http as usage;
use crate::views::http as views;
use crate::webhooks::http as webhooks;
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kontaly_access::Permission::*;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{InfoBuilder, OpenApi, RefOr};
use utoipa_axum::routes;

fn api(app: App) -> Api {
    Api::new(app)
        .anyone(routes!(accounts::get_workspace))
        .anyone(routes!(accounts::sign_in))
        .anyone(routes!(recovery::request_password_reset))
        .anyone(routes!(recovery::look_at_password_reset))
        .anyone(routes!(recovery::reset_password))
        .anyone(routes!(invitations::get_invitation))
        .anyone(routes!(invitations::accept_invitation))
        .anyone(routes!(profile::confirm_verification))
        .anyone(routes!(welcome::enter_new_workspace))
        .route(UsersRead, routes!(accounts::get_session))
        .person(SessionsManage, routes!(accounts::sign_out))
        .person(SessionsManage, routes!(accounts::list_sessions))
        .person(SessionsManage, routes!(accounts::delete_session))
        .person(SessionsManage, routes!(accounts::change_password))
        .person(SessionsManage, routes!(profile::update_profile))
        .person(SessionsManage, routes!(profile::request_verification))
        .person(NotificationsRead, routes!(notifications::list_notifications))
        .person(NotificationsManage, routes!(notifications::read_notifications))
        .person(NotificationsRead, routes!(notifications::get_notification_settings))
        .person(NotificationsManage, routes!(notifications::update_notification_settings))
        .person(UsersRead, routes!(profile::get_first_steps))
        .person(SessionsManage, routes!(profile::dismiss_first_steps))
        .person(ApiKeysManage, routes!(api_keys::list_api_keys))
        .person(ApiKeysManage, routes!(api_keys::create_api_key))
        .person(ApiKeysManage, routes!(api_keys::revoke_api_key))
        .route(WebhooksManage, routes!(webhooks::list_webhooks))
        .route(WebhooksManage, routes!(webhooks::create_webhook))
        .route(WebhooksManage, routes!(webhooks::update_webhook))
        .route(WebhooksManage, routes!(webhooks::delete_webhook))
        .person(WebhooksManage, routes!(webhooks::get_webhook_secret))
        .person(WebhooksManage, routes!(webhooks::rotate_webhook_secret))
        .route(WebhooksManage, routes!(webhooks::ping_webhook))
        .route(WebhooksManage, routes!(webhooks::list_webhook_deliveries))
        .route(WebhooksManage, routes!(webhooks::replay_webhook_delivery))
        .route(SamplesManage, routes!(samples::put_samples))
        .route(SamplesManage, routes!(samples::trash_samples))
        .route(SettingsRead, routes!(accounts::list_permissions))
        .route(SettingsRead, routes!(usage::get_plan))
        .route(UsersRead, routes!(accounts::list_users))
        .route(UsersManage, routes!(accounts::create_user))
        .route(UsersManage, routes!(accounts::update_user))
        .route(UsersManage, routes!(invitations::list_invitations))
        .route(UsersManage, routes!(invitations::create_invitation))
        .route(UsersManage, routes!(invitations::send_invitation))
        .route(UsersManage, routes!(invitations::revoke_invitation))
        .route(TeamsRead, routes!(teams::list_teams))
        .route(TeamsManage, routes!(teams::create_team))
        .route(TeamsManage, routes!(teams::update_team))
        .route(TeamsManage, routes!(teams::delete_team))
        .route(CompaniesRead, routes!(companies::list_companies))
        .route(CompaniesRead, routes!(companies::count_companies))
        .route(CompaniesRead, routes!(companies::list_company_duplicates))
        .route(CompaniesRead, routes!(companies::get_company))
        .route(CompaniesCreate, routes!(companies::create_company))
        .route(CompaniesUpdate, routes!(companies::update_company))
        .route(CompaniesDelete, routes!(companies::trash_company))
        .route(CompaniesDelete, routes!(companies::restore_company))
        .route(ContactsRead, routes!(contacts::list_contacts))
        .route(ContactsRead, routes!(contacts::count_contacts))
        .route(ContactsRead, routes!(contacts::list_contact_duplicates))
        .route(ContactsRead, routes!(contacts::get_contact))
        .route(ContactsCreate, routes!(contacts::create_contact))
        .route(ContactsUpdate, routes!(contacts::update_contact))
        .route(ContactsDelete, routes!(contacts::trash_contact))
        .route(ContactsDelete, routes!(contacts::restore_contact))
        .route(LeadsRead, routes!(leads::list_leads))
        .route(LeadsRead, routes!(leads::count_leads))
        .route(LeadsRead, routes!(leads::get_lead))
        .route(LeadsCreate, routes!(leads::create_lead))
        .route(LeadsUpdate, routes!(leads::update_lead))
        .route(LeadsDelete, routes!(leads::trash_lead))
        .route(LeadsDelete, routes!(leads::restore_lead))
        .route(LeadsRead, routes!(conversion::preview_conversion))
        .route(LeadsConvert, routes!(conversion::convert_lead))
        .route(LeadsConvert, routes!(conversion::undo_conversion))
        .route(PipelinesRead, routes!(pipelines::list_pipelines))
        .route(PipelinesManage, routes!(pipelines::create_pipeline))
        .route(PipelinesManage, routes!(pipelines::update_pipeline))
        .route(PipelinesManage, routes!(pipelines::trash_pipeline))
        .route(PipelinesManage, routes!(pipelines::restore_pipeline))
        .route(PipelinesManage, routes!(pipelines::create_stage))
        .route(PipelinesManage, routes!(pipelines::update_stage))
        .route(PipelinesManage, routes!(pipelines::trash_stage))
        .route(PipelinesManage, routes!(pipelines::restore_stage))
        .route(DealsRead, routes!(deals::list_deals))
        .route(DealsRead, routes!(deals::count_deals))
        .route(DealsRead, routes!(deals::get_deal))
        .route(DealsCreate, routes!(deals::create_deal))
        .route(DealsUpdate, routes!(deals::update_deal))
        .route(DealsDelete, routes!(deals::trash_deal))
        .route(DealsDelete, routes!(deals::restore_deal))
        .route(DealsUpdate, routes!(moves::move_deal))
        .route(DealsRead, routes!(history::list_deal_changes))
        .route(DealsRead, routes!(board::get_board))
        .route(DealsRead, routes!(board::list_board_deals))
        .route(ActivitiesRead, routes!(activities::list_activities))
        .route(ActivitiesRead, routes!(activities::count_activities))
        .route(ActivitiesRead, routes!(activities::list_activities_of_record))
        .route(ActivitiesRead, routes!(activities::get_activity))
        .route(ActivitiesCreate, routes!(activities::create_activity))
        .route(ActivitiesUpdate, routes!(activities::update_activity))
        .route(ActivitiesDelete, routes!(activities::trash_activity))
        .route(ActivitiesDelete, routes!(activities::restore_activity))
        .route(AttachmentsRead, routes!(attachments::list_attachments_of_record))
        .route(AttachmentsRead, routes!(attachments::get_attachment))
        .route(AttachmentsRead, routes!(attachments::download_attachment))
        .route(AttachmentsCreate, routes!(attachments::create_attachment))
        .route(AttachmentsUpdate, routes!(attachments::update_attachment))
        .route(AttachmentsDelete, routes!(attachments::trash_attachment))
        .route(AttachmentsDelete, routes!(attachments::restore_attachment))
        .route(SearchRead, routes!(search::search))
        .route(EventsRead, routes!(changes::stream_changes))
        .route(EventsRead, routes!(events::list_events))
        .route(EventsRead, routes!(events::list_events_of_record))
        .route(AuditRead, routes!(audit::get_audit))
        .route(AuditCheck, routes!(audit::check_audit))
        .route(AuditCheck, routes!(audit::export_audit))
        .route(ProductsRead, routes!(products::list_products))
        .route(ProductsRead, routes!(products::count_products))
        .route(ProductsRead, routes!(products::get_product))
        .route(ProductsManage, routes!(products::create_product))
        .route(ProductsManage, routes!(products::update_product))
        .route(ProductsManage, routes!(products::trash_product))
        .route(ProductsManage, routes!(products::restore_product))
        .route(TagsRead, routes!(tags::list_tags))
        .route(TagsRead, routes!(tags::list_tags_of_records))
        .route(TagsWrite, routes!(tags::create_tag))
        .route(TagsManage, routes!(tags::update_tag))
        .route(TagsManage, routes!(tags::delete_tag))
        .route(TagsWrite, routes!(tags::set_lead_tags))
        .route(TagsWrite, routes!(tags::set_contact_tags))
        .route(TagsWrite, routes!(tags::set_company_tags))
        .route(TagsWrite, routes!(tags::set_deal_tags))
        .route(CustomFieldsRead, routes!(custom_fields::list_custom_fields))
        .route(CustomFieldsRead, routes!(custom_fields::list_custom_values_of_records))
        .route(CustomFieldsRead, routes!(custom_fields::get_custom_field))
        .route(CustomFieldsManage, routes!(custom_fields::create_custom_field))
        .route(CustomFieldsManage, routes!(custom_fields::update_custom_field))
        .route(CustomFieldsManage, routes!(custom_fields::trash_custom_field))
        .route(CustomFieldsManage, routes!(custom_fields::restore_custom_field))
        .route(LeadsRead, routes!(custom_fields::get_lead_custom))
        .route(LeadsUpdate, routes!(custom_fields::set_lead_custom))
        .route(ContactsRead, routes!(custom_fields::get_contact_custom))
        .route(ContactsUpdate, routes!(custom_fields::set_contact_custom))
        .route(CompaniesRead, routes!(custom_fields::get_company_custom))
        .route(CompaniesUpdate, routes!(custom_fields::set_company_custom))
        .route(DealsRead, routes!(custom_fields::get_deal_custom))
        .route(DealsUpdate, routes!(custom_fields::set_deal_custom))
        .route(ProductsRead, routes!(custom_fields::get_product_custom))
        .route(ProductsManage, routes!(custom_fields::set_product_custom))
        .route(ReportsRead, routes!(reports::report_funnel))
        .route(ReportsRead, routes!(reports::report_pipeline))
        .route(ReportsRead, routes!(reports::report_won_lost))
        .route(ReportsRead, routes!(reports::report_leads_over_time))
        .route(ReportsRead, routes!(reports::report_sales_cycle))
        .route(ReportsRead, routes!(reports::report_activity_by_person))
        .route(ReportsRead, routes!(forecast::report_forecast))
        .route(ReportsRead, routes!(velocity::report_velocity))
        .route(ReportsRead, routes!(rows::report_deals))
        .route(ReportsRead, routes!(rows::count_report_deals))
        .route(ReportsRead, routes!(points::report_lead_points))
        .route(ViewsRead, routes!(views::list_views))
        .route(ViewsWrite, routes!(views::create_view))
        .route(ViewsWrite, routes!(views::update_view))
        .route(ViewsWrite, routes!(views::trash_view))
        .route(ViewsWrite, routes!(views::restore_view))
        .route(ExportsCreate, routes!(exports::create_export))
        .route(ExportsCreate, routes!(exports::get_export, exports::cancel_export))
        .route(ExportsCreate, routes!(exports::download_export))
        .route(BulksCreate, routes!(bulks::create_bulk))
        .route(BulksRead, routes!(bulks::get_bulk))
        .route(BulksRead, routes!(bulks::list_bulk_rows))
        .route(BulksCreate, routes!(bulks::undo_bulk))
        .route(TrashRead, routes!(trash::count_trash))
        .route(TrashRead, routes!(trash::list_trash))
        .route(TrashPurge, routes!(trash::weigh_trash))
        .route(TrashPurge, routes!(trash::purge_trash))
        .route(ImportsRead, routes!(imports::list_imports))
        .route(ImportsCreate, routes!(imports::create_import))
        .route(ImportsRead, routes!(imports::get_import))
        .route(ImportsCreate, routes!(imports::update_import))
        .route(ImportsCreate, routes!(imports::choose_import_sheet))
        .route(ImportsCreate, routes!(imports::run_import))
        .route(ImportsRead, routes!(imports::list_import_rows))
        .route(ImportsRead, routes!(imports::download_rejected_rows))
        .route(ImportsRead, routes!(imports::download_rejected_sheet))
        .route(ImportsCreate, routes!(import_undo::undo_import))
        .route(ImportsRead, routes!(import_undo::download_stayed_rows))
        .route(ImportsRead, routes!(import_undo::download_stayed_sheet))
}

/// The few operations of the base domain, which is nobody's workspace.
fn front_door_api(app: App) -> Api {
    Api::new(app)
        .at_front_door(routes!(front_door::check_slug))
        .at_front_door(routes!(front_door::sign_up))
        .at_front_door(routes!(front_door::find_workspaces))
}

/// The console's API.
fn console_api(app: App) -> ConsoleApi {
    ConsoleApi::new(app)
        .anyone(routes!(enrolment::look_at_enrolment))
        .anyone(routes!(enrolment::confirm_enrolment))
        .anyone(routes!(console::sign_in_operator))
        .operator(Power::Own, routes!(console::get_operator_session))
        .operator(Power::Own, routes!(console::sign_out_operator))
        .operator(Power::OperatorsRead, routes!(console::list_operators))
        .operator(Power::OperatorsManage, routes!(console::create_operator))
        .operator(Power::OperatorsManage, routes!(console::update_operator))
        .operator(Power::OperatorsManage, routes!(console::begin_operator_anew))
        .operator(Power::TenantsRead, routes!(tenants::list_tenants))
        .operator(Power::TenantsRead, routes!(tenants::count_tenants))
        .operator(Power::TenantsRead, routes!(tenants::get_tenant))
        .operator(Power::TenantsRead, routes!(traffic::rank_traffic))
        .operator(Power::TenantsRead, routes!(traffic::list_trends))
        .operator(Power::TenantsRead, routes!(traffic::get_tenant_traffic))
        .operator(Power::AuditRead, routes!(operators_log::get_installation_audit))
        .operator(Power::AuditRead, routes!(operators_log::list_operator_events))
        .operator(Power::AuditRead, routes!(operators_log::export_operator_events))
        .operator(Power::TenantsManage, routes!(tenants::create_tenant))
        .operator(Power::TenantsManage, routes!(tenants::update_tenant))
        .operator(Power::TenantsRead, routes!(console_usage::list_tenant_usage))
        .operator(Power::TenantsRead, routes!(health::get_health))
        .operator(Power::TenantsManage, routes!(health::check_isolation))
        .operator(Power::TenantsRead, routes!(health::list_dead_jobs))
        .operator(Power::TenantsManage, routes!(health::retry_job))
        .operator(Power::TenantsRead, routes!(plans::list_plans))
        .operator(Power::PlansManage, routes!(plans::create_plan))
        .operator(Power::PlansManage, routes!(plans::update_plan))
        .operator(Power::PlansManage, routes!(plans::delete_plan))
}

/// The OpenAPI document: the workspace's API, and that of the front door.
#[must_use]
pub fn openapi(app: App) -> OpenApi {
    let (_, mut document) = api(app.clone()).split();
    document.merge(front_door_api(app).split().1);
    document.info = InfoBuilder::new()
        .title("Kontaly")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(include_str!("../../../docs/api.md")))
        .build();
    document.components.get_or_insert_default().security_schemes.extend(security_schemes());
    document
}

/// The OpenAPI document of the console's API, which is at its own address and for operators alone.
#[must_use]
pub fn console_openapi(app: App) -> OpenApi {
    let (_, mut document) = console_api(app).split();
    document.info = InfoBuilder::new()
        .title("Kontaly console")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some("The API of whoever runs the installation. It is what the console's pages use; x-power says who may."))
        .build();
    document
}

/// What a request is let in with.
fn security_schemes() -> [(String, RefOr<SecurityScheme>); 2] {
    let session = ApiKeyValue::with_description(cookie::NAME, "The cookie of a browser that has signed in.");
    let key = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("kontaly_…")
        .description(Some("An API key, made by an administrator: Settings, API keys."))
        .build();
    [
        (SESSION.to_owned(), SecurityScheme::ApiKey(ApiKey::Cookie(session)).into()),
        (API_KEY.to_owned(), SecurityScheme::Http(key).into()),
    ]
}

/// The whole service: hosts, the workspace's API and pages, the console, the front door, and the layers around them.
pub fn service(app: App) -> Router {
    let document = openapi(app.clone());
    let (api, _) = api(app.clone()).split();
    let workspace = Router::new()
        .route("/api/openapi.json", get(move || std::future::ready(axum::Json(document))))
        .route("/api/docs", get(docs::page))
        .route("/api", axum::routing::any(not_found))
        .fallback(unmatched)
        .with_state(app.clone())
        .merge(api);
    let (door_api, _) = front_door_api(app.clone()).split();
    let front_door = Router::new()
        .route("/api", axum::routing::any(not_found))
        .fallback(at_front_door)
        .with_state(app.clone())
        .merge(door_api);
    let console = Router::new()
        .route("/api", axum::routing::any(not_found))
        .fallback(at_console)
        .merge(console_api(app.clone()).split().0);
    let has_mailbox = app.settings.mail.as_ref().is_some_and(|mailer| mailer.mailbox().is_some());
    let mailbox = has_mailbox.then(|| mailbox::router(app.clone()));
    let sites = Sites { workspace, console, front_door, mailbox };
    Router::new()
        .route("/livez", get(|| std::future::ready("alive")))
        .route("/readyz", get(layers::ready))
        .route("/page.css", get(assets::page_css))
        .with_state(app.clone())
        .fallback({
            let app = app.clone();
            move |request: Request| dispatch(app, sites, request)
        })
        .layer(from_fn_with_state(app, layers::outermost))
        .layer(layers::compression())
}

/// What no route of a workspace answers: nothing below `/api`, elsewhere a page of the application. No catch-all route, for
/// it would stand in the way of `/api/{noun}/…`.
async fn unmatched(app: State<App>, request: Request) -> Response {
    if request.uri().path().starts_with("/api/") {
        return not_found().await.into_response();
    }
    assets::serve(app, request).await
}

/// What no route of the front door answers: an asset, or a page of the application.
async fn at_front_door(app: State<App>, request: Request) -> Response {
    if request.uri().path().starts_with("/api/") {
        return not_found().await.into_response();
    }
    assets::serve_front_door(&app, &request)
}

/// What no route of the console answers: an asset, or its page.
async fn at_console(request: Request) -> Response {
    if request.uri().path().starts_with("/api/") {
        return not_found().await.into_response();
    }
    assets::serve_console(&request)
}

async fn not_found() -> crate::http::Error {
    crate::http::Error::not_found()
}
