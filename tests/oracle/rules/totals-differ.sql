-- 29.2 totals-differ (DOMAIN Q05, Art. 18): the finance total of a fund, county and month paid is not the number
-- or the net of the payments booked, or nothing was booked.  A total without a month cannot be compared.

CREATE TEMP TABLE booked AS
SELECT fund, county, paid_month, count(*) AS rows, sum(amount) AS amount, sum(amount IS NULL) AS unread
FROM payment
WHERE state = 'paid'
GROUP BY fund, county, paid_month;

CREATE TEMP TABLE different AS
SELECT f.extract, f.fund, f.county, b.unread
FROM finance_total f
LEFT JOIN booked b ON b.fund = f.fund AND b.county = f.county AND b.paid_month = f.paid_month
WHERE (b.rows IS NULL OR b.amount <> f.amount OR b.rows <> f.rows)
  AND f.fund IS NOT NULL AND f.county IS NOT NULL AND f.paid_month IS NOT NULL;

CREATE TEMP VIEW candidate AS
SELECT 'extract' AS kind, extract AS key, fund, county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM different
GROUP BY extract, fund, county;

CREATE TEMP VIEW doubt AS
SELECT DISTINCT 'amounts-unreadable' AS code, 'extract' AS kind, extract AS key, fund, county
FROM different WHERE unread > 0;
