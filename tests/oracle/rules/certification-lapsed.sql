-- 29.4 certification-lapsed: more than 12 months since the month of the last passed check, or, for a
-- person never checked, since the benefit began (2023-06 is due by the end of 2024-06).
-- A passed check of unreadable date decides nothing.

CREATE TEMP TABLE last_passed AS
SELECT id, max(checked_on) AS checked_on FROM alive_check WHERE passed = 1 GROUP BY id;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, p.id AS key, p.fund, p.county, NULL AS month,
       NULL AS amount, count(*) AS rows, 0 AS exempt
FROM person p LEFT JOIN last_passed l ON l.id = p.id
WHERE p.state = 'normal'
  AND as_of_month() > CASE WHEN l.id IS NULL THEN p.benefit_from ELSE month_of(l.checked_on) END
                      + param('valid_months')
  AND p.id IS NOT NULL AND p.fund IS NOT NULL AND p.county IS NOT NULL
GROUP BY p.id, p.fund, p.county;
