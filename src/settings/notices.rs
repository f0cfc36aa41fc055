//! Where notices may go: the gateway of text messages, and the WeChat account.

use super::{addresses, edge::keep_free};
use crate::{
    channels::outbox::{self, Account},
    config::{Config, WechatConfig},
    domain::{UnknownName, channels::Template, ids::ClientId},
};
use std::io;

/// Whether messages go to a gateway that can be sent to; false where none is configured.
///
/// # Errors
/// The key that is wrong, and why.
pub fn check_sms(config: &Config) -> Result<bool, String> {
    outbox::check_sms(&notices(config).map_err(|error| error.to_string())?)
}

/// Where notices may go, as configured.
///
/// # Errors
/// The account of `[wechat]` names what is not there.
pub fn notices(config: &Config) -> io::Result<outbox::Settings> {
    let channels = &config.channels;
    let sms = outbox::Sms {
        url: channels.sms_url.clone(),
        body: channels.sms_body.clone(),
        authorization: channels.sms_authorization.clone(),
    };
    Ok(outbox::Settings {
        plain_hosts: channels.plain_hosts.clone(),
        networks: channels.networks.iter().map(|network| network.0).collect(),
        sms: Some(sms).filter(|sms| !sms.url.is_empty()),
        wechat: official_account(&config.wechat).map_err(io::Error::other)?,
        pages: addresses::public_url(config),
        recorded: config.recording.enabled,
        files: config.data.dir.join("files"),
        keep_free: keep_free(&config.data).citizens,
        ..outbox::Settings::default()
    })
}

/// The account that sends template messages; none if none is configured.
///
/// # Errors
/// A key that names nothing, in a sentence.
pub fn official_account(config: &WechatConfig) -> Result<Option<Account>, String> {
    if config.client.is_empty() {
        return Ok(None);
    }
    let id = config.client.parse().map_err(|_| "[wechat] client: not the id of a client")?;
    let templates = config.templates.iter().map(|given| {
        let kinds: Result<_, UnknownName> = given.kinds.iter().map(|kind| kind.parse()).collect();
        let kinds = kinds.map_err(|unknown| format!("[wechat] templates, kinds: {unknown}"))?;
        Ok(Template { id: given.id.clone(), kinds, fields: given.fields.clone().into_iter().collect() })
    });
    Ok(Some(Account {
        client: ClientId(id),
        app_id: config.app_id.clone(),
        app_secret: config.app_secret.clone(),
        url: config.url.trim_end_matches('/').to_owned(),
        templates: templates.collect::<Result<_, String>>()?,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::WechatTemplate;

    #[test]
    fn an_account_that_names_nothing_is_refused_with_the_key() {
        let client = "00000000-0000-0000-0000-0000000000d1";
        let template = |kind: &str| WechatTemplate {
            id: "T".into(),
            kinds: vec![kind.into()],
            fields: std::collections::BTreeMap::default(),
        };
        for (client, kind, wrong) in [
            ("", "no such kind", None),
            (client, "petition.accepted", None),
            ("the account", "petition.accepted", Some("client")),
            (client, "petition.acepted", Some("`petition.acepted` is not")),
        ] {
            let config = WechatConfig {
                client: client.into(),
                templates: vec![template(kind)],
                ..WechatConfig::default()
            };
            let refused = official_account(&config).err();
            assert_eq!(refused.is_some(), wrong.is_some(), "{client} {kind}");
            assert!(wrong.is_none_or(|word| refused.is_some_and(|refused| refused.contains(word))));
        }
    }
}
