-- control certifications-by-one-phone (DOMAIN L02): one phone in the passed certifications of many people.  The
-- county is the lowest of those in the people's first register entries.

CREATE TEMP VIEW candidate AS
SELECT 'operator' AS kind, a.phone AS key, '' AS fund, min(r.county) AS county, NULL AS month, NULL AS amount,
       count(*) AS rows, 0 AS exempt
FROM alive_check a JOIN person r ON r.rowid = (SELECT min(rowid) FROM person WHERE id = a.id)
WHERE a.passed = 1 AND a.phone IS NOT NULL
  AND month_of(a.checked_on) > as_of_month() - param('months')
GROUP BY a.phone
HAVING count(DISTINCT a.id) >= param('min_persons');
