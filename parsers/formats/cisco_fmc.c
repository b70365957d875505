// SPDX-License-Identifier: MIT
/*
 * Cisco Firepower Management Center: its audit log, which says who saved and deployed what.
 *
 *     <14>Aug  7 2024 05:30:19 sfdccsm: fmc01: sec.kim@192.0.2.71, Devices > Platform Settings,
 *         Save Policy night x0a x00
 *
 *     process: device: account@address, page > page, what was done
 *
 * The process stands where syslog has the host. Opened pages are noise, kept as log.
 */
#include "format.h"

struct parts {
	struct slice process;
	struct slice device;
	struct slice account;
	struct slice address;
	struct slice page;
	struct slice action;
};

struct phrase {
	const char *text;
	enum signal signal;
	const char *outcome;
};

/* Seen in real logs: page views, logins, saved and modified policies, a deployment. */
static const struct phrase phrases[] = {
	{"Page View", SIGNAL_LOG, NULL},
	{"Login Success", SIGNAL_OPERATOR_LOGIN, "ok"},
	{"Login Fail", SIGNAL_OPERATOR_LOGIN_FAILED, "fail"},
	{"Save ", SIGNAL_CONFIG_CHANGE, NULL},
	{"Modified: ", SIGNAL_CONFIG_CHANGE, NULL},
	{"Policy Deployment", SIGNAL_POLICY_PUSH_OK, "ok"},
	{"Logout", SIGNAL_OPERATOR_LOGOUT, NULL},
};

static bool ends_like_program(struct slice word)
{
	return slice_ends_with(word, ".cgi") || slice_ends_with(word, ".pl") ||
	       slice_is(word, "sfdccsm");
}

/* "fmc01: sec.kim@192.0.2.71, page > page, action x0a x00" */
static bool read_parts(const struct record *record, struct parts *ret_parts)
{
	const struct envelope *envelope = &record->envelope;
	struct slice rest = record->body;
	ret_parts->process = envelope->tag.size > 0 ? envelope->tag : envelope->host;
	struct slice who;
	struct slice head;
	if (slice_find_char(rest, '@') == rest.size || !slice_eat_until(&rest, ',', &head)) {
		return false;
	}
	while (slice_eat_until(&head, ':', &who)) {
		if (ends_like_program(slice_trim(who))) {
			ret_parts->process = slice_trim(who);
		} else {
			ret_parts->device = slice_trim(who);
		}
	}
	who = slice_trim(head);
	size_t at = slice_find_char(who, '@');
	if (at == who.size || at == 0 || !ends_like_program(ret_parts->process)) {
		return false;
	}
	ret_parts->account = slice_first(who, at);
	ret_parts->address = slice_after(who, at + 1);
	if (!slice_eat_until(&rest, ',', &ret_parts->page)) {
		return false;
	}
	ret_parts->page = slice_trim(ret_parts->page);
	ret_parts->action = slice_trim(slice_first(rest, slice_find(rest, " x0a")));
	return true;
}

static int bid(const struct record *record)
{
	struct parts parts = {.device = slice_empty()};
	return read_parts(record, &parts) ? BID_SIGNATURE : BID_NONE;
}

static bool is_address(struct slice text)
{
	return slice_find_char(text, '.') < text.size || slice_find_char(text, ':') < text.size;
}

static void read_action(const struct parts *parts, struct event *event)
{
	const struct phrase *phrase = NULL;
	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]) && phrase == NULL; i++) {
		if (slice_contains(parts->action, phrases[i].text)) {
			phrase = &phrases[i];
		}
	}
	/* the center's own processes log in too, from no address */
	if (phrase == NULL ||
	    (phrase->signal == SIGNAL_OPERATOR_LOGIN && !is_address(parts->address))) {
		return;
	}
	event->signal = phrase->signal;
	if (phrase->outcome != NULL) {
		event->outcome = slice_from(phrase->outcome);
	}
	if (phrase->signal == SIGNAL_POLICY_PUSH_OK && !slice_ends_with(parts->action, "SUCCESS")) {
		bool failed = slice_contains(parts->action, "FAIL");
		event->signal = failed ? SIGNAL_POLICY_PUSH_FAIL : SIGNAL_POLICY_PUSH_BEGIN;
		event->outcome = failed ? slice_from("fail") : slice_empty();
	}
}

static enum status parse(void *state, const struct record *record, struct event *event)
{
	(void)state;
	struct parts parts = {.device = slice_empty()};
	if (!read_parts(record, &parts)) {
		return STATUS_MISMATCH;
	}
	event->program = parts.process;
	event->host = parts.device;
	event->actor = parts.account;
	event->code = parts.page;
	if (is_address(parts.address)) {
		event->client = parts.address;
	}
	read_action(&parts, event);
	return STATUS_OK;
}

const struct format cisco_fmc_format = {
	.name = "cisco_fmc",
	.title = "Cisco Firepower Management Center, audit log",
	.source = "Cisco Secure Firewall Management Center Administration Guide, Audit Logs",
	.bid = bid,
	.needs = "@,",
	.parse = parse,
};
