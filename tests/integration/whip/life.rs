//! A device as its hearing sees it.

use super::hall::{Hall, PETITIONER, receiver, sender};
use crate::{http::cases::exchange, ws::page::Page};
use reqwest::Method;
use serde_json::json;
use signaling::wire::{ByeReason, ClientMessage, DisconnectReason, Presence};
use std::time::Instant;

#[tokio::test(flavor = "multi_thread")]
async fn a_device_waits_in_the_lobby_is_admitted_and_leaves() {
    let mut hall = Hall::open().await;
    let device = hall.device(&hall.token(PETITIONER).await);
    let session = device.start("/whip", &sender()).await;
    hall.sees(PETITIONER, |p| matches!(p, Presence::Waiting { .. })).await;
    hall.admit(PETITIONER).await;
    assert_eq!(device.status(Method::DELETE, &session).await, 200);
    hall.sees(PETITIONER, |p| matches!(p, Presence::Left { .. })).await;
    for method in [Method::GET, Method::DELETE] {
        assert_eq!(device.status(method, &session).await, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_presider_ends_is_over_for_the_device() {
    let mut hall = Hall::open().await;
    let device = hall.device(&hall.token(PETITIONER).await);
    let seat = hall.seat(PETITIONER);
    let session = device.start("/whip", &sender()).await;
    hall.admit(PETITIONER).await;
    hall.does(ClientMessage::Dismiss { seat }).await;
    device.is_over(&session).await;
    hall.sees(PETITIONER, |p| matches!(p, Presence::Left { .. })).await;

    let session = device.start("/whip", &sender()).await;
    hall.sees(PETITIONER, |p| matches!(p, Presence::Waiting { .. })).await;
    hall.does(ClientMessage::Remove { seat, reason: "设备播放无关内容".into() }).await;
    device.is_over(&session).await;
    let refused = device.offer("/whip", &sender()).send().await.unwrap();
    assert_eq!(refused.status(), 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_later_of_device_and_page_has_the_seat() {
    let hall = Hall::open().await;
    let head = hall.server.sign_in("head").await;
    let secret = hall.scheduled.link(&head, PETITIONER).await;
    let phone = hall.server.visitor();
    exchange(&phone, &secret).await.expect(200);
    let address = hall.server.url.strip_prefix("http://").unwrap();
    let sit = async || {
        let ticket = phone.post("/tickets", json!({ "hearing": hall.scheduled.hearing })).await.expect(200);
        let page = Page::dial(address, Some(&hall.server.url)).await.unwrap();
        page.seated(ticket["ticket"].as_str().unwrap()).await
    };
    let page = sit().await;
    let device = hall.device(&hall.token(PETITIONER).await);
    let session = device.start("/whip", &sender()).await;
    assert_eq!(page.end().await.said, Some(ByeReason::Replaced));
    let _page = sit().await;
    device.is_over(&session).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seat_carries_one_session_of_one_kind() {
    let hall = Hall::open().await;
    let device = hall.device(&hall.token(PETITIONER).await);
    let fallen = device.start("/whip", &sender()).await;
    let session = device.start("/whip", &sender()).await;
    device.is_over(&fallen).await;
    let refused = device.offer("/whep", &receiver()).send().await.unwrap();
    assert_eq!((refused.status().as_u16(), super::hall::code(refused).await.as_str()), (409, "seat_taken"));
    assert_eq!(device.status(Method::DELETE, &session).await, 200);
    let playing = device.start("/whep", &receiver()).await;
    assert_eq!(device.offer("/whip", &sender()).send().await.unwrap().status(), 409);
    assert_eq!(device.status(Method::DELETE, &playing).await, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_whose_media_end_is_dropped_and_its_session_over() {
    let mut hall = Hall::open().await;
    let (unit, gateway) = hall.two_gateways().await;
    unit.hears_in_any(false, 8, Instant::now(), 1).await; // it is through: else nobody hears it hang up
    gateway.hang_up().await;
    hall.sees(PETITIONER, |p| {
        matches!(p, Presence::Dropped { reason: DisconnectReason::Unknown, admitted: true, .. })
    })
    .await;
    // It comes back to its place, without being admitted again.
    let _back = hall.gateway(PETITIONER, 8).await;
    hall.sees(PETITIONER, |p| matches!(p, Presence::Seated { .. })).await;
}
