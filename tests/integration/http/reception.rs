//! Leaders' reception days and the cases in their charge.

use super::cases::{DAY, Filed, HOUR, filing, report as sealed_report, topics};
use crate::kit::{
    server::{Browser, TestServer},
    town::staff_id,
};
use lianjie::{
    administration::calendar::InForce,
    clocks::warn,
    domain::{Timestamp, people::Role, petition::WarnDays},
};
use reqwest::Method;
use serde_json::{Value, json};

pub fn leader(username: &str, rank: &str) -> Value {
    json!({ "staff": staff_id(username).0, "title": "副区长", "rank": rank, "field": "城乡建设" })
}

/// From 09:00 to 11:00 in China, `days` from now.
pub fn day(server: &TestServer, days: i64) -> Value {
    let midnight = (server.now().0 + 8 * HOUR).div_euclid(DAY) * DAY - 8 * HOUR;
    let starts_at = midnight + days * DAY + 9 * HOUR;
    json!({
        "leader": staff_id("leader").0, "kind": "fixed", "place": "区信访局接访室",
        "starts_at": starts_at, "ends_at": starts_at + 2 * HOUR,
    })
}

/// Three days and perhaps more, the first in five days.
pub fn series(server: &TestServer, every_weeks: u8) -> Value {
    let until = Timestamp(server.now().0 + 30 * DAY).local_date().to_string();
    json!({ "first": day(server, 5), "every_weeks": every_weeks, "until": until })
}

#[tokio::test]
async fn a_series_is_planned_whole_or_not_at_all() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    head.post("/reception/leaders", leader("leader", "chief")).await.expect(200);
    let (from, to) = (server.now().local_date(), Timestamp(server.now().0 + 90 * DAY).local_date());
    let roster = format!("/reception/days?from={from}&to={to}");
    let count = async || head.get(&roster).await.expect(200)["days"].as_array().unwrap().len();
    for (field, value, code) in [
        ("every_weeks", json!(0), "bad_reception_series"),
        ("until", json!("2020-01-01"), "bad_reception_series"),
        ("until", json!("soon"), "unprocessable"),
        ("place", json!("x"), "bad_reception_text"),
    ] {
        let mut asked = series(&server, 1);
        let place = if field == "place" { &mut asked["first"] } else { &mut asked };
        place[field] = value;
        head.post("/reception/series", asked).await.refused(422, code);
    }
    assert_eq!(count().await, 0);
    let planned = head.post("/reception/series", series(&server, 1)).await.expect(201);
    let (on, left_out) = (planned["days"].as_array().unwrap(), planned["left_out"].as_array().unwrap());
    assert_eq!(on.len() + left_out.len(), 4, "of 25 days: {planned}");
    assert_eq!(count().await, on.len());
    assert!(on.iter().all(|day| day["state"] == "planned"));
}

/// A day in five days' time, planned and not published.
pub async fn planned(server: &TestServer, head: &Browser) -> Value {
    head.post("/reception/leaders", leader("leader", "chief")).await.expect(200);
    head.post("/reception/days", day(server, 5)).await.expect(201)
}

fn path(day: &Value) -> String {
    format!("/reception/days/{}", day["id"].as_str().unwrap())
}

async fn changed(browser: &Browser, day: &Value, change: Value) -> crate::kit::server::Answer {
    browser.post(&path(day), json!({ "version": day["version"], "change": change })).await
}

async fn coming(server: &TestServer, division: &str) -> Vec<Value> {
    let shown = server.visitor().get(&format!("/reception-days?division={division}")).await.expect(200);
    shown.as_array().unwrap().clone()
}

#[tokio::test]
async fn a_published_day_is_told_to_citizens_of_the_division_and_of_its_places() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let planned = planned(&server, &head).await;
    assert_eq!(planned["field"], "城乡建设", "the leader's own");
    assert!(coming(&server, "620103").await.is_empty(), "planned is not published");
    let published = changed(&head, &planned, json!({ "kind": "publish" })).await.expect(200);
    assert_eq!(published["state"], "published");
    changed(&head, &planned, json!({ "kind": "publish" })).await.refused(409, "stale");
    for (division, count) in [("620103", 1), ("620103002", 1), ("6201", 1), ("620102", 0)] {
        assert_eq!(coming(&server, division).await.len(), count, "{division}");
    }
    let told = &coming(&server, "620103").await[0];
    assert_eq!((&told["leader_title"], &told["place"]), (&json!("副区长"), &json!("区信访局接访室")));

    let late = head.post("/reception/days", day(&server, 2)).await.expect(201);
    changed(&head, &late, json!({ "kind": "publish" })).await.refused(422, "too_late_to_publish");
    let mut spot = day(&server, 1);
    spot["kind"] = "on_the_spot".into();
    let spot = head.post("/reception/days", spot).await.expect(201);
    changed(&head, &spot, json!({ "kind": "publish" })).await.expect(200);
    head.post("/reception/days", day(&server, -1)).await.refused(422, "bad_times");
}

#[tokio::test]
async fn a_leader_is_told_of_their_day_and_receives_at_one_place_at_a_time() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let first = planned(&server, &head).await;
    let mut later = day(&server, 5);
    later["starts_at"] = json!(first["starts_at"].as_i64().unwrap() + HOUR);
    head.post("/reception/days", later.clone()).await.refused(422, "leader_taken");
    head.post("/reception/series", series(&server, 1)).await.refused(422, "leader_taken");
    head.post("/reception/leaders", leader("deputy", "other")).await.expect(200);
    later["leader"] = json!(staff_id("deputy").0);
    let theirs = head.post("/reception/days", later).await.expect(201);
    let reason = "参加省里会议";
    let to = |to: &str| json!({ "kind": "swap", "leader": staff_id(to).0, "reason": reason });
    changed(&head, &theirs, to("leader")).await.refused(422, "leader_taken");
    let published = changed(&head, &first, json!({ "kind": "publish" })).await.expect(200);
    assert_eq!(topics(&server.sign_in("leader").await).await, ["reception_published", "reception_planned"]);
    let desk = server.sign_in("leader").await.get("/leader/desk").await.expect(200);
    assert_eq!((&desk["days"][0]["id"], &desk["days"][1]), (&first["id"], &json!(null)));

    changed(&head, &theirs, json!({ "kind": "cancel", "reason": reason })).await.expect(200);
    changed(&head, &published, to("deputy")).await.expect(200);
    assert_eq!(topics(&server.sign_in("leader").await).await[0], "reception_swapped");
    assert_eq!(
        topics(&server.sign_in("deputy").await).await[..2],
        ["reception_swapped", "reception_cancelled"]
    );
    server.advance(first["starts_at"].as_i64().unwrap() - DAY - server.now().0);
    let world = server.world();
    for told in [1, 0] {
        assert_eq!(
            warn(&server.store, world.as_ref(), WarnDays::default(), &InForce::default()).await.unwrap(),
            told
        );
    }
    assert_eq!(topics(&server.sign_in("deputy").await).await[0], "reception_soon");
    assert!(!topics(&server.sign_in("leader").await).await.contains(&"reception_soon".to_owned()));
}

#[tokio::test]
async fn a_swap_is_recorded_with_both_leaders() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let day = planned(&server, &head).await;
    let reason = "参加省里会议";
    let swap = |to: &str| json!({ "kind": "swap", "leader": staff_id(to).0, "reason": reason });
    changed(&head, &day, swap("deputy")).await.refused(422, "bad_swap");
    let first = head.post("/reception/leaders", leader("deputy", "other")).await.expect(200);
    let again =
        async |tag| head.replace(Method::POST, "/reception/leaders", tag, leader("deputy", "chief")).await;
    head.post("/reception/leaders", leader("deputy", "chief")).await.refused(428, "precondition_required");
    again(&first["tag"]).await.expect(200);
    again(&first["tag"]).await.refused(412, "outdated");
    changed(&head, &day, swap("leader")).await.refused(422, "bad_swap");
    changed(&head, &day, swap("director")).await.refused(422, "bad_swap");
    let swapped = changed(&head, &day, swap("deputy")).await.expect(200);
    assert_eq!(swapped["leader_name"], "deputy 同志");
    let recorded = &swapped["swaps"][0];
    assert_eq!(
        (&recorded["before_name"], &recorded["by_name"]),
        (&json!("leader 同志"), &json!("head 同志"))
    );
    assert_eq!(recorded["reason"], reason);
    changed(&head, &swapped, json!({ "kind": "cancel", "reason": "忙" })).await.refused(422, "reason_needed");
    let cancelled = changed(&head, &swapped, json!({ "kind": "cancel", "reason": reason })).await.expect(200);
    assert_eq!(cancelled["reason"], reason);
    changed(&head, &cancelled, json!({ "kind": "hold", "cases": 1, "persons": 1 }))
        .await
        .refused(422, "wrong_reception_state");
}

#[tokio::test]
async fn the_report_counts_what_was_held_against_the_minimum() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let day = planned(&server, &head).await;
    changed(&head, &day, json!({ "kind": "hold", "cases": 4, "persons": 9 })).await.refused(422, "too_early");
    let starts_at = day["starts_at"].as_i64().unwrap();
    let date = lianjie::domain::Timestamp(starts_at).local_date();
    server.advance(starts_at - server.now().0);
    let head = server.sign_in("head").await;
    let report = |browser: Browser| async move {
        browser.get(&format!("/reception/compliance?day={date}")).await.expect(200)
    };
    let before = report(server.sign_in("head").await).await;
    assert_eq!((&before["bound"], &before["met"]), (&json!(1), &json!(0)), "{before:#}");
    changed(&head, &day, json!({ "kind": "hold", "cases": 4, "persons": 9 })).await.expect(200);
    let counted = head.get("/statistics?from=2020-01-01").await.expect(200)["receptions"].clone();
    assert_eq!(counted, json!({ "days": 1, "cases": 4, "persons": 9, "video_share": 0.0 }));
    let after = report(head).await;
    assert_eq!((&after["met"], &after["rows"][0]["cases"]), (&json!(1), &json!(4)));
    assert_eq!((&after["rows"][0]["least"], &after["rows"][0]["per"]), (&json!(1), &json!("month")));
    let fixed = json!([{ "kind": "fixed", "held": 1, "cases": 4, "persons": 9 }]);
    assert_eq!((&after["rows"][0]["by_kind"], &after["by_kind"]), (&fixed, &fixed));
    server.advance(24 * 3_600_000);
    let daily = report(server.sign_in("head").await).await["daily"].clone();
    let missed = daily[0]["missed"].as_array().unwrap();
    assert_eq!((daily.as_array().unwrap().len(), &daily[0]["division"]), (1, &json!("620103")));
    assert!(!missed.contains(&json!(date.to_string())), "{daily:#}");
    assert_eq!(daily[0]["working_days"], missed.len() + 1, "on no other day anybody did");
    let roster = server.sign_in("leader").await.get(&format!("/reception/days?from={date}&to={date}")).await;
    let roster = roster.expect(200);
    assert_eq!((&roster["days"][0]["state"], &roster["may_plan"]), (&json!("held"), &json!(false)));
    let nothing = server.sign_in("admin").await.get("/reception/compliance").await.expect(200);
    assert_eq!(nothing["rows"], json!([]));
}

/// Of the month that was over when the account was shut the leader is one still; of this one no longer.
#[tokio::test]
async fn an_account_that_is_shut_changes_no_period_that_was_over() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    head.post("/reception/leaders", leader("leader", "chief")).await.expect(200);
    let then = server.now().local_date();
    server.advance(40 * DAY);
    let (head, today) = (server.sign_in("head").await, server.now().local_date());
    let path = format!("/admin/staff/{}/disable", staff_id("leader").0);
    server.sign_in("admin").await.post(&path, json!({})).await.expect(200);
    for (day, bound, left, share) in [(then, 1, 0, json!(0.0)), (today, 0, 1, json!(null))] {
        let report = head.get(&format!("/reception/compliance?day={day}")).await.expect(200);
        let told = (&report["bound"], &report["met"], &report["left"], &report["share"]);
        assert_eq!(told, (&json!(bound), &json!(0), &json!(left), &share), "{day}");
        assert_eq!(report["rows"][0]["left"], left == 1);
        let request = head.request(Method::GET, &format!("/reception/compliance/export?day={day}&lang=en"));
        let file = head.send(request).await;
        assert_eq!(file.status, 200);
        assert!(file.body.as_str().unwrap().starts_with("PK"), "a zip, as Excel's files are");
    }
    let next = Timestamp(server.now().0 + 40 * DAY).local_date();
    let after = head.get(&format!("/reception/compliance?day={next}")).await.expect(200);
    assert_eq!((&after["rows"], &after["left"]), (&json!([]), &json!(0)));
}

/// 任职日期: in the period of the appointment nobody is held to the whole of it, before it they were no leader.
#[tokio::test]
async fn who_was_appointed_in_a_period_is_bound_by_the_next() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let today = server.now().local_date();
    let since = |day: time::Date| {
        let mut asked = leader("leader", "chief");
        asked["since"] = day.to_string().into();
        asked
    };
    let tomorrow = today.next_day().unwrap();
    let refused = head.post("/reception/leaders", since(tomorrow)).await.refused(422, "unprocessable");
    assert_eq!(refused["field"], "since");
    let put = head.post("/reception/leaders", since(today)).await.expect(200);
    assert_eq!(put["since"], today.to_string());
    let first = today.replace_day(1).unwrap();
    let came = u64::from(today != first);
    let around = |days: i64| Timestamp(server.now().0 + days * DAY).local_date();
    for (day, bound, came) in [(around(-40), 0, 0), (today, 1 - came, came), (around(40), 1, 0)] {
        let report = head.get(&format!("/reception/compliance?day={day}")).await.expect(200);
        assert_eq!((&report["bound"], &report["came"]), (&json!(bound), &json!(came)), "{day}: {report}");
    }
}

/// Left out it stands; `null` takes it back; another post did not begin with the one before.
#[tokio::test]
async fn the_day_of_a_post_is_kept_taken_back_and_begun_anew() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let today = server.now().local_date().to_string();
    let begun = || json!("2025-03-01");
    let mut put = head.post("/reception/leaders", leader("leader", "other")).await.expect(200);
    assert_eq!(put["since"], json!(null));
    for (rank, since, then) in [
        ("chief", None, json!(null)), // none was known
        ("chief", Some(begun()), begun()),
        ("chief", None, begun()),
        ("other", None, json!(today)),
        ("chief", Some(begun()), begun()),
        ("chief", Some(json!(null)), json!(null)),
    ] {
        let mut asked = leader("leader", rank);
        if let Some(since) = since {
            asked["since"] = since;
        }
        put = head.replace(Method::POST, "/reception/leaders", &put["tag"], asked).await.expect(200);
        assert_eq!(put["since"], then, "{rank}");
    }
}

#[tokio::test]
async fn a_leader_in_charge_sees_the_petition_until_that_ends() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let (head, director) = (server.sign_in("head").await, server.sign_in("director").await);
    director.get(&filed.path("")).await.refused(404, "not_found");
    let contracts = filed.path("/contracts");
    let take = |who: &str| json!({ "kind": "take", "leader": staff_id(who).0 });
    head.post(&contracts, take("clerk")).await.refused(422, "unprocessable");
    let taken = head.post(&contracts, take("director")).await.expect(200);
    assert_eq!(taken["contracts"][0]["leader_name"], "director 同志");
    head.post(&contracts, take("director")).await.refused(409, "conflict");

    assert_eq!(director.get(&filed.path("")).await.expect(200)["number"], filed.number);
    let mine = director.get("/contracts").await.expect(200)["rows"].clone();
    assert_eq!(mine[0]["petition"]["number"], filed.number);
    let clerk = server.sign_in("clerk").await;
    clerk.post(&contracts, take("leader")).await.refused(422, "not_yours");

    let end = json!({ "kind": "end", "leader": staff_id("director").0, "reason": "事项已经化解" });
    let ended = head.post(&contracts, end.clone()).await.expect(200);
    assert!(ended["contracts"][0]["ended_at"].is_number());
    head.post(&contracts, end).await.refused(422, "unprocessable");
    director.get(&filed.path("")).await.refused(404, "not_found");
    assert_eq!(director.get("/contracts").await.expect(200)["rows"], json!([]));
    let timeline = head.oldest_first(&filed.path("/timeline")).await;
    let kinds: Vec<_> = timeline.as_array().unwrap().iter().map(|event| event["kind"].clone()).collect();
    assert!(kinds.ends_with(&[json!("petition.contracted"), json!("petition.contract_ended")]), "{kinds:?}");

    // A matter that is over is given into nobody's charge, and is nobody's for ever.
    server.advance(1_000);
    head.post(&contracts, take("director")).await.expect(200);
    let mut withdrawn = filed.door();
    withdrawn["reason"] = "问题已经解决，不再反映".into();
    server.visitor().post("/query/withdraw", withdrawn).await.expect(200);
    let over = head.get(&contracts).await.expect(200);
    assert_eq!((&over["may_contract"], &over["may_end"]), (&json!(false), &json!(true)));
    head.post(&contracts, take("leader")).await.refused(422, "not_yours");
    let end = json!({ "kind": "end", "leader": staff_id("director").0, "reason": "信访人已经撤回" });
    head.post(&contracts, end).await.expect(200);
    assert_eq!(director.get("/contracts").await.expect(200)["rows"], json!([]));
}

/// 领导信箱: citizens are offered posts and names that are published for the place. Whom a letter names is told, and sees it.
#[tokio::test]
async fn a_letter_reaches_the_leader_it_names() {
    let server = TestServer::start().await;
    let (head, director) = (server.sign_in("head").await, server.sign_in("director").await);
    let (visitor, id) = (server.visitor(), staff_id("director").0);
    let offered =
        async |place: &str| visitor.get(&format!("/leader-mailboxes?place={place}")).await.expect(200);
    let letter = |channel: &str, category: &str| {
        let mut letter = filing();
        letter["channel"] = channel.into();
        letter["category"] = category.into();
        letter["leader"] = json!(id);
        letter
    };
    let not_taken = async |letter: Value| {
        let refused = visitor.post("/petitions", letter).await.refused(422, "unprocessable");
        assert_eq!(refused["field"], "leader");
    };
    let posted = head.post("/reception/leaders", leader("director", "other")).await.expect(200);
    assert_eq!(offered("620103002").await, json!([]), "nobody is published");
    not_taken(letter("leader_mailbox", "appeal")).await;

    let mut published = leader("director", "other");
    published["mailbox"] = true.into();
    let post = head.replace(Method::POST, "/reception/leaders", &posted["tag"], published).await.expect(200);
    assert_eq!((&post["mailbox"], post["tag"] == posted["tag"]), (&json!(true), false));
    let agency = &post["agency_name"];
    let expected = json!([{ "id": id, "name": "director 同志", "title": "副区长", "agency_name": agency }]);
    assert_eq!(offered("620103002").await, expected);
    assert_eq!(offered("6201").await, json!([]), "the city has leaders of its own");
    not_taken(letter("web", "appeal")).await;
    not_taken(letter("leader_mailbox", "report")).await;

    let filed = visitor.post("/petitions", letter("leader_mailbox", "appeal")).await.expect(201);
    let path = format!("/petitions/{}", filed["id"].as_str().unwrap());
    for browser in [&head, &director] {
        assert_eq!(browser.get(&path).await.expect(200)["written_to"], expected[0]);
    }
    let told = director.get("/staff-notices?unread=true").await.expect(200);
    assert_eq!(told["rows"][0]["topic"], "written_to", "{told}");
    let listed = async |browser: &Browser| {
        let letters = browser.get("/letters").await.expect(200);
        letters["rows"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(listed(&director).await, [filed["id"].clone()]);
    assert!(listed(&head).await.is_empty(), "it names somebody else");
    server.advance(1);
    let later = visitor.post("/petitions", letter("leader_mailbox", "appeal")).await.expect(201);
    assert_eq!(listed(&director).await, [later["id"].clone(), filed["id"].clone()]);
    let page = director.get("/letters?limit=1").await.expect(200);
    let next = page["next"].as_str().unwrap();
    let page = director.get(&format!("/letters?limit=1&after={next}")).await.expect(200);
    assert_eq!((&page["rows"][0]["id"], &page["next"]), (&filed["id"], &json!(null)));
    let screening = json!({ "kind": "start_screening", "category": "report" });
    let sealed = format!("/petitions/{}/transitions", later["id"].as_str().unwrap());
    head.post(&sealed, json!({ "version": 1, "transition": screening })).await.expect(204);
    assert_eq!(listed(&director).await, [filed["id"].clone()], "a sealed report is no leader's to read");
    let unnamed = Filed::by(&visitor, filing()).await;
    assert_eq!(head.get(&unnamed.path("")).await.expect(200)["written_to"], json!(null));
    director.get(&unnamed.path("")).await.refused(404, "not_found");

    let mut tx = server.store.begin().await.unwrap();
    let mut person = tx.staff(staff_id("director")).await.unwrap().unwrap();
    person.roles = vec![Role::Handler];
    tx.put_staff(&person).await.unwrap();
    tx.commit().await.unwrap();
    director.get(&path).await.refused(404, "not_found");
    assert!(listed(&director).await.is_empty(), "who is a leader no more has none");
}

/// A matter that turns out to be a report is walled off from the leader in charge of it, too (art. 30).
#[tokio::test]
async fn a_contract_opens_no_sealed_report() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let (head, director) = (server.sign_in("head").await, server.sign_in("director").await);
    let take = json!({ "kind": "take", "leader": staff_id("director").0 });
    head.post(&filed.path("/contracts"), take.clone()).await.expect(200);
    let screening = json!({ "kind": "start_screening", "category": "report" });
    // The bureau's own head loses sight of it with the answer.
    let asked = json!({ "version": 1, "transition": screening });
    head.post(&filed.path("/transitions"), asked).await.expect(204);
    let desk = server.sign_in("desk").await;
    assert_eq!(desk.get(&filed.path("")).await.expect(200)["category"], "report");
    director.get(&filed.path("")).await.refused(404, "not_found");
    assert_eq!(director.get("/contracts").await.expect(200)["rows"], json!([]));
    let sealed = Filed::by(&server.visitor(), sealed_report()).await;
    head.post(&sealed.path("/contracts"), take).await.refused(404, "not_found");
}
