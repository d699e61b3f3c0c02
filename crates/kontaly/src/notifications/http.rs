//! Notifications over HTTP: each person's own.

use super::{NotificationSettings, NotificationSettingsPatch, Notifications, ReadDraft, store};
use crate::http::error::FieldError;
use crate::http::{Body, Cx, Error, Problem, Result};
use axum::Json;
use axum::extract::Query;
use axum::http::StatusCode;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use kontaly_access::Permission;
use serde::Deserialize;
use utoipa::IntoParams;

/// Ids that are read in one request, at most.
const IDS_MAX: usize = 200;

/// From where the list goes on.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NotificationsQuery {
    /// Those older than this.
    pub before: Option<Timestamp>,
}

/// What you should know, the latest first. What is about a record that you see no longer is left out.
#[utoipa::path(get, path = "/api/notifications", tag = "notifications", operation_id = "list_notifications", params(NotificationsQuery),
    responses((status = 200, body = Notifications), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub async fn list_notifications(
    cx: Cx,
    Query(query): Query<NotificationsQuery>,
) -> Result<Json<Notifications>> {
    let mut tx = cx.begin(Permission::NotificationsRead)?;
    let (data, more) = store::list(&mut tx, cx.user_id(), query.before).await?;
    let unread = store::unread(&mut tx, cx.user_id()).await?;
    let own = store::settings(tx.closing(), cx.user_id()).await?.time_zone;
    let time_zone = own.unwrap_or_else(|| cx.tenant().time_zone.clone());
    Ok(Json(Notifications { unread, time_zone, data, more }))
}

/// Say that you have read notifications: all of them, or some.
#[utoipa::path(post, path = "/api/notifications/read", tag = "notifications", operation_id = "read_notifications", request_body = ReadDraft,
    responses((status = 204), (status = 401, body = Problem), (status = 422, body = Problem)))]
pub async fn read_notifications(cx: Cx, Body(which): Body<ReadDraft>) -> Result<StatusCode> {
    if which.ids.as_ref().is_some_and(|ids| ids.len() > IDS_MAX) {
        return Err(Error::field("ids", "too_many", format!("Name at most {IDS_MAX}, or none for all.")));
    }
    let mut tx = cx.begin(Permission::NotificationsManage)?;
    let read = store::read(cx.tenant().id, cx.user_id(), which, cx.now);
    tx.closing().execute(read).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// When you are told of what is due.
#[utoipa::path(get, path = "/api/notification-settings", tag = "notifications", operation_id = "get_notification_settings",
    responses((status = 200, body = NotificationSettings), (status = 401, body = Problem)))]
pub async fn get_notification_settings(cx: Cx) -> Result<Json<NotificationSettings>> {
    let mut tx = cx.begin(Permission::NotificationsRead)?;
    Ok(Json(store::settings(tx.closing(), cx.user_id()).await?))
}

/// Change when you are told of what is due.
#[utoipa::path(patch, path = "/api/notification-settings", tag = "notifications", operation_id = "update_notification_settings",
    request_body = NotificationSettingsPatch,
    responses((status = 200, body = NotificationSettings), (status = 401, body = Problem), (status = 422, body = Problem)))]
pub async fn update_notification_settings(
    cx: Cx,
    Body(patch): Body<NotificationSettingsPatch>,
) -> Result<Json<NotificationSettings>> {
    let mut tx = cx.begin(Permission::NotificationsManage)?;
    let mut settings = store::settings(&mut tx, cx.user_id()).await?;
    patch.time_zone.apply(&mut settings.time_zone);
    patch.remind_minutes.apply(&mut settings.remind_minutes);
    patch.agenda_hour.apply(&mut settings.agenda_hour);
    check(&settings).map_err(Error::invalid)?;
    let keep = store::keep_settings(cx.tenant().id, cx.user_id(), settings.clone());
    tx.closing().execute(keep).await?;
    Ok(Json(settings))
}

fn check(settings: &NotificationSettings) -> Result<(), Vec<FieldError>> {
    let mut check = crate::http::rules::Check::default();
    let zone = settings.time_zone.as_deref();
    check.that(
        zone.is_none_or(|zone| TimeZone::get(zone).is_ok()),
        "time_zone",
        "unknown_time_zone",
        "This is no time zone; one looks like Europe/Berlin.",
    );
    check.that(
        settings.remind_minutes.is_none_or(|minutes| (0..=1440).contains(&minutes)),
        "remind_minutes",
        "out_of_range",
        "Give 0 to 1,440 minutes, or none for no reminders.",
    );
    check.that(
        settings.agenda_hour.is_none_or(|hour| (0..=23).contains(&hour)),
        "agenda_hour",
        "out_of_range",
        "Give an hour from 0 to 23, or none for no agenda.",
    );
    check.done()
}
