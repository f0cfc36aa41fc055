//! One media section of an offer, and the transport lines that may also stand above all of them.

use super::BadOffer;
use crate::media::peer::dtls::Fingerprint;

/// `a=setup` of an offer (RFC 8842 §5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setup {
    ActPass,
    Active,
    Passive,
}

/// Kind of a media section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    Audio,
    Video,
    /// Data channels and whatever comes after them.
    Other,
}

/// Who sends, as the client says it of itself (RFC 8866 §6.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    SendRecv,
    SendOnly,
    RecvOnly,
    Inactive,
}

impl Direction {
    pub fn sends(self) -> bool {
        matches!(self, Self::SendRecv | Self::SendOnly)
    }

    pub fn receives(self) -> bool {
        matches!(self, Self::SendRecv | Self::RecvOnly)
    }
}

/// One payload type of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Codec {
    pub payload_type: u8,
    /// Lower case, e.g. `vp8`.
    pub name: String,
    /// `clock[/channels]` as offered.
    pub clock: String,
    /// Format parameters, e.g. `apt=96`.
    pub parameters: String,
    /// `a=rtcp-fb` values, e.g. `nack pli`.
    pub feedback: Vec<String>,
}

impl Codec {
    /// A format parameter's value.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let mut pairs = self.parameters.split(';').filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// Whether it is offered with this feedback.
    pub fn offers(&self, feedback: &str) -> bool {
        self.feedback.iter().any(|offered| offered == feedback)
    }
}

/// A header extension (RFC 8285 §5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    pub id: u8,
    pub uri: String,
    /// Seen from the offerer; `None` is the section's own.
    pub direction: Option<Direction>,
}

/// One `m=` section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub media: Media,
    /// The words of the `m=` line, repeated when it is rejected.
    pub kind: String,
    pub protocol: String,
    pub formats: String,
    /// Port 0 without `a=bundle-only`: not in use.
    pub disabled: bool,
    pub mid: String,
    pub direction: Direction,
    pub codecs: Vec<Codec>,
    pub extensions: Vec<Extension>,
    /// Streams it announces; the first is the media, see `rtx`.
    pub ssrcs: Vec<u32>,
    /// (media, its retransmissions), from `a=ssrc-group:FID`.
    pub fid: Option<(u32, u32)>,
    /// Names of the simulcast layers it sends, as `a=simulcast` orders them (RFC 8853 §5.2).
    pub layers: Vec<String>,
    pub reduced_size: bool,
    pub rtcp_mux: bool,
    pub extmap_mixed: bool,
    pub(super) transport: TransportLines,
}

/// What may stand in a section or above all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TransportLines {
    pub ufrag: Option<String>,
    pub password: bool,
    pub fingerprints: Vec<Fingerprint>,
    pub setup: Option<Setup>,
}

impl TransportLines {
    pub(super) fn attribute(&mut self, attribute: &str) -> Result<(), BadOffer> {
        let (name, value) = attribute.split_once(':').unwrap_or((attribute, ""));
        match name {
            "ice-ufrag" => {
                // RFC 8839 §5.4: 4 to 256 ice-chars.
                let usable = (4..=256).contains(&value.len()) && value.bytes().all(is_ice_char);
                self.ufrag = Some(
                    usable
                        .then(|| value.to_owned())
                        .ok_or_else(|| BadOffer::new("a=ice-ufrag is malformed"))?,
                );
            }
            "ice-pwd" => self.password = true,
            "fingerprint" => self.fingerprints.extend(fingerprint(value)?),
            "setup" => {
                self.setup = match value {
                    "actpass" => Some(Setup::ActPass),
                    "active" => Some(Setup::Active),
                    "passive" => Some(Setup::Passive),
                    _ => None,
                }
            }
            _ => {}
        }
        Ok(())
    }
}

impl Section {
    pub(super) fn new(kind: &str, disabled: bool, protocol: &str, formats: &str) -> Self {
        let media = match kind {
            "audio" => Media::Audio,
            "video" => Media::Video,
            _ => Media::Other,
        };
        let codec = |payload_type| Codec {
            payload_type,
            name: String::new(),
            clock: String::new(),
            parameters: String::new(),
            feedback: Vec::new(),
        };
        let numbers = formats.split_ascii_whitespace().filter_map(|format| format.parse().ok());
        Self {
            media,
            kind: kind.to_owned(),
            protocol: protocol.to_owned(),
            formats: formats.to_owned(),
            disabled,
            mid: String::new(),
            direction: Direction::SendRecv,
            codecs: numbers.filter(|number| *number < 128).map(codec).collect(),
            extensions: Vec::new(),
            ssrcs: Vec::new(),
            fid: None,
            layers: Vec::new(),
            reduced_size: false,
            rtcp_mux: false,
            extmap_mixed: false,
            transport: TransportLines::default(),
        }
    }

    /// The first codec of that name with this format parameter, or else the first of that name. Names are lower
    /// case.
    pub fn codec(&self, name: &str, parameter: Option<(&str, &str)>) -> Option<&Codec> {
        let of_name = || self.codecs.iter().filter(|codec| codec.name == name);
        let fits = |codec: &&Codec| parameter.is_none_or(|(key, value)| codec.parameter(key) == Some(value));
        of_name().find(fits).or_else(|| of_name().next())
    }

    /// The retransmission format (RFC 4588) of a payload type.
    pub fn rtx_of(&self, payload_type: u8) -> Option<&Codec> {
        let apt = payload_type.to_string();
        self.codecs.iter().find(|codec| codec.name == "rtx" && codec.parameter("apt") == Some(&apt))
    }

    pub(super) fn attribute(&mut self, attribute: &str) -> Result<(), BadOffer> {
        let (name, value) = attribute.split_once(':').unwrap_or((attribute, ""));
        match name {
            "mid" => value.clone_into(&mut self.mid),
            "bundle-only" => self.disabled = false,
            "rtcp-rsize" => self.reduced_size = true,
            "rtcp-mux" => self.rtcp_mux = true,
            "extmap-allow-mixed" => self.extmap_mixed = true,
            "sendrecv" | "sendonly" | "recvonly" | "inactive" => {
                self.direction = direction(name).unwrap_or(self.direction);
            }
            "rtpmap" => self.rtpmap(value),
            "fmtp" => self.with_codec(value, |codec, rest| rest.clone_into(&mut codec.parameters)),
            "rtcp-fb" => self.feedback(value),
            "extmap" => self.extensions.extend(extension(value)),
            "ssrc" => self.ssrc(value),
            "simulcast" => self.simulcast(value),
            "ssrc-group" => self.ssrc_group(value),
            _ => self.transport.attribute(attribute)?,
        }
        Ok(())
    }

    fn rtpmap(&mut self, value: &str) {
        self.with_codec(value, |codec, rest| {
            let (name, clock) = rest.split_once('/').unwrap_or((rest, ""));
            codec.name = name.to_ascii_lowercase();
            clock.clone_into(&mut codec.clock);
        });
    }

    fn feedback(&mut self, value: &str) {
        match value.split_once(' ') {
            Some(("*", what)) => {
                self.codecs.iter_mut().for_each(|codec| codec.feedback.push(what.to_owned()));
            }
            _ => self.with_codec(value, |codec, what| codec.feedback.push(what.to_owned())),
        }
    }

    /// Hands `payload-type rest` to the codec it is about.
    fn with_codec(&mut self, value: &str, apply: impl FnOnce(&mut Codec, &str)) {
        let Some((number, rest)) = value.split_once(' ') else { return };
        let codec = self.codecs.iter_mut().find(|codec| Ok(codec.payload_type) == number.parse());
        if let Some(codec) = codec {
            apply(codec, rest);
        }
    }

    fn ssrc(&mut self, value: &str) {
        let number = value.split_once(' ').map_or(value, |(number, _)| number);
        if let Ok(ssrc) = number.parse()
            && !self.ssrcs.contains(&ssrc)
        {
            self.ssrcs.push(ssrc);
        }
    }

    /// `send id;id,alternative;~paused [recv …]`. Of alternatives the first counts.
    fn simulcast(&mut self, value: &str) {
        let words: Vec<&str> = value.split_ascii_whitespace().collect();
        let sent = words.chunks_exact(2).find(|pair| pair[0] == "send").map_or("", |pair| pair[1]);
        let name =
            |layer: &str| layer.split(',').next().unwrap_or_default().trim_start_matches('~').to_owned();
        self.layers = sent.split(';').map(name).filter(|name| is_rid(name)).collect();
    }

    fn ssrc_group(&mut self, value: &str) {
        let mut words = value.split_ascii_whitespace();
        if words.next() == Some("FID")
            && let (Some(Ok(media)), Some(Ok(rtx))) =
                (words.next().map(str::parse), words.next().map(str::parse))
        {
            self.fid.get_or_insert((media, rtx));
        }
    }
}

fn direction(word: &str) -> Option<Direction> {
    match word {
        "sendrecv" => Some(Direction::SendRecv),
        "sendonly" => Some(Direction::SendOnly),
        "recvonly" => Some(Direction::RecvOnly),
        "inactive" => Some(Direction::Inactive),
        _ => None,
    }
}

/// `id[/direction] uri [attributes]`.
fn extension(value: &str) -> Option<Extension> {
    let mut words = value.split_ascii_whitespace();
    let (id, way) =
        words.next().map(|head| head.split_once('/').map_or((head, None), |(id, way)| (id, Some(way))))?;
    let id = id.parse().ok().filter(|id| (1..=255).contains(id) && *id != 15)?;
    Some(Extension { id, uri: words.next()?.to_owned(), direction: way.and_then(direction) })
}

/// SHA-256 fingerprints only; weaker ones do not count, other strong ones are passed over.
fn fingerprint(value: &str) -> Result<Option<Fingerprint>, BadOffer> {
    let Some((hash, digits)) = value.split_once(' ') else {
        return Err(BadOffer::new("a=fingerprint is malformed"));
    };
    if !hash.eq_ignore_ascii_case("sha-256") {
        return Ok(None);
    }
    let mut bytes = digits.trim().split(':').map(|pair| u8::from_str_radix(pair, 16));
    let mut fingerprint = [0; 32];
    for byte in &mut fingerprint {
        *byte = match bytes.next() {
            Some(Ok(value)) => value,
            _ => return Err(BadOffer::new("a=fingerprint is malformed")),
        };
    }
    if bytes.next().is_some() {
        return Err(BadOffer::new("a=fingerprint is malformed"));
    }
    Ok(Some(fingerprint))
}

/// RFC 8851 §10. Sixteen bytes is what a one-byte header extension carries.
fn is_rid(name: &str) -> bool {
    (1..=16).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

fn is_ice_char(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/'
}
