//! The seats' peer connections: offered, answered by the media plane in its own time, told of, lost and ended.

use super::{Refused, actor::Wake, answers::Asking, live::Live};
use crate::{
    domain::hearing::Seat,
    media::plane::{MediaError, MediaEvent, Offer, PeerKey},
};
use signaling::{
    room::Input,
    wire::{DisconnectReason, OfferedReceiver, OfferedSource, RefusalCode, SeatId, ServerMessage},
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
        // A page that has not heard the answer says the same offer again: it is answered as before.
        let again = self.room.offered_ahead(seat) == Some(ahead.peer);
        // Who lost the socket and not the media comes back to them.
        let free = self.connections.current(seat).is_none()
            && (again || !self.room.has_media(seat))
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
                self.answer(by, Err(Refused::new(RefusalCode::BadOffer, detail)));
            }
            (Offerer::Connected(by), Err(MediaError::Down)) => {
                tracing::error!(hearing.id = %self.table.hearing.id, "The media plane is down");
                // Nothing is wrong with the offer: it is to be sent again.
                let detail = "the media plane is down".to_owned();
                self.answer(by, Err(Refused::new(RefusalCode::NotStored, detail)));
            }
        }
    }

    /// An earlier peer connection gives way to the one offered last.
    fn is_newest(&self, peer: PeerKey) -> bool {
        self.offered.get(&peer.seat) == Some(&peer.number)
    }

    /// What the media plane tells of the room's peers.
    pub fn media_event(&mut self, event: MediaEvent) {
        match event {
            MediaEvent::Connected(peer) => {
                tracing::debug!(hearing.id = %self.table.hearing.id, seat.id = %peer.seat, "Media is through");
                let newest = self.is_newest(peer);
                let news = newest.then(|| self.quality.media_through(peer.seat, self.now())).flatten();
                if let Some(news) = news {
                    self.note_media(peer.seat, news);
                }
                self.feed(Input::PeerHeard { seat: peer.seat, peer: peer.number });
            }
            MediaEvent::Silent(peer) => {
                self.media_failed(peer, DisconnectReason::Network);
                self.feed(Input::PeerSilent { seat: peer.seat, peer: peer.number });
            }
            MediaEvent::Lost(peer, reason) => {
                self.media_failed(peer, reason);
                self.feed(Input::PeerLost { seat: peer.seat, peer: peer.number });
            }
            MediaEvent::Speaking(seats) => self.feed(Input::Speaking(seats)),
            MediaEvent::Wanted { peer, kind, anybody, layers } => {
                self.connections.send(peer.seat, ServerMessage::Wanted { kind, anybody, layers });
            }
            MediaEvent::Pictures(peer, pictures) => {
                self.connections.send(peer.seat, ServerMessage::Line { pictures });
            }
        }
    }

    fn media_failed(&mut self, peer: PeerKey, reason: DisconnectReason) {
        if !self.is_newest(peer) {
            return;
        }
        self.quality.media_lost(peer.seat, reason.into(), self.now());
        // A device is there as long as its media is: nothing else would tell that it is gone.
        if let Some(conn) = self.connections.device(peer.seat) {
            self.lost(peer.seat, conn, reason);
            self.media.close(self.media_room(), Some(peer.seat)); // it may be silent and no more than that
        }
    }

    /// A later peer connection of the seat, offered meanwhile, has ended this one already.
    pub fn hang_up(&mut self, seat: SeatId, peer: u32) {
        if self.offered.get(&seat).is_none_or(|newest| *newest == peer) {
            self.quality.media_ended(seat);
            self.media.close(self.media_room(), Some(seat));
        }
    }
}
