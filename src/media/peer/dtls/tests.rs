use super::*;
use crate::media::peer::srtp::OVERHEAD;

fn identity() -> Arc<Identity> {
    Arc::new(Identity::generate().unwrap())
}

/// Carries datagrams between the two until neither has any. Keys of (client, server), if they got them.
fn shake(client: &mut Dtls, server: &mut Dtls) -> (Option<Box<Srtp>>, Option<Box<Srtp>>) {
    let now = Instant::now();
    let (mut of_client, mut of_server) = (None, None);
    client.start(now);
    loop {
        let mut quiet = true;
        while let Some(datagram) = client.poll_transmit() {
            quiet = false;
            if let Progress::Keys(keys) = server.receive(now, &datagram) {
                of_server = Some(keys);
            }
        }
        while let Some(datagram) = server.poll_transmit() {
            quiet = false;
            if let Progress::Keys(keys) = client.receive(now, &datagram) {
                of_client = Some(keys);
            }
        }
        if quiet {
            return (of_client, of_server);
        }
    }
}

#[test]
fn both_ends_get_keys_that_fit() {
    let (here, there) = (identity(), identity());
    let mut client = Dtls::new(here.clone(), Role::Client, vec![*there.fingerprint()]);
    let mut server = Dtls::new(there, Role::Server, vec![[0; 32], *here.fingerprint()]);
    let (of_client, of_server) = shake(&mut client, &mut server);
    let (mut of_client, mut of_server) = (of_client.unwrap(), of_server.unwrap());
    let packet = [0x80, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 10, 11, 12];
    let mut sealed = [&packet[..], &[0; OVERHEAD]].concat();
    let length = of_client.seal_rtp(&mut sealed, packet.len()).unwrap();
    assert_eq!(length, packet.len() + 16, "AES-GCM is taken where both can");
    assert_eq!(of_server.open_rtp(&mut sealed[..length]).as_deref(), Some(&packet[..]));
}

#[test]
fn another_certificate_than_the_offers_gets_no_keys() {
    let (here, there, named) = (identity(), identity(), identity());
    for (client_expects, server_expects) in [(&there, &named), (&named, &here)] {
        let mut client = Dtls::new(here.clone(), Role::Client, vec![*client_expects.fingerprint()]);
        let mut server = Dtls::new(there.clone(), Role::Server, vec![*server_expects.fingerprint()]);
        let (of_client, of_server) = shake(&mut client, &mut server);
        assert!(of_client.is_none() || of_server.is_none());
        let deceived = if Arc::ptr_eq(server_expects, &named) { of_server } else { of_client };
        assert!(deceived.is_none());
    }
}

#[test]
fn a_handshake_that_does_not_end_costs_little() {
    let mut server = Dtls::new(identity(), Role::Server, vec![[0; 32]]);
    let now = Instant::now();
    for _ in 0..1000 {
        // Records of the next epoch, which the engine would keep for later.
        server.receive(now, &[&[23, 254, 253, 0, 1, 0, 0, 0, 0, 0, 0, 4, 176][..], &[0; 1200]].concat());
    }
    assert_eq!(server.stage, Stage::Failed);
}
