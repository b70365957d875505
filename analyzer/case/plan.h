// SPDX-License-Identifier: MIT
/*
 * The case file: window, steps, roster, sources, rules, as plain structs.
 *
 * Every key: samples/reference-case.yaml (YAML; plan_yaml.c alone knows libfyaml). Everything here
 * is owned by the plan and lives until plan_free. Times are UTC; spans are microseconds; absent
 * numbers are PLAN_NONE, absent texts NULL. Order is the file's order.
 */
#ifndef OVERRUN_PLAN_H
#define OVERRUN_PLAN_H

#include "event.h"

#define PLAN_NONE INT64_MIN

/* One item of begin/activity/done/fail, of `faults`, of `rules`: all that is given must hold. */
struct plan_matcher {
	const char *signal_word; /* NULL: any */
	const char *source;      /* feed name */
	const char *kind, *host, *actor, *object, *outcome;
	const char *match; /* PCRE2 over the text after the syslog header and tag */
	int line, column;  /* in the case file, for messages */
};

struct plan_matchers {
	struct plan_matcher *items;
	size_t count;
};

struct plan_texts {
	const char **items;
	size_t count;
};

enum step_list { LIST_BEGIN, LIST_ACTIVITY, LIST_DONE, LIST_FAIL, LIST_COUNT };
/* "begin", "activity", "done", "fail" */
const char *step_list_name(enum step_list list);

struct plan_step {
	const char *id, *title, *role;
	int64_t allow_us;
	timestamp not_before_at; /* or TIMESTAMP_NONE */
	int64_t crew;
	int64_t quiet_us;
	int64_t check_us;
	const char *approval;
	bool restores;
	struct plan_texts after, resources, expects; /* expects: signal words */
	struct plan_matchers lists[LIST_COUNT];
};

struct plan_due {
	timestamp from_at, to_at; /* to_at may be TIMESTAMP_NONE */
};

struct plan_role {
	const char *id;
	struct plan_texts actors, presence; /* presence: feed names */
	struct plan_due *due;
	size_t due_count;
};

struct plan_source {
	const char *path; /* glob, relative to the case file's folder */
	const char *kind; /* one of firewall gateway app operator ticket pager chat record */
	const char *name; /* feed name; defaults to the path's file name part without wildcards and
			     endings */
	const char *host, *timezone, *format, *custody;
	int64_t clock_us;     /* how far the clock is fast; PLAN_NONE: not stated */
	int64_t heartbeat_us; /* or PLAN_NONE */
};

struct plan_service {
	const char *name, *pattern;
};

struct plan_extension {
	timestamp announced_at, end_at;
};

struct plan_fault {
	struct plan_matcher open, clear;
	const char *object;
	bool external;
};

struct plan_rule {
	struct plan_matcher matcher; /* matcher.signal_word is NULL here */
	enum signal signal;          /* what it means */
};

/* A format of the user's own (`formats:`), for the user-format shelf. */
struct plan_format {
	const char *file; /* where it stands: the case file, or one that plan_read_more names */
	const char *name, *pattern, *time;
	struct plan_texts samples; /* at least one */
	struct plan_signal_condition {
		const char *signal_word, *field, *match;
	} * signals;
	size_t signal_count;
	int line, column;
};

struct plan_policy {
	const char *name; /* "ack_grace_us", "success_permille", … as in the table `policy` */
	int64_t value, standard;
	const char *unit, *note;
};

struct plan {
	const char *path, *directory; /* of the case file; directory is "." when it has none */
	const char *id, *title, *timezone;
	char sha256[2 * SHA256_SIZE + 1]; /* of the case file's bytes */
	timestamp window_start_at, window_end_at;
	timestamp notice_at; /* or TIMESTAMP_NONE */
	const char *notice_file, *plan_sha256_stated;
	char plan_sha256[2 * SHA256_SIZE + 1]; /* of window and steps in canonical form */
	struct plan_extension *extensions;
	size_t extension_count;
	struct plan_service *services; /* empty: one service, all requests */
	size_t service_count;
	struct plan_role *roles;
	size_t role_count;
	struct plan_step *steps;
	size_t step_count;
	struct plan_source *sources;
	size_t source_count;
	struct plan_fault *faults;
	size_t fault_count;
	struct plan_rule *rules;
	size_t rule_count;
	struct plan_format *formats;
	size_t format_count;
	struct plan_texts people;
	const char *regulation_service;    /* NULL */
	int64_t subscribers;               /* or PLAN_NONE */
	timestamp aware_at, classified_at; /* or TIMESTAMP_NONE */
	struct plan_policy *policies;      /* every number of the method, defaults included */
	size_t policy_count;
	struct plan_texts warnings; /* "case.yaml:12:7: due.to lies before due.from: …" */
	void *arena;                /* owns all of the above */
};

/* One mistake of content or syntax. */
struct plan_mistake {
	int line, column; /* from 1 */
	char message[ERROR_MESSAGE_SIZE];
};

/* Called for every mistake that is found; `user` is the caller's. */
typedef void plan_mistake_fn(void *user, const struct plan_mistake *mistake);

/*
 * Reads a case file. The first syntax error, or every mistake of content, is told to `on_mistake`
 * (may be NULL); with any, and for a file that cannot be read, returns STATUS_USAGE and `error`
 * holds the first:
 * "case.yaml:14:5: unknown key `alow`: did you mean `allow`?". The caller frees with plan_free.
 */
enum status plan_read(const char *path, plan_mistake_fn *on_mistake, void *user,
		      struct plan **ret_plan, struct error *error);

/*
 * Reads a file of nothing but `formats:` and adds them to the plan's. Mistakes are told as by
 * plan_read; the plan is then good for plan_free only.
 */
enum status plan_read_more(struct plan *plan, const char *path, plan_mistake_fn *on_mistake,
			   void *user, struct error *error);

/* A plan without window and steps, for `ingest --db CASE.db LOG…`. */
enum status plan_empty(const char *timezone, struct plan **ret_plan, struct error *error);

void plan_free(struct plan *plan);

/* The value of a policy by its name; asserts that it exists. */
int64_t plan_policy_value(const struct plan *plan, const char *name);

#endif
