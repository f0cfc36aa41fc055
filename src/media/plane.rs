//! What a room asks of the media plane. A few verbs; anything richer is built from them.

use std::net::IpAddr;

use async_trait::async_trait;
use signaling::wire::{
    DisconnectReason, IceServer, OfferedReceiver, OfferedSource, Pictures, SeatId, SourceKind, Tile,
};
use tokio::sync::mpsc;
use uuid::Uuid;

/// A room on the media plane; a hearing's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MediaRoom(pub Uuid);

/// One peer connection: the seat's `number`-th.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PeerKey {
    pub room: MediaRoom,
    pub seat: SeatId,
    pub number: u32,
}

/// An SDP offer as a client made it, with what its page says of the sections in it.
#[derive(Debug, Clone)]
pub struct Offer {
    pub peer: PeerKey,
    /// Where the client comes from, as far as it is known: it is told the addresses of its side of the network.
    pub from: Option<IpAddr>,
    pub sdp: String,
    /// Media sections by which the client sends.
    pub sources: Vec<OfferedSource>,
    /// Receive-only sections it keeps for others.
    pub receivers: Vec<OfferedReceiver>,
}

/// A source: what one seat sends of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Source {
    pub seat: SeatId,
    pub kind: SourceKind,
}

/// Everything that may flow in a room. What is not named does not flow: a muted microphone is one
/// that no receiver is routed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoutePlan {
    pub receivers: Vec<ReceiverPlan>,
}

/// What flows to one seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiverPlan {
    pub seat: SeatId,
    /// (mid of a receive-only section, the source it carries), what matters most first.
    pub slots: Vec<(String, Source)>,
}

/// What the media plane tells a room.
#[derive(Debug, Clone, PartialEq)]
pub enum MediaEvent {
    /// ICE and DTLS are through, or a silent peer is heard again: media may flow.
    Connected(PeerKey),
    /// Nothing was heard of it for too long. It is kept for its return, and `Connected` or `Lost` follows.
    Silent(PeerKey),
    /// It is gone: it closed its connection, never came, stayed away too long, or the engine gave up.
    Lost(PeerKey, DisconnectReason),
    /// Who is speaking, loudest first; sent only on change. Sources outside the plan never count.
    Speaking(Vec<SeatId>),
    /// Which layers of a peer's source somebody receives, by rid, and whether anybody receives it.
    Wanted { peer: PeerKey, kind: SourceKind, anybody: bool, layers: Vec<String> },
    /// What a receiver's line carries of the pictures it is shown.
    Pictures(PeerKey, Pictures),
}

/// How a peer's packets travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Carrier {
    Udp,
    /// ICE over TCP (RFC 6544).
    Tcp,
    /// TURN over UDP, TCP or TLS (RFC 8656).
    TurnUdp,
    TurnTcp,
    TurnTls,
}

impl Carrier {
    /// Whether nothing is lost on it, but late: TCP sends again by itself.
    pub fn is_connection(self) -> bool {
        matches!(self, Self::Tcp | Self::TurnTcp | Self::TurnTls)
    }
}

/// How one peer's media fares at the relay. Rates are bits per second over the last second, losses are per
/// thousand packets over the last report, counts are since the peer came.
#[derive(Debug, Clone, PartialEq)]
pub struct PeerStatistics {
    pub peer: PeerKey,
    pub connected: bool,
    /// Where it is nominated, once it is.
    pub carrier: Option<Carrier>,
    pub round_trip_ms: Option<u32>,
    /// What its line from us is estimated to carry.
    pub estimate: u64,
    pub pictures: Pictures,
    pub sends: Vec<UpStatistics>,
    pub receives: Vec<LegStatistics>,
}

/// One stream a peer sends: one layer of one source.
#[derive(Debug, Clone, PartialEq)]
pub struct UpStatistics {
    pub kind: SourceKind,
    /// The simulcast layer, if it has a name.
    pub rid: Option<String>,
    pub bits: u64,
    pub packets: u64,
    pub lost: u16,
    pub jitter_ms: u32,
    pub key_frames: u64,
}

/// One leg: a source on its way into a section of a receiver's.
#[derive(Debug, Clone, PartialEq)]
pub struct LegStatistics {
    pub mid: String,
    pub source: Source,
    /// Which layer flows, 0 is the smallest; none while none does.
    pub layer: Option<u8>,
    pub bits: u64,
    pub packets: u64,
    pub repeated: u64,
    pub lost: u16,
    pub jitter_ms: u32,
    /// Times that its picture had to be begun afresh.
    pub freezes: u64,
}

/// How the recording of a room goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorder {
    /// All of it.
    Writing,
    /// The disk or the machine has no room for pictures.
    SoundOnly,
    /// Nothing is written, or not all sound.
    Failing,
}

/// A file of the recorder: one source of one seat, for as long as recording went on. Times are UTC milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordedFile {
    pub id: Uuid,
    pub room: MediaRoom,
    pub source: Source,
    pub began_at: i64,
    /// Once it is whole.
    pub done: Option<RecordedDone>,
}

/// What is known of a recorded file once it is whole; `ended_at` in Unix milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordedDone {
    pub ended_at: i64,
    pub bytes: u64,
    pub sha256: [u8; 32],
    /// Stretches of more than two seconds in which nothing came.
    pub gaps: u32,
    /// The server died over it.
    pub interrupted: bool,
}

/// Why an offer was not answered.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// The client's fault; the text is for its developer.
    #[error("{0}")]
    BadOffer(String),
    #[error("the media plane is not running")]
    Down,
}

/// What carries everybody's sound and picture. It decides nothing about a hearing: a room tells it what flows to whom,
/// and it obeys and measures. Only negotiation and statistics take time; the rest is said and done.
#[async_trait]
pub trait MediaPlane: Send + Sync + std::fmt::Debug {
    /// Opens a room; its events go to `events`. Opening an open room replaces where they go.
    fn open(&self, room: MediaRoom, events: mpsc::Sender<MediaEvent>);
    /// Answers an offer: a fresh peer (a higher number replaces the seat's earlier one), a
    /// renegotiation, or an ICE restart of the same number.
    async fn negotiate(&self, offer: Offer) -> Result<String, MediaError>;
    /// From now on exactly this flows.
    fn route(&self, room: MediaRoom, plan: RoutePlan);
    /// From now on exactly these sources are recorded; `None` ends the room's recording and makes its files whole.
    fn record(&self, room: MediaRoom, sources: Option<Vec<Source>>) {
        let _ = (room, sources);
    }
    /// How the recording of a room goes; `None`: there is no recorder.
    fn recorder(&self, room: MediaRoom) -> Option<Recorder> {
        let _ = room;
        None
    }
    /// Whose pictures come and are not recorded, because they cannot be read.
    fn unkept(&self, room: MediaRoom) -> Vec<Source> {
        let _ = room;
        Vec::new()
    }
    /// A recorder that gives no sign of life gives way to another one; each room's recording is begun anew by
    /// [`Self::record`].
    fn revive_recorder(&self) {}
    /// The row of a whole file is written: it is finished with.
    fn filed(&self, file: Uuid) {
        let _ = file;
    }
    /// A row that was begun and is not whole, from before the server started: what became of its file is told like any
    /// other file's end, and of one that is gone that nothing of it is left.
    fn owed(&self, file: RecordedFile) {
        let _ = file;
    }
    /// How large a seat's sections are shown.
    fn show(&self, room: MediaRoom, seat: SeatId, tiles: Vec<Tile>);
    /// How everybody's media fares now; nothing of a room that is not open.
    async fn statistics(&self, room: MediaRoom) -> Vec<PeerStatistics>;
    /// Ways round a firewall for the next peer connections of a seat of the room, with credentials that end by
    /// themselves.
    fn ice_servers(&self, room: MediaRoom, seat: SeatId, from: Option<IpAddr>) -> Vec<IceServer> {
        let _ = (room, seat, from);
        Vec::new()
    }
    /// Whether it works; a server without it is not ready.
    fn is_running(&self) -> bool {
        true
    }
    /// Ends the room, or only the peer of one seat.
    fn close(&self, room: MediaRoom, seat: Option<SeatId>);
}
