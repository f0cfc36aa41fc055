//! The relay as a process of its own: the real media worker, asked by lines of JSON what rooms ask of it.

use lianjie::media::plane::{MediaPlane, MediaRoom, Offer, PeerKey, ReceiverPlan, RoutePlan, Source};
use lianjie::media::{self, MediaConfig, Tcp};
use lianjie::world::RealWorld;
use serde::{Deserialize, Serialize};
use signaling::wire::{OfferedReceiver, OfferedSource, SeatId, SourceKind};
use std::io::{BufRead, Write};
use std::net::IpAddr;
use std::sync::Arc;
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::{ALLOCATOR, Failure};

/// A seat, and for each of its sections whose source of which kind it carries.
pub type Receiver = (Uuid, Vec<(String, Uuid, SourceKind)>);

/// What is asked.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    Open(Uuid),
    Offer {
        room: Uuid,
        seat: Uuid,
        sdp: String,
        sources: Vec<OfferedSource>,
        receivers: Vec<OfferedReceiver>,
    },
    Route {
        room: Uuid,
        receivers: Vec<Receiver>,
    },
    Close(Uuid),
    Allocations,
}

/// What is answered; nothing to [`Ask::Open`], [`Ask::Route`] and [`Ask::Close`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    Answer(String),
    Refused(String),
    Allocations(u64),
}

/// `tcp`: seats come by TCP as well, on the same port.
pub fn run(address: IpAddr, tcp: bool) -> Result<(), Failure> {
    // What reads and writes connections has a thread beside the worker's.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let _inside = runtime.enter();
    let config = MediaConfig {
        tcp: if tcp { Tcp::Own } else { Tcp::Off },
        ..MediaConfig::new((address, 0).into(), vec![address], Arc::new(RealWorld))
    };
    let worker = media::start(config)?;
    let mut listening = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let reply = match serde_json::from_str(&line?)? {
            Ask::Open(room) => {
                let (sender, events) = mpsc::channel(4096); // nobody reads them: a full one loses events, no more
                listening.push(events);
                worker.open(MediaRoom(room), sender);
                None
            }
            Ask::Offer { room, seat, sdp, sources, receivers } => {
                let peer = PeerKey { room: MediaRoom(room), seat: SeatId(seat), number: 1 };
                let answer =
                    runtime.block_on(worker.negotiate(Offer { peer, from: None, sdp, sources, receivers }));
                Some(answer.map_or_else(|error| Reply::Refused(error.to_string()), Reply::Answer))
            }
            Ask::Route { room, receivers } => {
                let receivers = receivers.into_iter().map(|(seat, slots)| ReceiverPlan {
                    seat: SeatId(seat),
                    slots: slots
                        .into_iter()
                        .map(|(mid, seat, kind)| (mid, Source { seat: SeatId(seat), kind }))
                        .collect(),
                });
                worker.route(MediaRoom(room), RoutePlan { receivers: receivers.collect() });
                None
            }
            Ask::Close(room) => {
                worker.close(MediaRoom(room), None);
                None
            }
            Ask::Allocations => {
                let stats = ALLOCATOR.stats();
                Some(Reply::Allocations((stats.allocations + stats.reallocations) as u64))
            }
        };
        if let Some(reply) = reply {
            let mut out = std::io::stdout().lock();
            serde_json::to_writer(&mut out, &reply)?;
            out.write_all(b"\n")?;
            out.flush()?;
        }
    }
    worker.shutdown();
    Ok(())
}
