-- The best statements by hand, in one transaction, with no archive: nothing of it can be taken back.
SET work_mem = '64MB';
BEGIN;
CREATE TEMP TABLE map AS
  SELECT u.id, d.keep FROM (SELECT email, min(id) AS keep FROM bench.users GROUP BY email HAVING count(*) > 1) AS d JOIN bench.users AS u ON u.email = d.email AND u.id <> d.keep;
ANALYZE map;
UPDATE bench.orders AS o SET user_id = m.keep FROM map AS m WHERE o.user_id = m.id;
UPDATE bench.logins AS l SET user_id = m.keep FROM map AS m WHERE l.user_id = m.id;
DELETE FROM bench.users AS u USING map AS m WHERE u.id = m.id;
COMMIT;
