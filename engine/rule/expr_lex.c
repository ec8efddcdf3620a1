#include "rule/expr_lex.h"

#include <stdlib.h>

#include "rule/expr_wrong.h"

struct lexer {
	struct span text;
	uint32_t at, end;
	struct arena *arena;
	struct tokens *tokens;
	struct buffer source;
};

static const struct {
	const char *word;
	enum token_kind kind;
} keywords[] = {
	{"and", TOKEN_AND},   {"or", TOKEN_OR},		  {"not", TOKEN_NOT},	{"is", TOKEN_IS},     {"null", TOKEN_NULL},
	{"in", TOKEN_IN},     {"between", TOKEN_BETWEEN}, {"like", TOKEN_LIKE}, {"case", TOKEN_CASE}, {"when", TOKEN_WHEN},
	{"then", TOKEN_THEN}, {"else", TOKEN_ELSE},	  {"end", TOKEN_END_WORD}, {"true", TOKEN_TRUE}, {"false", TOKEN_FALSE},
};

/* Longest first: `<=` before `<`. */
static const struct {
	const char *sign;
	enum token_kind kind;
} signs[] = {
	{"<>", TOKEN_NE}, {"<=", TOKEN_LE}, {">=", TOKEN_GE},	{"!~", TOKEN_NOT_MATCHES}, {"=", TOKEN_EQ},    {"<", TOKEN_LT},
	{">", TOKEN_GT},  {"+", TOKEN_PLUS}, {"-", TOKEN_MINUS}, {"*", TOKEN_STAR},	   {"~", TOKEN_MATCHES}, {"(", TOKEN_OPEN},
	{")", TOKEN_CLOSE}, {",", TOKEN_COMMA}, {".", TOKEN_DOT},
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word_start(char c)
{
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_';
}

static bool is_word(char c)
{
	return is_word_start(c) || is_digit(c);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static char peek(const struct lexer *lexer, uint32_t ahead)
{
	return lexer->end - lexer->at > ahead ? lexer->text.data[lexer->at + ahead] : '\0';
}

bool word_is(struct span word, const char *lower_case)
{
	size_t size = 0;
	while (size < word.size && lower_case[size] && (word.data[size] | 0x20) == lower_case[size])
		size++;
	return size == word.size && !lower_case[size];
}

static enum token_kind word_kind(struct span word)
{
	for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
		if (word_is(word, keywords[i].word))
			return keywords[i].kind;
	return TOKEN_NAME;
}

bool word_is_valid(struct span word)
{
	if (!word.size || !is_word_start(word.data[0]))
		return false;
	for (size_t i = 1; i < word.size; i++)
		if (!is_word(word.data[i]))
			return false;
	return true;
}

bool name_is_valid(struct span name)
{
	return word_is_valid(name) && word_kind(name) == TOKEN_NAME;
}

static void bad(struct lexer *lexer, struct token *token, struct wrong wrong)
{
	token->kind = TOKEN_BAD;
	token->message = wrong.message;
	token->hint = wrong.hint;
	token->code = wrong.code;
	lexer->at = token->from + wrong.size;
}

static void lex_word(struct lexer *lexer, struct token *token)
{
	while (is_word(peek(lexer, 0)))
		lexer->at++;
	token->text = span_slice(lexer->text, token->from, lexer->at - token->from);
	token->kind = word_kind(token->text);
}

/* Digits, at most one point. Nine decimals and eighteen digits are the ceiling: they fit int64 whatever they are multiplied into. */
static void lex_number(struct lexer *lexer, struct token *token)
{
	struct wrong wrong;
	int digits = 0;
	token->kind = TOKEN_INT;
	while (is_digit(peek(lexer, 0)) || (peek(lexer, 0) == '.' && token->kind == TOKEN_INT && is_digit(peek(lexer, 1)))) {
		char c = peek(lexer, 0);
		lexer->at++;
		if (c == '.') {
			token->kind = TOKEN_DECIMAL;
			continue;
		}
		digits += token->number || c != '0';
		token->scale = (uint8_t)(token->scale + (token->kind == TOKEN_DECIMAL && token->scale < 10));
		token->number = digits <= 18 ? token->number * 10 + (c - '0') : token->number;
	}
	struct span rest = span_slice(lexer->text, token->from, lexer->end - token->from);
	if (wrong_number(rest, lexer->at - token->from, digits, token->scale, lexer->arena, &wrong))
		bad(lexer, token, wrong);
}

/* 'it''s' is the text it's. Without a doubled quote the value is a slice of the rule. */
static void lex_text(struct lexer *lexer, struct token *token)
{
	size_t doubled = 0, size = 0;
	for (lexer->at++; lexer->at < lexer->end && (peek(lexer, 0) != '\'' || peek(lexer, 1) == '\''); lexer->at++) {
		doubled += peek(lexer, 0) == '\'';
		lexer->at += peek(lexer, 0) == '\'';
	}
	if (lexer->at >= lexer->end) {
		bad(lexer, token, (struct wrong){"this text is never closed", "a quote inside a text is doubled: 'it''s'", 1, H3006});
		return;
	}
	struct span raw = span_slice(lexer->text, token->from + 1, lexer->at++ - token->from - 1);
	token->kind = TOKEN_TEXT;
	token->text = raw;
	if (!doubled)
		return;
	char *value = arena_alloc(lexer->arena, raw.size);
	for (size_t i = 0; i < raw.size; i++) {
		value[size++] = raw.data[i];
		i += raw.data[i] == '\'';
	}
	token->text = (struct span){value, size};
}

static void lex_sign(struct lexer *lexer, struct token *token)
{
	struct span rest = span_slice(lexer->text, lexer->at, lexer->end - lexer->at);
	struct wrong wrong;
	if (wrong_sign(rest, lexer->arena, &wrong)) {
		bad(lexer, token, wrong);
		return;
	}
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		size_t size = strlen(signs[i].sign);
		if (size > rest.size || memcmp(rest.data, signs[i].sign, size) != 0)
			continue;
		token->kind = signs[i].kind;
		lexer->at += (uint32_t)size;
		return;
	}
	bad(lexer, token, wrong_character(rest, lexer->arena));
}

static void lex_token(struct lexer *lexer, struct token *token)
{
	char c = peek(lexer, 0);
	if (is_word_start(c))
		lex_word(lexer, token);
	else if (is_digit(c))
		lex_number(lexer, token);
	else if (c == '\'')
		lex_text(lexer, token);
	else
		lex_sign(lexer, token);
}

static bool skip_blanks(struct lexer *lexer)
{
	uint32_t from = lexer->at;
	while (is_blank(peek(lexer, 0)))
		lexer->at++;
	return lexer->at > from;
}

static struct token *add_token(struct lexer *lexer, bool after_blank)
{
	struct tokens *tokens = lexer->tokens;
	ARRAY_GROW(tokens->token, tokens->count, tokens->capacity);
	struct token *token = &tokens->token[tokens->count++];
	if (after_blank && tokens->count > 1)
		buffer_add_char(&lexer->source, ' ');
	*token = (struct token){.kind = TOKEN_END, .from = lexer->at, .source_from = (uint32_t)lexer->source.size};
	return token;
}

static void close_token(struct lexer *lexer, struct token *token)
{
	token->to = lexer->at;
	buffer_add(&lexer->source, lexer->text.data + token->from, token->to - token->from);
	token->source_to = (uint32_t)lexer->source.size;
}

void tokens_make(struct tokens *tokens, struct span text, uint32_t from, uint32_t to, struct arena *arena)
{
	struct lexer lexer = {.text = text, .at = from, .end = to, .arena = arena, .tokens = tokens};
	struct token *token;
	*tokens = (struct tokens){0};
	do {
		bool after_blank = skip_blanks(&lexer);
		token = add_token(&lexer, after_blank);
		if (lexer.at < lexer.end)
			lex_token(&lexer, token);
		if (token->kind == TOKEN_BAD)
			lexer.end = lexer.at; /* END comes next */
		close_token(&lexer, token);
	} while (token->kind != TOKEN_END);
	tokens->source = arena_span(arena, buffer_span(&lexer.source));
	buffer_free(&lexer.source);
}

void tokens_free(struct tokens *tokens)
{
	free(tokens->token);
	*tokens = (struct tokens){0};
}
