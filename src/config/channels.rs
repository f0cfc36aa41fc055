//! The section `[channels]` of the configuration.

use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// `[channels]`: what goes out to other systems.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChannelsConfig {
    /// Hosts that notices may go to without TLS.
    pub plain_hosts: Vec<String>,
    /// Networks that are not public and that notices may go to.
    pub networks: Vec<Network>,
    /// Address of the SMS gateway; empty: no messages are sent.
    pub sms_url: String,
    /// JSON with `{phone}`, `{text}` and `{number}`.
    pub sms_body: String,
    /// Value of the gateway's `Authorization` header.
    pub sms_authorization: String,
}

impl Default for ChannelsConfig {
    fn default() -> Self {
        Self {
            plain_hosts: Vec::new(),
            networks: Vec::new(),
            sms_url: String::new(),
            sms_body: r#"{"phone":"{phone}","text":"{text}"}"#.into(),
            sms_authorization: String::new(),
        }
    }
}

impl std::fmt::Debug for ChannelsConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ChannelsConfig")
            .field("plain_hosts", &self.plain_hosts)
            .field("networks", &self.networks)
            .field("sms_url", &self.sms_url)
            .finish_non_exhaustive()
    }
}

/// `"10.20.0.0/16"`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Network(pub IpNet);

impl TryFrom<String> for Network {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let network = text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
        network.map(Self).map_err(|_| format!("\"{text}\" is not a network like 10.20.0.0/16 or fd00:1::/32"))
    }
}

impl From<Network> for String {
    fn from(Network(network): Network) -> Self {
        network.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_has_as_many_bits_as_its_address() {
        for (text, read) in [
            ("10.20.0.0/16", Some("10.20.0.0/16")),
            ("10.0.0.5", Some("10.0.0.5/32")),
            ("fd00:1::/32", Some("fd00:1::/32")),
            ("10.0.0.0/33", None),
            ("10.0.0.0/", None),
            ("office", None),
        ] {
            let network = Network::try_from(text.to_owned());
            assert_eq!(network.ok().map(String::from).as_deref(), read, "{text}");
        }
    }
}
