//! A run: rooms opened, a storm of seats, minutes of talk, and the end.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::HouseError;
use super::calendar::EACH;
use super::case::{Case, Role, SeatPlan};
use super::cost::{Cost, Used};
use super::load::{Faults, Media};
use super::net::Server;
use super::outcome::{self, Flows, Joins, Limits, Outcome};
use super::seat::{Hall, Order, Record, sit};
use super::staff::{Account, Bench};
use crate::histogram::Histogram;
use crate::media::dtls::Identity;
use crate::media::report::{Report, Totals};
use crate::media::worker::{Fleet, Timing};

/// Guests come in at this pace unless a storm is asked for.
const CALM: f64 = 10.0;
/// From the founders' coming to a hearing in session; five seconds of it is the countdown.
const OPENING: Duration = Duration::from_secs(60);
/// From a seat's coming until it must see.
const PATIENCE: Duration = Duration::from_secs(30);
/// For hearings to close at the end.
const CLOSING: Duration = Duration::from_secs(10);

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Wish {
    pub accounts: Vec<Account>,
    pub rooms: usize,
    pub seats: usize,
    /// Seats that storm in, and within what time; the other guests come before.
    pub storm: Option<(usize, Duration)>,
    pub time: Duration,
    /// Guests who leave and come back, a minute.
    pub churn: f64,
    pub media: Media,
    pub faults: Faults,
    pub limits: Limits,
    pub threads: usize,
}

/// Runs `wish`, telling `print` a line each second. `stop` ends it early.
///
/// # Errors
/// It could not begin.
pub async fn run(
    server: Server,
    wish: &Wish,
    print: impl FnMut(String),
    stop: impl Future<Output = ()>,
) -> Result<Outcome, HouseError> {
    let bench = Bench::sign_in(&server, &wish.accounts, wish.rooms.div_ceil(EACH)).await?;
    let case = Case::open(&server, &bench, wish.rooms, wish.seats).await?;
    let mut party = Party::start(server, wish, print)?;
    let done = tokio::select! {
        done = party.play(&case) => done,
        () = stop => Ok(()),
    };
    // Before the end: connections that close with their hearing have not failed.
    party.tell();
    let cost = party.cost().await;
    let outcome = Outcome { flows: party.flows(), server: cost, ..party.outcome() };
    party.close().await;
    for failure in case.end().await {
        (party.print)(format!("left behind: {failure}"));
    }
    party.hall.fleet.stop();
    done.map(|()| outcome)
}

/// Everybody there is.
struct Party<'a, P> {
    wish: &'a Wish,
    print: P,
    hall: Arc<Hall>,
    guests: Vec<Guest>,
    tasks: JoinSet<()>,
    began: Instant,
    last: (Instant, Totals),
    latency: Histogram,
    returned: u32,
    /// What the server had used before the first seat, and when all were in.
    used: [Option<Used>; 2],
}

struct Guest {
    record: Arc<Record>,
    orders: watch::Sender<Order>,
    role: Role,
    storms: bool,
    came: Instant,
}

impl<'a, P: FnMut(String)> Party<'a, P> {
    fn start(server: Server, wish: &'a Wish, print: P) -> Result<Self, HouseError> {
        let identity = Identity::generate().map_err(|error| HouseError::Peer(error.into()))?;
        let hall = Hall {
            server,
            fleet: Fleet::start(wish.threads, Timing::Sleep)?,
            identity: Arc::new(identity),
            seats: wish.seats,
            media: wish.media,
            faults: wish.faults,
        };
        let now = Instant::now();
        Ok(Self {
            wish,
            print,
            hall: Arc::new(hall),
            guests: Vec::new(),
            tasks: JoinSet::new(),
            began: now,
            last: (now, Totals::default()),
            latency: Histogram::default(),
            returned: 0,
            used: [None; 2],
        })
    }

    async fn play(&mut self, case: &Case) -> Result<(), HouseError> {
        (self.print)(outcome::HEAD.to_owned());
        self.used[0] = Used::ask(&self.hall.server, self.last.1.received_bytes).await;
        let all = || case.hearings.iter().flat_map(|hearing| &hearing.seats);
        let guests: Vec<&SeatPlan> = all().filter(|plan| plan.role == Role::Guest).collect();
        let (storming, within) = self.wish.storm.unwrap_or((0, Duration::ZERO));
        if storming > guests.len() {
            return Err(HouseError::Short(format!(
                "{storming} seats cannot storm in: {} besides those who open the hearings",
                guests.len()
            )));
        }
        let founders = all().filter(|plan| plan.role != Role::Guest);
        self.bring(founders, Duration::from_millis(20), false).await;
        self.until(OPENING, |guest| guest.role != Role::Presider || guest.record.in_session()).await?;
        // Room by room one each, so that a storm is everywhere.
        let rooms = case.hearings.len();
        let mut spread: Vec<&SeatPlan> = Vec::with_capacity(guests.len());
        let each = guests.len() / rooms.max(1);
        for turn in 0..each {
            spread.extend((0..rooms).filter_map(|room| guests.get(room * each + turn)));
        }
        let (before, storm) = spread.split_at(spread.len() - storming);
        let calm = Duration::from_secs_f64(1.0 / CALM);
        self.bring(before.iter().copied(), calm, storming == 0).await;
        self.bring(storm.iter().copied(), within / u32::try_from(storming.max(1)).unwrap_or(1), true).await;
        self.used[1] = Used::ask(&self.hall.server, self.last.1.received_bytes).await;
        let end = Instant::now() + self.wish.time;
        let mut churned = Instant::now();
        while Instant::now() < end {
            self.second().await;
            let due = self.wish.churn * churned.elapsed().as_secs_f64() / 60.0;
            for _ in 0..due as u32 {
                churned = Instant::now();
                self.send_away();
            }
        }
        Ok(())
    }

    /// Has seats come one by one, `apart` from each other.
    async fn bring<'b>(&mut self, plans: impl Iterator<Item = &'b SeatPlan>, apart: Duration, storms: bool) {
        let start = Instant::now();
        for (at, plan) in plans.enumerate() {
            let due = start + apart * u32::try_from(at).unwrap_or(u32::MAX);
            while Instant::now() < due {
                if self.last.0.elapsed() >= Duration::from_secs(1) {
                    self.tell();
                }
                let next = due.min(self.last.0 + Duration::from_secs(1));
                tokio::time::sleep_until(next.into()).await;
            }
            let (orders, heard) = watch::channel(Order::Sit);
            let record = Arc::new(Record::default());
            let task = sit(self.hall.clone(), plan.clone(), record.clone(), heard);
            self.tasks.spawn(task);
            self.guests.push(Guest { record, orders, role: plan.role, storms, came: Instant::now() });
        }
    }

    async fn until(&mut self, patience: Duration, there: impl Fn(&Guest) -> bool) -> Result<(), HouseError> {
        let start = Instant::now();
        while !self.guests.iter().all(&there) {
            let failure = self.guests.iter().find_map(|guest| guest.record.failure());
            if failure.is_some() || start.elapsed() > patience {
                let why = failure.unwrap_or_else(|| "the hearings do not begin".to_owned());
                return Err(HouseError::Short(why));
            }
            self.second().await;
        }
        Ok(())
    }

    async fn second(&mut self) {
        tokio::time::sleep_until((self.last.0 + Duration::from_secs(1)).into()).await;
        self.tell();
    }

    /// A line on the second that passed.
    fn tell(&mut self) {
        let report = self.hall.fleet.report();
        let (before, now) = (self.last, Instant::now());
        let moved = report.totals - before.1;
        self.latency.add(&report.latency);
        self.last = (now, report.totals);
        let line = self.line(now, &report, &moved, now.saturating_duration_since(before.0));
        (self.print)(line);
    }

    fn line(&self, now: Instant, report: &Report, moved: &Totals, took: Duration) -> String {
        outcome::line(now.saturating_duration_since(self.began), &self.joins(), report, moved, took)
    }

    fn joins(&self) -> Joins {
        let mut joins = Joins { seats: self.guests.len(), ..Joins::default() };
        // Who opens a hearing has nobody to see at first; unless nobody else comes, guests are counted.
        let guests_only = self.guests.iter().any(|guest| guest.storms);
        let pictures = self.wish.media.cameras > 0;
        for guest in &self.guests {
            joins.connected += usize::from(guest.record.connected());
            let time = guest.record.joined_in(pictures);
            if let Some(time) = time.filter(|_| guest.storms || !guests_only) {
                joins.times.record(time);
            }
            if let Some(why) = guest.record.failure() {
                joins.failures.push(why);
            } else if time.is_none() && guest.came.elapsed() > PATIENCE && !self.sees_nobody(guest) {
                joins.failures.push("sees nothing".to_owned());
            }
        }
        joins
    }

    /// The one camera of a room is the presider's, who then sees none.
    fn sees_nobody(&self, guest: &Guest) -> bool {
        self.wish.media.cameras == 1 && guest.role == Role::Presider
    }

    /// The next guest goes and comes back.
    fn send_away(&mut self) {
        let guests: Vec<&Guest> = self.guests.iter().filter(|guest| guest.role == Role::Guest).collect();
        let Some(guest) = guests.get(self.returned as usize * 7 % guests.len().max(1)) else { return };
        self.returned += 1;
        guest.orders.send_replace(Order::Return(self.returned));
    }

    /// Everybody hears the presider close the hearing, and goes.
    async fn close(&mut self) {
        self.order(Order::Close);
        let gone = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(CLOSING, gone).await.is_err() {
            self.order(Order::Go);
        }
    }

    fn order(&self, order: Order) {
        for guest in &self.guests {
            guest.orders.send_replace(order);
        }
    }

    fn flows(&self) -> Flows {
        let mut flows = Flows::default();
        self.hall.fleet.fares().values().for_each(|fare| flows.add(self.wish.seats, fare));
        flows
    }

    async fn cost(&self) -> Option<Cost> {
        let [before, all] = self.used;
        Cost::of(
            [before?, all?, Used::ask(&self.hall.server, self.last.1.received_bytes).await?],
            self.guests.len(),
        )
    }

    fn outcome(&self) -> Outcome {
        Outcome::new(&self.joins(), &self.last.1, &self.latency, &self.wish.limits)
    }
}
