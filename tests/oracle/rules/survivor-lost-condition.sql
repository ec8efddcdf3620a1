-- 29.4 survivor-lost-condition (DOMAIN W01; 因工死亡职工供养亲属范围规定 Art. 3, 4): survivor's pension for a month after the
-- survivor grew up (unless unable to work), took a job, remarried (a spouse), was adopted, joined the army or was imprisoned.
-- Service and imprisonment end with the month of return; one that ends before it begins is let through, to be undecided.

CREATE TEMP TABLE pension_row AS
SELECT rowid AS payment_row, id, id_raw, name, fund, county, for_month, amount, for_month - param('start_after_months') AS reached
FROM payment
WHERE state = 'paid' AND fund = '410' AND county IS NOT NULL
  AND item IN (SELECT value FROM param_list WHERE name = 'items');

CREATE TEMP TABLE away AS
SELECT id, id_raw, name, "from", until, until_malformed FROM custody
WHERE kind IN (SELECT value FROM param_list WHERE name = 'stop_kinds')
UNION ALL
SELECT id, id_raw, name, "from", until, until_malformed FROM departure
WHERE kind = 'army';

-- The month in which a survivor's condition was lost, whatever the cause.
CREATE TEMP TABLE lost AS
SELECT rowid AS survivor_row, id, month_of(coalesce(birth, key_birth(id))) + 12 * param('adult_age') AS month
FROM survivor
WHERE relation IN ('child', 'grandchild', 'sibling') AND disabled = 0
UNION ALL
SELECT rowid, id, month_of(employed_on) FROM survivor
UNION ALL
SELECT rowid, id, month_of(remarried_on) FROM survivor WHERE relation = 'spouse'
UNION ALL
SELECT rowid, id, month_of(adopted_on) FROM survivor;

CREATE TEMP TABLE cause AS
SELECT p.payment_row, l.survivor_row
FROM pension_row p JOIN lost l ON l.id = p.id
WHERE p.reached >= l.month
UNION ALL
SELECT p.payment_row, s.rowid
FROM pension_row p JOIN survivor s ON s.id = p.id JOIN away a ON a.id = p.id
WHERE p.reached >= month_of(a."from")
  AND (a.until IS NULL OR a.until < a."from" OR p.for_month <= month_of(a.until));

CREATE TEMP TABLE lost_row AS
SELECT p.*, min(c.survivor_row) AS survivor_row
FROM pension_row p JOIN cause c USING (payment_row)
GROUP BY p.payment_row;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, for_month AS month, sum(amount) AS amount, count(*) AS rows, 0 AS exempt
FROM lost_row
GROUP BY id, fund, county, for_month;

CREATE TEMP VIEW doubt AS
SELECT 'name-differs' AS code, 'person' AS kind, l.id AS key, l.fund, l.county
FROM lost_row l JOIN survivor s ON s.rowid = l.survivor_row
WHERE grade(l.id_raw, s.id_raw, l.name, s.name) = 'C'
UNION
SELECT 'name-differs', 'person', l.id, l.fund, l.county
FROM lost_row l JOIN away a ON a.id = l.id
WHERE grade(l.id_raw, a.id_raw, l.name, a.name) = 'C'
UNION
SELECT 'birth-differs', 'person', l.id, l.fund, l.county
FROM lost_row l JOIN survivor s ON s.rowid = l.survivor_row
WHERE s.birth <> key_birth(s.id)
UNION
SELECT 'release-unreadable', 'person', l.id, l.fund, l.county
FROM lost_row l JOIN away a ON a.id = l.id
WHERE a.until_malformed
UNION
SELECT 'dates-disorder', 'person', l.id, l.fund, l.county
FROM lost_row l JOIN away a ON a.id = l.id
WHERE a.until < a."from";
