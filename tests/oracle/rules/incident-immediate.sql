-- control incident-immediate (Art. 31, DOMAIN R03): what is due from one person in one county, all funds
-- together, is 500,000 yuan or more.  Listed with the first fund.

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, key, min(fund) AS fund, county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM case_file
WHERE kind = 'person' AND claimed > 0
GROUP BY key, county
HAVING sum(claimed) >= param('major_amount');
