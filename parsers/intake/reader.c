// SPDX-License-Identifier: MIT
/* Reads one path to its end into a sink: every stream of lines inside it, every line of those. */
#include "reader.h"

#include "fingerprint.h"
#include "interpreter.h"
#include "lookahead.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* The stages of one entry, and what was found out about it. */
struct stream {
	const struct reader_options *options;
	struct fingerprint *fingerprint;
	struct lookahead *lookahead;
	enum charset_kind kind;
	struct charset *charset;
	struct lines *lines;
	struct auction auction;
	struct auction_result result;
	const struct format *forced;
	struct placement placement;
	struct interpreter *interpreter;
};

struct reader_options reader_defaults(void)
{
	return (struct reader_options){
		.reference_at = TIMESTAMP_NONE,
		.reference_origin = ORIGIN_ASSUMED,
		.zone_origin = ORIGIN_ASSUMED,
	};
}

static enum status no_memory(struct error *error)
{
	return error_set(error, STATUS_NO_MEMORY, "out of memory");
}

/* Failures that belong to one entry; the others end the reading. */
static bool is_damage(enum status status)
{
	return status == STATUS_CORRUPT || status == STATUS_LIMIT || status == STATUS_IO;
}

static bool is_interrupted(const struct reader_options *options)
{
	return options->file.is_interrupted != NULL && *options->file.is_interrupted != 0;
}

/* ---------------------------------------------------------------------------------- the auction */

/* A stage that yields one block: the head of an entry. */
static enum status next_of_head(void *self, struct slice *ret_block, struct error *error)
{
	struct slice *head = self;
	(void)error;
	if (head->size == 0) {
		return STATUS_END;
	}
	*ret_block = *head;
	*head = slice_empty();
	return STATUS_OK;
}

/* All formats bid on the lines of the head; its last line only if it is not cut short. */
static enum status offer_lines(struct stream *stream, struct slice head, bool whole,
			       struct error *error)
{
	struct slice rest = head;
	struct blocks blocks = {.next = next_of_head, .self = &rest};
	struct lines *lines = lines_new(blocks, stream->kind, stream->options->line_limit);
	if (lines == NULL) {
		return no_memory(error);
	}
	struct line line;
	enum status status = lines_next(lines, &line, error);
	bool is_wanted = true;
	while (status == STATUS_OK && is_wanted) {
		struct slice text;
		bool is_mended;
		bool is_part = !whole && line.end == (int64_t)head.size && line.number > 1;
		status = charset_decode(stream->charset, line.raw, &text, &is_mended, error);
		if (status == STATUS_OK && !is_part) {
			is_wanted = auction_offer(&stream->auction, text);
		}
		if (status == STATUS_OK) {
			status = lines_next(lines, &line, error);
		}
	}
	lines_free(lines);
	return status == STATUS_END ? STATUS_OK : status;
}

static enum status hold_auction(struct stream *stream, struct slice head, bool whole,
				struct error *error)
{
	const struct reader_options *options = stream->options;
	bool is_shelf = options->formats == NULL;
	enum status status =
		auction_open(is_shelf ? format_table : options->formats,
			     is_shelf ? format_count : options->format_count, options->extra,
			     options->extra_count, &stream->auction, error);
	if (status == STATUS_OK) {
		status = offer_lines(stream, head, whole, error);
	}
	stream->result = auction_close(&stream->auction);
	return status;
}

static const struct format *chosen(const struct reader_options *options, const struct entry *entry)
{
	const struct format *format =
		options->choose == NULL ? NULL : options->choose(options->choose_user, entry);
	return format != NULL ? format : options->format;
}

/* ------------------------------------------------------------------------------------ the stages */

static void close_stream(struct stream *stream)
{
	interpreter_close(stream->interpreter);
	lines_free(stream->lines);
	charset_close(stream->charset);
	lookahead_free(stream->lookahead);
	fingerprint_free(stream->fingerprint);
	auction_free(&stream->auction);
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

/* Looks at the head of the entry: charset and auction. */
static enum status open_stream(struct stream *stream, const struct entry *entry,
			       struct blocks blocks, const int64_t *lengths, size_t count,
			       struct error *error)
{
	struct slice head;
	bool whole;
	stream->fingerprint = fingerprint_new(blocks, lengths, count);
	if (stream->fingerprint == NULL) {
		return no_memory(error);
	}
	stream->lookahead = lookahead_new(fingerprint_blocks(stream->fingerprint));
	if (stream->lookahead == NULL) {
		return no_memory(error);
	}
	enum status status =
		lookahead_peek(stream->lookahead, AUCTION_BYTES, &head, &whole, error);
	if (status != STATUS_OK) {
		return status;
	}
	stream->kind = charset_detect(head);
	stream->forced = chosen(stream->options, entry);
	status = charset_open(stream->kind, &stream->charset, error);
	if (status == STATUS_OK && stream->forced == NULL) {
		status = hold_auction(stream, head, whole, error);
	}
	return status;
}

static enum status begin_reading(struct stream *stream, const struct entry *entry,
				 struct event_sink sink, struct error *error)
{
	stream->placement = new_placement(stream->options, entry);
	stream->lines = lines_new(lookahead_blocks(stream->lookahead), stream->kind,
				  stream->options->line_limit);
	if (stream->lines == NULL) {
		return no_memory(error);
	}
	return interpreter_open(&stream->auction, stream->forced, &stream->placement, sink,
				&stream->interpreter, error);
}

/* -------------------------------------------------------------------------------------- an entry */

/* Asks the sink about every wanted length up to `limit`; the lines before it have been given. */
static enum status ask_known(struct stream *stream, const struct event_sink *sink, int64_t limit,
			     struct error *error)
{
	int64_t length;
	unsigned char sha256[SHA256_SIZE];
	while (fingerprint_take(stream->fingerprint, limit, &length, sha256)) {
		enum status status = interpreter_flush(stream->interpreter, error);
		if (status == STATUS_OK) {
			status = sink->known(sink->self, length, sha256, error);
		}
		if (status != STATUS_OK && status != STATUS_END) {
			return status;
		}
	}
	return STATUS_OK;
}

static enum status read_line(struct stream *stream, const struct event_sink *sink,
			     const struct line *line, struct error *error)
{
	struct slice text;
	bool is_mended;
	if (is_interrupted(stream->options)) {
		return error_set(error, STATUS_INTERRUPTED, "interrupted");
	}
	enum status status = ask_known(stream, sink, line->end - 1, error);
	if (status == STATUS_OK) {
		status = charset_decode(stream->charset, line->raw, &text, &is_mended, error);
	}
	return status != STATUS_OK ? status
				   : interpreter_line(stream->interpreter, line, text, is_mended,
						      error);
}

/*
 * All lines. STATUS_OK: to the end; `ret_damage` says what was wrong with the stream itself. Other
 * answers are the sink's, or end the reading.
 */
static enum status read_lines(struct stream *stream, const struct event_sink *sink,
			      struct error *ret_damage, struct error *error)
{
	struct line line;
	enum status status = lines_next(stream->lines, &line, error);
	while (status == STATUS_OK) {
		status = read_line(stream, sink, &line, error);
		if (status != STATUS_OK) {
			return status;
		}
		status = lines_next(stream->lines, &line, error);
	}
	if (is_damage(status)) {
		(void)error_set(ret_damage, status, "%s", error->message);
	} else if (status != STATUS_END) {
		return status;
	}
	status = interpreter_flush(stream->interpreter, error);
	return status != STATUS_OK
		       ? status
		       : ask_known(stream, sink, fingerprint_bytes(stream->fingerprint), error);
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
	result->zone = options->zone == NULL || options->zone_name == NULL ? "UTC"
									    : options->zone_name;
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
			(void)snprintf(account->message, sizeof account->message, "%.200s: %s",
				       entry->chain, result->message);
		}
	}
	if (!tally_is_exact(&result->tally)) {
		return error_set(error, STATUS_INTERNAL, "%s: lines are not events + rejected + "
				 "blank", entry->chain);
	}
	return sink->leave(sink->self, result, error);
}

static enum status read_stream(struct stream *stream, const struct entry *entry,
			       struct blocks blocks, const struct event_sink *sink,
			       struct reader_account *account, struct error *error)
{
	const int64_t *lengths = NULL;
	size_t count = sink->wanted_lengths == NULL || sink->known == NULL
			       ? 0
			       : sink->wanted_lengths(sink->self, &lengths);
	struct error damage = {.status = STATUS_OK};
	enum status status = open_stream(stream, entry, blocks, lengths, count, error);
	if (status == STATUS_OK) {
		status = begin_reading(stream, entry, *sink, error);
	}
	if (status == STATUS_OK) {
		status = read_lines(stream, sink, &damage, error);
	}
	if (status != STATUS_OK) {
		return status;
	}
	struct entry_result result = {
		.tally = *interpreter_tally(stream->interpreter),
		.status = damage.status,
		.message = damage.message,
	};
	result.tally.bytes = fingerprint_bytes(stream->fingerprint);
	describe(stream, &result);
	if (!fingerprint_sha256(stream->fingerprint, result.sha256)) {
		return no_memory(error);
	}
	return leave_entry(sink, &result, entry, account, error);
}

/* An archive or member that cannot be opened: an entry without lines that says why. */
static enum status report_damage(const struct entry *entry, const struct event_sink *sink,
				 const struct error *damage, struct reader_account *account,
				 struct error *error)
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
	return is_hashed ? leave_entry(sink, &result, entry, account, error) : no_memory(error);
}

static enum status read_entries(struct source *source, const struct reader_options *options,
				const struct event_sink *sink, struct reader_account *account,
				struct error *error)
{
	for (;;) {
		struct entry entry;
		struct blocks blocks;
		struct error damage = {.status = STATUS_OK};
		enum status found = source_next(source, &entry, &blocks, &damage);
		if (found == STATUS_END) {
			return STATUS_OK;
		}
		if (found != STATUS_OK && !is_damage(found)) {
			return error_set(error, found, "%s", damage.message);
		}
		enum status status = sink->enter(sink->self, &entry, error);
		if (status == STATUS_END) {
			account->unwanted++;
			continue;
		}
		if (status == STATUS_OK && found == STATUS_OK) {
			struct stream stream = {.options = options};
			status = read_stream(&stream, &entry, blocks, sink, account, error);
			close_stream(&stream);
		} else if (status == STATUS_OK) {
			status = report_damage(&entry, sink, &damage, account, error);
		}
		if (status != STATUS_OK) {
			return status;
		}
	}
}

enum status reader_read(const char *path, const char *display, const struct reader_options *options,
			struct event_sink sink, struct reader_account *ret_account,
			struct error *error)
{
	struct source *source = NULL;
	struct error unread; /* the reader's own use: what the rest of a damaged file says */
	*ret_account = (struct reader_account){.worst = STATUS_OK};
	enum status status = source_open(path, display, &options->file, &source, error);
	if (status != STATUS_OK) {
		return status;
	}
	status = read_entries(source, options, &sink, ret_account, error);
	if (status == STATUS_OK) {
		enum status rest =
			source_finish(source, &ret_account->bytes, ret_account->sha256, &unread);
		if (rest != STATUS_OK && !is_damage(rest)) {
			status = error_set(error, rest, "%s", unread.message);
		}
	}
	source_close(source);
	return status;
}

/* ------------------------------------------------------------------------------------- only bids */

static enum status tell_bids(const struct entry *entry, struct blocks blocks,
			     const struct reader_options *options, reader_bids_fn *on_bids,
			     void *user, struct error *error)
{
	struct stream stream = {.options = options};
	enum status status = open_stream(&stream, entry, blocks, NULL, 0, error);
	if (status == STATUS_OK) {
		if (stream.forced != NULL) {
			stream.result.winner = stream.forced;
		}
		status = on_bids(user, entry, charset_name(stream.kind), &stream.auction,
				 &stream.result, error);
	}
	close_stream(&stream);
	return status;
}

enum status reader_bids(const char *path, const char *display, const struct reader_options *options,
			reader_bids_fn *on_bids, void *user, struct error *error)
{
	struct source *source = NULL;
	enum status status = source_open(path, display, &options->file, &source, error);
	while (status == STATUS_OK) {
		struct entry entry;
		struct blocks blocks;
		status = source_next(source, &entry, &blocks, error);
		if (status == STATUS_OK) {
			status = tell_bids(&entry, blocks, options, on_bids, user, error);
		} else if (is_damage(status)) {
			status = STATUS_OK; /* reading says what is wrong with it */
		}
	}
	source_close(source);
	return status == STATUS_END ? STATUS_OK : status;
}
