// SPDX-License-Identifier: MIT
/*
 * Apache httpd's error log, of 2.4 and of 2.2 before it.
 *
 *     [Mon Dec 26 16:15:55.103522 2016] [mpm_prefork:notice] [pid 11379] AH00163: Apache/2.4.23
 * (Unix) … [Mon Dec 26 16:15:55.103522 2016] [proxy:error] [pid 35708:tid 432] [client
 * 192.0.2.7:40022] AH01114: … [Mon Dec 26 16:22:08 2016] [error] [client 192.0.2.7] File does not
 * exist: /var/www/favicon.ico
 *
 * Local time without a zone. A message is known by its AH number; 2.2 has only the words.
 */
#include "application.h"
#include "format.h"
#include "request_line.h"
#include "sentence.h"

enum {
	BRACKETS_MAX = 6, /* behind the stamp: module, pid, client, and what else is configured */
	SCHEME_SIZE_MAX = 12, /* "balancer://" */
};

static const struct sentence sentences[] = {
	{"configured -- resuming normal operations", NULL, SIGNAL_SERVICE_READY, NULL},
	{"restart requested, doing restart", NULL, SIGNAL_SERVICE_RELOAD, NULL},
	{"Graceful restart requested", NULL, SIGNAL_SERVICE_RELOAD, NULL},
	{"Doing graceful restart", NULL, SIGNAL_SERVICE_RELOAD, NULL},       /* AH00493 */
	{"SIGHUP received.  Attempting", NULL, SIGNAL_SERVICE_RELOAD, NULL}, /* AH00173, AH00494 */
	{"caught SIGTERM, shutting down", NULL, SIGNAL_SERVICE_STOP, NULL},
	{"caught SIGWINCH, shutting down", NULL, SIGNAL_SERVICE_STOP, NULL},
	{"server reached MaxRequestWorkers", NULL, SIGNAL_POOL_EXHAUSTED, "workers"},
	{"server reached MaxClients", NULL, SIGNAL_POOL_EXHAUSTED, "workers"},
	{"scoreboard is full", NULL, SIGNAL_POOL_EXHAUSTED, "scoreboard"},
	{" exit signal ", NULL, SIGNAL_SERVICE_CRASH, NULL},
	{"The timeout specified has expired", NULL, SIGNAL_UPSTREAM_TIMEOUT, NULL},
	{"AH01114: ", NULL, SIGNAL_UPSTREAM_REFUSED, NULL},
	{"AH00957: ", NULL, SIGNAL_UPSTREAM_REFUSED, NULL},
	{"AH00959: ", NULL, SIGNAL_HEALTH_DOWN, NULL},
	{"Health check DISABLING ", NULL, SIGNAL_HEALTH_DOWN, NULL}, /* AH03301, mod_proxy_hcheck */
	{"Health check ENABLING ", NULL, SIGNAL_HEALTH_UP, NULL},    /* AH03302 */
	{"All workers are in error state", NULL, SIGNAL_UPSTREAM_NONE, NULL}, /* AH01167 */
	{"workerEnv in error state", NULL, SIGNAL_HEALTH_DOWN, "workerEnv"},  /* F mod_jk */
	{"workerEnv.init() ok", NULL, SIGNAL_HEALTH_UP, "workerEnv"},         /* F */
	{"AH01102: ", NULL, SIGNAL_UPSTREAM_ERROR, NULL},
	{"AH00898: ", NULL, SIGNAL_UPSTREAM_ERROR, NULL},
	{"AH01110: ", NULL, SIGNAL_UPSTREAM_ERROR, NULL},
	{"AH01617: ", NULL, SIGNAL_AUTH_FAIL, NULL},
	{"AH01618: ", NULL, SIGNAL_AUTH_FAIL, NULL},
	{": password mismatch", NULL, SIGNAL_AUTH_FAIL, NULL},
};

/* "[core:error] [pid 4711…", which only this server writes */
static bool is_module_and_pid(struct slice text)
{
	struct slice module = slice_empty();
	return slice_eat_char(&text, '[') && slice_eat_until(&text, ']', &module) &&
	       slice_find_char(module, ':') < module.size && slice_starts_with(text, " [pid ");
}

/* As date(1) writes it, or with ErrorLogFormat's %{cu}t "[2024-08-07 05:30:19.250123]". */
static bool eat_stamp(struct slice *text, struct stamp *ret_stamp)
{
	struct slice rest = *text;
	if (!slice_eat_char(&rest, '[')) {
		return false;
	}
	bool is_usual = stamp_eat_ctime(&rest, ret_stamp);
	if ((!is_usual && !stamp_eat_iso(&rest, ret_stamp)) || !slice_eat(&rest, "] ") ||
	    (!is_usual && !is_module_and_pid(rest))) {
		return false;
	}
	*text = rest;
	return true;
}

/* "client 192.0.2.7:40022", "proxy:error", "error"; "pid 4711" says nothing. */
static void read_bracket(struct slice inner, struct event *event, bool *is_new)
{
	if (slice_eat(&inner, "client ")) {
		/* 2.4 writes a port behind IPv6, too, without brackets; 2.2 never has one */
		event->client = inner;
		if (*is_new || slice_find_char(inner, '.') < inner.size) {
			endpoint_split(inner, &event->client, &event->client_port);
		}
	} else if (event->severity == SEVERITY_NONE && !slice_starts_with(inner, "pid ")) {
		size_t colon = slice_find_char(inner, ':');
		*is_new = colon < inner.size;
		event->severity = level_severity(*is_new ? slice_after(inner, colon + 1) : inner);
	}
}

/* "AH01114: ", behind "(111)Connection refused: " or not */
static void read_code(struct slice text, struct event *event)
{
	struct slice rest = slice_after(text, slice_find(text, "AH"));
	struct slice code = slice_first(rest, slice_find_char(rest, ':'));
	int32_t number = 0;
	struct slice digits = code;
	if (slice_eat(&digits, "AH") && slice_eat_digits(&digits, 5, &number) &&
	    slice_is_empty(digits)) {
		event->code = code;
	}
}

/* "… to backend: 10.0.0.1", "… connect to 10.0.0.1:80 (*) failed", "worker for (10.0.0.1) for 60s"
 */
static void read_backend(struct slice text, struct event *event)
{
	static const char *const before[] = {"connection to backend: ",
					     "attempt to connect to ",
					     "worker for (",
					     "remote server ",
					     "Health check DISABLING ",
					     "Health check ENABLING ",
					     "AH01167: "};
	for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
		size_t at = slice_find(text, before[i]);
		if (at == text.size) {
			continue;
		}
		struct slice rest = slice_after(text, at + strlen(before[i]));
		size_t scheme = slice_find(slice_first(rest, SCHEME_SIZE_MAX), "://");
		if (scheme < rest.size && scheme + 3 <= SCHEME_SIZE_MAX) {
			rest = slice_after(rest, scheme + 3); /* "http://", "balancer://" */
		}
		size_t size = 0;
		while (size < rest.size && rest.data[size] != ' ' && rest.data[size] != ',' &&
		       rest.data[size] != ')') {
			size++;
		}
		struct slice word = slice_first(rest, size);
		size -= slice_ends_with(word, ":") ? 1 : 0;
		word.size = size;
		if (slice_find_char(word, '.') < size || slice_find_char(word, ':') < size ||
		    event->signal == SIGNAL_UPSTREAM_NONE) {
			event->object = word; /* not "returned by /v1/pay" */
			return;
		}
	}
}

static void read_sentence(struct slice text, struct event *event)
{
	(void)SENTENCE_READ(sentences, text, event);
	if (event->signal == SIGNAL_UPSTREAM_TIMEOUT || event->signal == SIGNAL_UPSTREAM_REFUSED ||
	    event->signal == SIGNAL_UPSTREAM_ERROR || event->signal == SIGNAL_UPSTREAM_NONE ||
	    event->signal == SIGNAL_HEALTH_DOWN || event->signal == SIGNAL_HEALTH_UP) {
		read_backend(text, event);
	}
	if (event->signal != SIGNAL_LOG) {
		return;
	}
	if (slice_contains(text, "client denied by server configuration") ||
	    slice_contains(text, "ModSecurity: Access denied ")) {
		event->outcome = slice_from("deny");
	} else if (slice_starts_with(text, "user ") && slice_contains(text, " not found: ")) {
		event->signal = SIGNAL_AUTH_FAIL; /* 2.2: "user kim not found: /private" */
	}
}

static enum status apache_error_parse(void *state, const struct record *record, struct event *event)
{
	(void)state;
	struct slice text = record->body;
	struct slice inner = slice_empty();
	bool is_new = false;
	if (!eat_stamp(&text, &event->stamp)) {
		return STATUS_MISMATCH;
	}
	event->severity = SEVERITY_NONE; /* the line's own level, not the relay's */
	for (int i = 0; i < BRACKETS_MAX && slice_starts_with(text, "["); i++) {
		struct slice rest = slice_after(text, 1);
		if (!slice_eat_until(&rest, ']', &inner)) {
			break;
		}
		read_bracket(inner, event, &is_new);
		slice_eat_blanks(&rest);
		text = rest;
	}
	event->message = text;
	read_code(text, event);
	read_sentence(text, event);
	return STATUS_OK;
}

/* A line without a stamp is what a CGI program wrote. */
static bool apache_error_begins(const struct record *record)
{
	struct slice text = record->body;
	struct stamp stamp;
	return record->envelope.kind != ENVELOPE_NONE || is_access_line(record->body) ||
	       eat_stamp(&text, &stamp);
}

static int apache_error_bid(const struct record *record)
{
	struct slice text = record->body;
	struct stamp stamp;
	return eat_stamp(&text, &stamp) && slice_starts_with(text, "[") ? BID_SIGNATURE : BID_NONE;
}

const struct format apache_error_format = {
	.name = "apache_error",
	.title = "Apache httpd error log (2.2, 2.4)",
	.source = "Apache httpd core ErrorLogFormat; docs/log-message-tags",
	.bid = apache_error_bid,
	.first = "[",
	.parse = apache_error_parse,
	.begins = apache_error_begins,
};
