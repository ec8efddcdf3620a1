-- control incident-account-immediate (Art. 31, DOMAIN R03, per matter): what is due from two persons or more whose
-- registers name one account is together 500,000 yuan or more.  A case counts for the account of its first register entry.

CREATE TEMP TABLE owed AS
SELECT c.key AS person, c.county, c.claimed,
       (SELECT r.account FROM person r
        WHERE r.id = c.key AND r.fund = c.fund AND r.county = c.county AND r.account IS NOT NULL
        ORDER BY r.rowid LIMIT 1) AS account
FROM case_file c
WHERE c.kind = 'person' AND c.claimed > 0;

CREATE TEMP VIEW candidate AS
SELECT 'account' AS kind, account AS key, '' AS fund, min(county) AS county, NULL AS month, NULL AS amount, count(*) AS rows,
       account IN (SELECT key FROM exempt_key WHERE rule = 'incident-account-immediate') AS exempt
FROM owed
WHERE account IS NOT NULL
GROUP BY account
HAVING count(DISTINCT person) >= 2 AND sum(claimed) >= param('major_amount');
