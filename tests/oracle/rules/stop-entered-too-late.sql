-- 29.4 stop-entered-too-late (DOMAIN D03, 2.2-2): paused or stopped in the register, but from a later month than the
-- death allows.  Where another death record makes the same stop month consistent, the sources disagree.

CREATE TEMP TABLE stop AS
SELECT rowid AS person_row, id, id_raw, name, fund, county,
       stopped_from - CASE state WHEN 'stopped' THEN param('stopped_after') ELSE param('paused_after') END AS earliest_death
FROM person
WHERE state IN ('stopped', 'paused') AND fund IS NOT NULL AND county IS NOT NULL;

-- Each late entry once, with the first death record that makes it late.
CREATE TEMP TABLE late_stop AS
SELECT s.*, min(d.rowid) AS death_row
FROM stop s JOIN death d ON d.id = s.id
WHERE month_of(d.date) < s.earliest_death
GROUP BY s.person_row;

CREATE TEMP VIEW candidate AS
SELECT 'person' AS kind, id AS key, fund, county, NULL AS month, NULL AS amount, count(*) AS rows, 0 AS exempt
FROM late_stop
GROUP BY id, fund, county;

CREATE TEMP VIEW doubt AS
SELECT 'name-differs' AS code, 'person' AS kind, l.id AS key, l.fund, l.county
FROM late_stop l JOIN death d ON d.rowid = l.death_row
WHERE grade(l.id_raw, d.id_raw, l.name, d.name) = 'C'
UNION
SELECT 'seen-alive-later', 'person', l.id, l.fund, l.county
FROM late_stop l JOIN death d ON d.rowid = l.death_row JOIN alive_check a ON a.id = l.id
WHERE a.passed = 1 AND a.checked_on > d.date
UNION
SELECT 'sources-disagree', 'person', l.id, l.fund, l.county
FROM late_stop l JOIN death e ON e.id = l.id
WHERE month_of(e.date) >= l.earliest_death;
