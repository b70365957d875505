// SPDX-License-Identifier: MIT
/*
 * OpenStack's services, as oslo.log writes: nova, neutron, cinder, keystone, glance.
 *
 *     2017-05-16 00:00:00.008 25746 INFO nova.osapi_compute.wsgi.server [req-38101a0b-… 113d3a99…
 *         54fadb41… - - -] 192.0.2.7 "GET /v2/54fa/servers/detail HTTP/1.1" status: 200 len: 1893
 *         time: 0.2477829
 *     2017-05-16 00:00:04.500 2931 INFO nova.compute.manager [-] [instance: b9000564-…] VM Started
 *
 * Local time. Collections put the file's name and a blank in front. A traceback repeats the prefix.
 */
#include "application.h"
#include "format.h"
#include "request_line.h"
#include "sentence.h"

enum { FILE_NAME_SIZE_MAX = 96 }; /* "nova-api.log.1.2017-05-16_13:53:08" */

struct head {
	struct stamp stamp;
	enum severity severity;
	struct slice logger;
	struct slice context; /* "req-… user project - - -", "-", or empty */
	struct slice message;
};

/* Source: oslo.service, oslo.messaging, nova; K known. */
static const struct sentence sentences[] = {
	{"SIGTERM received", NULL, SIGNAL_SERVICE_STOP, NULL},                             /* K */
	{"Caught SIGTERM, stopping children", NULL, SIGNAL_SERVICE_STOP, NULL},            /* K */
	{"Child caught SIGHUP", NULL, SIGNAL_SERVICE_RELOAD, NULL},                        /* K */
	{"Starting ", " workers", SIGNAL_SERVICE_START, NULL},                             /* K */
	{"Starting ", " node (version ", SIGNAL_SERVICE_START, NULL},                      /* K */
	{"AMQP server on ", " is unreachable", SIGNAL_PEER_DOWN, "amqp"},                  /* K */
	{"Reconnected to AMQP server on ", NULL, SIGNAL_PEER_UP, "amqp"},                  /* K */
	{"QueuePool limit of size ", " reached", SIGNAL_POOL_EXHAUSTED, "connections"},    /* K */
	{"Timed out waiting for a reply to message", NULL, SIGNAL_UPSTREAM_TIMEOUT, NULL}, /* K */
	{"MessagingTimeout", NULL, SIGNAL_UPSTREAM_TIMEOUT, NULL},                         /* K */
	{"No valid host was found", NULL, SIGNAL_UPSTREAM_NONE, NULL},                     /* K */
};

/* The file's name in front, if what follows it is a stamp. */
static void eat_file_name(struct slice *text)
{
	struct slice rest = *text;
	struct slice name = slice_empty();
	struct stamp stamp;
	if (!slice_eat_until(&rest, ' ', &name) || name.size > FILE_NAME_SIZE_MAX ||
	    slice_find(name, ".log") == name.size) {
		return;
	}
	struct slice behind = rest;
	if (stamp_eat_iso(&behind, &stamp)) {
		*text = rest;
	}
}

/* "nova.compute.manager": names and points. */
static bool eat_logger(struct slice *text, struct slice *ret_logger)
{
	struct slice rest = *text;
	struct slice word = slice_empty();
	if (!slice_eat_until(&rest, ' ', &word)) {
		return false;
	}
	for (size_t i = 0; i < word.size; i++) {
		char byte = word.data[i];
		bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
		if (!letter && byte != '.' && byte != '_' && (byte < '0' || byte > '9')) {
			return false;
		}
	}
	*ret_logger = word;
	*text = rest;
	return word.size > 0;
}

static bool read_head(struct slice text, struct head *head)
{
	uint64_t pid = 0;
	struct slice level = slice_empty();
	head->context = slice_empty();
	eat_file_name(&text);
	if (!stamp_eat_iso(&text, &head->stamp) || !slice_eat_char(&text, ' ') ||
	    !slice_eat_uint(&text, &pid) || !slice_eat_char(&text, ' ') ||
	    !slice_eat_until(&text, ' ', &level) || !eat_logger(&text, &head->logger)) {
		return false;
	}
	bool audit = slice_is(level, "AUDIT");
	head->severity = audit ? SEVERITY_NOTICE : level_severity(level);
	if (head->severity == SEVERITY_NONE) {
		return false;
	}
	bool context = slice_starts_with(text, "[req-") || slice_starts_with(text, "[-] ") ||
		       slice_starts_with(text, "[None ") || slice_starts_with(text, "[instance: ");
	if (context && !slice_starts_with(text, "[instance: ")) {
		text = slice_after(text, 1);
		if (!slice_eat_until(&text, ']', &head->context)) {
			return false;
		}
		slice_eat_blanks(&text);
	}
	head->message = text;
	return context || audit;
}

/* The value behind "status: " */
static struct slice value_of(struct slice text, const char *key)
{
	struct slice value = slice_empty();
	text = slice_after(text, slice_find(text, key) + strlen(key));
	(void)slice_eat_word(&text, &value);
	return value;
}

/* `192.0.2.7 "GET /v2/servers HTTP/1.1" status: 200 len: 1893 time: 0.2477829` */
static void read_request(struct slice text, struct event *event)
{
	struct slice client = slice_empty();
	struct slice line = slice_empty();
	int64_t number = 0;
	if (!slice_eat_until(&text, ' ', &client)) {
		return;
	}
	client = slice_first(client, slice_find_char(client, ','));
	if (!is_address(client) || !slice_eat_char(&text, '"') ||
	    !slice_eat_until(&text, '"', &line) || !slice_starts_with(text, " status: ")) {
		return;
	}
	request_line_read(line, event);
	event->client = client;
	event->status = http_status(value_of(text, " status: "));
	if (slice_to_int(value_of(text, " len: "), &number) && number >= 0) {
		event->bytes_out = number;
	}
	if (slice_seconds_to_us(value_of(text, " time: "), &number)) {
		event->duration_us = number;
	}
	event->stamps_end = true;
	event->signal = event->status != 0 ? SIGNAL_REQUEST : SIGNAL_LOG;
}

static enum status openstack_parse(void *state, const struct record *record, struct event *event)
{
	struct head head;
	(void)state;
	if (!read_head(record->body, &head)) {
		return STATUS_MISMATCH;
	}
	event->stamp = head.stamp;
	event->severity = head.severity;
	event->code = head.logger;
	event->message = head.message;
	read_request(head.message, event);
	if (!SENTENCE_READ(sentences, head.message, event)) {
		application_read(head.message, event);
	}
	return STATUS_OK;
}

static bool openstack_begins(const struct record *record)
{
	struct slice text = record->body;
	struct stamp stamp;
	eat_file_name(&text);
	return stamp_eat_iso(&text, &stamp) || record->envelope.kind != ENVELOPE_NONE;
}

static int openstack_bid(const struct record *record)
{
	struct head head;
	return read_head(record->body, &head) ? BID_SIGNATURE - 10 : BID_NONE;
}

const struct format openstack_format = {
	.name = "openstack",
	.title = "OpenStack (oslo.log: nova, neutron, cinder, keystone)",
	.source = "docs.openstack.org, oslo.log, logging_context_format_string",
	.bid = openstack_bid,
	.needs = "0:",
	.parse = openstack_parse,
	.begins = openstack_begins,
};
