-- 29.1 account-name-differs (DOMAIN B02): money of the last months went to an account whose holder is not
-- the person, names compared without blanks, dots, width and case.  One hit per account.

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, NULL AS month, NULL AS amount, count(*) AS rows,
       coalesce(account, '') IN (SELECT key FROM exempt_key WHERE rule = 'account-name-differs') AS exempt
FROM payment
WHERE state = 'paid' AND amount > 0
  AND for_month > as_of_month() - param('months')
  AND NOT same_name(name, account_name)
  AND id IS NOT NULL AND fund IS NOT NULL AND county IS NOT NULL
GROUP BY id, fund, county, coalesce(account, '');
