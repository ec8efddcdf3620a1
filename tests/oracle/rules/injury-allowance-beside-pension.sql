-- 29.4 injury-allowance-beside-pension (DOMAIN X05; 工伤保险条例 Art. 35): a person with an injury of grade 1 to 4 who draws a
-- pension has a right only to the gap between pension and allowance standard.  What was paid above the gap is claimed.
-- Of several injuries the gravest grade and the highest standard count.

CREATE TEMP TABLE pension AS
SELECT id, for_month, sum(amount) AS paid, min(name) AS name, max(name) AS other_name
FROM payment
WHERE state = 'paid' AND fund IN (SELECT value FROM param_list WHERE name = 'pension_funds')
  AND (item IS NULL OR item NOT IN (SELECT value FROM param_list WHERE name = 'other_items'))
GROUP BY id, for_month
HAVING sum(amount) > 0;

CREATE TEMP TABLE gravest AS
SELECT id, min(grade) AS grade, max(allowance) AS standard, max(allowance_malformed OR grade_malformed) AS unreadable
FROM injury
WHERE id IS NOT NULL
GROUP BY id;

CREATE TEMP TABLE allowance_row AS
SELECT p.id, p.id_raw, p.name, p.fund, p.county, p.for_month, p.amount, m.name AS pensioner, m.other_name AS other_pensioner,
       max(coalesce(g.standard, 0) - m.paid, 0) AS gap, g.standard IS NULL OR g.unreadable AS unknown
FROM payment p
JOIN gravest g ON g.id = p.id
JOIN pension m ON m.id = p.id AND m.for_month = p.for_month
WHERE p.state = 'paid' AND p.fund = '410' AND p.county IS NOT NULL AND g.grade BETWEEN 1 AND 4
  AND p.item IN (SELECT value FROM param_list WHERE name = 'allowance_items');

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, for_month AS month,
       sum(amount) - max(gap) AS amount, count(*) AS rows, 0 AS exempt
FROM allowance_row
GROUP BY id, fund, county, for_month;

CREATE TEMP VIEW doubt AS
SELECT 'name-differs' AS code, 'person' AS kind, id AS key, fund, county
FROM allowance_row
WHERE 'C' IN (grade(id_raw, id, name, pensioner), grade(id_raw, id, name, other_pensioner))
UNION
SELECT 'standard-unknown', 'person', id, fund, county FROM allowance_row WHERE unknown;
