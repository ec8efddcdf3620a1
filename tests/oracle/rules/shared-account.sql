-- control shared-account: one bank account that received money for many persons in recent months.

CREATE TEMP VIEW candidate AS
SELECT 'account' AS kind, p.account AS key, '' AS fund, min(p.county) AS county, NULL AS month,
       NULL AS amount, count(*) AS rows,
       p.account IN (SELECT key FROM exempt_key WHERE rule = 'shared-account') AS exempt
FROM payment p
WHERE p.account IS NOT NULL AND p.amount > 0
  AND p.for_month > as_of_month() - param('months')
GROUP BY p.account
HAVING count(DISTINCT p.id) >= param('min_persons');
