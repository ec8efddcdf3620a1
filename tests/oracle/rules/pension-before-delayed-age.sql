-- 29.4 pension-before-delayed-age (DOMAIN A01, 4): in the register an employee pension that began before the delayed age,
-- without an approval or with an ordinary one; or with an elastic one that is too early, older than elastic retirement
-- itself, or short of the least contributions of its year (15 years to 2029, then 6 months more each year, 20 from 2039).
-- A lead only: approvals of other kinds have ages of their own.

CREATE TEMP TABLE drawer AS
SELECT rowid AS person_row, id, id_raw, name, birth, fund, county, benefit_from, iif(id_sex(id) = '1', 'men60', 'women50') AS age_group
FROM person
WHERE fund IN (SELECT value FROM param_list WHERE name = 'funds') AND state <> 'stopped' AND county IS NOT NULL
  AND id_form(id_raw) IN ('citizen18', 'citizen15');

CREATE TEMP TABLE judged AS
SELECT d.*, t.rowid AS approval_row, t.kind, t.id_raw AS approved_id, t.name AS approved_name, t.birth AS approved_birth, t.sex AS approved_sex,
       t.retired_on, t.contributed_months,
       retirement_month(key_birth(d.id), iif(id_sex(d.id) = '2' AND t.age_group = 'women55', 'women55', d.age_group)) AS lawful,
       param('min_contributed')
           + param('yearly_more') * min(max(CAST(substr(t.retired_on, 1, 4) AS INTEGER) - 2029, 0), 10) AS least_contributed
FROM drawer d LEFT JOIN retirement t ON t.id = d.id AND t.fund = d.fund;

CREATE TEMP TABLE early AS
SELECT DISTINCT person_row, id, fund, county
FROM judged
WHERE ((approval_row IS NULL OR kind = 'normal') AND benefit_from < lawful)
   OR (kind = 'elastic' AND (benefit_from < lawful - param('elastic_months') OR retired_on < '2025-01-01'
                             OR contributed_months < least_contributed));

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM early
GROUP BY id, fund, county;

CREATE TEMP VIEW doubt AS
SELECT 'name-differs' AS code, 'person' AS kind, id AS key, fund, county
FROM early JOIN judged USING (person_row, id, fund, county)
WHERE grade(id_raw, approved_id, name, approved_name) = 'C'
UNION
SELECT 'birth-differs', 'person', id, fund, county
FROM early JOIN judged USING (person_row, id, fund, county)
WHERE approved_birth <> key_birth(id) OR birth <> key_birth(id)
UNION
SELECT 'sex-differs', 'person', id, fund, county
FROM early JOIN judged USING (person_row, id, fund, county)
WHERE approved_sex <> id_sex(id)
UNION
SELECT 'approvals-differ', 'person', id, fund, county
FROM early JOIN judged USING (person_row, id, fund, county)
GROUP BY person_row
HAVING count(DISTINCT kind) > 1;
