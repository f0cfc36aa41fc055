//! Minutes, agreement, action items and outcome of the model hearing.

use super::{
    deeds::REASON,
    story::Story,
    table::{UNIT, UNITS, id},
};
use crate::domain::{
    given_reason,
    hearing::{
        AgendaPhase, AgreementDraft, AnswerAsked, Entry, ItemAnswer, ItemDraft, ItemProposal, Mark,
        MarkAsked, MarkKind, OutcomeDraft, OutcomeFacts, OutcomeStandard, PaperKind, ProxyPaper, Seat,
        StageName, Step, Unfinished,
    },
    hex,
    ids::{ActionItemId, AttachmentId, EntryId, OpId},
};
use std::collections::BTreeMap;
use time::Duration;
use uuid::Uuid;

fn op(n: usize) -> OpId {
    OpId(Uuid::from_u128(n as u128))
}

impl Story {
    pub fn writes(&mut self, by: usize, text: u8) {
        let may = self.room.grants(id(by).into()).minute && self.hearing.stage.name().takes_minutes();
        if !may {
            return;
        }
        let number = u32::try_from(self.minutes.len()).unwrap() + 1;
        self.minutes.push(Entry {
            id: EntryId(Uuid::from_u128(number.into())),
            hearing: self.hearing.id,
            number,
            revision: 1,
            phase: AgendaPhase::Statement,
            speaker: None,
            text: format!("第{text}句"),
            at: self.now,
            struck: None,
            author: id(by),
        });
    }

    /// As often as anybody likes, until people sign; a struck line stands again.
    pub fn revises(&mut self, by: usize, which: u8, text: u8) {
        let Some(line) = self.in_hand(by, which) else { return };
        (line.text, line.struck) = (format!("改为第{text}句"), None);
    }

    pub fn strikes(&mut self, by: usize, which: u8) {
        let Some(line) = self.in_hand(by, which) else { return };
        line.struck = Some(REASON.to_owned());
    }

    /// The next revision of a line, by who may write it.
    fn in_hand(&mut self, by: usize, which: u8) -> Option<&mut Entry> {
        let may = self.room.grants(id(by).into()).minute && self.hearing.stage.name().takes_minutes();
        let lines = self.minutes.len();
        if !may || lines == 0 {
            return None;
        }
        let line = &mut self.minutes[usize::from(which) % lines];
        (line.revision, line.author) = (line.revision + 1, id(by));
        Some(line)
    }

    /// Of the last line. Whoever must sign may ask, while there is something to read.
    pub fn wants_corrected(&mut self, by: usize) {
        let record = &self.papers[0];
        let Some(line) = self.minutes.last().map(|line| line.id) else { return };
        let (op, about) = (op(1000 + record.corrections.len()), (Some(line), "应为三年账目".to_owned()));
        let read = matches!(self.hearing.stage.name(), StageName::MinutesReview | StageName::Signing);
        let signs = self.hearing.seat(id(by)).is_some_and(Seat::must_sign);
        let asked = record.ask_correction(&self.hearing, op, id(by), about, self.now);
        assert_eq!(asked.is_ok(), read && signs && record.latest().is_some(), "{by}: {asked:?}");
        if let Ok(asked) = asked {
            self.papers[0].enter_correction(asked);
        }
    }

    /// The oldest that waits, by the line it is about as that reads now, or not at all.
    pub fn answers_correction(&mut self, by: usize, taken: bool) {
        let record = &self.papers[0];
        let Some((asked, about)) = record.unanswered().next().map(|one| (one.id, one.entry)) else { return };
        let answer = match about.filter(|_| taken) {
            Some(line) => AnswerAsked::Taken(line),
            None => AnswerAsked::Declined(REASON.to_owned()),
        };
        let answered =
            record.answer_correction(&self.hearing, (asked, id(by)), answer, &self.minutes, self.now);
        let Ok(answered) = answered else { return };
        self.papers[0].enter_correction(answered);
        assert!(self.papers[0].unanswered().all(|one| one.id != asked), "answered once");
    }

    pub fn freezes(&mut self) {
        let version = self.papers[0].freeze(&self.hearing, "XF1", &self.minutes, None, self.now);
        self.names_nobody_hidden(None, &version.as_ref().map(|version| &version.text));
        if let Some(frozen) = &version {
            for line in &self.minutes {
                let struck = frozen.text.contains(&format!("\n{}. （作废）\n", line.number));
                assert_eq!(struck, line.struck.is_some(), "line {} in {}", line.number, frozen.text);
            }
        }
        self.papers[0].versions.extend(version);
    }

    pub fn agrees(&mut self, terms: u8, by: usize) {
        let draft = AgreementDraft {
            terms: format!("物业公司在{terms}日内公开三年账目"),
            parties: vec![id(3), id(6)],
        };
        let frozen = draft.freeze(&self.hearing, "XF1", &self.papers[1], id(by), self.now);
        if let Ok(Some(version)) = frozen {
            assert!(!self.in_force, "another version of what is in force");
            self.papers[1].versions.push(version);
        }
    }

    pub fn signs(&mut self, by: usize, whose: usize, how: u8, old: usize, minutes: bool) {
        let (by, whose) = (id(by), id(whose));
        let Some(signer) = self.hearing.seat(whose) else { return };
        let record = &self.papers[usize::from(!minutes)];
        let back = usize::from(old == 3);
        let Some(on) = record.versions.iter().rev().nth(back).or(record.latest()) else { return };
        let scan = (AttachmentId(Uuid::from_u128(3)), [7; 32]);
        let paper = (how >= 128).then_some(ProxyPaper { attachment: scan.0, sha256: scan.1 });
        let mark = match how % 6 {
            0 => Mark::Drawn { strokes: "M1 1L2 2".to_owned() },
            1 => Mark::Confirmed,
            2 => Mark::Coded { code: op(1), ending: "0001".to_owned() },
            3 => Mark::Refused { reason: REASON.to_owned() },
            4 => Mark::Proxy {
                name: "李某".to_owned(),
                strokes: "M1 1L2 2".to_owned(),
                reason: REASON.to_owned(),
                paper,
            },
            _ => Mark::PaperScan { attachment: scan.0, sha256: scan.1 },
        };
        let scanned = matches!(mark, Mark::PaperScan { .. });
        // Broken off before they had signed, people sign on paper.
        let late = (scanned || (how % 6 == 4 && how >= 128))
            && matches!(self.hearing.stage.name(), StageName::Adjourned | StageName::InPerson)
            && self.filed.is_none();
        let keeps = self.hearing.seat(by).is_some_and(Seat::keeps_minutes);
        let latest = record.latest().is_some_and(|latest| latest.version == on.version);
        let noted = by != whose && how % 6 == 3;
        let of_it = on.is_signed_by(signer) && (!noted || on.waits_for(signer));
        let open = !self.signed.contains(&(minutes, on.version, whose));
        let timely = match minutes {
            true => self.is(StageName::Signing),
            false => matches!(
                self.hearing.stage.name(),
                StageName::InSession | StageName::Paused | StageName::MinutesReview | StageName::Signing
            ),
        };
        // For who never came the clerk takes their word.
        let own = if scanned { keeps } else { by == whose || (keeps && matches!(how % 6, 2..=4)) };
        let own = own && (by != whose || signer.was_there());
        let paper = if minutes { PaperKind::Minutes } else { PaperKind::Agreement };
        let (version, sha256) = (on.version, hex(&on.sha256));
        let asked = MarkAsked { op: op(2), paper, seat: whose, version, sha256, mark };
        let found = record.sign(&self.hearing, by, asked, self.now);
        assert_eq!(
            found.is_ok(),
            (timely || late) && latest && of_it && open && own,
            "{paper} {by} for {whose}: {found:?}"
        );
        let Ok(signature) = found else { return };
        if !signature.is_refusal() {
            self.signed.insert((minutes, version, whose));
        }
        self.in_force |= !minutes && record.agreed_by(&signature).is_some();
        self.papers[usize::from(!minutes)].signatures.push(signature);
    }

    pub fn has_mark(&self, kind: MarkKind) -> bool {
        self.papers.iter().flat_map(|record| &record.signatures).any(|one| one.mark.kind() == kind)
    }

    /// What is closed while it is signed was signed or refused by all, and what is closed before says why it was not; an
    /// agreement that waits for signatures is named.
    pub fn nothing_ends_unsaid(&self, left: &Unfinished) {
        match self.hearing.stage.name() {
            StageName::Signing => self.nobody_is_silent(),
            StageName::MinutesReview => {
                let said = left.unsigned.as_deref().map(given_reason);
                assert!(matches!(said, Some(Ok(_))), "closed unsigned without a reason");
            }
            _ => return,
        }
        let agreement = &self.papers[1];
        let Some(latest) = agreement.latest().filter(|_| !self.in_force) else { return };
        let mut words = BTreeMap::new();
        for word in agreement.signatures.iter().filter(|word| word.version == latest.version) {
            words.insert(word.seat, word.is_refusal());
        }
        let refused = words.into_values().any(|refusal| refusal);
        assert!(refused || left.agreement == Some(latest.version), "an agreement died unnamed");
    }

    /// Signing ends when everybody who signs and was there has said something of the version that is closed.
    fn nobody_is_silent(&self) {
        let record = &self.papers[0];
        let latest = record.latest().unwrap();
        let silent = self.hearing.seats.iter().find(|seat| {
            let spoke = record.signatures.iter().any(|s| s.version == latest.version && s.seat == seat.id);
            seat.may_sign() && !latest.names_absent(seat) && !spoke
        });
        assert_eq!(silent.map(Seat::plate), None, "closed over somebody's silence");
    }

    pub fn proposes(&mut self, by: usize, whom: usize) {
        let unit = self.hearing.seat(id(UNITS[whom % 2])).and_then(|seat| seat.agency).unwrap();
        let Some(entry) = self.minutes.last() else { return };
        let item = ItemProposal {
            id: ActionItemId(Uuid::from_u128(self.items.len() as u128)),
            hearing: self.hearing.id,
            agency: unit,
            content: "三日内公开账目".to_owned(),
            deadline: self.now.local_date() + Duration::days(3),
            entry: entry.id,
            by: id(by),
            at: self.now,
            answer: ItemAnswer::Open,
        };
        if item.check(&self.hearing, &self.minutes, self.now).is_ok() {
            self.items.push(item);
        }
    }

    pub fn answers(&mut self, by: usize, yes: bool) {
        let declined = (!yes).then(|| REASON.to_owned());
        let Some(item) = self.items.last().cloned() else { return };
        if let (Ok(answered), Some(last)) =
            (item.answered(&self.hearing, id(by), declined, self.now), self.items.last_mut())
        {
            *last = answered;
        }
    }

    /// With what was accepted in the room, with an order nobody accepted, or with one that comes from nowhere.
    pub fn issues(&mut self, which: u8) {
        let deadline = self.now.local_date() + Duration::days(3);
        let entry = if which.is_multiple_of(3) { 999 } else { 1 };
        let ordered = ItemDraft {
            agency: UNIT,
            content: "三日内公开账目".to_owned(),
            deadline,
            entry: EntryId(Uuid::from_u128(entry)),
            proposal: None,
        };
        let put = |item: &ItemProposal| ItemDraft {
            agency: item.agency,
            content: item.content.clone(),
            deadline: item.deadline,
            entry: item.entry,
            proposal: Some(item.id),
        };
        let draft = OutcomeDraft {
            conclusion: "物业公司三日内公开近三年收支，街道监督。".to_owned(),
            standards: vec![OutcomeStandard::Resolve],
            items: std::iter::once(ordered).chain(self.items.iter().map(put)).collect(),
            next: None,
            left_out: Vec::new(),
            heirs: Vec::new(),
        };
        let stands = self.minutes.iter().filter(|entry| entry.struck.is_none());
        let entries: Vec<_> = stands.map(|entry| entry.id).collect();
        let facts = OutcomeFacts {
            hearing: &self.hearing,
            agencies: &[],
            entries: &entries,
            proposals: &self.items,
            now: self.now,
        };
        let Ok((outcome, _)) = draft.issue(&facts, || ActionItemId(Uuid::from_u128(500))) else { return };
        // With or without what there is to say.
        let unsigned = which.is_multiple_of(2).then(|| REASON.to_owned());
        let agreement =
            self.papers[1].latest().filter(|_| which.is_multiple_of(4)).map(|latest| latest.version);
        let before = self.is(StageName::OutcomeIssued);
        self.takes(Step::IssueOutcome { left: Unfinished { unsigned, agreement } });
        if !before && self.is(StageName::OutcomeIssued) {
            self.outcome = Some(outcome);
        }
    }
}
