-- 29.2 unknown-fund-in-extract (DOMAIN Q04): funds that are in no dictionary on a large share of one payment extract.

CREATE TEMP VIEW candidate AS
SELECT 'extract' AS kind, extract || ':fund' AS key, '' AS fund, min(county) AS county, NULL AS month,
       NULL AS amount, 1 AS rows, 0 AS exempt
FROM payment
GROUP BY extract
HAVING count(*) >= param('min_rows') AND sum(fund_malformed) > 0
   AND sum(fund_malformed) * 10000 >= param('min_share') * count(*);
