//! Films mixed from recordings, by the program itself (FFmpeg, scripts/install-system), of pictures and sound that it
//! made before: what is seen and heard where and when. And what becomes of recordings.

mod nowhere;

use super::cases::{HOUR, Scheduled};
use crate::kit::server::{Answer, Browser, TestServer};
use lianjie::{
    documents::Fonts,
    domain::{
        hearing::{Hearing, Recording, SourceKind, Stage, WholeRecording},
        ids::RecordingId,
    },
    mixing::{self, Settings},
    reels::Reels,
    world::{RealWorld, World},
};
use reqwest::Method;
use serde_json::{Value, json};
use std::{
    io::{Read, Write},
    path::Path,
    process::Command,
};

const REASON: &str = "复查机关调阅录像";
const YEAR: i64 = 366 * 24 * HOUR;

/// Runs a program of FFmpeg's; what it wrote.
fn run(program: &str, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(program).args(arguments).output();
    let output =
        output.unwrap_or_else(|why| panic!("{program} (scripts/install-system installs ffmpeg): {why}"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

struct Scene {
    server: TestServer,
    scheduled: Scheduled,
    hearing: Hearing,
    reels: Reels,
    head: Browser,
}

impl Scene {
    /// A hearing that is over.
    async fn set(lock: bool) -> Self {
        let server = TestServer::start().await;
        let head = server.sign_in("head").await;
        let scheduled = Scheduled::on(&server, &head).await;
        let mut tx = server.store.begin().await.unwrap();
        let id = scheduled.id();
        let mut hearing = tx.hearing(id).await.unwrap().unwrap();
        hearing.stage = Stage::Closed { at: server.now() };
        tx.save_hearing(&hearing).await.unwrap();
        tx.commit().await.unwrap();
        let reels = Reels::open(server.folder.path(), lock, |_| panic!("the server made the key")).unwrap();
        std::fs::create_dir_all(reels.folder_of(id.0)).unwrap();
        Self { server, scheduled, hearing, reels, head }
    }

    /// Two seconds of a source of the n-th seat, `after` milliseconds after the hearing's start.
    async fn record(&self, n: usize, source: SourceKind, made_of: &str, after: i64) {
        let file = self.server.folder.path().join("source.webm");
        let codec: &[&str] = match source {
            SourceKind::Microphone => &["-c:a", "libopus"],
            // In the second seat is a device that has no VP8.
            _ if n == 1 => &["-c:v", "libx264", "-pix_fmt", "yuv420p", "-f", "matroska"],
            SourceKind::Camera | SourceKind::Screen => &["-c:v", "libvpx", "-deadline", "realtime"],
        };
        let made_of = format!("{made_of}:d=2");
        let path = file.to_str().unwrap();
        run("ffmpeg", &[&["-v", "error", "-y", "-f", "lavfi", "-i", &made_of], codec, &[path]].concat());
        self.put(n, source, &std::fs::read(file).unwrap(), after).await;
    }

    /// Two seconds of the n-th seat's, of these bytes.
    async fn put(&self, n: usize, source: SourceKind, bytes: &[u8], after: i64) {
        let id = RecordingId(RealWorld.new_id());
        let part = self.reels.place(self.hearing.id.0, &format!("{id}.part"));
        self.reels.create(&part, id.0).unwrap().write_all(bytes).unwrap();
        self.reels.finish(&part, self.hearing.id.0, id.0).unwrap();
        let began_at = self.hearing.starts_at.plus_millis(after);
        let whole = WholeRecording {
            ended_at: began_at.plus_millis(2_000),
            bytes: bytes.len() as u64,
            sha256: [0; 32],
            gaps: 0,
            interrupted: false,
        };
        let (hearing, seat) = (self.hearing.id, self.hearing.seats[n].id);
        let mut tx = self.server.store.begin().await.unwrap();
        let recording = Recording { id, hearing, seat, source, began_at, whole: Some(whole) };
        tx.put_recording(&recording).await.unwrap();
        tx.commit().await.unwrap();
    }

    fn settings(&self, program: &str) -> Settings {
        Settings {
            program: program.into(),
            reels: self.reels.clone(),
            films: self.server.folder.path().join("films"),
            keep_free: 0,
            font: Fonts::shipped(),
        }
    }

    async fn mix(&self, program: &str) {
        self.mix_as(&self.settings(program)).await;
    }

    async fn mix_as(&self, settings: &Settings) {
        mixing::work(&self.server.store, &*self.server.clock, settings).await.unwrap();
    }

    /// What a start does.
    async fn sweep(&self) {
        mixing::sweep(&self.server.store, &self.settings("false")).await.unwrap();
    }

    fn path(&self, rest: &str) -> String {
        self.scheduled.path(&format!("/recordings{rest}"))
    }

    async fn listed(&self) -> Value {
        self.head.get(&self.path("")).await.expect(200)
    }

    async fn post(&self, rest: &str) -> Answer {
        self.head.post(&self.path(rest), json!({ "reason": REASON })).await
    }

    async fn ask(&self) -> Value {
        self.post("/exports").await.expect(202)
    }

    async fn keep(&self, class: &str, sealed: bool) -> Value {
        let body = json!({ "class": class, "sealed": sealed, "reason": REASON });
        let read = self.listed().await["keeping"]["tag"].clone();
        self.head.replace(Method::PUT, &self.path("/keeping"), &read, body).await.expect(200)
    }

    async fn on_record(&self, kind: &str) -> usize {
        let timeline = self.head.oldest_first(&self.scheduled.petition.path("/timeline")).await;
        timeline.as_array().unwrap().iter().filter(|event| event["kind"] == kind).count()
    }
}

/// The colour at a place of the film at a time: red, green, blue, as far as one can tell.
fn colour(film: &Path, seconds: &str, (x, y): (u32, u32)) -> (bool, bool, bool) {
    let crop = format!("crop=2:2:{x}:{y},scale=1:1");
    let film = film.to_str().unwrap();
    let arguments = ["-v", "error", "-ss", seconds, "-i", film, "-vf", &crop, "-frames:v", "1"];
    let raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-"];
    let pixel = run("ffmpeg", &[arguments.as_slice(), &raw].concat());
    (pixel[0] > 150, pixel[1] > 150, pixel[2] > 150)
}

/// Loudest sample of a second of the film, decibels below full.
fn loudness(film: &Path, from: &str) -> f64 {
    let film = film.to_str().unwrap();
    let arguments = ["-v", "info", "-nostats", "-ss", from, "-t", "1", "-i", film, "-af", "volumedetect"];
    let output = Command::new("ffmpeg").args(arguments).args(["-vn", "-f", "null", "-"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let max = said.split("max_volume:").nth(1).unwrap_or_else(|| panic!("{said}"));
    max.split_whitespace().next().unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_shows_every_seat_where_and_when_it_was_and_passes_over_what_was_not_recorded() {
    for lock in [false, true] {
        let scene = Scene::set(lock).await;
        let size = "s=320x240:r=10";
        scene.record(0, SourceKind::Camera, &format!("color=red:{size}"), 0).await;
        scene.record(1, SourceKind::Camera, &format!("color=blue:{size}"), 1_000).await;
        // A recess of an hour.
        scene.record(0, SourceKind::Camera, &format!("color=lime:{size}"), HOUR).await;
        scene.record(1, SourceKind::Microphone, "sine=f=440:r=48000", HOUR).await;
        scene.ask().await;
        scene.mix("ffmpeg").await;
        let listed = scene.listed().await;
        let export = &listed["exports"][0];
        assert_eq!(export["state"]["is"], "done", "{export}");
        let path = scene.path(&format!("/exports/{}", export["id"].as_str().unwrap()));
        let answer = scene.head.raw(scene.head.request(Method::GET, &path)).await.bytes().await.unwrap();
        assert_eq!(export["state"]["bytes"], answer.len());
        let film = scene.server.folder.path().join("taken.mp4");
        std::fs::write(&film, &answer).unwrap();
        let probed = run(
            "ffprobe",
            &["-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", film.to_str().unwrap()],
        );
        let lasts: f64 = String::from_utf8(probed).unwrap().trim().parse().unwrap();
        assert!((lasts - 5.0).abs() < 0.2, "two stretches of three and two seconds, not {lasts}");
        let (left, right) = ((320, 360), (960, 360));
        let (red, blue, green) = ((true, false, false), (false, false, true), (false, true, false));
        let dark = (false, false, false);
        for (at, place, expected) in [
            ("0.5", left, red),
            ("0.5", right, dark),
            ("1.5", left, red),
            ("1.5", right, blue),
            ("2.5", left, dark),
            ("2.5", right, blue),
            ("4", left, green),
            ("4", right, dark),
        ] {
            assert_eq!(colour(&film, at, place), expected, "at {at} s, {place:?}");
        }
        assert!(loudness(&film, "1") < -60.0 && loudness(&film, "3.5") > -30.0, "sound comes with its seat");
        assert_eq!(scene.on_record("hearing.recording_exported").await, 1);
        assert_eq!(scene.on_record("hearing.recording_taken").await, 1, "once for each time it is taken");
        let folders = std::fs::read_dir(scene.server.folder.path().join("films")).unwrap().count();
        assert_eq!(folders, 1, "nothing but the film is left");

        scene.server.advance(8 * 24 * HOUR);
        let scene = Scene { head: scene.server.sign_in("head").await, ..scene };
        scene.mix("ffmpeg").await;
        assert_eq!(scene.listed().await["exports"], json!([]));
        scene.head.get(&path).await.refused(404, "not_found");
    }
}

#[tokio::test]
async fn of_two_who_ask_for_a_film_at_once_one_is_told_that_it_is_being_made() {
    let scene = Scene::set(false).await;
    let (one, other) = tokio::join!(scene.post("/exports"), scene.post("/exports"));
    let mut answers = [one.status.as_u16(), other.status.as_u16()];
    answers.sort_unstable();
    assert_eq!(answers, [202, 409]);
    assert_eq!(scene.listed().await["exports"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn why_no_film_was_made_is_said_and_nothing_of_it_is_left() {
    let scene = Scene::set(true).await;
    scene.ask().await;
    scene.post("/exports").await.refused(409, "conflict");
    scene.mix("ffmpeg").await;
    assert_eq!(scene.listed().await["exports"][0]["state"], json!({ "is": "failed", "why": "nothing" }));
    scene.record(0, SourceKind::Camera, "color=red:s=320x240:r=10", 0).await;
    let begun = Recording {
        id: RecordingId(RealWorld.new_id()),
        hearing: scene.hearing.id,
        seat: scene.hearing.seats[0].id,
        source: SourceKind::Camera,
        began_at: scene.hearing.starts_at,
        whole: None,
    };
    let put = async |recording: &Recording| {
        let mut tx = scene.server.store.begin().await.unwrap();
        tx.put_recording(recording).await.unwrap();
        tx.commit().await.unwrap();
    };
    put(&begun).await;
    scene.post("/exports").await.refused(422, "recording_unfinished");
    let lost =
        WholeRecording { ended_at: begun.began_at, bytes: 0, sha256: [0; 32], gaps: 0, interrupted: true };
    put(&Recording { whole: Some(lost), ..begun }).await;
    for (program, keep_free, why) in
        [("no-such-program", 0, "no_program"), ("false", 0, "program"), ("ffmpeg", u64::MAX, "disk")]
    {
        scene.ask().await;
        let settings = Settings { keep_free, ..scene.settings(program) };
        scene.mix_as(&settings).await;
        assert_eq!(scene.listed().await["exports"][0]["state"]["why"], why, "{program}");
        let left = std::fs::read_dir(settings.films).unwrap().count();
        assert_eq!(left, 0, "{program}: no recording is left in the clear");
    }
}

#[tokio::test]
async fn what_is_sealed_is_neither_played_nor_taken_and_what_is_due_may_go() {
    let scene = Scene::set(true).await;
    scene.record(0, SourceKind::Microphone, "sine=r=48000", 0).await;
    let file = scene.listed().await["files"][0]["id"].as_str().unwrap().to_owned();
    let file = scene.path(&format!("/{file}"));
    assert_eq!(scene.head.get(&file).await.status, 200);

    let read = scene.listed().await["keeping"]["tag"].clone();
    let sealed = scene.keep("ordinary", true).await;
    let unsealing = json!({ "class": "permanent", "sealed": false, "reason": REASON });
    let keeping = scene.path("/keeping");
    scene.head.replace(Method::PUT, &keeping, &read, unsealing).await.refused(412, "outdated");
    assert_eq!(sealed["keeping"]["sealed"], REASON);
    scene.head.get(&file).await.refused(422, "recording_sealed");
    scene.post("/exports").await.refused(422, "recording_sealed");
    scene.keep("ordinary", false).await;

    scene.post("/destroy").await.refused(422, "recording_kept");
    assert_eq!(scene.head.get("/recordings/due").await.expect(200)["hearings"], json!([]));
    scene.server.advance(3 * YEAR + 24 * HOUR);
    let head = scene.server.sign_in("head").await;
    let due = head.get("/recordings/due").await.expect(200);
    assert_eq!(due["hearings"][0]["hearing"], scene.scheduled.hearing.as_str());
    let scene = Scene { head, ..scene };
    scene.keep("permanent", false).await;
    scene.post("/destroy").await.refused(422, "recording_kept");
    scene.keep("ordinary", false).await;
    let no_reason = scene.head.post(&scene.path("/destroy"), json!({ "reason": "" })).await;
    no_reason.refused(422, "reason_needed");
    scene.ask().await;
    scene.post("/destroy").await.refused(409, "conflict");
    scene.mix("false").await;
    let export = scene.listed().await["exports"][0]["id"].as_str().unwrap().to_owned();
    let films = scene.settings("false").films;
    std::fs::create_dir_all(&films).unwrap();
    let [film, orphan] = [export, RealWorld.new_id().to_string()].map(|id| films.join(format!("{id}.mp4")));
    for path in [&film, &orphan] {
        std::fs::write(path, b"film").unwrap();
    }
    let work = film.with_extension("work");
    let leave_recordings = || {
        std::fs::create_dir_all(&work).unwrap();
        std::fs::write(work.join("recording.webm"), b"in the clear").unwrap();
    };
    leave_recordings();
    scene.sweep().await;
    assert_eq!(
        (film.exists(), orphan.exists(), work.exists()),
        (true, false, false),
        "what is on record no more, or was left half made, goes at the next start"
    );
    leave_recordings();
    let gone = scene.post("/destroy").await.expect(200);
    assert_eq!(gone["exports"], json!([]), "films of them go too");
    assert!(!film.exists() && !work.exists());
    assert!(gone["keeping"]["destroyed_at"].is_i64());
    assert_eq!(gone["files"].as_array().unwrap().len(), 1, "its row and hash stay");
    assert!(!scene.reels.folder_of(scene.hearing.id.0).exists());
    scene.head.get(&file).await.refused(422, "recording_gone");
    scene.post("/destroy").await.refused(422, "recording_gone");
    let leave_something =
        || std::fs::create_dir_all(scene.reels.folder_of(scene.hearing.id.0).join("left")).unwrap();
    leave_something();
    scene.post("/destroy").await.expect(200);
    assert!(scene.reels.hearings().is_empty(), "what could not be removed is removed by asking again");
    leave_something();
    scene.sweep().await;
    assert!(scene.reels.hearings().is_empty(), "or at the next start");
    assert_eq!(scene.on_record("hearing.recording_destroyed").await, 1);
    assert_eq!(scene.on_record("hearing.recording_keeping").await, 4);
}

/// A recording of the hearing, of these bytes.
async fn recorded(scene: &Scene, bytes: &[u8]) -> String {
    let (id, hearing) = (RecordingId(RealWorld.new_id()), scene.hearing.id);
    let part = scene.reels.place(hearing.0, &format!("{id}.part"));
    scene.reels.create(&part, id.0).unwrap().write_all(bytes).unwrap();
    scene.reels.finish(&part, hearing.0, id.0).unwrap();
    let (seat, began_at) = (scene.hearing.seats[0].id, scene.server.now());
    let length = bytes.len() as u64;
    let whole =
        WholeRecording { ended_at: began_at, bytes: length, sha256: [0; 32], gaps: 0, interrupted: false };
    let source = SourceKind::Microphone;
    let mut tx = scene.server.store.begin().await.unwrap();
    tx.put_recording(&Recording { id, hearing, seat, source, began_at, whole: Some(whole) }).await.unwrap();
    tx.commit().await.unwrap();
    format!("{id}.webm")
}

/// Called as the evidence package calls them, so that `lianjie verify --recordings` finds them.
#[tokio::test]
async fn the_recordings_are_handed_out_in_the_clear_whether_they_are_locked_or_not() {
    for lock in [false, true] {
        let scene = Scene::set(lock).await;
        let path = scene.path(&format!("/archive?reason={REASON}"));
        scene.head.get(&path).await.refused(404, "not_found");
        let names = [recorded(&scene, b"sound").await, recorded(&scene, &[7; 300_000]).await];
        scene.head.get(&scene.path("/archive")).await.refused(422, "reason_needed");
        scene.server.sign_in("clerk").await.get(&path).await.refused(422, "not_yours");
        let answer = scene.head.raw(scene.head.request(Method::GET, &path)).await;
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "application/zip");
        let bytes = std::io::Cursor::new(answer.bytes().await.unwrap());
        let mut archive = zip::ZipArchive::new(bytes).unwrap();
        assert_eq!(archive.len(), 2);
        for (name, expected) in names.iter().zip([b"sound".as_slice(), &[7; 300_000]]) {
            let mut found = Vec::new();
            archive.by_name(name).unwrap().read_to_end(&mut found).unwrap();
            assert!(found == expected, "{name}, locked: {lock}");
        }
        assert_eq!(scene.on_record("hearing.recording_taken").await, 1, "none of what was refused");
        scene.keep("ordinary", true).await;
        scene.head.get(&path).await.refused(422, "recording_sealed");
    }
}

#[tokio::test]
async fn the_house_decides_through_its_head_and_its_archivist() {
    let scene = Scene::set(false).await;
    let clerk = scene.server.sign_in("clerk").await;
    clerk.post(&scene.path("/exports"), json!({ "reason": REASON })).await.refused(422, "not_yours");
    clerk.post(&scene.path("/destroy"), json!({ "reason": REASON })).await.refused(422, "not_yours");
}
