"""Limits that an agency sets in hecha.yaml: at the limit a run is published, beyond it a person decides."""
from agency import (DEATH_HEADER, DONE, GAPS, GATE, P1, P2, PAYMENT, PAYMENT_HEADER, SECRETS, Agency, check, death_row, equal, lines,
                    payment_row, person_id)


def cases_undecided():
    """Undecided rows up to the notice level are no gap."""
    for label, limit, rows, code in (("default-none", None, 0, DONE), ("default-one", None, 1, GAPS), ("one-at", 1, 1, DONE),
                                     ("one-over", 1, 2, GAPS), ("many-at", 100, 100, DONE)):
        def test(folder, limit=limit, rows=rows, code=code):
            agency = Agency(folder)
            if limit is not None:
                agency.head["limits"] = f"{{undecided: {limit}}}"
            # Without a month only the rules that compare months are undecided; one rule is run so that a row counts once.
            agency.put("payment", PAYMENT + lines(*[payment_row(P1, month="")] * rows))
            agency.must(code, "--only", "paid-after-death")
            equal(agency.summary()["undecided"], rows, "undecided")
            equal(len(agency.table("undecided.csv")), rows, "rows of undecided.csv")
        yield label, test


def crowd(agency, dead, living):
    """So many persons paid after death, one row each, and so many rows of one who lives."""
    people = [person_id(number % 1000, f"19{60 + number // 1000}0101") for number in range(dead)]
    agency.put("death", lines(DEATH_HEADER, *(death_row(person) for person in people)))
    agency.put("payment", lines(PAYMENT_HEADER, *(payment_row(person, account=person) for person in people),
                                *[payment_row(P2, "2024-04", name="孔无名")] * living))
    SECRETS.difference_update(people[10:])  # enough of them to look for on stderr


def cases_runaway():
    """A rule that finds more than a fifth of all rows, and more than 1000 persons, stops the run."""
    for label, limit, dead, living, code in (
            ("default-at", None, 1010, 4040, DONE), ("default-over", None, 1010, 4039, GATE), ("few-persons", None, 1000, 0, DONE),
            ("50%-at", "50%", 1010, 1010, DONE), ("50%-over", "50%", 1010, 1009, GATE), ("off", "0%", 1010, 0, DONE)):
        def test(folder, limit=limit, dead=dead, living=living, code=code):
            agency = Agency(folder)
            agency.must(DONE, "--only", "paid-after-death")
            if limit:
                agency.head["limits"] = f'{{runaway: "{limit}"}}'
            crowd(agency, dead, living)
            run = agency.must(code, "--only", "paid-after-death")
            if code == GATE:
                check("'paid-after-death' runs away: 1010 of" in run.err, run.err)
            else:
                equal(agency.rule("paid-after-death")["subjects"], dead, "subjects")
        yield label, test
