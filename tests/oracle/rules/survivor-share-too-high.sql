-- 29.1 survivor-share-too-high (DOMAIN W03, 工伤保险条例 Art. 39): granted more than 40 % (spouse) or 30 % (others),
-- 10 points more for the lonely and orphans, of the worker's wage.  Less than a fen above is rounding.

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, '410' AS fund, county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM survivor
WHERE granted * 100 - wage * (iif(relation = 'spouse', param('spouse_percent'), param('other_percent'))
                              + alone * param('alone_percent')) >= 100
  AND relation IS NOT NULL AND id IS NOT NULL AND county IS NOT NULL
GROUP BY id, county;
