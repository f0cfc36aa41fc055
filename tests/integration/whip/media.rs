//! Sound and picture of devices, with peers that are not ours.

use super::hall::{Hall, PETITIONER, SCREEN};
use crate::kit::{participant::Participant, wait::eventually};
use lianjie::media::plane::MediaPlane;
use loadtest::media::{
    dtls::Identity,
    peer::{Peer, Setup},
    shape::{Picture, Shape},
    wire::Wire,
    worker::{Fleet, Timing},
};
use signaling::wire::SourceKind;
use std::{sync::Arc, time::Instant};

const FLOWING: usize = 15;

/// What came of a mark in any slot.
fn heard_of(participant: &Participant, mark: u8) -> usize {
    let slots = [(false, 0), (false, 1), (true, 0), (true, 1)].map(|(v, n)| participant.slot(v, n));
    slots.iter().flat_map(|mid| participant.heard(mid)).filter(|heard| heard.mark == mark).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn gateways_hear_each_other_in_one_session_each_and_a_player_hears_both() {
    let mut hall = Hall::open().await;
    let (unit, petitioner) = hall.two_gateways().await;
    let player = hall.player(SCREEN).await;
    hall.admit(SCREEN).await;
    let start = Instant::now();
    for (participant, marks) in [(&unit, &[8][..]), (&petitioner, &[7]), (&player, &[7, 8])] {
        for video in [false, true] {
            for mark in marks {
                participant.hears_in_any(video, *mark, start, FLOWING).await;
            }
        }
    }
    assert_eq!((heard_of(&unit, 7), heard_of(&petitioner, 8)), (0, 0), "nobody hears themselves");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_flows_to_or_from_a_device_that_is_not_admitted() {
    let mut hall = Hall::open().await;
    let (unit, petitioner) = hall.two_gateways().await;
    let outside = hall.gateway(SCREEN, 9).await;
    petitioner.hears_in_any(true, 7, Instant::now(), 2 * FLOWING).await;
    let of_outside =
        [heard_of(&unit, 9), heard_of(&petitioner, 9), heard_of(&outside, 7), heard_of(&outside, 8)];
    assert_eq!(of_outside, [0; 4]);
    hall.admit(SCREEN).await;
    petitioner.hears_in_any(true, 9, Instant::now(), FLOWING).await;
    outside.hears_in_any(true, 7, Instant::now(), FLOWING).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn media_goes_on_through_an_ice_restart_by_patch() {
    let mut hall = Hall::open().await;
    let (unit, mut petitioner) = hall.two_gateways().await;
    petitioner.hears_in_any(false, 7, Instant::now(), FLOWING).await;
    unit.hears_in_any(false, 8, Instant::now(), FLOWING).await;
    petitioner.restart_ice().await;
    let restarted = Instant::now();
    petitioner.hears_in_any(false, 7, restarted, 5 * FLOWING).await;
    unit.hears_in_any(false, 8, restarted, 5 * FLOWING).await;
}

/// An encoder's camera in two layers, known by the names of its offer (RFC 8853).
#[tokio::test(flavor = "multi_thread")]
async fn a_devices_layers_are_taken_by_their_names() {
    let hall = Hall::open().await;
    let device = hall.device(&hall.token(PETITIONER).await);
    let layers = [100.0, 400.0].map(|kbps| Picture::of_rate(kbps, 15.0, 1100)).to_vec();
    let sources = vec![(SourceKind::Camera, Shape::Picture(layers))];
    let setup = Setup { mark: 8, sources, ..Setup::default() };
    let mut peer = Peer::new(Instant::now(), Arc::new(Identity::generate().unwrap()), setup);
    let response = device.offer("/whip", &peer.offer(None).sdp).send().await.unwrap();
    assert_eq!(response.status(), 201);
    let answer = response.text().await.unwrap();
    for line in ["a=rid:q recv", "a=rid:h recv", "a=simulcast:recv q;h"] {
        assert!(answer.contains(&format!("\r\n{line}\r\n")), "{line} in {answer}");
    }
    peer.answered(Instant::now(), &answer).unwrap();
    let fleet = Fleet::start(1, Timing::Sleep).unwrap();
    let wire = Wire::open(peer.relay(), None).unwrap();
    let _place = fleet.add(peer, wire);
    let both = async || {
        let statistics = hall.server.media.statistics(hall.media_room()).await;
        let flowing = statistics.iter().flat_map(|peer| &peer.sends).filter(|layer| layer.bits > 0);
        let mut rids: Vec<String> = flowing.filter_map(|layer| layer.rid.clone()).collect();
        rids.sort();
        (rids == ["h", "q"]).then_some(())
    };
    eventually(both).await;
    fleet.stop();
}
