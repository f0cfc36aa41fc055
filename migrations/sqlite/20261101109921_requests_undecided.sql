-- Requests for hearings that nobody has said yes or no to, the longest first: whose two days end is told.
CREATE INDEX hearing_requests_undecided ON hearing_requests (requested_at, petition)
    WHERE state IN ('requested', 'examining');
