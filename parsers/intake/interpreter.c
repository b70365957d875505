// SPDX-License-Identifier: MIT
/* The lines of one entry into events: which format reads which line. */
#include "interpreter.h"

#include "headers.h"
#include "parts.h"
#include "players.h"

#include <stdlib.h>

struct interpreter {
	struct players players;
	struct player *winner; /* NULL: nobody bid */
	struct player *helper; /* who read last what the winner could not */
	struct player *last;   /* who read the last event */
	bool is_winner_weak;
	bool is_forced;
	struct placement *placement;
	struct event_sink sink;
	struct tally tally;
	struct headers *headers;
	struct parts *parts;
	struct event placed; /* of the last event only times and origins; slices are dead */
	bool has_head;       /* there is a record that a line can continue */
};

static enum status no_memory(struct error *error)
{
	return error_set(error, STATUS_NO_MEMORY, "out of memory");
}

enum status interpreter_open(const struct auction *auction, const struct format *forced,
			     struct placement *placement, struct event_sink sink,
			     struct interpreter **ret_interpreter, struct error *error)
{
	struct interpreter *interpreter = calloc(1, sizeof *interpreter);
	if (interpreter == NULL) {
		return no_memory(error);
	}
	bool is_staffed = players_open(&interpreter->players, auction, forced);
	interpreter->headers = headers_new();
	interpreter->parts = parts_new(LINES_LIMIT);
	if (!is_staffed || interpreter->headers == NULL || interpreter->parts == NULL) {
		interpreter_close(interpreter);
		return no_memory(error);
	}
	interpreter->is_forced = forced != NULL;
	interpreter->placement = placement;
	interpreter->sink = sink;
	event_clear(&interpreter->placed);
	if (forced != NULL) {
		interpreter->winner = interpreter->players.items;
	} else if (auction->count > 0 && auction->bids[0].sum > 0) {
		interpreter->winner = interpreter->players.items;
		interpreter->is_winner_weak =
			auction->bids[0].sum / auction->bids[0].lines < BID_SHAPE;
	}
	*ret_interpreter = interpreter;
	return STATUS_OK;
}

/* What the envelope says, for the format to add to. */
static void prefill(struct event *event, const struct record *record)
{
	const struct envelope *envelope = &record->envelope;
	event_clear(event);
	event->message = record->body;
	event->program = envelope->tag;
	if (envelope->kind == ENVELOPE_NONE) {
		return;
	}
	event->host = envelope->host;
	event->severity = syslog_severity(envelope->pri);
	bool has_outer = (envelope->relay.flags & STAMP_SET) != 0;
	event->relay = has_outer ? envelope->relay : envelope->stamp;
}

/* A line without a stamp of its own was stamped by its envelope; that is then no relay's clock. */
static void take_envelope_stamp(struct event *event, const struct envelope *envelope)
{
	if ((event->stamp.flags & STAMP_SET) != 0 || envelope->kind == ENVELOPE_NONE ||
	    (envelope->stamp.flags & STAMP_SET) == 0) {
		return;
	}
	event->stamp = envelope->stamp;
	if ((envelope->relay.flags & STAMP_SET) == 0) {
		event->relay = (struct stamp){0};
	}
}

static enum status open_player(struct player *player, struct error *error)
{
	if (!player->is_open && !format_open(player->format, &player->state)) {
		return no_memory(error);
	}
	player->is_open = true;
	return STATUS_OK;
}

/* STATUS_OK: `event` is the line's. STATUS_MISMATCH: not this format's. Else out of memory. */
static enum status try_player(struct interpreter *interpreter, struct player *player,
			      const struct record *record, struct event *event, bool *ret_is_header,
			      struct error *error)
{
	enum status status = open_player(player, error);
	if (status != STATUS_OK) {
		return status;
	}
	player->bid = BID_NONE;
	prefill(event, record);
	status = player->format->parse(player->state, record, event);
	/* What has a time of its own announces nothing: spares rows the question. */
	*ret_is_header = (event->stamp.flags & STAMP_SET) == 0 &&
			 player->format->is_header != NULL && player->format->is_header(record);
	if (status == STATUS_OK || *ret_is_header) {
		interpreter->last = player;
		return STATUS_OK;
	}
	return STATUS_MISMATCH;
}

/* All who bid, the highest first. */
static enum status try_others(struct interpreter *interpreter, const struct record *record,
			      struct event *event, bool *ret_is_header, struct error *error)
{
	struct player *helper = interpreter->helper;
	struct needs has = needs_met_by(record);
	/* Only its product writes this: no need to ask the others. */
	if (helper != NULL && needs_are_met(&helper->needs, &has) &&
	    format_bid(helper->format, record) >= BID_SIGNATURE) {
		enum status status =
			try_player(interpreter, helper, record, event, ret_is_header, error);
		if (status != STATUS_MISMATCH) {
			return status;
		}
	}
	players_call(&interpreter->players, &has);
	for (;;) {
		struct player *best = players_best(&interpreter->players, record);
		if (best == NULL) {
			return STATUS_MISMATCH;
		}
		enum status status =
			try_player(interpreter, best, record, event, ret_is_header, error);
		if (status != STATUS_MISMATCH) {
			interpreter->helper = best;
			return status;
		}
	}
}

static bool continues(const struct player *player, const struct record *record)
{
	return player != NULL && player->format->begins != NULL && !player->format->begins(record);
}

/* What a line is to the entry. */
enum reading { READING_EVENT, READING_HEADER, READING_CONTINUATION, READING_NONE };

static enum status read_record(struct interpreter *interpreter, const struct record *record,
			       struct event *event, enum reading *ret_reading, struct error *error)
{
	bool is_header = false;
	enum status status = STATUS_MISMATCH;
	if (interpreter->winner != NULL && !interpreter->is_winner_weak) {
		status = try_player(interpreter, interpreter->winner, record, event, &is_header,
				    error);
		if (status == STATUS_MISMATCH && interpreter->has_head &&
		    continues(interpreter->winner, record)) {
			*ret_reading = READING_CONTINUATION;
			return STATUS_OK;
		}
	}
	if (status == STATUS_MISMATCH && !interpreter->is_forced &&
	    interpreter->players.count > 0) {
		status = try_others(interpreter, record, event, &is_header, error);
	}
	if (status == STATUS_OK) {
		*ret_reading = is_header ? READING_HEADER : READING_EVENT;
		return STATUS_OK;
	}
	*ret_reading = interpreter->has_head && continues(interpreter->last, record)
			       ? READING_CONTINUATION
			       : READING_NONE;
	return status == STATUS_MISMATCH ? STATUS_OK : status;
}

enum status interpreter_flush(struct interpreter *interpreter, struct error *error)
{
	if (headers_are_empty(interpreter->headers)) {
		return STATUS_OK;
	}
	return headers_give(interpreter->headers, &interpreter->sink, &interpreter->placed,
			    &interpreter->tally.events, error);
}

static enum status accept(struct interpreter *interpreter, const struct position *position,
			  const struct event *event, struct slice text, struct error *error)
{
	enum status status = interpreter_flush(interpreter, error);
	if (status == STATUS_OK) {
		status = interpreter->sink.accept(interpreter->sink.self, position, event, text,
						  error);
	}
	interpreter->tally.events += status == STATUS_OK;
	return status;
}

static enum status accept_event(struct interpreter *interpreter, const struct position *position,
				const struct record *record, struct event *event,
				struct error *error)
{
	take_envelope_stamp(event, &record->envelope);
	placement_place(interpreter->placement, event);
	if (event->happened_at == TIMESTAMP_NONE) {
		/* It says no time: it happened after the event before it. */
		event->happened_at = interpreter->placed.happened_at;
	}
	interpreter->placed.happened_at = event->happened_at;
	interpreter->placed.zone_origin = event->zone_origin;
	interpreter->placed.year_origin = event->year_origin;
	interpreter->has_head = true;
	struct slice text = slice_is_empty(event->rule_text) ? record->body : event->rule_text;
	return accept(interpreter, position, event, text, error);
}

static enum status accept_continuation(struct interpreter *interpreter,
				       const struct position *position, const struct record *record,
				       struct error *error)
{
	struct event event;
	prefill(&event, record);
	event.code = slice_from("continuation");
	event.relay = (struct stamp){0};
	event.happened_at = interpreter->placed.happened_at;
	event.zone_origin = interpreter->placed.zone_origin;
	event.year_origin = interpreter->placed.year_origin;
	return accept(interpreter, position, &event, record->body, error);
}

/* A piece of a line that a container runtime has cut: rules see it with the whole line. */
static enum status accept_piece(struct interpreter *interpreter, const struct position *position,
				const struct part *part, struct error *error)
{
	struct event event;
	event_clear(&event);
	event.code = slice_from("continuation");
	event.message = part->content;
	event.stamp = part->stamp;
	placement_place(interpreter->placement, &event);
	return accept(interpreter, position, &event, slice_empty(), error);
}

static enum status reject(struct interpreter *interpreter, const struct position *position,
			  const char *reason, struct slice text, struct error *error)
{
	enum status status = interpreter_flush(interpreter, error);
	if (status == STATUS_OK) {
		status = interpreter->sink.reject(interpreter->sink.self, position, reason, text,
						  error);
	}
	interpreter->tally.rejected += status == STATUS_OK;
	return status;
}

static const char *why_not(const struct interpreter *interpreter, const struct record *record)
{
	if (continues(interpreter->winner, record)) {
		return "continues a record that begins before this stream";
	}
	return interpreter->is_forced ? "the stated format does not read this line"
				      : "no format reads this line";
}

static enum status hold_header(struct interpreter *interpreter, const struct position *position,
			       struct slice text, struct error *error)
{
	if (headers_are_full(interpreter->headers)) {
		enum status status = interpreter_flush(interpreter, error);
		if (status != STATUS_OK) {
			return status;
		}
	}
	return headers_hold(interpreter->headers, position, text, error);
}

/* One text as the formats see it: a line, or one that was put together. */
static enum status read_text(struct interpreter *interpreter, const struct position *position,
			     struct slice text, struct error *error)
{
	struct record record;
	struct event event;
	enum reading reading = READING_NONE;
	record.whole = text;
	syslog_peel(text, &record.envelope, &record.body);
	enum status status = read_record(interpreter, &record, &event, &reading, error);
	if (status != STATUS_OK) {
		return status;
	}
	switch (reading) {
	case READING_EVENT:
		return accept_event(interpreter, position, &record, &event, error);
	case READING_HEADER:
		return hold_header(interpreter, position, text, error);
	case READING_CONTINUATION:
		return accept_continuation(interpreter, position, &record, error);
	default:
		return reject(interpreter, position, why_not(interpreter, &record), text, error);
	}
}

enum status interpreter_line(struct interpreter *interpreter, const struct line *line,
			     struct slice text, bool is_mended, struct error *error)
{
	struct position position = {.line = line->number, .offset = line->offset, .raw = line->raw};
	struct part part;
	interpreter->tally.lines++;
	interpreter->tally.mended += is_mended;
	if (slice_is_blank(text)) {
		interpreter->tally.cut += line->is_cut;
		if (!is_mended) {
			interpreter->tally.blank++;
			return STATUS_OK;
		}
		return reject(interpreter, &position, "nothing but NUL bytes", text, error);
	}
	if (!parts_may_be(text)) {
		interpreter->tally.cut += line->is_cut;
		return read_text(interpreter, &position, text, error);
	}
	enum status status = parts_take(interpreter->parts, text, &part, error);
	if (status != STATUS_OK) {
		return status;
	}
	interpreter->tally.cut += line->is_cut || part.is_cut;
	return part.answer == PARTS_PIECE ? accept_piece(interpreter, &position, &part, error)
					  : read_text(interpreter, &position, part.text, error);
}

const struct tally *interpreter_tally(const struct interpreter *interpreter)
{
	return &interpreter->tally;
}

void interpreter_close(struct interpreter *interpreter)
{
	if (interpreter == NULL) {
		return;
	}
	players_close(&interpreter->players);
	headers_free(interpreter->headers);
	parts_free(interpreter->parts);
	free(interpreter);
}
