//! The store's contract: every test exists once and runs on both databases.

mod administration;
mod before;
mod channels;
mod check_in;
mod delegations;
mod documents;
mod exhibits;
mod fixtures;
mod grid;
mod hearings;
mod keeping;
mod log;
mod minutes;
mod papers;
mod people;
mod petitions;
mod presiding;
mod quality;
mod reception;
mod recordings;
mod schema;
mod signing;
mod statistics;
mod supervision;
mod transactions;
mod work_list;
