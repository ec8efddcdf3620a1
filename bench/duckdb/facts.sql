-- The three small extracts, before every script: one row for each person, months as YYYYMM. 15-digit numbers are
-- written out in 18 digits, as hecha reads them; a date that is none is no date.
CREATE MACRO checked(s) AS s || '10X98765432'[1 + (list_sum([s[i]::INT * [7,9,10,5,8,4,2,1,6,3,7,9,10,5,8,4,2][i] FOR i IN range(1, 18)]) % 11)::INT];
CREATE MACRO long_id(id) AS CASE WHEN regexp_full_match(id, '\d{15}') THEN checked(id[:6] || '19' || id[7:]) ELSE id END;
CREATE MACRO yyyymm(d) AS year(d) * 100 + month(d);
CREATE TEMP TABLE death AS SELECT long_id(id) AS id, min(yyyymm(date)) AS month
	FROM (SELECT "社会保障号码" AS id, try_cast("死亡日期" AS DATE) AS date FROM read_csv('{death}', all_varchar = true)) WHERE date IS NOT NULL GROUP BY ALL;
CREATE TEMP TABLE cremation AS SELECT long_id(id) AS id, min(yyyymm(date)) AS month
	FROM (SELECT "社会保障号码" AS id, try_cast("火化日期" AS DATE) AS date FROM read_csv('{cremation}', all_varchar = true)) WHERE date IS NOT NULL GROUP BY ALL;
CREATE TEMP TABLE custody AS SELECT long_id(id) AS id, yyyymm(since) AS since, coalesce(yyyymm(until), 999912) AS until
	FROM (SELECT "社会保障号码" AS id, "刑罚种类" AS kind, try_cast("收押日期" AS DATE) AS since, try_cast("释放日期" AS DATE) AS until
		FROM read_csv('{custody}', all_varchar = true)) WHERE since IS NOT NULL AND kind IN ('拘役', '有期徒刑', '无期徒刑', '死缓');
