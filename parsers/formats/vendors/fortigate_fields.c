// SPDX-License-Identifier: MIT
/* The pairs of a FortiGate line that count. */
#include "fortigate_fields.h"

#include "eight.h"
#include "pairs.h"

enum { KEY_SIZE_MAX = 11, KEY_ROOM = 16 };

/* The name is padded with zeroes, so that its first eight bytes are looked at as one number. */
struct key {
	char name[KEY_ROOM];
	enum fortigate_field field;
};

static const struct key keys[] = {
	{"ui", FORTIGATE_UI},
	{"tz", FORTIGATE_ZONE},
	{"msg", FORTIGATE_MESSAGE},
	{"src", FORTIGATE_SOURCE},
	{"dst", FORTIGATE_DESTINATION},
	{"pri", FORTIGATE_LEVEL},
	{"url", FORTIGATE_URL},
	{"date", FORTIGATE_DATE},
	{"time", FORTIGATE_TIME},
	{"type", FORTIGATE_TYPE},
	{"user", FORTIGATE_USER},
	{"sent", FORTIGATE_SENT},
	{"rcvd", FORTIGATE_RECEIVED},
	{"role", FORTIGATE_ROLE},
	{"intf", FORTIGATE_INTERFACE},
	{"logid", FORTIGATE_LOG_ID},
	{"level", FORTIGATE_LEVEL},
	{"srcip", FORTIGATE_SOURCE},
	{"dstip", FORTIGATE_DESTINATION},
	{"remip", FORTIGATE_REMOTE},
	{"locip", FORTIGATE_LOCAL},
	{"proto", FORTIGATE_PROTOCOL},
	{"devid", FORTIGATE_DEVICE_ID},
	{"log_id", FORTIGATE_LOG_ID},
	{"action", FORTIGATE_ACTION},
	{"status", FORTIGATE_STATUS},
	{"devname", FORTIGATE_DEVICE},
	{"logdesc", FORTIGATE_DESCRIPTION},
	{"remport", FORTIGATE_REMOTE_PORT},
	{"locport", FORTIGATE_LOCAL_PORT},
	{"srcport", FORTIGATE_SOURCE_PORT},
	{"dstport", FORTIGATE_DESTINATION_PORT},
	{"src_port", FORTIGATE_SOURCE_PORT},
	{"dst_port", FORTIGATE_DESTINATION_PORT},
	{"policyid", FORTIGATE_POLICY},
	{"duration", FORTIGATE_DURATION},
	{"sentbyte", FORTIGATE_SENT},
	{"rcvdbyte", FORTIGATE_RECEIVED},
	{"policy_id", FORTIGATE_POLICY},
	{"eventtime", FORTIGATE_EVENT_TIME},
	{"sentdelta", FORTIGATE_SENT_DELTA},
	{"rcvddelta", FORTIGATE_RECEIVED_DELTA},
	{"interface", FORTIGATE_INTERFACE},
	{"device_id", FORTIGATE_DEVICE_ID},
	{"vpntunnel", FORTIGATE_TUNNEL},
	{"policyname", FORTIGATE_POLICY_NAME},
	{"unauthuser", FORTIGATE_OTHER_USER},
	{"devintfname", FORTIGATE_HA_INTERFACE},
	{"healthcheck", FORTIGATE_HEALTH_CHECK},
};

enum { KEY_COUNT = sizeof(keys) / sizeof(keys[0]) };

/* Where the keys of each size begin in the table, which is sorted by size. */
static const unsigned char first_of_size[KEY_SIZE_MAX + 2] = {0,  0,  0,  2,  7,  15,       23,
							      26, 32, 38, 45, 47, KEY_COUNT};

/* No call stands in here: it runs on every pair. */
static inline bool find_field(struct slice key, enum fortigate_field *ret_field)
{
	if (key.size == 0 || key.size > KEY_SIZE_MAX) {
		return false;
	}
	uint64_t begin = eight_begin(key.data, key.size);
	uint64_t rest = key.size > EIGHT_SIZE
				? eight_begin(key.data + EIGHT_SIZE, key.size - EIGHT_SIZE)
				: 0;
	const struct key *end = &keys[first_of_size[key.size + 1]];
	for (const struct key *at = &keys[first_of_size[key.size]]; at < end; at++) {
		if (eight_load(at->name) == begin && eight_load(at->name + EIGHT_SIZE) == rest) {
			*ret_field = at->field;
			return true;
		}
	}
	return false;
}

bool fortigate_field_of(struct slice key, enum fortigate_field *ret_field)
{
	return find_field(key, ret_field);
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
		if (value.size > 0 && find_field(key, &field) &&
		    ret_fields->values[field].size == 0 &&
		    !(value.size == 3 && memcmp(value.data, "N/A", 3) == 0)) {
			ret_fields->values[field] = value;
		}
	}
}
