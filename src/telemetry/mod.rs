//! Logs and metrics, and the wrapper that keeps what is private out of both.

use crate::config::{LogConfig, LogFormat};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use std::{fmt, io::IsTerminal, time::Duration};
use tracing_subscriber::{EnvFilter, fmt as format, layer::SubscriberExt, util::SubscriberInitExt};

/// Shows as `[redacted]` in logs and errors. `.0` is the only way in, and easy to grep for.
#[derive(Clone, PartialEq, Eq)]
pub struct Private<T>(pub T);

impl<T> fmt::Debug for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl<T> fmt::Display for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    #[error("[log] filter `{0}` is not understood")]
    BadFilter(String),
    #[error("logging was started twice")]
    Twice,
}

/// Starts logging to standard error.
///
/// # Errors
/// The filter cannot be parsed, or a logger runs already.
pub fn start_logging(config: &LogConfig) -> Result<(), TelemetryError> {
    let filter =
        EnvFilter::try_new(&config.filter).map_err(|_| TelemetryError::BadFilter(config.filter.clone()))?;
    let registry = tracing_subscriber::registry().with(filter);
    let started = match config.format {
        LogFormat::Text => {
            let colours = std::io::stderr().is_terminal();
            registry.with(format::layer().with_ansi(colours).with_writer(std::io::stderr)).try_init()
        }
        LogFormat::Json => registry.with(format::layer().json().with_writer(std::io::stderr)).try_init(),
    };
    started.map_err(|_| TelemetryError::Twice)
}

/// Counters without labels. They are shown from the start, as 0: whoever watches for growth does not see a counter's
/// first step if that is when it appears.
const COUNTERS: [&str; 13] = [
    "access_log_lines_lost_total",
    "connections_refused_total",
    "damaged_records_passed_over_total",
    "outbox_rows_unreadable_total",
    "sign_ins_failed_total",
    "lianjie_line_freezes_total",
    "lianjie_media_rooms_moved_total",
    "lianjie_media_nacked_packets_total",
    "lianjie_media_retransmitted_packets_total",
    "lianjie_media_key_frame_requests_total",
    "lianjie_media_unsent_datagrams_total",
    "lianjie_recording_fragments_total",
    "lianjie_recording_failures_total",
];

/// Gauges that are moved up and down, likewise.
const GAUGES: [&str; 4] = [
    "lianjie_clock_held",
    "lianjie_media_peers",
    "lianjie_media_turn_allocations",
    "lianjie_recordings_failing",
];

/// Installs the metrics recorder of this process; `/metrics` renders the handle. What is to be counted must be made
/// after this.
///
/// # Errors
/// A recorder was installed before.
pub fn start_metrics() -> Result<PrometheusHandle, TelemetryError> {
    let handle =
        builder().and_then(PrometheusBuilder::install_recorder).map_err(|_| TelemetryError::Twice)?;
    COUNTERS.into_iter().for_each(|name| metrics::counter!(name).increment(0));
    GAUGES.into_iter().for_each(|name| metrics::gauge!(name).increment(0));
    for waits_for in ["database", "disk"] {
        metrics::gauge!("lianjie_recordings_waiting", "for" => waits_for).increment(0);
    }
    Ok(handle)
}

/// Where histograms count, by the end of their name: what people notice lies between the bounds.
const BUCKETS: [(&str, &[f64]); 4] = [
    ("round_trip_seconds", &[0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.5]),
    ("_ratio", &[0.0, 0.01, 0.03, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5]),
    ("away_seconds", &[1.0, 3.0, 10.0, 30.0, 60.0, 300.0, 1800.0]),
    ("request_seconds", &[0.005, 0.02, 0.05, 0.1, 0.3, 1.0, 3.0, 10.0]),
];

fn builder() -> Result<PrometheusBuilder, BuildError> {
    BUCKETS.into_iter().try_fold(PrometheusBuilder::new(), |builder, (name, bounds)| {
        builder.set_buckets_for_metric(Matcher::Suffix(name.to_owned()), bounds)
    })
}

/// Between two times that what histograms gathered is put into their buckets; else it would pile up where
/// nobody reads `/metrics`.
const TIDY_EVERY: Duration = Duration::from_secs(5);

/// Keeps the metrics tidy for as long as it is polled.
pub async fn tidy_metrics(handle: PrometheusHandle) {
    loop {
        tokio::time::sleep(TIDY_EVERY).await;
        handle.run_upkeep();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_private_cannot_be_printed() {
        let phone = Private("13800000000");
        assert_eq!(format!("{phone} {phone:?}"), "[redacted] [redacted]");
    }
}
