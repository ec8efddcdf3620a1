-- 29.4 survivor-never-qualified (DOMAIN W02; 因工死亡职工供养亲属范围规定 Art. 3): survivor's pension granted to a spouse, parent
-- or grandparent below 60 (a man) or 55 (a woman): the months before that age are claimed; or to a child, grandchild or
-- sibling who was already grown up: every month.  Who cannot work at all has a right at any age.
-- Of an unknown sex the lower age is held against the grant.

CREATE TEMP TABLE granted AS
SELECT rowid AS survivor_row, id, id_raw, name, relation IN ('spouse', 'parent', 'grandparent') AS elder, granted_on, sex,
       birth, coalesce(birth, key_birth(id)) AS born,
       CASE coalesce(sex, id_sex(id)) WHEN '1' THEN param('man_age') WHEN '2' THEN param('woman_age')
            ELSE min(param('man_age'), param('woman_age')) END AS elder_age
FROM survivor
WHERE disabled = 0 AND relation IS NOT NULL;

CREATE TEMP TABLE wrong_row AS
SELECT p.rowid AS payment_row, p.id, p.id_raw, p.name, p.fund, p.county, p.for_month, p.amount, min(g.survivor_row) AS survivor_row
FROM payment p JOIN granted g ON g.id = p.id
WHERE p.state = 'paid' AND p.fund = '410' AND p.county IS NOT NULL AND p.for_month IS NOT NULL
  AND p.item IN (SELECT value FROM param_list WHERE name = 'items')
  AND CASE WHEN g.elder THEN age(g.born, g.granted_on) < g.elder_age AND p.for_month < month_of(g.born) + 12 * g.elder_age
           ELSE age(g.born, g.granted_on) >= param('adult_age') END
GROUP BY p.rowid;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, for_month AS month, sum(amount) AS amount, count(*) AS rows, 0 AS exempt
FROM wrong_row
GROUP BY id, fund, county, for_month;

CREATE TEMP VIEW doubt AS
SELECT 'name-differs' AS code, 'person' AS kind, w.id AS key, w.fund, w.county
FROM wrong_row w JOIN granted g USING (survivor_row)
WHERE grade(w.id_raw, g.id_raw, w.name, g.name) = 'C'
UNION
SELECT 'birth-differs', 'person', w.id, w.fund, w.county
FROM wrong_row w JOIN granted g USING (survivor_row)
WHERE g.birth <> key_birth(w.id)
UNION
SELECT 'sex-differs', 'person', w.id, w.fund, w.county
FROM wrong_row w JOIN granted g USING (survivor_row)
WHERE g.elder AND g.sex <> id_sex(w.id);
