-- 29.6 account-changed-around-death (DOMAIN B03): the bank account changed within 3 months before or after the
-- month of a death.  Listed once in the county of the change, under the lowest fund the person has there; of the names
-- in the register the first and the last in order are compared.

CREATE TEMP TABLE entry AS
SELECT id, id_raw, county, min(fund) AS fund, min(name) AS name, max(name) AS last_name
FROM person
WHERE fund IS NOT NULL AND id IS NOT NULL
GROUP BY id, county;

CREATE TEMP TABLE touched AS
SELECT c.rowid AS change_row, c.id, c.county, min(d.rowid) AS death_row
FROM change c JOIN death d ON d.id = c.id
WHERE c.field IN (SELECT value FROM param_list WHERE name = 'account_fields')
  AND (c.old IS NULL OR c.new IS NULL OR c.old <> c.new)
  AND abs(month_of(c.changed_on) - month_of(d.date)) <= param('months')
GROUP BY c.rowid;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, t.id AS key, r.fund, r.county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM touched t JOIN entry r ON r.id = t.id AND r.county = t.county
GROUP BY t.id, r.fund, r.county;

CREATE TEMP VIEW doubt AS
SELECT DISTINCT 'name-differs' AS code, 'person' AS kind, t.id AS key, r.fund, r.county
FROM touched t JOIN entry r ON r.id = t.id AND r.county = t.county JOIN death d ON d.rowid = t.death_row
WHERE grade(r.id_raw, d.id_raw, r.name, d.name) = 'C' OR grade(r.id_raw, d.id_raw, r.last_name, d.name) = 'C';
