// SPDX-License-Identifier: MIT
/*
 * The event that a record of CEF or LEEF tells: the fields of its dictionary, and what the vendors
 * that write such records mean by them.
 *
 * Source: ArcSight Common Event Format, Implementation Standard (dictionary); IBM QRadar LEEF;
 * vendors: FortiOS Log Message Reference, PAN-OS CEF Configuration Guide, Check Point Log Exporter.
 */
#ifndef OVERRUN_CEF_EVENT_H
#define OVERRUN_CEF_EVENT_H

#include "cef_record.h"
#include "event.h"
#include "traffic.h"

/* What is read of a record besides the fields of every firewall; see traffic.h. */
enum cef_field {
	CEF_RECEIPT = TRAFFIC_OTHER,
	CEF_START,
	CEF_END,
	CEF_ZONE,
	CEF_EPOCH, /* of FortiGate */
	CEF_DEVICE_ADDRESS,
	CEF_DEVICE_ID,
	CEF_CATEGORY,
	CEF_OUTCOME,
	CEF_REASON,
	CEF_OBJECT,
	CEF_PRODUCT,
	CEF_OPERATION,
	CEF_SUBJECT,
	CEF_NUMBER,
	CEF_STATUS,
	CEF_SENTENCE,
	CEF_LOG_ID,
	CEF_DESCRIPTION,
	CEF_OTHER_USER,
	CEF_MATCH,
	CEF_SUBTYPE,  /* of PAN-OS, in LEEF */
	CEF_SEVERITY, /* of LEEF, which has none in its header */
	CEF_WAY,      /* "ssh(192.0.2.7)" */
	CEF_LEVEL,    /* of FortiGate: "alert", on syslog's scale */
	CEF_SIC,      /* of Check Point: "CN\=gw-01,O\=mgmt01.example.com" */
	CEF_STRING,   /* cs1 … cs6, cn1 … cn3, and their labels */
	CEF_LABEL = CEF_STRING + 9,
	CEF_COUNT = CEF_LABEL + 9,
};

/* Fills the event from the record; stamps, sides, signal, all. */
void cef_event_fill(const struct cef_record *record, struct event *event);

/* Signal and outcome by the vendor's own tables; false: nobody knows this record. */
bool cef_vendor_read(const struct cef_record *record, const struct traffic *fields,
		     struct event *event);

#endif
