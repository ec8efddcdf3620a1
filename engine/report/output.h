/* Inside report/ only: the writers of report.def and what several of them say alike. */
#ifndef HECHA_OUTPUT_H
#define HECHA_OUTPUT_H

#include "report/csv_out.h"
#include "report/json.h"
#include "report/report.h"

#define OUTPUT(name, writer) MUST_USE enum status writer(const struct report *report, const char *path, struct err *err);
#include "report/report.def"
#undef OUTPUT

/* One file with one text, for outputs that are made in memory. */
MUST_USE enum status output_text(const char *path, const struct buffer *text, struct err *err);

/* ---- words for people (labels.c) ---- */

struct span label_fund(const struct report *report, struct span fund);
struct span label_county(const struct report *report, struct span county);
struct span label_action(const struct report *report, struct span action);
struct span label_level(struct span level);
const char *label_state(const struct report_rule *rule);

/* The first part of summary.txt; nothing when there is nothing to say (summary_gaps.c). */
void summary_gaps(const struct report *report, struct buffer *out);
/* What is in no case, by reason; nothing when there is none of it (summary_asides.c). */
void summary_asides(const struct report *report, struct buffer *out);

/* ---- what is known of a case (case_facts.c) ---- */

/* The messages of its rules, joined by ；. */
void case_messages(const struct case_file *file, struct buffer *out);
/* Titles of its rules, joined by ；. */
void case_titles(const struct case_file *file, struct buffer *out);
/* Where the law stands: of the class, then of its rules, each once, joined by ；. */
void case_basis(const struct report *report, const struct case_file *file, struct buffer *out);
/* The name of the person or employer as the first row behind the first rule has it; empty when no rule reads a name. */
void case_name(const struct report *report, const struct case_file *file, struct buffer *out);
/* What its rules claim before the cap of what was paid net: the largest claim of each month. */
int64_t case_claimed(const struct case_file *file);
/* How many working days and by what source, or why they could not be counted; empty: no deadline. */
void deadline_note(const struct handling *handling, int64_t unknown_year, struct buffer *out);
/* Proposals of control ride along with a case of another class: is this part the first with a handling of its own beside the case's? */
bool case_part_apart(const struct case_file *file, uint32_t part);
/* What is sent for them, by when and by what source, and what follows. */
void case_also(const struct case_file *file, struct buffer *out);
/* The first rows behind it, by file and line, with the cells that its rules quote as they stand. */
void case_examples(const struct report *report, const struct case_file *file, struct arena *arena, struct buffer *out);
/* Identity numbers and the like keep their digits in a spreadsheet; names of files and operators are text. */
void case_key_cell(struct csv_out *csv, const struct case_file *file);
/* First and last month, how many, and case_claimed; four empty cells for a case without claims. */
void case_money_cells(struct csv_out *csv, const struct case_file *file);

/* ---- places and values (places.c) ---- */

/* Path of an extract relative to the agency folder. */
struct span place_file(const struct report *report, struct place place);

/* Was any of it read? Tables no rule asks for, and stale ones, are not: their figures are no zeros. */
bool extract_was_read(const struct report_extract *extract);
bool table_was_read(const struct report *report, const struct table_spec *spec);

/* ---- evidence (evidence_lines.c, evidence_values.c) ---- */

enum { SLOT_FROM = 0 };
/* A row behind a hit, or a partner row it met. */
struct evidence_line {
	struct place place;
	const struct stage *stage;
	uint32_t slot;	  /* SLOT_FROM, or 1 + the number of the match */
	uint32_t partner; /* its row in the table that is matched; 0 for SLOT_FROM */
	const uint8_t *values; /* packed values of stage */
	struct place owner;    /* of a partner: the row that met it, the first one in (extract, line) order; its values are those */
};
struct evidence_lines {
	uint32_t count;
	struct evidence_line *line; /* rows by place, then partners by place, each once */
	uint64_t more;		    /* rows that are not listed */
};
struct evidence_lines evidence_lines(const struct report *report, const struct group *group, struct arena *arena);
/* `alias.column=value; …` of a line: of a row what was kept of it, of a partner every column its stage reads. */
void evidence_text(const struct report *report, const struct evidence_line *line, struct buffer *out);

/* Packed values in the same form; all: those of partners too. A cell that could not be read stands as it was, behind `malformed:`. */
void packed_text(const struct report *report, const struct stage *stage, const uint8_t *packed, bool all, struct buffer *out);
/* First non-null value of a column with this name, aliases in order. False: there is none. */
bool packed_find(const struct report *report, const struct stage *stage, const uint8_t *packed, struct span column, struct buffer *out);
/* Marks the columns of `slot` that a condition reads; used has room for the columns of its table. */
/* The marked columns of a partner row. */
void partner_text(const struct report *report, const struct plan_match *match, uint32_t row, const bool *used, struct buffer *out);

/* A parameter in force: its value and since when; null and `override` when the agency set it (manifest_json.c). */
void put_param(struct json *json, const char *name, const struct plan_param *param);

/* ---- undecided (undecided_count.c, undecided_values.c) ---- */

uint64_t undecided_sum(const struct report *report, const struct rule *rule); /* over its codes */
/* What a code of a rule rests on: the columns it reads of the partners of the row that cannot be decided, with their places. */
void undecided_partners(const struct report *report, const struct group *group, uint32_t code, struct buffer *out);

#endif
