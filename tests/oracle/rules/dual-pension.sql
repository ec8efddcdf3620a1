-- 29.4 dual-pension: resident pension (170) in a month in which the same person has a positive net of
-- employee (110) or public-sector (120) pension; the resident part is claimed (DOMAIN X01),
-- except what the person's own account paid (account_items); of a row without an item nobody can say.

CREATE TEMP TABLE pensioned_month AS
SELECT id, for_month, min(name) AS name, max(name) AS other_name
FROM payment
WHERE state = 'paid' AND fund IN (SELECT value FROM param_list WHERE name = 'major_funds')
GROUP BY id, for_month
HAVING sum(amount) > 0;

CREATE TEMP TABLE resident_row AS
SELECT p.id, p.id_raw, p.name, p.fund, p.county, p.for_month, p.amount, q.name AS pensioner_name, q.other_name
FROM payment p JOIN pensioned_month q ON q.id = p.id AND q.for_month = p.for_month
WHERE p.state = 'paid' AND p.fund = '170' AND p.county IS NOT NULL AND p.item IS NOT NULL
  AND p.item NOT IN (SELECT value FROM param_list WHERE name = 'account_items');

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, for_month AS month,
       sum(amount) AS amount, count(*) AS rows, 0 AS exempt
FROM resident_row
GROUP BY id, fund, county, for_month;

CREATE TEMP VIEW doubt AS
SELECT DISTINCT 'name-differs' AS code, 'person' AS kind, id AS key, fund, county
FROM resident_row
WHERE grade(id_raw, id, name, pensioner_name) = 'C' OR grade(id_raw, id, name, other_name) = 'C';
