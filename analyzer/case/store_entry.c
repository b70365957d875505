// SPDX-License-Identifier: MIT
/*
 * The books of entries: each is one transaction, and none is in twice.
 *
 *     enter            BEGIN
 *     known at 5000    the first 5000 bytes are entry 3: ROLLBACK, BEGIN; lines to come are new
 *     leave            content is entry 3: ROLLBACK, a row "known"; otherwise the entry's row,
 * COMMIT
 *
 * An entry is the same when the SHA-256 of its decompressed content is. Entries that were read with
 * other rules do not count as known: they are replaced.
 */
#include "rows.h"
#include "store_inside.h"
#include "store_restart.h"

#include <stdlib.h>

enum { UNPACKED = 8 }; /* bytes of an entry to one of the file that it came in, at least */

static enum status next_ids(struct store *store, struct error *error)
{
	struct rows *rows = NULL;
	enum status status = rows_open(store,
				       "SELECT (SELECT COALESCE(MAX(id), 0) + 1 FROM entry),"
				       " MAX((SELECT COALESCE(MAX(id), 0) FROM happening),"
				       " (SELECT COALESCE(MAX(id), 0) FROM request_row),"
				       " (SELECT COALESCE(MAX(id), 0) FROM flow_row),"
				       " (SELECT COALESCE(MAX(last_event), 0) FROM entry"
				       " WHERE id = (SELECT MAX(id) FROM entry))) + 1,"
				       " (SELECT COALESCE(MAX(id), 0) + 1 FROM request_common),"
				       " (SELECT COALESCE(MAX(id), 0) + 1 FROM flow_common)",
				       &rows, error);
	if (status == STATUS_OK) {
		status = rows_next(rows, error);
	}
	if (status == STATUS_OK) {
		store->entry.id = rows_int(rows, 0);
		store->entry.first_event = rows_int(rows, 1);
		store->entry.first_request_common = rows_int(rows, 2);
		store->entry.first_flow_common = rows_int(rows, 3);
	}
	rows_close(rows);
	return status;
}

/* No line of the entry in flight has been taken yet. */
static void begin_rows(struct store *store)
{
	struct entry_state *entry = &store->entry;
	store->next_event = entry->first_event;
	minutes_begin(&store->minutes, entry->id);
	commons_begin(&store->request_commons, &store->words, entry->first_request_common);
	commons_begin(&store->flow_commons, &store->words, entry->first_flow_common);
	entry->happenings = entry->requests = entry->flows = 0;
}

enum status entry_enter(void *self, const struct entry *entry, struct error *error)
{
	struct store *store = self;
	store_drop_entry(store);
	char *chain = slice_copy(slice_from(entry->chain));
	if (chain == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "%s: out of memory", entry->chain);
	}
	store->entry = (struct entry_state){.open = true,
					    .chain = chain,
					    .head = entry->head,
					    .first_at = TIMESTAMP_NONE,
					    .last_at = TIMESTAMP_NONE};
	enum status status = store_close_books(store, error);
	if (status == STATUS_OK) {
		status = store_run(store, "BEGIN IMMEDIATE", error);
	}
	if (status == STATUS_OK) {
		status = next_ids(store, error);
	}
	if (status != STATUS_OK) {
		store_drop_entry(store);
		return status;
	}
	begin_rows(store);
	entry_choose_lengths(store);
	return STATUS_OK;
}

/* Takes the rows of the entry in flight back and begins its transaction again. */
static enum status entry_restart(struct store *store, struct error *error)
{
	sink_drop(store);
	store_rollback(store);
	begin_rows(store);
	return store_run(store, "BEGIN IMMEDIATE", error);
}

void store_drop_entry(struct store *store)
{
	if (store->entry.open) {
		sink_drop(store);
		store_rollback(store);
		free(store->entry.chain);
		store->entry = (struct entry_state){0};
	}
}

/* The reader may have passed lines of the known content over; their times count all the same. */
static enum status widen_span(struct store *store, int64_t id, struct error *error)
{
	struct rows *rows = NULL;
	struct entry_state *entry = &store->entry;
	const struct value value = value_int(id);
	enum status status = rows_open_with(
		store, "SELECT first_at, last_at FROM entry WHERE id = ?1 AND first_at IS NOT NULL",
		&value, 1, &rows, error);
	if (status == STATUS_OK) {
		status = rows_next(rows, error);
	}
	if (status == STATUS_OK) {
		timestamp first_at = rows_int(rows, 0), last_at = rows_int(rows, 1);
		bool is_none = entry->first_at == TIMESTAMP_NONE;
		entry->first_at =
			is_none || first_at < entry->first_at ? first_at : entry->first_at;
		entry->last_at = is_none || last_at > entry->last_at ? last_at : entry->last_at;
	}
	rows_close(rows);
	return status == STATUS_END ? STATUS_OK : status;
}

enum status entry_known(void *self, int64_t bytes, const unsigned char *sha256, struct error *error)
{
	struct store *store = self;
	int64_t id = 0, lines = 0;
	enum status status = entry_find_content(store, bytes, sha256, &id, &lines, error);
	if (status != STATUS_OK || id == 0) {
		return status;
	}
	status = entry_restart(store, error);
	if (status != STATUS_OK) {
		return status;
	}
	store->entry.known_entry = id;
	store->entry.known_bytes = bytes;
	store->entry.known_lines = lines;
	store->entry.new_from = lines;
	store->entry.new_from_is_set = false;
	status = widen_span(store, id, error);
	return status == STATUS_OK ? STATUS_END : status;
}

enum status entry_wants_line(struct store *store, const struct position *position, bool *ret_wants,
			     struct error *error)
{
	struct entry_state *entry = &store->entry;
	*ret_wants = true;
	if (entry->known_entry == 0 || entry->new_from_is_set) {
		return STATUS_OK;
	}
	/* A line that ends, terminator included, within the known content. */
	if (position->offset + (int64_t)position->raw.size < entry->known_bytes) {
		*ret_wants = false;
		return STATUS_OK;
	}
	entry->new_from_is_set = true;
	if (position->offset >= entry->known_bytes) {
		return STATUS_OK;
	}
	entry->new_from = position->line - 1;
	return entry_take_back_line(store, entry->known_entry, position->line, error);
}

/*
 * A human record that was edited: what its file said before is no longer said, unless another file
 * says it still.
 */
static enum status note_edited(struct store *store, struct error *error)
{
	struct rows *rows = NULL;
	const struct value values[] = {value_int(store->source), value_text(store->entry.chain)};
	if (!store->feed_is_record || store->entry.known_entry != 0) {
		return STATUS_OK;
	}
	enum status status =
		rows_open_with(store,
			       "SELECT e.id FROM entry AS e WHERE e.source = ?1 AND e.chain = ?2"
			       " AND e.state <> 'known' AND NOT EXISTS (SELECT 1 FROM entry AS k"
			       " WHERE k.same_as = e.id AND k.source <> e.source)",
			       values, 2, &rows, error);
	while (status == STATUS_OK && (status = rows_next(rows, error)) == STATUS_OK) {
		entry_note_stale(&store->entry, rows_int(rows, 0));
	}
	rows_close(rows);
	return status == STATUS_END ? STATUS_OK : status;
}

static const char *state_of(const struct entry_result *result)
{
	switch (result->status) {
	case STATUS_OK:
	case STATUS_END:
		return "whole";
	case STATUS_CORRUPT:
		return slice_contains(slice_from(result->message), "truncated") ? "truncated"
										: "corrupt";
	default:
		/* Refused or not to be had: encrypted, packed too deep, beyond a bound. */
		return result->tally.bytes == 0 ? "unreadable" : "truncated";
	}
}

static struct value at_or_null(timestamp at)
{
	return at == TIMESTAMP_NONE ? value_null() : value_int(at);
}

/* The entry's row; `same_as` 0: none. */
static enum status write_entry(struct store *store, const struct entry_result *result,
			       const char *hex, const char *state, int64_t same_as,
			       struct error *error)
{
	const struct entry_state *entry = &store->entry;
	const struct tally *tally = &result->tally;
	bool has_events = store->next_event > entry->first_event;
	bool is_known = strcmp(state, "known") == 0;
	const struct value values[] = {
		value_int(entry->id),
		value_int(store->source),
		value_text(entry->chain),
		value_text(hex),
		value_int(tally->bytes),
		value_int(tally->lines),
		value_int(tally->events),
		value_int(tally->rejected),
		value_int(tally->blank),
		value_int(tally->cut),
		value_int(tally->mended),
		value_text(result->format),
		value_int(result->margin),
		value_text(result->runner_up),
		value_text(result->charset),
		value_text(result->zone),
		value_text(origin_name(result->zone_origin)),
		at_or_null(entry->first_at),
		at_or_null(entry->last_at),
		value_text(state),
		result->message[0] == '\0' ? value_null() : value_text(result->message),
		same_as == 0 ? value_null() : value_int(same_as),
		value_int(is_known ? tally->lines : entry->new_from),
		value_text(store_reading(store)),
		has_events ? value_int(entry->first_event) : value_null(),
		has_events ? value_int(store->next_event - 1) : value_null(),
	};
	return store_exec(store,
			  "INSERT INTO entry (id, source, chain, sha256, bytes, lines, events,"
			  " rejected, blank, cut, mended, format, margin, runner_up, charset,"
			  " zone, zone_origin, first_at, last_at, state, note, same_as, new_from,"
			  " reading, first_event, last_event) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,"
			  " ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21,"
			  " ?22, ?23, ?24, ?25, ?26)",
			  values, sizeof(values) / sizeof(values[0]), error);
}

/* Its content was read before: one row says so, however often that is found. */
static enum status leave_known(struct store *store, const struct entry_result *result,
			       const char *hex, int64_t same_as, struct error *error)
{
	const struct value values[] = {value_int(store->source), value_text(store->entry.chain),
				       value_text(hex), value_text(store_reading(store))};
	struct rows *rows = NULL;
	enum status status = entry_restart(store, error);
	if (status == STATUS_OK) {
		status = store_exec(store,
				    "DELETE FROM entry WHERE source = ?1 AND chain = ?2 AND"
				    " sha256 = ?3 AND reading <> ?4 AND state = 'known'",
				    values, 4, error);
	}
	if (status == STATUS_OK) {
		status = rows_open_with(store,
					"SELECT 1 FROM entry WHERE source = ?1 AND chain = ?2"
					" AND sha256 = ?3 AND reading = ?4",
					values, 4, &rows, error);
	}
	if (status == STATUS_OK) {
		status = rows_next(rows, error);
	}
	rows_close(rows);
	if (status == STATUS_END) {
		status = write_entry(store, result, hex, "known", same_as, error);
	}
	store->progress.known_entries++;
	return status;
}

static enum status leave_new(struct store *store, const struct entry_result *result,
			     const char *hex, struct error *error)
{
	struct entry_state *entry = &store->entry;
	if (entry->new_from > result->tally.lines) {
		entry->new_from = result->tally.lines;
	}
	enum status status = sink_flush(store, error);
	if (status == STATUS_OK) {
		status = note_edited(store, error);
	}
	for (size_t i = 0; status == STATUS_OK && i < entry->stale_count; i++) {
		status = entry_delete(store, entry->stale[i], entry->id, error);
	}
	if (status == STATUS_OK) {
		status = write_entry(store, result, hex, state_of(result), entry->known_entry,
				     error);
	}
	if (status == STATUS_OK) {
		status = restarts_write(store, entry->id, result, error);
	}
	if (status == STATUS_OK) {
		entry_add_length(store, result->tally.bytes);
		tally_add(&store->progress.tally, &result->tally);
		store->progress.entries++;
		store->progress.happenings += entry->happenings;
		store->progress.requests += entry->requests;
		store->progress.flows += entry->flows;
	}
	return status;
}

enum status entry_leave(void *self, const struct entry_result *result, struct error *error)
{
	struct store *store = self;
	int64_t same_as = 0, lines = 0;
	char hex[DIGEST_HEX_SIZE];
	if (result->status == STATUS_INTERRUPTED) {
		store_drop_entry(store);
		return STATUS_OK;
	}
	digest_to_hex(result->sha256, SHA256_SIZE, hex);
	/* What could not be read at all is not the same as an empty file. */
	bool is_unread = result->status != STATUS_OK && result->status != STATUS_END &&
			 result->tally.bytes == 0;
	enum status status = is_unread
				     ? entry_find_unread(store, &same_as, error)
				     : entry_find_content(store, result->tally.bytes,
							  result->sha256, &same_as, &lines, error);
	if (status == STATUS_OK) {
		status = same_as != 0 ? leave_known(store, result, hex, same_as, error)
				      : leave_new(store, result, hex, error);
	}
	if (status == STATUS_OK) {
		status = store_commit(store, error);
	}
	if (status != STATUS_OK) {
		store_drop_entry(store);
		return status;
	}
	words_keep(&store->words);
	bool is_member = strchr(store->entry.chain, '!') != NULL;
	free(store->entry.chain);
	store->entry = (struct entry_state){0};
	/* Members of an archive are mostly alike: the next one is taken to be as large as this. */
	return is_member ? store_fit_journal(store, result->tally.bytes / UNPACKED, error)
			 : STATUS_OK;
}
