#include "rule/rule.h"

const char *const value_type_names[TYPE_COUNT] = {
	[TYPE_ID] = "id",	[TYPE_TEXT] = "text",	[TYPE_CODE] = "code", [TYPE_DATE] = "date", [TYPE_MONTH] = "month",
	[TYPE_MONEY] = "money", [TYPE_INT] = "int", [TYPE_BOOL] = "bool", [TYPE_SHARE] = "share",
};

const char *const rule_class_names[CLASS_COUNT] = {
	[CLASS_CONTROL] = "control", [CLASS_29_1] = "29.1", [CLASS_29_2] = "29.2", [CLASS_29_3] = "29.3",
	[CLASS_29_4] = "29.4",	     [CLASS_29_5] = "29.5", [CLASS_29_6] = "29.6",
};

const char *const rule_action_names[] = {
	[ACTION_CORRECT] = "correct",	[ACTION_EXTRACT] = "extract", [ACTION_REGISTER] = "register", [ACTION_SUSPEND] = "suspend",
	[ACTION_RECOVER] = "recover",	[ACTION_AUDIT] = "audit",     [ACTION_TRANSFER] = "transfer", [ACTION_REPORT] = "report",
	[ACTION_REVIEW] = "review",	NULL,
};

const char *const subject_kind_names[] = {"person", "employer", "account", "extract", "operator", NULL};
