//! Which staff notifications are urgent and go to the person's own phone too, if they entered one and want it.

use super::Topic;
use crate::domain::{HOUR_MS, Timestamp, people::Phone};

/// A colleague's own phone. They alone give it, see it and switch it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffPhone {
    pub phone: Phone,
    /// Urgent notices go there.
    pub wanted: bool,
}

/// Later than this it is no longer urgent, or has been seen at the desk. Milliseconds.
const LATE: i64 = 12 * HOUR_MS;

impl Topic {
    /// Whether it calls for somebody today.
    #[must_use]
    pub const fn presses(self) -> bool {
        matches!(self, Self::Urgent | Self::Placarded | Self::ClockToday | Self::HearingSoon)
    }

    /// Whether a message tells of one matter alone; of the clocks that end today the first tells of all.
    #[must_use]
    pub const fn is_of_one(self) -> bool {
        !matches!(self, Self::ClockToday)
    }

    const fn in_words(self) -> &'static str {
        match self {
            Self::Urgent => "有紧急信访事项待处理",
            Self::Placarded => "收到挂牌督办，待书面答复",
            Self::ClockToday => "有事项今天到期",
            Self::HearingSoon => "您有接访即将开始",
            _ => "有一条提醒",
        }
    }
}

/// Nothing of the matter; `number` is left out of a sealed report.
#[must_use]
pub fn phone_text(topic: Topic, number: Option<&str>) -> String {
    match number.filter(|_| topic.is_of_one()) {
        Some(number) => format!("工作提醒：{}，编号 {number}。请登录系统查看。", topic.in_words()),
        None => format!("工作提醒：{}。请登录系统查看。", topic.in_words()),
    }
}

/// Whether a notice of then is still worth a message.
#[must_use]
pub fn is_still_news(at: Timestamp, now: Timestamp) -> bool {
    now.0 - at.0 < LATE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_topics_ring_a_phone_and_their_words_tell_nothing_of_the_matter() {
        let press: Vec<_> = Topic::ALL.iter().copied().filter(|topic| topic.presses()).collect();
        assert_eq!(press, [Topic::Placarded, Topic::HearingSoon, Topic::Urgent, Topic::ClockToday]);
        for topic in press {
            assert_ne!(topic.in_words(), Topic::Routed.in_words(), "{topic} has words of its own");
            assert_eq!(phone_text(topic, Some("XF1")).contains("编号 XF1"), topic != Topic::ClockToday);
            assert!(!phone_text(topic, None).contains("编号"));
        }
    }

    #[test]
    fn what_waited_half_a_day_is_no_news() {
        let at = Timestamp(1_795_395_600_000);
        for (later, news) in [(0, true), (LATE - 1, true), (LATE, false)] {
            assert_eq!(is_still_news(at, at.plus_millis(later)), news, "{later}");
        }
    }
}
