//! The sections of the configuration file. `sample.toml` documents each key for administrators.

use super::{
    AccountsConfig, ChannelsConfig, DataConfig, DatabaseConfig, DocumentsConfig, GridConfig, HearingsConfig,
    LocalRulesConfig, LogConfig, MediaConfig, PetitionsConfig, RecordingConfig, ServerConfig,
    StatisticsConfig, TlsConfig, TurnConfig, WechatConfig,
};
use serde::{Deserialize, Serialize};

/// The configuration file, one section a field; read once at the start and handed down from there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    pub server: ServerConfig,
    pub tls: TlsConfig,
    pub data: DataConfig,
    pub database: DatabaseConfig,
    pub media: MediaConfig,
    pub turn: TurnConfig,
    pub statistics: StatisticsConfig,
    pub documents: DocumentsConfig,
    pub recording: RecordingConfig,
    pub channels: ChannelsConfig,
    pub wechat: WechatConfig,
    pub petitions: PetitionsConfig,
    pub grid: GridConfig,
    pub local_rules: LocalRulesConfig,
    pub hearings: HearingsConfig,
    pub accounts: AccountsConfig,
    pub log: LogConfig,
}
