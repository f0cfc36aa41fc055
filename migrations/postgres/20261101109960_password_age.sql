-- When a password was set, milliseconds; null: before this was written down. `[accounts] password_days` looks at it.
ALTER TABLE staff ADD COLUMN password_set_at BIGINT;
