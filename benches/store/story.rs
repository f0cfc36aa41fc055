//! The history of one petition, by the rules that hold in life: most are done, those of the last weeks are on their way.

use crate::{
    dice::Dice,
    town::{County, Unit},
    words,
};
use lianjie::{
    domain::{
        Timestamp,
        event::Actor,
        ids::{EventId, PersonId, PetitionId},
        petition::{
            By, Calendar, Category, Channel, Delivery, NewParty, NewPetition, Opinion, OpinionResult, Origin,
            PetitionNumber, Purpose, QueryCode, Registering, Routing, SHIPPED_RULES, Transition, apply,
        },
    },
    storage::History,
};
use std::collections::HashMap;
use uuid::Uuid;

pub const DAY: i64 = 24 * 60 * 60 * 1000;
/// 20 November 2026 in China: today.
pub const TODAY: Timestamp = Timestamp(1_795_104_000_000);
/// How far back the first were filed.
pub const DAYS: usize = 3 * 365;

/// What the rules need besides a petition.
pub struct House<'a> {
    pub county: &'a County,
    pub calendar: &'a Calendar,
    /// Running numbers by day and channel.
    pub sequences: HashMap<String, u32>,
}

pub fn petition_id(n: usize) -> PetitionId {
    PetitionId(Uuid::from_u128(u128::try_from(n).unwrap() + 1))
}

/// The `n`th, as it stands today, and all that happened to it.
pub fn tell(house: &mut House<'_>, n: usize) -> History {
    let mut dice = Dice::of(n);
    let mut at = Timestamp(TODAY.0 - (dice.days_below(DAYS) * DAY) - dice.days_below(9 * 60) * 60_000);
    let channel = *dice.of_these(Channel::ALL);
    let given = register(house, n, at, channel, &mut dice);
    let mut ids = (0_u128..).map(|k| Uuid::from_u128(((u128::try_from(n).unwrap() + 1) << 16) + k));
    let mut new_id = || ids.next().unwrap();
    let filed = filing(house, n, channel, &mut dice).check(SHIPPED_RULES, at.local_date()).unwrap();
    let (mut registration, change) = filed.register(given, house.calendar, || PersonId(new_id()));
    let mut events = vec![change.event(EventId(new_id()), at, Actor::Petitioner, &registration.petition)];
    let unit = dice.of_these(&house.county.units);
    for (within, by, transition) in way(unit, &mut dice) {
        at = at.plus_millis(dice.days_below(within) * DAY + 60_000);
        let petition = &registration.petition;
        if at > TODAY {
            break;
        }
        // A wall between categories: such a petition went as far as it may.
        let Ok(applied) = apply(petition, transition, by, at, house.calendar) else { break };
        let actor = match by {
            By::Petitioner => Actor::Petitioner,
            _ => Actor::Staff { staff: unit.handler.id, agency: unit.agency.id },
        };
        events.push(applied.change.event(EventId(new_id()), at, actor, &applied.petition));
        let version = petition.version + 1;
        registration.petition = applied.petition;
        registration.petition.version = version;
    }
    History { registration, events }
}

fn register(
    house: &mut House<'_>,
    n: usize,
    now: Timestamp,
    channel: Channel,
    dice: &mut Dice,
) -> Registering {
    let (division, day) = (&house.county.code, now.local_date());
    let sequence = house.sequences.entry(PetitionNumber::sequence_name(division, day, channel)).or_default();
    *sequence += 1;
    let number = PetitionNumber::new(division, day, channel, *sequence).unwrap();
    let byte = |dice: &mut Dice| u8::try_from(dice.below(256)).unwrap();
    let query_code_hash = QueryCode::draw(|bytes| bytes.fill_with(|| byte(dice))).hash();
    Registering {
        id: petition_id(n),
        number,
        by: house.county.bureau.id,
        now,
        received_at: now,
        query_code_hash,
    }
}

fn filing(house: &House<'_>, n: usize, channel: Channel, dice: &mut Dice) -> NewPetition {
    let words = words::words(dice);
    let category = match dice.below(50) {
        0 => Category::Report,
        1..5 => Category::Suggestion,
        _ => Category::Appeal,
    };
    let petitioner =
        NewParty { name: words::name(dice), phone: Some(words::phone(n)), ..NewParty::default() };
    NewPetition {
        title: words.title,
        text: words.text,
        place: house.county.place(dice),
        category,
        purpose: Purpose::Resolution,
        content_class: words.class,
        channel,
        origin: Origin::default(),
        respondent: None,
        accused: None,
        persons_concerned: u32::try_from(1 + dice.below(12)).unwrap(),
        petitioner,
        co_petitioners: Vec::new(),
        representatives: Vec::new(),
    }
}

/// Steps, each so many days after the one before at most. One in twelve is withdrawn on the way.
fn way(unit: &Unit, dice: &mut Dice) -> Vec<(usize, By, Transition)> {
    let (handler, by) = (unit.handler.clone(), unit.handler.id);
    let (how, agency) = (Routing::Transfer, unit.agency.clone());
    let text = "经调查核实，已责成相关单位限期整改，并当面向信访人说明。".to_owned();
    let basis = "《信访工作条例》第三十一条".to_owned();
    let reason = || "信访人对答复无异议".to_owned();
    let mut steps = vec![
        (3, By::Staff, Transition::StartScreening { category: None, content_class: None }),
        (14, By::Staff, Transition::Route { how, unit: agency, ordered_until: None }),
        (16, By::Staff, Transition::Accept),
        (2, By::Staff, Transition::AssignHandler { handler }),
        (64, By::Staff, Transition::DraftReply(Opinion { result: OpinionResult::Support, text, basis })),
        (3, By::Staff, Transition::DeliverReply { delivery: Delivery::IN_PERSON, by, two_stage: false }),
        (30, By::Petitioner, Transition::Close { reason: reason(), accepted: None }),
    ];
    if dice.one_in(12) {
        let stop = 1 + dice.below(4);
        steps.truncate(stop);
        steps.push((
            5,
            By::Petitioner,
            Transition::Withdraw { reason: reason(), together: false, proof: None },
        ));
    }
    steps
}
