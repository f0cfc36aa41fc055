-- Since when the platform of an official account seals its messages: from then on none is taken that is not.
ALTER TABLE api_clients ADD COLUMN sealed_since BIGINT;
