-- 29.4 dual-pension: resident pension (170) in a month in which the same person has a positive net of
-- employee (110) or public-sector (120) pension; the resident part is claimed (DOMAIN X01).

CREATE TEMP TABLE pensioned_month AS
SELECT id, for_month
FROM payment
WHERE state = 'paid' AND fund IN ('110', '120')
GROUP BY id, for_month
HAVING sum(amount) > 0;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, p.id AS key, p.fund, p.county, p.for_month AS month,
       sum(p.amount) AS amount, count(*) AS rows, 0 AS exempt
FROM payment p JOIN pensioned_month q ON q.id = p.id AND q.for_month = p.for_month
WHERE p.state = 'paid' AND p.fund = '170' AND p.county IS NOT NULL
GROUP BY p.id, p.fund, p.county, p.for_month;
