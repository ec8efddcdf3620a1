-- 29.6 name-and-number-both-changed (DOMAIN A05, 双改): number and name of one person changed within 30 days.

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, c.id AS key, '' AS fund, c.county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM change c
WHERE c.field IN (SELECT value FROM param_list WHERE name = 'number_fields') AND c.old <> c.new
  AND EXISTS (SELECT 1 FROM change n
              WHERE n.id = c.id AND n.field IN (SELECT value FROM param_list WHERE name = 'name_fields')
                AND NOT same_name(n.old, n.new)
                AND abs(julianday(c.changed_on) - julianday(n.changed_on)) <= param('days'))
  AND c.county IS NOT NULL
GROUP BY c.id, c.county;
