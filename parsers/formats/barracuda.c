// SPDX-License-Identifier: MIT
/*
 * Barracuda CloudGen Firewall (formerly NextGen Firewall F, phion).
 *
 *     <14>Aug  7 05:30:19 fw-ba-01 fw-ba-01/box_Firewall_Activity: Info     fw-ba-01 Allow:
 *         FWD|TCP|p1|198.51.100.7|50123|02:00:5e:00:00:01|192.0.2.10|443|https|p2|allow-pay|…
 *     Security fw-ba-01 LOGIN ATTEMPT: Login from 198.51.100.66: Denied: Firewall Rule mgmt
 *
 * The level is padded to eight, the box follows. Activities are rows; from version 8 on they may be
 * pairs ("type=FWD|proto=TCP|…") in the same order.
 *
 * 0 type · 1 protocol · 2 interface · 3 source · 4 port · 5 MAC · 6 destination · 7 port · 8
 * service · 9 interface · 10 rule · 11 reason · 12 and 13 translations · 14 duration · 15 count ·
 * 16 bytes received · 17 bytes sent · 20 user
 */
#include "format.h"
#include "message_table.h"
#include "protocol.h"
#include "token.h"

enum { LEVEL_COLUMNS = 9, CELLS_MIN = 12, CELLS_MAX = 24 };
enum { TRANSPORT = 1, SOURCE = 3, SOURCE_PORT, DESTINATION = 6, DESTINATION_PORT, RULE = 10 };
enum { DURATION = 14, RECEIVED = 16, SENT, USER = 20 };

struct level {
	const char *word;
	enum severity severity;
};

static const struct level levels[] = {
	{"Info", SEVERITY_INFORMATIONAL}, {"Notice", SEVERITY_NOTICE},
	{"Warning", SEVERITY_WARNING},    {"Error", SEVERITY_ERROR},
	{"Security", SEVERITY_WARNING},   {"Fatal", SEVERITY_CRITICAL},
	{"Panic", SEVERITY_EMERGENCY},    {"Debug", SEVERITY_DEBUG},
};

struct action {
	const char *word;
	const char *outcome;
};

static const struct action actions[] = {
	{"Allow", "accept"}, {"Remove", "close"},  {"Block", "deny"},
	{"Drop", "deny"},    {"Deny", "deny"},     {"Terminate", "reset"},
	{"Fail", "fail"},    {"Detect", "accept"}, {"Reset", "reset"},
};

/* clang-format off */
static const struct message_row messages[] = {
	{NULL, "LOGIN ATTEMPT: ", SIGNAL_OPERATOR_LOGIN_FAILED, "fail", NULL},	/* F */
	{NULL, "Authentication Login for peer=", SIGNAL_LOG, "ok", NULL},	/* F: users */
};
/* clang-format on */

/* "Info     fw-ba-01 text": the level, its blanks, the box. */
static const struct level *eat_head(struct slice *text, struct slice *ret_box)
{
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		struct slice rest = *text;
		size_t size = strlen(levels[i].word);
		if (!slice_eat(&rest, levels[i].word) || rest.size < LEVEL_COLUMNS) {
			continue;
		}
		slice_eat_blanks(&rest);
		size_t blanks = text->size - size - rest.size;
		if (size + blanks != LEVEL_COLUMNS || !slice_eat_word(&rest, ret_box)) {
			return NULL;
		}
		*text = rest;
		return &levels[i];
	}
	return NULL;
}

/* "proto=TCP" → "TCP" */
static size_t split(struct slice text, struct slice *cells)
{
	size_t count = slice_split(text, '|', cells, CELLS_MAX);
	for (size_t i = 0; i < count; i++) {
		struct slice key;
		struct slice value = cells[i];
		bool named = slice_eat_until(&value, '=', &key) && key.size > 0 &&
			     key.data[0] >= 'a' && key.data[0] <= 'z';
		cells[i] = slice_trim(named ? value : cells[i]);
	}
	return count;
}

static const char *outcome_of(struct slice word)
{
	slice_eat(&word, "Local");
	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
		if (slice_is(word, actions[i].word)) {
			return actions[i].outcome;
		}
	}
	return NULL;
}

/* "Allow: FWD|TCP|…" */
static bool read_activity(struct slice text, struct event *event)
{
	struct slice cells[CELLS_MAX];
	struct slice word;
	if (!slice_eat_until(&text, ':', &word) || outcome_of(word) == NULL) {
		return false;
	}
	slice_eat_blanks(&text);
	size_t count = split(text, cells);
	if (count < CELLS_MIN) {
		return false;
	}
	event->signal = SIGNAL_FLOW;
	event->code = word;
	event->outcome = slice_from(outcome_of(word));
	event->protocol = protocol_name(cells[TRANSPORT]);
	event->client = cells[SOURCE];
	event->client_port = protocol_port(cells[SOURCE_PORT]);
	event->server = cells[DESTINATION];
	event->server_port = protocol_port(cells[DESTINATION_PORT]);
	event->rule = cells[RULE];
	if (count > SENT) {
		event->bytes_out = token_count(cells[RECEIVED], BYTES_NONE);
		event->bytes_in = token_count(cells[SENT], BYTES_NONE);
		int64_t elapsed_ms = token_count(cells[DURATION], -1);
		if (elapsed_ms >= 0 && elapsed_ms < INT64_MAX / US_PER_MS) {
			event->duration_us = elapsed_ms * US_PER_MS;
			event->stamps_end = true;
		}
	}
	if (count > USER) {
		event->actor = cells[USER];
	}
	return true;
}

/* "192.0.2.7:80" → address and port; names are none. */
static bool read_side(struct slice word, struct slice *ret_address, int32_t *ret_port)
{
	size_t colon = slice_find_char(word, ':');
	if (slice_find_char(word, '.') >= colon || word.data[0] < '0' || word.data[0] > '9') {
		return false;
	}
	*ret_address = slice_first(word, colon);
	*ret_port = protocol_port(slice_after(word, colon + 1));
	return true;
}

/* "TCP 198.51.100.7:80 (p1) -> 192.0.2.10:443": the last address before the arrow, the first after
 */
static void read_arrow(struct slice text, struct event *event)
{
	size_t arrow = slice_find(text, " -> ");
	struct slice before = slice_first(text, arrow);
	struct slice word;
	if (arrow == text.size) {
		return;
	}
	while (slice_eat_word(&before, &word)) {
		read_side(word, &event->client, &event->client_port);
	}
	word = message_word_after(slice_after(text, arrow), "-> ");
	read_side(word, &event->server, &event->server_port);
}

/* "Session from 127.0.0.1:15743", "Session(127.0.0.1:15743)", "peer=192.0.2.7", "… from 192.0.2.7:"
 */
static void read_who(struct slice text, struct event *event)
{
	static const char *const befores[] = {"peer=", "ession from ", "ession(", "ogin from "};
	for (size_t i = 0; i < sizeof(befores) / sizeof(befores[0]); i++) {
		struct slice word = message_word_after(text, befores[i]);
		if (read_side(word, &event->client, &event->client_port)) {
			break;
		}
	}
	read_arrow(text, event);
	event->actor = message_word_after(text, " user=");
}

/* "Security" leaves one blank of the padding, as any sentence would: more must speak for it. */
static int barracuda_bid(const struct record *record)
{
	struct slice text = record->body;
	struct slice box;
	struct event event;
	const struct level *level = eat_head(&text, &box);
	if (level == NULL) {
		return BID_NONE;
	}
	bool named = record->envelope.host.size > 0 && slice_equals(record->envelope.host, box);
	if (named || read_activity(text, &event)) {
		return BID_SIGNATURE;
	}
	bool padded = strlen(level->word) + 1 < LEVEL_COLUMNS;
	return padded || slice_starts_with(text, "LOGIN ") ? BID_SHAPE + 10 : BID_NONE;
}

static enum status barracuda_parse(void *state, const struct record *record, struct event *event)
{
	struct slice text = record->body;
	struct slice box;
	(void)state;
	const struct level *level = eat_head(&text, &box);
	if (level == NULL || barracuda_bid(record) == BID_NONE) {
		return STATUS_MISMATCH;
	}
	event->severity = level->severity;
	event->host = box;
	event->message = text;
	if (!read_activity(text, event)) {
		read_who(text, event);
		message_table_apply(messages, sizeof(messages) / sizeof(messages[0]), slice_empty(),
				    text, event);
	}
	return STATUS_OK;
}

const struct format barracuda_format = {
	.name = "barracuda",
	.title = "Barracuda CloudGen Firewall (Info     fw-ba-01 Allow: FWD|TCP|…)",
	.source = "Barracuda CloudGen Firewall, Available Log Files and Structure",
	.bid = barracuda_bid,
	.first = "INWESFPD",
	.parse = barracuda_parse,
};
