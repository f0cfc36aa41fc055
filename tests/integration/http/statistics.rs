use super::{
    cases::{Filed, HOUR, Scheduled, answered, at_unit, filing, households, in_hand, moved, report, routed},
    ended::in_session,
    lifecycle::{refused, replied},
};
use crate::kit::{
    server::{Browser, TestServer},
    town::{DISTRICT, HOUSING, staff_id},
};
use lianjie::{
    domain::{
        jurisdiction::{Agency, AgencyKind},
        people::Staff,
    },
    storage::check_facts,
};
use serde_json::{Value, json};

const DAY: i64 = 24 * HOUR;

/// The indicator's entry of `values`, in a table or its total.
fn of<'a>(table: &'a Value, values: &'a Value, id: &str) -> &'a Value {
    let place = table["indicators"].as_array().unwrap().iter().position(|one| one["id"] == id).unwrap();
    &values[place]
}

async fn table(browser: &Browser, query: &str) -> Value {
    browser.get(&format!("/statistics?{query}")).await.expect(200)
}

/// Three petitions and a report; the first was routed at once, the others are sixteen days old and were not.
async fn a_fortnight() -> (TestServer, Filed) {
    let server = TestServer::start().await;
    let visitor = server.visitor();
    let first = Filed::by(&visitor, filing()).await;
    Filed::by(&visitor, filing()).await;
    Filed::by(&visitor, filing()).await;
    Filed::by(&visitor, report()).await;
    let head = server.sign_in("head").await;
    moved(&head, &first.id, json!({ "kind": "start_screening" })).await;
    moved(&head, &first.id, routed()).await;
    // Sixteen days, or twenty where a holiday moves the day on.
    server.advance(21 * DAY);
    (server, first)
}

#[tokio::test]
async fn a_table_says_how_its_numbers_were_made() {
    let (server, _) = a_fortnight().await;
    let head = server.sign_in("head").await;
    let table = table(&head, "from=2020-01-01").await;
    assert_eq!(table["division_name"], "七里河区");
    assert_eq!(table["as_of"].as_i64().unwrap() / HOUR, server.now().0 / HOUR);
    assert_eq!(table["sealed"], 1);
    let routing = of(&table, &table["total"], "timely_routing");
    assert_eq!((&routing["numerator"], &routing["denominator"]), (&json!(1), &json!(3)));
    assert!((routing["value"].as_f64().unwrap() - 1.0 / 3.0).abs() < 1e-9);
    let shown = of(&table, &table["indicators"], "timely_routing");
    assert_eq!((&shown["period"], &shown["unit"]), (&json!("due"), &json!("share")));
    assert!(shown["formula"]["zh"].as_str().unwrap().contains("15 日"));
    assert_eq!(of(&table, &table["total"], "petitions")["value"], 3.0);
    assert_eq!(of(&table, &table["total"], "participation")["value"], json!(null), "no data is not zero");
}

#[tokio::test]
async fn every_level_says_the_same_number() {
    let (server, _) = a_fortnight().await;
    let (city, head) = (server.sign_in("city").await, server.sign_in("head").await);
    let by_district = table(&city, "from=2020-01-01&by=division").await;
    let own = table(&head, "from=2020-01-01").await;
    let rows = by_district["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["division_name"], "七里河区");
    for (a, b) in rows[0]["values"].as_array().unwrap().iter().zip(own["total"].as_array().unwrap()) {
        assert_eq!(a, b);
    }
    let both = table(&city, "from=2020-01-01&by=class,channel,month").await;
    assert_eq!(both["rows"][0]["class"], "property_management");
    assert_eq!(both["rows"][0]["channel"], "web");
    assert_eq!(both["rows"][0]["month"].as_str().unwrap().len(), 7);
}

#[tokio::test]
async fn a_number_leads_to_its_petitions() {
    let (server, first) = a_fortnight().await;
    let head = server.sign_in("head").await;
    let behind = async |part: &str| {
        let path = format!(
            "/statistics/timely_routing/petitions?from=2020-01-01&part={part}&class=property_management"
        );
        head.get(&path).await.expect(200)
    };
    let hits = behind("numerator").await;
    assert_eq!((&hits["total"], &hits["rows"][0]["number"]), (&json!(1), &json!(first.number)));
    assert_eq!(
        (&behind("missed").await["total"], &behind("denominator").await["total"]),
        (&json!(2), &json!(3))
    );
    let paged = head.get("/statistics/petitions/petitions?from=2020-01-01&limit=2").await.expect(200);
    assert_eq!((paged["rows"].as_array().unwrap().len(), &paged["total"]), (2, &json!(3)));
    // What comes in meanwhile is newer: it stands before what was shown, and moves nothing behind it.
    server.advance(HOUR);
    Filed::by(&server.visitor(), filing()).await;
    let head = server.sign_in("head").await;
    let after = paged["next"].as_str().unwrap();
    let path = format!("/statistics/petitions/petitions?from=2020-01-01&limit=2&after={after}");
    let rest = head.get(&path).await.expect(200);
    assert!(paged["rows"].as_array().unwrap().iter().all(|row| row["id"] != rest["rows"][0]["id"]));
    assert_eq!((rest["rows"].as_array().unwrap().len(), &rest["next"]), (1, &json!(null)));
    assert!(!rest.to_string().contains("report"), "no sealed report is behind a number");
}

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
    for (id, cell, total) in [
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
        let timeline = head.get(&filed.path("/timeline")).await.expect(200);
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
    let (admin, head) = (server.sign_in("admin").await, server.sign_in("head").await);
    let filed = Filed::by(&server.visitor(), filing()).await;
    at_unit(&head, &filed.id).await;
    let successor = json!({ "name": "七里河区城市更新局", "kind": "responsible_unit", "division": "620103" });
    let successor = admin.post("/admin/agencies", successor).await.expect(201)["id"].clone();
    let closing = json!({ "successor": successor, "reason": "区机构改革方案：并入城市更新局" });
    admin.post(&format!("/admin/agencies/{}/close", HOUSING.0), closing).await.expect(200);
    in_hand(&server.sign_in("handler").await, &filed.id).await;
    server.advance(25 * DAY);
    let table = table(&server.sign_in("head").await, "from=2020-01-01&by=agency").await;
    let accepted = in_row(&table, "agency", &successor, "timely_acceptance");
    assert_eq!((&accepted["numerator"], &accepted["denominator"]), (&json!(1), &json!(1)));
    let rows = table["rows"].as_array().unwrap();
    assert!(rows.iter().all(|row| row["agency"] != json!(HOUSING.0)), "it did nothing of it");
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

#[tokio::test]
async fn two_periods_are_compared_by_the_same_formulas() {
    let (server, _) = a_fortnight().await;
    Filed::by(&server.visitor(), filing()).await;
    let head = server.sign_in("head").await;
    let today = server.now().local_date();
    let then = server.now().plus_millis(-21 * DAY).local_date();
    let query = format!("from={today}&to={today}&against_from={then}&against_to={then}");
    let compared = table(&head, &format!("{query}&by=class")).await;
    let beside = &compared["against"];
    assert_eq!((&beside["from"], &beside["sealed"]), (&json!(then.to_string()), &json!(1)));
    let petitions = of(&compared, &beside["total"], "petitions");
    assert_eq!((&petitions["before"]["value"], &petitions["difference"]), (&json!(3.0), &json!(-2.0)));
    assert!((petitions["growth"].as_f64().unwrap() + 2.0 / 3.0).abs() < 1e-9);
    let online = of(&compared, &beside["total"], "online_share");
    assert_eq!((&online["difference"], &online["growth"]), (&json!(0.0), &json!(null)), "points, not growth");
    let unknown = of(&compared, &beside["total"], "on_time_completion");
    assert_eq!(unknown["difference"], json!(null), "no data is no difference");
    let row = &compared["rows"][0];
    assert_eq!(of(&compared, &row["compared"], "petitions")["before"]["value"], 3.0);
    let plain = table(&head, &format!("from={today}&to={today}")).await;
    assert_eq!((&plain["against"], &plain["total"]), (&json!(null), &compared["total"]));
    let request = head.request(reqwest::Method::GET, &format!("/statistics/export?{query}&by=month"));
    assert_eq!(head.send(request).await.status, 200);
    for (query, field) in [
        ("against_from=2026-01-01", "against_to"),
        ("against_to=2026-01-01", "against_from"),
        ("against_from=2026-02-01&against_to=2026-01-01", "against_from"),
        (
            "by=month&from=2026-01-01&to=2026-02-28&against_from=2025-01-01&against_to=2025-01-02",
            "against_from",
        ),
    ] {
        let refused = head.get(&format!("/statistics?{query}")).await.refused(422, "unprocessable");
        assert_eq!(refused["field"], field, "{query}");
    }
}

#[tokio::test]
async fn numbers_are_for_those_whose_business_they_are() {
    let (server, _) = a_fortnight().await;
    let paths = ["", "/export", "/yearly", "/yearly/export", "/warnings", "/screen", "/petitions/petitions"];
    for (username, query, status) in [
        ("admin", "", 404),
        ("handler", "", 404),
        ("desk", "", 404),
        ("neighbour", "", 200),
        ("neighbour", "?division=620103", 404),
        ("neighbour", "?division=62", 404),
        ("neighbour", "?division=x", 404),
        ("head", "?division=620103002", 200),
        ("city", "?division=620103", 200),
    ] {
        let browser = server.sign_in(username).await;
        for path in paths {
            let answer = browser.get(&format!("/statistics{path}{query}")).await;
            assert_eq!(answer.status, status, "{username} {path}{query}");
        }
    }
    let neighbour = server.sign_in("neighbour").await;
    let own = table(&neighbour, "from=2020-01-01").await;
    assert_eq!(
        (of(&own, &own["total"], "petitions")["value"].as_f64(), &own["sealed"]),
        (Some(0.0), &json!(0))
    );
}

#[tokio::test]
async fn a_question_that_makes_no_sense_is_told_by_field() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    for (query, field) in [
        ("from=2026-02-01&to=2026-01-01", "from"),
        ("from=1990-01-01&to=2026-01-01", "from"),
        ("by=nonsense", "by"),
        ("by=division,agency,class,channel", "by"),
    ] {
        let refused = head.get(&format!("/statistics?{query}")).await.refused(422, "unprocessable");
        assert_eq!(refused["field"], field, "{query}");
    }
    for query in ["from=yesterday", "nonsense=1"] {
        head.get(&format!("/statistics?{query}")).await.refused(400, "bad_request");
    }
    let refused = head.get("/statistics/petitions/petitions?month=may").await.refused(422, "unprocessable");
    assert_eq!(refused["field"], "month");
    head.get("/statistics/yearly?year=1999").await.refused(422, "unprocessable");
    head.get("/statistics/nonsense/petitions").await.refused(404, "not_found");
}

#[tokio::test]
async fn tables_and_reports_are_saved_as_excel_files() {
    let (server, _) = a_fortnight().await;
    let head = server.sign_in("head").await;
    for path in ["/statistics/export?from=2020-01-01&by=month", "/statistics/yearly/export?lang=en"] {
        let request = head.request(reqwest::Method::GET, path);
        let answer = head.send(request).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.headers["content-disposition"].to_str().unwrap().contains(".xlsx"));
        assert!(answer.body.as_str().unwrap().starts_with("PK"), "a zip, as Excel's files are");
    }
}

#[tokio::test]
async fn the_yearly_report_names_fields_and_organs() {
    let (server, _) = a_fortnight().await;
    let head = server.sign_in("head").await;
    let years: std::collections::BTreeSet<_> =
        [server.now().plus_millis(-21 * DAY), server.now()].map(|at| at.local_date().year()).into();
    let mut petitions = 0;
    for year in years {
        let report = head.get(&format!("/statistics/yearly?year={year}")).await.expect(200);
        for field in report["fields"].as_array().unwrap() {
            petitions += field["petitions"].as_u64().unwrap();
        }
        for organ in report["organs"].as_array().unwrap() {
            assert_eq!(organ["name"], "七里河区住建局");
        }
    }
    assert_eq!(petitions, 3);
}

#[tokio::test]
async fn a_cluster_is_a_warning_until_it_is_old_and_somebody_takes_charge() {
    let server = TestServer::start().await;
    let visitor = server.visitor();
    for _ in 0..3 {
        Filed::by(&visitor, filing()).await;
    }
    let head = server.sign_in("head").await;
    let warnings = head.get("/statistics/warnings").await.expect(200)["rows"].clone();
    let kinds: Vec<_> =
        warnings.as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["cluster", "respondent", "person", "crowd", "crowd", "crowd"]);
    assert_eq!((&warnings[0]["place_name"], &warnings[0]["count"]), (&json!("西湖街道"), &json!(3)));
    assert_eq!(warnings[0]["charge"], json!(null));
    let key = &warnings[0]["key"];
    let behind = async |browser: &Browser| {
        browser.post("/statistics/warnings/petitions", json!({ "key": key })).await.expect(200)
    };
    assert_eq!(behind(&head).await.as_array().unwrap().len(), 3);
    let first = head.get("/statistics/warnings?limit=4").await.expect(200);
    let rest = head.get("/statistics/warnings?limit=4&after=4").await.expect(200);
    assert_eq!((&first["next"], rest["rows"].as_array().unwrap().len()), (&json!("4"), 2));
    assert_eq!(rest["next"], json!(null));
    let taken = head.post("/statistics/warnings", json!({ "key": key })).await.expect(200);
    assert_eq!((&taken["key"], &taken["charge"]["name"]), (key, &json!("head 同志")));
    assert_eq!(taken["charge"]["mine"], true);
    let seen = server.sign_in("city").await.get("/statistics/warnings").await.expect(200);
    let seen = &seen["rows"][0];
    assert_eq!((&seen["charge"]["name"], &seen["charge"]["mine"]), (&json!("head 同志"), &json!(false)));
    head.post("/statistics/warnings", json!({ "key": "none" })).await.refused(404, "not_found");
    server.advance(8 * DAY);
    let head = server.sign_in("head").await;
    assert_eq!(head.get("/statistics/warnings").await.expect(200), json!({ "rows": [], "next": null }));
}

/// The same streets and matter a season later: nobody has looked at that yet.
#[tokio::test]
async fn a_warning_is_nobodys_once_the_days_of_whoever_took_it_are_over() {
    let server = TestServer::start().await;
    let cluster = async |browser: &Browser| {
        let warnings = browser.get("/statistics/warnings").await.expect(200)["rows"].clone();
        warnings.as_array().unwrap().iter().find(|one| one["kind"] == "cluster").unwrap().clone()
    };
    let filed = async || {
        for _ in 0..3 {
            Filed::by(&server.visitor(), filing()).await;
        }
    };
    filed().await;
    let head = server.sign_in("head").await;
    let key = cluster(&head).await["key"].clone();
    let taken = head.post("/statistics/warnings", json!({ "key": key })).await.expect(200);
    let at = |name: &str| taken["charge"][name].as_i64().unwrap();
    assert_eq!(at("until") - at("taken_at"), 30 * DAY);

    server.advance(31 * DAY);
    filed().await;
    let (head, city) = (server.sign_in("head").await, server.sign_in("city").await);
    let again = cluster(&head).await;
    assert_eq!((&again["key"], &again["charge"]), (&key, &json!(null)));
    city.post("/statistics/warnings", json!({ "key": key })).await.expect(200);
    assert_eq!(cluster(&head).await["charge"]["name"], "city 同志");
    let mut tx = server.store.begin().await.unwrap();
    let gone = tx.staff(staff_id("city")).await.unwrap().unwrap();
    tx.put_staff(&Staff { disabled: true, ..gone }).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(cluster(&head).await["charge"], json!(null), "an account that was shut looks after nothing");
}

#[tokio::test]
async fn the_big_screen_has_no_names_on_it() {
    let (server, first) = a_fortnight().await;
    let head = server.sign_in("head").await;
    let screen = head.get("/statistics/screen").await.expect(200);
    assert_eq!(screen["overdue"], 3, "two not routed, one without notice");
    assert_eq!((&screen["registered_today"], &screen["live"]), (&json!(0), &json!(0)));
    let text = screen.to_string();
    for name in ["马秀英", "王建国", "某物业公司", "小区物业不公开收支", first.number.as_str(), "同志"]
    {
        assert!(!text.contains(name), "{name}");
    }
}
