//! Packets that do not come by plain UDP: TURN clients on any transport, and ICE over TCP.

use bytes::BytesMut;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use super::Relay;
use crate::media::outbox::Outbox;
use crate::media::peer::ice::{Path, Via};
use crate::media::turn::{self, Taken, Turn};

impl Relay {
    /// Opens the TURN server, and says in answers whether we listen on TCP.
    pub fn open_ways(&mut self, now: Instant, tcp: bool, turn: Option<turn::Setup>) {
        self.tcp = tcp;
        self.turn = turn.map(|setup| Turn::new(now, setup, self.identity.clone(), &*self.world));
    }

    /// A STUN message: an ICE check, or one for the TURN server. Where nothing but TURN is spoken no peer is
    /// found, and in an allocation or among ICE's frames there is no TURN.
    pub(super) fn stun(&mut self, now: Instant, from: Path, datagram: &mut [u8], out: &mut Outbox) {
        let turn_only = matches!(from.via, Via::TurnTcp(_) | Via::TurnTls(_));
        if turn_only || !self.check(now, from, datagram, out) {
            self.turn(now, from, datagram, out);
        }
    }

    /// Something for the TURN server. What is inside is taken as a datagram of its own.
    pub(super) fn turn(&mut self, now: Instant, from: Path, datagram: &mut [u8], out: &mut Outbox) {
        let Some(turn) = &mut self.turn else { return };
        if !matches!(from.via, Via::Udp | Via::TurnTcp(_) | Via::TurnTls(_)) {
            return;
        }
        let unix = u64::try_from(self.world.now().0 / 1000).unwrap_or_default();
        let now_here = turn::Now { at: now, unix };
        // Allocations may be left half made, which costs their client a new one.
        let taken = catch_unwind(AssertUnwindSafe(|| turn.receive(now_here, from, datagram)));
        match taken {
            Ok(Taken::Nothing) => {}
            Ok(Taken::Answer(answer)) => out.push(from, &answer),
            Ok(Taken::Inside(path, place)) => {
                if let Some(inner) = datagram.get_mut(place) {
                    self.datagram(now, path, inner, out);
                }
            }
            Err(_) => tracing::error!("A TURN message caused a panic"),
        }
    }

    /// Writes what goes into an allocation as it is to be sent, over what is in a buffer, and says to which client.
    pub fn wrap(&self, now: Instant, to: Path, datagram: &[u8], into: &mut BytesMut) -> Option<Path> {
        let Via::Allocation(id, own, _) = to.via else { return None };
        let turn = self.turn.as_ref()?;
        // Nothing is changed by it: a panic costs this datagram.
        let wrapped = catch_unwind(AssertUnwindSafe(|| turn.wrap(now, id, own, datagram, into)));
        wrapped.unwrap_or_else(|_| {
            tracing::error!("Wrapping a datagram for a TURN client caused a panic");
            None
        })
    }

    pub fn stream_closed(&mut self, path: Path) {
        if let Some(turn) = &mut self.turn {
            turn.gone(path);
        }
    }
}
