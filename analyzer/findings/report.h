// SPDX-License-Identifier: MIT
/*
 * The finished findings as plain structs, in no particular notation.
 *
 *     report_load(store, &report, error);
 *     report_resolve(report, reread, user, error);   cited lines: hash and text, from the sources
 *     renderer->render(report, &options, file, error);
 *     report_free(report);
 *
 * Everything is read from the derived tables of the case database (derived.sql) and rounded here,
 * once: renderers print these figures and compute none. Texts are NUL-terminated UTF-8, redacted,
 * owned by the report; absent texts are NULL, absent times TIMESTAMP_NONE. Arrays are in the order
 * in which they are to be printed. The same database gives the same report, byte for byte.
 *
 * Rounding: a set of figures that sums to a total is rounded by largest remainder, ties in the
 * order staffing, procedure, technical, undetermined (or of time), so that the printed figures sum
 * to the printed total, in seconds and, separately, in minutes. A range is rounded outwards.
 */
#ifndef OVERRUN_REPORT_H
#define OVERRUN_REPORT_H

#include "event.h"
#include "words.h"

struct store;
struct report_own;

/* A span of time, rounded. */
struct amount {
	int64_t us;  /* exact, or rounded down where several paths are averaged */
	int64_t s;   /* as printed in seconds */
	int64_t min; /* as printed in minutes */
};

enum { CAUSE_STAFFING, CAUSE_PROCEDURE, CAUSE_TECHNICAL, CAUSE_UNDETERMINED, CAUSE_COUNT };

struct report_cause {
	const char *name; /* "staffing" */
	struct amount headline, chronological, shapley;
	struct amount least, greatest; /* the range; s and min rounded outwards */
	struct amount lost, gross;
	timestamp but_for_end_at;
	const char *grade; /* NULL: nothing to grade */
};

/* One cited line. */
struct report_evidence {
	int number; /* 1 is E1: order of first citation along the path */
	int64_t event;
	const char *source; /* path relative to the case file */
	const char *chain;
	const char *feed;
	int64_t line, offset;
	timestamp at;         /* corrected */
	timestamp written_at; /* by the source's own clock */
	struct amount width;  /* the correction is known to plus or minus this */
	const char *signal;
	char sha256[2 * SHA256_SIZE + 1]; /* of the raw line without terminator; "" not re-read */
	const char *text;                 /* the line; before report_resolve the event's message */
};

/* Positions in report->evidence. */
struct report_citations {
	const size_t *items;
	size_t count;
};

enum {
	REPORT_LEAVES_LIMIT = 16
}; /* blockers of one moment; the method knows fewer than 30 leaves */

/* One stretch of a controlling path. */
struct report_span {
	timestamp from_at, to_at;
	const char *step; /* NULL: the tail after the last step */
	const char *role;
	int64_t attempt;
	bool lost; /* else planned */
	const char *leaves[REPORT_LEAVES_LIMIT];
	size_t leaf_count;
	bool causes[CAUSE_COUNT];
	const char *trigger;     /* of the first leaf; NULL: none */
	const char *grade;       /* NULL when planned */
	int64_t weight, weights; /* its part of all paths: weight / weights */
	struct amount amount;    /* weighted; of lost spans, sums to report->lost */
	struct report_citations evidence;
};

struct report_trigger {
	const char *name, *kind;
	struct amount lost;
	struct report_citations evidence;
};

struct report_deviation {
	const char *kind, *step, *text;
	timestamp at;
	struct report_citations evidence;
};

struct report_fault {
	const char *name, *object, *family, *signal, *recipient, *responder;
	timestamp start_at, detect_at, response_at, clear_at;
	bool external;
	struct report_citations evidence;
};

struct report_attempt {
	int64_t attempt;
	timestamp enable_at, start_at, end_at;
	const char *start_origin, *end_origin, *outcome, *reason, *trigger;
	bool on_path;
	struct report_citations evidence;
};

struct report_step {
	const char *step, *title, *role;
	bool planned, skipped, restores;
	struct amount allow;
	timestamp plan_start_at, plan_end_at; /* if every step takes its allowance */
	struct report_attempt *attempts;
	size_t attempt_count;
};

struct report_stretch {
	timestamp from_at, to_at;
};

struct report_coverage {
	const char *feed, *kind;
	struct report_stretch *stretches;
	size_t stretch_count;
};

struct report_clock {
	const char *feed, *origin;
	timestamp from_at, to_at; /* TIMESTAMP_NONE: open */
	struct amount offset, width;
	int64_t pairs, agreement_permille;
};

struct report_entry {
	const char *chain, *sha256, *format, *charset, *zone, *zone_origin, *state, *note;
	int64_t bytes;
	struct tally tally;
	timestamp first_at, last_at;
};

struct report_source {
	const char *path, *feed, *kind, *sha256, *state, *note, *custody;
	int64_t bytes;
	struct report_entry *entries;
	size_t entry_count;
};

struct report_rejection {
	const char *reason;
	int64_t lines;
};

struct report_policy {
	const char *name, *unit, *note;
	int64_t value, standard;
};

struct report_sensitivity {
	const char *name; /* what was changed */
	struct amount headline[CAUSE_COUNT];
};

struct report_but_for {
	const char *causes; /* "", "S", "SP" … */
	timestamp end_at;
};

/* One rule of the regulatory clock. */
struct report_regulation {
	const char *rule;      /* key: "window", "kr_efsr", "kr_telecom", "dora_initial", … */
	const char *source;    /* where the rule stands */
	const char *state;     /* reached, not reached, due, missing facts, not in force */
	const char *missing;   /* names of missing facts, "aware_at, classified_at"; NULL: none */
	timestamp in_force_at; /* or TIMESTAMP_NONE */
	timestamp
		start_at; /* first instant beyond the announced end, or what the rule counts from */
	timestamp due_at;
	struct amount measured, threshold; /* threshold.us 0: none */
};

struct report_service {
	const char *name;
	timestamp at, first_success_at;
	bool censored;
};

struct report_warning {
	const char *origin, *text;
};

struct report_presence {
	const char *role;
	timestamp due_at, present_at; /* present_at TIMESTAMP_NONE: none recorded */
	struct report_citations evidence;
};

/* An approval or decision from request to grant. */
struct report_approval {
	const char *kind, *step, *approver; /* step, approver: NULL none named */
	timestamp asked_at, given_at;
	struct report_citations evidence;
};

/* A recorded wait inside the repair of report->faults[fault]. */
struct report_wait {
	const char *leaf;
	size_t fault;
	timestamp from_at, to_at;
	struct report_citations evidence;
};

/* What is counted per minute: requests, denials, acts. */
struct report_minute {
	timestamp at;
	int64_t success, failure;
};

/* A row of minutes, ascending: a service's requests, a role's acts (as success). */
struct report_series {
	const char *name;
	struct report_minute *minutes;
	size_t minute_count;
};

struct report_method {
	const char *name, *title, *sha256;
};

struct report {
	const char *version; /* of overrun */
	const char *case_id, *case_title, *case_sha256, *timezone;

	timestamp window_start_at, window_end_at, notice_at;
	struct report_extension {
		timestamp announced_at, end_at;
		bool in_time; /* announced before the then-valid end */
	} * extensions;
	size_t extension_count;

	timestamp restored_at, first_success_at,
		announced_at;           /* announced: end of work, by a message */
	bool censored;                  /* restored_at is a lower bound */
	struct amount announcement_lag; /* restoration … announced end of work, or 0 */
	struct report_service *services;
	size_t service_count;

	struct amount overrun;
	bool extended; /* overrun_extended is meaningful */
	struct amount overrun_extended;
	struct amount lost, reserve,
		recovered; /* lost - reserve - recovered = overrun, as printed too */
	struct report_cause causes[CAUSE_COUNT];
	bool split; /* the overrun is divided: `share` has rows */
	struct report_but_for *but_for;
	size_t but_for_count;
	const char *main_cause, *reason; /* of the verdict; NULL: none */

	struct report_span *path;
	size_t path_count;
	struct report_evidence *evidence; /* E1 is evidence[0] */
	size_t evidence_count;
	struct report_trigger *triggers;
	size_t trigger_count;
	struct report_deviation *deviations;
	size_t deviation_count;
	struct report_fault *faults;
	size_t fault_count;
	struct report_step *steps; /* in the plan's order, unplanned ones after them by time */
	size_t step_count;
	struct report_coverage *coverage;
	size_t coverage_count;
	struct report_clock *clocks;
	size_t clock_count;
	struct report_source *sources;
	size_t source_count;
	struct tally tally; /* of all entries, each line once */
	struct report_rejection *rejections;
	size_t rejection_count;
	struct report_policy *policies;
	size_t policy_count;
	struct report_sensitivity *sensitivities;
	size_t sensitivity_count;
	struct report_regulation *regulations;
	size_t regulation_count;
	struct report_warning *warnings;
	size_t warning_count;

	struct report_presence *presences; /* for the chart of the night */
	size_t presence_count;
	struct report_approval *approvals;
	size_t approval_count;
	struct report_wait *waits;
	size_t wait_count;
	struct report_series *traffic; /* requests of each service */
	size_t traffic_count;
	struct report_series *acts; /* lines by the accounts of each role, per minute */
	size_t act_count;
	struct report_series *denials; /* what firewalls refused; one series, or none */
	size_t denial_count;
	struct report_method *methods; /* the queries that ran */
	size_t method_count;

	struct report_own *own; /* memory, zone, redaction */
};

/*
 * Reads the findings. STATUS_DATABASE: the method has not run on this database (no row in
 * `overrun`), or a row cannot be read; STATUS_INTERNAL: the figures do not add up, which would be
 * a bug of the method. The caller frees with report_free.
 */
enum status report_load(struct store *store, struct report **ret_report, struct error *error);

void report_free(struct report *report);

/* One cited line as it stands in its source. `raw` undecoded, `text` in UTF-8; both borrowed. */
typedef enum status report_line_fn(void *report, const struct position *position, struct slice text,
				   struct error *error);

/* The cited lines of one entry, ascending, each once. Paths are as in the database. */
struct report_cited {
	const char *source, *chain, *entry_sha256;
	const char *charset; /* as the entry was read */
	const int64_t *lines;
	size_t count;
};

/*
 * Re-reads the lines of one entry and gives each to `on_line(report, …)`. Lines that are not there
 * any more are left out. Any status but OK, CORRUPT and IO ends report_resolve with it.
 */
typedef enum status report_reread_fn(void *user, const struct report_cited *cited,
				     report_line_fn *on_line, void *report, struct error *error);

/*
 * Fills hash and text of the evidence from the sources, one pass per entry. A line that cannot be
 * re-read, or has another hash than when it was first cited, keeps an empty hash and becomes a
 * warning.
 */
enum status report_resolve(struct report *report, report_reread_fn *reread, void *user,
			   struct error *error);

/*
 * Puts the hash of every cited line that was re-read into the table `citation`, and takes out what
 * is cited no more; inside a transaction of the caller's. Lines are compared with it from then on.
 */
enum status report_keep_citations(const struct report *report, struct store *store,
				  struct error *error);

/* No request was read: when service was back, and so the overrun, cannot be said. */
bool report_is_blind(const struct report *report);

/* Some step was seen to be carried out. */
bool report_has_attempts(const struct report *report);

/* "2023-09-17T02:47:00+09:00" in the case's time zone; `buffer` has TIMESTAMP_TEXT_SIZE. */
void report_iso(const struct report *report, timestamp at, char *buffer);

/*
 * "02:47", with seconds when there are whole ones, with the date before it when it is not the day
 * of the announced start, with the offset after it when the clock was put back and shows it twice;
 * "–" for TIMESTAMP_NONE. `buffer` has TIMESTAMP_TEXT_SIZE.
 */
void report_clock(const struct report *report, timestamp at, char *buffer);

/* "02:02–02:47"; the date once when both are of one day; `buffer` has REPORT_CLOCKS_SIZE. */
enum { REPORT_CLOCKS_SIZE = 2 * TIMESTAMP_TEXT_SIZE + 8 };
void report_clocks(const struct report *report, timestamp from_at, timestamp to_at, char *buffer);

/* Seconds east of UTC in the case's time zone at an instant. */
int32_t report_offset_s(const struct report *report, timestamp at);

#endif
