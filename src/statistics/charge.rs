//! A stable key for each early warning, so that whoever took charge of it keeps it.

use crate::domain::statistics::Warning;

/// What a warning is of, as one text: the same tomorrow, so that whoever takes charge of it keeps it.
#[must_use]
pub fn warning_key(warning: &Warning) -> String {
    if let Some(person) = &warning.person {
        return format!("{}:{}:{person}", warning.kind, warning.place);
    }
    let of = match (warning.class, &warning.respondent, warning.kind) {
        (_, Some(respondent), _) => respondent.clone(),
        (_, None, crate::domain::statistics::WarningKind::Crowd) => {
            warning.petitions.first().map(ToString::to_string).unwrap_or_default()
        }
        (Some(class), None, _) => class.to_string(),
        (None, None, _) => String::new(),
    };
    format!("{}:{}:{of}", warning.kind, warning.place)
}
