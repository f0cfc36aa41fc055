//! Moves the sample petitions through their steps.

use super::{
    DemoError,
    clerk::Clerk,
    sample::{Hand, Move, Sample},
    samples::{BASIS, SAMPLES},
};
use crate::domain::{
    ids::PetitionId,
    jurisdiction::{Agency, NextHigher, bureau_above},
    people::{Role, Staff},
    petition::{
        Category, Delivery, NewParty, NewPetition, NonAcceptance, Opinion, Origin, Petition, Routing,
        Transition, raised_before,
    },
};
use time::Duration;

pub(super) async fn samples(clerk: &mut Clerk<'_>) -> Result<(), DemoError> {
    let mut known: Vec<Petition> = Vec::new();
    for (index, sample) in SAMPLES.iter().enumerate() {
        let minutes = i64::try_from(index).unwrap_or_default();
        let at = clerk.ago(sample.filed, minutes);
        // Who comes again is known by name and phone.
        let person = SAMPLES.iter().position(|one| one.name == sample.name).unwrap_or(index);
        let mut petition = clerk.register(filing(sample, clerk, person)?, at).await?.petition;
        for (days, step) in sample.moves {
            petition = take(clerk, petition, (sample, &known), step, (*days, minutes)).await?;
        }
        known.push(petition);
    }
    Ok(())
}

pub(super) fn filing(sample: &Sample, clerk: &Clerk<'_>, index: usize) -> Result<NewPetition, DemoError> {
    Ok(NewPetition {
        title: sample.title.to_owned(),
        text: sample.text.to_owned(),
        place: sample.place.parse()?,
        category: sample.category,
        purpose: sample.purpose,
        content_class: sample.class,
        channel: sample.channel,
        origin: Origin::default(),
        respondent: None,
        accused: sample.accused.map(|short| clerk.places.agency(short).id),
        persons_concerned: sample.persons,
        petitioner: NewParty {
            name: sample.name.to_owned(),
            phone: Some(format!("0931-00001{index:02}")),
            ..NewParty::default()
        },
        co_petitioners: Vec::new(),
        representatives: Vec::new(),
    })
}

/// One move, by whoever's it is. `known` are the samples before.
pub(super) async fn take(
    clerk: &mut Clerk<'_>,
    petition: Petition,
    (sample, known): (&Sample, &[Petition]),
    step: &Move,
    (days, minutes): (i64, i64),
) -> Result<Petition, DemoError> {
    let unit = clerk.places.agency(sample.unit).clone();
    let by = match step.hand() {
        Hand::Petitioner => None,
        Hand::Desk => Some(desk(clerk, &petition)),
        Hand::Unit => Some(clerk.post(unit.id, &[Role::UnitHead])),
        Hand::Reviewer => Some(match petition.state.reviewer() {
            Some(organ) => clerk.post(organ, &[Role::BureauHead]),
            None => desk(clerk, &petition),
        }),
    };
    let transition = transition(clerk, petition.id, (unit, known), step).await?;
    let at = clerk.ago(days, minutes);
    clerk.step(petition, transition, by, at).await
}

/// Who has a petition at the bureau; a report is at the discipline desk.
fn desk<'a>(clerk: &Clerk<'a>, petition: &Petition) -> &'a Staff {
    if petition.category == Category::Report {
        clerk.post(clerk.places.agency("lz-jw").id, &[Role::DisciplineDesk])
    } else {
        clerk.post(petition.desk, &[Role::Screener, Role::BureauHead])
    }
}

async fn transition(
    clerk: &mut Clerk<'_>,
    petition: PetitionId,
    (unit, known): (Agency, &[Petition]),
    step: &Move,
) -> Result<Transition, DemoError> {
    let reason = |text: &&str| (*text).to_owned();
    Ok(match step {
        Move::Screen => Transition::StartScreening { category: None, content_class: None },
        Move::Transfer => Transition::Route { how: Routing::Transfer, unit, ordered_until: None },
        Move::Assign(days) => {
            let until = clerk.world.now().local_date().saturating_add(Duration::days(*days));
            Transition::Route { how: Routing::Assignment, unit, ordered_until: Some(until) }
        }
        Move::Merge(title) => {
            let lead = titled(known, title);
            let (own, there) = (clerk.tx.parties(petition).await?, clerk.tx.parties(lead.id).await?);
            Transition::Merge { lead, same_person: raised_before(&own, &there) }
        }
        Move::HandledAlready(title, why) => {
            let (ground, elsewhere) = (NonAcceptance::PendingElsewhere, Some(titled(known, title)));
            Transition::RefuseAcceptance { ground, elsewhere, reason: reason(why) }
        }
        Move::Divert(way, organ, why) => {
            let organ = clerk.places.agency(organ).clone();
            Transition::Divert { way: *way, organ, reason: reason(why) }
        }
        Move::Accept => Transition::Accept,
        Move::Object(why) => Transition::Object { reason: reason(why) },
        Move::Handle => Transition::AssignHandler { handler: clerk.post(unit.id, &[Role::Handler]).clone() },
        Move::Extend(days, why) => Transition::Extend { days: *days, reason: reason(why) },
        Move::Draft(result, text) => {
            Transition::DraftReply(Opinion { result: *result, text: reason(text), basis: BASIS.to_owned() })
        }
        Move::Deliver => {
            let (delivery, by) = (Delivery::IN_PERSON, clerk.post(unit.id, &[Role::UnitHead]).id);
            Transition::DeliverReply { delivery, by, two_stage: false }
        }
        Move::AskReview(why) => {
            let (organ, above) = above(clerk, &unit);
            Transition::RequestReview { organ: Some(organ), above, reason: reason(why) }
        }
        Move::AskRereview(why) => {
            let (organ, above) = above(clerk, &above(clerk, &unit).0);
            Transition::RequestRereview { organ: Some(organ), above, reason: reason(why) }
        }
        Move::StartReview => Transition::StartReview,
        Move::DecideReview(finding, text) => {
            let (text, delivery) = (reason(text), Delivery::IN_PERSON);
            Transition::DecideReview { finding: *finding, text, delivery, redo_until: None }
        }
        Move::StartRereview => Transition::StartRereview,
        Move::DecideRereview(finding, text) => {
            Transition::DecideRereview { finding: *finding, text: reason(text), redo_until: None }
        }
        Move::Terminate => Transition::Terminate { delivery: Delivery::IN_PERSON },
        Move::Satisfied(why) | Move::Close(why) => Transition::Close { reason: reason(why), accepted: None },
        Move::Withdraw(why) => Transition::Withdraw { reason: reason(why), together: false, proof: None },
    })
}

fn titled(known: &[Petition], title: &str) -> Box<Petition> {
    let found = known.iter().find(|petition| petition.title == title);
    Box::new(found.expect("samples name samples before them, by test").clone())
}

/// The bureau that reviews what `agency` decided, and who else might.
fn above(clerk: &Clerk<'_>, agency: &Agency) -> (Agency, NextHigher) {
    let agencies = &clerk.places.agencies;
    let organ = bureau_above(&agency.division, agencies).unwrap_or_else(|| clerk.places.agency("gs"));
    (organ.clone(), NextHigher::of(agency.division.clone(), agencies))
}
