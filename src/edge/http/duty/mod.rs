//! The officer on duty (值机员): all sessions on one board, their alarms as tasks.

pub mod act;
pub mod board;
mod calling;
pub mod desk_chat;
pub mod handle;
mod moving;
