//! What a peer and the server have negotiated, across renegotiations (RFC 8829 §5.3).

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use super::dtls::{Identity, Role};
use super::ice::Credentials;
use super::publications::Publications;
use super::sdp::BadOffer;
use super::sdp::answer::{self, LocalTransport};
use super::sdp::offer::{Description, Transport as RemoteTransport};
use super::sdp::plan::{self, Answered, Plan};
use super::sdp::section::Setup;
use super::slot::Slot;
use super::transport::Transport;
use super::{Peer, PeerId, ssrc};
use crate::media::forward::allocate::MOST_SLOTS;
use crate::media::plane::Offer;
use crate::world::World;

/// What every negotiation needs of the worker.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    pub identity: &'a Arc<Identity>,
    pub world: &'a dyn World,
    /// Where peers reach us.
    pub candidates: &'a [SocketAddr],
    /// By TCP as well.
    pub tcp: bool,
}

/// The answerer's memory of one peer.
#[derive(Debug)]
pub struct Session {
    /// Of the `o=` line.
    id: u64,
    version: u32,
}

/// What a renegotiation changed in how the peer is found.
#[derive(Debug, Default)]
pub struct Renegotiated {
    pub answer: String,
    pub new_ufrag: Option<String>,
    pub retired_ufrag: Option<String>,
}

/// Makes the peer a first offer asks for, and the answer to it.
pub fn accept(
    now: Instant,
    around: Surroundings<'_>,
    id: PeerId,
    offer: &Offer,
) -> Result<(Peer, String), BadOffer> {
    let description = Description::parse(&offer.sdp)?;
    let session = Session { id: random(around.world) >> 2, version: 0 };
    let plan = plan_for(&[], around.world, &description, offer)?;
    let remote = description.transport(&plan.tagged)?;
    // Given the choice the client opens the handshake: it knows when ICE is through.
    let role = if remote.setup == Setup::Passive { Role::Client } else { Role::Server };
    let transport = Transport::new(
        now,
        around.identity.clone(),
        Credentials::new(around.world),
        remote.ufrag,
        role,
        remote.fingerprints,
    );
    let publications = Publications::new(now, id);
    let own_ssrc = random(around.world) as u32;
    let mut peer = Peer::new(now, offer.peer, transport, session, publications, own_ssrc);
    let answer = agree(&mut peer, now, around, &description, &plan);
    Ok((peer, answer))
}

/// Answers a later offer of the same peer: sections added or stopped, ICE restarted. Keys and streams stay.
pub fn renegotiate(
    peer: &mut Peer,
    now: Instant,
    around: Surroundings<'_>,
    offer: &Offer,
) -> Result<Renegotiated, BadOffer> {
    let description = Description::parse(&offer.sdp)?;
    let plan = plan_for(&peer.slots, around.world, &description, offer)?;
    let remote = description.transport(&plan.tagged)?;
    check_same_peer(peer, &remote)?;
    let mut done = Renegotiated::default();
    if remote.ufrag != peer.transport.ice().remote_ufrag() {
        let local = Credentials::new(around.world);
        done.new_ufrag = Some(local.ufrag.clone());
        done.retired_ufrag = peer.transport.ice_mut().restart(local, remote.ufrag);
    }
    done.answer = agree(peer, now, around, &description, &plan);
    Ok(done)
}

/// Another certificate or the other DTLS role would be another connection, and needs another number.
fn check_same_peer(peer: &Peer, remote: &RemoteTransport) -> Result<(), BadOffer> {
    let dtls = peer.transport.dtls();
    let role_fits = match remote.setup {
        Setup::ActPass => true,
        Setup::Active => dtls.role() == Role::Server,
        Setup::Passive => dtls.role() == Role::Client,
    };
    if !role_fits || !dtls.expects(&remote.fingerprints) {
        return Err(BadOffer("another DTLS identity or role needs a new peer number".to_owned()));
    }
    Ok(())
}

/// Puts a plan into force and writes the answer that says so.
fn agree(
    peer: &mut Peer,
    now: Instant,
    around: Surroundings<'_>,
    offer: &Description,
    plan: &Plan,
) -> String {
    let mut sources = Vec::new();
    let wanted = plan.sections.iter().filter(|section| matches!(section, Answered::Slot(_))).count();
    peer.slots.reserve_exact(wanted.saturating_sub(peer.slots.len())); // a kilobyte each
    for slot in &mut peer.slots {
        slot.section.receiving = false; // unless this offer has it
    }
    for answered in &plan.sections {
        match answered {
            Answered::Rejected => {}
            Answered::Source(source) => sources.push(source.clone()),
            Answered::Slot(section) => match peer.slots.iter_mut().find(|s| s.section.mid == section.mid) {
                Some(slot) => slot.section = section.clone(),
                None => peer.slots.push(Slot::new(peer.downlink.began(), section.clone(), around.world)),
            },
        }
    }
    let receiving = peer.slots.iter().filter(|slot| slot.section.receiving);
    let controlled = receiving.map(Slot::numbered).max();
    peer.downlink.control(now, controlled, peer.slots.iter().any(Slot::pads));
    peer.publications.agree(now, &sources);
    peer.session.version += 1;
    let local = LocalTransport {
        credentials: peer.transport.ice().local(),
        fingerprint: around.identity.fingerprint(),
        role: peer.transport.dtls().role(),
        candidates: around.candidates,
        tcp: around.tcp,
        session: peer.session.id,
        version: peer.session.version,
    };
    answer::write(offer, plan, &local)
}

/// What to do with an offer. A slot keeps its streams as long as the peer lives, and so no peer has ever new ones.
fn plan_for(
    slots: &[Slot],
    world: &dyn World,
    description: &Description,
    offer: &Offer,
) -> Result<Plan, BadOffer> {
    let mut count = slots.len();
    let plan = plan::plan(description, &offer.sources, &offer.receivers, |mid| {
        if let Some(Slot { section, .. }) = slots.iter().find(|slot| slot.section.mid == mid) {
            return (section.ssrc, section.rtx_ssrc);
        }
        count += 1;
        let video = offer.receivers.iter().any(|receiver| receiver.mid == mid && receiver.video);
        ssrc::pair(random(world), video)
    })?;
    if count > MOST_SLOTS {
        let why = format!("more than {MOST_SLOTS} receive-only sections in all need a new peer number");
        return Err(BadOffer(why));
    }
    Ok(plan)
}

fn random(world: &dyn World) -> u64 {
    let mut bytes = [0; 8];
    world.fill(&mut bytes);
    u64::from_be_bytes(bytes)
}
