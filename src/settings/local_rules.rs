//! Local rules out of the configuration: what is written takes the place of what this build knows, list by list.

use crate::{
    config::{ConfigError, LocalRulesConfig, ReceptionConfig, RepresentativesConfig},
    domain::{
        jurisdiction::DivisionCode,
        local_rules::LocalRules,
        petition::{NATIONAL_REPRESENTATIVES, RepresentativeRule},
        reception::ReceptionMinimum,
    },
};
use std::{fmt::Display, str::FromStr};

/// # Errors
/// The key that names no division, level, rank or period, or allows what the Regulation does not.
pub fn local_rules(config: &LocalRulesConfig) -> Result<LocalRules, ConfigError> {
    let known = LocalRules::default();
    Ok(LocalRules {
        representatives: listed(&config.representatives, representatives, known.representatives)?,
        duties: listed(&config.reception, duty, known.duties)?,
        daily_reception: listed(
            &config.daily_reception,
            |division| read("daily_reception", division),
            known.daily_reception,
        )?,
    })
}

fn listed<C, R>(
    written: &[C],
    rule: impl FnMut(&C) -> Result<R, ConfigError>,
    known: Vec<R>,
) -> Result<Vec<R>, ConfigError> {
    if written.is_empty() { Ok(known) } else { written.iter().map(rule).collect() }
}

fn representatives(written: &RepresentativesConfig) -> Result<RepresentativeRule, ConfigError> {
    let RepresentativesConfig { division, few, allowed_for_few, allowed, source } = written;
    let division: DivisionCode = read("representatives.division", division)?;
    for most in [*allowed_for_few, *allowed] {
        if !(1..=NATIONAL_REPRESENTATIVES).contains(&most) {
            let why = format!("1 to {NATIONAL_REPRESENTATIVES} may speak (art. 20), not {most}");
            return Err(wrong("representatives", why));
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

fn duty(written: &ReceptionConfig) -> Result<ReceptionMinimum, ConfigError> {
    let ReceptionConfig { division, level, rank, times, per, source } = written;
    let division: DivisionCode = read("reception.division", division)?;
    if *times == 0 {
        return Err(wrong("reception.times", "a minimum is once or more"));
    }
    Ok(ReceptionMinimum {
        division: division.to_string().into(),
        level: read("reception.level", level)?,
        rank: read("reception.rank", rank)?,
        times: *times,
        per: read("reception.per", per)?,
        source: source.clone().into(),
    })
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

    fn written() -> LocalRulesConfig {
        LocalRulesConfig {
            representatives: vec![RepresentativesConfig {
                division: "6201".into(),
                few: 10,
                allowed_for_few: 2,
                allowed: 4,
                source: "地方条例".into(),
            }],
            reception: vec![ReceptionConfig {
                division: "6201".into(),
                level: "county".into(),
                rank: "chief".into(),
                times: 2,
                per: "month".into(),
                source: "地方规定".into(),
            }],
            daily_reception: vec!["6201".into()],
        }
    }

    #[test]
    fn what_is_written_takes_the_place_of_what_is_known_list_by_list() {
        assert_eq!(local_rules(&LocalRulesConfig::default()).expect("sound"), LocalRules::default());
        let rules = local_rules(&written()).expect("sound");
        assert_eq!((rules.representatives[0].allowed, rules.duties[0].times), (4, 2));
        let one = LocalRulesConfig { daily_reception: vec!["6201".into()], ..LocalRulesConfig::default() };
        let rules = local_rules(&one).expect("sound");
        assert_eq!(rules.duties, LocalRules::default().duties);
        assert_ne!(rules.daily_reception, LocalRules::default().daily_reception);
    }

    #[test]
    fn a_rule_that_names_nothing_or_allows_too_much_is_refused() {
        let spoilt: [fn(&mut LocalRulesConfig); 6] = [
            |rules| rules.representatives[0].division = "浙江".into(),
            |rules| rules.representatives[0].allowed = 6,
            |rules| rules.reception[0].rank = "boss".into(),
            |rules| rules.reception[0].per = "week".into(),
            |rules| rules.reception[0].times = 0,
            |rules| rules.daily_reception = vec!["6".into()],
        ];
        for spoil in spoilt {
            let mut rules = written();
            spoil(&mut rules);
            let refused = local_rules(&rules).expect_err("wrong").to_string();
            assert!(refused.contains("local_rules."), "{refused}");
        }
    }
}
