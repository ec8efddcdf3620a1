-- 29.1 paid-above-standard (DOMAIN Q06): the net of one month is more than so many times the registered monthly
-- standard; of several register entries the highest.  One-off items are not compared.

CREATE TEMP TABLE standard AS
SELECT id, fund, county, max(monthly) AS monthly
FROM person
GROUP BY id, fund, county
HAVING max(monthly) > 0;

CREATE TEMP TABLE compared AS
SELECT p.id, p.id_raw, p.fund, p.county, p.for_month, p.name, p.amount,
       sum(p.amount) OVER (PARTITION BY p.id, p.fund, p.county, p.for_month) > s.monthly * param('times') AS above
FROM payment p JOIN standard s ON s.id = p.id AND s.fund = p.fund AND s.county = p.county
WHERE p.state = 'paid' AND p.for_month IS NOT NULL AND p.item IS NOT NULL
  AND p.item NOT IN (SELECT value FROM param_list WHERE name = 'other_items');

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM compared WHERE above
GROUP BY id, fund, county, for_month;

CREATE TEMP VIEW doubt AS
SELECT DISTINCT 'name-differs' AS code, 'person' AS kind, c.id AS key, c.fund, c.county
FROM compared c JOIN person r ON r.id = c.id AND r.fund = c.fund AND r.county = c.county
WHERE c.above AND grade(c.id_raw, r.id_raw, c.name, r.name) = 'C';
