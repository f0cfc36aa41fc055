//! The seats of a table as papers list them that people sign.

use super::{ParticipantRole, Seat, frozen::one_line};

/// Stands behind the role of who was not there when the minutes were frozen. (In versions before, nothing did.)
pub(super) const ABSENT: &str = "（未入席）";

/// A line of the list: a seat, and what stands behind its role.
pub(super) type Row = fn(&Seat, &str) -> String;

/// As lines are written, and as they were: versions that stand are read in either form.
pub(super) const ROWS: [Row; 2] = [row, row_before];

/// Role and plate; what the plate begins with is not said twice.
pub(super) fn row(seat: &Seat, behind: &str) -> String {
    let (role, plate) = (role_word(seat.role), one_line(&seat.plate()));
    match plate.strip_prefix(role).filter(|rest| rest.is_empty() || rest.starts_with(' ')) {
        Some(name) => format!("  {role}{behind}{name}"),
        None => format!("  {role}{behind} {plate}"),
    }
}

/// `信访人 信访人 王某`.
fn row_before(seat: &Seat, behind: &str) -> String {
    format!("  {}{behind} {}", role_word(seat.role), one_line(&seat.plate()))
}

const fn role_word(role: ParticipantRole) -> &'static str {
    match role {
        ParticipantRole::Presider => "主持人",
        ParticipantRole::Clerk => "书记员",
        ParticipantRole::HearingMember => "听证员",
        ParticipantRole::AgencyRep => "责任单位代表",
        ParticipantRole::Petitioner => "信访人",
        ParticipantRole::Representative => "信访代表",
        ParticipantRole::Agent => "代理人",
        ParticipantRole::Expert => "专家",
        ParticipantRole::Mediator => "调解员",
        ParticipantRole::Interpreter => "翻译",
        ParticipantRole::Witness => "证人",
        ParticipantRole::Deputy => "两代表一委员",
        ParticipantRole::GridWorker => "网格员",
        ParticipantRole::CompanyRep => "涉事单位代表",
        ParticipantRole::Observer => "旁听",
        ParticipantRole::Tech => "技术保障",
        ParticipantRole::Officer => "值机员",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        Timestamp,
        hearing::{FrozenPaper, Hearing, Occupant, frozen::Written},
        ids::SeatId,
    };
    use uuid::Uuid;

    fn seat(label: &str, name: &str) -> Seat {
        let of = Occupant::External { organisation: label.to_owned(), name: name.to_owned(), phone: None };
        Seat::new(SeatId(Uuid::nil()), ParticipantRole::Petitioner, of)
    }

    #[test]
    fn a_role_is_said_once() {
        for (label, name, behind, expected) in [
            ("信访人", "王某", "", "  信访人 王某"),
            ("信访人", "王某", ABSENT, "  信访人（未入席） 王某"),
            ("信访人", "", ABSENT, "  信访人（未入席）"),
            ("信访人家属", "王某", "", "  信访人 信访人家属 王某"),
            ("城关区业主", "王某", "", "  信访人 城关区业主 王某"),
        ] {
            assert_eq!(row(&seat(label, name), behind), expected);
        }
    }

    #[test]
    fn versions_that_said_it_twice_stand() {
        let seat = seat("信访人", "王某");
        let hearing = Hearing { seats: vec![seat.clone()], ..Hearing::blank() };
        let now = FrozenPaper::of(&hearing, "XF1", &[], 1, Timestamp(0), None);
        let text = now.text.replace(&row(&seat, ABSENT), &row_before(&seat, ABSENT));
        assert_ne!(now.text, text);
        let before = FrozenPaper { text, ..now.clone() };
        for version in [now, before] {
            assert!(version.says(&hearing, "XF1", &Written { entries: &[], corrections: &[] }));
            assert!(version.names_absent(&seat));
        }
    }
}
