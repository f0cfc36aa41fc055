//! The relay, measured in its own process ([`crate::server`]).

use loadtest::media::peer::{Peer, Setup};
use loadtest::media::wire::Wire;
use signaling::wire::{OfferedReceiver, SourceKind};
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};
use uuid::Uuid;

use crate::process::Process;
use crate::scene::{Cast, Scene};
use crate::server::{Ask, Reply};
use crate::subject::Load;
use crate::{Failure, bridge};

#[derive(Debug)]
pub struct Ours {
    pub process: Process,
    rooms: u128,
    /// Seats come by TCP alone.
    tcp: bool,
}

impl Ours {
    pub fn start(address: IpAddr, tcp: bool) -> Result<Self, Failure> {
        let own = std::env::current_exe()?;
        let address = address.to_string();
        let words = ["server", &address, "tcp"];
        let words = if tcp { &words[..] } else { &words[..2] };
        let process = Process::start(&own, words, true)?;
        let mut ours = Self { process, rooms: 0, tcp };
        ours.allocations()?; // it answers: what it has by now is not a seat's
        Ok(ours)
    }

    pub fn allocations(&mut self) -> Result<u64, Failure> {
        match self.process.ask(&Ask::Allocations)? {
            Reply::Allocations(count) => Ok(count),
            other => Err(format!("no count: {other:?}").into()),
        }
    }

    pub fn seat(&mut self, load: &mut Load, scene: &Scene) -> Result<u64, Failure> {
        if self.rooms > 0 {
            self.process.tell(&Ask::Close(Uuid::from_u128(self.rooms)))?;
        }
        self.rooms += 1;
        self.process.tell(&Ask::Open(Uuid::from_u128(self.rooms)))?;
        let (sounds, pictures) = scene.slots();
        let mut kept = Vec::new();
        let rss = match scene.cast {
            Cast::Stage { publishers, receivers } => {
                for at in 0..publishers {
                    let sources = scene.sends_of(at);
                    self.join(load, Setup { mark: mark(at), sources, ..Setup::default() })?;
                }
                load.wait()?;
                std::thread::sleep(Duration::from_secs(1));
                let rss = self.process.rss()?;
                for at in 0..receivers {
                    let mark = mark(publishers + at);
                    let setup = Setup {
                        mark,
                        audio_slots: sounds,
                        video_slots: pictures,
                        sealed: !at.is_multiple_of(scene.opens),
                        ..Setup::default()
                    };
                    kept.push((mark, self.join(load, setup)?));
                }
                rss
            }
            Cast::Table { seats } => {
                let rss = self.process.rss()?;
                for at in 0..seats {
                    let (mark, sources) = (mark(at), scene.sends_of(at));
                    let setup = Setup {
                        mark,
                        sources,
                        audio_slots: sounds,
                        video_slots: pictures,
                        ..Setup::default()
                    };
                    kept.push((mark, self.join(load, setup)?));
                }
                rss
            }
        };
        load.wait()?;
        self.route(scene, &kept)?;
        Ok(rss)
    }

    /// Seats one; its receive-only sections.
    fn join(&mut self, load: &mut Load, setup: Setup) -> Result<Vec<OfferedReceiver>, Failure> {
        let now = Instant::now();
        let seat = seat(setup.mark);
        let mut peer = Peer::new(now, load.identity.clone(), setup);
        let offer = peer.offer(None);
        let receivers = offer.receivers.clone();
        let room = Uuid::from_u128(self.rooms);
        let (sdp, sources) = (offer.sdp, offer.sources);
        match self.process.ask(&Ask::Offer { room, seat, sdp, sources, receivers: offer.receivers })? {
            Reply::Answer(answer) if self.tcp => peer.answered(now, &bridged(&answer)?)?,
            Reply::Answer(answer) => peer.answered(now, &answer)?,
            other => return Err(format!("no answer: {other:?}").into()),
        }
        let milestones = peer.milestones.clone();
        let wire = Wire::open(peer.relay(), None)?;
        load.seats.push((load.fleet.add(peer, wire), milestones));
        Ok(receivers)
    }

    fn route(&mut self, scene: &Scene, kept: &[(u32, Vec<OfferedReceiver>)]) -> Result<(), Failure> {
        let plan = |at: usize, sections: &[OfferedReceiver]| {
            let sources = scene.seen_by(at).flat_map(|publisher| {
                scene.sends.iter().map(move |(kind, _)| (seat(mark(publisher)), *kind))
            });
            let mut free: Vec<&OfferedReceiver> = sections.iter().collect();
            let mut slots = Vec::new();
            for (from, kind) in sources {
                let video = kind != SourceKind::Microphone;
                if let Some(place) = free.iter().position(|section| section.video == video) {
                    slots.push((free.remove(place).mid.clone(), from, kind));
                }
            }
            slots
        };
        let receivers =
            kept.iter().enumerate().map(|(at, (mark, sections))| (seat(*mark), plan(at, sections))).collect();
        self.process.tell(&Ask::Route { room: Uuid::from_u128(self.rooms), receivers })
    }
}

/// Of a scene's `at`-th peer.
pub fn mark(at: usize) -> u32 {
    u32::try_from(at + 1).unwrap_or(u32::MAX)
}

fn seat(mark: u32) -> Uuid {
    Uuid::from_u128(0x1000 + u128::from(mark))
}

/// An answer by whose candidate a seat finds a bridge to the relay's TCP port.
fn bridged(answer: &str) -> Result<String, Failure> {
    let candidate = answer.lines().find(|line| line.starts_with("a=candidate:") && line.contains(" udp "));
    let words: Vec<&str> = candidate.ok_or("no candidate")?.split(' ').collect();
    let [_, _, _, _, ip, port, ..] = words[..] else { return Err("no address".into()) };
    let bridge = bridge::open(SocketAddr::new(ip.parse()?, port.parse()?))?;
    Ok(answer
        .replace(&format!("{ip} {port} typ host"), &format!("{} {} typ host", bridge.ip(), bridge.port())))
}
