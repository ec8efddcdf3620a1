-- 29.4 unemployment-beside-pension (DOMAIN X04): unemployment benefit for a month with a positive net of an employee or
-- public-sector pension.  Whether a resident pension ends it is not settled: resident-only.

CREATE TEMP TABLE pension_row AS
SELECT id, name, for_month, amount,
       fund IN (SELECT value FROM param_list WHERE name = 'pension_funds') AS clear,
       fund IN (SELECT value FROM param_list WHERE name = 'unclear_funds') AS unclear
FROM payment
WHERE state = 'paid'
  AND (item IS NULL OR item NOT IN (SELECT value FROM param_list WHERE name = 'pension_items_not'));

CREATE TEMP TABLE pensioned_month AS
SELECT id, for_month, coalesce(sum(amount) FILTER (WHERE clear), 0) > 0 AS settled,
       min(name) AS name, max(name) AS other_name
FROM pension_row
WHERE clear OR unclear
GROUP BY id, for_month
HAVING sum(amount) FILTER (WHERE clear) > 0 OR sum(amount) FILTER (WHERE unclear) > 0;

CREATE TEMP TABLE benefit_row AS
SELECT p.id, p.id_raw, p.name, p.fund, p.county, p.for_month, p.amount, m.settled, m.name AS pensioner, m.other_name AS other_pensioner
FROM payment p JOIN pensioned_month m ON m.id = p.id AND m.for_month = p.for_month
WHERE p.state = 'paid' AND p.fund = '210' AND p.county IS NOT NULL
  AND p.item IN (SELECT value FROM param_list WHERE name = 'benefit_items');

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, for_month AS month, sum(amount) AS amount, count(*) AS rows, 0 AS exempt
FROM benefit_row
GROUP BY id, fund, county, for_month;

CREATE TEMP VIEW doubt AS
SELECT 'name-differs' AS code, 'person' AS kind, id AS key, fund, county
FROM benefit_row
WHERE 'C' IN (grade(id_raw, id, name, pensioner), grade(id_raw, id, name, other_pensioner))
UNION
SELECT 'resident-only', 'person', id, fund, county FROM benefit_row WHERE NOT settled;
