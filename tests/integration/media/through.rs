//! TCP and TURN over real sockets, with clients that are not ours: Debian's coturn tools.

use super::Hall;
use crate::kit::participant::seat;
use lianjie::{
    config::{Config, MediaAddress, TlsMode},
    edge::{
        listener::{self, Listener},
        tls,
    },
    media::{MediaConfig, Tcp, TurnConfig, plane::MediaPlane},
    reels::Reels,
    server,
    settings::media_setup,
    world::RealWorld,
};
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket},
    sync::Arc,
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    process::Command,
    time::timeout,
};

/// With TCP and TURN, and told under two ports: coturn's client always speaks to a pair of them.
fn open() -> Hall {
    let localhost = Ipv4Addr::LOCALHOST;
    let free = UdpSocket::bind((localhost, 0)).unwrap().local_addr().unwrap();
    let mut config = MediaConfig::new(free, vec![localhost.into()], Arc::new(RealWorld));
    config.advertise.push(SocketAddr::from((localhost, free.port() + 1)).into());
    config.tcp = Tcp::Own;
    config.turn = Some(TurnConfig { quota: 6, ..TurnConfig::default() });
    Hall::open_with(config)
}

/// A run of `turnutils_uclient` towards a peer: whether it was content, and what it said.
async fn uclient(hall: &Hall, password: Option<&str>, peer: SocketAddr, words: &[&str]) -> (bool, String) {
    uclient_at(hall.media.address(), hall, password, peer, words).await
}

pub async fn uclient_at(
    server: SocketAddr,
    hall: &Hall,
    password: Option<&str>,
    peer: SocketAddr,
    words: &[&str],
) -> (bool, String) {
    let invitation = hall.media.ice_servers(hall.room, seat(1), None).remove(0);
    let password = password.unwrap_or(&invitation.credential);
    let mut command = Command::new("turnutils_uclient");
    command.args(["-u", &invitation.username, "-w", password, "-p", &server.port().to_string()]);
    command.args(["-e", &peer.ip().to_string(), "-r", &peer.port().to_string()]);
    // No even ports; one client; verbose.
    command.args(["-c", "-m", "1", "-v"]).args(words).arg(server.ip().to_string());
    command.kill_on_drop(true);
    let running = timeout(Duration::from_secs(40), command.output()).await.expect("it ends");
    let output = running.expect("turnutils_uclient (scripts/install-system installs coturn)");
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn coturns_client_allocates_refreshes_and_binds_channels_by_udp_and_tcp() {
    let hall = open();
    for words in [&["-n", "0"][..], &["-n", "0", "-s"], &["-n", "0", "-t"], &["-n", "0", "-t", "-s"]] {
        let (content, said) = uclient(&hall, None, hall.media.address(), words).await;
        let bound = if words.contains(&"-s") { "cp response received" } else { "cb response received" };
        for step in ["allocate response received", "refresh response received", bound] {
            assert!(said.contains(step), "{words:?}: no {step} in\n{said}");
        }
        assert!(content && !said.contains("error"), "{words:?}:\n{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_port_hands_turn_to_media_in_tls_and_without() {
    let folder = tempfile::tempdir().unwrap();
    let free = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap();
    let mut config = Config::default();
    config.tls.mode = TlsMode::SelfSigned;
    config.media.listen = free;
    for port in [free.port(), free.port() + 1] {
        config.media.addresses.push(MediaAddress { ip: free.ip(), port: Some(port), networks: Vec::new() });
    }
    let tls = tls::server_config(&config.tls, folder.path(), &[free.ip()]).unwrap();
    let setup = media_setup(&config, tls.clone(), Arc::new(RealWorld), &Reels::default());
    let hall = Hall::over(lianjie::media::start(setup).unwrap());
    let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let pages = tcp.local_addr().unwrap();
    let _listener =
        Listener::new(tcp, tls, server::aside(&config, &hall.media), listener::quota(&[])).unwrap();
    for (server, words) in [
        (pages, &["-n", "0", "-t", "-S"][..]),
        (pages, &["-n", "0", "-t"]),
        (hall.media.address(), &["-n", "0", "-t", "-S"]),
    ] {
        let (content, said) = uclient_at(server, &hall, None, free, words).await;
        assert!(content && said.contains("cb response received"), "{server} {words:?}:\n{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn coturns_client_is_refused_without_the_password() {
    let hall = open();
    let (content, said) = uclient(&hall, Some("wrong"), hall.media.address(), &["-n", "0"]).await;
    assert!(!content && said.contains("Cannot complete Allocation"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn coturns_client_reaches_nobody_but_our_media_port() {
    let hall = open();
    let canary = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    canary.set_nonblocking(true).unwrap();
    let address = canary.local_addr().unwrap();
    let (content, said) = uclient(&hall, None, address, &["-n", "0"]).await;
    assert!(!content && said.contains("error 403"), "{said}");
    // The host is ours, so it is given its permission; the port is not, so nothing arrives.
    let (_, said) = uclient(&hall, None, address, &["-n", "1", "-s"]).await;
    assert!(said.contains("tot_send_msgs=1"), "{said}");
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

#[tokio::test]
async fn one_socket_serves_both_address_families() {
    let world = Arc::new(RealWorld);
    let advertise = vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
    let mut config = MediaConfig::new((Ipv6Addr::UNSPECIFIED, 0).into(), advertise, world);
    config.turn = Some(TurnConfig::default());
    let hall = Hall::open_with(config);
    let port = hall.media.address().port();
    let request = [&[0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42][..], &[7; 12]].concat();
    for (address, family) in [(IpAddr::from(Ipv4Addr::LOCALHOST), 1), (Ipv6Addr::LOCALHOST.into(), 2)] {
        let socket = UdpSocket::bind((address, 0)).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        socket.send_to(&request, (address, port)).unwrap();
        let (mut answer, expected) = ([0; 100], SocketAddr::new(address, port));
        let (length, from) = socket.recv_from(&mut answer).unwrap();
        assert_eq!((from, answer[25]), (expected, family), "as it came, and in its own family");
        assert_eq!(length, if family == 1 { 32 } else { 44 });
    }
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
