mod completion;
mod declined;
mod escalation;
mod untold;

use super::*;
use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    hearing::{ActionItem, ActionItemState},
    ids::{ActionItemId, AgencyId, AttachmentId, DemandId, EntryId, StaffId},
    jurisdiction::{Agency, AgencyKind},
    petition::{
        Accused, Attachment, Calendar, Category, Clock, ClockKind, Hop, Opinion, OpinionResult, Origin,
        Passage, Petition, PetitionState, Retention, Routing,
    },
};
use time::{Date, macros::date};
use uuid::Uuid;

const BUREAU: AgencyId = AgencyId(Uuid::from_u128(1));
const UNIT: AgencyId = AgencyId(Uuid::from_u128(2));
const CLERK: StaffId = StaffId(Uuid::from_u128(3));
const TEXT: &str = "请说明逾期原因并立即办理";

fn on(day: Date) -> Timestamp {
    Timestamp::end_of(day).plus_millis(-12 * 3_600_000)
}

fn now() -> Timestamp {
    on(date!(2026 - 11 - 23))
}

fn routed() -> Petition {
    Petition {
        registered_by: BUREAU,
        desk: BUREAU,
        registered_at: now(),
        state: PetitionState::Routed { how: Routing::Transfer, unit: UNIT, since: now() },
        ..Petition::blank()
    }
}

fn replied(category: Category) -> Petition {
    let opinion = Opinion { result: OpinionResult::Support, text: String::new(), basis: String::new() };
    let state = PetitionState::Replied { unit: UNIT, delivered_at: now() };
    Petition { state, opinion: Some(opinion), category, ..routed() }
}

fn new(kind: DemandKind) -> NewDemand {
    let answer_by = Some(date!(2026 - 11 - 30));
    NewDemand { kind, way: Way::Letter, to: None, text: TEXT.into(), answer_by, about: None }
}

const CITY: AgencyId = AgencyId(Uuid::from_u128(8));
/// Closed, unless a test says otherwise.
const PROVINCE: AgencyId = AgencyId(Uuid::from_u128(9));

/// [`BUREAU`] and [`UNIT`] are of a district, [`CITY`] of the city above; nobody is above that.
fn reckoning(day: Date) -> Reckoning {
    let agency = |id, kind, division: &str| Agency {
        id,
        name: String::new(),
        kind,
        division: division.parse().unwrap(),
    };
    let agencies = vec![
        agency(BUREAU, AgencyKind::PetitionBureau, "620103"),
        agency(UNIT, AgencyKind::ResponsibleUnit, "620103"),
        agency(CITY, AgencyKind::PetitionBureau, "6201"),
    ];
    Reckoning { now: on(day), calendar: Calendar::shipped(), agencies }
}

/// Due at the end of `day`.
fn due(kind: ClockKind, day: Date) -> Clock {
    let due = Timestamp::end_of(day);
    Clock { kind, anchor: now(), raw_due: due, due, stopped_at: None, extended_by: 0, pauses: Vec::new() }
}

/// What an organ answers.
fn an_answer(adopted: Option<bool>) -> NewAnswer {
    NewAnswer { text: TEXT.into(), adopted, files: Vec::new() }
}

/// A file of the petition.
fn paper(n: u8) -> Attachment {
    Attachment {
        id: AttachmentId(Uuid::from_u128(n.into())),
        petition: routed().id,
        name: "验收照片.jpg".into(),
        media_type: "image/jpeg".into(),
        size: 1,
        sha256: [n; 32],
        added_at: now(),
    }
}

fn made(kind: DemandKind) -> Demand {
    new(kind).make(DemandId(Uuid::nil()), &routed(), BUREAU, now()).unwrap().0
}

#[test]
fn a_demand_goes_to_the_unit_with_words_and_a_day_ahead() {
    let id = DemandId(Uuid::nil());
    let (demand, change) = new(DemandKind::Supervise).make(id, &routed(), BUREAU, now()).unwrap();
    assert_eq!((demand.to, change.kind), (UNIT, EventKind::SupervisionOrdered));
    let refused = |asked: NewDemand, by| asked.make(id, &routed(), by, now()).unwrap_err().code;
    let past = Some(date!(2026 - 11 - 22));
    for (asked, by, code) in [
        (NewDemand { text: "快办".into(), ..new(DemandKind::Urge) }, BUREAU, RefusalCode::BadText),
        (NewDemand { answer_by: None, ..new(DemandKind::Urge) }, BUREAU, RefusalCode::BadDeadline),
        (NewDemand { answer_by: past, ..new(DemandKind::Reminder) }, BUREAU, RefusalCode::BadDeadline),
        (new(DemandKind::Placard), UNIT, RefusalCode::NoAddressee),
    ] {
        assert_eq!(refused(asked, by), code);
    }
    let reminder = NewDemand { answer_by: None, ..new(DemandKind::Reminder) };
    assert!(reminder.make(id, &routed(), BUREAU, now()).is_ok());
}

#[test]
fn a_recommendation_says_whether_it_is_adopted_and_an_order_does_not() {
    for kind in DemandKind::ALL.iter().filter(|kind| **kind != DemandKind::Completion) {
        for adopted in [None, Some(true), Some(false)] {
            let fits = adopted.is_some() == kind.is_recommendation();
            let answered = made(*kind).answer(&an_answer(adopted), CLERK, now());
            assert_eq!(answered.is_ok(), fits, "{kind} {adopted:?}");
        }
    }
}

#[test]
fn an_answer_is_given_once_and_lateness_is_no_bar() {
    let mut demand = made(DemandKind::Urge);
    let late = on(date!(2026 - 12 - 01));
    assert!(demand.is_overdue(late) && !demand.is_overdue(now()));
    let change = demand.answer(&an_answer(None), CLERK, late).unwrap();
    assert!(change.details.contains(&("late".into(), "yes".into())));
    assert_eq!(demand.answer(&an_answer(None), CLERK, late).unwrap_err().code, RefusalCode::WrongState);
    demand.lift("已书面说明原因并办结", late).unwrap();
    assert!(demand.state.answer().is_some(), "what was answered stays");
    assert_eq!(demand.lift("再次解除没有意义", late).unwrap_err().code, RefusalCode::WrongState);
}

#[test]
fn each_target_is_evaluated_once_of_every_reply_and_only_after_it() {
    let give_of = |petition: &Petition, before: &[Evaluation], replied_at: Timestamp| {
        let level = SatisfactionLevel::Dissatisfied;
        NewEvaluation { target: EvaluationTarget::Unit, level, comment: Some("  ".into()) }
            .give(petition.id, (petition, Some(AgencyKind::ResponsibleUnit)), (before, replied_at), now())
            .map(|(evaluation, _)| evaluation)
    };
    let sent = now().plus_millis(-1);
    let give = |petition: &Petition, before: &[Evaluation]| give_of(petition, before, sent);
    let first = give(&replied(Category::Appeal), &[]).unwrap();
    assert_eq!(first.comment, None);
    for (petition, before, code) in [
        (routed(), vec![], RefusalCode::NotEvaluable),
        (replied(Category::Report), vec![], RefusalCode::NotEvaluable),
        (replied(Category::Appeal), vec![first.clone()], RefusalCode::GivenAlready),
    ] {
        assert_eq!(give(&petition, &before).unwrap_err().code, code);
    }
    for kind in AgencyKind::ALL {
        let theirs = replied(Category::Appeal);
        let new = NewEvaluation {
            target: EvaluationTarget::Bureau,
            level: SatisfactionLevel::Satisfied,
            comment: None,
        };
        let given = new.give(theirs.id, (&theirs, Some(*kind)), (&[], sent), now());
        let unrated = matches!(kind, AgencyKind::Congress | AgencyKind::Court | AgencyKind::Procuratorate);
        assert_eq!(given.is_err(), unrated, "{kind}");
    }
    let later = now().plus_millis(1);
    let again = give_of(&replied(Category::Appeal), std::slice::from_ref(&first), later).unwrap();
    assert_eq!(again.replied_at, later, "of what was replied since");
    let of_bureau = Evaluation { target: EvaluationTarget::Bureau, ..first };
    assert!(give(&replied(Category::Suggestion), &[of_bureau]).is_ok());
}

/// The hash is in the chain with the step it proves, not the name.
#[test]
fn files_prove_an_answer_and_what_an_organ_did_and_nothing_else() {
    let hashes = format!("{} {}", "01".repeat(32), "02".repeat(32));
    let told = |change: &Change| change.details.contains(&("files_sha256".into(), hashes.clone()));
    let files = || vec![paper(1), paper(2)];
    let mut demand = made(DemandKind::Policy);
    let change = demand.answer(&NewAnswer { files: files(), ..an_answer(Some(true)) }, CLERK, now()).unwrap();
    assert!(told(&change), "{change:?}");
    assert_eq!(demand.files().collect::<Vec<_>>(), [paper(1).id, paper(2).id]);
    let many = NewAnswer { files: (0..21).map(paper).collect(), ..an_answer(None) };
    let refused = made(DemandKind::Urge).answer(&many, CLERK, now()).unwrap_err();
    assert_eq!((refused.code, refused.field), (RefusalCode::BadFiles, Some("files")));
    for (state, kind, fits) in [
        (ActionItemState::Ordered, ItemStepKind::Accept, false),
        (ActionItemState::Accepted, ItemStepKind::Progress, true),
        (ActionItemState::Accepted, ItemStepKind::Report, true),
        (ActionItemState::Ordered, ItemStepKind::Decline, false),
        (ActionItemState::Done, ItemStepKind::SendBack, false),
        (ActionItemState::Done, ItemStepKind::Close, false),
        (ActionItemState::Declined, ItemStepKind::Lift, false),
    ] {
        let mut item = item(state);
        let step = ItemStep { kind, text: TEXT.into(), files: files() };
        match take(&mut item, &step, CLERK, (now().local_date(), now())) {
            Ok((note, change)) => assert!(fits && told(&change) && note.files.len() == 2, "{kind}"),
            Err(refusal) => {
                assert!(!fits && refusal.code == RefusalCode::BadFiles, "{kind} {refusal:?}");
                assert_eq!(item.state, state, "what is refused changes nothing");
            }
        }
    }
}

fn item(state: ActionItemState) -> ActionItem {
    ActionItem {
        id: ActionItemId(Uuid::nil()),
        agency: UNIT,
        content: String::new(),
        deadline: date!(2026 - 11 - 01),
        entry: EntryId(Uuid::nil()),
        state,
        accepted: None,
    }
}

/// Every state by every step.
#[test]
fn an_item_goes_from_order_to_closing_and_back_only_by_the_bureau() {
    use ActionItemState as S;
    use ItemStepKind as K;
    let after = |state, kind| match (state, kind) {
        (S::Ordered, K::Accept) | (S::Accepted, K::Progress) | (S::Done, K::SendBack) => Some(S::Accepted),
        (S::Ordered, K::Decline) => Some(S::Declined),
        (S::Declined, K::SendBack) => Some(S::Ordered),
        (S::Accepted, K::Report) => Some(S::Done),
        (S::Done, K::Close) => Some(S::Closed),
        (S::Ordered | S::Accepted | S::Declined, K::Lift) => Some(S::Lifted),
        _ => None,
    };
    for state in S::ALL {
        for kind in K::ALL {
            let mut item = item(*state);
            let step = ItemStep { kind: *kind, text: "屋面已维修并验收".into(), files: Vec::new() };
            let taken = take(&mut item, &step, CLERK, (date!(2026 - 11 - 01), now()));
            assert_eq!(taken.is_ok().then_some(item.state), after(*state, *kind), "{state} {kind}");
            if let (Ok((_, change)), K::Report) = (taken, kind) {
                assert!(change.details.contains(&("late".into(), "yes".into())));
            }
        }
    }
}

/// Only what says by itself what happened may go without words.
#[test]
fn who_declines_or_lifts_an_item_says_why() {
    for (state, kind, silent) in [
        (ActionItemState::Ordered, ItemStepKind::Accept, true),
        (ActionItemState::Ordered, ItemStepKind::Decline, false),
        (ActionItemState::Accepted, ItemStepKind::Lift, false),
        (ActionItemState::Done, ItemStepKind::SendBack, false),
        (ActionItemState::Done, ItemStepKind::Close, true),
    ] {
        let step = ItemStep { kind, text: " ".into(), files: Vec::new() };
        let taken = take(&mut item(state), &step, CLERK, (now().local_date(), now()));
        assert_eq!(taken.map_err(|refusal| refusal.field).err(), (!silent).then_some(Some("text")), "{kind}");
    }
}
