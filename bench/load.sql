-- The table that is loaded, empty.
DROP TABLE IF EXISTS users;
CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL UNIQUE, name text NOT NULL, city text, age int, balance numeric(12,2), active boolean, created_at timestamptz);
CHECKPOINT;
