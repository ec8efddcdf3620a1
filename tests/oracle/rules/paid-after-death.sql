-- 29.4 paid-after-death: a paid row whose month lies after the month of death (plus grace).
-- The month it is for counts, not the month it was paid in.

-- Each late row once, with the first death record (file, line) that makes it late.
CREATE TEMP TABLE late_row AS
SELECT p.rowid AS payment_row, p.id, p.id_raw, p.name, p.fund, p.county, p.for_month, p.amount,
       min(d.rowid) AS death_row
FROM payment p JOIN death d ON d.id = p.id
WHERE p.state = 'paid'
  AND p.for_month > month_of(d.date) + param('grace_months')
  AND p.fund IS NOT NULL AND p.county IS NOT NULL
GROUP BY p.rowid;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, for_month AS month,
       sum(amount) AS amount, count(*) AS rows, 0 AS exempt
FROM late_row
GROUP BY id, fund, county, for_month;

CREATE TEMP VIEW doubt AS
SELECT 'name-differs' AS code, 'person' AS kind, l.id AS key, l.fund, l.county
FROM late_row l JOIN death d ON d.rowid = l.death_row
WHERE grade(l.id_raw, d.id_raw, l.name, d.name) = 'C'
UNION
SELECT 'seen-alive-later', 'person', l.id, l.fund, l.county
FROM late_row l JOIN death d ON d.rowid = l.death_row
WHERE EXISTS (SELECT 1 FROM alive_check a WHERE a.id = l.id AND a.checked_on > d.date);
