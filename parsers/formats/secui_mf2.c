// SPDX-License-Identifier: MIT
/*
 * SECUI MF2 and its successor BLUEMAX NGF.
 *
 *     <14>1 2024-08-06T20:30:19.002198Z [fw4_deny] [192.0.2.1] 2024-08-07 05:30:19,2024-08-07
 *         05:30:19,0,fw-mf-01,0,Undefined,198.51.100.66,68,192.0.2.10,445,TCP,EXT,1,335, ,-,Deny
 * by… <14>1 … [fw4_allow] [192.0.2.1] start_time="2024-08-07 05:30:15" end_time=… fw_rule_id=Local
 * Out …
 *
 * By position or in pairs, the names are the same. The header is UTC, the body the wall clock of
 * the device: their difference is the zone. HA states and links are reported again and again; a
 * change against the report before is what counts.
 */
#include <stdlib.h>

#include "cef_record.h"
#include "format.h"
#include "reports.h"
#include "traffic.h"

enum {
	HEAD_LIMIT = 48, /* "[sslvpn3_cnt_tunnel] [" */
	ZONE_STEP_S = 900,
	ZONE_LIMIT_S = 50400, /* UTC+14 */
	DELAY_S = 120,        /* between the event and its sending */
};

enum mf2_field {
	FIELD_TIME = TRAFFIC_OTHER,
	FIELD_END,
	FIELD_COMMAND,
	FIELD_MENU,
	FIELD_RESULT,
	FIELD_NAME,
	FIELD_STATE,
};

static const struct traffic_key keys[] = {
	TRAFFIC_KEY("src_ip", TRAFFIC_SOURCE),
	TRAFFIC_KEY("user_ip", TRAFFIC_SOURCE),
	TRAFFIC_KEY("admin_ip", TRAFFIC_SOURCE),
	TRAFFIC_KEY("src_port", TRAFFIC_SOURCE_PORT),
	TRAFFIC_KEY("dst_ip", TRAFFIC_DESTINATION),
	TRAFFIC_KEY("remote_gateway", TRAFFIC_DESTINATION),
	TRAFFIC_KEY("dst_port", TRAFFIC_DESTINATION_PORT),
	TRAFFIC_KEY("protocol", TRAFFIC_PROTOCOL),
	TRAFFIC_KEY("fw_rule_id", TRAFFIC_RULE),
	TRAFFIC_KEY("admin_id", TRAFFIC_USER),
	TRAFFIC_KEY("user_id", TRAFFIC_USER),
	TRAFFIC_KEY("machine_name", TRAFFIC_HOST),
	TRAFFIC_KEY("tx_bytes", TRAFFIC_BYTES_IN),
	TRAFFIC_KEY("bytes_forward", TRAFFIC_BYTES_IN),
	TRAFFIC_KEY("rx_bytes", TRAFFIC_BYTES_OUT),
	TRAFFIC_KEY("bytes_backward", TRAFFIC_BYTES_OUT),
	TRAFFIC_KEY("duration", TRAFFIC_SECONDS),
	TRAFFIC_KEY("msg", TRAFFIC_MESSAGE),
	TRAFFIC_KEY("time", FIELD_TIME),
	TRAFFIC_KEY("start_time", FIELD_TIME),
	TRAFFIC_KEY("end_time", FIELD_END),
	TRAFFIC_KEY("command", FIELD_COMMAND),
	TRAFFIC_KEY("menu_path", FIELD_MENU),
	TRAFFIC_KEY("result", FIELD_RESULT),
	TRAFFIC_KEY("interface", FIELD_NAME),
	TRAFFIC_KEY("member_name", FIELD_NAME),
	TRAFFIC_KEY("tunnel_name", FIELD_NAME),
	TRAFFIC_KEY("event_name", FIELD_NAME),
	TRAFFIC_KEY("member_status", FIELD_STATE),
	TRAFFIC_KEY("link_status", FIELD_STATE),
};

/* The order of the fields, up to the last that counts; the last takes the rest of the line. */
static const struct {
	const char *type;
	const char *names;
} layouts[] = {
	{"ha_event", "time,machine_name,event_name,msg"},
	{"ha_status", "time,members,machine_name,priority,member_status"},
	{"audit", "time,machine_name,admin_id,admin_ip,admin_level,menu_path,command,result,rest"},
	{"mng_line", "time,machine_name,interface,msg"},
	{"mng_if_traffic", "time,machine_name,interface,link_status,rest"},
	{"mng_resource", "time,machine_name,rest"},
	{"fw4_allow", "start_time,end_time,duration,machine_name,fw_rule_id,nat_rule_id,src_ip,"
		      "src_port,dst_ip,dst_port,protocol,ingres_if,tx_packets,rx_packets,tx_bytes,"
		      "rx_bytes,rest"},
	{"fw4_deny", "start_time,end_time,duration,machine_name,fw_rule_id,nat_rule_id,src_ip,"
		     "src_port,dst_ip,dst_port,protocol,ingres_if,packets,tx_bytes,rest"},
	{"fw6_allow", "start_time,end_time,duration,machine_name,fw_rule_id,src_ip,src_port,"
		      "dst_ip,dst_port,protocol,ingres_if,tx_packets,rx_packets,tx_bytes,"
		      "rx_bytes,rest"},
	{"fw6_deny", "start_time,end_time,duration,machine_name,fw_rule_id,src_ip,src_port,"
		     "dst_ip,dst_port,protocol,ingres_if,packets,tx_bytes,rest"},
	{"nat_session", "start_time,end_time,machine_name,nat_rule_id,fw_rule_id,applied_if,"
			"src_ip,src_port,dst_ip,dst_port,protocol,rest"},
	{"ips_ddos_detect", "start_time,machine_name,msg,domain_id,src_ip,src_port,dst_ip,"
			    "dst_port,protocol,rest"},
	{"ips_ddos_incident", "start_time,end_time,machine_name,msg,rest"},
	{"vpn_act_ike", "start_time,machine_name,tunnel_name,remote_gateway,key_exchange_step,"
			"result,priority,msg"},
	{"vpn_act_event", "start_time,machine_name,msg"},
	{"sslvpn_act_auth", "time,machine_name,session_id,user_id,src_ip,result"},
	{"sslvpn3_act_auth", "time,machine_name,user_id,user_ip,assign_ip,result,msg"},
};

/* "[fw4_deny] [192.0.2.1] …" → type and address; what is left is the record. */
static bool eat_head(struct slice *text, struct slice *ret_type, struct slice *ret_address)
{
	static const char *const families[] = {"fw4_", "fw6_",   "nat_", "ips_", "vpn_",
					       "app_", "sslvpn", "mng_", "ha_",  "audit"};
	struct slice rest = *text;
	if (!slice_eat_char(&rest, '[') || slice_find_char(rest, ']') > HEAD_LIMIT ||
	    !slice_eat_until(&rest, ']', ret_type) || !slice_eat(&rest, " [") ||
	    !slice_eat_until(&rest, ']', ret_address)) {
		return false;
	}
	slice_eat_blanks(&rest);
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		if (slice_starts_with(*ret_type, families[i])) {
			*text = rest;
			return true;
		}
	}
	return false;
}

static void take(struct traffic *fields, struct slice key, struct slice value)
{
	traffic_take(fields, keys, sizeof(keys) / sizeof(keys[0]), key, slice_trim(value));
}

static void read_row(struct slice type, struct slice text, struct traffic *fields)
{
	const char *names = "time,machine_name,rest";
	for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++) {
		if (slice_is(type, layouts[i].type)) {
			names = layouts[i].names;
		}
	}
	struct slice rest = slice_from(names);
	struct slice name;
	struct slice value;
	while (slice_eat_until(&rest, ',', &name) && slice_eat_until(&text, ',', &value)) {
		take(fields, name, value);
	}
	if (slice_find_char(rest, ',') == rest.size) {
		take(fields, rest, text);
	}
}

static void read_pairs(struct slice text, struct traffic *fields)
{
	struct slice key;
	struct slice value;
	while (cef_pair_next(&text, slice_empty(), &key, &value)) {
		take(fields, key, value);
	}
}

/* The header is UTC, the stamp local: a whole zone lies between, and a moment. */
static void read_zone(const struct stamp *header, struct stamp *stamp)
{
	if ((header->flags & STAMP_ZONE) == 0 || header->offset_s != 0) {
		return;
	}
	int64_t away_s = (stamp->civil_us - header->civil_us) / US_PER_S;
	int64_t half = away_s >= 0 ? ZONE_STEP_S / 2 : -(ZONE_STEP_S / 2);
	int64_t offset_s = (away_s + half) / ZONE_STEP_S * ZONE_STEP_S;
	int64_t rest_s = away_s - offset_s;
	if (offset_s <= ZONE_LIMIT_S && offset_s >= -ZONE_LIMIT_S && rest_s <= DELAY_S &&
	    rest_s >= -DELAY_S) {
		stamp->offset_s = (int32_t)offset_s;
		stamp->flags |= STAMP_ZONE;
	}
}

static void read_time(const struct traffic *fields, const struct record *record,
		      struct event *event)
{
	bool has_end = fields->values[FIELD_END].size > 0;
	struct slice text = fields->values[has_end ? FIELD_END : FIELD_TIME];
	struct stamp stamp;
	if (stamp_eat_iso(&text, &stamp)) {
		read_zone(&record->envelope.stamp, &stamp);
		event->stamp = stamp;
	}
}

static bool names(const struct traffic *fields, const char *const *words)
{
	for (; *words != NULL; words++) {
		if (slice_contains(fields->values[FIELD_COMMAND], *words) ||
		    slice_contains(fields->values[FIELD_MENU], *words)) {
			return true;
		}
	}
	return false;
}

/* audit: what an administrator did, and whether it was let. K but for the shape. */
static void read_audit(const struct traffic *fields, struct event *event)
{
	static const char *const logouts[] = {"LOGOUT", "Logout", "로그아웃", NULL};
	static const char *const logins[] = {"LOGIN", "Login", "로그인", NULL};
	static const char *const commits[] = {"APPLY", "Apply", "적용", NULL};
	static const char *const edits[] = {"ADD",  "MODIFY", "DELETE", "EDIT", "SET",
					    "추가", "수정",   "삭제",   "변경", NULL};
	bool ok = slice_is_ignoring_case(fields->values[FIELD_RESULT], "ok") ||
		  slice_is(fields->values[FIELD_RESULT], "성공");
	event->outcome = slice_from(ok ? "ok" : "fail");
	event->code = fields->values[FIELD_COMMAND];
	if (names(fields, logouts)) {
		event->signal = SIGNAL_OPERATOR_LOGOUT;
	} else if (names(fields, logins)) {
		event->signal = ok ? SIGNAL_OPERATOR_LOGIN : SIGNAL_OPERATOR_LOGIN_FAILED;
	} else if (names(fields, commits)) {
		event->signal = ok ? SIGNAL_CONFIG_COMMIT_OK : SIGNAL_CONFIG_COMMIT_FAIL;
	} else if (names(fields, edits)) {
		event->signal = ok ? SIGNAL_CONFIG_CHANGE : SIGNAL_LOG;
	} else if (slice_is(fields->values[FIELD_COMMAND], "COMMAND")) {
		event->signal = SIGNAL_OPERATOR_COMMAND;
	}
}

static void set_link(bool down, struct slice name, struct event *event)
{
	event->signal = down ? SIGNAL_LINK_DOWN : SIGNAL_LINK_UP;
	event->outcome = slice_from(down ? "fail" : "ok");
	event->part = name;
}

static void read_line(const struct traffic *fields, struct event *event)
{
	struct slice text = fields->values[TRAFFIC_MESSAGE];
	bool down = slice_contains(text, "own") || slice_contains(text, "DOWN") ||
		    slice_contains(text, "OFF");
	bool up = slice_contains(text, "up") || slice_contains(text, "UP") ||
		  slice_contains(text, "ON");
	if (down != up) {
		set_link(down, fields->values[FIELD_NAME], event);
	}
}

/* What the type of record means; K where no real line was seen. */
static void read_type(struct reports *reports, struct slice type, const struct traffic *fields,
		      struct event *event)
{
	struct slice state = fields->values[FIELD_STATE];
	if (slice_is(type, "fw4_allow") || slice_is(type, "fw6_allow")) {
		event->signal = SIGNAL_FLOW; /* F */
		event->outcome = slice_from("accept");
	} else if (slice_is(type, "fw4_deny") || slice_is(type, "fw6_deny")) {
		event->signal = SIGNAL_FLOW; /* F */
		event->outcome = slice_from("deny");
	} else if (slice_is(type, "audit")) {
		read_audit(fields, event);
	} else if (slice_is(type, "ha_event")) {
		event->signal = SIGNAL_HA_FAILOVER;
	} else if (slice_is(type, "ha_status")) {
		event->outcome = state;
		bool changed = reports_have_changed(reports, fields->values[TRAFFIC_HOST], state);
		event->signal = changed ? SIGNAL_HA_FAILOVER : SIGNAL_LOG;
	} else if (slice_is(type, "mng_if_traffic")) {
		if (reports_have_changed(reports, fields->values[FIELD_NAME], state)) {
			set_link(slice_is(state, "OFF"), fields->values[FIELD_NAME], event);
		}
	} else if (slice_is(type, "mng_line")) {
		read_line(fields, event);
	} else if (slice_contains(type, "_act_auth") &&
		   slice_starts_with(fields->values[FIELD_RESULT], "FAIL")) {
		event->signal = SIGNAL_AUTH_FAIL;
		event->outcome = slice_from("fail");
	}
}

static int mf2_bid(const struct record *record)
{
	struct slice text = record->body;
	struct slice type;
	struct slice address;
	return eat_head(&text, &type, &address) ? BID_SIGNATURE : BID_NONE;
}

static enum status mf2_parse(void *state, const struct record *record, struct event *event)
{
	struct slice text = record->body;
	struct slice type;
	struct slice address;
	struct traffic fields;
	if (!eat_head(&text, &type, &address)) {
		return STATUS_MISMATCH;
	}
	traffic_clear(&fields);
	if (slice_starts_with(text, "start_time=") || slice_starts_with(text, "time=")) {
		read_pairs(text, &fields);
	} else {
		read_row(type, text, &fields);
	}
	traffic_fill(&fields, event);
	if (slice_starts_with(event->protocol, "icmp")) {
		event->client_port = PORT_NONE; /* type and code stand there */
		event->server_port = PORT_NONE;
	}
	event->code = type;
	if (fields.values[TRAFFIC_HOST].size == 0 && !slice_is(address, "...")) {
		event->host = address;
	}
	read_time(&fields, record, event);
	read_type(state, type, &fields, event);
	return STATUS_OK;
}

static void *mf2_open(void)
{
	return calloc(1, sizeof(struct reports));
}

const struct format secui_mf2_format = {
	.name = "secui_mf2",
	.title = "SECUI MF2, BLUEMAX NGF ([fw4_deny] [192.0.2.1] …)",
	.source = "SECUI MF2 syslog format V2.0 (TEC-08-11_001)",
	.bid = mf2_bid,
	.first = "[",
	.parse = mf2_parse,
	.open = mf2_open,
	.close = free,
};
