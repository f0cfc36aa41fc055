//! How the lines of a hearing fare: a word from one look, a word that does not flicker, and a report that
//! adds the looks up. Times in milliseconds, rates per thousand.

mod look;
mod report;
mod steady;
mod tally;

pub use look::{Link, Look};
pub use report::{Rate, SeatReport, Stretch};
pub use steady::{LOOKS_TO_BETTER, LOOKS_TO_WORSE, Steady};
pub use tally::{BadTally, Tally};

use super::named;

named!(
    /// How a line fares, best first: 良好, 一般, 较差, 中断.
    pub enum LineWord {
        Good = "good",
        Fair = "fair",
        Poor = "poor",
        Broken = "broken",
    }
);

named!(
    /// What a line carries of the pictures its seat is shown, most first.
    pub enum Pictures {
        Full = "full",
        Reduced = "reduced",
        Stills = "stills",
        SoundOnly = "sound_only",
    }
);

named!(
    /// How a seat's packets travel.
    pub enum Carrier {
        Udp = "udp",
        Tcp = "tcp",
        TurnUdp = "turn_udp",
        TurnTcp = "turn_tcp",
        TurnTls = "turn_tls",
    }
);

named!(
    /// Why a seat, or its sound and picture, was lost (docs/rules.md 3.3, OLR21 25).
    pub enum DropReason {
        Network = "network",
        Device = "device",
        Power = "power",
        BrowserKilled = "browser_killed",
        UserLeft = "user_left",
        Removed = "removed",
        ServerMove = "server_move",
        Unknown = "unknown",
    }
);
