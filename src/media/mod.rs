//! The media plane: every seat's sound and picture in over one UDP port, and out to whom the room says.

pub mod forward;
pub mod plane;
