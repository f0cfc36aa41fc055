//! `GET /api/petitions`: the petitions I may see, next due first; `POST /api/petitions/search`: those of them that words or
//! a person are found in. A post, though it changes nothing: names, phones and identity numbers have no place in an address.

use crate::{
    domain::{
        MINUTE_MS, Timestamp,
        ids::AgencyId,
        jurisdiction::DivisionCode,
        people::may_be_a_number,
        petition::{StateName, WarnDays},
        rights::{
            FoundBy, ListScope, Official, SeatRelation, found_by, list_scope, list_states, petition_rights,
            ruling_scope,
        },
    },
    edge::{
        AppState,
        extract::{Json, Query},
        http::petitions::pause,
        names::Names,
        openings, paging,
        problem::Problem,
        session::SignedIn,
        throttle::Rate,
        views::{CategoryText, ChannelText, ContentClassText, Day, PetitionList, PetitionRow, StateText},
    },
    storage::{self, Looked, PetitionFilter},
};
use axum::extract::State;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Phones and ID numbers that one person looks for: a morning at the counter at once, then thirty an hour. Whoever is shown
/// the last four digits would find the others by some thousand guesses.
const NUMBERS: Rate = Rate { burst: 80, refill_ms: 2 * MINUTE_MS };
/// For so long the same number is the same question.
const ONCE: Rate = Rate { burst: 1, refill_ms: 30 * MINUTE_MS };

#[derive(Debug, Default, Deserialize, IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
#[schema(as = PetitionListFilter)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    state: Option<StateText>,
    category: Option<CategoryText>,
    content_class: Option<ContentClassText>,
    channel: Option<ChannelText>,
    /// Division code: what lies there. One's own division or a part of it.
    place: Option<String>,
    /// Routed to this agency.
    unit: Option<Uuid>,
    /// With this petition bureau.
    desk: Option<Uuid>,
    /// Only those whose disputed competence is mine to rule on (art. 24): of a bureau above or the joint conference.
    #[serde(default)]
    to_rule: bool,
    /// Only what is in my own hands, or with my organ.
    #[param(inline)]
    whose: Option<Whose>,
    /// Only what is marked as urgent and not over.
    #[serde(default)]
    urgent: bool,
    /// By the clock that ends first.
    #[param(inline)]
    due: Option<DueWord>,
    /// Registered on this day or later.
    registered_from: Option<Day>,
    /// Registered on this day or earlier.
    registered_to: Option<Day>,
    /// Two or more characters of title, text, respondent or number; up to eight words, apart by spaces or signs, must all be in it.
    /// People are looked for by `POST /api/petitions/search` alone.
    search: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 100; 50 if left out.
    #[param(minimum = 1, maximum = 100)]
    #[schema(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

#[derive(Deserialize, ToSchema)]
#[schema(as = PetitionSearch)]
#[serde(deny_unknown_fields)]
pub struct SearchRequest {
    /// Two or more characters of title, text, respondent or number, up to eight words apart by spaces or signs; or somebody's whole name,
    /// phone number or ID number, as far as one looks for people.
    search: String,
    /// As for the list; its own `search` is not looked at.
    #[serde(default)]
    filter: ListQuery,
}

/// Whose work it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    Mine,
    Unit,
}

/// What `me` may see of what their organ has in hands. A discipline desk keeps to its sealed reports.
pub(super) fn own_scope(me: &Official) -> ListScope {
    match list_scope(me) {
        scope @ (ListScope::Nothing | ListScope::Sealed(_)) => scope,
        _ => ListScope::Agency(me.agency.id),
    }
}

/// The state that `me` is shown when `asked` is asked for.
pub(super) fn state_shown(me: &Official, asked: Option<StateName>) -> Option<StateName> {
    match list_states(me) {
        Some(states) => asked.filter(|state| states.contains(state)).or(states.first().copied()),
        None => asked,
    }
}

/// Whether a sealed report is `me`'s to know of.
pub(super) fn shows(me: &Official, row: &storage::PetitionRow) -> bool {
    petition_rights(me, &row.petition, SeatRelation::None).may_see()
}

/// How a clock stands now.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DueWord {
    Overdue,
    /// Due within as many days as the house is warned before (`[petitions] warn_days`), and not overdue.
    Soon,
    /// None runs: it was delivered, and nobody has put on record when it was received.
    ReceiptMissing,
    /// A paper that a step owes was not made yet.
    PaperMissing,
    /// None runs: the petitioner is not content with the reply at hand, and it was not reopened.
    Dissatisfied,
    /// An appeal that was replied to, about which nobody has called back.
    ToCallBack,
}

impl DueWord {
    /// From when, and before when, the clock ends.
    pub(super) fn range(self, now: Timestamp, days: WarnDays) -> (Option<Timestamp>, Option<Timestamp>) {
        match self {
            Self::Overdue => (None, Some(now)),
            Self::Soon => (Some(now), Some(days.soon_until(now))),
            Self::ReceiptMissing | Self::PaperMissing | Self::Dissatisfied | Self::ToCallBack => (None, None),
        }
    }
}

/// The petitions I may see, next due first.
///
/// Codes: unauthenticated, bad_request, unprocessable.
#[utoipa::path(
    get,
    path = "/petitions",
    operation_id = "petition_list",
    tag = "petitions",
    params(ListQuery),
    responses((status = OK, body = PetitionList), Problem),
)]
pub async fn list(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<ListQuery>,
) -> Result<Json<PetitionList>, Problem> {
    found(&app, &me, asked, FoundBy::Words).await
}

/// Those of the list that words are found in, or whose people are found by a whole name, phone or ID number.
///
/// People are looked for as far as they are shown: by phone and ID number for posts that work on petitions, by name for
/// those that lead and supervise, too; an archivist and a program find words alone. `desk.finds` of `GET /session` says which.
/// Numbers that one looks for are counted. Who looked for people, and when, is put on record for the auditor with a keyed
/// digest of the words, which are kept nowhere.
///
/// Codes: unauthenticated, unprocessable, too_many.
#[utoipa::path(
    post,
    path = "/petitions/search",
    operation_id = "petition_search",
    tag = "petitions",
    request_body = SearchRequest,
    responses((status = OK, body = PetitionList), Problem),
)]
pub async fn search(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Json(asked): Json<SearchRequest>,
) -> Result<Json<PetitionList>, Problem> {
    let SearchRequest { search, filter } = asked;
    let by = found_by(&me);
    if by == FoundBy::People && may_be_a_number(&search) {
        count_number(&app, &me, search.trim())?;
    }
    let list = found(&app, &me, ListQuery { search: Some(search.clone()), ..filter }, by).await?;
    if by != FoundBy::Words {
        openings::look(&app, &me, Looked::Person(search.trim())).await?;
    }
    Ok(list)
}

/// The same number asked again is not counted again: a page of the list asks for it twice.
pub(super) fn count_number(app: &AppState, me: &Official, number: &str) -> Result<(), Problem> {
    let (now, staff) = (app.world.now(), me.staff.id);
    let once = format!("find:{staff}:{}", hex::encode(&Sha256::digest(number)[..16]));
    if app.throttle.take_at(&once, ONCE, now).is_err() {
        return Ok(());
    }
    app.throttle.take_at(&format!("find:{staff}"), NUMBERS, now).map_err(|early| {
        app.throttle.give_back_at(&once, ONCE);
        tracing::warn!(staff.id = %staff, "Too many phones or ID numbers are looked for by {staff}");
        Problem::from(early)
    })
}

/// What is looked for, if anything is. One character stands in nearly every petition: to drop it would list them all. A name is
/// looked for however it is spaced (马 秀 英).
fn sought(search: Option<String>, found_by: FoundBy) -> Result<Option<String>, Problem> {
    let Some(text) = search.filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    let lengths: Vec<usize> = storage::search_words(&text).map(|word| word.chars().count()).collect();
    let whole: usize = if found_by == FoundBy::Words { 0 } else { lengths.iter().sum() };
    if lengths.iter().copied().max().unwrap_or_default().max(whole) < 2 {
        return Err(Problem::field("search", "A word of two or more characters is needed"));
    }
    if lengths.len() > storage::MOST_WORDS {
        return Err(Problem::field("search", "At most eight words are looked for at once"));
    }
    Ok(Some(text))
}

/// The place asked for. What lies elsewhere is asked for without one: nobody looks about in another's division.
fn place_of(me: &Official, asked: Option<&str>) -> Result<Option<DivisionCode>, Problem> {
    let Some(code) = asked else { return Ok(None) };
    let place: DivisionCode = code.parse().map_err(|_| Problem::field("place", "Not a division code"))?;
    if !me.agency.division.contains(&place) {
        return Err(Problem::field("place", "Not in the division of your agency"));
    }
    Ok(Some(place))
}

/// A division has a list of its own; an organ's own list is looked through for the place.
fn narrow_to(place: DivisionCode, filter: &mut PetitionFilter) {
    filter.scope = std::mem::take(&mut filter.scope).within(&place);
    let by_organ = matches!(filter.scope, ListScope::Agency(_) | ListScope::Conference { .. });
    filter.place = by_organ.then_some(place);
}

async fn found(
    app: &AppState,
    me: &Official,
    asked: ListQuery,
    found_by: FoundBy,
) -> Result<Json<PetitionList>, Problem> {
    let now = app.world.now();
    let (due_from, due_until) = asked.due.map_or((None, None), |word| word.range(now, app.config.warn_days));
    let (after, limit) = paging::asked(asked.after.as_deref(), asked.limit, 50)?;
    let mut filter = PetitionFilter {
        scope: if asked.to_rule { ruling_scope(me) } else { list_scope(me) },
        place: None,
        state: asked.state.map(|state| state.0),
        category: asked.category.map(|category| category.0),
        content_class: asked.content_class.map(|class| class.0),
        channel: asked.channel.map(|channel| channel.0),
        unit: asked.unit.map(AgencyId),
        desk: asked.desk.map(AgencyId),
        due_from,
        due_until,
        registered_from: asked.registered_from.map(|day| Timestamp::start_of(day.0)),
        registered_until: asked.registered_to.map(|day| Timestamp::end_of(day.0).plus_millis(1)),
        search: sought(asked.search, found_by)?,
        found_by,
        after,
        handler: (asked.whose == Some(Whose::Mine)).then_some(me.staff.id),
        urgent: asked.urgent,
        receipt_missing: matches!(asked.due, Some(DueWord::ReceiptMissing)),
        paper_missing: matches!(asked.due, Some(DueWord::PaperMissing)),
        dissatisfied: matches!(asked.due, Some(DueWord::Dissatisfied)),
        to_call_back: matches!(asked.due, Some(DueWord::ToCallBack)),
        limit,
    };
    if asked.whose.is_some() {
        // What an organ has in hands is little: its own index is read, and not that of a whole province.
        filter.scope = own_scope(me);
        filter.unit = filter.unit.or((asked.whose == Some(Whose::Unit)).then_some(me.agency.id));
    }
    if let Some(place) = place_of(me, asked.place.as_deref())? {
        narrow_to(place, &mut filter);
    }
    filter.state = state_shown(me, filter.state);
    let sealed = matches!(filter.scope, ListScope::Sealed(_));
    let mut records = app.store.read().await?;
    let mut page = records.petitions(&filter).await?;
    if sealed {
        // A desk whose own organ is accused does not learn of it from its list (art. 30).
        page.rows.retain(|row| shows(me, row));
    }
    let (mut rows, mut names) = (Vec::new(), Names::default());
    for row in page.rows {
        let paused = pause::of(records.as_mut(), &mut names, &row.petition, now).await?;
        rows.push(PetitionRow { paused, ..PetitionRow::listed(row, now, &app.config.tier_shares) });
    }
    Ok(Json(PetitionList { rows, next: page.next }))
}
