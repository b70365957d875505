// SPDX-License-Identifier: MIT
/*
 * nginx's error log, also Kong's: what went wrong upstream, and the life of its workers.
 *
 *     2024/08/07 05:30:19 [error] 4207#4207: *123 upstream timed out (110: Connection timed out)
 * while reading response header from upstream, client: 192.0.2.7, server: _, request: "GET /v1
 * HTTP/1.1", upstream: "http://10.0.0.1:8080/v1", host: "www.example.com"
 *
 * The stamp is local time without a zone. A line without one goes on with what an upstream wrote to
 * its standard error (FastCGI).
 */
#include "application.h"
#include "format.h"
#include "request_line.h"
#include "sentence.h"

static const struct sentence of_upstream[] = {
	{"no live upstreams while connecting", NULL, SIGNAL_UPSTREAM_NONE, NULL},
	{"failure to get a peer from the ring-balancer", NULL, SIGNAL_UPSTREAM_NONE,
	 NULL}, /* Kong */
	{"upstream timed out (", NULL, SIGNAL_UPSTREAM_TIMEOUT, NULL},
	{"(110: Connection timed out) while connecting to upstream", NULL, SIGNAL_UPSTREAM_TIMEOUT,
	 NULL},
	{"(111: ", NULL, SIGNAL_UPSTREAM_REFUSED, NULL},
	{"(113: No route to host)", NULL, SIGNAL_UPSTREAM_REFUSED, NULL},
	{"(104: Connection reset by peer)", NULL, SIGNAL_UPSTREAM_ERROR, NULL},
	{"upstream prematurely closed connection", NULL, SIGNAL_UPSTREAM_ERROR, NULL},
	{"upstream sent ", NULL, SIGNAL_UPSTREAM_ERROR, NULL},
	{"upstream server temporarily disabled", NULL, SIGNAL_HEALTH_DOWN, NULL},
	{"(99: Cannot assign requested address)", NULL, SIGNAL_TABLE_FULL, "ports"},
	{"recv() failed", NULL, SIGNAL_UPSTREAM_ERROR, NULL},
	{"connect() failed", NULL, SIGNAL_UPSTREAM_ERROR, NULL},
	{"connect() to unix:", NULL, SIGNAL_UPSTREAM_ERROR, NULL},
	{"peer closed connection in SSL handshake", NULL, SIGNAL_UPSTREAM_ERROR, NULL},
	{"SSL_do_handshake() failed", NULL, SIGNAL_UPSTREAM_ERROR, NULL},
};

static const struct sentence of_server[] = {
	{"worker_connections are not enough", NULL, SIGNAL_TABLE_FULL, "connections"},
	{"Too many open files", NULL, SIGNAL_TABLE_FULL, "descriptors"},
	{"could not allocate new session in SSL session shared cache", NULL, SIGNAL_TABLE_FULL,
	 "SSL sessions"},
	{" exited on signal ", NULL, SIGNAL_SERVICE_CRASH, NULL},
	{" exited with fatal code ", NULL, SIGNAL_SERVICE_CRASH, NULL},
	{"(SIGHUP) received", NULL, SIGNAL_SERVICE_RELOAD, NULL},
	{"limiting connections by zone", NULL, SIGNAL_TABLE_FULL, "connections"},
	{"limiting requests, excess: ", NULL, SIGNAL_TABLE_FULL, "requests"},
	{"start worker processes", NULL, SIGNAL_SERVICE_READY, NULL},
	{"using the \"", NULL, SIGNAL_SERVICE_START, NULL},
	{"(SIGQUIT) received", NULL, SIGNAL_SERVICE_STOP, NULL},
	{"(SIGTERM) received", NULL, SIGNAL_SERVICE_STOP, NULL},
	{"gracefully shutting down", NULL, SIGNAL_SERVICE_STOP, NULL},
	{": password mismatch", NULL, SIGNAL_AUTH_FAIL, NULL},
	{"\" was not found in \"", NULL, SIGNAL_AUTH_FAIL, NULL},
};

/* The head of a line: stamp, level, process; `rest` is the message with its context. */
static bool eat_head(struct slice *text, struct stamp *ret_stamp, struct slice *ret_level)
{
	struct slice rest = *text;
	uint64_t number = 0;
	/* What it says before it has a log, on standard error: no stamp, no process. */
	if (slice_eat(&rest, "nginx: [") && slice_eat_until(&rest, ']', ret_level) &&
	    slice_eat_char(&rest, ' ') && level_severity(*ret_level) != SEVERITY_NONE) {
		*ret_stamp = (struct stamp){0};
		*text = rest;
		return true;
	}
	rest = *text;
	if (slice_starts_with(rest, "nginx: configuration file ")) {
		*ret_level = slice_from("emerg"); /* "… test failed" */
		*ret_stamp = (struct stamp){0};
		return slice_ends_with(rest, " test failed");
	}
	if (!stamp_eat_slashes(&rest, ret_stamp) || !slice_eat(&rest, " [") ||
	    !slice_eat_until(&rest, ']', ret_level) || !slice_eat_char(&rest, ' ') ||
	    !slice_eat_uint(&rest, &number) || !slice_eat_char(&rest, '#') ||
	    !slice_eat_uint(&rest, &number) || !slice_eat(&rest, ": ")) {
		return false;
	}
	if (slice_eat_char(&rest, '*') && slice_eat_uint(&rest, &number)) {
		slice_eat_blanks(&rest);
	}
	*text = rest;
	return true;
}

/* The value of ", client: 192.0.2.7" or `, request: "GET / HTTP/1.1"`; quotes come off. */
static struct slice context(struct slice text, const char *key)
{
	size_t at = slice_find(text, key);
	if (at == text.size) {
		return slice_empty();
	}
	struct slice value = slice_after(text, at + strlen(key));
	if (slice_eat_char(&value, '"')) {
		return slice_first(value, slice_find_char(value, '"'));
	}
	return slice_first(value, slice_find(value, ", "));
}

/* "http://10.0.0.1:8080/v1" → "10.0.0.1:8080", "http://unix:/run/a.sock:/" → "unix:/run/a.sock" */
static struct slice upstream_of(struct slice url)
{
	size_t scheme = slice_find(url, "://");
	struct slice rest = scheme < url.size ? slice_after(url, scheme + 3) : url;
	if (slice_starts_with(rest, "unix:")) {
		struct slice path = slice_after(rest, strlen("unix:"));
		return slice_first(rest, strlen("unix:") + slice_find_char(path, ':'));
	}
	return slice_first(rest, slice_find_char(rest, '/'));
}

/* The rest of `text` behind the piece, up to `end`; empty when the piece is not there. */
static struct slice between(struct slice text, const char *piece, char end)
{
	size_t at = slice_find(text, piece);
	if (at == text.size) {
		return slice_empty();
	}
	text = slice_after(text, at + strlen(piece));
	return slice_first(text, slice_find_char(text, end));
}

/*
 * Kong's balancer: a target (by address) or an upstream (by name) changed its health; no peer left.
 * Source: Kong, lua-resty-healthcheck, kong/runloop/balancer [Q]
 */
static bool read_kong(struct slice text, struct event *event)
{
	struct slice target = between(text, "event: target status '", '\'');
	struct slice changed = between(text, "reported health status changed to ", ',');
	struct slice counted = between(text, " increment (", '\'');
	if (slice_contains(text, "failure to get a peer from the ring-balancer")) {
		event->signal = SIGNAL_UPSTREAM_NONE;
		return true;
	}
	if (!slice_is_empty(target)) {
		event->object = between(target, "(", ')');
		event->signal =
			slice_contains(text, " to 'true'") ? SIGNAL_HEALTH_UP : SIGNAL_HEALTH_DOWN;
		return true;
	}
	if (slice_contains(text, "] unhealthy ") || slice_contains(text, ") unhealthy ")) {
		struct slice who = between(text, " for '", '\'');
		event->object = between(who, "(", ')');
		event->outcome = slice_from("fail"); /* of one check; not yet the last */
		return !slice_is_empty(counted);
	}
	if (slice_contains(text, "DNS resolution failed")) {
		event->signal = SIGNAL_UPSTREAM_ERROR;
		return true;
	}
	if (slice_is_empty(changed)) {
		return false;
	}
	struct slice balancer = between(text, "] balancer ", ' ');
	event->object = slice_after(balancer, slice_find_char(balancer, ':') + 1);
	event->signal = slice_is(changed, "HEALTHY") ? SIGNAL_HEALTH_UP : SIGNAL_HEALTH_DOWN;
	return true;
}

/* NGINX Plus: `peer is unhealthy while …, health check "up" of peer 10.0.0.1:80 in upstream "pay"`
 */
static bool read_peer(struct slice text, struct event *event)
{
	struct slice peer = between(text, " of peer ", ' ');
	bool down = slice_starts_with(text, "peer is unhealthy ");
	if (slice_is_empty(peer) || (!down && !slice_starts_with(text, "peer is healthy "))) {
		return false;
	}
	event->object = peer;
	event->signal = down ? SIGNAL_HEALTH_DOWN : SIGNAL_HEALTH_UP;
	return true;
}

static void read_message(struct slice text, struct event *event)
{
	struct slice upstream = upstream_of(context(text, ", upstream: "));
	struct slice sentence = slice_first(text, slice_find(text, ", client: "));
	if ((slice_starts_with(text, "[lua] ") || slice_starts_with(text, "[kong] ")) &&
	    read_kong(sentence, event)) {
		return;
	}
	if (slice_starts_with(text, "peer is ") && read_peer(text, event)) {
		return;
	}
	bool toward = slice_contains(sentence, "upstream") || !slice_is_empty(upstream);
	if (toward && event->severity <= SEVERITY_WARNING &&
	    SENTENCE_READ(of_upstream, sentence, event)) {
		event->object = slice_is_empty(event->part) ? upstream : slice_empty();
	} else if (SENTENCE_READ(of_server, sentence, event)) {
		return;
	} else if (event->severity == SEVERITY_EMERGENCY) {
		event->signal =
			SIGNAL_CONFIG_COMMIT_FAIL; /* [emerg]: it does not start like this */
	} else if (slice_contains(sentence, "ModSecurity: Access denied ") ||
		   slice_contains(sentence, "access forbidden by rule")) {
		event->outcome = slice_from("deny");
	}
}

static enum status nginx_error_parse(void *state, const struct record *record, struct event *event)
{
	(void)state;
	struct slice level = slice_empty();
	struct slice text = record->body;
	if (!eat_head(&text, &event->stamp, &level)) {
		return STATUS_MISMATCH;
	}
	event->severity = level_severity(level);
	event->message = text;
	event->client = context(text, ", client: ");
	endpoint_split(upstream_of(context(text, ", upstream: ")), &event->server,
		       &event->server_port);
	request_line_read(context(text, ", request: "), event);
	read_message(text, event);
	return STATUS_OK;
}

static bool nginx_error_begins(const struct record *record)
{
	struct slice level = slice_empty();
	struct slice text = record->body;
	struct stamp stamp;
	return record->envelope.kind != ENVELOPE_NONE || is_access_line(record->body) ||
	       eat_head(&text, &stamp, &level);
}

static int nginx_error_bid(const struct record *record)
{
	struct slice level = slice_empty();
	struct slice text = record->body;
	struct stamp stamp;
	return eat_head(&text, &stamp, &level) ? BID_SIGNATURE : BID_NONE;
}

const struct format nginx_error_format = {
	.name = "nginx_error",
	.title = "nginx error log (also Kong)",
	.source =
		"nginx ngx_core_module error_log; src/core/ngx_log.c, src/http/ngx_http_upstream.c",
	.bid = nginx_error_bid,
	.first = "a0",
	.parse = nginx_error_parse,
	.begins = nginx_error_begins,
};
