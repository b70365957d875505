// SPDX-License-Identifier: MIT
/* Reads one path to its end into a sink: every stream of lines inside it, every line of those. */
#include "reader.h"

#include "opening.h"
#include "passage.h"

struct reader_options reader_defaults(void)
{
	return (struct reader_options){
		.reference_at = TIMESTAMP_NONE,
		.reference_origin = ORIGIN_ASSUMED,
		.zone_origin = ORIGIN_ASSUMED,
	};
}

/* The next entry, be it open already. */
static enum status find_entry(struct path_reading *reading, struct entry *ret_entry,
			      struct blocks *ret_blocks, struct error *error)
{
	if (reading->is_open) {
		*ret_entry = reading->entry;
		return STATUS_OK;
	}
	return source_next(reading->source, ret_entry, ret_blocks, error);
}

static void close_first(struct path_reading *reading)
{
	if (reading->is_open) {
		stream_close(&reading->stream);
		reading->is_open = false;
	}
}

static enum status read_entries(struct path_reading *reading, struct error *error)
{
	const struct event_sink *sink = reading->sink;
	for (;;) {
		struct entry entry;
		struct blocks blocks = {0};
		struct error damage = {.status = STATUS_OK};
		enum status found = find_entry(reading, &entry, &blocks, &damage);
		if (found == STATUS_END) {
			return STATUS_OK;
		}
		if (found != STATUS_OK && !stream_is_damaged(found)) {
			return error_set(error, found, "%s", damage.message);
		}
		enum status status = sink->enter(sink->self, &entry, error);
		if (status == STATUS_END) {
			close_first(reading);
			reading->account->unwanted++;
			continue;
		}
		if (status == STATUS_OK && found == STATUS_OK) {
			status = passage_read(reading, &entry, blocks, error);
		} else if (status == STATUS_OK) {
			status = passage_report_damage(reading, &entry, &damage, error);
		}
		if (status != STATUS_OK) {
			return status;
		}
	}
}

/* What `reading` has open, to its end. */
static enum status read_source(struct path_reading *reading, struct error *error)
{
	struct reader_account *account = reading->account;
	struct error unread; /* the reader's own use: what the rest of a damaged file says */
	*account = (struct reader_account){.worst = STATUS_OK};
	enum status status = read_entries(reading, error);
	close_first(reading);
	if (status == STATUS_OK) {
		enum status rest =
			source_finish(reading->source, &account->bytes, account->sha256, &unread);
		if (rest != STATUS_OK && !stream_is_damaged(rest)) {
			status = error_set(error, rest, "%s", unread.message);
		}
	}
	source_close(reading->source);
	reading->source = NULL;
	return status;
}

static enum status read_path(struct path_reading *reading, const char *path, const char *display,
			     struct error *error)
{
	enum status status =
		source_open(path, display, &reading->options->file, &reading->source, error);
	return status == STATUS_OK ? read_source(reading, error) : status;
}

enum status reader_read(const char *path, const char *display, const struct reader_options *options,
			struct event_sink sink, struct reader_account *ret_account,
			struct error *error)
{
	/* A pipe may keep silent for ever, and cannot be read twice. */
	bool is_file = strcmp(path, "-") != 0;
	struct path_reading reading = {
		.options = options,
		.sink = &sink,
		.account = ret_account,
		.runs_ahead = is_file,
		.believes = is_file,
	};
	enum status status = STATUS_MISMATCH;
	*ret_account = (struct reader_account){.worst = STATUS_OK};
	reading.is_open =
		options->opening != NULL &&
		opening_take(options->opening, &reading.source, &reading.entry, &reading.stream);
	bool is_in_vain = reading.is_open;
	if (reading.is_open) {
		status = read_source(&reading, error);
		is_in_vain = status == STATUS_MISMATCH;
	}
	if (status == STATUS_MISMATCH) {
		status = read_path(&reading, path, display, error);
	}
	if (status == STATUS_MISMATCH && reading.believes) {
		reading.believes = false;
		status = read_path(&reading, path, display, error);
	}
	ret_account->is_opened_in_vain = is_in_vain;
	return status;
}
