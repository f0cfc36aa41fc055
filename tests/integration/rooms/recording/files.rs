//! Files of the recorder, and the rows they get.

use crate::{
    kit::wait::eventually,
    rooms::table::{PETITIONER, Table},
};
use lianjie::{
    domain::ids::HearingId,
    media::plane::{MediaRoom, RecordedFile, Source},
    rooms::keep_recordings,
    world::{RealWorld, World},
};
use signaling::wire::SourceKind;
use std::time::Duration;

#[tokio::test]
async fn a_file_whose_row_cannot_be_written_keeps_no_other_from_its_row() {
    let table = Table::laid().await;
    let source = Source { seat: table.seats[PETITIONER].into(), kind: SourceKind::Microphone };
    let file = |hearing: HearingId| RecordedFile {
        id: RealWorld.new_id(),
        room: MediaRoom(hearing.0),
        source,
        began_at: table.clock.now().0,
        done: None,
    };
    let (tell, news) = tokio::sync::mpsc::unbounded_channel();
    tell.send(file(HearingId(RealWorld.new_id()))).unwrap(); // of a hearing that is nowhere
    tell.send(file(table.hearing)).unwrap();
    let keeping = keep_recordings(table.store.clone(), table.clock.clone(), table.plane.clone(), news);
    let kept = eventually(async || {
        let rows = table.store.read().await.unwrap().recordings(table.hearing).await.unwrap();
        (!rows.is_empty()).then_some(())
    });
    tokio::select! {
        () = keeping => panic!("the recorder goes on"),
        () = kept => {}
    }
    drop(tell);
}

/// The database is older than the folder of recordings.
#[tokio::test]
async fn a_file_of_a_hearing_that_is_nowhere_is_tried_once() {
    let table = Table::laid().await;
    let source = Source { seat: table.seats[PETITIONER].into(), kind: SourceKind::Microphone };
    let (id, room) = (RealWorld.new_id(), MediaRoom(RealWorld.new_id()));
    let (tell, news) = tokio::sync::mpsc::unbounded_channel();
    tell.send(RecordedFile { id, room, source, began_at: table.clock.now().0, done: None }).unwrap();
    drop(tell);
    let keeping = keep_recordings(table.store.clone(), table.clock.clone(), table.plane.clone(), news);
    tokio::time::timeout(Duration::from_secs(3), keeping).await.expect("nothing waits for a last try");
}
