/* Expression text cut into tokens; what a name is. */
#ifndef HECHA_EXPR_LEX_H
#define HECHA_EXPR_LEX_H

#include "rule/expr.h"

enum token_kind {
	TOKEN_END,
	TOKEN_BAD, /* no token: `message` and `hint` say why; nothing follows it but END */
	TOKEN_INT,
	TOKEN_DECIMAL,
	TOKEN_TEXT,
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_COMMA,
	TOKEN_DOT,
	TOKEN_EQ, /* the six comparisons in the order of enum expr_op */
	TOKEN_NE,
	TOKEN_LT,
	TOKEN_LE,
	TOKEN_GT,
	TOKEN_GE,
	TOKEN_PLUS,
	TOKEN_MINUS,
	TOKEN_STAR,
	TOKEN_MATCHES,	   /* ~ */
	TOKEN_NOT_MATCHES, /* !~ */
	TOKEN_NAME,	   /* this and what follows are words: any of them may stand behind a dot */
	TOKEN_AND,
	TOKEN_OR,
	TOKEN_NOT,
	TOKEN_IS,
	TOKEN_NULL,
	TOKEN_IN,
	TOKEN_BETWEEN,
	TOKEN_LIKE,
	TOKEN_CASE,
	TOKEN_WHEN,
	TOKEN_THEN,
	TOKEN_ELSE,
	TOKEN_END_WORD, /* end */
	TOKEN_TRUE,
	TOKEN_FALSE,
};

struct token {
	enum token_kind kind;
	uint8_t scale;	  /* DECIMAL */
	int64_t number;	  /* INT, DECIMAL */
	struct span text; /* words: as written; TEXT: the value */
	uint32_t from, to;		/* bytes of the scalar's text */
	uint32_t source_from, source_to; /* bytes of tokens.source */
	const char *message, *hint;	/* BAD */
	enum problem_code code;		/* BAD */
};

struct tokens {
	struct token *token; /* heap; the last one is END */
	size_t count, capacity;
	struct span source; /* the whole text with runs of blanks between tokens as one blank; in the arena */
};

/* Cuts bytes [from, to) of text. Values of TEXT tokens and messages live in the arena. */
void tokens_make(struct tokens *tokens, struct span text, uint32_t from, uint32_t to, struct arena *arena);
void tokens_free(struct tokens *tokens);

/* An ASCII letter or _, then letters, digits and _: what may stand behind a dot. */
bool word_is_valid(struct span word);
/* A word that is no keyword: what may stand in front of a dot or alone. */
bool name_is_valid(struct span name);
/* Whether a word is this one, in upper or lower case. */
bool word_is(struct span word, const char *lower_case);

#endif
