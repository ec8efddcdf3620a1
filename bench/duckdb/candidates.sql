-- Candidates first: the few persons, accounts and payments that a rule can concern at all, and only their rows after that.
CREATE TEMP TABLE named AS SELECT p.* FROM pay p SEMI JOIN (SELECT key(id) AS id FROM (SELECT id FROM death UNION SELECT id FROM cremation UNION SELECT id FROM custody)) n USING (id);
CREATE TEMP TABLE several AS SELECT p.* FROM pay p SEMI JOIN (SELECT id FROM pay WHERE fund IN (110, 120, 170) GROUP BY id HAVING min(fund) < max(fund)) c USING (id) WHERE fund IN (110, 120, 170);
CREATE TEMP TABLE twice AS FROM pay p WHERE hash(id, fund, month, amount) IN (SELECT hash(id, fund, month, amount) AS k FROM pay GROUP BY k HAVING count(*) > 1);
CREATE TEMP TABLE shared AS SELECT p.* FROM pay p SEMI JOIN (SELECT account FROM pay GROUP BY account HAVING min(id) < max(id)) c USING (account);
SELECT 'after-death' AS rule, sum(n) AS rows, count(*) AS groups, sum(s) AS fen FROM (SELECT count(*) AS n, sum(amount) AS s
	FROM named p WHERE EXISTS (FROM death d WHERE key(d.id) = p.id AND p.month > d.month) GROUP BY p.id, fund, p.month HAVING s > 0)
UNION ALL
SELECT 'after-cremation', sum(n), count(*), sum(s) FROM (SELECT count(*) AS n, sum(amount) AS s
	FROM named p WHERE EXISTS (FROM cremation d WHERE key(d.id) = p.id AND p.month > d.month) GROUP BY p.id, fund, p.month HAVING s > 0)
UNION ALL
SELECT 'in-custody', sum(n), count(*), sum(s) FROM (SELECT count(*) AS n, sum(amount) AS s
	FROM named p WHERE EXISTS (FROM custody d WHERE key(d.id) = p.id AND p.month > d.since AND p.month <= d.until) GROUP BY p.id, fund, p.month HAVING s > 0)
UNION ALL
SELECT 'paid-twice', sum(n), count(*), sum(s) FROM (SELECT count(*) AS n, sum(amount) AS s
	FROM twice GROUP BY id, fund, month, amount HAVING n >= 2 AND s > 0)
UNION ALL
SELECT 'two-pensions', sum(n), count(*), sum(s) FROM (SELECT count(*) AS n, sum(amount) AS s
	FROM several GROUP BY id, month HAVING min(fund) < max(fund) AND s > 0)
UNION ALL
SELECT 'shared-account', sum(n), count(*), sum(s) FROM (SELECT count(*) AS n, sum(amount) AS s
	FROM shared GROUP BY account HAVING count(DISTINCT id) >= 5);
