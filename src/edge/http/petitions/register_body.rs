//! The body of a filing.

use crate::{
    domain::{
        ids::{AgencyId, StaffId},
        petition::{self, Channel},
    },
    edge::{
        problem::Problem,
        views::{CategoryText, ChannelText, ContentClassText, Day, PurposeText},
    },
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPetition {
    /// Drawn at random by who files, and shown to nobody: sent again after a lost answer it is the same petition, with the same
    /// number and query code.
    #[serde(default)]
    pub(super) key: Option<Uuid>,
    /// 4 to 100 characters.
    title: String,
    /// 10 to 10 000 characters.
    text: String,
    /// Division code of where the matter is.
    place: String,
    category: CategoryText,
    purpose: PurposeText,
    content_class: ContentClassText,
    /// Told by who registers at the desk; else `web`.
    #[serde(default)]
    pub(super) channel: Option<ChannelText>,
    /// Of `leader_mailboxes`: whom a letter to the leader's mailbox is written to, if it names one; no report does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    leader: Option<Uuid>,
    /// `false`: nobody's name is on the letter (匿名); then there is no query code.
    #[serde(default = "signed")]
    signed: bool,
    /// Of who called or came: what was taken down was read back to them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    read_back: bool,
    /// What its sender put on it; told by who registers at the desk.
    #[serde(default)]
    pub(super) origin: Option<Origin>,
    #[serde(default)]
    respondent: Option<String>,
    /// Agency accused, in a report; people, and organs that are not listed, are named in `respondent`.
    #[serde(default)]
    accused: Option<Uuid>,
    /// 1 to 100 000.
    persons_concerned: u32,
    petitioner: NewPetitioner,
    #[serde(default)]
    co_petitioners: Vec<NewParty>,
    #[serde(default)]
    representatives: Vec<NewParty>,
}

/// Where a letter or what another organ sent on came from.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewOrigin)]
pub struct Origin {
    /// The organ that sent it on, 2 to 100 characters.
    #[serde(default)]
    organ_name: Option<String>,
    /// Its number there, up to 64 characters: registered twice it is refused (`origin_known`).
    #[serde(default)]
    external_number: Option<String>,
    /// The day on the letter.
    #[serde(default)]
    dated: Option<Day>,
    /// Until when that organ wants an answer.
    #[serde(default)]
    answer_by: Option<Day>,
}

const fn signed() -> bool {
    true
}

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPetitioner {
    /// May be empty in an unsigned letter.
    name: String,
    /// Of who writes or comes an address is enough (art. 19).
    #[serde(default)]
    phone: Option<String>,
    #[serde(default)]
    id_number: Option<String>,
    #[serde(default)]
    address: Option<String>,
}

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewParty {
    name: String,
    #[serde(default)]
    phone: Option<String>,
}

impl NewPetition {
    /// The petitioner's, as it was written.
    pub(super) fn phone(&self) -> Option<&str> {
        dialled(self.petitioner.phone.as_deref())
    }

    /// Those of who speaks for them, as they were written.
    pub(super) fn phones_of_speakers(&self) -> impl Iterator<Item = &str> {
        self.representatives.iter().filter_map(|speaker| dialled(speaker.phone.as_deref()))
    }

    pub(super) fn filed(self, channel: Channel) -> Result<petition::NewPetition, Problem> {
        let place = self.place.parse().map_err(|_| Problem::field("place", "Not a division code"))?;
        Ok(petition::NewPetition {
            title: self.title,
            text: self.text,
            place,
            category: self.category.0,
            purpose: self.purpose.0,
            content_class: self.content_class.0,
            channel,
            origin: petition::Origin {
                read_back: (channel.is_taken_down() || self.read_back).then_some(self.read_back),
                leader: self.leader.map(StaffId),
                ..Origin::filed(self.origin, self.signed)
            },
            respondent: self.respondent,
            accused: self.accused.map(AgencyId),
            persons_concerned: self.persons_concerned,
            petitioner: self.petitioner.party(),
            co_petitioners: self.co_petitioners.into_iter().map(NewParty::party).collect(),
            representatives: self.representatives.into_iter().map(NewParty::party).collect(),
        })
    }
}

fn dialled(written: Option<&str>) -> Option<&str> {
    written.map(str::trim).filter(|phone| !phone.is_empty())
}

impl Origin {
    fn filed(told: Option<Self>, signed: bool) -> petition::Origin {
        let Some(Self { organ_name, external_number, dated, answer_by }) = told else {
            return petition::Origin { signed, ..petition::Origin::default() };
        };
        let day = |day: Option<Day>| day.map(|day| day.0);
        petition::Origin {
            signed,
            organ: organ_name,
            number: external_number,
            dated: day(dated),
            answer_by: day(answer_by),
            ..petition::Origin::default()
        }
    }
}

impl NewPetitioner {
    fn party(self) -> petition::NewParty {
        let Self { name, phone, id_number, address } = self;
        petition::NewParty { name, phone, id_number, address }
    }
}

impl NewParty {
    fn party(self) -> petition::NewParty {
        petition::NewParty { name: self.name, phone: self.phone, ..petition::NewParty::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A filing that was sent before an upgrade and is sent again after it is the same one (`Filing::is_of`).
    #[test]
    fn what_earlier_releases_did_not_know_is_in_a_body_only_where_it_was_told() {
        let told = |more: &str| {
            let text = format!(
                r#"{{ "title": "", "text": "", "place": "", "category": "appeal", "purpose": "resolution",
                    "content_class": "land", "persons_concerned": 1, "petitioner": {{ "name": "" }}{more} }}"#
            );
            serde_json::to_string(&serde_json::from_str::<NewPetition>(&text).unwrap()).unwrap()
        };
        let bare = told("");
        assert_eq!(bare, told(r#", "read_back": false, "leader": null"#));
        assert!(!bare.contains("read_back") && !bare.contains("leader"), "{bare}");
        assert!(told(r#", "read_back": true"#).contains(r#""read_back":true"#));
    }
}
