-- 29.2 unknown-state-in-extract (DOMAIN Q04): states that are in no dictionary on a large share of one payment extract.

CREATE TEMP VIEW candidate AS
SELECT 'extract' AS kind, extract || ':state' AS key, '' AS fund, min(county) AS county, NULL AS month,
       NULL AS amount, 1 AS rows, 0 AS exempt
FROM payment
GROUP BY extract
HAVING count(*) >= param('min_rows') AND sum(state_malformed) > 0
   AND sum(state_malformed) * 10000 >= param('min_share') * count(*);
