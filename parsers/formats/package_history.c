// SPDX-License-Identifier: MIT
/*
 * What was installed and when: apt, dpkg, yum, dnf.
 *
 *     Start-Date: 2024-08-07  05:30:19                  apt/history.log: a record of several lines
 *     Commandline: apt-get -y upgrade
 *     Requested-By: kim (1000)
 *     Upgrade: nginx:amd64 (1.18.0-6, 1.18.0-7)
 *     End-Date: 2024-08-07  05:31:02
 *     2024-08-07 05:30:19 upgrade nginx:amd64 1.18.0-6 1.18.0-7                         dpkg.log
 *     Aug 07 05:30:19 Updated: nginx-1.20.1-10.el7.x86_64                               yum.log
 *     2024-08-07T05:30:19+0900 SUBDEBUG Upgraded: nginx-1:1.20.1-13.el9.x86_64          dnf.rpm.log
 *
 * Local time; only dnf writes a zone. apt says when it began and ended: a rollout of packages, that
 * failed if there is an "Error:" between. The others tell single packages.
 */
#include <stdlib.h>

#include "format.h"

enum { ACTOR_SIZE = 64 }; /* of an account: useradd(8) allows 32 */

/* Of apt's record that is open. */
struct state {
	struct stamp stamp;
	bool has_failed;
	size_t actor_size;
	char actor[ACTOR_SIZE];
};

static void *package_history_open(void)
{
	return calloc(1, sizeof(struct state));
}

/* A key of apt's and what its line means. */
struct apt_line {
	const char *key;
	enum { APT_START, APT_END, APT_CHANGE, APT_ERROR, APT_WHO, APT_WORDS } kind;
};

/* Source: apt, apt-pkg/deb/dpkgpm.cc, WriteHistoryTag */
static const struct apt_line apt_lines[] = {
	{"Start-Date: ", APT_START},   {"End-Date: ", APT_END},   {"Commandline: ", APT_WORDS},
	{"Requested-By: ", APT_WHO},   {"Install: ", APT_CHANGE}, {"Upgrade: ", APT_CHANGE},
	{"Remove: ", APT_CHANGE},      {"Purge: ", APT_CHANGE},   {"Downgrade: ", APT_CHANGE},
	{"Reinstall: ", APT_CHANGE},   {"Error: ", APT_ERROR},    {"Comment: ", APT_WORDS},
	{"Disappeared: ", APT_CHANGE},
};

static const struct apt_line *find_apt(struct slice text)
{
	for (size_t i = 0; i < sizeof apt_lines / sizeof apt_lines[0]; i++) {
		if (slice_starts_with(text, apt_lines[i].key)) {
			return &apt_lines[i];
		}
	}
	return NULL;
}

/* "2024-08-07  05:30:19" */
static bool read_apt_time(struct slice text, struct stamp *ret_stamp)
{
	struct slice date = slice_empty();
	return slice_eat_word(&text, &date) &&
	       stamp_from_date_and_time(date, slice_trim(text), ret_stamp);
}

/* "kim (1000)" */
static void take_actor(struct state *state, struct slice text)
{
	struct slice name = slice_first(text, slice_find(text, " ("));
	state->actor_size = name.size < ACTOR_SIZE ? name.size : ACTOR_SIZE;
	memcpy(state->actor, name.data, state->actor_size);
}

static void give_change(struct event *event)
{
	event->signal = SIGNAL_CONFIG_CHANGE;
	event->part = slice_from("packages");
}

static void give_end(const struct state *state, struct event *event)
{
	event->signal = state->has_failed ? SIGNAL_DEPLOY_FAIL : SIGNAL_DEPLOY_OK;
	event->outcome = slice_from(state->has_failed ? "fail" : "ok");
	event->part = slice_from("packages");
}

static enum status parse_apt(struct state *state, const struct apt_line *line, struct slice text,
			     struct event *event)
{
	struct slice value = slice_after(text, strlen(line->key));
	struct stamp stamp;
	if (line->kind == APT_START || line->kind == APT_END) {
		if (!read_apt_time(value, &stamp)) {
			return STATUS_MISMATCH;
		}
		state->stamp = stamp;
	} else if ((state->stamp.flags & STAMP_SET) == 0) {
		return STATUS_MISMATCH;
	}
	event->stamp = state->stamp;
	event->program = slice_from("apt");
	switch (line->kind) {
	case APT_START:
		state->has_failed = false;
		state->actor_size = 0;
		event->signal = SIGNAL_DEPLOY_BEGIN;
		event->part = slice_from("packages");
		break;
	case APT_WHO:
		take_actor(state, value);
		break;
	case APT_CHANGE:
		give_change(event);
		break;
	case APT_ERROR:
		state->has_failed = true;
		break;
	case APT_END:
		give_end(state, event);
		break;
	default:
		break;
	}
	event->actor = slice_make(state->actor, state->actor_size);
	return STATUS_OK;
}

/* A word of dpkg.log behind the stamp; what changes the machine, and what only tells of it. */
static bool find_verb(struct slice word, bool *ret_changes)
{
	static const struct {
		const char *word;
		bool changes;
	} verbs[] = {{"status", false},    {"install", true},   {"upgrade", true},
		     {"configure", false}, {"trigproc", false}, {"remove", true},
		     {"purge", true},      {"conffile", false}, {"startup", false},
		     {"disappear", true}};
	for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
		if (slice_is(word, verbs[i].word)) {
			*ret_changes = verbs[i].changes;
			return true;
		}
	}
	return false;
}

/* "2024-08-07 05:30:19 upgrade nginx:amd64 1.18.0-6 1.18.0-7": a verb and at least two words */
static bool parse_dpkg(struct slice text, struct event *event)
{
	struct slice verb = slice_empty();
	struct slice word = slice_empty();
	bool changes = false;
	if (text.size == 0 || text.data[0] != '2' || !stamp_eat_iso(&text, &event->stamp) ||
	    !slice_eat_char(&text, ' ')) {
		return false;
	}
	struct slice message = text;
	if (!slice_eat_word(&text, &verb) || !find_verb(verb, &changes) ||
	    !slice_eat_word(&text, &word) || !slice_eat_word(&text, &word)) {
		return false;
	}
	event->program = slice_from("dpkg");
	event->message = message;
	event->code = verb;
	if (changes) {
		give_change(event);
	}
	return true;
}

/* "Installed", "Updated": what yum and dnf did */
static bool is_deed(struct slice word)
{
	static const char *const words[] = {
		"Installed", "Updated",   "Erased",     "Upgraded",    "Upgrade",
		"Removed",   "Obsoleted", "Downgraded", "Reinstalled", "Dep-Installed",
		"Cleanup",   "Downgrade", "Obsoleting", "Reinstall"};
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (slice_is(word, words[i])) {
			return true;
		}
	}
	return false;
}

/* "2024-08-07T05:30:19+0900 SUBDEBUG Upgraded: nginx-1:1.20.1-13.el9.x86_64" */
static bool parse_dnf(struct slice text, struct event *event)
{
	struct slice word = slice_empty();
	if (text.size == 0 || text.data[0] != '2' || !stamp_eat_iso(&text, &event->stamp) ||
	    !(slice_eat(&text, " SUBDEBUG ") || slice_eat(&text, " INFO "))) {
		return false;
	}
	struct slice message = text;
	if (!slice_eat_until(&text, ':', &word) || !is_deed(word) ||
	    !slice_starts_with(text, " ")) {
		return false;
	}
	event->program = slice_from("dnf");
	event->message = message;
	event->code = word;
	give_change(event);
	return true;
}

/* "Aug 07 05:30:19 Updated: nginx-1.20.1-10.el7.x86_64": a syslog reader sees a tag. */
static bool parse_yum(struct slice text, struct event *event)
{
	struct slice word = slice_empty();
	if (!stamp_eat_bsd(&text, &event->stamp) || !slice_eat_char(&text, ' ')) {
		return false;
	}
	struct slice message = text;
	if (!slice_eat_until(&text, ':', &word) || !is_deed(word) ||
	    !slice_starts_with(text, " ") || slice_find_char(text, '-') == text.size) {
		return false;
	}
	event->program = slice_from("yum");
	event->message = message;
	event->code = word;
	give_change(event);
	return true;
}

static bool parse_row(struct slice text, struct event *event)
{
	return parse_dpkg(text, event) || parse_dnf(text, event) || parse_yum(text, event);
}

static enum status package_history_parse(void *self, const struct record *record,
					 struct event *event)
{
	const struct apt_line *line = find_apt(record->whole);
	struct event own = *event;
	if (line != NULL) {
		return parse_apt(self, line, record->whole, event);
	}
	own.host = slice_empty();
	own.relay = (struct stamp){.flags = 0};
	if (!parse_row(record->whole, &own)) {
		return STATUS_MISMATCH;
	}
	*event = own;
	return STATUS_OK;
}

static int package_history_bid(const struct record *record)
{
	struct slice text = record->whole;
	struct event event;
	if (text.size == 0) {
		return BID_NONE;
	}
	if (text.data[0] != '2' && find_apt(text) != NULL) {
		struct slice value = slice_after(text, slice_find_char(text, ' '));
		struct stamp stamp;
		bool dated = slice_contains(slice_first(text, strlen("Start-Date:")), "-Date:") &&
			     (slice_eat_blanks(&value), read_apt_time(value, &stamp));
		return dated ? BID_SIGNATURE : BID_SHAPE - 10;
	}
	/* What yum writes looks like syslog with a deed for the program. */
	if (text.data[0] != '2' && !is_deed(record->envelope.tag)) {
		return BID_NONE;
	}
	event_clear(&event);
	return parse_row(text, &event) ? BID_SIGNATURE : BID_NONE;
}

const struct format package_history_format = {
	.name = "package_history",
	.title = "package managers (apt history, dpkg, yum, dnf)",
	.source = "apt(8), /var/log/apt/history.log; dpkg(1); yum(8); dnf(8)",
	.bid = package_history_bid,
	.parse = package_history_parse,
	.open = package_history_open,
	.close = free,
};
