-- 29.5 overdue-and-not-covered (Art. 29 (5), DOMAIN R01): what is due is large, the last limit of the notices
-- served is over, not all is refunded, and what is open exceeds the offset: balance, lump sum and a year of
-- periodic benefit together (reading sum) or each alone (reading any).  The dead have no periodic benefit.

CREATE TEMP TABLE told AS
SELECT id, fund, county, max(due_on) AS due_on, max(due_on IS NULL OR served_on_malformed) AS unread
FROM notice
WHERE served_on IS NOT NULL OR served_on_malformed
GROUP BY id, fund, county;

CREATE TEMP TABLE back AS
SELECT id, fund, county, sum(amount) AS paid, max(amount IS NULL) AS unread,
       max(coalesce(kind = 'instalment', 0)) AS instalments
FROM refund
GROUP BY id, fund, county;

-- Periodic benefit to set off, per register entry.
CREATE TEMP TABLE periodic AS
SELECT r.id, r.id_raw, r.fund, r.county, r.name,
       CASE WHEN EXISTS (SELECT 1 FROM case_rule c
                         WHERE c.kind = 'person' AND c.key = r.id AND c.fund = r.fund AND c.county = r.county
                           AND c.rule IN ('paid-after-death', 'paid-after-cremation', 'injury-benefit-after-death'))
            THEN 0 ELSE r.monthly * param('offset_months') END AS amount
FROM person r;

-- A case with each combination of account and register entry that it has.
CREATE TEMP TABLE open_case AS
SELECT c.key, c.fund, c.county, t.unread AS limit_unread, coalesce(b.unread, 0) AS refund_unread,
       coalesce(b.instalments, 0) AS instalments, c.claimed - coalesce(b.paid, 0) AS open,
       a.rowid IS NULL AS no_account, r.id IS NULL AS no_person, r.id_raw, r.name,
       CASE param('reading') WHEN 'sum' THEN a.balance + a.lump_sum + r.amount
                             WHEN 'any' THEN max(a.balance, a.lump_sum, r.amount) END AS offset
FROM case_file c
JOIN told t ON t.id = c.key AND t.fund = c.fund AND t.county = c.county
LEFT JOIN back b ON b.id = c.key AND b.fund = c.fund AND b.county = c.county
LEFT JOIN account a ON a.id = c.key AND a.fund = c.fund AND a.county = c.county
LEFT JOIN periodic r ON r.id = c.key AND r.fund = c.fund AND r.county = c.county
WHERE c.kind = 'person' AND c.class IN ('29.4', '29.6') AND c.claimed >= param('large_amount')
  AND t.due_on < as_of() AND c.claimed > coalesce(b.paid, 0);

CREATE TEMP TABLE escalated AS
SELECT DISTINCT key, fund, county
FROM open_case
WHERE no_account OR no_person OR open > offset;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, key, fund, county, NULL AS month, NULL AS amount, 1 AS rows, 0 AS exempt
FROM escalated;

CREATE TEMP VIEW doubt AS
WITH asked AS (SELECT o.* FROM open_case o JOIN escalated USING (key, fund, county))
SELECT 'account-unknown' AS code, 'person' AS kind, key, fund, county FROM asked WHERE no_account
UNION SELECT 'monthly-unknown', 'person', key, fund, county FROM asked WHERE no_person
UNION SELECT 'limit-unreadable', 'person', key, fund, county FROM asked WHERE limit_unread
UNION SELECT 'refund-unreadable', 'person', key, fund, county FROM asked WHERE refund_unread
UNION SELECT 'instalments', 'person', key, fund, county FROM asked WHERE instalments
UNION
SELECT 'name-differs', 'person', o.key, o.fund, o.county
FROM asked o JOIN notice n ON n.id = o.key AND n.fund = o.fund AND n.county = o.county
WHERE (n.served_on IS NOT NULL OR n.served_on_malformed) AND grade(n.id_raw, o.id_raw, n.name, o.name) = 'C';
