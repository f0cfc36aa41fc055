use super::SourceKindText;
use crate::rooms::Ahead;
use serde::{Deserialize, Serialize};
use signaling::{
    limits,
    wire::{self, ClientMessage, IceServer, SlotBudget},
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
    /// `None`: a WebSocket would turn it down as too large.
    pub fn ahead(self, from: IpAddr) -> Option<Ahead> {
        let sources: Vec<_> = self.sources.into_iter().map(Into::into).collect();
        let receivers: Vec<_> = self.receivers.into_iter().map(Into::into).collect();
        let message = ClientMessage::Offer {
            peer: self.peer,
            sdp: self.sdp.clone(),
            sources: sources.clone(),
            receivers: receivers.clone(),
        };
        limits::check(&message).ok()?;
        Some(Ahead { from: Some(from), peer: self.peer, sdp: self.sdp, sources, receivers })
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
