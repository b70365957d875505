// SPDX-License-Identifier: MIT
/*
 * A record of ArcSight's CEF or QRadar's LEEF, taken apart.
 *
 *     CEF:0|vendor|product|version|id|name|severity|key=value with blanks key=value …
 *     LEEF:1.0|vendor|product|version|id|key=value<TAB>key=value …
 *     LEEF:2.0|vendor|product|version|id|^|key=value^key=value …
 *
 *     LEEF:1.0|Palo Alto Networks|product|version|id|key=value|key=value …
 *
 * Relays turn the tabs into blanks or "#011"; some senders write "CEF: 0|", "CEF:0||vendor" or
 * leave the first word out. Escapes (`\=`, `\|`) stay as they are written.
 */
#ifndef OVERRUN_CEF_RECORD_H
#define OVERRUN_CEF_RECORD_H

#include "slice.h"

struct cef_record {
	struct slice vendor, product, version, id, name, severity; /* LEEF has no last two */
	struct slice extension;
	struct slice delimiter; /* between pairs; empty: the blank before a key */
};

/* Finds "CEF:0|" near the front, or a header without its first word; false: none. */
bool cef_record_find(struct slice text, struct cef_record *ret_record);

/* The same for "LEEF:1.0|". */
bool leef_record_find(struct slice text, struct cef_record *ret_record);

/* Eats the next pair of the extension; quotes around the value are taken off. */
bool cef_pair_next(struct slice *rest, struct slice delimiter, struct slice *ret_key,
		   struct slice *ret_value);

#endif
