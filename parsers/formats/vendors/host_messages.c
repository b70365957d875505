// SPDX-License-Identifier: MIT
/* What the programs of a Unix machine say about it. */
#include "host_messages.h"
#include "host_login.h"
#include "host_words.h"
#include "sentence.h"

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

/* A state that a unit's sentence begins with. */
struct phrase {
	const char *text;
	enum signal signal;
};

static void read_unit_state(struct slice text, struct event *event)
{
	static const struct phrase states[] = {
		{"Starting ", SIGNAL_SERVICE_START},  {"Started ", SIGNAL_SERVICE_READY},
		{"Stopping ", SIGNAL_SERVICE_STOP},   {"Stopped ", SIGNAL_SERVICE_STOP},
		{"Reloaded ", SIGNAL_SERVICE_RELOAD}, {"Failed to start ", SIGNAL_SERVICE_CRASH},
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
		   slice_starts_with(text, "Reached target System Shutdown") ||
		   slice_starts_with(text, "Reached target System Reboot") ||
		   slice_starts_with(text, "Reached target System Power Off") ||
		   slice_starts_with(text, "Reached target Power-Off")) {
		event->signal = SIGNAL_DEVICE_DOWN;
	} else if (slice_is(text, "Time has been changed")) {
		event->signal = SIGNAL_CLOCK_STEP;
	} else if (slice_contains(text, "killed by the OOM killer")) {
		event->signal = SIGNAL_RESOURCE_HIGH;
		event->part = slice_from("memory");
	} else if (slice_starts_with(text, "Unit ") &&
		   slice_ends_with(text, " entered failed state.")) {
		event->signal = SIGNAL_SERVICE_CRASH;
		event->part = word_of(slice_after(text, strlen("Unit ")));
	} else if (!slice_is_empty(unit)) {
		bool ended_well = slice_contains(text, "status=0/SUCCESS");
		if ((slice_contains(text, "rocess exited, code=") && !ended_well) ||
		    slice_contains(text, "Failed with result ") ||
		    slice_contains(text, "Watchdog timeout") ||
		    slice_contains(text, "timed out. Killing") ||
		    slice_contains(text, "Scheduled restart job") ||
		    slice_contains(text, "Start request repeated too quickly")) {
			event->signal = SIGNAL_SERVICE_CRASH;
			event->part = unit;
		} else if (slice_contains(text, ": Deactivated successfully")) {
			event->signal = SIGNAL_SERVICE_STOP;
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
	if (slice_is_empty(member)) {
		member = before(behind(text, ": (slave "), "):"); /* since Linux 5.3 */
	}
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

/* "br0: port 2(eth1) entered disabled state"; containers' ports come and go all day. */
static bool read_bridge(struct slice text, struct event *event)
{
	bool down = slice_ends_with(text, ") entered disabled state");
	if (!down && !slice_ends_with(text, ") entered forwarding state")) {
		return false;
	}
	struct slice port = before(behind(text, "("), ")");
	if (!slice_starts_with(port, "veth")) {
		event->signal = down ? SIGNAL_LINK_DOWN : SIGNAL_LINK_UP;
		event->part = port;
	}
	return true;
}

static void read_kernel(struct slice text, struct event *event)
{
	static const struct sentence sentences[] = {
		{"Linux version ", NULL, SIGNAL_DEVICE_REBOOT, NULL},                   /* F */
		{"Command line: BOOT_IMAGE=", NULL, SIGNAL_DEVICE_REBOOT, NULL},        /* F */
		{"Kernel panic - not syncing", NULL, SIGNAL_DEVICE_CRASH, NULL},        /* K */
		{"ut of memory: Kill", NULL, SIGNAL_RESOURCE_HIGH, "memory"},           /* K */
		{"invoked oom-killer", NULL, SIGNAL_RESOURCE_HIGH, "memory"},           /* K */
		{"nf_conntrack: table full", NULL, SIGNAL_TABLE_FULL, "nf_conntrack"},  /* K */
		{"ip_conntrack: table full", NULL, SIGNAL_TABLE_FULL, "nf_conntrack"},  /* K */
		{"eighbour table overflow", NULL, SIGNAL_TABLE_FULL, "neighbours"},     /* K */
		{"VFS: file-max limit ", " reached", SIGNAL_TABLE_FULL, "descriptors"}, /* K */
		{"emounting filesystem read-only", NULL, SIGNAL_RESOURCE_HIGH, "disk"}, /* K */
		{"EXT4-fs error", NULL, SIGNAL_RESOURCE_HIGH, "disk"},                  /* K */
		{"I/O error, dev ", NULL, SIGNAL_RESOURCE_HIGH, "disk"},                /* K */
		{"blocked for more than ", " seconds", SIGNAL_RESOURCE_HIGH, "disk"},   /* K */
		{"No space left on device", NULL, SIGNAL_RESOURCE_HIGH, "disk"},        /* K */
		{"clocksource: timekeeping watchdog", NULL, SIGNAL_CLOCK_STEP, NULL},   /* K */
		{"audit: backlog limit exceeded", NULL, SIGNAL_LOG_GAP, NULL},          /* K */
		{"audit_lost=", NULL, SIGNAL_LOG_GAP, NULL},                            /* K */
		{"kauditd hold queue overflow", NULL, SIGNAL_LOG_GAP, NULL},            /* K */
		{"net_ratelimit: ", " callbacks suppressed", SIGNAL_LOG_GAP, NULL},     /* K */
	};
	struct slice uptime = slice_empty();
	if (slice_starts_with(text, "[") && slice_eat_until(&text, ']', &uptime)) {
		slice_eat_blanks(&text);
	}
	if (read_link(text, event) || read_bridge(text, event)) {
		return;
	}
	if (slice_contains(text, "]: segfault at ")) {
		event->signal = SIGNAL_SERVICE_CRASH; /* "nginx[123]: segfault at 0 ip …" */
		event->part = before(text, "[");
		return;
	}
	SENTENCE_READ(sentences, text, event);
}

/* Daemons that keep clocks, logs, memory and virtual addresses. */
static void read_daemon(struct slice text, struct event *event)
{
	static const struct sentence sentences[] = {
		{"System clock was stepped by ", NULL, SIGNAL_CLOCK_STEP, NULL},    /* K */
		{"System clock wrong by ", NULL, SIGNAL_CLOCK_STEP, NULL},          /* K */
		{"Forward time jump detected", NULL, SIGNAL_CLOCK_STEP, NULL},      /* K */
		{"Backward time jump detected", NULL, SIGNAL_CLOCK_STEP, NULL},     /* K */
		{"time reset ", NULL, SIGNAL_CLOCK_STEP, NULL},                     /* K */
		{"step time server ", NULL, SIGNAL_CLOCK_STEP, NULL},               /* K */
		{"messages lost due to rate-limiting", NULL, SIGNAL_LOG_GAP, NULL}, /* K */
		{"Suppressed ", " messages from ", SIGNAL_LOG_GAP, NULL},           /* K */
		{"begins to drop messages", NULL, SIGNAL_LOG_GAP, NULL},            /* K 2177 */
		{"imuxsock", " lost ", SIGNAL_LOG_GAP, NULL},                       /* K */
		{": lost ", " messages from ", SIGNAL_LOG_GAP, NULL},               /* K */
		{"action '", "' suspended", SIGNAL_LOG_GAP, NULL},                /* K path lost */
		{"Our peer on the DC (", " is dead", SIGNAL_HA_PEER_DOWN, NULL},  /* K */
		{"corrupted or uncleanly shut down", NULL, SIGNAL_LOG_GAP, NULL}, /* K */
		{"ntering MASTER STATE", NULL, SIGNAL_HA_FAILOVER, NULL},         /* K */
		{"ntering BACKUP STATE", NULL, SIGNAL_HA_FAILOVER, NULL},         /* K */
		{"ntering FAULT STATE", NULL, SIGNAL_HA_FAILOVER, NULL},          /* K */
		{"Transition to MASTER STATE", NULL, SIGNAL_HA_FAILOVER, NULL},   /* K */
		{"Node ", " state is now lost", SIGNAL_HA_PEER_DOWN, NULL},       /* K */
		{"Node ", " state is now member", SIGNAL_HA_PEER_UP, NULL},       /* K */
		{"System is rebooting", NULL, SIGNAL_DEVICE_REBOOT, NULL},        /* K */
		{"System is powering down", NULL, SIGNAL_DEVICE_DOWN, NULL},      /* K */
		{"System is powering off", NULL, SIGNAL_DEVICE_DOWN, NULL},       /* K */
		{"Sending SIGTERM to remaining processes", NULL, SIGNAL_DEVICE_DOWN, NULL}, /* K */
		{"Power key pressed", NULL, SIGNAL_DEVICE_DOWN, NULL},                      /* K */
		{"Killed /", " due to memory ", SIGNAL_RESOURCE_HIGH, "memory"},            /* K */
		{"new membership", "embers left:", SIGNAL_HA_PEER_DOWN, NULL},              /* K */
		{"new membership", "embers joined:", SIGNAL_HA_PEER_UP, NULL},              /* K */
	};
	SENTENCE_READ(sentences, text, event);
}

/* Keepalived: "Removing service [10.0.0.1]:tcp:80 from VS [10.0.0.9]:tcp:80" */
static void read_checker(struct slice text, struct event *event)
{
	struct slice down = behind(text, "Removing service ");
	struct slice up = behind(text, "Adding service ");
	if (!slice_is_empty(down) || !slice_is_empty(up)) {
		event->signal = slice_is_empty(down) ? SIGNAL_HEALTH_UP : SIGNAL_HEALTH_DOWN;
		event->object = word_of(slice_is_empty(down) ? up : down);
	}
}

/* NetworkManager: "device (eth0): carrier: link connected" */
static void read_network_manager(struct slice text, struct event *event)
{
	bool down = slice_contains(text, "link disconnected");
	bool up = slice_contains(text, "carrier: link connected") ||
		  slice_contains(text, ": link connected");
	if (down || up) {
		event->signal = down ? SIGNAL_LINK_DOWN : SIGNAL_LINK_UP;
		event->part = before(behind(text, "("), ")");
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

void host_message_read(struct slice program, struct slice text, struct event *event)
{
	static const struct speaker speakers[] = {
		{"sshd", host_sshd_read},
		{"sshd-session", host_sshd_read},
		{"sudo", host_sudo_read},
		{"su", host_su_read},
		{"login", host_console_read},
		{"CRON", host_cron_read},
		{"CROND", host_cron_read},
		{"cron", host_cron_read},
		{"crond", host_cron_read},
		{"useradd", host_account_read},
		{"userdel", host_account_read},
		{"usermod", host_account_read},
		{"groupadd", host_account_read},
		{"passwd", host_account_read},
		{"systemd", read_systemd},
		{"kernel", read_kernel},
		{"systemd-networkd", read_kernel},
		{"NetworkManager", read_network_manager},
		{"chronyd", read_daemon},
		{"ntpd", read_daemon},
		{"ntpdate", read_daemon},
		{"rsyslogd", read_daemon},
		{"systemd-journald", read_daemon},
		{"systemd-journal", read_daemon},
		{"systemd-logind", read_daemon},
		{"systemd-oomd", read_daemon},
		{"corosync", read_daemon},
		{"Keepalived_vrrp", read_daemon},
		{"Keepalived", read_daemon},
		{"Keepalived_healthcheckers", read_checker},
		{"rsyslogd-2177", read_daemon},
		{"systemd-shutdown", read_daemon},
		{"systemd-timesyncd", read_daemon},
		{"pacemakerd", read_daemon},
		{"pacemaker-controld", read_daemon},
		{"pacemaker-attrd", read_daemon},
		{"crmd", read_daemon},
	};
	for (size_t i = 0; i < sizeof speakers / sizeof speakers[0]; i++) {
		if (slice_is(program, speakers[i].program)) {
			speakers[i].read(repeated(text), event);
			return;
		}
	}
}
