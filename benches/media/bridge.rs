//! A line that lets through nothing but TCP: what a seat sends by UDP goes on in the frames of RFC 4571, and what comes in
//! frames goes back by UDP. A thread each way.

use std::io::{self, BufReader, ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::sync::mpsc;
use std::time::Duration;

/// Larger than any datagram.
const ROOM: usize = 2048;
/// A seat that says nothing for so long is gone.
const IDLE: Duration = Duration::from_secs(30);

/// Where a seat finds the relay from now on.
pub fn open(relay: SocketAddr) -> io::Result<SocketAddr> {
    let near = UdpSocket::bind((relay.ip(), 0))?;
    near.set_read_timeout(Some(IDLE))?;
    let far = TcpStream::connect(relay)?;
    far.set_nodelay(true)?;
    let address = near.local_addr()?;
    let (near_back, far_back) = (near.try_clone()?, far.try_clone()?);
    let (seat, told) = mpsc::channel();
    // Each ends with its connection or its seat, which the load notices by itself.
    std::thread::spawn(move || onwards(&near, far, &seat));
    std::thread::spawn(move || back(far_back, &near_back, &told));
    Ok(address)
}

fn onwards(near: &UdpSocket, mut far: TcpStream, seat: &mpsc::Sender<SocketAddr>) -> io::Result<()> {
    let mut frame = [0; 2 + ROOM];
    let mut known = None;
    loop {
        let (length, from) = near.recv_from(&mut frame[2..])?;
        if known.replace(from) != Some(from) && seat.send(from).is_err() {
            return Ok(());
        }
        frame[..2].copy_from_slice(&(length as u16).to_be_bytes());
        far.write_all(&frame[..2 + length])?;
    }
}

fn back(far: TcpStream, near: &UdpSocket, told: &mpsc::Receiver<SocketAddr>) -> io::Result<()> {
    let Ok(seat) = told.recv() else { return Ok(()) };
    let (mut far, mut room) = (BufReader::with_capacity(64 * 1024, far), [0; ROOM]);
    loop {
        let mut length = [0; 2];
        far.read_exact(&mut length)?;
        let length = usize::from(u16::from_be_bytes(length));
        let datagram = room.get_mut(..length).ok_or(ErrorKind::InvalidData)?;
        far.read_exact(datagram)?;
        near.send_to(datagram, seat)?;
    }
}
