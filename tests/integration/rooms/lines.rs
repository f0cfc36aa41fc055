//! How lines fare, over a plane that measures what the test says and a clock that it moves.

use super::table::{CLERK, Guest, PETITIONER, PRESIDER, Table, UNIT, step};
use lianjie::{
    domain::{
        event::EventKind,
        ids::SeatId,
        quality::{DropReason, LineWord, SeatReport},
    },
    media::plane::{
        Carrier, LegStatistics, MediaEvent, MediaRoom, PeerKey, PeerStatistics, Source, UpStatistics,
    },
    rooms::Rooms,
};
use signaling::wire::{
    ClientMessage, DisconnectReason, LineQuality, LineWord as Word, Pictures, RefusalCode, SeatLine,
    ServerMessage, SourceKind, StageStep,
};

/// As long as a look takes to come. Milliseconds.
const LOOK: i64 = 3_000;

fn peer(table: &Table, seat: usize) -> PeerKey {
    PeerKey { room: MediaRoom(table.hearing.0), seat: table.seats[seat].into(), number: 1 }
}

/// A seat that hears and sees the presider over UDP, with this loss on its way up.
fn measured(table: &Table, seat: usize, lost: u16, pictures: Pictures) -> PeerStatistics {
    let source = Source { seat: table.seats[PRESIDER].into(), kind: SourceKind::Camera };
    PeerStatistics {
        peer: peer(table, seat),
        connected: true,
        carrier: Some(Carrier::Udp),
        round_trip_ms: Some(40),
        estimate: 800_000,
        pictures,
        sends: vec![UpStatistics {
            kind: SourceKind::Microphone,
            rid: None,
            bits: 32_000,
            packets: 500,
            lost,
            jitter_ms: 12,
            key_frames: 0,
        }],
        receives: vec![LegStatistics {
            mid: "3".into(),
            source,
            layer: Some(1),
            bits: 400_000,
            packets: 900,
            repeated: 3,
            lost: 0,
            jitter_ms: 8,
            freezes: 0,
        }],
    }
}

fn page(word: Word) -> ClientMessage {
    let quality =
        LineQuality { word, round_trip_ms: Some(50), lost_up: 0, lost_down: 0, concealed: 5, freezes: 1 };
    ClientMessage::Quality { quality }
}

const fn trouble(reason: Option<DisconnectReason>) -> ClientMessage {
    ClientMessage::Trouble { reason }
}

/// A table in session whose petitioner has sound and picture.
struct Scene {
    table: Table,
    rooms: Rooms,
    guests: Vec<Guest>,
}

impl Scene {
    async fn set() -> Self {
        let table = Table::laid().await;
        let rooms = table.rooms();
        let mut guests = table.in_session(&rooms).await;
        guests[PETITIONER].offer().await;
        table.plane.tell(MediaEvent::Connected(peer(&table, PETITIONER))).await;
        *table.plane.measures.lock().unwrap() = vec![measured(&table, PETITIONER, 0, Pictures::Full)];
        let mut scene = Self { table, rooms, guests };
        scene.look().await;
        scene
    }

    fn seat(&self, seat: usize) -> SeatId {
        self.table.seats[seat]
    }

    /// Lets a look come: time passes, somebody says something, the relay answers.
    async fn look(&mut self) {
        self.table.clock.advance(LOOK);
        self.guests[PRESIDER].done(page(Word::Good)).await;
        // Wakes are taken in order: what comes after the relay's answer comes after the look.
        tokio::task::yield_now().await;
        self.guests[PRESIDER].done(page(Word::Good)).await;
        self.rooms.lines(self.table.hearing).await;
    }

    async fn looks(&mut self, times: usize) {
        for _ in 0..times {
            self.look().await;
        }
    }

    fn measure(&self, lost: u16, pictures: Pictures) {
        *self.table.plane.measures.lock().unwrap() = vec![measured(&self.table, PETITIONER, lost, pictures)];
    }

    async fn word(&self, seat: usize) -> Option<LineWord> {
        let lines = self.rooms.lines(self.table.hearing).await;
        lines.into_iter().find(|line| line.seat == self.seat(seat)).map(|line| line.word)
    }

    async fn drop_petitioner(&mut self, reason: DisconnectReason) {
        self.guests.remove(PETITIONER).connection.lost(reason);
        self.guests[PRESIDER]
            .until(|m| matches!(m, ServerMessage::Seat { seat } if matches!(seat.presence, signaling::wire::Presence::Dropped { .. })))
            .await;
    }

    async fn petitioner_back(&mut self) {
        let guest = self.table.sit(&self.rooms, PETITIONER).await;
        self.guests.push(guest);
    }

    /// What is on record when the room is closed.
    async fn report(self, seat: usize) -> (SeatReport, Vec<(EventKind, Option<String>)>) {
        self.rooms.stop().await;
        let mut records = self.table.store.read().await.unwrap();
        let reports = records.line_reports(self.table.hearing).await.unwrap();
        let report = reports.into_iter().find(|report| report.seat == self.table.seats[seat]).unwrap();
        let class = |details: &[(String, String)]| {
            details.iter().find(|(name, _)| name == "class").map(|(_, value)| value.clone())
        };
        let events = records.timeline(self.table.petition).await.unwrap();
        let events = events.into_iter().map(|e| (e.event.kind, class(&e.event.details))).collect();
        (report, events)
    }
}

/// Waits until the guest was told this of the seat, unless it was already and nothing else since.
async fn told(guest: &mut Guest, seat: SeatId, word: Word, pictures: Pictures) {
    let wanted = SeatLine { seat: seat.into(), word, pictures };
    let of_seat = |message: &ServerMessage| match message {
        ServerMessage::Quality { seats } => seats.iter().find(|line| line.seat == wanted.seat).copied(),
        _ => None,
    };
    while guest.heard.iter().rev().find_map(of_seat) != Some(wanted) {
        guest.until(|message| of_seat(message).is_some()).await;
    }
}

#[tokio::test]
async fn whoever_attends_is_told_whose_line_changed() {
    let mut scene = Scene::set().await;
    let petitioner = scene.seat(PETITIONER);
    told(&mut scene.guests[UNIT], petitioner, Word::Good, Pictures::Full).await;

    scene.measure(150, Pictures::SoundOnly);
    scene.look().await;
    assert_eq!(scene.word(PETITIONER).await, Some(LineWord::Good), "one look is no news");
    scene.look().await;
    told(&mut scene.guests[UNIT], petitioner, Word::Poor, Pictures::SoundOnly).await;

    let newcomer = scene.table.sit(&scene.rooms, UNIT).await;
    let mut before = std::mem::replace(&mut scene.guests[UNIT], newcomer);
    before.until(|m| matches!(m, ServerMessage::Bye { .. })).await;
    scene.look().await;
    told(&mut scene.guests[UNIT], petitioner, Word::Poor, Pictures::SoundOnly).await;
}

#[tokio::test]
async fn in_the_lobby_nobody_is_told_of_lines() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut petitioner = table.sit(&rooms, PETITIONER).await;
    for _ in 0..3 {
        table.clock.advance(LOOK);
        petitioner.done(page(Word::Poor)).await;
    }
    rooms.lines(table.hearing).await;
    petitioner.done(page(Word::Poor)).await;
    assert!(!petitioner.heard.iter().any(|m| matches!(m, ServerMessage::Quality { .. })));
}

#[tokio::test]
async fn the_report_says_how_the_line_fared_and_why_it_broke() {
    let mut scene = Scene::set().await;
    scene.looks(2).await;
    scene.drop_petitioner(DisconnectReason::Network).await;
    scene.looks(2).await;
    assert_eq!(scene.word(PETITIONER).await, Some(LineWord::Broken));
    scene.petitioner_back().await;
    scene.looks(2).await;
    let (report, events) = scene.report(PETITIONER).await;
    assert_eq!(report.drops.to_string(), "network:1");
    assert!((6000..9000).contains(&report.away.of(DropReason::Network)), "{}", report.away);
    assert!(report.words.of(LineWord::Good) >= 6000, "{}", report.words);
    assert!(report.words.of(LineWord::Broken) >= 6000, "{}", report.words);
    assert!(report.worst.is_some_and(|worst| worst.millis >= 3000), "{:?}", report.worst);
    assert_eq!(report.round_trips.median(), Some(40));
    assert!(events.contains(&(EventKind::HearingSeatDropped, Some("network".into()))));
    assert!(events.contains(&(EventKind::HearingSeatBack, None)));
}

#[tokio::test]
async fn a_kill_costs_half_a_minute_of_the_report_and_a_restart_goes_on_with_it() {
    let mut scene = Scene::set().await;
    scene.looks(11).await;
    // The journal writes in order: once the line of minutes is on record, the report is too.
    scene.guests[CLERK].done(super::entry(1, 1, 1, "第一句。")).await;
    let kept = scene.table.store.read().await.unwrap().line_reports(scene.table.hearing).await.unwrap();
    let kept = kept.into_iter().find(|report| report.seat == scene.seat(PETITIONER)).unwrap();
    assert!(kept.words.of(LineWord::Good) >= 24_000, "{}", kept.words);

    let Scene { table, guests, rooms } = scene;
    std::mem::forget((guests, rooms)); // killed: nothing is written any more
    let rooms = table.rooms();
    let guest = table.sit(&rooms, PETITIONER).await;
    table.clock.advance(LOOK);
    let mut scene = Scene { table, rooms, guests: vec![guest] };
    scene.looks(1).await;
    let (report, _) = scene.report(PETITIONER).await;
    assert!(report.words.of(LineWord::Good) >= kept.words.of(LineWord::Good), "{}", report.words);
    assert_eq!(report.drops.of(DropReason::ServerMove), 1, "{}", report.drops);
}

/// (what the page said before, how its socket ended, what it says when it is back; the class of the loss in
/// the log; the class in the report)
#[tokio::test]
async fn every_loss_has_its_class() {
    use DisconnectReason as R;
    for (said, ended, says, logged, reported) in [
        (None, R::Network, None, "network", DropReason::Network),
        (None, R::UserLeft, None, "user_left", DropReason::UserLeft),
        (None, R::Unknown, None, "unknown", DropReason::Unknown),
        (Some(R::Power), R::Network, None, "power", DropReason::Power),
        (Some(R::Power), R::UserLeft, None, "user_left", DropReason::UserLeft),
        (None, R::Network, Some(R::BrowserKilled), "network", DropReason::BrowserKilled),
        (None, R::UserLeft, Some(R::BrowserKilled), "user_left", DropReason::UserLeft),
        (Some(R::Power), R::Network, Some(R::BrowserKilled), "power", DropReason::Power),
    ] {
        let mut scene = Scene::set().await;
        if said.is_some() {
            scene.guests[PETITIONER].done(trouble(said)).await;
        }
        scene.drop_petitioner(ended).await;
        scene.petitioner_back().await;
        if says.is_some() {
            scene.guests[PETITIONER].done(trouble(says)).await;
        }
        let (report, events) = scene.report(PETITIONER).await;
        assert_eq!(report.drops.to_string(), format!("{reported}:1"), "{said:?} {ended:?} {says:?}");
        assert!(events.contains(&(EventKind::HearingSeatDropped, Some(logged.into()))), "{events:?}");
        let explained = events.contains(&(EventKind::HearingDropExplained, Some("browser_killed".into())));
        assert_eq!(explained, reported == DropReason::BrowserKilled);
    }
}

#[tokio::test]
async fn removal_and_a_stopping_server_have_their_classes() {
    let mut scene = Scene::set().await;
    let reason = "扰乱接访秩序，经劝阻无效".to_owned();
    let seat = scene.seat(PETITIONER).into();
    scene.guests[PRESIDER].done(ClientMessage::Remove { seat, reason }).await;
    scene.guests[UNIT].done(page(Word::Good)).await;
    let unit = scene.guests.remove(UNIT);
    unit.connection.lost(DisconnectReason::ServerMove);
    let (report, events) = scene.report(PETITIONER).await;
    assert_eq!(report.drops.to_string(), "removed:1");
    assert!(events.contains(&(EventKind::HearingSeatDropped, Some("server_move".into()))), "{events:?}");
}

#[tokio::test]
async fn lost_media_are_on_record_with_their_class_while_the_page_is_there() {
    for (reason, class) in [(DisconnectReason::Network, "network"), (DisconnectReason::Unknown, "unknown")] {
        let mut scene = Scene::set().await;
        let key = peer(&scene.table, PETITIONER);
        scene.table.plane.tell(MediaEvent::Lost(key, reason)).await;
        scene.table.plane.measures.lock().unwrap().clear();
        scene.looks(2).await;
        assert_eq!(scene.word(PETITIONER).await, Some(LineWord::Broken));
        let drop = scene.rooms.lines(scene.table.hearing).await;
        let drop = drop.iter().find(|line| line.seat == scene.seat(PETITIONER)).unwrap().last_drop;
        assert_eq!(drop.map(|(reason, _)| reason.as_str()), Some(class));
        scene.table.plane.tell(MediaEvent::Connected(key)).await;
        scene.look().await;
        let (report, events) = scene.report(PETITIONER).await;
        assert_eq!(report.media_drops.to_string(), format!("{class}:1"));
        assert!(report.drops.total() == 0);
        assert!(events.contains(&(EventKind::HearingMediaLost, Some(class.into()))), "{events:?}");
        assert!(events.contains(&(EventKind::HearingMediaBack, None)), "{events:?}");
    }
}

#[tokio::test]
async fn media_that_mend_at_once_were_not_lost() {
    let mut scene = Scene::set().await;
    let key = peer(&scene.table, PETITIONER);
    scene.table.plane.tell(MediaEvent::Silent(key)).await;
    scene.table.plane.tell(MediaEvent::Connected(key)).await;
    scene.look().await;
    let (report, events) = scene.report(PETITIONER).await;
    assert_eq!(report.media_drops.total(), 0);
    assert!(!events.iter().any(|(kind, _)| *kind == EventKind::HearingMediaLost));
}

#[tokio::test]
async fn a_device_that_is_gone_is_on_record_once_and_its_return_too() {
    let mut scene = Scene::set().await;
    for reason in [Some(DisconnectReason::Device), Some(DisconnectReason::Device), None, None] {
        scene.guests[PETITIONER].done(trouble(reason)).await;
    }
    scene.guests[PETITIONER].refused(trouble(Some(DisconnectReason::Removed)), RefusalCode::NotAllowed).await;
    let (report, events) = scene.report(PETITIONER).await;
    assert_eq!(report.media_drops.to_string(), "device:1");
    let count = |wanted| events.iter().filter(|(kind, _)| *kind == wanted).count();
    assert_eq!((count(EventKind::HearingMediaLost), count(EventKind::HearingMediaBack)), (1, 1));
}

#[tokio::test]
async fn metrics_count_lines_by_word_and_losses_by_class_and_name_no_seat() {
    let metrics = crate::kit::server::metrics();
    let mut scene = Scene::set().await;
    scene.drop_petitioner(DisconnectReason::Network).await;
    scene.look().await;
    scene.petitioner_back().await;
    scene.look().await;
    let key = peer(&scene.table, PETITIONER);
    scene.table.plane.tell(MediaEvent::Connected(key)).await;
    scene.table.plane.tell(MediaEvent::Lost(key, DisconnectReason::Network)).await;
    scene.looks(2).await;
    let text = metrics.render();
    for line in [
        r#"lianjie_lines{word="broken"}"#,
        r#"lianjie_line_pictures{pictures="full"}"#,
        r#"lianjie_line_carriers{carrier="udp"}"#,
        r#"lianjie_seat_drops_total{class="network"}"#,
        r#"lianjie_media_losses_total{class="network"}"#,
        r#"lianjie_seat_away_seconds_bucket{class="network",le="3"}"#,
        r#"lianjie_line_round_trip_seconds_bucket{le="0.05"}"#,
        r#"lianjie_line_loss_ratio_bucket{direction="up",le="0.03"}"#,
        r#"lianjie_line_concealed_ratio_bucket{le="0.05"}"#,
        "lianjie_line_freezes_total ",
    ] {
        assert!(text.contains(line), "{line} is not in:\n{text}");
    }
    for seat in &scene.table.seats {
        assert!(!text.contains(&seat.0.to_string()), "a seat is named");
    }
}

#[tokio::test]
async fn whoever_goes_when_it_is_over_was_not_lost() {
    let mut scene = Scene::set().await;
    let unsigned = Some("各方同意另行补签".to_owned());
    let close = StageStep::Close { reason: "结论另行书面作出".into(), unsigned, agreement: None };
    scene.guests[PRESIDER].done(step(StageStep::ReviewMinutes {})).await;
    scene.guests[PRESIDER].done(step(close)).await;
    for guest in scene.guests.drain(..) {
        guest.connection.lost(DisconnectReason::Unknown);
    }
    let (report, events) = scene.report(PETITIONER).await;
    assert_eq!(report.drops.total(), 0, "{}", report.drops);
    assert!(!events.iter().any(|(kind, _)| *kind == EventKind::HearingSeatDropped), "{events:?}");
}
