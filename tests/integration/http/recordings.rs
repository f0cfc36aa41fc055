//! What was recorded, as the desk is shown it and plays it.

use super::cases::{HOUR, PETITIONER_SEAT, Scheduled};
use crate::kit::server::{Browser, TestServer};
use lianjie::domain::{
    hearing::{AgendaPhase, Indexed, Recording, SourceKind, Stage, Stretch, WholeRecording},
    ids::RecordingId,
};
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

const BYTES: &[u8] = b"abcdefghij";

struct Scene {
    server: TestServer,
    scheduled: Scheduled,
    file: String,
}

impl Scene {
    /// A hearing that is over, with a file that is whole and one that is not.
    async fn set() -> Self {
        let server = TestServer::start().await;
        let head = server.sign_in("head").await;
        let scheduled = Scheduled::on(&server, &head).await;
        let hearing = scheduled.id();
        let mut tx = server.store.begin().await.unwrap();
        let mut held = tx.hearing(hearing).await.unwrap().unwrap();
        held.stage = Stage::Closed { at: server.now() };
        tx.save_hearing(&held).await.unwrap();
        let whole = WholeRecording {
            ended_at: server.now().plus_millis(10),
            bytes: BYTES.len() as u64,
            sha256: [0xab; 32],
            gaps: 0,
            interrupted: false,
        };
        let begun = Recording {
            id: RecordingId(Uuid::from_u128(1)),
            hearing,
            seat: scheduled.seat(PETITIONER_SEAT),
            source: SourceKind::Microphone,
            began_at: server.now(),
            whole: Some(whole),
        };
        tx.put_recording(&begun).await.unwrap();
        let begun_seat = begun.seat;
        let open = Recording { id: RecordingId(Uuid::from_u128(2)), whole: None, ..begun };
        tx.put_recording(&open).await.unwrap();
        let from = server.now();
        let index =
            [Indexed::Phase(AgendaPhase::Statement), Indexed::Voice(begun_seat), Indexed::Unkept(begun_seat)]
                .map(|what| Stretch { from, what, to: from.plus_millis(5_000) });
        tx.put_stretches(hearing, &index).await.unwrap();
        tx.commit().await.unwrap();
        let folder = server.folder.path().join("recordings").join(&scheduled.hearing);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{}.webm", Uuid::from_u128(1))), BYTES).unwrap();
        let file = scheduled.path(&format!("/recordings/{}", Uuid::from_u128(1)));
        Self { server, scheduled, file }
    }

    async fn played(&self, browser: &Browser) -> usize {
        let timeline = browser.oldest_first(&self.scheduled.petition.path("/timeline")).await;
        let events = timeline.as_array().unwrap();
        events.iter().filter(|event| event["kind"] == "hearing.recording_played").count()
    }
}

#[tokio::test]
async fn files_are_listed_with_their_seats_and_hashes() {
    let scene = Scene::set().await;
    let head = scene.server.sign_in("head").await;
    let listed = head.get(&scene.scheduled.path("/recordings")).await.expect(200);
    let files = listed["files"].as_array().unwrap();
    assert_eq!(files.len(), 2);
    assert_eq!(files[0]["seat"]["id"], scene.scheduled.seats[PETITIONER_SEAT]);
    assert_eq!((&files[0]["source"], &files[0]["whole"]["bytes"]), (&json!("microphone"), &json!(10)));
    assert_eq!(files[0]["whole"]["sha256"], "ab".repeat(32));
    assert_eq!(files[0]["whispers"], false, "nobody interprets here");
    assert_eq!(files[1]["whole"], json!(null), "one is being written");
    let open = scene.scheduled.path(&format!("/recordings/{}", Uuid::from_u128(2)));
    head.get(&open).await.refused(404, "not_found");
}

#[tokio::test]
async fn the_index_says_who_spoke_when_and_in_which_phase() {
    let scene = Scene::set().await;
    let head = scene.server.sign_in("head").await;
    let index = head.get(&scene.scheduled.path("/recordings")).await.expect(200)["index"].clone();
    let (from, to) = (&index["phases"][0]["began_at"], &index["phases"][0]["ended_at"]);
    assert_eq!(to.as_i64().unwrap() - from.as_i64().unwrap(), 5_000);
    let seat = &scene.scheduled.seats[PETITIONER_SEAT];
    let voice = json!({ "seat": seat, "began_at": from, "ended_at": to });
    assert_eq!((&index["phases"][0]["phase"], &index["voices"]), (&json!("statement"), &json!([voice])));
    assert_eq!((&index["floors"], &index["unkept"]), (&json!([]), &json!([voice])));
}

#[tokio::test]
async fn a_file_is_sent_whole_in_parts_or_not_again() {
    let scene = Scene::set().await;
    let head = scene.server.sign_in("head").await;
    let tag = format!("\"{}\"", "ab".repeat(32));
    let other = "\"other\"";
    #[rustfmt::skip]
    type Row<'a> = (&'a [(&'a str, &'a str)], u16, &'a str);
    let table: [Row<'_>; 7] = [
        (&[], 200, "abcdefghij"),
        (&[("range", "bytes=2-4")], 206, "cde"),
        (&[("range", "bytes=7-")], 206, "hij"),
        (&[("range", "bytes=99-")], 200, "abcdefghij"),
        (&[("range", "bytes=2-4"), ("if-range", &tag)], 206, "cde"),
        (&[("range", "bytes=2-4"), ("if-range", other)], 200, "abcdefghij"),
        (&[("if-none-match", &tag)], 304, ""),
    ];
    for (headers, status, body) in table {
        let asked = headers.iter().fold(head.request(Method::GET, &scene.file), |r, (n, v)| r.header(*n, *v));
        let answer = head.send(asked).await;
        assert_eq!(answer.status.as_u16(), status, "{headers:?}");
        assert_eq!(answer.headers["etag"], tag.as_str(), "{headers:?}");
        assert_eq!(answer.body, body, "{headers:?}");
    }
}

#[tokio::test]
async fn playing_is_on_record_once_and_before_the_first_byte() {
    let scene = Scene::set().await;
    let head = scene.server.sign_in("head").await;
    head.get(&scene.scheduled.path("/recordings")).await.expect(200);
    assert_eq!(scene.played(&head).await, 0, "a look at the list is no playing");
    let at_once = futures_util::future::join_all((0..6).map(|_| head.get(&scene.file))).await;
    assert!(at_once.iter().all(|answer| answer.status == 200));
    assert_eq!(scene.played(&head).await, 1);
    scene.server.advance(HOUR / 3);
    assert_eq!(head.get(&scene.file).await.status, 200);
    assert_eq!(scene.played(&head).await, 2, "another time");
}

#[tokio::test]
async fn a_counter_clerk_of_the_house_does_not_listen() {
    let scene = Scene::set().await;
    let counter = scene.server.sign_in("counter").await;
    for path in [scene.scheduled.path("/recordings"), scene.file.clone()] {
        counter.get(&path).await.refused(422, "not_yours");
    }
    assert_eq!(scene.played(&counter).await, 0);
}
