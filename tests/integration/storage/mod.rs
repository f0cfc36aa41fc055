//! The store's contract: every test exists once and runs on both databases.

mod documents;
mod channels;
mod administration;
mod fixtures;
mod hearings;
mod log;
mod minutes;
mod people;
mod petitions;
mod quality;
mod recordings;
mod reception;
mod schema;
mod supervision;
mod statistics;
mod signing;
mod transactions;
mod work_list;
