//! Serves the router on a listener. What `axum::serve` does, with clocks: that one waits for ever for a request's head and
//! for an answer to be read, and whoever opens connections and does neither takes every socket there is (docs/threats.md F18).

use super::{
    listener::{Listener, Stream},
    unread::TakenWithin,
};
use axum::{Router, extract::ConnectInfo};
use hyper::{
    Request,
    body::Incoming,
    server::conn::http1,
    service::{Service as _, service_fn},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use std::{net::SocketAddr, pin::pin, time::Duration};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// How long a connection waits for its other side.
#[derive(Debug, Clone, Copy)]
pub struct Waits {
    /// For the head of the next request.
    pub head: Duration,
    /// For something of an answer to be read.
    pub taken: Duration,
}

/// A head: longer than proxies keep their connections to us unused. An answer: a phone comes out of a tunnel.
pub const WAITS: Waits = Waits { head: Duration::from_secs(75), taken: Duration::from_secs(120) };

/// Until `stopping`; then no request is begun any more, and those that are open end. A WebSocket is none by then.
pub async fn serve(mut listener: Listener, router: Router, waits: Waits, stopping: CancellationToken) {
    let open = TaskTracker::new();
    loop {
        let (stream, peer) = tokio::select! {
            accepted = axum::serve::Listener::accept(&mut listener) => accepted,
            () = stopping.cancelled() => break,
        };
        open.spawn(connection(stream, peer, router.clone(), waits, stopping.clone()));
    }
    drop(listener); // who calls now is refused
    open.close();
    open.wait().await;
}

async fn connection(
    stream: Stream,
    peer: SocketAddr,
    router: Router,
    waits: Waits,
    stopping: CancellationToken,
) {
    let app = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        app.call(request)
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(waits.head);
    let stream = TokioIo::new(TakenWithin::new(stream, waits.taken));
    let mut served = pin!(http.serve_connection(stream, service).with_upgrades());
    let ended = tokio::select! {
        ended = served.as_mut() => ended,
        () = stopping.cancelled() => {
            served.as_mut().graceful_shutdown();
            served.await
        }
    };
    if let Err(error) = ended {
        tracing::trace!(%error, "A connection broke"); // its network, most often
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edge::listener;
    use axum::routing::get;
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::{TcpListener, TcpStream},
        sync::Notify,
        task::JoinHandle,
        time::timeout,
    };

    const PATIENCE: Duration = Duration::from_secs(10);

    async fn started(router: Router, stopping: &CancellationToken) -> (SocketAddr, JoinHandle<()>) {
        let tcp = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = tcp.local_addr().unwrap();
        let listener = Listener::new(tcp, None, None, listener::quota(&[])).unwrap();
        let waits = Waits { head: Duration::from_millis(300), taken: Duration::from_secs(5) };
        (address, tokio::spawn(serve(listener, router, waits, stopping.clone())))
    }

    /// What comes back until the server hangs up.
    async fn answer(mut line: TcpStream) -> String {
        let mut text = String::new();
        timeout(PATIENCE, line.read_to_string(&mut text)).await.expect("it hangs up").unwrap();
        text
    }

    #[tokio::test]
    async fn who_says_nothing_or_half_a_head_is_hung_up_on() {
        let router = Router::new()
            .route("/", get(|ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.to_string() }));
        let (address, _) = started(router, &CancellationToken::new()).await;
        let silent = TcpStream::connect(address).await.unwrap();
        let mut slow = TcpStream::connect(address).await.unwrap();
        slow.write_all(b"GET / HTTP/1.1\r\nhost: lianjie.example\r\n").await.unwrap();
        let mut whole = TcpStream::connect(address).await.unwrap();
        let own = whole.local_addr().unwrap().to_string();
        whole.write_all(b"GET / HTTP/1.1\r\nhost: lianjie.example\r\n\r\n").await.unwrap();
        assert!(!answer(silent).await.contains("200 OK"));
        assert!(!answer(slow).await.contains("200 OK"));
        let answer = answer(whole).await;
        assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with(&own), "{answer}");
    }

    /// More than all buffers on the way hold.
    const MUCH: usize = 64 * 1024 * 1024;

    /// How much of it comes for whoever waits so long before each of their reads.
    async fn taken(address: SocketAddr, pause: Duration) -> usize {
        let mut line = TcpStream::connect(address).await.unwrap();
        line.write_all(b"GET / HTTP/1.1\r\nhost: lianjie.example\r\nconnection: close\r\n\r\n")
            .await
            .unwrap();
        let (mut piece, mut all) = (vec![0; MUCH / 8], 0);
        loop {
            tokio::time::sleep(pause).await;
            let mut filled = 0;
            while filled < piece.len() {
                match line.read(&mut piece[filled..]).await {
                    Ok(0) | Err(_) => return all + filled,
                    Ok(read) => filled += read,
                }
            }
            all += filled;
        }
    }

    #[tokio::test]
    async fn who_reads_slowly_gets_all_and_who_does_not_read_is_hung_up_on() {
        let router = Router::new().route("/", get(|| async { vec![0_u8; MUCH] }));
        let (address, _) = started(router, &CancellationToken::new()).await;
        assert!(taken(address, Duration::from_millis(100)).await > MUCH);
        assert!(taken(address, Duration::from_secs(15)).await < MUCH);
    }

    #[tokio::test]
    async fn a_stop_lets_an_open_request_end() {
        static BEGUN: Notify = Notify::const_new();
        static MAY_END: Notify = Notify::const_new();
        let router = Router::new().route(
            "/",
            get(|| async {
                BEGUN.notify_one();
                MAY_END.notified().await;
                "done"
            }),
        );
        let stopping = CancellationToken::new();
        let (address, serving) = started(router, &stopping).await;
        let mut line = TcpStream::connect(address).await.unwrap();
        line.write_all(b"GET / HTTP/1.1\r\nhost: lianjie.example\r\n\r\n").await.unwrap();
        timeout(PATIENCE, BEGUN.notified()).await.expect("it is begun");
        stopping.cancel();
        MAY_END.notify_one();
        assert!(answer(line).await.ends_with("done"));
        timeout(PATIENCE, serving).await.expect("it ends").unwrap();
    }
}
