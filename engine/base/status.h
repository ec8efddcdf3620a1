/* What a function that can fail returns, and the message that goes with a failure. */
#ifndef HECHA_STATUS_H
#define HECHA_STATUS_H

#include <stdarg.h>
#include <stdint.h>

/* END is not an error: there is nothing more to pull. The others map to exit codes in one place, cli/. */
enum status {
	STATUS_OK = 0,
	STATUS_END,
	STATUS_NO,	     /* the answer is no: a check or test failed */
	STATUS_UNREADABLE,   /* input is there but cannot be read as what it should be */
	STATUS_MISSING,	     /* input is not there */
	STATUS_INTERNAL,     /* a bug or out of memory */
	STATUS_CANNOT_CREATE,/* an output could not be created */
	STATUS_IO,	     /* reading or writing failed, disk full */
	STATUS_LOCKED,	     /* another run holds the agency folder */
	STATUS_PERMISSION,
	STATUS_CONFIG,	     /* configuration or rule error */
	STATUS_USAGE,
	STATUS_INTERRUPTED,  /* a signal asked the run to stop */
	STATUS_GATE,	     /* stopped at a gate, nothing published */
};

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))

/* One problem of a file that people write, in parts, for programs that read messages. */
struct err_place {
	const char *code, *severity; /* constant: "H1001", "error" */
	uint32_t line, column;	     /* 1-based; 0: the whole file, the whole line */
	char *file, *message, *hint; /* heap; hint may be NULL */
};

/* Untouched on success; on failure a complete message, several lines for a rule error (place, line, caret, hint).
 * Never holds names, identity numbers or accounts of an extract. Start with ERR_INIT, end with err_clear. */
struct err {
	enum status status;
	char *text; /* heap, NULL while nothing failed */
	struct err_place *place; /* the problems the text tells of, in its order; heap */
	uint32_t place_count;
};
#define ERR_INIT ((struct err){0})

/* Sets the message (replacing an earlier one) and returns status, so that `return err_set(...)` reads well. */
enum status err_set(struct err *err, enum status status, const char *format, ...) PRINTF_LIKE(3, 4);
void err_clear(struct err *err);
/* Adds to the problems of the message that was set last: `place` with copies of the texts. */
void err_add_place(struct err *err, struct err_place place, const char *file, const char *message, const char *hint);
/* Moves the message of `one`, and its problems, behind those of `all`; a blank line stands between. Nothing when `one` has none. */
void err_join(struct err *all, struct err *one);

#endif
