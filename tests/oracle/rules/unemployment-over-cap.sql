-- 29.4 unemployment-over-cap (DOMAIN U02; 社会保险法 Art. 46): months of an approved spell beyond 12, 18 or 24 months of
-- benefit, by contributions of 1, 5 and 10 years; what was left of an earlier spell is added, never above 24 in all.
-- A month's place is counted from the first month paid net in its spell; a spell with gaps is undecided, and so are
-- approvals that overlap (a month counts for the first of them in the file) and the last year before retirement.

CREATE TEMP TABLE paid_month AS
SELECT id, county, for_month
FROM payment
WHERE state = 'paid' AND fund = '210' AND item IN (SELECT value FROM param_list WHERE name = 'benefit_items')
  AND county IS NOT NULL
GROUP BY id, county, for_month
HAVING sum(amount) > 0;

CREATE TEMP TABLE approval AS
SELECT rowid AS approval_row, id, id_raw, name, "from", until,
       CASE WHEN actual_months + deemed_months < 12 THEN min(carried_months, 24)
            WHEN actual_months + deemed_months < 60 THEN min(12 + carried_months, 24)
            WHEN actual_months + deemed_months < 120 THEN min(18 + carried_months, 24)
            WHEN actual_months + deemed_months >= 120 THEN 24 END AS cap
FROM unemployment;

CREATE TEMP TABLE spell_month AS
SELECT n.id, n.county, n.for_month, min(a.approval_row) AS approval_row
FROM paid_month n JOIN approval a ON a.id = n.id
WHERE n.for_month >= a."from" AND (a.until IS NULL OR n.for_month <= a.until)
GROUP BY n.id, n.county, n.for_month;

CREATE TEMP TABLE spell AS
SELECT m.id, m.county, a."from", min(m.for_month) AS first, max(m.for_month) - min(m.for_month) + 1 > count(*) AS gaps
FROM spell_month m JOIN approval a USING (approval_row)
GROUP BY m.id, m.county, a."from";

CREATE TEMP TABLE excess_row AS
SELECT p.rowid AS payment_row, p.id, p.id_raw, p.name, p.fund, p.county, p.for_month, p.amount, s.gaps, min(a.approval_row) AS approval_row
FROM payment p
JOIN approval a ON a.id = p.id
JOIN spell s ON s.id = p.id AND s.county = p.county AND s."from" = a."from"
WHERE p.state = 'paid' AND p.fund = '210' AND p.item IN (SELECT value FROM param_list WHERE name = 'benefit_items')
  AND p.for_month >= a."from" AND (a.until IS NULL OR p.for_month <= a.until)
  AND p.for_month - s.first + 1 > a.cap
GROUP BY p.rowid;

-- The months of retirement that a person may have: the identity number does not say which of a woman's two.
CREATE TEMP TABLE retires AS
SELECT DISTINCT e.id, retirement_month(key_birth(e.id), g.age_group) AS month
FROM excess_row e JOIN (SELECT '1' AS sex, 'men60' AS age_group UNION SELECT '2', 'women55' UNION SELECT '2', 'women50') g
  ON g.sex = id_sex(e.id);

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, for_month AS month, sum(amount) AS amount, count(*) AS rows, 0 AS exempt
FROM excess_row
GROUP BY id, fund, county, for_month;

CREATE TEMP VIEW doubt AS
SELECT 'name-differs' AS code, 'person' AS kind, e.id AS key, e.fund, e.county
FROM excess_row e JOIN approval a USING (approval_row)
WHERE grade(e.id_raw, a.id_raw, e.name, a.name) = 'C'
UNION
SELECT 'interrupted', 'person', id, fund, county FROM excess_row WHERE gaps
UNION
SELECT 'approvals-overlap', 'person', e.id, e.fund, e.county
FROM excess_row e JOIN approval a USING (approval_row) JOIN approval o ON o.id = a.id
WHERE o."from" <> a."from" AND (a.until IS NULL OR o."from" <= a.until) AND (o.until IS NULL OR a."from" <= o.until)
UNION
SELECT 'near-retirement', 'person', e.id, e.fund, e.county
FROM excess_row e JOIN retires r ON r.id = e.id
WHERE e.for_month BETWEEN r.month - param('extend_months') + 1 AND r.month;
