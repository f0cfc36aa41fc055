mod found;
mod sealed;

use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        ids::{AttachmentId, StaffId},
        petition::{
            Accused, Attachment, Category, ClockKind, ContentClass, Course, Finding, Hop, LegalWay,
            NonAcceptance, Opinion, OpinionResult, Origin, Passage, Pause, Petition, PetitionState,
            Retention, Review, Routing, Unsealing,
        },
    },
    storage::StoreError,
};
use time::macros::date;
use uuid::Uuid;

contract!(
    a_petition_comes_back_as_registered,
    every_state_comes_back_as_saved,
    its_way_from_bureau_to_bureau_comes_back,
    what_a_petition_gathered_comes_back,
    clocks_come_back_in_their_order,
    a_stale_petition_is_not_saved,
    a_number_is_taken_once,
    a_letter_comes_back_with_what_was_on_it_and_is_registered_once,
    a_renewed_query_code_replaces_the_old,
    attachments_are_listed_oldest_first,
    sequences_count_from_one_without_gaps,
);

async fn a_petition_comes_back_as_registered(test: TestStore) {
    let mut tx = furnished(&test).await;
    let registered = petition(1);
    tx.add_petition(&registration(registered.clone())).await.unwrap();
    tx.commit().await.unwrap();
    let mut records = test.store.read().await.unwrap();
    assert_eq!(records.petition(registered.id).await.unwrap(), Some(registered.clone()));
    let found = records.petition_by_number(&registered.number).await.unwrap();
    assert_eq!(found, Some((registered.clone(), [9; 32])));
    assert_eq!(records.parties(registered.id).await.unwrap(), [party(registered.id.0.as_u128())]);
}

async fn its_way_from_bureau_to_bureau_comes_back(test: TestStore) {
    let mut tx = furnished(&test).await;
    let mut moving = Petition { registered_by: CITY_BUREAU, desk: CITY_BUREAU, ..petition(1) };
    tx.add_petition(&registration(moving.clone())).await.unwrap();
    let legs = [
        (Passage::Down(Routing::Transfer), CITY_BUREAU, DISTRICT_BUREAU),
        (Passage::Back, DISTRICT_BUREAU, CITY_BUREAU),
        (Passage::Down(Routing::Assignment), CITY_BUREAU, DISTRICT_BUREAU),
    ];
    for (at, (passage, from, to)) in (0..).zip(legs) {
        let hop = Hop { passage, from, to, by: CLERK, at: MORNING.plus_millis(at), share: 3 };
        moving.course.hops.push(hop);
        moving.desk = to;
        tx.save_petition(&moving).await.unwrap();
        moving.version += 1;
        assert_eq!(tx.petition(moving.id).await.unwrap(), Some(moving.clone()));
    }
    tx.commit().await.unwrap();
    // As the release before this one writes it.
    test.tamper("update petitions set desk = null").await;
    let mut records = test.store.read().await.unwrap();
    let found = records.petition(moving.id).await.unwrap().unwrap();
    assert_eq!(found.desk, moving.registered_by);
}

async fn every_state_comes_back_as_saved(test: TestStore) {
    let mut tx = furnished(&test).await;
    let mut moving = petition(1);
    tx.add_petition(&registration(moving.clone())).await.unwrap();
    let (unit, organ, handler, since) = (HOUSING, HOUSING, CLERK, MORNING);
    for state in [
        PetitionState::Screening,
        PetitionState::Objected { how: Routing::Assignment, unit, since },
        PetitionState::Routed { how: Routing::Assignment, unit, since },
        PetitionState::Accepted { unit, since },
        PetitionState::Handling { unit, handler, since },
        PetitionState::Extended { unit, handler, since },
        PetitionState::ReplyApproval { unit, handler },
        PetitionState::Replied { unit, delivered_at: MORNING },
        PetitionState::ReviewRequested { unit, organ, since },
        PetitionState::Reviewing { unit, organ, since },
        PetitionState::Reviewed { unit, organ, delivered_at: MORNING },
        PetitionState::RereviewRequested { unit, organ, since },
        PetitionState::Rereviewing { unit, organ, since },
        PetitionState::Rereviewed { unit, organ, since },
        PetitionState::Closed { unit, at: MORNING },
        PetitionState::Terminated { unit, at: MORNING },
        PetitionState::Diverted { way: LegalWay::Arbitration, organ, at: MORNING },
        PetitionState::NotAccepted { unit: None, ground: NonAcceptance::Unidentified, at: MORNING },
        PetitionState::NoLongerAccepted { earlier: petition_id(1), at: MORNING },
        PetitionState::Merged { lead: petition_id(1), at: MORNING },
        PetitionState::Withdrawn { at: MORNING },
        archived(PetitionState::Terminated { unit, at: MORNING }),
        archived(PetitionState::Diverted { way: LegalWay::Arbitration, organ, at: MORNING }),
        archived(PetitionState::NotAccepted { unit: Some(unit), ground: NonAcceptance::Other, at: MORNING }),
        archived(PetitionState::Merged { lead: petition_id(1), at: MORNING }),
        archived(PetitionState::Withdrawn { at: MORNING }),
    ] {
        moving.state = state;
        tx.save_petition(&moving).await.unwrap();
        moving.version += 1;
        assert_eq!(tx.petition(moving.id).await.unwrap(), Some(moving.clone()));
    }
    moving.category = Category::Report;
    moving.content_class = ContentClass::Land;
    moving.accused = Some(Accused::new([HOUSING], [CLERK]));
    let (text, basis) = ("予以支持".into(), "《物业管理条例》第五十三条".into());
    moving.opinion = Some(Opinion { result: OpinionResult::Support, text, basis });
    tx.save_petition(&moving).await.unwrap();
    moving.version += 1;
    assert_eq!(tx.petition(moving.id).await.unwrap(), Some(moving));
}

fn archived(ended: PetitionState) -> PetitionState {
    PetitionState::Archived {
        ended: Box::new(ended),
        retention: Retention::Permanent,
        at: MORNING.plus_millis(DAY),
    }
}

async fn what_a_petition_gathered_comes_back(test: TestStore) {
    let mut tx = furnished(&test).await;
    let mut moving = petition(1);
    tx.add_petition(&registration(moving.clone())).await.unwrap();
    let review = |text: &str| Review { organ: HOUSING, finding: Finding::Changed, text: text.into() };
    moving.course = Course {
        hops: Vec::new(),
        objections: 2,
        ruled: true,
        recused: vec![CLERK, StaffId(Uuid::from_u128(0xffff))],
        extended_by: Some(30),
        handler: Some(CLERK),
        first_approval: Some(CLERK),
        review: Some(review("复查意见")),
        rereview: Some(review("复核意见")),
        redone_by: Some(HOUSING),
        reworks: 3,
        left_at: Some(MORNING),
        opened_at: Some(MORNING.plus_millis(DAY)),
        unsealing: Some(Unsealing {
            category: Category::Appeal,
            reason: "反映的是物业收费 并非检举控告".into(),
            by: CLERK,
            since: MORNING,
        }),
        urgent: None, // saved by its own steps
    };
    moving.clocks[0].extended_by = 30;
    let closed = Pause { from: MORNING, until: Some(MORNING.plus_millis(DAY)) };
    moving.clocks[0].pauses = vec![closed, Pause { from: MORNING.plus_millis(2 * DAY), until: None }];
    tx.save_petition(&moving).await.unwrap();
    moving.version += 1;
    assert_eq!(tx.petition(moving.id).await.unwrap(), Some(moving));
}

async fn clocks_come_back_in_their_order(test: TestStore) {
    let mut tx = furnished(&test).await;
    let mut timed = petition(1);
    tx.add_petition(&registration(timed.clone())).await.unwrap();
    for kind in [ClockKind::Accept, ClockKind::Reply, ClockKind::Ordered] {
        timed.clocks.last_mut().unwrap().stopped_at = Some(MORNING);
        timed.clocks.push(clock(kind, MORNING.plus_millis(DAY)));
        tx.save_petition(&timed).await.unwrap();
        timed.version += 1;
        assert_eq!(tx.petition(timed.id).await.unwrap().unwrap().clocks, timed.clocks);
    }
    timed.clocks.truncate(1);
    tx.save_petition(&timed).await.unwrap();
    assert_eq!(tx.petition(timed.id).await.unwrap().unwrap().clocks, timed.clocks);
}

async fn a_stale_petition_is_not_saved(test: TestStore) {
    let mut tx = furnished(&test).await;
    let read = petition(1);
    tx.add_petition(&registration(read.clone())).await.unwrap();
    tx.save_petition(&read).await.unwrap();
    assert!(matches!(tx.save_petition(&read).await, Err(StoreError::Stale { what: "petition" })));
    assert!(matches!(tx.save_petition(&petition(2)).await, Err(StoreError::Stale { .. })), "unknown");
}

async fn a_number_is_taken_once(test: TestStore) {
    let mut tx = furnished(&test).await;
    tx.add_petition(&registration(petition(1))).await.unwrap();
    let mut second = petition(2);
    second.number = petition(1).number;
    let added = tx.add_petition(&registration(second)).await;
    assert!(matches!(added, Err(StoreError::Exists { what: "petition" })));
}

async fn a_letter_comes_back_with_what_was_on_it_and_is_registered_once(test: TestStore) {
    let mut tx = furnished(&test).await;
    let of = |n: u128, number: Option<&str>| {
        let origin = Origin {
            signed: n != 1,
            read_back: (n > 1).then_some(n == 2),
            organ: Some("甘肃省信访局".into()),
            number: number.map(str::to_owned),
            dated: Some(date!(2026 - 11 - 20)),
            answer_by: Some(date!(2026 - 12 - 20)),
            leader: (n == 2).then_some(PRESIDER),
            channel_number: (n == 3).then(|| "HL-1".into()),
        };
        Petition { origin, ..petition(n) }
    };
    for letter in [of(1, Some("甘信转〔2026〕7号")), of(2, None), of(3, None)] {
        tx.add_petition(&registration(letter.clone())).await.unwrap();
        assert_eq!(tx.petition(letter.id).await.unwrap(), Some(letter));
    }
    for (organ, number, known) in [
        ("甘肃省信访局", "甘信转〔2026〕7号", Some(petition_id(1))),
        ("甘肃省信访局", "甘信转〔2026〕8号", None),
        ("兰州市信访局", "甘信转〔2026〕7号", None),
    ] {
        let found = tx.petition_of_origin(organ, number).await.unwrap();
        assert_eq!(found.map(|petition| petition.id), known, "{organ} {number}");
    }
    // As a release kept it that did not make digits narrow.
    tx.add_petition(&registration(of(6, Some("甘信转〔２０２６〕１０号")))).await.unwrap();
    for number in ["甘信转〔2026〕10号", "甘信转〔２０２６〕10号"] {
        let found = tx.petition_of_origin("甘肃省信访局", number).await.unwrap();
        assert_eq!(found.map(|petition| petition.id), Some(petition_id(6)), "{number}");
    }
    let again = tx.add_petition(&registration(of(4, Some("甘信转〔2026〕7号")))).await;
    assert!(matches!(again, Err(StoreError::Exists { what: "petition" })));
}

async fn a_renewed_query_code_replaces_the_old(test: TestStore) {
    let mut tx = furnished(&test).await;
    tx.add_petition(&registration(petition(1))).await.unwrap();
    tx.set_query_code(petition_id(1), &[3; 32]).await.unwrap();
    let (_, code) = tx.petition_by_number(&petition(1).number).await.unwrap().unwrap();
    assert_eq!(code, [3; 32]);
    assert!(matches!(tx.set_query_code(petition_id(2), &[3; 32]).await, Err(StoreError::Stale { .. })));
}

fn attachment(n: u8) -> Attachment {
    Attachment {
        id: AttachmentId(Uuid::from_u128(u128::from(n))),
        petition: petition_id(1),
        name: format!("收据 {n}.jpg"),
        media_type: "image/jpeg".into(),
        size: 10_485_760,
        sha256: [n; 32],
        added_at: MORNING.plus_millis(-i64::from(n)),
    }
}

async fn attachments_are_listed_oldest_first(test: TestStore) {
    let mut tx = furnished(&test).await;
    tx.add_petition(&registration(petition(1))).await.unwrap();
    tx.add_attachment(&attachment(1)).await.unwrap();
    tx.add_attachment(&attachment(2)).await.unwrap();
    assert_eq!(tx.attachments(petition_id(1)).await.unwrap(), [attachment(2), attachment(1)]);
    assert_eq!(tx.attachment(attachment(1).id).await.unwrap(), Some(attachment(1)));
}

async fn sequences_count_from_one_without_gaps(test: TestStore) {
    let mut tx = test.store.begin().await.unwrap();
    let mut numbers = Vec::new();
    for name in ["a", "a", "b", "a"] {
        numbers.push(tx.next_in_sequence(name).await.unwrap());
    }
    assert_eq!(numbers, [1, 2, 1, 3]);
    drop(tx);
    let mut tx = test.store.begin().await.unwrap();
    assert_eq!(tx.next_in_sequence("a").await.unwrap(), 1, "what was undone leaves no gap");
}
