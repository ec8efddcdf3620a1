-- 29.4 resident-pension-in-two-counties (a city's rule): in a month with a positive net in two or more
-- counties the county first drawn in is kept (DOMAIN X02), the nets of the others are claimed.
-- Where two of the month's counties share the earliest start nobody can say which is kept.

CREATE TEMP TABLE net AS
SELECT id, county, for_month, sum(amount) AS amount, min(name) AS name, max(name) AS other_name, min(rowid) AS first_row
FROM payment
WHERE state = 'paid' AND fund = '170'
  AND id IS NOT NULL AND county IS NOT NULL AND for_month IS NOT NULL
GROUP BY id, county, for_month
HAVING sum(amount) > 0;

CREATE TEMP TABLE first_drawn AS
SELECT id, county, min(for_month) AS since FROM net GROUP BY id, county;

-- Each month of a person with every county that paid net, and since when that county has paid.
CREATE TEMP TABLE contender AS
SELECT n.id, n.for_month, n.county, n.name, n.other_name, n.first_row, f.since,
       min(f.since) OVER (PARTITION BY n.id, n.for_month) AS earliest,
       count(*) OVER (PARTITION BY n.id, n.for_month) AS county_count
FROM net n JOIN first_drawn f ON f.id = n.id AND f.county = n.county;

-- Payment rows of a contender, in a month in which another one started no later: each once, with the
-- first such county.
CREATE TEMP TABLE second_row AS
SELECT p.rowid AS payment_row, p.id, p.id_raw, p.name, p.county, p.for_month, p.amount, min(o.first_row) AS other_row
FROM payment p
JOIN contender own ON own.id = p.id AND own.for_month = p.for_month AND own.county = p.county
JOIN contender o ON o.id = p.id AND o.for_month = p.for_month
                AND o.county <> p.county AND o.since <= own.since
WHERE p.state = 'paid' AND p.fund = '170'
GROUP BY p.rowid;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, '170' AS fund, county, for_month AS month,
       sum(amount) AS amount, count(*) AS rows, 0 AS exempt
FROM second_row
GROUP BY id, county, for_month;

CREATE TEMP VIEW doubt AS
SELECT DISTINCT 'same-start' AS code, 'person' AS kind, a.id AS key, '170' AS fund, a.county
FROM contender a JOIN contender b ON b.id = a.id AND b.for_month = a.for_month AND b.county <> a.county
WHERE a.since = a.earliest AND b.since = b.earliest
UNION
SELECT 'name-differs', 'person', s.id, '170', s.county
FROM second_row s JOIN contender o ON o.id = s.id AND o.first_row = s.other_row
WHERE grade(s.id_raw, o.id, s.name, o.name) = 'C' OR grade(s.id_raw, o.id, s.name, o.other_name) = 'C';
