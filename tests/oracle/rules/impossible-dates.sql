-- 29.1 impossible-dates (DOMAIN Q03): born in the future, older than 120 and drawing without a death record,
-- benefit before birth, end before start, unreadable months, death in the future or before birth.
-- A death record under another name is no evidence; the register's own dates need none.

CREATE TEMP VIEW wrong_death AS
SELECT p.rowid AS person_row, p.id_raw, d.id_raw AS death_id_raw, p.name, d.name AS death_name
FROM person p JOIN death d ON d.id = p.id
WHERE d.date > as_of() OR d.date < p.birth;

CREATE TEMP TABLE wrong_row AS
SELECT rowid AS person_row, id, fund, county
FROM person p
WHERE (benefit_from_malformed OR stopped_from_malformed
       OR birth > as_of()
       OR (state = 'normal' AND add_years(birth, param('max_age') + 1) <= as_of()
           AND NOT EXISTS (SELECT 1 FROM death d WHERE d.id = p.id))
       OR benefit_from < month_of(birth)
       OR stopped_from < benefit_from
       OR rowid IN (SELECT person_row FROM wrong_death))
  AND id IS NOT NULL AND fund IS NOT NULL AND county IS NOT NULL;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM wrong_row
GROUP BY id, fund, county;

CREATE TEMP VIEW doubt AS
SELECT DISTINCT 'name-differs' AS code, 'person' AS kind, w.id AS key, w.fund, w.county
FROM wrong_row w JOIN wrong_death d ON d.person_row = w.person_row
WHERE grade(d.id_raw, d.death_id_raw, d.name, d.death_name) = 'C';
