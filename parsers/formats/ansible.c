// SPDX-License-Identifier: MIT
/*
 * Ansible's log file (log_path): which play ran, what it changed, how it ended.
 *
 *     2024-08-07 05:30:19,250 p=4711 u=lee n=ansible | PLAY [web] *********
 *     2024-08-07 05:30:20,250 p=4711 u=lee n=ansible | changed: [web1] => {…}
 *     2024-08-07 05:30:59,250 p=4711 u=lee n=ansible | web1 : ok=2 changed=1 unreachable=0 failed=0
 *
 * A play is a command that an operator gave; a changed task changed the host's configuration. The
 * present task's name is kept for the lines under it. Times have no zone.
 */
#include <stdlib.h>

#include "application.h"
#include "format.h"

enum { TASK_SIZE_MAX = 256 }; /* longer names are cut */

struct state {
	size_t task_size;
	char task[TASK_SIZE_MAX];
};

/* A result's word and what it means. Source: Ansible, default callback plugin [D] */
struct result {
	const char *text;
	enum signal signal;
	enum severity severity;
	const char *outcome;
};

static const struct result results[] = {
	{"ok: [", SIGNAL_LOG, SEVERITY_INFORMATIONAL, "ok"},
	{"changed: [", SIGNAL_CONFIG_CHANGE, SEVERITY_INFORMATIONAL, "ok"},
	{"skipping: [", SIGNAL_LOG, SEVERITY_INFORMATIONAL, "skipped"},
	{"fatal: [", SIGNAL_LOG, SEVERITY_ERROR, "fail"},
	{"failed: [", SIGNAL_LOG, SEVERITY_ERROR, "fail"},
	{"unreachable: [", SIGNAL_LOG, SEVERITY_ERROR, "fail"},
};

/* The stamp, process and user; `rest` stands behind the bar. */
static bool eat_head(struct slice *rest, struct event *event)
{
	struct slice word = slice_empty();
	struct slice text = *rest;
	if (text.size == 0 || text.data[0] != '2' || !stamp_eat_iso(&text, &event->stamp) ||
	    !slice_eat(&text, " p=") || !slice_eat_word(&text, &word) || !slice_eat(&text, "u=") ||
	    !slice_eat_word(&text, &event->actor)) {
		return false;
	}
	if (slice_eat(&text, "n=")) {
		slice_eat_word(&text, &word);
	}
	struct slice rest_of_head = text;
	if (slice_eat_until(&rest_of_head, '|', &word) &&
	    level_severity(slice_trim(word)) != SEVERITY_NONE) {
		text = slice_after(text, word.size); /* "INFO| ", since core 2.17 */
	}
	if (!slice_eat_char(&text, '|')) {
		return false;
	}
	slice_eat_blanks(&text);
	*rest = text;
	return true;
}

/* "web] ****" → "web" */
static struct slice name_of(struct slice text)
{
	size_t end = slice_find(text, "] *");
	return end < text.size ? slice_first(text, end)
			       : slice_first(text, slice_find_char(text, ']'));
}

static bool read_heading(struct state *state, struct slice text, struct event *event)
{
	if (slice_eat(&text, "PLAY [")) {
		event->signal = SIGNAL_OPERATOR_COMMAND;
		event->code = slice_from("PLAY");
		event->object = name_of(text);
		state->task_size = 0;
		return true;
	}
	bool task = slice_eat(&text, "TASK [");
	if (!task && !slice_eat(&text, "RUNNING HANDLER [")) {
		return false;
	}
	struct slice name = name_of(text);
	state->task_size = name.size < TASK_SIZE_MAX ? name.size : TASK_SIZE_MAX;
	memcpy(state->task, name.data, state->task_size);
	event->code = slice_from(task ? "TASK" : "HANDLER");
	event->rule = slice_make(state->task, state->task_size);
	return true;
}

static bool read_result(const struct state *state, struct slice text, struct event *event)
{
	for (size_t i = 0; i < sizeof results / sizeof results[0]; i++) {
		struct slice rest = text;
		if (!slice_eat(&rest, results[i].text)) {
			continue;
		}
		event->signal = results[i].signal;
		event->severity = results[i].severity;
		event->outcome = slice_from(results[i].outcome);
		event->object = slice_first(rest, slice_find_char(rest, ']'));
		event->object = slice_first(event->object, slice_find(event->object, " -> "));
		event->rule = slice_make(state->task, state->task_size);
		return true;
	}
	return false;
}

static bool is_not_zero(struct slice text, const char *key)
{
	size_t at = slice_find(text, key);
	struct slice count = slice_after(text, at + strlen(key));
	return count.size > 0 && count.data[0] != '0';
}

/* "web1 : ok=2 changed=1 unreachable=0 failed=0 skipped=0" of the recap */
static void read_recap(struct slice text, struct event *event)
{
	struct slice host = slice_empty();
	struct slice rest = text;
	if (!slice_eat_word(&rest, &host) || !slice_eat(&rest, ": ok=")) {
		return;
	}
	bool failed = is_not_zero(rest, "unreachable=") || is_not_zero(rest, "failed=");
	event->code = slice_from("RECAP");
	event->object = host;
	event->outcome = slice_from(failed ? "fail" : "ok");
	event->severity = failed ? SEVERITY_ERROR : SEVERITY_INFORMATIONAL;
}

static enum status ansible_parse(void *self, const struct record *record, struct event *event)
{
	struct state *state = self;
	struct slice rest = record->whole;
	if (!eat_head(&rest, event)) {
		return STATUS_MISMATCH;
	}
	event->message = rest;
	event->program = slice_from("ansible");
	event->host = slice_empty();
	event->relay = (struct stamp){.flags = 0};
	if (!read_heading(state, rest, event) && !read_result(state, rest, event)) {
		read_recap(rest, event);
	}
	return STATUS_OK;
}

/* A line with a time is a record, if not of this format; all others are output of a task. */
static bool ansible_begins(const struct record *record)
{
	struct slice rest = record->whole;
	struct stamp stamp;
	return stamp_eat_iso(&rest, &stamp);
}

static int ansible_bid(const struct record *record)
{
	struct event event;
	struct slice rest = record->whole;
	event_clear(&event);
	return eat_head(&rest, &event) ? BID_SIGNATURE : BID_NONE;
}

static void *ansible_open(void)
{
	return calloc(1, sizeof(struct state));
}

static void ansible_close(void *state)
{
	free(state);
}

const struct format ansible_format = {
	.name = "ansible",
	.title = "Ansible log file (plays, changes, recaps)",
	.source = "Ansible documentation, DEFAULT_LOG_PATH; ansible.builtin.default callback",
	.bid = ansible_bid,
	.first_whole = "0",
	.needs_whole = "=|",
	.parse = ansible_parse,
	.open = ansible_open,
	.close = ansible_close,
	.begins = ansible_begins,
};
