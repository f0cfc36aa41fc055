//! Statistics over HTTP: tables, what is behind a number, and who may ask.

mod counted;
mod warnings;
mod yearly;

use super::cases::{Filed, HOUR, filing, moved, report, routed};
use crate::kit::{
    server::{Browser, TestServer},
    town::NEIGHBOURS,
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
    let (server, first) = a_fortnight().await;
    let (city, head) = (server.sign_in("city").await, server.sign_in("head").await);
    moved(&server.sign_in("handler").await, &first.id, json!({ "kind": "accept" })).await;
    // Supervision is in use in one district of the house and not in the other, which has not been given an order yet.
    let mut of_neighbours = filing();
    of_neighbours["place"] = "620102".into();
    let supervised = Filed::by(&server.visitor(), of_neighbours).await;
    let text = "请说明逾期原因并立即办理";
    let urged = json!({ "kind": "urge", "to": NEIGHBOURS.0, "text": text, "answer_by": "2099-01-01" });
    city.post(&supervised.path("/demands"), urged).await.expect(200);
    let by_district = table(&city, "from=2020-01-01&by=division").await;
    let rows = by_district["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    let neighbour = server.sign_in("neighbour").await;
    for (row, name, own) in [(&rows[0], "城关区", &neighbour), (&rows[1], "七里河区", &head)] {
        let own = table(own, "from=2020-01-01").await;
        assert_eq!(row["division_name"], name);
        assert_eq!(row["values"], own["total"], "{name}");
    }
    let unsupervised = of(&by_district, &rows[1]["values"], "supervised_share");
    assert_eq!((&unsupervised["value"], &unsupervised["denominator"]), (&json!(0.0), &json!(1)));
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
