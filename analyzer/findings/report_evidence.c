// SPDX-License-Identifier: MIT
/*
 * Evidence: cited events get a number and the places where their lines may stand.
 */
#include "report_own.h"
#include "whereabouts.h"

#include <stdio.h>
#include <stdlib.h>

enum {
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

/* One more place where the line may stand. */
static enum status add_spot(struct report_own *own, struct rows *rows, struct report_place *place,
			    struct error *error)
{
	struct report_spot *spot = OWN_PUSH(own, place->spots, place->spot_count);
	if (spot == NULL) {
		return own_no_memory(error);
	}
	spot->source = keep_text(&own->keep, rows_text(rows, WHEREABOUTS_SOURCE));
	spot->chain = keep_text(&own->keep, rows_text(rows, WHEREABOUTS_CHAIN));
	spot->sha256 = keep_text(&own->keep, rows_text(rows, WHEREABOUTS_SHA256));
	spot->charset = keep_text(&own->keep, rows_text(rows, WHEREABOUTS_CHARSET));
	if (spot->source == NULL || spot->chain == NULL || spot->sha256 == NULL ||
	    spot->charset == NULL) {
		return own_no_memory(error);
	}
	return STATUS_OK;
}

/* Where the line stands; its feed is that of the entry in any case. */
static enum status fill_place(struct report_own *own, struct report_evidence *evidence,
			      struct error *error)
{
	struct report_place *place = &own->places[evidence->number - 1];
	struct rows *rows = NULL;
	enum status status =
		whereabouts_open(own->store, place->entry, evidence->line, &rows, error);
	while (status == STATUS_OK && (status = rows_next(rows, error)) == STATUS_OK) {
		status = add_spot(own, rows, place, error);
		if (status == STATUS_OK && place->spot_count == 1) {
			status = own_text(own, rows, WHEREABOUTS_FEED, &evidence->feed, error);
		}
	}
	rows_close(rows);
	return status == STATUS_END ? own_set_spot(own, (size_t)evidence->number - 1, 0, error)
				    : status;
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
	evidence->at = rows_time(rows, 3);
	evidence->written_at = rows_time(rows, 4);
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
		status = own_set_text(own, (size_t)evidence->number - 1, rows_text(rows, 7), error);
	}
	if (status != STATUS_OK) {
		return status;
	}
	status = own_each_with(own, "SELECT sha256, entry, line FROM citation WHERE event = ?1",
			       value_int(evidence->event), fill_hash, evidence, error);
	if (status != STATUS_OK) {
		return status;
	}
	return fill_place(own, evidence, error);
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
