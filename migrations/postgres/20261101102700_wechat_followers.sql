-- Which follower of an official account brought an item, by the item's source and number: news of its petition go to
-- them. `openid` is sealed under the master key.
CREATE TABLE wechat_followers (
    source UUID NOT NULL REFERENCES api_clients (id),
    external TEXT NOT NULL,
    openid BYTEA NOT NULL,
    PRIMARY KEY (source, external)
);
