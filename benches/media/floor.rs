//! The floor: what the kernel and the cipher cost, and nothing else. Receives the same packets, opens them,
//! seals one for each receiver in place, and sends each receiver's together (sendmmsg of GSO runs). It gathers as
//! long as the relay does, so that both send the same packets in the same batches.

use lianjie::media::Pace;
use loadtest::media::peer::{Peer, Setup};
use loadtest::media::rtp::{Head, is_rtcp};
use loadtest::media::srtp::Half;
use loadtest::media::wire::Wire;
use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::socket::{ControlMessage, MsgFlags, MultiHeaders, SockaddrStorage, sendmmsg};
use quinn_udp::{BATCH_SIZE, RecvMeta, UdpSocketState};
use rtc_srtp::config::SessionKeys;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::io::{IoSlice, IoSliceMut, Write};
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::os::fd::{AsFd, AsRawFd};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::Failure;
use crate::ours::mark;
use crate::process::Process;
use crate::scene::{Cast, Scene};
use crate::subject::Load;

/// Everybody's, both ways: what is measured is the cipher, not secrecy.
const KEY: [u8; 16] = [7; 16];
const SALT: [u8; 12] = [9; 12];
/// Bytes and segments one GSO send may have.
const RUN_BYTES: usize = 60_000;
const RUN_SEGMENTS: usize = 50;
const BUFFER: usize = 64 * 1024;

/// Who is who, once all have their sockets.
#[derive(Debug, Serialize, Deserialize)]
struct Cable {
    /// Address of each receiver, and the streams it gets.
    receivers: Vec<(SocketAddr, Vec<u32>)>,
}

// ---- the process under test ----

pub fn run(address: IpAddr) -> Result<(), Failure> {
    let socket = UdpSocket::bind((address, 0))?;
    socket.set_nonblocking(true)?;
    let state = UdpSocketState::new((&socket).into())?;
    // As large as the system grants.
    let _ = state.set_recv_buffer_size((&socket).into(), 5 * 1024 * 1024);
    let _ = state.set_send_buffer_size((&socket).into(), 5 * 1024 * 1024);
    let mut out = std::io::stdout();
    serde_json::to_writer(&mut out, &socket.local_addr()?)?;
    out.write_all(b"\n")?;
    out.flush()?;
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    let cable: Cable = serde_json::from_str(&line)?;
    let crypto = rtc_srtp::crypto::default_provider()?;
    let half = || Half::new(&KEY, &SALT, &*crypto);
    let receivers = cable
        .receivers
        .into_iter()
        .map(|(to, streams)| Ok(Receiver { to, streams, sealed: half()?, runs: HashMap::new() }));
    let mut forwarder = Forwarder { opened: half()?, receivers: receivers.collect::<Result<_, Failure>>()? };
    std::thread::spawn(|| {
        // The load ends, and with it the floor.
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        std::process::exit(0);
    });
    let mut buffers = vec![0; BATCH_SIZE * BUFFER];
    let (mut pace, mut came) = (Pace::new(Instant::now()), 0);
    loop {
        if came < BATCH_SIZE {
            rest(&socket, &pace, came > 0)?;
        }
        let began = Instant::now();
        let mut slices: Vec<IoSliceMut<'_>> = buffers.chunks_mut(BUFFER).map(IoSliceMut::new).collect();
        let mut meta = [RecvMeta::default(); BATCH_SIZE];
        came = state.recv((&socket).into(), &mut slices, &mut meta).unwrap_or(0);
        for (buffer, meta) in buffers.chunks_mut(BUFFER).zip(&meta).take(came) {
            for datagram in buffer.get_mut(..meta.len).unwrap_or_default().chunks_mut(meta.stride.max(1)) {
                forwarder.take(datagram);
            }
        }
        forwarder.flush(&socket)?;
        pace.worked(began, Instant::now());
    }
}

/// Until the next turn, as the relay's worker rests.
fn rest(socket: &UdpSocket, pace: &Pace, flows: bool) -> Result<(), Failure> {
    let period = pace.period();
    if flows && !period.is_zero() {
        std::thread::sleep(period.saturating_sub(pace.worked_lately()));
        return Ok(());
    }
    poll(&mut [PollFd::new(socket.as_fd(), PollFlags::POLLIN)], PollTimeout::NONE)?;
    std::thread::sleep(period);
    Ok(())
}

struct Forwarder {
    opened: Half,
    receivers: Vec<Receiver>,
}

struct Receiver {
    to: SocketAddr,
    streams: Vec<u32>,
    sealed: Half,
    /// Sealed packets of one size, one behind the other.
    runs: HashMap<usize, Vec<u8>>,
}

impl Forwarder {
    fn take(&mut self, datagram: &mut [u8]) {
        if is_rtcp(datagram) {
            return;
        }
        let Some(head) = Head::parse(datagram) else { return };
        let Some(length) = self.opened.open_rtp(datagram, &head) else { return };
        for receiver in self.receivers.iter_mut().filter(|receiver| receiver.streams.contains(&head.ssrc)) {
            let run = receiver.runs.entry(length).or_default();
            let start = run.len();
            run.extend_from_slice(&datagram[..length]);
            receiver.sealed.seal_rtp(run, start, &head);
        }
    }

    fn flush(&mut self, socket: &UdpSocket) -> Result<(), Failure> {
        let mut sizes: Vec<usize> = self.receivers.iter().flat_map(|r| r.runs.keys().copied()).collect();
        sizes.sort_unstable();
        sizes.dedup();
        for size in sizes {
            let sealed = size + 16;
            let most = (RUN_BYTES / sealed).min(RUN_SEGMENTS) * sealed;
            let runs = self.receivers.iter().filter_map(|r| r.runs.get(&size).map(|run| (r.to, run)));
            let pieces: Vec<(SocketAddr, [IoSlice<'_>; 1])> = runs
                .flat_map(|(to, run)| run.chunks(most).map(move |piece| (to, [IoSlice::new(piece)])))
                .collect();
            send(socket, sealed as u16, &pieces)?;
            for receiver in &mut self.receivers {
                receiver.runs.entry(size).or_default().clear();
            }
        }
        Ok(())
    }
}

fn send(socket: &UdpSocket, segment: u16, pieces: &[(SocketAddr, [IoSlice<'_>; 1])]) -> Result<(), Failure> {
    if pieces.is_empty() {
        return Ok(());
    }
    let to: Vec<Option<SockaddrStorage>> = pieces.iter().map(|(to, _)| Some((*to).into())).collect();
    let mut headers = MultiHeaders::preallocate(pieces.len(), Some(nix::cmsg_space!(u16)));
    let control = [ControlMessage::UdpGsoSegments(&segment)];
    let slices: Vec<&[IoSlice<'_>; 1]> = pieces.iter().map(|(_, slice)| slice).collect();
    let sent = sendmmsg(socket.as_raw_fd(), &mut headers, slices, to, control, MsgFlags::MSG_DONTWAIT);
    match sent {
        Ok(_) | Err(Errno::EAGAIN) => Ok(()), // what the socket does not take is lost, and counted at the other end
        Err(error) => Err(error.into()),
    }
}

// ---- the load's end ----

#[derive(Debug)]
pub struct Floor {
    pub process: Process,
    address: SocketAddr,
    wired: bool,
}

impl Floor {
    pub fn start(address: IpAddr) -> Result<Self, Failure> {
        let own = std::env::current_exe()?;
        let mut process = Process::start(&own, &["floor", &address.to_string()], true)?;
        let address = process.hear()?;
        Ok(Self { process, address, wired: false })
    }

    pub fn seat(&mut self, load: &mut Load, scene: &Scene) -> Result<u64, Failure> {
        if std::mem::replace(&mut self.wired, true) {
            return Err("the floor is wired once".into());
        }
        let now = Instant::now();
        let rss = self.process.rss()?;
        let silent = if let Cast::Stage { receivers, .. } = scene.cast { receivers } else { 0 };
        let setup = |at: usize| Setup {
            mark: mark(at),
            sources: if at < scene.publishers() { scene.sends_of(at) } else { Vec::new() },
            ..Setup::default()
        };
        let peers: Vec<Peer> = (0..scene.publishers() + silent)
            .map(|at| Peer::new(now, load.identity.clone(), setup(at)))
            .collect();
        let sends: Vec<Vec<(u32, bool)>> = peers.iter().map(Peer::sends).collect();
        let mut receivers = Vec::new();
        for (at, mut peer) in peers.into_iter().enumerate() {
            let place = (at + scene.receivers()).checked_sub(scene.publishers() + silent);
            let streams: Vec<(u32, bool)> = place
                .map(|place| scene.seen_by(place).flat_map(|from| sends[from].iter().copied()).collect())
                .unwrap_or_default();
            let wire = Wire::open(Some(self.address.ip()), None)?;
            if place.is_some() {
                receivers.push((wire.address()?, streams.iter().map(|(ssrc, _)| *ssrc).collect()));
            }
            peer.keyed(now, &keys(), self.address, &streams)?;
            let milestones = Arc::clone(&peer.milestones);
            load.seats.push((load.fleet.add(peer, wire), milestones));
        }
        self.process.tell(&Cable { receivers })?;
        load.wait()?;
        std::thread::sleep(Duration::from_millis(200));
        Ok(rss)
    }
}

fn keys() -> SessionKeys {
    SessionKeys {
        local_master_key: KEY.to_vec(),
        local_master_salt: SALT.to_vec(),
        remote_master_key: KEY.to_vec(),
        remote_master_salt: SALT.to_vec(),
    }
}
