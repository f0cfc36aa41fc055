//! Random transitions, actors and times against the second telling, and the invariants of docs/rules.md 3.5 on what comes
//! out.

use super::{hands::anybody, *};
use crate::domain::{
    ids::{AgencyId, StaffId},
    jurisdiction::Agency,
    petition::{Delivery, DeliveryWay, Finding, Opinion, OpinionResult, Routing},
};
use proptest::prelude::*;

pub fn desk(depth: usize) -> Agency {
    let id = AgencyId(uuid::Uuid::from_u128(100 + u128::try_from(depth).unwrap()));
    Agency { id, ..bureau(LEVELS[depth]) }
}

/// What chance chose.
#[derive(Debug)]
pub struct Step {
    pub kind: TransitionKind,
    pub by: By,
    pub days: u16,
    /// Sent by post: not received yet. Of two people of the discipline desk, the second.
    pub post: bool,
    /// The first of two handlers is named; who closes has the petitioner's acceptance; who reviews revokes; the unit is
    /// accused.
    pub first: bool,
    /// Of what it is found to be, at its screening or later, of what it is merged into, of what it would be unsealed to.
    pub category: Category,
    /// Screening finds it to be of that category.
    pub rescreens: bool,
    pub handled_by_first: bool,
    /// It is sent with a day (交办).
    assigns: bool,
    /// Others are in it: who withdraws leaves them to it.
    pub together: bool,
    house: House,
    /// Where it is now, as the model has it.
    depth: usize,
}

const OTHER: StaffId = StaffId(uuid::Uuid::from_u128(33));
const HEAD: StaffId = StaffId(uuid::Uuid::from_u128(34));

impl Step {
    /// A day ordered is needed for that, and lies ahead.
    pub const fn revoked(&self) -> bool {
        self.first
    }

    /// Who of the discipline desk.
    pub const fn person(&self) -> StaffId {
        if self.post { OTHER } else { HANDLER }
    }

    /// Who approves or delivers a reply.
    pub fn approver(&self) -> StaffId {
        [HANDLER, OTHER, HEAD][usize::from(self.days % 3)]
    }

    fn until(&self, today: Date) -> Date {
        today + Duration::days(i64::from(self.days))
    }

    /// By when it is to be done, where it is sent with a day.
    pub fn ordered(&self, today: Date) -> Option<Date> {
        self.assigns.then(|| self.until(today))
    }

    fn routing(&self, today: Date) -> (Routing, Option<Date>) {
        let how = if self.assigns { Routing::Assignment } else { Routing::Transfer };
        (how, self.ordered(today))
    }

    fn review(&self, today: Date) -> (Finding, Option<Date>) {
        if self.revoked() { (Finding::Revoked, Some(self.until(today))) } else { (Finding::Changed, None) }
    }

    fn transition(&self, current: &Petition, today: Date) -> Transition {
        let way = if self.post { DeliveryWay::Post } else { DeliveryWay::InPerson };
        let delivery = Delivery { way, received_on: None };
        let (how, ordered_until) = self.routing(today);
        match sample(self.kind) {
            Transition::StartScreening { content_class, .. } => Transition::StartScreening {
                category: self.rescreens.then_some(self.category),
                content_class,
            },
            Transition::Reclassify { content_class, reason, .. } => {
                Transition::Reclassify { category: Some(self.category), content_class, reason }
            }
            Transition::Merge { lead, same_person } => {
                let (category, accused) = (self.category, current.accused.clone());
                Transition::Merge { lead: Box::new(Petition { category, accused, ..*lead }), same_person }
            }
            Transition::NameAccused { staff, reason, .. } => {
                let agencies = vec![unit(if self.first { UNIT } else { ACCUSED })];
                Transition::NameAccused { agencies, staff, reason }
            }
            Transition::ProposeUnsealing { reason, .. } => {
                Transition::ProposeUnsealing { category: self.category, reason, by: self.person() }
            }
            Transition::Unseal { .. } => Transition::Unseal { by: self.person() },
            Transition::Route { unit, .. } => Transition::Route { how, unit, ordered_until },
            Transition::Reroute { unit, reason, .. } => {
                Transition::Reroute { how, unit, ordered_until, reason }
            }
            Transition::HandDown { share, by, .. } => {
                let below = desk((self.depth + 1).min(LEVELS.len() - 1));
                let was = LEVELS[self.depth].parse().unwrap();
                Transition::HandDown { how, bureau: below, was, ordered_until, share, by }
            }
            Transition::GiveBack { share, reason, by, .. } => {
                Transition::GiveBack { to: desk(self.depth.saturating_sub(1)), share, reason, by }
            }
            Transition::Extend { reason, .. } => Transition::Extend { days: self.days, reason },
            Transition::AssignHandler { handler } if !self.first => {
                Transition::AssignHandler { handler: Staff { id: OTHER, ..handler } }
            }
            Transition::DeliverReply { .. } => {
                let two_stage = self.house.two_stage;
                Transition::DeliverReply { delivery, by: self.approver(), two_stage }
            }
            Transition::DraftReply(opinion) => {
                let result = OpinionResult::of(current.category)[0];
                Transition::DraftReply(Opinion { result, ..opinion })
            }
            Transition::ApproveReply { .. } => Transition::ApproveReply { by: self.approver() },
            Transition::PauseClock { hearing, reason, .. } => {
                Transition::PauseClock { hearing, reason, in_handling: self.house.stops_reply }
            }
            Transition::Withdraw { reason, proof, .. } => {
                Transition::Withdraw { reason, together: self.together, proof }
            }
            Transition::DecideReview { text, .. } => {
                let (finding, redo_until) = self.review(today);
                Transition::DecideReview { finding, text, delivery, redo_until }
            }
            Transition::DecideRereview { text, .. } => {
                let (finding, redo_until) = self.review(today);
                Transition::DecideRereview { finding, text, redo_until }
            }
            Transition::Close { reason, .. } => {
                let accepted = self.first && self.by == By::Staff;
                Transition::Close { reason, accepted: accepted.then(|| proof_of(Timestamp::end_of(today))) }
            }
            Transition::RecordReceipt { reason, .. } => {
                Transition::RecordReceipt { received_on: today, reason }
            }
            other => other,
        }
    }
}

const OF_REPORTS: [K; 4] = [K::NameAccused, K::ProposeUnsealing, K::Unseal, K::RefuseUnsealing];

/// Mostly what the table has from here for whoever acts, so that runs get far; what ends it only in the wild.
fn pick(
    current: &Petition,
    (asks, together): (bool, bool),
    index: prop::sample::Index,
    wild: bool,
) -> TransitionKind {
    let theirs = |kind: &K| !asks || PETITIONERS.contains(kind);
    let fits = |kind: &K| current.is_sealed() || !OF_REPORTS.contains(kind);
    let ends = |kind: &K| matches!(kind, K::Merge | K::Divert) || (*kind == K::Withdraw && !together);
    let from = current.state.name();
    let sensible = |kind: &K| possible(from, *kind) && theirs(kind) && fits(kind) && !ends(kind);
    let choices: Vec<_> = K::ALL.iter().copied().filter(|kind| wild || sensible(kind)).collect();
    if choices.is_empty() { *index.get(K::ALL) } else { *index.get(&choices) }
}

/// What holds after every step, whatever it was.
fn keeps_its_invariants(
    before: &Petition,
    current: &Petition,
    kind: K,
    now: Timestamp,
) -> Result<(), TestCaseError> {
    // A wall once built is taken down by two people only (art. 30).
    prop_assert!(!before.is_sealed() || current.is_sealed() || kind == K::Unseal);
    // Its way is whole: from who registered it to who has it, each leg where the last one ended.
    let way = current
        .course
        .hops
        .iter()
        .try_fold(current.registered_by, |at, hop| (at == hop.from).then_some(hop.to));
    prop_assert_eq!(way, Some(current.desk));
    // 3: who is recused handles nothing.
    prop_assert!(current.state.handler().is_none_or(|handler| !current.course.is_recused(handler)));
    // 4: of one acceptance, extensions are at most thirty days together, granted before the old due date; a clock that
    // stands still has none.
    prop_assert!(current.clocks.iter().all(|clock| clock.extended_by <= 30));
    if kind == K::Extend {
        let in_time = |clock: &Clock| clock.is_paused() || clock.due >= now;
        prop_assert!(before.clock(ClockKind::Reply).is_some_and(in_time));
    }
    // 6: what re-review ended stays ended.
    prop_assert!(!before.is_final() || current.is_final());
    // First dates are kept: a clock stays where it was, and stopped ones as they were.
    for (old, new) in before.clocks.iter().zip(&current.clocks) {
        prop_assert_eq!((old.kind, old.anchor), (new.kind, new.anchor));
        prop_assert!(old.stopped_at.is_none() || old == new);
    }
    prop_assert_eq!(current.version, before.version);
    Ok(())
}

proptest! {
    /// Whatever staff, petitioners and clocks do to a petition of whatever category, by whatever calendar, it stands where
    /// the model stands, with the days it has; and nobody may do to it what is not theirs.
    #[test]
    fn random_transitions_agree_with_the_model(
        steps in proptest::collection::vec(
            (
                any::<prop::sample::Index>(),
                prop::bool::weighted(0.1),
                0..25_i64,
                prop::bool::weighted(0.3),
                1..34_u16,
                any::<(bool, bool)>(),
                (
                    prop::bool::weighted(0.15),
                    prop::sample::select(Category::ALL.to_vec()),
                    prop::bool::weighted(0.2),
                ),
                (any::<bool>(), prop::bool::weighted(0.2)),
                anybody([HANDLER, OTHER, HEAD]),
            ),
            1..60,
        ),
        (two_stage, stops_reply) in any::<(bool, bool)>(),
        filed_as in prop::sample::select(Category::ALL.to_vec()),
        world in prop::sample::select(WORLDS.to_vec()),
    ) {
        let calendar = Calendar::parse(&world.text()).unwrap();
        let mut current = standing(StateName::Registered);
        current.clocks.clear();
        current.course.handler = None;
        current.category = filed_as;
        (current.registered_by, current.desk) = (desk(0).id, desk(0).id);
        let house = House { two_stage, stops_reply };
        let mut model = Model::registered(filed_as, house, world);
        let mut now = now();
        let mut accepted = 0;
        for (index, wild, wait, moves, days, (post, first), found, (assigns, together), somebody) in steps {
            let (asks, category, rescreens) = found;
            // No two steps share a moment: by it the day that came with a hand-down is known.
            now = now.plus_millis(1 + if moves { wait * 86_400_000 } else { 0 });
            let today = now.local_date();
            let kind = pick(&current, (asks, together), index, wild);
            let by = match kind {
                _ if asks => By::Petitioner,
                K::Close if post => By::System,
                _ => By::Staff,
            };
            let handled_by_first = current.course.handler == Some(HANDLER);
            let depth = model.depth;
            let step = Step {
                kind, by, days, post, first, category, rescreens, handled_by_first, assigns, together, house, depth,
            };
            let expected = model.take(&step, today);
            let found = apply(&current, step.transition(&current, today), by, now, &calendar);
            prop_assert_eq!(
                found.as_ref().ok().map(|applied| applied.petition.state.name()), expected,
                "{} by {:?} of {} from {}: {:?}", kind, by, current.category, current.state.name(), found.as_ref().err()
            );
            let Ok(applied) = found else { continue };
            let before = std::mem::replace(&mut current, applied.petition);
            let mut running: Vec<_> = current.clocks.iter()
                .filter(|clock| clock.stopped_at.is_none())
                .map(|clock| (clock.kind, clock.due.local_date()))
                .collect();
            running.sort_unstable();
            prop_assert_eq!(running, model.running(), "after {}", kind);
            prop_assert_eq!(current.desk, desk(model.depth).id, "after {}", kind);
            prop_assert_eq!(current.category, model.category, "after {}", kind);
            keeps_its_invariants(&before, &current, kind, now)?;
            somebody.keeps_to_their_own(&current, model.depth)?;
            // 5: accepted once, until it begins again.
            let anew = kind == K::Undo || (kind == K::NameAccused && current.state.name() == S::Screening);
            accepted = if anew { 0 } else { accepted + u32::from(kind == K::Accept) };
            prop_assert!(accepted <= 1);
        }
    }
}
