//! The seed case: 66 households of a residential compound, and the joint hearing of it.

use super::{
    DemoError,
    clerk::{Clerk, Filed},
    people::person,
    places::room_id,
};
use crate::{
    domain::{
        MINUTE_MS, Timestamp,
        hearing::{
            Hearing, HearingKind, NewHearing, NewSeat, Occupant, ParticipantRole as Role, officials_of,
            rooms_of,
        },
        people::{Party, PartyKind},
        petition::{
            Category, Channel, ContentClass, NewParty, NewPetition, Origin, Petition, Purpose, Routing,
            Transition,
        },
    },
    storage::Booking,
};

/// Found again by this title.
pub(super) const TITLE: &str = "西湖街道某住宅小区66户业主反映房屋质量和物业服务问题";

const TEXT: &str = "我们是七里河区西湖街道某住宅小区3号、5号楼的66户业主。2021年入住以来，屋面和外墙多处渗漏，\
两部电梯今年累计停运四十余天，地下车库积水，多次报修未能彻底解决。开发企业与物业服务企业就保修责任互相推诿，\
专项维修资金和公共收益的使用情况一直没有公示。\n\
我们的诉求是：一、明确屋面、外墙渗漏的保修责任和维修期限；二、在供暖期内恢复两部电梯正常运行；\
三、公示专项维修资金和小区公共收益账目；四、由住建部门和街道监督落实，并书面答复。";

const DEVELOPER: &str = "甘肃某房地产开发有限公司";
const PROPERTY_COMPANY: &str = "兰州某物业服务有限公司";

/// Surnames of the 65 households that signed beside the petitioner.
const SURNAMES: &str = "赵钱孙李周吴郑冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜\
                        戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉";

/// A neighbour. The number cannot be dialled: no local number begins with 0.
fn neighbour(name: String, number: usize) -> NewParty {
    NewParty { name, phone: Some(format!("0931-00000{number:02}")), ..NewParty::default() }
}

fn filing() -> Result<NewPetition, DemoError> {
    let named = |(index, surname): (usize, char)| neighbour(format!("{surname}某"), index + 1);
    let co_petitioners: Vec<_> =
        SURNAMES.chars().filter(|c| !c.is_whitespace()).enumerate().map(named).collect();
    Ok(NewPetition {
        title: TITLE.to_owned(),
        text: TEXT.to_owned(),
        place: "620103002".parse()?,
        category: Category::Appeal,
        purpose: Purpose::Resolution,
        content_class: ContentClass::PropertyManagement,
        channel: Channel::Visit,
        origin: Origin::default(),
        respondent: Some(format!("{DEVELOPER}、{PROPERTY_COMPANY}")),
        accused: None,
        persons_concerned: 66,
        petitioner: NewParty {
            id_number: Some("620103190001010000".to_owned()),
            address: Some("七里河区西湖街道某住宅小区3号楼".to_owned()),
            ..neighbour("王某".to_owned(), 0)
        },
        representatives: co_petitioners.iter().take(5).cloned().collect(),
        co_petitioners,
    })
}

/// Registered by the district, assigned to the district's housing bureau, in its hands.
pub(super) async fn file(clerk: &mut Clerk<'_>) -> Result<Filed, DemoError> {
    let staff = clerk.staff;
    let mut filed = clerk.register(filing()?, clerk.ago(20, 0)).await?;
    let unit = clerk.places.agency("qlh-zj").clone();
    let until = clerk.world.now().local_date().saturating_add(time::Duration::days(12));
    let steps = [
        (19, "qlh-counter", Transition::StartScreening { category: None, content_class: None }),
        (18, "qlh-head", Transition::Route { how: Routing::Assignment, unit, ordered_until: Some(until) }),
        (16, "qlh-housing", Transition::Accept),
        (15, "qlh-housing", Transition::AssignHandler { handler: person(staff, "qlh-handler").clone() }),
    ];
    for (days, who, transition) in steps {
        let at = clerk.ago(days, 0);
        filed.petition = clerk.step(filed.petition, transition, Some(person(staff, who)), at).await?;
    }
    Ok(filed)
}

/// The joint hearing of it, open for check-in at once, if its rooms and people are free.
pub(super) async fn hold(
    clerk: &mut Clerk<'_>,
    petition: &Petition,
    parties: &[Party],
) -> Result<Option<Hearing>, DemoError> {
    let now = clerk.world.now();
    let new = wish(clerk, parties, starts_at(now));
    let occupants = || new.seats.iter().map(|seat| &seat.occupant);
    let rooms = rooms_of(occupants()).into_iter().map(Booking::Room);
    let wanted: Vec<_> = rooms.chain(officials_of(occupants()).into_iter().map(Booking::Staff)).collect();
    if !clerk.tx.clashes(&wanted, new.starts_at, new.ends_at, None).await?.is_empty() {
        return Ok(None);
    }
    clerk.schedule(petition, parties, &new, "lz-clerk", now).await.map(Some)
}

/// The first full five minutes that are at least five minutes away.
fn starts_at(now: Timestamp) -> Timestamp {
    const FIVE_MINUTES: i64 = 300_000;
    Timestamp((now.0 + 2 * FIVE_MINUTES - 1).div_euclid(FIVE_MINUTES) * FIVE_MINUTES)
}

fn wish(clerk: &Clerk<'_>, parties: &[Party], starts_at: Timestamp) -> NewHearing {
    let official = |username: &str, room: Option<&str>| Occupant::Official {
        staff: person(clerk.staff, username).id,
        room: room.map(room_id),
    };
    let room = |name: &str| Occupant::Room { room: room_id(name) };
    let external = |organisation: &str, name: &str| Occupant::External {
        organisation: organisation.to_owned(),
        name: name.to_owned(),
        phone: None,
    };
    let city = Some("市信访局第一视频接访室");
    let mut seats = vec![
        (Role::Presider, official("lz-presider", city)),
        (Role::Clerk, official("lz-recorder", city)),
        (Role::HearingMember, room("省信访局视频接访室")),
        (Role::AgencyRep, room("七里河区第二视频接访室")),
        (Role::AgencyRep, official("qlh-housing", None)),
        (Role::AgencyRep, official("lz-housing", None)),
        (Role::AgencyRep, official("xihu", None)),
        (Role::CompanyRep, external(PROPERTY_COMPANY, "客服负责人 龙某")),
        (Role::CompanyRep, external(DEVELOPER, "工程负责人 白某")),
    ];
    seats.extend(speakers(parties).map(|(role, party)| (role, Occupant::Party { person: party.id })));
    let seat = |(role, occupant)| NewSeat { role, occupant, mandatory: false, languages: Vec::new() };
    NewHearing {
        kind: HearingKind::JointReception,
        title: "西湖街道66户业主信访事项联合接访".to_owned(),
        starts_at,
        ends_at: starts_at.plus_millis(90 * MINUTE_MS),
        agenda: Vec::new(),
        seats: seats.into_iter().map(seat).collect(),
        continues: None,
        beside: Vec::new(),
    }
}

/// The petitioner and four representatives speak, five in all (art. 20); the fifth representative observes.
fn speakers(parties: &[Party]) -> impl Iterator<Item = (Role, &Party)> {
    let petitioner = parties.iter().filter(|party| party.kind == PartyKind::Petitioner);
    let elected = parties.iter().filter(|party| party.kind == PartyKind::Representative);
    petitioner.map(|party| (Role::Petitioner, party)).chain(
        elected
            .enumerate()
            .map(|(index, party)| (if index < 4 { Role::Representative } else { Role::Observer }, party)),
    )
}
