-- control not-through-social-card (Art. 26): money of the last months, of none before the regulation, that did
-- not go through the social-security card.  One hit per account; an unknown mark is not a no.

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, NULL AS month, NULL AS amount, count(*) AS rows,
       coalesce(account, '') IN (SELECT key FROM exempt_key WHERE rule = 'not-through-social-card') AS exempt
FROM payment
WHERE state = 'paid' AND amount > 0 AND card = 0
  AND for_month >= param('since') AND for_month > as_of_month() - param('months')
  AND id IS NOT NULL AND fund IS NOT NULL AND county IS NOT NULL
GROUP BY id, fund, county, coalesce(account, '');
