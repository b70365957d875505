// SPDX-License-Identifier: MIT
/* Counts per minute within fixed memory; see store_minutes.h. */
#include "store_fail.h"
#include "store_inside.h"

#include <stdlib.h>

/* What the counts of a request are, by its status. */
enum { COUNT_SUCCESS, COUNT_FAILURE, COUNT_NEITHER, COUNT_KINDS };

enum { STATUS_CLIENT_TIMEOUT = 408, STATUS_CLIENT_CLOSED = 499, STATUS_SERVER_FAULT = 500 };

struct minute_count {
	int64_t minute, key; /* key: service, label, or 0 */
	int64_t counts[COUNT_KINDS];
	int64_t first_line, last_line; /* of an answer: the first and last event, by number */
	timestamp first_at, last_at;   /* of a request: first_at of the first success, or NONE */
	bool used;
};

struct minute_label {
	uint64_t hash; /* 0: free */
	size_t outcome_size, rule_size;
	char text[2 * MINUTES_LABEL_SIZE];
};

static const char write_pulse_sql[] =
	"INSERT INTO pulse (entry, minute, lines, first_at, last_at, first_line, last_line)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
	" ON CONFLICT (entry, minute) DO UPDATE SET lines = lines + excluded.lines,"
	" first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at),"
	" first_line = min(first_line, excluded.first_line),"
	" last_line = max(last_line, excluded.last_line)";

static const char write_request_sql[] =
	"INSERT INTO request_minute (entry, minute, service, success, failure, neither,"
	" first_line, last_line, first_success_at, last_at)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
	" ON CONFLICT (entry, service, minute) DO UPDATE SET success = success + excluded.success,"
	" failure = failure + excluded.failure, neither = neither + excluded.neither,"
	" first_line = min(first_line, excluded.first_line),"
	" last_line = max(last_line, excluded.last_line), last_at = max(last_at, excluded.last_at),"
	" first_success_at = min(coalesce(first_success_at, excluded.first_success_at),"
	" coalesce(excluded.first_success_at, first_success_at))";

static const char write_answer_sql[] =
	"INSERT INTO backend_minute (entry, minute, backend, first_at, first_event, last_at,"
	" from_event, to_event) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
	" ON CONFLICT (entry, backend, minute) DO UPDATE SET"
	" first_event = CASE WHEN excluded.first_at < first_at THEN excluded.first_event"
	" ELSE first_event END, first_at = min(first_at, excluded.first_at),"
	" last_at = max(last_at, excluded.last_at), from_event = min(from_event,"
	" excluded.from_event), to_event = max(to_event, excluded.to_event)";

static const char write_flow_sql[] =
	"INSERT INTO flow_minute (entry, minute, outcome, rule, flows, first_line, last_line)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
	" ON CONFLICT (entry, minute, outcome, rule) DO UPDATE SET flows = flows + excluded.flows,"
	" first_line = min(first_line, excluded.first_line),"
	" last_line = max(last_line, excluded.last_line)";

enum status minutes_open(struct minutes *minutes, struct store *store, struct error *error)
{
	sqlite3 *db = store->db;
	*minutes = (struct minutes){.store = store};
	minutes->pulse.slots = calloc(MINUTES_SLOTS, sizeof(struct minute_count));
	minutes->request.slots = calloc(MINUTES_SLOTS, sizeof(struct minute_count));
	minutes->answer.slots = calloc(MINUTES_SLOTS, sizeof(struct minute_count));
	minutes->flow.slots = calloc(MINUTES_SLOTS, sizeof(struct minute_count));
	minutes->labels = calloc((size_t)2 * MINUTES_LABELS, sizeof(struct minute_label));
	if (minutes->pulse.slots == NULL || minutes->request.slots == NULL ||
	    minutes->answer.slots == NULL || minutes->flow.slots == NULL ||
	    minutes->labels == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "counts per minute: out of memory");
	}
	unsigned flags = SQLITE_PREPARE_PERSISTENT;
	if (sqlite3_prepare_v3(db, write_pulse_sql, -1, flags, &minutes->write_pulse, NULL) ||
	    sqlite3_prepare_v3(db, write_request_sql, -1, flags, &minutes->write_request, NULL) ||
	    sqlite3_prepare_v3(db, write_answer_sql, -1, flags, &minutes->write_answer, NULL) ||
	    sqlite3_prepare_v3(db, write_flow_sql, -1, flags, &minutes->write_flow, NULL)) {
		return error_set(error, STATUS_DATABASE, "counts per minute: %s",
				 sqlite3_errmsg(db));
	}
	return STATUS_OK;
}

void minutes_close(struct minutes *minutes)
{
	sqlite3_finalize(minutes->write_pulse);
	sqlite3_finalize(minutes->write_request);
	sqlite3_finalize(minutes->write_answer);
	sqlite3_finalize(minutes->write_flow);
	free(minutes->pulse.slots);
	free(minutes->request.slots);
	free(minutes->answer.slots);
	free(minutes->flow.slots);
	free(minutes->labels);
	*minutes = (struct minutes){0};
}

static void table_clear(struct minute_table *table)
{
	if (table->used > 0) {
		memset(table->slots, 0, MINUTES_SLOTS * sizeof(*table->slots));
		table->used = 0;
	}
	table->last = NULL;
}

static void labels_clear(struct minutes *minutes)
{
	for (size_t i = 0; minutes->label_count > 0 && i < 2 * MINUTES_LABELS; i++) {
		minutes->labels[i].hash = 0;
	}
	minutes->label_count = 0;
}

void minutes_begin(struct minutes *minutes, int64_t entry)
{
	table_clear(&minutes->pulse);
	table_clear(&minutes->request);
	table_clear(&minutes->answer);
	table_clear(&minutes->flow);
	labels_clear(minutes);
	minutes->entry = entry;
}

static int64_t minute_of(timestamp at)
{
	return at >= 0 ? at / US_PER_MINUTE : -((US_PER_MINUTE - 1 - at) / US_PER_MINUTE);
}

/* The slot of a minute and key, made when it is new; the table is at most half full. */
static struct minute_count *table_find(struct minute_table *table, timestamp at, int64_t key,
				       int64_t line)
{
	int64_t minute = minute_of(at);
	if (table->last != NULL && table->last->minute == minute && table->last->key == key) {
		table->last->last_line = line;
		return table->last;
	}
	uint64_t hash = ((uint64_t)minute + (uint64_t)key * 7919) * UINT64_C(0x9e3779b97f4a7c15);
	for (size_t i = (size_t)(hash >> 40);; i++) {
		struct minute_count *slot = &table->slots[i % MINUTES_SLOTS];
		table->last = slot;
		if (slot->used && slot->minute == minute && slot->key == key) {
			slot->last_line = line;
			return slot;
		}
		if (!slot->used) {
			*slot = (struct minute_count){.minute = minute,
						      .key = key,
						      .first_line = line,
						      .last_line = line,
						      .first_at = TIMESTAMP_NONE,
						      .last_at = TIMESTAMP_NONE,
						      .used = true};
			table->used++;
			return slot;
		}
	}
}

static bool table_is_full(const struct minute_table *table)
{
	return table->used >= MINUTES_SLOTS / 2;
}

enum status minutes_pulse(struct minutes *minutes, timestamp written_at, int64_t line,
			  struct error *error)
{
	struct minute_count *slot = table_find(&minutes->pulse, written_at, 0, line);
	slot->counts[0]++;
	if (slot->first_at == TIMESTAMP_NONE || written_at < slot->first_at) {
		slot->first_at = written_at;
	}
	if (slot->last_at == TIMESTAMP_NONE || written_at > slot->last_at) {
		slot->last_at = written_at;
	}
	return table_is_full(&minutes->pulse) ? minutes_flush(minutes, error) : STATUS_OK;
}

enum status minutes_request(struct minutes *minutes, timestamp at, int64_t line, int64_t service,
			    int32_t status, struct error *error)
{
	struct minute_count *slot = table_find(&minutes->request, at, service, line);
	if (slot->last_at == TIMESTAMP_NONE || at > slot->last_at) {
		slot->last_at = at;
	}
	if (status <= 0 || status == STATUS_CLIENT_TIMEOUT || status == STATUS_CLIENT_CLOSED) {
		slot->counts[COUNT_NEITHER]++;
	} else if (status >= STATUS_SERVER_FAULT) {
		slot->counts[COUNT_FAILURE]++;
	} else {
		slot->counts[COUNT_SUCCESS]++;
		if (slot->first_at == TIMESTAMP_NONE || at < slot->first_at) {
			slot->first_at = at;
		}
	}
	return table_is_full(&minutes->request) ? minutes_flush(minutes, error) : STATUS_OK;
}

static void label_set(struct minute_label *label, uint64_t hash, struct slice outcome,
		      struct slice rule)
{
	*label = (struct minute_label){
		.hash = hash, .outcome_size = outcome.size, .rule_size = rule.size};
	if (outcome.size > 0) {
		memcpy(label->text, outcome.data, outcome.size);
	}
	if (rule.size > 0) {
		memcpy(label->text + outcome.size, rule.data, rule.size);
	}
}

/* Where the label of a pair stands in the hash table, made when it is new and there is room. */
static bool label_find(struct minutes *minutes, struct slice outcome, struct slice rule,
		       size_t *ret_label)
{
	const struct words *words = &minutes->store->words;
	outcome = words_cut(outcome, MINUTES_LABEL_SIZE);
	rule = words_cut(rule, MINUTES_LABEL_SIZE);
	uint64_t hash = words_hash(words, outcome) * 31 + words_hash(words, rule);
	hash += hash == 0;
	for (size_t i = (size_t)(hash >> 32);; i++) {
		struct minute_label *label = &minutes->labels[i % (2 * MINUTES_LABELS)];
		if (label->hash == 0 && minutes->label_count == MINUTES_LABELS) {
			return false;
		}
		if (label->hash == 0) {
			label_set(label, hash, outcome, rule);
			minutes->label_count++;
		}
		if (label->hash == hash) {
			*ret_label = i % (2 * MINUTES_LABELS);
			return true;
		}
	}
}

/* As label_find, with room made where there is none. */
static enum status label_get(struct minutes *minutes, struct slice outcome, struct slice rule,
			     size_t *ret_label, struct error *error)
{
	enum status status = STATUS_OK;
	while (status == STATUS_OK && !label_find(minutes, outcome, rule, ret_label)) {
		status = minutes_flush(minutes, error);
	}
	return status;
}

enum status minutes_answer(struct minutes *minutes, timestamp written_at, int64_t event,
			   struct slice backend, bool *ret_is_first, struct error *error)
{
	size_t label = 0;
	enum status status = label_get(minutes, backend, slice_from(""), &label, error);
	if (status != STATUS_OK) {
		return status;
	}
	struct minute_count *slot = table_find(&minutes->answer, written_at, (int64_t)label, event);
	*ret_is_first = slot->first_at == TIMESTAMP_NONE || written_at < slot->first_at;
	if (*ret_is_first) {
		slot->first_at = written_at;
		slot->counts[0] = event;
	}
	if (slot->last_at == TIMESTAMP_NONE || written_at > slot->last_at) {
		slot->last_at = written_at;
	}
	return table_is_full(&minutes->answer) ? minutes_flush(minutes, error) : STATUS_OK;
}

enum status minutes_flow(struct minutes *minutes, timestamp at, int64_t line, struct slice outcome,
			 struct slice rule, struct error *error)
{
	size_t label = 0;
	enum status status = label_get(minutes, outcome, rule, &label, error);
	if (status != STATUS_OK) {
		return status;
	}
	table_find(&minutes->flow, at, (int64_t)label, line)->counts[0]++;
	return table_is_full(&minutes->flow) ? minutes_flush(minutes, error) : STATUS_OK;
}

static void bind_at(sqlite3_stmt *statement, int column, timestamp at)
{
	if (at == TIMESTAMP_NONE) {
		sqlite3_bind_null(statement, column);
	} else {
		sqlite3_bind_int64(statement, column, at);
	}
}

static void bind_pulse(const struct minutes *minutes, const struct minute_count *slot)
{
	sqlite3_stmt *statement = minutes->write_pulse;
	sqlite3_bind_int64(statement, 3, slot->counts[0]);
	bind_at(statement, 4, slot->first_at);
	bind_at(statement, 5, slot->last_at);
	sqlite3_bind_int64(statement, 6, slot->first_line);
	sqlite3_bind_int64(statement, 7, slot->last_line);
}

static void bind_request(const struct minutes *minutes, const struct minute_count *slot)
{
	sqlite3_stmt *statement = minutes->write_request;
	sqlite3_bind_int64(statement, 3, slot->key);
	for (int i = 0; i < COUNT_KINDS; i++) {
		sqlite3_bind_int64(statement, 4 + i, slot->counts[i]);
	}
	sqlite3_bind_int64(statement, 7, slot->first_line);
	sqlite3_bind_int64(statement, 8, slot->last_line);
	bind_at(statement, 9, slot->first_at);
	bind_at(statement, 10, slot->last_at);
}

static void bind_answer(const struct minutes *minutes, const struct minute_count *slot)
{
	sqlite3_stmt *statement = minutes->write_answer;
	const struct minute_label *label = &minutes->labels[slot->key];
	sqlite3_bind_text(statement, 3, label->text, (int)label->outcome_size, SQLITE_STATIC);
	bind_at(statement, 4, slot->first_at);
	sqlite3_bind_int64(statement, 5, slot->counts[0]);
	bind_at(statement, 6, slot->last_at);
	sqlite3_bind_int64(statement, 7, slot->first_line);
	sqlite3_bind_int64(statement, 8, slot->last_line);
}

static void bind_flow(const struct minutes *minutes, const struct minute_count *slot)
{
	sqlite3_stmt *statement = minutes->write_flow;
	const struct minute_label *label = &minutes->labels[slot->key];
	sqlite3_bind_text(statement, 3, label->text, (int)label->outcome_size, SQLITE_STATIC);
	sqlite3_bind_text(statement, 4, label->text + label->outcome_size, (int)label->rule_size,
			  SQLITE_STATIC);
	sqlite3_bind_int64(statement, 5, slot->counts[0]);
	sqlite3_bind_int64(statement, 6, slot->first_line);
	sqlite3_bind_int64(statement, 7, slot->last_line);
}

static enum status table_write(struct minutes *minutes, struct minute_table *table,
			       sqlite3_stmt *statement,
			       void (*bind)(const struct minutes *, const struct minute_count *),
			       struct error *error)
{
	for (size_t i = 0; table->used > 0 && i < MINUTES_SLOTS; i++) {
		const struct minute_count *slot = &table->slots[i];
		if (!slot->used) {
			continue;
		}
		sqlite3_bind_int64(statement, 1, minutes->entry);
		sqlite3_bind_int64(statement, 2, slot->minute);
		bind(minutes, slot);
		int result = sqlite3_step(statement);
		sqlite3_reset(statement);
		if (result != SQLITE_DONE) {
			return store_explain(sqlite3_db_handle(statement), result,
					     "counts per minute", error);
		}
	}
	table_clear(table);
	return STATUS_OK;
}

enum status minutes_flush(struct minutes *minutes, struct error *error)
{
	enum status status = store_settle(minutes->store, error);
	if (status == STATUS_OK) {
		status = table_write(minutes, &minutes->pulse, minutes->write_pulse, bind_pulse,
				     error);
	}
	if (status == STATUS_OK) {
		status = table_write(minutes, &minutes->request, minutes->write_request,
				     bind_request, error);
	}
	if (status == STATUS_OK) {
		status = table_write(minutes, &minutes->answer, minutes->write_answer, bind_answer,
				     error);
	}
	if (status == STATUS_OK) {
		status =
			table_write(minutes, &minutes->flow, minutes->write_flow, bind_flow, error);
	}
	if (status == STATUS_OK) {
		labels_clear(minutes);
	}
	return status;
}
