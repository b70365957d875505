// SPDX-License-Identifier: MIT
/*
 * A YAML document as a plain tree: what is written, and at which line and column.
 *
 * Every scalar is text: `01:00`, `no` and `1e3` mean nothing here; readers decide. Anchors and
 * aliases are followed (an alias is the same node again, so the tree is as small as the file);
 * merge keys, custom tags, a second document and duplicate keys are refused. Source: YAML 1.2.
 */
#ifndef OVERRUN_PLAN_YAML_H
#define OVERRUN_PLAN_YAML_H

#include "plan_arena.h"
#include "status.h"

enum {
	/* The case file of a real night has 10 KiB; generated ones with every actor stay under 1
	   MiB. */
	YAML_FILE_MAX = 1024 * 1024,
	YAML_DEPTH_MAX = 24,         /* the case file's own structure needs 6 */
	YAML_SCALAR_MAX = 64 * 1024, /* no title, name or pattern is longer */
};

enum yaml_kind { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING };

struct yaml_node {
	enum yaml_kind kind;
	int line, column;         /* from 1 */
	struct slice text;        /* of a scalar, NUL-terminated */
	bool is_plain;            /* of a scalar: written without quotes */
	struct yaml_node **items; /* of a sequence: its items; of a mapping: key, value, key, … */
	size_t count;             /* items, or pairs */
};

/* Where reading stopped. */
struct yaml_place {
	int line, column;
	char message[ERROR_MESSAGE_SIZE];
};

/*
 * Reads the whole of `text` into a tree that `arena` owns. `ret_root` is NULL for an empty
 * document. STATUS_USAGE: not YAML, or refused; `ret_place` says where and why (also touched on
 * failure). STATUS_NO_MEMORY.
 */
enum status yaml_read(struct plan_arena *arena, struct slice text, struct yaml_node **ret_root,
		      struct yaml_place *ret_place);

/* STATUS_USAGE when a key of the mapping stands twice, told at the second. */
enum status yaml_check_keys(const struct yaml_node *mapping, struct yaml_place *ret_place);

/* The value of a key of a mapping, or NULL (also when `node` is no mapping or NULL). */
const struct yaml_node *yaml_find(const struct yaml_node *node, const char *key);

/* The version of libfyaml at work, "0.7.12". */
const char *yaml_library(void);

#endif
