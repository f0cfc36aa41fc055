//! Checks of the database: what it holds, and whether something is missing for the work.

use super::{Finding, kept};
use crate::{
    administration,
    cli::{CliError, database_name, verify},
    clock_watch::{self, SILENCE},
    config::Config,
    domain::{Timestamp, channels::Scope, petition::Calendar, rights::bureaus_without_desk, with_causes},
    settings,
    storage::{self, Schema, SharedStore, StoreError},
    world::{RealWorld, World},
};
use time::Date;

/// 2026-01-01: no server of this version ran before.
const BEFORE_RELEASE: i64 = 1_767_225_600_000;

pub async fn look(config: &Config, opened: Result<(SharedStore, Schema), CliError>) -> Vec<Finding> {
    let name = database_name(config);
    let (store, schema) = match opened {
        Ok(opened) => opened,
        Err(error) => {
            return vec![Finding::Broken {
                wrong: with_causes(&error),
                mend: "check [database] url and the files it names, that PostgreSQL runs and lets this user in, or free the file"
                    .into(),
            }];
        }
    };
    if let Schema::Behind(to_come) = schema {
        // What this version asks for may not be there yet.
        return vec![earlier(&name, to_come), chains(&store).await];
    }
    let findings = vec![
        Finding::Well(format!("database {name} opens, schema up to date")),
        chains(&store).await,
        clock(&store).await,
        holidays(&store).await,
        desks(&store).await,
    ];
    let files = kept::look(config, &store).await;
    findings
        .into_iter()
        .chain(silence(&store).await)
        .chain(files)
        .chain(official_account(config, &store).await)
        .collect()
}

fn earlier(name: &str, to_come: usize) -> Finding {
    Finding::Mind {
        wrong: format!("database {name} is of an earlier version: {to_come} changes of its schema are to come"),
        mend: "back it up, then start this version or run `lianjie migrate`; from then on the earlier version cannot \
            go on with it. The rest of the records is looked at after that"
            .into(),
    }
}

async fn chains(store: &SharedStore) -> Finding {
    match storage::verify(&**store).await {
        Ok(report) if report.is_sound() => {
            Finding::Well(format!("the event log's hash chains are whole: {} events", report.events()))
        }
        Ok(report) => Finding::Broken {
            wrong: verify::describe(&report),
            mend: "keep this database as evidence, restore the last backup beside it and compare".into(),
        },
        Err(error) => Finding::Broken {
            wrong: format!("the event log cannot be read: {error}"),
            mend: "check the disk; restore the last backup".into(),
        },
    }
}

/// A clock is judged by the log: time never runs backwards there.
async fn clock(store: &SharedStore) -> Finding {
    let now = RealWorld.now();
    let wrong = if now.0 < BEFORE_RELEASE {
        Some(format!("the clock says {}, before this version was made", now.local_date()))
    } else {
        match newest_event(store).await {
            Ok(Some(newest)) if newest > now => Some(format!(
                "the clock says {}, but the log has an entry of {}",
                now.local(),
                newest.local()
            )),
            Ok(_) => None,
            Err(error) => Some(format!("the log cannot be asked for its newest entry: {error}")),
        }
    };
    match wrong {
        None => Finding::Well(format!("clock: {} (China)", now.local())),
        Some(wrong) => {
            Finding::Broken { wrong, mend: "set the clock by NTP (chrony), then look at that entry".into() }
        }
    }
}

async fn newest_event(store: &SharedStore) -> Result<Option<Timestamp>, StoreError> {
    clock_watch::newest_event(store.read().await?.as_mut()).await
}

/// A server that starts now does nothing that acts on due times, if the log has been silent for a month.
async fn silence(store: &SharedStore) -> Option<Finding> {
    let last = async || clock_watch::last_sign(store.read().await?.as_mut()).await;
    let (now, last) = (RealWorld.now(), last().await.ok()??);
    (now.0 - last.0 > SILENCE).then(|| Finding::Mind {
        wrong: format!(
            "nothing was written since {}: a server that starts now closes, reminds and escalates nothing",
            last.local()
        ),
        mend: "look at the clock; if it is right, say so by `lianjie clock-is-right`".into(),
    })
}

async fn holidays(store: &SharedStore) -> Finding {
    let calendar = match store.read().await {
        Ok(mut records) => administration::calendar::current(records.as_mut()).await,
        Err(error) => Err(error),
    };
    match calendar {
        Ok(calendar) => holidays_of(&calendar, RealWorld.now().local_date()),
        Err(error) => unread("the holiday calendar", &error),
    }
}

/// Working days are counted by the published holidays.
fn holidays_of(calendar: &Calendar, today: Date) -> Finding {
    let version = calendar.version();
    let Some(year) = calendar.misses(today) else {
        return Finding::Well(format!("holiday calendar: version {version}"));
    };
    Finding::Mind {
        wrong: format!(
            "holiday calendar {version} lacks {year}: due dates there count the days by law alone"
        ),
        mend: format!(
            "load the notice for {year}: `lianjie calendar load`, or the desk's page of holidays; open dates follow"
        ),
    }
}

/// A sealed report is seen by discipline desks alone: without one it lies there unread.
async fn desks(store: &SharedStore) -> Finding {
    const NAMED: usize = 3;
    let unseen = async || {
        let mut records = store.read().await?;
        let (agencies, staff) = (records.agencies().await?, records.staff_list().await?);
        let unseen = bureaus_without_desk(&agencies, &staff);
        Ok::<_, StoreError>(unseen.into_iter().map(|bureau| bureau.name.clone()).collect::<Vec<_>>())
    };
    match unseen().await {
        Err(error) => unread("posts of the house", &error),
        Ok(bureaus) if bureaus.is_empty() => {
            Finding::Well("sealed reports are seen by a discipline desk everywhere".into())
        }
        Ok(bureaus) => Finding::Mind {
            wrong: format!(
                "nobody sees the sealed reports (检举控告) of {} bureaus: {}{}",
                bureaus.len(),
                bureaus[..bureaus.len().min(NAMED)].join(", "),
                if bureaus.len() > NAMED { ", …" } else { "" }
            ),
            mend: "give somebody there or above, of the discipline organ or the petition bureau, the post \
                discipline_desk (纪检专席) at the desk's page of people"
                .into(),
        },
    }
}

/// Whom template messages go out by, if they do.
async fn official_account(config: &Config, store: &SharedStore) -> Option<Finding> {
    let account = match settings::official_account(&config.wechat) {
        Ok(account) => account?,
        Err(wrong) => {
            return Some(Finding::Broken { wrong, mend: "the server does not start: mend it".into() });
        }
    };
    let client = match store.read().await {
        Ok(mut records) => records.api_client(account.client).await,
        Err(error) => Err(error),
    };
    let wrong = match client {
        Err(error) => return Some(unread("the clients of channels", &error)),
        Ok(Some(client)) if client.may(Scope::IntakeWechat) => None,
        Ok(Some(client)) => {
            Some(format!("[wechat] client: {} may not bring in messages of WeChat", client.name))
        }
        Ok(None) => Some("[wechat] client: there is no client of that id".to_owned()),
    };
    Some(match wrong {
        None if account.templates.is_empty() => Finding::Mind {
            wrong: "[wechat] has no templates: no news goes out by the official account".into(),
            mend: "name those that the platform gave out".into(),
        },
        None => Finding::Well(format!("news by WeChat: {} templates", account.templates.len())),
        Some(wrong) => Finding::Mind {
            wrong,
            mend: "make one with the scope intake:wechat at the desk's page of channels, and name its id"
                .into(),
        },
    })
}

pub(super) fn unread(what: &str, error: &StoreError) -> Finding {
    Finding::Broken {
        wrong: format!("{what} cannot be read: {error}"),
        mend: "check the database and its disk".into(),
    }
}
