// SPDX-License-Identifier: MIT
/*
 * PAN-OS out of the vendor's own collector (Cortex Data Lake, Strata Logging Service), as JSON.
 *
 *     {"TimeReceived":"2024-08-06T20:30:20.000000Z","DeviceSN":"007051000000279","LogType":"THREAT",
 *      "Subtype":"url","TimeGenerated":"2024-08-06T20:30:19.000000Z","SourceAddress":"192.0.2.7",…}
 *     {"LogTime":"2024-08-06T20:30:20.000000Z","LogSourceID":"007051000000279","LogType":"SYSTEM",
 *      "Subtype":"port","EventTime":"2024-08-06T20:30:19.000000Z","EventName":"link-change",…}
 *
 * What the columns of panos.c are here by name; all times are UTC. Times inside a sentence stay the
 * device's own.
 */
#include <stdlib.h>

#include "format.h"
#include "json_text.h"
#include "panos_messages.h"
#include "traffic.h"

enum { SCRATCH_SIZE = 16 * 1024 }; /* resolved escapes of a line: names of users, URLs */

enum panos_json_field {
	FIELD_TYPE = TRAFFIC_OTHER,
	FIELD_SUBTYPE,
	FIELD_GENERATED,
	FIELD_RECEIVED,
	FIELD_SERIAL,
	FIELD_SEVERITY,
	FIELD_EVENT,
	FIELD_OBJECT,
	FIELD_THREAT,
	FIELD_END_REASON,
	FIELD_STATUS,
};

/* What holds the resolved escapes of the present line. */
struct state {
	size_t used;
	char scratch[SCRATCH_SIZE];
};

static const struct traffic_key keys[] = {
	TRAFFIC_KEY("LogType", FIELD_TYPE),
	TRAFFIC_KEY("Subtype", FIELD_SUBTYPE),
	TRAFFIC_KEY("TimeGenerated", FIELD_GENERATED),
	TRAFFIC_KEY("EventTime", FIELD_GENERATED),
	TRAFFIC_KEY("TimeReceived", FIELD_RECEIVED),
	TRAFFIC_KEY("LogTime", FIELD_RECEIVED),
	TRAFFIC_KEY("DeviceSN", FIELD_SERIAL),
	TRAFFIC_KEY("LogSourceID", FIELD_SERIAL),
	TRAFFIC_KEY("VendorSeverity", FIELD_SEVERITY),
	TRAFFIC_KEY("EventName", FIELD_EVENT),
	TRAFFIC_KEY("EventComponent", FIELD_OBJECT),
	TRAFFIC_KEY("ThreatID", FIELD_THREAT),
	TRAFFIC_KEY("SessionEndReason", FIELD_END_REASON),
	TRAFFIC_KEY("EventStatus", FIELD_STATUS),
	TRAFFIC_KEY("DeviceName", TRAFFIC_HOST),
	TRAFFIC_KEY("LogSourceName", TRAFFIC_HOST),
	TRAFFIC_KEY("SourceAddress", TRAFFIC_SOURCE),
	TRAFFIC_KEY("SourceIP", TRAFFIC_SOURCE),
	TRAFFIC_KEY("PublicIPv4", TRAFFIC_SOURCE),
	TRAFFIC_KEY("DestinationAddress", TRAFFIC_DESTINATION),
	TRAFFIC_KEY("DNSResolverIP", TRAFFIC_DESTINATION),
	TRAFFIC_KEY("SourcePort", TRAFFIC_SOURCE_PORT),
	TRAFFIC_KEY("DestinationPort", TRAFFIC_DESTINATION_PORT),
	TRAFFIC_KEY("Protocol", TRAFFIC_PROTOCOL),
	TRAFFIC_KEY("Action", TRAFFIC_ACTION),
	TRAFFIC_KEY("Rule", TRAFFIC_RULE),
	TRAFFIC_KEY("HipMatchName", TRAFFIC_RULE),
	TRAFFIC_KEY("SourceUser", TRAFFIC_USER),
	TRAFFIC_KEY("SourceUserName", TRAFFIC_USER),
	TRAFFIC_KEY("Users", TRAFFIC_USER),
	TRAFFIC_KEY("BytesSent", TRAFFIC_BYTES_IN),
	TRAFFIC_KEY("BytesReceived", TRAFFIC_BYTES_OUT),
	TRAFFIC_KEY("TotalTimeElapsed", TRAFFIC_SECONDS),
	TRAFFIC_KEY("URL", TRAFFIC_PATH),
	TRAFFIC_KEY("HTTPMethod", TRAFFIC_METHOD),
	TRAFFIC_KEY("UserAgent", TRAFFIC_AGENT),
	TRAFFIC_KEY("EventDescription", TRAFFIC_MESSAGE),
};

static void *panos_json_open(void)
{
	return calloc(1, sizeof(struct state));
}

/* False: the object does not end. */
static bool read_object(struct state *state, struct slice text, struct traffic *fields)
{
	struct json_walk walk;
	struct json_field field;
	state->used = 0;
	traffic_clear(fields);
	if (!json_open(&walk, text)) {
		return false;
	}
	while (json_next(&walk, &field)) {
		if (field.kind != JSON_STRING && field.kind != JSON_NUMBER) {
			continue;
		}
		struct slice value = field.value;
		if (field.escaped) {
			value = json_text(&field, state->scratch + state->used,
					  SCRATCH_SIZE - state->used);
			state->used += value.data == field.value.data ? 0 : value.size;
		}
		traffic_take(fields, keys, sizeof(keys) / sizeof(keys[0]), field.name, value);
	}
	return json_is_whole(&walk);
}

/* When it was generated; the finer stamp beside it is the management plane's. */
static void read_time(const struct slice *values, struct event *event)
{
	struct slice generated = values[FIELD_GENERATED];
	struct slice received = values[FIELD_RECEIVED];
	struct stamp stamp;
	if (stamp_eat_iso(&generated, &stamp)) {
		event->stamp = stamp;
	}
	if (stamp_eat_iso(&received, &stamp)) {
		event->relay = stamp;
	}
}

static void read_system(const struct slice *values, struct event *event)
{
	struct slice event_id = values[FIELD_EVENT];
	event->code = event_id.size > 0 ? event_id : values[FIELD_SUBTYPE];
	panos_system_read(values[FIELD_SUBTYPE], event_id, values[FIELD_OBJECT],
			  values[TRAFFIC_MESSAGE], event);
}

static void read_type(const struct slice *values, struct event *event)
{
	struct slice type = values[FIELD_TYPE];
	event->code = values[FIELD_SUBTYPE];
	if (slice_is(type, "SYSTEM")) {
		read_system(values, event);
	} else if (slice_is(type, "TRAFFIC")) {
		event->signal = SIGNAL_FLOW;
		event->outcome = values[TRAFFIC_ACTION]; /* as the firewall spells it */
		event->outcome = slice_from(panos_session_outcome(event, values[FIELD_END_REASON]));
	} else if (slice_is(type, "THREAT")) {
		event->outcome = values[TRAFFIC_ACTION]; /* as in the columns of panos.c */
		event->code = panos_threat_id(values[FIELD_THREAT], event->code);
	} else if (slice_is(type, "GLOBALPROTECT")) {
		bool failed = slice_starts_with(values[FIELD_STATUS], "fail");
		event->outcome = slice_from(failed ? "fail" : "ok");
	}
}

/* `LogType` and the names of the vendor's times: nobody else has both. */
static int panos_json_bid(const struct record *record)
{
	struct slice text = record->body;
	if (!slice_starts_with(text, "{") || !slice_contains(text, "\"LogType\"")) {
		return BID_NONE;
	}
	bool flow =
		slice_contains(text, "\"TimeGenerated\"") && slice_contains(text, "\"DeviceSN\"");
	bool system =
		slice_contains(text, "\"LogSourceID\"") && slice_contains(text, "\"EventTime\"");
	bool bare = slice_contains(text, "\"TimeGenerated\"") &&
		    slice_contains(text, "\"ConfigVersion\"");
	return flow || system || bare ? BID_SIGNATURE : BID_NONE;
}

static enum status panos_json_parse(void *state, const struct record *record, struct event *event)
{
	struct traffic fields;
	if (panos_json_bid(record) == BID_NONE || !read_object(state, record->body, &fields)) {
		return STATUS_MISMATCH;
	}
	traffic_fill(&fields, event);
	read_time(fields.values, event);
	event->severity = panos_severity(fields.values[FIELD_SEVERITY], event->severity);
	if (event->host.size == 0) {
		event->host = fields.values[FIELD_SERIAL];
	}
	read_type(fields.values, event);
	return STATUS_OK;
}

const struct format panos_json_format = {
	.name = "panos_json",
	.title = "PAN-OS as JSON ({\"LogType\":\"THREAT\",\"TimeGenerated\":…})",
	.source = "Palo Alto Networks, Strata Logging Service: Log Format and Fields",
	.bid = panos_json_bid,
	.first = "{",
	.parse = panos_json_parse,
	.open = panos_json_open,
	.close = free,
};
