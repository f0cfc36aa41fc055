//! The store's contract: every test exists once and runs on both databases.

mod administration;
mod channels;
mod documents;
mod fixtures;
mod grid;
mod hearings;
mod log;
mod minutes;
mod people;
mod petitions;
mod quality;
mod reception;
mod recordings;
mod schema;
mod signing;
mod statistics;
mod supervision;
mod transactions;
mod work_list;
