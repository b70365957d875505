// SPDX-License-Identifier: MIT
/* The event that a record of CEF or LEEF tells. */
#include "cef_event.h"

/* clang-format off */
static const struct traffic_key keys[] = {
	TRAFFIC_KEY("src", TRAFFIC_SOURCE), TRAFFIC_KEY("sourceAddress", TRAFFIC_SOURCE),
	TRAFFIC_KEY("c6a2", TRAFFIC_SOURCE), TRAFFIC_KEY("srcip", TRAFFIC_SOURCE),
	TRAFFIC_KEY("client_ip", TRAFFIC_SOURCE),
	TRAFFIC_KEY("cpt", TRAFFIC_SOURCE_PORT), TRAFFIC_KEY("level", CEF_LEVEL),
	TRAFFIC_KEY("spt", TRAFFIC_SOURCE_PORT), TRAFFIC_KEY("srcPort", TRAFFIC_SOURCE_PORT),
	TRAFFIC_KEY("sourcePort", TRAFFIC_SOURCE_PORT), TRAFFIC_KEY("s_port", TRAFFIC_SOURCE_PORT),
	TRAFFIC_KEY("dst", TRAFFIC_DESTINATION), TRAFFIC_KEY("c6a3", TRAFFIC_DESTINATION),
	TRAFFIC_KEY("destinationAddress", TRAFFIC_DESTINATION), TRAFFIC_KEY("dstip", TRAFFIC_DESTINATION),
	TRAFFIC_KEY("dpt", TRAFFIC_DESTINATION_PORT), TRAFFIC_KEY("dstPort", TRAFFIC_DESTINATION_PORT),
	TRAFFIC_KEY("destinationPort", TRAFFIC_DESTINATION_PORT),
	TRAFFIC_KEY("proto", TRAFFIC_PROTOCOL),
	TRAFFIC_KEY("act", TRAFFIC_ACTION), TRAFFIC_KEY("action", TRAFFIC_ACTION),
	TRAFFIC_KEY("disp", TRAFFIC_ACTION), TRAFFIC_KEY("fw_action", TRAFFIC_ACTION),
	TRAFFIC_KEY("policyid", TRAFFIC_RULE), TRAFFIC_KEY("rule_uid", TRAFFIC_RULE),
	TRAFFIC_KEY("match_id", CEF_MATCH), TRAFFIC_KEY("policy", TRAFFIC_RULE),
	TRAFFIC_KEY("policyname", TRAFFIC_RULE_NAME), TRAFFIC_KEY("rule_name", TRAFFIC_RULE_NAME),
	TRAFFIC_KEY("RuleName", TRAFFIC_RULE_NAME),
	TRAFFIC_KEY("suser", TRAFFIC_USER), TRAFFIC_KEY("duser", CEF_OTHER_USER), TRAFFIC_KEY("unauthuser", CEF_OTHER_USER),
	TRAFFIC_KEY("usrName", TRAFFIC_USER), TRAFFIC_KEY("src_user", TRAFFIC_USER),
	TRAFFIC_KEY("susr", TRAFFIC_USER), TRAFFIC_KEY("administrator", TRAFFIC_USER),
	TRAFFIC_KEY("user", TRAFFIC_USER),
	TRAFFIC_KEY("dvchost", TRAFFIC_HOST), TRAFFIC_KEY("deviceHostName", TRAFFIC_HOST),
	TRAFFIC_KEY("host_name", TRAFFIC_HOST), TRAFFIC_KEY("sender", TRAFFIC_HOST),
	TRAFFIC_KEY("DeviceName", TRAFFIC_HOST),
	TRAFFIC_KEY("in", TRAFFIC_BYTES_IN), TRAFFIC_KEY("out", TRAFFIC_BYTES_OUT),
	TRAFFIC_KEY("srcBytes", TRAFFIC_BYTES_IN), TRAFFIC_KEY("dstBytes", TRAFFIC_BYTES_OUT),
	TRAFFIC_KEY("sent_bytes", TRAFFIC_BYTES_IN), TRAFFIC_KEY("rcvd_bytes", TRAFFIC_BYTES_OUT),
	TRAFFIC_KEY("duration", TRAFFIC_SECONDS), TRAFFIC_KEY("ElapsedTime", TRAFFIC_SECONDS),
	TRAFFIC_KEY("Severity", CEF_SEVERITY), TRAFFIC_KEY("Subtype", CEF_SUBTYPE),
	TRAFFIC_KEY("SessionEndReason", CEF_REASON), TRAFFIC_KEY("Result", CEF_OUTCOME),
	TRAFFIC_KEY("requestMethod", TRAFFIC_METHOD), TRAFFIC_KEY("method", TRAFFIC_METHOD),
	TRAFFIC_KEY("request", TRAFFIC_PATH), TRAFFIC_KEY("url", TRAFFIC_PATH),
	TRAFFIC_KEY("requestClientApplication", TRAFFIC_AGENT),
	TRAFFIC_KEY("msg", TRAFFIC_MESSAGE),
	TRAFFIC_KEY("rt", CEF_RECEIPT), TRAFFIC_KEY("devTime", CEF_RECEIPT),
	TRAFFIC_KEY("deviceReceiptTime", CEF_RECEIPT),
	TRAFFIC_KEY("start", CEF_START), TRAFFIC_KEY("startTime", CEF_START),
	TRAFFIC_KEY("end", CEF_END), TRAFFIC_KEY("endTime", CEF_END),
	TRAFFIC_KEY("dtz", CEF_ZONE), TRAFFIC_KEY("deviceTimeZone", CEF_ZONE), TRAFFIC_KEY("tz", CEF_ZONE),
	TRAFFIC_KEY("eventtime", CEF_EPOCH),
	TRAFFIC_KEY("dvc", CEF_DEVICE_ADDRESS), TRAFFIC_KEY("origin", CEF_DEVICE_ADDRESS),
	TRAFFIC_KEY("deviceExternalId", CEF_DEVICE_ID), TRAFFIC_KEY("devid", CEF_DEVICE_ID),
	TRAFFIC_KEY("cat", CEF_CATEGORY), TRAFFIC_KEY("deviceEventCategory", CEF_CATEGORY),
	TRAFFIC_KEY("outcome", CEF_OUTCOME), TRAFFIC_KEY("reason", CEF_REASON),
	TRAFFIC_KEY("fname", CEF_OBJECT), TRAFFIC_KEY("vpntunnel", CEF_OBJECT), TRAFFIC_KEY("interface", CEF_OBJECT),
	TRAFFIC_KEY("ui", CEF_WAY), TRAFFIC_KEY("sproc", CEF_WAY),
	TRAFFIC_KEY("product", CEF_PRODUCT), TRAFFIC_KEY("operation", CEF_OPERATION),
	TRAFFIC_KEY("subject", CEF_SUBJECT), TRAFFIC_KEY("operation_number", CEF_NUMBER),
	TRAFFIC_KEY("audit_status", CEF_STATUS), TRAFFIC_KEY("status", CEF_STATUS),
	TRAFFIC_KEY("sys_message", CEF_SENTENCE), TRAFFIC_KEY("sys_message:", CEF_SENTENCE),
	TRAFFIC_KEY("additional_info", CEF_SENTENCE),
	TRAFFIC_KEY("logid", CEF_LOG_ID), TRAFFIC_KEY("logdesc", CEF_DESCRIPTION),
	TRAFFIC_KEY("originsicname", CEF_SIC),
	TRAFFIC_KEY("cs1", CEF_STRING), TRAFFIC_KEY("cs2", CEF_STRING + 1), TRAFFIC_KEY("cs3", CEF_STRING + 2),
	TRAFFIC_KEY("cs4", CEF_STRING + 3), TRAFFIC_KEY("cs5", CEF_STRING + 4), TRAFFIC_KEY("cs6", CEF_STRING + 5),
	TRAFFIC_KEY("cn1", CEF_STRING + 6), TRAFFIC_KEY("cn2", CEF_STRING + 7), TRAFFIC_KEY("cn3", CEF_STRING + 8),
	TRAFFIC_KEY("cs1Label", CEF_LABEL), TRAFFIC_KEY("cs2Label", CEF_LABEL + 1), TRAFFIC_KEY("cs3Label", CEF_LABEL + 2),
	TRAFFIC_KEY("cs4Label", CEF_LABEL + 3), TRAFFIC_KEY("cs5Label", CEF_LABEL + 4), TRAFFIC_KEY("cs6Label", CEF_LABEL + 5),
	TRAFFIC_KEY("cn1Label", CEF_LABEL + 6), TRAFFIC_KEY("cn2Label", CEF_LABEL + 7), TRAFFIC_KEY("cn3Label", CEF_LABEL + 8),
};
/* clang-format on */

_Static_assert((int)CEF_COUNT <= (int)TRAFFIC_FIELDS_MAX, "all fields have a place");

enum { CUSTOM_COUNT = CEF_COUNT - CEF_LABEL };

/* FortiGate puts its name before the keys that the dictionary does not have. */
static struct slice bare_key(struct slice key)
{
	static const char *const prefixes[] = {"FTNTFGT", "FortinetFortiGate", "ad."};
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		if (slice_eat(&key, prefixes[i])) {
			break;
		}
	}
	return key;
}

/* A custom field says what it holds in its label: "Rule", "Rule Name", "RuleID", "Elapsed time". */
static void read_labels(struct traffic *fields)
{
	for (size_t i = 0; i < CUSTOM_COUNT; i++) {
		struct slice label = fields->values[CEF_LABEL + i];
		struct slice value = fields->values[CEF_STRING + i];
		if (value.size == 0) {
			continue;
		}
		if ((slice_starts_with(label, "Rule") || slice_is(label, "policy_name")) &&
		    fields->values[TRAFFIC_RULE_NAME].size == 0) {
			fields->values[TRAFFIC_RULE_NAME] = value;
		} else if ((slice_starts_with(label, "Elapsed") ||
			    slice_starts_with(label, "Duration") ||
			    slice_is(label, "SessionDuration")) &&
			   fields->values[TRAFFIC_SECONDS].size == 0) {
			fields->values[TRAFFIC_SECONDS] = value;
		} else if (slice_is(label, "response_code")) {
			fields->values[TRAFFIC_STATUS] = value;
		}
	}
}

/* The dictionary says "in" to what flows from source to destination, these two "out". */
static void swap_bytes(const struct cef_record *record, struct traffic *fields)
{
	if (slice_is(record->vendor, "Fortinet") || slice_is(record->vendor, "SonicWall")) {
		struct slice in = fields->values[TRAFFIC_BYTES_IN];
		fields->values[TRAFFIC_BYTES_IN] = fields->values[TRAFFIC_BYTES_OUT];
		fields->values[TRAFFIC_BYTES_OUT] = in;
	}
}

static void read_pairs(const struct cef_record *record, struct traffic *fields)
{
	struct slice rest = record->extension;
	struct slice key;
	struct slice value;
	traffic_clear(fields);
	while (cef_pair_next(&rest, record->delimiter, &key, &value)) {
		traffic_take(fields, keys, sizeof(keys) / sizeof(keys[0]), bare_key(key), value);
	}
	if (fields->values[TRAFFIC_USER].size == 0) {
		fields->values[TRAFFIC_USER] = fields->values[CEF_OTHER_USER];
	}
	if (fields->values[TRAFFIC_RULE].size == 0) {
		fields->values[TRAFFIC_RULE] = fields->values[CEF_MATCH];
	}
	read_labels(fields);
	swap_bytes(record, fields);
}

/* Epoch, "Jan 17 2020 08:52:09[.SSS][ zone]", ISO, "Mon Aug  1 06:40:30 2022". */
static bool read_stamp(struct slice text, struct slice zone, struct stamp *ret_stamp)
{
	struct stamp stamp = {0};
	struct slice rest = text;
	bool read = stamp_eat_bsd(&rest, &stamp) || stamp_eat_iso(&rest, &stamp) ||
		    stamp_eat_ctime(&rest, &stamp);
	if (!read) {
		rest = text;
		read = stamp_eat_epoch(&rest, &stamp) && rest.size == 0;
	}
	if (!read) {
		return false;
	}
	slice_eat_blanks(&rest);
	if ((stamp.flags & STAMP_ZONE) == 0 && (rest.size == 0 || !stamp_set_zone(&stamp, rest)) &&
	    zone.size > 0) {
		stamp_set_zone(&stamp, zone);
	}
	*ret_stamp = stamp;
	return true;
}

/* The same instant as the device's wall clock showed it. */
static void place(struct stamp *epoch, struct slice zone)
{
	struct stamp civil = *epoch;
	if (zone.size > 0 && stamp_set_zone(&civil, zone)) {
		epoch->offset_s = civil.offset_s;
		epoch->civil_us += (int64_t)civil.offset_s * US_PER_S;
	}
}

static void read_time(const struct cef_record *record, const struct traffic *fields,
		      struct event *event)
{
	const struct slice *values = fields->values;
	struct slice zone = values[CEF_ZONE];
	struct stamp start = {0};
	struct stamp end = {0};
	bool has_start = read_stamp(values[CEF_START], zone, &start);
	bool has_end = read_stamp(values[CEF_END], zone, &end);
	struct slice epoch = values[CEF_EPOCH];
	struct stamp stamp = {0};
	if (stamp_eat_epoch(&epoch, &stamp) && epoch.size == 0) {
		place(&stamp, zone);
	} else if (!read_stamp(values[CEF_RECEIPT], zone, &stamp)) {
		stamp = has_end ? end : start;
	}
	/* PAN-OS: `rt` is when it was received, `start` when it was generated */
	if (has_start && slice_starts_with(record->vendor, "Palo Alto")) {
		event->relay = stamp;
		stamp = start;
	}
	event->stamp = stamp;
	if (values[TRAFFIC_SECONDS].size == 0 && has_start && has_end && start.flags == end.flags &&
	    end.civil_us >= start.civil_us) {
		event->duration_us = end.civil_us - start.civil_us;
		event->stamps_end = true;
	}
}

static enum severity severity_of(struct slice word, enum severity otherwise)
{
	static const struct {
		const char *word;
		enum severity severity;
	} words[] = {
		{"Low", SEVERITY_INFORMATIONAL}, {"Medium", SEVERITY_WARNING},
		{"High", SEVERITY_ERROR},        {"Very-High", SEVERITY_CRITICAL},
		{"Critical", SEVERITY_CRITICAL}, {"Informational", SEVERITY_INFORMATIONAL},
	};
	static const enum severity numbers[] = {
		SEVERITY_INFORMATIONAL, SEVERITY_INFORMATIONAL, SEVERITY_INFORMATIONAL,
		SEVERITY_NOTICE,        SEVERITY_WARNING,       SEVERITY_WARNING,
		SEVERITY_WARNING,       SEVERITY_ERROR,         SEVERITY_ERROR,
		SEVERITY_CRITICAL,      SEVERITY_CRITICAL,
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (slice_is_ignoring_case(word, words[i].word)) {
			return words[i].severity;
		}
	}
	int64_t number;
	if (slice_to_int(word, &number) && number >= 0 &&
	    number < (int64_t)(sizeof(numbers) / sizeof(numbers[0]))) {
		return numbers[number];
	}
	return otherwise;
}

/* "Success", "/Failure", "failed": the dictionary has a key for how it ended. */
static struct slice verdict_of(struct slice outcome)
{
	if (slice_is_ignoring_case(slice_first(outcome, 4), "succ")) {
		return slice_from("ok");
	}
	return slice_is_ignoring_case(slice_first(outcome, 4), "fail") ? slice_from("fail")
								       : outcome;
}

/* Requests have been counted by who served them: here they are alarms of a WAF. */
static bool is_flow(const struct traffic *fields)
{
	return traffic_is_flow(fields) && fields->values[TRAFFIC_PATH].size == 0 &&
	       (fields->values[TRAFFIC_DESTINATION_PORT].size > 0 ||
		fields->values[TRAFFIC_PROTOCOL].size > 0);
}

void cef_event_fill(const struct cef_record *record, struct event *event)
{
	struct traffic fields;
	struct slice header_host = event->host;
	read_pairs(record, &fields);
	traffic_fill(&fields, event);
	read_time(record, &fields, event);
	event->code = record->id;
	event->severity = severity_of(record->severity.size > 0 ? record->severity
								: fields.values[CEF_SEVERITY],
				      event->severity);
	if (fields.values[TRAFFIC_MESSAGE].size == 0 && record->name.size > 0) {
		event->message = record->name;
	}
	if (fields.values[TRAFFIC_HOST].size == 0) {
		event->host =
			header_host.size > 0 ? header_host : fields.values[CEF_DEVICE_ADDRESS];
	}
	if (event->host.size == 0) {
		event->host = fields.values[CEF_DEVICE_ID];
	}
	if (event->outcome.size == 0) {
		event->outcome = verdict_of(fields.values[CEF_OUTCOME]);
	}
	if (!cef_vendor_read(record, &fields, event) && is_flow(&fields)) {
		event->signal = SIGNAL_FLOW;
	}
}
