//! Translates between the domain's enums and those of the protocol. Both sides are closed enums: a variant added on one
//! side only does not compile.

use crate::{
    domain::{hearing as domain, ids, jurisdiction, quality, rights},
    media::plane,
};
use signaling::wire;

/// `From` both ways between two enums with the same variants.
macro_rules! same {
    ($($domain:path = $wire:path { $($variant:ident),+ $(,)? })+) => {$(
        impl From<$domain> for $wire {
            fn from(word: $domain) -> Self {
                type From = $domain;
                match word { $(From::$variant => Self::$variant),+ }
            }
        }

        impl From<$wire> for $domain {
            fn from(word: $wire) -> Self {
                type From = $wire;
                match word { $(From::$variant => Self::$variant),+ }
            }
        }
    )+};
}

same! {
    domain::HearingKind = wire::HearingKind {
        LeaderReception, JointReception, Appointed, WithCaseVisit, FormalHearing, Coordination, Mediation,
        ReplyDelivery,
    }
    domain::AgendaPhase = wire::AgendaPhase {
        Opening, Statement, Response, Evidence, Questions, Mediation, LastStatement, Deliberation, Conclusion,
        ReadBack,
    }
    domain::StageName = wire::Stage {
        Requested, Scheduled, CheckIn, Ready, Countdown, InSession, Paused, Suspended, MinutesReview, Signing,
        Closed, OutcomeIssued, Cancelled, Postponed, NoShow, Adjourned, InPerson,
    }
    domain::ParticipantRole = wire::ParticipantRole {
        Presider, Clerk, HearingMember, AgencyRep, Petitioner, Representative, Agent, Expert, Mediator, Interpreter,
        Witness, Deputy, GridWorker, CompanyRep, Observer, Tech, Officer,
    }
    domain::SourceKind = wire::SourceKind { Camera, Microphone, Screen }
    domain::ExhibitKind = wire::ExhibitKind { Document, Picture, Sound, Video }
    domain::PaperKind = wire::PaperKind { Minutes, Agreement }
    domain::MarkKind = wire::MarkKind { Drawn, Confirmed, Coded, Proxy, PaperScan, Refused }
    domain::TalkKind = wire::TalkKind { Deliberation, Consultation, Mediation }
    domain::Language = wire::Language {
        Sign, Tibetan, Dongxiang, Bonan, Salar, Yugur, Uyghur, Kazakh, Mongolian, Dialect, English, Other,
    }
    domain::presiding::Layout = wire::Layout { Speaker, Three, Grid }
    domain::presiding::MeasureKind = wire::MeasureKind { Notice, Warning, Removal }
    domain::presiding::ConductCode = wire::ConductCode {
        Interrupting, Recording, Gathering, Dangerous, Insulting, Lingering, Inciting, Disturbing,
    }
    domain::TestResult = wire::TestResult { Ok, Poor, Failed }
    domain::Side = wire::Side { Panel, Petitioner, Unit, Company, Observer }
    jurisdiction::Level = wire::Level { Province, City, County, Township, Village, Grid }
    quality::LineWord = wire::LineWord { Good, Fair, Poor, Broken }
    quality::Pictures = wire::Pictures { Full, Reduced, Stills, SoundOnly }
    quality::DropReason = wire::DisconnectReason {
        Network, Device, Power, BrowserKilled, UserLeft, Removed, ServerMove, Unknown,
    }
    quality::Carrier = plane::Carrier { Udp, Tcp, TurnUdp, TurnTcp, TurnTls }
}

macro_rules! same_id {
    ($($id:ident)+) => {$(
        impl From<ids::$id> for wire::$id {
            fn from(id: ids::$id) -> Self { Self(id.0) }
        }

        impl From<wire::$id> for ids::$id {
            fn from(id: wire::$id) -> Self { Self(id.0) }
        }
    )+};
}

same_id! { HearingId SeatId EntryId OpId TalkId ExhibitId }

impl From<&domain::Entry> for wire::EntryView {
    fn from(entry: &domain::Entry) -> Self {
        Self {
            id: entry.id.into(),
            number: entry.number,
            revision: entry.revision,
            phase: entry.phase.into(),
            speaker: entry.speaker.map(Into::into),
            text: entry.text.clone(),
            struck: entry.struck.clone(),
            at: entry.at.0,
        }
    }
}

/// What a seat may read and write, as it is told.
pub const fn chat_grants(grants: rights::ChatGrants) -> wire::ChatGrants {
    let rights::ChatGrants { read, table, staff, desk } = grants;
    wire::ChatGrants { read, table, staff, desk }
}

/// A hearing as its own page is told of it.
#[must_use]
pub fn hearing_view(hearing: &domain::Hearing, petition_number: &str) -> wire::HearingView {
    wire::HearingView {
        id: hearing.id.into(),
        number: hearing.number.clone(),
        petition_number: petition_number.to_owned(),
        title: hearing.title.clone(),
        kind: hearing.kind.into(),
        starts_at: hearing.starts_at.0,
        ends_at: hearing.ends_at.0,
        agenda: hearing.agenda.iter().copied().map(Into::into).collect(),
    }
}

/// A stage as everybody is told of it; `missing` are the mandatory seats not at the table.
#[must_use]
pub fn stage_view(hearing: &domain::Hearing, missing: Vec<wire::SeatId>) -> wire::StageView {
    use domain::Stage;
    let mut view = wire::StageView {
        stage: hearing.stage.name().into(),
        phase: None,
        since: 0,
        phase_since: None,
        begins_at: None,
        starts_at: hearing.starts_at.0,
        reason: None,
        missing,
        recording: wire::Recording::Off,
        unkept: Vec::new(),
    };
    match &hearing.stage {
        Stage::Requested | Stage::Scheduled => {}
        Stage::CheckIn { since }
        | Stage::Ready { since }
        | Stage::MinutesReview { since }
        | Stage::Signing { since } => view.since = since.0,
        Stage::Countdown { since, begins_at } => {
            view.since = since.0;
            view.begins_at = Some(begins_at.0);
        }
        Stage::InSession { since, phase, phase_since } => {
            view.since = since.0;
            view.phase = Some((*phase).into());
            view.phase_since = Some(phase_since.0);
        }
        Stage::Paused { since, phase, phase_spent, reason }
        | Stage::Suspended { since, phase, phase_spent, reason } => {
            view.since = since.0;
            view.phase = Some((*phase).into());
            // As if the phase had begun so long before the clock stopped.
            view.phase_since = Some(since.0 - phase_spent);
            view.reason = Some(reason.clone());
        }
        Stage::Closed { at } | Stage::OutcomeIssued { at } => view.since = at.0,
        Stage::Adjourned { at, phase, reason } => {
            view.since = at.0;
            view.phase = Some((*phase).into());
            view.reason = Some(reason.clone());
        }
        Stage::Cancelled { at, reason }
        | Stage::Postponed { at, reason }
        | Stage::NoShow { at, reason }
        | Stage::InPerson { at, reason } => {
            view.since = at.0;
            view.reason = Some(reason.clone());
        }
    }
    view
}
