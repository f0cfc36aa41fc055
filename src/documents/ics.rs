//! Hearings as calendar files (RFC 5545), for the calendars people have.

use crate::domain::Timestamp;
use icalendar::{Calendar, Component, Event, EventLike};
use time::{format_description::BorrowedFormatItem, macros::format_description};

const UTC: &[BorrowedFormatItem<'static>] = format_description!("[year][month][day]T[hour][minute][second]Z");

/// An appointment as a calendar shows it. No claim, no name of a petitioner: calendars are synchronised to
/// other people's servers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    /// Stays the same when the appointment moves.
    pub uid: String,
    /// Grows with every change, so that a calendar takes the newer one.
    pub sequence: u32,
    pub title: String,
    pub description: String,
    pub place: String,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub cancelled: bool,
}

/// The file; `now` is when it was written.
#[must_use]
pub fn calendar_file(name: &str, appointments: &[Appointment], now: Timestamp) -> String {
    let mut calendar = Calendar::new();
    calendar.name(name);
    for appointment in appointments {
        calendar.push(event(appointment, now));
    }
    calendar.to_string()
}

fn event(appointment: &Appointment, now: Timestamp) -> Event {
    let mut event = Event::new();
    event
        .uid(&format!("{}@lianjie", appointment.uid))
        .sequence(appointment.sequence)
        .add_property("DTSTAMP", utc(now))
        .add_property("DTSTART", utc(appointment.starts_at))
        .add_property("DTEND", utc(appointment.ends_at))
        .summary(&appointment.title)
        .description(&appointment.description)
        .location(&appointment.place)
        .add_property("STATUS", if appointment.cancelled { "CANCELLED" } else { "CONFIRMED" });
    event.done()
}

fn utc(at: Timestamp) -> String {
    // Writing numbers into a text does not fail.
    at.local().to_offset(time::UtcOffset::UTC).format(UTC).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_appointment_is_written_as_calendars_read_it() {
        let appointment = Appointment {
            uid: "1f2e".into(),
            sequence: 3,
            title: "接访 TJ62010320261126-1".into(),
            description: "请提前 30 分钟签到；权利义务见 https://a.example/rights".into(),
            place: "第一接访室, 二楼".into(),
            starts_at: Timestamp(1_795_395_600_000),
            ends_at: Timestamp(1_795_399_200_000),
            cancelled: false,
        };
        let file =
            calendar_file("我的接访", std::slice::from_ref(&appointment), Timestamp(1_795_300_000_000));
        let lines: Vec<&str> = file.split("\r\n").collect();
        for line in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "BEGIN:VEVENT",
            "UID:1f2e@lianjie",
            "SEQUENCE:3",
            "DTSTAMP:20261121T222640Z",
            "DTSTART:20261123T010000Z",
            "DTEND:20261123T020000Z",
            "SUMMARY:接访 TJ62010320261126-1",
            "LOCATION:第一接访室\\, 二楼",
            "STATUS:CONFIRMED",
            "END:VEVENT",
            "END:VCALENDAR",
        ] {
            assert!(lines.contains(&line), "{line} in {file}");
        }
        assert!(lines.iter().all(|line| line.len() <= 75), "folded at 75 octets");
        let cancelled = Appointment { cancelled: true, ..appointment };
        assert!(calendar_file("", &[cancelled], Timestamp(0)).contains("STATUS:CANCELLED"));
    }
}
