//! Interfaces to other systems: who may use them, what comes in, what goes out.

pub mod clients;
pub mod credentials;
pub mod deliveries;
pub mod discarded;
pub mod hotline;
pub mod item;
pub mod open311;
pub mod waiting;
pub mod webhooks;
pub mod wechat;
