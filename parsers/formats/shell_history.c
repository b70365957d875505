// SPDX-License-Identifier: MIT
/*
 * What was typed: the history files of bash (with times), zsh and fish.
 *
 *     #1723008619                     bash with HISTTIMEFORMAT: the time, then the command
 *     systemctl restart pay
 *     : 1723008619:12;systemctl …     zsh: the time and the seconds it took
 *     - cmd: systemctl restart pay    fish: the command, then the time
 *       when: 1723008619
 *
 * The time is that of entry. Commands go over several lines; those after the first are rows of code
 * "continuation". A command of bash with no time before it, at the beginning of the file, cannot be
 * placed and is refused. Histories are written when a shell ends, so several of them interleave.
 */
#include <stdlib.h>

#include "format.h"

enum {
	COMMAND_SIZE_MAX = 4096, /* of fish's, which comes before its time */
	DIGITS_MIN = 9,
	DIGITS_MAX = 10, /* seconds, 1973 to 2286 */
};

struct state {
	struct stamp stamp;  /* of bash's "#…" */
	bool is_due;         /* and its command has not come yet */
	bool is_placed;      /* a command came: a line that follows belongs to it */
	bool is_zsh_open;    /* the last line ended with a backslash */
	size_t command_size; /* of fish's */
	char command[COMMAND_SIZE_MAX];
};

static bool eat_seconds(struct slice *text, struct stamp *ret_stamp)
{
	uint64_t seconds = 0;
	struct slice rest = *text;
	if (!slice_eat_uint(&rest, &seconds) || text->size - rest.size < DIGITS_MIN ||
	    text->size - rest.size > DIGITS_MAX) {
		return false;
	}
	*ret_stamp = stamp_from_epoch((int64_t)seconds);
	*text = rest;
	return true;
}

/* "#1723008619" and nothing else */
static bool is_bash_time(struct slice text, struct stamp *ret_stamp)
{
	return slice_eat_char(&text, '#') && eat_seconds(&text, ret_stamp) &&
	       slice_is_empty(slice_trim(text));
}

/* ": 1723008619:12;" */
static bool eat_zsh(struct slice *text, struct stamp *ret_stamp, int64_t *ret_span_us)
{
	uint64_t seconds = 0;
	struct slice rest = *text;
	if (!slice_eat(&rest, ": ") || !eat_seconds(&rest, ret_stamp) ||
	    !slice_eat_char(&rest, ':') || !slice_eat_uint(&rest, &seconds) ||
	    !slice_eat_char(&rest, ';')) {
		return false;
	}
	*ret_span_us = seconds < INT32_MAX ? (int64_t)seconds * US_PER_S : DURATION_NONE;
	*text = rest;
	return true;
}

static enum status give(struct slice command, const char *program, struct event *event)
{
	event->signal = SIGNAL_OPERATOR_COMMAND;
	event->message = command;
	event->program = slice_from(program);
	return STATUS_OK;
}

static enum status give_continuation(struct slice text, struct event *event)
{
	event->message = text;
	event->code = slice_from("continuation");
	return STATUS_OK;
}

static enum status parse_fish(struct state *state, struct slice text, struct event *event)
{
	struct slice rest = text;
	if (slice_eat(&rest, "- cmd: ")) {
		state->command_size = rest.size < COMMAND_SIZE_MAX ? rest.size : COMMAND_SIZE_MAX;
		memcpy(state->command, rest.data, state->command_size);
		return give_continuation(text, event);
	}
	rest = text;
	if (state->command_size == 0 || !slice_eat(&rest, "  ")) {
		return STATUS_MISMATCH;
	}
	if (slice_eat(&rest, "when: ") && eat_seconds(&rest, &event->stamp)) {
		event->rule_text = slice_make(state->command, state->command_size);
		return give(event->rule_text, "fish", event);
	}
	return give_continuation(text, event); /* "  paths:" and what stands under it */
}

static enum status parse_zsh(struct state *state, struct slice text, struct event *event)
{
	struct slice rest = text;
	if (!eat_zsh(&rest, &event->stamp, &event->duration_us)) {
		if (!state->is_zsh_open) {
			return STATUS_MISMATCH;
		}
		state->is_zsh_open = slice_ends_with(text, "\\");
		return give_continuation(text, event);
	}
	state->is_zsh_open = slice_ends_with(text, "\\");
	return give(rest, "zsh", event);
}

static enum status shell_history_parse(void *self, const struct record *record, struct event *event)
{
	struct state *state = self;
	struct slice text = record->whole;
	if (is_bash_time(text, &state->stamp)) {
		state->is_due = true;
		state->is_placed = true;
		return STATUS_OK;
	}
	if (parse_zsh(state, text, event) == STATUS_OK ||
	    parse_fish(state, text, event) == STATUS_OK) {
		return STATUS_OK;
	}
	if (state->is_due) {
		state->is_due = false;
		event->stamp = state->stamp;
		return give(text, "bash", event);
	}
	return state->is_placed ? give_continuation(text, event) : STATUS_MISMATCH;
}

static bool shell_history_is_header(const struct record *record)
{
	struct stamp stamp;
	return is_bash_time(record->whole, &stamp);
}

static int shell_history_bid(const struct record *record)
{
	struct slice text = record->whole;
	struct stamp stamp;
	int64_t span_us = 0;
	if (is_bash_time(text, &stamp) || eat_zsh(&text, &stamp, &span_us) ||
	    slice_starts_with(text, "- cmd: ")) {
		return BID_SIGNATURE;
	}
	return slice_eat(&text, "  when: ") && eat_seconds(&text, &stamp) ? BID_SIGNATURE
									  : BID_NONE;
}

static void *shell_history_open(void)
{
	return calloc(1, sizeof(struct state));
}

static void shell_history_close(void *state)
{
	free(state);
}

const struct format shell_history_format = {
	.name = "shell_history",
	.title = "shell histories with times (bash, zsh, fish)",
	.source = "GNU Bash manual, HISTTIMEFORMAT; zsh, EXTENDED_HISTORY; fish, history",
	.bid = shell_history_bid,
	.first_whole = "#:- ",
	.parse = shell_history_parse,
	.open = shell_history_open,
	.close = shell_history_close,
	.is_header = shell_history_is_header,
};
