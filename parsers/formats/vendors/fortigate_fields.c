// SPDX-License-Identifier: MIT
/* The pairs of a FortiGate line that count. */
#include "fortigate_fields.h"
#include "pairs.h"

struct key {
	const char *name;
	size_t size;
	enum fortigate_field field;
};

#define KEY(name, field)                          \
	{                                         \
		(name), sizeof(name) - 1, (field) \
	}

static const struct key keys[] = {
	KEY("ui", FORTIGATE_UI),
	KEY("tz", FORTIGATE_ZONE),
	KEY("msg", FORTIGATE_MESSAGE),
	KEY("src", FORTIGATE_SOURCE),
	KEY("dst", FORTIGATE_DESTINATION),
	KEY("pri", FORTIGATE_LEVEL),
	KEY("url", FORTIGATE_URL),
	KEY("date", FORTIGATE_DATE),
	KEY("time", FORTIGATE_TIME),
	KEY("type", FORTIGATE_TYPE),
	KEY("user", FORTIGATE_USER),
	KEY("sent", FORTIGATE_SENT),
	KEY("rcvd", FORTIGATE_RECEIVED),
	KEY("role", FORTIGATE_ROLE),
	KEY("intf", FORTIGATE_INTERFACE),
	KEY("logid", FORTIGATE_LOG_ID),
	KEY("level", FORTIGATE_LEVEL),
	KEY("srcip", FORTIGATE_SOURCE),
	KEY("dstip", FORTIGATE_DESTINATION),
	KEY("remip", FORTIGATE_REMOTE),
	KEY("locip", FORTIGATE_LOCAL),
	KEY("proto", FORTIGATE_PROTOCOL),
	KEY("devid", FORTIGATE_DEVICE_ID),
	KEY("log_id", FORTIGATE_LOG_ID),
	KEY("action", FORTIGATE_ACTION),
	KEY("status", FORTIGATE_STATUS),
	KEY("devname", FORTIGATE_DEVICE),
	KEY("logdesc", FORTIGATE_DESCRIPTION),
	KEY("remport", FORTIGATE_REMOTE_PORT),
	KEY("locport", FORTIGATE_LOCAL_PORT),
	KEY("srcport", FORTIGATE_SOURCE_PORT),
	KEY("dstport", FORTIGATE_DESTINATION_PORT),
	KEY("src_port", FORTIGATE_SOURCE_PORT),
	KEY("dst_port", FORTIGATE_DESTINATION_PORT),
	KEY("policyid", FORTIGATE_POLICY),
	KEY("duration", FORTIGATE_DURATION),
	KEY("sentbyte", FORTIGATE_SENT),
	KEY("rcvdbyte", FORTIGATE_RECEIVED),
	KEY("policy_id", FORTIGATE_POLICY),
	KEY("eventtime", FORTIGATE_EVENT_TIME),
	KEY("sentdelta", FORTIGATE_SENT_DELTA),
	KEY("rcvddelta", FORTIGATE_RECEIVED_DELTA),
	KEY("interface", FORTIGATE_INTERFACE),
	KEY("device_id", FORTIGATE_DEVICE_ID),
	KEY("vpntunnel", FORTIGATE_TUNNEL),
	KEY("policyname", FORTIGATE_POLICY_NAME),
	KEY("unauthuser", FORTIGATE_OTHER_USER),
	KEY("devintfname", FORTIGATE_HA_INTERFACE),
	KEY("healthcheck", FORTIGATE_HEALTH_CHECK),
};

enum { KEY_COUNT = sizeof(keys) / sizeof(keys[0]), KEY_SIZE_MAX = 11 };

/* Where the keys of each size begin in the table, which is sorted by size. */
static const unsigned char first_of_size[KEY_SIZE_MAX + 2] = {0,  0,  0,  2,  7,  15,       23,
							      26, 32, 38, 45, 47, KEY_COUNT};

bool fortigate_field_of(struct slice key, enum fortigate_field *ret_field)
{
	if (key.size == 0 || key.size > KEY_SIZE_MAX) {
		return false;
	}
	char first = key.data[0];
	char last = key.data[key.size - 1];
	size_t end = first_of_size[key.size + 1];
	for (size_t i = first_of_size[key.size]; i < end; i++) {
		if (keys[i].name[0] == first && keys[i].name[key.size - 1] == last &&
		    memcmp(keys[i].name, key.data, key.size) == 0) {
			*ret_field = keys[i].field;
			return true;
		}
	}
	return false;
}

void fortigate_fields_read(struct slice text, struct fortigate_fields *ret_fields)
{
	for (size_t i = 0; i < FORTIGATE_COUNT; i++) {
		ret_fields->values[i] = slice_empty();
	}
	struct slice key;
	struct slice value;
	enum fortigate_field field;
	while (pairs_next(&text, &key, &value)) {
		if (value.size > 0 && fortigate_field_of(key, &field) &&
		    ret_fields->values[field].size == 0 &&
		    !(value.size == 3 && memcmp(value.data, "N/A", 3) == 0)) {
			ret_fields->values[field] = value;
		}
	}
}
