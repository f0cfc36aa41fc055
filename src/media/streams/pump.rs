//! One connection's two directions.

use bytes::{Buf as _, BytesMut};
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;

use super::framing::Framing;
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
/// Bytes written at once.
const GATHERED: usize = 32 * 1024;

/// Carries datagrams both ways until one way ends.
pub async fn run<S>(
    stream: S,
    read: BytesMut,
    path: Path,
    queue: mpsc::Receiver<BytesMut>,
    wire: &Wire,
) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Send,
{
    let (reader, writer) = tokio::io::split(stream);
    tokio::select! {
        ended = inwards(reader, read, path, wire) => ended,
        ended = outwards(writer, queue) => ended,
    }
}

async fn inwards(
    mut reader: impl AsyncRead + Unpin,
    mut buffer: BytesMut,
    path: Path,
    wire: &Wire,
) -> io::Result<()> {
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
        if timeout(idle, reader.read_buf(&mut buffer)).await?? == 0 {
            return Ok(());
        }
    }
}

async fn outwards(
    mut writer: impl AsyncWrite + Unpin,
    mut queue: mpsc::Receiver<BytesMut>,
) -> io::Result<()> {
    let mut gathered = BytesMut::new();
    while let Some(first) = queue.recv().await {
        gathered.extend_from_slice(&first);
        while gathered.len() < GATHERED
            && let Ok(next) = queue.try_recv()
        {
            gathered.extend_from_slice(&next);
        }
        let written = async {
            writer.write_all(&gathered).await?;
            writer.flush().await
        };
        timeout(STALLS_WITHIN, written).await??;
        gathered.advance(gathered.len());
    }
    Ok(())
}
