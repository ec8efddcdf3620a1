-- 29.6 certified-after-death: a case of paid-after-death or paid-after-cremation whose person passed a
-- certification after the death or cremation: somebody certified a dead person.

CREATE TEMP VIEW candidate AS
SELECT c.kind, c.key, c.fund, c.county, NULL AS month, NULL AS amount, 1 AS rows, 0 AS exempt
FROM (SELECT DISTINCT kind, key, fund, county FROM case_rule
      WHERE kind = 'person' AND rule IN ('paid-after-death', 'paid-after-cremation')) c
WHERE EXISTS (SELECT 1 FROM alive_check a
              WHERE a.id = c.key AND a.passed = 1
                AND (a.checked_on > (SELECT min(date) FROM death d WHERE d.id = c.key)
                     OR a.checked_on > (SELECT min(date) FROM cremation m WHERE m.id = c.key)));
