// SPDX-License-Identifier: MIT
/*
 * The method once more, slowly: an independent reading of the contract, to compare the SQL with.
 *
 *     model_night   what is known of a night: window, plan, people, cover, lines, requests
 *     model_run     restoration, instances, a label for every tick of every instance, paths,
 *                   shares, the sixteen ends, the verdict
 *
 * Nothing here is shared with the program, and nothing is clever: a night is a row of ticks (whole
 * seconds), every question is asked again at every tick, every list is searched from its beginning.
 * All times are seconds; all fixed sizes are far above what the random nights make.
 */
#ifndef OVERRUN_MODEL_H
#define OVERRUN_MODEL_H

#include <stdbool.h>
#include <stdint.h>

enum {
	MODEL_TEXT = 32,
	MODEL_STEPS = 24,
	MODEL_LIST = 8, /* predecessors, resources, actors … of one thing */
	MODEL_ROLES = 16,
	MODEL_FEEDS = 24,
	MODEL_SPANS = 4096, /* of cover */
	MODEL_FACTS = 4096,
	MODEL_LINES = 600, /* of one instance */
	MODEL_INSTANCES = 64,
	MODEL_FAULTS = 64,
	MODEL_WAITS = 8,
	MODEL_APPROVALS = 16,
	MODEL_MINUTES = 4096, /* nearly three days */
	MODEL_SERVICES = 3,
	MODEL_LEAVES = 8, /* at one moment */
	MODEL_PATHS = 64,
	MODEL_SEGMENTS = 64,
	MODEL_EXTENSIONS = 4,
	MODEL_NONE = -1,
};

enum model_cause { MODEL_S, MODEL_P, MODEL_T, MODEL_U, MODEL_CAUSES };

struct model_step {
	char name[MODEL_TEXT], role[MODEL_TEXT], approval[MODEL_TEXT];
	int64_t allow, not_before, quiet, check; /* MODEL_NONE: not stated */
	int crew;
	bool restores;
	char after[MODEL_LIST][MODEL_TEXT], resource[MODEL_LIST][MODEL_TEXT],
		expects[MODEL_LIST][MODEL_TEXT];
	int after_count, resource_count, expects_count;
	bool skipped; /* found by the model */
};

struct model_role {
	char name[MODEL_TEXT];
	char actor[MODEL_LIST][MODEL_TEXT];
	int actor_count;
	int presence, also; /* feeds, or MODEL_NONE */
	int64_t due;        /* or MODEL_NONE */
	int64_t first; /* found by the model: first line that shows it present; MODEL_NONE: never */
	int64_t surely; /* beyond dispute */
	int shown_by;   /* the feed of the first line */
};

struct model_feed {
	char name[MODEL_TEXT], kind[MODEL_TEXT];
	int64_t heartbeat, width;
};

struct model_span {
	int feed;
	int64_t from, to;
};

struct model_fact { /* a line that means something */
	int64_t at;
	int event, feed;
	char signal[MODEL_TEXT], step[MODEL_TEXT], role[MODEL_TEXT], actor[MODEL_TEXT],
		object[MODEL_TEXT], reason[MODEL_TEXT], ident[MODEL_TEXT], recipient[MODEL_TEXT],
		after[MODEL_TEXT];
};

enum model_list { MODEL_ENDS, MODEL_FAILS, MODEL_BEGINS, MODEL_ACTS };

struct model_touch { /* a line that belongs to a step */
	enum model_list list;
	struct model_fact fact; /* `step` is the step it belongs to */
};

struct model_minute {
	int64_t at;
	int success, failure;
};

struct model_instance {
	char step[MODEL_TEXT], role[MODEL_TEXT], reason[MODEL_TEXT], after[MODEL_TEXT];
	int plan;           /* position in the plan or MODEL_NONE */
	int attempt, count; /* of how many */
	bool observed, restores, explicit_start, explicit_end;
	char outcome[MODEL_TEXT];
	int64_t start, end, enable, width;
	int64_t line[MODEL_LINES];
	int line_count;
	bool by_role; /* a line of it is by somebody who is listed under one role only */
	int pred[MODEL_INSTANCES];
	int pred_count;
	enum model_cause trigger; /* of its rework */
};

struct model_wait {
	char leaf[MODEL_TEXT];
	int64_t from, to;
};

struct model_fault {
	char object[MODEL_TEXT], signal[MODEL_TEXT], ident[MODEL_TEXT], recipient[MODEL_TEXT],
		responder[MODEL_TEXT];
	bool external, rerouted;
	int64_t start, detect, response, clear; /* response: MODEL_NONE without one */
	int64_t surely_clear;                   /* by every record of one kind */
	int64_t busy_to; /* who answered is shown to have been at it until then */
	struct model_span dispute[MODEL_WAITS]; /* about what was done in it */
	int dispute_count;
	bool alerted;
	int response_feed;
	struct model_wait wait[MODEL_WAITS];
	int wait_count;
};

struct model_approval {
	bool decision;
	int fault; /* of whose repair, or MODEL_NONE */
	char step[MODEL_TEXT], approver[MODEL_TEXT];
	int64_t asked, given, surely_given;
};

struct model_leaf {
	char name[MODEL_TEXT];
	enum model_cause cause;
	bool absolute;
	int64_t from, to; /* of the blocker, when absolute */
	int64_t until;    /* the instance went on, however long the blocker lasted */
};

enum model_phase { MODEL_OUTSIDE, MODEL_EARLY, MODEL_GATE, MODEL_WAIT, MODEL_STOP, MODEL_WORK };

struct model_moment {
	enum model_phase phase;
	bool lost;
	struct model_leaf leaf[MODEL_LEAVES];
	int leaf_count;
};

struct model_segment {
	int instance; /* MODEL_NONE: the tail */
	int64_t from, to;
};

struct model_path {
	double weight;
	struct model_segment segment[MODEL_SEGMENTS]; /* latest first */
	int segment_count;
	int64_t lost, reserve, recovered;
	double share[MODEL_CAUSES], headline[MODEL_CAUSES], chronological[MODEL_CAUSES];
};

struct model_night {
	int64_t tick, start, end; /* announced */
	int64_t ack_grace, idle, eps, band_min;
	struct {
		int64_t at, end;
	} extension[MODEL_EXTENSIONS];
	int extension_count;
	struct model_step step[MODEL_STEPS];
	int step_count;
	struct model_role role[MODEL_ROLES];
	int role_count;
	struct model_feed feed[MODEL_FEEDS];
	int feed_count;
	struct model_span cover[MODEL_SPANS];
	int cover_count;
	struct model_fact fact[MODEL_FACTS];
	int fact_count;
	struct model_touch touch[MODEL_FACTS];
	int touch_count;
	char external[MODEL_LIST][MODEL_TEXT]; /* opening signals of external faults */
	int external_count;
	struct model_minute minute[MODEL_SERVICES][MODEL_MINUTES];
	int minute_count[MODEL_SERVICES];
	int service_count;
	int64_t last_request;

	/* results */
	int64_t restored, overrun, overrun_extended; /* extended: MODEL_NONE without extension */
	bool censored;
	struct model_instance instance[MODEL_INSTANCES];
	int instance_count;
	struct model_fault fault[MODEL_FAULTS];
	int fault_count;
	struct model_approval approval[MODEL_APPROVALS];
	int approval_count;
	int64_t ticks;                                    /* of each row of moments */
	struct model_moment *moment[MODEL_INSTANCES + 1]; /* by instance; the last: the tail */
	int64_t effective[MODEL_INSTANCES];               /* allowance of the instance's step */
	int top; /* the instance at which the path begins */
	struct model_path path[MODEL_PATHS];
	int path_count;
	bool path_overflow;
	double headline[MODEL_CAUSES], chronological[MODEL_CAUSES], shapley[MODEL_CAUSES],
		least[MODEL_CAUSES], greatest[MODEL_CAUSES];
	int64_t without[16]; /* ends by removed causes: 1 S, 2 P, 4 T, 8 U */
	int main_cause;      /* or MODEL_NONE */
	const char *reason;  /* NULL with a main cause */
};

/* Cover from the times of a feed's lines, in order: joined where no further apart than `heartbeat`.
 */
void model_cover(struct model_night *night, int feed, const int64_t *at, int count,
		 int64_t heartbeat);

/* The lines that belong to steps, from the `step.*` signals. */
void model_touch_steps(struct model_night *night);

/* All results but the verdict; the caller frees with model_free. */
void model_run(struct model_night *night);

/* The verdict, given each cause's grade ('A' … 'D', which the model does not find itself). */
void model_verdict(struct model_night *night, const char grade[MODEL_CAUSES]);

/* Frees the rows of moments. */
void model_free(struct model_night *night);

/*
 * What another record of the same kind makes of a line: when that record has it for the first time,
 * if that is later than clocks explain and before `limit`; else the line's own time.
 */
int64_t model_disputed_until(const struct model_night *night, const struct model_fact *line,
			     int64_t limit);
/* Whether an earlier line, at `since` or later, says just the same. */
bool model_told_before(const struct model_night *night, const struct model_fact *line,
		       int64_t since);

/* Whether an id is that of a fault or of a step. */
bool model_known(const struct model_night *night, const char *ident);
/* Whether a line belongs to the fault: by its id, else by step, object and time. */
bool model_belongs(const struct model_night *night, const struct model_fault *fault,
		   const struct model_fact *fact);
/* Requests with their grants, once the faults are known. */
void model_approvals(struct model_night *night, const char *asked, const char *given,
		     bool decision);

/* The parts of model_run, in order. */
void model_restoration(struct model_night *night);
void model_evidence(struct model_night *night);  /* faults, approvals */
void model_instances(struct model_night *night); /* as built */
void model_preds(struct model_night *night);     /* what came before each; by the former */
void model_labels(struct model_night *night);
void model_paths(struct model_night *night);
void model_ledger(struct model_night *night);
void model_butfor(struct model_night *night);

/* Questions that several parts ask. */
bool model_same(const char *a, const char *b);
void model_copy(char to[MODEL_TEXT], const char *from);
/* Whether an object is the resource or a part of it (`host` and `host:part`). */
bool model_is_of(const char *resource, const char *object);
int model_step_of(const struct model_night *night, const char *name);
const struct model_role *model_role_of(const struct model_night *night, const char *name);
/* The role of an actor, "" when listed under none or several. */
const char *model_role_of_actor(const struct model_night *night, const char *actor);
/* Whether the plan puts the step directly after the one of that name. */
bool model_follows(const struct model_step *step, const char *name);
bool model_covered(const struct model_night *night, int feed, int64_t at); /* feed -1: any */
/* Whether a role is shown absent, and the span over which it is shown so. */
bool model_absent(const struct model_night *night, const char *role, int64_t at,
		  struct model_span *ret_absence);
/* The moment of an instance (or MODEL_NONE: the tail) at a time. */
struct model_moment *model_at(const struct model_night *night, int instance, int64_t at);
/* Whether work of this instance counts towards restoration. */
bool model_eligible(const struct model_night *night, int instance);
int64_t model_clipped_end(const struct model_night *night, int instance);
/* One more leaf of a moment, unless it has it; returns their number. */
int model_add_leaf(struct model_leaf leaf[MODEL_LEAVES], int count, const char *name, bool absolute,
		   int64_t from, int64_t to);
/* Whether a step depends on an object. */
bool model_uses(const struct model_step *step, const char *object);
/* The blockers of an instance at a time (MODEL_NONE: the tail behind night->top). */
int model_blockers(const struct model_night *night, int instance, int64_t at,
		   struct model_leaf leaf[MODEL_LEAVES], bool *ret_stops);

#endif
