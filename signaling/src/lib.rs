//! What a live room does next.
//!
//! **Invariant:** nothing here waits, reads the clock or draws a random number; `now` is an argument.
//! **Invariant:** a room does not know what a hearing is. Presiders, petitioners and petitions are the
//! server's `domain`; here there are seats, sources and grants. The [`wire`] carries words of the
//! hearing to the page, and carries them only.

pub mod grant;
pub mod limits;
mod rate;
pub mod refusal;
pub mod room;
pub mod session;
pub mod wire;
