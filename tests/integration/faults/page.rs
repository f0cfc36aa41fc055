//! A page as the browser runs it, without a browser: ticket, socket, drafts kept until acknowledged.

use super::process::Process;
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
        AgendaPhase, ByeReason, ClientFrame, ClientMessage, EntryId, OpId, PROTOCOL, SeatId, ServerMessage,
        Stage,
    },
};
use std::{collections::HashMap, time::Duration};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, tungstenite::Message};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

pub struct Page {
    token: String,
    hearing: String,
    you: SeatId,
    socket: Socket,
    last: u32,
    typed: u64,
    stage: Stage,
    grants: Grants,
    /// Sent, not acknowledged: sent again after coming back, with the same operation.
    draft: Option<(OpId, EntryId, String)>,
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
        let hearing = table.hearing.to_string();
        let you = table.seats[seat].into();
        let socket = connect(process, &token, &hearing).await;
        let mut page = Self {
            token,
            hearing,
            you,
            socket,
            last: 0,
            typed: 0,
            stage: Stage::Scheduled,
            grants: Grants::default(),
            draft: None,
        };
        page.welcomed().await;
        page
    }

    /// Reconnects as the page does by itself; gives the stage and whether the seat is at the table.
    pub async fn come_back(&mut self, process: &Process) -> (Stage, bool) {
        self.socket = connect(process, &self.token, &self.hearing).await;
        self.welcomed().await;
        (self.stage, self.grants.attend)
    }

    async fn welcomed(&mut self) {
        self.until(|message| matches!(message, ServerMessage::Welcome { .. })).await.expect("welcome");
    }

    /// Types entries as fast as they are acknowledged, until the line breaks.
    pub async fn type_until_cut(&mut self, acknowledged: &mut HashMap<String, String>) {
        self.send_unanswered(acknowledged).await;
        loop {
            // A quick typist, below the rate limit of a connection.
            tokio::time::sleep(Duration::from_millis(8)).await;
            self.typed += 1;
            let (op, entry) = (OpId(RealWorld.new_id()), EntryId(RealWorld.new_id()));
            self.draft = Some((op, entry, format!("第{}句。", self.typed)));
            if !self.write_draft(acknowledged).await {
                return;
            }
        }
    }

    pub async fn send_unanswered(&mut self, acknowledged: &mut HashMap<String, String>) {
        if self.draft.is_some() {
            self.write_draft(acknowledged).await;
        }
    }

    /// `false`: the line broke before the answer.
    async fn write_draft(&mut self, acknowledged: &mut HashMap<String, String>) -> bool {
        let Some((op, entry, text)) = self.draft.clone() else { return true };
        let message = ClientMessage::PutEntry {
            op,
            entry,
            revision: 1,
            phase: AgendaPhase::Opening,
            speaker: Some(self.you),
            text: text.clone(),
        };
        match self.ask(message).await {
            Some(ServerMessage::Done { .. }) => {
                acknowledged.insert(entry.to_string(), text);
                self.draft = None;
                true
            }
            Some(other) => panic!("an entry was refused: {other:?}"),
            None => false,
        }
    }

    pub async fn done(&mut self, message: ClientMessage) {
        let answer = self.ask(message.clone()).await;
        assert!(matches!(answer, Some(ServerMessage::Done { .. })), "{message:?}: {answer:?}");
    }

    async fn ask(&mut self, message: ClientMessage) -> Option<ServerMessage> {
        self.last += 1;
        let id = self.last;
        let frame = serde_json::to_string(&ClientFrame { id, message }).unwrap();
        self.socket.send(Message::text(frame)).await.ok()?;
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
            let next = tokio::time::timeout(Duration::from_secs(20), self.socket.next());
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
            ServerMessage::Welcome { stage, grants, .. } => {
                self.stage = stage.stage;
                self.grants = *grants;
            }
            ServerMessage::Stage { stage } => self.stage = stage.stage,
            ServerMessage::Grants { grants } => self.grants = *grants,
            _ => {}
        }
    }
}

/// A ticket, a socket, hello.
async fn connect(process: &Process, token: &str, hearing: &str) -> Socket {
    let answer = reqwest::Client::new()
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
