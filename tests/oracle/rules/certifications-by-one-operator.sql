-- control certifications-by-one-operator (DOMAIN L02): one operator passed many people in one day.  The county
-- is the lowest of those in the people's first register entries.

CREATE TEMP VIEW candidate AS
SELECT 'operator' AS kind, a.operator AS key, '' AS fund, min(r.county) AS county, NULL AS month, NULL AS amount,
       count(*) AS rows, 0 AS exempt
FROM alive_check a JOIN person r ON r.rowid = (SELECT min(rowid) FROM person WHERE id = a.id)
WHERE a.passed = 1 AND a.operator IS NOT NULL
  AND a.operator NOT IN (SELECT value FROM param_list WHERE name = 'automatic')
  AND month_of(a.checked_on) > as_of_month() - param('months')
GROUP BY a.operator, a.checked_on
HAVING count(DISTINCT a.id) >= param('min_persons');
