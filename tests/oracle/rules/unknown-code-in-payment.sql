-- 29.1 unknown-code-in-payment (DOMAIN Q04): payments of one number with a fund, county or state that is in no
-- dictionary.  Not for extracts in which that is general (class 2).

CREATE TEMP TABLE general AS
SELECT extract
FROM payment
GROUP BY extract
HAVING count(*) >= param('min_rows')
   AND sum(fund_malformed OR county_malformed OR state_malformed) * 10000 >= param('min_share') * count(*);

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, coalesce(id, id_raw) AS key, min(fund) AS fund, min(county) AS county,
       NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM payment
WHERE (fund_malformed OR county_malformed OR state_malformed)
  AND extract NOT IN (SELECT extract FROM general)
  AND id_raw IS NOT NULL
GROUP BY coalesce(id, id_raw);
