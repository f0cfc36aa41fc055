//! Opens a room from the records of its hearing, also after a crash.

use super::{
    actor::{self, Wake},
    chat::Chat,
    check_in::Arrivals,
    connections::Connections,
    exhibits::Exhibits,
    journal::{Journal, Place},
    live::{self, Live},
    papers::Papers,
    presiding::Chair,
    quality::Quality,
    recording::Watch,
    signing::Signing,
    table::Table,
    writing::Writing,
};
use crate::{
    domain::{
        hearing::{
            CheckIn, Entry, Hearing, IdentityRule, PaperKind, Presence, Recording, Sealer, TalkRecord,
        },
        ids::{AgencyId, HearingId, PersonId, SeatId},
        petition::{Petition, RepresentativeRule},
        quality::SeatReport,
    },
    media::plane::{MediaPlane, MediaRoom},
    storage::{Records, SharedStore, StoreError},
    world::SharedWorld,
};
use signaling::room::Room;
use std::{collections::HashMap, sync::Arc};
use tokio::sync::mpsc;

/// Wakes waiting in a room's inbox before its connections must wait.
const INBOX: usize = 256;
/// Media events waiting; more are dropped by the plane, which says the newest again.
const MEDIA_EVENTS: usize = 64;

/// What a room is made from.
#[derive(Debug, Clone)]
pub struct Parts {
    pub store: SharedStore,
    pub media: Arc<dyn MediaPlane>,
    pub world: SharedWorld,
    pub sealer: Arc<dyn Sealer>,
    /// Whether somebody must say who sits on a petitioner's seat before it is let in.
    pub identity: IdentityRule,
    /// How many may speak for many, where a province says so.
    pub representatives: Vec<RepresentativeRule>,
    /// Messages go out to phones.
    pub texts: bool,
}

/// Reads the hearing and starts its task; `None` if there is no such hearing.
///
/// # Errors
/// The store cannot be read.
pub async fn open(parts: &Parts, hearing: HearingId) -> Result<Option<mpsc::Sender<Wake>>, StoreError> {
    let mut records = parts.store.read().await?;
    let Some(loaded) = Loaded::read(&mut *records, hearing, parts.texts).await? else { return Ok(None) };
    drop(records);

    let (inbox, wakes) = mpsc::channel(INBOX);
    let (media_events, events) = mpsc::channel(MEDIA_EVENTS);
    parts.media.open(MediaRoom(hearing.0), media_events);
    tokio::spawn(actor::drive(Live::of(loaded, parts, &inbox), wakes, events));
    Ok(Some(inbox))
}

/// What the record has of a hearing.
struct Loaded {
    hearing: Hearing,
    petition: Petition,
    minutes: Vec<Entry>,
    agencies: Vec<AgencyId>,
    signing: Signing,
    papers: Papers,
    chair: Chair,
    exhibits: Exhibits,
    chat: Chat,
    check_ins: Vec<CheckIn>,
    photographed: Vec<SeatId>,
    /// Of the petition's people.
    names: HashMap<PersonId, String>,
    /// How its lines fared so far.
    reports: Vec<SeatReport>,
    /// The recorder's files so far.
    recordings: Vec<Recording>,
    /// Private talks, also those that the log has no end of.
    talks: Vec<TalkRecord>,
}

impl Loaded {
    async fn read(records: &mut dyn Records, id: HearingId, texts: bool) -> Result<Option<Self>, StoreError> {
        let Some(hearing) = records.hearing(id).await? else { return Ok(None) };
        let petition = records.petition(hearing.petition).await?.ok_or_else(|| StoreError::Corrupt {
            what: "hearing",
            why: format!("its petition {} is not there", hearing.petition),
        })?;
        let seals = u32::try_from(records.seals(id).await?.len()).unwrap_or(u32::MAX);
        let signed = records.signing_record(id, PaperKind::Minutes).await?;
        let timeline = records.timeline(petition.id).await?;
        let people = records.parties(petition.id).await?;
        let names = people.iter().map(|party| (party.id, party.name.clone())).collect();
        let texted = (texts && !petition.is_sealed()).then_some(people); // article 30: of a report nothing goes out
        Ok(Some(Self {
            minutes: records.minutes(id).await?,
            agencies: records.agencies().await?.into_iter().map(|agency| agency.id).collect(),
            signing: Signing::of(signed, seals, records.signing_codes(id).await?, texted),
            papers: Papers::read(records, &hearing).await?,
            chair: Chair::of(records.presiding(id).await?, records.measures(id).await?),
            exhibits: Exhibits::of(records.hearing_exhibits(id).await?, records.exhibit_viewers(id).await?),
            chat: Chat::of(records.chat_messages(id).await?, records.is_chat_closed(id).await?),
            check_ins: records.check_ins(id).await?,
            photographed: records.photographed(id).await?,
            names,
            reports: records.line_reports(id).await?,
            recordings: records.recordings(id).await?,
            talks: TalkRecord::of(id, timeline.iter().map(|chained| &chained.event)),
            hearing,
            petition,
        }))
    }
}

impl Live {
    /// As it was when the last room of this hearing was put away, or died.
    fn of(loaded: Loaded, parts: &Parts, inbox: &mpsc::Sender<Wake>) -> Self {
        let Loaded { hearing, petition, minutes, agencies, check_ins, photographed, names, .. } = loaded;
        let place = Place { petition: petition.id, hearing: hearing.id, chain: petition.chain() };
        let mut live = Self {
            room: Room::new(parts.world.now().0, live::setups(&hearing)),
            writing: Writing::to(start_journal(parts, place, inbox)),
            table: Table {
                speakers_allowed: petition.representatives_allowed(&parts.representatives),
                hearing,
                petition,
                minutes,
                agencies,
            },
            chair: loaded.chair,
            signing: loaded.signing,
            exhibits: loaded.exhibits,
            chat: loaded.chat,
            papers: loaded.papers,
            arrivals: Arrivals::new(parts.identity, check_ins, photographed, names),
            presence: Presence::default(),
            quality: Quality::new(loaded.reports, parts.world.now()),
            recording: Watch::default(),
            connections: Connections::default(),
            offered: HashMap::new(),
            media: parts.media.clone(),
            sealer: parts.sealer.clone(),
            world: parts.world.clone(),
            inbox: inbox.clone(),
        };
        live.count_moved(actor::EMPTY_FOR);
        live.resume_recording(&loaded.recordings);
        live.end_talks_of_before(&loaded.talks);
        let (floor, spotlight) = (live.chair.kept.floor, live.chair.kept.spotlight);
        live.room.reopen(floor.map(Into::into), spotlight.map(Into::into));
        live
    }
}

fn start_journal(parts: &Parts, place: Place, inbox: &mpsc::Sender<Wake>) -> Journal {
    // Weak: the journal must not keep a room alive that everybody has left.
    let inbox = inbox.downgrade();
    Journal::start(parts.store.clone(), parts.world.clone(), place, move |job, result| {
        let inbox = inbox.clone();
        async move {
            if let Some(inbox) = inbox.upgrade() {
                // A closed inbox: the room is gone, and nobody waits for this any more.
                let _ = inbox.send(Wake::Stored { job, result }).await;
            }
        }
    })
}
