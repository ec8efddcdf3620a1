-- 29.2 damaged-register-numbers: identity numbers of the register damaged: one finding for
-- each extract and way of damage, where so large a share of its rows is damaged in that way (param min_share is in
-- ten-thousandths, so that the boundary is exact).

CREATE TEMP TABLE whole AS
SELECT extract, count(*) AS total, min(county) AS county
FROM person
GROUP BY extract
HAVING count(*) >= param('min_rows');

CREATE TEMP TABLE damaged AS
SELECT extract, id_damage(id_raw) AS pattern, count(*) AS damaged
FROM person
WHERE id_raw IS NOT NULL AND id_damage(id_raw) <> 'none'
GROUP BY 1, 2;

CREATE TEMP VIEW candidate AS
SELECT 'extract' AS kind, d.extract || ':id:' || d.pattern AS key, '' AS fund, w.county AS county, NULL AS month,
       NULL AS amount, 1 AS rows, 0 AS exempt
FROM damaged d JOIN whole w ON w.extract = d.extract
WHERE d.damaged * 10000 >= param('min_share') * w.total;
