use super::cases::{Filed, filing};
use crate::kit::server::TestServer;
use lianjie::edge::{EdgeConfig, files::KeepFree};
use reqwest::multipart::{Form, Part};
use std::time::Duration;
use tokio::{io::AsyncWriteExt, net::TcpStream, time::sleep};

const PDF: &[u8] = b"%PDF-1.7 evidence";

fn file(name: &str, bytes: &[u8]) -> Form {
    Form::new().part("file", Part::bytes(bytes.to_vec()).file_name(name.to_owned()))
}

/// What a petitioner sends: number and code before the file.
fn with_door(filed: &Filed, name: &str, bytes: &[u8]) -> Form {
    let form = Form::new().text("number", filed.number.clone()).text("code", filed.code.clone());
    form.part("file", Part::bytes(bytes.to_vec()).file_name(name.to_owned()))
}

pub fn kept(server: &TestServer) -> usize {
    std::fs::read_dir(server.folder.path().join("files")).map_or(0, Iterator::count)
}

#[tokio::test]
async fn a_petitioners_file_is_read_at_the_desk_byte_for_byte() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let form = with_door(&filed, "../收支 证据.pdf", PDF);
    let attached = server.visitor().upload("/query/attachments", form).await.expect(201);
    assert_eq!((&attached["name"], &attached["size"]), (&"收支 证据.pdf".into(), &PDF.len().into()));
    let counter = server.sign_in("counter").await;
    let page = counter.get(&filed.path("")).await.expect(200);
    assert_eq!(page["attachments"][0]["media_type"], "application/pdf");
    let answer = counter.get(&format!("/attachments/{}", attached["id"].as_str().unwrap())).await;
    assert!(answer.headers["content-disposition"].to_str().unwrap().starts_with("attachment;"));
    assert_eq!(answer.expect(200), String::from_utf8_lossy(PDF).into_owned());
}

#[tokio::test]
async fn the_desk_adds_files_and_the_timeline_says_so() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let counter = server.sign_in("counter").await;
    counter.upload(&filed.path("/attachments"), file("scan.pdf", PDF)).await.expect(201);
    let timeline = counter.oldest_first(&filed.path("/timeline")).await;
    assert_eq!(timeline[1]["kind"], "petition.attachment_added");
    assert!(timeline[1]["details"]["sha256"].as_str().unwrap().len() == 64);
}

#[tokio::test]
async fn other_types_are_refused_and_leave_nothing_behind() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let counter = server.sign_in("counter").await;
    for (name, bytes) in [
        ("a.exe", PDF),
        ("a.pdf", b"MZ program"),
        ("a.html", b"<script>"),
        ("a.svg", b"<svg/>"),
        ("", PDF),
        ("a.pdf", b""),
    ] {
        let answer = counter.upload(&filed.path("/attachments"), file(name, bytes)).await;
        answer.refused(422, "bad_file_type");
    }
    assert_eq!(kept(&server), 0);
}

#[tokio::test]
async fn an_oversized_file_is_refused_and_leaves_nothing_behind() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let counter = server.sign_in("counter").await;
    let mut bytes = PDF.to_vec();
    bytes.resize(10 * 1024 * 1024 + 1, b' ');
    let refused = counter.upload(&filed.path("/attachments"), file("big.pdf", &bytes)).await;
    assert_eq!(refused.refused(413, "too_large")["limit"], 10 * 1024 * 1024);
    assert_eq!(kept(&server), 0);
    bytes.pop();
    counter.upload(&filed.path("/attachments"), file("big.pdf", &bytes)).await.expect(201);
}

/// The first part of a form, on a line that stays open and brings no more.
async fn half_sent(server: &TestServer, filed: &Filed) -> TcpStream {
    let host = server.url.strip_prefix("http://").unwrap();
    let field = |named: &str, value: &str| {
        format!("--x\r\ncontent-disposition: form-data; name=\"{named}\r\n\r\n{value}\r\n")
    };
    let request = [
        format!("POST /api/query/attachments HTTP/1.1\r\nhost: {host}\r\norigin: {}\r\n", server.url),
        "content-type: multipart/form-data; boundary=x\r\ncontent-length: 1000000\r\n\r\n".to_owned(),
        field("number\"", &filed.number),
        field("code\"", &filed.code),
        field("file\"; filename=\"film.pdf\"", &format!("%PDF-1.7 {}", "evidence ".repeat(1000))),
    ];
    let mut line = TcpStream::connect(host).await.unwrap();
    line.write_all(request.concat().as_bytes()).await.unwrap();
    line
}

/// Waits until so many files are on the disk, whole or not.
pub async fn comes_to(server: &TestServer, files: usize) {
    for _ in 0..250 {
        if kept(server) == files {
            return;
        }
        sleep(Duration::from_millis(20)).await;
    }
    panic!("{} files on the disk, not {files}", kept(server));
}

#[tokio::test]
async fn a_code_sends_one_file_at_a_time_and_a_broken_line_leaves_nothing_behind() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let other = Filed::by(&server.visitor(), filing()).await;
    let line = half_sent(&server, &filed).await;
    comes_to(&server, 1).await;
    let home = server.visitor();
    let second = home.upload("/query/attachments", with_door(&filed, "b.pdf", PDF)).await;
    second.refused(422, "upload_under_way");
    home.upload("/query/attachments", with_door(&other, "b.pdf", PDF)).await.expect(201);
    drop(line);
    comes_to(&server, 1).await;
    home.upload("/query/attachments", with_door(&filed, "b.pdf", PDF)).await.expect(201);
    assert_eq!(kept(&server), 2);
}

#[tokio::test]
async fn a_wrong_code_uploads_nothing() {
    let server = TestServer::start().await;
    let mut filed = Filed::by(&server.visitor(), filing()).await;
    filed.code = "WRONGWRONG".into();
    let form = with_door(&filed, "a.pdf", PDF);
    server.visitor().upload("/query/attachments", form).await.refused(404, "no_match");
    assert_eq!(kept(&server), 0);
}

#[tokio::test]
async fn a_file_before_its_number_and_code_is_not_read() {
    let server = TestServer::start().await;
    let answer = server.visitor().upload("/query/attachments", file("a.pdf", PDF)).await;
    assert_eq!(answer.refused(422, "unprocessable")["field"], "number");
}

/// And take no place of what the desk adds, scans of signatures among it.
#[tokio::test]
async fn twenty_files_from_home_are_enough() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let (counter, home) = (server.sign_in("counter").await, server.visitor());
    counter.upload(&filed.path("/attachments"), file("scan.pdf", PDF)).await.expect(201);
    for n in 0..20 {
        let form = with_door(&filed, &format!("{n}.pdf"), PDF);
        home.upload("/query/attachments", form).await.expect(201);
    }
    let refused = home.upload("/query/attachments", with_door(&filed, "21.pdf", PDF)).await;
    assert_eq!(refused.refused(422, "too_many_files")["allowed"], 20);
    assert_eq!(kept(&server), 21);
    counter.upload(&filed.path("/attachments"), file("scan.pdf", PDF)).await.expect(201);
}

#[tokio::test]
async fn the_neighbours_files_are_not_there() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let counter = server.sign_in("counter").await;
    let attached = counter.upload(&filed.path("/attachments"), file("scan.pdf", PDF)).await.expect(201);
    let path = format!("/attachments/{}", attached["id"].as_str().unwrap());
    server.sign_in("neighbour").await.get(&path).await.refused(404, "not_found");
    server.visitor().get(&path).await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn a_disk_that_fills_up_takes_no_files_of_strangers_and_then_none() {
    for (keep_free, taken) in [
        (KeepFree { citizens: u64::MAX, staff: 0 }, "staff"),
        (KeepFree { citizens: u64::MAX, staff: u64::MAX }, "none"),
    ] {
        let server = TestServer::start_with(EdgeConfig { keep_free, ..EdgeConfig::default() }).await;
        let filed = Filed::by(&server.visitor(), filing()).await;
        let form = with_door(&filed, "收支.pdf", PDF);
        server.visitor().upload("/query/attachments", form).await.refused(507, "no_space");
        let counter = server.sign_in("counter").await;
        let answer = counter.upload(&filed.path("/attachments"), file("scan.pdf", PDF)).await;
        if taken == "staff" {
            answer.expect(201)
        } else {
            answer.refused(507, "no_space")
        };
        assert_eq!(kept(&server), usize::from(taken == "staff"));
        let ready = reqwest::get(format!("{}/readyz", server.url)).await.unwrap();
        assert_eq!(ready.status(), 200, "all else goes on");
        assert_eq!(ready.json::<serde_json::Value>().await.unwrap()["files"], taken);
    }
}
