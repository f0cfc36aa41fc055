//! A door for fuzzers.

use rtc_stun::attributes::{ATTR_NONCE, ATTR_REALM, ATTR_REQUESTED_TRANSPORT, ATTR_USERNAME, AttrType};
use rtc_stun::integrity::MessageIntegrity;
use rtc_stun::message::{
    CLASS_REQUEST, METHOD_ALLOCATE, METHOD_CHANNEL_BIND, METHOD_CREATE_PERMISSION, METHOD_REFRESH, Message,
    MessageType, Method, Setter, TransactionId,
};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use super::{Credentials, Held, Now, Setup, Turn, keys};
use crate::media::peer::dtls::Identity;
use crate::media::peer::ice::Path;
use crate::world::RealWorld;

/// A key takes longer to make than all the rest.
static IDENTITY: OnceLock<Option<Arc<Identity>>> = OnceLock::new();

/// Hands bytes to a TURN server that holds one allocation of theirs: as they are, and as the attributes of every
/// request, sealed by somebody it trusts.
pub fn turn_in(bytes: &[u8]) {
    // Without a key or an allocation there is nothing to try.
    let _ = try_in(bytes);
}

fn try_in(bytes: &[u8]) -> Option<()> {
    let now = Now { at: Instant::now(), unix: 1_800_000_000 };
    let credentials = Credentials::new(b"fuzz");
    let own = vec![([192, 0, 2, 1], 3478).into()];
    let identity = IDENTITY.get_or_init(|| Identity::generate().ok().map(Arc::new)).clone()?;
    let setup = Setup { credentials: credentials.clone(), quota: 4, held: Held::default(), own };
    let mut turn = Turn::new(now.at, setup, identity.clone(), &RealWorld);
    let client = Path::udp(([198, 51, 100, 1], 5000).into(), None);
    let nonce = turn.nonces.make(now.unix, client);
    let username = credentials.until(now.unix + 60, "seat").0;
    let key = credentials.long_term_key(&username, &*identity.crypto)?;
    let sealed = |method: Method, fill: &dyn Fn(&mut Message)| {
        let mut message = Message::new();
        (message.typ, message.transaction_id) =
            (MessageType { method, class: CLASS_REQUEST }, TransactionId([1; 12]));
        message.write_header();
        fill(&mut message);
        message.add(ATTR_USERNAME, username.as_bytes());
        message.add(ATTR_REALM, keys::REALM.as_bytes());
        message.add(ATTR_NONCE, nonce.as_bytes());
        let seal = MessageIntegrity::new_raw_integrity_with_provider(&*key, identity.crypto.crypto());
        seal.add_to(&mut message).ok()?;
        Some(message.raw)
    };
    let allocate = sealed(METHOD_ALLOCATE, &|m| m.add(ATTR_REQUESTED_TRANSPORT, &[17, 0, 0, 0]))?;
    turn.receive(now, client, &allocate);
    turn.receive(now, client, bytes);
    for method in [METHOD_CREATE_PERMISSION, METHOD_CHANNEL_BIND, METHOD_REFRESH, METHOD_ALLOCATE] {
        let request = sealed(method, &|message| {
            // Type, length, value, as often as they come.
            let mut rest = bytes;
            while let [a, b, length, value @ ..] = rest {
                let (value, behind) = value.split_at(value.len().min(usize::from(*length)));
                message.add(AttrType(u16::from_be_bytes([*a, *b])), value);
                rest = behind;
            }
        })?;
        turn.receive(now, client, &request);
    }
    Some(())
}
