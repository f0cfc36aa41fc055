//! Staff sign-in.

pub mod new_password;
pub mod phone;
pub mod sign_in;
pub mod sign_out;
pub mod whoami;
