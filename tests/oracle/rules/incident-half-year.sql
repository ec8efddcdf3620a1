-- control incident-half-year (Art. 31, DOMAIN R03): the same from 10,000 and below 500,000 yuan.

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, key, min(fund) AS fund, county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM case_file
WHERE kind = 'person' AND claimed > 0
GROUP BY key, county
HAVING sum(claimed) >= param('report_amount') AND sum(claimed) < param('major_amount');
