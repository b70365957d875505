// SPDX-License-Identifier: MIT
/*
 * Any syslog line: the format of last resort, and the one of the machine itself.
 *
 *     Aug  7 05:30:19 bastion01 sshd[4711]: Accepted publickey for net.lee from 192.0.2.7 port
 * 55743 ssh2
 *
 * The envelope is peeled before; what is left is read for the words of sshd, sudo, systemd, the
 * kernel and the daemons that keep clocks and logs. Every vendor's own format bids higher.
 */
#include "format.h"

/* What a text says: it begins with, or contains, `text`. */
struct phrase {
	const char *text;
	enum signal signal;
	const char *part; /* or NULL */
};

static struct slice word_of(struct slice text)
{
	struct slice word = slice_empty();
	slice_eat_blanks(&text);
	slice_eat_word(&text, &word);
	return word;
}

/* The slice after `text`, or the empty end. */
static struct slice behind(struct slice slice, const char *text)
{
	size_t at = slice_find(slice, text);
	return at == slice.size ? slice_after(slice, at) : slice_after(slice, at + strlen(text));
}

static struct slice before(struct slice slice, const char *text)
{
	return slice_first(slice, slice_find(slice, text));
}

/* " from 192.0.2.7 port 55743 ssh2" */
static void read_peer(struct slice text, struct event *event)
{
	event->client = word_of(behind(text, " from "));
	struct slice port = word_of(behind(text, " port "));
	uint64_t value = 0;
	if (slice_eat_uint(&port, &value) && value <= UINT16_MAX) {
		event->client_port = (int32_t)value;
	}
}

/* "session opened for user root(uid=0) by lee(uid=1000)" */
static void read_session_user(struct slice text, struct event *event)
{
	event->actor = before(word_of(behind(text, " for user ")), "(");
}

/* "Failed password for [invalid user ]lee from 192.0.2.7 port 22 ssh2" */
static void read_failed_login(struct slice text, struct event *event)
{
	event->signal = SIGNAL_OPERATOR_LOGIN_FAILED;
	event->outcome = slice_from("fail");
	struct slice user = behind(text, " for ");
	if (!slice_eat(&user, "invalid user ")) {
		slice_eat(&user, "illegal user ");
	}
	event->actor = before(user, " from ");
	read_peer(text, event);
}

static void read_sshd(struct slice text, struct event *event)
{
	if (slice_starts_with(text, "Accepted ")) {
		event->signal = SIGNAL_OPERATOR_LOGIN;
		event->outcome = slice_from("ok");
		event->actor = before(behind(text, " for "), " from ");
		read_peer(text, event);
	} else if (slice_starts_with(text, "Failed ") && slice_contains(text, " for ")) {
		read_failed_login(text, event);
	} else if (slice_starts_with(text, "pam_unix(sshd:session): session closed for user ")) {
		event->signal = SIGNAL_OPERATOR_LOGOUT;
		read_session_user(text, event);
	} else if (slice_starts_with(text, "Connection closed by ") ||
		   slice_starts_with(text, "Received disconnect from ")) {
		read_peer(text, event);
	}
}

/* "    lee : TTY=pts/0 ; PWD=/home/lee ; USER=root ; COMMAND=/bin/cat /etc/hosts" */
static void read_sudo(struct slice text, struct event *event)
{
	struct slice actor = slice_empty();
	struct slice rest = text;
	if (slice_starts_with(text, "pam_") || !slice_eat_until(&rest, ':', &actor)) {
		return;
	}
	event->actor = slice_trim(actor);
	if (slice_contains(rest, "incorrect password attempt")) {
		event->signal = SIGNAL_OPERATOR_LOGIN_FAILED;
		event->outcome = slice_from("fail");
	} else if (slice_contains(rest, "COMMAND=")) {
		event->signal = SIGNAL_OPERATOR_COMMAND;
		bool denied = slice_contains(before(rest, "COMMAND="), "not allowed") ||
			      slice_contains(before(rest, "COMMAND="), "NOT in sudoers");
		event->outcome = slice_from(denied ? "deny" : "ok");
	} else {
		event->actor = slice_empty();
	}
}

static void read_console(struct slice text, struct event *event)
{
	if (slice_contains(text, "LOGIN ON ") || slice_starts_with(text, "ROOT LOGIN")) {
		event->signal = SIGNAL_OPERATOR_LOGIN;
		event->outcome = slice_from("ok");
		event->actor = slice_starts_with(text, "ROOT LOGIN")
				       ? slice_from("root")
				       : word_of(behind(text, " BY "));
	} else if (slice_contains(text, "(login:session): session closed for user ")) {
		event->signal = SIGNAL_OPERATOR_LOGOUT;
		read_session_user(text, event);
	} else if (slice_starts_with(text, "FAILED LOGIN")) {
		event->signal = SIGNAL_OPERATOR_LOGIN_FAILED;
		event->outcome = slice_from("fail");
	}
}

/* "nginx.service" of "nginx.service: Main process exited, …"; a sentence has no unit there. */
static struct slice unit_of(struct slice text)
{
	struct slice unit = before(text, ":");
	return unit.size < text.size && !slice_contains(unit, " ") ? unit : slice_empty();
}

/* "nginx.service - A web server." → "nginx.service"; "The nginx server..." → "The nginx server" */
static struct slice unit_name(struct slice text)
{
	text = before(text, " - ");
	while (text.size > 0 && text.data[text.size - 1] == '.') {
		text.size--;
	}
	return text;
}

static void read_unit_state(struct slice text, struct event *event)
{
	static const struct phrase states[] = {
		{"Starting ", SIGNAL_SERVICE_START, NULL},
		{"Started ", SIGNAL_SERVICE_READY, NULL},
		{"Stopping ", SIGNAL_SERVICE_STOP, NULL},
		{"Stopped ", SIGNAL_SERVICE_STOP, NULL},
		{"Reloaded ", SIGNAL_SERVICE_RELOAD, NULL},
		{"Failed to start ", SIGNAL_SERVICE_CRASH, NULL},
	};
	if (slice_starts_with(text, "Started Session ")) {
		return; /* a login, not a service */
	}
	for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
		if (slice_starts_with(text, states[i].text)) {
			event->signal = states[i].signal;
			event->part = unit_name(slice_after(text, strlen(states[i].text)));
			return;
		}
	}
}

static void read_systemd(struct slice text, struct event *event)
{
	struct slice unit = unit_of(text);
	if (slice_starts_with(text, "Startup finished in ") && slice_contains(text, "(kernel)")) {
		event->signal = SIGNAL_DEVICE_UP;
	} else if (slice_is(text, "Shutting down.") ||
		   slice_starts_with(text, "Reached target Shutdown") ||
		   slice_starts_with(text, "Reached target Reboot") ||
		   slice_starts_with(text, "Reached target Power-Off")) {
		event->signal = SIGNAL_DEVICE_DOWN;
	} else if (slice_is(text, "Time has been changed")) {
		event->signal = SIGNAL_CLOCK_STEP;
	} else if (!slice_is_empty(unit)) {
		bool ended_well = slice_contains(text, "status=0/SUCCESS");
		if ((slice_contains(text, "rocess exited, code=") && !ended_well) ||
		    slice_contains(text, "Failed with result ")) {
			event->signal = SIGNAL_SERVICE_CRASH;
			event->part = unit;
		}
	} else {
		read_unit_state(text, event);
	}
}

/* "e1000: enp0s3 NIC Link is Up 1000 Mbps", "enp0s3: link down", "bond0: link status … eth1" */
static bool read_link(struct slice text, struct event *event)
{
	bool down = slice_contains(text, "NIC Link is Down") ||
		    slice_contains(text, ": Lost carrier") ||
		    slice_contains(text, ": Link is Down") ||
		    slice_contains(text, "link status definitely down");
	bool up = slice_contains(text, "NIC Link is Up") ||
		  slice_contains(text, ": Gained carrier") ||
		  slice_contains(text, ": Link is Up") ||
		  slice_contains(text, "link status definitely up");
	if (!down && !up) {
		return false;
	}
	event->signal = down ? SIGNAL_LINK_DOWN : SIGNAL_LINK_UP;
	struct slice port = before(text, " NIC Link is ");
	if (port.size == text.size) {
		port = before(text, ":");
	}
	struct slice member = behind(text, " for interface ");
	if (!slice_is_empty(member)) {
		event->part = before(word_of(member), ",");
		return true;
	}
	for (struct slice word; slice_eat_word(&port, &word);) {
		event->part = word; /* the last word: drivers put themselves and the bus first */
	}
	if (slice_ends_with(event->part, ":")) {
		event->part.size--;
	}
	return true;
}

static void read_kernel(struct slice text, struct event *event)
{
	static const struct phrase phrases[] = {
		{"Linux version ", SIGNAL_DEVICE_REBOOT, NULL},
		{"Out of memory: Kill", SIGNAL_RESOURCE_HIGH, "memory"},
		{"Memory cgroup out of memory: Kill", SIGNAL_RESOURCE_HIGH, "memory"},
		{"invoked oom-killer", SIGNAL_RESOURCE_HIGH, "memory"},
		{"nf_conntrack: table full", SIGNAL_TABLE_FULL, "nf_conntrack"},
		{"Remounting filesystem read-only", SIGNAL_RESOURCE_HIGH, "disk"},
		{"audit: backlog limit exceeded", SIGNAL_LOG_GAP, NULL},
	};
	struct slice uptime = slice_empty();
	if (slice_starts_with(text, "[") && slice_eat_until(&text, ']', &uptime)) {
		slice_eat_blanks(&text);
	}
	if (read_link(text, event)) {
		return;
	}
	for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++) {
		if (slice_contains(text, phrases[i].text)) {
			event->signal = phrases[i].signal;
			event->part = slice_from(phrases[i].part == NULL ? "" : phrases[i].part);
			return;
		}
	}
}

/* Daemons that keep clocks, logs and virtual addresses. */
static void read_daemon(struct slice text, struct event *event)
{
	static const struct phrase phrases[] = {
		{"System clock was stepped by ", SIGNAL_CLOCK_STEP, NULL},
		{"time reset ", SIGNAL_CLOCK_STEP, NULL},
		{"step time server ", SIGNAL_CLOCK_STEP, NULL},
		{"messages lost due to rate-limiting", SIGNAL_LOG_GAP, NULL},
		{"corrupted or uncleanly shut down", SIGNAL_LOG_GAP, NULL},
		{"Entering MASTER STATE", SIGNAL_HA_FAILOVER, NULL},
		{"Entering BACKUP STATE", SIGNAL_HA_FAILOVER, NULL},
		{"Entering FAULT STATE", SIGNAL_HA_FAILOVER, NULL},
		{"System is rebooting", SIGNAL_DEVICE_REBOOT, NULL},
	};
	if (slice_starts_with(text, "Suppressed ") && slice_contains(text, " messages from ")) {
		event->signal = SIGNAL_LOG_GAP;
		return;
	}
	for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++) {
		if (slice_contains(text, phrases[i].text)) {
			event->signal = phrases[i].signal;
			return;
		}
	}
}

/* "message repeated 2 times: [ Failed password for …]" → what was repeated. */
static struct slice repeated(struct slice text)
{
	struct slice inner = text;
	uint64_t times = 0;
	if (slice_eat(&inner, "message repeated ") && slice_eat_uint(&inner, &times) &&
	    slice_eat(&inner, " times: [ ") && slice_ends_with(inner, "]")) {
		return slice_first(inner, inner.size - 1);
	}
	return text;
}

/* Which program speaks which words. */
struct speaker {
	const char *program;
	void (*read)(struct slice text, struct event *event);
};

static enum status syslog_parse(void *state, const struct record *record, struct event *event)
{
	static const struct speaker speakers[] = {
		{"sshd", read_sshd},
		{"sudo", read_sudo},
		{"systemd", read_systemd},
		{"kernel", read_kernel},
		{"login", read_console},
		{"chronyd", read_daemon},
		{"ntpd", read_daemon},
		{"ntpdate", read_daemon},
		{"rsyslogd", read_daemon},
		{"systemd-journald", read_daemon},
		{"systemd-journal", read_daemon},
		{"systemd-logind", read_daemon},
		{"Keepalived_vrrp", read_daemon},
		{"sshd-session", read_sshd},
		{"systemd-networkd", read_kernel},
	};
	(void)state;
	const struct envelope *envelope = &record->envelope;
	if (envelope->kind == ENVELOPE_NONE || (envelope->stamp.flags & STAMP_SET) == 0) {
		return STATUS_MISMATCH;
	}
	event->stamp = envelope->stamp;
	for (size_t i = 0; i < sizeof speakers / sizeof speakers[0]; i++) {
		if (slice_is(envelope->tag, speakers[i].program)) {
			speakers[i].read(repeated(record->body), event);
		}
	}
	return STATUS_OK;
}

/* macOS and some daemons go on in lines that begin with a blank or with a summary. */
static bool syslog_begins(const struct record *record)
{
	struct slice text = record->whole;
	bool indented = text.size > 0 && (text.data[0] == ' ' || text.data[0] == '\t');
	return record->envelope.kind != ENVELOPE_NONE ||
	       (!indented && !slice_starts_with(text, "--- last message repeated"));
}

static int syslog_bid(const struct record *record)
{
	bool stamped = (record->envelope.stamp.flags & STAMP_SET) != 0;
	return record->envelope.kind != ENVELOPE_NONE && stamped ? BID_FALLBACK : BID_NONE;
}

const struct format syslog_format = {
	.name = "syslog",
	.title = "syslog: sshd, sudo, systemd, kernel and any other program",
	.source = "RFC 3164, RFC 5424, rsyslog templates; sshd(8), sudo(8), systemd(1)",
	.bid = syslog_bid,
	.parse = syslog_parse,
	.begins = syslog_begins,
};
