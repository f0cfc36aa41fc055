-- Codes, notices and pictures are sent each by themselves: none is looked for among what waits of the others.
CREATE INDEX deliveries_by_queue ON deliveries (receiver, due) WHERE state = 'waiting';
