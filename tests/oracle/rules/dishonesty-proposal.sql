-- control dishonesty-proposal (Art. 30, DOMAIN R02): drew for more than 6 months or more than 10,000 yuan, the
-- last limit of the notices served is over and not all is refunded.  A notice under another name than the
-- register's may have reached another person.

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

CREATE TEMP TABLE refusing AS
SELECT c.key, c.fund, c.county, t.unread AS limit_unread, b.unread AS refund_unread, b.instalments
FROM case_file c
JOIN told t ON t.id = c.key AND t.fund = c.fund AND t.county = c.county
LEFT JOIN back b ON b.id = c.key AND b.fund = c.fund AND b.county = c.county
WHERE c.kind = 'person' AND c.class IN ('29.4', '29.5', '29.6')
  AND (c.months > param('months') OR c.claimed > param('amount'))
  AND t.due_on < as_of() AND c.claimed > coalesce(b.paid, 0);

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, key, fund, county, NULL AS month, NULL AS amount, 1 AS rows, 0 AS exempt
FROM refusing;

CREATE TEMP VIEW doubt AS
SELECT 'limit-unreadable' AS code, 'person' AS kind, key, fund, county FROM refusing WHERE limit_unread
UNION SELECT 'refund-unreadable', 'person', key, fund, county FROM refusing WHERE refund_unread
UNION SELECT 'instalments', 'person', key, fund, county FROM refusing WHERE instalments
UNION
SELECT 'name-differs', 'person', c.key, c.fund, c.county
FROM refusing c
JOIN notice n ON n.id = c.key AND n.fund = c.fund AND n.county = c.county
JOIN person r ON r.id = c.key AND r.fund = c.fund AND r.county = c.county
WHERE (n.served_on IS NOT NULL OR n.served_on_malformed) AND grade(n.id_raw, r.id_raw, n.name, r.name) = 'C';
