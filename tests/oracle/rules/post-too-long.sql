-- control post-too-long (Art. 16): in a high-risk post for more than 5 years; the day the years are full is lawful.

CREATE TEMP TABLE stayed AS
SELECT operator, county, until_malformed
FROM post
WHERE high_risk = 1 AND (until IS NULL OR until >= as_of()) AND add_years("from", param('years')) < as_of()
  AND operator IS NOT NULL AND county IS NOT NULL;

CREATE TEMP VIEW candidate AS
SELECT 'operator' AS kind, operator AS key, '' AS fund, county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM stayed
GROUP BY operator, county;

CREATE TEMP VIEW doubt AS
SELECT DISTINCT 'end-unreadable' AS code, 'operator' AS kind, operator AS key, '' AS fund, county
FROM stayed WHERE until_malformed;
