// SPDX-License-Identifier: MIT
/*
 * Cited lines read again: hash and text come from where a line stands today. A line that is not
 * where it was read is looked for where the same content was found since.
 */
#include "digest.h"
#include "report_own.h"

#include <stdio.h>
#include <stdlib.h>

enum { EVIDENCE_TEXT_MAX = 4096 }; /* bytes of a cited line that a report shows */

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
enum status own_set_text(struct report_own *own, size_t position, struct slice text,
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

enum status own_set_spot(struct report_own *own, size_t position, size_t spot, struct error *error)
{
	struct report_place *place = &own->places[position];
	struct report_evidence *evidence = &own->report->evidence[position];
	if (spot >= place->spot_count) {
		return error_set(error, STATUS_INTERNAL, "report: E%d has no place %zu",
				 evidence->number, spot);
	}
	place->spot = spot;
	enum status status = own_redacted(own, slice_from(place->spots[spot].source), slice_empty(),
					  &evidence->source, error);
	return status == STATUS_OK ? own_redacted(own, slice_from(place->spots[spot].chain),
						  slice_empty(), &evidence->chain, error)
				   : status;
}

struct cited_order {
	const struct report_spot *spot;
	int64_t line;
	size_t position; /* of the evidence */
};

static int compare_cited(const void *left, const void *right)
{
	const struct cited_order *a = left;
	const struct cited_order *b = right;
	int order = strcmp(a->spot->source, b->spot->source);
	if (order == 0) {
		order = strcmp(a->spot->chain, b->spot->chain);
	}
	if (order == 0) {
		order = strcmp(a->spot->sha256, b->spot->sha256);
	}
	if (order == 0) {
		order = (a->line > b->line) - (a->line < b->line);
	}
	return order != 0 ? order : (a->position > b->position) - (a->position < b->position);
}

static bool same_entry(const struct report_spot *a, const struct report_spot *b)
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
		enum status status = own_set_text(own, own->batch[i], text, error);
		if (status != STATUS_OK) {
			return status;
		}
		memcpy(evidence->sha256, hexadecimal, sizeof hexadecimal);
	}
	return STATUS_OK;
}

/* Told only if the lines are found nowhere else either. */
static enum status note_trouble(struct report_own *own, const struct cited_order *order,
				size_t count, const char *message, struct error *error)
{
	const char *kept = keep_text(&own->keep, slice_from(message));
	if (kept == NULL) {
		return own_no_memory(error);
	}
	for (size_t i = 0; i < count; i++) {
		struct report_place *place = &own->places[order[i].position];
		place->trouble = place->spot == 0 ? kept : place->trouble;
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
		.source = order->spot->source,
		.chain = order->spot->chain,
		.entry_sha256 = order->spot->sha256,
		.charset = order->spot->charset,
		.lines = lines,
		.count = line_count,
	};
	struct error trouble = {0};
	enum status status = reread(user, &cited, take_line, own->report, &trouble);
	own->batch_count = 0;
	if (status == STATUS_CORRUPT || status == STATUS_IO) {
		return note_trouble(own, order, count, trouble.message, error);
	}
	return status == STATUS_OK ? STATUS_OK : error_set(error, status, "%s", trouble.message);
}

/* A trouble that lines of one entry share is told once. */
static enum status warn_of_trouble(struct report_own *own, size_t position, struct error *error)
{
	const char *trouble = own->places[position].trouble;
	if (trouble == NULL) {
		return STATUS_OK;
	}
	for (size_t i = 0; i < position; i++) {
		if (own->report->evidence[i].sha256[0] == '\0' &&
		    own->places[i].trouble == trouble) {
			return STATUS_OK;
		}
	}
	return own_warn(own, trouble, error);
}

static enum status warn_of_line(struct report_own *own, size_t position, struct error *error)
{
	const struct report_evidence *evidence = &own->report->evidence[position];
	char text[ERROR_MESSAGE_SIZE];
	(void)snprintf(text, sizeof text,
		       "E%d: %s line %lld cannot be re-read as it was: the source is gone or has "
		       "changed",
		       evidence->number, evidence->chain, (long long)evidence->line);
	return own_warn(own, text, error);
}

/* First what could not be read, then what is missing for it, under the name it was read by. */
static enum status warn_of_missing(struct report_own *own, struct error *error)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; status == STATUS_OK && i < own->report->evidence_count; i++) {
		if (own->report->evidence[i].sha256[0] == '\0') {
			status = own_set_spot(own, i, 0, error);
			status = status == STATUS_OK ? warn_of_trouble(own, i, error) : status;
		}
	}
	for (size_t i = 0; status == STATUS_OK && i < own->report->evidence_count; i++) {
		if (own->report->evidence[i].sha256[0] == '\0') {
			status = warn_of_line(own, i, error);
		}
	}
	return status;
}

/* What has not been found yet and may stand in one more place, sorted by entry. */
static enum status gather(struct report_own *own, size_t round, struct cited_order *order,
			  size_t *ret_count, struct error *error)
{
	size_t count = 0;
	for (size_t i = 0; i < own->report->evidence_count; i++) {
		const struct report_place *place = &own->places[i];
		if (own->report->evidence[i].sha256[0] != '\0' || round >= place->spot_count) {
			continue;
		}
		enum status status = round == 0 ? STATUS_OK : own_set_spot(own, i, round, error);
		if (status != STATUS_OK) {
			return status;
		}
		order[count++] = (struct cited_order){&place->spots[round],
						      own->report->evidence[i].line, i};
	}
	qsort(order, count, sizeof *order, compare_cited);
	*ret_count = count;
	return STATUS_OK;
}

enum status report_resolve(struct report *report, report_reread_fn *reread, void *user,
			   struct error *error)
{
	struct report_own *own = report->own;
	struct cited_order *order = keep_bytes(&own->keep, report->evidence_count * sizeof *order);
	enum status status = STATUS_OK;
	size_t count = report->evidence_count;
	if (order == NULL) {
		return own_no_memory(error);
	}
	for (size_t round = 0; status == STATUS_OK && count > 0; round++) {
		status = gather(own, round, order, &count, error);
		for (size_t from = 0, to = 0; status == STATUS_OK && from < count; from = to) {
			for (to = from + 1;
			     to < count && same_entry(order[from].spot, order[to].spot);) {
				to++;
			}
			status = reread_entry(own, &order[from], to - from, reread, user, error);
		}
	}
	return status == STATUS_OK ? warn_of_missing(own, error) : status;
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
