// SPDX-License-Identifier: MIT
/* One entry, its head looked at: charset and auction decided, nothing taken yet. */
#include "stream.h"

#include "lines.h"
#include "parts.h"

static enum status no_memory(struct error *error)
{
	return error_set(error, STATUS_NO_MEMORY, "out of memory");
}

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

/* One line of the head, or the one that it completes. */
static enum status offer_line(struct stream *stream, struct parts *parts, const struct line *line,
			      bool *ret_is_wanted, struct error *error)
{
	struct slice text;
	struct part part;
	bool is_mended;
	enum status status = charset_decode(stream->charset, line->raw, &text, &is_mended, error);
	if (status == STATUS_OK) {
		status = parts_take(parts, text, &part, error);
	}
	if (status == STATUS_OK && part.answer != PARTS_PIECE) {
		*ret_is_wanted = auction_offer(&stream->auction, part.text);
	}
	return status;
}

/* All formats bid on the lines of the head; its last line only if it is not cut short. */
static enum status offer_lines(struct stream *stream, struct slice head, bool whole,
			       struct error *error)
{
	struct slice rest = head;
	struct blocks blocks = {.next = next_of_head, .self = &rest};
	struct lines *lines = lines_new(blocks, stream->kind, stream->options->line_limit);
	struct parts *parts = parts_new(LINES_LIMIT);
	struct line line = {.raw = slice_empty()};
	bool is_wanted = true;
	enum status status =
		lines == NULL || parts == NULL ? no_memory(error) : lines_next(lines, &line, error);
	while (status == STATUS_OK && is_wanted) {
		bool is_part = !whole && line.end == (int64_t)head.size && line.number > 1;
		status = is_part ? STATUS_OK : offer_line(stream, parts, &line, &is_wanted, error);
		if (status == STATUS_OK) {
			status = lines_next(lines, &line, error);
		}
	}
	parts_free(parts);
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

/* The stages below the lookahead. */
static bool stack_stages(struct stream *stream, struct blocks blocks, const int64_t *lengths,
			 size_t count, struct blocks *ret_blocks)
{
	bool hashes_ahead = count == 0;
	if (stream->runs_ahead && !hashes_ahead) {
		stream->ahead = ahead_new(blocks);
		if (stream->ahead == NULL) {
			return false;
		}
		blocks = ahead_blocks(stream->ahead);
	}
	stream->fingerprint = fingerprint_new(blocks, lengths, count);
	if (stream->fingerprint == NULL) {
		return false;
	}
	blocks = fingerprint_blocks(stream->fingerprint);
	if (stream->runs_ahead && hashes_ahead) {
		stream->ahead = ahead_new(blocks);
		if (stream->ahead == NULL) {
			return false;
		}
		blocks = ahead_blocks(stream->ahead);
	}
	*ret_blocks = blocks;
	return true;
}

/* Looks at the head of the entry: charset and auction. */
enum status stream_open(struct stream *stream, const struct entry *entry, struct blocks blocks,
			const int64_t *lengths, size_t count, struct error *error)
{
	struct slice head;
	bool whole;
	if (!stack_stages(stream, blocks, lengths, count, &blocks)) {
		return no_memory(error);
	}
	stream->lookahead = lookahead_new(blocks);
	if (stream->lookahead == NULL) {
		return no_memory(error);
	}
	enum status status = lookahead_peek(stream->lookahead, AUCTION_BYTES, &head, &whole, error);
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

void stream_close(struct stream *stream)
{
	ahead_free(stream->ahead);
	charset_close(stream->charset);
	lookahead_free(stream->lookahead);
	fingerprint_free(stream->fingerprint);
	auction_free(&stream->auction);
}
