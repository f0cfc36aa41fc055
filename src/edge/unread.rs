//! A connection whose other side must go on taking what is written to it. Whoever asks and never reads would hold their
//! place, and what is meant for them in memory, for ever.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Sleep, sleep},
};

/// Fails when nothing of what is written is taken for so long. Whatever is taken begins the time anew: a film that plays
/// slowly may last for hours.
#[derive(Debug)]
pub struct TakenWithin<S> {
    stream: S,
    within: Duration,
    writing: Wait,
    flushing: Wait,
}

/// Since the other side took something last.
#[derive(Debug, Default)]
struct Wait(Option<Pin<Box<Sleep>>>);

impl<S> TakenWithin<S> {
    pub fn new(stream: S, within: Duration) -> Self {
        Self { stream, within, writing: Wait::default(), flushing: Wait::default() }
    }
}

impl Wait {
    fn watch<T>(
        &mut self,
        cx: &mut Context<'_>,
        within: Duration,
        polled: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if polled.is_ready() {
            self.0 = None;
            return polled;
        }
        let waited = self.0.get_or_insert_with(|| Box::pin(sleep(within)));
        waited.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for TakenWithin<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_read(cx, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for TakenWithin<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let polled = Pin::new(&mut this.stream).poll_write(cx, bytes);
        if matches!(polled, Poll::Ready(Ok(written)) if written > 0) {
            this.flushing = Wait::default(); // beyond its buffer TLS takes no more until some of it was taken
        }
        this.writing.watch(cx, this.within, polled)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let polled = Pin::new(&mut this.stream).poll_flush(cx);
        this.flushing.watch(cx, this.within, polled)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let polled = Pin::new(&mut this.stream).poll_shutdown(cx);
        this.flushing.watch(cx, this.within, polled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::{io::AsyncWriteExt as _, time::timeout};

    /// As TLS under a long answer: it takes more, and has never sent all of it.
    struct NeverEmpty;

    impl AsyncWrite for NeverEmpty {
        fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
            Poll::Ready(Ok(bytes.len()))
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Pending
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Pending
        }
    }

    #[tokio::test]
    async fn a_download_that_goes_on_is_not_cut_and_one_that_stands_still_is() {
        let mut line = TakenWithin::new(NeverEmpty, Duration::from_secs(1));
        for _ in 0..5 {
            line.write_all(b"more").await.unwrap();
            let flushed = timeout(Duration::from_millis(300), line.flush()).await;
            assert!(flushed.is_err(), "it still waits: {flushed:?}");
        }
        assert_eq!(line.flush().await.unwrap_err().kind(), io::ErrorKind::TimedOut);
    }
}
