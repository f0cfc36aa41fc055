//! What a seat may do in a room: decided elsewhere (`domain::rights`), given to the room, obeyed by it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::wire::ChatGrants;

/// What one seat may do now. A room never widens it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Grants {
    /// May send microphone sound to the others.
    pub speak: bool,
    /// May send a camera picture to the others.
    pub show: bool,
    /// May share a screen.
    pub share: bool,
    /// May hear and see the others.
    pub attend: bool,
    /// May admit, mute, give the floor, remove, and move the hearing on.
    pub preside: bool,
    /// May write the minutes.
    pub minute: bool,
    /// May have exhibits shown, turn their pages and point.
    #[serde(default)]
    pub present: bool,
    #[serde(default)]
    pub chat: ChatGrants,
}

impl Grants {
    /// In the lobby: connected and shown in the roster, no media either way.
    pub const LOBBY: Self = Self {
        speak: false,
        show: false,
        share: false,
        attend: false,
        preside: false,
        minute: false,
        present: false,
        chat: ChatGrants { read: false, table: false, staff: false, desk: false },
    };

    /// Whether a source of `kind` may be forwarded to others.
    #[must_use]
    pub const fn may_send(self, kind: crate::wire::SourceKind) -> bool {
        match kind {
            crate::wire::SourceKind::Microphone => self.speak,
            crate::wire::SourceKind::Camera => self.show,
            crate::wire::SourceKind::Screen => self.share,
        }
    }
}
