-- 29.6 account-changed-around-death (DOMAIN B03): the bank account changed within 3 months before or after the
-- month of a death.  Listed under the person's first register entry in the county of the change.

CREATE TEMP TABLE touched AS
SELECT c.rowid AS change_row, c.id, min(d.rowid) AS death_row,
       (SELECT min(r.rowid) FROM person r WHERE r.id = c.id AND r.county = c.county) AS person_row
FROM change c JOIN death d ON d.id = c.id
WHERE c.field IN (SELECT value FROM param_list WHERE name = 'account_fields')
  AND (c.old IS NULL OR c.new IS NULL OR c.old <> c.new)
  AND abs(month_of(c.changed_on) - month_of(d.date)) <= param('months')
GROUP BY c.rowid;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, t.id AS key, r.fund, r.county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM touched t JOIN person r ON r.rowid = t.person_row
WHERE r.fund IS NOT NULL
GROUP BY t.id, r.fund, r.county;

CREATE TEMP VIEW doubt AS
SELECT DISTINCT 'name-differs' AS code, 'person' AS kind, t.id AS key, r.fund, r.county
FROM touched t JOIN person r ON r.rowid = t.person_row JOIN death d ON d.rowid = t.death_row
WHERE r.fund IS NOT NULL AND grade(r.id_raw, d.id_raw, r.name, d.name) = 'C';
