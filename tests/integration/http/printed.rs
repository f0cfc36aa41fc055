//! A signature on paper is of the words that were printed.

use super::{
    cases::{PETITIONER_SEAT, Scheduled},
    ended::{in_session, on_paper, scan},
};
use crate::{kit::server::TestServer, rooms::table::step};
use lianjie::domain::ids::{EntryId, OpId};
use serde_json::json;
use signaling::wire::{AgendaPhase, ClientMessage, StageStep};
use uuid::Uuid;

#[tokio::test]
async fn an_old_print_is_no_signature_of_what_was_corrected_since() {
    let server = TestServer::start().await;
    let scheduled = Scheduled::on(&server, &server.sign_in("head").await).await;
    let mut guests = in_session(&server, &scheduled).await;
    guests[0].done(step(StageStep::ReviewMinutes {})).await;
    let clerk = server.sign_in("clerk").await;
    let printed = on_paper(&clerk, &scheduled, PETITIONER_SEAT).await;
    let corrected = ClientMessage::PutEntry {
        op: OpId(Uuid::from_u128(0xe3)).into(),
        entry: EntryId(Uuid::from_u128(0xe1)).into(),
        revision: 2,
        phase: AgendaPhase::Opening,
        speaker: None,
        text: "住建局承诺三十日内督促维修屋面。".into(),
        typed_ms_ago: None,
    };
    guests[1].done(corrected).await;
    guests[1].done(ClientMessage::Freeze {}).await;
    guests[0].done(step(StageStep::StartSigning {})).await;

    clerk.upload(&printed, scan()).await.refused(422, "stale_version");
    let (unsaid, _) = printed.split_once('?').unwrap();
    clerk.upload(unsaid, scan()).await.refused(400, "bad_request");
    let page = server.sign_in("head").await.get(&scheduled.petition.path("")).await.expect(200);
    assert_eq!(page["attachments"], json!([]), "what was refused is no file of the petition");
    assert_eq!(clerk.get(&scheduled.path("/signing")).await.expect(200)["signatures"], json!([]));

    clerk.upload(&on_paper(&clerk, &scheduled, PETITIONER_SEAT).await, scan()).await.expect(204);
    let shown = clerk.get(&scheduled.path("/signing")).await.expect(200);
    assert_eq!(shown["signatures"][0]["version"], 2);
}
