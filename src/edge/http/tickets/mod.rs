//! Tickets for the WebSocket.

pub mod issue;
