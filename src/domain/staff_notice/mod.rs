//! 工作提醒: what waits for somebody of the house, told to whoever may do it (ADR 52). A rule leads from an event to a topic
//! and to the organ whose turn it is; who there is told, the rights say: no post is named here.

mod clock;
mod grid;
mod phone;
mod table;

pub use clock::{
    PAPER_AWAITED, SLIP_AWAITED, UNSEEN_AGAIN, Warning, paper_warnings, pause_call, receipt_calls,
    request_warning, today_from, tomorrow_source, unseen_call, warnings,
};
pub use grid::{GridTurn, TAKE_UP_FIRST, grid_source, grid_turn};
pub use phone::{StaffPhone, is_still_news, phone_text};
pub use table::{By, calls, heeds};

use crate::domain::{
    Timestamp,
    hearing::Hearing,
    ids::{AgencyId, GridReportId, HearingId, IntakeId, PetitionId, ReceptionDayId, StaffId},
    jurisdiction::DivisionCode,
    named,
    petition::Petition,
    rights::{
        Official, PetitionAction, SeatRelation, answers_for, demands_for, had, hearing_rights, may_demand,
        may_examine, petition_rights,
    },
};
use uuid::Uuid;

named!(
    /// What a notice says.
    pub enum Topic {
        /// It came in by itself, to be screened.
        Registered = "registered",
        Routed = "routed",
        /// The bureau above passed it on; a bureau below gave it back.
        HandedDown = "handed_down",
        HandedBack = "handed_back",
        Objected = "objected",
        NotAccepted = "not_accepted",
        Diverted = "diverted",
        /// The organ it was diverted to gave it back.
        GivenBack = "given_back",
        /// It is in one's own hands.
        Assigned = "assigned",
        /// Who had it in hands must keep away.
        HandlerRecused = "handler_recused",
        ToApprove = "to_approve",
        ReplyReturned = "reply_returned",
        ReviewAsked = "review_asked",
        /// Review is asked of an organ above this system: the bureau passes it on.
        ReviewBeyond = "review_beyond",
        /// An opinion of one's organ was reviewed.
        Reviewed = "reviewed",
        /// What re-review decided is to be delivered by whoever decided it.
        RereviewMade = "rereview_made",
        Reopened = "reopened",
        /// Its end was taken back, and it is screened anew.
        Undone = "undone",
        /// By the petitioner: whoever works on it stops.
        Withdrawn = "withdrawn",
        /// Its record was set right, or somebody joined.
        Corrected = "corrected",
        /// The petitioner handed something in.
        Material = "material",
        Demanded = "demanded",
        /// 挂牌督办
        Placarded = "placarded",
        DemandAnswered = "demand_answered",
        ReportWanted = "report_wanted",
        ReportFiled = "report_filed",
        ReportReturned = "report_returned",
        ItemOrdered = "item_ordered",
        ItemReported = "item_reported",
        /// Its organ says that it is not theirs; whoever ordered it took the order back.
        ItemDeclined = "item_declined",
        ItemLifted = "item_lifted",
        /// The petitioner is not content with a reply, by query code or when they were called.
        Dissatisfied = "dissatisfied",
        HearingAsked = "hearing_asked",
        /// The two days in which a hearing that was asked for is examined end today; they are over.
        RequestToday = "request_today",
        RequestOver = "request_over",
        /// What one asked for at the desk was answered.
        RequestApproved = "request_approved",
        RequestRefused = "request_refused",
        RequestRedirected = "request_redirected",
        /// One has a seat in a hearing; it is at another time or off; it is near; the seat is somebody else's.
        Seated = "seated",
        HearingMoved = "hearing_moved",
        HearingOff = "hearing_off",
        HearingSoon = "hearing_soon",
        Unseated = "unseated",
        /// A seat of a hearing that one arranges: cannot come; comes after all, or needs an interpreter.
        CannotCome = "cannot_come",
        SeatAnswered = "seat_answered",
        /// A leader is in charge of it.
        Charged = "charged",
        /// A letter to the leader's mailbox names one.
        WrittenTo = "written_to",
        Urgent = "urgent",
        UrgentSeen = "urgent_seen",
        UrgentLifted = "urgent_lifted",
        /// A report is said to be sealed by mistake: another person decides; it stays sealed; it was taken off the wall.
        UnsealingProposed = "unsealing_proposed",
        UnsealingRefused = "unsealing_refused",
        Unsealed = "unsealed",
        /// A clock ends within a few days, as the house has set; today; it has ended.
        ClockSoon = "clock_soon",
        ClockToday = "clock_today",
        ClockOver = "clock_over",
        /// A clock is paused for longer than was expected.
        PauseOver = "pause_over",
        /// What was posted half a month ago has no receipt on record.
        ReceiptMissing = "receipt_missing",
        /// A paper that a step owes was not made; its day is over.
        PaperMissing = "paper_missing",
        PaperLate = "paper_late",
        /// What came in at a bureau below waits unregistered past its day.
        ItemLate = "item_late",
        /// A picture that was sent could not be fetched.
        PictureLost = "picture_lost",
        /// One's own reception day: planned, published, given to somebody else or taken from them, cancelled, tomorrow.
        ReceptionPlanned = "reception_planned",
        ReceptionPublished = "reception_published",
        ReceptionSwapped = "reception_swapped",
        ReceptionCancelled = "reception_cancelled",
        ReceptionSoon = "reception_soon",
        /// A grid report waits to be taken up, for longer than it should; is done, and to be looked at; is not done after all.
        GridReported = "grid_reported",
        GridUnclaimed = "grid_unclaimed",
        GridHandled = "grid_handled",
        GridSentBack = "grid_sent_back",
    }
);

/// One person is told one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffNotice {
    pub staff: StaffId,
    /// The event, or what stands for a clock that warns: nobody is told twice of one.
    pub source: Uuid,
    pub topic: Topic,
    pub about: About,
    pub hearing: Option<HearingId>,
    /// The organ whose turn it is.
    pub agency: AgencyId,
    /// Of a clock, or a paper: when it ends or ended.
    pub due: Option<Timestamp>,
    pub at: Timestamp,
    pub read_at: Option<Timestamp>,
}

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    Petition(PetitionId),
    /// No petition yet.
    Item(IntakeId),
    /// A leader's reception day.
    Day(ReceptionDayId),
    Grid(GridReportId),
}

/// Where those are who may be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    Organ(AgencyId),
    Person(StaffId),
    /// The discipline desk of the place, in its discipline organ or its petition bureau; where nobody there is the one (it is
    /// accused, or has no account), that of the place above.
    Desk(DivisionCode),
    /// The bureau or joint conference that rules on competence there, in the same way.
    Superior(DivisionCode),
}

/// What makes somebody there the one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// They may do one of these to the petition now.
    May(&'static [PetitionAction]),
    /// They write for their organ, or watch over others for it.
    Answers,
    Demands,
    Supervises,
    Examines,
    /// They hold a seat, or are in charge.
    Sits,
    Charge,
    /// They held a seat.
    Sat,
    /// They handled it, or are a head where nobody did: it has ended, and is no more theirs to see.
    Had,
}

/// Somebody is to be told something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    pub topic: Topic,
    pub whom: Whom,
    pub deed: Deed,
}

impl Call {
    /// Whether `actor`, who works where [`Self::whom`] says, is the one. Who must keep away from the matter (art. 28, 30)
    /// is told nothing of it.
    #[must_use]
    pub fn concerns(&self, actor: &Official, petition: &Petition, hearing: Option<&Hearing>) -> bool {
        let (me, organ) = (actor.staff.id, actor.agency.id);
        let is_asked = !matches!(self.whom, Whom::Person(staff) if staff != me);
        if !is_asked || actor.staff.disabled || petition.keeps_away(me) {
            return false;
        }
        // What was written to an organ about a report is for those of it who may know of the report.
        let may_know =
            !petition.is_sealed() || petition_rights(actor, petition, SeatRelation::None).may_see();
        match self.deed {
            Deed::May(actions) => {
                let rights = petition_rights(actor, petition, SeatRelation::None);
                actions.iter().any(|action| rights.may(*action))
            }
            Deed::Answers => answers_for(actor, organ) && may_know,
            Deed::Demands => demands_for(actor, organ) && may_know,
            Deed::Supervises => may_demand(actor, petition),
            Deed::Examines => may_examine(actor),
            Deed::Charge => {
                !petition.is_sealed() && petition_rights(actor, petition, SeatRelation::Own).may_see()
            }
            Deed::Sits => hearing.is_some_and(|hearing| {
                let seat = SeatRelation::of(actor, &hearing.seats);
                seat == SeatRelation::Own && hearing_rights(actor, hearing, petition, seat).may_see()
            }),
            Deed::Sat => true,
            Deed::Had => !petition.is_sealed() && had(actor, petition),
        }
    }
}

/// How much of what it is about a notice shows to who reads it *now*: it was theirs when it was written, and need not be
/// any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// The petition, its title and all.
    Petition,
    /// The hearing, and nothing of the petition behind it.
    Hearing,
    /// The number alone.
    Number,
    Nothing,
}

impl StaffNotice {
    /// `petition` and `hearing`: whether its reader may see these.
    #[must_use]
    pub fn sight(&self, reader: &Official, matter: &Petition, petition: bool, hearing: bool) -> Sight {
        let written_to = matches!(
            self.topic,
            Topic::Demanded
                | Topic::Placarded
                | Topic::DemandAnswered
                | Topic::ItemOrdered
                | Topic::ItemReported
                | Topic::ItemDeclined
                | Topic::ItemLifted
                | Topic::Withdrawn
        );
        let their_organs = reader.agency.id == self.agency && !matter.is_sealed();
        let keeps_away = matter.keeps_away(reader.staff.id) || matter.accuses(reader.agency.id);
        if keeps_away {
            Sight::Nothing
        } else if petition {
            Sight::Petition
        } else if hearing {
            Sight::Hearing
        } else if (written_to && their_organs) || self.topic == Topic::Unseated {
            Sight::Number
        } else {
            Sight::Nothing
        }
    }
}

#[cfg(test)]
mod tests;
