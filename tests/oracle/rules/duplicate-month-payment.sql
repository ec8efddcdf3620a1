-- 29.1 duplicate-month-payment: the same person, fund, county, item and month paid the same amount
-- twice or more, reversals (negative, same absolute amount) netted out.

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, for_month AS month,
       sum(amount) - max(amount) AS amount, count(*) AS rows, 0 AS exempt
FROM payment
WHERE state = 'paid' AND amount <> 0
  AND id IS NOT NULL AND fund IS NOT NULL AND county IS NOT NULL
  AND item IS NOT NULL AND for_month IS NOT NULL
GROUP BY id, fund, county, item, for_month, abs(amount)
HAVING sum(amount) > max(amount);
