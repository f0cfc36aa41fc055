//! `[petitions]`, `[hearings]`, `[grid]`, `[statistics]`, `[documents]` and `[accounts]`: how the work is done.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// `[statistics]`: numbers of the formulas (docs/statistics.md), and from when on something is a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StatisticsConfig {
    /// Persons from which a visit counts as a group's (集体访).
    pub group_from: u32,
    /// Days without review or reopening after which a closed petition counts as resolved the first time.
    pub resolved_after_days: u32,
    /// Days after a hearing within which its petition must be closed to count as settled by it.
    pub settled_within_days: u32,
    /// Warns of so many petitions of one place and class within `warning_days`. Too low warns of what is usual, too high
    /// of nothing; so with each number below.
    pub warning_cluster: u32,
    /// Warns of so many petitions against one respondent within `warning_days`.
    pub warning_respondent: u32,
    /// Days that the two numbers above look back.
    pub warning_days: u32,
    /// Warns when a week has so many per cent of the petitions of the week before; 100 is as many.
    pub warning_growth_percent: u32,
    /// Petitions that a week needs for its growth to count.
    pub warning_growth_from: u32,
    /// Warns of a petition that concerns so many persons.
    pub warning_crowd: u32,
}

impl Default for StatisticsConfig {
    fn default() -> Self {
        Self {
            group_from: 5,
            resolved_after_days: 60,
            settled_within_days: 30,
            warning_cluster: 3,
            warning_respondent: 3,
            warning_days: 7,
            warning_growth_percent: 150,
            warning_growth_from: 5,
            warning_crowd: 30,
        }
    }
}

/// `[documents]`: notices as PDF.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DocumentsConfig {
    /// A font file; empty: the one in the binary.
    pub font: PathBuf,
    /// Which font of a collection (.ttc), from 0.
    pub font_index: u32,
}

/// `[hearings]`: what local rules decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HearingsConfig {
    /// A petitioner's seat is let in only after somebody confirmed who sits there, or by the presider's word with
    /// a reason.
    pub identity_before_admission: bool,
}

impl Default for HearingsConfig {
    fn default() -> Self {
        Self { identity_before_admission: true }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecondFactorMode {
    /// The password is enough, and nobody can set up an authenticator.
    Off,
    /// Who has set one up is asked for it.
    #[default]
    Allowed,
    /// Who has none sets one up at the next sign-in.
    Required,
}

/// `[accounts]`: how officials sign in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AccountsConfig {
    /// A code of an authenticator after the password.
    pub second_factor: SecondFactorMode,
    /// Days after which a password is replaced at the next sign-in; 0: never.
    pub password_days: u16,
}

/// `[grid]`: how long each hand may take with what grid workers report; shown, and nothing follows from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GridConfig {
    /// Until an organ of the place claims a report.
    pub claim_hours: u32,
    /// From there until it is done.
    pub handle_days: u32,
    /// From there until who reported it has looked.
    pub feed_back_days: u32,
}

impl Default for GridConfig {
    fn default() -> Self {
        Self { claim_hours: 24, handle_days: 7, feed_back_days: 3 }
    }
}

/// `[petitions]`: what local rules decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PetitionsConfig {
    /// A reply needs a first approval by another person before it is delivered.
    pub two_stage_replies: bool,
    /// A hearing held while a petition is handled stops the sixty days.
    pub hearing_stops_reply_clock: bool,
    /// Days of the fifteen to route that a bureau of province, city, county and township takes for itself.
    pub tier_days: [u16; 4],
    /// Days before its end in which a clock is shown in amber and told to those whose duty it is. 0: on its last day only. More
    /// than a clock has: from its first day on.
    pub warn_days: u8,
}

impl Default for PetitionsConfig {
    fn default() -> Self {
        Self {
            two_stage_replies: false,
            hearing_stops_reply_clock: false,
            tier_days: [3, 3, 4, 5],
            warn_days: 3,
        }
    }
}
