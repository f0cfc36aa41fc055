//! Configuration: one TOML file, every key optional, unknown keys refused, environment on top.
//!
//! `lianjie init` writes [`SAMPLE`], which documents every key with its default; a test keeps the
//! two together. `LIANJIE_SERVER__LISTEN=0.0.0.0:443` overrides `listen` of `[server]`.

mod addresses;
mod channels;
mod local_rules;
mod media;
mod sections;
mod server;
mod wechat;
mod work;

pub use channels::{ChannelsConfig, Network};
pub use local_rules::{LocalRulesConfig, ReceptionConfig, RepresentativesConfig};
pub use media::{MediaAddress, MediaConfig, RecordingConfig, TurnConfig};
pub use sections::Config;
pub use server::{DataConfig, DatabaseConfig, LogConfig, LogFormat, ServerConfig, TlsConfig, TlsMode};
pub use wechat::{WechatConfig, WechatTemplate};
pub use work::{
    AccountsConfig, DocumentsConfig, GridConfig, HearingsConfig, PetitionsConfig, SecondFactorMode,
    StatisticsConfig,
};

use std::path::Path;
use toml::{Table, Value};

/// Every key with its default and what it does.
pub const SAMPLE: &str = include_str!("sample.toml");

const ENV_PREFIX: &str = "LIANJIE_";

/// Why nothing starts with these settings.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("cannot read {path}")]
    Unreadable { path: String, source: std::io::Error },
    #[error("{path} is not TOML: {source}")]
    NotToml { path: String, source: toml::de::Error },
    /// The text names the key and what was expected.
    #[error("configuration: {0}")]
    Wrong(String),
}

impl Config {
    /// Reads `file` (or nothing) and lays `environment` over it.
    ///
    /// # Errors
    /// The file cannot be read or parsed, or a key is unknown or has a wrong value.
    pub fn load(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let mut table = match file {
            None => Table::new(),
            Some(path) => parse(path)?,
        };
        for (name, value) in environment {
            overlay(&mut table, &name, &value);
        }
        Self::deserialize(table)?.with_addresses()
    }

    fn deserialize(table: Table) -> Result<Self, ConfigError> {
        table
            .try_into()
            .map_err(|error: toml::de::Error| ConfigError::Wrong(error.to_string().trim().to_owned()))
    }
}

fn parse(path: &Path) -> Result<Table, ConfigError> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path)
        .map_err(|source| ConfigError::Unreadable { path: name.clone(), source })?;
    text.parse().map_err(|source| ConfigError::NotToml { path: name, source })
}

/// Sets `section.key` from `LIANJIE_SECTION__KEY`; other variables are none of ours.
fn overlay(table: &mut Table, name: &str, text: &str) {
    let Some((section, key)) = name.strip_prefix(ENV_PREFIX).and_then(|rest| rest.split_once("__")) else {
        return;
    };
    let section = table.entry(section.to_lowercase()).or_insert_with(|| Value::Table(Table::new()));
    if let Value::Table(section) = section {
        section.insert(key.to_lowercase(), value_of(text));
    }
}

/// A number, a boolean or a list as TOML writes it; anything else is text.
fn value_of(text: &str) -> Value {
    match text.parse::<Value>() {
        Ok(value) if !matches!(value, Value::Datetime(_)) => value,
        _ => Value::String(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        Config::load(None, variables.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())))
    }

    #[test]
    fn the_sample_is_the_default() {
        let sample = Config::deserialize(SAMPLE.parse().expect("TOML")).expect("known keys");
        assert_eq!(sample, Config::default());
    }

    #[test]
    fn the_sample_names_every_key() {
        let sample: Table = SAMPLE.parse().expect("TOML");
        let all = Table::try_from(Config::default()).expect("a table");
        for (section, keys) in &all {
            for key in keys.as_table().expect("sections").keys() {
                assert!(
                    sample.get(section).and_then(|s| s.get(key)).is_some(),
                    "src/config/sample.toml lacks `{key}` of [{section}]"
                );
            }
        }
    }

    #[test]
    fn environment_overrides_the_file() {
        let config = with(&[
            ("LIANJIE_SERVER__LISTEN", "0.0.0.0:443"),
            ("LIANJIE_SERVER__SHUTDOWN_GRACE_SECS", "30"),
            ("LIANJIE_SERVER__ORIGINS", r#"["https://a.example"]"#),
            ("LIANJIE_TEST_POSTGRES", "none of ours"),
        ])
        .expect("good values");
        assert_eq!(config.server.listen.port(), 443);
        assert_eq!(config.server.shutdown_grace_secs, 30);
        assert_eq!(config.server.origins, ["https://a.example"]);
    }

    #[test]
    fn addresses_of_pages_are_read_when_the_file_is() {
        let config = with(&[("LIANJIE_SERVER__PUBLIC_URL", "https://A.example:443/")]).expect("good");
        assert_eq!(config.server.public_url, "https://a.example");
        let refusal = with(&[("LIANJIE_SERVER__ORIGINS", r#"["a.example"]"#)]).expect_err("no scheme");
        assert!(refusal.to_string().contains("[server] origins"), "{refusal}");
    }

    #[test]
    fn a_second_factor_is_off_allowed_or_required() {
        let mode = |text| with(&[("LIANJIE_ACCOUNTS__SECOND_FACTOR", text)]);
        assert_eq!(mode("required").expect("good").accounts.second_factor, SecondFactorMode::Required);
        let refusal = mode("sometimes").expect_err("unknown").to_string();
        assert!(refusal.contains("allowed"), "{refusal}");
    }

    #[test]
    fn a_media_address_may_have_a_port_of_its_own() {
        let addresses =
            |text| with(&[("LIANJIE_MEDIA__ADDRESSES", text)]).map(|config| config.media.addresses);
        let good =
            addresses(r#"["10.0.0.1", "203.0.113.7:9000", "[2001:db8::7]:9000", "::1"]"#).expect("good");
        assert_eq!(
            good.iter().map(|address| address.port).collect::<Vec<_>>(),
            [None, Some(9000), Some(9000), None]
        );
        assert_eq!(good.into_iter().map(String::from).collect::<Vec<_>>()[1], "203.0.113.7:9000");
        let sided = addresses(r#"["10.20.0.5:9000 for 10.0.0.0/8 fd00::/8"]"#).expect("good");
        assert_eq!(sided[0].networks.len(), 2);
        assert_eq!(String::from(sided[0].clone()), "10.20.0.5:9000 for 10.0.0.0/8 fd00::/8");
        let no_network = r#"["10.0.0.1 for the office"]"#;
        for wrong in [r#"["media.example"]"#, r#"["10.0.0.1:0"]"#, r#"["10.0.0.1:99999"]"#, no_network] {
            assert!(addresses(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_turn_secret_is_not_printed() {
        let config = with(&[("LIANJIE_TURN__SECRET", "hush-hush")]).expect("good");
        assert!(!format!("{config:?}").contains("hush"));
    }

    #[test]
    fn templates_of_wechat_are_read_and_its_secret_is_not_printed() {
        let text = r#"[wechat]
            app_secret = "hush-hush"
            [[wechat.templates]]
            id = "T1"
            kinds = ["petition.accepted"]
            fields = { thing1 = "{news}" }"#;
        let config = Config::deserialize(text.parse().expect("TOML")).expect("known keys");
        assert_eq!(config.wechat.templates[0].fields["thing1"], "{news}");
        assert!(!format!("{config:?}").contains("hush"));
    }

    #[test]
    fn an_unknown_key_is_refused_by_name() {
        let refusal = with(&[("LIANJIE_SERVER__LISTN", "x")]).expect_err("unknown").to_string();
        assert!(refusal.contains("listn"), "{refusal}");
        let refusal = with(&[("LIANJIE_SERVR__LISTEN", "x")]).expect_err("unknown").to_string();
        assert!(refusal.contains("servr"), "{refusal}");
    }
}
