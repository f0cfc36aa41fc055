//! Threads that drive participants: each polls the sockets of hundreds of them. The one place here that reads
//! the clock.

use mio::{Events, Poll, Token, Waker};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::peer::Peer;
use super::report::{Fare, Report};
use super::wire::{Buffers, Wire};
use crate::histogram::Histogram;

const COMMANDS: Token = Token(usize::MAX);
/// With nothing due a thread still turns this often.
const LONGEST_NAP: Duration = Duration::from_millis(500);

/// A participant on a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    thread: usize,
    number: usize,
}

enum Command {
    Add(usize, Box<Peer>, Wire),
    Remove(usize),
    Report(mpsc::Sender<Report>),
    Fares(mpsc::Sender<Vec<(usize, Fare)>>),
    Stop,
}

/// The threads. Cheap to clone; they end with [`Fleet::stop`].
#[derive(Debug, Clone)]
pub struct Fleet {
    threads: Arc<Vec<Thread>>,
    next: Arc<AtomicUsize>,
}

#[derive(Debug)]
struct Thread {
    commands: mpsc::Sender<Command>,
    waker: Waker,
    handle: std::sync::Mutex<Option<JoinHandle<()>>>,
}

/// How closely a thread keeps time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    /// To the millisecond, asleep between.
    Sleep,
    /// To the microsecond: turns without sleeping when something is due within a millisecond. A whole core.
    Spin,
}

impl Fleet {
    /// # Errors
    /// The system gives no thread or no poll.
    pub fn start(threads: usize, timing: Timing) -> io::Result<Self> {
        let threads: io::Result<Vec<Thread>> =
            (0..threads.max(1)).map(|at| Thread::start(at, timing)).collect();
        Ok(Self { threads: Arc::new(threads?), next: Arc::default() })
    }

    /// Has a participant driven on its socket.
    #[must_use]
    pub fn add(&self, peer: Peer, wire: Wire) -> Place {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let thread = number % self.threads.len();
        self.threads[thread].ask(Command::Add(number, Box::new(peer), wire));
        Place { thread, number }
    }

    /// Has a participant say goodbye and go.
    pub fn remove(&self, place: Place) {
        self.threads[place.thread].ask(Command::Remove(place.number));
    }

    /// How all fare; latency since last asked.
    #[must_use]
    pub fn report(&self) -> Report {
        let mut whole = Report::default();
        for report in self.ask_all(Command::Report) {
            whole.add(&report);
        }
        whole
    }

    /// How each fares.
    #[must_use]
    pub fn fares(&self) -> HashMap<Place, Fare> {
        let mut all = HashMap::new();
        for (thread, fares) in self.ask_all(Command::Fares).into_iter().enumerate() {
            all.extend(fares.into_iter().map(|(number, fare)| (Place { thread, number }, fare)));
        }
        all
    }

    fn ask_all<T>(&self, command: impl Fn(mpsc::Sender<T>) -> Command) -> Vec<T> {
        let asked: Vec<mpsc::Receiver<T>> = self
            .threads
            .iter()
            .map(|thread| {
                let (reply, answer) = mpsc::channel();
                thread.ask(command(reply));
                answer
            })
            .collect();
        asked.into_iter().filter_map(|answer| answer.recv().ok()).collect()
    }

    /// Everybody says goodbye; waits for the threads.
    pub fn stop(&self) {
        for thread in self.threads.iter() {
            thread.ask(Command::Stop);
            let handle = thread.handle.lock().ok().and_then(|mut handle| handle.take());
            if let Some(handle) = handle {
                // A panic has been printed.
                let _ = handle.join();
            }
        }
    }
}

impl Thread {
    fn start(at: usize, timing: Timing) -> io::Result<Self> {
        let poll = Poll::new()?;
        let waker = Waker::new(poll.registry(), COMMANDS)?;
        let (commands, inbox) = mpsc::channel();
        let driver = Driver {
            poll,
            inbox,
            timing,
            seats: HashMap::new(),
            due: BinaryHeap::new(),
            buffers: Buffers::default(),
            latency: Histogram::default(),
            gone: Report::default(),
        };
        let handle = std::thread::Builder::new().name(format!("seats-{at}")).spawn(move || driver.run())?;
        Ok(Self { commands, waker, handle: std::sync::Mutex::new(Some(handle)) })
    }

    fn ask(&self, command: Command) {
        // A thread that ended hears nothing; who asked notices by getting no answer.
        let _ = self.commands.send(command);
        let _ = self.waker.wake();
    }
}

struct Seat {
    peer: Box<Peer>,
    wire: Wire,
    /// The entry of the heap that counts.
    armed: Option<Instant>,
}

struct Driver {
    poll: Poll,
    inbox: mpsc::Receiver<Command>,
    timing: Timing,
    seats: HashMap<usize, Seat>,
    due: BinaryHeap<Reverse<(Instant, usize)>>,
    buffers: Buffers,
    latency: Histogram,
    /// What those who left had counted.
    gone: Report,
}

impl Driver {
    fn run(mut self) {
        let mut events = Events::with_capacity(1024);
        loop {
            let nap = self.nap(Instant::now());
            if self.poll.poll(&mut events, Some(nap)).is_err_and(|e| e.kind() != io::ErrorKind::Interrupted) {
                return;
            }
            for event in &events {
                if event.token() != COMMANDS {
                    self.readable(event.token().0);
                }
            }
            if !self.obey() {
                return;
            }
            self.tick();
        }
    }

    fn nap(&self, now: Instant) -> Duration {
        let next = self.due.peek().map(|Reverse((at, _))| at.saturating_duration_since(now));
        let nap = next.map_or(LONGEST_NAP, |nap| nap.min(LONGEST_NAP));
        let soon = nap < Duration::from_millis(1) && self.timing == Timing::Spin;
        // The poll rounds up to whole milliseconds: down here, or spinning would never begin.
        match self.timing {
            Timing::Spin if soon => Duration::ZERO,
            Timing::Spin => Duration::from_millis(nap.as_millis() as u64 - 1),
            Timing::Sleep => nap,
        }
    }

    fn readable(&mut self, number: usize) {
        let Some(seat) = self.seats.get_mut(&number) else { return };
        let now = Instant::now();
        let (peer, latency) = (&mut seat.peer, &mut self.latency);
        seat.wire.receive(now, &mut self.buffers, |datagram| {
            if let Some(time) = peer.datagram(now, datagram) {
                latency.record(time);
            }
        });
        self.settle(now, number);
    }

    /// Sends what gathered, and notes when to look again.
    fn settle(&mut self, now: Instant, number: usize) {
        let Some(seat) = self.seats.get_mut(&number) else { return };
        for (to, datagram) in seat.peer.outbox.drain(..) {
            seat.wire.send(now, to, &datagram);
        }
        let next = [seat.peer.deadline(), seat.wire.deadline()].into_iter().flatten().min();
        if let Some(next) = next
            && seat.armed.is_none_or(|armed| next < armed)
        {
            seat.armed = Some(next);
            self.due.push(Reverse((next, number)));
        }
    }

    fn tick(&mut self) {
        let now = Instant::now();
        while let Some(&Reverse((at, number))) = self.due.peek() {
            if at > now {
                return;
            }
            self.due.pop();
            let Some(seat) = self.seats.get_mut(&number).filter(|seat| seat.armed == Some(at)) else {
                continue;
            };
            seat.armed = None;
            for mut datagram in seat.wire.arrive(now) {
                if let Some(time) = seat.peer.datagram(now, &mut datagram) {
                    self.latency.record(time);
                }
            }
            seat.peer.tick(now);
            self.settle(now, number);
        }
    }

    fn obey(&mut self) -> bool {
        loop {
            match self.inbox.try_recv() {
                Ok(Command::Add(number, peer, wire)) => self.add(number, peer, wire),
                Ok(Command::Remove(number)) => self.remove(number),
                // Whoever asked may have gone.
                Ok(Command::Report(reply)) => drop(reply.send(self.report())),
                Ok(Command::Fares(reply)) => {
                    let fares = self.seats.iter().map(|(number, seat)| (*number, seat.peer.fare()));
                    let _ = reply.send(fares.collect());
                }
                Err(mpsc::TryRecvError::Empty) => return true,
                Ok(Command::Stop) | Err(mpsc::TryRecvError::Disconnected) => {
                    for number in self.seats.keys().copied().collect::<Vec<_>>() {
                        self.remove(number);
                    }
                    return false;
                }
            }
        }
    }

    fn add(&mut self, number: usize, peer: Box<Peer>, wire: Wire) {
        if let Err(error) = wire.register(self.poll.registry(), Token(number)) {
            // Read from other threads; the first reason is the one.
            let _ = peer.milestones.failed.set(error.to_string());
            return;
        }
        self.seats.insert(number, Seat { peer, wire, armed: None });
        let now = Instant::now();
        if let Some(seat) = self.seats.get_mut(&number) {
            seat.peer.tick(now);
        }
        self.settle(now, number);
    }

    fn remove(&mut self, number: usize) {
        let Some(mut seat) = self.seats.remove(&number) else { return };
        let now = Instant::now();
        seat.peer.close(now);
        for (to, datagram) in seat.peer.outbox.drain(..) {
            seat.wire.send(now, to, &datagram);
        }
        self.gone.totals += seat.peer.totals();
        // Closing the socket takes it off the poll as well.
        let _ = seat.wire.deregister(self.poll.registry());
    }

    fn report(&mut self) -> Report {
        let mut report = self.gone.clone();
        report.participants = self.seats.len();
        report.latency = std::mem::take(&mut self.latency);
        for seat in self.seats.values() {
            report.connected += usize::from(seat.peer.is_connected());
            report.totals += seat.peer.totals();
            report.totals.skipped += seat.wire.refused;
        }
        report
    }
}
