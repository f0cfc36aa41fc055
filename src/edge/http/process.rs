//! Metrics of the process (CPU, memory, files) under Prometheus' names.

use std::fs;

/// Ticks of `/proc` in a second: USER_HZ, which Linux has fixed for programs whatever its own clock does.
const TICKS: f64 = 100.0;

/// Puts down processor time and memory as they are now; where `/proc` says nothing, nothing.
pub fn measure() {
    if let Some(seconds) = fs::read_to_string("/proc/self/stat").ok().as_deref().and_then(cpu_seconds) {
        metrics::gauge!("process_cpu_seconds_total").set(seconds);
    }
    if let Some(bytes) = fs::read_to_string("/proc/self/status").ok().as_deref().and_then(resident_bytes) {
        metrics::gauge!("process_resident_memory_bytes").set(bytes);
    }
}

/// User and system time: the 14th and 15th field (proc(5)). The second is a name and may hold anything.
fn cpu_seconds(stat: &str) -> Option<f64> {
    let mut fields = stat.rsplit_once(") ")?.1.split(' ').skip(11);
    let mut next = || fields.next()?.parse::<f64>().ok();
    Some((next()? + next()?) / TICKS)
}

fn resident_bytes(status: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: f64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kib * 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processor_time_and_memory_are_read_whatever_the_process_is_called() {
        let stat = "7 (a) b) S 1 7 7 0 -1 4194560 1 0 0 0 250 50 0 0 20 0 4 0 99 1 1";
        assert_eq!(cpu_seconds(stat), Some(3.0));
        assert_eq!(resident_bytes("Name:\tx\nVmRSS:\t    2048 kB\n"), Some(2_097_152.0));
        assert_eq!((cpu_seconds(""), resident_bytes("")), (None, None));
        assert!(cpu_seconds(&fs::read_to_string("/proc/self/stat").unwrap()).is_some());
        assert!(resident_bytes(&fs::read_to_string("/proc/self/status").unwrap()).unwrap() > 1e6);
    }
}
