// SPDX-License-Identifier: MIT
/*
 * LTSV: labels and values, parted by tabs; access lines of nginx and Apache httpd are written so.
 *
 *     time:07/Aug/2024:05:30:19 +0900<TAB>host:192.0.2.7<TAB>req:GET /v1 HTTP/1.1<TAB>status:200
 *
 * The labels are the site's own; those that are usual are the names of vendors/json_names.h. `host`
 * is the client here. A line needs a time, and a status or a message.
 */
#include <stdlib.h>

#include "application.h"
#include "format.h"
#include "log_fields.h"
#include "request_line.h"

enum {
	FIELDS_MAX = 64, /* looked at in one line */
	FIELDS_MIN = 3,  /* of a line that may be one */
};

/* "time:07/Aug/2024:05:30:19 +0900": a label is made of letters, digits, '_', '-' and '.'. */
static bool eat_field(struct slice *rest, struct slice *ret_label, struct slice *ret_value)
{
	struct slice field = slice_first(*rest, slice_find_char(*rest, '\t'));
	size_t size = 0;
	while (size < field.size &&
	       ((field.data[size] >= 'a' && field.data[size] <= 'z') ||
		(field.data[size] >= 'A' && field.data[size] <= 'Z') ||
		(field.data[size] >= '0' && field.data[size] <= '9') ||
		(field.data[size] != '\0' && strchr("_-.", field.data[size]) != NULL))) {
		size++;
	}
	if (size == 0 || size == field.size || field.data[size] != ':') {
		return false;
	}
	*ret_label = slice_first(field, size);
	*ret_value = slice_after(field, size + 1);
	*rest = slice_after(*rest, field.size + (field.size < rest->size ? 1 : 0));
	return true;
}

static enum status ltsv_parse(void *state, const struct record *record, struct event *event)
{
	struct log_findings findings = log_findings_new();
	struct slice rest = record->body;
	struct log_field field = {.is_text = true};
	for (int i = 0; rest.size > 0 && i < FIELDS_MAX; i++) {
		if (!eat_field(&rest, &field.name, &field.text)) {
			return STATUS_MISMATCH;
		}
		bool is_client = slice_is(field.name, "host") && is_address(field.text);
		enum meaning meaning =
			is_client ? MEANS_CLIENT : json_names_find(state, field.name);
		bool is_none = slice_is(field.text, "-") || slice_is_empty(field.text);
		if (meaning != MEANS_NOTHING && meaning != MEANS_LOG && !is_none) {
			log_field_take(&findings, meaning, &field, event);
		}
	}
	if (log_fields_close(&findings, event)) {
		return STATUS_OK;
	}
	if (findings.told) {
		application_read(event->message, event);
	}
	return findings.timed && findings.told ? STATUS_OK : STATUS_MISMATCH;
}

static int ltsv_bid(const struct record *record)
{
	struct slice rest = record->body;
	struct slice label = slice_empty();
	struct slice value = slice_empty();
	int fields = 0;
	bool is_timed = false;
	while (fields < FIELDS_MAX && rest.size > 0 && eat_field(&rest, &label, &value)) {
		is_timed = is_timed || slice_starts_with(label, "time") ||
			   slice_is(label, "msec") || slice_is(label, "ts");
		fields++;
	}
	return is_timed && rest.size == 0 && fields >= FIELDS_MIN ? BID_SHAPE + 20 : BID_NONE;
}

const struct format ltsv_format = {
	.name = "ltsv",
	.title = "LTSV (label:value, parted by tabs)",
	.source = "http://ltsv.org, labels for web server's log",
	.bid = ltsv_bid,
	.needs = "\t:",
	.parse = ltsv_parse,
	.open = json_names_open,
	.close = free,
};
