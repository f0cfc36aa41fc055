//! The store's contract: every test exists once and runs on both databases.

mod fixtures;
mod hearings;
mod log;
mod minutes;
mod people;
mod petitions;
mod quality;
mod schema;
mod signing;
mod transactions;
mod work_list;
