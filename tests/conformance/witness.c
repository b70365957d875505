// SPDX-License-Identifier: MIT
/* Formats that say when they were the ones who read. */
#include "witness.h"

#include <stdlib.h>

struct witness_state {
	const struct witness *witness;
	void *inner;
};

static int witness_bid(const void *self, const struct record *record)
{
	return format_bid(((const struct witness *)self)->format, record);
}

static void *witness_open(const void *self)
{
	struct witness_state *state = malloc(sizeof *state);
	if (state != NULL) {
		state->witness = self;
		if (!format_open(state->witness->format, &state->inner)) {
			free(state);
			state = NULL;
		}
	}
	return state;
}

static void witness_close(void *state)
{
	struct witness_state *open = state;
	format_close(open->witness->format, open->inner);
	free(open);
}

static enum status witness_parse(void *state, const struct record *record, struct event *event)
{
	struct witness_state *open = state;
	const struct format *format = open->witness->format;
	enum status status = format->parse(open->inner, record, event);
	if (status == STATUS_OK || (format->is_header != NULL && format->is_header(record))) {
		*open->witness->last = format;
	}
	return status;
}

bool witness_shelf_open(struct witness_shelf *shelf)
{
	if (format_count > WITNESSES_LIMIT) {
		return false;
	}
	shelf->last = NULL;
	for (size_t i = 0; i < format_count; i++) {
		struct format *format = &shelf->formats[i];
		shelf->witnesses[i] = (struct witness){format_table[i], &shelf->last};
		*format = *format_table[i];
		format->parse = witness_parse;
		format->close = witness_close;
		format->self = &shelf->witnesses[i];
		format->bid_with = witness_bid;
		format->open_with = witness_open;
		shelf->table[i] = format;
	}
	return true;
}
