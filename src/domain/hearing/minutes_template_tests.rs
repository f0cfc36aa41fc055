use super::*;
use crate::domain::hearing::default_agenda;
use AgendaPhase::{Conclusion, Opening, Statement};
use uuid::Uuid;

fn written(lines: &[(AgendaPhase, &[&str])]) -> Vec<(AgendaPhase, Vec<String>)> {
    lines
        .iter()
        .map(|(phase, lines)| (*phase, lines.iter().map(|line| (*line).to_owned()).collect()))
        .collect()
}

fn template(lines: &[(AgendaPhase, &[&str])]) -> MinutesTemplate {
    MinutesTemplate::read(written(lines)).unwrap()
}

#[test]
fn every_kind_has_a_skeleton_for_the_phases_that_are_put_on_record() {
    for kind in HearingKind::ALL {
        let shipped = MinutesTemplate::shipped(*kind);
        let expected: Vec<_> = default_agenda(*kind)
            .iter()
            .copied()
            .filter(|phase| *phase != AgendaPhase::Deliberation)
            .collect();
        let mut phases: Vec<_> = shipped.phases().collect();
        phases.sort_by_key(|phase| expected.iter().position(|known| known == phase));
        assert_eq!(phases, expected, "{kind}");
        let again =
            MinutesTemplate::read(shipped.phases().map(|phase| (phase, shipped.lines(phase).to_vec())));
        assert_eq!(again.as_ref(), Ok(&shipped), "{kind}: an agency could have written it");
        assert!(shipped.text().contains(TO_BE_WRITTEN) && !shipped.text().contains('＿'), "{kind}");
    }
}

#[test]
fn nothing_is_said_that_may_be_untrue_and_a_party_has_one_name() {
    for kind in HearingKind::ALL {
        let shipped = MinutesTemplate::shipped(*kind);
        let lines = shipped.phases().flat_map(|phase| shipped.lines(phase));
        let said: Vec<_> = lines.filter(|line| !line.contains(TO_BE_WRITTEN)).collect();
        let law = said.iter().all(|line| line.starts_with("告知信访人：对处理意见不服的"));
        assert!(law && said.len() <= 1, "{kind}: {said:?}");
        let text = shipped.text();
        assert!(!text.contains("全程录音录像"), "{kind}");
        assert!(!(text.contains("责任单位") && text.contains("承办单位")), "{kind}");
    }
}

#[test]
fn what_is_written_is_lines_that_say_something_phase_by_phase() {
    let read = template(&[
        (Conclusion, &[" 宣布意见：【待补】 ", ""]),
        (Opening, &["一\n二"]),
        (Conclusion, &["三"]),
    ]);
    assert_eq!(read.phases().collect::<Vec<_>>(), [Opening, Conclusion]);
    assert_eq!(read.lines(Opening), ["一", "二"]);
    assert_eq!(read.lines(Conclusion), ["宣布意见：【待补】", "三"]);
    assert_eq!(read.lines(Statement), [""; 0]);
    let long = "长".repeat(301);
    for (lines, why) in [
        (vec![&*long], "A line has at most 300 characters"),
        (vec!["行"; 21], "At most 20 lines for a phase"),
    ] {
        assert_eq!(MinutesTemplate::read(written(&[(Opening, &lines)])), Err(why));
    }
}

#[test]
fn it_comes_back_as_it_was_stored() {
    for template in
        [template(&[(Opening, &["甲 乙", "丙"]), (Statement, &["丁"])]), MinutesTemplate::default()]
    {
        assert_eq!(MinutesTemplate::parse(&template.text()), Some(template));
    }
    assert_eq!(MinutesTemplate::parse("nowhere 甲"), None);
}

#[test]
fn a_hearing_keeps_to_what_stood_when_its_check_in_opened() {
    let kind = HearingKind::Mediation;
    let saved = |version, at, lines: &[(AgendaPhase, &[&str])]| SavedTemplate {
        version,
        saved_at: Timestamp(at),
        template: template(lines),
    };
    let all = [saved(1, 10, &[(Opening, &["一"])]), saved(2, 20, &[(Opening, &["二"])]), saved(3, 30, &[])];
    for (at, version) in [(5, None), (10, Some(1)), (19, Some(1)), (25, Some(2)), (30, None)] {
        let stands = TemplateInForce::at(kind, &all, Timestamp(at));
        assert_eq!(stands.version, version, "at {at}");
        assert_eq!(stands.template == MinutesTemplate::shipped(kind), version.is_none(), "at {at}");
    }
}

#[test]
fn a_line_becomes_the_same_entry_whoever_puts_it_in() {
    let hearing = HearingId(Uuid::from_u128(1));
    let ids = [
        line_id(hearing, Opening, 0),
        line_id(hearing, Opening, 1),
        line_id(hearing, Statement, 0),
        line_id(HearingId(Uuid::from_u128(2)), Opening, 0),
    ];
    assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), ids.len());
    assert_eq!(line_id(hearing, Opening, 0), ids[0]);
}
