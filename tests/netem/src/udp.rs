//! A relay between one UDP client and one server on loopback, for tests in Rust.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::UdpSocket;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::time::Instant;

use crate::conditions::Conditions;
use crate::line::Line;
use crate::link::Link;
use crate::packet::Traffic;

/// Seen from the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Up,
    Down,
}

#[derive(Debug)]
enum Order {
    Set(Direction, Conditions),
    BlackOut(Duration),
    Move(UdpSocket),
}

/// Lives until dropped. The client is whoever sent to it last.
#[derive(Debug)]
pub struct UdpRelay {
    address: SocketAddr,
    orders: UnboundedSender<Order>,
}

impl UdpRelay {
    /// Listens on any port of `server`'s own address.
    ///
    /// # Errors
    /// No socket is to be had.
    pub async fn start(server: SocketAddr, seed: u64) -> io::Result<Self> {
        let front = UdpSocket::bind((server.ip(), 0)).await?;
        let address = front.local_addr()?;
        let back = connected((server.ip(), 0).into(), server).await?;
        let (orders, asked) = mpsc::unbounded_channel();
        let line = |seed| Line::new(Link::new(Conditions::default(), seed));
        let started = Instant::now();
        let (up, down) = (line(seed), line(seed ^ 1));
        tokio::spawn(Task { front, back, client: None, up, down, asked, started }.run());
        Ok(Self { address, orders })
    }

    /// Where the client sends.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Other conditions in one direction.
    pub fn set(&self, direction: Direction, conditions: Conditions) {
        self.ask(Order::Set(direction, conditions));
    }

    /// Nothing comes through for so long, both ways.
    pub fn black_out(&self, time: Duration) {
        self.ask(Order::BlackOut(time));
    }

    /// From now on the server sees the client at another address.
    ///
    /// # Errors
    /// No socket is to be had there.
    pub async fn move_to(&self, from: SocketAddr, server: SocketAddr) -> io::Result<SocketAddr> {
        let socket = connected(from, server).await?;
        let address = socket.local_addr()?;
        self.ask(Order::Move(socket));
        Ok(address)
    }

    fn ask(&self, order: Order) {
        // A relay that ended in an error lets its test fail by silence.
        let _ = self.orders.send(order);
    }
}

async fn connected(from: SocketAddr, to: SocketAddr) -> io::Result<UdpSocket> {
    let socket = UdpSocket::bind(from).await?;
    socket.connect(to).await?;
    Ok(socket)
}

struct Task {
    /// Towards the client.
    front: UdpSocket,
    /// Towards the server.
    back: UdpSocket,
    client: Option<SocketAddr>,
    up: Line,
    down: Line,
    asked: UnboundedReceiver<Order>,
    started: Instant,
}

impl Task {
    async fn run(mut self) {
        let (mut of_client, mut of_server) = ([0; 2048], [0; 2048]);
        loop {
            let due = [self.up.next(), self.down.next()].into_iter().flatten().min();
            let alarm = async {
                match due {
                    Some(due) => tokio::time::sleep_until(self.started + due).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                order = self.asked.recv() => match order {
                    Some(order) => self.obey(order),
                    None => return,
                },
                // An error is the other side's port that was closed (ICMP), once; it passes.
                came = self.front.recv_from(&mut of_client) => if let Ok((length, from)) = came {
                    self.client = Some(from);
                    self.up.send(self.started.elapsed(), Traffic::Udp, &of_client[..length]);
                },
                came = self.back.recv(&mut of_server) => if let Ok(length) = came {
                    self.down.send(self.started.elapsed(), Traffic::Udp, &of_server[..length]);
                },
                () = alarm => {}
            }
            self.deliver();
        }
    }

    fn obey(&mut self, order: Order) {
        match order {
            Order::Set(Direction::Up, conditions) => self.up.link.set(conditions),
            Order::Set(Direction::Down, conditions) => self.down.link.set(conditions),
            Order::BlackOut(time) => {
                let until = self.started.elapsed() + time;
                self.up.link.black_out(until);
                self.down.link.black_out(until);
            }
            Order::Move(socket) => self.back = socket,
        }
    }

    /// What a socket does not take now is lost, as on any line.
    fn deliver(&mut self) {
        let now = self.started.elapsed();
        while let Some(packet) = self.up.arrived(now) {
            let _ = self.back.try_send(&packet);
        }
        while let Some(packet) = self.down.arrived(now) {
            let _ = self.client.map(|client| self.front.try_send_to(&packet, client));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conditions::Pass;

    /// A client and a server that know each other by the relay.
    async fn pair() -> (UdpRelay, UdpSocket, UdpSocket) {
        let server = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let relay = UdpRelay::start(server.local_addr().unwrap(), 1).await.unwrap();
        let client = connected("127.0.0.1:0".parse().unwrap(), relay.address()).await.unwrap();
        (relay, client, server)
    }

    async fn receive(socket: &UdpSocket) -> (Vec<u8>, SocketAddr) {
        let mut buffer = [0; 100];
        let patience = Duration::from_secs(10);
        let (length, from) =
            tokio::time::timeout(patience, socket.recv_from(&mut buffer)).await.unwrap().unwrap();
        (buffer[..length].to_vec(), from)
    }

    #[tokio::test]
    async fn both_ways_and_from_another_address_after_a_move() {
        let (relay, client, server) = pair().await;
        client.send(b"ping").await.unwrap();
        let (ping, from) = receive(&server).await;
        assert_eq!(ping, b"ping");
        server.send_to(b"pong", from).await.unwrap();
        assert_eq!(receive(&client).await.0, b"pong");

        let server_at = server.local_addr().unwrap();
        let moved = relay.move_to("127.0.0.2:0".parse().unwrap(), server_at).await.unwrap();
        client.send(b"again").await.unwrap();
        assert_eq!(receive(&server).await, (b"again".to_vec(), moved));
    }

    #[tokio::test]
    async fn conditions_hold_in_their_direction() {
        let (relay, client, server) = pair().await;
        relay.set(Direction::Up, Conditions { delay_ms: 50, ..Conditions::default() });
        let sent = Instant::now();
        client.send(b"slow").await.unwrap();
        let (_, from) = receive(&server).await;
        assert!(sent.elapsed() >= Duration::from_millis(50));

        relay.set(Direction::Down, Conditions { pass: Pass::NoUdp, ..Conditions::default() });
        server.send_to(b"blocked", from).await.unwrap();
        client.send(b"marker").await.unwrap();
        receive(&server).await;
        relay.set(Direction::Down, Conditions::default());
        client.send(b"marker").await.unwrap();
        receive(&server).await;
        server.send_to(b"open", from).await.unwrap();
        assert_eq!(receive(&client).await.0, b"open");
    }

    #[tokio::test]
    async fn a_black_out_ends() {
        let (relay, client, server) = pair().await;
        relay.black_out(Duration::from_millis(100));
        let began = Instant::now();
        let mut arrived = Box::pin(receive(&server));
        loop {
            client.send(b"there?").await.unwrap();
            let pause = Duration::from_millis(5);
            if tokio::time::timeout(pause, &mut arrived).await.is_ok() {
                break;
            }
        }
        let dark = began.elapsed();
        assert!((95..1000).contains(&dark.as_millis()), "{dark:?}");
    }
}
