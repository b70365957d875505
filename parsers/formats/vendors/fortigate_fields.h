// SPDX-License-Identifier: MIT
/*
 * The pairs of a FortiGate line that count, by what they say instead of how they are spelt.
 *
 *     srcip=198.51.100.7 srcport=55743 … sentbyte=1152        FortiOS 5 and later
 *     src=198.51.100.7 src_port=55743 … sent=1152             FortiOS 3 and 4
 */
#ifndef OVERRUN_FORTIGATE_FIELDS_H
#define OVERRUN_FORTIGATE_FIELDS_H

#include "slice.h"

enum fortigate_field {
	FORTIGATE_DATE,
	FORTIGATE_TIME,
	FORTIGATE_ZONE,
	FORTIGATE_EVENT_TIME,
	FORTIGATE_DEVICE,
	FORTIGATE_ROLE,      /* of the device in a negotiation */
	FORTIGATE_DEVICE_ID, /* the serial number */
	FORTIGATE_LOG_ID,
	FORTIGATE_TYPE,
	FORTIGATE_LEVEL,
	FORTIGATE_DESCRIPTION,
	FORTIGATE_MESSAGE,
	FORTIGATE_ACTION,
	FORTIGATE_STATUS,
	FORTIGATE_USER,
	FORTIGATE_UI,
	FORTIGATE_SOURCE,
	FORTIGATE_SOURCE_PORT,
	FORTIGATE_DESTINATION,
	FORTIGATE_DESTINATION_PORT,
	FORTIGATE_REMOTE,
	FORTIGATE_REMOTE_PORT,
	FORTIGATE_LOCAL,
	FORTIGATE_LOCAL_PORT,
	FORTIGATE_PROTOCOL,
	FORTIGATE_POLICY,
	FORTIGATE_POLICY_NAME,
	FORTIGATE_DURATION,
	FORTIGATE_SENT,
	FORTIGATE_RECEIVED,
	FORTIGATE_SENT_DELTA,
	FORTIGATE_RECEIVED_DELTA,
	FORTIGATE_INTERFACE,
	FORTIGATE_TUNNEL,
	FORTIGATE_HA_INTERFACE,
	FORTIGATE_URL,
	FORTIGATE_HEALTH_CHECK,
	FORTIGATE_OTHER_USER, /* who the firewall believes it is, without a login */
	FORTIGATE_COUNT
};

struct fortigate_fields {
	struct slice values[FORTIGATE_COUNT];
};

/* One walk over the line; a repeated key keeps its first value, "N/A" is none. */
void fortigate_fields_read(struct slice text, struct fortigate_fields *ret_fields);

/* The field that a key means; false for keys that do not count. */
bool fortigate_field_of(struct slice key, enum fortigate_field *ret_field);

#endif
