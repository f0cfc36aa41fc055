//! What a browser's offer says, as far as we act on it. Lines we do not know are passed over (RFC 8866 §5).

use signaling::wire::{MAX_SDP_BYTES, MAX_SDP_LINES, MAX_SDP_SECTIONS};

use super::BadOffer;
use super::section::{Section, Setup, TransportLines};
use crate::media::peer::dtls::Fingerprint;

/// The transport of a BUNDLE group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transport {
    pub ufrag: String,
    pub fingerprints: Vec<Fingerprint>,
    pub setup: Setup,
}

/// An offer as read: its sections in their order, and what stands above all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    pub sections: Vec<Section>,
    /// Mids of the first BUNDLE group, in its order.
    pub bundle: Vec<String>,
    session: TransportLines,
}

impl Description {
    /// Reads an offer.
    pub fn parse(sdp: &str) -> Result<Self, BadOffer> {
        if sdp.len() > MAX_SDP_BYTES {
            return Err(BadOffer::new(format!("the SDP is longer than {MAX_SDP_BYTES} bytes")));
        }
        let lines = || sdp.lines().map(str::trim_end).filter(|line| !line.is_empty());
        if lines().count() > MAX_SDP_LINES {
            return Err(BadOffer::new(format!("the SDP has more than {MAX_SDP_LINES} lines")));
        }
        if lines().next() != Some("v=0") {
            return Err(BadOffer::new("the SDP does not begin with v=0"));
        }
        let mut offer = Self { sections: Vec::new(), bundle: Vec::new(), session: TransportLines::default() };
        for line in lines() {
            let Some((kind, value)) = line.split_once('=') else {
                return Err(BadOffer::new("a line of the SDP has no `=`"));
            };
            match (kind, offer.sections.last_mut()) {
                ("m", _) => offer.open_section(value)?,
                ("a", Some(section)) => section.attribute(value)?,
                ("a", None) => offer.session_attribute(value)?,
                _ => {}
            }
        }
        offer.check_mids()?;
        Ok(offer)
    }

    pub fn section(&self, mid: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.mid == mid)
    }

    /// The transport the section `mid` describes, its gaps filled from the session (RFC 9143 §7.3.1: the
    /// tagged section's transport carries the whole group).
    pub fn transport(&self, mid: &str) -> Result<Transport, BadOffer> {
        let missing = |what: &str| BadOffer::new(format!("section {mid} has no {what}"));
        let own = &self.section(mid).ok_or_else(|| missing("media description"))?.transport;
        let ufrag =
            own.ufrag.as_ref().or(self.session.ufrag.as_ref()).ok_or_else(|| missing("a=ice-ufrag"))?;
        if !(own.password || self.session.password) {
            return Err(missing("a=ice-pwd"));
        }
        let fingerprints =
            if own.fingerprints.is_empty() { &self.session.fingerprints } else { &own.fingerprints };
        if fingerprints.is_empty() {
            return Err(missing("sha-256 a=fingerprint"));
        }
        let setup = own.setup.or(self.session.setup).ok_or_else(|| missing("a=setup we can answer"))?;
        Ok(Transport { ufrag: ufrag.clone(), fingerprints: fingerprints.clone(), setup })
    }

    fn open_section(&mut self, line: &str) -> Result<(), BadOffer> {
        if self.sections.len() >= MAX_SDP_SECTIONS {
            return Err(BadOffer::new(format!("the SDP has more than {MAX_SDP_SECTIONS} media sections")));
        }
        let mut words = line.splitn(4, ' ');
        let (Some(kind), Some(port), Some(protocol), Some(formats)) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err(BadOffer::new("an m= line is incomplete"));
        };
        self.sections.push(Section::new(kind, port == "0", protocol, formats));
        Ok(())
    }

    fn session_attribute(&mut self, attribute: &str) -> Result<(), BadOffer> {
        match attribute.strip_prefix("group:BUNDLE ") {
            Some(mids) if self.bundle.is_empty() => {
                self.bundle = mids.split_ascii_whitespace().map(str::to_owned).collect();
                Ok(())
            }
            _ => self.session.attribute(attribute),
        }
    }

    fn check_mids(&self) -> Result<(), BadOffer> {
        for (at, section) in self.sections.iter().enumerate() {
            if !is_token(&section.mid) {
                return Err(BadOffer::new("a media section has no usable a=mid"));
            }
            if self.sections.iter().take(at).any(|earlier| earlier.mid == section.mid) {
                return Err(BadOffer::new(format!("two media sections are called {}", section.mid)));
            }
        }
        Ok(())
    }
}

/// A mid goes into our answer and into header extensions, so it must be a short token (RFC 8843, 8866 §9).
fn is_token(mid: &str) -> bool {
    (1..=16).contains(&mid.len())
        && mid.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.!%*+'`~{}|^$&#".contains(&b))
}
