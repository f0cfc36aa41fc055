-- What the officer's board looks for since this morning, with who sits there without an interpreter.
DROP INDEX events_alarms;
CREATE INDEX events_alarms ON events (at) WHERE kind IN ('hearing.seat_dropped', 'hearing.seat_back',
    'hearing.media_lost', 'hearing.media_back', 'hearing.self_tested', 'hearing.recording_failed',
    'hearing.recording_started', 'hearing.recording_resumed', 'hearing.stage', 'hearing.alarm_handled',
    'hearing.interpreter_missing', 'hearing.interpreter_found');
