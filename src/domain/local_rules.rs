//! What provinces and cities decide for themselves (docs/rules.md 1.5, 1.8), as data.

use super::{
    jurisdiction::DivisionCode,
    petition::{RepresentativeRule, SHIPPED_RULES},
    reception::{DAILY, DUTIES, ReceptionMinimum},
};

/// What provinces and cities decide for themselves (docs/rules.md 1.5 and 1.8): as shipped, unless it is configured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalRules {
    pub representatives: Vec<RepresentativeRule>,
    pub duties: Vec<ReceptionMinimum>,
    /// In each county of these one leader receives on every working day.
    pub daily_reception: Vec<DivisionCode>,
}

/// Those this build knows.
impl Default for LocalRules {
    fn default() -> Self {
        Self {
            representatives: SHIPPED_RULES.to_vec(),
            duties: DUTIES.to_vec(),
            daily_reception: DAILY.iter().filter_map(|code| code.parse().ok()).collect(),
        }
    }
}
