use super::*;
use crate::domain::petition::{
    RefusalCode, confirm_urgent, lift_urgent, mark_urgent, pass_urgent, readdress_urgent,
};

const REASON: &str = "扬言明天到省政府门前聚集";

fn marked(category: Category) -> Petition {
    let petition = petition_in(category, PetitionState::Registered);
    mark_urgent(&petition, REASON, ME, Some(agency(At::Above).id), NOW).unwrap().petition
}

#[test]
fn whoever_screens_marks_and_the_bureau_above_confirms() {
    use PetitionAction as A;
    let plain = petition_in(Category::Appeal, PetitionState::Registered);
    let marked = marked(Category::Appeal);
    let seen = confirm_urgent(&marked, ME, NOW).unwrap().petition;
    for (role, at, before, while_it_waits, after) in [
        (Role::Screener, At::Registrar, &[A::MarkUrgent][..], &[A::LiftUrgent][..], &[A::LiftUrgent][..]),
        (Role::CounterClerk, At::Registrar, &[], &[], &[]),
        (
            Role::BureauHead,
            At::Above,
            &[A::MarkUrgent],
            &[A::ConfirmUrgent, A::LiftUrgent],
            &[A::PassUrgent, A::LiftUrgent],
        ),
        (Role::Supervisor, At::Above, &[], &[A::ConfirmUrgent], &[A::PassUrgent]),
        (Role::BureauHead, At::Beside, &[], &[], &[]),
        (Role::UnitHead, At::Unit, &[], &[], &[]),
    ] {
        for (petition, expected) in [(&plain, before), (&marked, while_it_waits), (&seen, after)] {
            let rights = petition_rights(&actor(role, at), petition, SeatRelation::None);
            let urgent = [A::MarkUrgent, A::ConfirmUrgent, A::PassUrgent, A::LiftUrgent];
            let may: Vec<_> = urgent.into_iter().filter(|action| rights.may(*action)).collect();
            assert_eq!(may, expected, "{role} {at:?}");
        }
    }
}

#[test]
fn a_mark_has_a_reason_and_stands_once() {
    let (plain, marked) =
        (petition_in(Category::Appeal, PetitionState::Registered), marked(Category::Appeal));
    let over = petition_in(Category::Appeal, PetitionState::Withdrawn { at: NOW });
    for (refused, code) in [
        (mark_urgent(&plain, "急", ME, None, NOW), RefusalCode::ReasonNeeded),
        (mark_urgent(&marked, REASON, ME, None, NOW), RefusalCode::WrongState),
        (mark_urgent(&over, REASON, ME, None, NOW), RefusalCode::WrongState),
        (lift_urgent(&marked, "好"), RefusalCode::ReasonNeeded),
        (lift_urgent(&plain, REASON), RefusalCode::WrongState),
        (confirm_urgent(&plain, ME, NOW), RefusalCode::WrongState),
    ] {
        assert_eq!(refused.unwrap_err().code, code);
    }
    assert_eq!(lift_urgent(&marked, REASON).unwrap().petition.course.urgent, None);
}

#[test]
fn what_was_confirmed_goes_on_upwards_and_a_report_to_whom_it_is_due() {
    let marked = marked(Category::Appeal);
    let province = Some(AgencyId(Uuid::from_u128(99)));
    assert_eq!(pass_urgent(&marked, province).unwrap_err().code, RefusalCode::WrongState, "not seen yet");
    let seen = confirm_urgent(&marked, ME, NOW).unwrap().petition;
    assert!(pass_urgent(&seen, None).is_err());
    for passed in [pass_urgent(&seen, province).unwrap(), readdress_urgent(&seen, province).unwrap()] {
        let urgent = passed.petition.course.urgent.unwrap();
        assert_eq!((urgent.reported_to, urgent.seen, urgent.reason.as_str()), (province, None, REASON));
    }
    assert!(readdress_urgent(&petition_in(Category::Report, PetitionState::Registered), province).is_none());
}

#[test]
fn what_is_over_is_urgent_no_more() {
    let mut marked = marked(Category::Appeal);
    assert!(marked.is_urgent());
    marked.state = PetitionState::Withdrawn { at: NOW };
    assert!(!marked.is_urgent());
}
