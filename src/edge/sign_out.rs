//! Ends the seats of people whose sign-in was ended, with their media. On another node, and after a command on the command
//! line, the seat's own WebSocket notices it (`ws::driver`).

use super::{
    AppState,
    tickets::{Pass, SignIn},
};
use crate::{
    domain::{event::Actor, ids::StaffId},
    rooms::{Command, Rooms},
};

/// Call it after the commit that ended the sessions of `staff`. `kept` is the hash of one that goes on.
pub async fn leave_rooms(app: &AppState, by: Actor, staff: StaffId, kept: Option<&[u8; 32]>) {
    app.tickets.forget(staff, kept);
    leave(app, by, staff, |sign_in| Some(&sign_in.session) != kept).await;
}

/// The same after a sign-in that ended all others. One that came to its end by itself leaves its room alone: it may be what
/// was renewed there.
pub async fn leave_rooms_for_new(app: &AppState, by: Actor, staff: StaffId) {
    let now = app.world.now();
    app.tickets.forget(staff, None);
    leave(app, by, staff, |sign_in| now < sign_in.until).await;
}

async fn leave(app: &AppState, by: Actor, staff: StaffId, leaves: impl Fn(SignIn) -> bool) {
    for pass in app.sockets.of_staff(staff) {
        if pass.by.is_some_and(&leaves) {
            end_seat(&app.rooms, by, pass).await;
        }
    }
}

/// Whose sign-in was ended leaves where `pass` admitted to.
pub async fn end_seat(rooms: &Rooms, by: Actor, Pass { hearing, seat, .. }: Pass) {
    if let Err(refused) = rooms.command(hearing, by, Command::EndSeat(seat)).await {
        tracing::warn!(hearing.id = %hearing, seat.id = %seat, %refused, "An ended sign-in was not told in its room");
    }
}
