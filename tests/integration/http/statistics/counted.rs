//! What counts for whom.

use super::{DAY, of, table};
use crate::{
    http::{
        cases::{Filed, Scheduled, answered, at_unit, filing, households, housing_merged, in_hand, moved},
        ended::in_session,
        lifecycle::{refused, replied},
    },
    kit::{
        server::TestServer,
        town::{DISTRICT, HOUSING, staff_id},
    },
};
use lianjie::{
    domain::jurisdiction::{Agency, AgencyKind},
    storage::check_facts,
};
use serde_json::{Value, json};

/// The row of `table` that `is` says, and in it the indicator.
fn in_row<'a>(table: &'a Value, field: &str, is: &Value, id: &str) -> &'a Value {
    let row = table["rows"].as_array().unwrap().iter().find(|row| row[field] == *is).unwrap();
    of(table, &row["values"], id)
}

#[tokio::test]
async fn what_a_leader_received_and_has_in_charge_is_told_apart() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    in_session(&server, &scheduled).await;
    let head = server.sign_in("head").await;
    let taken = json!({ "kind": "take", "leader": staff_id("leader").0 });
    head.post(&scheduled.petition.path("/contracts"), taken).await.expect(200);
    let by_leader = table(&head, "from=2020-01-01&by=leader").await;
    let (presider, leader) = (json!(staff_id("head").0), json!(staff_id("leader").0));
    assert_eq!(in_row(&by_leader, "leader", &presider, "sessions")["value"], 1.0);
    assert_eq!(in_row(&by_leader, "leader", &presider, "contracts")["value"], 0.0);
    assert_eq!(in_row(&by_leader, "leader", &leader, "contracts")["value"], 1.0);
    assert_eq!(in_row(&by_leader, "leader_name", &json!("leader 同志"), "contracts_settled")["value"], 0.0);
    let by_kind = table(&head, "from=2020-01-01&by=hearing_kind").await;
    assert_eq!(in_row(&by_kind, "hearing_kind", &json!("joint_reception"), "sessions")["value"], 1.0);
    let by_level = table(&head, "from=2020-01-01&by=level").await;
    assert_eq!(in_row(&by_level, "level", &json!("county"), "sessions")["value"], 1.0);
    for (id, cell, total) in [
        ("sessions", "level=county".to_owned(), 1),
        ("sessions", "level=city".to_owned(), 0),
        ("sessions", format!("leader={}", staff_id("head").0), 1),
        ("sessions", format!("leader={}", staff_id("leader").0), 0),
        ("contracts", format!("leader={}", staff_id("leader").0), 1),
        ("sessions", "hearing_kind=joint_reception".to_owned(), 1),
        ("sessions", "hearing_kind=mediation".to_owned(), 0),
    ] {
        let behind =
            head.get(&format!("/statistics/{id}/petitions?from=2020-01-01&{cell}")).await.expect(200);
        assert_eq!(behind["total"], total, "{id} {cell}");
    }
    as_the_log_says(&server).await;
}

/// 未定: what no leader received, and whose duty is nobody's.
#[tokio::test]
async fn what_is_undetermined_leads_to_its_petitions_too() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    for (by, unknown) in
        [("leader", "leader"), ("hearing_kind,class", "hearing_kind"), ("leader,month", "leader")]
    {
        let table = table(&head, &format!("from=2020-01-01&by={by}")).await;
        let row = table["rows"].as_array().unwrap().iter().find(|row| row[unknown].is_null()).unwrap();
        assert_eq!(of(&table, &row["values"], "petitions")["denominator"], 1, "{by}");
        let named: String = ["class", "month"]
            .iter()
            .filter_map(|field| Some(format!("&{field}={}", row[*field].as_str()?)))
            .collect();
        let path = format!("/statistics/petitions/petitions?from=2020-01-01&by={by}{named}");
        let behind = head.get(&path).await.expect(200);
        assert_eq!(
            (&behind["total"], &behind["rows"][0]["number"]),
            (&json!(1), &json!(filed.number)),
            "{by}"
        );
    }
    for query in ["by=class&hearing_kind=mediation", "by=nonsense"] {
        let path = format!("/statistics/petitions/petitions?{query}");
        assert_eq!(head.get(&path).await.refused(422, "unprocessable")["field"], "by", "{query}");
    }
}

async fn as_the_log_says(server: &TestServer) {
    let checked = check_facts(&*server.store).await.unwrap();
    assert!(checked.iter().all(|one| one.different == 0), "as the log says");
}

/// 重复信访: a neighbour who joins repeats nothing; who joined and files once more does. Every level says so.
#[tokio::test]
async fn who_raises_a_matter_again_repeats_it_and_a_neighbour_does_not() {
    let server = TestServer::start().await;
    let (visitor, head) = (server.visitor(), server.sign_in("head").await);
    let [lead, neighbour] = households(&visitor).await;
    let [_, again] = households(&visitor).await;
    for joins in [&neighbour, &again] {
        moved(&head, &joins.id, json!({ "kind": "merge", "lead": lead.number })).await;
    }
    let city = server.sign_in("city").await;
    for (browser, query) in [(&head, ""), (&city, ""), (&city, "&division=620103002")] {
        let table = table(browser, &format!("from=2020-01-01{query}")).await;
        let repeats = of(&table, &table["total"], "repeat_share");
        assert_eq!((&repeats["numerator"], &repeats["denominator"]), (&json!(1), &json!(4)), "{query}");
    }
    let path = "/statistics/repeat_share/petitions?from=2020-01-01&part=numerator";
    let behind = head.get(path).await.expect(200);
    assert_eq!((&behind["total"], &behind["rows"][0]["number"]), (&json!(1), &json!(again.number)));
    as_the_log_says(&server).await;
}

/// Whoever comes again after it was closed: the screening names the closed petition, and both logs tell of the other.
#[tokio::test]
async fn what_was_closed_and_is_raised_again_is_a_repeat_and_was_not_resolved() {
    let server = TestServer::start().await;
    let (visitor, first) = (server.visitor(), replied(&server).await);
    visitor.post("/query/accept", first.door()).await.expect(200);
    let head = server.sign_in("head").await;
    let again = Filed::by(&visitor, filing()).await;
    let [other] = households(&visitor).await;
    let screening = |number: &str| json!({ "kind": "start_screening", "again_of": number });
    for (filed, number) in [(&again, &again.number), (&again, &other.number), (&other, &first.number)] {
        let refusal = refused(&head, filed, screening(number), "unprocessable").await;
        assert_eq!(refusal["field"], "again_of", "{number}");
    }
    moved(&head, &again.id, screening(&first.number)).await;
    for (filed, kind, named, number) in [
        (&again, "petition.screening", "earlier_number", &first.number),
        (&first, "petition.raised_again", "again_number", &again.number),
    ] {
        let timeline = head.oldest_first(&filed.path("/timeline")).await;
        let last = timeline.as_array().unwrap().last().unwrap();
        assert_eq!((&last["kind"], &last["details"][named]), (&json!(kind), &json!(number)));
    }
    server.advance(61 * DAY);
    let table = table(&server.sign_in("head").await, "from=2020-01-01").await;
    for (id, numerator, denominator) in [("repeat_share", 1, 3), ("first_time_resolution", 0, 1)] {
        let rate = of(&table, &table["total"], id);
        assert_eq!(
            (&rate["numerator"], &rate["denominator"]),
            (&json!(numerator), &json!(denominator)),
            "{id}"
        );
    }
    as_the_log_says(&server).await;
}

/// The bureau was asked for its own delay; the unit that has the petition now was not.
#[tokio::test]
async fn an_order_to_a_bureau_is_not_counted_against_the_unit() {
    let server = TestServer::start().await;
    let (city, head) = (server.sign_in("city").await, server.sign_in("head").await);
    let filed = Filed::by(&server.visitor(), filing()).await;
    let text = "请说明逾期原因并立即办理";
    let asked = json!({ "kind": "urge", "to": DISTRICT.0, "text": text, "answer_by": "2099-01-01" });
    city.post(&filed.path("/demands"), asked).await.expect(200);
    at_unit(&head, &filed.id).await;
    in_hand(&server.sign_in("handler").await, &filed.id).await;
    let table = table(&head, "from=2020-01-01&by=agency").await;
    for (agency, id, denominator) in [
        (HOUSING, "supervised_share", 1),
        (HOUSING, "supervision_answered", 0),
        (DISTRICT, "supervision_answered", 1),
    ] {
        let rate = in_row(&table, "agency", &json!(agency.0), id);
        assert_eq!((&rate["numerator"], &rate["denominator"]), (&json!(0), &json!(denominator)), "{id}");
    }
    assert_eq!(
        of(&table, &table["total"], "supervised_share")["numerator"],
        1,
        "the petition was supervised"
    );
    as_the_log_says(&server).await;
}

/// 机关合并、撤销: a petition that the successor accepts is accepted by the successor, and nobody's number is the closed one's.
#[tokio::test]
async fn a_successor_is_judged_by_what_it_took_over() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    at_unit(&server.sign_in("head").await, &filed.id).await;
    let successor = housing_merged(&server, "七里河区城市更新局").await;
    in_hand(&server.sign_in("handler").await, &filed.id).await;
    server.advance(25 * DAY);
    let table = table(&server.sign_in("head").await, "from=2020-01-01&by=agency").await;
    let accepted = in_row(&table, "agency", &json!(successor), "timely_decision");
    assert_eq!((&accepted["numerator"], &accepted["denominator"]), (&json!(1), &json!(1)));
    let rows = table["rows"].as_array().unwrap();
    assert!(rows.iter().all(|row| row["agency"] != json!(HOUSING.0)), "it did nothing of it");
    as_the_log_says(&server).await;
}

/// 及时受理率: accepted is not told. Two are accepted on the day, and of one the notice is made.
#[tokio::test]
async fn who_is_told_by_a_notice_is_told_in_time() {
    let server = TestServer::start().await;
    let (visitor, head, handler) =
        (server.visitor(), server.sign_in("head").await, server.sign_in("handler").await);
    let [told, untold] = households(&visitor).await;
    for filed in [&told, &untold] {
        at_unit(&head, &filed.id).await;
        in_hand(&handler, &filed.id).await;
    }
    handler.post(&told.path("/documents"), json!({ "kind": "acceptance" })).await.expect(201);
    server.advance(25 * DAY);
    let table = table(&server.sign_in("head").await, "from=2020-01-01").await;
    for (id, numerator) in [("timely_acceptance", 1), ("timely_decision", 2)] {
        let rate = of(&table, &table["total"], id);
        assert_eq!((&rate["numerator"], &rate["denominator"]), (&json!(numerator), &json!(2)), "{id}");
    }
    as_the_log_says(&server).await;
}

/// EVAL14 art. 4: nobody may evaluate what a court replied, so it waits for no evaluation.
#[tokio::test]
async fn what_a_court_replied_is_not_in_the_share_of_the_evaluated() {
    let server = TestServer::start().await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let filed = Filed::by(&server.visitor(), filing()).await;
    at_unit(&head, &filed.id).await;
    in_hand(&handler, &filed.id).await;
    answered(&handler, &filed.id).await;
    for (kind, counted) in [(AgencyKind::ResponsibleUnit, (1, 0)), (AgencyKind::Court, (0, 1))] {
        let mut tx = server.store.begin().await.unwrap();
        let known = tx.agency(HOUSING).await.unwrap().unwrap();
        tx.put_agency(&Agency { kind, ..known }).await.unwrap();
        tx.commit().await.unwrap();
        let table = table(&head, "from=2020-01-01").await;
        let share = of(&table, &table["total"], "participation");
        let found = (share["denominator"].as_i64().unwrap(), share["excluded"].as_i64().unwrap());
        assert_eq!(found, counted, "{kind}");
    }
}
