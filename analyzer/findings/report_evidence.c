// SPDX-License-Identifier: MIT
/*
 * Evidence: cited events get a number, a place, and, re-read from their source, hash and text.
 */
#include "digest.h"
#include "report_own.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	EVIDENCE_TEXT_MAX = 4096,    /* bytes of a cited line that a report shows */
	EVIDENCE_BUCKETS_FIRST = 64, /* a usual night cites fewer than fifty lines */
};

static size_t bucket_of(const struct report_own *own, int64_t event)
{
	uint64_t hash = (uint64_t)event * UINT64_C(0x9e3779b97f4a7c15);
	size_t bucket = (size_t)(hash >> 32) & (own->bucket_count - 1);
	while (own->buckets[bucket] != 0 &&
	       own->report->evidence[own->buckets[bucket] - 1].event != event) {
		bucket = (bucket + 1) & (own->bucket_count - 1);
	}
	return bucket;
}

static bool grow_buckets(struct report_own *own)
{
	size_t count = own->bucket_count == 0 ? EVIDENCE_BUCKETS_FIRST : 2 * own->bucket_count;
	size_t *buckets = keep_bytes(&own->keep, count * sizeof *buckets);
	if (buckets == NULL) {
		return false;
	}
	own->buckets = buckets;
	own->bucket_count = count;
	for (size_t i = 0; i < own->report->evidence_count; i++) {
		own->buckets[bucket_of(own, own->report->evidence[i].event)] = i + 1;
	}
	return true;
}

/* Where the line stands. */
static enum status fill_place(struct report_own *own, struct rows *rows, void *user,
			      struct error *error)
{
	struct report_evidence *evidence = user;
	struct report_place *place = &own->places[evidence->number - 1];
	enum status status = own_text(own, rows, 0, &evidence->source, error);
	if (status == STATUS_OK) {
		status = own_text(own, rows, 1, &evidence->chain, error);
	}
	if (status == STATUS_OK) {
		status = own_text(own, rows, 2, &evidence->feed, error);
	}
	place->source = keep_text(&own->keep, rows_text(rows, 0));
	place->chain = keep_text(&own->keep, rows_text(rows, 1));
	place->sha256 = keep_text(&own->keep, rows_text(rows, 3));
	place->charset = keep_text(&own->keep, rows_text(rows, 4));
	if (place->source == NULL || place->chain == NULL || place->sha256 == NULL ||
	    place->charset == NULL) {
		return own_no_memory(error);
	}
	return status;
}

/* The text with its last character cut whole when it is longer than a report shows. */
static struct slice shown_text(struct slice text)
{
	struct slice shown = slice_first(text, EVIDENCE_TEXT_MAX);
	while (shown.size < text.size && shown.size > 0 &&
	       ((unsigned char)text.data[shown.size] & 0xC0U) == 0x80U) {
		shown.size--;
	}
	return shown;
}

/* Redacted before it is cut: a name across the cut would be shown in part. */
static enum status set_text(struct report_own *own, size_t position, struct slice text,
			    struct error *error)
{
	const char *redacted;
	enum status status =
		own_redacted(own, text, slice_from(own->places[position].actor), &redacted, error);
	if (status != STATUS_OK) {
		return status;
	}
	const char *shown = keep_text(&own->keep, shown_text(slice_from(redacted)));
	if (shown == NULL) {
		return own_no_memory(error);
	}
	own->report->evidence[position].text = shown;
	return STATUS_OK;
}

/* The line's hash as it is in the books, if this very line was cited before. */
static enum status fill_hash(struct report_own *own, struct rows *rows, void *user,
			     struct error *error)
{
	const struct report_evidence *evidence = user;
	struct report_place *place = &own->places[evidence->number - 1];
	if (rows_int(rows, 1) != place->entry || rows_int(rows, 2) != evidence->line) {
		return STATUS_OK;
	}
	return own_word(own, rows, 0, &place->line_sha256, error);
}

static enum status fill_event(struct report_own *own, struct rows *rows, void *user,
			      struct error *error)
{
	struct report_evidence *evidence = user;
	evidence->line = rows_int(rows, 1);
	evidence->offset = rows_int(rows, 2);
	evidence->at = own_time(rows, 3);
	evidence->written_at = own_time(rows, 4);
	evidence->width = own_amount(rows_int(rows, 8));
	evidence->width.s = round_up(evidence->width.us, US_PER_S);
	struct report_place *place = &own->places[evidence->number - 1];
	place->entry = rows_int(rows, 0);
	place->actor = keep_text(&own->keep, rows_text(rows, 6));
	if (place->actor == NULL) {
		return own_no_memory(error);
	}
	enum status status = own_word(own, rows, 5, &evidence->signal, error);
	if (status == STATUS_OK) {
		status = set_text(own, (size_t)evidence->number - 1, rows_text(rows, 7), error);
	}
	if (status != STATUS_OK) {
		return status;
	}
	status = own_each_with(own, "SELECT sha256, entry, line FROM citation WHERE event = ?1",
			       value_int(evidence->event), fill_hash, evidence, error);
	if (status != STATUS_OK) {
		return status;
	}
	return own_each_with(own,
			     "SELECT s.path, e.chain, f.name, e.sha256, e.charset FROM entry AS e"
			     " JOIN source AS s ON s.id = e.source JOIN feed AS f ON f.id = s.feed"
			     " WHERE e.id = ?1",
			     value_int(rows_int(rows, 0)), fill_place, evidence, error);
}

/* A new item of evidence for an event. The view is asked alone: joined, it would be built whole. */
static enum status add_evidence(struct report_own *own, int64_t event, struct error *error)
{
	struct report *report = own->report;
	size_t place_count = report->evidence_count;
	if (OWN_PUSH(own, own->places, place_count) == NULL ||
	    OWN_PUSH(own, report->evidence, report->evidence_count) == NULL) {
		return own_no_memory(error);
	}
	struct report_evidence *evidence = &report->evidence[report->evidence_count - 1];
	evidence->number = (int)report->evidence_count;
	evidence->event = event;
	evidence->at = evidence->written_at = TIMESTAMP_NONE;
	enum status status =
		own_each_with(own,
			      "SELECT v.entry, v.line, v.offset, v.happened_at, v.written_at,"
			      " v.signal, v.actor, v.message,"
			      " (SELECT k.width_us FROM entry AS e"
			      " JOIN source AS s ON s.id = e.source"
			      " JOIN clock AS k ON k.feed = s.feed WHERE e.id = v.entry"
			      " AND v.written_at >= k.from_at AND v.written_at < k.to_at)"
			      " FROM event AS v WHERE v.id = ?1",
			      value_int(event), fill_event, evidence, error);
	if (status == STATUS_OK && evidence->source == NULL) {
		return error_set(error, STATUS_INTERNAL, "report: cited event %lld is not there",
				 (long long)event);
	}
	return status;
}

static enum status position_of(struct report_own *own, int64_t event, size_t *ret_position,
			       struct error *error)
{
	if (2 * (own->report->evidence_count + 1) > own->bucket_count && !grow_buckets(own)) {
		return own_no_memory(error);
	}
	size_t bucket = bucket_of(own, event);
	if (own->buckets[bucket] == 0) {
		enum status status = add_evidence(own, event, error);
		if (status != STATUS_OK) {
			return status;
		}
		own->buckets[bucket] = own->report->evidence_count;
	}
	*ret_position = own->buckets[bucket] - 1;
	return STATUS_OK;
}

enum status own_cite(struct report_own *own, const int64_t *events, size_t count,
		     struct report_citations *ret_citations, struct error *error)
{
	size_t *items = keep_bytes(&own->keep, count * sizeof *items);
	if (items == NULL) {
		return own_no_memory(error);
	}
	size_t used = 0;
	for (size_t i = 0; i < count; i++) {
		bool known = events[i] == 0;
		for (size_t j = 0; j < i && !known; j++) {
			known = events[j] == events[i];
		}
		if (!known) {
			enum status status = position_of(own, events[i], &items[used], error);
			if (status != STATUS_OK) {
				return status;
			}
			used++;
		}
	}
	*ret_citations = (struct report_citations){items, used};
	return STATUS_OK;
}

enum status own_cite_columns(struct report_own *own, struct rows *rows, size_t first, size_t count,
			     struct report_citations *ret_citations, struct error *error)
{
	int64_t events[8] = {0};
	for (size_t i = 0; i < count && i < 8; i++) {
		events[i] = rows_int(rows, first + i);
	}
	return own_cite(own, events, count < 8 ? count : 8, ret_citations, error);
}

/* ------------------------------------------------------------------------------- re-reading */

struct cited_order {
	const struct report_place *place;
	int64_t line;
	size_t position;
};

static int compare_cited(const void *left, const void *right)
{
	const struct cited_order *a = left;
	const struct cited_order *b = right;
	int order = strcmp(a->place->source, b->place->source);
	if (order == 0) {
		order = strcmp(a->place->chain, b->place->chain);
	}
	if (order == 0) {
		order = strcmp(a->place->sha256, b->place->sha256);
	}
	if (order == 0) {
		order = (a->line > b->line) - (a->line < b->line);
	}
	return order != 0 ? order : (a->position > b->position) - (a->position < b->position);
}

static bool same_entry(const struct report_place *a, const struct report_place *b)
{
	return strcmp(a->source, b->source) == 0 && strcmp(a->chain, b->chain) == 0 &&
	       strcmp(a->sha256, b->sha256) == 0;
}

static enum status take_line(void *user, const struct position *position, struct slice text,
			     struct error *error)
{
	struct report_own *own = ((struct report *)user)->own;
	for (size_t i = 0; i < own->batch_count; i++) {
		struct report_evidence *evidence = &own->report->evidence[own->batch[i]];
		if (evidence->line != position->line || evidence->offset != position->offset) {
			continue;
		}
		unsigned char sha256[SHA256_SIZE];
		char hexadecimal[DIGEST_HEX_SIZE];
		const char *known = own->places[own->batch[i]].line_sha256;
		if (!digest_sha256(position->raw.data, position->raw.size, sha256)) {
			return own_no_memory(error);
		}
		digest_to_hex(sha256, SHA256_SIZE, hexadecimal);
		if (known != NULL && strcmp(known, hexadecimal) != 0) {
			continue; /* another line stands there now */
		}
		enum status status = set_text(own, own->batch[i], text, error);
		if (status != STATUS_OK) {
			return status;
		}
		memcpy(evidence->sha256, hexadecimal, sizeof hexadecimal);
	}
	return STATUS_OK;
}

/* The lines order[0 … count) of one entry. */
static enum status reread_entry(struct report_own *own, const struct cited_order *order,
				size_t count, report_reread_fn *reread, void *user,
				struct error *error)
{
	size_t *batch = keep_bytes(&own->keep, count * sizeof *batch);
	int64_t *lines = keep_bytes(&own->keep, count * sizeof *lines);
	if (batch == NULL || lines == NULL) {
		return own_no_memory(error);
	}
	size_t line_count = 0;
	for (size_t i = 0; i < count; i++) {
		batch[i] = order[i].position;
		if (line_count == 0 || lines[line_count - 1] != order[i].line) {
			lines[line_count++] = order[i].line;
		}
	}
	own->batch = batch;
	own->batch_count = count;
	struct report_cited cited = {
		.source = order->place->source,
		.chain = order->place->chain,
		.entry_sha256 = order->place->sha256,
		.charset = order->place->charset,
		.lines = lines,
		.count = line_count,
	};
	struct error trouble = {0};
	enum status status = reread(user, &cited, take_line, own->report, &trouble);
	own->batch_count = 0;
	if (status == STATUS_CORRUPT || status == STATUS_IO) {
		return own_warn(own, trouble.message, error);
	}
	return status == STATUS_OK ? STATUS_OK : error_set(error, status, "%s", trouble.message);
}

static enum status warn_of_missing(struct report_own *own, struct error *error)
{
	const struct report *report = own->report;
	for (size_t i = 0; i < report->evidence_count; i++) {
		const struct report_evidence *evidence = &report->evidence[i];
		if (evidence->sha256[0] == '\0') {
			char text[ERROR_MESSAGE_SIZE];
			(void)snprintf(
				text, sizeof text,
				"E%d: %s line %lld cannot be re-read as it was: the source is "
				"gone or has changed",
				evidence->number, evidence->chain, (long long)evidence->line);
			enum status status = own_warn(own, text, error);
			if (status != STATUS_OK) {
				return status;
			}
		}
	}
	return STATUS_OK;
}

enum status report_keep_citations(const struct report *report, struct store *store,
				  struct error *error)
{
	/* A line that cannot be re-read now keeps the hash it had. */
	static const char sql[] =
		"INSERT INTO citation (number, event, entry, line, offset, sha256)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (event) DO UPDATE SET"
		" number = excluded.number, entry = excluded.entry, line = excluded.line,"
		" offset = excluded.offset, sha256 = excluded.sha256";
	enum status status = store_exec(store, "UPDATE citation SET number = 0", NULL, 0, error);
	for (size_t i = 0; status == STATUS_OK && i < report->evidence_count; i++) {
		const struct report_evidence *evidence = &report->evidence[i];
		const struct report_place *place = &report->own->places[i];
		const char *sha256 =
			evidence->sha256[0] != '\0' ? evidence->sha256 : place->line_sha256;
		const struct value row[] = {value_int(evidence->number), value_int(evidence->event),
					    value_int(place->entry),     value_int(evidence->line),
					    value_int(evidence->offset), value_text(sha256)};
		if (sha256 != NULL) {
			status = store_exec(store, sql, row, sizeof row / sizeof row[0], error);
		}
	}
	return status == STATUS_OK
		       ? store_exec(store, "DELETE FROM citation WHERE number = 0", NULL, 0, error)
		       : status;
}

enum status report_resolve(struct report *report, report_reread_fn *reread, void *user,
			   struct error *error)
{
	struct report_own *own = report->own;
	size_t count = report->evidence_count;
	struct cited_order *order = keep_bytes(&own->keep, count * sizeof *order);
	if (order == NULL) {
		return own_no_memory(error);
	}
	for (size_t i = 0; i < count; i++) {
		order[i] = (struct cited_order){&own->places[i], report->evidence[i].line, i};
	}
	qsort(order, count, sizeof *order, compare_cited);
	for (size_t from = 0, to = 0; from < count; from = to) {
		for (to = from + 1; to < count && same_entry(order[from].place, order[to].place);) {
			to++;
		}
		enum status status =
			reread_entry(own, &order[from], to - from, reread, user, error);
		if (status != STATUS_OK) {
			return status;
		}
	}
	return warn_of_missing(own, error);
}
