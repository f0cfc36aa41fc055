-- The phone of somebody from outside, sealed under the petition's key as a party's is.
ALTER TABLE seats ADD COLUMN sealed_phone BYTEA;
