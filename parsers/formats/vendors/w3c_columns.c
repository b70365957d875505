// SPDX-License-Identifier: MIT
/* The columns of W3C extended logs. */
#include "w3c_columns.h"

#include "request_line.h"

struct column_name {
	const char *name;
	enum w3c_column column;
};

/* W3C Extended Log File Format; Microsoft, "W3C Logging", "Error logging in HTTP APIs"; AWS. */
static const struct column_name column_names[] = {
	{"date", COLUMN_DATE},
	{"time", COLUMN_TIME},
	{"c-ip", COLUMN_CLIENT},
	{"c-port", COLUMN_CLIENT_PORT},
	{"s-ip", COLUMN_SERVER},
	{"s-port", COLUMN_SERVER_PORT},
	{"cs-username", COLUMN_USER},
	{"cs-method", COLUMN_METHOD},
	{"cs-uri-stem", COLUMN_PATH},
	{"cs-uri", COLUMN_PATH},
	{"cs-uri-query", COLUMN_QUERY},
	{"sc-status", COLUMN_STATUS},
	{"sc-bytes", COLUMN_BYTES_OUT},
	{"cs-bytes", COLUMN_BYTES_IN},
	{"time-taken", COLUMN_SPAN},
	{"cs(User-Agent)", COLUMN_AGENT},
	{"cs-version", COLUMN_PROTOCOL},
	{"cs-protocol-version", COLUMN_PROTOCOL},
	{"s-computername", COLUMN_COMPUTER},
	{"s-sitename", COLUMN_SITE},
	{"s-siteid", COLUMN_SITE},
	{"s-queuename", COLUMN_SITE},
	{"s-reason", COLUMN_REASON},
	{"x-edge-detailed-result-type", COLUMN_REASON},
	{"sc-substatus", COLUMN_SUBSTATUS},
};

static const struct w3c_order orders[] = {
	/* IIS 7 and later; IIS 8.5 and later with the referer; HTTPERR */
	{14,
	 {COLUMN_DATE, COLUMN_TIME, COLUMN_SERVER, COLUMN_METHOD, COLUMN_PATH, COLUMN_QUERY,
	  COLUMN_SERVER_PORT, COLUMN_USER, COLUMN_CLIENT, COLUMN_AGENT, COLUMN_STATUS,
	  COLUMN_SUBSTATUS, COLUMN_OTHER, COLUMN_SPAN}},
	{15,
	 {COLUMN_DATE, COLUMN_TIME, COLUMN_SERVER, COLUMN_METHOD, COLUMN_PATH, COLUMN_QUERY,
	  COLUMN_SERVER_PORT, COLUMN_USER, COLUMN_CLIENT, COLUMN_AGENT, COLUMN_OTHER, COLUMN_STATUS,
	  COLUMN_SUBSTATUS, COLUMN_OTHER, COLUMN_SPAN}},
	{13,
	 {COLUMN_DATE, COLUMN_TIME, COLUMN_CLIENT, COLUMN_CLIENT_PORT, COLUMN_SERVER,
	  COLUMN_SERVER_PORT, COLUMN_PROTOCOL, COLUMN_METHOD, COLUMN_PATH, COLUMN_STATUS,
	  COLUMN_SITE, COLUMN_REASON, COLUMN_SITE}},
};

enum w3c_column w3c_column_find(struct slice name)
{
	for (size_t i = 0; i < sizeof column_names / sizeof column_names[0]; i++) {
		if (slice_is_ignoring_case(name, column_names[i].name)) {
			return column_names[i].column;
		}
	}
	return COLUMN_OTHER;
}

/* Both ends are addresses, possibly with a zone id behind '%'. */
static bool fits(const struct w3c_order *order, const struct slice *words)
{
	for (size_t i = 0; i < order->count; i++) {
		bool address =
			order->columns[i] == COLUMN_CLIENT || order->columns[i] == COLUMN_SERVER;
		struct slice bare = slice_first(words[i], slice_find_char(words[i], '%'));
		if (address && !is_address(bare)) {
			return false;
		}
	}
	return true;
}

const struct w3c_order *w3c_order_find(const struct slice *words, size_t count)
{
	for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
		if (count == orders[i].count && fits(&orders[i], words)) {
			return &orders[i];
		}
	}
	return NULL;
}
