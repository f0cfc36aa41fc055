//! JSON of petitions: the work list, and a petition's page with people, clocks and timeline.

use super::{
    ActionItemStateText, CameView, CategoryText, ChannelText, ClockKindText, ClockView, ContentClassText,
    CourseView, Day, HearingRow, MailboxLeader, OpinionView, PartyKindText, PausedView, PetitionActionText,
    PetitionLink, PurposeText, StateText, StintView, UnsealingView, UrgentView,
};
use crate::{
    domain::{
        Timestamp,
        hearing::ActionItem,
        ids::HearingId,
        people::Party,
        petition::{Attachment, Clock, ClockKind, Origin, Petition, TierShares},
        rights::{FieldRights, PetitionField},
    },
    storage,
};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// A line of the work list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PetitionRow {
    pub id: Uuid,
    pub number: String,
    pub title: String,
    pub state: StateText,
    pub category: CategoryText,
    pub content_class: ContentClassText,
    pub channel: ChannelText,
    pub place: String,
    pub place_name: String,
    pub unit_name: Option<String>,
    /// The petition bureau that has it.
    pub desk: Uuid,
    pub desk_name: String,
    /// How it came to that bureau; null: it was registered there.
    pub came: Option<CameView>,
    pub registered_at: i64,
    pub next_due: Option<NextDue>,
    pub overdue: bool,
    /// It may do serious harm, and was reported upwards (art. 25).
    pub urgent: bool,
    /// Its clock is stopped for now, and who did that.
    pub paused: Option<PausedView>,
    /// Give it with a transition.
    pub version: u32,
}

/// What a line of the work list calls its places.
#[derive(Debug)]
pub struct RowNames {
    pub place: String,
    pub unit: Option<String>,
    pub desk: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NextDue {
    pub kind: ClockKindText,
    /// Judge by this one.
    pub due: i64,
    /// Before rolling over holidays: warn by this one.
    pub raw_due: i64,
    /// Until it is routed or handed down: when the own share of the bureau that has it ends (a rule of the house).
    pub share_due: Option<i64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PetitionList {
    pub rows: Vec<PetitionRow>,
    /// Give it back as `after`.
    pub next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PetitionDetail {
    #[serde(flatten)]
    pub row: PetitionRow,
    pub text: String,
    pub purpose: PurposeText,
    pub respondent: Option<String>,
    /// Of a report; null until somebody said whom it accuses. Both lists empty: nobody of this system.
    pub accused: Option<AccusedView>,
    pub persons_concerned: u32,
    pub registered_by_name: String,
    /// `false`: nobody's name is on it (匿名).
    pub signed: bool,
    /// Of who called or came: whether what was taken down was read back to them.
    pub read_back: Option<bool>,
    /// Whom a letter to the leader's mailbox (领导信箱) names.
    pub written_to: Option<MailboxLeader>,
    /// Its number at the channel that brought it (12345, Open311).
    pub channel_number: Option<String>,
    /// Of a letter or of what another organ sent on, if it says anything.
    pub origin: Option<OriginView>,
    pub opinion: Option<OpinionView>,
    pub parties: Vec<PartyView>,
    pub attachments: Vec<AttachmentView>,
    /// Files and documents are mine to read; if not, none are named here.
    pub may_open_papers: bool,
    pub hearings: Vec<HearingRow>,
    /// Of a household that joined others: those of the petition it joined.
    pub matter_hearings: Vec<HearingRow>,
    /// Held while it was sealed as a report by mistake, and not mine to open.
    pub kept_hearings: Vec<KeptHearing>,
    pub action_items: Vec<ActionItemView>,
    /// All of them, in the order they began.
    pub clocks: Vec<ClockView>,
    pub course: CourseView,
    /// Whether a correction may still change the place.
    pub place_open: bool,
    /// The bureaus that had it, the one that registered it first.
    pub trail: Vec<StintView>,
    /// While it is marked as urgent.
    pub urgency: Option<UrgentView>,
    /// When its own household withdrew from what goes on for others.
    pub left_at: Option<i64>,
    /// Of a report: somebody says that it was sealed by mistake.
    pub unsealing: Option<UnsealingView>,
    /// As far as I may know of them.
    pub links: Vec<PetitionLink>,
    /// What I may do now.
    pub may: Vec<PetitionActionText>,
}

/// A hearing that was held behind the wall and stays there (art. 30): that it was, when and by whom.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeptHearing {
    pub number: String,
    pub starts_at: i64,
    pub host_name: String,
}

/// What its sender put on it.
#[derive(Debug, Serialize, ToSchema)]
pub struct OriginView {
    pub organ_name: Option<String>,
    /// Its number at that organ.
    pub external_number: Option<String>,
    /// The day on the letter.
    pub dated: Option<Day>,
    /// Until when that organ wants an answer.
    pub answer_by: Option<Day>,
}

/// Whom a report accuses: none of them sees it (art. 30).
#[derive(Debug, Serialize, ToSchema)]
pub struct AccusedView {
    /// With the organs of the people.
    pub agencies: Vec<AccusedOne>,
    pub staff: Vec<AccusedOne>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AccusedOne {
    pub id: Uuid,
    pub name: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PartyView {
    pub id: Uuid,
    pub kind: PartyKindText,
    /// Masked: all but the first character.
    pub name: String,
    /// Masked: all but the last four characters.
    pub phone: Option<String>,
    /// Masked: all but the last four characters.
    pub id_number: Option<String>,
    pub address: Option<String>,
    /// Of an agent: which attachment is the written authority.
    pub authority: Option<Uuid>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AttachmentView {
    pub id: Uuid,
    pub name: String,
    pub media_type: String,
    pub size: u64,
    pub added_at: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ActionItemView {
    pub id: Uuid,
    pub hearing: Uuid,
    pub agency: Uuid,
    pub agency_name: String,
    /// None: it was ordered in a hearing that stays behind the wall, of another organ than mine.
    pub content: Option<String>,
    pub deadline: Day,
    pub state: ActionItemStateText,
    /// The entry of the minutes it comes from.
    pub entry: Uuid,
}

/// An event of the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimelineEvent {
    /// In its chain.
    pub number: u64,
    pub at: i64,
    pub kind: String,
    pub actor: ActorView,
    pub reason: Option<String>,
    pub due_before: Option<i64>,
    pub due_after: Option<i64>,
    pub hearing: Option<Uuid>,
    pub details: BTreeMap<String, String>,
    /// Of a paper that was opened, or shows that the petitioner accepted or withdrew: its name or number, for who may open it.
    pub file_name: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TimelineList {
    pub rows: Vec<TimelineEvent>,
    /// Who opened papers is mine to be told.
    pub openings: bool,
    /// Give it back as `after`.
    pub next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ActorView {
    pub is: ActorKind,
    pub name: Option<String>,
    pub agency_name: Option<String>,
    /// For whom they acted (委托代办).
    pub on_behalf_of: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    Staff,
    Seat,
    Petitioner,
    System,
}

impl PetitionRow {
    pub fn of(petition: &Petition, named: RowNames, now: Timestamp, shares: &TierShares) -> Self {
        let due = petition.next_due();
        let share = shares.due(petition).map(|at| at.0);
        Self {
            id: petition.id.0,
            number: petition.number.clone(),
            title: petition.title.clone(),
            state: petition.state.name().into(),
            category: petition.category.into(),
            content_class: petition.content_class.into(),
            channel: petition.channel.into(),
            place: petition.place.to_string(),
            place_name: named.place,
            unit_name: named.unit,
            desk: petition.desk.0,
            desk_name: named.desk,
            came: petition.arrival().map(CameView::of),
            registered_at: petition.registered_at.0,
            next_due: due.map(|clock| NextDue::of(clock, share)),
            overdue: due.is_some_and(|clock| clock.due < now),
            urgent: petition.is_urgent(),
            paused: None,
            version: petition.version,
        }
    }

    pub fn listed(row: storage::PetitionRow, now: Timestamp, shares: &TierShares) -> Self {
        let named = RowNames { place: row.place_name, unit: row.unit_name, desk: row.desk_name };
        Self::of(&row.petition, named, now, shares)
    }
}

impl NextDue {
    fn of(clock: &Clock, share: Option<i64>) -> Self {
        let share_due = share.filter(|_| clock.kind == ClockKind::Route);
        Self { kind: clock.kind.into(), due: clock.due.0, raw_due: clock.raw_due.0, share_due }
    }
}

impl OriginView {
    /// `None`: it says nothing.
    pub fn of(origin: Origin) -> Option<Self> {
        origin.is_told().then(|| Self {
            organ_name: origin.organ,
            external_number: origin.number,
            dated: origin.dated.map(Day),
            answer_by: origin.answer_by.map(Day),
        })
    }
}

impl PartyView {
    pub fn of(party: Party, fields: FieldRights) -> Self {
        Self {
            id: party.id.0,
            kind: party.kind.into(),
            name: fields.text(PetitionField::Name, Some(party.name)).unwrap_or_default(),
            phone: fields.text(PetitionField::Phone, party.phone),
            id_number: fields.text(PetitionField::IdNumber, party.id_number),
            address: fields.text(PetitionField::Address, party.address),
            authority: party.authority.map(|file| file.0),
        }
    }
}

impl AttachmentView {
    pub fn of(attachment: Attachment) -> Self {
        Self {
            id: attachment.id.0,
            name: attachment.name,
            media_type: attachment.media_type,
            size: attachment.size,
            added_at: attachment.added_at.0,
        }
    }
}

impl ActionItemView {
    pub fn of(hearing: HearingId, item: ActionItem, agency_name: String) -> Self {
        Self {
            id: item.id.0,
            hearing: hearing.0,
            agency: item.agency.0,
            agency_name,
            content: Some(item.content),
            deadline: Day(item.deadline),
            state: item.state.into(),
            entry: item.entry.0,
        }
    }
}
