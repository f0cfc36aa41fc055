mod made;
mod outcomes;

use super::*;
use crate::domain::{hearing::fingerprint, hex as hexadecimal};
use crate::sealing::{self, Known};
use made::{ID, NOW, contents, contents_by, contents_with, node};
use proptest::prelude::*;
use std::sync::LazyLock;

static PACKAGE: LazyLock<Vec<u8>> =
    LazyLock::new(|| pack(&contents("物业三年没有公开账目"), NOW, &node(7)).unwrap());

fn faults(package: &[u8]) -> Vec<String> {
    verify(package)
        .findings
        .into_iter()
        .filter(|finding| finding.verdict != Verdict::Sound)
        .map(|finding| finding.says)
        .collect()
}

#[test]
fn a_package_is_whole_and_the_same_package_is_the_same_bytes() {
    let report = verify(&PACKAGE);
    assert!(report.is_sound(), "{:#?}", report.findings);
    assert_eq!(report.findings.len(), 16);
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

const SCAN: &str = "scans/00000000-0000-0000-0000-000000000005";

/// Whoever forges can sign anew, with this node's key even: what is signed elsewhere tells.
#[test]
fn a_forger_who_signs_anew_is_found_by_what_the_others_signed() {
    forged(8, sealed_by(9), "Seal 1 does not hold");
    forged(7, sealed_by(9), "Seal 1 does not hold");
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
    forged(7, edit("outcome.txt", "公开", "不公开"), "Seal 1 is on other papers, signatures or outcome");
    forged(7, |files| files.retain(|(name, _)| name != "outcome.txt"), "Seal 1 is on other papers");
    forged(7, edit(SCAN, "scan", "scam"), "The scan of signatures/003.txt is missing or was changed");
    forged(7, |files| files.retain(|(name, _)| name != SCAN), "The scan of signatures/003.txt is missing");
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
    forged(7, edit("minutes/wordings.json", "多年", "三年"), "Wording 1 of line 1 is not as the event log");
    forged(7, edit("minutes/wordings.json", "多年", "三年"), "Wording 1 of line 1 is in the event log only");
    let reason = edit("minutes/wordings.json", "与第一条重复", "与第一条相同");
    forged(7, reason, "Wording 2 of line 2 is not as the event log");
    let restored = edit("minutes/wordings.json", ",\n    \"struck\": \"与第一条重复\"", "");
    forged(7, restored, "Wording 2 of line 2 is in the event log only");
    let (author, another) = (
        "\"author\": \"00000000-0000-0000-0000-000000000002",
        "\"author\": \"00000000-0000-0000-0000-000000000003",
    );
    forged(7, edit("minutes/wordings.json", author, another), "Wording 1 of line 1 is not as the event log");
    let unreadable = edit("minutes/wordings.json", "\"revision\"", "\"revised\"");
    forged(7, unreadable, "The wordings of changed lines cannot be read");
    let taken_out =
        |files: &mut Vec<(String, Vec<u8>)>| files.retain(|(name, _)| name != "minutes/wordings.json");
    forged(7, taken_out, "The wordings of changed lines are missing");
    forged(7, edit("events.json", "\"refused\"", "\"drawn\""), "The event chain is broken");
    forged(7, |files| files.retain(|(name, _)| name != "events.json"), "slice of the event log is missing");
}

#[test]
fn packages_from_before_wordings_were_packed_still_verify() {
    let before = reworked(7, |files| {
        files.retain(|(name, _)| name != "minutes/wordings.json");
        edit("minutes/entries.json", ",\n  \"wordings\": 4", "")(files);
    });
    assert_eq!(faults(&before), Vec::<String>::new());
    // Nor does one without a changed line miss any.
    let unchanged = reworked(7, |files| {
        files.retain(|(name, _)| name != "minutes/wordings.json");
        edit("minutes/entries.json", "\"wordings\": 4", "\"wordings\": 0")(files);
    });
    assert_eq!(faults(&unchanged).len(), 4, "the log knows better: {:?}", faults(&unchanged));
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

/// The closing statement sealed by another node.
fn sealed_by(seed: u8) -> impl FnOnce(&mut Vec<(String, Vec<u8>)>) {
    move |files| {
        let statement = files.iter().find(|(name, _)| name == "seals/1.txt").unwrap().1.clone();
        let (_, seal) = files.iter_mut().find(|(name, _)| name == "seals/1.json").unwrap();
        let mut told: serde_json::Value = serde_json::from_slice(seal).unwrap();
        told["public_key"] = hexadecimal(&node(seed).public_key()).into();
        told["signature"] = hexadecimal(&node(seed).sign(&statement)).into();
        *seal = files::pretty(&told).unwrap();
    }
}

/// The node's key was lost and what it sealed holds by the key that the event log names, or a stranger signed the package
/// anew and left its seals in: nothing inside tells the two apart.
#[test]
fn a_seal_by_another_key_holds_and_does_not_vouch_for_who_signed_the_package() {
    let lost = pack(&contents("物业三年没有公开账目"), NOW, &node(8)).unwrap();
    for package in [lost, reworked(8, |_| ())] {
        let report = verify(&package);
        assert!(report.is_sound(), "{:#?}", report.findings);
        assert_eq!(report.key, Some(fingerprint(&node(8).public_key())));
        let other = fingerprint(&node(7).public_key());
        assert_eq!(report.other_keys, [other.clone()]);
        let told: Vec<_> = report.findings.iter().filter(|finding| finding.says.contains(&other)).collect();
        assert_eq!(told.len(), 1, "{:#?}", report.findings);
        assert!(told[0].says.contains("does not prove who made the package"), "{}", told[0].says);
    }
    assert_eq!(verify(&PACKAGE).other_keys, Vec::<String>::new());
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

/// As a node signs that has another algorithm plugged in. A real one takes a secret to sign; this one takes its key.
#[derive(Debug)]
struct Plugged;

impl Sealer for Plugged {
    fn algorithm(&self) -> &'static str {
        "plugged"
    }

    fn public_key(&self) -> Vec<u8> {
        b"key".to_vec()
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        manifest::sha256(&[b"key".as_slice(), message].concat()).into_bytes()
    }
}

fn is_plugged(public_key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    manifest::sha256(&[public_key, message].concat()).as_bytes() == signature
}

#[test]
fn a_seal_is_checked_by_the_algorithm_it_names_and_never_good_by_one_that_is_not_known() {
    let known: &Known = &[("plugged", is_plugged), sealing::SHIPPED[0]];
    let package = pack(&contents_by(&Plugged, "物业三年没有公开账目", true), NOW, &Plugged).unwrap();
    assert!(verify::verify_by(known, &package).is_sound());
    assert!(verify::verify_by(known, &PACKAGE).is_sound());

    let report = verify(&package);
    assert!(!report.is_sound() && !report.is_wrong(), "{:#?}", report.findings);
    let said = faults(&package);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said.iter().all(|said| said.contains("`plugged`") && said.ends_with("not checked")), "{said:?}");
    let says_so = |finding: &Finding| finding.says.contains("seal(s) of the node hold");
    assert!(!report.findings.iter().any(says_so));
    // Nor does a name that nobody knows keep a forgery from being one.
    forged(7, edit("seals/1.json", "ed25519", "plugged"), "Seal 1 does not hold");
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
    let locked = folder.path().join(format!("{ID}.webm.locked"));
    std::fs::rename(&path, &locked).unwrap();
    let report = verify_recordings(&PACKAGE, folder.path());
    assert!(says().contains("is locked, not checked"), "{}", says());
    assert_eq!((report.findings.len(), report.is_sound(), report.is_wrong()), (1, false, false));
}

#[test]
fn what_is_no_package_is_said_to_be_none() {
    for bytes in [b"".as_slice(), b"PK", &[0; 4000], &PACKAGE[..PACKAGE.len() / 2]] {
        assert!(faults(bytes)[0].starts_with("The package cannot be opened"), "{:?}", faults(bytes));
    }
}

/// Where the bytes of a file of [`PACKAGE`] begin.
fn begins(index: usize) -> usize {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&PACKAGE[..])).unwrap();
    usize::try_from(archive.by_index(index).unwrap().data_start().unwrap()).unwrap()
}

/// Every seventh byte, so that it takes seconds; `LIANJIE_TEST_STRIDE=1`: every one, in a minute or two.
#[test]
fn any_changed_byte_is_found() {
    let stride = std::env::var("LIANJIE_TEST_STRIDE").ok().and_then(|stride| stride.parse().ok());
    let mut package = PACKAGE.clone();
    for at in (0..package.len()).step_by(stride.unwrap_or(7)) {
        let flip = 1_u8 << (at % 8);
        package[at] ^= flip;
        assert!(!verify(&package).is_sound(), "byte {at} ^ {flip}");
        package[at] ^= flip;
    }
    assert!(verify(&package).is_sound());
}

/// One that does not fit its checksum hides none of the others.
#[test]
fn every_damaged_file_is_named() {
    let files = archive::read(&PACKAGE).unwrap();
    let damaged = ["minutes/v1.txt", "outcome.txt", SCAN];
    let mut package = PACKAGE.clone();
    for name in damaged {
        package[begins(files.iter().position(|(known, _)| known == name).unwrap())] ^= 1;
    }
    let said = faults(&package);
    for name in damaged {
        assert!(said.contains(&format!("{name} was changed")), "{name}: {said:#?}");
    }
}

#[test]
fn a_package_that_another_program_packed_anew_is_said_to_be_that() {
    let mut package = PACKAGE.clone();
    // What the entries in the central directory say of their compression: deflated, but for one that grew no smaller.
    let entries: Vec<_> =
        (0..package.len() - 12).filter(|at| package[*at..].starts_with(b"PK\x01\x02")).collect();
    for at in &entries[1..] {
        package[at + 10] = 8;
    }
    assert!(faults(&package)[0].contains("are compressed"), "{:?}", faults(&package));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// Whoever verifies a package learns which of its files was changed, by who made the container anew and by who did not.
    #[test]
    fn a_changed_bit_is_named_by_its_file(file: prop::sample::Index, at: prop::sample::Index, bit in 0..8_u8) {
        let mut files = archive::read(&PACKAGE).unwrap();
        let index = file.index(files.len());
        let (name, bytes) = &mut files[index];
        let (name, at) = (name.clone(), at.index(bytes.len()));
        bytes[at] ^= 1 << bit;
        let mut package = PACKAGE.clone();
        package[begins(index) + at] ^= 1 << bit;
        let anew = archive::write(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))).unwrap();

        let of_manifest = ["manifest", "algorithm", "format"];
        let names = if name.starts_with("manifest.") { &of_manifest[..] } else { &[name.as_str()] };
        let named = |fault: &String| names.iter().any(|name| fault.contains(name));
        for package in [package, anew] {
            let said = faults(&package);
            prop_assert!(said.iter().any(named), "{name}, byte {at}: {said:#?}");
        }
    }
}
