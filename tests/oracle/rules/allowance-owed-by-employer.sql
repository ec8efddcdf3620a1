-- 29.1 allowance-owed-by-employer (DOMAIN W04, 工伤保险条例 Art. 36): the fund paid the allowance of grade 5 or 6,
-- the worst grade of several injuries counting.

CREATE TEMP TABLE worst AS
SELECT id, min(grade) AS grade, max(grade_malformed) AS unreadable
FROM injury
GROUP BY id
HAVING min(grade) IN (5, 6);

CREATE TEMP TABLE allowance AS
SELECT p.id, p.id_raw, p.fund, p.county, p.for_month, p.name, w.unreadable,
       sum(p.amount) OVER (PARTITION BY p.id, p.county, p.for_month) > 0 AS paid
FROM payment p JOIN worst w ON w.id = p.id
WHERE p.state = 'paid' AND p.fund = '410' AND p.county IS NOT NULL AND p.for_month IS NOT NULL
  AND p.item IN (SELECT value FROM param_list WHERE name = 'allowance_items');

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM allowance WHERE paid
GROUP BY id, fund, county, for_month;

CREATE TEMP VIEW doubt AS
SELECT 'name-differs' AS code, 'person' AS kind, a.id AS key, a.fund, a.county
FROM allowance a JOIN injury i ON i.id = a.id
WHERE a.paid AND grade(a.id_raw, i.id_raw, a.name, i.name) = 'C'
UNION
SELECT 'grade-unreadable', 'person', id, fund, county FROM allowance WHERE paid AND unreadable;
