//! News to the follower of an official account whose matter came in by it, by template message. The account's access
//! token is asked for once and kept until shortly before it ends; neither it nor the secret is ever in an error.

use super::{
    notice::about,
    post::{Failure, Post, Untold},
};
use crate::{
    channels::wechat::state_word,
    domain::{
        MINUTE_MS, Timestamp,
        channels::{Delivery, Filling, IntakeItem, Taken, Template, template_for},
        event::EventKind,
        ids::ClientId,
        petition::Household,
    },
    storage::{Records, SharedStore, StoreError},
};
use serde_json::{Map, Value, json};
use tokio::sync::Mutex;

/// A token is not used in its last minutes: a message on its way would come too late.
const MARGIN_MS: i64 = 5 * MINUTE_MS;

/// An official account that sends template messages.
#[derive(Clone)]
pub struct Account {
    /// By which its followers' matters come in.
    pub client: ClientId,
    pub app_id: String,
    pub app_secret: String,
    /// Where the platform's interface is, without a slash at the end.
    pub url: String,
    pub templates: Vec<Template>,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account")
            .field("client", &self.client)
            .field("app_id", &self.app_id)
            .finish_non_exhaustive()
    }
}

impl Account {
    /// Whether news of `kind` goes to who brought `item`.
    pub(super) async fn tells(
        &self,
        records: &mut dyn Records,
        item: Option<&IntakeItem>,
        kind: EventKind,
    ) -> Result<bool, StoreError> {
        let Some(item) = item.filter(|item| item.source == self.client.0) else { return Ok(false) };
        let is_told = template_for(&self.templates, kind).is_some();
        Ok(is_told && records.follower(item.source, &item.external).await?.is_some())
    }
}

/// For so long after it was asked for in vain a token is not asked for again: whoever else needs one fails at once, and is
/// not kept waiting for a platform that does not answer.
const NOT_ASKED_MS: i64 = 20_000;

/// The account's access token, once there is one.
#[derive(Default)]
pub(super) struct Token(Mutex<Option<Kept>>);

/// What came of asking, and until when that holds.
struct Kept {
    asked: Result<String, Failure>,
    until: Timestamp,
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token")
    }
}

impl Token {
    /// The one kept, or a new one: of several tries at once the first asks and the others wait for it.
    async fn get(&self, post: &Post, account: &Account, now: Timestamp) -> Result<String, Failure> {
        let mut kept = self.0.lock().await;
        if let Some(kept) = kept.as_ref().filter(|kept| now < kept.until) {
            return kept.asked.clone();
        }
        let asked = Self::asked(post, account).await;
        let until = now.plus_millis(asked.as_ref().map_or(NOT_ASKED_MS, |(_, lasts_ms)| *lasts_ms));
        let asked = asked.map(|(text, _)| text);
        *kept = Some(Kept { asked: asked.clone(), until });
        asked
    }

    /// A new one, and for how long it is used, milliseconds.
    async fn asked(post: &Post, account: &Account) -> Result<(String, i64), Failure> {
        let url = format!("{}/cgi-bin/stable_token", account.url);
        let asked = json!({
            "grant_type": "client_credential", "appid": account.app_id, "secret": account.app_secret,
        });
        let answer = post.ask(&url, &asked).await?;
        let text = answer["access_token"].as_str().ok_or_else(|| refused(&answer))?.to_owned();
        let lasts_ms = answer["expires_in"].as_i64().unwrap_or_default().saturating_mul(1000);
        Ok((text, lasts_ms - MARGIN_MS))
    }

    /// `text` was refused; one that came meanwhile stays.
    async fn forget(&self, text: &str) {
        let mut kept = self.0.lock().await;
        if kept.as_ref().is_some_and(|kept| kept.asked.as_ref().is_ok_and(|kept| kept == text)) {
            *kept = None;
        }
    }
}

fn refused(answer: &Value) -> Failure {
    Failure::Wechat(answer["errcode"].as_i64().unwrap_or(-1))
}

/// Tells the follower who brought the petition.
pub(super) async fn tell(
    store: &SharedStore,
    post: &Post,
    delivery: &Delivery,
    now: Timestamp,
) -> Result<(), Untold> {
    let account = post.wechat().ok_or(Failure::Gone)?;
    let message = message(store, post.pages(), account, delivery).await?;
    let token = post.token().get(post, account, now).await?;
    let url = format!("{}/cgi-bin/message/template/send?access_token={token}", account.url);
    let answer = post.ask(&url, &message).await?;
    match Taken::of(answer["errcode"].as_i64().unwrap_or(-1)) {
        Taken::Yes => Ok(()),
        Taken::NobodyThere => Err(Failure::Gone.into()),
        Taken::No => Err(refused(&answer).into()),
        Taken::StaleToken => {
            post.token().forget(&token).await;
            Err(refused(&answer).into())
        }
    }
}

async fn message(
    store: &SharedStore,
    pages: &str,
    account: &Account,
    delivery: &Delivery,
) -> Result<Value, Untold> {
    let mut records = store.read().await?;
    let household = about(records.as_mut(), delivery).await?;
    let Household { own, matter } = household.ok_or(Failure::Gone)?;
    let item = records.intake_item_of(delivery.petition).await?;
    let item = item.filter(|item| item.source == account.client.0).ok_or(Failure::Gone)?;
    let follower = records.follower(item.source, &item.external).await?;
    let follower = follower.ok_or(Failure::Gone)?;
    let template = template_for(&account.templates, delivery.kind).ok_or(Failure::Gone)?;
    let filling = Filling {
        number: &own.number,
        kind: delivery.kind,
        state: state_word(matter.state.ending().name()),
        at: delivery.at,
    };
    let fields = template.filled(&filling).into_iter();
    let data: Map<String, Value> =
        fields.map(|(name, value)| (name.to_owned(), json!({ "value": value }))).collect();
    Ok(json!({
        "touser": follower,
        "template_id": template.id,
        "url": format!("{pages}/query"),
        "client_msg_id": delivery.id.0.simple().to_string(), // sent twice, it is shown once
        "data": data,
    }))
}
