-- 29.1 dead-account-open (DOMAIN D05): an account that still held money in a month more than 12 months after
-- the month of death; without a date of the balance, as of today.

CREATE TEMP TABLE open_row AS
SELECT a.rowid AS account_row, a.id, a.fund, a.county, a.at_malformed, min(d.rowid) AS death_row
FROM account a JOIN death d ON d.id = a.id
WHERE a.balance >= param('min_balance')
  AND month_of(coalesce(a.at, as_of())) - month_of(d.date) > param('months')
  AND a.fund IS NOT NULL AND a.county IS NOT NULL
GROUP BY a.rowid;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM open_row
GROUP BY id, fund, county;

CREATE TEMP VIEW doubt AS
SELECT 'date-unreadable' AS code, 'person' AS kind, id AS key, fund, county
FROM open_row WHERE at_malformed
UNION
SELECT 'name-differs', 'person', o.id, o.fund, o.county
FROM open_row o JOIN death d ON d.rowid = o.death_row
JOIN person r ON r.id = o.id AND r.fund = o.fund AND r.county = o.county
WHERE grade(r.id_raw, d.id_raw, r.name, d.name) = 'C'
UNION
SELECT 'seen-alive-later', 'person', o.id, o.fund, o.county
FROM open_row o JOIN death d ON d.rowid = o.death_row
JOIN alive_check x ON x.id = o.id
WHERE x.passed = 1 AND x.checked_on > d.date;
