//! The requests of RFC 8656 (and Binding), each answered or refused as it says.

use bytes::BytesMut;
use rtc_stun::attributes::*;
use rtc_stun::message::{
    METHOD_ALLOCATE, METHOD_BINDING, METHOD_CHANNEL_BIND, METHOD_CREATE_PERMISSION, METHOD_REFRESH, Method,
};
use std::net::SocketAddr;
use std::time::Duration;

use super::allocation::{Allocation, Family, Made, relayed_address};
use super::keys::{self, Nonce};
use super::message::{Answer, Request};
use super::{MOST_ALLOCATIONS, Now, Turn, channel, counters};
use crate::media::peer::ice::{AllocationId, Path};

/// Default and longest lifetime in one (RFC 8656 §7.2): a client that vanished holds its place no longer.
const LIFETIME: Duration = Duration::from_secs(600);
/// REQUESTED-TRANSPORT's first byte, and the only one we relay (RFC 8656 §18.7).
const UDP: u8 = 17;

type Refusal = (u16, &'static str);
const BAD_REQUEST: Refusal = (400, "Bad Request");
const UNAUTHENTICATED: Refusal = (401, "Unauthenticated");
const FORBIDDEN: Refusal = (403, "Forbidden");
const UNKNOWN_ATTRIBUTE: Refusal = (420, "Unknown Attribute");
const ALLOCATION_MISMATCH: Refusal = (437, "Allocation Mismatch");
const STALE_NONCE: Refusal = (438, "Stale Nonce");
const FAMILY_NOT_SUPPORTED: Refusal = (440, "Address Family not Supported");
const WRONG_CREDENTIALS: Refusal = (441, "Wrong Credentials");
const UNSUPPORTED_TRANSPORT: Refusal = (442, "Unsupported Transport Protocol");
const PEER_FAMILY_MISMATCH: Refusal = (443, "Peer Address Family Mismatch");
const QUOTA_REACHED: Refusal = (486, "Allocation Quota Reached");
const NO_CAPACITY: Refusal = (508, "Insufficient Capacity");

/// A request whose sender is known.
struct Signed {
    request: Request,
    username: String,
    key: Vec<u8>,
}

/// Methods we answer; those of RFC 6062 (TCP behind the relay) do not exist here.
pub fn is_known(method: Method) -> bool {
    [METHOD_BINDING, METHOD_ALLOCATE, METHOD_REFRESH, METHOD_CREATE_PERMISSION, METHOD_CHANNEL_BIND]
        .contains(&method)
}

/// A refusal, which lists what was not understood, if that is why (RFC 8489 §6.3.1).
fn refused(request: &Request, (code, reason): Refusal, unknown: &[u16]) -> Answer {
    let answer = Answer::error(request, code, reason);
    let listed: Vec<u8> = unknown.iter().flat_map(|typ| typ.to_be_bytes()).collect();
    if unknown.is_empty() { answer } else { answer.with(ATTR_UNKNOWN_ATTRIBUTES, &listed) }
}

impl Turn {
    pub(super) fn request(&mut self, now: Now, client: Path, mut request: Request) -> Option<BytesMut> {
        let unknown = request.not_understood();
        if request.kind().method == METHOD_BINDING {
            return self.binding(client, &request, &unknown);
        }
        let (username, key) = match self.authenticate(now, client, &mut request) {
            Ok(user) => user,
            Err(refusal) => return self.challenge(now, client, &request, refusal),
        };
        let signed = Signed { request, username, key };
        let done = match signed.request.kind().method {
            _ if !unknown.is_empty() => Err(UNKNOWN_ATTRIBUTE),
            METHOD_ALLOCATE => self.allocate(now, client, &signed),
            METHOD_REFRESH => self.refresh(now, client, &signed),
            METHOD_CREATE_PERMISSION => self.create_permission(now, client, &signed),
            _ => self.channel_bind(now, client, &signed),
        };
        let answer = done.unwrap_or_else(|refusal| refused(&signed.request, refusal, &unknown));
        answer.finish(Some(&signed.key), &*self.identity.crypto)
    }

    /// Says where a request came from (RFC 8489 §12).
    fn binding(&self, client: Path, request: &Request, unknown: &[u16]) -> Option<BytesMut> {
        let answer = if unknown.is_empty() {
            Answer::success(request).with_address(ATTR_XORMAPPED_ADDRESS, client.remote)
        } else {
            refused(request, UNKNOWN_ATTRIBUTE, unknown)
        };
        answer.finish(None, &*self.identity.crypto)
    }

    /// Who asks, and the key that seals the answer (RFC 8489 §9.2.4).
    fn authenticate(
        &self,
        now: Now,
        client: Path,
        request: &mut Request,
    ) -> Result<(String, Vec<u8>), Refusal> {
        if !request.is_sealed() {
            return Err(UNAUTHENTICATED);
        }
        let (Some(username), Some(_), Some(nonce)) =
            (request.text(ATTR_USERNAME), request.text(ATTR_REALM), request.text(ATTR_NONCE))
        else {
            return Err(BAD_REQUEST);
        };
        if self.nonces.judge(now.unix, client, nonce) != Nonce::Fresh {
            return Err(STALE_NONCE);
        }
        let username = username.to_owned();
        let (expiry, _) = keys::read_username(&username).ok_or(UNAUTHENTICATED)?;
        // Whoever has an allocation keeps it (RFC 8656 has nothing to say; a hearing may outlast the day).
        if request.kind().method == METHOD_ALLOCATE && expiry <= now.unix {
            return Err(UNAUTHENTICATED);
        }
        let key =
            self.setup.credentials.long_term_key(&username, &*self.identity.crypto).ok_or(UNAUTHENTICATED)?;
        if !request.is_authentic(&key, &*self.identity.crypto) {
            return Err(UNAUTHENTICATED);
        }
        Ok((username, key))
    }

    /// Refuses who is not authentic, and says how to be.
    fn challenge(
        &self,
        now: Now,
        client: Path,
        request: &Request,
        (code, reason): Refusal,
    ) -> Option<BytesMut> {
        let mut answer = Answer::error(request, code, reason);
        if (code, reason) != BAD_REQUEST {
            let nonce = self.nonces.make(now.unix, client);
            answer = answer.with(ATTR_REALM, keys::REALM.as_bytes()).with(ATTR_NONCE, nonce.as_bytes());
        }
        answer.finish(None, &*self.identity.crypto)
    }

    fn allocate(&mut self, now: Now, client: Path, signed: &Signed) -> Result<Answer, Refusal> {
        let request = &signed.request;
        if let Some((_, allocation)) = self.allocation(now, client) {
            let repeated = allocation.made.transaction == request.transaction();
            return if repeated { Ok(allocated(request, allocation)) } else { Err(ALLOCATION_MISMATCH) };
        }
        let (_, seat) = keys::read_username(&signed.username).ok_or(UNAUTHENTICATED)?;
        let family = self.family_asked(request)?;
        if self.len() >= MOST_ALLOCATIONS {
            return Err(NO_CAPACITY);
        }
        let share = self.setup.held.take(seat, self.setup.quota).ok_or(QUOTA_REACHED)?;
        self.gone(client); // one that has expired and was not yet looked at
        let id = AllocationId(self.next);
        self.next = self.next.wrapping_add(1);
        let made = Made { username: signed.username.clone(), transaction: request.transaction(), share };
        let relayed = relayed_address(id, family);
        let allocation = Allocation::new(client, made, relayed, now.at + LIFETIME);
        let answer = allocated(request, &allocation);
        self.timers.arm(id, allocation.expires);
        self.by_client.insert(client, id);
        self.allocations.insert(id, allocation);
        counters::allocation_made();
        Ok(answer)
    }

    /// Checks what an allocation is wanted for (RFC 8656 §7.2, items 3 to 8).
    fn family_asked(&self, request: &Request) -> Result<Family, Refusal> {
        match request.attribute(ATTR_REQUESTED_TRANSPORT) {
            Some([UDP, _, _, _]) => {}
            Some([_, _, _, _]) => return Err(UNSUPPORTED_TRANSPORT),
            _ => return Err(BAD_REQUEST),
        }
        let family = request.attribute(ATTR_REQUESTED_ADDRESS_FAMILY);
        let port = request.attribute(ATTR_EVEN_PORT);
        if request.attribute(ATTR_RESERVATION_TOKEN).is_some() {
            // We reserve no ports, so no token is ours.
            return Err(if family.is_some() || port.is_some() { BAD_REQUEST } else { NO_CAPACITY });
        }
        match port {
            None | Some([0..=0x7f]) => {} // ours are even
            Some([0x80..=0xff]) => return Err(NO_CAPACITY),
            Some(_) => return Err(BAD_REQUEST),
        }
        match family {
            Some(value) => Family::read(value).ok_or(FAMILY_NOT_SUPPORTED),
            // IPv4 by the RFC. On a node that has none it would lead nowhere, and Chromium asks for nothing else.
            None if self.setup.own.iter().any(SocketAddr::is_ipv4) => Ok(Family::V4),
            None => Ok(Family::V6),
        }
    }

    fn refresh(&mut self, now: Now, client: Path, signed: &Signed) -> Result<Answer, Refusal> {
        let id = self.allocation_of(now, client, signed)?;
        let request = &signed.request;
        let asked = request.number(ATTR_LIFETIME).unwrap_or(LIFETIME.as_secs() as u32);
        let family = request.attribute(ATTR_REQUESTED_ADDRESS_FAMILY).map(Family::read);
        let allocation = self.allocations.get_mut(&id).ok_or(ALLOCATION_MISMATCH)?;
        if family.is_some_and(|family| family != Some(allocation.family())) {
            return Err(PEER_FAMILY_MISMATCH);
        }
        if asked == 0 {
            self.free(id);
        } else {
            allocation.expires = now.at + LIFETIME; // looked at when it was to expire before
        }
        let granted = if asked == 0 { 0 } else { LIFETIME.as_secs() as u32 };
        Ok(Answer::success(request).with(ATTR_LIFETIME, &granted.to_be_bytes()))
    }

    fn create_permission(&mut self, now: Now, client: Path, signed: &Signed) -> Result<Answer, Refusal> {
        let id = self.allocation_of(now, client, signed)?;
        let peers = signed.request.peers().filter(|peers| !peers.is_empty()).ok_or(BAD_REQUEST)?;
        for peer in &peers {
            // A permission is for an address whatever the port (RFC 8656 §9); sending looks at both.
            let ours = self.setup.own.iter().any(|own| own.ip() == peer.ip());
            self.fits(id, *peer, ours)?;
        }
        let allocation = self.allocations.get_mut(&id).ok_or(ALLOCATION_MISMATCH)?;
        for peer in peers {
            allocation.permit(now.at, peer.ip());
        }
        Ok(Answer::success(&signed.request))
    }

    fn channel_bind(&mut self, now: Now, client: Path, signed: &Signed) -> Result<Answer, Refusal> {
        let id = self.allocation_of(now, client, signed)?;
        let number = match signed.request.attribute(ATTR_CHANNEL_NUMBER) {
            Some(&[high, low, _, _]) => u16::from_be_bytes([high, low]),
            _ => return Err(BAD_REQUEST),
        };
        let peers = signed.request.peers().ok_or(BAD_REQUEST)?;
        let (Some(&peer), true) = (peers.first(), channel::NUMBERS.contains(&number)) else {
            return Err(BAD_REQUEST);
        };
        let own = self.own(peer);
        self.fits(id, peer, own.is_some())?;
        let allocation = self.allocations.get_mut(&id).ok_or(ALLOCATION_MISMATCH)?;
        if !allocation.bind(now.at, number, own.ok_or(FORBIDDEN)?) {
            return Err(BAD_REQUEST);
        }
        allocation.permit(now.at, peer.ip());
        Ok(Answer::success(&signed.request))
    }

    /// Whether an allocation may send there: to our own addresses, of its family.
    fn fits(&self, id: AllocationId, peer: SocketAddr, ours: bool) -> Result<(), Refusal> {
        let family = self.allocations.get(&id).map(Allocation::family).ok_or(ALLOCATION_MISMATCH)?;
        match (ours, family == Family::of(peer.ip())) {
            (false, _) => Err(FORBIDDEN),
            (true, false) => Err(PEER_FAMILY_MISMATCH),
            (true, true) => Ok(()),
        }
    }

    /// The allocation of whoever asks, if it is also theirs.
    fn allocation_of(&self, now: Now, client: Path, signed: &Signed) -> Result<AllocationId, Refusal> {
        let (id, allocation) = self.allocation(now, client).ok_or(ALLOCATION_MISMATCH)?;
        if allocation.made.username == signed.username { Ok(id) } else { Err(WRONG_CREDENTIALS) }
    }
}

fn allocated(request: &Request, allocation: &Allocation) -> Answer {
    Answer::success(request)
        .with_address(ATTR_XOR_RELAYED_ADDRESS, allocation.relayed)
        .with(ATTR_LIFETIME, &(LIFETIME.as_secs() as u32).to_be_bytes())
        .with_address(ATTR_XORMAPPED_ADDRESS, allocation.client.remote)
}
