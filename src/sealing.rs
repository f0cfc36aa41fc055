//! The node's seal: Ed25519 by a key made once in the data folder. And who checks seals, by the algorithm each names.

use crate::{domain::hearing::Sealer, files};
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::{io, path::Path, sync::Arc};

/// Stable name of what [`NodeSeal`] does.
pub const ED25519: &str = "ed25519";

/// Holds the node's key.
#[derive(Debug)]
pub struct NodeSeal(Ed25519KeyPair);

impl NodeSeal {
    /// # Errors
    /// What the file system says; `fill` makes the seed on first use; a file that is no seed of 32 bytes is refused.
    pub fn open(data: &Path, fill: impl FnOnce(&mut [u8])) -> io::Result<Arc<dyn Sealer>> {
        let seed = files::secret_key(&data.join("keys/seal.key"), fill)?;
        Ok(Arc::new(Self::of(&seed)?))
    }

    /// # Errors
    /// The seed cannot be used.
    pub fn of(seed: &[u8; 32]) -> io::Result<Self> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed)
            .map_err(|why| io::Error::new(io::ErrorKind::InvalidData, why.to_string()))?;
        Ok(Self(pair))
    }
}

impl Sealer for NodeSeal {
    fn algorithm(&self) -> &'static str {
        ED25519
    }

    fn public_key(&self) -> Vec<u8> {
        self.0.public_key().as_ref().to_vec()
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.0.sign(message).as_ref().to_vec()
    }
}

/// Whether by this public key there is, under this message, this signature.
pub type Check = fn(&[u8], &[u8], &[u8]) -> bool;

/// Algorithms whose signatures are checked, by the name their [`Sealer`] has. One more (SM2 with SM3) is one line more.
pub type Known = [(&'static str, Check)];

/// Those that are shipped.
pub const SHIPPED: &Known = &[(ED25519, is_ed25519)];

/// Whether `signature` by the key of `algorithm` is under `message`; `None` for an algorithm that is not `known`.
#[must_use]
pub fn holds(
    known: &Known,
    algorithm: &str,
    public_key: &[u8],
    message: &[u8],
    signature: &[u8],
) -> Option<bool> {
    let (_, check) = known.iter().find(|(name, _)| *name == algorithm)?;
    Some(check(public_key, message, signature))
}

fn is_ed25519(public_key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let key = ring::signature::UnparsedPublicKey::new(&ring::signature::ED25519, public_key);
    key.verify(message, signature).is_ok()
}
