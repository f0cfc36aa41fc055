//! `lianjie heads`: what the log comes to now, signed, to be kept elsewhere; and what `lianjie verify --heads` reads of it.

use super::{CliError, open_store};
use crate::{
    config::Config,
    domain::{MINUTE_MS, Timestamp, hearing::Sealer},
    files,
    sealing::{self, NodeSeal, SHIPPED},
    storage::{self, ChainHead, Heads, Tally},
    world::{RealWorld, World},
};
use std::{fs, path::Path, process::ExitCode};

const FIRST_LINE: &str = "lianjie heads 1";
/// Entries of the administration log that are being written now may come in by any order.
const SETTLED: i64 = MINUTE_MS;

pub async fn run(config: &Config) -> Result<ExitCode, CliError> {
    let store = open_store(config).await?;
    let seal = kept_seal(&config.data.dir)?;
    let heads = storage::heads(&*store, RealWorld.now().plus_millis(-SETTLED)).await?;
    print!("{}", text(&heads, &seal));
    Ok(ExitCode::SUCCESS)
}

/// Never a new one: a copy of the records beside which a key was made in silence would look whole.
pub fn kept_seal(data: &Path) -> Result<NodeSeal, CliError> {
    let path = data.join("keys/seal.key");
    let unread = CliError::io(format!("cannot read {}, which the first start makes", path.display()));
    files::kept_key(&path).and_then(|seed| NodeSeal::of(&seed)).map_err(unread)
}

fn text(heads: &Heads, seal: &dyn Sealer) -> String {
    let mut lines = vec![FIRST_LINE.to_owned(), format!("until {}", heads.until.0)];
    for ChainHead { chain, number, hash } in &heads.chains {
        lines.push(format!("chain {chain} {number} {}", hex::encode(hash)));
    }
    for (list, Tally { count, hash }) in [("deeds", heads.deeds), ("sessions", heads.sessions)] {
        lines.push(format!("{list} {count} {}", hex::encode(hash)));
    }
    lines.push(format!("key {} {}\n", seal.algorithm(), hex::encode(seal.public_key())));
    let signed = lines.join("\n");
    let signature = hex::encode(seal.sign(signed.as_bytes()));
    format!("{signed}signature {signature}\n")
}

/// Heads as they were kept, and by whose key.
#[derive(Debug)]
pub struct Kept {
    pub heads: Heads,
    key: Vec<u8>,
}

impl Kept {
    /// # Errors
    /// The file cannot be read, is another one, or was changed since it was signed.
    pub fn read(path: &Path) -> Result<Self, CliError> {
        let text =
            fs::read_to_string(path).map_err(CliError::io(format!("cannot read {}", path.display())))?;
        checked(&text).map_err(|why| CliError::Refused(format!("{}: {why}", path.display())))
    }

    /// Whether the node whose data these are has signed them.
    pub fn is_of(&self, data: &Path) -> bool {
        kept_seal(data).is_ok_and(|seal| seal.public_key() == self.key)
    }

    /// How they are introduced.
    pub fn introduced(&self) -> String {
        let at = self.heads.until.local();
        let Heads { chains, deeds, sessions, .. } = &self.heads;
        format!(
            "Heads of {} {:02}:{:02} (China): {} chains, {} deeds, {} sign-ins; signed by {}",
            at.date(),
            at.hour(),
            at.minute(),
            chains.len(),
            deeds.count,
            sessions.count,
            hex::encode(&self.key)
        )
    }
}

fn checked(text: &str) -> Result<Kept, &'static str> {
    const NONE: &str = "this is not what `lianjie heads` prints, or not all of it";
    let (signed, signature) = text.rsplit_once("signature ").ok_or(NONE)?;
    let (heads, algorithm, key) = parsed(signed).ok_or(NONE)?;
    let signature = hex::decode(signature.trim()).map_err(|_| NONE)?;
    match sealing::holds(SHIPPED, algorithm, &key, signed.as_bytes(), &signature) {
        Some(true) => Ok(Kept { heads, key }),
        Some(false) => Err("it was changed since it was signed"),
        None => Err("it is signed by an algorithm that this version does not know"),
    }
}

/// The heads, the name of the algorithm and the key.
fn parsed(signed: &str) -> Option<(Heads, &str, Vec<u8>)> {
    let mut lines = signed.lines();
    lines.next().filter(|line| *line == FIRST_LINE)?;
    let (mut until, mut chains, mut deeds, mut sessions, mut key) = (None, Vec::new(), None, None, None);
    for line in lines {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["until", at] => until = Some(Timestamp(at.parse().ok()?)),
            ["chain", chain, number, of] => chains.push(ChainHead {
                chain: chain.parse().ok()?,
                number: number.parse().ok()?,
                hash: hash(of)?,
            }),
            ["deeds", count, of] => deeds = Some(Tally { count: count.parse().ok()?, hash: hash(of)? }),
            ["sessions", count, of] => sessions = Some(Tally { count: count.parse().ok()?, hash: hash(of)? }),
            ["key", algorithm, public] => key = Some((algorithm, hex::decode(public).ok()?)),
            _ => return None,
        }
    }
    let (algorithm, key) = key?;
    Some((Heads { chains, until: until?, deeds: deeds?, sessions: sessions? }, algorithm, key))
}

fn hash(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads() -> Heads {
        Heads {
            chains: vec![
                ChainHead { chain: "620102".parse().unwrap(), number: 7, hash: [1; 32] },
                ChainHead { chain: "6201".parse().unwrap(), number: 1, hash: [2; 32] },
            ],
            until: Timestamp(1_795_395_600_000),
            deeds: Tally { count: 3, hash: [3; 32] },
            sessions: Tally { count: 0, hash: [0; 32] },
        }
    }

    #[test]
    fn heads_come_back_as_they_were_signed_and_no_others_do() {
        let seal = NodeSeal::of(&[7; 32]).unwrap();
        let signed = text(&heads(), &seal);
        let kept = checked(&signed).unwrap();
        assert_eq!((kept.heads, kept.key), (heads(), seal.public_key()));
        let other = NodeSeal::of(&[8; 32]).unwrap();
        let swapped = signed.replace(&hex::encode(seal.public_key()), &hex::encode(other.public_key()));
        for (changed, why) in [
            (signed.replace("chain 620102 7", "chain 620102 6"), "changed since"),
            (swapped, "changed since"),
            (signed.replace("ed25519", "sm2"), "does not know"),
            (signed.replace("deeds", "acts"), "not what"),
            (signed.replace(FIRST_LINE, "lianjie heads 9"), "not what"),
            (signed.split("signature").next().unwrap().to_owned(), "not all of it"),
            (String::new(), "not what"),
        ] {
            let refused = checked(&changed).unwrap_err();
            assert!(refused.contains(why), "{why}: {refused}");
        }
    }
}
