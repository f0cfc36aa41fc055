//! What the program does with what is no recording (docs/threats.md T7).

use super::Scene;
use lianjie::domain::hearing::SourceKind;
use serde_json::json;

/// A playlist or a list of files in place of a recording would have the program read what it is not given.
#[tokio::test]
async fn what_is_no_recording_leads_the_program_nowhere() {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.set_nonblocking(true).unwrap();
    let there = format!("http://{}/piece.ts", listener.local_addr().unwrap());
    let playlist = format!("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{there}\n#EXT-X-ENDLIST\n");
    let list = "ffconcat version 1.0\nfile '/etc/hostname'\n".to_owned();
    for bytes in [playlist, list, there] {
        let scene = Scene::set(false).await;
        scene.put(0, SourceKind::Camera, bytes.as_bytes(), 0).await;
        scene.ask().await;
        scene.mix("ffmpeg").await;
        let state = scene.listed().await["exports"][0]["state"].clone();
        assert_eq!(state, json!({ "is": "failed", "why": "program" }), "{bytes}");
    }
    let called = listener.accept().map(|(_, from)| from);
    assert_eq!(called.map_err(|error| error.kind()), Err(std::io::ErrorKind::WouldBlock));
}
