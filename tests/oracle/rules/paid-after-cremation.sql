-- 29.4 paid-after-cremation: as paid-after-death, the cremation date being the upper bound of the death date.
-- Only a check face to face contradicts a cremation: a remote one (phone, app, other) does not.

CREATE TEMP TABLE late_row AS
SELECT p.rowid AS payment_row, p.id, p.id_raw, p.name, p.fund, p.county, p.for_month, p.amount,
       min(m.rowid) AS cremation_row
FROM payment p JOIN cremation m ON m.id = p.id
WHERE p.state = 'paid'
  AND p.for_month > month_of(m.date) + param('grace_months')
  AND p.fund IS NOT NULL AND p.county IS NOT NULL
GROUP BY p.rowid;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, for_month AS month,
       sum(amount) AS amount, count(*) AS rows, 0 AS exempt
FROM late_row
GROUP BY id, fund, county, for_month;

CREATE TEMP VIEW doubt AS
SELECT 'name-differs' AS code, 'person' AS kind, l.id AS key, l.fund, l.county
FROM late_row l JOIN cremation m ON m.rowid = l.cremation_row
WHERE grade(l.id_raw, m.id_raw, l.name, m.name) = 'C'
UNION
SELECT 'seen-alive-later', 'person', l.id, l.fund, l.county
FROM late_row l JOIN cremation m ON m.rowid = l.cremation_row
WHERE EXISTS (SELECT 1 FROM alive_check a
              WHERE a.id = l.id AND a.passed = 1 AND a.checked_on > m.date
                AND (a.mode IS NULL
                     OR a.mode NOT IN (SELECT value FROM param_list WHERE name = 'remote_modes')));
