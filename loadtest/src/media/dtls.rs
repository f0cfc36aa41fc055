//! One DTLS 1.2 association, for the SRTP keys it yields (RFC 5764). Either role.

use bytes::BytesMut;
use rtc_dtls::config::{ClientAuthType, ConfigBuilder, ExtendedMasterSecretType, HandshakeConfig};
use rtc_dtls::crypto::Certificate;
use rtc_dtls::endpoint::{Endpoint, EndpointEvent};
use rtc_dtls::extension::extension_use_srtp::SrtpProtectionProfile;
use rtc_shared::TransportProtocol;
use rtc_shared::error::Error;
use rtc_srtp::config::{Config, LABEL_EXTRACTOR_DTLS_SRTP};
use rtc_srtp::crypto::{HashAlgorithm, RTCCryptoProvider};
use rtc_srtp::protection_profile::ProtectionProfile;
use rustls::pki_types::CertificateDer;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::srtp::Srtp;

/// The association's address inside its endpoint (TEST-NET-1, RFC 5737); datagrams go where ICE says.
const ASSOCIATION: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), 1);
/// A lost flight is repeated soon, if not as soon as browsers do (50 ms): seven hundred of these share a core.
const FLIGHT_INTERVAL: Duration = Duration::from_millis(200);
/// Best first.
const PROFILES: [SrtpProtectionProfile; 2] =
    [SrtpProtectionProfile::Srtp_Aead_Aes_128_Gcm, SrtpProtectionProfile::Srtp_Aes128_Cm_Hmac_Sha1_80];

/// A SHA-256 certificate fingerprint.
pub type Fingerprint = [u8; 32];

/// One certificate for all participants of the process: they are told apart by ICE, not by it.
pub struct Identity {
    certificate: Certificate,
    fingerprint: Fingerprint,
    pub crypto: Arc<dyn RTCCryptoProvider>,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity").finish_non_exhaustive()
    }
}

impl Identity {
    /// A fresh ECDSA P-256 key and its self-signed certificate.
    ///
    /// # Errors
    /// There is no randomness.
    pub fn generate() -> Result<Self, Error> {
        let crypto = rtc_srtp::crypto::default_provider().map_err(|e| Error::Crypto(e.to_string()))?;
        let certificate = Certificate::generate_self_signed(vec!["loadtest".to_owned()], crypto.crypto())?;
        let der = certificate.certificate.first().ok_or(Error::ErrNonCertificate)?;
        let fingerprint = digest(&*crypto, der)?;
        Ok(Self { certificate, fingerprint, crypto })
    }

    #[must_use]
    pub fn fingerprint(&self) -> &Fingerprint {
        &self.fingerprint
    }

    /// Fills `bytes` from the system's randomness.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        let filled = ring::rand::SecureRandom::fill(&ring::rand::SystemRandom::new(), &mut bytes);
        assert!(filled.is_ok(), "the system has randomness");
        bytes
    }
}

/// What came of a datagram.
#[derive(Debug)]
pub enum Progress {
    None,
    Keys(Box<Srtp>),
    Closed,
    /// It will not come to keys.
    Failed(String),
}

pub struct Dtls {
    endpoint: Endpoint,
    identity: Arc<Identity>,
    client: bool,
    expected: Fingerprint,
    failed: bool,
}

impl std::fmt::Debug for Dtls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dtls").field("client", &self.client).finish_non_exhaustive()
    }
}

impl Dtls {
    /// # Errors
    /// The certificate does not suit the engine.
    pub fn new(identity: Arc<Identity>, client: bool, expected: Fingerprint) -> Result<Self, Error> {
        let mut endpoint = Endpoint::new(ASSOCIATION, TransportProtocol::UDP, None);
        if !client {
            endpoint.set_server_config(Some(config(&identity, false, expected)?));
        }
        Ok(Self { endpoint, identity, client, expected, failed: false })
    }

    /// ICE found a way: a client says hello.
    ///
    /// # Errors
    /// The engine refuses.
    pub fn start(&mut self, now: Instant) -> Result<(), Error> {
        if self.client {
            let config = config(&self.identity, true, self.expected)?;
            self.endpoint.connect(now, ASSOCIATION, config, None)?;
        }
        Ok(())
    }

    pub fn receive(&mut self, now: Instant, datagram: &[u8]) -> Progress {
        let events = match self.endpoint.read(now, ASSOCIATION, None, BytesMut::from(datagram)) {
            Ok(events) => events,
            Err(Error::ErrNoMatchingCertificateFingerprint) => {
                self.failed = true;
                return Progress::Failed(
                    "the relay's certificate is not the one its answer named".to_owned(),
                );
            }
            Err(_) => return Progress::None, // one bad record ends nothing
        };
        let mut progress = Progress::None;
        for event in events {
            match event {
                EndpointEvent::HandshakeComplete => {
                    progress = match self.keys() {
                        Ok(srtp) => Progress::Keys(Box::new(srtp)),
                        Err(error) => Progress::Failed(format!("a finished handshake gave no keys: {error}")),
                    };
                }
                EndpointEvent::PeerClosed => progress = Progress::Closed,
                _ => {}
            }
        }
        progress
    }

    fn keys(&self) -> Result<Srtp, Error> {
        let state = self.endpoint.get_connection_state(ASSOCIATION).ok_or(Error::ErrNonCertificate)?;
        let profile = match state.srtp_protection_profile() {
            SrtpProtectionProfile::Srtp_Aead_Aes_128_Gcm => ProtectionProfile::AeadAes128Gcm,
            SrtpProtectionProfile::Srtp_Aes128_Cm_Hmac_Sha1_80 => ProtectionProfile::Aes128CmHmacSha1_80,
            _ => return Err(Error::ErrNoSuchSrtpProfile),
        };
        let mut config = Config { profile, ..Config::default() };
        let length = config.keying_material_len();
        let material = state.export_keying_material(LABEL_EXTRACTOR_DTLS_SRTP, &[], length)?;
        config.set_session_keys_from_keying_material(material.as_ref(), state.is_client())?;
        Srtp::new(&config.keys, profile, &*self.identity.crypto)
    }

    pub fn poll_transmit(&mut self) -> Option<BytesMut> {
        self.endpoint.poll_transmit().map(|transmit| transmit.message)
    }

    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        (!self.failed).then(|| self.endpoint.poll_timeout(&ASSOCIATION)).flatten()
    }

    /// Repeats a flight. A handshake the engine gives up is begun anew: a relay that was busy for a second
    /// should cost a second, not the seat.
    pub fn timeout(&mut self, now: Instant) {
        let due = self.deadline().is_some_and(|due| due <= now);
        if due && self.endpoint.handle_timeout(ASSOCIATION, now).is_err() {
            let anew = Self::new(self.identity.clone(), self.client, self.expected);
            match anew.and_then(|mut anew| anew.start(now).map(|()| anew)) {
                Ok(anew) => *self = anew,
                Err(_) => self.failed = true,
            }
        }
    }

    /// Says goodbye.
    pub fn close(&mut self, now: Instant) {
        self.endpoint.stop(now, ASSOCIATION);
    }
}

fn config(identity: &Identity, client: bool, expected: Fingerprint) -> Result<Arc<HandshakeConfig>, Error> {
    let crypto = identity.crypto.clone();
    let verify = move |chain: &[Vec<u8>], _: &[CertificateDer<'static>]| {
        let leaf = chain.first().ok_or(Error::ErrNonCertificate)?;
        let right = digest(&*crypto, leaf)? == expected;
        if right { Ok(()) } else { Err(Error::ErrNoMatchingCertificateFingerprint) }
    };
    let config = ConfigBuilder::default()
        .with_crypto_provider(identity.crypto.clone())
        .with_certificates(vec![identity.certificate.clone()])
        .with_srtp_protection_profiles(PROFILES.to_vec())
        .with_client_auth(ClientAuthType::RequireAnyClientCert)
        // No CA vouches for these certificates; `verify` is the whole of it.
        .with_insecure_skip_verify(true)
        .with_verify_peer_certificate(Some(Arc::new(verify)))
        .with_extended_master_secret(ExtendedMasterSecretType::Require)
        .with_flight_interval(FLIGHT_INTERVAL)
        .build(client, None)?;
    Ok(Arc::new(config))
}

fn digest(crypto: &dyn RTCCryptoProvider, certificate: &[u8]) -> Result<Fingerprint, Error> {
    let hash = crypto.crypto().hash(HashAlgorithm::Sha256, certificate);
    let hash = hash.map_err(|error| Error::Crypto(error.to_string()))?;
    hash.as_slice().try_into().map_err(|_| Error::Crypto("a SHA-256 of another length".to_owned()))
}
