//! The domain's enums as texts of JSON. The texts and the lists in the OpenAPI document come from the domain.

use crate::domain::{
    administration::DeedKind,
    hearing::{
        ActionItemState, AgendaPhase, HearingKind, OutcomeStandard, ParticipantRole, Side, SourceKind,
        StageName,
    },
    jurisdiction::{AgencyKind, GridDuty, Level},
    people::{PartyKind, Role},
    petition::{
        Category, Channel, ClockKind, ContentClass, DayKind, OpinionResult, Purpose, Routing, StateName,
    },
    quality::{Carrier, DropReason, LineWord, Pictures},
    reception::{LeaderRank, Period, ReceptionKind, ReceptionStateName},
    rights::{AdminAction, HearingAction, PetitionAction},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A newtype around a domain enum that reads and writes its stable text.
macro_rules! text_of {
    ($($name:ident = $domain:ident),+ $(,)?) => {$(
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name(pub $domain);

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.0.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map(Self).map_err(D::Error::custom)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .enum_values(Some($domain::ALL.iter().map(|value| value.as_str())))
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                stringify!($domain).into()
            }
        }

        impl From<$domain> for $name {
            fn from(value: $domain) -> Self {
                Self(value)
            }
        }
    )+};
}

text_of!(
    AdminActionText = AdminAction,
    ActionItemStateText = ActionItemState,
    AgencyKindText = AgencyKind,
    AgendaPhaseText = AgendaPhase,
    CarrierText = Carrier,
    CategoryText = Category,
    ChannelText = Channel,
    ClockKindText = ClockKind,
    ContentClassText = ContentClass,
    DayKindText = DayKind,
    DeedKindText = DeedKind,
    DropReasonText = DropReason,
    GridDutyText = GridDuty,
    HearingActionText = HearingAction,
    HearingKindText = HearingKind,
    LeaderRankText = LeaderRank,
    LevelText = Level,
    LineWordText = LineWord,
    OpinionResultText = OpinionResult,
    OutcomeStandardText = OutcomeStandard,
    ParticipantRoleText = ParticipantRole,
    PartyKindText = PartyKind,
    PeriodText = Period,
    PetitionActionText = PetitionAction,
    PicturesText = Pictures,
    PurposeText = Purpose,
    ReceptionKindText = ReceptionKind,
    ReceptionStateText = ReceptionStateName,
    RoleText = Role,
    RoutingText = Routing,
    SideText = Side,
    SourceKindText = SourceKind,
    StageText = StageName,
    StateText = StateName,
);
