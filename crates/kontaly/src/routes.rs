//! The whole API on one page: which path, whose permission, which handler.

use crate::accounts::{http as accounts, teams};
use crate::app::App;
use crate::events::http as events;
use crate::http::guard::Api;
use crate::http::{assets, docs, layers, pages};
use crate::leads::http as leads;
use crate::reports::http as reports;
use crate::search::http as search;
use crate::tenancy::dispatch::{Sites, dispatch};
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kontaly_access::Permission::*;
use utoipa::openapi::{InfoBuilder, OpenApi};
use utoipa_axum::routes;

fn api(app: App) -> Api {
    Api::new(app)
        .anyone(routes!(accounts::get_workspace))
        .anyone(routes!(accounts::sign_in))
        .route(UsersRead, routes!(accounts::get_session))
        .route(SessionsManage, routes!(accounts::sign_out))
        .route(SessionsManage, routes!(accounts::list_sessions))
        .route(SessionsManage, routes!(accounts::delete_session))
        .route(SessionsManage, routes!(accounts::change_password))
        .route(SettingsRead, routes!(accounts::list_permissions))
        .route(UsersRead, routes!(accounts::list_users))
        .route(UsersManage, routes!(accounts::create_user))
        .route(UsersManage, routes!(accounts::update_user))
        .route(TeamsRead, routes!(teams::list_teams))
        .route(TeamsManage, routes!(teams::create_team))
        .route(TeamsManage, routes!(teams::update_team))
        .route(TeamsManage, routes!(teams::delete_team))
        .route(LeadsRead, routes!(leads::list_leads))
        .route(LeadsRead, routes!(leads::count_leads))
        .route(LeadsRead, routes!(leads::get_lead))
        .route(LeadsCreate, routes!(leads::create_lead))
        .route(LeadsUpdate, routes!(leads::update_lead))
        .route(LeadsDelete, routes!(leads::trash_lead))
        .route(LeadsDelete, routes!(leads::restore_lead))
        .route(SearchRead, routes!(search::search))
        .route(EventsRead, routes!(events::list_events))
        .route(EventsRead, routes!(events::list_events_of_record))
        .route(ReportsRead, routes!(reports::report_funnel))
        .route(ReportsRead, routes!(reports::report_pipeline))
        .route(ReportsRead, routes!(reports::report_won_lost))
        .route(ReportsRead, routes!(reports::report_leads_over_time))
        .route(ReportsRead, routes!(reports::report_sales_cycle))
        .route(ReportsRead, routes!(reports::report_activity_by_person))
}

/// The OpenAPI document of the workspace's API.
#[must_use]
pub fn openapi(app: App) -> OpenApi {
    let (_, mut document) = api(app).split();
    document.info = InfoBuilder::new()
        .title("Kontaly")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "The API of one workspace, at the workspace's own address. Amounts are whole minor units of their currency; instants are RFC 3339; \
             what is not a success is `application/problem+json` with a stable `code`.",
        ))
        .build();
    document
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
    let settings = app.settings.clone();
    let front_door = Router::new()
        .route("/page.css", get(assets::page_css))
        .route("/", get(move || std::future::ready(pages::front_door(&settings))))
        .fallback(not_found);
    let console = Router::new()
        .route("/page.css", get(assets::page_css))
        .route("/", get(|| std::future::ready(pages::console())))
        .fallback(not_found);
    let sites = Sites { workspace, console, front_door };
    Router::new()
        .route("/livez", get(|| std::future::ready("alive")))
        .route("/readyz", get(layers::ready))
        .with_state(app.clone())
        .fallback({
            let app = app.clone();
            move |request: Request| dispatch(app, sites, request)
        })
        .layer(from_fn_with_state(app, layers::outermost))
}

/// What no route of a workspace answers: nothing below `/api`, elsewhere a page of the application. No catch-all route, for
/// it would stand in the way of `/api/{noun}/…`.
async fn unmatched(app: State<App>, request: Request) -> Response {
    if request.uri().path().starts_with("/api/") {
        return not_found().await.into_response();
    }
    assets::serve(app, request).await
}

async fn not_found() -> crate::http::Error {
    crate::http::Error::not_found()
}
