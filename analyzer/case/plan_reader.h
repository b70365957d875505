// SPDX-License-Identifier: MIT
/*
 * What the parts of the case file's reader share: the mistakes found so far, and the tables of
 * keys.
 *
 * A mapping is read by a table: one row per key with its reader and the field it fills. Rows are
 * visited in the table's order, not the file's, so that times come after the zone they need.
 *
 *     static const struct plan_key due_keys[] = {
 *             {"from", plan_read_time, offsetof(struct plan_due, from_at), .is_required = true},
 *             {"to", plan_read_time, offsetof(struct plan_due, to_at)},
 *     };
 */
#ifndef OVERRUN_PLAN_READER_H
#define OVERRUN_PLAN_READER_H

#include "plan.h"
#include "plan_yaml.h"

enum {
	PLAN_MISTAKES_MAX = 200,      /* nobody corrects more in one go */
	PLAN_VALUES_MAX = 200 * 1000, /* values read, aliases counted each time: ends alias bombs */
	PLAN_ITEMS_MAX = 2000,    /* steps, roles, sources, rules: each looks through the others */
	PLAN_PATTERNS_MAX = 4000, /* each costs some KiB, compiled */
};

/* What `detail` means to plan_read_time and plan_read_zone. */
enum {
	TIME_ON_NIGHT = 0,    /* a bare clock is on the window's night */
	TIME_WITH_DATE = 1,   /* a bare clock is a mistake: the window's own start */
	TIME_AFTER_START = 2, /* a bare clock is the next after the window's start: its end */
	ZONE_OF_CASE = 1,     /* the zone that all other times are in */
};

struct zone;
struct plan_reader;
struct plan_key;

/* Reads `node` into `field`; tells mistakes, never fails otherwise. */
typedef void plan_read_fn(struct plan_reader *reader, const struct plan_key *key,
			  const struct yaml_node *node, void *field);

struct plan_key {
	const char *name;
	plan_read_fn *read;
	size_t offset; /* of the field in the mapping's struct */
	bool is_required;
	int64_t detail; /* for the reader: a lower bound, a policy's number, … */
};

struct plan_shape {
	const char *what; /* "a step", for messages */
	const struct plan_key *keys;
	size_t count;
	size_t size;          /* of the struct that one mapping fills */
	const void *standard; /* what the struct holds before reading; NULL: zeros */
};

/* The method's numbers, in the order of plan->policies. */
enum plan_number {
	NUMBER_ACK_GRACE,
	NUMBER_IDLE,
	NUMBER_EPS,
	NUMBER_BAND,
	NUMBER_BAND_MIN,
	NUMBER_BURST,
	NUMBER_BURST_SPAN,
	NUMBER_SUCCESS,
	NUMBER_HOLD,
	NUMBER_RELAPSE,
	NUMBER_RELAPSE_RATE,
	NUMBER_MIN_REQUESTS,
	NUMBER_MAX_PATHS,
	NUMBER_UNCALIBRATED,
	NUMBER_STATED_WIDTH,
	NUMBER_COVER_FACTOR,
	NUMBER_COVER_MIN,
	NUMBER_ATTACH,
	NUMBER_CLOCK_PAIRS,
	NUMBER_CLOCK_JUMP,
	NUMBER_ECHO,
	PLAN_NUMBER_COUNT
};

struct plan_reader {
	const char *path;
	struct plan_arena *arena;
	struct plan *plan;
	const struct yaml_node *root;
	struct zone *zone; /* of `timezone`; NULL until it is read */
	struct plan_mistake *mistakes;
	size_t mistake_count;
	size_t values;
	size_t patterns;
	bool is_stated[PLAN_NUMBER_COUNT];
	bool is_formats_only; /* the file holds nothing else */
	bool is_too_large;
	bool is_out_of_memory;
};

/* Notes a mistake at a node. */
void plan_mistake(struct plan_reader *reader, const struct yaml_node *node, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Notes a warning at a node: kept in plan->warnings with its place. */
void plan_warn(struct plan_reader *reader, const struct yaml_node *node, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Appends to a list that the arena owns. */
void plan_texts_add(struct plan_reader *reader, struct plan_texts *texts, const char *text);

/* Counts a value read; false when there are too many (told once). */
bool plan_count_value(struct plan_reader *reader, const struct yaml_node *node);

/* Reads a mapping by its shape into `target`; false when `node` is no mapping. */
bool plan_read_shape(struct plan_reader *reader, const struct plan_shape *shape,
		     const struct yaml_node *node, void *target);

/* Reads a list of mappings of one shape; a list that is none is told and empty. */
void *plan_read_shapes(struct plan_reader *reader, const struct plan_key *key,
		       const struct plan_shape *shape, const struct yaml_node *node,
		       size_t *ret_count);

/* Expects a list or mapping of at most PLAN_ITEMS_MAX items. */
bool plan_expect_items(struct plan_reader *reader, const struct plan_key *key,
		       const struct yaml_node *node, enum yaml_kind kind);

/* "`allow`: expected a list, found text" */
bool plan_expect(struct plan_reader *reader, const struct plan_key *key,
		 const struct yaml_node *node, enum yaml_kind kind);

/* The text of a scalar that must not be empty, or NULL with a mistake told. */
const char *plan_text_of(struct plan_reader *reader, const struct plan_key *key,
			 const struct yaml_node *node);

/* Readers of fields. */
plan_read_fn plan_read_text;     /* const char * */
plan_read_fn plan_read_texts;    /* struct plan_texts */
plan_read_fn plan_read_bool;     /* bool */
plan_read_fn plan_read_count;    /* int64_t, at least `detail` */
plan_read_fn plan_read_kind;     /* const char *: firewall, gateway, … */
plan_read_fn plan_read_signal;   /* const char *: a signal word */
plan_read_fn plan_read_signals;  /* struct plan_texts of signal words */
plan_read_fn plan_read_pattern;  /* const char *: compiles as PCRE2 */
plan_read_fn plan_read_zone;     /* const char *: an IANA zone or an offset */
plan_read_fn plan_read_time;     /* timestamp */
plan_read_fn plan_read_duration; /* int64_t, µs, at least `detail` */
plan_read_fn plan_read_clock;    /* int64_t, µs, any sign */
plan_read_fn plan_read_matcher;  /* struct plan_matcher */
plan_read_fn plan_read_matchers; /* struct plan_matchers */
plan_read_fn plan_read_policy;   /* field: unused; detail: enum plan_number */

/* Lists of the case file, each filling its array in reader->plan; `field` is unused. */
plan_read_fn plan_read_services;
plan_read_fn plan_read_faults;
plan_read_fn plan_read_rules;
plan_read_fn plan_read_formats;

/* "1h30m" as microseconds; nothing may follow. */
bool plan_duration_parse(struct slice text, int64_t *ret_us);

/* Makes plan->policies, all at their standard. */
void plan_policy_defaults(struct plan_reader *reader);

/* Reads the whole tree: everything but what needs everything else. */
void plan_read_tree(struct plan_reader *reader);

/* Reads a file of nothing but `formats:`. */
void plan_read_formats_tree(struct plan_reader *reader);

/* References, cycles and contradictions. */
void plan_check(struct plan_reader *reader);

/* Unknown predecessors and circles of `after`. */
void plan_check_order(struct plan_reader *reader);

/* Names the sources that state none, after their path: "logs/fw-gw-01.log*" is "fw-gw-01". */
void plan_name_sources(struct plan_reader *reader);

/* Fills plan->plan_sha256 from window and steps; false: out of memory. */
bool plan_hash(struct plan *plan);

#endif
