//! A hearing that was held last week, with its minutes and its published outcome.

use super::{
    DemoError,
    clerk::Clerk,
    people::{actor, person},
    places::room_id,
};
use crate::{
    domain::{
        DAY_MS, HOUR_MS, MINUTE_MS, Timestamp,
        event::Actor,
        hearing::{
            AgendaPhase, EntryWrite, Hearing, HearingKind, ItemDraft, NewHearing, NewSeat, Occupant, Outcome,
            OutcomeDraft, OutcomeFacts, OutcomeStandard, ParticipantRole as Role, Presence, Step, Unfinished,
            step,
        },
        ids::{ActionItemId, EntryId, OpId},
        people::Party,
        petition::{
            Category, Channel, ContentClass, NewParty, NewPetition, Origin, Petition, Purpose, QueryCode,
            Routing, Transition,
        },
    },
    storage::EntryReceipt,
};
use time::Duration;

const TITLE: &str = "酒泉路街道老旧小区加装电梯施工停滞";
const TEXT: &str = "单元住户去年协商一致加装电梯，交了首期费用，基坑开挖后因管线迁改停工八个月，出行不便，\
                    请求协调管线单位和施工单位复工，并明确完工日期。";

/// Seat in the order of [`wish`], phase, words.
const MINUTES: [(usize, AgendaPhase, &str); 4] = [
    (0, AgendaPhase::Opening, "核对参加人员身份，告知权利义务和会场纪律，各方对主持人、书记员无回避申请。"),
    (
        3,
        AgendaPhase::Statement,
        "停工八个月，楼上有三位老人出行困难，希望明确复工和完工日期，并对首期费用使用情况作出说明。",
    ),
    (2, AgendaPhase::Response, "管线迁改方案已经审定，承诺十五日内完成迁改，随后交由施工单位复工。"),
    (0, AgendaPhase::Conclusion, "由区住建局牵头，十五日内完成管线迁改，街道每周向住户通报进度。"),
];

/// Files, hears, decides and publishes; gives the number and its query code.
pub(super) async fn hearing(clerk: &mut Clerk<'_>) -> Result<(String, QueryCode), DemoError> {
    let filed = clerk.register(filing()?, clerk.ago(34, 0)).await?;
    let petition = bring_to_unit(clerk, filed.petition).await?;
    let starts_at = clerk.ago(6, 0);
    let mut hearing = arrange(clerk, &petition, &filed.parties, starts_at).await?;
    let opened = [(Step::OpenCheckIn, -30), (Step::QuorumReached, -4), (Step::Start, 0), (Step::Begin, 1)];
    hearing = run(clerk, &petition, hearing, opened).await?;
    let (mut entries, mut minute) = (Vec::new(), 2);
    for (seat, phase, text) in MINUTES {
        while hearing.stage.phase() != Some(phase) {
            hearing = run(clerk, &petition, hearing, [(Step::NextPhase, minute)]).await?;
            minute += 3;
        }
        let at = starts_at.plus_millis(minute * MINUTE_MS);
        entries.push(write(clerk, (&petition, &hearing), seat, (phase, text), at).await?);
        minute += 4;
    }
    let ended = [(Step::NextPhase, minute), (Step::ReviewMinutes, minute + 2)];
    hearing = run(clerk, &petition, hearing, ended).await?;
    decide(clerk, &petition, &hearing, &entries).await?;
    Ok((petition.number, filed.query_code))
}

fn filing() -> Result<NewPetition, DemoError> {
    Ok(NewPetition {
        title: TITLE.to_owned(),
        text: TEXT.to_owned(),
        place: "620102001".parse()?,
        category: Category::Appeal,
        purpose: Purpose::Resolution,
        content_class: ContentClass::UrbanConstruction,
        channel: Channel::Visit,
        origin: Origin::default(),
        respondent: None,
        accused: None,
        persons_concerned: 14,
        petitioner: NewParty {
            name: "孟某".to_owned(),
            phone: Some("0931-0000200".to_owned()),
            ..NewParty::default()
        },
        co_petitioners: Vec::new(),
        representatives: Vec::new(),
    })
}

async fn bring_to_unit(clerk: &mut Clerk<'_>, mut petition: Petition) -> Result<Petition, DemoError> {
    let (staff, unit) = (clerk.staff, clerk.places.agency("cg-zj").clone());
    let handler = person(staff, "cg-housing").clone();
    for (days, who, transition) in [
        (33, "cg-counter", Transition::StartScreening { category: None, content_class: None }),
        (32, "cg-head", Transition::Route { how: Routing::Transfer, unit, ordered_until: None }),
        (30, "cg-housing", Transition::Accept),
        (29, "cg-housing", Transition::AssignHandler { handler }),
    ] {
        let at = clerk.ago(days, 0);
        petition = clerk.step(petition, transition, Some(person(staff, who)), at).await?;
    }
    Ok(petition)
}

/// Scheduled two days before it was held.
async fn arrange(
    clerk: &mut Clerk<'_>,
    petition: &Petition,
    parties: &[Party],
    starts_at: Timestamp,
) -> Result<Hearing, DemoError> {
    let now = starts_at.plus_millis(-2 * DAY_MS);
    let new = wish(clerk, parties, starts_at);
    clerk.schedule(petition, parties, &new, "cg-counter", now).await
}

fn wish(clerk: &Clerk<'_>, parties: &[Party], starts_at: Timestamp) -> NewHearing {
    let official = |username: &str, room: Option<&str>| Occupant::Official {
        staff: person(clerk.staff, username).id,
        room: room.map(room_id),
    };
    let district = Some("城关区视频接访室");
    let mut seats = vec![
        (Role::Presider, official("cg-head", district)),
        (Role::Clerk, official("cg-counter", district)),
        (Role::AgencyRep, official("cg-housing", None)),
    ];
    seats.extend(parties.iter().map(|party| (Role::Petitioner, Occupant::Party { person: party.id })));
    seats.push((Role::AgencyRep, official("jiuquan", None)));
    NewHearing {
        kind: HearingKind::Coordination,
        title: "酒泉路街道加装电梯协调会".to_owned(),
        starts_at,
        ends_at: starts_at.plus_millis(HOUR_MS),
        agenda: Vec::new(),
        seats: seats
            .into_iter()
            .map(|(role, occupant)| NewSeat { role, occupant, mandatory: false, languages: Vec::new() })
            .collect(),
        continues: None,
        beside: Vec::new(),
    }
}

/// Takes the hearing through `steps`, each so many minutes after its start, with everybody there.
async fn run(
    clerk: &mut Clerk<'_>,
    petition: &Petition,
    mut hearing: Hearing,
    steps: impl IntoIterator<Item = (Step, i64)>,
) -> Result<Hearing, DemoError> {
    let everybody = Presence::of(&hearing.seats, None, |_| true).with_petitioners(&hearing.seats, |_| true);
    for (asked, minutes) in steps {
        let at = hearing.starts_at.plus_millis(minutes * MINUTE_MS);
        let stepped = step(&hearing, asked, &everybody, at)?;
        clerk.tx.save_hearing(&stepped.hearing).await?;
        clerk.log(stepped.change, at, actor(clerk.staff, "cg-head"), petition, Some(hearing.id)).await?;
        hearing = Hearing { version: stepped.hearing.version + 1, ..stepped.hearing };
    }
    Ok(hearing)
}

async fn write(
    clerk: &mut Clerk<'_>,
    (petition, hearing): (&Petition, &Hearing),
    seat: usize,
    (phase, text): (AgendaPhase, &str),
    at: Timestamp,
) -> Result<EntryId, DemoError> {
    let entry = EntryId(clerk.world.new_id());
    let write = EntryWrite {
        op: OpId(clerk.world.new_id()),
        entry,
        hearing: hearing.id,
        revision: 1,
        phase,
        speaker: Some(hearing.seats[seat].id),
        text: text.to_owned(),
        at,
        struck: None,
        author: hearing.seats[1].id,
    };
    let (EntryReceipt::Written(written) | EntryReceipt::Repeated(written) | EntryReceipt::Stale(written)) =
        clerk.tx.write_entry(&write).await?;
    let clerks = Actor::Seat(write.author);
    clerk.log(written.change(), at, clerks, petition, Some(hearing.id)).await?;
    Ok(entry)
}

/// Issues and publishes what was decided.
async fn decide(
    clerk: &mut Clerk<'_>,
    petition: &Petition,
    hearing: &Hearing,
    entries: &[EntryId],
) -> Result<(), DemoError> {
    const DECIDED_AFTER: i64 = 48;
    let at = hearing.starts_at.plus_millis(DECIDED_AFTER * MINUTE_MS);
    let deadline = at.local_date().saturating_add(Duration::days(15));
    let item = |agency: &str, content: &str| ItemDraft {
        agency: clerk.places.agency(agency).id,
        content: content.to_owned(),
        deadline,
        entry: entries[entries.len() - 1],
        proposal: None,
    };
    let draft = OutcomeDraft {
        conclusion:
            "各方一致同意：区住建局牵头十五日内完成管线迁改，施工单位随后复工；街道每周向住户通报进度，\
                     首期费用使用情况在单元公示。"
                .to_owned(),
        standards: vec![OutcomeStandard::Resolve],
        items: vec![
            item("cg-zj", "完成管线迁改并督促施工单位复工。"),
            item("jiuquan", "每周向单元住户通报施工进度，公示首期费用使用情况。"),
        ],
        next: None,
        left_out: Vec::new(),
        heirs: Vec::new(),
    };
    let facts = OutcomeFacts { hearing, agencies: &[], entries, proposals: &[], now: at };
    let (outcome, orders) = draft.issue(&facts, || ActionItemId(clerk.world.new_id()))?;
    run(
        clerk,
        petition,
        hearing.clone(),
        [(Step::IssueOutcome { left: Unfinished::default() }, DECIDED_AFTER)],
    )
    .await?;
    clerk.tx.add_outcome(&outcome).await?;
    let presider = actor(clerk.staff, "cg-head");
    for order in orders {
        clerk.log(order, at, presider, petition, Some(hearing.id)).await?;
    }
    let published = at.plus_millis(HOUR_MS);
    clerk.tx.publish_outcome(hearing.id, published).await?;
    clerk.log(Outcome::published(), published, presider, petition, Some(hearing.id)).await
}
