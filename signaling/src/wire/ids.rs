//! Ids as frames carry them.

use serde::{Deserialize, Serialize};
use std::fmt;
use ts_rs::TS;
use uuid::Uuid;

macro_rules! wire_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

wire_id!(
    /// One hearing, and the room it is held in.
    HearingId
);
wire_id!(
    /// A named place in a hearing. Devices come and go; the seat stays.
    SeatId
);
wire_id!(
    /// One entry of the minutes.
    EntryId
);
wire_id!(
    /// A private talk; made by the client that opens it.
    TalkId
);
wire_id!(
    /// A file laid before the hearing.
    ExhibitId
);
wire_id!(
    /// Made by the client for each write of an entry: sent twice, applied once.
    OpId
);
