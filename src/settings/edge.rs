//! What the pages, REST and signaling are told.

use super::{addresses, documents::fonts, local_rules::local_rules, notices::notices};
use crate::{
    config::{Config, DataConfig, GridConfig, PetitionsConfig, SecondFactorMode, StatisticsConfig, TlsMode},
    domain::{
        grid::GridTerms,
        hearing::KeepYears,
        password_age::PasswordAge,
        petition::{TierShares, WarnDays},
        second_factor::FactorRule,
        statistics::{Limits, Rules},
    },
    edge::{EdgeConfig, files::KeepFree},
    reels::Reels,
};
use std::io;

/// The edge's settings, those of what it calls among them.
///
/// # Errors
/// The font cannot be used, or a key of `[local_rules]` or `[wechat]` names what is not there.
pub fn edge_config(config: &Config, reels: Reels) -> io::Result<EdgeConfig> {
    let public_url = addresses::public_url(config);
    Ok(EdgeConfig {
        origins: origins(config, &public_url),
        secure: config.tls.mode != TlsMode::Off || public_url.starts_with("https://"),
        trusted_proxies: config.server.trusted_proxies.clone(),
        metrics_from: config.server.metrics_from.iter().map(|network| network.0).collect(),
        files: config.data.dir.join("files"),
        keep_free: keep_free(&config.data),
        packages: config.data.dir.join("packages"),
        statistics: formulas(&config.statistics),
        warnings: warning_limits(&config.statistics),
        fonts: fonts(&config.documents).map_err(io::Error::other)?,
        reels,
        films: config.data.dir.join("films"),
        keep: KeepYears { ordinary: config.recording.keep_years, formal: config.recording.keep_formal_years },
        notices: notices(config)?,
        two_stage_replies: config.petitions.two_stage_replies,
        tier_shares: tier_shares(config.petitions.tier_days),
        warn_days: warn_days(&config.petitions),
        grid_terms: grid_terms(&config.grid),
        local_rules: local_rules(&config.local_rules).map_err(io::Error::other)?,
        hearing_stops_reply_clock: config.petitions.hearing_stops_reply_clock,
        second_factor: factor_rule(config.accounts.second_factor),
        password_age: PasswordAge(config.accounts.password_days),
        access_log: None, // it is the whole server's: whoever puts the parts together has it
        public_url,
    })
}

/// With nothing configured, the host that was asked; else the public address and what is named.
fn origins(config: &Config, public_url: &str) -> Vec<String> {
    let server = &config.server;
    if server.public_url.is_empty() && server.origins.is_empty() {
        return Vec::new();
    }
    std::iter::once(public_url.to_owned()).chain(server.origins.iter().cloned()).collect()
}

/// In bytes.
pub(super) const fn keep_free(config: &DataConfig) -> KeepFree {
    const MIB: u64 = 1024 * 1024;
    KeepFree {
        citizens: config.citizens_keep_free_mb.saturating_mul(MIB),
        staff: config.staff_keep_free_mb.saturating_mul(MIB),
    }
}

/// How early a clock presses.
#[must_use]
pub const fn warn_days(petitions: &PetitionsConfig) -> WarnDays {
    WarnDays(petitions.warn_days)
}

const fn tier_shares([province, city, county, township]: [u16; 4]) -> TierShares {
    TierShares { province, city, county, township }
}

/// For how long a grid report may wait in each hand.
#[must_use]
pub const fn grid_terms(config: &GridConfig) -> GridTerms {
    let GridConfig { claim_hours, handle_days, feed_back_days } = *config;
    GridTerms { claim_hours, handle_days, feed_back_days }
}

const fn factor_rule(mode: SecondFactorMode) -> FactorRule {
    match mode {
        SecondFactorMode::Off => FactorRule::Off,
        SecondFactorMode::Allowed => FactorRule::Allowed,
        SecondFactorMode::Required => FactorRule::Required,
    }
}

fn formulas(config: &StatisticsConfig) -> Rules {
    Rules {
        group_from: config.group_from,
        resolved_after: config.resolved_after_days,
        settled_within: config.settled_within_days,
        ..Rules::default()
    }
}

const fn warning_limits(config: &StatisticsConfig) -> Limits {
    Limits {
        cluster: config.warning_cluster,
        respondent: config.warning_respondent,
        days: config.warning_days,
        growth_percent: config.warning_growth_percent,
        growth_from: config.warning_growth_from,
        crowd: config.warning_crowd,
    }
}
