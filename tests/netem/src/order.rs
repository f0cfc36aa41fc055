//! What a test may ask for while the network is in use.

use netem::Conditions;
use serde::Deserialize;
use std::time::Duration;

use crate::lab::{Lab, Way};

/// One line; what is left out stays as it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    /// From the client to this host, on all its ways.
    up: Option<Conditions>,
    down: Option<Conditions>,
    /// Nothing comes through for so long.
    blackout_ms: Option<u64>,
    /// The client leaves the network it is in and has another.
    switch: Option<Way>,
}

/// Does what the line says; the answer is what became of all packets so far, or what is wrong with the line.
pub fn obey(lab: &mut Lab, line: &str) -> serde_json::Value {
    let done = serde_json::from_str::<Order>(line).map_err(|error| error.to_string()).and_then(|order| {
        lab.set(order.up, order.down);
        if let Some(time) = order.blackout_ms {
            lab.black_out(Duration::from_millis(time));
        }
        order.switch.map_or(Ok(()), |way| lab.switch(way).map_err(|error| error.to_string()))
    });
    match done {
        Ok(()) => serde_json::json!(lab.counts()),
        Err(error) => serde_json::json!({ "error": error }),
    }
}
