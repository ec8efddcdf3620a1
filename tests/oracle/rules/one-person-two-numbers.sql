-- 29.1 one-person-two-numbers (DOMAIN Q02): a register entry with the name, birth date and account of an entry
-- under another number.  The names are the same but for blanks and glyphs.

CREATE TEMP TABLE entry AS
SELECT id, name, birth, account FROM person WHERE birth IS NOT NULL AND account IS NOT NULL;
CREATE INDEX temp.entry_account ON entry (account, birth);

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM person p
WHERE EXISTS (SELECT 1 FROM entry o
              WHERE o.birth = p.birth AND o.account = p.account AND o.id <> p.id AND same_name(o.name, p.name))
  AND fund IS NOT NULL AND county IS NOT NULL
GROUP BY id, fund, county;
