// SPDX-License-Identifier: MIT
/* One entry's way into the sink; see passage.h. */
#include "passage.h"

#include "interpreter.h"
#include "marks.h"
#include "skip.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* An entry on its way into the sink. */
struct passage {
	struct stream stream;
	struct lines *lines;
	struct placement placement;
	struct interpreter *interpreter;
	struct skip skip;
	struct marks marks;
	bool has_wanted; /* lengths that the sink wants to be asked about */
};

static enum status no_memory(struct error *error)
{
	return error_set(error, STATUS_NO_MEMORY, "out of memory");
}

static bool is_interrupted(const struct reader_options *options)
{
	return options->file.is_interrupted != NULL && *options->file.is_interrupted != 0;
}

static struct placement new_placement(const struct reader_options *options,
				      const struct entry *entry)
{
	struct placement placement = placement_new();
	placement.zone = options->zone;
	placement.zone_origin = options->zone_origin;
	placement.reference_at = options->reference_at;
	placement.reference_origin = options->reference_origin;
	if (placement.reference_at == TIMESTAMP_NONE) {
		bool is_dated = entry->modified_s > 0 && entry->modified_s < INT64_MAX / US_PER_S;
		time_t now_s = time(NULL);
		placement.reference_at = (is_dated ? entry->modified_s : now_s) * US_PER_S;
		placement.reference_origin = is_dated ? ORIGIN_FILE : ORIGIN_ASSUMED;
	}
	return placement;
}

static enum status begin_reading(struct passage *passage, const struct entry *entry,
				 struct event_sink sink, struct error *error)
{
	passage->placement = new_placement(passage->stream.options, entry);
	passage->lines = lines_new(lookahead_blocks(passage->stream.lookahead),
				   passage->stream.kind, passage->stream.options->line_limit);
	if (passage->lines == NULL) {
		return no_memory(error);
	}
	return interpreter_open(&passage->stream.auction, passage->stream.forced,
				&passage->placement, sink, &passage->interpreter, error);
}

/*
 * Asks the sink about every wanted length up to `limit`. Only where the content is known is a
 * record cut that goes on beyond it: other files must not decide what belongs together in this one.
 */
static enum status ask_known(struct passage *passage, const struct event_sink *sink, int64_t limit,
			     struct error *error)
{
	int64_t length;
	unsigned char sha256[SHA256_SIZE];
	while (sink->known != NULL &&
	       fingerprint_take(passage->stream.fingerprint, limit, &length, sha256)) {
		enum status status = sink->known(sink->self, length, sha256, error);
		bool is_known = status == STATUS_END;
		if (is_known) {
			status = interpreter_flush(passage->interpreter, error);
		}
		if (status == STATUS_OK) {
			status = skip_show(&passage->skip, length, is_known,
					   interpreter_tally(passage->interpreter));
		}
		if (status != STATUS_OK) {
			return status;
		}
	}
	return STATUS_OK;
}

static enum status read_line(struct passage *passage, const struct event_sink *sink,
			     const struct line *line, struct error *error)
{
	struct slice text = line->raw;
	bool is_mended = false;
	if (is_interrupted(passage->stream.options)) {
		return error_set(error, STATUS_INTERRUPTED, "interrupted");
	}
	bool is_skipped = false;
	enum status status = skip_line(&passage->skip, line, &is_skipped);
	if (status != STATUS_OK || is_skipped) {
		return status;
	}
	if (passage->has_wanted) {
		status = ask_known(passage, sink, line->end - 1, error);
	}
	if (status == STATUS_OK && !line->is_plain) {
		status = charset_decode(passage->stream.charset, line->raw, &text, &is_mended,
					error);
	}
	return status != STATUS_OK
		       ? status
		       : interpreter_line(passage->interpreter, line, text, is_mended, error);
}

/*
 * All lines. STATUS_OK: to the end; `ret_damage` says what was wrong with the stream itself. Other
 * answers are the sink's, or end the reading.
 */
static enum status read_lines(struct passage *passage, const struct event_sink *sink,
			      struct error *ret_damage, struct error *error)
{
	struct line line;
	enum status status = lines_next(passage->lines, &line, error);
	while (status == STATUS_OK) {
		status = read_line(passage, sink, &line, error);
		if (status != STATUS_OK) {
			return status;
		}
		if (marks_are_due(&passage->marks, &line)) {
			marks_add(&passage->marks, passage->lines, &line);
		}
		status = lines_next(passage->lines, &line, error);
	}
	if (stream_is_damaged(status)) {
		(void)error_set(ret_damage, status, "%s", error->message);
	} else if (status != STATUS_END) {
		return status;
	}
	status = interpreter_flush(passage->interpreter, error);
	return status != STATUS_OK
		       ? status
		       : ask_known(passage, sink, fingerprint_bytes(passage->stream.fingerprint),
				   error);
}

static void describe(const struct stream *stream, struct entry_result *result)
{
	const struct reader_options *options = stream->options;
	const struct auction_result *auction = &stream->result;
	const struct format *winner = stream->forced != NULL ? stream->forced : auction->winner;
	bool is_empty = result->tally.lines == 0;
	result->format = winner == NULL || is_empty ? "" : winner->name;
	result->margin = auction->margin;
	result->runner_up = auction->runner_up == NULL ? "" : auction->runner_up->name;
	result->charset = charset_name(stream->kind);
	result->zone =
		options->zone == NULL || options->zone_name == NULL ? "UTC" : options->zone_name;
	result->zone_origin = options->zone == NULL ? ORIGIN_ASSUMED : options->zone_origin;
}

/* Tells the sink and the account how an entry ended. */
static enum status leave_entry(const struct event_sink *sink, const struct entry_result *result,
			       const struct entry *entry, struct reader_account *account,
			       struct error *error)
{
	tally_add(&account->tally, &result->tally);
	account->entries++;
	if (result->status != STATUS_OK) {
		account->damaged++;
		if (account->worst == STATUS_OK) {
			account->worst = result->status;
			/* What the file itself could not do names it already. */
			bool is_named =
				slice_starts_with(slice_from(result->message), entry->chain);
			(void)snprintf(account->message, sizeof account->message, "%.200s%s%s",
				       is_named ? "" : entry->chain, is_named ? "" : ": ",
				       result->message);
		}
	}
	if (!tally_is_exact(&result->tally)) {
		return error_set(error, STATUS_INTERNAL,
				 "%s: lines are not events + rejected + "
				 "blank",
				 entry->chain);
	}
	return sink->leave(sink->self, result, error);
}

/* What the sink knows of the beginning of an entry that is the file itself. */
static enum status find_beginning(struct passage *passage, const struct entry *entry,
				  const struct event_sink *sink, struct error *error)
{
	const struct stream *stream = &passage->stream;
	struct tally known = {0};
	if (sink->beginning == NULL || strcmp(entry->path, entry->chain) != 0) {
		return STATUS_OK;
	}
	enum status status = sink->beginning(sink->self, &known, error);
	if (status == STATUS_OK) {
		passage->skip = skip_begin(&known, stream->forced != NULL ? stream->forced
									  : stream->result.winner);
	}
	return status == STATUS_END ? STATUS_OK : status;
}

/* STATUS_MISMATCH: its stream was opened without the lengths that the sink asks about. */
static enum status open_stream(struct passage *passage, struct path_reading *reading,
			       const struct entry *entry, struct blocks blocks, struct error *error)
{
	const struct event_sink *sink = reading->sink;
	const int64_t *lengths = NULL;
	size_t count = sink->wanted_lengths == NULL || sink->known == NULL
			       ? 0
			       : sink->wanted_lengths(sink->self, &lengths);
	passage->has_wanted = count > 0;
	if (reading->is_open) {
		passage->stream = reading->stream;
		reading->is_open = false;
		return count > 0 ? STATUS_MISMATCH : STATUS_OK;
	}
	passage->stream =
		(struct stream){.options = reading->options, .runs_ahead = reading->runs_ahead};
	return stream_open(&passage->stream, entry, blocks, lengths, count, error);
}

static enum status read_passage(struct passage *passage, struct path_reading *reading,
				const struct entry *entry, struct blocks blocks,
				struct error *error)
{
	const struct event_sink *sink = reading->sink;
	struct error damage = {.status = STATUS_OK};
	enum status status = open_stream(passage, reading, entry, blocks, error);
	if (status == STATUS_OK) {
		status = begin_reading(passage, entry, *sink, error);
	}
	if (status == STATUS_OK && reading->believes) {
		status = find_beginning(passage, entry, sink, error);
	}
	if (status == STATUS_OK) {
		status = read_lines(passage, sink, &damage, error);
	}
	if (status != STATUS_OK) {
		return status;
	}
	struct entry_result result = {
		.tally = *interpreter_tally(passage->interpreter),
		.status = damage.status,
		.message = damage.message,
	};
	status = skip_end(&passage->skip, &result.tally);
	if (status != STATUS_OK) {
		return status;
	}
	result.tally.bytes = fingerprint_bytes(passage->stream.fingerprint);
	describe(&passage->stream, &result);
	if (!fingerprint_sha256(passage->stream.fingerprint, result.sha256)) {
		return no_memory(error);
	}
	struct restart *restarts = NULL;
	if (!marks_join(&passage->marks, reading->source, &restarts, &result.restart_count)) {
		return no_memory(error);
	}
	result.restarts = restarts;
	status = leave_entry(sink, &result, entry, reading->account, error);
	free(restarts);
	return status;
}

enum status passage_read(struct path_reading *reading, const struct entry *entry,
			 struct blocks blocks, struct error *error)
{
	struct passage passage = {0};
	enum status status = read_passage(&passage, reading, entry, blocks, error);
	interpreter_close(passage.interpreter);
	lines_free(passage.lines);
	stream_close(&passage.stream);
	return status;
}

enum status passage_report_damage(const struct path_reading *reading, const struct entry *entry,
				  const struct error *damage, struct error *error)
{
	struct entry_result result = {
		.format = "",
		.runner_up = "",
		.charset = "",
		.zone = "",
		.status = damage->status,
		.message = damage->message,
	};
	struct fingerprint *nothing = fingerprint_new((struct blocks){0}, NULL, 0);
	bool is_hashed = nothing != NULL && fingerprint_sha256(nothing, result.sha256);
	fingerprint_free(nothing);
	return is_hashed ? leave_entry(reading->sink, &result, entry, reading->account, error)
			 : no_memory(error);
}
