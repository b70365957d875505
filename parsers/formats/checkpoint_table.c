// SPDX-License-Identifier: MIT
/*
 * Check Point: the table of the log viewer (SmartView Tracker), exported as quoted columns.
 *
 *     "22" "7Aug2024" "05:30:19" "eth1" "gw-01" "Log" "Accept" "443" "44250" "192.0.2.7"
 *         "198.51.100.10" "tcp" "81" "Web" "81-Standard" "" "inzone: External; …" "Multi-product" …
 *
 * 0 number · 1 date · 2 time · 3 interface · 4 origin · 5 type · 6 action · 7 service · 8 source
 * port · 9 source · 10 destination · 11 protocol · 12 rule · 13 its name · 15 user · 16 information
 * · 17 product. The time is the viewer's, without a zone.
 */
#include "checkpoint_messages.h"
#include "format.h"
#include "protocol.h"
#include "traffic.h"

enum { COLUMNS_MIN = 14, COLUMNS_MAX = 20, DATE_SIZE_MIN = 8, STAMP_SIZE = 20 };
enum { DATE = 1, TIME, INTERFACE, ORIGIN, TYPE, ACTION, SERVICE, SOURCE_PORT, SOURCE };
enum { DESTINATION = SOURCE + 1, PROTOCOL, RULE, RULE_NAME, RULE_FULL, USER, INFORMATION, PRODUCT };

static size_t split(struct slice text, struct slice *columns)
{
	size_t count = 0;
	while (count < COLUMNS_MAX && slice_eat_char(&text, '"') &&
	       slice_eat_until(&text, '"', &columns[count])) {
		count++;
		slice_eat_blanks(&text);
	}
	return count;
}

/* "7Aug2024", "05:30:19" → "07-Aug-2024 05:30:19" */
static bool read_stamp(struct slice date, struct slice time, struct stamp *ret_stamp)
{
	char text[STAMP_SIZE];
	bool short_day = date.size == DATE_SIZE_MIN;
	if ((!short_day && date.size != DATE_SIZE_MIN + 1) || time.size != 8) {
		return false;
	}
	size_t day = short_day ? 1 : 2;
	text[0] = '0';
	memcpy(text + 2 - day, date.data, day);
	text[2] = '-';
	memcpy(text + 3, date.data + day, 3);
	text[6] = '-';
	memcpy(text + 7, date.data + day + 3, 4);
	text[11] = ' ';
	memcpy(text + 12, time.data, 8);
	struct slice rest = slice_make(text, STAMP_SIZE);
	return stamp_eat_dmy(&rest, ret_stamp) && rest.size == 0;
}

static bool read_columns(const struct record *record, struct slice *columns,
			 struct stamp *ret_stamp)
{
	return slice_starts_with(record->body, "\"") &&
	       split(record->body, columns) >= COLUMNS_MIN &&
	       read_stamp(columns[DATE], columns[TIME], ret_stamp);
}

static int table_bid(const struct record *record)
{
	struct slice columns[COLUMNS_MAX];
	struct stamp stamp;
	return read_columns(record, columns, &stamp) ? BID_SIGNATURE : BID_NONE;
}

static void read_words(const struct slice *columns, struct event *event)
{
	struct checkpoint_words words = {slice_empty(), slice_empty(), slice_empty(), slice_empty(),
					 columns[INFORMATION]};
	if (!checkpoint_read(&words, event) && event->client.size > 0 && event->server.size > 0 &&
	    traffic_outcome_is_known(columns[ACTION])) {
		event->signal = SIGNAL_FLOW;
	}
}

static enum status table_parse(void *state, const struct record *record, struct event *event)
{
	struct slice columns[COLUMNS_MAX];
	(void)state;
	for (size_t i = 0; i < COLUMNS_MAX; i++) {
		columns[i] = slice_empty();
	}
	if (!read_columns(record, columns, &event->stamp)) {
		return STATUS_MISMATCH;
	}
	event->host = columns[ORIGIN];
	event->code = columns[TYPE];
	event->outcome = traffic_outcome(columns[ACTION]);
	event->client = columns[SOURCE];
	event->client_port = protocol_port(columns[SOURCE_PORT]);
	event->server = columns[DESTINATION];
	event->server_port = protocol_port(columns[SERVICE]);
	if (columns[PROTOCOL].size > 0) {
		event->protocol = protocol_name(columns[PROTOCOL]);
	}
	event->rule = columns[columns[RULE_NAME].size > 0 ? RULE_NAME : RULE];
	event->actor = columns[USER];
	read_words(columns, event);
	return STATUS_OK;
}

const struct format checkpoint_table_format = {
	.name = "checkpoint_table",
	.title = "Check Point log viewer (\"22\" \"7Aug2024\" \"05:30:19\" \"eth1\" …)",
	.source = "Check Point fwm logexport, SmartView Tracker columns",
	.bid = table_bid,
	.first = "\"",
	.parse = table_parse,
};
