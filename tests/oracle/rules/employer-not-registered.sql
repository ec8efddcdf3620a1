-- 29.3 employer-not-registered: open, founded more than 30 days ago, not among the enrolled units.

CREATE TEMP VIEW candidate AS
SELECT 'employer' AS kind, e.uscc AS key, '' AS fund, e.county, NULL AS month,
       NULL AS amount, count(*) AS rows, 0 AS exempt
FROM employer e
WHERE e.state = 'open'
  AND julianday(as_of()) - julianday(e.founded_on) > param('days')
  AND NOT EXISTS (SELECT 1 FROM enrolment n WHERE n.uscc = e.uscc)
  AND e.uscc IS NOT NULL AND e.county IS NOT NULL
GROUP BY e.uscc, e.county;
