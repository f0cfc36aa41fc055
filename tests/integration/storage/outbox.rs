//! Notices on their way out, and the queues that they wait in.

use super::{
    channels::{CLIENT, with_client},
    fixtures::*,
};
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        Timestamp,
        channels::{Attempt, Delivery, DeliveryState, Dismissal, Receiver, Webhook},
        event::{Event, EventKind},
        hearing::goes_at_once,
        ids::{DeliveryId, EventId, WebhookId},
    },
    storage::{CodeMessage, Cursor, Page, Queue, StoreError, Tx},
};
use uuid::Uuid;

contract!(
    an_event_that_is_told_waits_in_the_outbox,
    events_that_send_a_code_are_the_first,
    of_a_line_only_the_first_is_due,
    notices_of_a_webhook_go_on_above_a_gap_after_a_restore,
    a_leased_delivery_is_nobody_elses,
    codes_and_pictures_wait_apart,
    what_was_due_in_the_evening_waits_for_the_morning_as_well,
    a_row_that_cannot_be_read_is_told_by_its_id,
    a_failed_delivery_is_tried_again_by_hand,
    what_was_seen_to_is_listed_no_more_and_stays_on_record,
    what_waits_after_three_failed_tries_is_listed_as_well,
);

const WEBHOOK: WebhookId = WebhookId(Uuid::from_u128(0xd2));

async fn an_event_that_is_told_waits_in_the_outbox(test: TestStore) {
    let mut tx = furnished(&test).await;
    for (n, kind) in [(1, EventKind::PetitionRouted), (2, EventKind::PetitionReplyDrafted)] {
        let mut event = event(n, "620102");
        event.kind = kind;
        tx.append(&event).await.unwrap();
    }
    let told: Vec<_> = tx.outbox(10).await.unwrap().into_iter().map(|row| row.read.unwrap()).collect();
    assert_eq!(told.iter().map(|told| told.kind).collect::<Vec<_>>(), [EventKind::PetitionRouted]);
    assert!(tx.take_from_outbox(told[0].event).await.unwrap());
    assert!(!tx.take_from_outbox(told[0].event).await.unwrap());
    assert!(tx.outbox(10).await.unwrap().is_empty());
}

/// However many other events wait, and for all kinds that the domain says go at once.
async fn events_that_send_a_code_are_the_first(test: TestStore) {
    let mut tx = furnished(&test).await;
    tx.add_petition(&registration(petition(1))).await.unwrap();
    let at_once = EventKind::ALL.iter().copied().filter(|kind| goes_at_once(*kind));
    let codes: Vec<_> = at_once.chain([EventKind::PetitionQueryCodeSent]).collect();
    let others = [EventKind::PetitionRouted, EventKind::PetitionRegistered];
    for (n, kind) in (1..).zip(others.into_iter().chain([EventKind::PetitionRegistered]).chain(codes.clone()))
    {
        tx.append(&Event { kind, ..event(n, "620102") }).await.unwrap();
    }
    let (event_id, code) = (event(3, "620102").id, Some("8888 8888".into()));
    let message = CodeMessage { petition: petition_id(1), event: event_id, code, sent_at: MORNING };
    tx.put_code_message(&message).await.unwrap();
    let told: Vec<_> = tx.outbox(20).await.unwrap().into_iter().map(|row| row.read.unwrap()).collect();
    let (first, rest) = told.split_at(codes.len());
    assert_eq!(first.iter().map(|told| told.kind).collect::<Vec<_>>(), codes);
    let rest: Vec<_> = rest.iter().map(|told| told.event).collect();
    assert_eq!(rest, [3, 1, 2].map(|n| event(n, "620102").id), "the registration with a code, then by time");
}

fn delivery(n: u128) -> Delivery {
    Delivery {
        id: DeliveryId(Uuid::from_u128(0xf000 + n)),
        receiver: Receiver::Webhook,
        target: WEBHOOK.0,
        sequence: u64::try_from(n).unwrap(),
        petition: petition_id(1),
        event: EventId(Uuid::from_u128(n)),
        kind: EventKind::PetitionRouted,
        at: MORNING,
        state: DeliveryState::Waiting,
        attempts: 0,
        due: MORNING,
        lease_until: Timestamp(0),
        outcome: None,
        settled_at: None,
        dismissed: None,
    }
}

/// What is due of a queue, readable all of it.
async fn due(tx: &mut dyn Tx, queue: Queue, now: Timestamp) -> Vec<Delivery> {
    let rows = tx.deliveries_due(queue, now, 10).await.unwrap();
    rows.into_iter().map(|row| row.read.unwrap()).collect()
}

/// Of those that are no picture and need not go at once.
async fn notices(tx: &mut dyn Tx, now: Timestamp) -> Vec<Delivery> {
    let mut notices = Vec::new();
    for receiver in [Receiver::Webhook, Receiver::Sms, Receiver::Wechat] {
        notices.extend(due(tx, Queue::Of(receiver), now).await);
    }
    notices
}

/// Two deliveries in one line.
async fn in_line(test: &TestStore) -> Box<dyn Tx> {
    let mut tx = with_client(test).await;
    tx.add_petition(&registration(petition(1))).await.unwrap();
    let webhook = Webhook {
        id: WEBHOOK,
        client: CLIENT,
        url: "https://hooks.example/a".into(),
        made_at: MORNING,
        stopped_at: None,
    };
    tx.add_webhook(&webhook, "hush").await.unwrap();
    assert_eq!(tx.webhook(WEBHOOK).await.unwrap(), Some(webhook));
    assert_eq!(tx.webhook_secret(WEBHOOK).await.unwrap().as_deref(), Some("hush"));
    for n in [1, 2] {
        tx.add_delivery(&delivery(n)).await.unwrap();
    }
    tx
}

async fn of_a_line_only_the_first_is_due(test: TestStore) {
    let mut tx = in_line(&test).await;
    assert_eq!(notices(tx.as_mut(), MORNING.plus_millis(-1)).await, []);
    assert_eq!(notices(tx.as_mut(), MORNING).await, [delivery(1)]);
    let taken =
        Delivery { state: DeliveryState::Delivered, attempts: 1, settled_at: Some(MORNING), ..delivery(1) };
    let attempt = Attempt { at: MORNING, failure: None };
    tx.save_delivery(&taken, &attempt).await.unwrap();
    assert_eq!(notices(tx.as_mut(), MORNING).await, [delivery(2)]);
    assert_eq!(tx.deliveries_to(WEBHOOK, 1, 10).await.unwrap(), [delivery(2)]);
    assert_eq!(tx.deliveries_of(petition_id(1)).await.unwrap(), [taken.clone(), delivery(2)]);
    for (kind, found) in [
        (EventKind::PetitionRouted, vec![taken.clone(), delivery(2)]),
        (EventKind::HearingSeatCalled, vec![]),
    ] {
        assert_eq!(tx.deliveries_of_kind(petition_id(1), kind).await.unwrap(), found, "{kind}");
    }
    let page = tx.deliveries_back(petition_id(1), None, 1).await.unwrap();
    assert_eq!(page.rows, [delivery(2)]);
    let after = Cursor::read(&page.next.unwrap());
    let page = tx.deliveries_back(petition_id(1), after, 1).await.unwrap();
    assert_eq!(page, Page { rows: vec![taken.clone()], next: None });
    assert_eq!(tx.attempts(taken.id).await.unwrap(), std::slice::from_ref(&attempt));
    let late = tx.save_delivery(&taken, &attempt).await;
    assert!(matches!(late, Err(StoreError::Stale { .. })), "it is settled");
    assert!(tx.stop_webhook(WEBHOOK, MORNING).await.unwrap());
    assert!(!tx.stop_webhook(WEBHOOK, MORNING).await.unwrap());
}

/// Their receiver has seen what was sent after the backup, and takes no number twice.
async fn notices_of_a_webhook_go_on_above_a_gap_after_a_restore(test: TestStore) {
    let mut tx = in_line(&test).await;
    for (n, sequence) in [(3, 2_001), (4, 6_001)] {
        assert_eq!(tx.raise_after_restore(&[]).await.unwrap().webhooks, 1);
        tx.add_delivery(&delivery(n)).await.unwrap();
        let last = tx.deliveries_to(WEBHOOK, 2, 10).await.unwrap().pop().unwrap();
        assert_eq!((last.id, last.sequence), (delivery(n).id, sequence));
    }
}

/// They have turns of their own; of what goes at once codes go first, however much waits.
async fn codes_and_pictures_wait_apart(test: TestStore) {
    let mut tx = in_line(&test).await;
    let target = Uuid::from_u128(77);
    let of = |receiver, n| Delivery { receiver, target, sequence: 1, ..delivery(n) };
    let seat = Delivery { due: MORNING.plus_millis(-HOUR), ..of(Receiver::Seat, 4) };
    let (picture, code, staff) = (of(Receiver::Picture, 3), of(Receiver::Code, 5), of(Receiver::Staff, 6));
    for delivery in [&picture, &staff, &seat, &code] {
        tx.add_delivery(delivery).await.unwrap();
    }
    assert_eq!(notices(tx.as_mut(), MORNING).await, [delivery(1)]);
    assert_eq!(due(tx.as_mut(), Queue::Of(Receiver::Picture), MORNING).await, [picture]);
    assert_eq!(due(tx.as_mut(), Queue::AtOnce, MORNING).await, [code, seat, staff]);
}

/// The server was away in the evening and is back at night.
async fn what_was_due_in_the_evening_waits_for_the_morning_as_well(test: TestStore) {
    let mut tx = in_line(&test).await;
    let of = |receiver, n| Delivery { receiver, target: Uuid::from_u128(77), sequence: 1, ..delivery(n) };
    let (sms, wechat, code) = (of(Receiver::Sms, 4), of(Receiver::Wechat, 5), of(Receiver::Code, 6));
    for delivery in [&sms, &wechat, &code] {
        tx.add_delivery(delivery).await.unwrap();
    }
    let night = MORNING.plus_millis(14 * HOUR); // 23:00
    assert_eq!(notices(tx.as_mut(), night).await, [delivery(1)], "programs do not sleep");
    assert_eq!(due(tx.as_mut(), Queue::AtOnce, night).await, [code]);
    assert_eq!(notices(tx.as_mut(), night.by_day()).await, [delivery(1), sms, wechat]);
}

/// Damaged, or written by a later version.
async fn a_row_that_cannot_be_read_is_told_by_its_id(test: TestStore) {
    in_line(&test).await.commit().await.unwrap();
    test.tamper("update deliveries set kind = 'petition.of_tomorrow' where sequence = 1").await;
    let mut tx = test.store.begin().await.unwrap();
    let [bad] =
        <[_; 1]>::try_from(tx.deliveries_due(Queue::Of(Receiver::Webhook), MORNING, 10).await.unwrap())
            .unwrap();
    assert_eq!(bad.id, delivery(1).id.0);
    assert!(matches!(bad.read, Err(StoreError::Corrupt { .. })), "{:?}", bad.read);
}

async fn a_leased_delivery_is_nobody_elses(test: TestStore) {
    let mut tx = in_line(&test).await;
    let until = MORNING.plus_millis(60_000);
    assert!(tx.lease_delivery(&delivery(1), until).await.unwrap());
    assert!(!tx.lease_delivery(&delivery(1), until).await.unwrap());
    assert_eq!(notices(tx.as_mut(), MORNING).await, [], "nor goes the next before it");
    assert_eq!(
        notices(tx.as_mut(), until).await,
        [Delivery { lease_until: until, ..delivery(1) }],
        "its sender died"
    );
}

async fn what_waits_after_three_failed_tries_is_listed_as_well(test: TestStore) {
    let mut tx = in_line(&test).await;
    let attempt = Attempt { at: MORNING, failure: Some("HTTP 400".into()) };
    let tried = |attempts| Delivery { attempts, outcome: Some("HTTP 400".into()), ..delivery(1) };
    tx.save_delivery(&tried(2), &attempt).await.unwrap();
    assert_eq!(tx.deliveries_failed(None, 10).await.unwrap().rows, []);
    tx.save_delivery(&tried(3), &attempt).await.unwrap();
    assert_eq!(tx.deliveries_failed(None, 10).await.unwrap().rows, [tried(3)]);
    assert!(!tx.retry_delivery(delivery(1).id, MORNING).await.unwrap(), "it goes by itself");
}

async fn what_was_seen_to_is_listed_no_more_and_stays_on_record(test: TestStore) {
    let mut tx = in_line(&test).await;
    let attempt = Attempt { at: MORNING, failure: Some("HTTP 404".into()) };
    let (state, settled_at) = (DeliveryState::Failed, Some(MORNING));
    let failed = |n| Delivery { state, attempts: 1, settled_at, ..delivery(n) };
    let nobody = Delivery { dismissed: Some(Dismissal::Nobody { at: MORNING }), ..failed(2) };
    assert!(
        !tx.dismiss_delivery(failed(1).id, CLERK, "对方已电话告知收到", MORNING).await.unwrap(),
        "it waits"
    );
    tx.save_delivery(&failed(1), &attempt).await.unwrap();
    tx.save_delivery(&nobody, &attempt).await.unwrap();
    assert_eq!(tx.deliveries_failed(None, 10).await.unwrap().rows, [failed(1)]);
    let reason = "对方已电话告知收到".to_owned();
    assert!(tx.dismiss_delivery(failed(1).id, CLERK, &reason, MORNING).await.unwrap());
    assert!(!tx.dismiss_delivery(failed(1).id, CLERK, &reason, MORNING).await.unwrap());
    assert_eq!(tx.deliveries_failed(None, 10).await.unwrap().rows, []);
    let by_hand = Some(Dismissal::ByHand { by: CLERK, reason, at: MORNING });
    let seen_to = Delivery { dismissed: by_hand, ..failed(1) };
    assert_eq!(tx.deliveries_of(petition_id(1)).await.unwrap(), [seen_to, nobody]);
    for n in [1, 2] {
        assert!(!tx.retry_delivery(delivery(n).id, MORNING).await.unwrap(), "nothing is left to do");
    }
}

async fn a_failed_delivery_is_tried_again_by_hand(test: TestStore) {
    let mut tx = in_line(&test).await;
    let failed = Delivery {
        state: DeliveryState::Failed,
        attempts: 13,
        outcome: Some("HTTP 500".into()),
        settled_at: Some(MORNING),
        ..delivery(1)
    };
    let attempt = Attempt { at: MORNING, failure: Some("HTTP 500".into()) };
    tx.save_delivery(&failed, &attempt).await.unwrap();
    let place = Cursor(failed.due.0, failed.id.0);
    assert_eq!(tx.deliveries_failed(Some(place), 10).await.unwrap().rows, []);
    assert_eq!(tx.deliveries_failed(None, 10).await.unwrap(), Page { rows: vec![failed], next: None });
    assert!(tx.retry_delivery(delivery(1).id, MORNING).await.unwrap());
    assert!(!tx.retry_delivery(delivery(1).id, MORNING).await.unwrap());
    assert!(!tx.retry_delivery(delivery(2).id, MORNING).await.unwrap());
    let due: Vec<_> = notices(tx.as_mut(), MORNING).await.iter().map(|due| due.sequence).collect();
    assert_eq!(due, [1, 2], "it is late already, and holds nothing back");
    let until = MORNING.plus_millis(60_000);
    let [mut again, next] = notices(tx.as_mut(), MORNING).await.try_into().unwrap();
    again = Delivery { attempts: 1, due: until, ..again };
    tx.save_delivery(&again, &attempt).await.unwrap();
    assert_eq!(notices(tx.as_mut(), MORNING).await, [next], "nor does it when it fails once more");
}
