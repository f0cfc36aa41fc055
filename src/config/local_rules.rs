//! The section `[local_rules]` of the configuration.

use serde::{Deserialize, Serialize};

/// `[local_rules]`: what provinces and cities decide for themselves. An empty list: what this build knows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LocalRulesConfig {
    /// How many may speak for many (art. 20), where fewer than five may.
    pub representatives: Vec<RepresentativesConfig>,
    /// How often leaders must receive (art. 18).
    pub reception: Vec<ReceptionConfig>,
    /// Divisions in which, of every county, one leader receives on each working day.
    pub daily_reception: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepresentativesConfig {
    /// Code of the division it holds in.
    pub division: String,
    /// Up to this many petitioners...
    pub few: u32,
    /// ...at most so many representatives.
    pub allowed_for_few: u32,
    /// For more petitioners than that.
    pub allowed: u32,
    /// The rule it is from, as it is cited.
    pub source: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceptionConfig {
    /// Code of the division it holds in.
    pub division: String,
    /// `province`, `city`, `county`, `township`.
    pub level: String,
    /// `chief` or `other`.
    pub rank: String,
    /// At least so often in each `per`.
    pub times: u32,
    /// `month`, `quarter` or `year`.
    pub per: String,
    /// The rule it is from, as it is cited.
    pub source: String,
}
