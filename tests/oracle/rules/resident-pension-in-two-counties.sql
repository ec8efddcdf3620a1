-- 29.4 resident-pension-in-two-counties (a city's rule): in a month with a positive net in two or more
-- counties the county first drawn in is kept (DOMAIN X02), the nets of the others are claimed.
-- Where two of the month's counties share the earliest start nobody can say which is kept.

CREATE TEMP TABLE net AS
SELECT id, county, for_month, sum(amount) AS amount, count(*) AS rows
FROM payment
WHERE state = 'paid' AND fund = '170'
  AND id IS NOT NULL AND county IS NOT NULL AND for_month IS NOT NULL
GROUP BY id, county, for_month
HAVING sum(amount) > 0;

CREATE TEMP TABLE first_drawn AS
SELECT id, county, min(for_month) AS since FROM net GROUP BY id, county;

CREATE TEMP TABLE crowded_month AS
SELECT n.id, n.for_month, min(f.since) AS since
FROM net n JOIN first_drawn f ON f.id = n.id AND f.county = n.county
GROUP BY n.id, n.for_month
HAVING count(*) >= 2;

-- The counties of a crowded month, with how many of them share the earliest start.
CREATE TEMP TABLE contender AS
SELECT n.id, n.county, n.for_month, n.amount, n.rows,
       f.since = c.since AS earliest,
       sum(f.since = c.since) OVER (PARTITION BY n.id, n.for_month) AS earliest_count
FROM net n
JOIN crowded_month c ON c.id = n.id AND c.for_month = n.for_month
JOIN first_drawn f ON f.id = n.id AND f.county = n.county;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, '170' AS fund, county, for_month AS month,
       amount, rows, 0 AS exempt
FROM contender
WHERE NOT (earliest AND earliest_count = 1);

CREATE TEMP VIEW doubt AS
SELECT DISTINCT 'same-start' AS code, 'person' AS kind, id AS key, '170' AS fund, county
FROM contender
WHERE earliest AND earliest_count > 1;
