//! The table: which words of an answer say something of the people in a petition, and which do not.

use lianjie::domain::rights::PetitionField::{self, Address, IdNumber, Name, Notes, Papers, Phone};

/// What a property of an answer carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carries {
    /// Shown by `domain::rights::fields`.
    Field(PetitionField),
    /// Not a field of a petition.
    Not(Why),
}
use Carries::{Field, Not};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Organs, places, staff and what they sign with their name.
    House,
    /// Of who asks: their seat, their petition by its query code.
    Own,
    /// What a petition asks and what was decided: whoever sees it reads that.
    Matter,
    /// Said and laid before a hearing: behind reading its minutes or playing its recording; why it was broken off is
    /// told to whoever sees it.
    Room,
    /// A resident's, of a grid report: `rights::grid`.
    Grid,
    /// Waits to be registered: whole for who registers it, who must type it in.
    Waiting,
}
use Why::{Grid, House, Matter, Own, Room, Waiting};

/// Properties that are asked after in every answer.
pub const WATCHED: &[&str] = &[
    "name",
    "phone",
    "id_number",
    "address",
    "reason",
    "note",
    "comment",
    "text",
    "plate",
    "opened_by_plate",
    "from",
    "thread",
    "brought_by",
    "shown_to",
    "file_name",
];

/// Who or what `…_name` may be the name of: never somebody in a petition.
pub const NAMED: &[&str] = &[
    "after",
    "agency",
    "applicant",
    "before",
    "by",
    "client",
    "decided_by",
    "deputy",
    "division",
    "ended_by",
    "host",
    "leader",
    "loaded_by",
    "maker",
    "organ",
    "place",
    "principal",
    "redone_by",
    "registered_by",
    "reporter",
    "successor",
    "target",
    "to",
    "unit",
    "user",
];

/// By schema and property.
pub const CARRIERS: &[(&str, &str, Carries)] = &[
    ("AccusedOne", "name", Not(House)),
    ("ActorView", "name", Field(Name)),
    ("AdminAgency", "name", Not(House)),
    ("AdminRoom", "name", Not(House)),
    ("AdminStaff", "name", Not(House)),
    ("AgencyClosed", "reason", Not(House)),
    ("AgencyView", "name", Not(House)),
    ("AnswerView", "text", Field(Notes)),
    ("AttachedFile", "name", Not(Own)),
    ("AttachmentView", "name", Field(Papers)),
    ("BoardSeat", "name", Field(Name)),
    ("CallBackView", "note", Field(Notes)),
    ("CandidateView", "name", Field(Name)),
    ("ChargeView", "name", Not(House)),
    ("ChatRow", "from", Field(Name)),
    ("ChatRow", "text", Not(Room)),
    ("ChatRow", "thread", Field(Name)),
    ("Clash", "name", Not(House)),
    ("ClientView", "name", Not(House)),
    ("CorrectionAnswerRow", "reason", Not(Room)),
    ("CorrectionRow", "text", Not(Room)),
    ("DelegationView", "reason", Not(House)),
    ("DemandView", "text", Field(Notes)),
    ("DivisionView", "name", Not(House)),
    ("DocumentBlock", "plate", Field(Papers)),
    ("DocumentBlock", "text", Field(Papers)),
    ("DocumentTableRow", "name", Field(Papers)),
    ("EvaluationView", "comment", Field(Notes)),
    ("ExhibitRow", "brought_by", Field(Name)),
    ("ExhibitRow", "file_name", Not(Room)),
    ("ExhibitRow", "reason", Not(Room)),
    ("ExhibitRow", "shown_to", Field(Name)),
    ("ExportView", "reason", Not(House)),
    ("GridLineView", "name", Not(House)),
    ("GridLineView", "text", Not(Grid)),
    ("GridPhotoView", "name", Not(Grid)),
    ("GridPlace", "name", Not(House)),
    ("GridPostNamed", "name", Not(House)),
    ("GridRow", "text", Not(Grid)),
    ("GridView", "name", Not(House)),
    ("HearingRequestStatus", "reason", Not(Own)),
    ("HearingRequestView", "reason", Field(Notes)),
    ("HearingSeat", "name", Field(Name)),
    ("HearingStage", "reason", Not(Room)),
    ("IntakeItemBody", "text", Not(Waiting)),
    ("IntakePerson", "address", Not(Waiting)),
    ("IntakePerson", "id_number", Not(Waiting)),
    ("IntakePerson", "name", Not(Waiting)),
    ("IntakePerson", "phone", Not(Waiting)),
    ("IntakeReceipt", "reason", Not(House)),
    ("ItemAnswerRow", "reason", Not(Room)),
    ("LeaderView", "name", Not(House)),
    ("LiftedView", "reason", Field(Notes)),
    ("LineSeat", "name", Field(Name)),
    ("Me", "name", Not(House)),
    ("MinutesEntry", "text", Not(Room)),
    ("MinutesSeat", "name", Field(Name)),
    ("MyAgency", "name", Not(House)),
    ("NoteView", "text", Field(Notes)),
    ("OccupantView", "name", Field(Name)),
    ("OccupantView", "phone", Field(Phone)),
    ("OpinionView", "text", Not(Matter)),
    ("OrganView", "name", Not(House)),
    ("OwnCheckIn", "phone", Not(Own)),
    ("PartyView", "address", Field(Address)),
    ("PartyView", "id_number", Field(IdNumber)),
    ("PartyView", "name", Field(Name)),
    ("PartyView", "phone", Field(Phone)),
    ("PersonView", "name", Not(House)),
    ("PetitionDetail", "text", Not(Matter)),
    ("ReceptionDayView", "reason", Not(House)),
    ("RecordCorrection", "reason", Field(Notes)),
    ("ResidentView", "name", Not(Grid)),
    ("ResidentView", "phone", Not(Grid)),
    ("ReviewView", "text", Not(Matter)),
    ("RoomView", "name", Not(House)),
    ("SavedFilter", "name", Not(Own)),
    ("ScheduleRow", "name", Not(House)),
    ("ScreenPlace", "name", Not(House)),
    ("SeatCheckIn", "name", Field(Name)),
    ("SeatNotices", "name", Field(Name)),
    ("SeatPass", "name", Not(Own)),
    ("SeatPhone", "phone", Field(Phone)),
    ("SignatureRow", "name", Not(Room)),
    ("SignatureRow", "reason", Not(Room)),
    ("StaffView", "name", Not(House)),
    ("Stay", "plate", Field(Name)),
    ("SwapView", "reason", Not(House)),
    ("Talk", "opened_by_plate", Field(Name)),
    ("TimelineEvent", "file_name", Field(Papers)),
    ("TimelineEvent", "reason", Field(Notes)),
    ("UnconfirmedSeat", "name", Field(Name)),
    ("VersionRow", "text", Not(Room)),
    ("WantedOrgan", "name", Not(House)),
];
