-- 29.1 death-evidence-disagrees (DOMAIN D04): of one person a death is recorded, and another death record is
-- more than 31 days away, or the cremation lies before the death or long after it, or the cremation
-- register's own death date is more than 31 days away, or the person passed a certification later, or a
-- contribution for a later month was paid later.  Every register entry of the person is listed.

CREATE TEMP TABLE contradicted AS
SELECT r.rowid AS person_row, r.id, r.id_raw, r.name, r.fund, r.county, min(d.rowid) AS death_row
FROM person r JOIN death d ON d.id = r.id
WHERE r.fund IS NOT NULL AND r.county IS NOT NULL
  AND (EXISTS (SELECT 1 FROM death e
               WHERE e.id = r.id AND julianday(e.date) - julianday(d.date) > param('max_gap_days'))
    OR EXISTS (SELECT 1 FROM cremation m
               WHERE m.id = r.id
                 AND (m.date < d.date OR julianday(m.date) - julianday(d.date) > param('cremation_days')
                      OR abs(julianday(m.died_on) - julianday(d.date)) > param('max_gap_days')))
    OR EXISTS (SELECT 1 FROM alive_check a WHERE a.id = r.id AND a.passed = 1 AND a.checked_on > d.date)
    OR EXISTS (SELECT 1 FROM contribution k
               WHERE k.id = r.id AND k.amount > 0
                 AND min(k.for_month, k.paid_month) > month_of(d.date)))
GROUP BY r.rowid;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM contradicted
GROUP BY id, fund, county;

CREATE TEMP VIEW doubt AS
SELECT DISTINCT 'name-differs' AS code, 'person' AS kind, c.id AS key, c.fund, c.county
FROM contradicted c JOIN death d ON d.rowid = c.death_row
WHERE grade(c.id_raw, d.id_raw, c.name, d.name) = 'C';
