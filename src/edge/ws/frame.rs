//! Text in, frame out: the only place that parses what a client sent.

use signaling::wire::{ByeReason, ClientFrame, MAX_FRAME_BYTES};

/// Frames nest four deep; more is somebody trying the parser (docs/threats.md T14).
const MAX_DEPTH: usize = 16;

/// What came is no frame. The connection ends: its page is broken, or it is no page of ours.
#[derive(Debug, thiserror::Error)]
pub enum Violation {
    #[error("frame of {len} bytes (limit {MAX_FRAME_BYTES})")]
    TooLarge { len: usize },
    #[error("frame nested deeper than {MAX_DEPTH}")]
    TooDeep,
    #[error("frames are text")]
    Binary,
    #[error("not a frame: {0}")]
    NotAFrame(#[from] serde_json::Error),
}

impl Violation {
    pub const fn reason(&self) -> ByeReason {
        match self {
            Self::TooLarge { .. } => ByeReason::TooLarge,
            Self::TooDeep | Self::Binary | Self::NotAFrame(_) => ByeReason::Violation,
        }
    }
}

/// # Errors
/// What is wrong with it, for the log of whoever writes a client.
pub fn parse(text: &str) -> Result<ClientFrame, Violation> {
    if text.len() > MAX_FRAME_BYTES {
        return Err(Violation::TooLarge { len: text.len() });
    }
    if depth(text) > MAX_DEPTH {
        return Err(Violation::TooDeep);
    }
    Ok(serde_json::from_str(text)?)
}

/// How deep brackets nest outside of strings. Of text that is no JSON any number will do: it is refused next.
fn depth(text: &str) -> usize {
    let (mut now, mut deepest) = (0_usize, 0);
    let (mut in_string, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                now += 1;
                deepest = deepest.max(now);
            }
            b'}' | b']' if !in_string => now = now.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;
    use signaling::wire::{ClientMessage, SourceKind};

    #[test]
    fn a_frame_is_a_number_and_what_to_do() {
        let frame = parse(r#"{"id":7,"do":{"type":"set_source","kind":"camera","on":false}}"#).unwrap();
        assert_eq!(frame.id, 7);
        assert_eq!(frame.message, ClientMessage::SetSource { kind: SourceKind::Camera, on: false });
    }

    #[track_caller]
    fn check_refused(text: &str, reason: ByeReason, says: &str) {
        let violation = parse(text).unwrap_err();
        assert_eq!(violation.reason(), reason);
        assert!(violation.to_string().contains(says), "{violation}");
    }

    #[test]
    fn what_is_no_frame_is_refused() {
        use ByeReason::{TooLarge, Violation};
        for (text, reason, says) in [
            ("", Violation, "EOF"),
            ("hello", Violation, "not a frame"),
            ("[]", Violation, "not a frame"),
            (r#"{"id":1}"#, Violation, "missing field `do`"),
            (r#"{"id":1,"do":{"type":"fly"}}"#, Violation, "unknown variant `fly`"),
            (r#"{"id":-1,"do":{"type":"leave"}}"#, Violation, "invalid value"),
            (r#"{"id":1,"do":{"type":"leave"},"x":0}"#, Violation, "unknown field `x`"),
            (r#"{"id":1,"do":{"type":"raise_hand","up":true,"x":0}}"#, Violation, "unknown field `x`"),
            (r#"{"id":1,"do":{"type":"raise_hand"}}"#, Violation, "missing field `up`"),
            (&"[".repeat(17), Violation, "nested deeper than 16"),
            (&" ".repeat(MAX_FRAME_BYTES + 1), TooLarge, "frame of 65537 bytes"),
        ] {
            check_refused(text, reason, says);
        }
    }

    #[test]
    fn brackets_in_strings_do_not_nest() {
        for (text, expected) in [("{}", 1), (r#"{"a":"[[["}"#, 1), (r#"["\"[", [[]]]"#, 3), ("]]][", 1)] {
            assert_eq!(depth(text), expected, "{text}");
        }
    }
}
