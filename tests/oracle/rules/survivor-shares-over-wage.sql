-- 29.1 survivor-shares-over-wage (DOMAIN W03): the shares granted to all survivors of one worker exceed the wage
-- (the highest recorded one).

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, deceased AS key, '410' AS fund, county, NULL AS month, NULL AS amount, count(*) AS rows,
       0 AS exempt
FROM survivor
WHERE granted IS NOT NULL AND wage IS NOT NULL AND deceased IS NOT NULL AND county IS NOT NULL
GROUP BY deceased, county
HAVING sum(granted) > max(wage);
