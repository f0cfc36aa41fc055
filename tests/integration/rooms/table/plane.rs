//! A media plane that only writes down what it is told.

use lianjie::media::plane::{
    MediaError, MediaEvent, MediaPlane, MediaRoom, Offer, PeerStatistics, Recorder, RoutePlan, Source,
};
use std::sync::Mutex;
use tokio::sync::mpsc;

/// Accepts every offer and remembers the last plan; measures and tells what the test says.
#[derive(Debug, Default)]
pub struct NotedPlane {
    pub(super) plan: Mutex<RoutePlan>,
    events: Mutex<Option<mpsc::Sender<MediaEvent>>>,
    pub measures: Mutex<Vec<PeerStatistics>>,
    /// How recording goes; none, and there is no recorder.
    pub recorder: Mutex<Option<Recorder>>,
    /// Whose pictures cannot be recorded.
    pub unkept: Mutex<Vec<Source>>,
    /// What it was asked to record, and with a mark where it was told to route anew.
    pub asked: Mutex<Vec<Asked>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    Record(Option<Vec<Source>>),
    Revive,
    Route,
}

#[async_trait::async_trait]
impl MediaPlane for NotedPlane {
    fn open(&self, _: MediaRoom, events: mpsc::Sender<MediaEvent>) {
        *self.events.lock().unwrap() = Some(events);
    }

    async fn negotiate(&self, offer: Offer) -> Result<String, MediaError> {
        match &*offer.sdp {
            "" => Err(MediaError::BadOffer("empty".into())),
            "to nobody" => Err(MediaError::Down),
            _ => Ok("answer".into()),
        }
    }

    fn route(&self, _: MediaRoom, plan: RoutePlan) {
        *self.plan.lock().unwrap() = plan;
        self.asked.lock().unwrap().push(Asked::Route);
    }

    fn record(&self, _: MediaRoom, sources: Option<Vec<Source>>) {
        self.asked.lock().unwrap().push(Asked::Record(sources));
    }

    fn revive_recorder(&self) {
        self.asked.lock().unwrap().push(Asked::Revive);
    }

    fn recorder(&self, _: MediaRoom) -> Option<Recorder> {
        *self.recorder.lock().unwrap()
    }

    fn unkept(&self, _: MediaRoom) -> Vec<Source> {
        self.unkept.lock().unwrap().clone()
    }

    fn show(&self, _: MediaRoom, _: signaling::wire::SeatId, _: Vec<signaling::wire::Tile>) {}

    async fn statistics(&self, _: MediaRoom) -> Vec<PeerStatistics> {
        self.measures.lock().unwrap().clone()
    }

    fn close(&self, _: MediaRoom, _: Option<signaling::wire::SeatId>) {}
}

impl NotedPlane {
    pub async fn tell(&self, event: MediaEvent) {
        let events = self.events.lock().unwrap().clone();
        events.expect("a room is open").send(event).await.unwrap();
    }
}
