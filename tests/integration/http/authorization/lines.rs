//! The lines of a hearing that goes on: there are none of one that does not, and an empty answer proves nothing.

use super::{
    fields::{FIELDS, PEOPLE, fault, hearing, noted, staffed},
    operations,
    scene::Scene,
};
use crate::http::cases::{HOUR, PETITIONER_SEAT};
use lianjie::{
    domain::rights::PetitionField,
    rooms::{Line, OUTBOX},
};
use serde_json::json;
use tokio::sync::mpsc;

#[tokio::test]
async fn lines_name_the_seats_as_their_reader_is_shown_them() {
    let scene = Scene::set().await;
    staffed(&scene).await;
    noted(&scene).await;
    scene.server.advance(HOUR);
    let seat = scene.scheduled.seat(PETITIONER_SEAT);
    let (outbox, _inbox) = mpsc::channel(OUTBOX);
    let rooms = &scene.server.rooms;
    let _connection =
        rooms.connect(hearing(&scene), seat, Line::Page { from: None, holds: None }, outbox).await.unwrap();
    let head = scene.server.sign_in("head").await;
    let path = scene.scheduled.path("/lines");
    while head.get(&path).await.expect(200)["lines"] == json!([]) {} // the media plane answers in its own time
    let operation = operations().into_iter().find(|one| one.id == "hearing_lines").unwrap();
    let (mut faults, mut readers) = (Vec::new(), 0);
    for (username, letters, _) in PEOPLE {
        let browser = scene.server.sign_in(username).await;
        let answer = scene.call(&browser, &operation).await;
        if answer.status != 200 {
            continue;
        }
        readers += 1;
        let told = answer.body.to_string();
        for (field, verdict) in FIELDS.into_iter().zip(letters.chars()) {
            let is_name = field == PetitionField::Name;
            let verdict = if is_name { verdict } else { 'H' };
            let found = fault(&told, field, (verdict, verdict == 'F'), is_name);
            faults.extend(found.map(|found| format!("{username} {field}: {found}")));
        }
    }
    assert!(faults.is_empty() && readers > 5, "{readers} {faults:#?}");
}
