//! Which indexes a statement reads, as the database explains it.

use super::fixtures::{furnished, petition, registration};
use crate::{contract, kit::database::TestStore};
use lianjie::storage::{self, Asked, Engine, Statement};

contract!(
    a_work_list_reads_one_index,
    what_a_bureau_has_elsewhere_is_an_index_of_its_own,
    what_one_bureau_has_is_an_index_of_its_own,
    sealed_reports_are_a_list_of_their_own,
    what_is_urgent_or_in_hands_is_found_without_the_rest,
    hot_look_ups_read_their_index,
    the_outbox_is_read_in_its_order_and_not_sorted,
    the_head_of_a_search_reads_one_index,
    a_search_reads_the_indexes_of_words_and_of_people,
);

/// The plan of a work list of division 6201, as the database explains it.
async fn plan(test: &TestStore, statement: &Statement, more: &[Asked<'_>]) -> String {
    use Asked::{Id, Number, Text};
    let mut asked = vec![Number(i64::MIN), Id, Number(50), Text("6201")];
    asked.extend(more);
    explain(test, statement, &asked).await
}

async fn explain(test: &TestStore, statement: &Statement, asked: &[Asked<'_>]) -> String {
    storage::plan(&test.url, &statement.sql, asked, true).await.unwrap()
}

async fn a_work_list_reads_one_index(test: TestStore) {
    let statements = test.engine.statements();
    for (level, column) in
        [("province", "l1"), ("city", "l2"), ("county", "l3"), ("township", "l4"), ("village", "l5")]
    {
        for state in [false, true] {
            let name = format!("work list: division {level}, state {state}, search None");
            let statement = statements.iter().find(|statement| statement.name == name).unwrap();
            let more: &[Asked<'_>] = if state { &[Asked::Text("accepted")] } else { &[] };
            let plan = plan(&test, statement, more).await;
            // Both give the list in its order; which is read where a state is asked for is PostgreSQL's to judge by
            // how many rows have it.
            let by_due = plan.matches(&format!("petitions_due_by_{column}")).count();
            let by_state = plan.matches(&format!("petitions_by_{column}")).count();
            let expected = match (state, test.engine) {
                (false, _) => by_due == 1 && by_state == 0,
                (true, Engine::Sqlite) => by_due == 0 && by_state == 1,
                (true, Engine::Postgres) => by_due + by_state == 1,
            };
            assert!(expected, "{plan}");
            for other in ["SCAN p", "Seq Scan on petitions"] {
                assert!(!plan.lines().any(|line| line.trim() == other), "{other} in:\n{plan}");
            }
        }
    }
}

async fn what_one_bureau_has_is_an_index_of_its_own(test: TestStore) {
    let statements = test.engine.statements();
    let name = "work list: division city, state false, search None, desk";
    let statement = statements.iter().find(|statement| statement.name == name).unwrap();
    let plan = plan(&test, statement, &[Asked::Id]).await;
    assert!(plan.contains("petitions_due_by_desk") || plan.contains("petitions_by_desk"), "{plan}");
    for whole in ["SCAN p", "Seq Scan on petitions"] {
        assert!(!plan.lines().any(|line| line.trim() == whole), "{whole} in:\n{plan}");
    }
}

/// Neither list is read through for the other.
async fn sealed_reports_are_a_list_of_their_own(test: TestStore) {
    let statements = test.engine.statements();
    for (kind, index) in [("", "petitions_due_by_l3"), (" sealed", "petitions_sealed_by_l3")] {
        let name = format!("work list: division county{kind}, state false, search None");
        let statement = statements.iter().find(|statement| statement.name == name).unwrap();
        let plan = plan(&test, statement, &[]).await;
        assert_eq!(plan.matches("_by_l3").count(), plan.matches(index).count(), "{plan}");
        assert!(plan.contains(index), "{plan}");
    }
}

/// Every list begins with what is urgent and with one's own: nobody waits for a province to be read through for them.
async fn what_is_urgent_or_in_hands_is_found_without_the_rest(test: TestStore) {
    if test.engine == Engine::Postgres {
        // It chooses by what it knows of a table, and of an empty one it knows nothing.
        let mut tx = furnished(&test).await;
        for n in 1..=50 {
            tx.add_petition(&registration(petition(n))).await.unwrap();
        }
        tx.commit().await.unwrap();
        test.tamper("analyze petitions").await;
    }
    let statements = test.engine.statements();
    for (scope, narrowing, more, index) in [
        ("division province", "urgent", &[Asked::Number(0)][..], "petitions_urgent"),
        ("division county", "urgent", &[Asked::Number(0)], "petitions_urgent"),
        ("bureau county", "handler", &[Asked::Id, Asked::Id, Asked::Id], "petitions_in_hands"),
    ] {
        let name = format!("work list: {scope}, state false, search None, {narrowing}");
        let statement = statements.iter().find(|statement| statement.name == name).unwrap();
        let plan = plan(&test, statement, more).await;
        assert!(plan.contains(index), "{index} in:\n{plan}");
        for other in ["petitions_due_by_", "petitions_by_l"] {
            assert!(!plan.contains(other), "{other} in:\n{plan}");
        }
        for whole in ["SCAN p", "Seq Scan on petitions"] {
            assert!(!plan.lines().any(|line| line.trim() == whole), "{whole} in:\n{plan}");
        }
    }
}

async fn what_a_bureau_has_elsewhere_is_an_index_of_its_own(test: TestStore) {
    let statements = test.engine.statements();
    for (name, indexes) in [
        (
            "work list: bureau county, state false, search None",
            ["petitions_due_by_l3", "petitions_elsewhere"],
        ),
        ("work list: disputed county, state false, search None", ["by_l3", "by_l3"]),
    ] {
        let statement = statements.iter().find(|statement| statement.name == name).unwrap();
        let before: &[Asked<'_>] =
            if name.contains("bureau") { &[Asked::Id, Asked::Id] } else { &[Asked::Id] };
        let plan = plan(&test, statement, before).await;
        for index in indexes {
            assert!(plan.contains(index), "{index} in:\n{plan}");
        }
        for whole in ["SCAN p", "Seq Scan on petitions"] {
            assert!(!plan.lines().any(|line| line.trim() == whole), "{whole} in:\n{plan}");
        }
    }
}

/// A word that comes often is looked for where the list begins, in its order.
async fn the_head_of_a_search_reads_one_index(test: TestStore) {
    let statements = test.engine.statements();
    for (level, column) in [("province", "l1"), ("city", "l2"), ("county", "l3"), ("township", "l4")] {
        let name = format!("work list: division {level}, state false, search Head");
        let statement = statements.iter().find(|statement| statement.name == name).unwrap();
        let token = Asked::Bytes(&[]);
        let more = [Asked::Text("%物业%"), token, Asked::Bytes(&[]), Asked::Bytes(&[])];
        let plan = plan(&test, statement, &more).await;
        let by_due = plan.matches(&format!("petitions_due_by_{column}")).count();
        // PostgreSQL may read the same index where it looks for people.
        let expected = by_due == 1 || (test.engine == Engine::Postgres && by_due == 2);
        assert!(expected, "{by_due}\n{plan}");
        assert!(!plan.contains("petition_search"), "{plan}");
    }
    // Of one bureau the head is that of its own list.
    let name = "work list: division city, state false, search Head, desk";
    let statement = statements.iter().find(|statement| statement.name == name).unwrap();
    let more = [Asked::Id, Asked::Text("%物业%"), Asked::Bytes(&[]), Asked::Bytes(&[]), Asked::Bytes(&[])];
    let plan = plan(&test, statement, &more).await;
    assert!(plan.contains("petitions_due_by_desk") && !plan.contains("petition_search"), "{plan}");
}

/// A rare word and a name are found in their own indexes, never by reading the list of a division.
async fn a_search_reads_the_indexes_of_words_and_of_people(test: TestStore) {
    let statements = test.engine.statements();
    for level in ["city", "county"] {
        let name = format!("work list: division {level}, state false, search Pairs");
        let statement = statements.iter().find(|statement| statement.name == name).unwrap();
        let token = || Asked::Bytes(&[]);
        let more = [Asked::Text("x"), Asked::Text("%物业%"), token(), token(), token()];
        let plan = plan(&test, statement, &more).await;
        assert!(plan.contains("party_index_by_token"), "{plan}");
        match test.engine {
            Engine::Sqlite => {
                assert!(plan.contains("petition_search VIRTUAL TABLE INDEX"), "{plan}");
                assert!(!plan.contains("petitions_due_by_") && !plan.contains("petitions_by_l"), "{plan}");
            }
            // Of an empty table PostgreSQL may read any index: what is found comes before what is sorted.
            Engine::Postgres => assert_eq!(plan.matches("CTE found").count(), 2, "{plan}"),
        }
    }
}

/// What is asked for by a petitioner at the door, by the page of a petition and by each turn of the clock: with what, and the
/// table that is not to be read whole.
fn hot() -> Vec<(&'static str, Vec<Asked<'static>>, &'static str)> {
    let mark: &[u8] = &[1; 32];
    let behind = || vec![Asked::Number(9), Asked::Number(0), Asked::Id, Asked::Number(100)];
    let after_day = || vec![Asked::Text("2026-11-25"), Asked::Text(""), Asked::Id, Asked::Number(100)];
    vec![
        ("PETITION", vec![Asked::Id], "petitions"),
        ("PETITION_BY_NUMBER", vec![Asked::Text("XF1")], "petitions"),
        ("PARTIES", vec![Asked::Id], "parties"),
        ("PETITION_OF_ORIGIN", ["甘肃省信访局", "7", "７", "7"].map(Asked::Text).into(), "petitions"),
        ("ATTACHMENTS", vec![Asked::Id], "attachments"),
        ("DOCUMENTS", vec![Asked::Id], "documents"),
        ("HEARINGS_OF", vec![Asked::Id], "h"),
        ("MERGED_INTO", vec![Asked::Id], "petitions"),
        ("OF_PHONE", vec![Asked::Bytes(mark), Asked::Number(50)], "parties"),
        ("OF_ID_NUMBER", vec![Asked::Bytes(mark), Asked::Number(50)], "parties"),
        ("TIMELINE", vec![Asked::Id], "events"),
        ("AHEAD_IN", vec![Asked::Id], "s"),
        ("HEARINGS_NEAR", vec![Asked::Id, Asked::Number(0), Asked::Number(9)], "h"),
        ("SCREEN_BY_TOKEN", vec![Asked::Bytes(mark)], "room_screens"),
        ("CHAIN_SLICE", vec![Asked::Text("620103"), Asked::Number(1), Asked::Number(500)], "events"),
        ("FACTS", vec![Asked::Id], "petition_facts"),
        ("FACTS_SINCE", vec![Asked::Text("620103"), Asked::Number(9)], "petition_facts"),
        ("OVERDUE", behind(), "petitions"),
        ("OVERDUE_ANSWERS", after_day(), "demands"),
        ("OVERDUE_ITEMS", after_day(), "action_items"),
        ("OVERDUE_PAPERS", behind(), "papers_owed"),
        ("UNCONFIRMED", behind(), "petitions"),
        (
            "UNSEEN",
            vec![Asked::Number(9), Asked::Number(0), Asked::Id, Asked::Text("urgent"), Asked::Number(100)],
            "n",
        ),
        ("ITEMS_UNTOLD", behind(), "intake_items"),
        ("LETTERS_TO", vec![Asked::Id, Asked::Number(9), Asked::Id, Asked::Number(100)], "petitions"),
        ("PAPERS_MISSING", behind(), "o"),
        ("PAPERS_LATE", behind(), "o"),
        (
            "UNWARNED",
            vec![
                Asked::Number(0),
                Asked::Number(9),
                Asked::Number(0),
                Asked::Id,
                Asked::Text("clock_over"),
                Asked::Number(100),
                Asked::Number(9),
            ],
            "c",
        ),
    ]
}

/// Of these a page is read in its order by the index named, and nothing is sorted.
const IN_ORDER: [(&str, &str); 3] = [
    ("OVERDUE_ITEMS", "action_items_owed"),
    ("OVERDUE_PAPERS", "papers_owed_late"),
    ("UNCONFIRMED", "petitions_unconfirmed"),
];

async fn hot_look_ups_read_their_index(test: TestStore) {
    let statements = test.engine.statements();
    for (name, asked, table) in hot() {
        let statement = statements.iter().find(|statement| statement.name == name).unwrap();
        let plan = explain(&test, statement, &asked).await;
        if name == "OVERDUE_ANSWERS" {
            assert!(plan.contains("demands_answers_owed"), "of those waited for alone:\n{plan}");
        }
        let index = IN_ORDER.iter().find(|(demanded, _)| *demanded == name).map(|(_, index)| index);
        if let (Some(index), Engine::Sqlite) = (index, test.engine) {
            assert!(
                plan.contains(index) && !plan.contains("TEMP B-TREE"),
                "in its order, not sorted:\n{plan}"
            );
        }
        if name == "HEARINGS_NEAR" {
            assert!(plan.contains("seats_in_room"), "not all that were ever placed there:\n{plan}");
        }
        let whole = [format!("Seq Scan on {table}"), format!("SCAN {table}")];
        let reads_all = plan.lines().any(|line| whole.iter().any(|whole| line.contains(whole)));
        assert!(!reads_all, "{name} reads all of {table}:\n{plan}");
        assert!(plan.contains("USING") || plan.contains("Index"), "{name}:\n{plan}");
    }
}

/// However much waits: each turn takes the first hundred.
async fn the_outbox_is_read_in_its_order_and_not_sorted(test: TestStore) {
    let statements = test.engine.statements();
    let statement = statements.iter().find(|statement| statement.name == "OUTBOX").unwrap();
    let plan = explain(&test, statement, &[Asked::Number(100)]).await;
    assert!(plan.contains("outbox_in_order"), "{plan}");
    for sorted in ["TEMP B-TREE", "Sort"] {
        assert!(!plan.contains(sorted), "{sorted} in:\n{plan}");
    }
}
