//! `GET` and `PUT /api/session/phone`: my own phone, where urgent notices go if I want.

use super::person;
use crate::{
    domain::{
        people::{Phone, is_phone},
        staff_notice::StaffPhone,
    },
    edge::{AppState, extract::Json, problem::Problem, session::SignedIn},
};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// My phone; nobody else is shown it.
#[derive(Serialize, ToSchema)]
pub struct OwnPhone {
    /// Null: none was given.
    phone: Option<String>,
    /// Urgent notices go there by message.
    messages: bool,
    /// Whether messages go out from this house at all.
    gateway: bool,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnPhoneRequest {
    /// 5 to 20 digits; null or empty: it is forgotten.
    phone: Option<String>,
    messages: bool,
}

fn view(app: &AppState, phone: Option<StaffPhone>) -> OwnPhone {
    OwnPhone {
        messages: phone.as_ref().is_some_and(|own| own.wanted),
        phone: phone.map(|own| own.phone.as_str().to_owned()),
        gateway: app.config.notices.sms.is_some(),
    }
}

/// My phone, and whether urgent notices go there.
///
/// Codes: unauthenticated, not_yours.
#[utoipa::path(
    get,
    path = "/session/phone",
    operation_id = "own_phone",
    tag = "session",
    responses((status = OK, body = OwnPhone), Problem),
)]
pub async fn own_phone(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
) -> Result<Json<OwnPhone>, Problem> {
    person(&me)?;
    let phone = app.store.read().await?.staff_phone(me.staff.id).await?;
    Ok(Json(view(&app, phone)))
}

/// Sets or forgets my phone, and switches messages on or off.
///
/// Codes: unauthenticated, not_yours, unprocessable.
#[utoipa::path(
    put,
    path = "/session/phone",
    operation_id = "own_phone_set",
    tag = "session",
    request_body = OwnPhoneRequest,
    responses((status = OK, body = OwnPhone), Problem),
)]
pub async fn own_phone_set(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Json(asked): Json<OwnPhoneRequest>,
) -> Result<Json<OwnPhone>, Problem> {
    person(&me)?;
    let given = asked.phone.map(|phone| phone.trim().to_owned()).filter(|phone| !phone.is_empty());
    if given.as_deref().is_some_and(|phone| !is_phone(phone)) {
        return Err(Problem::field("phone", "5 to 20 digits, with + - ( ) and spaces between"));
    }
    if given.is_none() && asked.messages {
        return Err(Problem::field("phone", "A phone is needed for messages"));
    }
    let phone = given.map(|phone| StaffPhone { phone: Phone::new(phone), wanted: asked.messages });
    let mut tx = app.store.begin().await?;
    tx.set_staff_phone(me.staff.id, phone.as_ref(), app.world.now()).await?;
    tx.commit().await?;
    Ok(Json(view(&app, phone)))
}
