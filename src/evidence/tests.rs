use super::*;
use crate::{
    domain::{
        chain,
        event::{Actor, ChainedEvent, Change, Event, EventKind},
        hearing::{
            AgendaPhase, AgreementDraft, Entry, Exhibit, ExhibitState, FrozenPaper, Hearing, Mark, MarkAsked,
            Occupant, ParticipantRole, Recording, RecordingIndex, Seal, Seat, Signed, SigningRecord,
            SourceKind, Stage, Stretch, TableNow, Unfinished, WholeRecording, indexed,
        },
        hex as hexadecimal,
        ids::{
            AgencyId, AttachmentId, EntryId, EventId, ExhibitId, HearingId, OpId, PetitionId, RecordingId,
            SeatId,
        },
        petition::Attachment,
    },
    sealing::NodeSeal,
};
use proptest::prelude::*;
use std::sync::LazyLock;
use uuid::Uuid;

const NOW: Timestamp = Timestamp(1_795_395_600_000);
const ID: Uuid = Uuid::from_u128(1);

fn node(seed: u8) -> NodeSeal {
    NodeSeal::of(&[seed; 32]).unwrap()
}

fn hearing() -> Hearing {
    let seat = |n: u128, role| Seat {
        label: "兰州市信访局".to_owned(),
        name: "张某".to_owned(),
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
        seats: vec![seat(2, ParticipantRole::Presider), seat(3, ParticipantRole::Representative)],
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
        actor: Actor::System,
        kind: change.kind,
        reason: None,
        due_before: None,
        due_after: None,
        details: change.details,
    }
}

fn recording(hearing: HearingId, bytes: &[u8]) -> Recording {
    let sha256 = hex::decode(manifest::sha256(bytes)).unwrap().try_into().unwrap();
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
    index.look(&TableNow { phase: AgendaPhase::Statement, floor: None, speaking: &speaking }, NOW);
    let stretches = index.close(NOW.plus_millis(5_000));
    let vouched = indexed(hearing.id, &stretches);
    (stretches, vouched)
}

/// Every seat puts one of `marks` to the version that stands.
fn signed(hearing: &Hearing, version: FrozenPaper, marks: [Mark; 2]) -> SigningRecord {
    let (paper, number, sha256) = (version.kind(), version.version, hexadecimal(&version.sha256));
    let mut record = SigningRecord { versions: vec![version], ..SigningRecord::default() };
    for (seat, mark) in hearing.seats.iter().zip(marks) {
        let (op, seat) = (OpId(seat.id.0), seat.id);
        let asked = MarkAsked { op, paper, seat, version: number, sha256: sha256.clone(), mark };
        record.signatures.push(record.sign(hearing, seat, asked, NOW).unwrap());
    }
    record
}

fn agreement(hearing: &Hearing) -> SigningRecord {
    let parties = hearing.seats.iter().map(|seat| seat.id).collect();
    let draft = AgreementDraft { terms: "物业公司公开三年账目。".to_owned(), parties };
    let by = hearing.seats[0].id;
    let version = draft.freeze(hearing, "XF1", &SigningRecord::default(), by, NOW).unwrap().unwrap();
    signed(hearing, version, [Mark::Confirmed, Mark::Confirmed])
}

fn exhibit(hearing: &Hearing, bytes: &[u8]) -> Exhibit {
    let sha256 = hex::decode(manifest::sha256(bytes)).unwrap().try_into().unwrap();
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

/// Every event in the order it came, and whether it is this hearing's.
fn slice(changes: Vec<(Change, bool)>, hearing: HearingId) -> Option<Slice> {
    let (mut previous, mut events) = ([9; 32], Vec::new());
    for (number, (change, own)) in (41..).zip(changes) {
        let event = event(change, own.then_some(hearing));
        let hash = chain::hash(&previous, number, &event);
        events.push(ChainedEvent { number, event, previous, hash });
        previous = hash;
    }
    Slice::of(&events, hearing)
}

fn contents(text: &str) -> Contents {
    contents_with(text, true)
}

/// `has_index`: made since recordings have an index.
fn contents_with(text: &str, has_index: bool) -> Contents {
    let hearing = hearing();
    let entry = Entry {
        id: EntryId(ID),
        hearing: hearing.id,
        number: 1,
        revision: 1,
        phase: AgendaPhase::Statement,
        speaker: None,
        text: text.to_owned(),
        at: NOW,
        author: hearing.seats[0].id,
    };
    let version = FrozenPaper::of(&hearing, "XF1", std::slice::from_ref(&entry), 1, NOW, None);
    let drawn = Mark::Drawn { strokes: "M1 1L2 2".to_owned() };
    let minutes = signed(&hearing, version, [drawn, Mark::Refused { reason: "与所述不符".to_owned() }]);
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
    let seal = Seal::of(&hearing, "XF1", &papers, None, (1, NOW), &node(7));
    let (last, earlier) = agreement.signatures.split_last().unwrap();
    let before = SigningRecord { signatures: earlier.to_vec(), ..agreement.clone() };
    let mut ours = vec![minutes.versions[0].change(), agreement.versions[0].change()];
    ours.extend(minutes.signatures.iter().chain(&agreement.signatures).map(|one| one.change()));
    ours.extend(before.agreed_by(last));
    ours.extend([laid.change(), recorded.change(), recording.filed(whole, &hexadecimal(&whole.sha256))]);
    let (index, vouched) = if has_index { spoken(&hearing) } else { Default::default() };
    ours.extend(vouched);
    ours.push(Change::new(EventKind::HearingStage).with("from", "signing").with("to", "closed"));
    ours.push(seal.change());
    let mut changes: Vec<_> = ours.into_iter().map(|change| (change, true)).collect();
    changes.insert(1, (Change::new(EventKind::PetitionAccepted), false));
    let events = slice(changes, hearing.id);
    let (outcome, scans, seals) = (None, Vec::new(), vec![seal]);
    let petition_number = "XF1".to_owned();
    let (entries, recordings, exhibits) = (vec![entry], vec![recording], vec![(recorded, bytes)]);
    Contents {
        hearing,
        petition_number,
        entries,
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

static PACKAGE: LazyLock<Vec<u8>> =
    LazyLock::new(|| pack(&contents("物业三年没有公开账目"), NOW, &node(7)).unwrap());

fn faults(package: &[u8]) -> Vec<String> {
    verify(package)
        .findings
        .into_iter()
        .filter(|finding| !finding.sound)
        .map(|finding| finding.says)
        .collect()
}

#[test]
fn a_package_is_whole_and_the_same_package_is_the_same_bytes() {
    let report = verify(&PACKAGE);
    assert!(report.is_sound(), "{:#?}", report.findings);
    assert_eq!(report.findings.len(), 15);
    assert_eq!(*PACKAGE, pack(&contents("物业三年没有公开账目"), NOW, &node(7)).unwrap());
    let layout = archive::write([("a", b"b".as_slice())].into_iter()).unwrap();
    assert_eq!(manifest::sha256(&layout), LAYOUT, "packages that were handed out would no longer verify");
}

/// Of the smallest container there is.
const LAYOUT: &str = "4a81bda0d56f1c4b573c1c3c051c538f8020fe44783c8bdf6c3d6fcb259f7e90";

/// A package taken apart, changed by `change`, and put together and signed again by `seed`.
fn reworked(seed: u8, change: impl FnOnce(&mut Vec<(String, Vec<u8>)>)) -> Vec<u8> {
    let mut listed = archive::read(&PACKAGE).unwrap();
    change(&mut listed);
    let files: Vec<_> = listed
        .into_iter()
        .filter(|(name, _)| !name.starts_with("manifest."))
        .map(|(name, bytes)| files::File::new(name, "", bytes))
        .collect();
    let manifest = manifest::Manifest::of(&contents(""), &files, NOW, &node(seed)).bytes().unwrap();
    let signature = hexadecimal(&node(seed).sign(&manifest)).into_bytes();
    let mut all = vec![(manifest::NAME.to_owned(), manifest), (manifest::SIGNATURE.to_owned(), signature)];
    all.extend(files.into_iter().map(|file| (file.name, file.bytes)));
    archive::write(all.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))).unwrap()
}

#[track_caller]
fn forged(seed: u8, change: impl FnOnce(&mut Vec<(String, Vec<u8>)>), says: &str) {
    let faults = faults(&reworked(seed, change));
    assert!(faults.iter().any(|fault| fault.contains(says)), "no “{says}” in {faults:#?}");
}

fn edit(
    name: &'static str,
    from: &'static str,
    to: &'static str,
) -> impl FnOnce(&mut Vec<(String, Vec<u8>)>) {
    move |files| {
        let (_, bytes) = files.iter_mut().find(|(known, _)| known == name).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(text.contains(from), "{text}");
        *bytes = text.replace(from, to).into_bytes();
    }
}

/// Whoever forges can sign anew, with this node's key even: what is signed elsewhere tells.
#[test]
fn a_forger_who_signs_anew_is_found_by_what_the_others_signed() {
    forged(8, |_| (), "Seal 1 does not hold");
    forged(7, edit("minutes/v1.txt", "三年", "两年"), "Version 1 of the minutes was changed");
    forged(7, edit("signatures/002.txt", "kind: refused", "kind: confirmed"), "Seal 1 is on other papers");
    forged(
        7,
        edit("signatures/002.txt", "kind: refused", "kind: confirmed"),
        "does not know signatures/002.txt",
    );
    forged(7, edit("signatures/001.txt", "version: 1", "version: 2"), "is under no version");
    forged(7, |files| files.retain(|(name, _)| name != "signatures/001.txt"), "Seal 1 is on other papers");
    forged(
        7,
        |files| files.retain(|(name, _)| name != "minutes/v1.txt"),
        "Version 1 of the minutes is missing",
    );
    forged(7, |files| files.retain(|(name, _)| name != "seals/1.txt"), "There is no seal");
    forged(7, edit("seals/1.txt", "closed_at: 1", "closed_at: 2"), "Seal 1 does not hold");
    forged(7, edit("recordings.json", "\"bytes\": 5", "\"bytes\": 6"), "is not as it was filed");
    forged(7, |files| files.retain(|(name, _)| name != "recordings.json"), "is in the event log only");
    forged(7, edit("recordings-index.txt", "voice", "floor"), "index of the recordings is not as");
    forged(7, |files| files.retain(|(name, _)| name != "recordings-index.txt"), "recordings is missing");
    forged(7, edit("agreement/v1.txt", "三年", "两年"), "Version 1 of the agreement was changed");
    forged(7, |files| files.retain(|(name, _)| !name.starts_with("agreement/")), "Seal 1 is on other papers");
    forged(7, |files| files.retain(|(name, _)| !name.starts_with("agreement/")), "of what was agreed");
    let unsigned = edit("agreement/signatures/001.txt", "kind: confirmed", "kind: refused");
    forged(7, unsigned, "of what was agreed");
    forged(
        7,
        edit("agreement/signatures/002.txt", "kind: confirmed", "kind: drawn"),
        "does not know agreement/signatures/002.txt",
    );
    forged(7, edit("agreement/versions.json", "\"version\": 1", "\"version\": 2"), "is missing");
    forged(7, edit("exhibits/1.pdf", "paid", "void"), "The file of exhibit 1 is missing or was changed");
    forged(7, edit("exhibits.json", "物业账目", "停车账目"), "Exhibit 1 is not as it was taken");
    forged(7, edit("exhibits.json", "\"number\": 1", "\"number\": 2"), "Exhibit 2 is not as it was taken");
    let unrecorded = edit("exhibits.json", "\"on_record\": 1795395600000", "\"on_record\": null");
    forged(7, unrecorded, "says otherwise of exhibit 1");
    forged(
        7,
        |files| files.retain(|(name, _)| !name.starts_with("exhibits")),
        "Exhibit 1 is in the event log",
    );
    forged(7, edit("events.json", "\"refused\"", "\"drawn\""), "The event chain is broken");
    forged(7, |files| files.retain(|(name, _)| name != "events.json"), "slice of the event log is missing");
}

/// The closing statement with another text, sealed by this node.
fn resealed(from: &'static str, to: &'static str) -> impl FnOnce(&mut Vec<(String, Vec<u8>)>) {
    move |files| {
        edit("seals/1.txt", from, to)(files);
        let statement = files.iter().find(|(name, _)| name == "seals/1.txt").unwrap().1.clone();
        let (_, seal) = files.iter_mut().find(|(name, _)| name == "seals/1.json").unwrap();
        let mut told: serde_json::Value = serde_json::from_slice(seal).unwrap();
        told["signature"] = hexadecimal(&node(7).sign(&statement)).into();
        *seal = files::pretty(&told).unwrap();
    }
}

#[test]
fn a_seal_says_how_the_hearing_ended_and_those_from_before_it_did_still_hold() {
    let report = verify(&PACKAGE);
    let said = |part: &str| report.findings.iter().any(|finding| finding.says.contains(part));
    assert!(said("the event log say: closed"), "{:#?}", report.findings);
    let first = reworked(7, |files| {
        resealed("ended: closed\n", "")(files);
        resealed("lianjie-closing 2", "lianjie-closing 1")(files);
    });
    assert_eq!(faults(&first), Vec::<String>::new());
    forged(7, resealed("ended: closed", "ended: in_person"), "ended as in_person, the event log says closed");
    forged(7, resealed("ended: closed\n", ""), "no closing statement that is known");
    forged(7, resealed("lianjie-closing 2", "lianjie-closing 3"), "no closing statement that is known");
}

#[test]
fn packages_from_before_there_was_an_index_still_verify() {
    let mut before = contents_with("物业三年没有公开账目", false);
    assert_eq!(faults(&pack(&before, NOW, &node(7)).unwrap()), Vec::<String>::new());
    // Nor may one be slipped into them.
    before.index = contents("").index;
    let faults = faults(&pack(&before, NOW, &node(7)).unwrap());
    assert_eq!(faults, ["The index of the recordings is not in the event log"]);
}

#[test]
fn recordings_beside_a_package_are_checked_against_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(format!("{ID}.webm"));
    let says = || verify_recordings(&PACKAGE, folder.path()).findings.remove(0).says;
    assert!(says().contains("cannot be read"), "{}", says());
    std::fs::write(&path, b"sound").unwrap();
    assert!(says().starts_with("All 1 recordings"), "{}", says());
    std::fs::write(&path, b"soUnd").unwrap();
    assert!(says().ends_with("was changed"), "{}", says());
    assert!(!verify_recordings(b"", folder.path()).is_sound());
}

#[test]
fn what_is_no_package_is_said_to_be_none() {
    for bytes in [b"".as_slice(), b"PK", &[0; 4000], &PACKAGE[..PACKAGE.len() / 2]] {
        assert!(faults(bytes)[0].starts_with("The package cannot be opened"), "{:?}", faults(bytes));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_changed_byte_is_found(at in any::<prop::sample::Index>(), flip in 1..=255_u8) {
        let mut package = PACKAGE.clone();
        let at = at.index(package.len());
        package[at] ^= flip;
        prop_assert!(!verify(&package).is_sound(), "byte {at} ^ {flip}");
    }

    /// Whoever verifies a package learns which of its files was changed, by who made the container anew and by who did not.
    #[test]
    fn a_changed_bit_is_named_by_its_file(file: prop::sample::Index, at: prop::sample::Index, bit in 0..8_u8) {
        let mut files = archive::read(&PACKAGE).unwrap();
        let index = file.index(files.len());
        let (name, bytes) = &mut files[index];
        let (name, at) = (name.clone(), at.index(bytes.len()));
        bytes[at] ^= 1 << bit;
        let mut package = PACKAGE.clone();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&PACKAGE[..])).unwrap();
        let begins = archive.by_index(index).unwrap().data_start().unwrap();
        package[usize::try_from(begins).unwrap() + at] ^= 1 << bit;
        let anew = archive::write(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))).unwrap();

        let said = faults(&package);
        prop_assert!(said[0].contains(&name), "{name}, byte {at}: {said:#?}");
        let of_manifest = ["manifest", "algorithm", "format"];
        let names = if name.starts_with("manifest.") { &of_manifest[..] } else { &[name.as_str()] };
        let said = faults(&anew);
        let named = |fault: &String| names.iter().any(|name| fault.contains(name));
        prop_assert!(said.iter().any(named), "{name}, byte {at}: {said:#?}");
    }
}
