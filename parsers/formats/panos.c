// SPDX-License-Identifier: MIT
/*
 * PAN-OS: firewalls of Palo Alto Networks, and Panorama; CSV behind a syslog header.
 *
 *     <14>Aug  7 04:27:14 fw-gw-01 1,2024/08/07 04:27:14,007051000000279,SYSTEM,general,2561,
 *         2024/08/07 04:27:14,,general,,0,0,general,informational,"User sec.kim logged in via CLI …
 *
 *     0 – · 1 receive time · 2 serial · 3 TYPE · 4 subtype · 5 version · 6 generated time · …
 *
 * Rows of old versions are short, so nothing behind field 6 is required. Generated time is the
 * device's wall clock without a zone; versions from 10.0 have the same instant in ISO form near the
 * end of the row, which tells the zone. Receive time and the header are the relay's clock.
 */
#include "format.h"
#include "panos_messages.h"
#include "panos_row.h"
#include "protocol.h"

enum {
	/* A row is generated, received and stamped finely within this; else the zones differ. */
	AGREE_S = 300,
};

/* Of GLOBALPROTECT; names of devices only from 11 on. */
enum {
	GATEWAY_STAGE = 9,
	GATEWAY_PUBLIC = 15,
	GATEWAY_PUBLIC_6 = 16,
	GATEWAY_STATUS = 28,
	GATEWAY_DURATION = 30,
	GATEWAY_SEQUENCE = 32,
};

enum { RECEIVED = 1, SERIAL = 2, TYPE = 3, SUBTYPE = 4, GENERATED = 6 };

enum {
	FLOW_SOURCE = 7,
	FLOW_DESTINATION = 8,
	FLOW_RULE = 11,
	FLOW_USER = 12,
	FLOW_SOURCE_PORT = 24,
	FLOW_DESTINATION_PORT = 25,
	FLOW_PROTOCOL = 29,
	FLOW_ACTION = 30,
};

enum {
	TRAFFIC_BYTES_SENT = 32,
	TRAFFIC_BYTES_RECEIVED = 33,
	TRAFFIC_ELAPSED = 36,
	TRAFFIC_END_REASON = 46,
	TRAFFIC_DEVICE = 52,
};

enum { THREAT_URL = 31, THREAT_ID = 32, THREAT_SEVERITY = 34, THREAT_DEVICE = 59 };

enum {
	SYSTEM_EVENT = 8,
	SYSTEM_OBJECT = 9,
	SYSTEM_SEVERITY = 13,
	SYSTEM_SENTENCE = 14,
	SYSTEM_DEVICE = 22,
};

enum {
	CONFIG_HOST = 7,
	CONFIG_COMMAND = 9,
	CONFIG_ADMIN = 10,
	CONFIG_RESULT = 12,
	CONFIG_SEQUENCE = 14, /* or later: before and after may stand first */

};

static struct slice field(const struct panos_row *row, size_t index)
{
	return panos_row_field(row, index);
}

static void read_time(const struct panos_row *row, const struct record *record, struct event *event)
{
	struct slice text = field(row, GENERATED);
	struct stamp generated = {0};
	struct stamp received = {0};
	struct stamp fine;
	if (!stamp_eat_slashes(&text, &generated) && !stamp_eat_iso(&text, &generated)) {
		return;
	}
	text = field(row, RECEIVED);
	if (!stamp_eat_slashes(&text, &received)) {
		stamp_eat_iso(&text, &received);
	}
	if (panos_row_fine_stamp(row, &fine)) {
		int64_t away_s = (fine.civil_us - generated.civil_us) / US_PER_S;
		if (fine.civil_us >= generated.civil_us &&
		    fine.civil_us < generated.civil_us + US_PER_S) {
			generated = fine;
		} else if (away_s <= AGREE_S && away_s >= -AGREE_S) {
			generated.offset_s = fine.offset_s;
			generated.flags |= STAMP_ZONE;
		}
	}
	event->stamp = generated;
	if (!(event->relay.flags & STAMP_SET)) {
		event->relay = record->envelope.stamp.flags & STAMP_SET ? record->envelope.stamp
									: received;
	}
}

static int64_t number_of(struct slice text)
{
	int64_t number;
	return slice_to_int(text, &number) && number >= 0 ? number : -1;
}

static void set_host(const struct panos_row *row, size_t index, struct event *event)
{
	struct slice name = slice_trim(field(row, index)); /* nothing behind the last field */
	if (name.size > 0) {
		event->host = name;
	}
}

/* What TRAFFIC, THREAT, DECRYPTION and tunnel rows have in common. */
static void read_sides(const struct panos_row *row, struct event *event)
{
	/* SCTP has one more field without a use before its protocol. */
	size_t shift = slice_is(field(row, TYPE), "SCTP") ? 1 : 0;
	event->client = field(row, FLOW_SOURCE);
	event->server = field(row, FLOW_DESTINATION);
	event->rule = field(row, FLOW_RULE);
	event->actor = field(row, FLOW_USER);
	event->client_port = protocol_port(field(row, FLOW_SOURCE_PORT));
	event->server_port = protocol_port(field(row, FLOW_DESTINATION_PORT));
	event->protocol = protocol_name(field(row, FLOW_PROTOCOL + shift));
	event->outcome = field(row, FLOW_ACTION + shift);
}

static void read_traffic(const struct panos_row *row, struct event *event)
{
	read_sides(row, event);
	event->signal = SIGNAL_FLOW;
	struct slice reason = field(row, TRAFFIC_END_REASON);
	event->bytes_in = number_of(field(row, TRAFFIC_BYTES_SENT));
	event->bytes_out = number_of(field(row, TRAFFIC_BYTES_RECEIVED));
	event->outcome = slice_from(panos_session_outcome(event, reason));
	int64_t seconds = number_of(field(row, TRAFFIC_ELAPSED));
	if (slice_is(event->code, "end") && seconds >= 0 && seconds < INT64_MAX / US_PER_S) {
		event->duration_us = seconds * US_PER_S;
		event->stamps_end = true;
	}
	if (slice_is(reason, "resources-unavailable")) {
		event->signal = SIGNAL_TABLE_FULL;
		event->outcome = reason;
	}
	set_host(row, TRAFFIC_DEVICE, event);
}

static void read_threat(const struct panos_row *row, struct event *event)
{
	read_sides(row, event);
	event->path = field(row, THREAT_URL);
	event->severity = panos_severity(field(row, THREAT_SEVERITY), SEVERITY_INFORMATIONAL);
	struct slice name = field(row, THREAT_ID);
	event->code = panos_threat_id(name, event->code);
	if (slice_find_char(name, '(') > 0) {
		event->message = name;
	}
	set_host(row, THREAT_DEVICE, event);
}

static void read_system(const struct panos_row *row, struct event *event)
{
	struct slice sentence = field(row, SYSTEM_SENTENCE);
	struct slice event_id = field(row, SYSTEM_EVENT);
	event->severity = panos_severity(field(row, SYSTEM_SEVERITY), SEVERITY_INFORMATIONAL);
	event->message = sentence;
	event->code = event_id.size > 0 ? event_id : field(row, SUBTYPE);
	panos_system_read(field(row, SUBTYPE), event_id, field(row, SYSTEM_OBJECT), sentence,
			  event);
	set_host(row, SYSTEM_DEVICE, event);
}

static void read_config(const struct panos_row *row, struct event *event)
{
	struct slice command = field(row, CONFIG_COMMAND);
	struct slice result = field(row, CONFIG_RESULT);
	event->code = command;
	event->client = field(row, CONFIG_HOST);
	event->actor = field(row, CONFIG_ADMIN);
	event->signal = panos_command_signal(command, result);
	event->outcome = result;
	if (slice_is(result, "Succeeded")) {
		event->outcome = slice_from("ok");
	} else if (slice_starts_with(result, "Fail") || slice_starts_with(result, "Unauth")) {
		event->outcome = slice_from("fail");
	}
	set_host(row, panos_row_device_behind_sequence(row, CONFIG_SEQUENCE), event);
}

/* Types that are end users coming and going: who and from where, by position. */
struct visitor {
	const char *type;
	size_t user;
	size_t address;
	size_t event;
};

static const struct visitor visitors[] = {
	{"GLOBALPROTECT", 12, GATEWAY_PUBLIC, 8},
	{"USERID", 9, 8, SUBTYPE},
	{"HIPMATCH", 7, 11, 12},
	{"HIP-MATCH", 7, 11, 12},
	{"AUTHENTICATION", 9, 8, SUBTYPE},
	{"AUTH", 9, 8, SUBTYPE},
	{"IPTAG", PANOS_FIELDS_MAX, 8, 10},
	{"CORRELATION", 8, 7, SUBTYPE},
};

/* A visit of GlobalProtect: how it ended, how long it was. */
static void read_gateway(const struct panos_row *row, struct event *event)
{
	struct slice status = field(row, GATEWAY_STATUS);
	bool failed = slice_starts_with(status, "fail");
	if (status.size > 0) {
		event->outcome = failed                        ? slice_from("fail")
				 : slice_is(status, "success") ? slice_from("ok")
							       : status;
	}
	if (failed && slice_is(field(row, GATEWAY_STAGE), "login")) {
		event->signal = SIGNAL_AUTH_FAIL;
	}
	bool version_6 = (slice_is(field(row, GATEWAY_PUBLIC), "0.0.0.0") ||
			  field(row, GATEWAY_PUBLIC).size == 0) &&
			 !slice_is(field(row, GATEWAY_PUBLIC_6), "0.0.0.0");
	event->client = field(row, version_6 ? GATEWAY_PUBLIC_6 : GATEWAY_PUBLIC);
	int64_t seconds = number_of(field(row, GATEWAY_DURATION));
	if (seconds >= 0 && seconds < INT64_MAX / US_PER_S) {
		event->duration_us = seconds * US_PER_S;
		event->stamps_end = true;
	}
	set_host(row, panos_row_device_behind_groups(row, GATEWAY_SEQUENCE), event);
}

static void read_visitor(const struct panos_row *row, struct event *event)
{
	for (size_t i = 0; i < sizeof(visitors) / sizeof(visitors[0]); i++) {
		if (slice_is(field(row, TYPE), visitors[i].type)) {
			event->actor = field(row, visitors[i].user);
			event->client = field(row, visitors[i].address);
			event->code = field(row, visitors[i].event);
			if (slice_is(field(row, TYPE), "GLOBALPROTECT")) {
				read_gateway(row, event);
			} else {
				set_host(row,
					 panos_row_device_behind_sequence(row, visitors[i].address),
					 event);
			}
			return;
		}
	}
}

/* 01111111111,2024/04/11 20:06:15,audit,2561,gui-op,suser,"<debug>…</debug>",success */
static void read_audit(const struct panos_row *row, struct event *event)
{
	enum { AUDIT_KIND = 4, AUDIT_USER, AUDIT_COMMAND, AUDIT_RESULT };
	struct slice text = field(row, RECEIVED);
	struct stamp stamp;
	if (stamp_eat_slashes(&text, &stamp)) {
		event->stamp = stamp;
	}
	event->signal = SIGNAL_OPERATOR_COMMAND;
	event->code = field(row, AUDIT_KIND);
	event->actor = field(row, AUDIT_USER);
	event->message = field(row, AUDIT_COMMAND);
	event->outcome = field(row, AUDIT_RESULT);
	if (slice_is(event->outcome, "success")) {
		event->outcome = slice_from("ok");
	}
}

/* Rows with the addresses of a session, which TRAFFIC has counted already. */
static bool is_flow_like(struct slice type)
{
	return slice_is(type, "DECRYPTION") || slice_is(type, "GTP") || slice_is(type, "SCTP") ||
	       slice_is(type, "START") || slice_is(type, "END") || slice_is(type, "TUNNEL");
}

static void read_type(const struct panos_row *row, struct event *event)
{
	struct slice type = field(row, TYPE);
	if (slice_is(type, "TRAFFIC")) {
		read_traffic(row, event);
	} else if (slice_is(type, "THREAT")) {
		read_threat(row, event);
	} else if (slice_is(type, "SYSTEM")) {
		read_system(row, event);
	} else if (slice_is(type, "CONFIG")) {
		read_config(row, event);
	} else if (is_flow_like(type)) {
		read_sides(row, event);
		bool sequence = slice_is(type, "DECRYPTION");
		set_host(row,
			 sequence ? panos_row_device_behind_sequence(row, FLOW_ACTION + 1)
				  : panos_row_device_behind_groups(row, FLOW_ACTION + 1),
			 event);
	} else {
		read_visitor(row, event);
	}
}

static int bid(const struct record *record)
{
	struct slice text;
	return panos_row_find(record->whole, &text) ? BID_SIGNATURE : BID_NONE;
}

static enum status parse(void *state, const struct record *record, struct event *event)
{
	(void)state;
	struct slice text;
	if (!panos_row_find(record->whole, &text)) {
		return STATUS_MISMATCH;
	}
	struct panos_row row;
	panos_row_split(text, &row);
	if (slice_find_char(event->host, ',') < event->host.size) {
		event->host =
			slice_empty(); /* a header without a host name ends where the row begins */
	}
	event->message = text;
	event->code = field(&row, slice_is(field(&row, SUBTYPE), "0") ? TYPE : SUBTYPE);
	if (slice_is_ignoring_case(field(&row, TYPE - 1), "audit")) {
		read_audit(&row, event);
		return STATUS_OK;
	}
	read_time(&row, record, event);
	read_type(&row, event);
	if (event->host.size == 0) {
		event->host = field(&row, SERIAL);
	}
	return STATUS_OK;
}

const struct format panos_format = {
	.name = "panos",
	.title = "PAN-OS, Panorama (1,2024/08/07 04:27:14,…,TRAFFIC,end,…)",
	.source = "PAN-OS Administrator's Guide, Syslog Field Descriptions",
	.bid = bid,
	.needs_whole = ",0",
	.parse = parse,
};
