//! The section `[wechat]` of the configuration.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `[wechat]`: template messages of an official account, to followers whose matters came in by it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WechatConfig {
    /// Id of the client the account comes in by; empty: no template messages.
    pub client: String,
    /// AppID of the account, as the platform shows it.
    pub app_id: String,
    /// AppSecret of the account; whoever knows it can send in its name.
    pub app_secret: String,
    /// Where the platform's interface is.
    pub url: String,
    /// Without one nothing is sent.
    pub templates: Vec<WechatTemplate>,
}

/// A template as the platform gave it out, and what is told with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WechatTemplate {
    /// The platform's.
    pub id: String,
    /// Kinds of events told with it; none: all that no other template names.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// The template's fields, with `{number}`, `{news}`, `{state}` and `{time}`.
    pub fields: BTreeMap<String, String>,
}

impl Default for WechatConfig {
    fn default() -> Self {
        Self {
            client: String::new(),
            app_id: String::new(),
            app_secret: String::new(),
            url: "https://api.weixin.qq.com".into(),
            templates: Vec::new(),
        }
    }
}

impl std::fmt::Debug for WechatConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WechatConfig")
            .field("client", &self.client)
            .field("app_id", &self.app_id)
            .field("url", &self.url)
            .field("templates", &self.templates)
            .finish_non_exhaustive()
    }
}
