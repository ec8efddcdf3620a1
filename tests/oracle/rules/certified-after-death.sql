-- 29.6 certified-after-death: a case of paid-after-death or paid-after-cremation whose person passed a
-- certification after the death or cremation: somebody certified a dead person.
-- Where the certified name is not the one in the death or cremation list, a person must look first.

CREATE TEMP TABLE late_check AS
SELECT c.key, c.fund, c.county, min(a.rowid) AS check_row
FROM (SELECT DISTINCT key, fund, county FROM case_rule
      WHERE kind = 'person' AND rule IN ('paid-after-death', 'paid-after-cremation')) c
JOIN alive_check a ON a.id = c.key
WHERE a.passed = 1
  AND (a.checked_on > (SELECT min(date) FROM death d WHERE d.id = c.key)
       OR a.checked_on > (SELECT min(date) FROM cremation m WHERE m.id = c.key))
GROUP BY c.key, c.fund, c.county;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, key, fund, county, NULL AS month, NULL AS amount, 1 AS rows, 0 AS exempt
FROM late_check;

CREATE TEMP VIEW doubt AS
SELECT DISTINCT 'name-differs' AS code, 'person' AS kind, l.key, l.fund, l.county
FROM late_check l
JOIN alive_check a ON a.rowid = l.check_row
JOIN (SELECT id, id_raw, name FROM death UNION SELECT id, id_raw, name FROM cremation) gone ON gone.id = l.key
WHERE grade(a.id_raw, gone.id_raw, a.name, gone.name) = 'C';
