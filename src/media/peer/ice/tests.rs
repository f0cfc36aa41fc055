use super::*;
use crate::world::RealWorld;
use rtc_srtp::crypto::RTCCryptoProvider;
use rtc_stun::attributes::{ATTR_PRIORITY, ATTR_USE_CANDIDATE, ATTR_USERNAME};
use rtc_stun::fingerprint::FINGERPRINT;
use rtc_stun::integrity::MessageIntegrity;
use rtc_stun::message::{
    BINDING_REQUEST, BINDING_SUCCESS, CLASS_INDICATION, Getter, METHOD_BINDING, Message, MessageType, Setter,
    TransactionId,
};
use rtc_stun::textattrs::TextAttribute;
use rtc_stun::xoraddr::XorMappedAddress;
use std::sync::Arc;

const THEIRS: &str = "theirs";

fn crypto() -> Arc<dyn RTCCryptoProvider> {
    rtc_srtp::crypto::default_provider().unwrap()
}

fn agent() -> IceLite {
    IceLite::new(Credentials::new(&RealWorld), THEIRS.to_owned())
}

fn path(port: u16) -> Path {
    Path::udp(SocketAddr::from(([192, 0, 2, 9], port)), None)
}

/// A check as a browser writes it, signed with `password`.
fn check(ufrag: &str, password: &str, nominate: bool) -> Vec<u8> {
    let mut message = Message::new();
    let username = TextAttribute::new(ATTR_USERNAME, format!("{ufrag}:{THEIRS}"));
    message.build(&[Box::new(BINDING_REQUEST), Box::new(TransactionId::new()), Box::new(username)]).unwrap();
    message.add(ATTR_PRIORITY, &[110, 0, 1, 255]);
    if nominate {
        message.add(ATTR_USE_CANDIDATE, &[]);
    }
    sign(&mut message, password);
    message.raw
}

fn sign(message: &mut Message, password: &str) {
    let crypto = crypto();
    let integrity =
        MessageIntegrity::new_short_term_integrity_with_provider(password.to_owned(), crypto.crypto());
    integrity.add_to(message).unwrap();
    FINGERPRINT.add_to(message).unwrap();
}

fn take(agent: &mut IceLite, from: Path, datagram: &[u8]) -> Option<Checked> {
    agent.receive(Instant::now(), from, Check::parse(datagram)?)
}

fn good(agent: &IceLite, nominate: bool) -> Vec<u8> {
    check(&agent.local().ufrag, &agent.local().password, nominate)
}

/// Has a check from there answered, and another implementation read the answer.
#[track_caller]
fn check_answer(from: SocketAddr, told: SocketAddr) {
    let mut agent = agent();
    let (datagram, from) = (good(&agent, true), Path::udp(from, None));
    let checked = take(&mut agent, from, &datagram).unwrap();
    assert!(checked.new_path);
    assert_eq!(agent.selected(), Some(from));

    let mut answer = Message::new();
    answer.unmarshal_binary(checked.answer.bytes()).unwrap();
    assert_eq!(answer.typ, BINDING_SUCCESS);
    assert_eq!(answer.transaction_id.0, datagram[8..20]);
    FINGERPRINT.check(&answer).unwrap();
    let password = agent.local().password.clone();
    MessageIntegrity::check(&mut answer, password.as_bytes(), crypto().crypto()).unwrap();
    let mut mapped = XorMappedAddress::default();
    mapped.get_from(&answer).unwrap();
    assert_eq!((mapped.ip, mapped.port), (told.ip(), told.port()));
}

#[test]
fn an_authentic_check_is_answered_with_the_address_it_came_from() {
    let told = SocketAddr::from(([192, 0, 2, 9], 7));
    check_answer(told, told);
    let told = "[2001:db8::9]:65535".parse().unwrap();
    check_answer(told, told);
    check_answer("[::ffff:192.0.2.9]:7".parse().unwrap(), SocketAddr::from(([192, 0, 2, 9], 7)));
}

#[test]
fn what_is_not_authentic_is_dropped_and_teaches_nothing() {
    let mut agent = agent();
    let (ufrag, password) = (agent.local().ufrag.clone(), agent.local().password.clone());
    let sound = good(&agent, true);
    let mut unsigned = Message::new();
    let username = TextAttribute::new(ATTR_USERNAME, format!("{ufrag}:{THEIRS}"));
    unsigned.build(&[Box::new(BINDING_REQUEST), Box::new(username), Box::new(FINGERPRINT)]).unwrap();
    let mut nameless = Message::new();
    nameless.build(&[Box::new(BINDING_REQUEST)]).unwrap();
    sign(&mut nameless, &password);
    let mut indication = Message::new();
    let username = TextAttribute::new(ATTR_USERNAME, format!("{ufrag}:{THEIRS}"));
    indication
        .build(&[Box::new(MessageType::new(METHOD_BINDING, CLASS_INDICATION)), Box::new(username)])
        .unwrap();
    sign(&mut indication, &password);
    let stranger = check(&ufrag, &password, true)
        .windows(THEIRS.len())
        .position(|w| w == THEIRS.as_bytes())
        .map(|at| {
            let mut message = check(&ufrag, &password, true);
            message[at] = b'T'; // another remote ufrag, and so a broken signature too
            message
        })
        .unwrap();
    let mut longer = sound.clone();
    longer.extend([0; 600]);
    for (what, datagram) in [
        ("a guessed password", check(&ufrag, "guess", true)),
        ("another's ufrag", check("nobody", &password, true)),
        ("no integrity", unsigned.raw),
        ("no username", nameless.raw),
        ("an indication", indication.raw),
        ("a changed username", stranger),
        ("something behind it", longer),
        ("nothing", Vec::new()),
    ] {
        assert!(take(&mut agent, path(7), &datagram).is_none(), "{what}");
    }
    for at in 0..sound.len() {
        let mut bent = sound.clone();
        bent[at] ^= 1;
        assert!(take(&mut agent, path(7), &bent).is_none(), "byte {at} changed");
        assert!(take(&mut agent, path(7), &sound[..at]).is_none(), "{at} bytes");
    }
    assert_eq!((agent.selected(), agent.paths().count()), (None, 0));
}

#[test]
fn attributes_behind_the_integrity_do_not_count() {
    let mut agent = agent();
    let first = good(&agent, true);
    assert!(take(&mut agent, path(1), &first).is_some());
    let mut message = Message::new();
    let username = TextAttribute::new(ATTR_USERNAME, format!("{}:{THEIRS}", agent.local().ufrag));
    message.build(&[Box::new(BINDING_REQUEST), Box::new(username)]).unwrap();
    let crypto = crypto();
    let password = agent.local().password.clone();
    MessageIntegrity::new_short_term_integrity_with_provider(password, crypto.crypto())
        .add_to(&mut message)
        .unwrap();
    message.add(ATTR_USE_CANDIDATE, &[]); // anybody on the way could have added it
    FINGERPRINT.add_to(&mut message).unwrap();
    assert!(take(&mut agent, path(2), &message.raw).is_some());
    assert_eq!(agent.selected(), Some(path(1)));
}

#[test]
fn a_restart_moves_on_only_by_the_new_credentials() {
    let mut agent = agent();
    let old = good(&agent, true);
    take(&mut agent, path(1), &old).unwrap();
    agent.restart(Credentials::new(&RealWorld), THEIRS.to_owned());
    assert!(take(&mut agent, path(2), &old).is_some(), "the old path is kept warm");
    assert_eq!(agent.selected(), Some(path(1)), "and moves nobody");
    let new = good(&agent, true);
    take(&mut agent, path(3), &new).unwrap();
    assert_eq!(agent.selected(), Some(path(3)));
    agent.retire_previous();
    assert!(take(&mut agent, path(1), &old).is_none());
}

#[test]
fn paths_are_few_and_the_selected_one_stays() {
    let mut agent = agent();
    let (nominating, plain) = (good(&agent, true), good(&agent, false));
    take(&mut agent, path(1), &nominating).unwrap();
    for port in 2..100 {
        let checked = take(&mut agent, path(port), &plain).unwrap();
        assert_eq!(checked.forgotten.is_some(), port > 8, "port {port}");
    }
    assert_eq!(agent.paths().count(), MOST_PATHS);
    assert!(agent.paths().any(|known| known == path(1)));
}

#[test]
fn an_address_that_changes_under_way_is_followed_once_the_old_one_is_quiet() {
    let mut agent = agent();
    let start = Instant::now();
    let from = |agent: &mut IceLite, seconds: u64, port: u16, nominates: bool| {
        let datagram = good(agent, nominates);
        let check = Check::parse(&datagram).unwrap();
        agent.receive(start + Duration::from_secs(seconds), path(port), check).unwrap();
        agent.selected().unwrap()
    };
    assert_eq!(from(&mut agent, 0, 1, true), path(1));
    assert_eq!(from(&mut agent, 2, 2, false), path(1), "the first may still be there");
    assert_eq!(from(&mut agent, 4, 1, false), path(1));
    assert_eq!(from(&mut agent, 9, 2, false), path(1));
    assert_eq!(from(&mut agent, 10, 2, false), path(2));
    assert_eq!(from(&mut agent, 11, 1, true), path(1), "a nomination counts at once");
}
