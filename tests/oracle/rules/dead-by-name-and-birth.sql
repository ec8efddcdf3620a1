-- control dead-by-name-and-birth: a payee whose name and birth date are those of a death record without a usable
-- number (DOMAIN 5, grades E and F). A name that more than max_namesakes payees bear is undecided; who stands in the death register
-- under the number is left to the other rules.

CREATE TEMP TABLE payee AS
SELECT rowid AS person_row, id, id_raw, name AS person, name_key(name) AS name, coalesce(birth, id_birth(id_raw)) AS birth, fund, county
FROM person WHERE state = 'normal';

CREATE TEMP TABLE lead AS
SELECT DISTINCT p.person_row, p.id, p.fund, p.county, p.name
FROM payee p JOIN death g ON g.id IS NULL AND name_key(g.name) = p.name AND g.birth = p.birth
WHERE grade(p.id_raw, g.id_raw, p.person, g.name) IN ('E', 'F')
  AND NOT EXISTS (SELECT 1 FROM death k WHERE k.id = p.id)
  AND p.id IS NOT NULL AND p.fund IS NOT NULL AND p.county IS NOT NULL;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM lead
GROUP BY id, fund, county;

CREATE TEMP VIEW doubt AS
SELECT DISTINCT 'common-name' AS code, 'person' AS kind, id AS key, fund, county
FROM lead
WHERE (SELECT count(DISTINCT q.id) FROM payee q WHERE q.name = lead.name) > param('max_namesakes');
