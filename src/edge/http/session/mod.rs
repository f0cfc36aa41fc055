//! Staff sign-in.

pub mod sign_in;
pub mod sign_out;
pub mod whoami;
