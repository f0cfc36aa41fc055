//! Checks a receiver's settings before anything is sent.

use super::{guard::allowed, post::Settings};
use crate::channels::address::{BadAddress, address_allowed};
use serde_json::Value;
use std::net::ToSocketAddrs;

/// Whether notices may be sent to `url`, as far as can be told without resolving its name.
///
/// # Errors
/// Why not.
pub fn check_url(url: &str, settings: &Settings) -> Result<(), BadAddress> {
    allowed(url, &settings.plain_hosts, &settings.networks).map(drop)
}

/// Whether the SMS gateway would be sent to, its name resolved; true where none is configured. It is not asked.
///
/// # Errors
/// The key that is wrong, and why.
pub fn check_sms(settings: &Settings) -> Result<bool, String> {
    let Some(sms) = &settings.sms else { return Ok(false) };
    let url = allowed(&sms.url, &settings.plain_hosts, &settings.networks);
    let url = url.map_err(|why| format!("sms_url: {why}"))?;
    let body = sms.filled_in("13900000000", "XF620102202611231", "\"");
    if serde_json::from_str::<Value>(&body).is_err() {
        return Err("sms_body: it is no JSON once it is filled in".into());
    }
    if !sms.body.contains("{phone}") || !sms.body.contains("{text}") {
        return Err("sms_body: {phone} or {text} is missing".into());
    }
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    let port = url.port_or_known_default().unwrap_or(443);
    let mut found =
        (host, port).to_socket_addrs().map_err(|why| format!("sms_url: {host} is not known: {why}"))?;
    let reached = found.any(|found| address_allowed(found.ip(), &settings.networks));
    if reached { Ok(true) } else { Err(format!("sms_url: {host}: {}", BadAddress::NotPublic)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channels::outbox::Sms;

    #[test]
    fn a_gateway_that_could_not_be_told_is_named_by_its_key() {
        let good = r#"{"to":"{phone}","say":"{text}"}"#;
        for (url, body, wrong) in [
            ("https://10.9.0.7/send", good, None),
            ("http://10.9.0.7/send", good, Some("sms_url")),
            ("https://10.8.0.7/send", good, Some("sms_url")),
            ("gateway", good, Some("sms_url")),
            ("https://10.9.0.7/send", r#"{"to":"{phone}","say":{text}}"#, Some("sms_body")),
            ("https://10.9.0.7/send", r#"{"to":"{phone}"}"#, Some("sms_body")),
        ] {
            let sms = Sms { url: url.into(), body: body.into(), authorization: String::new() };
            let networks = vec!["10.9.0.0/16".parse().unwrap()];
            let found = check_sms(&Settings { sms: Some(sms), networks, ..Settings::default() });
            assert_eq!(found.is_err(), wrong.is_some(), "{url} {body}: {found:?}");
            assert!(wrong.is_none_or(|key| found.is_err_and(|why| why.starts_with(key))), "{url} {body}");
        }
        assert_eq!(check_sms(&Settings::default()), Ok(false));
    }
}
