-- 29.4 pension-before-lawful-age (DOMAIN A01, 4): an employee pension for a month before the age that nothing may undercut,
-- not even elastic retirement: the old age of the group; with an approval of special trade or illness their ages; without
-- any approval, or with one of another policy, the lowest age there is, that of illness.

CREATE TEMP TABLE floor AS
SELECT rowid AS approval_row, id, id_raw, fund, kind, name, birth, sex,
       CASE WHEN kind IN ('illness', 'other') THEN iif(id_sex(id) = '1', param('illness_man'), param('illness_woman'))
            WHEN kind = 'special' THEN iif(id_sex(id) = '1', param('special_man'), param('special_woman'))
            WHEN kind IS NOT NULL AND id_sex(id) = '1' THEN param('man_age')
            WHEN kind IS NOT NULL THEN iif(age_group = 'women55', param('cadre_age'), param('woman_age')) END AS age
FROM retirement
WHERE id IS NOT NULL;
CREATE INDEX temp.floor_id ON floor (id, fund);

CREATE TEMP TABLE early_row AS
SELECT p.rowid AS payment_row, p.id, p.id_raw, p.name, p.fund, p.county, p.for_month, p.amount
FROM payment p
WHERE p.state = 'paid' AND p.fund IN (SELECT value FROM param_list WHERE name = 'funds') AND p.county IS NOT NULL
  AND p.item IS NOT NULL AND p.item NOT IN (SELECT value FROM param_list WHERE name = 'other_items')
  AND id_form(p.id_raw) IN ('citizen18', 'citizen15')
  AND CASE WHEN EXISTS (SELECT 1 FROM floor f WHERE f.id = p.id AND f.fund = p.fund)
           THEN EXISTS (SELECT 1 FROM floor f WHERE f.id = p.id AND f.fund = p.fund
                        AND p.for_month < month_of(key_birth(p.id)) + 12 * f.age)
           ELSE p.for_month < month_of(key_birth(p.id))
                              + 12 * iif(id_sex(p.id) = '1', param('illness_man'), param('illness_woman')) END;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, for_month AS month, sum(amount) AS amount, count(*) AS rows, 0 AS exempt
FROM early_row
GROUP BY id, fund, county, for_month;

CREATE TEMP VIEW doubt AS
SELECT 'name-differs' AS code, 'person' AS kind, e.id AS key, e.fund, e.county
FROM early_row e JOIN floor f ON f.id = e.id AND f.fund = e.fund
WHERE grade(e.id_raw, f.id_raw, e.name, f.name) = 'C'
UNION
SELECT 'birth-differs', 'person', e.id, e.fund, e.county
FROM early_row e JOIN floor f ON f.id = e.id AND f.fund = e.fund
WHERE f.birth <> key_birth(e.id)
UNION
SELECT 'sex-differs', 'person', e.id, e.fund, e.county
FROM early_row e JOIN floor f ON f.id = e.id AND f.fund = e.fund
WHERE f.sex <> id_sex(e.id)
UNION
SELECT 'approvals-differ', 'person', e.id, e.fund, e.county
FROM early_row e JOIN floor f ON f.id = e.id AND f.fund = e.fund
GROUP BY e.payment_row
HAVING count(DISTINCT f.kind) > 1
UNION
SELECT 'policy-retirement', 'person', e.id, e.fund, e.county
FROM early_row e JOIN floor f ON f.id = e.id AND f.fund = e.fund
WHERE f.kind = 'other';
