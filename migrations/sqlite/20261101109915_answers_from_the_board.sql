-- Who answered a seat from the officer's board, without a seat; `author` is then the seat that was answered.
ALTER TABLE chat_messages ADD COLUMN officer BLOB REFERENCES staff (id);

-- What the officer's board looks for since this morning, with what is written to the desk.
DROP INDEX events_alarms;
CREATE INDEX events_alarms ON events (at) WHERE kind IN ('hearing.seat_dropped', 'hearing.seat_back',
    'hearing.media_lost', 'hearing.media_back', 'hearing.self_tested', 'hearing.recording_failed',
    'hearing.recording_started', 'hearing.recording_resumed', 'hearing.stage', 'hearing.alarm_handled',
    'hearing.interpreter_missing', 'hearing.interpreter_found', 'hearing.chat_written');
