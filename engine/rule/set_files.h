/* Which YAML files rule folders hold, what each is, and which of them count. Only for rule_set.c. */
#ifndef HECHA_SET_FILES_H
#define HECHA_SET_FILES_H

#include "rule/yaml.h"

/* In the order in which they are read. */
enum set_file_kind { SET_FILE_LIST, SET_FILE_TABLE, SET_FILE_CLASSES, SET_FILE_SAMPLES, SET_FILE_RULE, SET_FILE_TESTS, SET_FILE_KINDS };

struct set_file {
	char *path;
	const char *base; /* in path: the file's own name */
	enum set_file_kind kind;
	uint32_t folder;	   /* which of the folders it came from */
	bool replaced;		   /* by a file of the same kind and name in a later folder */
	struct document *document; /* the set owns it */
	struct err err;		   /* what is wrong with this file */
};

/* Folder by folder, paths in byte order. */
struct set_files {
	bool tests; /* *.test.yaml count too */
	struct set_file *file;
	size_t count, capacity;
};

/* A folder may also be a single *.yaml file. MISSING when it is not there, when it holds no YAML at all CONFIG. Two files of the same kind
 * and name in one folder leave an err in the second. */
MUST_USE enum status set_files_find(struct set_files *files, const char *const *folders, uint32_t count, struct err *err);
void set_files_free(struct set_files *files);

#endif
