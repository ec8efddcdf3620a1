-- control operator-is-reviewer (Art. 16, 18): one person handled and reviewed payments of the last months.

CREATE TEMP VIEW candidate AS
SELECT 'operator' AS kind, operator AS key, '' AS fund, county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM payment
WHERE state = 'paid' AND for_month > as_of_month() - param('months')
  AND operator = reviewer AND county IS NOT NULL
  AND operator NOT IN (SELECT value FROM param_list WHERE name = 'automatic')
GROUP BY operator, county;
