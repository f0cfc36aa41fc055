//! What the papers of a hearing say: its minutes and its agreement as they were signed, and its outcome.

use super::{Block, Case, Content, DocumentKind, Missing, MissingCode, Wish};
use crate::domain::{
    hearing::{
        Answered, Correction, CorrectionAnswer, Hearing, Mark, Outcome, OutcomeStandard, Seal, Seat,
        Signature, SigningRecord, fingerprint, kind_word, moment, outcome_statement,
    },
    hex, sha256_hex,
    timestamp::written,
};

/// A hearing of the petition, with what was signed and decided in it.
#[derive(Debug, Clone)]
pub struct Heard {
    pub hearing: Hearing,
    pub minutes: SigningRecord,
    pub agreement: SigningRecord,
    pub outcome: Option<Outcome>,
    pub seals: Vec<Seal>,
    /// The next hearing, where the outcome names one.
    pub next: Option<Hearing>,
}

pub(super) fn heard(kind: DocumentKind, case: &Case<'_>, wish: &Wish) -> Result<Content, Missing> {
    let sentence = "Of which hearing?";
    let heard = case.heard.filter(|heard| Some(heard.hearing.id) == wish.hearing);
    let heard = heard.ok_or(Missing::new(kind, MissingCode::HearingNeeded, sentence))?;
    if !case.is_makers(heard.hearing.host) {
        let sentence = "Another organ held the hearing; the document is its to make";
        return Err(Missing::new(kind, MissingCode::OtherOrgan, sentence));
    }
    if heard.hearing.stays_behind_the_wall(case.petition) {
        let sentence = "It was heard while the matter was sealed as a report; what was said there goes out on no paper now";
        return Err(Missing { article: 30, ..Missing::new(kind, MissingCode::BehindTheWall, sentence) });
    }
    match kind {
        DocumentKind::Outcome => outcome(case, heard),
        DocumentKind::Agreement => agreement(heard),
        _ => minutes(heard),
    }
}

/// H13 to H15: the version that stands, who signed it, what was asked, and the node's seal.
fn minutes(heard: &Heard) -> Result<Content, Missing> {
    let kind = DocumentKind::Minutes;
    let record = &heard.minutes;
    let none =
        Missing::new(kind, MissingCode::NotYet, "The hearing ended without minutes: nothing was written");
    if !heard.hearing.stage.name().is_over() {
        let sentence = "The hearing is not closed: its minutes may still change";
        return Err(Missing::new(kind, MissingCode::NotYet, sentence));
    }
    let mut content = signed(record, &heard.hearing).ok_or(none)?;
    if let Some(why) = heard.seals.iter().find_map(Seal::why_unsigned) {
        content.say(format!("本次接访核对笔录后未经签字即结束，原因：{why}"));
    }
    if !record.corrections.is_empty() {
        content.say("核对笔录时提出的更正：");
    }
    for correction in &record.corrections {
        let who = heard.hearing.seat(correction.seat).map(Seat::plate).unwrap_or_default();
        let (version, at) = (correction.version, moment(correction.at));
        let answer = answer_to(correction, &heard.hearing);
        content.say(format!("{who}（{at}，第{version}版）：{}{answer}", correction.text));
    }
    for seal in &heard.seals {
        content.blocks.push(Block::Table(seal_rows(seal)));
    }
    Ok(content)
}

fn answer_to(correction: &Correction, hearing: &Hearing) -> String {
    let Some(Answered { by, at, answer }) = &correction.answered else {
        return "【未记录答复】".to_owned();
    };
    let (who, at) = (hearing.seat(*by).map(Seat::plate).unwrap_or_default(), moment(*at));
    match answer {
        CorrectionAnswer::Taken { line, .. } => format!("【{who}（{at}）：已更正第{line}条】"),
        CorrectionAnswer::Declined { reason } => format!("【{who}（{at}）：不采纳，{reason}】"),
    }
}

/// Art. 33.
fn agreement(heard: &Heard) -> Result<Content, Missing> {
    let kind = DocumentKind::Agreement;
    let record = &heard.agreement;
    if !record.is_agreed() {
        let sentence = "There is no agreement that every party has signed";
        return Err(Missing::new(kind, MissingCode::NotYet, sentence));
    }
    let none = Missing::new(kind, MissingCode::NotYet, "There is no agreement");
    let mut content = signed(record, &heard.hearing).ok_or(none)?;
    if let Some(last) = record.signatures.iter().map(|signature| signature.at).max() {
        content.say(format!("本协议于{}由各方当事人签字，自该日起生效。", written(last.local_date())));
    }
    content.blocks.extend(last_seal(heard));
    Ok(content)
}

/// Text, hash and names of the latest version.
fn signed(record: &SigningRecord, hearing: &Hearing) -> Option<Content> {
    let latest = record.latest()?;
    let row = |name: &str, value: String| (name.to_owned(), value);
    let mut content = Content { addressee: None, blocks: Vec::new() };
    content.blocks.push(Block::Verbatim(latest.text.clone()));
    content.blocks.push(Block::Table(vec![
        row("版本", format!("第{}版", latest.version)),
        row("定稿时间", moment(latest.frozen_at)),
        row("文本校验值（SHA-256）", hex(&latest.sha256)),
    ]));
    content.say("签名确认：");
    for seat in record.signers(&hearing.seats) {
        let plate = seat.plate();
        content.blocks.push(match record.word_of(seat.id) {
            Some(word) => signature(plate, word),
            None if latest.waits_for(seat) || !latest.names_absent(seat) => {
                Block::Signature { plate, said: "未签名".to_owned(), strokes: None }
            }
            None => continue, // was not there, as the text says
        });
    }
    Some(content)
}

fn signature(plate: String, word: &Signature) -> Block {
    let (how, strokes) = match &word.mark {
        Mark::Drawn { strokes } => ("手写签名".to_owned(), Some(strokes.clone())),
        Mark::Confirmed => ("点击确认".to_owned(), None),
        Mark::Coded { ending, .. } => (format!("以短信验证码确认（手机尾号{ending}）"), None),
        Mark::Proxy { name, strokes, reason, .. } if reason.is_empty() => {
            (format!("由{name}代签"), Some(strokes.clone()))
        }
        Mark::Proxy { name, strokes, reason, .. } => {
            (format!("由{name}代签。理由：{reason}"), Some(strokes.clone()))
        }
        Mark::PaperScan { .. } => ("在纸上签名，扫描件存档".to_owned(), None),
        Mark::Refused { reason } => (format!("拒绝签名。理由：{reason}"), None),
    };
    Block::Signature { plate, said: format!("{how}　{}", moment(word.at)), strokes }
}

/// On everything that was signed and decided: who holds the paper checks it against the evidence package.
fn last_seal(heard: &Heard) -> Option<Block> {
    heard.seals.last().map(|seal| Block::Table(seal_rows(seal)))
}

fn seal_rows(seal: &Seal) -> Vec<(String, String)> {
    let row = |name: &str, value: String| (name.to_owned(), value);
    vec![
        row("节点印章", format!("第{}号　{}　{}", seal.number, seal.algorithm, moment(seal.at))),
        row("公钥指纹", fingerprint(&seal.public_key)),
        row("印章签名值", hex(&seal.signature)),
    ]
}

/// Art. 27: conclusion, the four standards, who does what by when; to the petitioner.
fn outcome(case: &Case<'_>, heard: &Heard) -> Result<Content, Missing> {
    let kind = DocumentKind::Outcome;
    let outcome = heard.outcome.as_ref();
    let outcome = outcome.ok_or(Missing::new(kind, MissingCode::NotYet, "There is no outcome"))?;
    let Hearing { kind: held_as, number, starts_at, .. } = &heard.hearing;
    let mut content = Content { addressee: Some(case.petitioners(kind)?), blocks: Vec::new() };
    content.say(format!(
        "你（们）提出的“{}”信访事项，已于{}进行{}（编号：{number}）。现将结果告知如下：",
        case.petition.title,
        written(starts_at.local_date()),
        kind_word(*held_as),
    ));
    content.say("一、结论意见：");
    for line in outcome.conclusion.lines().map(str::trim).filter(|line| !line.is_empty()) {
        content.say(line);
    }
    let standards: Vec<_> = outcome.standards.iter().copied().map(standard_word).collect();
    content.say(format!("二、处理要求：{}。", standards.join("；")));
    if !outcome.items.is_empty() {
        content.say("三、交办事项：");
    }
    for (at, item) in (1..).zip(&outcome.items) {
        let accepted = item.accepted.map_or("", |_| "，该单位已当场认领");
        let (organ, until) = (case.name(item.agency), written(item.deadline));
        let what = item.content.trim_end_matches('。');
        content.say(format!("（{at}）{what}。由{organ}于{until}前办结{accepted}。"));
    }
    if let Some(next) = &heard.next {
        let (day, number) = (written(next.starts_at.local_date()), &next.number);
        content.say(format!("下一次{}定于{day}举行（编号：{number}）。", kind_word(next.kind)));
    }
    content.blocks.push(Block::Table(wording_rows(outcome)));
    content.blocks.extend(last_seal(heard));
    Ok(content)
}

/// Which version it is, and the hash that the seal names.
fn wording_rows(outcome: &Outcome) -> Vec<(String, String)> {
    let row = |name: &str, value: String| (name.to_owned(), value);
    let version = outcome.earlier.last().map(|before| {
        let corrected = written(before.corrected_at.local_date());
        row("版本", format!("第{}版（{corrected}更正）", outcome.version()))
    });
    version
        .into_iter()
        .chain([row("结果文本校验值（SHA-256）", sha256_hex(&outcome_statement(outcome)))])
        .collect()
}

const fn standard_word(standard: OutcomeStandard) -> &'static str {
    match standard {
        OutcomeStandard::Resolve => "诉求合理的解决问题到位",
        OutcomeStandard::Persuade => "诉求无理的思想教育到位",
        OutcomeStandard::Relieve => "生活困难的帮扶救助到位",
        OutcomeStandard::Sanction => "行为违法的依法处理",
    }
}
