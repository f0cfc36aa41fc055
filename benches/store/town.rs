//! Lanzhou in full size: 8 districts and counties, 114 townships, 1,173 villages, 6,500 grids; in each county a bureau
//! and thirty units with somebody in them.

use crate::dice::Dice;
use lianjie::{
    domain::{
        ids::{AgencyId, StaffId},
        jurisdiction::{Agency, AgencyKind, Division, DivisionCode},
        people::{Role, Staff},
    },
    storage::Tx,
};
use uuid::Uuid;

/// Code and townships.
const COUNTIES: [(&str, usize); 8] = [
    ("620102", 25),
    ("620103", 18),
    ("620104", 12),
    ("620105", 10),
    ("620111", 6),
    ("620121", 17),
    ("620122", 8),
    ("620123", 18),
];
const VILLAGES: usize = 1_173;
const GRIDS: usize = 6_500;
const UNITS: usize = 30;

/// The bureau of the first county: it has what lies in the division it is asked for, and nothing elsewhere.
pub const BUREAU: AgencyId = AgencyId(Uuid::from_u128(0x1000));

pub struct County {
    pub code: DivisionCode,
    /// Of every level below it; a matter is at one of them.
    pub places: Vec<DivisionCode>,
    pub bureau: Agency,
    pub units: Vec<Unit>,
}

pub struct Unit {
    pub agency: Agency,
    pub handler: Staff,
}

/// The same each time: ids are counted.
pub fn counties() -> Vec<County> {
    let townships: Vec<String> = COUNTIES
        .iter()
        .flat_map(|(county, count)| (1..=*count).map(move |n| format!("{county}{n:03}")))
        .collect();
    let below = |above: &[String], count: usize| -> Vec<String> {
        let nth = |n: usize| format!("{}{:03}", above[n % above.len()], n / above.len() + 1);
        (0..count).map(nth).collect()
    };
    let villages = below(&townships, VILLAGES);
    let grids = below(&villages, GRIDS);
    let places: Vec<&String> = townships.iter().chain(&villages).chain(&grids).collect();
    let county = |(index, (code, _)): (usize, &(&str, usize))| {
        let within = places.iter().filter(|place| place.starts_with(code));
        let first = 0x1000 * (u128::try_from(index).unwrap() + 1);
        County {
            code: code.parse().unwrap(),
            places: within.map(|place| place.parse().unwrap()).collect(),
            bureau: agency(first, code, AgencyKind::PetitionBureau),
            units: (1..=UNITS).map(|n| unit(first + u128::try_from(n).unwrap(), code)).collect(),
        }
    };
    COUNTIES.iter().enumerate().map(county).collect()
}

fn agency(id: u128, division: &str, kind: AgencyKind) -> Agency {
    let name = format!("{division} 第{}机关", id & 0xfff);
    Agency { id: AgencyId(Uuid::from_u128(id)), name, kind, division: division.parse().unwrap() }
}

fn unit(id: u128, division: &str) -> Unit {
    let agency = agency(id, division, AgencyKind::ResponsibleUnit);
    let handler = Staff {
        id: StaffId(Uuid::from_u128(id)),
        username: format!("handler-{id:x}"),
        name: "承办人".to_owned(),
        agency: agency.id,
        roles: vec![Role::Handler, Role::UnitHead],
        disabled: false,
    };
    Unit { agency, handler }
}

/// Writes them down.
pub async fn settle(tx: &mut dyn Tx, counties: &[County]) {
    let named = |code: &DivisionCode| Division { code: code.clone(), name: format!("{code} 辖区") };
    for code in ["62", "6201"] {
        tx.put_division(&named(&code.parse().unwrap())).await.unwrap();
    }
    for county in counties {
        tx.put_division(&named(&county.code)).await.unwrap();
        for place in &county.places {
            tx.put_division(&named(place)).await.unwrap();
        }
        tx.put_agency(&county.bureau).await.unwrap();
        for unit in &county.units {
            tx.put_agency(&unit.agency).await.unwrap();
            tx.put_staff(&unit.handler).await.unwrap();
        }
    }
}

impl County {
    /// More often a place that is deep in the tree: there are more of them.
    pub fn place(&self, dice: &mut Dice) -> DivisionCode {
        dice.of_these(&self.places).clone()
    }
}
