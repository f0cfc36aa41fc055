//! Petitions told event by event, and the month that they make.

use super::*;

/// A petition's story, told event by event.
#[derive(Debug)]
pub(super) struct Story {
    pub(super) petition: PetitionId,
    pub(super) place: &'static str,
    pub(super) events: Vec<Told>,
}

#[derive(Debug, Clone)]
pub(super) struct Told {
    pub(super) kind: &'static str,
    pub(super) day: i64,
    pub(super) due: Option<Timestamp>,
    pub(super) hearing: Option<HearingId>,
    pub(super) organ: Option<AgencyId>,
    pub(super) details: Vec<(String, String)>,
}

impl Story {
    pub(super) fn new(n: u128, place: &'static str, day: i64, channel: &str, persons: u32) -> Self {
        let story = Self { petition: PetitionId(Uuid::from_u128(n)), place, events: Vec::new() };
        let bureau = BUREAU.to_string();
        story.then(
            "petition.registered",
            day,
            by(day + 15),
            &[
                ("channel", channel),
                ("category", "appeal"),
                ("content_class", "land"),
                ("persons_concerned", &persons.to_string()),
                ("registered_by", &bureau),
            ],
        )
    }

    pub(super) fn then(
        mut self,
        kind: &'static str,
        day: i64,
        due: Option<Timestamp>,
        details: &[(&str, &str)],
    ) -> Self {
        let details = details.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        self.events.push(Told { kind, day, due, hearing: None, organ: None, details });
        self
    }

    pub(super) fn routed(self, day: i64, unit: AgencyId) -> Self {
        self.then("petition.routed", day, by(day + 15), &[("how", "transfer"), ("unit", &unit.to_string())])
    }

    /// 机关合并、撤销.
    pub(super) fn succeeded(self, day: i64, from: AgencyId, to: AgencyId) -> Self {
        let (from, to) = (from.to_string(), to.to_string());
        self.then("petition.unit_succeeded", day, None, &[("from", &from), ("unit", &to)])
    }

    pub(super) fn accepted(self, day: i64) -> Self {
        self.then("petition.accepted", day, by(day + 60), &[])
    }

    /// The notice of acceptance, or of its refusal.
    pub(super) fn told(self, day: i64, kind: &str) -> Self {
        self.then("document.issued", day, None, &[("kind", kind)])
    }

    /// Whose step the last one was.
    pub(super) fn by(mut self, organ: AgencyId) -> Self {
        self.events.last_mut().unwrap().organ = Some(organ);
        self
    }

    pub(super) fn heard(self, day: i64, kind: &str) -> Self {
        self.heard_by(day, kind, LEADER)
    }

    pub(super) fn heard_by(mut self, day: i64, kind: &str, leader: StaffId) -> Self {
        let nth = self.events.iter().filter(|told| told.kind == "hearing.scheduled").count() as u128;
        let hearing = Some(HearingId(Uuid::from_u128(self.petition.0.as_u128() + 0x1000 * (nth + 1))));
        let (host, starts) = (BUREAU.to_string(), on(day).0.to_string());
        self = self.then(
            "hearing.scheduled",
            day - 2,
            None,
            &[("kind", kind), ("host", &host), ("starts_at", &starts)],
        );
        let (from, to, presider) = (("from", "countdown"), ("to", "in_session"), leader.to_string());
        self = self.then("hearing.stage", day, None, &[from, to, ("presider", &presider)]);
        for event in self.events.iter_mut().rev().take(2) {
            event.hearing = hearing;
        }
        self
    }

    /// An order of supervision to `to`; its number among the petition's demands names it.
    pub(super) fn ordered(self, day: i64, nth: u128, to: AgencyId, due: Option<Timestamp>) -> Self {
        let (demand, to) = (Uuid::from_u128(0xd0 + nth).to_string(), to.to_string());
        self.then("supervision.ordered", day, due, &[("demand", &demand), ("addressee", &to)])
    }

    pub(super) fn order_answered(self, day: i64, nth: u128) -> Self {
        let demand = Uuid::from_u128(0xd0 + nth).to_string();
        self.then("supervision.answered", day, None, &[("demand", &demand)])
    }

    pub(super) fn moment<'a>(&self, told: &'a Told) -> Moment<'a> {
        Moment {
            petition: self.petition,
            hearing: told.hearing,
            kind: told.kind.parse().unwrap(),
            at: on(told.day),
            due_after: told.due,
            organ: told.organ,
            details: &told.details,
        }
    }

    pub(super) fn facts(&self) -> Facts {
        let (first, rest) = self.events.split_first().unwrap();
        let mut facts = Facts::begin(&self.moment(first), self.place.parse().unwrap()).unwrap();
        for told in rest {
            facts.apply(&self.moment(told));
        }
        facts
    }
}

/// What happened in the month, petition by petition. All numbers below follow from these lines.
pub(super) fn month() -> Vec<Story> {
    vec![
        // 1: everything in time, told the day after it was accepted, within 20 days; closed; nothing after it; evaluated; heard on day 8.
        Story::new(1, "620102001", 1, "web", 1)
            .routed(3, HOUSING)
            .accepted(5)
            .told(6, "acceptance")
            .heard(8, "joint_reception")
            .then("petition.replied", 25, by(55), &[])
            .then("evaluation.given", 26, None, &[("target", "bureau"), ("level", "satisfied")])
            .then("evaluation.given", 26, None, &[("target", "unit"), ("level", "basically_satisfied")])
            .then("petition.closed", 27, None, &[]),
        // 2: routed a day late (due on day 17), then accepted in time, told too late (due on day 33); extended; replied in the extension.
        Story::new(2, "620102002", 2, "visit", 12)
            .routed(18, HOUSING)
            .accepted(20)
            .told(34, "acceptance")
            .then("petition.extended", 70, by(100), &[])
            .then("petition.replied", 95, by(125), &[])
            .then("petition.review_requested", 100, by(130), &[])
            .then("petition.reviewed", 110, None, &[])
            .then("petition.closed", 140, None, &[]),
        // 3: accepted a day late (due on day 19), never replied: due on day 80.
        Story::new(3, "620102001", 3, "visit", 2).routed(4, STREET).accepted(20),
        // 4: a repeat, merged on day 6.
        Story::new(4, "620102001", 4, "app", 1).then("petition.merged", 6, None, &[("same_person", "true")]),
        // 5: never routed: due on day 20.
        Story::new(5, "620102002", 5, "letter", 1),
        // 6: diverted in time.
        Story::new(6, "620102002", 6, "web", 1).then("petition.diverted", 9, None, &[]),
        // 7: a suggestion, accepted and answered: no 60 days.
        Story::new(7, "620102", 7, "web", 1)
            .then("petition.screening", 8, None, &[("category_before", "appeal"), ("category", "suggestion")])
            .routed(9, STREET)
            .then("petition.accepted", 10, None, &[])
            .then("petition.replied", 14, None, &[])
            .then("petition.closed", 15, None, &[]),
        // 8: a report, sealed.
        Story::new(8, "620102001", 8, "letter", 1)
            .then("petition.screening", 9, None, &[("category", "report")])
            .routed(10, HOUSING),
    ]
}

pub(super) fn question(by: &[By], from: i64, to: i64, as_of: i64) -> Question {
    let midnight = |day: i64| on(day).plus_millis(-10 * 60 * 60 * 1000);
    let by = by.to_vec();
    Question {
        division: "620102".parse().unwrap(),
        period: midnight(from)..midnight(to),
        as_of: on(as_of),
        by,
    }
}

pub(super) fn rules() -> Rules {
    Rules { base: [STREET].into(), ..Rules::default() }
}

pub(super) fn facts() -> Vec<Facts> {
    month().iter().map(Story::facts).collect()
}
