-- 29.6 worked-as-child (DOMAIN A04, 劳动法 Art. 15): started work before the 16th birthday by the approved birth
-- date, or where there is none by the one in the number.  A lead.

CREATE TEMP TABLE child AS
SELECT id, fund, county, birth <> key_birth(id) AS birth_differs
FROM retirement
WHERE started_on < add_years(coalesce(birth, key_birth(id)), param('min_age'))
  AND id IS NOT NULL AND fund IS NOT NULL AND county IS NOT NULL;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM child
GROUP BY id, fund, county;

CREATE TEMP VIEW doubt AS
SELECT DISTINCT 'birth-differs' AS code, 'person' AS kind, id AS key, fund, county
FROM child WHERE birth_differs;
