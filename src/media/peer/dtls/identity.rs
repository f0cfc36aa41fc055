//! The certificate of this node and its fingerprint.

use rtc_dtls::crypto::Certificate;
use rtc_shared::error::Error;
use rtc_srtp::crypto::{HashAlgorithm, RTCCryptoProvider};
use std::sync::Arc;

/// A SHA-256 certificate fingerprint.
pub type Fingerprint = [u8; 32];

/// Who this node is to its peers: one certificate for the life of the process.
pub struct Identity {
    pub(super) certificate: Certificate,
    fingerprint: Fingerprint,
    pub crypto: Arc<dyn RTCCryptoProvider>,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity").finish_non_exhaustive()
    }
}

impl Identity {
    /// A fresh ECDSA P-256 key and its self-signed certificate (RFC 8827 §6.5).
    pub fn generate() -> Result<Self, Error> {
        let crypto = rtc_srtp::crypto::default_provider().map_err(|e| Error::Crypto(e.to_string()))?;
        let certificate = Certificate::generate_self_signed(vec!["relay".to_owned()], crypto.crypto())?;
        let der = certificate.certificate.first().ok_or(Error::ErrNonCertificate)?;
        let fingerprint = digest(&*crypto, der)?;
        Ok(Self { certificate, fingerprint, crypto })
    }

    pub fn fingerprint(&self) -> &Fingerprint {
        &self.fingerprint
    }
}

/// What a certificate is known by.
pub(super) fn digest(crypto: &dyn RTCCryptoProvider, certificate: &[u8]) -> Result<Fingerprint, Error> {
    let hash = crypto
        .crypto()
        .hash(HashAlgorithm::Sha256, certificate)
        .map_err(|error| Error::Crypto(error.to_string()))?;
    hash.as_slice().try_into().map_err(|_| Error::Crypto("a SHA-256 of another length".to_owned()))
}
