-- 29.6 bulk-back-payment-before-retirement (DOMAIN C01): 36 past months or more paid through one employer in one
-- month, within 24 months before the employee pension began.  Of several such payments the first (file, line)
-- speaks; of the names in it the alphabetically first and last.

CREATE TEMP TABLE lump AS
SELECT id, paid_month, min(rowid) AS first_row, min(name) AS name, max(name) AS other
FROM contribution
WHERE fund = '110' AND amount > 0 AND for_month < paid_month AND id IS NOT NULL
GROUP BY id, coalesce(unit, '无'), paid_month
HAVING count(DISTINCT for_month) >= param('min_months');

CREATE TEMP TABLE bought AS
SELECT r.id, r.id_raw, r.name, r.fund, r.county, min(l.first_row) AS first_row
FROM person r JOIN lump l ON l.id = r.id
WHERE r.fund = '110' AND r.county IS NOT NULL
  AND r.benefit_from - l.paid_month BETWEEN 0 AND param('before_months')
GROUP BY r.rowid;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM bought
GROUP BY id, fund, county;

CREATE TEMP VIEW doubt AS
SELECT DISTINCT 'name-differs' AS code, 'person' AS kind, b.id AS key, b.fund, b.county
FROM bought b JOIN lump l ON l.first_row = b.first_row
WHERE grade(b.id_raw, l.id, b.name, l.name) = 'C' OR grade(b.id_raw, l.id, b.name, l.other) = 'C';
