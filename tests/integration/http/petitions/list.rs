//! Lists: searched, narrowed, paged, and filters that are kept.

use crate::{
    http::cases::{Filed, MINUTE, archivist, at_the_unit, filing, withdrawn},
    kit::{server::TestServer, town::HOUSING},
};
use serde_json::json;

#[tokio::test]
async fn a_list_is_searched_and_filtered_and_paged() {
    let server = TestServer::start().await;
    let visitor = server.visitor();
    for title in ["小区物业不公开收支", "道路积水多年无人管", "医院停车收费过高"] {
        let mut one = filing();
        one["title"] = title.into();
        one["text"] = format!("{title}，请求处理为盼，多次反映未果。").into();
        Filed::by(&visitor, one).await;
    }
    let head = server.sign_in("head").await;
    let titles = async |query: &str| {
        let list = head.get(&format!("/petitions?{query}")).await.expect(200);
        let rows = list["rows"].as_array().unwrap().clone();
        (
            rows.iter().map(|row| row["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>(),
            list["next"].clone(),
        )
    };
    assert_eq!(titles("search=积水").await.0, ["道路积水多年无人管"]);
    assert_eq!(titles("state=closed").await.0.len(), 0);
    let (first, next) = titles("limit=2").await;
    let (second, end) = titles(&format!("limit=2&after={}", next.as_str().unwrap())).await;
    assert_eq!((first.len(), second.len()), (2, 1));
    assert!(end.is_null() && !first.contains(&second[0]));
    head.get("/petitions?state=nonsense").await.refused(400, "bad_request");
}

/// In silence a program would read the first page again and again, or miss that it gets fewer rows than it asked for.
#[tokio::test]
async fn a_cursor_that_is_none_and_a_page_of_no_size_are_refused() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    for path in ["/petitions", "/demands?box=received", "/staff", "/delegations", "/statistics/warnings"] {
        let join = if path.contains('?') { '&' } else { '?' };
        for (query, field) in
            [("after=nonsense", "after"), ("after=1.", "after"), ("limit=0", "limit"), ("limit=101", "limit")]
        {
            let refused = head.get(&format!("{path}{join}{query}")).await.refused(422, "unprocessable");
            assert_eq!(refused["field"], field, "{path} {query}");
        }
        head.get(&format!("{path}{join}after=&limit=100")).await.expect(200);
    }
    let searched = json!({ "search": "物业", "filter": { "after": "nonsense" } });
    head.post("/petitions/search", searched).await.refused(422, "unprocessable");
}

#[tokio::test]
async fn a_list_is_narrowed_by_what_a_clerk_asks() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let counter = server.sign_in("counter").await;
    let today = server.now().local_date();
    let shown = async |query: &str| {
        let list = counter.get(&format!("/petitions?{query}")).await.expect(200);
        list["rows"].as_array().unwrap().len()
    };
    for (query, rows) in [
        ("category=appeal&channel=web&content_class=property_management".to_owned(), 1),
        ("category=suggestion".to_owned(), 0),
        ("channel=visit".to_owned(), 0),
        (format!("unit={}", HOUSING.0), 0),
        ("due=overdue".to_owned(), 0),
        ("due=soon".to_owned(), 0),
        (format!("registered_from={today}&registered_to={today}"), 1),
        (format!("registered_to={}", today.previous_day().unwrap()), 0),
        ("search=物业".to_owned(), 1),
        ("search=马秀英".to_owned(), 0), // nobody's name is looked for by an address
    ] {
        assert_eq!(shown(&query).await, rows, "{query}");
    }
    for (search, rows) in [
        ("马秀英", 1),
        ("13900000001", 1),
        ("620103196001011234", 1),
        ("李桂兰", 1),
        ("马桂英", 0),
        ("物业", 1),
    ] {
        let list = counter.post("/petitions/search", json!({ "search": search })).await.expect(200);
        assert_eq!(list["rows"].as_array().unwrap().len(), rows, "{search}");
    }
    let narrowed = json!({ "search": "马秀英", "filter": { "channel": "visit" } });
    assert_eq!(counter.post("/petitions/search", narrowed).await.expect(200)["rows"], json!([]));
    counter.get("/petitions?due=never").await.refused(400, "bad_request");
    counter.get("/petitions?registered_from=yesterday").await.refused(400, "bad_request");
    let neighbour = server.sign_in("neighbour").await;
    let none = neighbour.post("/petitions/search", json!({ "search": "马秀英" })).await.expect(200);
    assert_eq!(none["rows"], json!([]));
    server.advance(13 * 24 * 3_600_000);
    let counter = server.sign_in("counter").await;
    assert_eq!(counter.get("/petitions?due=soon").await.expect(200)["rows"][0]["number"], filed.number);
    server.advance(9 * 24 * 3_600_000);
    let counter = server.sign_in("counter").await;
    let late = counter.get("/petitions?due=overdue").await.expect(200);
    assert_eq!((&late["rows"][0]["overdue"], &late["rows"][0]["version"]), (&json!(true), &json!(1)));
}

#[tokio::test]
async fn a_list_is_narrowed_to_a_place_of_ones_own_division() {
    let server = TestServer::start().await;
    let visitor = server.visitor();
    for place in ["620103002", "620103"] {
        let mut one = filing();
        one["place"] = place.into();
        Filed::by(&visitor, one).await;
    }
    let head = server.sign_in("head").await;
    let shown = async |query: &str| {
        let list = head.get(&format!("/petitions?{query}")).await.expect(200);
        list["rows"].as_array().unwrap().len()
    };
    for (query, rows) in [
        ("", 2),
        ("place=620103", 2),
        ("place=620103002", 1),
        ("place=620103001", 0),
        ("place=620103002&search=物业", 1),
        ("place=620103002&search=某物业公司", 1),
        ("place=620103002&state=closed", 0),
        ("place=620103&whose=mine", 0),
        ("place=620103&to_rule=true", 0),
    ] {
        assert_eq!(shown(query).await, rows, "{query}");
    }
    let sought = json!({ "search": "马秀英", "filter": { "place": "620103002" } });
    let found = head.post("/petitions/search", sought).await.expect(200);
    assert_eq!(found["rows"].as_array().unwrap().len(), 1);
    for beyond in ["620102", "6201", "62010", "西湖街道"] {
        let refused = head.get(&format!("/petitions?place={beyond}")).await.refused(422, "unprocessable");
        assert_eq!(refused["field"], "place", "{beyond}");
    }
    let neighbour = server.sign_in("neighbour").await;
    neighbour.get("/petitions?place=620103002").await.refused(422, "unprocessable");
    assert_eq!(neighbour.get("/petitions?place=620102").await.expect(200)["rows"], json!([]));
}

/// Its list goes by what it has in hands: of a place it shows of that alone.
#[tokio::test]
async fn a_unit_narrows_what_it_has_to_a_place() {
    let server = TestServer::start().await;
    Filed::by(&server.visitor(), filing()).await;
    at_the_unit(&server, &server.sign_in("head").await).await;
    let unit = server.sign_in("handler").await;
    for (query, rows) in
        [("", 1), ("place=620103002", 1), ("place=620103001", 0), ("place=620103&whose=unit", 1)]
    {
        let list = unit.get(&format!("/petitions?{query}")).await.expect(200);
        assert_eq!(list["rows"].as_array().unwrap().len(), rows, "{query}");
    }
}

#[tokio::test]
async fn filters_are_kept_for_whoever_saved_them() {
    let server = TestServer::start().await;
    let counter = server.sign_in("counter").await;
    let kept =
        counter.post("/saved-filters", json!({ "name": " 逾期 ", "query": "due=overdue" })).await.expect(200);
    assert_eq!((&kept[0]["name"], &kept[0]["query"]), (&json!("逾期"), &json!("due=overdue")));
    assert_eq!(counter.get("/saved-filters").await.expect(200), kept);
    let path = format!("/saved-filters/{}", kept[0]["id"].as_str().unwrap());
    let head = server.sign_in("head").await;
    assert_eq!(head.get("/saved-filters").await.expect(200), json!([]));
    head.delete(&path).await.refused(404, "not_found");
    for wrong in [
        json!({ "name": " ", "query": "" }),
        json!({ "name": "a", "query": "x".repeat(501) }),
        json!({ "name": "a", "query": "due=soon&search=%E9%A9%AC" }),
    ] {
        counter.post("/saved-filters", wrong).await.refused(422, "unprocessable");
    }
    counter.delete(&path).await.expect(204);
    assert_eq!(counter.get("/saved-filters").await.expect(200), json!([]));
    for n in 0..30 {
        counter.post("/saved-filters", json!({ "name": n.to_string(), "query": "" })).await.expect(200);
    }
    let one_more = json!({ "name": "31", "query": "" });
    counter.post("/saved-filters", one_more).await.refused(422, "too_many_filters");
    assert_eq!(counter.get("/saved-filters").await.expect(200).as_array().unwrap().len(), 30);
}

/// They are shown 马**: a hit would say the name.
#[tokio::test]
async fn who_keeps_what_is_over_finds_words_and_nobody() {
    let server = TestServer::start().await;
    let (filed, head) = (Filed::by(&server.visitor(), filing()).await, server.sign_in("head").await);
    withdrawn(&head, &filed.id).await;
    let archivist = archivist(&server).await;
    for (browser, finds, found) in [(&head, "people", [1, 1, 1]), (&archivist, "words", [1, 0, 0])] {
        assert_eq!(browser.get("/session").await.expect(200)["desk"]["finds"], finds);
        for (search, rows) in ["物业", "马秀英", "13900000001"].into_iter().zip(found) {
            let asked = json!({ "search": search, "filter": { "state": "withdrawn" } });
            let list = browser.post("/petitions/search", asked).await.expect(200);
            assert_eq!(list["rows"].as_array().unwrap().len(), rows, "{finds} {search}");
        }
    }
}

/// With the end of a phone and the ranges a town has, some thousand guesses find the rest.
#[tokio::test]
async fn numbers_that_one_looks_for_are_counted_and_words_are_not() {
    let server = TestServer::start().await;
    let (filed, counter) = (Filed::by(&server.visitor(), filing()).await, server.sign_in("counter").await);
    let sought = async |words: &str| counter.post("/petitions/search", json!({ "search": words })).await;
    for n in 0..80 {
        sought(&format!("138{n:08}")).await.expect(200);
    }
    sought("13899999999").await.refused(429, "too_many");
    for words in ["马秀英", "物业", &filed.number, "13800000000"] {
        sought(words).await.expect(200); // the last was asked before
    }
    server.advance(2 * MINUTE);
    sought("13899999999").await.expect(200);
}
