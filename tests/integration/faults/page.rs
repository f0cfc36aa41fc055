//! A page as the browser runs it, without a browser: ticket, socket, drafts kept until acknowledged.

use super::{dice::Dice, process::Process};
use crate::rooms::table::Table;
use futures_util::{SinkExt, StreamExt};
use lianjie::{
    storage::SeatSession,
    world::{RealWorld, World},
};
use sha2::{Digest, Sha256};
use signaling::{
    grant::Grants,
    wire::{
        AgendaPhase, ByeReason, ClientFrame, ClientMessage, EntryId, EntryView, OpId, PROTOCOL, RefusalCode,
        SeatId, ServerMessage, Stage,
    },
};
use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, tungstenite::Message};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// How long a page waits before it sends again what came too fast.
const PATIENCE: Duration = Duration::from_millis(250);

/// A write of a line: not acknowledged, it is sent again after coming back, with the same operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub op: OpId,
    pub entry: EntryId,
    pub revision: u32,
    pub text: String,
    /// What was there is struck; else it is written.
    pub strikes: bool,
}

const REASON: &str = "与上一条重复";

pub struct Page {
    token: String,
    hearing: String,
    you: SeatId,
    /// None: this device is not connected.
    socket: Option<Socket>,
    last: u32,
    typed: u64,
    stage: Stage,
    grants: Grants,
    /// In the order they were typed.
    drafts: VecDeque<Draft>,
    /// What the server said it has.
    pub acknowledged: Vec<Draft>,
    /// Every line ever shown, by its number: a line never moves.
    pub shown: BTreeMap<u32, EntryView>,
}

impl Page {
    pub async fn of(table: &Table, process: &Process, seat: usize) -> Self {
        let mut random = [0; 32];
        RealWorld.fill(&mut random);
        let token = hex::encode(random);
        let session = SeatSession {
            seat: table.seats[seat],
            hearing: table.hearing,
            expires_at: RealWorld.now().plus_millis(3_600_000),
        };
        let mut tx = table.store.begin().await.unwrap();
        tx.add_seat_session(&Sha256::digest(&token).into(), &session).await.unwrap();
        tx.commit().await.unwrap();
        let mut page = Self {
            token,
            hearing: table.hearing.to_string(),
            you: table.seats[seat].into(),
            socket: None,
            last: 0,
            typed: 0,
            stage: Stage::Scheduled,
            grants: Grants::default(),
            drafts: VecDeque::new(),
            acknowledged: Vec::new(),
            shown: BTreeMap::new(),
        };
        page.come_back(process).await;
        page
    }

    /// Another device of the same seat, put away.
    pub fn other_device(&self) -> Self {
        Self {
            token: self.token.clone(),
            hearing: self.hearing.clone(),
            you: self.you,
            socket: None,
            last: 0,
            typed: 1_000_000, // its lines say whose they are
            stage: self.stage,
            grants: self.grants,
            drafts: VecDeque::new(),
            acknowledged: Vec::new(),
            shown: BTreeMap::new(),
        }
    }

    /// Reconnects as the page does by itself; gives the stage and whether the seat is at the table.
    pub async fn come_back(&mut self, process: &Process) -> (Stage, bool) {
        self.socket = Some(connect(process, &self.token, &self.hearing).await);
        self.welcomed().await;
        (self.stage, self.grants.attend)
    }

    async fn welcomed(&mut self) {
        self.until(|message| matches!(message, ServerMessage::Welcome { .. })).await.expect("welcome");
    }

    /// Puts the device away, without a goodbye.
    pub fn put_away(&mut self) {
        self.socket = None;
    }

    pub const fn is_connected(&self) -> bool {
        self.socket.is_some()
    }

    /// Types as fast as lines are acknowledged, until the line breaks.
    pub async fn type_until_cut(&mut self, dice: &mut Dice) {
        while self.send_drafts().await {
            // A quick typist, below the rate limit of a connection.
            tokio::time::sleep(Duration::from_millis(8)).await;
            self.type_one(dice);
        }
    }

    /// A new line, or now and then a mended or a struck one, of whoever wrote it.
    pub fn type_one(&mut self, dice: &mut Dice) {
        self.typed += 1;
        let text = format!("第{}句。", self.typed);
        let op = OpId(RealWorld.new_id());
        let underway = |id: EntryId| self.drafts.iter().any(|draft| draft.entry == id);
        let mended = self.shown.values().nth(dice.below(self.shown.len().max(1)));
        let mended = mended.filter(|entry| dice.below(4) == 0 && !underway(entry.id));
        let draft = match mended {
            Some(EntryView { id, revision, text: there, .. }) if dice.below(3) == 0 => {
                Draft { op, entry: *id, revision: revision + 1, text: there.clone(), strikes: true }
            }
            Some(EntryView { id, revision, .. }) => {
                Draft { op, entry: *id, revision: revision + 1, text, strikes: false }
            }
            None => Draft { op, entry: EntryId(RealWorld.new_id()), revision: 1, text, strikes: false },
        };
        self.drafts.push_back(draft);
    }

    /// Sends what is not acknowledged, oldest first. `false`: the line broke before the last answer.
    pub async fn send_drafts(&mut self) -> bool {
        while let Some(draft) = self.drafts.front().cloned() {
            match self.ask(self.put(&draft)).await {
                Some(ServerMessage::Done { .. }) => self.acknowledged.extend(self.drafts.pop_front()),
                // Somebody else mended the line meanwhile, and theirs stands: a person would look and type again.
                Some(ServerMessage::Refused { code: RefusalCode::StaleRevision, .. }) => {
                    assert!(draft.revision > 1, "a new line was refused");
                    self.drafts.pop_front();
                }
                Some(ServerMessage::Refused { code: RefusalCode::TooFast, .. }) => {
                    tokio::time::sleep(PATIENCE).await; // as a page waits that types too fast
                }
                Some(other) => panic!("a line was refused: {other:?}"),
                None => return false,
            }
        }
        true
    }

    fn put(&self, draft: &Draft) -> ClientMessage {
        let Draft { op, entry, revision, text, strikes } = draft.clone();
        if strikes {
            return ClientMessage::Strike { op, entry, revision, reason: REASON.to_owned() };
        }
        let phase = AgendaPhase::Opening;
        ClientMessage::PutEntry {
            op,
            entry,
            revision,
            phase,
            speaker: Some(self.you),
            text,
            typed_ms_ago: None,
        }
    }

    /// Listens until the line breaks.
    pub async fn listen(&mut self) {
        while self.until(|_| true).await.is_some() {}
    }

    /// Listens until this line is shown.
    pub async fn until_shown(&mut self, entry: EntryId) {
        let is = |message: &ServerMessage| matches!(message, ServerMessage::Entry { entry: e, .. } if e.id == entry);
        self.until(is).await.expect("the line is shown");
    }

    /// Writes one new line.
    pub async fn say(&mut self, entry: EntryId, text: String) {
        let draft = Draft { op: OpId(RealWorld.new_id()), entry, revision: 1, text, strikes: false };
        self.done(self.put(&draft)).await;
    }

    pub async fn done(&mut self, message: ClientMessage) {
        let answer = self.ask(message.clone()).await;
        assert!(matches!(answer, Some(ServerMessage::Done { .. })), "{message:?}: {answer:?}");
    }

    async fn ask(&mut self, message: ClientMessage) -> Option<ServerMessage> {
        self.last += 1;
        let id = self.last;
        let frame = serde_json::to_string(&ClientFrame { id, message }).unwrap();
        self.socket.as_mut()?.send(Message::text(frame)).await.ok()?;
        self.until(|message| {
            matches!(message, ServerMessage::Done { re } | ServerMessage::Refused { re, .. } if *re == id)
        })
        .await
    }

    /// What the server said before it hung up.
    pub async fn goodbye(&mut self) -> Option<ByeReason> {
        match self.until(|message| matches!(message, ServerMessage::Bye { .. })).await {
            Some(ServerMessage::Bye { reason, .. }) => Some(reason),
            _ => None,
        }
    }

    pub async fn until_stage(&mut self, stage: Stage) {
        while self.stage != stage {
            self.until(|message| matches!(message, ServerMessage::Stage { .. })).await.expect("a stage");
        }
    }

    pub async fn until_presiding(&mut self) {
        while !self.grants.preside {
            self.until(|message| matches!(message, ServerMessage::Grants { .. })).await.expect("grants");
        }
    }

    /// `None`: the line broke.
    async fn until(&mut self, wanted: impl Fn(&ServerMessage) -> bool) -> Option<ServerMessage> {
        loop {
            let next = tokio::time::timeout(Duration::from_secs(20), self.socket.as_mut()?.next());
            let frame = next.await.expect("the server says something")?.ok()?;
            let Message::Text(text) = frame else { continue };
            let message: ServerMessage = serde_json::from_str(&text).unwrap();
            self.notice(&message);
            if wanted(&message) {
                return Some(message);
            }
        }
    }

    fn notice(&mut self, message: &ServerMessage) {
        match message {
            ServerMessage::Welcome { stage, grants, minutes, .. } => {
                self.stage = stage.stage;
                self.grants = *grants;
                let gone = self.shown.keys().any(|number| *number as usize > minutes.len());
                assert!(!gone, "lines that were shown are gone");
                minutes.iter().for_each(|entry| self.show(entry));
            }
            ServerMessage::Entry { entry, .. } => self.show(entry),
            ServerMessage::Minutes { minutes } => minutes.iter().for_each(|entry| self.show(entry)),
            ServerMessage::Stage { stage } => self.stage = stage.stage,
            ServerMessage::Grants { grants } => self.grants = *grants,
            _ => {}
        }
    }
}

impl Page {
    /// A line keeps its number, and never goes back to an earlier revision.
    fn show(&mut self, entry: &EntryView) {
        let before = self.shown.get(&entry.number);
        assert!(before.is_none_or(|before| before.id == entry.id), "two lines have number {}", entry.number);
        // Sent twice, a write is answered by the line as that write left it: the newer text stays.
        if before.is_none_or(|before| before.revision < entry.revision) {
            self.shown.insert(entry.number, entry.clone());
        }
    }
}

/// A ticket, a socket, hello.
async fn connect(process: &Process, token: &str, hearing: &str) -> Socket {
    let answer = process
        .client
        .post(format!("{}/api/tickets", process.origin()))
        .header("origin", process.origin())
        .header("cookie", format!("lj_seat={token}"))
        .json(&serde_json::json!({ "hearing": hearing }))
        .send()
        .await
        .unwrap();
    assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
    let ticket = answer.json::<serde_json::Value>().await.unwrap()["ticket"].as_str().unwrap().to_owned();
    let mut request =
        tokio_tungstenite::tungstenite::client::IntoClientRequest::into_client_request(process.socket())
            .unwrap();
    request.headers_mut().insert("origin", process.origin().parse().unwrap());
    let (mut socket, _) = tokio_tungstenite::connect_async(request).await.unwrap();
    let hello = ClientMessage::Hello { protocol: PROTOCOL, ticket, peer: None };
    let frame = serde_json::to_string(&ClientFrame { id: 0, message: hello }).unwrap();
    socket.send(Message::text(frame)).await.unwrap();
    socket
}
