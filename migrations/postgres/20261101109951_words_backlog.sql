-- Petitions whose number at their channel is not among the words they are found by: the server takes it up when it starts, since
-- words are made by it.
CREATE TABLE words_backlog (
    petition UUID PRIMARY KEY REFERENCES petitions (id)
);
INSERT INTO words_backlog (petition) SELECT id FROM petitions WHERE channel_number IS NOT NULL;
