//! Divisions, agencies and reception rooms of the demo.

use super::DemoError;
use crate::{
    domain::{
        document::Templates,
        ids::{AgencyId, RoomId},
        jurisdiction::{Agency, AgencyKind, Division, DivisionCode, ReceptionRoom},
    },
    storage::Tx,
};
use uuid::Uuid;

const DIVISIONS: &str = include_str!("data/divisions.txt");

/// An agency of the demo: short name for this folder, name, kind, division.
type AgencyLine = (&'static str, &'static str, AgencyKind, &'static str);

#[rustfmt::skip]
const AGENCIES: &[AgencyLine] = &[
    ("gs",       "甘肃省信访局",                   AgencyKind::PetitionBureau,  "62"),
    ("lz",       "兰州市信访局",                   AgencyKind::PetitionBureau,  "6201"),
    ("cg",       "城关区信访局",                   AgencyKind::PetitionBureau,  "620102"),
    ("qlh",      "七里河区信访局",                 AgencyKind::PetitionBureau,  "620103"),
    ("xg",       "西固区信访局",                   AgencyKind::PetitionBureau,  "620104"),
    ("an",       "安宁区信访局",                   AgencyKind::PetitionBureau,  "620105"),
    ("hg",       "红古区信访局",                   AgencyKind::PetitionBureau,  "620111"),
    ("yd",       "永登县信访局",                   AgencyKind::PetitionBureau,  "620121"),
    ("gl",       "皋兰县信访局",                   AgencyKind::PetitionBureau,  "620122"),
    ("yz",       "榆中县信访局",                   AgencyKind::PetitionBureau,  "620123"),
    ("lz-zj",    "兰州市住房和城乡建设局",         AgencyKind::ResponsibleUnit, "6201"),
    ("cg-zj",    "城关区住房和城乡建设局",         AgencyKind::ResponsibleUnit, "620102"),
    ("qlh-zj",   "七里河区住房和城乡建设局",       AgencyKind::ResponsibleUnit, "620103"),
    ("xg-zj",    "西固区住房和城乡建设局",         AgencyKind::ResponsibleUnit, "620104"),
    ("lz-rs",    "兰州市人力资源和社会保障局",     AgencyKind::ResponsibleUnit, "6201"),
    ("qlh-cg",   "七里河区城市管理局",             AgencyKind::ResponsibleUnit, "620103"),
    ("yz-zr",    "榆中县自然资源局",               AgencyKind::ResponsibleUnit, "620123"),
    ("jiuquan",  "酒泉路街道办事处",               AgencyKind::Township,        "620102001"),
    ("xihu",     "西湖街道办事处",                 AgencyKind::Township,        "620103002"),
    ("sijiqing", "四季青街道办事处",               AgencyKind::Township,        "620104005"),
    ("lz-zz",    "兰州市社会治安综合治理中心",     AgencyKind::Centre,          "6201"),
    ("lz-jw",    "兰州市纪委监委信访室",           AgencyKind::Discipline,      "6201"),
];

/// Short name of the agency and name of the room.
#[rustfmt::skip]
const ROOMS: &[(&str, &str)] = &[
    ("gs",       "省信访局视频接访室"),
    ("lz",       "市信访局第一视频接访室"),
    ("lz",       "市信访局第二视频接访室"),
    ("cg",       "城关区视频接访室"),
    ("qlh",      "七里河区第一视频接访室"),
    ("qlh",      "七里河区第二视频接访室"),
    ("xg",       "西固区视频接访室"),
    ("xihu",     "西湖街道综治中心接访室"),
];

/// Everything there is before the first petition. Ids are fixed: loading again replaces like by like.
#[derive(Debug)]
pub(super) struct Places {
    pub divisions: Vec<Division>,
    pub agencies: Vec<Agency>,
    pub rooms: Vec<ReceptionRoom>,
}

/// Short name of the agency and its prefix in the numbers of documents.
#[rustfmt::skip]
const PREFIXES: &[(&str, &str)] = &[
    ("gs", "甘信访"), ("lz", "兰信访"), ("cg", "城信访"), ("qlh", "七信访"), ("xg", "西信访"), ("yz", "榆信访"),
    ("lz-zj", "兰建信"), ("cg-zj", "城建信"), ("qlh-zj", "七建信"), ("xg-zj", "西建信"),
];

/// A fixed id (UUID version 8) of the demo: `group` tells kinds apart, `number` is the line in its table.
pub(super) fn fixed_id(group: u8, number: usize) -> Uuid {
    let mut bytes = [0; 16];
    bytes[8] = group;
    bytes[12..].copy_from_slice(&u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes());
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

impl Places {
    pub(super) fn new() -> Result<Self, DemoError> {
        let divisions = DIVISIONS
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once(' '))
            .map(|(code, name)| Ok(Division { code: code.parse()?, name: name.to_owned() }))
            .collect::<Result<_, DemoError>>()?;
        let agency = |(index, (_, name, kind, division)): (usize, &AgencyLine)| {
            let id = AgencyId(fixed_id(1, index));
            Ok(Agency { id, name: (*name).to_owned(), kind: *kind, division: division.parse()? })
        };
        let agencies = AGENCIES.iter().enumerate().map(agency).collect::<Result<_, DemoError>>()?;
        let room = |(index, (agency, name)): (usize, &(&str, &str))| {
            ReceptionRoom::open(RoomId(fixed_id(2, index)), agency_id(agency), *name)
        };
        Ok(Self { divisions, agencies, rooms: ROOMS.iter().enumerate().map(room).collect() })
    }

    pub(super) async fn put(&self, tx: &mut dyn Tx) -> Result<(), DemoError> {
        for division in &self.divisions {
            tx.put_division(division).await?;
        }
        for agency in &self.agencies {
            tx.put_agency(agency).await?;
        }
        for room in &self.rooms {
            tx.put_reception_room(room).await?;
        }
        for (agency, prefix) in PREFIXES {
            let default = Templates::default_of(self.agency(agency));
            tx.save_templates(&Templates { prefix: (*prefix).to_owned(), ..default }).await?;
        }
        Ok(())
    }

    /// The agency with this short name.
    pub(super) fn agency(&self, short: &str) -> &Agency {
        &self.agencies[agency_line(short)]
    }

    /// The petition bureau that registers matters of `place`.
    pub(super) fn bureau_of(&self, place: &DivisionCode) -> &Agency {
        crate::domain::jurisdiction::registering_bureau(place, &self.agencies)
            .unwrap_or_else(|| self.agency("gs"))
    }
}

pub(super) fn agency_id(short: &str) -> AgencyId {
    AgencyId(fixed_id(1, agency_line(short)))
}

/// The room with this name.
pub(super) fn room_id(name: &str) -> RoomId {
    let line =
        ROOMS.iter().position(|(_, room)| *room == name).expect("rooms are named as in the table, by test");
    RoomId(fixed_id(2, line))
}

fn agency_line(short: &str) -> usize {
    AGENCIES
        .iter()
        .position(|(name, ..)| *name == short)
        .expect("agencies are named as in the table, by test")
}
