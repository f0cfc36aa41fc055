//! Serves the router on a listener. What `axum::serve` does, with a clock: that one waits for a request's head for ever,
//! and whoever opens connections and says nothing takes every socket there is (docs/threats.md F18).

use super::listener::{Listener, Stream};
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

/// Longest a connection waits for the head of its next request. Longer than proxies keep theirs to us unused.
pub const HEAD_WITHIN: Duration = Duration::from_secs(75);

/// Until `stopping`; then no request is begun any more, and those that are open end. A WebSocket is none by then.
pub async fn serve(
    mut listener: Listener,
    router: Router,
    head_within: Duration,
    stopping: CancellationToken,
) {
    let open = TaskTracker::new();
    loop {
        let (stream, peer) = tokio::select! {
            accepted = axum::serve::Listener::accept(&mut listener) => accepted,
            () = stopping.cancelled() => break,
        };
        open.spawn(connection(stream, peer, router.clone(), head_within, stopping.clone()));
    }
    drop(listener); // who calls now is refused
    open.close();
    open.wait().await;
}

async fn connection(
    stream: Stream,
    peer: SocketAddr,
    router: Router,
    head_within: Duration,
    stopping: CancellationToken,
) {
    let app = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        app.call(request)
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(head_within);
    let mut served = pin!(http.serve_connection(TokioIo::new(stream), service).with_upgrades());
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
        let listener = Listener::new(tcp, None, None, listener::limits(&[])).unwrap();
        let within = Duration::from_millis(300);
        (address, tokio::spawn(serve(listener, router, within, stopping.clone())))
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
