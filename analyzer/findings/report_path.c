// SPDX-License-Identifier: MIT
/*
 * The controlling path as spans: pieces of all paths, put together where they say the same.
 *
 *     path_label ─ by (from, to, label), weights added ─► pieces, by time
 *     pieces ─ adjoining, same step, attempt, state, leaves, weight ─► spans
 *     spans ─ in order ─► evidence numbers;  lost spans ─ largest remainder ─► amounts
 */
#include "report_own.h"

/* How far back an adjoining span is looked for: there are at most 64 paths beside each other. */
enum { PATH_LOOK_BACK = 128 };

/* The events a span will cite, numbered when all spans stand in order. */
struct citing {
	int64_t *events;
	size_t count;
	int64_t open, close;      /* the instance's lines around the span */
	bool has_open, has_close; /* some leaf has its own line for this end */
};

struct building {
	struct citing *citings; /* one per span of report->path */
	size_t citing_count;
	int64_t weights;
	struct report_span span; /* the piece being read */
	struct citing citing;
};

static enum status cite_later(struct report_own *own, struct citing *citing, int64_t event,
			      struct error *error)
{
	for (size_t i = 0; i < citing->count; i++) {
		if (citing->events[i] == event) {
			return STATUS_OK;
		}
	}
	int64_t *item = event == 0 ? &event : OWN_PUSH(own, citing->events, citing->count);
	if (item == NULL) {
		return own_no_memory(error);
	}
	*item = event;
	return STATUS_OK;
}

static bool has_leaf(const struct report_span *span, struct slice leaf)
{
	for (size_t i = 0; i < span->leaf_count; i++) {
		if (slice_is(leaf, span->leaves[i])) {
			return true;
		}
	}
	return false;
}

static const char *worse_grade(const char *a, const char *b)
{
	if (a == NULL || b == NULL) {
		return a == NULL ? b : a;
	}
	return strcmp(a, b) >= 0 ? a : b;
}

/* leaf, cause, trigger, grade, open, third, close */
static enum status take_leaf(struct report_own *own, struct rows *rows, void *user,
			     struct error *error)
{
	struct building *building = user;
	struct report_span *span = &building->span;
	const char *grade = NULL;
	enum status status = own_word(own, rows, 3, &grade, error);
	if (status == STATUS_OK && span->trigger == NULL) {
		status = own_text(own, rows, 2, &span->trigger, error);
	}
	if (status == STATUS_OK && span->leaf_count < REPORT_LEAVES_LIMIT &&
	    !has_leaf(span, rows_text(rows, 0))) {
		status = own_word(own, rows, 0, &span->leaves[span->leaf_count++], error);
	}
	size_t cause = own_cause(rows_text(rows, 1));
	if (cause < CAUSE_COUNT) {
		span->causes[cause] = true;
	}
	span->grade = worse_grade(span->grade, grade);
	for (size_t column = 4; column <= 6 && status == STATUS_OK; column++) {
		status = cite_later(own, &building->citing, rows_int(rows, column), error);
	}
	building->citing.has_open = building->citing.has_open || !rows_is_null(rows, 4);
	building->citing.has_close = building->citing.has_close || !rows_is_null(rows, 6);
	return status;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool says_the_same(const struct report_span *a, const struct report_span *b)
{
	bool same = a->to_at == b->from_at && a->attempt == b->attempt && a->lost == b->lost &&
		    a->weight == b->weight && a->leaf_count == b->leaf_count &&
		    same_text(a->step, b->step);
	for (size_t i = 0; same && i < a->leaf_count; i++) {
		same = strcmp(a->leaves[i], b->leaves[i]) == 0;
	}
	return same;
}

/* The span that this piece goes on with, or NULL. */
static struct report_span *adjoining(struct report *report, const struct report_span *piece)
{
	size_t oldest =
		report->path_count > PATH_LOOK_BACK ? report->path_count - PATH_LOOK_BACK : 0;
	for (size_t i = report->path_count; i > oldest; i--) {
		if (says_the_same(&report->path[i - 1], piece)) {
			return &report->path[i - 1];
		}
	}
	return NULL;
}

static enum status merge(struct report_own *own, struct report_span *span, struct citing *into,
			 const struct building *building, struct error *error)
{
	const struct citing *from = &building->citing;
	span->to_at = building->span.to_at;
	span->grade = worse_grade(span->grade, building->span.grade);
	into->close = from->close;
	into->has_close = from->has_close;
	for (size_t i = 0; i < from->count; i++) {
		enum status status = cite_later(own, into, from->events[i], error);
		if (status != STATUS_OK) {
			return status;
		}
	}
	return STATUS_OK;
}

/* from, to, weight, step, attempt, role, state, open, close, label */
static enum status take_piece(struct report_own *own, struct rows *rows, void *user,
			      struct error *error)
{
	struct building *building = user;
	struct report *report = own->report;
	struct report_span *span = &building->span;
	*span = (struct report_span){.from_at = rows_int(rows, 0),
				     .to_at = rows_int(rows, 1),
				     .weight = rows_int(rows, 2),
				     .weights = building->weights,
				     .attempt = rows_int(rows, 4),
				     .lost = slice_is(rows_text(rows, 6), "lost")};
	building->citing = (struct citing){.open = rows_int(rows, 7), .close = rows_int(rows, 8)};
	enum status status = own_text(own, rows, 3, &span->step, error);
	if (status == STATUS_OK) {
		status = own_text(own, rows, 5, &span->role, error);
	}
	if (status == STATUS_OK && span->lost) {
		status = own_each_with(own,
				       "SELECT l.leaf, l.cause, l.trigger, l.grade, l.open_event,"
				       " l.third_event, l.close_event FROM label_leaf AS l"
				       " LEFT JOIN cause AS c ON c.cause = l.cause"
				       " WHERE l.label = ?1 ORDER BY c.position, l.leaf, l.trigger",
				       value_int(rows_int(rows, 9)), take_leaf, building, error);
	}
	if (status != STATUS_OK) {
		return status;
	}
	struct report_span *before = adjoining(report, span);
	if (before != NULL) {
		return merge(own, before, &building->citings[before - report->path], building,
			     error);
	}
	if (OWN_PUSH(own, report->path, report->path_count) == NULL ||
	    OWN_PUSH(own, building->citings, building->citing_count) == NULL) {
		return own_no_memory(error);
	}
	report->path[report->path_count - 1] = *span;
	building->citings[building->citing_count - 1] = building->citing;
	return STATUS_OK;
}

/*
 * A lost span cites what its leaves cite, and its instance's own lines where they leave an end
 * open; a planned span cites the lines around it.
 */
static enum status number_evidence(struct report_own *own, const struct building *building,
				   struct error *error)
{
	for (size_t i = 0; i < own->report->path_count; i++) {
		const struct citing *citing = &building->citings[i];
		size_t count = 0;
		int64_t *events = keep_bytes(&own->keep, (citing->count + 2) * sizeof *events);
		if (events == NULL) {
			return own_no_memory(error);
		}
		events[count++] = citing->has_open ? 0 : citing->open;
		for (size_t j = 0; j < citing->count; j++) {
			events[count++] = citing->events[j];
		}
		events[count++] = citing->has_close ? 0 : citing->close;
		enum status status =
			own_cite(own, events, count, &own->report->path[i].evidence, error);
		if (status != STATUS_OK) {
			return status;
		}
	}
	return STATUS_OK;
}

static void set_amounts(struct report *report, const wide *parts, const int64_t *seconds,
			const int64_t *minutes, int64_t weights)
{
	size_t lost = 0;
	for (size_t i = 0; i < report->path_count; i++) {
		struct report_span *span = &report->path[i];
		if (span->lost) {
			span->amount = (struct amount){round_down(parts[lost], weights),
						       seconds[lost], minutes[lost]};
			lost++;
		} else {
			wide part = (wide)span->weight * (span->to_at - span->from_at);
			span->amount =
				(struct amount){round_down(part, weights),
						round_nearest(part, (wide)weights * US_PER_S),
						round_nearest(part, (wide)weights * US_PER_MINUTE)};
		}
	}
}

/* The lost spans' weighted lengths, rounded so that they sum to the lost time as printed. */
static enum status round_spans(struct report_own *own, int64_t weights, struct error *error)
{
	struct report *report = own->report;
	wide *parts = keep_bytes(&own->keep, report->path_count * sizeof *parts);
	int64_t *seconds = keep_bytes(&own->keep, report->path_count * sizeof *seconds);
	int64_t *minutes = keep_bytes(&own->keep, report->path_count * sizeof *minutes);
	if (parts == NULL || seconds == NULL || minutes == NULL) {
		return own_no_memory(error);
	}
	size_t count = 0;
	wide sum = 0;
	for (size_t i = 0; i < report->path_count; i++) {
		const struct report_span *span = &report->path[i];
		if (span->lost) {
			parts[count] = (wide)span->weight * (span->to_at - span->from_at);
			sum += parts[count++];
		}
	}
	if (round_down(sum, weights) != report->lost.us) {
		return error_set(error, STATUS_INTERNAL,
				 "report: the lost spans add up to %lld us, the ledger says %lld",
				 (long long)round_down(sum, weights), (long long)report->lost.us);
	}
	round_parts(parts, count, (wide)weights * US_PER_S, report->lost.s, seconds);
	round_parts(parts, count, (wide)weights * US_PER_MINUTE, report->lost.min, minutes);
	set_amounts(report, parts, seconds, minutes, weights);
	return STATUS_OK;
}

static enum status take_weights(struct report_own *own, struct rows *rows, void *user,
				struct error *error)
{
	(void)own;
	(void)error;
	*(int64_t *)user = rows_int(rows, 0);
	return STATUS_OK;
}

enum status report_load_path(struct report_own *own, struct error *error)
{
	struct building building = {0};
	enum status status = own_each(own, "SELECT SUM(weight) FROM path_weight", take_weights,
				      &building.weights, error);
	if (status != STATUS_OK || building.weights <= 0) {
		return status;
	}
	status = own_each(own,
			  "SELECT p.from_at, p.to_at, SUM(w.weight), i.step, i.attempt, i.role,"
			  " l.state, l.open_event, l.close_event, l.id"
			  " FROM path_label AS p JOIN path_weight AS w ON w.path = p.path"
			  " JOIN label AS l ON l.id = p.label"
			  " LEFT JOIN instance AS i ON i.id = l.instance"
			  " GROUP BY p.from_at, p.to_at, p.label"
			  " ORDER BY p.from_at, p.to_at, 3 DESC, l.instance, l.id",
			  take_piece, &building, error);
	if (status == STATUS_OK) {
		status = number_evidence(own, &building, error);
	}
	return status == STATUS_OK ? round_spans(own, building.weights, error) : status;
}
