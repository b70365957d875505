// SPDX-License-Identifier: MIT
/* The columns of W3C extended logs. */
#include "w3c_columns.h"

#include "request_line.h"

enum {
	METHOD_SIZE_MIN = 3, /* "GET"; a site of capitals without digits is longer or no method */
	METHOD_AT_MAX = 5,   /* date time site computer server METHOD */
	ERRORS_COLUMNS = 13, /* of HTTPERR; 14 with the stream's id of HTTP/2 */
	STATUS_NUMBERS = 3,  /* status, substatus, win32 status */
};

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

enum w3c_column w3c_column_find(struct slice name)
{
	for (size_t i = 0; i < sizeof column_names / sizeof column_names[0]; i++) {
		if (slice_is_ignoring_case(name, column_names[i].name)) {
			return column_names[i].column;
		}
	}
	return COLUMN_OTHER;
}

static bool is_place(struct slice word)
{
	return is_address(slice_first(word, slice_find_char(word, '%'))); /* "::1%0" has a zone */
}

static bool is_number(struct slice word)
{
	int64_t number = 0;
	return slice_to_int(word, &number) && number >= 0;
}

/* A run of capitals, and a path behind it: "MACHINE-NAME" alone is none. */
static bool is_method(struct slice word, struct slice next)
{
	if (!slice_starts_with(next, "/") && !slice_is(next, "*")) {
		return false;
	}
	for (size_t i = 0; i < word.size; i++) {
		bool letter = word.data[i] >= 'A' && word.data[i] <= 'Z';
		if (!letter && word.data[i] != '_' && word.data[i] != '-') {
			return false;
		}
	}
	return word.size >= METHOD_SIZE_MIN;
}

static bool infer_errors(const struct slice *words, size_t count, enum w3c_column *columns)
{
	static const enum w3c_column head[] = {
		COLUMN_DATE,        COLUMN_TIME,   COLUMN_CLIENT,
		COLUMN_CLIENT_PORT, COLUMN_SERVER, COLUMN_SERVER_PORT,
		COLUMN_PROTOCOL,    COLUMN_METHOD, COLUMN_PATH};
	static const enum w3c_column tail[] = {COLUMN_STATUS, COLUMN_SITE, COLUMN_REASON,
					       COLUMN_SITE};
	if ((count != ERRORS_COLUMNS && count != ERRORS_COLUMNS + 1) || !is_place(words[2]) ||
	    !is_number(words[3]) || !is_place(words[4]) || !is_number(words[5])) {
		return false;
	}
	memcpy(columns, head, sizeof head);
	memcpy(columns + count - sizeof tail / sizeof tail[0], tail, sizeof tail);
	return true;
}

/* Behind the client: status, its two companions, and the numbers that follow. */
static void infer_numbers(const struct slice *words, size_t count, size_t from,
			  enum w3c_column *columns)
{
	for (size_t i = from; i + 2 < count; i++) {
		if (http_status(words[i]) == 0 || !is_number(words[i + 1]) ||
		    !is_number(words[i + 2])) {
			continue;
		}
		columns[i] = COLUMN_STATUS;
		columns[i + 1] = COLUMN_SUBSTATUS;
		size_t end = i + 3;
		while (end < count && is_number(words[end])) {
			end++;
		}
		if (end - i == STATUS_NUMBERS + 1) {
			columns[i + STATUS_NUMBERS] = COLUMN_SPAN;
		} else if (end - i == STATUS_NUMBERS + 3) {
			columns[i + STATUS_NUMBERS] = COLUMN_BYTES_OUT;
			columns[i + STATUS_NUMBERS + 1] = COLUMN_BYTES_IN;
			columns[i + STATUS_NUMBERS + 2] = COLUMN_SPAN;
		}
		return;
	}
}

static bool infer_access(const struct slice *words, size_t count, enum w3c_column *columns)
{
	static const enum w3c_column middle[] = {COLUMN_METHOD,      COLUMN_PATH, COLUMN_QUERY,
						 COLUMN_SERVER_PORT, COLUMN_USER, COLUMN_CLIENT};
	enum { MIDDLE = sizeof middle / sizeof middle[0] };
	size_t at = 2;
	while (at <= METHOD_AT_MAX && at + MIDDLE < count && !is_method(words[at], words[at + 1])) {
		columns[at] = is_place(words[at]) ? COLUMN_SERVER
			      : at == 2           ? COLUMN_SITE
						  : COLUMN_COMPUTER;
		at++;
	}
	if (at > METHOD_AT_MAX || at + MIDDLE >= count || !is_number(words[at + 3]) ||
	    !is_place(words[at + MIDDLE - 1])) {
		return false;
	}
	columns[0] = COLUMN_DATE;
	columns[1] = COLUMN_TIME;
	memcpy(columns + at, middle, sizeof middle);
	at += MIDDLE;
	if (slice_starts_with(words[at], "HTTP/")) {
		columns[at++] = COLUMN_PROTOCOL;
	}
	if (at < count) {
		columns[at] = COLUMN_AGENT;
		infer_numbers(words, count, at + 1, columns);
	}
	return true;
}

bool w3c_columns_infer(const struct slice *words, size_t count, enum w3c_column *ret_columns)
{
	memset(ret_columns, 0, count * sizeof *ret_columns);
	if (infer_errors(words, count, ret_columns)) {
		return true;
	}
	memset(ret_columns, 0, count * sizeof *ret_columns);
	return infer_access(words, count, ret_columns);
}
