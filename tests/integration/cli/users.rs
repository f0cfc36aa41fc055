use super::{Folder, PASSWORD};
use lianjie::domain::{
    Timestamp,
    petition::QueryCode,
    second_factor::{SecondFactor, Secret},
};
use std::time::Duration;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    time::timeout,
};

/// The writer of the file is the server's while somebody sits at the prompt.
#[tokio::test]
async fn nobody_waits_for_a_password_to_be_typed() {
    let folder = Folder::begun().await;
    folder.account("chen", "clerk").await.well();
    let store = folder.store().await;
    for arguments in [
        &["user", "passwd", "chen"][..],
        &["user", "add", "wang", "--name", "王某", "--agency", "兰州市信访局", "--role", "presider"],
    ] {
        let mut child = folder.begin(arguments);
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
        let prompt = said.next_line().await.unwrap().unwrap();
        assert!(prompt.starts_with("Password"), "{prompt}");

        let mut tx = store.begin().await.unwrap();
        let mut chen = tx.staff_by_username("chen").await.unwrap().unwrap();
        chen.name.push('某');
        tx.put_staff(&chen).await.unwrap();
        timeout(Duration::from_secs(3), tx.commit()).await.expect("nobody holds the file").unwrap();

        child.stdin.take().unwrap().write_all(format!("{PASSWORD}\n").as_bytes()).await.unwrap();
        assert!(child.wait().await.unwrap().success());
        assert!(said.next_line().await.unwrap().is_some());
    }
    let names = store.read().await.unwrap().staff_by_username("chen").await.unwrap().unwrap().name;
    assert_eq!(names, "陈某某某", "and what was written meanwhile stays");
}

/// Three hands are three people: whoever installs makes their accounts and knows none of their passwords.
#[tokio::test]
async fn without_a_password_the_person_sets_one_by_a_code() {
    let folder = Folder::begun().await;
    let add = ["user", "add", "chen", "--name", "陈某", "--agency", "兰州市信访局", "--role", "auditor"];
    for arguments in [&add[..], &["user", "passwd", "chen"]] {
        let said = folder.typing(arguments, "\n").await.well();
        let (_, code) =
            said.split_once("One-time code, good for a day: ").unwrap_or_else(|| panic!("{said}"));
        let code = code.lines().next().unwrap();
        let mut records = folder.store().await.read().await.unwrap();
        let chen = records.staff_by_username("chen").await.unwrap().unwrap().id;
        let kept = records.reset_code(chen).await.unwrap().unwrap();
        assert_eq!(kept.code_hash, QueryCode::hash_of(code));
    }
    let said = folder.typing(&["user", "passwd", "chen"], &format!("{PASSWORD}\n")).await.well();
    assert!(!said.contains("One-time code"), "{said}");
    let mut records = folder.store().await.read().await.unwrap();
    let chen = records.staff_by_username("chen").await.unwrap().unwrap().id;
    assert_eq!(records.reset_code(chen).await.unwrap(), None, "a code before opens nothing any more");
}

#[tokio::test]
async fn what_cannot_be_an_account_is_refused_before_a_password_is_asked_for() {
    let folder = Folder::begun().await;
    folder.account("chen", "clerk").await.well();
    let add = |username: &'static str, name: &'static str, agency: &'static str| {
        ["user", "add", username, "--name", name, "--agency", agency, "--role", "clerk"]
    };
    for (arguments, why) in [
        (add("Chen", "陈某", "兰州市信访局"), "a user `chen` already"),
        (add("陈", "陈某", "兰州市信访局"), "3 to 32 letters"),
        (add("wang", " ", "兰州市信访局"), "1 to 50 characters"),
        (add("wang", "王某", "兰州市住建局"), "there are: 兰州市信访局"),
    ] {
        let said = folder.run(&arguments).await;
        assert_eq!(said.out, "", "{why}");
        said.refused(why);
    }
    folder.run(&["user", "passwd", "wang"]).await.refused("no user `wang`");
}

#[tokio::test]
async fn the_auditor_sees_what_was_done_to_accounts_here() {
    let folder = Folder::begun().await;
    folder.account("chen", "clerk").await.well();
    folder.run(&["user", "remove-factor", "chen"]).await.refused("no second factor");
    let store = folder.store().await;
    let mut tx = store.begin().await.unwrap();
    let chen = tx.staff_by_username("chen").await.unwrap().unwrap().id;
    let factor = SecondFactor { secret: Secret::of([7; 20]), set_up_at: Timestamp(0), used_step: 0 };
    tx.set_second_factor(chen, &factor, &[[1; 32]]).await.unwrap();
    tx.commit().await.unwrap();
    folder.run(&["user", "remove-factor", "chen"]).await.well();
    assert!(!store.read().await.unwrap().has_second_factor(chen).await.unwrap());
    folder.typing(&["user", "passwd", "chen"], "\n").await.well();
    for (what, disabled) in [("disable", true), ("enable", false)] {
        folder.run(&["user", what, "Chen"]).await.well();
        let mut records = folder.store().await.read().await.unwrap();
        assert_eq!(records.staff_by_username("chen").await.unwrap().unwrap().disabled, disabled);
    }
    let deeds = folder.store().await.read().await.unwrap().deeds("62", false, None, 6).await.unwrap();
    let mut deeds: Vec<String> = deeds.iter().map(|deed| format!("{} {}", deed.kind, deed.about)).collect();
    deeds.sort(); // two of one moment are in any order
    assert_eq!(
        deeds,
        [
            "staff.created chen (兰州市信访局)",
            "staff.disabled chen",
            "staff.enabled chen",
            "staff.factor_removed chen",
            "staff.reset_issued chen",
            "staff.roles_set chen: → clerk",
        ]
    );
}
