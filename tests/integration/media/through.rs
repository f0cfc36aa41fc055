//! TCP and TURN over real sockets, with clients that are not ours: Debian's coturn tools.

use super::Hall;
use crate::kit::participant::seat;
use lianjie::{
    media::{MediaConfig, Tcp, TurnConfig, plane::MediaPlane},
    world::RealWorld,
};
use std::{
    net::{Ipv4Addr, SocketAddr, UdpSocket},
    sync::Arc,
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    process::Command,
    time::timeout,
};

const QUOTA: usize = 6;

fn open() -> Hall {
    let localhost = Ipv4Addr::LOCALHOST;
    let mut config = MediaConfig::new((localhost, 0).into(), vec![localhost.into()], Arc::new(RealWorld));
    config.tcp = Tcp::Own;
    config.turn = Some(TurnConfig { quota: QUOTA, ..TurnConfig::default() });
    Hall::open_with(config)
}

/// A run of `turnutils_uclient`: whether it was content, and what it said.
async fn uclient(hall: &Hall, password: Option<&str>, peer: SocketAddr, words: &[&str]) -> (bool, String) {
    let invitation = hall.media.ice_servers(seat(1)).remove(0);
    let password = password.unwrap_or(&invitation.credential);
    let (server, peer_port) = (hall.media.address(), peer.port());
    let mut command = Command::new("turnutils_uclient");
    command.args(["-u", &invitation.username, "-w", password, "-p", &server.port().to_string()]);
    command.args(["-e", &peer.ip().to_string(), "-r", &peer_port.to_string()]);
    // No RTCP twin; one message; verbose.
    command.args(["-c", "-n", "1", "-m", "1", "-v"]).args(words).arg(server.ip().to_string());
    command.kill_on_drop(true);
    let running = timeout(Duration::from_secs(30), command.output()).await.expect("it ends");
    let output = running.expect("turnutils_uclient (scripts/install-system installs coturn)");
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn coturns_client_allocates_refreshes_and_binds_channels_on_every_carrier() {
    let hall = open();
    for words in [&[][..], &["-s"], &["-t"], &["-t", "-s"]] {
        let (_, said) = uclient(&hall, None, hall.media.address(), words).await;
        for step in ["allocate response received", "refresh response received"] {
            assert!(said.contains(step), "{words:?}: no {step} in\n{said}");
        }
        let bound = if words.contains(&"-s") { "perm" } else { "channel bind" };
        assert!(said.contains(bound), "{words:?}: no {bound} in\n{said}");
        assert!(!said.contains("error"), "{words:?}:\n{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn coturns_client_is_refused_without_the_password_and_for_another_peer() {
    let hall = open();
    let (content, said) = uclient(&hall, Some("wrong"), hall.media.address(), &[]).await;
    assert!(!content && said.contains("401"), "{said}");
    let canary = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    canary.set_nonblocking(true).unwrap();
    let (content, said) = uclient(&hall, None, canary.local_addr().unwrap(), &[]).await;
    assert!(!content && said.contains("403"), "{said}");
    // The host is ours, so it gets its permission; the port is not, so nothing arrives.
    uclient(&hall, None, canary.local_addr().unwrap(), &["-s"]).await;
    assert!(canary.recv(&mut [0; 100]).is_err(), "the canary heard something");
}

#[tokio::test(flavor = "multi_thread")]
async fn coturns_stun_client_learns_its_address() {
    let hall = open();
    let server = hall.media.address();
    let mut command = Command::new("turnutils_stunclient");
    command.args(["-p", &server.port().to_string(), &server.ip().to_string()]);
    let output = timeout(Duration::from_secs(10), command.output()).await.expect("it ends").unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && said.contains("127.0.0.1"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn junk_on_the_tcp_port_is_hung_up_on() {
    let hall = open();
    for junk in [&b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"[..], &[0x80; 40], &[0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0]] {
        let mut stream = TcpStream::connect(hall.media.address()).await.unwrap();
        stream.write_all(junk).await.unwrap();
        let ended =
            timeout(Duration::from_secs(3), stream.read(&mut [0; 100])).await.expect("hung up at once");
        assert!(matches!(ended, Ok(0) | Err(_)), "{junk:?} was answered");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_says_nothing_on_the_tcp_port_is_hung_up_on_in_time() {
    let hall = open();
    let mut stream = TcpStream::connect(hall.media.address()).await.unwrap();
    stream.write_all(&[0]).await.unwrap();
    let ended = timeout(Duration::from_secs(8), stream.read(&mut [0; 10])).await.expect("within 5 s");
    assert!(matches!(ended, Ok(0) | Err(_)));
}
