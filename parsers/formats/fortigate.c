// SPDX-License-Identifier: MIT
/*
 * FortiGate (FortiOS), and what FortiManager and FortiAnalyzer write in the same syntax.
 *
 *     date=2024-08-07 time=05:30:19 devname="fw-gw-01" devid="FG200E0000000000" logid="0100032001"
 *         type="event" subtype="system" level="information" vd="root" eventtime=1723008619057644659
 *         tz="+0900" logdesc="Admin login successful" user="sec.kim" ui="ssh(192.0.2.7)" …
 *
 * The order of the pairs is not fixed; `set format csv` puts commas between them. `date`, `time`
 * and `tz` are the device's wall clock; `eventtime` is the same instant as an epoch (seconds up
 * to 6.0, nanoseconds from 6.2). Where both agree, the epoch gives the instant and the difference
 * betrays the zone; where they contradict each other by more than any zone can, the wall clock
 * counts, because that is what people read and correlate. Traffic is logged when a session ends.
 */
#include "format.h"
#include "fortigate_messages.h"
#include "pairs.h"
#include "protocol.h"

enum {
	MESSAGE_DIGITS = 6,   /* of a logid, at its end: the message without type and subtype */
	ZONE_STEP_S = 900,    /* all zones of today are multiples of 15 minutes */
	ZONE_LIMIT_S = 54000, /* UTC+14 and an hour of slack */
	SKEW_S = 5,           /* between rendering `time` and taking `eventtime` */
	INTERIM_MESSAGE = 20, /* 0000000020: a long session so far, not its end */
};

/* The keys that count; of several spellings the same field. */
enum field {
	FIELD_DATE,
	FIELD_TIME,
	FIELD_ZONE,
	FIELD_EVENT_TIME,
	FIELD_DEVICE,
	FIELD_LOG_ID,
	FIELD_TYPE,
	FIELD_LEVEL,
	FIELD_DESCRIPTION,
	FIELD_MESSAGE,
	FIELD_ACTION,
	FIELD_STATUS,
	FIELD_USER,
	FIELD_UI,
	FIELD_SOURCE,
	FIELD_SOURCE_PORT,
	FIELD_DESTINATION,
	FIELD_DESTINATION_PORT,
	FIELD_REMOTE,
	FIELD_LOCAL,
	FIELD_PROTOCOL,
	FIELD_POLICY,
	FIELD_POLICY_NAME,
	FIELD_DURATION,
	FIELD_SENT,
	FIELD_RECEIVED,
	FIELD_SENT_DELTA,
	FIELD_RECEIVED_DELTA,
	FIELD_INTERFACE,
	FIELD_TUNNEL,
	FIELD_HA_INTERFACE,
	FIELD_URL,
	FIELD_COUNT
};

struct key {
	const char *name;
	size_t size;
	enum field field;
};

#define KEY(name, field)                          \
	{                                         \
		(name), sizeof(name) - 1, (field) \
	}

static const struct key keys[] = {
	KEY("ui", FIELD_UI),
	KEY("tz", FIELD_ZONE),
	KEY("msg", FIELD_MESSAGE),
	KEY("src", FIELD_SOURCE),
	KEY("dst", FIELD_DESTINATION),
	KEY("pri", FIELD_LEVEL),
	KEY("url", FIELD_URL),
	KEY("date", FIELD_DATE),
	KEY("time", FIELD_TIME),
	KEY("type", FIELD_TYPE),
	KEY("user", FIELD_USER),
	KEY("sent", FIELD_SENT),
	KEY("rcvd", FIELD_RECEIVED),
	KEY("intf", FIELD_INTERFACE),
	KEY("logid", FIELD_LOG_ID),
	KEY("level", FIELD_LEVEL),
	KEY("srcip", FIELD_SOURCE),
	KEY("dstip", FIELD_DESTINATION),
	KEY("remip", FIELD_REMOTE),
	KEY("locip", FIELD_LOCAL),
	KEY("proto", FIELD_PROTOCOL),
	KEY("log_id", FIELD_LOG_ID),
	KEY("action", FIELD_ACTION),
	KEY("status", FIELD_STATUS),
	KEY("devname", FIELD_DEVICE),
	KEY("logdesc", FIELD_DESCRIPTION),
	KEY("srcport", FIELD_SOURCE_PORT),
	KEY("dstport", FIELD_DESTINATION_PORT),
	KEY("src_port", FIELD_SOURCE_PORT),
	KEY("dst_port", FIELD_DESTINATION_PORT),
	KEY("policyid", FIELD_POLICY),
	KEY("duration", FIELD_DURATION),
	KEY("sentbyte", FIELD_SENT),
	KEY("rcvdbyte", FIELD_RECEIVED),
	KEY("policy_id", FIELD_POLICY),
	KEY("eventtime", FIELD_EVENT_TIME),
	KEY("sentdelta", FIELD_SENT_DELTA),
	KEY("rcvddelta", FIELD_RECEIVED_DELTA),
	KEY("interface", FIELD_INTERFACE),
	KEY("vpntunnel", FIELD_TUNNEL),
	KEY("policyname", FIELD_POLICY_NAME),
	KEY("devintfname", FIELD_HA_INTERFACE),
};

enum { KEY_COUNT = sizeof(keys) / sizeof(keys[0]), KEY_SIZE_MAX = 11 };

struct fields {
	struct slice values[FIELD_COUNT];
};

/* Where the keys of each size begin in the table, which is sorted by size. */
static const unsigned char first_of_size[KEY_SIZE_MAX + 2] = {0,  0,  0,  2,  7,  14,       21,
							      24, 28, 34, 40, 41, KEY_COUNT};

static bool field_of(struct slice key, enum field *ret_field)
{
	if (key.size > KEY_SIZE_MAX) {
		return false;
	}
	size_t end = first_of_size[key.size + 1];
	for (size_t i = first_of_size[key.size]; i < end; i++) {
		if (keys[i].name[0] == key.data[0] &&
		    memcmp(keys[i].name, key.data, key.size) == 0) {
			*ret_field = keys[i].field;
			return true;
		}
	}
	return false;
}

/* A repeated key keeps its first value; "N/A" is none. */
static void read_fields(struct slice text, struct fields *ret_fields)
{
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		ret_fields->values[i] = slice_empty();
	}
	struct slice key;
	struct slice value;
	enum field field;
	while (pairs_next(&text, &key, &value)) {
		if (value.size > 0 && field_of(key, &field) &&
		    ret_fields->values[field].size == 0 &&
		    !(value.size == 3 && memcmp(value.data, "N/A", 3) == 0)) {
			ret_fields->values[field] = value;
		}
	}
}

static enum severity severity_of(struct slice level, enum severity otherwise)
{
	static const char *const levels[] = {"emerg", "alert",  "crit", "err",
					     "warn",  "notice", "info", "debug"};
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]) && level.size > 0; i++) {
		if (slice_starts_with(level, levels[i])) {
			return (enum severity)i;
		}
	}
	return otherwise;
}

/* The wall clock tells the zone only together with an epoch that is a whole zone away. */
static bool zone_between(const struct stamp *civil, const struct stamp *epoch,
			 int32_t *ret_offset_s)
{
	int64_t away_s = (civil->civil_us - epoch->civil_us) / US_PER_S;
	if (away_s > ZONE_LIMIT_S || away_s < -ZONE_LIMIT_S) {
		return false;
	}
	int64_t half = away_s >= 0 ? ZONE_STEP_S / 2 : -(ZONE_STEP_S / 2);
	int64_t offset = (away_s + half) / ZONE_STEP_S * ZONE_STEP_S;
	if (away_s - offset > SKEW_S || offset - away_s > SKEW_S) {
		return false;
	}
	*ret_offset_s = (int32_t)offset;
	return true;
}

static struct stamp place(struct stamp epoch, int32_t offset_s)
{
	epoch.civil_us += (int64_t)offset_s * US_PER_S;
	epoch.offset_s = offset_s;
	return epoch;
}

static void read_time(const struct fields *fields, struct event *event)
{
	struct stamp civil = {0};
	struct stamp epoch = {0};
	struct slice number = fields->values[FIELD_EVENT_TIME];
	bool has_civil = stamp_from_date_and_time(fields->values[FIELD_DATE],
						  fields->values[FIELD_TIME], &civil);
	bool has_epoch = stamp_eat_epoch(&number, &epoch) && number.size == 0;
	bool has_zone = fields->values[FIELD_ZONE].size > 0 &&
			stamp_set_zone(&civil, fields->values[FIELD_ZONE]);
	int32_t offset_s;
	if (!has_civil) {
		if (has_epoch) {
			event->stamp = place(epoch, has_zone ? civil.offset_s : 0);
		}
		return;
	}
	event->stamp = civil;
	if (has_epoch && zone_between(&civil, &epoch, &offset_s) &&
	    (!has_zone || offset_s == civil.offset_s)) {
		event->stamp = place(epoch, offset_s);
	}
}

static int64_t number_or(struct slice text, int64_t otherwise)
{
	int64_t number;
	return slice_to_int(text, &number) && number >= 0 ? number : otherwise;
}

static int32_t port_of(struct slice text)
{
	return text.size == 0 ? PORT_NONE : protocol_port(text);
}

/* "ssh(192.0.2.7)" → the address in the brackets. */
static struct slice address_of_ui(struct slice ui)
{
	struct slice rest = slice_after(ui, slice_find_char(ui, '(') + 1);
	struct slice address = slice_first(rest, slice_find_char(rest, ')'));
	bool is_address = slice_find_char(address, '.') < address.size ||
			  slice_find_char(address, ':') < address.size;
	return is_address ? address : slice_empty();
}

static void read_sides(const struct fields *fields, struct event *event)
{
	const struct slice *values = fields->values;
	event->client = values[FIELD_SOURCE];
	if (event->client.size == 0) {
		event->client = values[FIELD_REMOTE];
	}
	if (event->client.size == 0) {
		event->client = address_of_ui(values[FIELD_UI]);
	}
	event->client_port = port_of(values[FIELD_SOURCE_PORT]);
	event->server =
		values[values[FIELD_DESTINATION].size > 0 ? FIELD_DESTINATION : FIELD_LOCAL];
	event->server_port = port_of(values[FIELD_DESTINATION_PORT]);
	if (values[FIELD_PROTOCOL].size > 0) {
		event->protocol = protocol_name(values[FIELD_PROTOCOL]);
	}
	event->path = values[FIELD_URL];
}

static void read_traffic(const struct fields *fields, int32_t id, struct event *event)
{
	const struct slice *values = fields->values;
	event->signal = SIGNAL_FLOW;
	event->outcome = values[values[FIELD_ACTION].size > 0 ? FIELD_ACTION : FIELD_STATUS];
	bool interim = id == INTERIM_MESSAGE && values[FIELD_SENT_DELTA].size > 0;
	if (interim) {
		event->outcome = slice_from("interim");
	}
	event->bytes_in = number_or(values[interim ? FIELD_SENT_DELTA : FIELD_SENT], BYTES_NONE);
	event->bytes_out =
		number_or(values[interim ? FIELD_RECEIVED_DELTA : FIELD_RECEIVED], BYTES_NONE);
}

static struct slice part_of(const struct fields *fields, const char *key)
{
	enum field field;
	struct slice part = slice_empty();
	if (field_of(slice_from(key), &field)) {
		part = fields->values[field];
	}
	if (part.size == 0) {
		struct slice rest = fields->values[FIELD_MESSAGE];
		size_t at = slice_find(rest, "nterface ");
		rest = slice_after(rest, at + strlen("nterface "));
		part = slice_first(rest, slice_find_char(rest, ' '));
	}
	return part;
}

static void read_event(const struct fields *fields, int32_t id, struct slice line,
		       struct event *event)
{
	const struct slice *values = fields->values;
	const struct fortigate_message *row =
		fortigate_message_find(id, values[FIELD_DESCRIPTION], line);
	event->outcome = values[values[FIELD_STATUS].size > 0 ? FIELD_STATUS : FIELD_ACTION];
	if (slice_is(event->outcome, "success") || slice_is(event->outcome, "succeeded")) {
		event->outcome = slice_from("ok");
	} else if (slice_starts_with(event->outcome, "fail")) {
		event->outcome = slice_from("fail");
	}
	if (row != NULL) {
		event->signal = row->signal;
		if (row->part != NULL) {
			event->part = part_of(fields, row->part);
		}
	}
}

/* A pair of that key stands in the text, at its begin or behind a separator. */
static bool has_key(struct slice text, const char *key)
{
	size_t at = slice_find(text, key);
	return at < text.size && (at == 0 || memchr(" ,>\t", text.data[at - 1], 4) != NULL);
}

static int bid(const struct record *record)
{
	struct slice body = record->body;
	if (slice_starts_with(body, "{") || slice_starts_with(body, "CEF:") ||
	    slice_starts_with(body, "LEEF:")) {
		return BID_NONE;
	}
	if (has_key(body, "logid=") && has_key(body, "type=") &&
	    (has_key(body, "vd=") || has_key(body, "devid=") || has_key(body, "eventtime=") ||
	     has_key(body, "date=") || has_key(body, "logdesc="))) {
		return BID_SIGNATURE;
	}
	if (has_key(body, "logid=") && has_key(body, "logdesc=") && has_key(body, "date=")) {
		return BID_SIGNATURE;
	}
	/* FortiOS 3 and 4; Sophos has log_id= too, but log_type= instead of type= */
	if (has_key(body, "log_id=") && has_key(body, "type=") &&
	    (has_key(body, "device_id=F") || has_key(body, "pri="))) {
		return BID_SIGNATURE;
	}
	return BID_NONE;
}

static int32_t message_id(struct slice log_id)
{
	struct slice digits = log_id;
	if (digits.size > MESSAGE_DIGITS) {
		digits = slice_after(digits, digits.size - MESSAGE_DIGITS);
	}
	int64_t id;
	return slice_to_int(digits, &id) ? (int32_t)id : -1;
}

static enum status parse(void *state, const struct record *record, struct event *event)
{
	(void)state;
	struct fields fields;
	struct slice text = record->body;
	read_fields(text, &fields);
	const struct slice *values = fields.values;
	if (values[FIELD_LOG_ID].size == 0 ||
	    (values[FIELD_TYPE].size == 0 && values[FIELD_DESCRIPTION].size == 0)) {
		return STATUS_MISMATCH;
	}
	int32_t id = message_id(values[FIELD_LOG_ID]);
	read_time(&fields, event);
	event->code = values[FIELD_LOG_ID];
	event->severity = severity_of(values[FIELD_LEVEL], event->severity);
	event->actor = values[FIELD_USER];
	if (values[FIELD_DEVICE].size > 0) {
		event->host = values[FIELD_DEVICE];
	}
	event->rule = values[values[FIELD_POLICY_NAME].size > 0 ? FIELD_POLICY_NAME : FIELD_POLICY];
	read_sides(&fields, event);
	int64_t seconds = number_or(values[FIELD_DURATION], -1);
	if (seconds >= 0 && seconds < INT64_MAX / US_PER_S) {
		event->duration_us = seconds * US_PER_S;
		event->stamps_end = true;
	}
	if (slice_is(values[FIELD_TYPE], "traffic")) {
		read_traffic(&fields, id, event);
	} else {
		read_event(&fields, id, text, event);
	}
	return STATUS_OK;
}

const struct format fortigate_format = {
	.name = "fortigate",
	.title = "FortiGate (logid=\"0000000013\" type=\"traffic\")",
	.source = "FortiOS Log Message Reference",
	.bid = bid,
	.parse = parse,
};
