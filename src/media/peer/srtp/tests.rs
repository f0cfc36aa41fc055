//! Our AES-GCM against the engine's, and what hostile packets do.

use super::*;
use rtc_shared::marshal::MarshalSize;

fn config(profile: ProtectionProfile, side: u8) -> Config {
    let mut config = Config { profile, ..Config::default() };
    let key = |of: u8| (0..16).map(|at| at * 7 + of).collect::<Vec<u8>>();
    let salt = |of: u8| {
        let length = if matches!(profile, ProtectionProfile::AeadAes128Gcm) { 12 } else { 14 };
        (0..length).map(|at| at * 13 + of).collect::<Vec<u8>>()
    };
    config.keys.local_master_key = key(side);
    config.keys.local_master_salt = salt(side);
    config.keys.remote_master_key = key(1 - side);
    config.keys.remote_master_salt = salt(1 - side);
    config
}

fn pair(profile: ProtectionProfile) -> (Srtp, Srtp) {
    let crypto = rtc_srtp::crypto::default_provider().unwrap();
    let of = |side| Srtp::of(&config(profile, side), &*crypto).unwrap();
    (of(0), of(1))
}

/// The engine's contexts for the side opposite to [`pair`]'s first.
fn engine() -> (Context, Context) {
    let crypto = rtc_srtp::crypto::default_provider().unwrap();
    let keys = config(ProtectionProfile::AeadAes128Gcm, 1).keys;
    let of = |key: &[u8], salt: &[u8]| {
        Context::new(key, salt, ProtectionProfile::AeadAes128Gcm, None, None, crypto.crypto()).unwrap()
    };
    let outgoing = of(&keys.local_master_key, &keys.local_master_salt);
    (outgoing, of(&keys.remote_master_key, &keys.remote_master_salt))
}

fn rtp(sequence: u16) -> Vec<u8> {
    let mut packet = vec![0x90, 96];
    packet.extend(sequence.to_be_bytes());
    packet.extend([1, 2, 3, 4, 0, 0, 0, 7, 0xbe, 0xde, 0, 1, 0x10, 5, 0, 0]);
    packet.extend((0..200).map(|at| at as u8));
    packet
}

fn rtcp() -> Vec<u8> {
    let mut packet = vec![0x81, 206, 0, 2, 0, 0, 0, 7];
    packet.extend([0, 0, 0, 9]);
    packet
}

fn seal(srtp: &mut Srtp, packet: &[u8]) -> Vec<u8> {
    let mut buffer = packet.to_vec();
    buffer.resize(packet.len() + OVERHEAD, 0);
    let length = match packet[1] {
        206 => srtp.seal_rtcp(&mut buffer, packet.len()),
        _ => srtp.seal_rtp(&mut buffer, packet.len()),
    };
    buffer.truncate(length.unwrap());
    buffer
}

#[test]
fn what_one_side_seals_the_other_opens_over_many_rollovers() {
    for profile in [ProtectionProfile::AeadAes128Gcm, ProtectionProfile::Aes128CmHmacSha1_80] {
        let (mut ours, mut theirs) = pair(profile);
        for step in 0..2000_u32 {
            let packet = rtp((step * 151) as u16);
            let mut sealed = seal(&mut ours, &packet);
            assert_eq!(theirs.open_rtp(&mut sealed.clone()).as_deref(), Some(&*packet), "{profile:?} {step}");
            assert_eq!(theirs.open_rtp(&mut sealed), None, "a packet passes once");
        }
        let mut sealed = seal(&mut ours, &rtcp());
        assert_eq!(theirs.open_rtcp(&mut sealed.clone()).as_deref(), Some(&*rtcp()));
        assert_eq!(theirs.open_rtcp(&mut sealed), None, "so do reports");
    }
}

#[test]
fn our_gcm_is_the_engines() {
    let (mut ours, _) = pair(ProtectionProfile::AeadAes128Gcm);
    let (mut outgoing, mut incoming) = engine();
    for sequence in [0, 1, 30_000, 60_000, 65_535, 3] {
        let packet = rtp(sequence);
        let sealed = seal(&mut ours, &packet);
        let opened = incoming.decrypt_rtp_with_header(&sealed, &header_of(&sealed).unwrap()).unwrap();
        assert_eq!(*opened, packet);
        let mut sealed = outgoing.encrypt_rtp_with_header(&packet, &header_of(&packet).unwrap()).unwrap();
        assert_eq!(ours.open_rtp(&mut sealed).as_deref(), Some(&*packet));
    }
    assert_eq!(*incoming.decrypt_rtcp(&seal(&mut ours, &rtcp())).unwrap(), rtcp());
    let mut sealed = outgoing.encrypt_rtcp(&rtcp()).unwrap();
    assert_eq!(ours.open_rtcp(&mut sealed).as_deref(), Some(&*rtcp()));
}

/// Two packets under one nonce would give away what they say, and the key that vouches for all (RFC 7714 §8.4).
#[test]
fn no_number_is_sealed_twice() {
    let (mut ours, _) = pair(ProtectionProfile::AeadAes128Gcm);
    let mut seals = |sequence| {
        let mut buffer = [rtp(sequence), vec![0; OVERHEAD]].concat();
        ours.seal_rtp(&mut buffer, rtp(sequence).len()).is_some()
    };
    assert!([65_530, 65_534, 65_532, 1].into_iter().all(&mut seals), "late ones too, each once");
    assert!(![65_530, 65_534, 65_532, 1].into_iter().any(&mut seals));
    assert!(!seals(40_000), "more than half a round on looks like long before");
    assert!(seals(2));
}

#[test]
fn a_flipped_bit_or_a_missing_byte_opens_nothing_and_leaves_nothing() {
    let (mut ours, mut theirs) = pair(ProtectionProfile::AeadAes128Gcm);
    for (packet, rtcp) in [(rtp(9), false), (rtcp(), true)] {
        let sealed = seal(&mut ours, &packet);
        let mut open = |mut bytes: Vec<u8>| {
            let opened = if rtcp { theirs.open_rtcp(&mut bytes) } else { theirs.open_rtp(&mut bytes) };
            opened.is_some()
        };
        for bit in 0..8 * sealed.len() {
            let mut flipped = sealed.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(!open(flipped), "bit {bit}");
        }
        for cut in 0..sealed.len() {
            assert!(!open(sealed[..cut].to_vec()), "{cut} bytes");
        }
        assert!(open(sealed), "the packet itself still passes");
    }
}

#[test]
fn streams_nobody_announced_are_not_tried_without_end() {
    for profile in [ProtectionProfile::AeadAes128Gcm, ProtectionProfile::Aes128CmHmacSha1_80] {
        let (_, mut theirs) = pair(profile);
        for ssrc in 0..1000_u32 {
            let mut forged = vec![0x80, 96, 0, 1, 0, 0, 0, 0];
            forged.extend(ssrc.to_be_bytes());
            forged.resize(60, 0);
            assert!(theirs.open_rtp(&mut forged).is_none());
        }
        match theirs {
            Srtp::Gcm { opener, .. } => assert_eq!(opener.streams(), 0, "nothing before the tag holds"),
            Srtp::Engine { tried, .. } => assert_eq!(tried.len(), MOST_STREAMS),
        }
    }
}

#[test]
fn a_header_is_as_long_as_it_says() {
    let plain = [0x80, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 7, 1, 2, 3];
    assert_eq!(header_length(&plain), Some(12));
    // One CSRC and two words of extension, whatever is in them.
    let mut long = vec![0x91, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 7];
    long.extend([9; 4]);
    long.extend([0xbe, 0xde, 0, 2, 0xff, 0xff, 0xff, 0xff, 0xf0, 0, 1, 2, 3]);
    assert_eq!(header_length(&long), Some(28));
    for packet in [&plain[..], &long] {
        assert_eq!(header_of(packet).unwrap().marshal_size(), header_length(packet).unwrap());
    }
    for cut in 0..28 {
        assert!(header_length(&long[..cut]).is_none(), "{cut} bytes");
    }
}
