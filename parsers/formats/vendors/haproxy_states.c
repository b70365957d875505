// SPDX-License-Identifier: MIT
/* What HAProxy says of servers, backends and itself; see haproxy_states.h. */
#include "haproxy_states.h"

/* A sentence of an alert and what it means. */
struct sentence {
	const char *text;
	enum signal signal;
	bool behind; /* the subject stands behind the text, not before it */
};

/* "Health check for server be/srv1 failed, reason: …, status: 0/2 DOWN.": the last word is its
 * state */
static bool parse_check(struct slice text, struct event *event)
{
	if (!slice_eat(&text, "Health check for server ") &&
	    !slice_eat(&text, "Health check for backup server ")) {
		return false;
	}
	bool failed = slice_contains(text, " failed, ");
	event->object = slice_first(text, slice_find_char(text, ' '));
	event->outcome = slice_from(failed ? "fail" : "ok");
	text.size -= slice_ends_with(text, ".") ? 1 : 0;
	if (slice_ends_with(text, " DOWN")) {
		event->signal = SIGNAL_HEALTH_DOWN;
	} else if (!failed && slice_ends_with(text, " UP")) {
		event->signal = SIGNAL_HEALTH_UP;
	}
	return slice_contains(event->object, "/");
}

/* "Server be/srv1 is DOWN, …", "Backup Server be/srv1 is UP, …" */
bool haproxy_state_read(struct slice text, struct event *event)
{
	static const struct sentence states[] = {
		{" is DOWN", SIGNAL_HEALTH_DOWN, false},
		{" is going DOWN", SIGNAL_HEALTH_DOWN, false},
		{" is UP", SIGNAL_HEALTH_UP, false},
		{" is stopping", SIGNAL_SERVICE_DRAIN, false},
		{" enters drain state", SIGNAL_SERVICE_DRAIN, false},
		{" administratively READY", SIGNAL_HEALTH_UP, false},
		{" was DOWN and now enters maintenance", SIGNAL_HEALTH_DOWN, false},
	};
	slice_eat(&text, "Backup ");
	if (!slice_eat(&text, "Server ")) {
		return parse_check(text, event);
	}
	event->object = slice_first(text, slice_find_char(text, ' '));
	struct slice state = slice_after(text, event->object.size);
	if (slice_starts_with(state,
			      " ('")) { /* its name in DNS: "be/srv1 ('a.example.com') is UP" */
		state = slice_after(state, slice_find(state, "')"));
		slice_eat(&state, "')");
	}
	for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
		if (slice_starts_with(state, states[i].text)) {
			event->signal = states[i].signal;
		}
	}
	return slice_contains(event->object, "/");
}

/* What an alert says of a proxy or of the process. */
void haproxy_sentence_read(struct slice text, bool is_alert, struct event *event)
{
	static const struct sentence sentences[] = {
		{" started.", SIGNAL_SERVICE_READY, false},
		{" stopped (", SIGNAL_SERVICE_STOP, false},
		{" reached process FD limit", SIGNAL_TABLE_FULL, false},
		{" reached its configured maximum connection", SIGNAL_TABLE_FULL, false},
		{" connection limit", SIGNAL_TABLE_FULL, false},
		{"Stopping frontend ", SIGNAL_SERVICE_STOP, true},
		{"Stopping backend ", SIGNAL_SERVICE_STOP, true},
		{"Stopping proxy ", SIGNAL_SERVICE_STOP, true},
		{"Reexecuting Master process", SIGNAL_SERVICE_RELOAD, false},
		{"Exiting Master process", SIGNAL_SERVICE_STOP, false},
		{"Loading success.", SIGNAL_SERVICE_READY, false},
		{" exited with code 139", SIGNAL_SERVICE_CRASH, false},
		{" exited with code 134", SIGNAL_SERVICE_CRASH, false},
		{"cannot bind ", SIGNAL_SERVICE_CRASH, false},
		{"Fatal errors found in configuration", SIGNAL_CONFIG_COMMIT_FAIL, false},
		{"Error(s) found in configuration", SIGNAL_CONFIG_COMMIT_FAIL, false},
		{"New worker ", SIGNAL_SERVICE_RELOAD, false},
	};
	struct slice proxy = text;
	bool config = is_alert && slice_contains(text, "parsing [");
	event->signal = config ? SIGNAL_CONFIG_COMMIT_FAIL : event->signal;
	for (size_t i = 0; !config && i < sizeof sentences / sizeof sentences[0]; i++) {
		size_t at = slice_find(text, sentences[i].text);
		if (at == text.size) {
			continue;
		}
		event->signal = sentences[i].signal;
		if (sentences[i].behind) {
			proxy = slice_after(text, at + strlen(sentences[i].text));
			event->part = slice_first(proxy, slice_find_char(proxy, ' '));
		} else if (slice_eat(&proxy, "Proxy ")) {
			event->part = slice_first(proxy, slice_find_char(proxy, ' '));
		}
		return;
	}
}

/* "backend be has no server available!" */
bool haproxy_backend_read(struct slice text, struct event *event)
{
	struct slice name = slice_empty();
	if (!slice_eat(&text, "backend ") && !slice_eat(&text, "proxy ")) {
		return false;
	}
	if (!slice_eat_word(&text, &name) || !slice_starts_with(text, "has no server available!")) {
		return false;
	}
	event->signal = SIGNAL_UPSTREAM_NONE;
	event->object = name;
	return true;
}

bool haproxy_state_begins(struct slice text)
{
	return slice_starts_with(text, "Backup ") || slice_starts_with(text, "Server ") ||
	       slice_starts_with(text, "Health check for ");
}
