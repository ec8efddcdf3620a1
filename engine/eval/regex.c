/* The only file that speaks to PCRE2. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/memory.h"
#include "eval/eval.h"

/* Work one match may do before it counts as no match: a pattern with catastrophic backtracking must not stop the night. */
enum { MATCH_LIMIT = 1000000 };

struct regex {
	pcre2_code *code;
	pcre2_match_context *context;
};

static pthread_key_t match_key;
static pthread_once_t match_once = PTHREAD_ONCE_INIT;

static void match_free(void *data)
{
	pcre2_match_data_free(data);
}

static void match_key_create(void)
{
	pthread_key_create(&match_key, match_free);
}

/* Scratch of the calling thread; one pair of offsets is enough, nobody asks for groups. */
static pcre2_match_data *thread_match(void)
{
	pthread_once(&match_once, match_key_create);
	pcre2_match_data *data = pthread_getspecific(match_key);
	if (!data) {
		data = pcre2_match_data_create(1, NULL);
		pthread_setspecific(match_key, data);
	}
	return data;
}

enum status regex_new(struct span pattern, struct regex **out, uint32_t *error_offset, struct err *err)
{
	int code;
	PCRE2_SIZE offset;
	pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)pattern.data, pattern.size, PCRE2_UTF | PCRE2_UCP | PCRE2_NO_AUTO_CAPTURE, &code,
					     &offset, NULL);
	if (!compiled) {
		PCRE2_UCHAR message[160];
		pcre2_get_error_message(code, message, sizeof message);
		*error_offset = (uint32_t)offset;
		return err_set(err, STATUS_CONFIG, "%s", (const char *)message);
	}
	pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE); /* without JIT it is slower, not wrong */
	struct regex *regex = mem_alloc(sizeof *regex);
	regex->code = compiled;
	regex->context = pcre2_match_context_create(NULL);
	pcre2_set_match_limit(regex->context, MATCH_LIMIT);
	*out = regex;
	return STATUS_OK;
}

void regex_free(struct regex *regex)
{
	if (!regex)
		return;
	pcre2_code_free(regex->code);
	pcre2_match_context_free(regex->context);
	free(regex);
}

/* UTF is checked: a file's name (column extract) may be any bytes, and those match nothing. */
bool regex_matches(const struct regex *regex, struct span text)
{
	return pcre2_match(regex->code, (PCRE2_SPTR)(text.data ? text.data : ""), text.size, 0, 0, thread_match(),
			   regex->context) >= 0;
}
