//! 常用语: what clerks write again and again, for each kind of hearing. Agencies may have their own.

use super::HearingKind;

/// Most phrases of a kind, and the longest of them in characters.
const MAX_PHRASES: usize = 60;
/// See [`MAX_PHRASES`].
const MAX_PHRASE: usize = 300;

const OPENING: [&str; 4] = [
    "主持人宣布接访开始，说明事由、参加人员和会场纪律，告知信访人的权利和义务。",
    // Officials come by signing in and promise nothing at check-in (docs/check-in.md).
    "经核对，各方参加人身份无误；凭链接入场的参加人已承诺不录音录屏。",
    "主持人询问信访人是否申请回避，信访人表示不申请回避。",
    "信访人申请回避，理由是：",
];

const CLOSING: [&str; 4] = [
    "信访人表示听清楚了，没有补充。",
    "主持人宣布休会，时间为　　分钟。",
    "以上笔录已向各方宣读，各方核对无误。",
    "主持人宣布接访结束。",
];

const RECEPTION: [&str; 6] = [
    "信访人陈述诉求：",
    "责任单位说明办理情况：",
    "责任单位承诺于　　月　　日前办结并书面答复信访人。",
    "主持人要求责任单位当场明确责任人和办结时限。",
    "信访人认可责任单位的处理方案。",
    "信访人不认可责任单位的处理方案，理由是：",
];

const FORMAL: [&str; 8] = [
    "书记员查明听证参加人到会情况，宣布听证纪律。",
    "主持人宣布听证事由和听证员名单，告知听证参加人的权利和义务。",
    "信访人陈述信访请求、事实和理由：",
    "承办单位陈述事实、证据、依据和处理意见：",
    "双方质证：",
    "听证员询问：",
    "双方作最后陈述：",
    "听证员合议后，主持人当场宣布听证结论：",
];

const MEDIATION: [&str; 5] = [
    "主持人询问各方是否同意调解，各方表示同意。",
    "信访人提出的调解方案：",
    "责任单位（涉事单位）提出的调解方案：",
    "经调解，各方自愿达成如下协议：",
    "各方未能达成一致，主持人宣布调解结束。",
];

const REPLY: [&str; 3] = [
    "责任单位宣读处理意见书并说明理由和依据。",
    "告知信访人：对处理意见不服的，可以自收到之日起30日内请求复查。",
    "信访人签收处理意见书。",
];

/// The phrases that are shipped.
#[must_use]
pub fn shipped(kind: HearingKind) -> Vec<String> {
    let own: &[&str] = match kind {
        HearingKind::FormalHearing => &FORMAL,
        HearingKind::Mediation | HearingKind::Coordination => &MEDIATION,
        HearingKind::ReplyDelivery => &REPLY,
        HearingKind::LeaderReception
        | HearingKind::JointReception
        | HearingKind::Appointed
        | HearingKind::WithCaseVisit => &RECEPTION,
    };
    OPENING.iter().chain(own).chain(&CLOSING).map(|phrase| (*phrase).to_owned()).collect()
}

/// One a line, as an agency writes them; empty lines are left out.
///
/// # Errors
/// What is wrong with them.
pub fn read(text: &str) -> Result<Vec<String>, &'static str> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let phrases: Vec<String> = lines.map(ToOwned::to_owned).collect();
    if phrases.len() > MAX_PHRASES {
        return Err("At most 60 phrases");
    }
    if phrases.iter().any(|phrase| phrase.chars().count() > MAX_PHRASE) {
        return Err("A phrase has at most 300 characters");
    }
    Ok(phrases)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_phrases_that_an_agency_could_have_written() {
        for kind in HearingKind::ALL {
            let phrases = shipped(*kind);
            assert_eq!(read(&phrases.join("\n")), Ok(phrases.clone()), "{kind}");
            assert!(phrases.len() > 10, "{kind}");
        }
    }

    #[test]
    fn phrases_are_lines_that_say_something() {
        for (text, phrases) in [
            (" 休会。 \n\n", Ok(vec!["休会。".to_owned()])),
            ("", Ok(vec![])),
            (&*"长".repeat(301), Err("A phrase has at most 300 characters")),
            (&*"句\n".repeat(61), Err("At most 60 phrases")),
        ] {
            assert_eq!(read(text), phrases, "{text}");
        }
    }
}
