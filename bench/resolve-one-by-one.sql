-- A group at a time, as a script with a loop does it: every statement is a transaction. :groups of them.
SET work_mem = '64MB';
CREATE INDEX ON bench.users (email);
SELECT format('BEGIN; UPDATE bench.orders SET user_id = %1$s WHERE user_id IN (SELECT id FROM bench.users WHERE email = %2$L AND id <> %1$s); UPDATE bench.logins SET user_id = %1$s WHERE user_id IN (SELECT id FROM bench.users WHERE email = %2$L AND id <> %1$s); DELETE FROM bench.users WHERE email = %2$L AND id <> %1$s; COMMIT;', min(id), email)
FROM (SELECT * FROM bench.users) AS u GROUP BY email HAVING count(*) > 1 LIMIT :groups
