-- 29.1 one-number-several-names (DOMAIN Q02): a register entry whose number another entry holds under another name.

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM person p
WHERE EXISTS (SELECT 1 FROM person o WHERE o.id = p.id AND NOT same_name(p.name, o.name))
  AND fund IS NOT NULL AND county IS NOT NULL
GROUP BY id, fund, county;
