// SPDX-License-Identifier: MIT
/* The columns of W3C extended logs, and how rows without a header are read. */
#ifndef OVERRUN_W3C_COLUMNS_H
#define OVERRUN_W3C_COLUMNS_H

#include "slice.h"

enum w3c_column {
	COLUMN_OTHER,
	COLUMN_DATE,
	COLUMN_TIME,
	COLUMN_CLIENT,
	COLUMN_CLIENT_PORT,
	COLUMN_SERVER,
	COLUMN_SERVER_PORT,
	COLUMN_USER,
	COLUMN_METHOD,
	COLUMN_PATH,
	COLUMN_QUERY,
	COLUMN_STATUS,
	COLUMN_BYTES_OUT,
	COLUMN_BYTES_IN,
	COLUMN_SPAN,
	COLUMN_AGENT,
	COLUMN_PROTOCOL,
	COLUMN_COMPUTER,
	COLUMN_SITE,
	COLUMN_REASON,
	COLUMN_SUBSTATUS,
};

/* COLUMN_OTHER for a name that says nothing to us. */
enum w3c_column w3c_column_find(struct slice name);

/*
 * The columns of a row before any header, into `ret_columns` of `count`; false when the row is not
 * of IIS's or HTTP.sys's shape. Both are found by their anchors: the method with a path behind it,
 * the client's address, the first three numbers in a row of which one is a status.
 *
 *     date time [site] [computer] [server] METHOD /path query port user client [version] agent …
 *      … status substatus win32 [bytes-out bytes-in] [time-taken]
 *     date time client port server port version METHOD uri [stream] status site reason queue
 */
bool w3c_columns_infer(const struct slice *words, size_t count, enum w3c_column *ret_columns);

#endif
