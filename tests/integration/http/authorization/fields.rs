//! Role × relation × operation × field: what of a petition each answer gives to whom. The verdicts of the table are
//! those of `domain::rights::fields`; here they hold for every operation, by what its answer can carry.

use super::{
    Operation,
    carriers::{CARRIERS, Carries, NAMED, ORDINARY},
    operations,
    scene::Scene,
    schema::{Property, answers},
};
use crate::{
    http::cases::{PETITIONER_SEAT, moved, routed},
    kit::{
        server::{Answer, Browser},
        town::{self, CITY, DISTRICT, HOUSING, staff_id},
    },
};
use lianjie::domain::{
    hearing::{Hearing, Occupant, ParticipantRole, Recording, Seat, SourceKind, Stage},
    ids::{AgencyId, HearingId, PetitionId, RecordingId, SeatId, StaffId},
    jurisdiction::{Agency, AgencyKind},
    people::{Phone, Role, Staff},
    petition::PetitionState,
    quality::{LineWord, Look, SeatReport},
    rights::PetitionField as F,
    supervision::{CallBack, Evaluation, EvaluationTarget, SatisfactionLevel},
};
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

/// A new word in an answer is nobody's until somebody has said whose.
#[test]
fn every_word_in_an_answer_has_a_row_or_says_nothing_of_anybody() {
    let named = |name: &str| name.strip_suffix("_name").is_some_and(|whose| NAMED.contains(&whose));
    let asked = |(_, name): &Property| !ORDINARY.contains(&name.as_str()) && !named(name);
    let found: BTreeSet<Property> = answers().into_values().flatten().filter(asked).collect();
    let listed: BTreeSet<Property> =
        CARRIERS.iter().map(|(schema, name, _)| ((*schema).to_owned(), (*name).to_owned())).collect();
    let missing: Vec<_> = found.difference(&listed).collect();
    assert!(missing.is_empty(), "say in carriers.rs what they carry, and ask rights::fields: {missing:#?}");
    let gone: Vec<_> = listed.difference(&found).collect();
    assert!(gone.is_empty(), "no answer has these any more: {gone:#?}");
}

/// What is looked for in answers, as it was filed and as it is shown to some.
const TRACES: &[(F, &str, &str)] = &[
    (F::Name, "马秀英", "马**"),
    (F::Name, "王建国", "王**"),
    (F::Name, "赵经理", "赵**"),
    (F::Phone, "13900000001", "*******0001"),
    (F::Phone, "13900000004", "*******0004"),
    (F::IdNumber, "620103196001011234", "**************1234"),
    (F::Address, "西湖街道1号", ""),
    (F::Notes, "不属于本单位职责范围", ""),
    (F::Notes, "电话中说屋面仍在漏水", ""),
    (F::Notes, "请尽快书面答复", ""),
    (F::Notes, "答复避重就轻", ""),
    (F::Papers, "a.pdf", ""),
];

/// While it is handled and its hearing is ahead, and once both are over: of name, phone, ID number, address, notes and
/// papers full, masked or hidden; nothing of what is not there for them.
pub const PEOPLE: &[(&str, &str, &str)] = &[
    ("counter", "FFMFFF", "FFMFFF"),   // the registrar's
    ("head", "FFMFFF", "FFMFFF"),      // presides
    ("clerk", "FFMFFF", "FFMFFF"),     // keeps the minutes
    ("handler", "FFMFFF", "FFMFFF"),   // the unit's
    ("leader", "FMHHFF", "FMHHFF"),    // leads the registrar
    ("director", "FMHHFF", "FMHHFF"),  // leads the unit
    ("city", "FMHHFF", "FMHHFF"),      // a bureau above
    ("inspector", "FMHHFF", "FMHHFF"), // supervises from above
    ("guest", "FHHHHH", "FHHHHH"),     // a colleague of hers has a seat
    ("seated", "FFMFFF", "FFMFFF"),    // has it
    ("officer", "FHHHHH", "FHHHHH"),   // looks after the house's hearings
    ("watch", "MHHHHH", "MHHHHH"),     // looks after hearings from above
    ("archivist", "MHHHHH", "MHHHHH"), // keeps what is over
    ("curator", "HHHHHH", "MHHHHH"),   // keeps the unit's
    ("neighbour", "HHHHHH", "HHHHHH"),
    ("desk", "HHHHHH", "HHHHHH"), // no report
    ("admin", "HHHHHH", "HHHHHH"),
    ("keys", "HHHHHH", "HHHHHH"), // the unit's administrator
    ("security", "HHHHHH", "HHHHHH"),
    ("auditor", "HHHHHH", "HHHHHH"),
];
pub const FIELDS: [F; 6] = [F::Name, F::Phone, F::IdNumber, F::Address, F::Notes, F::Papers];

/// Where a trace must be found by whoever is shown it: an empty answer proves nothing.
const SHOWN: &[(&str, F)] = &[
    ("petition_show", F::Name),
    ("petition_show", F::Phone),
    ("petition_show", F::IdNumber),
    ("petition_show", F::Address),
    ("petition_show", F::Papers),
    ("petition_timeline", F::Notes),
    ("petition_timeline", F::Papers),
    ("supervision_show", F::Notes),
    ("petition_representatives", F::Name),
    ("hearing_show", F::Name),
    ("seat_phone", F::Phone),
    ("hearing_minutes", F::Name),
    ("hearing_notices", F::Name),
    ("hearing_check_in", F::Name),
    ("hearing_quality", F::Name),
    ("hearing_recordings", F::Name),
];

/// A paper that says all of it, to who may read papers.
const PREVIEW: &str = "document_preview";

/// What changes nothing, and the fields it may carry.
pub fn readable() -> Vec<(Operation, BTreeSet<F>)> {
    let carried = answers();
    let reads = operations().into_iter().filter(|one| one.method == "get" || one.id == PREVIEW);
    reads
        .map(|operation| (fields_in(&carried[&operation.id]), operation))
        .map(|(fields, one)| (one, fields))
        .collect()
}

const COMPANY_SEAT: usize = 4;
const STREET: AgencyId = AgencyId(Uuid::from_u128(0xaf));

/// 西湖街道 has a seat in the hearing; people who are not of the town.
pub async fn staffed(scene: &Scene) {
    let mut tx = scene.server.store.begin().await.unwrap();
    let (name, division) = ("西湖街道办事处".to_owned(), "620103002".parse().unwrap());
    tx.put_agency(&Agency { id: STREET, name, kind: AgencyKind::ResponsibleUnit, division }).await.unwrap();
    for (n, (username, agency, role)) in [
        ("guest", STREET, Role::Handler),
        ("seated", STREET, Role::Handler),
        ("officer", DISTRICT, Role::Officer),
        ("watch", CITY, Role::Officer),
        ("inspector", CITY, Role::Supervisor),
        ("archivist", DISTRICT, Role::Archivist),
        ("curator", HOUSING, Role::Archivist),
        ("keys", HOUSING, Role::SystemAdmin),
    ]
    .into_iter()
    .enumerate()
    {
        let (id, name) = (hired(n), format!("{username} 同志"));
        let (username, roles) = (username.to_owned(), vec![role]);
        town::hire(tx.as_mut(), &Staff { id, username, name, agency, roles, disabled: false }).await;
    }
    let hearing = tx.hearing(hearing(scene)).await.unwrap().unwrap();
    let seat = Seat {
        id: SeatId(Uuid::from_u128(0xd1)),
        role: ParticipantRole::AgencyRep,
        occupant: Occupant::Official { staff: hired(1), room: None },
        agency: Some(STREET),
        mandatory: false,
        ..hearing.seats[2].clone()
    };
    tx.save_seat(hearing.id, &seat).await.unwrap();
    let mut company = hearing.seats[COMPANY_SEAT].clone();
    if let Occupant::External { phone, .. } = &mut company.occupant {
        *phone = Some(Phone::new("13900000004".into()));
    }
    tx.save_seat(hearing.id, &company).await.unwrap();
    tx.commit().await.unwrap();
}

fn hired(n: usize) -> StaffId {
    StaffId(Uuid::from_u128(0xe0 + u128::try_from(n).unwrap()))
}

pub fn hearing(scene: &Scene) -> HearingId {
    scene.scheduled.id()
}

fn petition(scene: &Scene) -> PetitionId {
    PetitionId(scene.scheduled.petition.id.parse().unwrap())
}

/// The house's own words about it.
pub async fn noted(scene: &Scene) {
    let id = &scene.scheduled.petition.id;
    let (head, handler) = (scene.server.sign_in("head").await, scene.server.sign_in("handler").await);
    moved(&head, id, json!({ "kind": "start_screening" })).await;
    moved(&head, id, routed()).await;
    moved(&handler, id, json!({ "kind": "object", "reason": "不属于本单位职责范围" })).await;
    moved(&head, id, json!({ "kind": "refuse_objection", "reason": "不属于本单位职责范围之说不成立" })).await;
    let (petition, at, level) = (petition(scene), scene.server.now(), SatisfactionLevel::Dissatisfied);
    let note = "电话中说屋面仍在漏水".to_owned();
    let mut tx = scene.server.store.begin().await.unwrap();
    tx.add_call_back(&CallBack { petition, by: staff_id("counter"), at, level: Some(level), note })
        .await
        .unwrap();
    let comment = Some("答复避重就轻".to_owned());
    let target = EvaluationTarget::Unit;
    tx.add_evaluation(&Evaluation { petition, replied_at: at, target, level, comment, at }).await.unwrap();
    tx.commit().await.unwrap();
}

/// What is left of the petitioner's line, and of what was recorded of them.
pub async fn recorded(scene: &Scene) {
    let (hearing, began_at) = (hearing(scene), scene.server.now());
    let seat = scene.scheduled.seat(PETITIONER_SEAT);
    let mut report = SeatReport::new(seat, began_at);
    report.add(&Look::default(), LineWord::Good, began_at.plus_millis(60_000), 60_000);
    let (source, id) = (SourceKind::Microphone, RecordingId(Uuid::from_u128(0xf1)));
    let mut tx = scene.server.store.begin().await.unwrap();
    tx.put_line_report(hearing, &report).await.unwrap();
    tx.put_recording(&Recording { id, hearing, seat, source, began_at, whole: None }).await.unwrap();
    tx.commit().await.unwrap();
}

/// As after years: written, not lived through.
async fn over(scene: &Scene) {
    let at = scene.server.now();
    let mut tx = scene.server.store.begin().await.unwrap();
    let mut petition = tx.petition(petition(scene)).await.unwrap().unwrap();
    petition.state = PetitionState::Closed { unit: HOUSING, at };
    tx.save_petition(&petition).await.unwrap();
    let held = tx.hearing(hearing(scene)).await.unwrap().unwrap();
    tx.save_hearing(&Hearing { stage: Stage::Closed { at }, ..held }).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn every_answer_gives_of_a_petition_what_its_reader_is_shown() {
    let scene = Scene::set().await;
    staffed(&scene).await;
    noted(&scene).await;
    recorded(&scene).await;
    let (mut faults, readable, mut browsers) = (Vec::new(), readable(), Vec::new());
    for (username, now, _) in PEOPLE {
        let browser = scene.server.sign_in(username).await;
        faults.extend(read(&scene, &readable, (username, &browser), now).await);
        browsers.push(browser);
    }
    over(&scene).await;
    for ((username, _, later), browser) in PEOPLE.iter().zip(&browsers) {
        faults.extend(read(&scene, &readable, (username, browser), later).await);
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Reads everything there is to read.
async fn read(
    scene: &Scene,
    readable: &[(Operation, BTreeSet<F>)],
    (username, browser): (&str, &Browser),
    letters: &str,
) -> Vec<String> {
    let verdicts: Vec<(F, char)> = FIELDS.into_iter().zip(letters.chars()).collect();
    let mut faults = opens_papers(scene, browser, readable, &verdicts).await;
    for (operation, fields) in readable {
        let answer = scene.call(browser, operation).await;
        assert!(!answer.status.is_server_error(), "{username} {}", operation.id);
        if answer.status != 200 || !is_words(&answer) {
            continue;
        }
        let told = answer.body.to_string();
        for (field, verdict) in &verdicts {
            let verdict = if fields.contains(field) { *verdict } else { 'H' };
            let whole = verdict == 'F' || (operation.id == PREVIEW && verdicts.contains(&(F::Papers, 'F')));
            let expected = SHOWN.contains(&(operation.id.as_str(), *field));
            let found = fault(&told, *field, (verdict, whole), expected);
            faults.extend(found.map(|found| format!("{} {field} {verdict}: {found}", operation.id)));
        }
    }
    faults.into_iter().map(|fault| format!("{username} {fault}")).collect()
}

/// Of `field` nothing more than its verdict allows, and where `expected` also that.
pub fn fault(told: &str, field: F, (verdict, whole): (char, bool), expected: bool) -> Option<String> {
    let traces = || TRACES.iter().filter(|(of, ..)| *of == field);
    let full = traces().find(|trace| told.contains(trace.1));
    let masked = traces().find(|trace| !trace.2.is_empty() && told.contains(trace.2));
    match verdict {
        _ if full.is_some() && !whole => Some(format!("{} is there", full?.1)),
        'H' if masked.is_some() && !whole => Some(format!("{} is there", masked?.2)),
        'F' if expected && full.is_none() => Some("nothing is there".to_owned()),
        'M' if expected && masked.is_none() => Some("not even masked".to_owned()),
        _ => None,
    }
}

/// The fields that an answer of these properties can carry.
fn fields_in(properties: &BTreeSet<Property>) -> BTreeSet<F> {
    let carried = properties.iter().filter_map(|(schema, name)| {
        CARRIERS.iter().find(|(of, property, _)| of == schema && property == name)
    });
    carried
        .filter_map(|(_, _, carries)| if let Carries::Field(field) = carries { Some(*field) } else { None })
        .collect()
}

pub fn is_words(answer: &Answer) -> bool {
    let kind = answer.headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.starts_with("application/json") || kind.starts_with("text/")
}

/// The bytes of files and documents.
async fn opens_papers(
    scene: &Scene,
    browser: &Browser,
    readable: &[(Operation, BTreeSet<F>)],
    verdicts: &[(F, char)],
) -> Vec<String> {
    let seen = browser.get(&scene.scheduled.petition.path("")).await.status == 200;
    let expected = match (seen, verdicts.contains(&(F::Papers, 'F'))) {
        (true, true) => 200,
        (true, false) => 422, // `not_yours`
        (false, _) => 404,
    };
    let mut faults = Vec::new();
    for (operation, _) in readable {
        if ["document_download", "attachment_download"].contains(&operation.id.as_str()) {
            let status = scene.call(browser, operation).await.status;
            faults.extend((status != expected).then(|| format!("{}: {status}", operation.id)));
        }
    }
    faults
}
