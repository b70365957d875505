// SPDX-License-Identifier: MIT
/*
 * Human records: what phones, chats and site logs knew, as CSV with a header or as JSON lines.
 */
#include "random.h"
#include "stamp.h"
#include "writers.h"

#include <stdio.h>
#include <string.h>

enum { COLUMNS = 13, ROW_SIZE = 1024 };

static const char *const columns[COLUMNS] = {"time",   "signal",  "step",   "role", "actor",
					     "object", "outcome", "reason", "id",   "recipient",
					     "after",  "seq",     "detail"};

static void add(struct feed *feed, int64_t at_ms, const char *const values[COLUMNS])
{
	char row[ROW_SIZE];
	int size = 0;

	for (size_t i = 0; i < COLUMNS && size < ROW_SIZE - 200; i++) {
		if (!feed->source->jsonl) {
			const char *quote = strchr(values[i], ',') == NULL ? "" : "\"";

			size += snprintf(row + size, sizeof row - (size_t)size, "%s%s%s%s",
					 i == 0 ? "" : ",", quote, values[i], quote);
		} else if (values[i][0] != '\0') {
			size += snprintf(row + size, sizeof row - (size_t)size, "%s\"%s\": \"%s\"",
					 i == 0 ? "{" : ", ", columns[i], values[i]);
		}
	}
	feed_add(feed, at_ms, "%s%s", row, feed->source->jsonl ? "}" : "");
}

/* What a note leaves out is an empty cell. */
static void add_note(struct feed *feed, const struct note *note)
{
	struct stamp stamp = feed_stamp(feed, STAMP_ISO, note->at_ms);
	const char *values[COLUMNS] = {
		stamp.text,   note->signal,  note->step,   note->role, note->actor,
		note->object, note->outcome, note->reason, note->id,   note->recipient,
		note->after,  note->seq,     note->detail,
	};

	for (size_t i = 0; i < COLUMNS; i++) {
		values[i] = values[i] == NULL ? "" : values[i];
	}
	add(feed, note->at_ms, values);
}

/* Work that this record tells of, as the engineer wrote it down. */
static void work_line(struct feed *feed, const struct work *work, enum moment moment, int64_t at_ms,
		      const char *command)
{
	static const char *const signals[] = {"step.begin", "step.activity", "step.end"};
	bool failed = moment == MOMENT_END && work->failed;
	struct note note = {
		.at_ms = at_ms,
		.signal = failed ? "step.fail" : signals[moment],
		.step = work->step,
		.role = work->role,
		.actor = night_role(feed->night, work->role)->first_actor,
		.reason = failed ? work->reason : NULL,
		.detail = command,
	};

	add_note(feed, &note);
}

void record_write(struct feed *feed, const struct requests *requests)
{
	const struct night *night = feed->night;
	const char *name = feed->source->name;

	(void)requests;
	if (!feed->source->jsonl) {
		add(feed, INT64_MIN, columns);
	}
	for (size_t i = 0; i < night->note_count; i++) {
		if (strcmp(night->notes[i].record, name) == 0) {
			add_note(feed, &night->notes[i]);
		}
	}
	work_moments(feed, name, work_line);
	if (feed->source->heartbeat == NULL) {
		return;
	}
	struct random random = random_stream((uint64_t)night->seed, name);
	int64_t beat = span_ms(feed->source->heartbeat);

	for (int64_t at = night->record.from_ms; at < night->record.to_ms;
	     at += random_between(&random, beat / 3000, beat / 1500) * 1000) {
		struct note note = {
			.at_ms = at,
			.signal = "log",
			.detail = strcmp(feed->source->word, "pager") == 0
					  ? "pager gateway self test ok"
					  : "record keeper alive",
		};
		add_note(feed, &note);
	}
}
