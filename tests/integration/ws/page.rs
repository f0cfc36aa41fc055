//! A server with one hearing, and a page made of a bare WebSocket.

use crate::rooms::table::Table;
use futures_util::{SinkExt, StreamExt};
use lianjie::{
    edge::{self, AppState, EdgeConfig, tickets::Pass},
    sealing::NodeSeal,
    world::RealWorld,
};
use signaling::wire::{ByeReason, ClientFrame, ClientMessage, PROTOCOL, ServerMessage};
use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};
use tokio::{
    io::AsyncWriteExt,
    net::{TcpListener, TcpStream},
};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{self, Message, client::IntoClientRequest},
};

pub struct House {
    pub table: Table,
    pub state: AppState,
    address: SocketAddr,
}

impl House {
    pub async fn open() -> Self {
        let table = Table::laid().await;
        let world = Arc::new(RealWorld);
        let config = EdgeConfig::default();
        let sealer = Arc::new(NodeSeal::of(&[7; 32]).unwrap());
        let state = AppState::new(table.store.clone(), table.rooms(), world, config, None, sealer);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let service = edge::router(state.clone()).into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        Self { table, state, address }
    }

    pub fn ticket(&self, seat: usize) -> String {
        let pass = Pass { hearing: self.table.hearing, seat: self.table.seats[seat], by: None };
        self.state.tickets.issue(&RealWorld, pass)
    }

    pub async fn connect_from(&self, origin: Option<&str>) -> Result<Page, tungstenite::Error> {
        Page::dial(&self.address.to_string(), origin).await
    }

    /// A socket that has not said anything yet.
    pub async fn connect(&self) -> Page {
        self.connect_from(Some(&format!("http://{}", self.address))).await.unwrap()
    }

    /// A page that was welcomed on a seat.
    pub async fn sit(&self, seat: usize) -> Page {
        let page = self.connect().await;
        page.seated(&self.ticket(seat)).await
    }
}

pub fn hello(ticket: &str) -> ClientMessage {
    ClientMessage::Hello { protocol: PROTOCOL, ticket: ticket.into(), peer: None }
}

pub struct Page {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    last: u32,
}

/// How the server ended a connection.
#[derive(Debug, PartialEq)]
pub struct End {
    pub said: Option<ByeReason>,
    pub code: Option<u16>,
}

impl Page {
    /// A socket to a server at `host:port`.
    pub async fn dial(address: &str, origin: Option<&str>) -> Result<Self, tungstenite::Error> {
        let mut request = format!("ws://{address}/api/ws").into_client_request()?;
        if let Some(origin) = origin {
            request.headers_mut().insert("origin", origin.parse().unwrap());
        }
        let (socket, _) = connect_async(request).await?;
        Ok(Self { socket, last: 0 })
    }

    /// Says hello with this ticket, and is welcomed.
    pub async fn seated(mut self, ticket: &str) -> Self {
        self.say(hello(ticket)).await;
        self.until(|message| matches!(message, ServerMessage::Welcome { .. })).await;
        self
    }

    pub async fn send(&mut self, message: Message) {
        // A server that has hung up already is what some tests are about.
        let _ = self.socket.send(message).await;
    }

    pub async fn send_raw(&mut self, bytes: &[u8]) {
        self.socket.get_mut().write_all(bytes).await.unwrap();
    }

    pub async fn say(&mut self, message: ClientMessage) -> u32 {
        self.last += 1;
        let frame = ClientFrame { id: self.last, message };
        self.send(Message::text(serde_json::to_string(&frame).unwrap())).await;
        self.last
    }

    pub async fn until(&mut self, wanted: impl Fn(&ServerMessage) -> bool) -> ServerMessage {
        let found = async {
            loop {
                if let Message::Text(text) = self.socket.next().await.unwrap().unwrap() {
                    let message = serde_json::from_str(&text).unwrap();
                    if wanted(&message) {
                        return message;
                    }
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(20), found).await.expect("the message comes")
    }

    pub async fn ask(&mut self, message: ClientMessage) -> ServerMessage {
        let id = self.say(message).await;
        self.until(|message| {
            matches!(message, ServerMessage::Done { re } | ServerMessage::Refused { re, .. } if *re == id)
        })
        .await
    }

    /// Reads to the end.
    pub async fn end(mut self) -> End {
        let mut end = End { said: None, code: None };
        while let Some(Ok(message)) = self.socket.next().await {
            match message {
                Message::Text(text) => {
                    if let ServerMessage::Bye { reason, .. } = serde_json::from_str(&text).unwrap() {
                        end.said = Some(reason);
                    }
                }
                Message::Close(close) => end.code = close.map(|close| close.code.into()),
                _ => {}
            }
        }
        end
    }

    /// The network goes without a word.
    pub fn vanish(self) {
        drop(self.socket);
    }
}
