-- 29.4 paid-in-custody: paid for a month of a sentence that stops the benefit: from the month after
-- the start, up to and including the month of release (DOMAIN 2.2-5).
-- A record that ends before it begins is let through, to be undecided.  Parole and serving outside
-- (outside_kinds) continue the benefit: a month they cover inside a longer sentence is undecided too.
-- So is a benefit of which the law does not say that a sentence stops it (disputed_funds: work injury).

CREATE TEMP TABLE served_row AS
SELECT p.rowid AS payment_row, p.id, p.id_raw, p.name, p.fund, p.county, p.for_month, p.amount,
       min(c.rowid) AS custody_row
FROM payment p JOIN custody c ON c.id = p.id
WHERE p.state = 'paid'
  AND c.kind IN (SELECT value FROM param_list WHERE name = 'stop_kinds')
  AND p.for_month >= month_of(c."from") + param('start_after_months')
  AND (c.until IS NULL OR c.until < c."from" OR p.for_month <= month_of(c.until))
  AND p.fund IS NOT NULL AND p.county IS NOT NULL
GROUP BY p.rowid;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, for_month AS month,
       sum(amount) AS amount, count(*) AS rows, 0 AS exempt
FROM served_row
GROUP BY id, fund, county, for_month;

CREATE TEMP VIEW doubt AS
SELECT 'name-differs' AS code, 'person' AS kind, s.id AS key, s.fund, s.county
FROM served_row s JOIN custody c ON c.rowid = s.custody_row
WHERE grade(s.id_raw, c.id_raw, s.name, c.name) = 'C'
UNION
SELECT 'dates-disorder', 'person', s.id, s.fund, s.county
FROM served_row s JOIN custody c ON c.rowid = s.custody_row
WHERE c.until < c."from"
UNION
SELECT 'release-unreadable', 'person', s.id, s.fund, s.county
FROM served_row s JOIN custody c ON c.rowid = s.custody_row
WHERE c.until_malformed
UNION
SELECT 'fund-disputed', 'person', id, fund, county
FROM served_row
WHERE fund IN (SELECT value FROM param_list WHERE name = 'disputed_funds')
UNION
SELECT 'served-outside', 'person', s.id, s.fund, s.county
FROM served_row s JOIN custody c ON c.rowid = s.custody_row
WHERE EXISTS (SELECT 1 FROM custody o
              WHERE o.id = s.id AND o."from" >= c."from"
                AND o.kind IN (SELECT value FROM param_list WHERE name = 'outside_kinds')
                AND s.for_month > month_of(o."from")
                AND (o.until IS NULL OR s.for_month <= month_of(o.until)));
