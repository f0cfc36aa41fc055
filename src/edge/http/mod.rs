//! One endpoint, one file. The list of them all.

pub mod attachments;
pub mod hearings;
pub mod lists;
pub mod petitions;
pub mod query;
pub mod seat;
pub mod session;
pub mod tickets;

use super::AppState;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Every route under `/api`, with its documentation.
#[rustfmt::skip] // a table
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        // Doors
        .routes(routes!(session::sign_in::sign_in, session::whoami::whoami, session::sign_out::sign_out))
        .routes(routes!(seat::exchange::exchange))
        .routes(routes!(seat::show::show))
        .routes(routes!(tickets::issue::issue))
        // Lists for forms
        .routes(routes!(lists::divisions::divisions))
        .routes(routes!(lists::agencies::agencies))
        .routes(routes!(lists::rooms::rooms))
        .routes(routes!(lists::staff::staff))
        // Citizens
        .routes(routes!(query::status::status))
        .routes(routes!(query::attach::attach))
        .routes(routes!(query::withdraw::withdraw))
        // Petitions
        .routes(routes!(petitions::register::register, petitions::list::list))
        .routes(routes!(petitions::show::show))
        .routes(routes!(petitions::timeline::timeline))
        .routes(routes!(petitions::transition::transition))
        .routes(routes!(petitions::attach::attach))
        .routes(routes!(petitions::renew_query_code::renew_query_code))
        .routes(routes!(attachments::download::download))
        // Hearings
        .routes(routes!(hearings::list::list))
        .routes(routes!(hearings::schedule::schedule))
        .routes(routes!(hearings::check::check))
        .routes(routes!(hearings::show::show))
        .routes(routes!(hearings::link::link))
        .routes(routes!(hearings::cancel::cancel))
        .routes(routes!(hearings::postpone::postpone))
        .routes(routes!(hearings::minutes::minutes))
        .routes(routes!(hearings::outcome::outcome))
        .routes(routes!(hearings::publish::publish))
}
