-- 29.1 net-below-zero (DOMAIN Q06): more reversed than paid of one item for one month.

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM payment
WHERE state = 'paid' AND amount <> 0
  AND id IS NOT NULL AND fund IS NOT NULL AND county IS NOT NULL AND item IS NOT NULL AND for_month IS NOT NULL
GROUP BY id, fund, county, item, for_month
HAVING sum(amount) < 0;
