use super::*;
use crate::domain::{
    hearing::{ItemAnswer, Occupant, ParticipantRole, Seat},
    ids::SeatId,
};
use time::{Duration, macros::date};
use uuid::Uuid;

const NOW: Timestamp = Timestamp(1_795_395_600_000);
const SEATED: AgencyId = AgencyId(Uuid::from_u128(1));
const KNOWN: AgencyId = AgencyId(Uuid::from_u128(2));
const ENTRY: EntryId = EntryId(Uuid::from_u128(3));

fn hearing() -> Hearing {
    let seat = Seat {
        agency: Some(SEATED),
        ..Seat::new(
            crate::domain::ids::SeatId(Uuid::nil()),
            ParticipantRole::AgencyRep,
            Occupant::External { organisation: String::new(), name: String::new(), phone: None },
        )
    };
    Hearing {
        host: SEATED,
        starts_at: NOW,
        ends_at: NOW,
        seats: vec![seat],
        stage: Stage::MinutesReview { since: NOW },
        ..Hearing::blank()
    }
}

fn draft() -> OutcomeDraft {
    let item = |agency| ItemDraft {
        agency,
        content: "十五日内完成屋面维修。".to_owned(),
        deadline: NOW.local_date(),
        entry: ENTRY,
        proposal: None,
    };
    OutcomeDraft {
        conclusion: "责成物业公司限期维修，住建部门监督。".to_owned(),
        standards: vec![OutcomeStandard::Sanction, OutcomeStandard::Resolve, OutcomeStandard::Resolve],
        items: vec![item(SEATED), item(KNOWN)],
        next: None,
        left_out: vec![accepted().id],
        heirs: Vec::new(),
    }
}

fn issue(draft: OutcomeDraft) -> Result<(Outcome, Vec<Change>), OutcomeFault> {
    let (hearing, proposals) = (hearing(), [accepted()]);
    let facts = OutcomeFacts {
        hearing: &hearing,
        agencies: &[KNOWN],
        entries: &[ENTRY],
        proposals: &proposals,
        now: NOW,
    };
    draft.issue(&facts, || ActionItemId(Uuid::nil()))
}

#[track_caller]
fn refused(change: impl FnOnce(&mut OutcomeDraft), field: &str, code: OutcomeFaultCode) {
    let mut draft = draft();
    change(&mut draft);
    let fault = issue(draft).unwrap_err();
    assert_eq!((fault.field.as_str(), fault.code), (field, code));
}

#[test]
fn an_outcome_says_who_does_what_by_when_and_from_which_line() {
    use OutcomeFaultCode as C;
    refused(|draft| draft.conclusion = " 限期维修房屋。 ".to_owned(), "conclusion", C::BadConclusion);
    refused(|draft| draft.conclusion = "长".repeat(5001), "conclusion", C::BadConclusion);
    refused(|draft| draft.standards.clear(), "standards", C::NoStandard);
    refused(|draft| draft.items = vec![draft.items[0].clone(); MAX_ITEMS + 1], "items", C::TooManyItems);
    refused(|draft| draft.items[1].agency = AgencyId(Uuid::nil()), "items.1.agency", C::UnknownAgency);
    refused(|draft| draft.items[0].content = " 修 ".to_owned(), "items.0.content", C::BadContent);
    refused(|draft| draft.items[0].deadline -= Duration::DAY, "items.0.deadline", C::DeadlinePassed);
    refused(|draft| draft.items[1].entry = EntryId(Uuid::nil()), "items.1.entry", C::UnknownEntry);
}

#[test]
fn each_order_goes_into_the_log_with_its_deadline() {
    let (outcome, changes) = issue(draft()).unwrap();
    assert_eq!(outcome.standards, [OutcomeStandard::Resolve, OutcomeStandard::Sanction]);
    assert!(outcome.items.iter().all(|item| item.state == ActionItemState::Ordered));
    assert_eq!((outcome.issued_at, outcome.published_at), (NOW, None));
    let orders: Vec<_> = changes.iter().filter(|one| one.kind == EventKind::ActionItemOrdered).collect();
    assert_eq!(orders.len(), 2);
    let due = Timestamp::end_of(date!(2026 - 11 - 23));
    assert!(orders.iter().all(|change| change.due_after == Some(due)), "{changes:?}");
}

#[test]
fn an_outcome_without_orders_is_an_outcome() {
    let (outcome, changes) = issue(OutcomeDraft { items: Vec::new(), ..draft() }).unwrap();
    assert!(outcome.items.is_empty() && changes.iter().all(|one| one.kind != EventKind::ActionItemOrdered));
}

/// What the seated agency accepted in the room.
fn accepted() -> ItemProposal {
    let seat = SeatId(Uuid::from_u128(1));
    ItemProposal {
        id: ActionItemId(Uuid::from_u128(77)),
        hearing: hearing().id,
        agency: SEATED,
        content: "十五日内完成屋面维修。".to_owned(),
        deadline: NOW.local_date(),
        entry: ENTRY,
        by: seat,
        at: NOW,
        answer: ItemAnswer::Accepted(Acceptance { seat, at: NOW }),
    }
}

#[test]
fn what_an_agency_accepted_in_the_room_is_carried_word_for_word() {
    let with = |content: &str, proposal| {
        let mut draft = draft();
        draft.items.truncate(1);
        draft.items[0].content = content.to_owned();
        draft.items[0].proposal = Some(proposal);
        issue(draft)
    };
    let (outcome, _) = with("十五日内完成屋面维修。", accepted().id).unwrap();
    let item = &outcome.items[0];
    assert_eq!((item.id, item.accepted), (accepted().id, accepted().acceptance()));
    assert_eq!(item.state, ActionItemState::Accepted);
    for (content, proposal) in
        [("三日内完成屋面维修。", accepted().id), ("十五日内完成屋面维修。", ActionItemId(Uuid::nil()))]
    {
        assert_eq!(with(content, proposal).unwrap_err().code, OutcomeFaultCode::UnknownProposal);
    }
}

/// Art. 24: in the room it keeps its seat and its name, and its successor keeps its word.
#[test]
fn what_an_agency_accepted_that_was_closed_since_is_ordered_of_its_successor() {
    let (heir, mut draft) = (AgencyId(Uuid::from_u128(8)), draft());
    draft.items[0].proposal = Some(accepted().id);
    draft.heirs = vec![(SEATED, heir)];
    let (outcome, changes) = issue(draft).unwrap();
    let [first, second] = &outcome.items[..] else { panic!("{outcome:?}") };
    assert_eq!((first.agency, first.id, first.accepted), (heir, accepted().id, accepted().acceptance()));
    assert_eq!(second.agency, KNOWN);
    assert!(changes[0].details.contains(&("agency".to_owned(), heir.to_string())), "it is told of it");
}

/// It was accepted in the session before, and its organ has no seat any more.
#[test]
fn what_was_carried_over_from_an_organ_closed_since_is_ordered_of_its_successor() {
    let (hearing, closed) = (hearing(), AgencyId(Uuid::from_u128(9)));
    let promised = ItemProposal { agency: closed, ..accepted() };
    let facts = OutcomeFacts {
        hearing: &hearing,
        agencies: &[KNOWN],
        entries: &[],
        proposals: std::slice::from_ref(&promised),
        now: NOW,
    };
    let mut draft = draft();
    draft.items.truncate(1);
    (draft.items[0].agency, draft.heirs) = (closed, vec![(closed, KNOWN)]);
    let issue = |draft: OutcomeDraft| draft.issue(&facts, || ActionItemId(Uuid::nil()));
    assert_eq!(
        issue(draft.clone()).unwrap_err().code,
        OutcomeFaultCode::UnknownAgency,
        "it promised nothing"
    );
    draft.items[0].proposal = Some(promised.id);
    assert_eq!(issue(draft).unwrap().0.items[0].agency, KNOWN);
}

/// A formal hearing's outcome may take twenty days, and a session that goes on another day longer.
#[test]
fn what_was_accepted_is_ordered_although_its_day_has_passed() {
    let (hearing, yesterday) = (hearing(), NOW.local_date() - Duration::DAY);
    let promised = ItemProposal { deadline: yesterday, ..accepted() };
    let facts = OutcomeFacts {
        hearing: &hearing,
        agencies: &[],
        entries: &[ENTRY],
        proposals: std::slice::from_ref(&promised),
        now: NOW,
    };
    let mut draft = draft();
    draft.items.truncate(1);
    (draft.items[0].deadline, draft.items[0].proposal) = (yesterday, Some(promised.id));
    let (outcome, _) = draft.issue(&facts, || ActionItemId(Uuid::nil())).unwrap();
    assert_eq!(outcome.items[0].accepted, promised.acceptance());
    assert_eq!(outcome.items[0].last_day(outcome.issued_at), NOW.local_date());
}

#[test]
fn what_an_agency_accepted_is_left_out_only_by_name() {
    refused(|draft| draft.left_out.clear(), "left_out", OutcomeFaultCode::LeftOut);
    let mut taken = draft();
    taken.items[0].proposal = Some(accepted().id);
    let of = |draft: OutcomeDraft| {
        let (_, changes) = issue(draft).unwrap();
        changes.into_iter().filter(|one| one.kind == EventKind::HearingItemLeftOut).collect::<Vec<_>>()
    };
    assert_eq!(of(OutcomeDraft { left_out: Vec::new(), ..taken.clone() }), []);
    assert_eq!(of(taken), [], "named for nothing");
    assert_eq!(of(draft()), [accepted().left_out()]);
}

/// It was accepted in the session that was adjourned, from a line of its minutes.
#[test]
fn what_was_accepted_in_an_earlier_session_keeps_the_line_it_comes_from() {
    let hearing = hearing();
    let facts =
        OutcomeFacts { hearing: &hearing, agencies: &[], entries: &[], proposals: &[accepted()], now: NOW };
    let mut draft = draft();
    draft.items.truncate(1);
    let issue = |draft: OutcomeDraft| draft.issue(&facts, || ActionItemId(Uuid::nil()));
    assert_eq!(issue(draft.clone()).unwrap_err().code, OutcomeFaultCode::UnknownEntry);
    draft.items[0].proposal = Some(accepted().id);
    assert_eq!(issue(draft).unwrap().0.items[0].entry, ENTRY);
}

#[test]
fn the_next_hearing_is_one_of_the_petition_still_to_come() {
    let coming = HearingId(Uuid::from_u128(5));
    for (next, fits) in [(None, true), (Some(coming), true), (Some(HearingId(Uuid::nil())), false)] {
        assert_eq!(OutcomeDraft { next, ..draft() }.leads_to(&[coming]).is_ok(), fits);
    }
}
