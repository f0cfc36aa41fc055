//! JSON of a WebRTC offer that goes with a ticket.

use super::SourceKindText;
use crate::{
    domain::hearing::{Gone, Hearing},
    rooms::SeatOffer,
};
use serde::{Deserialize, Serialize};
use signaling::{
    room,
    wire::{self, IceServer, SlotBudget},
};
use std::net::IpAddr;
use utoipa::ToSchema;

/// What a media section of an offer will carry.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferedSource {
    mid: String,
    kind: SourceKindText,
}

/// A media section of an offer to receive by.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferedSection {
    mid: String,
    video: bool,
}

impl From<OfferedSource> for wire::OfferedSource {
    fn from(source: OfferedSource) -> Self {
        Self { mid: source.mid, kind: source.kind.0.into() }
    }
}

impl From<OfferedSection> for wire::OfferedReceiver {
    fn from(section: OfferedSection) -> Self {
        Self { mid: section.mid, video: section.video }
    }
}

/// An offer of media, as the WebSocket's `offer` says it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MediaOffer {
    peer: u32,
    sdp: String,
    sources: Vec<OfferedSource>,
    receivers: Vec<OfferedSection>,
}

impl MediaOffer {
    pub fn from(self, client: IpAddr) -> SeatOffer {
        SeatOffer {
            from: Some(client),
            peer: self.peer,
            sdp: self.sdp,
            sources: self.sources.into_iter().map(Into::into).collect(),
            receivers: self.receivers.into_iter().map(Into::into).collect(),
        }
    }
}

/// A way round a firewall, as browsers take it.
#[derive(Debug, Serialize, ToSchema)]
pub struct MediaWay {
    urls: Vec<String>,
    username: String,
    credential: String,
}

impl From<IceServer> for MediaWay {
    fn from(server: IceServer) -> Self {
        Self { urls: server.urls, username: server.username, credential: server.credential }
    }
}

/// Sections of each kind to offer to receive by.
#[derive(Debug, Serialize, ToSchema)]
pub struct MediaSlots {
    audio: u8,
    video: u8,
}

impl From<SlotBudget> for MediaSlots {
    fn from(SlotBudget { audio, video }: SlotBudget) -> Self {
        Self { audio, video }
    }
}

/// What the media of a seat will need, so that an offer can come with the ticket.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeatMedia {
    pub slots: MediaSlots,
    pub ice: Vec<MediaWay>,
}

impl SeatMedia {
    /// `ice`: ways round a firewall for it.
    pub fn of(hearing: &Hearing, ice: Vec<IceServer>) -> Self {
        let coming = hearing.seats.iter().filter(|seat| !matches!(seat.gone, Some(Gone::Withdrawn { .. })));
        Self { slots: room::budget(coming.count()).into(), ice: ice.into_iter().map(Into::into).collect() }
    }
}
