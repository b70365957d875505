// SPDX-License-Identifier: MIT
/* What the vendors that write CEF and LEEF mean by their records. */
#include "cef_event.h"
#include "checkpoint_messages.h"
#include "fortigate_messages.h"
#include "message_table.h"
#include "panos_messages.h"
#include "sonicwall_messages.h"
#include "watchguard_messages.h"

enum { FORTIGATE_DIGITS = 6 };

static void set_flow(struct event *event)
{
	event->signal = SIGNAL_FLOW;
}

static void set_verdict(struct event *event, struct slice word)
{
	if (slice_is_ignoring_case(slice_first(word, 4), "succ")) {
		event->outcome = slice_from("ok");
	} else if (slice_is_ignoring_case(slice_first(word, 4), "fail")) {
		event->outcome = slice_from("fail");
	}
}

/* "0100032102" → 32102; the header has the same without type and subtype. */
static int32_t fortigate_id(struct slice text)
{
	int64_t id;
	if (text.size > FORTIGATE_DIGITS) {
		text = slice_after(text, text.size - FORTIGATE_DIGITS);
	}
	return slice_to_int(text, &id) && id >= 0 ? (int32_t)id : -1;
}

/* "ssh(192.0.2.7)" → the address in the brackets; "192.0.2.7" is one already. */
static struct slice address_of(struct slice way)
{
	if (slice_find_char(way, '(') == way.size) {
		return slice_find_char(way, '.') < way.size ? way : slice_empty();
	}
	struct slice rest = slice_after(way, slice_find_char(way, '(') + 1);
	return slice_first(rest, slice_find_char(rest, ')'));
}

static bool read_fortigate(const struct cef_record *record, const struct traffic *fields,
			   struct event *event)
{
	const struct slice *values = fields->values;
	event->severity = fortigate_severity(values[CEF_LEVEL], event->severity);
	if (event->client.size == 0) {
		event->client = address_of(values[CEF_WAY]);
	}
	if (values[CEF_LOG_ID].size > 0) {
		event->code = values[CEF_LOG_ID]; /* whole, as in FortiGate's own format */
	}
	event->method = values[TRAFFIC_PATH].size > 0 ? event->method : slice_empty();
	if (slice_starts_with(values[CEF_CATEGORY], "traffic") ||
	    slice_starts_with(record->name, "traffic")) {
		set_flow(event);
		return true;
	}
	struct slice id = values[CEF_LOG_ID].size > 0 ? values[CEF_LOG_ID] : record->id;
	const struct fortigate_message *row = fortigate_message_find(
		fortigate_id(id), values[CEF_DESCRIPTION], record->extension);
	set_verdict(event, values[CEF_OUTCOME]);
	set_verdict(event, values[CEF_STATUS]);
	if (row != NULL) {
		event->signal = row->signal;
		event->part = row->part != NULL ? values[CEF_OBJECT] : slice_empty();
	}
	return true;
}

/*
 * The type stands in the name, the subtype or result in the id; Prisma has it the other way. LEEF
 * has no name: there the type is the category, and the id is what CSV has for event id or command.
 */
static bool read_panos(const struct cef_record *record, const struct traffic *fields,
		       struct event *event)
{
	const struct slice *values = fields->values;
	bool usual = panos_type_is_known(record->name);
	bool leef = panos_type_is_known(values[CEF_CATEGORY]);
	struct slice type = usual ? record->name : record->id;
	struct slice subtype = usual ? record->id : record->name;
	struct slice event_id = leef ? record->id : values[CEF_CATEGORY];
	struct slice command = leef ? record->id : values[TRAFFIC_ACTION];
	if (leef) {
		type = values[CEF_CATEGORY];
		bool config = slice_is(type, "CONFIG");
		subtype = config ? values[CEF_OUTCOME] : values[CEF_SUBTYPE];
		event->code = config ? record->id : subtype;
	}
	if (values[TRAFFIC_MESSAGE].size == 0) {
		event->message = record->extension;
	}
	if (slice_is(type, "TRAFFIC")) {
		set_flow(event);
		event->outcome = slice_from(panos_session_outcome(event, values[CEF_REASON]));
		if (slice_is(values[CEF_REASON], "resources-unavailable")) {
			event->signal = SIGNAL_TABLE_FULL;
		}
	} else if (slice_is(type, "CONFIG")) {
		event->signal = panos_command_signal(command, subtype);
		set_verdict(event, subtype);
	} else if (slice_is(type, "SYSTEM")) {
		struct slice sentence = values[TRAFFIC_MESSAGE];
		panos_system_read(subtype, event_id, values[CEF_OBJECT], sentence, event);
		event->code = event_id.size > 0 ? event_id : subtype;
	}
	return true;
}

/* "CN\=gw-01,O\=mgmt01.example.com": the name that the management gave the gateway. */
static void read_gateway(struct slice sic, struct event *event)
{
	struct slice name = sic;
	if (!slice_is_ignoring_case(slice_first(name, 2), "cn")) {
		return;
	}
	name = slice_after(name, slice_find_char(name, '=') + 1);
	name = slice_first(name, slice_find_char(name, ','));
	if (name.size > 0 && !slice_is(name, "cp_mgmt")) { /* every management is called that */
		event->host = name;
	}
}

static bool read_checkpoint(const struct cef_record *record, const struct traffic *fields,
			    struct event *event)
{
	const struct slice *values = fields->values;
	struct slice sentence = values[CEF_SENTENCE];
	read_gateway(values[CEF_SIC], event);
	if (values[TRAFFIC_MESSAGE].size == 0) {
		event->message = sentence.size > 0 ? sentence : record->extension;
	}
	struct checkpoint_words words = {
		.operation = values[CEF_OPERATION],
		.subject = values[CEF_SUBJECT],
		.number = values[CEF_NUMBER],
		.status = values[CEF_STATUS],
		.sentence = sentence.size > 0 ? sentence : values[TRAFFIC_MESSAGE],
	};
	if (!checkpoint_read(&words, event) && slice_starts_with(record->product, "VPN") &&
	    traffic_outcome_is_known(values[TRAFFIC_ACTION])) {
		set_flow(event);
	}
	return true;
}

/* Forcepoint, formerly Stonesoft: what became of a connection is the record's name. */
static bool read_forcepoint(const struct cef_record *record, const struct traffic *fields,
			    struct event *event)
{
	static const struct message_row rows[] = {
		{NULL, "Connection_Allowed", SIGNAL_FLOW, "accept", NULL}, /* F, as below */
		{NULL, "Connection_Discarded", SIGNAL_FLOW, "deny", NULL},
		{NULL, "Connection_Refused", SIGNAL_FLOW, "deny", NULL},
		{NULL, "Connection_Closed", SIGNAL_FLOW, "close", NULL},
		{NULL, "Policy-Upload-Started", SIGNAL_POLICY_PUSH_BEGIN, NULL, NULL},       /* K */
		{NULL, "New-Policy-Installed", SIGNAL_POLICY_PUSH_OK, "ok", NULL},           /* K */
		{NULL, "Policy-Installation-Failed", SIGNAL_POLICY_PUSH_FAIL, "fail", NULL}, /* K */
		{NULL, "Node-Going-Offline", SIGNAL_HA_PEER_DOWN, NULL, NULL},               /* K */
	};
	(void)fields;
	struct slice name = record->name.size > 0 ? record->name : record->id;
	return message_table_apply(rows, sizeof(rows) / sizeof(rows[0]), record->id, name, event);
}

static bool read_sonicwall(const struct cef_record *record, const struct traffic *fields,
			   struct event *event)
{
	if (event->rule.size == 0) {
		event->rule = fields->values[CEF_STRING]; /* cs1=, which has no label here */
	}
	return sonicwall_read(record->name, fields->values[TRAFFIC_MESSAGE], event);
}

/* "3E000002" is the native "3E00-0002". */
static bool read_watchguard(const struct cef_record *record, const struct traffic *fields,
			    struct event *event)
{
	return watchguard_read(record->id, fields->values[TRAFFIC_MESSAGE], event);
}

bool cef_vendor_read(const struct cef_record *record, const struct traffic *fields,
		     struct event *event)
{
	static const struct {
		const char *vendor;
		bool (*read)(const struct cef_record *, const struct traffic *, struct event *);
	} vendors[] = {
		{"Fortinet", read_fortigate},     {"Palo Alto Networks", read_panos},
		{"Check Point", read_checkpoint}, {"FORCEPOINT", read_forcepoint},
		{"SonicWall", read_sonicwall},    {"WatchGuard", read_watchguard},
	};
	for (size_t i = 0; i < sizeof(vendors) / sizeof(vendors[0]); i++) {
		if (slice_is_ignoring_case(record->vendor, vendors[i].vendor)) {
			return vendors[i].read(record, fields, event);
		}
	}
	return false;
}
