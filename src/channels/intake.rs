//! One way in for all adapters. An item is kept before anything else is done with it; it becomes a petition once,
//! or waits for a person with the reason why it could not. Nothing is lost, nothing is doubled.

use super::{
    House,
    open311::UNNAMED,
    pictures,
    registering::{NotRegistered, Prepared, Registered, Registrar, malformed, prepare},
};
use crate::{
    domain::{
        Timestamp,
        channels::{Adapter, ApiClient, IntakeItem, IntakeState},
        event::Actor,
        ids::{AgencyId, IntakeId, StaffId},
        jurisdiction::{Agency, Level, bureau_of},
        petition::{
            BadNumber, Category, ContentClass, Household, Invalid, NewParty, NewPetition, Origin, Purpose,
            QueryCode, RepresentativeRule, StateName,
        },
        rights,
    },
    storage::{Records, SharedStore, StoreError, Tx},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Longest number of a sender's, bytes.
const MAX_EXTERNAL: usize = 64;

/// What an adapter brings, as it was told: codes and names are not looked at before the item is safe.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_debug_implementations, reason = "personal information is not logged")]
pub struct Item {
    pub title: String,
    pub text: String,
    /// A division's code.
    pub place: String,
    #[serde(default)]
    pub category: Option<String>,
    #[serde(default)]
    pub purpose: Option<String>,
    #[serde(default)]
    pub content_class: Option<String>,
    #[serde(default)]
    pub respondent: Option<String>,
    #[serde(default)]
    pub persons_concerned: Option<u32>,
    /// Addresses of pictures, as the channel gave them. What somebody typed into the text is not one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<String>,
    pub petitioner: Person,
}

/// Whose matter it is, as the channel sent them.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_debug_implementations, reason = "personal information is not logged")]
pub struct Person {
    pub name: String,
    #[serde(default)]
    pub phone: Option<String>,
    #[serde(default)]
    pub id_number: Option<String>,
    #[serde(default)]
    pub address: Option<String>,
}

/// Who brings it.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    pub adapter: Adapter,
    pub id: Uuid,
    pub actor: Actor,
    /// Where it waits if it has to.
    pub bureau: AgencyId,
}

/// What became of it.
#[expect(missing_debug_implementations, reason = "the query code opens the petition")]
pub struct Receipt {
    pub item: IntakeItem,
    /// Of the petition, once there is one.
    pub standing: Option<Standing>,
    /// With the first receipt of a petition and never again.
    pub query_code: Option<QueryCode>,
    /// It was not known before.
    pub is_new: bool,
}

/// Where the petition stands that an item became: of one that was merged, where the one stands that it goes on in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub number: String,
    /// None of a report: outside nobody hears of it (article 30).
    pub state: Option<StateName>,
    /// Number of the leading petition, if it was merged.
    pub merged_into: Option<String>,
}

impl Standing {
    /// # Errors
    /// The store's.
    pub async fn of(records: &mut dyn Records, item: &IntakeItem) -> Result<Option<Self>, StoreError> {
        let Some(id) = item.petition else { return Ok(None) };
        let Some(own) = records.petition(id).await? else { return Ok(None) };
        let household = records.household(own).await?;
        let (is_open, is_merged) = (!household.is_sealed(), household.is_merged());
        let Household { own, matter } = household;
        Ok(Some(Self {
            number: own.number,
            state: is_open.then_some(matter.state.ending().name()), // that it was filed away is the house's (ADR 44)
            merged_into: (is_open && is_merged).then_some(matter.number),
        }))
    }
}

/// Why an item was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// The number stands for something else already; `kept` is that, as it came.
    #[error("this number was used for another matter")]
    Changed { item: Box<IntakeItem>, kept: String },
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Number(#[from] BadNumber),
    #[error("an item could not be written down")]
    Json(#[from] serde_json::Error),
}

impl From<NotRegistered> for IntakeError {
    fn from(error: NotRegistered) -> Self {
        match error {
            NotRegistered::Invalid(invalid) => Self::Invalid(invalid),
            NotRegistered::Store(error) => Self::Store(error),
            NotRegistered::Number(error) => Self::Number(error),
            // Adapters know items by numbers of their own: what they bring has no other.
            NotRegistered::Known(_) => Self::Store(StoreError::Exists { what: "petition" }),
        }
    }
}

impl Source {
    /// A client's, by `adapter`, among the `agencies` that are open; `None`: no bureau answers for its agency's place.
    #[must_use]
    pub fn of(client: &ApiClient, agency: &Agency, adapter: Adapter, agencies: &[Agency]) -> Option<Self> {
        let actor = Actor::Staff { staff: client.account(), agency: agency.id };
        Some(Self { adapter, id: client.id.0, actor, bureau: bureau_of(agency, agencies)?.id })
    }
}

impl Item {
    /// # Errors
    /// The first text that names nothing.
    pub fn filed(&self, adapter: Adapter, external: &str) -> Result<NewPetition, Invalid> {
        let Person { name, phone, id_number, address } = self.petitioner.clone();
        Ok(NewPetition {
            title: self.title.clone(),
            text: self.text.clone(),
            place: self.place.trim().parse().map_err(|_| malformed("place", "Not a division code"))?,
            category: named("category", self.category.as_deref(), Category::Appeal)?,
            purpose: named("purpose", self.purpose.as_deref(), Purpose::Resolution)?,
            content_class: named("content_class", self.content_class.as_deref(), ContentClass::Other)?,
            channel: adapter.channel(),
            origin: Origin { channel_number: senders_own(adapter, external), ..Origin::default() },
            respondent: self.respondent.clone(),
            accused: None,
            persons_concerned: self.persons_concerned.unwrap_or(1),
            petitioner: NewParty { name, phone, id_number, address },
            co_petitioners: Vec::new(),
            representatives: Vec::new(),
        })
    }
}

/// Its number, if the sender gave it: of chats, and of forms without one, it is ours and says nothing to anybody.
fn senders_own(adapter: Adapter, external: &str) -> Option<String> {
    let is_theirs = match adapter {
        Adapter::Hotline => true,
        Adapter::Open311 => !external.starts_with(UNNAMED),
        Adapter::Wechat => false,
    };
    is_theirs.then(|| external.to_owned())
}

fn named<T: std::str::FromStr>(field: &str, text: Option<&str>, otherwise: T) -> Result<T, Invalid> {
    let Some(text) = text else { return Ok(otherwise) };
    text.trim().parse().map_err(|_| malformed(field, "Not one of the known values"))
}

/// Takes an item in. The same number with the same item again answers the same.
///
/// # Errors
/// The number is none, or stands for something else; the store's.
pub async fn receive(
    store: &SharedStore,
    house: House<'_>,
    source: Source,
    external: &str,
    item: &Item,
) -> Result<Receipt, IntakeError> {
    let mut tx = store.begin().await?;
    let taken = match receive_in(tx.as_mut(), house, source, external, item).await {
        // Two brought it at once and the other was quicker: now it is known.
        Err(IntakeError::Store(StoreError::Exists { what: "item" })) => {
            drop(tx);
            tx = store.begin().await?;
            receive_in(tx.as_mut(), house, source, external, item).await?
        }
        taken => taken?,
    };
    tx.commit().await?;
    Ok(taken)
}

/// The same in the caller's transaction, who commits.
///
/// # Errors
/// As [`receive`]; and the source has brought this number in another transaction meanwhile (`Exists`).
pub async fn receive_in(
    tx: &mut dyn Tx,
    house: House<'_>,
    source: Source,
    external: &str,
    item: &Item,
) -> Result<Receipt, IntakeError> {
    let visible = external.chars().all(|c| !c.is_control() && !c.is_whitespace());
    if external.is_empty() || external.len() > MAX_EXTERNAL || !visible {
        return Err(malformed("external_number", "A number has 1 to 64 visible characters").into());
    }
    let body = serde_json::to_string(item)?;
    let body_hash: [u8; 32] = Sha256::digest(&body).into();
    if let Some(known) = tx.intake_item_by_number(source.id, external).await? {
        return again(tx, known, body_hash).await;
    }
    let now = house.world.now();
    let mut kept = IntakeItem {
        id: IntakeId(house.world.new_id()),
        adapter: source.adapter,
        source: source.id,
        external: external.to_owned(),
        body_hash,
        bureau: source.bureau,
        received_at: now,
        state: IntakeState::Waiting,
        petition: None,
        field: None,
        reason: None,
    };
    let prepared = ready(tx, (item, external), source, (house.rules, now)).await?;
    if let Err(invalid) = &prepared {
        (kept.field, kept.reason) = (Some(invalid.field.clone()), Some(invalid.sentence.clone()));
    }
    tx.add_intake_item(&kept, &body).await?; // first, so that of two at once the second waits here
    let registered = match prepared {
        Ok(prepared) => Some(settle(tx, house, (&mut kept, &item.pictures), prepared, None).await?),
        Err(_) => None,
    };
    let standing = Standing::of(tx, &kept).await?;
    tracing::info!(intake.id = %kept.id, adapter = %kept.adapter, state = %kept.state, "Took in item {}", kept.id);
    let query_code = registered.and_then(|registered| registered.query_code);
    Ok(Receipt { item: kept, standing, query_code, is_new: true })
}

/// Inner error: why it cannot be a petition as it is.
pub(super) async fn ready(
    records: &mut dyn Records,
    (item, external): (&Item, &str),
    source: Source,
    by: (&[RepresentativeRule], Timestamp),
) -> Result<Result<Prepared, Invalid>, StoreError> {
    let filed = match item.filed(source.adapter, external) {
        Ok(filed) => filed,
        Err(invalid) => return Ok(Err(invalid)),
    };
    if source.adapter.guesses_place() && matches!(filed.place.level(), Level::Province | Level::City) {
        let sentence = "It does not say in which county it lies: a person asks, and registers it there";
        return Ok(Err(malformed("place", sentence)));
    }
    match prepare(records, filed, Registrar::BureauOfPlace(source.actor), by).await {
        Ok(prepared) => Ok(Ok(prepared)),
        Err(NotRegistered::Invalid(invalid)) => Ok(Err(invalid)),
        Err(NotRegistered::Store(error)) => Err(error),
        Err(NotRegistered::Number(bad)) => Ok(Err(malformed("place", &bad.to_string()))),
        Err(NotRegistered::Known(_)) => Err(StoreError::Exists { what: "petition" }),
    }
}

/// An item as it came.
///
/// # Errors
/// The store's; it cannot be read (`Corrupt`): what it says is not taken for nothing.
pub async fn kept<T: DeserializeOwned>(
    records: &mut dyn Records,
    id: IntakeId,
) -> Result<Option<T>, StoreError> {
    let Some(body) = records.intake_body(id).await? else { return Ok(None) };
    let unread = |error: serde_json::Error| {
        // Where, and not what: an error's own words may have a person's in them.
        let why = format!("{:?} in line {}, column {}", error.classify(), error.line(), error.column());
        StoreError::Corrupt { what: "item of a channel", why }
    };
    serde_json::from_str(&body).map(Some).map_err(unread)
}

async fn again(tx: &mut dyn Tx, item: IntakeItem, body_hash: [u8; 32]) -> Result<Receipt, IntakeError> {
    if item.body_hash != body_hash {
        let kept = tx.intake_body(item.id).await?.unwrap_or_default();
        return Err(IntakeError::Changed { item: Box::new(item), kept });
    }
    let standing = Standing::of(tx, &item).await?;
    Ok(Receipt { item, standing, query_code: None, is_new: false })
}

async fn settle(
    tx: &mut dyn Tx,
    house: House<'_>,
    (item, given): (&mut IntakeItem, &[String]),
    prepared: Prepared,
    by: Option<StaffId>,
) -> Result<Registered, IntakeError> {
    let registered = prepared.write(tx, house).await?;
    (item.state, item.petition) = (IntakeState::Registered, Some(registered.id));
    (item.field, item.reason) = (None, None);
    tx.settle_intake_item(item, by, house.world.now()).await?;
    pictures::ask(tx, house.world, &registered, given).await?;
    Ok(registered)
}

/// A person registers what waited, as they corrected it.
///
/// # Errors
/// A field is still not acceptable; the item does not wait any more (`Stale`).
pub async fn correct(
    mut tx: Box<dyn Tx>,
    house: House<'_>,
    mut item: IntakeItem,
    corrected: &Item,
    me: &rights::Official,
) -> Result<Registered, IntakeError> {
    let filed = corrected.filed(item.adapter, &item.external)?;
    let actor = Actor::from(me);
    let registrar = Registrar::Agency(me.agency.clone(), actor);
    let prepared = prepare(tx.as_mut(), filed, registrar, (house.rules, house.world.now())).await?;
    let prepared = prepared.received_at(item.received_at);
    // The channel's, whatever the correction says.
    let given = kept::<Item>(tx.as_mut(), item.id).await?.map(|kept| kept.pictures).unwrap_or_default();
    let registered = settle(tx.as_mut(), house, (&mut item, &given), prepared, Some(me.staff.id)).await?;
    tx.commit().await?;
    Ok(registered)
}
