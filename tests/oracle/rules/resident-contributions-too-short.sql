-- 29.4 resident-contributions-too-short (DOMAIN A06; 国发〔2014〕8号): a resident pension in payment with fewer months of
-- contribution than required: none from who was 60 when the scheme began, else the months from then to 60, at most 15 years.
-- A lead only.

CREATE TEMP TABLE approval AS
SELECT rowid AS approval_row, id, id_raw, name, fund, county, birth, contributed_months,
       min(max(month_of(coalesce(birth, key_birth(id))) + 12 * param('age') - param('scheme_start'), 0),
           param('required_months')) AS required
FROM retirement
WHERE fund = '170' AND id IS NOT NULL AND county IS NOT NULL;

-- Each approval once, with the first entry in the register that is in payment.
CREATE TEMP TABLE short AS
SELECT a.*, min(r.rowid) AS person_row
FROM approval a JOIN person r ON r.id = a.id AND r.fund = a.fund AND r.county = a.county
WHERE r.state = 'normal' AND a.contributed_months < a.required
GROUP BY a.approval_row;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM short
GROUP BY id, fund, county;

CREATE TEMP VIEW doubt AS
SELECT 'name-differs' AS code, 'person' AS kind, s.id AS key, s.fund, s.county
FROM short s JOIN person r ON r.rowid = s.person_row
WHERE grade(s.id_raw, r.id_raw, s.name, r.name) = 'C'
UNION
SELECT 'birth-differs', 'person', id, fund, county FROM short WHERE birth <> key_birth(id);
