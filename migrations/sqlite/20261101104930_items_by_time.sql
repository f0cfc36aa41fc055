-- What a source brought is listed by when it was registered.
CREATE INDEX intake_items_by_source ON intake_items (source, settled_at, id);
