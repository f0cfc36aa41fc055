-- How far each seat has come before it may be let in. Groups of columns are filled together or not at all:
-- arrival (declared_at, language, interpreter), identity, test.
CREATE TABLE check_ins (
    seat UUID PRIMARY KEY REFERENCES seats (id),
    hearing UUID NOT NULL REFERENCES hearings (id),
    declared_at BIGINT,
    language TEXT,
    interpreter BOOLEAN,
    identity_way TEXT,
    identity_by UUID REFERENCES staff (id),
    identity_at BIGINT,
    phone_at BIGINT,
    test_at BIGINT,
    test_microphone BOOLEAN,
    test_camera BOOLEAN,
    test_carrier TEXT,
    test_round_trip BIGINT, -- milliseconds
    test_lost BIGINT, -- per thousand
    helps UUID REFERENCES seats (id)
);
CREATE INDEX check_ins_by_hearing ON check_ins (hearing);

-- A photo of somebody's paper, sealed under the petition's key. Gone once the identity is confirmed, unless an
-- order says why it is kept.
CREATE TABLE identity_photos (
    seat UUID PRIMARY KEY REFERENCES seats (id),
    media_type TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    taken_at BIGINT NOT NULL,
    kept TEXT
);

-- The one-time code on its way to a seat's person, sealed.
CREATE TABLE phone_codes (
    seat UUID PRIMARY KEY REFERENCES seats (id),
    id UUID NOT NULL,
    sealed BYTEA NOT NULL,
    sent_at BIGINT NOT NULL,
    wrong BIGINT NOT NULL
);

-- Codes of both kinds go out the same way.
UPDATE deliveries SET receiver = 'code' WHERE receiver = 'signing_code';

-- A citizen's name on a seat's plate, sealed under the petition's key; `name` and `person_name` are empty then.
-- Seats from before have it in `name`.
ALTER TABLE seats ADD COLUMN sealed_name BYTEA;

-- What the officer's board looks for since this morning.
CREATE INDEX events_alarms ON events (at) WHERE kind IN ('hearing.seat_dropped', 'hearing.seat_back',
    'hearing.media_lost', 'hearing.media_back', 'hearing.self_tested', 'hearing.recording_failed',
    'hearing.recording_started', 'hearing.recording_resumed', 'hearing.stage', 'hearing.alarm_handled');

-- A leader's own sessions.
CREATE INDEX seats_by_staff ON seats (staff);
