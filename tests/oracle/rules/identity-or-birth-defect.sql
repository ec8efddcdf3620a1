-- 29.1 identity-or-birth-defect: one person's number is malformed, or the birth date is malformed or
-- not the one inside the number.  Not for extracts in which number damage is general (that is class 2).

CREATE TEMP TABLE general_damage AS
SELECT extract
FROM person
GROUP BY extract
HAVING count(*) >= param('min_rows')
   AND sum(coalesce(id_damage(id_raw) <> 'none', 0)) * 10000 >= param('min_share') * count(*);

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, coalesce(id, id_raw) AS key, fund, county, NULL AS month,
       NULL AS amount, count(*) AS rows, 0 AS exempt
FROM person
WHERE (id_malformed OR birth_malformed
       OR (id_form(id_raw) IN ('citizen18', 'citizen15') AND birth <> id_birth(id_raw)))
  AND extract NOT IN (SELECT extract FROM general_damage)
  AND id_raw IS NOT NULL AND fund IS NOT NULL AND county IS NOT NULL
GROUP BY coalesce(id, id_raw), fund, county;
