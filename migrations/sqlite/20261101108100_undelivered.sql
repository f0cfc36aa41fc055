-- What was not taken: given up on, or waiting after three failed tries. Listed by when it is or was due.
CREATE INDEX deliveries_undelivered ON deliveries (due, id) WHERE state = 'failed' OR (state = 'waiting' AND attempts >= 3);
