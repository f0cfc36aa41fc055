//! 笔录模板: the skeleton of the minutes of one kind of hearing, phase by phase. The clerk has it put in for the phase
//! and writes up what each line leaves open. Agencies may have their own; each change is a version, and a hearing keeps
//! to the one that stood when its check-in opened.

use super::{AgendaPhase, HearingKind, frozen::TO_BE_WRITTEN};
use crate::domain::{
    Timestamp,
    event::{Event, EventKind},
    ids::{EntryId, HearingId},
};
use sha2::{Digest, Sha256};
use uuid::Builder;

/// Most lines of a phase, and the longest of them in characters.
pub const MAX_LINES: usize = 20;
/// See [`MAX_LINES`].
pub const MAX_LINE: usize = 300;

/// Lines for each phase that has any, in the order of the phases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MinutesTemplate(Vec<(AgendaPhase, Vec<String>)>);

/// A template as an agency has saved it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedTemplate {
    /// From 1 without gaps, for each agency and kind.
    pub version: u32,
    pub saved_at: Timestamp,
    /// Without a line: back to the one that is shipped.
    pub template: MinutesTemplate,
}

/// What a clerk works by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateInForce {
    /// The agency's; none where it is the one that is shipped.
    pub version: Option<u32>,
    pub template: MinutesTemplate,
}

impl MinutesTemplate {
    /// Of what somebody wrote: lines are trimmed, empty ones left out; a phase written twice is one.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(written: impl IntoIterator<Item = (AgendaPhase, Vec<String>)>) -> Result<Self, &'static str> {
        let mut read = Self::default();
        for (phase, lines) in written {
            let lines = lines.iter().flat_map(|line| line.lines()).map(str::trim);
            for line in lines.filter(|line| !line.is_empty()) {
                read.add(phase, line);
            }
        }
        if read.0.iter().any(|(_, lines)| lines.len() > MAX_LINES) {
            return Err("At most 20 lines for a phase");
        }
        if read.0.iter().flat_map(|(_, lines)| lines).any(|line| line.chars().count() > MAX_LINE) {
            return Err("A line has at most 300 characters");
        }
        Ok(read)
    }

    fn add(&mut self, phase: AgendaPhase, line: &str) {
        let at = self.0.partition_point(|(known, _)| *known < phase);
        match self.0.get_mut(at).filter(|(known, _)| *known == phase) {
            Some((_, lines)) => lines.push(line.to_owned()),
            None => self.0.insert(at, (phase, vec![line.to_owned()])),
        }
    }

    #[must_use]
    pub fn lines(&self, phase: AgendaPhase) -> &[String] {
        self.0.iter().find(|(known, _)| *known == phase).map_or(&[], |(_, lines)| lines)
    }

    /// Phases that have lines.
    pub fn phases(&self) -> impl Iterator<Item = AgendaPhase> {
        self.0.iter().map(|(phase, _)| *phase)
    }

    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As it is stored: the phase before each line.
    #[must_use]
    pub fn text(&self) -> String {
        let lines = self.0.iter().flat_map(|(phase, lines)| lines.iter().map(move |line| (phase, line)));
        lines.map(|(phase, line)| format!("{phase} {line}\n")).collect()
    }

    /// What [`Self::text`] wrote; nothing of what it did not.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parsed = Self::default();
        for line in text.lines() {
            let (phase, line) = line.split_once(' ')?;
            parsed.add(phase.parse().ok()?, line);
        }
        Some(parsed)
    }

    /// The one that is shipped.
    #[must_use]
    pub fn shipped(kind: HearingKind) -> Self {
        let mut shipped = Self::default();
        for (phase, lines) in shipped_lines(kind) {
            for line in lines {
                // In the source a blank is one character, so that its lines are legible.
                let line = line.replace('＿', TO_BE_WRITTEN);
                shipped.add(phase, &line.replace("责任单位", party_called(kind)));
            }
        }
        shipped
    }
}

impl TemplateInForce {
    /// The newest that was saved by then; of the shipped one, where there is none or it was gone back to.
    #[must_use]
    pub fn at(kind: HearingKind, saved: &[SavedTemplate], at: Timestamp) -> Self {
        let newest = saved.iter().filter(|one| one.saved_at <= at).max_by_key(|one| one.version);
        match newest.filter(|one| !one.template.is_empty()) {
            Some(one) => Self { version: Some(one.version), template: one.template.clone() },
            None => Self { version: None, template: MinutesTemplate::shipped(kind) },
        }
    }
}

/// When check-in of a hearing opened last: what is changed later is not for it. `events` are of its petition.
pub fn settled_at<'a>(
    hearing: HearingId,
    events: impl DoubleEndedIterator<Item = &'a Event>,
) -> Option<Timestamp> {
    let mut stages =
        events.rev().filter(|event| event.hearing == Some(hearing) && event.kind == EventKind::HearingStage);
    let opens =
        |event: &&Event| event.detail("from") == Some("scheduled") && event.detail("to") == Some("check_in");
    stages.find(opens).map(|event| event.at)
}

/// Of the entry that the `n`th line for a phase becomes. Always the same: put in twice, or by two at once, it is there
/// once.
#[must_use]
pub fn line_id(hearing: HearingId, phase: AgendaPhase, n: usize) -> EntryId {
    let digest: [u8; 32] = Sha256::digest(format!("{hearing} {phase} {n}")).into();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    EntryId(Builder::from_custom_bytes(bytes).into_uuid())
}

/// In a formal hearing the agency that answers is called by its office.
const fn party_called(kind: HearingKind) -> &'static str {
    match kind {
        HearingKind::FormalHearing => "承办单位",
        _ => "责任单位",
    }
}

type Lines = &'static [&'static str];

const OPENING: Lines = &[
    "主持人宣布接访开始，说明事由：＿。",
    "主持人介绍参加人员。经核对，各方参加人身份：＿。",
    "主持人宣布会场纪律，告知信访人的权利和义务。录音录像的情况：＿。信访人表示：＿。",
    "主持人询问信访人是否申请回避。信访人表示：＿。",
];
const STATEMENT: Lines = &[
    "信访人陈述诉求：＿。",
    "信访人陈述事实和理由：＿。",
    "信访人提交的材料：＿。",
    "信访人此前的反映和答复情况：＿。",
];
const RESPONSE: Lines =
    &["责任单位说明调查和办理情况：＿。", "责任单位说明政策法规依据：＿。", "责任单位提出的处理意见：＿。"];
const EVIDENCE: Lines = &[
    "信访人出示的证据及证明目的：＿。",
    "承办单位的质证意见：＿。",
    "承办单位出示的证据及证明目的：＿。",
    "信访人的质证意见：＿。",
];
const QUESTIONS: Lines = &["主持人询问：＿。", "信访人回答：＿。", "责任单位回答：＿。"];
const MEDIATION: Lines = &[
    "主持人询问各方是否同意调解。各方表示：＿。",
    "信访人提出的方案：＿。",
    "责任单位（涉事单位）提出的方案：＿。",
    "各方达成的协议，或者未能达成协议的原因：＿。",
];
const LAST_STATEMENT: Lines = &["信访人最后陈述：＿。", "承办单位最后陈述：＿。"];
const CONCLUSION: Lines = &[
    "主持人宣布协调意见：＿。",
    "责任单位承诺事项：＿；责任人：＿；办结时限：＿。",
    "信访人对协调意见表示：＿。",
];
const HEARD: Lines =
    &["听证员合议后，主持人宣布听证结论：＿。", "信访人对听证结论表示：＿。", "承办单位对听证结论表示：＿。"];
const READ_BACK: Lines =
    &["以上笔录已向各方宣读。信访人核对后表示：＿。", "其他参加人核对后表示：＿。", "各方签字的情况：＿。"];
const REPLIED: Lines = &[
    "责任单位宣读处理意见书，说明理由和依据：＿。",
    "告知信访人：对处理意见不服的，可以自收到之日起30日内请求复查。",
    "信访人签收处理意见书的情况：＿。",
];

fn shipped_lines(kind: HearingKind) -> Vec<(AgendaPhase, Lines)> {
    use AgendaPhase as P;
    let middle: &[(AgendaPhase, Lines)] = match kind {
        HearingKind::FormalHearing => &[
            (P::Statement, STATEMENT),
            (P::Response, RESPONSE),
            (P::Evidence, EVIDENCE),
            (P::Questions, QUESTIONS),
            (P::LastStatement, LAST_STATEMENT),
            (P::Conclusion, HEARD),
        ],
        HearingKind::Mediation => &[
            (P::Statement, STATEMENT),
            (P::Response, RESPONSE),
            (P::Mediation, MEDIATION),
            (P::Conclusion, CONCLUSION),
        ],
        HearingKind::ReplyDelivery => &[(P::Response, REPLIED), (P::Questions, QUESTIONS)],
        HearingKind::LeaderReception
        | HearingKind::JointReception
        | HearingKind::Appointed
        | HearingKind::WithCaseVisit
        | HearingKind::Coordination => &[
            (P::Statement, STATEMENT),
            (P::Response, RESPONSE),
            (P::Questions, QUESTIONS),
            (P::Conclusion, CONCLUSION),
        ],
    };
    [(P::Opening, OPENING)]
        .into_iter()
        .chain(middle.iter().copied())
        .chain([(P::ReadBack, READ_BACK)])
        .collect()
}

#[cfg(test)]
#[path = "minutes_template_tests.rs"]
mod tests;
