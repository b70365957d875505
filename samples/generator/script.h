// SPDX-License-Identifier: MIT
/*
 * A night's script: what really happened, as a stage manager would write it down.
 *
 * A text of one sentence per line (see README.md for all of them):
 *
 *     step  S3 DC 75m after=S2 quiet=20m "Swap hardware, cabling"
 *     work  S3 02:47 04:05 via=site
 *
 * The script knows the plan and the events; it does not know what an analyzer makes of them.
 * Times of day are of the night's civil day, in its zone; here milliseconds UTC.
 */
#ifndef NIGHT_SCRIPT_H
#define NIGHT_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Limits of a script: a night has about ten of each, a stage of forty is a different play. */
enum {
	ITEMS_MAX = 64,
	ROTATIONS_MAX = 8,
	GAPS_MAX = 4,
};

struct span {
	int64_t from_ms, to_ms;
};

/* Who may act: `actors` is "sec.kim sec.lee" split at the comma. */
struct role {
	const char *id, *first_actor, *actors;
	const char *due_from, *due_to, *presence; /* NULL: no roster */
};

struct step {
	const char *id, *role, *title, *allow, *after, *quiet, *approval, *resources, *expects,
		*restores, *check;
	const char *device; /* whose configuration changes are its activity too, or NULL */
};

/* One attempt at a step. */
struct work {
	const char *step, *role;
	const char *via;    /* the source that tells of it; NULL: the runbook on the bastion */
	const char *after;  /* of an unplanned one, else NULL */
	const char *reason; /* of an unplanned one, or of its failure */
	bool failed;
	bool unlogged; /* nobody wrote down its end */
	struct span span;
	struct span gaps[GAPS_MAX];
	size_t gap_count;
};

struct fault {
	const char *id, *object, *text;
	struct span span;
};

/* One line of a human record. */
struct note {
	const char *record, *signal;
	int64_t at_ms;
	const char *step, *role, *actor, *object, *outcome, *reason, *id, *recipient, *after, *seq,
		*detail;
};

/* One administrative line of a firewall. */
struct deed {
	const char *device, *kind, *actor;
	int64_t at_ms;
};

/* Requests that arrive in a span, per minute, and how many of a hundred are answered well. */
struct traffic {
	struct span span;
	int64_t rate, good;
	const char *except; /* paths that begin so are not answered, or NULL */
};

enum source_kind {
	SOURCE_HAPROXY,
	SOURCE_NGINX,
	SOURCE_ASA,
	SOURCE_PANOS,
	SOURCE_FORTIGATE,
	SOURCE_SPRING,
	SOURCE_BASTION,
	SOURCE_MONITOR,
	SOURCE_RECORD,
	SOURCE_NOISE,
};

enum pack { PACK_PLAIN, PACK_GZIP, PACK_XZ, PACK_TAR };

struct source {
	enum source_kind kind;
	const char *name, *word; /* `word`: kind in the case file */
	const char *folder, *file;
	const char *clock;     /* as the case file states it, or NULL */
	const char *heartbeat; /* "20m": stated in the case file; a line at least that often */
	const char *custody;
	int64_t fast_s; /* how far the clock really is fast */
	bool utc, iso, jsonl, edge;
	bool hidden; /* a copy that the case file does not name by itself */
	enum pack pack;
	size_t rotations;
	struct span off; /* the device is out of the rack */
};

struct night {
	const char *name, *title, *zone, *change;
	const char *window_from, *window_to, *notice, *day;
	int64_t day_ms; /* midnight of the day in its zone, as UTC */
	int64_t zone_offset;
	int64_t seed, factor;
	struct span record;
	struct role roles[ITEMS_MAX];
	struct step steps[ITEMS_MAX];
	struct work works[ITEMS_MAX];
	struct fault faults[ITEMS_MAX];
	struct note notes[ITEMS_MAX];
	struct deed deeds[ITEMS_MAX];
	struct traffic traffics[ITEMS_MAX];
	struct source sources[ITEMS_MAX];
	struct span holes[ITEMS_MAX];
	const char *services[ITEMS_MAX];   /* "payments", "^/v1/pay/", … in pairs */
	const char *variants[ITEMS_MAX];   /* "without-roster" */
	const char *extensions[ITEMS_MAX]; /* announced at, new end, in pairs */
	const char *people[ITEMS_MAX];
	const char *plan_sha256; /* as the notice states it, or NULL */
	size_t role_count, step_count, work_count, fault_count, note_count, deed_count,
		traffic_count, source_count, hole_count, service_count, variant_count,
		extension_count, people_count;
	char *text; /* owns every word above */
	const char *path;
};

/* Reads a script; a mistake ends the program with "night.txt:12: …". */
void script_read(const char *path, struct night *night);

void script_free(struct night *night);

const struct role *night_role(const struct night *night, const char *id);
const struct step *night_step(const struct night *night, const char *id);

#endif
