-- What people did with an item that could not be registered as it was: who, when, why. It belongs to no petition, so its course
-- is its own.
CREATE TABLE intake_steps (
    item UUID NOT NULL REFERENCES intake_items (id),
    number BIGINT NOT NULL,
    kind TEXT NOT NULL,
    done_by UUID NOT NULL REFERENCES staff (id),
    at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (item, number)
);
INSERT INTO intake_steps (item, number, kind, done_by, at, reason)
SELECT id, 1, 'discarded', settled_by, settled_at, reason FROM intake_items
WHERE state = 'discarded' AND settled_by IS NOT NULL AND settled_at IS NOT NULL AND reason IS NOT NULL;

-- A follower is told with the next answer that what they brought was not registered: `follower_hash` as in wechat_dialogues.
ALTER TABLE wechat_followers ADD COLUMN follower_hash BYTEA;
ALTER TABLE wechat_followers ADD COLUMN told_at BIGINT;
CREATE INDEX wechat_followers_by_hash ON wechat_followers (follower_hash);
