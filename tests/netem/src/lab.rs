//! A client's namespace with two ways out, Wi-Fi and 4G, each a TUN device; a third TUN device is this host's side
//! of both.

use netem::{Conditions, Counts, Ipv4, Line, Link};
use serde::{Deserialize, Serialize};
use std::io;
use std::net::Ipv4Addr;
use std::process::Command;
use std::time::Duration;
use tokio::time::Instant;
use tokio_tun::Tun;

/// A way out of the client's namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    Wifi,
    #[serde(rename = "4g")]
    Cell,
}

/// Where tests find what.
#[derive(Debug, Serialize)]
pub struct Place {
    namespace: String,
    /// This host's address as the client knows it.
    host: Ipv4Addr,
    wifi: Ipv4Addr,
    #[serde(rename = "4g")]
    cell: Ipv4Addr,
}

struct Path {
    tun: Tun,
    /// The device's name inside the namespace: Chromium tells kinds of networks by it.
    device: &'static str,
    address: Ipv4Addr,
    up: Line,
    down: Line,
}

pub struct Lab {
    place: Place,
    host: Tun,
    paths: [Path; 2],
    started: Instant,
    buffers: [[u8; 2048]; 3],
}

/// What came in.
enum Came {
    Up(usize, usize),
    Down(usize),
    Due,
}

impl Lab {
    /// Builds it all. `tag` tells labs of one machine apart, and is the seed.
    pub fn build(tag: u32) -> io::Result<Self> {
        let tag = tag % 10_000;
        let subnet = |last| Ipv4Addr::new(10, 232, (tag % 250) as u8, last);
        let place =
            Place { namespace: format!("lj-n{tag}"), host: subnet(1), wifi: subnet(10), cell: subnet(20) };
        ip(&["netns", "add", &place.namespace])?;
        let seed = u64::from(tag);
        let path = |device, address, seed| -> io::Result<Path> {
            let tun = self::tun(&format!("lj-{device}{tag}"))?;
            // By another name, without an address, and down.
            ip(&["link", "set", tun.name(), "netns", &place.namespace, "name", device])?;
            let line = |seed| Line::new(Link::new(Conditions::default(), seed));
            Ok(Path { tun, device, address, up: line(seed), down: line(seed + 1) })
        };
        // A lab that is only half built takes its namespace down too.
        let parts = (|| {
            let paths = [path("wlan0", place.wifi, seed * 4)?, path("rmnet0", place.cell, seed * 4 + 2)?];
            let host = self::tun(&format!("lj-h{tag}"))?;
            ip(&["address", "add", &format!("{}/24", place.host), "dev", host.name()])?;
            ip(&["link", "set", host.name(), "up"])?;
            ip(&["-n", &place.namespace, "link", "set", "lo", "up"])?;
            Ok((host, paths))
        })();
        let (host, paths) = parts.inspect_err(|_: &io::Error| remove(&place.namespace))?;
        let lab = Self { place, host, paths, started: Instant::now(), buffers: [[0; 2048]; 3] };
        lab.open(Way::Wifi)?;
        Ok(lab)
    }

    pub const fn place(&self) -> &Place {
        &self.place
    }

    pub fn set(&mut self, up: Option<Conditions>, down: Option<Conditions>) {
        for path in &mut self.paths {
            up.iter().for_each(|up| path.up.link.set(up.clone()));
            down.iter().for_each(|down| path.down.link.set(down.clone()));
        }
    }

    pub fn black_out(&mut self, time: Duration) {
        let until = self.started.elapsed() + time;
        for path in &mut self.paths {
            path.up.link.black_out(until);
            path.down.link.black_out(until);
        }
    }

    /// Takes the other way down, with its address and what is under way on it, and opens this one.
    pub fn switch(&mut self, to: Way) -> io::Result<()> {
        for (number, path) in self.paths.iter_mut().enumerate() {
            if number != to as usize {
                let namespace = &*self.place.namespace;
                ip(&["-n", namespace, "address", "flush", "dev", path.device])?;
                ip(&["-n", namespace, "link", "set", path.device, "down"])?;
                path.up.cut();
                path.down.cut();
            }
        }
        self.open(to)
    }

    fn open(&self, way: Way) -> io::Result<()> {
        let namespace = &*self.place.namespace;
        let Path { device, address, .. } = self.paths[way as usize];
        ip(&["-n", namespace, "address", "replace", &format!("{address}/32"), "dev", device])?;
        ip(&["-n", namespace, "link", "set", device, "up"])?;
        ip(&["-n", namespace, "route", "replace", "default", "dev", device])
    }

    /// What became of the packets of (up, down), all ways together.
    pub fn counts(&self) -> serde_json::Value {
        let [wifi, cell] = &self.paths;
        let both = |wifi: Counts, cell: Counts| serde_json::json!({ "wifi": wifi, "4g": cell });
        serde_json::json!({
            "up": both(wifi.up.link.counts(), cell.up.link.counts()),
            "down": both(wifi.down.link.counts(), cell.down.link.counts()),
        })
    }

    /// Waits for the next packet to come or to be due, and does what follows.
    pub async fn turn(&mut self) {
        let due = self.paths.iter().flat_map(|path| [path.up.next(), path.down.next()]).flatten().min();
        let alarm = async {
            match due {
                Some(due) => tokio::time::sleep_until(self.started + due).await,
                None => std::future::pending().await,
            }
        };
        let [wifi, cell] = &self.paths;
        let [of_wifi, of_cell, of_host] = &mut self.buffers;
        // A device that is down gives errors; a packet that was cut short is as good as lost.
        let came = tokio::select! {
            read = wifi.tun.recv(of_wifi) => Came::Up(0, read.unwrap_or(0)),
            read = cell.tun.recv(of_cell) => Came::Up(1, read.unwrap_or(0)),
            read = self.host.recv(of_host) => Came::Down(read.unwrap_or(0)),
            () = alarm => Came::Due,
        };
        self.take(came);
        self.deliver();
    }

    fn take(&mut self, came: Came) {
        let now = self.started.elapsed();
        match came {
            Came::Due => {}
            Came::Up(number, length) => {
                let packet = &self.buffers[number][..length];
                let path = &mut self.paths[number];
                // A network carries nothing that comes from an address of another.
                if let Some(head) = Ipv4::parse(packet).filter(|head| head.from == path.address) {
                    path.up.send(now, head.traffic, packet);
                }
            }
            Came::Down(length) => {
                let packet = &self.buffers[2][..length];
                let Some(Ipv4 { to, traffic, .. }) = Ipv4::parse(packet) else { return };
                if let Some(path) = self.paths.iter_mut().find(|path| path.address == to) {
                    path.down.send(now, traffic, packet);
                }
            }
        }
    }

    /// What a device does not take now is lost, as on any line.
    fn deliver(&mut self) {
        let now = self.started.elapsed();
        for path in &mut self.paths {
            while let Some(packet) = path.up.arrived(now) {
                let _ = self.host.try_send(&packet);
            }
            while let Some(packet) = path.down.arrived(now) {
                let _ = path.tun.try_send(&packet);
            }
        }
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        remove(&self.place.namespace);
    }
}

fn remove(namespace: &str) {
    // Nobody is left to hear of a failure; the devices go with this process anyway.
    let _ = ip(&["netns", "delete", namespace]);
}

fn tun(name: &str) -> io::Result<Tun> {
    let built = Tun::builder().name(name).mtu(1500).build();
    let devices = built.map_err(|error| io::Error::other(format!("no TUN device: {error}")))?;
    devices.into_iter().next().ok_or_else(|| io::Error::other("no TUN device"))
}

fn ip(words: &[&str]) -> io::Result<()> {
    let done = Command::new("ip").args(words).output()?;
    if done.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&done.stderr);
    Err(io::Error::other(format!("ip {}: {} (root and iproute2 are needed)", words.join(" "), said.trim())))
}
