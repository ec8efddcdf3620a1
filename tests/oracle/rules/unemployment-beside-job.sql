-- 29.4 unemployment-beside-job (DOMAIN U01): unemployment benefit for a month in which an employer paid contributions net,
-- and, with start_after_months 1, had already done so in the month before: the month of the new job itself is still due.
-- Contributions by the employer of before the unemployment are undecided: it may have been slow to deregister.

CREATE TEMP TABLE job AS
SELECT id, unit, for_month, min(name) AS name, max(name) AS other_name, min(rowid) AS first_row
FROM contribution
WHERE unit IS NOT NULL AND id IS NOT NULL AND for_month IS NOT NULL
  AND fund IN (SELECT value FROM param_list WHERE name = 'job_funds')
  AND (kind IS NULL OR kind NOT IN (SELECT value FROM param_list WHERE name = 'other_kinds'))
GROUP BY id, unit, for_month
HAVING sum(amount) > 0;

-- Each row once, with the first employer's month that contradicts it.
CREATE TEMP TABLE benefit_row AS
SELECT p.rowid AS payment_row, p.id, p.id_raw, p.name, p.fund, p.county, p.for_month, p.amount, min(j.first_row) AS job_row
FROM payment p
JOIN job j ON j.id = p.id AND j.for_month = p.for_month
JOIN job begun ON begun.id = j.id AND begun.unit = j.unit AND begun.for_month = j.for_month - param('start_after_months')
WHERE p.state = 'paid' AND p.fund = '210' AND p.county IS NOT NULL
  AND p.item IN (SELECT value FROM param_list WHERE name = 'benefit_items')
GROUP BY p.rowid;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, for_month AS month, sum(amount) AS amount, count(*) AS rows, 0 AS exempt
FROM benefit_row
GROUP BY id, fund, county, for_month;

CREATE TEMP VIEW doubt AS
SELECT 'name-differs' AS code, 'person' AS kind, b.id AS key, b.fund, b.county
FROM benefit_row b JOIN job j ON j.first_row = b.job_row
WHERE 'C' IN (grade(b.id_raw, j.id, b.name, j.name), grade(b.id_raw, j.id, b.name, j.other_name))
UNION
SELECT 'former-unit', 'person', b.id, b.fund, b.county
FROM benefit_row b JOIN job j ON j.first_row = b.job_row
JOIN unemployment u ON u.id = b.id AND u.unit = j.unit
WHERE b.for_month >= u."from" AND (u.until IS NULL OR b.for_month <= u.until);
