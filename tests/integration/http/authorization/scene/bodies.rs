//! What each operation is asked with, about the things of a scene: a body that its route would take.

use super::Scene;
use crate::{
    http::{
        cases::{HOUR, filing, wish},
        delegations, grid, queue, reception, requests,
    },
    kit::{
        server::credentials,
        town::{DISTRICT, HOUSING, PASSWORD, staff_id},
    },
};
use serde_json::{Value, json};

const REASON: &str = "没有特别的理由";

type Body = fn(&Scene) -> Value;

/// Operations that are asked alike, and with what; all others with nothing.
const BODIES: &[(&[&str], Body)] = &[
    (&["sign_in"], |_| credentials("counter", PASSWORD)),
    (&["seat_calendar", "seat_exchange", "seat_trial_ways"], |_| json!({ "secret": "none" })),
    (&["seat_trial"], |_| json!({ "secret": "none", "measured": { "microphone": true, "camera": true } })),
    (
        &["seat_trial_offer"],
        |_| json!({ "secret": "none", "peer": 1, "sdp": "v=0", "sources": [], "receivers": [] }),
    ),
    (&["seat_check_in"], |_| json!({ "no_recording": true, "language": null, "interpreter": false })),
    (&["seat_code_confirm"], |_| json!({ "code": "000000" })),
    (&["seat_self_test", "hearing_own_trial"], |_| json!({ "microphone": true, "camera": true })),
    (&["hearing_own_trial_offer"], |_| json!({ "peer": 1, "sdp": "v=0", "sources": [], "receivers": [] })),
    (&["hearing_identity"], |_| json!({ "way": "paper" })),
    (&["hearing_identity_take_back", "hearing_identity_photo_refuse"], |_| json!({ "reason": REASON })),
    (&["hearing_mask"], |_| json!({ "masked": true })),
    (&["hearing_beside"], |_| json!({ "carrier": null })),
    (&["hearing_helper"], |_| json!({ "relation": "relative", "name": "张某" })),
    (&["duty_act"], |_| json!({ "deed": "announce", "text": "请稍候" })),
    (&["issue_ticket"], |scene| json!({ "hearing": scene.scheduled.hearing })),
    (&["query_status", "query_accept"], |scene| scene.scheduled.petition.door()),
    (
        &["query_withdraw", "query_review"],
        |scene| json!({ "number": scene.scheduled.petition.number, "code": "none", "reason": REASON }),
    ),
    (&["query_end_authority"], |scene| {
        let number = &scene.scheduled.petition.number;
        json!({ "number": number, "code": "none", "person": scene.person, "reason": REASON })
    }),
    (&["query_evaluate"], |scene| {
        let number = &scene.scheduled.petition.number;
        json!({ "number": number, "code": "none", "target": "unit", "level": "satisfied" })
    }),
    (&["exhibit_from_file"], |scene| json!({ "attachment": scene.attachment, "title": "购房合同" })),
    (&["grid_report"], |_| grid::seen(2)),
    (&["grid_step"], |_| json!({ "version": 1, "step": { "kind": "claim" } })),
    (&["petition_correct"], |scene| {
        let people = [json!({ "id": scene.person, "phone": "13911111111" })];
        json!({ "version": 1, "reason": REASON, "people": people })
    }),
    (&["petition_add_party"], |_| json!({ "version": 1, "kind": "co_petitioner", "name": "孙某" })),
    (&["petition_end_authority"], |scene| json!({ "version": 1, "person": scene.person, "reason": REASON })),
    (&["petition_urgent"], |_| json!({ "version": 1, "step": { "kind": "mark", "reason": REASON } })),
    (&["petition_search"], |_| json!({ "search": "物业" })),
    (&["petition_elect"], |_| json!({ "people": [] })),
    (&["supervision_demand"], |_| json!({ "kind": "reminder", "text": REASON })),
    (&["supervision_answer"], |_| json!({ "text": REASON })),
    (&["supervision_lift", "supervision_return"], |_| json!({ "reason": REASON })),
    (&["supervision_report"], |_| json!({ "found": REASON, "done": REASON, "view": REASON })),
    (&["supervision_call_back"], |_| json!({ "note": REASON })),
    (&["action_item_step"], |_| json!({ "step": "accept" })),
    (&["query_document"], |scene| scene.scheduled.petition.door()),
    (&["document_issue", "document_preview"], |_| json!({ "kind": "registration" })),
    (&["document_verify"], |_| json!({ "code": "none" })),
    (&["petition_register"], |_| filing()),
    (&["petition_transition"], |_| json!({ "version": 1, "transition": { "kind": "start_screening" } })),
    (&["petition_transitions"], |scene| {
        let petitions = [json!({ "id": scene.scheduled.petition.id, "version": 1 })];
        json!({ "key": scene.document, "petitions": petitions, "transition": { "kind": "start_screening" } })
    }),
    (
        &["petition_alike"],
        |_| json!({ "title": "小区物业不公开收支", "place": "620103002", "category": "appeal", "content_class": "property_management" }),
    ),
    (&["hearing_schedule", "hearing_check"], |scene| {
        wish(scene.scheduled.starts_at + 2 * HOUR, &scene.person)
    }),
    (&["statistics_take_charge", "statistics_warning_petitions"], |_| json!({ "key": "none" })),
    (
        &[
            "hearing_cancel",
            "hearing_postpone",
            "hearing_adjourn",
            "hearing_convert_in_person",
            "hearing_seat_withdraw",
            "hearing_unpublish",
        ],
        |_| json!({ "reason": REASON }),
    ),
    (&["hearing_seat_add"], |_| json!({ "role": "expert", "occupant": outsider() })),
    (&["hearing_seat_replace"], |_| json!({ "occupant": outsider(), "reason": REASON })),
    (&["hearing_plan_presiding"], |_| json!({ "stand_in": null, "absence_grace_seconds": 60 })),
    (&["intake_register"], |_| crate::channels::order("HL-1")["item"].clone()),
    (&["intake_discard", "intake_take_up"], |_| json!({ "reason": REASON })),
    (&["client_make"], |_| json!({ "name": REASON, "agency": HOUSING.0, "scopes": ["webhooks"] })),
    (&["client_credentials"], |_| json!({ "token": true })),
    (&["webhook_make"], |scene| json!({ "url": "https://hooks.example/a", "client": scene.client })),
    (&["minutes_phrases_save"], |_| json!({ "phrases": [] })),
    (&["minutes_template_save"], |_| json!({ "phases": [] })),
    (&["hearing_agenda"], |_| json!({ "agenda": [{ "phase": "opening", "minutes": 10 }] })),
    (&["hearing_outcome"], |_| json!({ "conclusion": REASON, "standards": ["resolve"], "items": [] })),
    (
        &["hearing_correct_outcome"],
        |_| json!({ "version": 1, "conclusion": REASON, "standards": ["resolve"], "reason": REASON }),
    ),
    (&["reception_leader_put"], |_| reception::leader("leader", "chief")),
    (&["reception_day_plan"], |scene| reception::day(&scene.server, 5)),
    (&["reception_series_plan"], |scene| reception::series(&scene.server, 1)),
    (&["reception_day_change"], |_| json!({ "version": 1, "change": { "kind": "publish" } })),
    (&["keep_recordings"], |_| json!({ "class": "ordinary", "sealed": false, "reason": REASON })),
    (&["destroy_recordings", "export_recordings"], |_| json!({ "reason": REASON })),
    (&["hearing_request_make"], |_| requests::request()),
    (&["hearing_request_step"], |_| json!({ "version": 1, "step": { "kind": "examine" } })),
    (&["query_hearing_request_withdraw"], |scene| scene.scheduled.petition.door()),
    (&["query_hearing_request"], |scene| {
        let number = &scene.scheduled.petition.number;
        json!({ "number": number, "code": "none", "purpose": REASON, "attendance": "room" })
    }),
    (
        &["query_calendar"],
        |scene| json!({ "number": scene.scheduled.petition.number, "code": "none", "hearing": "none" }),
    ),
    (&["query_receipt"], |scene| {
        let number = &scene.scheduled.petition.number;
        json!({ "number": number, "code": "none", "hearing": "none", "answer": { "kind": "comes" } })
    }),
    (
        &["query_seat"],
        |scene| json!({ "number": scene.scheduled.petition.number, "code": "none", "hearing": "none" }),
    ),
    (&["query_seat_confirm"], |scene| {
        let number = &scene.scheduled.petition.number;
        json!({ "number": number, "code": "none", "hearing": "none", "digits": "000000" })
    }),
    (&["hearing_notice_receipt"], |_| json!({ "answer": { "kind": "comes" } })),
    (&["queue_take"], |_| queue::number("none")),
    (&["queue_next"], |_| json!({ "window": "1" })),
    (&["queue_step"], |_| json!({ "version": 1, "step": { "kind": "leave" } })),
    (&["screen_join"], |scene| json!({ "hearing": scene.scheduled.hearing })),
    (&["room_screen_pair"], |_| json!({ "code": "00000000", "name": REASON })),
    (&["room_screen_revoke", "delivery_dismiss"], |_| json!({ "reason": REASON })),
    (&["delegation_make"], |scene| delegations::body(&scene.server)),
    (&["petition_contract"], |_| json!({ "kind": "take", "leader": staff_id("leader").0 })),
    (&["session_new_password"], |_| json!({ "username": "clerk", "code": "none", "password": PASSWORD })),
    (&["sign_in_second"], |_| json!({ "step": "none", "code": "000000" })),
    (&["sign_in_set_up"], |_| json!({ "step": "none" })),
    (&["own_factor_draw", "own_factor_remove"], |_| json!({ "password": "none", "code": null })),
    (&["own_factor_confirm"], |_| json!({ "code": "000000" })),
    (&["own_password_set"], |_| json!({ "old": "none", "new": PASSWORD })),
    (&["admin_calendar_preview"], |_| json!({ "text": "year 2027" })),
    (&["admin_calendar_load"], |_| json!({ "base": 0, "source": "", "text": "year 2027" })),
    (&["admin_agency_create"], |_| json!({ "name": REASON, "kind": "court", "division": "620103" })),
    (&["admin_agency_rename", "admin_room_rename"], |_| json!({ "name": REASON })),
    (&["admin_room_make"], |_| json!({ "agency": HOUSING.0, "name": REASON })),
    (&["admin_agency_close"], |_| json!({ "successor": HOUSING.0, "reason": REASON })),
    (&["admin_staff_create"], |_| json!({ "username": "new", "name": "某", "agency": DISTRICT.0 })),
    (&["admin_staff_grant_wished_roles"], |_| json!({ "staff": [staff_id("clerk").0] })),
    (&["admin_staff_roles"], |_| json!({ "roles": ["clerk"] })),
    (&["admin_grid_set"], |_| json!({ "posts": [] })),
];

fn outsider() -> Value {
    json!({ "is": "external", "organisation": "某检测所", "name": "张某" })
}

pub fn of(scene: &Scene, operation: &str) -> Value {
    let row = BODIES.iter().find(|(operations, _)| operations.contains(&operation));
    row.map_or_else(|| json!({}), |(_, body)| body(scene))
}

#[test]
fn every_row_is_of_an_operation_and_none_of_two() {
    let known: Vec<String> = super::super::operations().into_iter().map(|operation| operation.id).collect();
    let mut listed: Vec<&str> =
        BODIES.iter().flat_map(|(operations, _)| operations.iter().copied()).collect();
    let rows = listed.len();
    listed.sort_unstable();
    listed.dedup();
    assert_eq!(listed.len(), rows);
    assert_eq!(listed.iter().find(|id| !known.iter().any(|one| one == *id)), None);
}
