//! A hearing about to begin, presider and clerk at their pages, tokens for devices.

use crate::{
    http::cases::{HOUR, MINUTE, PETITIONER_SEAT, Scheduled},
    kit::{
        participant::{PATIENCE, Participant},
        server::{Answer, TestServer},
    },
    ws::page::Page,
};
use lianjie::media::plane::{
    MediaError, MediaEvent, MediaPlane, MediaRoom, Offer, PeerStatistics, RoutePlan,
};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};
use signaling::wire::{ClientMessage, Presence, SeatId, ServerMessage, Tile};
use std::sync::Mutex;
use tokio::sync::mpsc;

pub const UNIT: usize = 2;
pub const PETITIONER: usize = PETITIONER_SEAT;
pub const SCREEN: usize = 4;

pub struct Hall {
    pub server: TestServer,
    pub scheduled: Scheduled,
    pub presider: Page,
    _clerk: Page,
}

impl Hall {
    /// Check-in is open, presider and clerk are at the table.
    pub async fn open() -> Self {
        let server = TestServer::start().await;
        let head = server.sign_in("head").await;
        let scheduled = Scheduled::on(&server, &head).await;
        server.advance(HOUR - 15 * MINUTE);
        let presider = page(&server, &scheduled, "head").await;
        let clerk = page(&server, &scheduled, "clerk").await;
        Self { server, scheduled, presider, _clerk: clerk }
    }

    pub fn seat(&self, seat: usize) -> SeatId {
        SeatId(self.scheduled.seats[seat].parse().unwrap())
    }

    fn token_path(&self, seat: usize) -> String {
        self.scheduled.path(&format!("/seats/{}/device-token", self.scheduled.seats[seat]))
    }

    /// A fresh token for a seat.
    pub async fn token(&self, seat: usize) -> String {
        let head = self.server.sign_in("head").await;
        let access = head.post(&self.token_path(seat), json!({})).await.expect(200);
        assert_eq!(access["whip_url"], format!("{}/api/whip", self.server.url));
        access["token"].as_str().unwrap().to_owned()
    }

    pub async fn revoke(&self, seat: usize) -> Answer {
        self.server.sign_in("head").await.delete(&self.token_path(seat)).await
    }

    pub fn device(&self, token: &str) -> Device {
        Device::new(&self.server, token)
    }

    /// A gateway: it sends both and receives, in one session.
    pub async fn gateway(&self, seat: usize, mark: u8) -> Participant {
        let device = self.device(&self.token(seat).await);
        Participant::join(HttpPlane::new(device, "/whip"), self.media_room(), mark).await
    }

    /// The unit's, marked 7, and the petitioner's, marked 8: both at the table, and so sound and picture may flow.
    pub async fn two_gateways(&mut self) -> (Participant, Participant) {
        let gateways = (self.gateway(UNIT, 7).await, self.gateway(PETITIONER, 8).await);
        self.admit(UNIT).await;
        self.admit(PETITIONER).await;
        gateways
    }

    /// A player.
    pub async fn player(&self, seat: usize) -> Participant {
        let device = self.device(&self.token(seat).await);
        Participant::watch(HttpPlane::new(device, "/whep"), self.media_room(), 0).await
    }

    pub fn media_room(&self) -> MediaRoom {
        MediaRoom(self.scheduled.hearing.parse().unwrap())
    }

    pub async fn admit(&mut self, seat: usize) {
        let seat = self.seat(seat);
        self.does(ClientMessage::Admit { seat }).await;
    }

    pub async fn does(&mut self, message: ClientMessage) {
        let answer = self.presider.ask(message.clone()).await;
        assert!(matches!(answer, ServerMessage::Done { .. }), "{message:?}: {answer:?}");
    }

    /// Waits until the roster shows a seat so.
    pub async fn sees(&mut self, seat: usize, wanted: impl Fn(&Presence) -> bool) {
        let id = self.seat(seat);
        let is = |message: &ServerMessage| matches!(message, ServerMessage::Seat { seat } if seat.id == id && wanted(&seat.presence));
        self.presider.until(is).await;
    }
}

/// Somebody of the staff on their seat's page.
async fn page(server: &TestServer, scheduled: &Scheduled, username: &str) -> Page {
    let browser = server.sign_in(username).await;
    let ticket = browser.post("/tickets", json!({ "hearing": scheduled.hearing })).await.expect(200);
    let address = server.url.strip_prefix("http://").unwrap();
    let page = Page::dial(address, Some(&server.url)).await.unwrap();
    page.seated(ticket["ticket"].as_str().unwrap()).await
}

/// A client that is no browser: no cookie, no origin.
#[derive(Debug, Clone)]
pub struct Device {
    client: Client,
    url: String,
    pub token: String,
}

impl Device {
    pub fn new(server: &TestServer, token: &str) -> Self {
        let client = Client::builder().no_proxy().build().unwrap();
        Self { client, url: server.url.clone(), token: token.to_owned() }
    }

    /// A request with the token to a path below `/api`.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.without_token(method, path).bearer_auth(&self.token)
    }

    pub fn without_token(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}/api{path}", self.url))
    }

    pub fn offer(&self, path: &str, sdp: &str) -> RequestBuilder {
        self.request(Method::POST, path).header("content-type", "application/sdp").body(sdp.to_owned())
    }

    pub fn patch(&self, session: &str, if_match: &str, fragment: &str) -> RequestBuilder {
        self.request(Method::PATCH, session)
            .header("content-type", "application/trickle-ice-sdpfrag")
            .header("if-match", if_match)
            .body(fragment.to_owned())
    }

    /// The session's path below `/api`, once an offer was taken.
    pub async fn start(&self, path: &str, sdp: &str) -> String {
        let response = self.offer(path, sdp).send().await.unwrap();
        assert_eq!(response.status(), 201, "{:?}", response.text().await);
        location(&response)
    }

    /// Waits until the session's address is gone: the room says goodbye behind the answer that ends it.
    pub async fn is_over(&self, session: &str) {
        let gone = async {
            while self.status(Method::GET, session).await != 404 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, gone).await.expect("the session ends");
    }

    pub async fn status(&self, method: Method, path: &str) -> u16 {
        self.request(method, path).send().await.unwrap().status().as_u16()
    }
}

pub fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

pub fn location(response: &Response) -> String {
    header(response, "location").strip_prefix("/api").unwrap().to_owned()
}

/// The code of a problem.
pub async fn code(response: Response) -> String {
    let body: Value = response.json().await.unwrap();
    body["code"].as_str().unwrap().to_owned()
}

/// Offers and ICE restarts of a [`Participant`] over HTTP.
#[derive(Debug)]
struct HttpPlane {
    device: Device,
    door: &'static str,
    /// The session and the answer, once there are.
    session: Mutex<Option<(String, String)>>,
}

impl HttpPlane {
    fn new(device: Device, door: &'static str) -> Self {
        Self { device, door, session: Mutex::default() }
    }
}

#[async_trait::async_trait]
impl MediaPlane for HttpPlane {
    fn open(&self, _: MediaRoom, _: mpsc::Sender<MediaEvent>) {}
    fn route(&self, _: MediaRoom, _: RoutePlan) {}
    fn close(&self, _: MediaRoom, _: Option<SeatId>) {}
    fn show(&self, _: MediaRoom, _: SeatId, _: Vec<Tile>) {}

    async fn statistics(&self, _: MediaRoom) -> Vec<PeerStatistics> {
        Vec::new()
    }

    async fn negotiate(&self, offer: Offer) -> Result<String, MediaError> {
        let known = self.session.lock().unwrap().clone();
        let (session, answer) = match known {
            None => {
                let response = self.device.offer(self.door, &offer.sdp).send().await.unwrap();
                assert_eq!(response.status(), 201);
                (location(&response), response.text().await.unwrap())
            }
            Some((session, answer)) => {
                let fragment = lines(&offer.sdp, &["a=ice-ufrag:", "a=ice-pwd:"]);
                let response = self.device.patch(&session, "*", &fragment).send().await.unwrap();
                assert_eq!(response.status(), 200);
                let renewed = response.text().await.unwrap();
                (session, with_credentials(&answer, &renewed))
            }
        };
        *self.session.lock().unwrap() = Some((session, answer.clone()));
        Ok(answer)
    }
}

/// The first line of each beginning.
fn lines(sdp: &str, beginnings: &[&str]) -> String {
    let first = |beginning: &&str| sdp.lines().find(|line| line.starts_with(*beginning)).unwrap();
    beginnings.iter().map(|beginning| format!("{}\r\n", first(beginning))).collect()
}

/// The earlier answer, with the credentials of a restart.
fn with_credentials(answer: &str, renewed: &str) -> String {
    let replaced = |line: &str| {
        let name = line.split_once(':').map_or(line, |(name, _)| name);
        match name {
            "a=ice-ufrag" | "a=ice-pwd" => lines(renewed, &[name]),
            _ => format!("{line}\r\n"),
        }
    };
    answer.lines().map(replaced).collect()
}

/// An offer as an encoder makes it that has no media stack behind it.
pub fn offer(sections: &[(&str, &str)]) -> String {
    let mids: Vec<String> = (0..sections.len()).map(|mid| mid.to_string()).collect();
    let fingerprint = vec!["AB"; 32].join(":");
    let mut sdp =
        format!("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE {}\r\n", mids.join(" "));
    for ((kind, way), mid) in sections.iter().zip(&mids) {
        let codec = if *kind == "video" { "VP8/90000" } else { "opus/48000/2" };
        sdp.push_str(&format!(
            "m={kind} 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=mid:{mid}\r\na={way}\r\na=rtcp-mux\r\n\
             a=ice-ufrag:olds\r\na=ice-pwd:0123456789012345678901\r\na=fingerprint:sha-256 {fingerprint}\r\n\
             a=setup:actpass\r\na=rtpmap:96 {codec}\r\n"
        ));
    }
    sdp
}

pub fn sender() -> String {
    offer(&[("audio", "sendonly"), ("video", "sendonly")])
}

pub fn receiver() -> String {
    offer(&[("audio", "recvonly"), ("video", "recvonly")])
}

/// Credentials of a client that restarts.
pub const RESTART: &str = "a=ice-ufrag:news\r\na=ice-pwd:9876543210987654321098\r\n";
/// Candidates of the session an [`offer`] began.
pub const TRICKLE: &str = "m=audio 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\na=ice-ufrag:olds\r\n\
    a=ice-pwd:0123456789012345678901\r\na=candidate:1 1 udp 2130706431 192.0.2.1 9 typ host\r\na=end-of-candidates\r\n";
