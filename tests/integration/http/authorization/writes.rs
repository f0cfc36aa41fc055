//! Role × relation × write: to whom an operation that changes something is refused, and that nothing changes then. The
//! verdicts are those of `domain::rights`; here they hold for every door that asks for them.

use super::{
    Operation,
    fields::{PEOPLE, staffed},
    operations,
    rows::Who,
    scene::Scene,
    who,
};
use crate::kit::server::{Answer, Browser};
use serde_json::Value;
use std::collections::BTreeSet;

/// Each with a letter for everybody of [`PEOPLE`] in their order: first the ten who see the petition, then the ten who do
/// not, of whom the first three see its hearing. `.`: theirs, if not now then at another stage (which the tests of the
/// operation show); `R`: they are told that it is not theirs; `A`: there is no such thing for them.
const WRITES: &[(&[&str], &str)] = &[
    // counter, head, clerk, handler, leader, director, city, inspector, guest, seated;
    // officer, watch, archivist, curator, neighbour, desk, admin, keys, security, auditor
    (&["petition_transition", "petition_correct", "petition_add_party"], "..RRRRRRRR AAAAAAAAAA"),
    (&["petition_end_authority"], "..RRRRRRRR AAAAAAAAAA"),
    (&["petition_renew_query_code", "petition_send_query_code"], "..RRRRRRRR AAAAAAAAAA"),
    (&["petition_attach"], "...RRRRRRR AAAAAAAAAA"),
    (&["petition_urgent"], "R.RRRR.RRR AAAAAAAAAA"),
    (&["petition_contract"], "R.RR.R.RRR AAAAAAAAAA"),
    (&["document_issue", "document_preview"], "..R.RR.R.. AAAAAAAAAA"), // of which acts, the document says
    (&["petition_elect", "hearing_schedule", "hearing_check"], "...RRR.RRR AAAAAAAAAA"),
    (&["hearing_request_make"], "..RR.R.RRR AAAAAAAAAA"),
    (&["hearing_request_step"], "...RRRRRRR AAAAAAAAAA"),
    (&["supervision_demand"], "R.RRRR..RR AAAAAAAAAA"),
    (&["supervision_call_back"], "..RRRR..RR AAAAAAAAAA"),
    (&["supervision_answer", "supervision_attach", "supervision_report"], "RRR.RRRRRR AAAAAAAAAA"),
    (&["supervision_lift", "supervision_return"], "R.RRRRRRRR AAAAAAAAAA"),
    // What was ordered in a hearing is known to all of the organ that is to do it.
    (&["action_item_attach", "action_item_step"], "RRR.RRRRRR AAARAAARAA"),
    (&["hearing_agenda", "hearing_cancel", "hearing_postpone"], "...RRRRRRR RRRAAAAAAA"),
    (&["hearing_convert_in_person"], "...RRRRRRR RRRAAAAAAA"),
    (&["hearing_seat_add", "hearing_seat_replace", "hearing_seat_withdraw"], "...RRRRRRR RRRAAAAAAA"),
    (&["hearing_link", "hearing_notices_remind", "hearing_plan_presiding"], "...RRRRRRR RRRAAAAAAA"),
    (&["hearing_device_token_issue", "hearing_device_token_revoke"], "...RRRRRRR RRRAAAAAAA"),
    (&["hearing_delivered"], "...RRRRRRR RRRAAAAAAA"),
    (&["hearing_helper", "hearing_identity", "hearing_mask", "hearing_beside"], "...RRRRRRR .RRAAAAAAA"),
    (&["hearing_identity_take_back", "hearing_identity_photo_refuse"], "...RRRRRRR .RRAAAAAAA"),
    (&["duty_act"], "R..RRRRRRR ..RAAAAAAA"),
    (&["hearing_adjourn", "hearing_publish"], "R.RRRRRRRR RRRAAAAAAA"),
    (&["hearing_correct_outcome", "hearing_unpublish"], "R.RRRRRRRR RRRAAAAAAA"),
    (&["hearing_outcome"], "R..RRRRRRR RRRAAAAAAA"),
    (&["hearing_archive"], "R.RRRRRRRR RR.AAAAAAA"),
    (&["keep_recordings", "destroy_recordings", "export_recordings"], "R.RRRRRRRR RR.AAAAAAA"),
    (&["hearing_paper_signature", "hearing_proxy_signature"], "R..RRRRRRR RRRAAAAAAA"),
    (&["hearing_signing_code", "exhibit_from_file"], "R..RRRRRRR RRRAAAAAAA"),
    // Of one's own seat.
    (&["exhibit_bring", "issue_ticket", "hearing_own_promise"], "R...RRRRR. RRRAAAAAAA"),
    (&["hearing_own_trial", "hearing_own_trial_offer", "hearing_own_trial_ways"], "R...RRRRR. RRRAAAAAAA"),
    (&["hearing_notice_receipt"], ".......... ...AAAAAAA"), // of no seat there is nothing to receive
    (&["intake_register", "intake_discard", "intake_take_up"], "..AAAAAAAA AAAAAAAAAA"),
    (&["queue_take", "queue_next", "queue_step"], "...A.A.AAA AAAAAAAAAA"),
    (&["reception_day_plan", "reception_series_plan", "reception_day_change"], "...AAA.AAA AAAAAAAAAA"),
    (&["reception_leader_put"], "...AAA.AAA AAAAAAAAAA"),
    // The auditor has a post in the grid, and reported it.
    (&["grid_photo_attach"], "RRRRRRRRRR AAAAAAAAA."),
    (&["grid_step"], ".......... AAAAAAAAAR"),
    (&["delegation_end"], "A.AAAAAAAA AAAAAAAA.A"),
];

/// Where the law is asked before the right: its refusal is told to whoever may see the petition.
const LAW_FIRST: &[&str] = &["hearing_request_make"];

/// What would say that something changed.
const KEPT: &[&str] = &[
    "petition_show",
    "petition_timeline",
    "petition_representatives",
    "petition_contracts",
    "document_list",
    "supervision_show",
    "hearing_request_show",
    "hearing_show",
    "hearing_check_in",
    "hearing_notices",
    "exhibit_list",
];

fn writes() -> Vec<Operation> {
    let asks = |operation: &Operation| who(operation) == Who::ThoseWithRights;
    operations().into_iter().filter(|operation| operation.method != "get" && asks(operation)).collect()
}

fn letters(row: &str) -> Vec<char> {
    row.chars().filter(|letter| !letter.is_whitespace()).collect()
}

#[test]
fn every_write_that_asks_for_rights_has_a_row() {
    let asked: BTreeSet<String> = writes().into_iter().map(|operation| operation.id).collect();
    let rows: Vec<&str> = WRITES.iter().flat_map(|(operations, _)| operations.iter().copied()).collect();
    let listed: BTreeSet<String> = rows.iter().map(|id| (*id).to_owned()).collect();
    assert_eq!((&asked, rows.len()), (&listed, listed.len()), "say in {} to whom it is refused", file!());
    for (operations, row) in WRITES {
        assert_eq!(letters(row).len(), PEOPLE.len(), "{operations:?}");
    }
}

#[tokio::test]
async fn whose_it_is_not_changes_nothing() {
    let scene = Scene::set().await;
    staffed(&scene).await;
    let head = scene.server.sign_in("head").await;
    let before = kept(&scene, &head).await;
    let (writes, mut faults) = (writes(), Vec::new());
    for (nth, (username, ..)) in PEOPLE.iter().enumerate() {
        let browser = scene.server.sign_in(username).await;
        for operation in &writes {
            let row = WRITES.iter().find(|(operations, _)| operations.contains(&operation.id.as_str()));
            let Some(letter) = row.map(|(_, row)| letters(row)[nth]).filter(|letter| *letter != '.') else {
                continue;
            };
            let answer = scene.call(&browser, operation).await;
            let told = fault(&answer, operation, letter);
            faults.extend(told.map(|told| format!("{username} {}, {letter}: {told}", operation.id)));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert_eq!(kept(&scene, &head).await, before);
}

fn fault(answer: &Answer, operation: &Operation, letter: char) -> Option<String> {
    let (status, code) = (answer.status, answer.body["code"].as_str().unwrap_or_default());
    let by_law = LAW_FIRST.contains(&operation.id.as_str());
    let fits = match letter {
        'A' => status == 404,
        _ if by_law => status.is_client_error() && status != 404,
        _ => code == "not_yours",
    };
    (!fits).then(|| format!("{status} {code}"))
}

async fn kept(scene: &Scene, head: &Browser) -> Vec<Value> {
    let mut shown = Vec::new();
    for operation in operations().iter().filter(|operation| KEPT.contains(&operation.id.as_str())) {
        shown.push(scene.call(head, operation).await.expect(200));
    }
    assert_eq!(shown.len(), KEPT.len());
    shown
}
