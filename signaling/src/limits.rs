//! How much a client may say at once (docs/threats.md T14). Frames are bounded before they are parsed; here
//! is what can only be seen after.

use crate::{
    refusal::Refusal,
    wire::{
        ApartAsk, ChatAsk, CheckInAsk, ClientMessage, CorrectionAnswer, ExhibitAsk, MAX_CHAT_CHARS,
        MAX_ENTRY_CHARS, MAX_REASON_CHARS, MAX_SDP_BYTES, MAX_SDP_LINES, MAX_SDP_SECTIONS, MIN_REASON_CHARS,
        OfferedReceiver, OfferedSource, PapersAsk, RefusalCode, SignatureMark, Spot, StageStep,
    },
};

/// ICE candidates in one offer; a laptop with a VPN and two networks has about ten.
const MAX_SDP_CANDIDATES: usize = 64;

/// RFC 8843 asks for one byte more than is useful; browsers number their sections.
const MAX_MID_BYTES: usize = 16;

/// Invitations to one private talk; a hearing has thirty seats.
const MAX_INVITED: usize = 30;

/// Seats an exhibit is shown to, and pages it can be opened at: more than there ever are.
const MAX_SHOWN_TO: usize = 64;
const MAX_PAGE: u32 = 10_000;

/// Checks the sizes of everything a message carries.
///
/// # Errors
/// What is too long, too short or too many, for the one who sent it.
pub fn check(message: &ClientMessage) -> Result<(), Refusal> {
    match message {
        ClientMessage::Offer { peer: _, sdp, sources, receivers } => offer(sdp, sources, receivers),
        ClientMessage::Remove { seat: _, reason: text }
        | ClientMessage::Strike { reason: text, .. }
        | ClientMessage::CheckIn { ask: CheckInAsk::AdmitUnidentified { seat: _, reason: text } } => {
            reason(text)
        }
        ClientMessage::Step { step } => step_reason(step),
        ClientMessage::PutEntry { text, .. } | ClientMessage::AskCorrection { text, .. } => entry(text),
        ClientMessage::Tiles { tiles } => mids(tiles.iter().map(|tile| &*tile.mid)),
        ClientMessage::Sign { mark: SignatureMark::Refused { reason: text }, .. }
        | ClientMessage::AnswerCorrection { answer: CorrectionAnswer::Declined { reason: text }, .. } => {
            reason(text)
        }
        ClientMessage::Papers { ask } => papers(ask),
        ClientMessage::Sign { .. }
        | ClientMessage::AnswerCorrection { .. }
        | ClientMessage::CheckIn { ask: CheckInAsk::Ring { .. } }
        | ClientMessage::Freeze {}
        | ClientMessage::Hello { .. }
        | ClientMessage::SetSource { .. }
        | ClientMessage::Quality { .. }
        | ClientMessage::Trouble { .. }
        | ClientMessage::Away { .. }
        | ClientMessage::RaiseHand { .. }
        | ClientMessage::Admit { .. }
        | ClientMessage::Dismiss { .. }
        | ClientMessage::Mute { .. }
        | ClientMessage::MuteAll { .. }
        | ClientMessage::GiveFloor { .. }
        | ClientMessage::Preside { .. }
        | ClientMessage::Chat { chat: ChatAsk::Close { .. } }
        | ClientMessage::Leave {} => Ok(()),
        ClientMessage::Apart { ask: ApartAsk::OpenTalk { invite, .. } } if invite.len() > MAX_INVITED => {
            Err(Refusal::new(RefusalCode::BadText, "too many invitations"))
        }
        ClientMessage::Apart { .. } => Ok(()),
        ClientMessage::Exhibit { exhibit: ask } => exhibit(ask),
        ClientMessage::Chat { chat: ChatAsk::Say { text, .. } } => chat(text),
    }
}

/// A reason that is put on record.
///
/// # Errors
/// Too short to say something, or too long to be read.
pub fn reason(text: &str) -> Result<(), Refusal> {
    let chars = text.trim().chars().count();
    if (MIN_REASON_CHARS..=MAX_REASON_CHARS).contains(&chars) {
        Ok(())
    } else {
        Err(RefusalCode::ReasonNeeded.into())
    }
}

fn step_reason(step: &StageStep) -> Result<(), Refusal> {
    match step {
        StageStep::PreviousPhase { reason: text }
        | StageStep::Pause { reason: text }
        | StageStep::Suspend { reason: text }
        | StageStep::ReopenSession { reason: text }
        | StageStep::ReopenReview { reason: text }
        | StageStep::DeclareNoShow { reason: text }
        | StageStep::Adjourn { reason: text }
        | StageStep::ConvertInPerson { reason: text } => reason(text),
        StageStep::Close { reason: text, unsigned, .. } => {
            reason(text)?;
            unsigned.as_deref().map_or(Ok(()), reason)
        }
        StageStep::OpenCheckIn {}
        | StageStep::Start {}
        | StageStep::NextPhase {}
        | StageStep::Resume {}
        | StageStep::StartSigning {}
        | StageStep::ReviewMinutes {} => Ok(()),
    }
}

fn chat(text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() || text.chars().count() > MAX_CHAT_CHARS {
        return Err(RefusalCode::BadText.into());
    }
    Ok(())
}

fn exhibit(ask: &ExhibitAsk) -> Result<(), Refusal> {
    let bad = |what: &str| Err(Refusal::new(RefusalCode::BadText, what));
    match ask {
        ExhibitAsk::Refuse { exhibit: _, reason: text } => reason(text),
        ExhibitAsk::Show { exhibit: _, seats: Some(seats) } if seats.len() > MAX_SHOWN_TO => {
            bad("more seats than any table has")
        }
        ExhibitAsk::Turn { page } if !(1..=MAX_PAGE).contains(page) => bad("no such page"),
        ExhibitAsk::Point { at: Some(Spot { x, y }) } if (*x).max(*y) > 10_000 => {
            bad("beside the page: ten-thousandths are asked for")
        }
        _ => Ok(()),
    }
}

fn papers(ask: &PapersAsk) -> Result<(), Refusal> {
    match ask {
        PapersAsk::ProposeEntry { text, .. } | PapersAsk::ProposeItem { content: text, .. } => entry(text),
        PapersAsk::ReturnEntry { reason: text, .. } => reason(text),
        PapersAsk::AnswerItem { declined: Some(text), .. } => reason(text),
        PapersAsk::AnswerItem { declined: None, .. }
        | PapersAsk::FreezeAgreement { .. } // its terms are the domain's to judge
        | PapersAsk::ReadLine { .. } => Ok(()),
    }
}

fn entry(text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() || text.chars().count() > MAX_ENTRY_CHARS {
        return Err(RefusalCode::BadText.into());
    }
    Ok(())
}

fn sdp(text: &str) -> Result<(), Refusal> {
    let count = |prefix: &str| text.lines().filter(|line| line.starts_with(prefix)).count();
    let too_much = [
        ("bytes", text.len(), MAX_SDP_BYTES),
        ("lines", text.lines().count(), MAX_SDP_LINES),
        ("media sections", count("m="), MAX_SDP_SECTIONS),
        ("candidates", count("a=candidate:"), MAX_SDP_CANDIDATES),
    ]
    .into_iter()
    .find(|(_, is, limit)| is > limit);
    match too_much {
        Some((what, is, limit)) => bad_offer(format!("{is} {what} in the SDP (limit {limit})")),
        None => Ok(()),
    }
}

/// Checks an offer, whichever way it comes.
///
/// # Errors
/// What is too long, too many, named twice or no name.
pub fn offer(text: &str, sources: &[OfferedSource], receivers: &[OfferedReceiver]) -> Result<(), Refusal> {
    sdp(text)?;
    sections(sources, receivers)
}

fn sections(sources: &[OfferedSource], receivers: &[OfferedReceiver]) -> Result<(), Refusal> {
    mids(sources.iter().map(|s| &*s.mid).chain(receivers.iter().map(|r| &*r.mid)))?;
    let mut kinds: Vec<_> = sources.iter().map(|s| s.kind).collect();
    kinds.sort_unstable();
    match kinds.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(twice) => bad_offer(format!("two sources of kind {:?}", twice[0])),
        None => Ok(()),
    }
}

/// Names of media sections: not too many, each a token, none twice.
fn mids<'a>(mids: impl Iterator<Item = &'a str>) -> Result<(), Refusal> {
    let mut mids: Vec<&str> = mids.collect();
    if mids.len() > MAX_SDP_SECTIONS {
        return bad_offer(format!("{} media sections named (limit {MAX_SDP_SECTIONS})", mids.len()));
    }
    let is_token = |mid: &str| {
        (1..=MAX_MID_BYTES).contains(&mid.len())
            && mid.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    if let Some(odd) = mids.iter().find(|mid| !is_token(mid)) {
        return bad_offer(format!("`{}` is not a mid", odd.escape_default().take(32).collect::<String>()));
    }
    mids.sort_unstable();
    match mids.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(twice) => bad_offer(format!("mid `{}` is named twice", twice[0])),
        None => Ok(()),
    }
}

fn bad_offer<T>(detail: String) -> Result<T, Refusal> {
    Err(Refusal::new(RefusalCode::BadOffer, detail))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{ChatChannel, ExhibitId, OpId, SeatId, SourceKind};

    #[track_caller]
    fn check_offer(sdp: &str, sources: &[(&str, SourceKind)], receivers: &[&str], said: Option<&str>) {
        let message = ClientMessage::Offer {
            peer: 1,
            sdp: sdp.to_owned(),
            sources: sources
                .iter()
                .map(|(mid, kind)| OfferedSource { mid: (*mid).to_owned(), kind: *kind })
                .collect(),
            receivers: receivers
                .iter()
                .map(|mid| OfferedReceiver { mid: (*mid).to_owned(), video: true })
                .collect(),
        };
        let detail = check(&message).err().map(|refusal| refusal.detail.unwrap());
        assert_eq!(detail.as_deref(), said);
    }

    #[test]
    fn an_ordinary_offer_passes() {
        check_offer("v=0\r\nm=audio 9\r\n", &[("0", SourceKind::Microphone)], &["1", "2"], None);
    }

    #[test]
    fn an_sdp_bomb_is_named_for_what_it_is() {
        check_offer(&"x".repeat(50_000), &[], &[], Some("50000 bytes in the SDP (limit 49152)"));
        check_offer(&"a=\n".repeat(1201), &[], &[], Some("1201 lines in the SDP (limit 1200)"));
        check_offer(&"m=\n".repeat(33), &[], &[], Some("33 media sections in the SDP (limit 32)"));
        check_offer(&"a=candidate:\n".repeat(65), &[], &[], Some("65 candidates in the SDP (limit 64)"));
    }

    #[test]
    fn sections_are_named_once_each_by_short_tokens() {
        use SourceKind::{Camera, Microphone};
        check_offer("", &[], &["a\nb"], Some("`a\\nb` is not a mid"));
        check_offer("", &[], &[""], Some("`` is not a mid"));
        check_offer("", &[("0", Camera)], &["0"], Some("mid `0` is named twice"));
        check_offer("", &[("0", Microphone), ("1", Microphone)], &[], Some("two sources of kind Microphone"));
        check_offer("", &[], &["0"; 33], Some("33 media sections named (limit 32)"));
    }

    #[test]
    fn a_reason_has_5_to_500_characters() {
        let needed = Err(Refusal::from(RefusalCode::ReasonNeeded));
        for (text, expected) in [
            ("四个字吧", needed.clone()),
            ("  五个字了吧  ", Ok(())),
            (&*"字".repeat(500), Ok(())),
            (&*"字".repeat(501), needed),
        ] {
            assert_eq!(reason(text), expected, "{text}");
        }
    }

    #[test]
    fn a_message_a_page_and_a_pointer_stay_within_bounds() {
        let (exhibit, seat) = (ExhibitId(uuid::Uuid::nil()), SeatId(uuid::Uuid::nil()));
        let ask = |exhibit| ClientMessage::Exhibit { exhibit };
        let at = |x, y| ask(ExhibitAsk::Point { at: Some(Spot { x, y }) });
        let show = |n| ask(ExhibitAsk::Show { exhibit, seats: Some(vec![seat; n]) });
        let say = |text: &str| {
            let (op, to) = (OpId(uuid::Uuid::nil()), ChatChannel::Table {});
            ClientMessage::Chat { chat: ChatAsk::Say { op, to, text: text.to_owned() } }
        };
        for (message, fits) in [
            (ask(ExhibitAsk::Turn { page: 0 }), false),
            (ask(ExhibitAsk::Turn { page: 10_000 }), true),
            (at(10_000, 0), true),
            (at(0, 10_001), false),
            (show(64), true),
            (show(65), false),
            (ask(ExhibitAsk::Refuse { exhibit, reason: "无关".to_owned() }), false),
            (say(" \n"), false),
            (say(&"字".repeat(500)), true),
            (say(&"字".repeat(501)), false),
        ] {
            assert_eq!(check(&message).is_ok(), fits, "{message:?}");
        }
    }

    #[test]
    fn a_line_is_struck_with_a_reason() {
        let (op, entry) = (OpId(uuid::Uuid::nil()), crate::wire::EntryId(uuid::Uuid::nil()));
        let strike =
            |reason: &str| ClientMessage::Strike { op, entry, revision: 2, reason: reason.to_owned() };
        assert_eq!(check(&strike("重复")), Err(RefusalCode::ReasonNeeded.into()));
        assert_eq!(check(&strike("与上一条重复")), Ok(()));
    }

    #[test]
    fn an_entry_is_neither_empty_nor_too_long() {
        for (text, fits) in
            [(" \n", false), ("记", true), (&*"记".repeat(4000), true), (&*"记".repeat(4001), false)]
        {
            assert_eq!(entry(text).is_ok(), fits);
        }
    }
}
