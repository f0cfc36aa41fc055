-- Why a photo of somebody's paper was of no use, until another is sent. The photo itself is gone.
CREATE TABLE refused_photos (
    seat UUID PRIMARY KEY REFERENCES seats (id),
    reason TEXT NOT NULL
);
