-- 29.4 detained-without-judgment (DOMAIN J02): still in normal payment and paid net for a month after being detained or
-- wanted, without judgment or release before the as-of date: suspend, no amount.  One hit per month.
-- A record that ends before it begins is let through, to be undecided.

CREATE TEMP TABLE pending_row AS
SELECT p.rowid AS payment_row, p.id, p.id_raw, p.name, p.fund, p.county, p.for_month, p.amount, min(c.rowid) AS custody_row
FROM payment p JOIN custody c ON c.id = p.id
WHERE p.state = 'paid'
  AND EXISTS (SELECT 1 FROM person r
              WHERE r.id = p.id AND r.fund = p.fund AND r.county = p.county AND r.state = 'normal')
  AND c.kind IN (SELECT value FROM param_list WHERE name = 'pending_kinds')
  AND p.for_month >= month_of(c."from") + param('start_after_months')
  AND (c.until IS NULL OR c.until < c."from" OR c.until >= as_of())
GROUP BY p.rowid;

CREATE TEMP TABLE pending_month AS
SELECT id, fund, county, for_month, count(*) AS rows
FROM pending_row
GROUP BY id, fund, county, for_month
HAVING sum(amount) > 0;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, NULL AS month, NULL AS amount, rows, 0 AS exempt
FROM pending_month;

-- Only months paid net can be in doubt.
CREATE TEMP VIEW evidence AS
SELECT p.id, p.id_raw, p.name, p.fund, p.county, c.rowid AS custody_row, c.id_raw AS custody_id, c.name AS custody_name,
       c."from", c.until, c.until_malformed
FROM pending_row p JOIN pending_month m USING (id, fund, county, for_month) JOIN custody c ON c.rowid = p.custody_row;

CREATE TEMP VIEW doubt AS
SELECT 'name-differs' AS code, 'person' AS kind, id AS key, fund, county FROM evidence
WHERE grade(id_raw, custody_id, name, custody_name) = 'C'
UNION
SELECT 'dates-disorder', 'person', id, fund, county FROM evidence WHERE until < "from"
UNION
SELECT 'release-unreadable', 'person', id, fund, county FROM evidence WHERE until_malformed
UNION
SELECT 'judged', 'person', e.id, e.fund, e.county
FROM evidence e JOIN custody j ON j.id = e.id
WHERE j.kind IN (SELECT value FROM param_list WHERE name = 'judged_kinds') AND j."from" >= e."from"
UNION
SELECT 'fund-disputed', 'person', id, fund, county FROM evidence
WHERE fund IN (SELECT value FROM param_list WHERE name = 'disputed_funds');
