-- 29.2 unknown-codes-in-extract (DOMAIN Q04): codes outside the dictionaries on a large share of one payment extract.

CREATE TEMP VIEW candidate AS
SELECT 'extract' AS kind, extract AS key, '' AS fund, min(county) AS county, NULL AS month,
       NULL AS amount, count(*) AS rows, 0 AS exempt
FROM payment
GROUP BY extract
HAVING count(*) >= param('min_rows')
   AND sum(fund_malformed OR county_malformed OR state_malformed) * 10000 >= param('min_share') * count(*);
