//! The peer: Debian's Janus and its videoroom, on one event loop, spoken to over its JSON API.

use loadtest::media::peer::{Peer, Setup};
use loadtest::media::wire::Wire;
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{IpAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::Failure;
use crate::ours::mark;
use crate::process::Process;
use crate::scene::{Cast, Scene};
use crate::subject::Load;

const BINARY: &str = "/usr/bin/janus";
const PORT: u16 = 18_088;
const ROOM: u64 = 1234;

/// Whether Janus can be measured here, and why not.
pub fn available(address: IpAddr) -> Result<(), String> {
    if !Path::new(BINARY).exists() {
        return Err("Janus is not installed (apt-get install janus)".to_owned());
    }
    if address.is_loopback() {
        return Err("Janus takes no loopback address; the bench needs a network of its own".to_owned());
    }
    Ok(())
}

#[derive(Debug)]
pub struct Janus {
    pub process: Process,
    address: IpAddr,
    folder: PathBuf,
    session: u64,
    asked: u64,
}

impl Janus {
    pub fn start(address: IpAddr) -> Result<Self, Failure> {
        let folder = std::env::temp_dir().join(format!("lianjie-bench-janus-{}", std::process::id()));
        configure(&folder, address)?;
        let words = folder.to_string_lossy().into_owned();
        let log = folder.join("janus.log").to_string_lossy().into_owned();
        let process = Process::start(Path::new(BINARY), &["-F", &words, "-N", "-L", &log], false)?;
        let mut janus = Self { process, address, folder, session: 0, asked: 0 };
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", PORT)).is_err() {
            if !janus.process.runs() || start.elapsed() > Duration::from_secs(15) {
                return Err("Janus does not start".into());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let made = janus.post("/janus", json!({ "janus": "create" }))?;
        janus.session = id_of(&made)?;
        let handle = janus.attach()?;
        let room = json!({ "request": "create", "room": ROOM, "publishers": 64, "bitrate": 0,
            "audiocodec": "opus", "videocodec": "vp8", "fir_freq": 0, "notify_joining": false });
        janus.message(handle, room, None, false)?;
        Ok(janus)
    }

    pub fn seat(&mut self, load: &mut Load, scene: &Scene) -> Result<u64, Failure> {
        let before = self.process.rss()?;
        for at in 0..scene.publishers() {
            self.publish(load, scene, at)?;
        }
        load.wait()?;
        std::thread::sleep(Duration::from_secs(1));
        let rss = if matches!(scene.cast, Cast::Stage { .. }) { self.process.rss()? } else { before };
        for at in 0..scene.receivers() {
            self.subscribe(load, scene, at)?;
        }
        load.wait()?;
        Ok(rss)
    }

    fn publish(&mut self, load: &mut Load, scene: &Scene, at: usize) -> Result<(), Failure> {
        let now = Instant::now();
        let wire = Wire::open(Some(self.address), None)?;
        let setup = Setup { mark: mark(at), sources: scene.sends_of(at), ..Setup::default() };
        let mut peer = Peer::new(now, load.identity.clone(), setup);
        let offer = peer.offer(Some(wire.address()?));
        let handle = self.attach()?;
        let join = json!({ "request": "join", "ptype": "publisher", "room": ROOM, "id": mark(at) });
        self.message(handle, join, None, true)?;
        let publish = json!({ "request": "publish", "audiocodec": "opus", "videocodec": "vp8" });
        let answered =
            self.message(handle, publish, Some(json!({ "type": "offer", "sdp": offer.sdp })), true)?;
        peer.answered(now, sdp_of(&answered)?)?;
        let milestones = peer.milestones.clone();
        load.seats.push((load.fleet.add(peer, wire), milestones));
        Ok(())
    }

    fn subscribe(&mut self, load: &mut Load, scene: &Scene, at: usize) -> Result<(), Failure> {
        let now = Instant::now();
        let wire = Wire::open(Some(self.address), None)?;
        let mark = mark(scene.publishers() + at);
        let mut peer = Peer::new(now, load.identity.clone(), Setup { mark, ..Setup::default() });
        let handle = self.attach()?;
        let feeds: Vec<Value> =
            scene.seen_by(at).map(|from| json!({ "feed": crate::ours::mark(from) })).collect();
        let join = json!({ "request": "join", "ptype": "subscriber", "room": ROOM, "streams": feeds });
        let offered = self.message(handle, join, None, true)?;
        let answer = peer.answer(now, sdp_of(&offered)?, Some(wire.address()?))?;
        let milestones = peer.milestones.clone();
        load.seats.push((load.fleet.add(peer, wire), milestones));
        let start = json!({ "request": "start" });
        self.message(handle, start, Some(json!({ "type": "answer", "sdp": answer })), true)?;
        Ok(())
    }

    fn attach(&mut self) -> Result<u64, Failure> {
        let ask = json!({ "janus": "attach", "plugin": "janus.plugin.videoroom" });
        let attached = self.post(&format!("/janus/{}", self.session), ask)?;
        id_of(&attached)
    }

    /// Says something to the plugin; `later`: its answer comes as an event.
    fn message(
        &mut self,
        handle: u64,
        body: Value,
        jsep: Option<Value>,
        later: bool,
    ) -> Result<Value, Failure> {
        let mut ask = json!({ "janus": "message", "body": body });
        if let Some(jsep) = jsep {
            ask["jsep"] = jsep;
        }
        let said = self.post(&format!("/janus/{}/{handle}", self.session), ask)?;
        if !later {
            return Ok(said);
        }
        let transaction = said["transaction"].clone();
        for _ in 0..200 {
            let event = http("GET", &format!("/janus/{}?maxev=1", self.session), None)?;
            if event["transaction"] == transaction {
                let fault = &event["plugindata"]["data"]["error"];
                return if fault.is_null() { Ok(event) } else { Err(format!("Janus: {fault}").into()) };
            }
        }
        Err("Janus does not answer".into())
    }

    fn post(&mut self, path: &str, mut ask: Value) -> Result<Value, Failure> {
        self.asked += 1;
        ask["transaction"] = json!(format!("t{}", self.asked));
        let answer = http("POST", path, Some(&ask))?;
        if answer["janus"] == "error" { Err(format!("Janus: {answer}").into()) } else { Ok(answer) }
    }
}

impl Drop for Janus {
    fn drop(&mut self) {
        // Nothing in it is wanted any more.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn id_of(answer: &Value) -> Result<u64, Failure> {
    answer["data"]["id"].as_u64().ok_or_else(|| format!("Janus gives no id: {answer}").into())
}

fn sdp_of(event: &Value) -> Result<&str, Failure> {
    event["jsep"]["sdp"].as_str().ok_or_else(|| format!("Janus gives no SDP: {event}").into())
}

/// One request on a connection of its own.
fn http(method: &str, path: &str, body: Option<&Value>) -> Result<Value, Failure> {
    let body = body.map(Value::to_string).unwrap_or_default();
    let mut stream = TcpStream::connect(("127.0.0.1", PORT))?;
    stream.set_read_timeout(Some(Duration::from_secs(40)))?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: janus\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )?;
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    let (_, answer) = text.split_once("\r\n\r\n").ok_or("Janus hangs up")?;
    // It may come in chunks (RFC 9112 §7.1), each with its size before it.
    let chunked = text.to_ascii_lowercase().contains("transfer-encoding: chunked");
    let whole = if chunked { join_chunks(answer) } else { answer.to_owned() };
    Ok(serde_json::from_str(&whole)?)
}

fn join_chunks(mut rest: &str) -> String {
    let mut whole = String::new();
    while let Some((size, after)) = rest.split_once("\r\n") {
        let Some(chunk) = usize::from_str_radix(size.trim(), 16).ok().and_then(|size| after.get(..size))
        else {
            break;
        };
        whole.push_str(chunk);
        rest = after[chunk.len()..].trim_start_matches("\r\n");
    }
    whole
}

/// A folder of configuration: the videoroom and the HTTP API, nothing else.
fn configure(folder: &Path, address: IpAddr) -> Result<(), Failure> {
    std::fs::create_dir_all(folder)?;
    let library = janus_library()?;
    let others = |kind: &str, kept: &str| -> Result<String, Failure> {
        let names = std::fs::read_dir(library.join(kind))?
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| name.ends_with(".so") && name != kept);
        Ok(names.collect::<Vec<_>>().join(","))
    };
    let (folder_text, library_text) = (folder.display(), library.display());
    let main = format!(
        "general: {{\n configs_folder = \"{folder_text}\"\n plugins_folder = \"{library_text}/plugins\"\n\
         transports_folder = \"{library_text}/transports\"\n debug_level = {level}\n event_loops = 1\n\
         session_timeout = 0\n}}\n\
         media: {{\n ipv6 = false\n rtp_port_range = \"20000-29999\"\n}}\n\
         nat: {{\n ice_lite = true\n ice_tcp = false\n full_trickle = false\n ice_enforce_list = \"{address}\"\n}}\n\
         plugins: {{\n disable = \"{}\"\n}}\ntransports: {{\n disable = \"{}\"\n}}\n",
        others("plugins", "libjanus_videoroom.so")?,
        others("transports", "libjanus_http.so")?,
        level = std::env::var("JANUS_DEBUG_LEVEL").unwrap_or_else(|_| "2".to_owned()),
    );
    let http = format!(
        "general: {{\n json = \"compact\"\n base_path = \"/janus\"\n http = true\n port = {PORT}\n ip = \"127.0.0.1\"\n\
         https = false\n}}\nadmin: {{\n admin_http = false\n admin_https = false\n}}\n"
    );
    std::fs::write(folder.join("janus.jcfg"), main)?;
    std::fs::write(folder.join("janus.transport.http.jcfg"), http)?;
    std::fs::write(folder.join("janus.plugin.videoroom.jcfg"), "general: {\n}\n")?;
    Ok(())
}

/// Where Debian keeps plugins and transports, on any architecture.
fn janus_library() -> Result<PathBuf, Failure> {
    for entry in std::fs::read_dir("/usr/lib")? {
        let found = entry?.path().join("janus");
        if found.join("plugins").is_dir() {
            return Ok(found);
        }
    }
    Err("Janus has no plugins".into())
}
