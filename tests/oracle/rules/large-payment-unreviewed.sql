-- control large-payment-unreviewed: a large payment that nobody, or only its own operator, reviewed.

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, NULL AS month,
       NULL AS amount, count(*) AS rows, 0 AS exempt
FROM payment
WHERE state = 'paid' AND amount >= param('large_amount')
  AND (reviewer IS NULL OR reviewer = operator)
  AND id IS NOT NULL AND fund IS NOT NULL AND county IS NOT NULL
GROUP BY id, fund, county;
