use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        hearing::{ActionItem, ActionItemState},
        ids::{ActionItemId, AttachmentId, DemandId},
        petition::PetitionState,
        supervision::{
            About, Answer, CallBack, Demand, DemandKind, DemandState, Evaluation, EvaluationTarget,
            ItemStepKind, Note, Returned, SatisfactionLevel, Way,
        },
    },
    storage::{Cursor, DemandBox, ItemBox, Page, StoreError, Tx},
};
use time::macros::date;
use uuid::Uuid;

contract!(
    a_demand_comes_back_in_every_state,
    of_two_answers_the_second_is_stale,
    boxes_show_what_is_not_lifted,
    boxes_go_on_where_they_stopped,
    what_a_merged_organ_owes_and_wants_is_its_successors,
    items_of_a_merged_organ_are_its_successors_until_they_are_closed,
    an_evaluation_is_given_once_of_every_reply,
    an_item_is_overdue_once_its_day_is_over,
    a_declined_item_is_looked_at_whatever_its_day,
    an_item_moves_on_from_where_it_was_read,
    an_open_item_is_shown_to_those_it_concerns,
    items_go_on_where_their_page_stopped,
    a_closed_item_is_due_no_more_and_promised_still,
    a_lifted_item_is_due_no_more,
    overdue_petitions_come_longest_first_page_by_page,
    a_report_is_overdue_until_it_is_filed_and_again_when_sent_back,
);

/// Three petitions, the first with its hearing.
async fn three(test: &TestStore) -> Box<dyn Tx> {
    let mut tx = scheduled(test, 1).await;
    for n in [2, 3] {
        tx.add_petition(&registration(petition(n))).await.unwrap();
    }
    tx
}

/// [`three`]; the first one's hearing [`ordered`] an item for each of these states.
async fn with_items(test: &TestStore, states: &[ActionItemState]) -> Box<dyn Tx> {
    let mut tx = three(test).await;
    tx.write_entry(&write(1, 1, 1, 1, "住建局十五日内维修")).await.unwrap();
    tx.add_outcome(&ordered(states)).await.unwrap();
    tx
}

fn demand(n: u128) -> Demand {
    Demand {
        id: DemandId(Uuid::from_u128(0x7000 + n)),
        petition: petition_id(1),
        kind: DemandKind::Policy,
        way: Way::Letter,
        by: CITY_BUREAU,
        to: HOUSING,
        text: "建议完善收支公开办法".into(),
        answer_by: Some(date!(2026 - 12 - 01)),
        about: None,
        made_at: MORNING.plus_millis(i64::try_from(n).unwrap()),
        state: DemandState::Open,
        earlier: Vec::new(),
    }
}

fn answered(demand: &Demand) -> Demand {
    let files = vec![AttachmentId(Uuid::from_u128(1)), AttachmentId(Uuid::from_u128(2))];
    let answer =
        Answer { text: "采纳，年内修订".into(), adopted: Some(true), files, by: CLERK, at: MORNING };
    Demand { state: DemandState::Answered(answer), ..demand.clone() }
}

fn returned(demand: &Demand) -> Demand {
    let (answer, reason) = (demand.state.answer().cloned().unwrap(), "没有写明公示情况".to_owned());
    Demand { state: DemandState::Returned(Returned { answer, reason, at: MORNING }), ..demand.clone() }
}

/// Filed anew after it was sent back.
fn filed_anew(demand: &Demand) -> Demand {
    let DemandState::Returned(returned) = demand.state.clone() else { panic!("{demand:?}") };
    let answer = Answer { adopted: None, ..returned.answer.clone() };
    let earlier = vec![Returned { answer: answer.clone(), ..returned }];
    Demand { state: DemandState::Answered(answer), earlier, ..demand.clone() }
}

fn lifted(demand: &Demand) -> Demand {
    let (answer, reason) = (demand.state.answer().cloned(), "已经办结".to_owned());
    Demand { state: DemandState::Lifted { answer, reason, at: MORNING }, ..demand.clone() }
}

async fn a_demand_comes_back_in_every_state(test: TestStore) {
    let mut tx = three(&test).await;
    let open = demand(1);
    tx.add_demand(&open).await.unwrap();
    let mut before = open;
    let sent_back = returned(&answered(&before));
    let anew = filed_anew(&sent_back);
    for now in [answered(&before), sent_back, anew.clone(), lifted(&anew)] {
        tx.save_demand(&before, &now).await.unwrap();
        assert_eq!(tx.demand(now.id).await.unwrap(), Some(now.clone()));
        before = now;
    }
    let about = Some(About::Item(ActionItemId(Uuid::from_u128(7))));
    let bare = Demand { answer_by: None, kind: DemandKind::Reminder, way: Way::System, about, ..demand(2) };
    tx.add_demand(&bare).await.unwrap();
    assert_eq!(tx.demands_of(petition_id(1)).await.unwrap(), [before, bare]);
    assert_eq!(tx.demand(DemandId(Uuid::nil())).await.unwrap(), None);
}

async fn of_two_answers_the_second_is_stale(test: TestStore) {
    let mut tx = three(&test).await;
    let open = demand(1);
    tx.add_demand(&open).await.unwrap();
    tx.save_demand(&open, &answered(&open)).await.unwrap();
    let again = tx.save_demand(&open, &answered(&open)).await;
    assert!(matches!(again, Err(StoreError::Stale { .. })));
}

async fn boxes_show_what_is_not_lifted(test: TestStore) {
    let mut tx = three(&test).await;
    for n in [1, 2] {
        tx.add_demand(&demand(n)).await.unwrap();
    }
    tx.save_demand(&demand(1), &lifted(&demand(1))).await.unwrap();
    let number = petition(1).number;
    for which in [DemandBox::Received(HOUSING), DemandBox::Sent(CITY_BUREAU)] {
        let page = tx.open_demands(which, None, 9).await.unwrap();
        assert_eq!(page, Page { rows: vec![(demand(2), number.clone())], next: None });
    }
    assert_eq!(tx.open_demands(DemandBox::Received(CITY_BUREAU), None, 9).await.unwrap().rows, []);
}

/// Between the pages one is lifted that was shown and one comes in behind.
async fn boxes_go_on_where_they_stopped(test: TestStore) {
    let mut tx = three(&test).await;
    for n in [1, 2, 3, 4, 5] {
        tx.add_demand(&demand(n)).await.unwrap();
    }
    for which in [DemandBox::Received(HOUSING), DemandBox::Sent(CITY_BUREAU)] {
        let first = tx.open_demands(which, None, 2).await.unwrap();
        if let DemandBox::Received(_) = which {
            tx.save_demand(&demand(1), &lifted(&demand(1))).await.unwrap();
            tx.add_demand(&demand(6)).await.unwrap();
        }
        let (mut seen, mut next) = (Vec::new(), first.next);
        while let Some(after) = next.as_deref().and_then(Cursor::read) {
            let page = tx.open_demands(which, Some(after), 2).await.unwrap();
            seen.extend(page.rows.into_iter().map(|(demand, _)| demand.made_at.0 - MORNING.0));
            next = page.next;
        }
        let expected: &[i64] = if let DemandBox::Received(_) = which { &[3, 4, 5, 6] } else { &[4, 5, 6] };
        assert_eq!(seen, expected, "{which:?}");
    }
}

async fn what_a_merged_organ_owes_and_wants_is_its_successors(test: TestStore) {
    let mut tx = three(&test).await;
    for n in [1, 2] {
        tx.add_demand(&demand(n)).await.unwrap();
    }
    tx.save_demand(&demand(1), &lifted(&demand(1))).await.unwrap();
    for agency in [HOUSING, CITY_BUREAU] {
        tx.close_agency(&merger(agency, DISTRICT_BUREAU)).await.unwrap();
    }
    let moved = tx.demand(demand(2).id).await.unwrap().unwrap();
    assert_eq!((moved.by, moved.to), (DISTRICT_BUREAU, DISTRICT_BUREAU));
    for which in [DemandBox::Received(DISTRICT_BUREAU), DemandBox::Sent(DISTRICT_BUREAU)] {
        assert_eq!(tx.open_demands(which, None, 9).await.unwrap().rows.len(), 1, "{which:?}");
    }
    // Nobody watches over themselves: a bureau above does.
    tx.raise_own_demands(DISTRICT_BUREAU, CITY_BUREAU).await.unwrap();
    let raised = tx.demand(demand(2).id).await.unwrap().unwrap();
    assert_eq!((raised.by, raised.to), (CITY_BUREAU, DISTRICT_BUREAU));
    let done = tx.demand(demand(1).id).await.unwrap().unwrap();
    assert_eq!((done.by, done.to), (CITY_BUREAU, HOUSING), "what is done with stays as it was");
}

/// Art. 24: what was reported done may be sent back, and somebody must do it then.
async fn items_of_a_merged_organ_are_its_successors_until_they_are_closed(test: TestStore) {
    use ActionItemState as S;
    let states = [S::Ordered, S::Accepted, S::Declined, S::Done, S::Closed, S::Lifted];
    let mut tx = with_items(&test, &states).await;
    tx.close_agency(&merger(HOUSING, DISTRICT_BUREAU)).await.unwrap();
    let heir = DISTRICT_BUREAU;
    let expected = [heir, heir, heir, heir, HOUSING, HOUSING];
    let listed = tx.action_items(petition_id(1)).await.unwrap();
    let listed: Vec<_> = listed.into_iter().map(|(_, item)| item).collect();
    let ordered = tx.outcome(hearing_id(1)).await.unwrap().unwrap().items;
    for items in [listed, ordered] {
        let agencies: Vec<_> = items.iter().map(|item| (item.state, item.agency)).collect();
        assert_eq!(agencies, states.into_iter().zip(expected).collect::<Vec<_>>());
    }
}

async fn an_evaluation_is_given_once_of_every_reply(test: TestStore) {
    let mut tx = three(&test).await;
    let given = Evaluation {
        petition: petition_id(1),
        replied_at: MORNING,
        target: EvaluationTarget::Unit,
        level: SatisfactionLevel::Dissatisfied,
        comment: None,
        at: MORNING,
    };
    tx.add_evaluation(&given).await.unwrap();
    let later = MORNING.plus_millis(DAY);
    let again = Evaluation {
        replied_at: later,
        level: SatisfactionLevel::Satisfied,
        comment: Some("修好了".into()),
        at: later,
        ..given.clone()
    };
    tx.add_evaluation(&again).await.unwrap();
    let call =
        CallBack {
            petition: petition_id(1), by: CLERK, at: MORNING, level: None, note: "无人接听".into()
        };
    tx.add_call_back(&call).await.unwrap();
    assert_eq!(tx.evaluations(petition_id(1)).await.unwrap(), [given.clone(), again]);
    assert_eq!(tx.call_backs(petition_id(1)).await.unwrap(), [call]);
    tx.commit().await.unwrap();
    let mut tx = test.store.begin().await.unwrap();
    assert!(matches!(tx.add_evaluation(&given).await, Err(StoreError::Exists { .. })));
}

/// The one item of [`with_items`] as it was ordered.
fn the_item() -> ActionItem {
    ordered(&[ActionItemState::Ordered]).items.remove(0)
}

async fn an_item_is_overdue_once_its_day_is_over(test: TestStore) {
    let mut tx = with_items(&test, &[ActionItemState::Ordered]).await;
    let item = the_item();
    let due = (item.deadline, item.id);
    for (today, after, found) in [
        (date!(2026 - 12 - 01), None, vec![]),
        (date!(2026 - 12 - 02), None, vec![due]),
        (date!(2026 - 12 - 02), Some(due), vec![]),
    ] {
        assert_eq!(tx.overdue_items(today, after, 9).await.unwrap(), found, "{today}");
    }
}

/// Its day may lie ahead: the bureau's word on it is what may be late.
async fn a_declined_item_is_looked_at_whatever_its_day(test: TestStore) {
    let mut tx = with_items(&test, &[ActionItemState::Declined]).await;
    let item = the_item();
    let found = tx.overdue_items(date!(2026 - 11 - 20), None, 9).await.unwrap();
    assert_eq!(found, [(item.deadline, item.id)]);
}

/// [`the_item`], moved from `from` to `to`; gives it as it is then, and the line about it.
async fn move_on(
    tx: &mut dyn Tx,
    (from, to): (ActionItemState, ActionItemState),
    step: ItemStepKind,
) -> (ActionItem, Note) {
    let moved = ActionItem { state: to, ..the_item() };
    let files = vec![AttachmentId(Uuid::from_u128(1))];
    let note = Note { item: moved.id, step, text: String::new(), files, by: CLERK, at: MORNING };
    tx.move_item(from, &moved, &note).await.unwrap();
    (moved, note)
}

const ACCEPTANCE: (ActionItemState, ActionItemState) = (ActionItemState::Ordered, ActionItemState::Accepted);

async fn an_item_moves_on_from_where_it_was_read(test: TestStore) {
    let mut tx = with_items(&test, &[ActionItemState::Ordered]).await;
    let (accepted, note) = move_on(tx.as_mut(), ACCEPTANCE, ItemStepKind::Accept).await;
    let again = tx.move_item(ActionItemState::Ordered, &accepted, &note).await;
    assert!(matches!(again, Err(StoreError::Stale { .. })));
    assert_eq!(tx.item_notes(petition_id(1)).await.unwrap(), [note]);
}

/// Of the organ that owes it, of the bureau of its place, and of the organ that ordered it.
fn boxes() -> [ItemBox; 3] {
    [
        ItemBox::Of(HOUSING),
        ItemBox::In("6201".parse().unwrap(), CITY_BUREAU),
        ItemBox::In("6202".parse().unwrap(), HOUSING),
    ]
}

async fn an_open_item_is_shown_to_those_it_concerns(test: TestStore) {
    let mut tx = with_items(&test, &[ActionItemState::Ordered]).await;
    let (accepted, _) = move_on(tx.as_mut(), ACCEPTANCE, ItemStepKind::Accept).await;
    let [own, city, ordered_elsewhere] = boxes();
    for found in [
        tx.open_items(&own, None, 9).await.unwrap().rows,
        tx.open_items(&city, None, 9).await.unwrap().rows,
        tx.open_items(&ordered_elsewhere, None, 9).await.unwrap().rows,
        tx.items_promised_by(PRESIDER, None, 9).await.unwrap().rows,
        tx.ordered_item(accepted.id).await.unwrap().into_iter().collect(),
    ] {
        assert_eq!(found.iter().map(|found| &found.item).collect::<Vec<_>>(), [&accepted]);
        assert_eq!((found[0].hearing, &found[0].petition_number), (hearing_id(1), &petition(1).number));
    }
    let elsewhere = ItemBox::In("6202".parse().unwrap(), CITY_BUREAU);
    assert_eq!(tx.open_items(&elsewhere, None, 9).await.unwrap().rows, []);
}

async fn items_go_on_where_their_page_stopped(test: TestStore) {
    let mut tx = with_items(&test, &[ActionItemState::Ordered]).await;
    let (accepted, _) = move_on(tx.as_mut(), ACCEPTANCE, ItemStepKind::Accept).await;
    let day = i64::from(accepted.deadline.to_julian_day());
    for (after, rows) in
        [(Cursor(day, Uuid::nil()), 1), (Cursor(day, accepted.id.0), 0), (Cursor(day - 1, Uuid::max()), 1)]
    {
        for which in &boxes() {
            assert_eq!(tx.open_items(which, Some(after), 9).await.unwrap().rows.len(), rows, "{after:?}");
        }
        let promised = tx.items_promised_by(PRESIDER, Some(after), 9).await.unwrap();
        assert_eq!(promised.rows.len(), rows, "{after:?}");
    }
}

async fn a_closed_item_is_due_no_more_and_promised_still(test: TestStore) {
    let mut tx = with_items(&test, &[ActionItemState::Ordered]).await;
    ended(tx.as_mut(), ActionItemState::Closed, ItemStepKind::Close).await;
}

async fn a_lifted_item_is_due_no_more(test: TestStore) {
    let mut tx = with_items(&test, &[ActionItemState::Ordered]).await;
    ended(tx.as_mut(), ActionItemState::Lifted, ItemStepKind::Lift).await;
}

/// [`the_item`] ends this way.
async fn ended(tx: &mut dyn Tx, to: ActionItemState, step: ItemStepKind) {
    let (accepted, _) = move_on(tx, ACCEPTANCE, ItemStepKind::Accept).await;
    move_on(tx, (ActionItemState::Accepted, to), step).await;
    for which in &boxes() {
        assert_eq!(tx.open_items(which, None, 9).await.unwrap().rows, [], "{to}");
    }
    let open = Some(Cursor(i64::from(accepted.deadline.to_julian_day()), accepted.id.0));
    let promised = tx.items_promised_by(PRESIDER, open, 9).await.unwrap();
    assert_eq!(promised.rows.len(), 1, "kept, and still promised: behind all that is open");
    assert_eq!(tx.overdue_items(date!(2027 - 01 - 01), None, 9).await.unwrap(), []);
}

/// [`petition`] `n` is due `n` days after [`MORNING`]; one without a clock running is never overdue.
async fn overdue_petitions_come_longest_first_page_by_page(test: TestStore) {
    let mut tx = three(&test).await;
    let mut done = petition(2);
    (done.state, done.clocks[0].stopped_at) = (PetitionState::Withdrawn { at: MORNING }, Some(MORNING));
    tx.save_petition(&done).await.unwrap();
    let due = |n: u128| (petition(n).clocks[0].due, petition_id(n));
    let now = MORNING.plus_millis(10 * DAY);
    assert_eq!(tx.overdue(now, None, 9).await.unwrap(), [due(1), due(3)]);
    assert_eq!(tx.overdue(now, None, 1).await.unwrap(), [due(1)]);
    assert_eq!(tx.overdue(now, Some(due(1)), 9).await.unwrap(), [due(3)]);
    assert_eq!(tx.overdue(MORNING, None, 9).await.unwrap(), []);
}

async fn a_report_is_overdue_until_it_is_filed_and_again_when_sent_back(test: TestStore) {
    let mut tx = three(&test).await;
    let report = |n: u128| Demand { kind: DemandKind::Completion, ..demand(n) };
    let by_system = Demand { kind: DemandKind::Urge, way: Way::System, ..demand(3) };
    for owed in [report(1), report(2), by_system] {
        tx.add_demand(&owed).await.unwrap();
    }
    let (day, after) = (date!(2026 - 12 - 01), date!(2026 - 12 - 02));
    assert_eq!(tx.overdue_answers(day, None, 9).await.unwrap(), [], "its day is not over");
    let both = [(day, report(1).id), (day, report(2).id)];
    assert_eq!(tx.overdue_answers(after, None, 9).await.unwrap(), both, "no order of the system among them");
    assert_eq!(tx.overdue_answers(after, None, 1).await.unwrap(), both[..1]);
    assert_eq!(tx.overdue_answers(after, Some(both[0]), 9).await.unwrap(), both[1..]);
    let filed = answered(&report(1));
    tx.save_demand(&report(1), &filed).await.unwrap();
    assert_eq!(tx.overdue_answers(after, None, 9).await.unwrap(), both[1..], "filed");
    tx.save_demand(&filed, &returned(&filed)).await.unwrap();
    tx.save_demand(&report(2), &lifted(&report(2))).await.unwrap();
    assert_eq!(
        tx.overdue_answers(after, None, 9).await.unwrap(),
        both[..1],
        "sent back; the other is waived"
    );
    tx.add_demand(&demand(4)).await.unwrap();
    let recommended = (day, demand(4).id);
    assert_eq!(tx.overdue_answers(after, Some(both[0]), 9).await.unwrap(), [recommended], "of a person");
    tx.save_demand(&demand(4), &answered(&demand(4))).await.unwrap();
    assert_eq!(tx.overdue_answers(after, Some(both[0]), 9).await.unwrap(), []);
}
