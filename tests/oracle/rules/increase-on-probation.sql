-- 29.4 increase-on-probation (DOMAIN J03, 2.2-5): during 管制, 缓刑, 监外执行, 假释 the pension continues without increases.
-- What a month of the term paid net above the month in which the term began is claimed; without a net payment in that
-- month there is nothing to compare with.  A record that ends before it begins is let through, to be undecided.

CREATE TEMP TABLE pension_row AS
SELECT rowid AS payment_row, id, id_raw, name, fund, county, for_month, amount
FROM payment
WHERE state = 'paid' AND fund IN (SELECT value FROM param_list WHERE name = 'funds')
  AND item IS NOT NULL AND item NOT IN (SELECT value FROM param_list WHERE name = 'other_items');

CREATE TEMP TABLE net AS
SELECT id, fund, county, for_month, sum(amount) AS paid, count(*) AS rows
FROM pension_row
WHERE id IS NOT NULL AND county IS NOT NULL AND for_month IS NOT NULL
GROUP BY id, fund, county, for_month
HAVING sum(amount) > 0;

CREATE TEMP TABLE term AS
SELECT rowid AS term_row, id, id_raw, name, "from", until, until_malformed, month_of("from") AS begun
FROM custody
WHERE kind IN (SELECT value FROM param_list WHERE name = 'frozen_kinds');

-- Each month with more than the month of the beginning, with the first term that says so.
CREATE TEMP TABLE raised_month AS
SELECT n.*, b.paid AS before, min(t.term_row) AS term_row
FROM net n
JOIN term t ON t.id = n.id
LEFT JOIN net b ON b.id = n.id AND b.fund = n.fund AND b.county = n.county AND b.for_month = t.begun
WHERE n.for_month > t.begun
  AND (t.until IS NULL OR t.until < t."from" OR n.for_month <= month_of(t.until))
  AND n.paid > coalesce(b.paid, 0)
GROUP BY n.id, n.fund, n.county, n.for_month;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, for_month AS month, paid - coalesce(before, 0) AS amount, rows, 0 AS exempt
FROM raised_month;

CREATE TEMP VIEW doubt AS
SELECT 'name-differs' AS code, 'person' AS kind, m.id AS key, m.fund, m.county
FROM raised_month m JOIN term t USING (term_row)
JOIN pension_row p ON p.id = m.id AND p.fund = m.fund AND p.county = m.county AND p.for_month = m.for_month
WHERE grade(p.id_raw, t.id_raw, p.name, t.name) = 'C'
UNION
SELECT 'dates-disorder', 'person', m.id, m.fund, m.county FROM raised_month m JOIN term t USING (term_row)
WHERE t.until < t."from"
UNION
SELECT 'release-unreadable', 'person', m.id, m.fund, m.county FROM raised_month m JOIN term t USING (term_row)
WHERE t.until_malformed
UNION
SELECT 'no-baseline', 'person', id, fund, county FROM raised_month WHERE before IS NULL;
