-- 29.4 unemployed-in-army-or-abroad (DOMAIN U03; 社会保险法 Art. 51): unemployment benefit for a month after joining the army
-- or settling abroad, up to and including the month of return.
-- A record that ends before it begins is let through, to be undecided.

CREATE TEMP TABLE away_row AS
SELECT p.rowid AS payment_row, p.id, p.id_raw, p.name, p.fund, p.county, p.for_month, p.amount, min(d.rowid) AS departure_row
FROM payment p JOIN departure d ON d.id = p.id
WHERE p.state = 'paid' AND p.fund = '210' AND p.county IS NOT NULL
  AND p.item IN (SELECT value FROM param_list WHERE name = 'benefit_items')
  AND d.kind IN ('army', 'abroad')
  AND p.for_month >= month_of(d."from") + param('start_after_months')
  AND (d.until IS NULL OR d.until < d."from" OR p.for_month <= month_of(d.until))
GROUP BY p.rowid;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, for_month AS month, sum(amount) AS amount, count(*) AS rows, 0 AS exempt
FROM away_row
GROUP BY id, fund, county, for_month;

CREATE TEMP VIEW doubt AS
SELECT 'name-differs' AS code, 'person' AS kind, a.id AS key, a.fund, a.county
FROM away_row a JOIN departure d ON d.rowid = a.departure_row
WHERE grade(a.id_raw, d.id_raw, a.name, d.name) = 'C'
UNION
SELECT 'dates-disorder', 'person', a.id, a.fund, a.county
FROM away_row a JOIN departure d ON d.rowid = a.departure_row
WHERE d.until < d."from"
UNION
SELECT 'return-unreadable', 'person', a.id, a.fund, a.county
FROM away_row a JOIN departure d ON d.rowid = a.departure_row
WHERE d.until_malformed;
