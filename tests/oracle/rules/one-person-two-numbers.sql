-- 29.1 one-person-two-numbers (DOMAIN Q02): a register entry with the name, birth date and account of an entry
-- under another number.  The names are the same but for blanks and glyphs.

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM person p
WHERE EXISTS (SELECT 1 FROM person o
              WHERE same_name(o.name, p.name) AND o.birth = p.birth AND o.account = p.account AND o.id <> p.id)
  AND fund IS NOT NULL AND county IS NOT NULL
GROUP BY id, fund, county;
