-- A query for each rule over `pay`: rule, rows behind its groups, groups, sum in fen. A sum not above zero is no finding, as in hecha.
SELECT 'after-death' AS rule, sum(n) AS rows, count(*) AS groups, sum(s) AS fen FROM (SELECT count(*) AS n, sum(amount) AS s
	FROM pay p WHERE EXISTS (FROM death d WHERE key(d.id) = p.id AND p.month > d.month) GROUP BY p.id, fund, p.month HAVING s > 0)
UNION ALL
SELECT 'after-cremation', sum(n), count(*), sum(s) FROM (SELECT count(*) AS n, sum(amount) AS s
	FROM pay p WHERE EXISTS (FROM cremation d WHERE key(d.id) = p.id AND p.month > d.month) GROUP BY p.id, fund, p.month HAVING s > 0)
UNION ALL
SELECT 'in-custody', sum(n), count(*), sum(s) FROM (SELECT count(*) AS n, sum(amount) AS s
	FROM pay p WHERE EXISTS (FROM custody d WHERE key(d.id) = p.id AND p.month > d.since AND p.month <= d.until) GROUP BY p.id, fund, p.month HAVING s > 0)
UNION ALL
SELECT 'paid-twice', sum(n), count(*), sum(s) FROM (SELECT count(*) AS n, sum(amount) AS s
	FROM pay GROUP BY id, fund, month, amount HAVING n >= 2 AND s > 0)
UNION ALL
SELECT 'two-pensions', sum(n), count(*), sum(s) FROM (SELECT count(*) AS n, sum(amount) AS s
	FROM pay WHERE fund IN (110, 120, 170) GROUP BY id, month HAVING count(DISTINCT fund) >= 2 AND s > 0)
UNION ALL
SELECT 'shared-account', sum(n), count(*), sum(s) FROM (SELECT count(*) AS n, sum(amount) AS s
	FROM pay GROUP BY account HAVING count(DISTINCT id) >= 5);
