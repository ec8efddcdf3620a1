#include "rule/set_read.h"

/* classes.yaml: what each class of Article 29 asks for. A folder without it gets neutral defaults, so that a pack of rules alone runs. */

void classes_default(struct rule_set *set)
{
	for (int class = 0; class < CLASS_COUNT; class++)
		set->class[class] = (struct class_spec){
			.title = span_of(rule_class_names[class]), .name = SPAN("class"), .handling.working_days = -1};
	while (rule_action_names[set->action_count])
		set->action_count++;
	set->action = arena_zero(&set->arena, set->action_count, sizeof *set->action);
	for (uint32_t i = 0; i < set->action_count; i++) {
		struct span id = span_of(rule_action_names[i]);
		set->action[i] = (struct dictionary_entry){.code = id, .label = id};
	}
}

/* `deadline: {working_days: 30, note: …}` */
static enum status read_deadline(const struct yaml *node, struct handling *out, struct err *err)
{
	static const struct schema_key keys[] = {
		{"working_days", SCHEMA_TEXT | SCHEMA_REQUIRED, "deadline: {working_days: 30}"},
		{"note", SCHEMA_TEXT, NULL},
	};
	const struct yaml *value[2];
	if (!node)
		return STATUS_OK;
	enum status status = SCHEMA_MAPPING_READ(node, "a deadline", keys, value, err);
	out->deadline_note = (struct span){0}; /* other days have another source */
	if (!status)
		status = schema_integer(value[0], "working_days", 0, 1000, &out->working_days, err);
	return status ? status : schema_text(value[1], "the note", &out->deadline_note, err);
}

/* The name becomes part of a folder's name: cases/29.4-not-entitled/. */
static enum status read_folder_name(const struct yaml *node, struct class_spec *out, struct err *err)
{
	enum status status = schema_text(node, "the name of a class", &out->name, err);
	if (status || !node || (!memchr(out->name.data, '/', out->name.size) && out->name.data[0] != '.' && out->name.size <= 64))
		return status;
	return yaml_error(node, "not-entitled", err, H2006, "'%.*s' cannot be part of a folder's name", SPAN_ARG(out->name));
}

enum { HANDLED_BY, SEND, DEADLINE, NEXT, HANDLING_KEYS };
#define HANDLING_SCHEMA                                                                                                                  \
	[HANDLED_BY] = {"handled_by", SCHEMA_TEXT, "handled_by: 经办机构"}, [SEND] = {"send", SCHEMA_TEXT, "send: 《追回社会保险待遇告知书》"}, \
	[DEADLINE] = {"deadline", SCHEMA_MAPPING | SCHEMA_MAY_BE_EMPTY, "deadline: {working_days: 30}"},                                 \
	[NEXT] = {"next", SCHEMA_TEXT, "next: 逾期未退的，由抵扣或分期"}

static enum status read_handling(const struct yaml *const *value, struct handling *out, struct err *err)
{
	enum status status = schema_text(value[HANDLED_BY], "handled_by", &out->handled_by, err);
	if (!status)
		status = schema_text(value[SEND], "send", &out->send, err);
	if (!status)
		status = read_deadline(value[DEADLINE], out, err);
	return status ? status : schema_text(value[NEXT], "next", &out->next, err);
}

/* `by_action: {suspend: {send: …}}`: what is handled otherwise than the rest of the class. */
static enum status read_by_action(const struct yaml *node, struct arena *arena, struct class_spec *out, struct err *err)
{
	static const struct schema_key keys[HANDLING_KEYS] = {HANDLING_SCHEMA};
	const struct yaml *value[HANDLING_KEYS];
	enum status status = STATUS_OK;
	out->by_action = arena_zero(arena, node ? node->count : 0, sizeof *out->by_action);
	for (uint32_t i = 0; !status && node && i < node->count; i++) {
		struct handling *handling = &out->by_action[out->by_action_count++];
		uint32_t action = 0;
		*handling = out->handling;
		status = schema_word(node->key[i], "action", rule_action_names, &action, err);
		handling->action = span_of(rule_action_names[action]);
		if (!status)
			status = SCHEMA_MAPPING_READ(node->value[i], "the handling of an action", keys, value, err);
		if (!status)
			status = read_handling(value, handling, err);
	}
	return status;
}

const struct handling *class_handling(const struct class_spec *class, struct span action)
{
	for (uint32_t at = 0; at < class->by_action_count; at++)
		if (span_equal(class->by_action[at].action, action))
			return &class->by_action[at];
	return &class->handling;
}

static enum status read_class(const struct yaml *node, struct arena *arena, struct class_spec *out, struct err *err)
{
	enum { TITLE = HANDLING_KEYS, NAME, BASIS, BY_ACTION, COUNT };
	static const struct schema_key keys[COUNT] = {
		HANDLING_SCHEMA,
		[TITLE] = {"title", SCHEMA_TEXT | SCHEMA_REQUIRED, "title: 不符合待遇领取条件"},
		[NAME] = {"name", SCHEMA_TEXT | SCHEMA_REQUIRED, "name: not-entitled"},
		[BASIS] = {"basis", SCHEMA_LIST | SCHEMA_MAPPING, "basis: [{doc: 赣市人社发〔2020〕9号, article: 第二十九条（四）}]"},
		[BY_ACTION] = {"by_action", SCHEMA_MAPPING, "by_action: {suspend: {send: 《暂停社会保险待遇告知书》}}"},
	};
	const struct yaml *value[COUNT];
	enum status status = SCHEMA_MAPPING_READ(node, "a class", keys, value, err);
	if (!status)
		status = schema_text(value[TITLE], "the title", &out->title, err);
	if (!status)
		status = read_folder_name(value[NAME], out, err);
	if (!status)
		status = read_handling(value, &out->handling, err);
	if (!status)
		status = read_by_action(value[BY_ACTION], arena, out, err);
	out->at = node;
	return status ? status : rule_basis_read(value[BASIS], arena, &out->basis, &out->basis_count, err);
}

static enum status read_classes(const struct yaml *node, struct rule_set *set, struct err *err)
{
	const char *words[CLASS_COUNT + 1] = {NULL};
	enum status status = STATUS_OK;
	memcpy(words, rule_class_names, sizeof rule_class_names);
	for (uint32_t i = 0; !status && i < node->count; i++) {
		uint32_t class = 0;
		status = schema_word(node->key[i], "class", words, &class, err);
		if (!status)
			status = read_class(node->value[i], &set->arena, &set->class[class], err);
	}
	return status;
}

static enum status read_actions(const struct yaml *node, struct rule_set *set, struct err *err)
{
	enum status status = STATUS_OK;
	for (uint32_t i = 0; !status && node && i < node->count; i++) {
		uint32_t action = 0;
		status = schema_word(node->key[i], "action", rule_action_names, &action, err);
		if (!status)
			status = schema_text(node->value[i], "the label of an action", &set->action[action].label, err);
	}
	return status;
}

enum status classes_read(const struct document *document, struct rule_set *set, struct err *err)
{
	static const struct schema_key keys[] = {
		{"classes", SCHEMA_MAPPING | SCHEMA_REQUIRED, "classes:, then one mapping per class"},
		{"actions", SCHEMA_MAPPING, "actions: {recover: 暂停并追回}"},
	};
	const struct yaml *value[2];
	enum status status = SCHEMA_MAPPING_READ(document->root, "the classes", keys, value, err);
	if (!status)
		status = read_classes(value[0], set, err);
	return status ? status : read_actions(value[1], set, err);
}
