// SPDX-License-Identifier: MIT
/*
 * Check Point: gateways and management servers, as the Log Exporter writes them.
 *
 *     … gw-01 CheckPoint 7776 - [action:"Accept"; origin:"192.0.2.1"; time:"1723008619"; dst:"…";
 * …] … gw-01 CheckPoint 7776 - [sc4s@2620 action="Accept" origin="192.0.2.1" time="1723008619" …]
 *     time=1723008619|hostname=gw-01|product=SmartConsole|action=Accept|origin=192.0.2.1|…
 *     {"action":"Accept","ifdir":"inbound","origin":"192.0.2.1","time":"1723008619",…}
 *     time=2024-08-07 05:30:19|action=drop|orig=192.0.2.1|i/f_dir=inbound|product=… fw1-loggrabber
 *     gw-01 clish[4711]: cmd by admin: Start executing : set interface eth1 …
 *
 * Values hold "; ", escapes and, between bars, bars; `sys_message::"…"` has two colons. `time` is
 * the gateway's own clock as an epoch or an ISO text; the header is the exporter's. Where both are
 * missing the first word of `loguid` is the epoch. `origin` wrote the line, whoever sent it.
 */
#include "checkpoint_messages.h"
#include "checkpoint_notation.h"
#include "format.h"
#include "json_text.h"
#include "pairs.h"
#include "traffic.h"

enum {
	LOGUID_DIGITS = 8,            /* 0x5e80a059 */
	LOGUID_EPOCH_MIN = 946684800, /* records of the management carry a random value */
};

enum checkpoint_field {
	FIELD_TIME = TRAFFIC_OTHER,
	FIELD_LOGUID,
	FIELD_OPERATION,
	FIELD_SUBJECT,
	FIELD_NUMBER,
	FIELD_STATUS,
	FIELD_SENTENCE,
	FIELD_INFORMATION,
	FIELD_PRODUCT,
	FIELD_SEVERITY,
	FIELD_MATCH,
};

static const struct traffic_key keys[] = {
	TRAFFIC_KEY("src", TRAFFIC_SOURCE),
	TRAFFIC_KEY("client_ip", TRAFFIC_SOURCE),
	TRAFFIC_KEY("s_port", TRAFFIC_SOURCE_PORT),
	TRAFFIC_KEY("sport_svc", TRAFFIC_SOURCE_PORT),
	TRAFFIC_KEY("dst", TRAFFIC_DESTINATION),
	TRAFFIC_KEY("service", TRAFFIC_DESTINATION_PORT),
	TRAFFIC_KEY("svc", TRAFFIC_DESTINATION_PORT),
	TRAFFIC_KEY("proto", TRAFFIC_PROTOCOL),
	TRAFFIC_KEY("action", TRAFFIC_ACTION),
	TRAFFIC_KEY("Action", TRAFFIC_ACTION),
	TRAFFIC_KEY("rule", TRAFFIC_RULE),
	TRAFFIC_KEY("rule_uid", TRAFFIC_RULE),
	TRAFFIC_KEY("match_id", FIELD_MATCH),
	TRAFFIC_KEY("rule_name", TRAFFIC_RULE_NAME),
	TRAFFIC_KEY("administrator", TRAFFIC_USER),
	TRAFFIC_KEY("user", TRAFFIC_USER),
	TRAFFIC_KEY("src_user_name", TRAFFIC_USER),
	TRAFFIC_KEY("origin", TRAFFIC_HOST),
	TRAFFIC_KEY("orig", TRAFFIC_HOST),
	TRAFFIC_KEY("client_outbound_bytes", TRAFFIC_BYTES_IN),
	TRAFFIC_KEY("client_inbound_bytes", TRAFFIC_BYTES_OUT),
	TRAFFIC_KEY("sent_bytes", TRAFFIC_BYTES_IN),
	TRAFFIC_KEY("received_bytes", TRAFFIC_BYTES_OUT),
	TRAFFIC_KEY("elapsed", TRAFFIC_SECONDS),
	TRAFFIC_KEY("duration", TRAFFIC_SECONDS),
	TRAFFIC_KEY("method", TRAFFIC_METHOD),
	TRAFFIC_KEY("resource", TRAFFIC_PATH),
	TRAFFIC_KEY("time", FIELD_TIME),
	TRAFFIC_KEY("loguid", FIELD_LOGUID),
	TRAFFIC_KEY("UUid", FIELD_LOGUID),
	TRAFFIC_KEY("operation", FIELD_OPERATION),
	TRAFFIC_KEY("subject", FIELD_SUBJECT),
	TRAFFIC_KEY("operation_number", FIELD_NUMBER),
	TRAFFIC_KEY("audit_status", FIELD_STATUS),
	TRAFFIC_KEY("update_status", FIELD_STATUS),
	TRAFFIC_KEY("sys_message", FIELD_SENTENCE),
	TRAFFIC_KEY("cluster_info", FIELD_SENTENCE),
	TRAFFIC_KEY("additional_info", FIELD_SENTENCE),
	TRAFFIC_KEY("message_info", FIELD_INFORMATION),
	TRAFFIC_KEY("information", FIELD_INFORMATION),
	TRAFFIC_KEY("description", FIELD_INFORMATION),
	TRAFFIC_KEY("product", FIELD_PRODUCT),
	TRAFFIC_KEY("ProductName", FIELD_PRODUCT),
	TRAFFIC_KEY("severity", FIELD_SEVERITY),
};

static void take(struct traffic *fields, struct slice key, struct slice value)
{
	traffic_take(fields, keys, sizeof(keys) / sizeof(keys[0]), slice_trim(key),
		     slice_trim(value));
}

/* Up to a quote without a backslash before it, or the end of a cut line. */
static struct slice eat_quoted(struct slice *rest)
{
	for (size_t i = 0; i < rest->size; i++) {
		if (rest->data[i] == '\\') {
			i++;
		} else if (rest->data[i] == '"') {
			struct slice value = slice_first(*rest, i);
			*rest = slice_after(*rest, i + 1);
			return value;
		}
	}
	struct slice value = *rest;
	*rest = slice_after(*rest, rest->size);
	return value;
}

/* action:"Accept"; sys_message::"installed Standard"] */
static void read_colons(struct slice rest, struct traffic *fields)
{
	struct slice key;
	while (slice_eat_until(&rest, ':', &key)) {
		slice_eat_char(&rest, ':');
		if (!slice_eat_char(&rest, '"')) {
			continue;
		}
		take(fields, key, eat_quoted(&rest));
		slice_eat_char(&rest, ';');
	}
}

static bool is_key(struct slice text)
{
	for (size_t i = 0; i < text.size; i++) {
		char byte = text.data[i];
		if (!((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
		      (byte >= '0' && byte <= '9') || byte == '_' || byte == '/')) {
			return false;
		}
	}
	return text.size > 0;
}

/* The size of a value between bars: up to a bar that a key or nothing follows. */
static size_t barred_size(struct slice text)
{
	size_t size = slice_find_char(text, '|');
	while (size < text.size) {
		struct slice next = slice_after(text, size + 1);
		struct slice part = slice_first(next, slice_find_char(next, '|'));
		if (part.size == 0 || is_key(slice_first(part, slice_find_char(part, '=')))) {
			return size;
		}
		size += 1 + part.size;
	}
	return text.size;
}

/* |hostname=gw-01|origin=192.0.2.1|192.0.2.2|originsicname=cn\=cp_mgmt,o\=gw-01|… */
static void read_bars(struct slice rest, struct traffic *fields)
{
	struct slice key;
	while (slice_eat_char(&rest, '|')) {
	}
	while (slice_eat_until(&rest, '=', &key)) {
		size_t size = barred_size(rest);
		take(fields, key, slice_first(rest, size));
		rest = slice_after(rest, size + 1);
	}
}

static void read_equals(struct slice rest, struct traffic *fields)
{
	struct slice key;
	struct slice value;
	while (pairs_next(&rest, &key, &value)) {
		take(fields, key, value);
	}
}

/* Escapes stay as they are written: what counts has none. */
static void read_json(struct slice rest, struct traffic *fields)
{
	struct json_walk walk;
	struct json_field field;
	bool more = json_open(&walk, rest);
	while (more && json_next(&walk, &field)) {
		if (field.kind == JSON_STRING || field.kind == JSON_NUMBER) {
			take(fields, field.name, field.value);
		}
	}
}

/* {0x5e80a059,0x0,…}: the first word is the epoch. */
static bool read_loguid(struct slice loguid, struct stamp *ret_stamp)
{
	int64_t epoch = 0;
	if (!slice_eat(&loguid, "{0x") || slice_find_char(loguid, ',') != LOGUID_DIGITS) {
		return false;
	}
	for (size_t i = 0; i < LOGUID_DIGITS; i++) {
		char byte = loguid.data[i];
		bool digit = byte >= '0' && byte <= '9';
		if (!digit && (byte < 'a' || byte > 'f')) {
			return false;
		}
		epoch = epoch * 16 + (digit ? byte - '0' : byte - 'a' + 10);
	}
	if (epoch < LOGUID_EPOCH_MIN || epoch > INT32_MAX) {
		return false;
	}
	*ret_stamp = stamp_from_epoch(epoch);
	return true;
}

static void read_time(const struct traffic *fields, const struct record *record,
		      struct event *event)
{
	struct slice text = fields->values[FIELD_TIME];
	struct stamp stamp = {0};
	if ((stamp_eat_iso(&text, &stamp) || checkpoint_eat_stamp(&text, &stamp) ||
	     stamp_eat_epoch(&text, &stamp)) &&
	    text.size == 0) {
		event->stamp = stamp;
	} else if ((record->envelope.stamp.flags & STAMP_YEAR) == 0 &&
		   read_loguid(fields->values[FIELD_LOGUID], &stamp)) {
		event->stamp = stamp;
	}
}

static enum severity severity_of(struct slice word, enum severity otherwise)
{
	if (slice_is(word, "Critical")) {
		return SEVERITY_CRITICAL;
	}
	if (slice_is(word, "High")) {
		return SEVERITY_ERROR;
	}
	return slice_is(word, "Medium") ? SEVERITY_WARNING : otherwise;
}

static void read_words(const struct traffic *fields, struct event *event)
{
	const struct slice *values = fields->values;
	struct slice sentence =
		values[values[FIELD_SENTENCE].size > 0 ? FIELD_SENTENCE : FIELD_INFORMATION];
	struct checkpoint_words words = {
		.operation = values[FIELD_OPERATION],
		.subject = values[FIELD_SUBJECT],
		.number = values[FIELD_NUMBER],
		.status = values[FIELD_STATUS],
		.sentence = sentence,
	};
	if (sentence.size > 0) {
		event->message = sentence;
	}
	event->code = values[values[FIELD_OPERATION].size > 0 ? FIELD_OPERATION : FIELD_PRODUCT];
	if (!checkpoint_read(&words, event) && traffic_is_flow(fields) &&
	    slice_contains(values[FIELD_PRODUCT], "VPN")) {
		event->signal = SIGNAL_FLOW;
	}
}

/* "cmd by admin: Start executing : …", "Configuration changed from localhost by user admin by …" */
static void read_shell(const struct record *record, struct event *event)
{
	struct checkpoint_words words = {slice_empty(), slice_empty(), slice_empty(), slice_empty(),
					 record->body};
	struct slice rest = record->body;
	struct slice actor = slice_empty();
	size_t at = slice_find(rest, "by user ");
	if (at < rest.size) {
		rest = slice_after(rest, at + strlen("by user "));
		slice_eat_word(&rest, &actor);
	} else if (slice_eat(&rest, "cmd by ")) {
		actor = slice_first(rest, slice_find_char(rest, ':'));
	}
	event->actor = actor;
	checkpoint_read(&words, event);
}

static int bid(const struct record *record)
{
	struct slice pairs;
	return checkpoint_notation_of(record->whole, record->body, &record->envelope, &pairs) ==
			       CHECKPOINT_NONE
		       ? BID_NONE
		       : BID_SIGNATURE;
}

static enum status parse(void *state, const struct record *record, struct event *event)
{
	struct slice pairs;
	struct traffic fields;
	(void)state;
	enum checkpoint_notation notation =
		checkpoint_notation_of(record->whole, record->body, &record->envelope, &pairs);
	if (notation == CHECKPOINT_NONE) {
		return STATUS_MISMATCH;
	}
	if (notation == CHECKPOINT_SHELL) {
		read_shell(record, event);
		return STATUS_OK;
	}
	traffic_clear(&fields);
	if (notation == CHECKPOINT_COLONS) {
		read_colons(pairs, &fields);
	} else if (notation == CHECKPOINT_EQUALS) {
		read_equals(pairs, &fields);
	} else if (notation == CHECKPOINT_JSON) {
		read_json(pairs, &fields);
	} else {
		read_bars(pairs, &fields);
	}
	if (fields.values[TRAFFIC_RULE].size == 0) {
		fields.values[TRAFFIC_RULE] = fields.values[FIELD_MATCH];
	}
	traffic_fill(&fields, event);
	event->host = slice_first(event->host, slice_find_char(event->host, '|'));
	event->severity = severity_of(fields.values[FIELD_SEVERITY], event->severity);
	read_time(&fields, record, event);
	read_words(&fields, event);
	return STATUS_OK;
}

const struct format checkpoint_format = {
	.name = "checkpoint",
	.title = "Check Point ([action:\"Accept\"; …], |product=…|, clish)",
	.source = "Check Point Log Exporter, sk122323; description of log fields, sk144192",
	.bid = bid,
	.parse = parse,
};
