-- 29.2 damaged-register-numbers: identity numbers damaged on a large share of one extract of the register.

CREATE TEMP VIEW candidate AS
SELECT 'extract' AS kind, extract AS key, '' AS fund, min(county) AS county, NULL AS month,
       NULL AS amount, count(*) AS rows, 0 AS exempt
FROM person
GROUP BY extract
HAVING count(*) >= param('min_rows')
   AND sum(coalesce(id_damage(id_raw) <> 'none', 0)) * 10000 >= param('min_share') * count(*);
