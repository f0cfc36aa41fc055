use super::Folder;
use crate::faults::process::Process;

/// However the first ends, the second comes after it; commands go on beside both.
#[tokio::test]
async fn a_second_server_waits_and_takes_over() {
    let folder = Folder::demo().await;
    let mut first = Process::of(folder.data()).await;
    let mut second = first.standby().await;
    let asked = second.client.get(format!("{}/healthz", second.origin())).send().await;
    assert!(asked.is_err(), "it listens to nobody while it waits");
    folder.run(&["verify"]).await.well();

    first.kill().await;
    second.ready().await;
    first = second.standby().await;
    assert!(second.stop().await.success(), "it was told to");
    first.ready().await;
}
