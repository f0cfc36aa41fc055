//! A hearing with all that a package holds.

use crate::{
    domain::{
        Timestamp, chain,
        event::{Actor, ChainedEvent, Change, Event, EventKind},
        hearing::{
            ActionItem, ActionItemState, AgendaPhase, AgreementDraft, Entry, Exhibit, ExhibitState,
            FrozenPaper, Hearing, Mark, MarkAsked, Occupant, Outcome, OutcomeStandard, ParticipantRole,
            Recording, RecordingIndex, Seal, Sealer, Seat, Signed, SigningRecord, SourceKind, Stage, Stretch,
            TableNow, Unfinished, WholeRecording, indexed,
        },
        hex,
        ids::{
            ActionItemId, AgencyId, AttachmentId, EntryId, EventId, ExhibitId, HearingId, OpId, PetitionId,
            RecordingId, SeatId,
        },
        petition::Attachment,
    },
    evidence::{Contents, Slice},
    sealing::NodeSeal,
};
use sha2::{Digest, Sha256};
use time::macros::date;
use uuid::Uuid;

pub(super) const NOW: Timestamp = Timestamp(1_795_395_600_000);

pub(super) const ID: Uuid = Uuid::from_u128(1);

pub(super) fn node(seed: u8) -> NodeSeal {
    NodeSeal::of(&[seed; 32]).unwrap()
}

fn hearing() -> Hearing {
    let seat = |n: u128, role| Seat {
        label: "兰州市信访局".to_owned(),
        name: "张某".to_owned(),
        admitted: Some(NOW),
        ..Seat::new(
            SeatId(Uuid::from_u128(n)),
            role,
            Occupant::External { organisation: String::new(), name: String::new(), phone: None },
        )
    };
    Hearing {
        id: HearingId(ID),
        number: "TJ62010020261123-1".to_owned(),
        petition: PetitionId(ID),
        title: "联合接访".to_owned(),
        host: AgencyId(ID),
        starts_at: NOW,
        ends_at: NOW,
        seats: vec![
            seat(2, ParticipantRole::Presider),
            seat(3, ParticipantRole::Representative),
            seat(4, ParticipantRole::Representative),
        ],
        stage: Stage::Signing { since: NOW },
        ..Hearing::blank()
    }
}

fn event(change: Change, hearing: Option<HearingId>) -> Event {
    Event {
        id: EventId(ID),
        at: NOW,
        chain: "620103".parse().unwrap(),
        petition: PetitionId(ID),
        hearing,
        actor: match change.kind {
            EventKind::HearingEntryWritten | EventKind::HearingEntryStruck => {
                Actor::Seat(SeatId(Uuid::from_u128(2)))
            } // who presides
            _ => Actor::System,
        },
        kind: change.kind,
        reason: None,
        due_before: None,
        due_after: None,
        details: change.details,
    }
}

fn recording(hearing: HearingId, bytes: &[u8]) -> Recording {
    let sha256 = Sha256::digest(bytes).into();
    let bytes = bytes.len() as u64;
    Recording {
        id: RecordingId(ID),
        hearing,
        seat: SeatId(Uuid::from_u128(2)),
        source: SourceKind::Microphone,
        began_at: NOW,
        whole: Some(WholeRecording { ended_at: NOW, bytes, sha256, gaps: 0, interrupted: false }),
    }
}

/// The presider spoke for five seconds, to the end of what was recorded.
fn spoken(hearing: &Hearing) -> (Vec<Stretch>, Option<Change>) {
    let mut index = RecordingIndex::default();
    let speaking = [hearing.seats[0].id];
    let phase = AgendaPhase::Statement;
    index.look(&TableNow { phase, floor: None, speaking: &speaking, unkept: &[] }, NOW);
    let stretches = index.close(NOW.plus_millis(5_000));
    let vouched = indexed(hearing.id, &stretches);
    (stretches, vouched)
}

/// The first seats put `marks` to the version that stands; what is on paper is brought by who presides.
fn signed<const N: usize>(hearing: &Hearing, version: FrozenPaper, marks: [Mark; N]) -> SigningRecord {
    let (paper, number, sha256) = (version.kind(), version.version, hex(&version.sha256));
    let mut record = SigningRecord { versions: vec![version], ..SigningRecord::default() };
    for (seat, mark) in hearing.seats.iter().zip(marks) {
        let (op, seat) = (OpId(seat.id.0), seat.id);
        let by = if matches!(mark, Mark::PaperScan { .. }) { hearing.seats[0].id } else { seat };
        let asked = MarkAsked { op, paper, seat, version: number, sha256: sha256.clone(), mark };
        record.signatures.push(record.sign(hearing, by, asked, NOW).unwrap());
    }
    record
}

fn agreement(hearing: &Hearing) -> SigningRecord {
    let parties = hearing.seats[..2].iter().map(|seat| seat.id).collect();
    let draft = AgreementDraft { terms: "物业公司公开三年账目。".to_owned(), parties };
    let by = hearing.seats[0].id;
    let version = draft.freeze(hearing, "XF1", &SigningRecord::default(), by, NOW).unwrap().unwrap();
    signed(hearing, version, [Mark::Confirmed, Mark::Confirmed])
}

fn exhibit(hearing: &Hearing, bytes: &[u8]) -> Exhibit {
    let sha256 = Sha256::digest(bytes).into();
    let file = Attachment {
        id: AttachmentId(ID),
        petition: PetitionId(ID),
        name: "账目.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        size: bytes.len() as u64,
        sha256,
        added_at: NOW,
    };
    Exhibit {
        id: ExhibitId(ID),
        hearing: hearing.id,
        title: "物业账目".to_owned(),
        brought_by: Some(hearing.seats[1].id),
        file,
        added_at: NOW,
        state: ExhibitState::Accepted { number: 1, on_record: None },
    }
}

fn outcome(hearing: &Hearing) -> Outcome {
    let item = ActionItem {
        id: ActionItemId(ID),
        agency: AgencyId(ID),
        content: "公开三年账目".to_owned(),
        deadline: date!(2026 - 12 - 05),
        entry: EntryId(ID),
        state: ActionItemState::Ordered,
        accepted: None,
    };
    Outcome {
        hearing: hearing.id,
        petition: hearing.petition,
        conclusion: "物业公司应当公开账目。".to_owned(),
        standards: vec![OutcomeStandard::Resolve],
        items: vec![item],
        issued_at: NOW,
        closed_at: NOW,
        next: None,
        published_at: None,
        withdrawn_at: None,
        earlier: Vec::new(),
    }
}

/// Every event in the order it came, and whether it is this hearing's.
pub(super) fn slice(changes: Vec<(Change, bool)>, hearing: HearingId) -> Option<Slice> {
    let (mut previous, mut events) = ([9; 32], Vec::new());
    for (number, (change, own)) in (41..).zip(changes) {
        let event = event(change, own.then_some(hearing));
        let hash = chain::hash(&previous, number, &event);
        events.push(ChainedEvent { number, event, previous, hash });
        previous = hash;
    }
    Slice::of(&events, hearing)
}

pub(super) fn contents(text: &str) -> Contents {
    contents_with(text, true)
}

/// `has_index`: made since recordings have an index.
pub(super) fn contents_with(text: &str, has_index: bool) -> Contents {
    contents_by(&node(7), text, has_index)
}

pub(super) fn contents_by(sealer: &dyn Sealer, text: &str, has_index: bool) -> Contents {
    let hearing = hearing();
    let entry = Entry {
        id: EntryId(ID),
        hearing: hearing.id,
        number: 1,
        revision: 2,
        phase: AgendaPhase::Statement,
        speaker: None,
        text: text.to_owned(),
        at: NOW,
        struck: None,
        author: hearing.seats[0].id,
    };
    let before = Entry { revision: 1, text: "物业多年没有公开账目".to_owned(), ..entry.clone() };
    let twice = Entry { id: EntryId(Uuid::from_u128(2)), number: 2, revision: 1, ..entry.clone() };
    let struck = Entry { revision: 2, struck: Some("与第一条重复".to_owned()), ..twice.clone() };
    let wordings = vec![before, entry.clone(), twice, struck.clone()];
    let entries = vec![entry, struck];
    let version = FrozenPaper::of(&hearing, "XF1", &entries, 1, NOW, None);
    let drawn = Mark::Drawn { strokes: "M1 1L2 2".to_owned() };
    let refused = Mark::Refused { reason: "与所述不符".to_owned() };
    let (attachment, scan) = (AttachmentId(Uuid::from_u128(5)), b"scan".to_vec());
    let on_paper = Mark::PaperScan { attachment, sha256: Sha256::digest(&scan).into() };
    let minutes = signed(&hearing, version, [drawn, refused, on_paper]);
    let agreement = agreement(&hearing);
    let (laid, bytes) = (exhibit(&hearing, b"paid"), b"paid".to_vec());
    let on_record = ExhibitState::Accepted { number: 1, on_record: Some(NOW) };
    let recorded = Exhibit { state: on_record, ..laid.clone() };
    let recording = recording(hearing.id, b"sound");
    let whole = recording.whole.as_ref().unwrap();
    // What was not signed is said of it, and held against nothing.
    let left = Unfinished { unsigned: Some("各方均同意另行补签".to_owned()), agreement: Some(1) };
    let papers = Signed { minutes: &minutes, agreement: &agreement, left: &left };
    let hearing = Hearing { stage: Stage::Closed { at: NOW }, ..hearing };
    let outcome = outcome(&hearing);
    let seal = Seal::of(&hearing, "XF1", &papers, Some(&outcome), (1, NOW), sealer);
    let (last, earlier) = agreement.signatures.split_last().unwrap();
    let before = SigningRecord { signatures: earlier.to_vec(), ..agreement.clone() };
    let mut ours = vec![minutes.versions[0].change(), agreement.versions[0].change()];
    ours.extend(minutes.signatures.iter().chain(&agreement.signatures).map(|one| one.change()));
    ours.extend(before.agreed_by(last));
    ours.extend([laid.change(), recorded.change(), recording.filed(whole, &hex(&whole.sha256))]);
    let (index, vouched) = if has_index { spoken(&hearing) } else { Default::default() };
    ours.extend(vouched);
    ours.extend(wordings.iter().map(Entry::change));
    ours.push(Change::new(EventKind::HearingStage).with("from", "signing").with("to", "closed"));
    ours.push(seal.change());
    let mut changes: Vec<_> = ours.into_iter().map(|change| (change, true)).collect();
    changes.insert(1, (Change::new(EventKind::PetitionAccepted), false));
    let events = slice(changes, hearing.id);
    let (outcome, scans, seals) = (Some(outcome), vec![(attachment, scan)], vec![seal]);
    let petition_number = "XF1".to_owned();
    let (recordings, exhibits) = (vec![recording], vec![(recorded, bytes)]);
    Contents {
        hearing,
        petition_number,
        entries,
        wordings,
        minutes,
        agreement,
        exhibits,
        outcome,
        seals,
        scans,
        recordings,
        index,
        events,
    }
}
