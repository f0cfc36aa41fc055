//! One seat's connection: what it asks, and what it hears.

use lianjie::{
    domain::ids::{HearingId, SeatId},
    rooms::{Line, OUTBOX, Rooms, SeatConnection},
};
use signaling::grant::Grants;
use signaling::wire::{
    ByeReason, ClientFrame, ClientMessage, OfferedReceiver, OfferedSource, RefusalCode, ServerMessage,
    SourceKind,
};
use std::time::Duration;
use tokio::sync::mpsc;

/// One connection, as a page would use it.
pub struct Guest {
    pub connection: SeatConnection,
    inbox: mpsc::Receiver<ServerMessage>,
    last: u32,
    /// Everything heard so far.
    pub heard: Vec<ServerMessage>,
}

impl Guest {
    pub async fn connect(rooms: &Rooms, hearing: HearingId, seat: SeatId) -> Result<Self, ByeReason> {
        let (outbox, inbox) = mpsc::channel(OUTBOX);
        let connection = rooms.connect(hearing, seat, Line::Page { from: None, holds: None }, outbox).await?;
        let mut guest = Self { connection, inbox, last: 0, heard: Vec::new() };
        guest.until(|message| matches!(message, ServerMessage::Welcome { .. })).await;
        Ok(guest)
    }

    /// The first message from now on that `wanted` wants.
    pub async fn until(&mut self, wanted: impl Fn(&ServerMessage) -> bool) -> ServerMessage {
        let waited = tokio::time::timeout(Duration::from_secs(20), async {
            loop {
                let message = self.inbox.recv().await.expect("the connection lives");
                self.heard.push(message.clone());
                if wanted(&message) {
                    return message;
                }
            }
        });
        waited.await.expect("the message comes")
    }

    pub async fn until_stage(&mut self, name: &str) {
        let is = |message: &ServerMessage| match message {
            ServerMessage::Stage { stage } => serde_json::to_value(stage.stage).unwrap() == name,
            _ => false,
        };
        if !self.heard.iter().any(is) {
            self.until(is).await;
        }
    }

    /// Rights are worked out behind the welcome, once the record has the admission.
    pub async fn until_granted(&mut self, enough: impl Fn(&Grants) -> bool) {
        let is = |message: &ServerMessage| match message {
            ServerMessage::Grants { grants } | ServerMessage::Welcome { grants, .. } => enough(grants),
            _ => false,
        };
        if !self.heard.iter().any(is) {
            self.until(is).await;
        }
    }

    pub async fn ask(&mut self, message: ClientMessage) -> ServerMessage {
        let id = self.send(message).await;
        self.answered(id).await
    }

    /// Without waiting for the answer.
    pub async fn send(&mut self, message: ClientMessage) -> u32 {
        self.last += 1;
        let id = self.last;
        self.connection.send(ClientFrame { id, message }).await;
        id
    }

    pub async fn answered(&mut self, id: u32) -> ServerMessage {
        self.until(|message| {
            matches!(message, ServerMessage::Done { re } | ServerMessage::Refused { re, .. } | ServerMessage::Answer { re, .. } if *re == id)
        })
        .await
    }

    pub async fn done(&mut self, message: ClientMessage) {
        let answer = self.ask(message.clone()).await;
        assert!(matches!(answer, ServerMessage::Done { .. }), "{message:?}: {answer:?}");
    }

    pub async fn refused(&mut self, message: ClientMessage, wanted: RefusalCode) {
        match self.ask(message.clone()).await {
            ServerMessage::Refused { code, .. } => assert_eq!(code, wanted, "{message:?}"),
            other => panic!("{message:?}: {other:?}"),
        }
    }

    /// Offers a microphone and sections for five others.
    pub async fn offer(&mut self) {
        let receivers = (1..=5).map(|n| OfferedReceiver { mid: n.to_string(), video: false }).collect();
        let sources = vec![OfferedSource { mid: "0".into(), kind: SourceKind::Microphone }];
        let answer =
            self.ask(ClientMessage::Offer { peer: 1, sdp: "offer".into(), sources, receivers }).await;
        assert!(matches!(answer, ServerMessage::Answer { .. }), "{answer:?}");
    }
}
