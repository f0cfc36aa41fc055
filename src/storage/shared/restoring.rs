//! After a restore: what was given out since the backup is not given out again.

use super::Session;
use crate::storage::{Raised, StoreError, statements::statements};
use sqlx::query;

type Result<T> = std::result::Result<T, StoreError>;

statements! {
    RAISE_FLOOR = "insert into sequence_floors (pattern, last) values ($1, 1000)
        on conflict (pattern) do update set last = sequence_floors.last + 1000";
    /// To a full thousand, and by a thousand at least: the gap is seen for what it is.
    RAISE_SEQUENCES = "update sequences set last = (last / 1000 + 2) * 1000 where name like $1";
    /// Likewise. The floor of a restore before may be above every notice that is left: the sum is above both.
    RAISE_WEBHOOKS = "update webhooks set sequence_floor = ((sequence_floor + coalesce((select max(d.sequence)
            from deliveries d where d.receiver = 'webhook' and d.target = webhooks.id), 0)) / 1000 + 2) * 1000
        where stopped_at is null";
    END_ALL_STAFF_SESSIONS = "delete from staff_sessions";
    END_ALL_SEAT_SESSIONS = "delete from seat_sessions";
    END_ALL_SIGN_IN_STEPS = "delete from sign_in_steps";
    END_ALL_RESET_CODES = "delete from reset_codes";
}

pub(super) async fn raise(session: &mut Session, sequences: &[String]) -> Result<Raised> {
    let mut raised = Raised::default();
    for pattern in sequences {
        query(RAISE_FLOOR).bind(pattern).execute(session.conn()).await?;
        raised.sequences +=
            query(RAISE_SEQUENCES).bind(pattern).execute(session.conn()).await?.rows_affected();
    }
    raised.webhooks = query(RAISE_WEBHOOKS).execute(session.conn()).await?.rows_affected();
    raised.sign_ins = query(END_ALL_STAFF_SESSIONS).execute(session.conn()).await?.rows_affected();
    for statement in [END_ALL_SEAT_SESSIONS, END_ALL_SIGN_IN_STEPS, END_ALL_RESET_CODES] {
        query(statement).execute(session.conn()).await?;
    }
    Ok(raised)
}
