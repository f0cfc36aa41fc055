//! `[local_rules]`: what provinces and cities decide for themselves. What stands there takes the place of what this build knows.

use super::ConfigError;
use crate::domain::{
    jurisdiction::DivisionCode,
    local_rules::LocalRules,
    petition::{NATIONAL_REPRESENTATIVES, RepresentativeRule},
    reception::Duty,
};
use serde::{Deserialize, Serialize};
use std::{fmt::Display, str::FromStr};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    pub times: u32,
    /// `month`, `quarter` or `year`.
    pub per: String,
    pub source: String,
}

impl Default for LocalRulesConfig {
    fn default() -> Self {
        let LocalRules { representatives, duties, daily_reception } = LocalRules::default();
        Self {
            representatives: representatives.into_iter().map(RepresentativesConfig::of).collect(),
            reception: duties.into_iter().map(ReceptionConfig::of).collect(),
            daily_reception: daily_reception.into_iter().map(|division| division.to_string()).collect(),
        }
    }
}

impl LocalRulesConfig {
    /// # Errors
    /// The key that names no division, level, rank or period, or allows what the Regulation does not.
    pub fn rules(&self) -> Result<LocalRules, ConfigError> {
        Ok(LocalRules {
            representatives: self
                .representatives
                .iter()
                .map(RepresentativesConfig::rule)
                .collect::<Result<_, _>>()?,
            duties: self.reception.iter().map(ReceptionConfig::duty).collect::<Result<_, _>>()?,
            daily_reception: self
                .daily_reception
                .iter()
                .map(|division| read("daily_reception", division))
                .collect::<Result<_, _>>()?,
        })
    }
}

impl RepresentativesConfig {
    fn of(rule: RepresentativeRule) -> Self {
        let RepresentativeRule { division, few, allowed_for_few, allowed, source } = rule;
        Self { division: division.into(), few, allowed_for_few, allowed, source: source.into() }
    }

    fn rule(&self) -> Result<RepresentativeRule, ConfigError> {
        let Self { division, few, allowed_for_few, allowed, source } = self;
        let division: DivisionCode = read("representatives.division", division)?;
        for most in [*allowed_for_few, *allowed] {
            if !(1..=NATIONAL_REPRESENTATIVES).contains(&most) {
                return Err(wrong(
                    "representatives",
                    format!("1 to {NATIONAL_REPRESENTATIVES} may speak, not {most}"),
                ));
            }
        }
        Ok(RepresentativeRule {
            division: division.to_string().into(),
            few: *few,
            allowed_for_few: *allowed_for_few,
            allowed: *allowed,
            source: source.clone().into(),
        })
    }
}

impl ReceptionConfig {
    fn of(duty: Duty) -> Self {
        let Duty { division, level, rank, times, per, source } = duty;
        Self {
            division: division.into(),
            level: level.to_string(),
            rank: rank.to_string(),
            times,
            per: per.to_string(),
            source: source.into(),
        }
    }

    fn duty(&self) -> Result<Duty, ConfigError> {
        let division: DivisionCode = read("reception.division", &self.division)?;
        if self.times == 0 {
            return Err(wrong("reception.times", "a minimum is once or more"));
        }
        Ok(Duty {
            division: division.to_string().into(),
            level: read("reception.level", &self.level)?,
            rank: read("reception.rank", &self.rank)?,
            times: self.times,
            per: read("reception.per", &self.per)?,
            source: self.source.clone().into(),
        })
    }
}

fn read<T: FromStr<Err: Display>>(key: &str, text: &str) -> Result<T, ConfigError> {
    text.parse().map_err(|error: T::Err| wrong(key, error))
}

fn wrong(key: &str, why: impl Display) -> ConfigError {
    ConfigError::Wrong(format!("local_rules.{key}: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_this_build_knows_is_the_default() {
        assert_eq!(LocalRulesConfig::default().rules().expect("sound"), LocalRules::default());
    }

    #[test]
    fn a_rule_that_names_nothing_or_allows_too_much_is_refused() {
        let sound = LocalRulesConfig::default();
        let spoilt: [fn(&mut LocalRulesConfig); 6] = [
            |rules| rules.representatives[0].division = "浙江".into(),
            |rules| rules.representatives[0].allowed = 6,
            |rules| rules.reception[0].rank = "boss".into(),
            |rules| rules.reception[0].per = "week".into(),
            |rules| rules.reception[0].times = 0,
            |rules| rules.daily_reception = vec!["6".into()],
        ];
        for spoil in spoilt {
            let mut rules = sound.clone();
            spoil(&mut rules);
            let refused = rules.rules().expect_err("wrong").to_string();
            assert!(refused.contains("local_rules."), "{refused}");
        }
    }
}
