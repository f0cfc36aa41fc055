//! A hearing that was held, as its record has it.

use super::super::cases::{PETITIONER_SEAT, Scheduled};
use crate::kit::{
    server::{Browser, TestServer},
    town::HOUSING,
};
use lianjie::{
    domain::{
        event::{Actor, Change},
        hearing::{
            Acceptance, ActionItem, ActionItemState, AgendaPhase, AgreementDraft, EntryWrite, FrozenPaper,
            Hearing, Mark, MarkAsked, Outcome, OutcomeStandard, Presence, Seal, Signed, SigningRecord, Stage,
            Step, Unfinished, step,
        },
        hex,
        ids::{ActionItemId, EntryId, EventId, HearingId, OpId, SeatId},
    },
    sealing::NodeSeal,
    storage::Tx,
};
use uuid::Uuid;

const PRESIDER: usize = 0;
pub const CLERK: usize = 1;
pub const UNIT: usize = 2;
pub const TERMS: &str = "物业公司于十二月三十一日前公开三年账目。";
pub const DAY: i64 = 24 * 3_600_000;

pub async fn hearing(tx: &mut dyn Tx, scheduled: &Scheduled) -> Hearing {
    tx.hearing(scheduled.id()).await.unwrap().unwrap()
}

/// Another hearing of the same petition, a day later, as `made` makes it.
pub async fn later_hearing(
    server: &TestServer,
    scheduled: &Scheduled,
    made: impl FnOnce(Hearing) -> Hearing,
) -> HearingId {
    let mut tx = server.store.begin().await.unwrap();
    let mut later = hearing(tx.as_mut(), scheduled).await;
    later.seats.iter_mut().for_each(|seat| seat.id = SeatId(server.world().new_id()));
    let (id, number) = (HearingId(server.world().new_id()), format!("{}-2", later.number));
    let (starts_at, ends_at) = (later.starts_at.plus_millis(DAY), later.ends_at.plus_millis(DAY));
    tx.add_hearing(&made(Hearing { id, number, starts_at, ends_at, ..later })).await.unwrap();
    tx.commit().await.unwrap();
    id
}

pub async fn log(server: &TestServer, tx: &mut dyn Tx, hearing: &Hearing, changes: Vec<Change>) {
    let petition = tx.petition(hearing.petition).await.unwrap().unwrap();
    for change in changes {
        let id = EventId(server.world().new_id());
        let event = change.hearing_event(id, server.now(), Actor::System, &petition, hearing.id);
        tx.append(&event).await.unwrap();
    }
}

/// What `signers` put to the version that stands, kept.
pub async fn signed(
    server: &TestServer,
    tx: &mut dyn Tx,
    hearing: &Hearing,
    version: FrozenPaper,
    signers: &[usize],
) -> SigningRecord {
    let mut record = SigningRecord { versions: vec![version.clone()], ..SigningRecord::default() };
    let mut changes = vec![version.change()];
    tx.add_version(&version).await.unwrap();
    let mut there = hearing.clone();
    for signer in signers {
        there.seats[*signer].admitted = Some(server.now());
        let seat = hearing.seats[*signer].id;
        let (op, sha256) = (OpId(server.world().new_id()), hex(&version.sha256));
        let mark = Mark::Drawn { strokes: "M1 1L20 30".into() };
        let asked = MarkAsked { op, paper: version.kind(), seat, version: 1, sha256, mark };
        let signature = record.sign(&there, seat, asked, server.now()).unwrap();
        tx.add_signature(&signature).await.unwrap();
        changes.push(signature.change());
        changes.extend(record.agreed_by(&signature));
        record.signatures.push(signature);
    }
    log(server, tx, hearing, changes).await;
    record
}

/// Read back, agreed, signed, decided and sealed. The room is driven over the WebSocket elsewhere.
pub async fn held(server: &TestServer, scheduled: &Scheduled) {
    let mut tx = server.store.begin().await.unwrap();
    let mut hearing = hearing(tx.as_mut(), scheduled).await;
    hearing.stage = Stage::Signing { since: server.now() };
    hearing.seats[PRESIDER].admitted = Some(server.now()); // and has not signed
    tx.save_seat(hearing.id, &hearing.seats[PRESIDER]).await.unwrap();
    let petition = tx.petition(hearing.petition).await.unwrap().unwrap();
    let write = EntryWrite {
        op: OpId(Uuid::from_u128(8)),
        entry: EntryId(Uuid::from_u128(7)),
        hearing: hearing.id,
        revision: 1,
        phase: AgendaPhase::Statement,
        speaker: None,
        text: "住建局十五日内督促维修屋面。".into(),
        at: server.now(),
        struck: None,
        author: hearing.seats[CLERK].id,
    };
    tx.write_entry(&write).await.unwrap();
    let entries = tx.minutes(hearing.id).await.unwrap();
    let version = FrozenPaper::of(&hearing, &petition.number, &entries, 1, server.now(), None);
    let minutes = signed(server, tx.as_mut(), &hearing, version, &[CLERK, UNIT]).await;
    let parties = [UNIT, PETITIONER_SEAT].map(|seat| hearing.seats[seat].id).to_vec();
    let draft = AgreementDraft { terms: TERMS.into(), parties };
    let (none, by) = (SigningRecord::default(), hearing.seats[CLERK].id);
    let version = draft.freeze(&hearing, &petition.number, &none, by, server.now()).unwrap().unwrap();
    let agreement = signed(server, tx.as_mut(), &hearing, version, &[UNIT, PETITIONER_SEAT]).await;
    let outcome = outcome(server, &hearing);
    tx.add_outcome(&outcome).await.unwrap();
    let issue = Step::IssueOutcome { left: Unfinished::default() };
    let issued = step(&hearing, issue, &Presence::default(), server.now()).unwrap();
    let hearing = issued.hearing;
    let (papers, sealer) = (
        Signed { minutes: &minutes, agreement: &agreement, left: &Unfinished::default() },
        NodeSeal::of(&[7; 32]).unwrap(),
    );
    let place = (1, server.now());
    let seal = Seal::of(&hearing, &petition.number, &papers, Some(&outcome), place, &sealer);
    tx.add_seal(&seal).await.unwrap();
    log(server, tx.as_mut(), &hearing, vec![issued.change, seal.change()]).await;
    tx.save_hearing(&hearing).await.unwrap();
    tx.commit().await.unwrap();
}

pub fn outcome(server: &TestServer, hearing: &Hearing) -> Outcome {
    outcome_of(server, hearing, 9)
}

pub fn outcome_of(server: &TestServer, hearing: &Hearing, item: u128) -> Outcome {
    let item = ActionItem {
        id: ActionItemId(Uuid::from_u128(item)),
        agency: HOUSING,
        content: "督促维修屋面".into(),
        deadline: server.now().local_date(),
        entry: EntryId(Uuid::from_u128(7)),
        state: ActionItemState::Ordered,
        accepted: Some(Acceptance { seat: hearing.seats[UNIT].id, at: server.now() }),
    };
    Outcome {
        hearing: hearing.id,
        petition: hearing.petition,
        conclusion: "住建局督促物业公司维修".into(),
        standards: vec![OutcomeStandard::Resolve],
        items: vec![item],
        issued_at: server.now(),
        closed_at: server.now(),
        next: None,
        published_at: None,
        withdrawn_at: None,
        earlier: Vec::new(),
    }
}

pub async fn scene() -> (TestServer, Scheduled, Browser) {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    (server, scheduled, head)
}
