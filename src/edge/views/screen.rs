//! JSON of televisions in reception rooms.

use crate::domain::{
    hearing::{Hearing, OnScreen},
    ids::HearingId,
    jurisdiction::RoomScreen,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What a television on the wall of a reception room shows. No name, no matter: whoever passes reads it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ScreenView {
    /// Until somebody at a desk says which room it hangs in.
    Pairing {
        /// Eight digits.
        code: String,
        good_until: i64,
    },
    Paired {
        room_name: String,
        agency_name: String,
        /// Those it may join now, the one whose time it is first.
        open: Vec<PlacedHearing>,
        /// The first of the others in this room.
        next: Option<PlacedHearing>,
        as_of: i64,
    },
    /// It was paired once and opens nothing any more, or its room is closed.
    Revoked,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PlacedHearing {
    pub id: Uuid,
    pub number: String,
    pub starts_at: i64,
    pub ends_at: i64,
    /// Another device than this screen came in by the link of the room's seat: joining ends it.
    pub taken: bool,
}

/// The screens of a room, for who looks after them.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoomScreens {
    pub room_name: String,
    pub agency_name: String,
    /// Newest first.
    pub screens: Vec<ScreenRow>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ScreenRow {
    pub id: Uuid,
    pub name: String,
    pub paired_at: i64,
    pub paired_by_name: String,
    /// To the minute.
    pub last_seen_at: i64,
    pub revoked: Option<ScreenRevoked>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ScreenRevoked {
    pub at: i64,
    pub by_name: String,
    pub reason: String,
}

impl ScreenView {
    pub fn paired(
        (room_name, agency_name): (String, String),
        shown: &OnScreen<'_>,
        taken: &[HearingId],
        as_of: i64,
    ) -> Self {
        let placed = |hearing: &Hearing| PlacedHearing::of(hearing, taken.contains(&hearing.id));
        let open = shown.open.iter().copied().map(placed).collect();
        Self::Paired { room_name, agency_name, open, next: shown.next.map(placed), as_of }
    }
}

impl PlacedHearing {
    fn of(hearing: &Hearing, taken: bool) -> Self {
        Self {
            id: hearing.id.0,
            number: hearing.number.clone(),
            starts_at: hearing.starts_at.0,
            ends_at: hearing.ends_at.0,
            taken,
        }
    }
}

impl ScreenRow {
    pub fn of(screen: RoomScreen, paired_by_name: String, revoked_by_name: String) -> Self {
        let revoked = screen.revoked.map(|revoked| ScreenRevoked {
            at: revoked.at.0,
            by_name: revoked_by_name,
            reason: revoked.reason,
        });
        Self {
            id: screen.id.0,
            name: screen.name,
            paired_at: screen.paired_at.0,
            paired_by_name,
            last_seen_at: screen.last_seen_at.0,
            revoked,
        }
    }
}
