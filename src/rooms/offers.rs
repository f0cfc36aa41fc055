//! Offers of media: handed to the media plane, which answers in its own time.

use super::{Refused, actor::Wake, answers::Asking, live::Live};
use crate::{
    domain::hearing::Seat,
    media::plane::{MediaError, Offer, PeerKey},
};
use signaling::{
    room::Input,
    wire::{OfferedReceiver, OfferedSource, RefusalCode, SeatId, ServerMessage},
};
use std::net::IpAddr;
use tokio::sync::oneshot;

/// A seat's offer of media.
#[derive(Debug, Clone)]
pub struct SeatOffer {
    /// Where the client comes from.
    pub from: Option<IpAddr>,
    pub peer: u32,
    pub sdp: String,
    pub sources: Vec<OfferedSource>,
    pub receivers: Vec<OfferedReceiver>,
}

/// Who waits for the answer to an offer.
#[derive(Debug)]
pub enum Offerer {
    Connected(Asking),
    Ahead(SeatId, oneshot::Sender<Option<String>>),
}

impl Offerer {
    const fn seat(&self) -> SeatId {
        match self {
            Self::Connected(by) => by.seat,
            Self::Ahead(seat, _) => *seat,
        }
    }
}

/// The media plane's word on an offer.
#[derive(Debug)]
pub struct Negotiated {
    offerer: Offerer,
    peer: u32,
    /// The number offered before it.
    before: Option<u32>,
    sources: Vec<OfferedSource>,
    receivers: Vec<OfferedReceiver>,
    result: Result<String, MediaError>,
}

impl Live {
    /// Somebody on the way to a free seat offers already: the handshake of its media goes beside that of its socket.
    pub fn offered_ahead(&mut self, seat: SeatId, ahead: SeatOffer, reply: oneshot::Sender<Option<String>>) {
        // Who lost the socket and not the media comes back to them.
        let free = self.connections.current(seat).is_none()
            && !self.room.has_media(seat)
            && self.table.seat(seat).is_some_and(Seat::stands)
            && !self.table.is_vacant();
        if free {
            self.negotiate(Offerer::Ahead(seat, reply), ahead);
        }
    }

    /// The media plane answers in its own time; the room goes on.
    pub fn negotiate(&mut self, offerer: Offerer, offer: SeatOffer) {
        let seat = offerer.seat();
        let SeatOffer { from, peer, sdp, sources, receivers } = offer;
        let offer = Offer {
            peer: PeerKey { room: self.media_room(), seat, number: peer },
            from,
            sdp,
            sources: sources.clone(),
            receivers: receivers.clone(),
        };
        let before = self.offered.insert(seat, peer);
        let (media, inbox) = (self.media.clone(), self.inbox.clone());
        tokio::spawn(async move {
            let result = media.negotiate(offer).await;
            let negotiated = Negotiated { offerer, peer, before, sources, receivers, result };
            // A closed inbox: the room is gone.
            let _ = inbox.send(Wake::Negotiated(negotiated)).await;
        });
    }

    pub fn negotiated(&mut self, negotiated: Negotiated) {
        let Negotiated { offerer, peer, before, sources, receivers, result } = negotiated;
        let seat = offerer.seat();
        // What was turned down takes no place: the peer of before lives on.
        if result.is_err() && self.offered.get(&seat) == Some(&peer) {
            self.offered.remove(&seat);
            self.offered.extend(before.map(|before| (seat, before)));
        }
        let offered = |conn| Input::Offered { seat, conn, peer, sources, receivers };
        // The room hears of it also when nobody waits for the answer any more: it hangs up.
        match (offerer, result) {
            (Offerer::Ahead(_, reply), Ok(sdp)) => {
                self.feed(offered(None));
                let _ = reply.send(Some(sdp));
            }
            // Without an answer the page offers once more when it is connected, and hears why not.
            (Offerer::Ahead(..), Err(_)) => {}
            (Offerer::Connected(by), Ok(sdp)) => {
                let current = self.connections.is_current(seat, by.conn);
                self.feed(offered(Some(by.conn)));
                if current {
                    self.connections.send(seat, ServerMessage::Answer { re: by.re, peer, sdp });
                }
            }
            (Offerer::Connected(by), Err(MediaError::BadOffer(detail))) => {
                self.answer(by, Err(Refused { code: RefusalCode::BadOffer, detail }));
            }
            (Offerer::Connected(by), Err(MediaError::Down)) => {
                tracing::error!(hearing.id = %self.table.hearing.id, "The media plane is down");
                let detail = "the media plane is down".to_owned();
                self.answer(by, Err(Refused { code: RefusalCode::BadOffer, detail }));
            }
        }
    }
}
