//! Many files going out as one ZIP of stored files, written while it is sent: nothing of it lies on our disk.

use axum::body::Bytes;
use futures_util::Stream;
use std::io::{self, ErrorKind, Read, Seek, Write};
use tokio::sync::mpsc::{self, Sender};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// Read and sent at a time, bytes.
const PIECE: usize = 256 * 1024;

/// A file of a ZIP; `source` is read when its turn comes.
pub struct Zipped<R> {
    pub name: String,
    pub bytes: u64,
    pub source: R,
}

/// A ZIP of `files`, in their order; each is opened when its turn comes. What cannot be read breaks the answer off: nobody
/// takes half of it for the whole.
pub fn zipped<R: Read + 'static>(
    files: impl Iterator<Item = io::Result<Zipped<R>>> + Send + 'static,
) -> impl Stream<Item = io::Result<Bytes>> {
    let (sender, receiver) = mpsc::channel(2);
    tokio::task::spawn_blocking(move || send(files, &sender));
    futures_util::stream::unfold(receiver, |mut receiver| async move {
        let piece = receiver.recv().await?;
        Some((piece, receiver))
    })
}

fn send<R: Read>(mut files: impl Iterator<Item = io::Result<Zipped<R>>>, to: &Sender<io::Result<Bytes>>) {
    let mut archive = ZipWriter::new_stream(Outgoing(to.clone()));
    let written = files.try_for_each(|file| add(&mut archive, file?, to));
    let fails = |error| drop(to.blocking_send(Err(error)));
    match written {
        Ok(()) => {
            if let Err(error) = archive.finish() {
                fails(error.into());
            }
        }
        // Told before the archive is dropped, which writes its end as if it were whole.
        Err(error) => fails(error),
    }
}

fn add<W: Write + Seek, R: Read>(
    archive: &mut ZipWriter<W>,
    mut file: Zipped<R>,
    to: &Sender<io::Result<Bytes>>,
) -> io::Result<()> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .large_file(file.bytes >= u64::from(u32::MAX))
        .unix_permissions(0o644);
    archive.start_file(file.name, options)?;
    let mut piece = vec![0; PIECE];
    loop {
        let read = file.source.read(&mut piece)?;
        if read == 0 {
            return Ok(());
        }
        if to.is_closed() {
            return Err(ErrorKind::BrokenPipe.into());
        }
        archive.write_all(&piece[..read])?;
    }
}

/// Takes everything, also when nobody listens any more: who reads the files looks at that.
struct Outgoing(Sender<io::Result<Bytes>>);

impl Write for Outgoing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        drop(self.0.blocking_send(Ok(Bytes::copy_from_slice(bytes))));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::StreamExt;
    use std::io::Cursor;

    async fn all(files: Vec<io::Result<Zipped<&'static [u8]>>>) -> io::Result<Vec<u8>> {
        let (mut pieces, mut bytes) = (Box::pin(zipped(files.into_iter())), Vec::new());
        while let Some(piece) = pieces.next().await {
            bytes.extend(piece?);
        }
        Ok(bytes)
    }

    fn file(name: &str, source: &'static [u8]) -> io::Result<Zipped<&'static [u8]>> {
        Ok(Zipped { name: name.to_owned(), bytes: source.len() as u64, source })
    }

    #[tokio::test]
    async fn what_was_zipped_is_read_again() {
        let long: &[u8] = Box::leak(vec![7; 3 * PIECE + 1].into_boxed_slice());
        let bytes = all(vec![file("a.webm", b"sound"), file("b.webm", long), file("c.webm", b"")]).await;
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes.unwrap())).unwrap();
        for (name, expected) in
            [("a.webm", b"sound".as_slice()), ("b.webm", long), ("c.webm", b"".as_slice())]
        {
            let mut found = Vec::new();
            archive.by_name(name).unwrap().read_to_end(&mut found).unwrap();
            assert_eq!(found, expected, "{name}");
        }
    }

    #[tokio::test]
    async fn what_cannot_be_read_breaks_it_off() {
        let gone = Err(ErrorKind::NotFound.into());
        let error = all(vec![file("a.webm", b"sound"), gone]).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
    }
}
