-- A request that is sent again gets the receipt of the entry that it was applied as.
ALTER TABLE idempotency ADD COLUMN entry @id;
