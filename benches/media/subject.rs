//! What is measured: the relay, Janus, or the floor. Each seats a scene's peers in its own way.

use loadtest::media::dtls::Identity;
use loadtest::media::peer::Milestones;
use loadtest::media::worker::{Fleet, Place};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::process::Process;
use crate::scene::Scene;
use crate::{Failure, Plan, floor, janus, ours};

/// Longest until everybody is connected.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Ours,
    /// Seats come by TCP alone.
    OursByTcp,
    Floor,
    Janus,
}

/// The load's end.
#[derive(Debug)]
pub struct Load {
    pub fleet: Fleet,
    pub identity: Arc<Identity>,
    pub seats: Vec<(Place, Arc<Milestones>)>,
}

impl Load {
    /// Waits until all who were seated are connected.
    pub fn wait(&self) -> Result<(), Failure> {
        let start = Instant::now();
        while self.seats.iter().any(|(_, milestones)| milestones.connected.get().is_none()) {
            if let Some(why) = self.seats.iter().find_map(|(_, milestones)| milestones.failed.get()) {
                return Err(why.clone().into());
            }
            if start.elapsed() > PATIENCE {
                let there = self.seats.iter().filter(|(_, m)| m.connected.get().is_some()).count();
                return Err(format!("only {there} of {} peers connected", self.seats.len()).into());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }
}

#[derive(Debug)]
pub enum Subject {
    Ours(ours::Ours),
    Floor(floor::Floor),
    Janus(janus::Janus),
}

impl Subject {
    pub fn start(kind: Kind, plan: &Plan) -> Result<Self, Failure> {
        Ok(match kind {
            Kind::Ours => Self::Ours(ours::Ours::start(plan.address, false)?),
            Kind::OursByTcp => Self::Ours(ours::Ours::start(plan.address, true)?),
            Kind::Floor => Self::Floor(floor::Floor::start(plan.address)?),
            Kind::Janus => Self::Janus(janus::Janus::start(plan.address)?),
        })
    }

    /// Seats who sends, then who receives; gives the process's memory between, in KiB.
    pub fn seat(&mut self, load: &mut Load, scene: &Scene) -> Result<u64, Failure> {
        match self {
            Self::Ours(ours) => ours.seat(load, scene),
            Self::Floor(floor) => floor.seat(load, scene),
            Self::Janus(janus) => janus.seat(load, scene),
        }
    }

    pub fn process(&self) -> &Process {
        match self {
            Self::Ours(ours) => &ours.process,
            Self::Floor(floor) => &floor.process,
            Self::Janus(janus) => &janus.process,
        }
    }

    /// Allocations so far, where they are counted.
    pub fn allocations(&mut self) -> Result<Option<u64>, Failure> {
        match self {
            Self::Ours(ours) => ours.allocations().map(Some),
            Self::Floor(_) | Self::Janus(_) => Ok(None),
        }
    }
}
