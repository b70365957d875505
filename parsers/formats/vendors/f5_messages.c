// SPDX-License-Identifier: MIT
/*
 * What F5 BIG-IP's message ids mean.
 *
 *     01070638:5: Pool /Common/web member /Common/web1:80 monitor status down. [ … ]
 *     id                          object
 */
#include "f5_messages.h"

#include "request_line.h"

struct message {
	const char *id;
	const char *text; /* must be contained */
	enum signal signal;
	const char *before; /* the object is the word behind this; NULL: none */
};

/*
 * F5, "BIG-IP Log Messages" and articles K13444, K10516, K15095. [F] in the fixtures, [K] product
 * knowledge. Rows of one id are tried in order.
 */
static const struct message messages[] = {
	{"01070638", "monitor status forced down", SIGNAL_SERVICE_DRAIN, " member "},        /* K */
	{"01070638", "monitor status", SIGNAL_HEALTH_DOWN, " member "},                      /* F */
	{"01070727", "monitor status up", SIGNAL_HEALTH_UP, " member "},                     /* K */
	{"01070640", "monitor status forced down", SIGNAL_SERVICE_DRAIN, "Node "},           /* K */
	{"01070640", "monitor status", SIGNAL_HEALTH_DOWN, "Node "},                         /* K */
	{"01070728", "monitor status up", SIGNAL_HEALTH_UP, "Node "},                        /* K */
	{"01070639", "forced disabled", SIGNAL_SERVICE_DRAIN, " member "},                   /* K */
	{"01070641", "forced disabled", SIGNAL_SERVICE_DRAIN, "Node "},                      /* K */
	{"01010028", "No members available for pool", SIGNAL_UPSTREAM_NONE, " for pool "},   /* K */
	{"01071681", "has become available", SIGNAL_HEALTH_UP, "Virtual "},                  /* K */
	{"01071682", "has become unavailable", SIGNAL_HEALTH_DOWN, "Virtual "},              /* K */
	{"010c0083", "No failover status messages", SIGNAL_HA_PEER_DOWN, "from device "},    /* K */
	{"010c0084", "Failover status message received", SIGNAL_HA_PEER_UP, "from device "}, /* K */
	{"0107143c", "has been removed", SIGNAL_HA_PEER_DOWN, "CMI peer "},                  /* K */
	{"0107142f", "Can't connect to CMI peer", SIGNAL_HA_PEER_DOWN, "CMI peer "},         /* K */
	{"01071432", "connection established to", SIGNAL_HA_PEER_UP, "established to "},     /* K */
	{"011e0002", "deactivat", SIGNAL_TABLE_NORMAL, NULL},                                /* K */
	{"011e0002", "activat", SIGNAL_TABLE_FULL, NULL},                                    /* K */
	{"011e0003", "Aggressive mode sweeper", SIGNAL_TABLE_FULL, NULL},                    /* K */
	{"010719e7", "to RED", SIGNAL_HEALTH_DOWN, "Virtual Address "},                      /* K */
	{"010719e7", "to GREEN", SIGNAL_HEALTH_UP, "Virtual Address "},                      /* K */
	{"010719e8", "to DOWN", SIGNAL_HEALTH_DOWN, "Virtual Address "},                     /* K */
	{"010719e8", "to UP", SIGNAL_HEALTH_UP, "Virtual Address "},                         /* K */
	{"010c0019", "Active", SIGNAL_HA_FAILOVER, "traffic group "},                        /* K */
	{"010c0053", "Active for traffic group", SIGNAL_HA_FAILOVER, "traffic group "},      /* K */
	{"010c0018", "Standby", SIGNAL_HA_FAILOVER, "traffic group "},                       /* K */
	{"010c0052", "Standby for traffic group", SIGNAL_HA_FAILOVER, "traffic group "},     /* K */
	{"01340001", "established", SIGNAL_HA_PEER_UP, "peer "},                             /* K */
	{"01340002", "lost", SIGNAL_HA_PEER_DOWN, "peer "},                                  /* K */
	{"01071488", "failed", SIGNAL_HA_SYNC_FAIL, "device group "},                        /* K */
	{"01070734", "Configuration error", SIGNAL_CONFIG_COMMIT_FAIL, NULL},                /* K */
	{"01010201", "port exhaustion", SIGNAL_TABLE_FULL, NULL},                            /* K */
	{"012c0015", " is DOWN", SIGNAL_LINK_DOWN, "Link: "},                                /* K */
	{"012c0015", " is UP", SIGNAL_LINK_UP, "Link: "},                                    /* K */
	{"01140029", "fails action", SIGNAL_SERVICE_CRASH, "proc_running "},                 /* K */
};

/* Commands of tmsh that change what runs. Source: F5, tmsh reference. */
static const char *const changes[] = {"create ", "modify ", "delete ",
				      "load ",   "merge ",  "install "};

static struct slice word_behind(struct slice text, const char *before)
{
	struct slice word = slice_empty();
	text = slice_after(text, slice_find(text, before) + strlen(before));
	slice_eat_word(&text, &word);
	while (slice_ends_with(word, ".") || slice_ends_with(word, ",") ||
	       slice_ends_with(word, ":")) {
		word.size--;
	}
	return word;
}

/* Up to a blank or a bracket: "admin(admin)", "192.0.2.7" */
static struct slice value_of(struct slice text, const char *key)
{
	text = slice_after(text, slice_find(text, key) + strlen(key));
	size_t size = 0;
	while (size < text.size && text.data[size] != ' ' && text.data[size] != '(' &&
	       text.data[size] != ',') {
		size++;
	}
	return slice_first(text, size);
}

/* AUDIT - user lee - RAW: sshd(pam_audit): user=lee(lee) … host=192.0.2.7 attempts=1 start="…" */
static void read_session(struct slice text, struct event *event)
{
	event->actor = value_of(text, "ser=");
	event->client = value_of(text, "host=");
	if (slice_contains(text, "failed to login")) {
		event->signal = SIGNAL_OPERATOR_LOGIN_FAILED;
		event->outcome = slice_from("fail");
	} else {
		event->signal = slice_contains(text, " end=") ? SIGNAL_OPERATOR_LOGOUT
							      : SIGNAL_OPERATOR_LOGIN;
	}
}

/* AUDIT - client Unknown, user admin - transaction #29-3 - object 0 - modify { gtm_rule { … } } */
static void read_audit(struct slice text, struct event *event)
{
	if (slice_contains(text, "(pam_audit)")) {
		read_session(text, event);
		return;
	}
	event->actor = value_of(text, "user ");
	if (slice_contains(text, " - transaction #") || slice_contains(text, " - create {") ||
	    slice_contains(text, " - modify {") || slice_contains(text, " - delete {")) {
		event->signal = SIGNAL_CONFIG_CHANGE;
	}
}

/* AUDIT - pid=16322 user=root folder=/ module=(tmos)# status=[Command OK] cmd_data=cd / ; */
static void read_command(struct slice text, struct event *event)
{
	size_t at = slice_find(text, "cmd_data=");
	struct slice command = slice_trim(slice_after(text, at + strlen("cmd_data=")));
	if (at == text.size) {
		return;
	}
	event->actor = value_of(text, "user=");
	event->signal = SIGNAL_OPERATOR_COMMAND;
	event->outcome = slice_from(slice_contains(text, "status=[Command OK]") ? "ok" : "fail");
	event->message = command;
	for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
		if (slice_starts_with(command, changes[i]) && slice_is(event->outcome, "ok")) {
			event->signal = SIGNAL_CONFIG_CHANGE;
		}
	}
}

/* "SSL Handshake failed for TCP 192.0.2.7:50365 -> 10.0.0.1:443" */
static void read_ends(struct slice text, struct event *event)
{
	size_t at = slice_find(text, " -> ");
	if (at == text.size) {
		return;
	}
	struct slice from = slice_first(text, at);
	struct slice to = slice_empty();
	for (size_t i = from.size; i > 0; i--) {
		if (from.data[i - 1] == ' ') {
			from = slice_after(from, i);
			break;
		}
	}
	text = slice_after(text, at + strlen(" -> "));
	if (!slice_eat_word(&text, &to)) {
		return;
	}
	to.size -= slice_ends_with(to, ":") ? 1 : 0;
	struct slice client = slice_empty();
	struct slice server = slice_empty();
	int32_t client_port = PORT_NONE;
	int32_t server_port = PORT_NONE;
	endpoint_split(from, &client, &client_port);
	endpoint_split(to, &server, &server_port);
	if (is_address(client) && is_address(server)) {
		event->client = client;
		event->client_port = client_port;
		event->server = server;
		event->server_port = server_port;
	}
}

void f5_message_read(struct slice id, struct slice text, struct event *event)
{
	if (slice_is(id, "01070417")) {
		read_audit(text, event);
		return;
	}
	if (slice_is(id, "01420002")) {
		read_command(text, event);
		return;
	}
	for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++) {
		const struct message *message = &messages[i];
		if (!slice_is(id, message->id) || !slice_contains(text, message->text)) {
			continue;
		}
		event->signal = message->signal;
		if (message->before != NULL && slice_contains(text, message->before)) {
			struct slice whom = word_behind(text, message->before);
			bool link = message->signal == SIGNAL_LINK_DOWN ||
				    message->signal == SIGNAL_LINK_UP;
			*(link ? &event->part : &event->object) = whom;
		}
		return;
	}
	read_ends(text, event);
}
