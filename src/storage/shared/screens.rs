//! SQL of paired televisions of reception rooms.

use super::Session;
use crate::{
    domain::{
        Timestamp,
        ids::{HearingId, RoomId, ScreenId},
        jurisdiction::{Revoked, RoomScreen},
    },
    storage::{
        ScreenRecords, ScreenWrites, StoreError,
        error::{or_exists, or_stale},
        rows::places::ScreenRecord,
        statements::statements,
        values::hash,
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

macro_rules! screen {
    ($rest:literal) => {
        concat!(
            "select id, room, name, paired_at, paired_by, last_seen_at, revoked_at, revoked_by, revoked_for
            from room_screens ",
            $rest
        )
    };
}

macro_rules! in_room {
    ($hearings:literal) => {
        concat!(
            "select h.id, h.starts_at from hearings h where ",
            $hearings,
            " and exists (select 1 from seats s
                where s.hearing = h.id and s.room = $1 and s.removed is null and s.withdrawn is null)"
        )
    };
}

statements! {
    SCREEN_BY_TOKEN = screen!("where token_hash = $1");
    SCREENS_OF = screen!("where room = $1 order by id desc");
    SCREEN_KEY = "select key_hash from room_screens where id = $1";
    /// From the hearings to the room: they are few at any time, and of a room there are more every year.
    HEARINGS_NEAR = concat!(
        in_room!(
            "h.ends_at >= $2 and h.ends_at < $3 and h.stage not in ('closed', 'outcome_issued', 'cancelled',
                'postponed', 'no_show', 'adjourned', 'in_person')"
        ),
        " union ",
        in_room!("h.stage in ('countdown', 'in_session', 'paused', 'suspended', 'minutes_review', 'signing')"),
        " order by 2, 1"
    );
    ADD_SCREEN = "insert into room_screens (id, room, name, token_hash, paired_at, paired_by, last_seen_at)
        values ($1, $2, $3, $4, $5, $6, $7)";
    TOUCH_SCREEN = "update room_screens set last_seen_at = $2 where id = $1";
    PUT_SCREEN_KEY = "update room_screens set key_hash = $2 where id = $1 and revoked_at is null";
    REVOKE_SCREEN = "update room_screens set revoked_at = $2, revoked_by = $3, revoked_for = $4
        where id = $1 and revoked_at is null";
}

#[async_trait]
impl ScreenRecords for Session {
    async fn screen_by_token(&mut self, token_hash: &[u8; 32]) -> Result<Option<RoomScreen>> {
        let row: Option<ScreenRecord> =
            query_as(SCREEN_BY_TOKEN).bind(token_hash.as_slice()).fetch_optional(self.conn()).await?;
        row.map(RoomScreen::try_from).transpose()
    }

    async fn screens_of(&mut self, room: RoomId) -> Result<Vec<RoomScreen>> {
        let rows: Vec<ScreenRecord> = query_as(SCREENS_OF).bind(room.0).fetch_all(self.conn()).await?;
        rows.into_iter().map(RoomScreen::try_from).collect()
    }

    async fn screen_key(&mut self, id: ScreenId) -> Result<Option<[u8; 32]>> {
        let row: Option<Option<Vec<u8>>> =
            query_scalar(SCREEN_KEY).bind(id.0).fetch_optional(self.conn()).await?;
        row.flatten().map(|bytes| hash("link of a screen", &bytes)).transpose()
    }

    async fn hearings_near(
        &mut self,
        room: RoomId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<HearingId>> {
        let near: Vec<(Uuid, i64)> =
            query_as(HEARINGS_NEAR).bind(room.0).bind(from.0).bind(to.0).fetch_all(self.conn()).await?;
        Ok(near.into_iter().map(|(id, _)| HearingId(id)).collect())
    }
}

#[async_trait]
impl ScreenWrites for Session {
    async fn add_screen(&mut self, screen: &RoomScreen, token_hash: &[u8; 32]) -> Result<()> {
        query(ADD_SCREEN)
            .bind(screen.id.0)
            .bind(screen.room.0)
            .bind(&screen.name)
            .bind(token_hash.as_slice())
            .bind(screen.paired_at.0)
            .bind(screen.paired_by.0)
            .bind(screen.last_seen_at.0)
            .execute(self.conn())
            .await
            .map_err(or_exists("screen"))?;
        Ok(())
    }

    async fn touch_screen(&mut self, id: ScreenId, at: Timestamp) -> Result<()> {
        let done = query(TOUCH_SCREEN).bind(id.0).bind(at.0).execute(self.conn()).await?;
        or_stale("screen", done.rows_affected())
    }

    async fn put_screen_key(&mut self, id: ScreenId, key_hash: &[u8; 32]) -> Result<bool> {
        let done = query(PUT_SCREEN_KEY).bind(id.0).bind(key_hash.as_slice()).execute(self.conn()).await?;
        Ok(done.rows_affected() == 1)
    }

    async fn revoke_screen(&mut self, id: ScreenId, revoked: &Revoked) -> Result<bool> {
        let done = query(REVOKE_SCREEN)
            .bind(id.0)
            .bind(revoked.at.0)
            .bind(revoked.by.0)
            .bind(&revoked.reason)
            .execute(self.conn())
            .await?;
        Ok(done.rows_affected() == 1)
    }
}
