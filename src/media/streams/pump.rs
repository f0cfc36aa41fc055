//! One connection's two directions.

use bytes::BytesMut;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::framing::{Framing, LONGEST};
use super::lanes::Waiting;
use super::{Arrival, framing_of};
use crate::media::peer::ice::Path;
use crate::media::worker::inbox::{Command, Wire};

/// Datagrams of one connection that the worker has not looked at yet.
const AHEAD: usize = 64;
/// A client that does not read for so long is not coming back.
const STALLS_WITHIN: Duration = Duration::from_secs(30);
/// A TURN client refreshes its allocation within its 600 seconds, an ICE agent asks for consent every few.
const TURN_IDLE: Duration = Duration::from_secs(660);
const ICE_IDLE: Duration = Duration::from_secs(60);
/// Memory read into. Datagrams are handed on where they lie; when the worker has done with them it is used again.
const READ: usize = 16 * 1024;

/// Carries datagrams both ways until one way ends.
pub async fn run<S>(stream: S, read: BytesMut, path: Path, waiting: Waiting, wire: &Wire) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Send,
{
    let (reader, writer) = tokio::io::split(stream);
    tokio::select! {
        ended = inwards(reader, read, path, wire) => ended,
        ended = outwards(writer, waiting, framing_of(path.via)) => ended,
    }
}

async fn inwards(
    mut reader: impl AsyncRead + Unpin,
    read: BytesMut,
    path: Path,
    wire: &Wire,
) -> io::Result<()> {
    let mut buffer = BytesMut::with_capacity(READ);
    buffer.extend_from_slice(&read);
    let framing = framing_of(path.via);
    let idle = if framing == Framing::Turn { TURN_IDLE } else { ICE_IDLE };
    let ahead = Arc::new(Semaphore::new(AHEAD));
    loop {
        while let Some(datagram) = framing.next(&mut buffer).map_err(|_| io::ErrorKind::InvalidData)? {
            let permit = ahead.clone().acquire_owned().await.map_err(io::Error::other)?;
            if !wire.send(Command::Stream(Arrival::Datagram { path, datagram, permit })) {
                return Ok(());
            }
        }
        buffer.reserve(LONGEST);
        if timeout(idle, reader.read_buf(&mut buffer)).await?? == 0 {
            return Ok(());
        }
    }
}

async fn outwards(
    mut writer: impl AsyncWrite + Unpin,
    mut waiting: Waiting,
    framing: Framing,
) -> io::Result<()> {
    let mut gathered = BytesMut::new();
    while let Some(first) = waiting.next().await {
        let now = Instant::now();
        let mut next = Some(first);
        while let Some(queued) = next {
            if !queued.is_stale(now) || is_answer(framing, &queued.framed) {
                gathered.extend_from_slice(&queued.framed);
            }
            waiting.give_back(queued.framed);
            next = waiting.beside(gathered.len());
        }
        if gathered.is_empty() {
            continue;
        }
        let written = async {
            writer.write_all(&gathered).await?;
            writer.flush().await
        };
        timeout(STALLS_WITHIN, written).await??;
        gathered.clear();
    }
    Ok(())
}

/// Whether it answers a request of STUN or TURN. By a connection those are made once (RFC 8489 §6.2.2): without the answer an
/// allocation is given up.
fn is_answer(framing: Framing, framed: &[u8]) -> bool {
    match framing {
        Framing::Turn => matches!(framed, [1, ..]),
        Framing::Rfc4571 => matches!(framed, [_, _, 1, ..]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::streams::lanes;

    /// Each waited so long, and is a picture or not; what is written of them.
    async fn written(waited: &[(Duration, bool, &str)]) -> String {
        let (mut lanes, waiting) = lanes();
        let (here, mut there) = tokio::io::duplex(64);
        let now = Instant::now();
        for (waited, picture, word) in waited {
            let since = now.checked_sub(*waited).expect("the machine is up for seconds");
            lanes.queue(since, Framing::Turn, word.as_bytes(), *picture);
        }
        drop(lanes);
        let mut read = String::new();
        let (ended, _) =
            tokio::join!(outwards(here, waiting, Framing::Turn), there.read_to_string(&mut read));
        ended.expect("it is read");
        read
    }

    #[tokio::test]
    async fn what_waited_behind_a_line_that_stood_still_is_let_go_of() {
        let [old, late, now] = [3000, 800, 0].map(Duration::from_millis);
        let words = [
            (old, true, "an old picture, "),
            (late, true, "a late picture, "),
            (now, true, "a picture"),
            (old, false, "an old word, "),
            (late, false, "a late word, "),
            (now, false, "a word, "),
        ];
        assert_eq!(written(&words).await, "a late word, a word, a picture");
    }

    #[test]
    fn what_was_asked_once_is_answered_however_late() {
        let cases: [(Framing, &[u8], bool); 6] = [
            (Framing::Turn, &[1, 3, 0, 8], true),          // Allocate, success
            (Framing::Turn, &[1, 0x18, 0, 8], true),       // CreatePermission, error
            (Framing::Turn, &[0, 0x17, 0, 8], false),      // Data indication
            (Framing::Turn, &[0x40, 1, 0, 8], false),      // ChannelData
            (Framing::Rfc4571, &[0, 92, 1, 1], true),      // Binding, success
            (Framing::Rfc4571, &[1, 4, 0x80, 111], false), // RTP, 260 bytes
        ];
        for (framing, framed, expected) in cases {
            assert_eq!(is_answer(framing, framed), expected, "{framed:?}");
        }
    }
}
