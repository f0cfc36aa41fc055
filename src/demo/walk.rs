//! Takes the sample petitions as far as they went.

use super::{
    DemoError,
    clerk::Clerk,
    samples::{Move, SAMPLES, Sample},
};
use crate::domain::{
    people::Role,
    petition::{Category, Delivery, NewParty, NewPetition, Opinion, Petition, Routing, Transition},
};
use time::Duration;

pub(super) async fn samples(clerk: &mut Clerk<'_>) -> Result<(), DemoError> {
    for (index, sample) in SAMPLES.iter().enumerate() {
        let minutes = i64::try_from(index).unwrap_or_default();
        let at = clerk.ago(sample.filed, minutes);
        let mut petition = clerk.register(filing(sample, clerk, index)?, at).await?.petition;
        for (days, step) in sample.moves {
            petition = take(clerk, petition, sample, step, (*days, minutes)).await?;
        }
    }
    Ok(())
}

fn filing(sample: &Sample, clerk: &Clerk<'_>, index: usize) -> Result<NewPetition, DemoError> {
    Ok(NewPetition {
        title: sample.title.to_owned(),
        text: sample.text.to_owned(),
        place: sample.place.parse()?,
        category: sample.category,
        purpose: sample.purpose,
        content_class: sample.class,
        channel: sample.channel,
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

/// One move, by whoever's it is: the bureau that registered it, the unit, or the petitioner.
async fn take(
    clerk: &mut Clerk<'_>,
    petition: Petition,
    sample: &Sample,
    step: &Move,
    (days, minutes): (i64, i64),
) -> Result<Petition, DemoError> {
    let unit = clerk.places.agency(sample.unit).clone();
    let desk = if petition.category == Category::Report {
        clerk.post(clerk.places.agency("lz-jw").id, &[Role::DisciplineDesk])
    } else {
        clerk.post(petition.registered_by, &[Role::Screener, Role::BureauHead])
    };
    let head = clerk.post(unit.id, &[Role::UnitHead]);
    let handler = clerk.post(unit.id, &[Role::Handler]).clone();
    let (by, transition) = match step {
        Move::Screen => (desk, Transition::StartScreening { category: None, content_class: None }),
        Move::Transfer => (desk, Transition::Route { how: Routing::Transfer, unit, ordered_until: None }),
        Move::Assign(days) => {
            let until = clerk.world.now().local_date().saturating_add(Duration::days(*days));
            (desk, Transition::Route { how: Routing::Assignment, unit, ordered_until: Some(until) })
        }
        Move::Accept => (head, Transition::Accept),
        Move::Handle => (head, Transition::AssignHandler { handler }),
        Move::Draft(result, text) => {
            (head, Transition::DraftReply(Opinion { result: *result, text: (*text).to_owned() }))
        }
        Move::Deliver => {
            let (delivery, by) = (Delivery::IN_PERSON, head.id);
            (head, Transition::DeliverReply { delivery, by, two_stage: false })
        }
        Move::Close(reason) => (head, Transition::Close { reason: (*reason).to_owned() }),
        Move::Withdraw(reason) => (desk, Transition::Withdraw { reason: (*reason).to_owned() }),
    };
    let by = Some(by).filter(|_| !matches!(step, Move::Withdraw(_)));
    let at = clerk.ago(days, minutes);
    clerk.step(petition, transition, by, at).await
}
