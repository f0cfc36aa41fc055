//! A line that loses packets at any rate, and what mends it: pictures are whole before who waits for them would leave them
//! out (docs/adr/0060).

use super::*;
use crate::media::forward::rtp::RtpView;
use crate::media::peer::arrivals::Arrivals;
use client::*;
use netem::{Conditions, Line, Link, Loss, Traffic};
use std::collections::{BTreeMap, HashMap};

const STEP: Duration = Duration::from_millis(1);
/// Fifteen pictures a second, of half a megabit.
const FRAME: Duration = Duration::from_millis(66);
const PARTS: u8 = 4;
/// What a page waits for pictures on such a line (`patience.ts`).
const WAIT: Duration = Duration::from_millis(240);
/// A browser tells when packets came so often, asks for a lost one again after so long, and proves its address so often.
const TELLS: Duration = Duration::from_millis(50);
const ASKS_AGAIN: Duration = Duration::from_millis(60);
const CHECKS: Duration = Duration::from_secs(2);

/// A part of a picture; its last bytes say which.
fn part(sequence: u16, frame: u16, part: u8, key_frame: bool) -> Vec<u8> {
    let mut packet = vec![0x80, if part + 1 == PARTS { 0x80 | VP8 } else { VP8 }];
    packet.extend(sequence.to_be_bytes());
    packet.extend((u32::from(frame) * 6000).to_be_bytes());
    packet.extend(CAMERA.to_be_bytes());
    let [high, low] = (frame | 0x8000).to_be_bytes();
    packet.extend([if part == 0 { 0x90 } else { 0x80 }, 0x80, high, low]);
    if part == 0 {
        packet.extend([u8::from(!key_frame), 0, 0, 0x9d, 0x01, 0x2a, 0, 0]);
        packet.extend(360_u16.to_le_bytes());
    }
    packet.extend([0; 900]);
    packet.extend(frame.to_be_bytes());
    packet.push(part);
    packet
}

/// What a browser asks for again: at once, and then whenever the answer should have come.
#[derive(Default)]
struct Asks {
    highest: Option<u16>,
    missing: BTreeMap<u16, Duration>,
}

impl Asks {
    fn packet(&mut self, now: Duration, sequence: u16) {
        let highest = *self.highest.get_or_insert(sequence);
        if sequence > highest {
            self.missing.extend((highest + 1..sequence).map(|lost| (lost, now)));
            self.highest = Some(sequence);
        }
        self.missing.remove(&sequence);
    }

    fn due(&mut self, now: Duration) -> Vec<u16> {
        let due = self.missing.iter_mut().filter(|(_, due)| **due <= now);
        due.map(|(sequence, due)| {
            *due = now + ASKS_AGAIN;
            *sequence
        })
        .collect()
    }
}

/// What of a picture came, and how long after it was sent it was whole.
#[derive(Default)]
struct Picture {
    parts: u8,
    whole: Option<Duration>,
}

/// A publisher and who sees it, one of them behind the line.
struct Meeting {
    hall: Hall,
    publisher: Client,
    viewer: Client,
    /// Whether it is the publisher's.
    uplink: bool,
    down: Line,
    up: Line,
    began: Instant,
    sequence: u16,
    repeats: u16,
    sent: Vec<Duration>,
    kept: HashMap<u16, Vec<u8>>,
    owes_key_frame: bool,
    key_frames: u32,
    asks: Asks,
    arrivals: Arrivals,
    pictures: HashMap<u16, Picture>,
}

impl Meeting {
    fn over(loss: Loss, seed: u64, uplink: bool) -> Self {
        let mut hall = Hall::open();
        let (publisher, viewer) = (hall.join(1), hall.join_controlled(2));
        hall.route(&[(&viewer, "3", &publisher, SourceKind::Camera)]);
        let line = |seed| {
            let conditions = Conditions { loss, delay_ms: 20, ..Conditions::default() };
            Line::new(Link::new(conditions, seed))
        };
        let (began, arrivals) = (hall.now, Arrivals::new(hall.now));
        Self {
            hall,
            publisher,
            viewer,
            uplink,
            down: line(seed),
            up: line(seed + 1000),
            began,
            sequence: 0,
            repeats: 0,
            sent: Vec::new(),
            kept: HashMap::new(),
            owes_key_frame: true,
            key_frames: 0,
            asks: Asks::default(),
            arrivals,
            pictures: HashMap::new(),
        }
    }

    fn since(&self) -> Duration {
        self.hall.now - self.began
    }

    fn run(&mut self, seconds: u64) {
        for _ in 0..seconds * 1000 {
            self.step();
        }
    }

    fn step(&mut self) {
        self.hall.now += STEP;
        let now = self.since();
        while let Some(datagram) = self.down.arrived(now) {
            let far = if self.uplink { &mut self.publisher } else { &mut self.viewer };
            far.receive(self.hall.now, &datagram);
        }
        while let Some(datagram) = self.up.arrived(now) {
            let far = if self.uplink { self.publisher.path } else { self.viewer.path };
            self.takes(far, datagram);
        }
        while self.hall.relay.deadline().is_some_and(|due| due <= self.hall.now) {
            self.hall.relay.tick(self.hall.now, &mut self.hall.out);
            self.flush();
        }
        let every = |time: Duration| now.as_millis().is_multiple_of(time.as_millis());
        if every(CHECKS) {
            self.hall.check(&mut self.publisher);
            self.hall.check(&mut self.viewer);
        }
        self.publish(every(FRAME));
        self.view();
        if every(TELLS) {
            let mut told = Vec::new();
            self.arrivals.feedback(1, 2, |packet| told.push(packet.to_vec()));
            told.iter().for_each(|packet| self.says(false, packet));
        }
    }

    /// What the relay has to say goes its ways.
    fn flush(&mut self) {
        let now = self.since();
        for run in self.hall.out.runs() {
            let to_publisher = run.to() == self.publisher.path;
            for datagram in run.datagrams() {
                if to_publisher == self.uplink {
                    self.down.send(now, Traffic::Udp, datagram);
                } else if to_publisher {
                    self.publisher.receive(self.hall.now, datagram);
                } else {
                    self.viewer.receive(self.hall.now, datagram);
                }
            }
        }
        self.hall.out.clear();
    }

    fn takes(&mut self, from: Path, mut datagram: Vec<u8>) {
        self.hall.relay.datagram(self.hall.now, from, &mut datagram, &mut self.hall.out);
        self.flush();
    }

    /// One of the two sends a packet, by its line.
    fn says(&mut self, publisher: bool, packet: &[u8]) {
        let client = if publisher { &mut self.publisher } else { &mut self.viewer };
        let (path, sealed) = (client.path, client.seal(packet));
        if publisher == self.uplink {
            self.up.send(self.since(), Traffic::Udp, &sealed);
        } else {
            self.takes(path, sealed);
        }
    }

    fn publish(&mut self, frame: bool) {
        for report in std::mem::take(&mut self.publisher.reports) {
            match report {
                Report::KeyFrame { .. } => self.owes_key_frame = true,
                Report::Lost { sequences, .. } => {
                    for lost in sequences {
                        let Some(packet) = self.kept.get(&lost).cloned() else { continue };
                        self.repeats += 1;
                        self.says(true, &again(self.repeats, &packet));
                    }
                }
                _ => {}
            }
        }
        if !frame {
            return;
        }
        let (key_frame, number) = (std::mem::take(&mut self.owes_key_frame), self.sent.len() as u16);
        self.key_frames += u32::from(key_frame);
        self.sent.push(self.since());
        for at in 0..PARTS {
            self.sequence += 1;
            let packet = part(self.sequence, number, at, key_frame);
            self.says(true, &packet);
            self.kept.insert(self.sequence, packet);
        }
    }

    fn view(&mut self) {
        let now = self.since();
        for packet in self.viewer.take() {
            let view = RtpView::parse(&packet).unwrap();
            view.transport_sequence(5).into_iter().for_each(|n| self.arrivals.packet(self.hall.now, n));
            if packet[0] & 0x20 != 0 {
                continue; // padding
            }
            let again = view.payload_type() == RTX;
            self.asks.packet(now, if again { original(view.payload()) } else { view.sequence() });
            let [.., high, low, part] = *packet else { panic!("a part of a picture") };
            let number = u16::from_be_bytes([high, low]);
            let picture = self.pictures.entry(number).or_default();
            picture.parts |= 1 << part;
            if picture.parts + 1 == 1 << PARTS {
                picture.whole.get_or_insert(now - self.sent[usize::from(number)]);
            }
        }
        let missing = self.asks.due(now);
        if !missing.is_empty() {
            let slot = self.viewer_stream();
            self.says(false, &nack(slot, &missing));
        }
    }

    fn viewer_stream(&self) -> u32 {
        let id = self.hall.relay.rooms[&ROOM].peer_of(self.viewer.key.seat).unwrap();
        let slots = &self.hall.relay.peers[&id].slots;
        slots.iter().find(|slot| slot.section.mid == "3").unwrap().section.ssrc
    }

    /// Share of the pictures from that second on that were whole in time, of those that could be.
    fn in_time(&self, from: Duration) -> f64 {
        let until = self.since() - WAIT;
        let sent = self.sent.iter().enumerate().filter(|(_, at)| (from..until).contains(*at));
        let whole = |number: usize| self.pictures.get(&(number as u16)).and_then(|picture| picture.whole);
        let (mut all, mut good) = (0, 0);
        for (number, _) in sent {
            all += 1;
            good += u32::from(whole(number).is_some_and(|after| after <= WAIT));
        }
        f64::from(good) / f64::from(all)
    }
}

/// The number that a repeated packet had (RFC 4588 §4).
fn original(payload: &[u8]) -> u16 {
    u16::from_be_bytes([payload[0], payload[1]])
}

#[test]
fn what_a_line_loses_of_pictures_is_there_in_time() {
    for (loss, least) in [
        (Loss::Random(0.05), 0.99),
        (Loss::Random(0.1), 0.97),
        (Loss::Random(0.2), 0.85),
        (Loss::Bursts { share: 0.1, length: 5.0 }, 0.85),
    ] {
        for uplink in [false, true] {
            for seed in 1..3 {
                let mut meeting = Meeting::over(loss, seed, uplink);
                meeting.run(5);
                let before = meeting.key_frames;
                meeting.run(25);
                let in_time = meeting.in_time(Duration::from_secs(5));
                let asked = meeting.key_frames - before;
                assert!(in_time >= least, "{loss:?}, uplink {uplink}, seed {seed}: {in_time:.3} in time");
                assert!(asked <= 1, "{loss:?}, uplink {uplink}, seed {seed}: {asked} key frames");
            }
        }
    }
}
