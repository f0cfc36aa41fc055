//! How bad a direction of a link is, as tests write it and as JSON has it.

use crate::packet::Traffic;
use serde::Deserialize;

/// One direction. The default is a perfect line.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Conditions {
    pub loss: Loss,
    pub delay_ms: u32,
    /// The delay wanders by up to so much both ways; packets keep their order.
    pub jitter_ms: u32,
    /// Share of packets held back so that later ones overtake them.
    pub reorder: f64,
    /// Share of packets that arrive twice.
    pub duplicate: f64,
    /// `None`: as wide as can be.
    pub rate_kbit: Option<u32>,
    /// How long a packet may wait for a narrow line; the queue's end is its limit (drop-tail).
    pub queue_ms: u32,
    pub pass: Pass,
}

impl Default for Conditions {
    fn default() -> Self {
        Self {
            loss: Loss::None,
            delay_ms: 0,
            jitter_ms: 0,
            reorder: 0.0,
            duplicate: 0.0,
            rate_kbit: None,
            queue_ms: 300,
            pass: Pass::Everything,
        }
    }
}

/// Which packets are lost on the way.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Loss {
    None,
    /// Each with this chance, whatever became of the one before.
    Random(f64),
    /// This share in runs of `length` packets on average: Gilbert's two states, everything lost in the bad one.
    Bursts {
        share: f64,
        length: f64,
    },
}

/// What a firewall on the way lets through. What it does not is dropped in silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pass {
    Everything,
    NoUdp,
    /// TCP from or to this port.
    OnlyTcp(u16),
}

impl Pass {
    /// Whether it lets a packet through.
    #[must_use]
    pub const fn admits(self, traffic: Traffic) -> bool {
        match (self, traffic) {
            (Self::Everything, _) => true,
            (Self::NoUdp, traffic) => !matches!(traffic, Traffic::Udp),
            (Self::OnlyTcp(open), Traffic::Tcp { from, to }) => from == open || to == open,
            (Self::OnlyTcp(_), _) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_read_from_json() {
        let read = |text| serde_json::from_str::<Conditions>(text);
        let perfect = Conditions::default();
        for (text, expected) in [
            ("{}", perfect.clone()),
            (r#"{"loss":{"random":0.1}}"#, Conditions { loss: Loss::Random(0.1), ..perfect.clone() }),
            (
                r#"{"loss":{"bursts":{"share":0.2,"length":5}},"delay_ms":300,"jitter_ms":50}"#,
                Conditions {
                    loss: Loss::Bursts { share: 0.2, length: 5.0 },
                    delay_ms: 300,
                    jitter_ms: 50,
                    ..perfect.clone()
                },
            ),
            (
                r#"{"rate_kbit":50,"pass":{"only_tcp":443}}"#,
                Conditions { rate_kbit: Some(50), pass: Pass::OnlyTcp(443), ..perfect.clone() },
            ),
        ] {
            assert_eq!(read(text).unwrap(), expected, "{text}");
        }
        for text in [r#"{"los":0}"#, r#"{"loss":0.1}"#, r#"{"loss":{"bursts":{"share":1}}}"#, "0"] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn firewalls_let_through_what_they_say() {
        let tcp = |from, to| Traffic::Tcp { from, to };
        for (pass, traffic, admitted) in [
            (Pass::Everything, Traffic::Udp, true),
            (Pass::NoUdp, Traffic::Udp, false),
            (Pass::NoUdp, tcp(5000, 80), true),
            (Pass::NoUdp, Traffic::Other, true),
            (Pass::OnlyTcp(443), tcp(5000, 443), true),
            (Pass::OnlyTcp(443), tcp(443, 5000), true),
            (Pass::OnlyTcp(443), tcp(5000, 80), false),
            (Pass::OnlyTcp(443), Traffic::Udp, false),
            (Pass::OnlyTcp(443), Traffic::Other, false),
        ] {
            assert_eq!(pass.admits(traffic), admitted, "{pass:?} {traffic:?}");
        }
    }
}
