//! One seat: its place, its connection, its sources, its peer connection.

use super::{
    io::{Before, Conn, SeatSetup},
    slots::Section,
};
use crate::{
    grant::Grants,
    wire::{
        DisconnectReason, OfferedReceiver, OfferedSource, Presence, SeatView, SourceKind, SourceView, TalkId,
    },
};
use std::collections::BTreeMap;

#[derive(Debug)]
pub(super) struct Seat {
    pub setup: SeatSetup,
    pub place: Place,
    pub link: Link,
    /// As given; what counts is [`Seat::grants`].
    pub given: Grants,
    pub sources: BTreeMap<SourceKind, SourceState>,
    /// The private talk it is in, wherever it came from.
    pub talk: Option<TalkId>,
    /// Hand up since.
    pub hand: Option<i64>,
    /// Its page is out of sight since; the next page says it anew.
    pub away: Option<i64>,
    pub peer: Option<Peer>,
    /// Highest number this connection's peers were lost with: an answer to an offer of one that
    /// arrives after the loss does not bring it back.
    pub lost_peer: Option<u32>,
}

/// Where the seat stands, whether or not somebody is connected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    Lobby,
    Table,
    Removed {
        since: i64,
        reason: String,
    },
    /// For good.
    Withdrawn {
        since: i64,
    },
}

impl Place {
    pub const fn is_withdrawn(&self) -> bool {
        matches!(self, Self::Withdrawn { .. })
    }

    /// Nobody comes in there.
    pub const fn is_closed(&self) -> bool {
        matches!(self, Self::Removed { .. } | Self::Withdrawn { .. })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Link {
    Never,
    Here { conn: Conn, since: i64 },
    Lost { since: i64, reason: DisconnectReason },
    Left { since: i64 },
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct SourceState {
    /// What its owner said last; a source that is offered without a word is on.
    pub on: Option<bool>,
    /// Muted by who presides. Outlives connections and offers.
    pub muted: bool,
}

/// The seat's peer connection, as its last offer described it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Peer {
    pub number: u32,
    pub life: Life,
    /// Since when it waits for its connection, where it was offered ahead of it.
    pub ahead: Option<i64>,
    pub sends: Vec<SourceKind>,
    pub sections: Vec<Section>,
}

/// What the media plane says of a peer connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Life {
    /// Or has yet to be: it was only just answered.
    Heard,
    /// Nothing flows to it or from it; it may come back.
    Silent,
}

impl Peer {
    pub fn is_heard(&self) -> bool {
        self.life == Life::Heard
    }
}

impl Seat {
    pub fn new(setup: SeatSetup, now: i64) -> Self {
        let (place, link) = match setup.before.clone() {
            Before::Out => (Place::Lobby, Link::Never),
            Before::Admitted => {
                (Place::Table, Link::Lost { since: now, reason: DisconnectReason::ServerMove })
            }
            Before::Removed(reason) => (Place::Removed { since: now, reason }, Link::Never),
            Before::Withdrawn => (Place::Withdrawn { since: now }, Link::Never),
        };
        let muted = |kind: &SourceKind| (*kind, SourceState { on: None, muted: true });
        let sources = setup.muted.iter().map(muted).collect();
        Self {
            setup,
            place,
            link,
            given: Grants::LOBBY,
            sources,
            talk: None,
            hand: None,
            away: None,
            peer: None,
            lost_peer: None,
        }
    }

    pub const fn conn(&self) -> Option<Conn> {
        match self.link {
            Link::Here { conn, .. } => Some(conn),
            Link::Never | Link::Lost { .. } | Link::Left { .. } => None,
        }
    }

    pub const fn at_table(&self) -> bool {
        matches!(self.place, Place::Table)
    }

    /// What the seat may do now: nothing before it is at the table or in a private talk, whatever was given.
    pub const fn grants(&self) -> Grants {
        if self.at_table() || self.talk.is_some() { self.given } else { Grants::LOBBY }
    }

    /// Goes from the table to a private talk, or back. What it may send and hear there is worked out anew: until
    /// then it has nothing, so that nothing flows by the rights of the other place. A screen was shared with the people
    /// of one place: in the other it is off until its owner shares it there.
    pub fn go(&mut self, talk: Option<TalkId>) {
        self.talk = talk;
        self.hand = None;
        self.sources.entry(SourceKind::Screen).or_default().on = Some(false);
        self.given = Grants { speak: false, show: false, share: false, attend: false, ..self.given };
    }

    /// Goes back to the lobby: keeps its connection and what was muted, gives up the rest.
    pub fn leave_table(&mut self) {
        self.place = Place::Lobby;
        self.given = Grants::LOBBY;
        self.hand = None;
    }

    /// Whether others could receive this source, were it on and not muted.
    pub fn offers(&self, kind: SourceKind) -> bool {
        let sends = |peer: &Peer| peer.is_heard() && peer.sends.contains(&kind);
        self.grants().may_send(kind) && self.peer.as_ref().is_some_and(sends)
    }

    pub fn has_media(&self) -> bool {
        self.peer.as_ref().is_some_and(Peer::is_heard)
    }

    /// Whether this source flows to others now.
    pub fn sends(&self, kind: SourceKind) -> bool {
        let state = self.sources.get(&kind).copied().unwrap_or_default();
        self.offers(kind) && state.is_on() && !state.muted
    }

    /// Takes the description of an answered offer; sections that stay keep what they hold, and a silent peer
    /// that restarts ICE is silent until it is heard.
    /// `ahead`: when, if nobody is connected yet who holds it.
    pub fn describe_peer(
        &mut self,
        number: u32,
        sources: &[OfferedSource],
        receivers: Vec<OfferedReceiver>,
        ahead: Option<i64>,
    ) {
        let mut sends: Vec<SourceKind> = sources.iter().map(|s| s.kind).collect();
        sends.sort_unstable();
        sends.dedup();
        for kind in &sends {
            self.sources.entry(*kind).or_default().on.get_or_insert(true);
        }
        let known = self.peer.take().filter(|peer| peer.number == number);
        let (life, before) = known.map_or((Life::Heard, Vec::new()), |peer| (peer.life, peer.sections));
        let section = |OfferedReceiver { mid, video }| {
            let same = before.iter().find(|s| s.mid == mid && s.video == video);
            Section { mid, video, holds: same.and_then(|s| s.holds) }
        };
        let sections = receivers.into_iter().map(section).collect();
        self.peer = Some(Peer { number, life, ahead, sends, sections });
    }

    /// As the roster shows it; `carrier` is the seat it is beside.
    pub fn view(&self, carrier: Option<&Self>) -> SeatView {
        let SeatSetup {
            id,
            role,
            side,
            label,
            name,
            level,
            mandatory,
            presides: _,
            muted: _,
            before: _,
            after: _,
            beside: _,
            apart: _,
        } = self.setup.clone();
        let source = |(kind, state): (&SourceKind, &SourceState)| SourceView {
            kind: *kind,
            // What a device of their own sent went with it.
            on: state.is_on() && (carrier.is_none() || self.peer.is_some()),
            muted: state.muted,
        };
        SeatView {
            id,
            role,
            side,
            label,
            name,
            level,
            mandatory,
            presence: self.presence(carrier),
            sources: self.sources.iter().map(source).collect(),
            hand: self.hand,
            away: self.away,
            beside: carrier.map(|carrier| carrier.setup.id),
        }
    }

    fn presence(&self, carrier: Option<&Self>) -> Presence {
        match &self.place {
            Place::Removed { since, reason } => {
                return Presence::Removed { since: *since, reason: reason.clone() };
            }
            Place::Withdrawn { since } => return Presence::Withdrawn { since: *since },
            Place::Lobby | Place::Table => {}
        }
        match self.link_beside(carrier) {
            Link::Never => Presence::Invited {},
            Link::Here { since, .. } if self.at_table() => Presence::Seated { since },
            Link::Here { since, .. } => Presence::Waiting { since },
            Link::Lost { since, reason } => Presence::Dropped { since, reason, admitted: self.at_table() },
            Link::Left { since } => Presence::Left { since },
        }
    }
}

impl SourceState {
    pub fn is_on(self) -> bool {
        self.on.unwrap_or(false)
    }
}
