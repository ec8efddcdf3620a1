-- 29.1 identity-or-birth-defect: one person's number is malformed, or the birth date is malformed or
-- not the one inside the number.  Not for numbers damaged in a way that is general in their extract (that is class 2).

CREATE TEMP TABLE whole AS
SELECT extract, count(*) AS total
FROM person
GROUP BY extract
HAVING count(*) >= param('min_rows');

CREATE TEMP TABLE general_damage AS
SELECT p.extract, id_damage(p.id_raw) AS pattern
FROM person p JOIN whole w ON w.extract = p.extract
WHERE p.id_malformed
GROUP BY 1, 2
HAVING count(*) * 10000 >= param('min_share') * max(w.total);

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, coalesce(id, id_raw) AS key, fund, county, NULL AS month,
       NULL AS amount, count(*) AS rows, 0 AS exempt
FROM person p
WHERE CASE WHEN id_malformed THEN NOT EXISTS (SELECT 1 FROM general_damage g
                                              WHERE g.extract = p.extract AND g.pattern = id_damage(p.id_raw))
           ELSE birth_malformed OR (id_form(id_raw) IN ('citizen18', 'citizen15') AND birth <> id_birth(id_raw)) END
  AND id_raw IS NOT NULL AND fund IS NOT NULL AND county IS NOT NULL
GROUP BY coalesce(id, id_raw), fund, county;
