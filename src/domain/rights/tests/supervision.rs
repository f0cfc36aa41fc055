use super::*;
use crate::domain::{
    hearing::{ActionItem, ActionItemState},
    ids::{ActionItemId, DemandId, EntryId},
    supervision::{Demand, DemandKind, DemandState, ItemStepKind, Way},
};
use time::macros::date;

const PLACES: [At; 5] = [At::Registrar, At::Above, At::Beside, At::Unit, At::Elsewhere];

fn handling(category: Category) -> Petition {
    let unit = agency(At::Unit).id;
    petition_in(category, PetitionState::Handling { unit, handler: ME, since: NOW })
}

/// Of [`At::Above`] to [`At::Unit`].
fn demand() -> Demand {
    Demand {
        id: DemandId(Uuid::nil()),
        petition: PetitionId(Uuid::nil()),
        kind: DemandKind::Supervise,
        way: Way::Letter,
        by: agency(At::Above).id,
        to: agency(At::Unit).id,
        text: String::new(),
        answer_by: None,
        about: None,
        made_at: NOW,
        state: DemandState::Open,
        earlier: Vec::new(),
    }
}

fn item() -> ActionItem {
    ActionItem {
        id: ActionItemId(Uuid::nil()),
        agency: agency(At::Unit).id,
        content: String::new(),
        deadline: date!(2026 - 12 - 01),
        entry: EntryId(Uuid::nil()),
        state: ActionItemState::Ordered,
        accepted: None,
    }
}

/// A step of an organ, or of the bureau that ordered: whoever may take one may take them all.
fn may_all(actor: &Official, steps: &[ItemStepKind], petition: &Petition) -> bool {
    let may: Vec<_> = steps.iter().map(|step| may_take_item_step(actor, *step, &item(), petition)).collect();
    assert!(may.iter().all(|one| *one == may[0]), "{steps:?} {may:?}");
    may[0]
}

const OF_THE_ORGAN: &[ItemStepKind] =
    &[ItemStepKind::Accept, ItemStepKind::Decline, ItemStepKind::Progress, ItemStepKind::Report];
const OF_THE_BUREAU: &[ItemStepKind] = &[ItemStepKind::Close, ItemStepKind::SendBack, ItemStepKind::Lift];

/// Demand, call Back, Answer, Lift, work on an Item, Close one: what each may at the registrar, above, beside, at
/// the unit, elsewhere.
fn row(role: Role, category: Category) -> [String; 5] {
    let petition = handling(category);
    PLACES.map(|at| {
        let actor = actor(role, at);
        let all = [
            ('D', may_demand(&actor, &petition)),
            ('B', may_call_back(&actor, &petition)),
            ('A', may_answer(&actor, &demand(), &petition)),
            ('L', may_lift(&actor, &demand(), &petition)),
            ('I', may_all(&actor, OF_THE_ORGAN, &petition)),
            ('C', may_all(&actor, OF_THE_BUREAU, &petition)),
        ];
        all.into_iter().filter(|(_, may)| *may).map(|(letter, _)| letter).collect()
    })
}

#[test]
fn bureaus_above_watch_over_organs_and_organs_answer() {
    #[rustfmt::skip]
    let table = [
        (Role::CounterClerk,   ["B",   "",     "", "",   ""]),
        (Role::Screener,       ["B",   "",     "", "",   ""]),
        (Role::BureauHead,     ["DBC", "DBLC", "", "AI", ""]),
        (Role::Handler,        ["",    "",     "", "AI", ""]),
        (Role::UnitHead,       ["",    "",     "", "AI", ""]),
        (Role::Supervisor,     ["DBC", "DBLC", "", "AI", ""]),
        (Role::Presider,       ["",    "",     "", "",   ""]),
        (Role::Leader,         ["",    "",     "", "",   ""]),
        (Role::DisciplineDesk, ["",    "L",    "", "",   ""]),
        (Role::SystemAdmin,    ["",    "",     "", "",   ""]),
    ];
    for (role, expected) in table {
        assert_eq!(row(role, Category::Appeal), expected, "{role}");
    }
}

/// Art. 28: not by the ways beside the petition's own steps either, and nobody does it in their place.
#[test]
fn who_is_recused_answers_demands_and_reports_items_no_more() {
    let mut petition = handling(Category::Appeal);
    petition.course.recused.push(ME);
    let acts = |actor: &Official| {
        [
            may_answer(actor, &demand(), &petition),
            may_lift(actor, &demand(), &petition),
            may_demand(actor, &petition),
            may_call_back(actor, &petition),
            may_take_item_step(actor, ItemStepKind::Report, &item(), &petition),
            may_take_item_step(actor, ItemStepKind::Close, &item(), &petition),
        ]
    };
    for (role, at) in [(Role::Handler, At::Unit), (Role::UnitHead, At::Unit), (Role::Supervisor, At::Above)] {
        assert_eq!(acts(&actor(role, at)), [false; 6], "{role}");
    }
    let another = |principal| {
        let me = actor(Role::Clerk, At::Unit);
        let staff = Staff { id: StaffId(Uuid::from_u128(77)), ..me.staff };
        let acting = vec![Acting { principal, roles: vec![Role::Handler] }];
        Official { staff, acting, ..me }
    };
    assert!(!acts(&another(ME))[0], "in their place");
    assert!(acts(&another(StaffId(Uuid::from_u128(78))))[0], "in another's");
}

#[test]
fn a_sealed_report_is_watched_over_by_its_discipline_desk_alone() {
    for (role, expected) in [
        (Role::Supervisor, ["", "L", "", "AI", ""]),
        (Role::BureauHead, ["", "L", "", "AI", ""]),
        (Role::DisciplineDesk, ["DC", "DLC", "", "", ""]),
    ] {
        assert_eq!(row(role, Category::Report), expected, "{role}");
    }
}
