//! Every route that is documented, area by area; how much a body may hold depends on the list it stands in.

use super::{
    admin, attachments, channels, delegations, devices, documents, duty, exhibits, filters, grid, hearings,
    leader, lists, minutes_templates, notices, petitions, phrases, query, queue, reception, recordings,
    requests, schedules, screens, seat, session, staff_notices, statistics, supervision, tickets,
};
use crate::edge::AppState;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Routes that take a file.
pub(super) fn uploads() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(query::attach::attach))
        .routes(routes!(petitions::attach::attach))
        .routes(routes!(supervision::papers::to_item))
        .routes(routes!(supervision::papers::to_demand))
        .routes(routes!(grid::photos::add))
        .routes(routes!(hearings::paper_signature::paper_signature))
        .routes(routes!(seat::photo::photo))
        .routes(routes!(hearings::proxy_signature::proxy_signature))
        .routes(routes!(hearings::delivered::delivered))
}

/// Routes that take a film.
pub(super) fn films() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(exhibits::bring::bring))
}

/// Routes that take a long list.
pub(super) fn long_lists() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(admin::divisions::import))
        .routes(routes!(admin::import_staff::import))
}

/// Routes of devices that the document describes.
pub(super) fn device_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(devices::whip::whip))
        .routes(routes!(devices::whep::whep))
        .routes(routes!(devices::patch::patch, devices::hang_up::hang_up))
}

/// Routes of programs that the document describes.
pub(super) fn channel_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(channels::hotline::order))
        .routes(routes!(channels::hotline::show))
        .routes(routes!(channels::open311::discovery::discovery))
        .routes(routes!(channels::open311::discovery::discovery_xml))
        .routes(routes!(channels::open311::services::list))
        .routes(routes!(channels::open311::services::list_xml))
        .routes(routes!(channels::open311::services::show))
        .routes(routes!(channels::open311::requests::file, channels::open311::requests::list))
        .routes(routes!(channels::open311::requests::file_xml, channels::open311::requests::list_xml))
        .routes(routes!(channels::open311::requests::show))
        .routes(routes!(channels::open311::requests::token))
        .routes(routes!(channels::wechat::check, channels::wechat::message))
}

/// Every other route.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(doors())
        .merge(form_lists())
        .merge(citizens())
        .merge(petition_routes())
        .merge(notice_routes())
        .merge(supervision_routes())
        .merge(document_routes())
        .merge(interfaces())
        .merge(before_hearings())
        .merge(delegation_routes())
        .merge(hearing_routes())
        .merge(statistics_routes())
        .merge(grid_routes())
        .merge(reception_routes())
        .merge(screen_routes())
        .merge(administration())
}

/// Doors.
#[rustfmt::skip] // a table
fn doors() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(session::sign_in::sign_in, session::whoami::whoami, session::sign_out::sign_out))
        .routes(routes!(session::second::second))
        .routes(routes!(session::second::set_up))
        .routes(routes!(session::own_factor::own_factor, session::own_factor::own_factor_draw))
        .routes(routes!(session::own_factor::own_factor_confirm))
        .routes(routes!(session::own_factor::own_factor_remove))
        .routes(routes!(session::new_password::new_password, session::own_password::own_password_set))
        .routes(routes!(session::phone::own_phone, session::phone::own_phone_set))
        .routes(routes!(seat::exchange::exchange))
        .routes(routes!(seat::show::show))
        .routes(routes!(seat::check_in::show, seat::check_in::check_in))
        .routes(routes!(seat::code::send))
        .routes(routes!(seat::code::confirm))
        .routes(routes!(seat::self_test::self_test))
        .routes(routes!(seat::self_test::trial))
        .routes(routes!(seat::trial_line::ways))
        .routes(routes!(seat::trial_line::offer))
        .routes(routes!(tickets::issue::issue))
}

/// Lists for forms.
#[rustfmt::skip] // a table
fn form_lists() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(lists::divisions::divisions))
        .routes(routes!(lists::agencies::agencies))
        .routes(routes!(lists::rooms::rooms))
        .routes(routes!(lists::staff::staff))
}

/// Citizens.
#[rustfmt::skip] // a table
fn citizens() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(query::status::status))
        .routes(routes!(query::withdraw::withdraw))
        .routes(routes!(query::end_authority::end_authority))
        .routes(routes!(query::evaluate::evaluate))
        .routes(routes!(query::notice::notice))
        .routes(routes!(query::review::review))
        .routes(routes!(query::accept::accept))
        .routes(routes!(query::hearing_request::ask))
        .routes(routes!(query::hearing_request::withdraw))
        .routes(routes!(query::seat::ask))
        .routes(routes!(query::seat::confirm))
}

/// Petitions.
#[rustfmt::skip] // a table
fn petition_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(petitions::register::register, petitions::list::list))
        .routes(routes!(petitions::list::search))
        .routes(routes!(petitions::counts::counts))
        .routes(routes!(petitions::show::show))
        .routes(routes!(petitions::timeline::timeline))
        .routes(routes!(petitions::transition::transition))
        .routes(routes!(petitions::bulk::transitions))
        .routes(routes!(petitions::alike::alike))
        .routes(routes!(petitions::urgent::urgent))
        .routes(routes!(petitions::renew_query_code::renew_query_code))
        .routes(routes!(petitions::send_query_code::send_query_code))
        .routes(routes!(petitions::correct::set_right, petitions::correct::corrections))
        .routes(routes!(petitions::add_party::add_party))
        .routes(routes!(petitions::end_authority::end_authority))
        .routes(routes!(petitions::representatives::representatives, petitions::representatives::elect))
        .routes(routes!(attachments::download::download))
        .routes(routes!(filters::list, filters::save))
        .routes(routes!(filters::drop_one))
}

/// What waits for somebody of the house.
#[rustfmt::skip] // a table
fn notice_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(staff_notices::list::list))
        .routes(routes!(staff_notices::count::count))
        .routes(routes!(staff_notices::read::read))
}

/// Supervision and evaluation.
#[rustfmt::skip] // a table
fn supervision_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(supervision::show::show))
        .routes(routes!(supervision::demand::demand))
        .routes(routes!(supervision::list::list))
        .routes(routes!(supervision::answer::answer))
        .routes(routes!(supervision::lift::lift))
        .routes(routes!(supervision::report::report))
        .routes(routes!(supervision::send_back::send_back))
        .routes(routes!(supervision::call_back::call_back))
        .routes(routes!(supervision::items::items))
        .routes(routes!(supervision::item_step::item_step))
}

/// Documents.
#[rustfmt::skip] // a table
fn document_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(documents::list::list, documents::issue::issue))
        .routes(routes!(documents::preview::preview))
        .routes(routes!(documents::download::download))
        .routes(routes!(documents::verify::verify))
        .routes(routes!(documents::key::key))
        .routes(routes!(documents::templates::show, documents::templates::save))
        .routes(routes!(documents::templates::preview))
        .routes(routes!(channels::deliveries::of_petition))
}

/// Interfaces.
#[rustfmt::skip] // a table
fn interfaces() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(channels::clients::list, channels::clients::make))
        .routes(routes!(channels::clients::revoke))
        .routes(routes!(channels::credentials::renew))
        .routes(routes!(channels::webhooks::list, channels::webhooks::make))
        .routes(routes!(channels::webhooks::stop))
        .routes(routes!(channels::webhooks::events))
        .routes(routes!(channels::deliveries::failed))
        .routes(routes!(channels::deliveries::retry))
        .routes(routes!(channels::deliveries::dismiss))
        .routes(routes!(channels::waiting::list))
        .routes(routes!(channels::waiting::counts))
        .routes(routes!(channels::waiting::register))
        .routes(routes!(channels::discarded::list))
        .routes(routes!(channels::discarded::discard))
        .routes(routes!(channels::discarded::take_up))
}

/// Before the hearing.
#[rustfmt::skip] // a table
fn before_hearings() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(requests::of_petition::of_petition, requests::make::make))
        .routes(routes!(requests::list::list))
        .routes(routes!(requests::show::show))
        .routes(routes!(requests::step::step))
        .routes(routes!(schedules::taken::taken))
        .routes(routes!(schedules::free::free))
        .routes(routes!(schedules::file::mine))
        .routes(routes!(schedules::file::of_hearing))
        .routes(routes!(schedules::file::by_code))
        .routes(routes!(schedules::file::by_link))
        .routes(routes!(queue::show::show, queue::take::take))
        .routes(routes!(queue::call_next::call_next))
        .routes(routes!(queue::step::step))
        .routes(routes!(queue::screen::screen))
        .routes(routes!(notices::of_hearing::of_hearing))
        .routes(routes!(notices::receipt::receipt))
        .routes(routes!(notices::remind::remind))
        .routes(routes!(notices::by_code::by_code))
}

/// Who acts for whom.
#[rustfmt::skip] // a table
fn delegation_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(delegations::list::list, delegations::make::make))
        .routes(routes!(delegations::end::end))
}

/// Hearings.
#[rustfmt::skip] // a table
fn hearing_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(hearings::list::list))
        .routes(routes!(hearings::schedule::schedule))
        .routes(routes!(hearings::check::check))
        .routes(routes!(hearings::undelivered::undelivered))
        .routes(routes!(hearings::left_open::left_open))
        .routes(routes!(hearings::unconfirmed::list))
        .routes(routes!(hearings::agenda::change))
        .routes(routes!(hearings::unarchived::unarchived))
        .routes(routes!(hearings::archive::archive))
        .routes(routes!(hearings::show::show))
        .routes(routes!(hearings::link::link))
        .routes(routes!(hearings::device_token::issue, hearings::device_token::revoke))
        .routes(routes!(hearings::cancel::cancel))
        .routes(routes!(hearings::postpone::postpone))
        .routes(routes!(hearings::seats::add))
        .routes(routes!(hearings::seats::replace))
        .routes(routes!(hearings::seats::withdraw))
        .routes(routes!(hearings::adjourn::adjourn))
        .routes(routes!(hearings::in_person::convert))
        .routes(routes!(hearings::minutes::minutes))
        .routes(routes!(hearings::lines::lines))
        .routes(routes!(hearings::presiding::show, hearings::presiding::plan))
        .routes(routes!(hearings::quality::quality))
        .routes(routes!(hearings::talks::talks))
        .routes(routes!(recordings::list::list))
        .routes(routes!(recordings::file::file))
        .routes(routes!(recordings::keeping::keep))
        .routes(routes!(recordings::keeping::destroy))
        .routes(routes!(recordings::keeping::due))
        .routes(routes!(recordings::archive::archive))
        .routes(routes!(recordings::export::ask))
        .routes(routes!(recordings::export::take))
        .routes(routes!(exhibits::list::list))
        .routes(routes!(exhibits::filed::filed))
        .routes(routes!(exhibits::file::file))
        .routes(routes!(exhibits::chat::chat))
        .routes(routes!(hearings::outcome::outcome))
        .routes(routes!(hearings::correct_outcome::correct))
        .routes(routes!(hearings::check_in::check_in))
        .routes(routes!(hearings::own_seat::promise))
        .routes(routes!(hearings::own_seat::ways))
        .routes(routes!(hearings::own_seat::offer))
        .routes(routes!(hearings::own_seat::trial))
        .routes(routes!(hearings::identity::confirm))
        .routes(routes!(hearings::identity::take_back))
        .routes(routes!(hearings::identity_photo::photo))
        .routes(routes!(hearings::identity_photo::refuse))
        .routes(routes!(hearings::mask::mask))
        .routes(routes!(hearings::beside::beside))
        .routes(routes!(hearings::phone::phone))
        .routes(routes!(hearings::helper::helper))
        .routes(routes!(duty::board::board))
        .routes(routes!(duty::handle::handle))
        .routes(routes!(duty::act::act))
        .routes(routes!(duty::desk_chat::desk_chat))
        .routes(routes!(leader::desk::desk))
        .routes(routes!(leader::promises::promises))
        .routes(routes!(hearings::publish::publish))
        .routes(routes!(hearings::publish::unpublish))
        .routes(routes!(phrases::list))
        .routes(routes!(phrases::save))
        .routes(routes!(minutes_templates::list))
        .routes(routes!(minutes_templates::save))
        .routes(routes!(minutes_templates::of_hearing))
        .routes(routes!(hearings::signing::signing))
        .routes(routes!(hearings::signing_code::signing_code))
        .routes(routes!(hearings::items::items))
        .routes(routes!(hearings::package::package))
}

/// Statistics.
#[rustfmt::skip] // a table
fn statistics_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(statistics::table::table))
        .routes(routes!(statistics::export::export))
        .routes(routes!(statistics::yearly::yearly))
        .routes(routes!(statistics::yearly::export))
        .routes(routes!(statistics::warnings::warnings, statistics::warnings::take_charge))
        .routes(routes!(statistics::warnings::petitions))
        .routes(routes!(statistics::screen::screen))
        .routes(routes!(statistics::drill::drill))
}

/// Reports from the grids.
#[rustfmt::skip] // a table
fn grid_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(grid::report::report, grid::list::reports))
        .routes(routes!(grid::list::places))
        .routes(routes!(grid::list::counts))
        .routes(routes!(grid::show::show))
        .routes(routes!(grid::step::step))
        .routes(routes!(grid::photos::photo))
}

/// Leaders.
#[rustfmt::skip] // a table
fn reception_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(reception::roster::roster, reception::plan::plan))
        .routes(routes!(reception::series::series))
        .routes(routes!(reception::change::change))
        .routes(routes!(reception::leaders::put))
        .routes(routes!(reception::compliance::report))
        .routes(routes!(reception::compliance_export::export))
        .routes(routes!(reception::public::coming))
        .routes(routes!(reception::mailboxes::list))
        .routes(routes!(reception::contracts::contracts, reception::contracts::contract))
        .routes(routes!(reception::mine::mine))
        .routes(routes!(reception::letters::letters))
}

/// Big screens of reception rooms.
#[rustfmt::skip] // a table
fn screen_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(screens::pairing::pairing))
        .routes(routes!(screens::show::show))
        .routes(routes!(screens::join::join))
        .routes(routes!(screens::of_room::screens, screens::pair::pair))
        .routes(routes!(screens::revoke::revoke))
}

/// Administration.
#[rustfmt::skip] // a table
fn administration() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(admin::calendar::calendar, admin::calendar_load::load))
        .routes(routes!(admin::calendar_preview::preview))
        .routes(routes!(admin::agencies::agencies, admin::agencies::create))
        .routes(routes!(admin::rename_agency::rename))
        .routes(routes!(admin::close_agency::close))
        .routes(routes!(admin::rooms::rooms, admin::rooms::make))
        .routes(routes!(admin::room::rename))
        .routes(routes!(admin::room::close))
        .routes(routes!(admin::staff::staff, admin::staff::create))
        .routes(routes!(admin::roles::roles))
        .routes(routes!(admin::grant_wished::grant_wished))
        .routes(routes!(admin::staff_state::disable))
        .routes(routes!(admin::staff_state::enable))
        .routes(routes!(admin::reset::reset))
        .routes(routes!(admin::factor::remove))
        .routes(routes!(admin::grids::grids, admin::grids::set))
        .routes(routes!(admin::deeds::log))
        .routes(routes!(admin::openings::openings))
}
