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
#include "fortigate_fields.h"
#include "fortigate_messages.h"
#include "protocol.h"
#include "token.h"

enum {
	MESSAGE_DIGITS = 6,   /* of a logid, at its end: the message without type and subtype */
	ZONE_STEP_S = 900,    /* all zones of today are multiples of 15 minutes */
	ZONE_LIMIT_S = 54000, /* UTC+14 and an hour of slack */
	SKEW_S = 5,           /* between rendering `time` and taking `eventtime` */
	INTERIM_MESSAGE = 20, /* 0000000020: a long session so far, not its end */
};

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

static void read_time(const struct fortigate_fields *fields, struct event *event)
{
	struct stamp civil = {0};
	struct stamp epoch = {0};
	struct slice number = fields->values[FORTIGATE_EVENT_TIME];
	bool has_civil = stamp_from_date_and_time(fields->values[FORTIGATE_DATE],
						  fields->values[FORTIGATE_TIME], &civil);
	bool has_epoch = stamp_eat_epoch(&number, &epoch) && number.size == 0;
	bool has_zone = fields->values[FORTIGATE_ZONE].size > 0 &&
			stamp_set_zone(&civil, fields->values[FORTIGATE_ZONE]);
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

/* "ssh(192.0.2.7)" → the address in the brackets. */
static struct slice address_of_ui(struct slice ui)
{
	struct slice rest = slice_after(ui, slice_find_char(ui, '(') + 1);
	struct slice address = slice_first(rest, slice_find_char(rest, ')'));
	bool is_address = slice_find_char(address, '.') < address.size ||
			  slice_find_char(address, ':') < address.size;
	return is_address ? address : slice_empty();
}

static void read_sides(const struct fortigate_fields *fields, struct event *event)
{
	const struct slice *values = fields->values;
	bool remote = values[FORTIGATE_SOURCE].size == 0;
	bool local = values[FORTIGATE_DESTINATION].size == 0;
	if (remote && local && slice_is(values[FORTIGATE_ROLE], "initiator")) {
		/* the device asked, its peer was asked */
		event->client = values[FORTIGATE_LOCAL];
		event->client_port = protocol_port(values[FORTIGATE_LOCAL_PORT]);
		event->server = values[FORTIGATE_REMOTE];
		event->server_port = protocol_port(values[FORTIGATE_REMOTE_PORT]);
		return;
	}
	event->client = values[remote ? FORTIGATE_REMOTE : FORTIGATE_SOURCE];
	event->client_port =
		protocol_port(values[remote ? FORTIGATE_REMOTE_PORT : FORTIGATE_SOURCE_PORT]);
	if (event->client.size == 0) {
		event->client = address_of_ui(values[FORTIGATE_UI]);
	}
	event->server = values[local ? FORTIGATE_LOCAL : FORTIGATE_DESTINATION];
	event->server_port =
		protocol_port(values[local ? FORTIGATE_LOCAL_PORT : FORTIGATE_DESTINATION_PORT]);
	if (values[FORTIGATE_PROTOCOL].size > 0) {
		event->protocol = protocol_name(values[FORTIGATE_PROTOCOL]);
	}
	event->path = values[FORTIGATE_URL];
}

static void read_traffic(const struct fortigate_fields *fields, int32_t id, struct event *event)
{
	const struct slice *values = fields->values;
	event->signal = SIGNAL_FLOW;
	event->outcome =
		values[values[FORTIGATE_ACTION].size > 0 ? FORTIGATE_ACTION : FORTIGATE_STATUS];
	if (id == INTERIM_MESSAGE && values[FORTIGATE_SENT_DELTA].size > 0) {
		event->bytes_in = token_count(values[FORTIGATE_SENT_DELTA], BYTES_NONE);
		event->bytes_out = token_count(values[FORTIGATE_RECEIVED_DELTA], BYTES_NONE);
	}
}

static struct slice part_of(const struct fortigate_fields *fields, const char *key)
{
	enum fortigate_field field;
	struct slice part = slice_empty();
	if (fortigate_field_of(slice_from(key), &field)) {
		part = fields->values[field];
	}
	if (part.size == 0) {
		const char *word = slice_ends_with(slice_from(key), " ") ? key : "nterface ";
		struct slice rest = fields->values[FORTIGATE_MESSAGE];
		size_t at = slice_find(rest, word);
		rest = slice_after(rest, at + strlen(word));
		part = slice_first(rest, slice_find_char(rest, ' '));
	}
	return part;
}

/* A link monitor writes status="up" of an interface whose check failed: the signal knows better. */
static void set_verdict(struct event *event)
{
	struct slice name = slice_from(signal_name(event->signal));
	if (slice_ends_with(name, ".down") || slice_ends_with(name, "fail") ||
	    slice_ends_with(name, "failed")) {
		event->outcome = slice_from("fail");
	} else if (slice_ends_with(name, ".up")) {
		event->outcome = slice_from("ok");
	}
}

static void read_event(const struct fortigate_fields *fields, int32_t id, struct slice line,
		       struct event *event)
{
	const struct slice *values = fields->values;
	const struct fortigate_message *row =
		fortigate_message_find(id, values[FORTIGATE_DESCRIPTION], line);
	event->outcome =
		values[values[FORTIGATE_STATUS].size > 0 ? FORTIGATE_STATUS : FORTIGATE_ACTION];
	if (slice_is(event->outcome, "success") || slice_is(event->outcome, "succeeded")) {
		event->outcome = slice_from("ok");
	} else if (slice_starts_with(event->outcome, "fail")) {
		event->outcome = slice_from("fail");
	}
	if (row != NULL) {
		event->signal = row->signal;
		set_verdict(event);
		if (row->part != NULL) {
			event->part = part_of(fields, row->part);
		}
	}
}

/* A pair of that key stands in the text, at its begin or behind a separator. */
static bool has_key(struct slice text, const char *key)
{
	size_t at = slice_find(text, key);
	return at < text.size && (at == 0 || strchr(" ,>\t", text.data[at - 1]) != NULL);
}

/* The body, or the element of RFC 5424 that holds all pairs. */
static struct slice text_of(const struct record *record)
{
	struct slice data = record->envelope.data;
	return data.size > 0 && has_key(data, "logid=") && has_key(data, "type=") ? data
										  : record->body;
}

static int bid(const struct record *record)
{
	struct slice body = text_of(record);
	if (slice_find_char(body, '=') == body.size || slice_starts_with(body, "{") ||
	    slice_starts_with(body, "CEF:") || slice_starts_with(body, "LEEF:")) {
		return BID_NONE;
	}
	bool has_id = has_key(body, "logid=");
	bool has_type = has_key(body, "type=");
	if (!has_id && !has_type) {
		return BID_NONE;
	}
	if (has_id && has_type &&
	    (has_key(body, "vd=") || has_key(body, "devid=") || has_key(body, "eventtime=") ||
	     has_key(body, "date=") || has_key(body, "logdesc="))) {
		return BID_SIGNATURE;
	}
	if (has_id && has_key(body, "logdesc=") && has_key(body, "date=")) {
		return BID_SIGNATURE;
	}
	if (has_type && has_key(body, "subtype=") && has_key(body, "logdesc=") &&
	    has_key(body, "vd=")) {
		return BID_SIGNATURE; /* the front of the line was eaten on the way */
	}
	/* FortiOS 3 and 4; Sophos has log_id= too, but log_type= instead of type= */
	if (has_type && has_key(body, "log_id=") &&
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
	struct fortigate_fields fields;
	struct slice text = text_of(record);
	if (slice_starts_with(text, "LEEF:") || slice_starts_with(text, "CEF:")) {
		return STATUS_MISMATCH; /* the same keys, but others beside them */
	}
	fortigate_fields_read(text, &fields);
	const struct slice *values = fields.values;
	if ((values[FORTIGATE_LOG_ID].size > 0) + (values[FORTIGATE_TYPE].size > 0) +
		    (values[FORTIGATE_DESCRIPTION].size > 0) <
	    2) {
		return STATUS_MISMATCH;
	}
	int32_t id = message_id(values[FORTIGATE_LOG_ID]);
	read_time(&fields, event);
	if (!(event->stamp.flags & STAMP_SET) && record->envelope.kind == ENVELOPE_NONE) {
		struct slice front = text; /* "2024-08-07 05:30:19 device_id=…", of FortiOS 3 */
		stamp_eat_iso(&front, &event->stamp);
	}
	event->code = values[FORTIGATE_LOG_ID];
	event->severity = fortigate_severity(values[FORTIGATE_LEVEL], event->severity);
	event->actor =
		values[values[FORTIGATE_USER].size > 0 ? FORTIGATE_USER : FORTIGATE_OTHER_USER];
	if (values[FORTIGATE_DEVICE].size > 0) {
		event->host = values[FORTIGATE_DEVICE];
	} else if (event->host.size == 0) {
		event->host = values[FORTIGATE_DEVICE_ID];
	}
	event->rule = values[values[FORTIGATE_POLICY_NAME].size > 0 ? FORTIGATE_POLICY_NAME
								    : FORTIGATE_POLICY];
	read_sides(&fields, event);
	event->bytes_in = token_count(values[FORTIGATE_SENT], BYTES_NONE);
	event->bytes_out = token_count(values[FORTIGATE_RECEIVED], BYTES_NONE);
	int64_t seconds = token_count(values[FORTIGATE_DURATION], -1);
	if (seconds >= 0 && seconds < INT64_MAX / US_PER_S) {
		event->duration_us = seconds * US_PER_S;
		event->stamps_end = true;
	}
	if (slice_is(values[FORTIGATE_TYPE], "traffic")) {
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
	.needs_whole = "=",
	.parse = parse,
};
