-- 29.1 unknown-code-in-payment (DOMAIN Q04): payments of one number with a fund, county or state that is in no
-- dictionary.  Not for a column in an extract in which that is general (class 2).

CREATE TEMP TABLE general AS
SELECT extract, sum(fund_malformed) * 10000 >= param('min_share') * count(*) AS fund,
       sum(county_malformed) * 10000 >= param('min_share') * count(*) AS county,
       sum(state_malformed) * 10000 >= param('min_share') * count(*) AS state
FROM payment
GROUP BY extract
HAVING count(*) >= param('min_rows');

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, coalesce(p.id, p.id_raw) AS key, min(p.fund) AS fund, min(p.county) AS county,
       NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM payment p LEFT JOIN general g ON g.extract = p.extract
WHERE (p.fund_malformed AND NOT coalesce(g.fund, 0) OR p.county_malformed AND NOT coalesce(g.county, 0)
       OR p.state_malformed AND NOT coalesce(g.state, 0))
  AND p.id_raw IS NOT NULL
GROUP BY coalesce(p.id, p.id_raw);
