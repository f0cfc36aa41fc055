//! The domain's enums as texts of JSON. The texts and the lists in the OpenAPI document come from the domain.

use crate::domain::{
    administration::DeedKind,
    channels::{Adapter, DeliveryState, IntakeState, IntakeStepKind, Receiver, Scope},
    document::{DocumentKind, MissingCode},
    duty::AlarmKind,
    grid::{GridStateName, GridStepKind},
    hearing::{
        ActionItemState, Advice, AgendaPhase, ExportFailure, HearingKind, IdentityWay, KeepClass, Language,
        NoticeKind, NoticeWish, OutcomeStandard, PaperKind, ParticipantRole, ReceiptWay, Side, SourceKind,
        StageName, TalkKind, TestResult,
        presiding::{ConductCode, Layout, MeasureKind},
    },
    jurisdiction::{AgencyKind, GridDuty, Level},
    opening::SoughtBy,
    people::{PartyKind, Role},
    petition::{
        Category, Channel, ClockKind, ContentClass, DayKind, DeliveryWay, Finding, LegalWay, NonAcceptance,
        OpinionResult, ProofWay, Purpose, RecordField, ReopenGround, Retention, ReturnKind, Routing,
        SamePerson, StateName, UndoGround,
    },
    quality::{Carrier, DropReason, LineWord, Pictures},
    reception::queue::{Coming, Priority, TicketStateName},
    reception::{LeaderRank, Period as DutyPeriod, ReceptionKind, ReceptionStateName},
    request::{Applying, Attendance, RequestStateName, RequestStepKind},
    rights::{AdminAction, FoundBy, HearingAction, PetitionAction},
    second_factor::FactorRule,
    staff_notice::Topic,
    statistics::{By, IndicatorId, Part, Period, Unit, WarningKind},
    supervision::{DemandKind, EvaluationTarget, ItemStepKind, SatisfactionLevel, Way},
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
    ProofWayText = ProofWay,
    AdapterText = Adapter,
    DeliveryStateText = DeliveryState,
    IntakeStateText = IntakeState,
    IntakeStepText = IntakeStepKind,
    ReceiverText = Receiver,
    ScopeText = Scope,
    AdminActionText = AdminAction,
    AdviceText = Advice,
    AlarmKindText = AlarmKind,
    IdentityWayText = IdentityWay,
    TestResultText = TestResult,
    ActionItemStateText = ActionItemState,
    FactorRuleText = FactorRule,
    AgencyKindText = AgencyKind,
    AgendaPhaseText = AgendaPhase,
    ApplyingText = Applying,
    AttendanceText = Attendance,
    NoticeKindText = NoticeKind,
    NoticeWishText = NoticeWish,
    ReceiptWayText = ReceiptWay,
    ComingText = Coming,
    PriorityText = Priority,
    TicketStateText = TicketStateName,
    RequestStateText = RequestStateName,
    RequestStepText = RequestStepKind,
    ByText = By,
    CarrierText = Carrier,
    CategoryText = Category,
    ChannelText = Channel,
    ClockKindText = ClockKind,
    ConductCodeText = ConductCode,
    ContentClassText = ContentClass,
    DemandKindText = DemandKind,
    DocumentKindText = DocumentKind,
    MissingCodeText = MissingCode,
    DropReasonText = DropReason,
    DutyPeriodText = DutyPeriod,
    EvaluationTargetText = EvaluationTarget,
    HearingActionText = HearingAction,
    HearingKindText = HearingKind,
    ItemStepKindText = ItemStepKind,
    IndicatorText = IndicatorId,
    DeliveryWayText = DeliveryWay,
    FindingText = Finding,
    FoundByText = FoundBy,
    SoughtByText = SoughtBy,
    LanguageText = Language,
    LegalWayText = LegalWay,
    DayKindText = DayKind,
    DeedKindText = DeedKind,
    GridDutyText = GridDuty,
    LeaderRankText = LeaderRank,
    LevelText = Level,
    LayoutText = Layout,
    GridStateText = GridStateName,
    GridStepKindText = GridStepKind,
    LineWordText = LineWord,
    MeasureKindText = MeasureKind,
    NonAcceptanceText = NonAcceptance,
    OpinionResultText = OpinionResult,
    OutcomeStandardText = OutcomeStandard,
    ParticipantRoleText = ParticipantRole,
    PaperKindText = PaperKind,
    PartText = Part,
    PartyKindText = PartyKind,
    PeriodText = Period,
    PetitionActionText = PetitionAction,
    PicturesText = Pictures,
    PurposeText = Purpose,
    RecordFieldText = RecordField,
    ReopenGroundText = ReopenGround,
    SamePersonText = SamePerson,
    RetentionText = Retention,
    ReturnKindText = ReturnKind,
    ReceptionKindText = ReceptionKind,
    ReceptionStateText = ReceptionStateName,
    RoleText = Role,
    RoutingText = Routing,
    SatisfactionLevelText = SatisfactionLevel,
    SideText = Side,
    SourceKindText = SourceKind,
    KeepClassText = KeepClass,
    ExportFailureText = ExportFailure,
    StageText = StageName,
    StateText = StateName,
    TalkKindText = TalkKind,
    TopicText = Topic,
    WayText = Way,
    UndoGroundText = UndoGround,
    UnitText = Unit,
    WarningKindText = WarningKind,
);
