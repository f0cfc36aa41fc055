//! IPv6 end to end: ICE by UDP and by TCP, and TURN.

use super::{Hall, impaired::Detour, through::uclient_at};
use crate::kit::participant::{PATIENCE, Participant};
use lianjie::{
    media::{MediaConfig, Tcp, TurnConfig, plane::MediaEvent},
    world::RealWorld,
};
use signaling::wire::SourceKind::{Camera, Microphone};
use std::{
    net::{Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Instant,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpStream, UdpSocket},
    time::timeout,
};

const FLOWING: usize = 15;

/// A node with no other address than this machine's own of IPv6.
fn open() -> Hall {
    let localhost = Ipv6Addr::LOCALHOST;
    let mut config = MediaConfig::new((localhost, 0).into(), vec![localhost.into()], Arc::new(RealWorld));
    config.tcp = Tcp::Own;
    config.turn = Some(TurnConfig::default());
    Hall::open_with(config)
}

async fn join_by(hall: &mut Hall, by: SocketAddr, mark: u8) -> Participant {
    let detour = Detour { media: hall.media.clone(), by };
    let one = Participant::join_from("[::1]:0", Arc::new(detour), hall.room, mark).await;
    hall.hears_of(&MediaEvent::Connected(one.key)).await;
    one
}

/// Whatever comes in by UDP goes on in a connection to the relay (RFC 4571 framing), and back: its checks arrive there as
/// ICE over TCP's do.
async fn by_tcp(server: SocketAddr) -> SocketAddr {
    let front = UdpSocket::bind((Ipv6Addr::LOCALHOST, 0)).await.unwrap();
    let address = front.local_addr().unwrap();
    let (mut reader, mut writer) = TcpStream::connect(server).await.unwrap().into_split();
    tokio::spawn(async move {
        let (mut datagram, mut framed, mut client) = (vec![0; 2000], Vec::new(), None);
        let mut read = vec![0; 2000];
        loop {
            tokio::select! {
                Ok((length, from)) = front.recv_from(&mut datagram) => {
                    client = Some(from);
                    let head = u16::try_from(length).unwrap().to_be_bytes();
                    writer.write_all(&[&head[..], &datagram[..length]].concat()).await.unwrap();
                }
                Ok(length) = reader.read(&mut read) => {
                    framed.extend_from_slice(&read[..length]);
                    while let Some((head, rest)) = framed.split_first_chunk::<2>() {
                        let Some((one, rest)) = rest.split_at_checked(u16::from_be_bytes(*head).into()) else { break };
                        front.send_to(one, client.unwrap()).await.unwrap();
                        framed = rest.to_vec();
                    }
                    if length == 0 {
                        return;
                    }
                }
            }
        }
    });
    address
}

#[tokio::test(flavor = "multi_thread")]
async fn by_ipv6_two_hear_and_see_each_other_one_by_udp_and_one_by_tcp() {
    let mut hall = open();
    let server = hall.media.address();
    assert!(server.is_ipv6());
    let a = join_by(&mut hall, server, 1).await;
    let through = by_tcp(server).await;
    let b = join_by(&mut hall, through, 2).await;
    let start = Instant::now();
    hall.route(&[(&a, a.slot(false, 0), 2, Microphone), (&b, b.slot(false, 0), 1, Microphone)]);
    a.hears(&a.slot(false, 0), 2, start, FLOWING).await;
    b.hears(&b.slot(false, 0), 1, start, FLOWING).await;
    hall.route(&[(&a, a.slot(true, 0), 2, Camera), (&b, b.slot(true, 0), 1, Camera)]);
    a.hears(&a.slot(true, 0), 2, start, FLOWING).await;
    b.hears(&b.slot(true, 0), 1, start, FLOWING).await;
}

/// coturn's client, with a relayed address of IPv6.
#[tokio::test(flavor = "multi_thread")]
async fn turn_by_ipv6_allocates_and_refreshes_by_udp_and_tcp() {
    let hall = open();
    let server = hall.media.address();
    for words in [&["-n", "0"][..], &["-n", "0", "-t"]] {
        let words = [words, &["-x"]].concat();
        let run = uclient_at(server, &hall, None, server, &words);
        let (_, said) = timeout(2 * PATIENCE, run).await.expect("it ends");
        for step in ["allocate response received", "refresh response received"] {
            assert!(said.contains(step), "{words:?}: no {step} in\n{said}");
        }
    }
}
