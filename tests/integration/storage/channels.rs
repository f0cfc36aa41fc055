use super::{fixtures::*, work_list::save};
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        Timestamp,
        channels::{Adapter, ApiClient, IntakeItem, IntakeState, IntakeStep, IntakeStepKind, Scope},
        ids::{ClientId, IntakeId},
        petition::{FilingKey, PetitionState},
        staff_notice::{About, Topic},
    },
    storage::{Brought, Cursor, StoreError, Tx},
};
use uuid::Uuid;

contract!(
    a_client_is_found_by_its_token_until_it_is_revoked,
    a_nonce_is_used_once_and_forgotten,
    an_item_comes_in_once_per_source,
    an_item_is_settled_once,
    what_was_brought_is_asked_for_by_how_it_stands,
    an_item_that_waits_too_long_is_told_of_once,
    what_waits_at_a_closed_bureau_is_moved_and_its_programs_stay,
    a_dialogue_is_kept_until_it_is_dropped,
    who_brought_an_item_is_kept_as_first_put,
    what_was_discarded_is_listed_with_its_course_and_taken_up_again,
    a_follower_is_told_once_of_each_time_an_item_was_discarded,
    a_filing_is_kept_once_under_its_key,
    an_answer_is_kept_until_it_is_swept,
    a_turn_begins_with_what_was_said,
);

pub const CLIENT: ClientId = ClientId(Uuid::from_u128(0xd1));

fn client() -> ApiClient {
    ApiClient {
        id: CLIENT,
        agency: DISTRICT_BUREAU,
        name: "热线平台".into(),
        scopes: vec![Scope::IntakeHotline, Scope::Webhooks],
        made_by: CLERK,
        made_at: MORNING,
        last_used_at: None,
        revoked_at: None,
        agency_closed_at: None,
    }
}

pub async fn with_client(test: &TestStore) -> Box<dyn Tx> {
    let mut tx = furnished(test).await;
    tx.add_api_client(&client(), &[1; 32], "secret").await.unwrap();
    tx
}

async fn a_filing_is_kept_once_under_its_key(test: TestStore) {
    let mut tx = furnished(&test).await;
    tx.add_petition(&registration(petition(1))).await.unwrap();
    let key = FilingKey::new(Some(CLERK), Uuid::from_u128(1));
    let filing = key.kept([7; 32], "body", petition_id(1));
    assert_eq!(tx.filing(&key.hash()).await.unwrap(), None);
    tx.add_filing(&filing).await.unwrap();
    assert_eq!(tx.filing(&key.hash()).await.unwrap(), Some(filing.clone()));
    let again = tx.add_filing(&filing).await;
    assert!(matches!(again, Err(StoreError::Exists { .. })), "{again:?}");
}

async fn an_answer_is_kept_until_it_is_swept(test: TestStore) {
    let mut tx = with_client(&test).await;
    let (later, since) = (MORNING.plus_millis(HOUR), MORNING.plus_millis(1));
    tx.put_message_answer(CLIENT, "a", "已提交", MORNING, Timestamp(0)).await.unwrap();
    assert_eq!(tx.message_answer(CLIENT, "a").await.unwrap().as_deref(), Some("已提交"));
    tx.put_message_answer(CLIENT, "b", "已取消", later, since).await.unwrap();
    assert_eq!(tx.message_answer(CLIENT, "a").await.unwrap(), None);
    let again = tx.put_message_answer(CLIENT, "b", "已取消", later, since).await;
    assert!(matches!(again, Err(StoreError::Exists { .. })), "{again:?}");
}

async fn a_turn_begins_with_what_was_said(test: TestStore) {
    let mut tx = with_client(&test).await;
    assert_eq!(tx.begin_turn(CLIENT, &[9; 32], MORNING).await.unwrap(), None);
    tx.put_dialogue(CLIENT, &[9; 32], Some("draft"), MORNING).await.unwrap();
    assert_eq!(tx.begin_turn(CLIENT, &[9; 32], MORNING).await.unwrap().as_deref(), Some("draft"));
    tx.put_dialogue(CLIENT, &[9; 32], None, MORNING).await.unwrap();
    assert_eq!(tx.begin_turn(CLIENT, &[9; 32], MORNING).await.unwrap(), None);
}

async fn a_client_is_found_by_its_token_until_it_is_revoked(test: TestStore) {
    let mut tx = with_client(&test).await;
    assert_eq!(tx.api_client_by_token(&[1; 32]).await.unwrap(), Some(client()));
    assert_eq!(tx.api_client_by_token(&[2; 32]).await.unwrap(), None);
    assert_eq!(tx.signing_secret(CLIENT).await.unwrap().as_deref(), Some("secret"));
    assert!(!tx.messages_sealed(CLIENT).await.unwrap());
    tx.seal_messages(CLIENT, MORNING).await.unwrap();
    assert!(tx.messages_sealed(CLIENT).await.unwrap());
    let account = tx.staff(client().account()).await.unwrap().unwrap();
    assert!(account.disabled && account.roles.is_empty(), "nobody signs in by it");
    let later = MORNING.plus_millis(HOUR);
    tx.touch_api_client(CLIENT, later).await.unwrap();
    assert!(tx.renew_credentials(CLIENT, Some([2; 32]), None).await.unwrap());
    assert_eq!(tx.api_client_by_token(&[1; 32]).await.unwrap(), None);
    assert!(tx.api_client_by_token(&[2; 32]).await.unwrap().is_some());
    assert_eq!(tx.signing_secret(CLIENT).await.unwrap().as_deref(), Some("secret"), "it stays");
    assert!(tx.renew_credentials(CLIENT, None, Some("another")).await.unwrap());
    assert_eq!(tx.signing_secret(CLIENT).await.unwrap().as_deref(), Some("another"));
    assert!(tx.api_client_by_token(&[2; 32]).await.unwrap().is_some(), "it stays");
    assert!(tx.revoke_api_client(CLIENT, later).await.unwrap());
    assert!(
        !tx.renew_credentials(CLIENT, Some([4; 32]), None).await.unwrap(),
        "what was revoked comes not back"
    );
    assert!(!tx.revoke_api_client(CLIENT, MORNING).await.unwrap(), "twice is once");
    let ended = ApiClient { last_used_at: Some(later), revoked_at: Some(later), ..client() };
    assert_eq!(tx.api_clients().await.unwrap(), [ended]);
    let again = tx.add_api_client(&client(), &[3; 32], "x").await;
    assert!(matches!(again, Err(StoreError::Exists { .. } | StoreError::Database(_))));
}

async fn a_nonce_is_used_once_and_forgotten(test: TestStore) {
    let mut tx = with_client(&test).await;
    let since = MORNING.plus_millis(-HOUR);
    assert!(tx.use_nonce(CLIENT, "a", MORNING, since).await.unwrap());
    assert!(!tx.use_nonce(CLIENT, "a", MORNING, since).await.unwrap());
    assert!(tx.use_nonce(CLIENT, "b", MORNING, since).await.unwrap());
    let later = MORNING.plus_millis(HOUR);
    assert!(tx.use_nonce(CLIENT, "a", later, later).await.unwrap(), "older ones are swept");
}

fn item(n: u128) -> IntakeItem {
    IntakeItem {
        id: IntakeId(Uuid::from_u128(0xe000 + n)),
        adapter: Adapter::Hotline,
        source: CLIENT.0,
        external: format!("HL-{n}"),
        body_hash: [7; 32],
        bureau: DISTRICT_BUREAU,
        received_at: MORNING,
        state: IntakeState::Waiting,
        petition: None,
        field: Some("place".into()),
        reason: Some("There is no such division".into()),
    }
}

async fn an_item_comes_in_once_per_source(test: TestStore) {
    let mut tx = with_client(&test).await;
    tx.add_intake_item(&item(1), "{}").await.unwrap();
    tx.add_intake_item(&item(2), "{}").await.unwrap();
    assert_eq!(tx.intake_item_by_number(CLIENT.0, "HL-1").await.unwrap(), Some(item(1)));
    assert_eq!(tx.intake_item_by_number(Uuid::nil(), "HL-1").await.unwrap(), None);
    assert_eq!(tx.intake_body(item(1).id).await.unwrap().as_deref(), Some("{}"));
    assert_eq!(tx.intake_waiting(DISTRICT_BUREAU, None, 9).await.unwrap().rows, [item(1), item(2)]);
    let first = tx.intake_waiting(DISTRICT_BUREAU, None, 1).await.unwrap();
    let after = first.next.as_deref().and_then(Cursor::read);
    let rest = tx.intake_waiting(DISTRICT_BUREAU, after, 1).await.unwrap();
    assert_eq!((first.rows, rest.rows, rest.next), (vec![item(1)], vec![item(2)], None));
    assert_eq!(tx.intake_waiting(CITY_BUREAU, None, 9).await.unwrap().rows, []);
    let mut twin = item(3);
    twin.external = "HL-1".into();
    assert!(matches!(tx.add_intake_item(&twin, "{}").await, Err(StoreError::Exists { what: "item" })));
}

async fn an_item_that_waits_too_long_is_told_of_once(test: TestStore) {
    let mut tx = with_client(&test).await;
    for n in [1, 2] {
        tx.add_intake_item(&item(n), "{}").await.unwrap();
    }
    let later = MORNING.plus_millis(1);
    assert_eq!(tx.items_untold(MORNING, None, 9).await.unwrap(), []);
    let [first, second] = [1, 2].map(|n: u128| (MORNING, item(n).id));
    assert_eq!(tx.items_untold(later, None, 9).await.unwrap(), [first, second]);
    assert_eq!(tx.items_untold(later, Some(first), 9).await.unwrap(), [second]);
    assert_eq!(tx.tell_of_late_item(&item(1), Some(DISTRICT_BUREAU), MORNING, later).await.unwrap(), 1);
    assert_eq!(tx.tell_of_late_item(&item(1), Some(DISTRICT_BUREAU), MORNING, later).await.unwrap(), 0);
    assert_eq!(tx.tell_of_late_item(&item(2), Some(CITY_BUREAU), MORNING, later).await.unwrap(), 0);
    assert_eq!(tx.items_untold(later, None, 9).await.unwrap(), [second], "nobody is there yet");
    assert_eq!(tx.tell_of_late_item(&item(2), None, MORNING, later).await.unwrap(), 0, "nobody is above");
    assert_eq!(tx.items_untold(later, None, 9).await.unwrap(), []);
    let told = tx.staff_notices(PRESIDER, false, None, 9).await.unwrap().rows;
    let told: Vec<_> = told.iter().map(|notice| (notice.topic, notice.about, notice.due)).collect();
    assert_eq!(told, [(Topic::ItemLate, About::Item(item(1).id), Some(MORNING))]);
}

/// Art. 24.
async fn what_waits_at_a_closed_bureau_is_moved_and_its_programs_stay(test: TestStore) {
    let mut tx = with_client(&test).await;
    tx.add_intake_item(&item(1), "{}").await.unwrap();
    tx.close_agency(&merger(DISTRICT_BUREAU, CITY_BUREAU)).await.unwrap();
    tx.move_waiting(DISTRICT_BUREAU, CITY_BUREAU).await.unwrap();
    assert_eq!(tx.intake_waiting(DISTRICT_BUREAU, None, 9).await.unwrap().rows, []);
    let waiting = tx.intake_waiting(CITY_BUREAU, None, 9).await.unwrap().rows;
    assert_eq!(waiting, [IntakeItem { bureau: CITY_BUREAU, ..item(1) }]);
    let client = tx.api_client(CLIENT).await.unwrap().unwrap();
    assert_eq!(client.agency, DISTRICT_BUREAU, "no program is given a city because its county's bureau went");
    assert_eq!(client.agency_closed_at, Some(MORNING));
    assert_eq!(tx.api_client_by_token(&[1; 32]).await.unwrap(), Some(client.clone()));
    assert_eq!(tx.api_clients().await.unwrap(), [client]);
}

/// The limit is of what was asked for: many that are closed hide none that is open.
async fn what_was_brought_is_asked_for_by_how_it_stands(test: TestStore) {
    let mut tx = with_client(&test).await;
    let merged = |lead| PetitionState::Merged { lead: petition_id(lead), at: MORNING };
    let states = [
        PetitionState::Registered,
        PetitionState::Withdrawn { at: MORNING },
        merged(1),
        merged(2),
        PetitionState::Withdrawn { at: MORNING },
    ];
    for (n, state) in (1..).zip(states) {
        tx.add_petition(&registration(petition(n))).await.unwrap();
        save(&mut tx, n, |petition| petition.state = state).await;
        tx.add_intake_item(&item(n), "{}").await.unwrap();
        let (state, petition) = (IntakeState::Registered, Some(petition_id(n)));
        let settled = IntakeItem { state, petition, field: None, reason: None, ..item(n) };
        let at = MORNING.plus_millis(i64::try_from(n).unwrap());
        tx.settle_intake_item(&settled, Some(CLERK), at).await.unwrap();
    }
    for (open, limit, found) in [
        (None, 9, vec![5, 4, 3, 2, 1]),
        (Some(true), 9, vec![3, 1]),
        (Some(true), 1, vec![3]),
        (Some(false), 9, vec![5, 4, 2]),
    ] {
        let (from, until) = (MORNING, MORNING.plus_millis(HOUR));
        let asked = Brought { source: CLIENT.0, classes: Vec::new(), open, from, until };
        assert_eq!(
            tx.brought(&asked, limit).await.unwrap(),
            found.into_iter().map(petition_id).collect::<Vec<_>>(),
            "{open:?}"
        );
    }
}

async fn an_item_is_settled_once(test: TestStore) {
    let mut tx = with_client(&test).await;
    tx.add_petition(&registration(petition(1))).await.unwrap();
    tx.add_intake_item(&item(1), "{}").await.unwrap();
    assert_eq!(tx.intake_waiting_since(DISTRICT_BUREAU, 9).await.unwrap(), [item(1).received_at]);
    let mut settled = item(1);
    (settled.state, settled.petition) = (IntakeState::Registered, Some(petition_id(1)));
    (settled.field, settled.reason) = (None, None);
    tx.settle_intake_item(&settled, Some(CLERK), MORNING).await.unwrap();
    assert_eq!(tx.intake_item_of(petition_id(1)).await.unwrap(), Some(settled.clone()));
    assert_eq!(tx.intake_waiting(DISTRICT_BUREAU, None, 9).await.unwrap().rows, []);
    assert_eq!(tx.intake_waiting_since(DISTRICT_BUREAU, 9).await.unwrap(), []);
    let brought = |classes: &[&str], from, until| Brought {
        source: CLIENT.0,
        classes: classes.iter().map(|class| (*class).to_owned()).collect(),
        open: None,
        from,
        until,
    };
    let class = petition(1).content_class.as_str();
    let (before, after) = (MORNING.plus_millis(-1), MORNING.plus_millis(1));
    for (asked, found) in [
        (brought(&[], MORNING, MORNING), 1),
        (brought(&["nonsense", class], before, after), 1),
        (brought(&["nonsense"], before, after), 0),
        (brought(&[], after, after), 0),
        (brought(&[], before, before), 0),
        (Brought { source: Uuid::nil(), ..brought(&[], before, after) }, 0),
        (Brought { open: Some(true), ..brought(&[], before, after) }, 1),
        (Brought { open: Some(false), ..brought(&[], before, after) }, 0),
    ] {
        assert_eq!(tx.brought(&asked, 9).await.unwrap().len(), found, "{asked:?}");
    }
    let again = tx.settle_intake_item(&settled, Some(CLERK), MORNING).await;
    assert!(matches!(again, Err(StoreError::Stale { .. })));
}

async fn a_dialogue_is_kept_until_it_is_dropped(test: TestStore) {
    let mut tx = with_client(&test).await;
    for draft in ["a", "b"] {
        tx.put_dialogue(CLIENT, &[9; 32], Some(draft), MORNING).await.unwrap();
        assert_eq!(tx.dialogue(&[9; 32]).await.unwrap().as_deref(), Some(draft));
    }
    tx.put_dialogue(CLIENT, &[9; 32], None, MORNING).await.unwrap();
    assert_eq!(tx.dialogue(&[9; 32]).await.unwrap(), None);
}

async fn who_brought_an_item_is_kept_as_first_put(test: TestStore) {
    let mut tx = with_client(&test).await;
    for openid in ["o-1", "o-2"] {
        tx.put_follower(CLIENT, "d1", openid, &[9; 32]).await.unwrap();
    }
    assert_eq!(tx.follower(CLIENT.0, "d1").await.unwrap().as_deref(), Some("o-1"));
    assert_eq!(tx.follower(CLIENT.0, "d2").await.unwrap(), None);
}

/// Discarded at that time.
async fn discarded(tx: &mut dyn Tx, item: &IntakeItem, at: Timestamp) -> IntakeItem {
    let gone = IntakeItem {
        state: IntakeState::Discarded,
        reason: Some("属于咨询电话，已当场答复".into()),
        ..item.clone()
    };
    tx.settle_intake_item(&gone, Some(CLERK), at).await.unwrap();
    gone
}

async fn what_was_discarded_is_listed_with_its_course_and_taken_up_again(test: TestStore) {
    let mut tx = with_client(&test).await;
    let later = IntakeItem { received_at: MORNING.plus_millis(1), ..item(2) };
    let mut gone = Vec::new();
    for item in [&item(1), &later] {
        tx.add_intake_item(item, "{}").await.unwrap();
        gone.push(discarded(tx.as_mut(), item, MORNING.plus_millis(HOUR)).await);
    }
    gone.reverse();
    let first = tx.intake_discarded(DISTRICT_BUREAU, None, 1).await.unwrap();
    let after = first.next.as_deref().and_then(Cursor::read);
    let rest = tx.intake_discarded(DISTRICT_BUREAU, after, 9).await.unwrap();
    assert_eq!([first.rows, rest.rows].concat(), gone);
    assert_eq!(tx.intake_discarded(CITY_BUREAU, None, 9).await.unwrap().rows, []);
    let step = |kind, hours| IntakeStep {
        kind,
        by: CLERK,
        at: MORNING.plus_millis(hours * HOUR),
        reason: "当事人补充了材料".into(),
    };
    let course = [step(IntakeStepKind::Discarded, 1), step(IntakeStepKind::TakenUp, 2)];
    for step in &course {
        tx.add_intake_step(item(1).id, step).await.unwrap();
    }
    assert_eq!(tx.intake_steps(item(1).id).await.unwrap(), course);
    assert_eq!(tx.intake_steps(item(2).id).await.unwrap(), []);
    tx.take_up_intake_item(&item(1)).await.unwrap();
    assert_eq!(tx.intake_item(item(1).id).await.unwrap(), Some(item(1)));
    assert_eq!(tx.intake_discarded(DISTRICT_BUREAU, None, 9).await.unwrap().rows.len(), 1);
    let again = tx.take_up_intake_item(&item(1)).await;
    assert!(matches!(again, Err(StoreError::Stale { .. })), "{again:?}");
}

async fn a_follower_is_told_once_of_each_time_an_item_was_discarded(test: TestStore) {
    let mut tx = with_client(&test).await;
    let item = item(1);
    tx.put_follower(CLIENT, &item.external, "o-1", &[9; 32]).await.unwrap();
    tx.add_intake_item(&item, "{}").await.unwrap();
    assert_eq!(tx.discard_to_tell(&[9; 32]).await.unwrap(), None, "it waits");
    for hours in [1_i64, 3] {
        let at = |later: i64| MORNING.plus_millis((hours + later) * HOUR);
        let gone = discarded(tx.as_mut(), &item, at(0)).await;
        assert_eq!(tx.discard_to_tell(&[9; 32]).await.unwrap(), Some(gone.clone()));
        assert_eq!(tx.discard_to_tell(&[8; 32]).await.unwrap(), None, "another follower's");
        tx.told_follower(&gone, at(1)).await.unwrap();
        assert_eq!(tx.discard_to_tell(&[9; 32]).await.unwrap(), None);
        tx.take_up_intake_item(&item).await.unwrap();
    }
}
