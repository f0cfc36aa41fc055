//! `/api/channels/wechat/{client}`: what the platform of a WeChat official account calls.

use crate::{
    channels::{
        intake::{self, Source},
        wechat::{self, BadMessage, Dialogue, HELP, Message, MessageKey, Said, Unsealed},
    },
    domain::{
        channels::{Adapter, Scope},
        ids::ClientId,
        jurisdiction::{Division, DivisionCode, Level},
    },
    edge::{
        AppState,
        client::Client,
        extract::{Path, Query, Raw},
        http::query::door,
        names::Names,
        problem::Problem,
    },
    storage::{Records, Tx},
};
use axum::{
    extract::State,
    http::{HeaderName, header},
    response::IntoResponse,
};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use utoipa::IntoParams;
use uuid::Uuid;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Signed {
    #[serde(default)]
    signature: String,
    #[serde(default)]
    timestamp: String,
    #[serde(default)]
    nonce: String,
    #[serde(default)]
    echostr: Option<String>,
    /// `aes` in sealed mode.
    #[serde(default)]
    encrypt_type: String,
    /// Of a sealed message.
    #[serde(default)]
    msg_signature: String,
}

/// The platform asks whether the address is ours.
///
/// Codes: bad_signature.
#[utoipa::path(
    get,
    path = "/channels/wechat/{client}",
    operation_id = "wechat_check",
    tag = "channels",
    params(("client" = Uuid, Path), Signed),
    responses((status = OK, body = String, content_type = "text/plain"), Problem),
)]
pub async fn check(
    State(app): State<AppState>,
    Path(id): Path<Uuid>,
    Query(signed): Query<Signed>,
) -> Result<String, Problem> {
    account(&app, id, &signed).await?;
    Ok(signed.echostr.unwrap_or_default())
}

/// A follower's message, answered at once. What the platform sends again is taken once and answered as before.
///
/// Codes: bad_signature, bad_request, too_many.
#[utoipa::path(
    post,
    path = "/channels/wechat/{client}",
    operation_id = "wechat_message",
    tag = "channels",
    params(("client" = Uuid, Path), Signed),
    request_body(content = String, content_type = "text/xml"),
    responses((status = OK, body = String, content_type = "text/xml"), Problem),
)]
pub async fn message(
    State(app): State<AppState>,
    Path(id): Path<Uuid>,
    Query(signed): Query<Signed>,
    Raw(body): Raw,
) -> Result<impl IntoResponse, Problem> {
    let Account { client: account, secret, sealed } = account(&app, id, &signed).await?;
    account.used(&app).await?;
    let body =
        std::str::from_utf8(&body).map_err(|_| Problem::BadRequest("the body is not UTF-8".to_owned()))?;
    let bad = |bad: BadMessage| Problem::BadRequest(bad.to_string());
    let seal = match (signed.encrypt_type == "aes", sealed) {
        (true, sealed) => {
            let opened = opened(&secret, &signed, body)?;
            if !sealed {
                seals(&app, account.client.id).await?;
            }
            Some(opened)
        }
        // The address is signed and not what is posted to it: whoever reads it in a log may not go round the seal.
        (false, true) => return Err(Problem::BadSignature),
        (false, false) => None,
    };
    let plain = seal.as_ref().map_or(body, |(_, unsealed)| unsealed.message.as_str());
    let message = Message::parse(plain).map_err(bad)?;
    let seconds = app.world.now().0 / 1000;
    if message.needs_no_answer() {
        return Ok(answered("success".to_owned()));
    }
    let answer = match (turn(&app, &account, &message).await?, seal) {
        (text, None) => wechat::reply(&message, seconds, &text),
        (text, Some((key, Unsealed { app_id, .. }))) => {
            let answer = Unsealed { message: wechat::reply(&message, seconds, &text), app_id };
            let mut salt = [0; 16];
            app.world.fill(&mut salt);
            let sealed = key.seal(&answer, salt);
            wechat::envelope(&sealed, wechat::account_token(&secret), seconds, &signed.nonce)
        }
    };
    Ok(answered(answer))
}

fn answered(text: String) -> ([(HeaderName, &'static str); 1], String) {
    ([(header::CONTENT_TYPE, "text/xml; charset=utf-8")], text)
}

/// What is in a sealed message, and the key to seal the answer with.
fn opened(secret: &str, signed: &Signed, body: &str) -> Result<(MessageKey, Unsealed), Problem> {
    let bad = |bad: BadMessage| Problem::BadRequest(bad.to_string());
    let sealed = wechat::sealed_in(body).map_err(bad)?;
    let token = wechat::account_token(secret);
    let right = wechat::message_signature(token, &signed.timestamp, &signed.nonce, &sealed);
    if !wechat::is_same(&right, &signed.msg_signature) {
        return Err(Problem::BadSignature);
    }
    let key = wechat::account_key(secret).and_then(MessageKey::of).ok_or(Problem::BadSignature)?;
    let unsealed = key.open(&sealed).map_err(bad)?;
    Ok((key, unsealed))
}

/// An official account.
struct Account {
    client: Client,
    /// With which it is set up.
    secret: String,
    /// Its platform has sealed a message before.
    sealed: bool,
}

/// The platform was set to seal messages (安全模式), and says so by the first one.
async fn seals(app: &AppState, id: ClientId) -> Result<(), Problem> {
    let mut tx = app.store.begin().await?;
    tx.seal_messages(id, app.world.now()).await?;
    tx.commit().await?;
    tracing::info!(client.id = %id, "The platform of client {id} seals its messages: others are refused from now on");
    Ok(())
}

async fn account(app: &AppState, id: Uuid, signed: &Signed) -> Result<Account, Problem> {
    let id = ClientId(id);
    let mut records = app.store.read().await?;
    let client = records.api_client(id).await?.filter(|client| client.may(Scope::of(Adapter::Wechat)));
    let (Some(client), Some(secret)) = (client, records.signing_secret(id).await?) else {
        return Err(Problem::BadSignature);
    };
    let agency = records.agency(client.agency).await?.ok_or(Problem::BadSignature)?;
    let sealed = records.messages_sealed(id).await?;
    let token = wechat::account_token(&secret);
    let Signed { signature, timestamp, nonce, .. } = signed;
    if !wechat::holds(token, timestamp, nonce, signature, app.world.now()) {
        return Err(Problem::BadSignature);
    }
    Ok(Account { client: Client { client, agency }, secret, sealed })
}

/// One turn of the dialogue. What the platform sends again is answered as it was: the answer may have come too late for it.
/// All of it in one transaction, and a follower's turns one after the other: pictures chosen together come together.
async fn turn(app: &AppState, account: &Client, message: &Message) -> Result<String, Problem> {
    let follower: [u8; 32] = Sha256::digest(format!("{}:{}", account.client.id, message.from)).into();
    let once = hex::encode(&Sha256::digest(&message.id)[..24]);
    let (id, now, mut tx) = (account.client.id, app.world.now(), app.store.begin().await?);
    let kept = tx.begin_turn(id, &follower, now).await?;
    if let Some(answer) = tx.message_answer(id, &once).await? {
        return Ok(answer);
    }
    let before: Dialogue = kept
        .map(|text| serde_json::from_str(&text))
        .transpose()
        .map_err(Problem::internal)?
        .unwrap_or_default();
    let counties = counties(tx.as_mut(), &account.agency.division).await?;
    let (mut answer, after) = match wechat::said(message, &before, &counties) {
        Said::Help => (HELP.to_owned(), before),
        Said::NotYet(why) => (why, before),
        Said::Cancel => ("已取消。".to_owned(), Dialogue::default()),
        Said::Status { number, code } => (status(app, tx.as_mut(), &follower, &number, &code).await?, before),
        Said::Write(mut draft) => {
            if draft.draft.is_empty() {
                draft.draft = app.world.new_id().to_string();
            }
            (draft.read_back(&counties), draft)
        }
        Said::Submit => {
            let by = (message.from.as_str(), &follower);
            (submit(app, tx.as_mut(), account, by, &before).await?, Dialogue::default())
        }
    };
    if let Some(item) = tx.discard_to_tell(&follower).await? {
        answer = format!("{}\n{answer}", wechat::not_registered(&item));
        tx.told_follower(&item, now).await?;
    }
    let text = serde_json::to_string(&after).map_err(Problem::internal)?;
    let draft = (after != Dialogue::default()).then_some(text.as_str());
    tx.put_dialogue(id, &follower, draft, now).await?;
    tx.put_message_answer(id, &once, &answer, now, now.plus_millis(-MESSAGES_KEPT_MS)).await?;
    tx.commit().await?;
    Ok(answer)
}

/// The platform sends a message three times within a quarter of a minute.
const MESSAGES_KEPT_MS: i64 = 2 * crate::channels::signature::WINDOW_MS;

/// Where a matter of an account of a city or a province may lie; of a county's account it lies there.
async fn counties(records: &mut dyn Records, area: &DivisionCode) -> Result<Vec<Division>, Problem> {
    if !matches!(area.level(), Level::Province | Level::City) {
        return Ok(Vec::new());
    }
    let lies = |one: &Division| one.code.level() == Level::County && area.contains(&one.code);
    Ok(records.divisions().await?.into_iter().filter(lies).collect())
}

/// The follower is known with the petition: its first news may go out at once.
async fn submit(
    app: &AppState,
    tx: &mut dyn Tx,
    account: &Client,
    (openid, follower): (&str, &[u8; 32]),
    draft: &Dialogue,
) -> Result<String, Problem> {
    tx.put_follower(account.client.id, &draft.draft, openid, follower).await?;
    let Client { client, agency } = account;
    let source = Source::of(client, agency, Adapter::Wechat, &tx.agencies().await?);
    let source =
        source.ok_or_else(|| Problem::internal("no bureau answers for the place of a client's agency"))?;
    let item = draft.item(&agency.division);
    let calendar = app.calendar(tx).await?;
    let received = intake::receive_in(tx, app.house(&calendar), source, &draft.draft, &item).await;
    let receipt = received.map_err(|error| Problem::from_intake(error, &item))?;
    Ok(match (receipt.standing.map(|one| one.number), receipt.query_code) {
        (Some(number), Some(code)) => {
            format!("已提交。信访件号 {number}，查询码 {}。请保存，凭二者查询进展。", code.as_str())
        }
        (Some(number), None) => format!("已提交。信访件号 {number}。"),
        (None, _) => "已收到，工作人员核对后登记，会与您联系。".to_owned(),
    })
}

/// Tries are counted by follower: a code is a secret.
async fn status(
    app: &AppState,
    records: &mut dyn Records,
    follower: &[u8; 32],
    number: &str,
    code: &str,
) -> Result<String, Problem> {
    let who = format!("wechat:{}", hex::encode(&follower[..16]));
    let opened = match door::open_for(app, &mut *records, who, number, code).await {
        Err(Problem::TooMany { .. }) => return Ok("查询太频繁，请过几分钟再试。".to_owned()),
        Err(Problem::NoMatch) => return Ok("没有查到。请核对信访件号和查询码。".to_owned()),
        opened => opened?,
    };
    if opened.own.course.left_at.is_some() {
        return Ok(format!("{}：您已撤回", opened.own.number)); // how it goes on for others is not theirs
    }
    let unit = match opened.matter.state.unit() {
        Some(unit) => Some(Names::default().agency(records, unit).await?),
        None => None,
    };
    Ok(wechat::answer_status(&opened.own.number, &opened.matter, unit.as_deref()))
}
