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

/// Demand, call Back, Answer, Lift, work on an Item, Close one: what each may at the registrar, above, beside, at
/// the unit, elsewhere.
fn row(role: Role, category: Category) -> [String; 5] {
    let petition = handling(category);
    PLACES.map(|at| {
        let actor = actor(role, at);
        let all = [
            ('D', may_demand(&actor, &petition)),
            ('B', may_call_back(&actor, &petition)),
            ('A', may_answer(&actor, &demand())),
            ('L', may_lift(&actor, &demand())),
            ('I', may_take_item_step(&actor, ItemStepKind::Report, &item(), &petition)),
            ('C', may_take_item_step(&actor, ItemStepKind::Close, &item(), &petition)),
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
