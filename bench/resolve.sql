-- Users of whom one in ten came twice, and two tables that refer to them. :n is the number of users.
DROP SCHEMA IF EXISTS bench CASCADE;
DROP SCHEMA IF EXISTS uniquity CASCADE;
CREATE SCHEMA bench;
CREATE TABLE bench.users (id bigint PRIMARY KEY, email text NOT NULL, name text, updated_at timestamptz NOT NULL);
INSERT INTO bench.users SELECT i, 'user' || CASE WHEN i > :n * 9 / 10 THEN i - :n * 9 / 10 ELSE i END || '@example.com', 'name ' || i, '2024-01-01' FROM generate_series(1::bigint, :n) AS i;
CREATE TABLE bench.orders (id bigint PRIMARY KEY, user_id bigint NOT NULL, amount numeric NOT NULL, note text);
INSERT INTO bench.orders SELECT i, (i * 7919) % :n + 1, i % 100, 'order ' || i FROM generate_series(1::bigint, :n) AS i;
CREATE TABLE bench.logins (id bigint PRIMARY KEY, user_id bigint NOT NULL, at timestamptz NOT NULL);
INSERT INTO bench.logins SELECT i, (i * 104729) % :n + 1, '2024-01-01' FROM generate_series(1::bigint, :n) AS i;
CREATE INDEX ON bench.orders (user_id);
CREATE INDEX ON bench.logins (user_id);
ALTER TABLE bench.orders ADD FOREIGN KEY (user_id) REFERENCES bench.users;
ALTER TABLE bench.logins ADD FOREIGN KEY (user_id) REFERENCES bench.users ON DELETE CASCADE;
VACUUM (ANALYZE) bench.users;
VACUUM (ANALYZE) bench.orders;
VACUUM (ANALYZE) bench.logins;
CHECKPOINT;
