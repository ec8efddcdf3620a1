-- 29.4 special-retirement-unqualified (DOMAIN A02; 国发〔1978〕104号): an early retirement approved for a special trade or illness
-- before the month of its age, or for a special trade with too few months in it (height and heavy work 10 years,
-- underground and heat 9, toxic 8).  Of an unknown sex the lower age is held against it.

CREATE TEMP TABLE approval AS
SELECT rowid AS approval_row, id, fund, county, birth, sex, kind, special_months,
       month_of(retired_on) AS retired, month_of(coalesce(birth, key_birth(id))) AS born,
       CASE kind || coalesce(sex, id_sex(id), '')
           WHEN 'special1' THEN param('special_man') WHEN 'special2' THEN param('special_woman')
           WHEN 'illness1' THEN param('illness_man') WHEN 'illness2' THEN param('illness_woman')
           WHEN 'special' THEN min(param('special_man'), param('special_woman'))
           WHEN 'illness' THEN min(param('illness_man'), param('illness_woman')) END AS age,
       CASE WHEN special_kind IN ('height', 'heavy') THEN param('height_months')
            WHEN special_kind IN ('underground', 'heat') THEN param('underground_months')
            WHEN special_kind = 'toxic' THEN param('toxic_months') END AS months_needed
FROM retirement
WHERE kind IN ('special', 'illness') AND id IS NOT NULL AND fund IS NOT NULL AND county IS NOT NULL;

CREATE TEMP TABLE short AS
SELECT * FROM approval
WHERE retired < born + 12 * age OR (kind = 'special' AND special_months < months_needed);

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM short
GROUP BY id, fund, county;

CREATE TEMP VIEW doubt AS
SELECT 'birth-differs' AS code, 'person' AS kind, id AS key, fund, county FROM short WHERE birth <> key_birth(id)
UNION
SELECT 'sex-differs', 'person', id, fund, county FROM short WHERE sex <> id_sex(id);
