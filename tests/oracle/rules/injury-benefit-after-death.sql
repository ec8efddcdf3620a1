-- 29.4 injury-benefit-after-death (DOMAIN D06): a periodic work-injury benefit of the injured person for a month after
-- the death that the injury register holds.  A missing person is not known to be dead.

CREATE TEMP TABLE late_row AS
SELECT p.rowid AS payment_row, p.id, p.id_raw, p.name, p.fund, p.county, p.for_month, p.amount, min(i.rowid) AS injury_row
FROM payment p JOIN injury i ON i.id = p.id
WHERE p.state = 'paid' AND p.fund = '410'
  AND p.item IN (SELECT value FROM param_list WHERE name = 'periodic_items')
  AND p.for_month > month_of(i.died_on) + param('grace_months')
  AND p.county IS NOT NULL
GROUP BY p.rowid;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, for_month AS month, sum(amount) AS amount, count(*) AS rows, 0 AS exempt
FROM late_row
GROUP BY id, fund, county, for_month;

CREATE TEMP VIEW doubt AS
SELECT 'name-differs' AS code, 'person' AS kind, l.id AS key, l.fund, l.county
FROM late_row l JOIN injury i ON i.rowid = l.injury_row
WHERE grade(l.id_raw, i.id_raw, l.name, i.name) = 'C'
UNION
SELECT 'missing-not-dead', 'person', l.id, l.fund, l.county
FROM late_row l JOIN injury i ON i.rowid = l.injury_row
WHERE i.missing = 1
UNION
SELECT 'seen-alive-later', 'person', l.id, l.fund, l.county
FROM late_row l JOIN injury i ON i.rowid = l.injury_row JOIN alive_check a ON a.id = l.id
WHERE a.passed = 1 AND a.checked_on > i.died_on;
