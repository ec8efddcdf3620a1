-- 29.4 two-employee-pensions (DOMAIN X03): an employee or public-sector pension in a month in which another fund or county
-- paid the same person one too, each with a positive net.  Which is kept is for people: no amount.
-- Of the names under which the other pension was paid, the first and the last in order are compared.

CREATE TEMP TABLE pension_row AS
SELECT rowid AS payment_row, id, id_raw, name, fund, county, for_month, amount
FROM payment
WHERE state = 'paid' AND fund IN (SELECT value FROM param_list WHERE name = 'funds')
  AND item IS NOT NULL AND item NOT IN (SELECT value FROM param_list WHERE name = 'other_items');

CREATE TEMP TABLE net AS
SELECT id, fund, county, for_month, min(name) AS name, max(name) AS other_name, min(payment_row) AS first_row
FROM pension_row
WHERE id IS NOT NULL AND county IS NOT NULL AND for_month IS NOT NULL
GROUP BY id, fund, county, for_month
HAVING sum(amount) > 0;

CREATE TEMP TABLE second_row AS
SELECT p.payment_row, p.id, p.id_raw, p.name, p.fund, p.county, min(o.first_row) AS other_row
FROM pension_row p
JOIN net own ON own.id = p.id AND own.fund = p.fund AND own.county = p.county AND own.for_month = p.for_month
JOIN net o ON o.id = p.id AND o.for_month = p.for_month AND (o.fund <> p.fund OR o.county <> p.county)
GROUP BY p.payment_row;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM second_row
GROUP BY id, fund, county;

CREATE TEMP VIEW doubt AS
SELECT DISTINCT 'name-differs' AS code, 'person' AS kind, s.id AS key, s.fund, s.county
FROM second_row s JOIN net o ON o.first_row = s.other_row
WHERE 'C' IN (grade(s.id_raw, o.id, s.name, o.name), grade(s.id_raw, o.id, s.name, o.other_name));
