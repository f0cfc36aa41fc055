use super::*;
use crate::domain::{
    Timestamp,
    ids::{AgencyId, PetitionId},
    petition::{
        Calendar, Category, Channel, ContentClass, NewParty, NewPetition, Origin, PetitionNumber, Purpose,
        Registering, SHIPPED_RULES,
    },
};
use uuid::Uuid;

fn petition() -> Petition {
    let now = Timestamp(1_795_104_000_000);
    let place = "620103".parse().unwrap();
    let filed = NewPetition {
        title: "小区电梯长期停运".into(),
        text: "两部电梯今年累计停运四十余天，请求恢复。".into(),
        place: "620103002".parse().unwrap(),
        category: Category::Appeal,
        purpose: Purpose::Resolution,
        content_class: ContentClass::PropertyManagement,
        channel: Channel::Web,
        origin: Origin::default(),
        respondent: None,
        accused: None,
        persons_concerned: 2,
        petitioner: NewParty {
            name: "某1".into(),
            phone: Some("0931-0000001".into()),
            ..NewParty::default()
        },
        co_petitioners: Vec::new(),
        representatives: Vec::new(),
    };
    let given = Registering {
        id: PetitionId(Uuid::from_u128(1)),
        number: PetitionNumber::new(&place, now.local_date(), Channel::Web, 1).unwrap(),
        by: AgencyId(Uuid::nil()),
        now,
        received_at: now,
        query_code_hash: [0; 32],
    };
    let valid = filed.check(SHIPPED_RULES, now.local_date()).unwrap();
    valid.register(given, &Calendar::shipped(), || PersonId(Uuid::nil())).0.petition
}

fn person(n: u128, kind: PartyKind) -> Party {
    let name = format!("某{n}");
    let id = PersonId(Uuid::from_u128(n));
    Party { id, kind, name, phone: None, id_number: None, address: None, authority: None }
}

/// A petition of two, its representative, and three households that joined.
struct Joined {
    petition: Petition,
    parties: Vec<Party>,
    merged: Vec<(Petition, Vec<Party>)>,
    seated: Vec<PersonId>,
}

impl Joined {
    fn new() -> Self {
        let petition = petition();
        let joined = |n: u128| {
            let id = PetitionId(Uuid::from_u128(n));
            (Petition { id, ..petition.clone() }, vec![person(n, PartyKind::Petitioner)])
        };
        Self {
            parties: vec![
                person(1, PartyKind::Petitioner),
                person(2, PartyKind::CoPetitioner),
                Party { name: "某2".into(), ..person(9, PartyKind::Representative) },
            ],
            merged: (11..18).map(joined).collect(),
            seated: Vec::new(),
            petition,
        }
    }

    fn electorate(&self) -> Electorate<'_> {
        let Self { petition, parties, merged, seated } = self;
        Electorate { petition, parties, merged, seated }
    }

    fn elect(&self, people: &[u128]) -> Result<Election, Invalid> {
        let people: Vec<_> = people.iter().map(|n| PersonId(Uuid::from_u128(*n))).collect();
        let mut next = 100;
        self.electorate().elect(&people, SHIPPED_RULES, || {
            next += 1;
            PersonId(Uuid::from_u128(next))
        })
    }
}

#[test]
fn who_joined_by_a_merger_may_be_elected_and_nobody_is_listed_twice() {
    let joined = Joined::new();
    let ids: Vec<_> =
        joined.electorate().candidates().iter().map(|(party, _)| party.id.0.as_u128()).collect();
    assert_eq!(ids, [9, 1, 11, 12, 13, 14, 15, 16, 17]);
}

#[test]
fn an_election_is_held_within_the_cap_and_among_its_own() {
    type Case<'a> = (&'a [u128], &'a [u128], Result<(usize, &'a [u128]), InvalidCode>);
    #[rustfmt::skip]
    let cases: [Case<'_>; 7] = [
        (&[9, 1, 11], &[], Ok((2, &[]))),
        (&[9, 9, 1], &[], Ok((1, &[]))),
        (&[11, 12], &[], Ok((2, &[9]))),
        (&[], &[], Ok((0, &[9]))),
        (&[11], &[9], Err(InvalidCode::Malformed)), // the one left out has a seat
        (&[77], &[], Err(InvalidCode::Malformed)),
        (&[9, 1, 11, 12, 13, 14], &[], Err(InvalidCode::TooManyRepresentatives)),
    ];
    for (people, seated, expected) in cases {
        let mut joined = Joined::new();
        joined.seated = seated.iter().map(|n| PersonId(Uuid::from_u128(*n))).collect();
        let held = joined.elect(people);
        let told = held.as_ref().map_err(|invalid| invalid.code).map(|election| {
            assert!(election.elected.iter().all(|party| party.kind == PartyKind::Representative));
            let dismissed: Vec<_> = election.dismissed.iter().map(|person| person.0.as_u128()).collect();
            (election.elected.len(), dismissed)
        });
        assert_eq!(told, expected.map(|(elected, dismissed)| (elected, dismissed.to_vec())), "{people:?}");
    }
}
