-- control post-not-formal (Art. 16): now in a high-risk post without being formal staff.

CREATE TEMP TABLE informal AS
SELECT operator, county, from_malformed OR until_malformed AS unreadable
FROM post
WHERE high_risk = 1 AND formal = 0
  AND ("from" IS NULL OR "from" <= as_of()) AND (until IS NULL OR until >= as_of())
  AND operator IS NOT NULL AND county IS NOT NULL;

CREATE TEMP VIEW candidate AS
SELECT 'operator' AS kind, operator AS key, '' AS fund, county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM informal
GROUP BY operator, county;

CREATE TEMP VIEW doubt AS
SELECT DISTINCT 'dates-unreadable' AS code, 'operator' AS kind, operator AS key, '' AS fund, county
FROM informal WHERE unreadable;
