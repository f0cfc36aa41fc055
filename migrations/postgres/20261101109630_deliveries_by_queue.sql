-- What goes to one kind of receiver is sent by itself: it is not looked for among what waits for the others.
CREATE INDEX deliveries_by_queue ON deliveries (receiver, due) WHERE state = 'waiting';
