-- 29.4 resident-pension-before-age (DOMAIN A06, 4): resident pension for a month before that of the 60th birthday.

CREATE TEMP TABLE early_row AS
SELECT id, id_raw, name, fund, county, for_month, amount
FROM payment
WHERE state = 'paid' AND fund = '170' AND county IS NOT NULL
  AND item IS NOT NULL AND item NOT IN (SELECT value FROM param_list WHERE name = 'other_items')
  AND id_form(id_raw) IN ('citizen18', 'citizen15')
  AND for_month < month_of(key_birth(id)) + 12 * param('age');

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, for_month AS month, sum(amount) AS amount, count(*) AS rows, 0 AS exempt
FROM early_row
GROUP BY id, fund, county, for_month;

CREATE TEMP VIEW doubt AS
SELECT 'name-differs' AS code, 'person' AS kind, e.id AS key, e.fund, e.county
FROM early_row e JOIN person r USING (id, fund, county)
WHERE grade(e.id_raw, r.id_raw, e.name, r.name) = 'C'
UNION
SELECT 'birth-differs', 'person', e.id, e.fund, e.county
FROM early_row e JOIN person r USING (id, fund, county)
WHERE r.birth <> key_birth(e.id);
