// SPDX-License-Identifier: MIT
/* The columns of W3C extended logs, and the orders in which rows without a header have them. */
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

/* A row's order where no header told it. */
struct w3c_order {
	size_t count;
	enum w3c_column columns[15];
};

/* COLUMN_OTHER for a name that says nothing to us. */
enum w3c_column w3c_column_find(struct slice name);

/* The columns of a row before any header; NULL when it is not of IIS's or HTTP.sys's usual shape.
 */
const struct w3c_order *w3c_order_find(const struct slice *words, size_t count);

#endif
