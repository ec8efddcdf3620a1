-- 29.4 back-paid-for-served-months (DOMAIN J04): a month of a served sentence, paid in a month after the release.
-- Boundaries of the served months, and what is undecided, as in paid-in-custody; an open or unreadable end is no release.

CREATE TEMP TABLE back_row AS
SELECT p.rowid AS payment_row, p.id, p.id_raw, p.name, p.fund, p.county, p.for_month, p.amount, min(c.rowid) AS custody_row
FROM payment p JOIN custody c ON c.id = p.id
WHERE p.state = 'paid'
  AND c.kind IN (SELECT value FROM param_list WHERE name = 'stop_kinds')
  AND p.for_month >= month_of(c."from") + param('start_after_months')
  AND (c.until < c."from" OR p.for_month <= month_of(c.until))
  AND p.paid_month > month_of(c.until)
  AND p.fund IS NOT NULL AND p.county IS NOT NULL
GROUP BY p.rowid;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, for_month AS month, sum(amount) AS amount, count(*) AS rows, 0 AS exempt
FROM back_row
GROUP BY id, fund, county, for_month;

CREATE TEMP VIEW doubt AS
SELECT 'name-differs' AS code, 'person' AS kind, b.id AS key, b.fund, b.county
FROM back_row b JOIN custody c ON c.rowid = b.custody_row
WHERE grade(b.id_raw, c.id_raw, b.name, c.name) = 'C'
UNION
SELECT 'dates-disorder', 'person', b.id, b.fund, b.county
FROM back_row b JOIN custody c ON c.rowid = b.custody_row
WHERE c.until < c."from"
UNION
SELECT 'fund-disputed', 'person', id, fund, county
FROM back_row
WHERE fund IN (SELECT value FROM param_list WHERE name = 'disputed_funds')
UNION
SELECT 'served-outside', 'person', b.id, b.fund, b.county
FROM back_row b JOIN custody c ON c.rowid = b.custody_row JOIN custody o ON o.id = b.id
WHERE o."from" > c."from"
  AND o.kind IN (SELECT value FROM param_list WHERE name = 'outside_kinds')
  AND b.for_month > month_of(o."from")
  AND (o.until IS NULL OR b.for_month <= month_of(o.until));
