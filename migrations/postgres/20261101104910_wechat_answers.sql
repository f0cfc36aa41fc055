-- What a follower's message was answered with, sealed, as long as the platform may send the message again: an answer that came
-- too late is said again, for a query code may be in it.
CREATE TABLE wechat_answers (
    client  UUID NOT NULL REFERENCES api_clients (id),
    message TEXT NOT NULL,
    answer  BYTEA NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (client, message)
);
CREATE INDEX wechat_answers_by_time ON wechat_answers (at);
