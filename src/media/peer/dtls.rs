//! One DTLS 1.2 association (RFC 6347), there for the SRTP keys it yields (RFC 5764). The peer's
//! certificate must be the one its offer named (RFC 8122 §5); the offer came over an authenticated channel.

mod flight;
mod hello;
mod identity;
mod record;

use bytes::BytesMut;
use rtc_dtls::config::{ClientAuthType, ConfigBuilder, ExtendedMasterSecretType, HandshakeConfig};
use rtc_dtls::endpoint::{Endpoint, EndpointEvent};
use rtc_dtls::extension::extension_use_srtp::SrtpProtectionProfile;
use rtc_dtls::state::State;
use rtc_shared::TransportProtocol;
use rtc_shared::error::Error;
use rustls::pki_types::CertificateDer;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::srtp::{PROFILES, Srtp};
use flight::Flight;
use hello::Hello;
use identity::digest;

pub use identity::{Fingerprint, Identity};

/// The association's address inside its endpoint. Where datagrams really go is ICE's affair and changes;
/// this does not (TEST-NET-1, RFC 5737: never on any wire).
const ASSOCIATION: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), 1);
/// Bytes taken in before the handshake is through. A handshake needs about 3 KiB; the rest is
/// retransmissions, and the end of what an endless one may cost (docs/threats.md T6).
const HANDSHAKE_BUDGET: usize = 64 * 1024;
/// The engine's own pause before it repeats itself: it is always over when ours is ([`flight`]).
const ENGINE_INTERVAL: Duration = Duration::from_millis(1);

/// Which side of the handshake we take (RFC 8842 §5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// `a=setup:active`.
    Client,
    /// `a=setup:passive`.
    Server,
}

/// What came of a datagram.
#[derive(Debug)]
pub enum Progress {
    /// Nothing to act on.
    None,
    /// The handshake is through and the certificate is the right one.
    Keys(Box<Srtp>),
    /// The peer said goodbye.
    Closed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nothing was sent or decided yet.
    Idle,
    Handshaking {
        taken: usize,
    },
    /// The keys are used, and the peer's last word is still to come.
    Early {
        taken: usize,
    },
    Established,
    Failed,
}

/// One association.
pub struct Dtls {
    endpoint: Endpoint,
    identity: Arc<Identity>,
    role: Role,
    stage: Stage,
    expected: Vec<Fingerprint>,
    hello: Hello,
    flight: Flight,
}

impl std::fmt::Debug for Dtls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dtls").field("role", &self.role).field("stage", &self.stage).finish_non_exhaustive()
    }
}

impl Dtls {
    /// An association that will only ever be with the owner of one of the `expected` fingerprints.
    pub fn new(identity: Arc<Identity>, role: Role, expected: Vec<Fingerprint>) -> Self {
        let endpoint = Endpoint::new(ASSOCIATION, TransportProtocol::UDP, None);
        Self {
            endpoint,
            identity,
            role,
            stage: Stage::Idle,
            expected,
            hello: Hello::default(),
            flight: Flight::default(),
        }
    }

    fn config(&self, profiles: &[SrtpProtectionProfile]) -> Result<Arc<HandshakeConfig>, Error> {
        let (crypto, fingerprints) = (self.identity.crypto.clone(), self.expected.clone());
        let verify = move |chain: &[Vec<u8>], _: &[CertificateDer<'static>]| {
            let leaf = chain.first().ok_or(Error::ErrNonCertificate)?;
            let right = fingerprints.contains(&digest(&*crypto, leaf)?);
            if right { Ok(()) } else { Err(Error::ErrNoMatchingCertificateFingerprint) }
        };
        let config = ConfigBuilder::default()
            .with_crypto_provider(self.identity.crypto.clone())
            .with_certificates(vec![self.identity.certificate.clone()])
            .with_srtp_protection_profiles(profiles.to_vec())
            .with_client_auth(ClientAuthType::RequireAnyClientCert)
            // No CA vouches for these certificates; `verify` is the whole of it.
            .with_insecure_skip_verify(true)
            .with_verify_peer_certificate(Some(Arc::new(verify)))
            .with_extended_master_secret(ExtendedMasterSecretType::Require)
            .with_flight_interval(ENGINE_INTERVAL)
            .build(self.role == Role::Client, None)?;
        Ok(Arc::new(config))
    }

    pub fn role(&self) -> Role {
        self.role
    }

    /// Whether this association is with (or for) the owner of the same certificates.
    pub fn expects(&self, fingerprints: &[Fingerprint]) -> bool {
        self.expected == fingerprints
    }

    /// An authentic check came, so there is an address to send to: a client says hello, or may go on saying it.
    pub fn start(&mut self, now: Instant) {
        self.flight.pay();
        if self.role == Role::Client && self.stage == Stage::Idle {
            self.stage = Stage::Handshaking { taken: 0 };
            // The peer chooses, and browsers would choose the dear one ([`hello`]): they are offered the other alone.
            let [preferred, _] = PROFILES;
            let config = self.config(&[preferred]);
            if let Err(error) =
                config.and_then(|config| self.endpoint.connect(now, ASSOCIATION, config, None))
            {
                tracing::warn!(%error, "DTLS could not begin");
                self.stage = Stage::Failed;
            }
            self.spoken(now);
        }
    }

    /// The client's hello says what it can do.
    fn begin(&mut self) {
        let [preferred, _] = PROFILES;
        let profiles = if self.hello.offers(preferred) { &PROFILES[..1] } else { &PROFILES[..] };
        match self.config(profiles) {
            Ok(config) => {
                self.endpoint.set_server_config(Some(config));
                self.stage = Stage::Handshaking { taken: 0 };
            }
            Err(error) => {
                tracing::warn!(%error, "DTLS could not begin");
                self.stage = Stage::Failed;
            }
        }
    }

    /// Takes a datagram from an address ICE has validated.
    pub fn receive(&mut self, now: Instant, datagram: &[u8]) -> Progress {
        if self.stage == Stage::Established {
            return self.read(now, datagram);
        }
        let datagram = &record::heard(datagram);
        if datagram.is_empty() {
            return Progress::None;
        }
        if self.stage == Stage::Idle && self.role == Role::Server {
            if !self.hello.take(datagram) {
                return Progress::None;
            }
            self.begin();
            let held = self.hello.release();
            return held.iter().fold(Progress::None, |_, datagram| self.read(now, datagram));
        }
        self.read(now, datagram)
    }

    fn read(&mut self, now: Instant, datagram: &[u8]) -> Progress {
        match &mut self.stage {
            Stage::Idle | Stage::Failed => return Progress::None,
            Stage::Handshaking { taken } | Stage::Early { taken } => {
                *taken += datagram.len();
                if *taken > HANDSHAKE_BUDGET {
                    self.stage = Stage::Failed;
                    return Progress::None;
                }
            }
            Stage::Established => {}
        }
        let read = self.endpoint.read(now, ASSOCIATION, None, BytesMut::from(datagram));
        self.spoken(now);
        match read {
            _ if self.unvouched() => {
                tracing::warn!("A peer's key exchange came without its certificate");
                self.stage = Stage::Failed;
                Progress::None
            }
            Ok(events) => self.progress(events),
            Err(Error::ErrNoMatchingCertificateFingerprint) => {
                tracing::warn!("A peer's certificate is not the one its offer named");
                self.stage = Stage::Failed;
                Progress::None
            }
            // Somebody between us had a say in what was agreed: the keys of before were his too.
            Err(Error::ErrVerifyDataMismatch) if matches!(self.stage, Stage::Early { .. }) => {
                tracing::warn!("A handshake was tampered with");
                self.stage = Stage::Failed;
                Progress::Closed
            }
            Err(error) if self.unproven() => {
                tracing::warn!(%error, "A peer's key exchange is not its own");
                self.stage = Stage::Failed;
                Progress::None
            }
            Err(error) => {
                // One bad record from a spoofed address must not end a handshake; a hopeless one
                // runs into its deadline.
                tracing::debug!(%error, "A DTLS record was refused");
                Progress::None
            }
        }
    }

    fn progress(&mut self, events: Vec<EndpointEvent>) -> Progress {
        let mut progress = Progress::None;
        for event in events {
            match event {
                EndpointEvent::HandshakeComplete if matches!(self.stage, Stage::Early { .. }) => {
                    self.stage = Stage::Established;
                    self.flight.end();
                }
                EndpointEvent::HandshakeComplete => match self.keys() {
                    Ok(srtp) => {
                        self.stage = Stage::Established;
                        self.flight.end();
                        progress = Progress::Keys(Box::new(srtp));
                    }
                    Err(error) => {
                        tracing::warn!(%error, "A finished handshake gave no keys");
                        self.stage = Stage::Failed;
                    }
                },
                EndpointEvent::PeerClosed
                    if matches!(self.stage, Stage::Early { .. } | Stage::Established) =>
                {
                    progress = Progress::Closed;
                }
                _ => {} // data channels are not ours
            }
        }
        match progress {
            Progress::None => self.early(),
            progress => progress,
        }
    }

    /// A client that has said its last need not hear the server's to speak (RFC 7918): whose certificate it is and that
    /// it signed these very keys is proven, and what was agreed cannot be worse than what was offered, which is AES-GCM
    /// under a fresh key exchange and nothing else. It is a round trip sooner.
    fn early(&mut self) -> Progress {
        let Stage::Handshaking { taken } = self.stage else { return Progress::None };
        if self.role == Role::Server {
            return Progress::None;
        }
        // As long as there are none the engine has not said its last.
        let Ok(srtp) = self.keys() else { return Progress::None };
        self.stage = Stage::Early { taken };
        Progress::Keys(Box::new(srtp))
    }

    /// Whether a client's engine has made a secret with a key exchange it could not check. It would not unmake it: shown
    /// a genuine one next, it checks that and keeps the other's secret. The two are one step for it, so there is no
    /// innocent way to be here.
    fn unproven(&self) -> bool {
        let under_way = self.role == Role::Client && matches!(self.stage, Stage::Handshaking { .. });
        let state = self.endpoint.get_connection_state(ASSOCIATION);
        under_way && state.is_some_and(|state| state.cipher_suite().is_some()) && self.keys().is_err()
    }

    /// Whether a server's engine has made a secret with a key exchange before which the certificate it demanded did not come. It
    /// keeps that secret, and looks for the certificate only when all is said: whoever shows a genuine one then has not signed
    /// this. Of what a peer of good will sends in whatever order, the engine makes a secret only of all together.
    fn unvouched(&self) -> bool {
        if self.role == Role::Client || !matches!(self.stage, Stage::Handshaking { .. }) {
            return false;
        }
        let state = self.endpoint.get_connection_state(ASSOCIATION);
        let secret = |state: &&State| state.cipher_suite().is_some_and(|suite| suite.is_initialized());
        state.filter(secret).is_some_and(|state| state.peer_certificates.is_empty())
    }

    /// Takes over what the engine says.
    fn spoken(&mut self, now: Instant) {
        let said = self.said();
        if !said.is_empty() {
            self.flight.begin(now);
            self.flight.say(said);
        }
    }

    /// What the engine says, as far as it is said aloud.
    fn said(&mut self) -> Vec<BytesMut> {
        let through = self.stage == Stage::Established;
        std::iter::from_fn(|| self.endpoint.poll_transmit())
            .map(|transmit| if through { transmit.message } else { record::said(&transmit.message) })
            .filter(|datagram| !datagram.is_empty())
            .collect()
    }

    fn keys(&self) -> Result<Srtp, Error> {
        let state = self.endpoint.get_connection_state(ASSOCIATION).ok_or(Error::ErrNonCertificate)?;
        // The handshake has asked `verify` already. Asked again here, where the keys are handed out.
        let leaf = state.peer_certificates.first().ok_or(Error::ErrNonCertificate)?;
        if !self.expected.contains(&digest(&*self.identity.crypto, leaf)?) {
            return Err(Error::ErrNoMatchingCertificateFingerprint);
        }
        Srtp::new(state, &*self.identity.crypto)
    }

    /// The next datagram to send.
    pub fn poll_transmit(&mut self) -> Option<BytesMut> {
        self.flight.poll()
    }

    /// When [`Self::timeout`] wants to be called: never once the handshake is through, for then the last flight is
    /// repeated when the other side repeats its own.
    pub fn deadline(&self) -> Option<Instant> {
        let under_way = matches!(self.stage, Stage::Handshaking { .. } | Stage::Early { .. });
        under_way.then(|| self.flight.due()).flatten()
    }

    /// Repeats a flight that went unanswered.
    pub fn timeout(&mut self, now: Instant) {
        if self.deadline().is_none_or(|due| due > now) {
            return;
        }
        if !self.flight.go_on(now) {
            tracing::debug!("A DTLS handshake was given up");
            if matches!(self.stage, Stage::Handshaking { .. }) {
                self.stage = Stage::Failed;
            }
            return;
        }
        let towards_anybody = self.role == Role::Client && matches!(self.stage, Stage::Handshaking { .. });
        if towards_anybody && !self.flight.spend() {
            return;
        }
        let due = self.endpoint.poll_timeout(&ASSOCIATION).filter(|_| self.flight.may_be_fresh());
        let Some(due) = due else { return self.flight.repeat() };
        // It goes on with what it has taken in, here too.
        let refused = self.endpoint.handle_timeout(ASSOCIATION, now.max(due)).err();
        if let Some(error) = &refused {
            tracing::debug!(%error, "A DTLS flight was not repeated");
        }
        if refused.is_some() && self.unproven() || self.unvouched() {
            self.stage = Stage::Failed;
        }
        let said = self.said();
        self.flight.say(said);
    }

    /// Says goodbye; what [`Self::poll_transmit`] gives then is the last.
    pub fn close(&mut self, now: Instant) {
        self.endpoint.stop(now, ASSOCIATION);
        let goodbye = std::iter::from_fn(|| self.endpoint.poll_transmit());
        self.flight.say(goodbye.map(|transmit| transmit.message).collect());
    }
}

#[cfg(test)]
mod tests;
