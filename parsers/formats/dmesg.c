// SPDX-License-Identifier: MIT
/*
 * The kernel's own messages, as dmesg(1) prints them: with a time, or with the machine's uptime.
 *
 *     [Wed Aug  7 05:30:19 2024] e1000: enp0s3 NIC Link is Down                         dmesg -T
 *     2024-08-07T05:30:19,250123+09:00 e1000: enp0s3 NIC Link is Down --time-format iso kern  :info
 * : [Wed Aug  7 05:30:19 2024] e1000: enp0s3 NIC Link is Down          -x [  203.842973] e1000:
 * enp0s3 NIC Link is Down                                     nothing asked
 *
 * An uptime says no time by itself; such lines are read for their words and have the time of the
 * line before, if any. `dmesg -T` reckons from the uptime, so after a suspend it is off: the stamp
 * is what the line says. The words are those of syslog's "kernel:".
 */
#include "application.h"
#include "format.h"
#include "host_messages.h"

enum {
	PLACE_SIZE_MAX = 10,  /* "kern  :", "authpriv:" */
	UPTIME_SIZE_MIN = 12, /* "[    0.000000" less a byte */
};

/* What stands before the text. */
struct head {
	struct stamp stamp;
	enum severity severity;
	struct slice text;
	bool is_dated; /* else an uptime */
	bool is_decoded;
};

/* "kern  :info  : " */
static void eat_place(struct slice *text, struct head *head)
{
	struct slice rest = *text;
	struct slice place = slice_empty();
	struct slice level = slice_empty();
	if (rest.size == 0 || rest.data[0] < 'a' || rest.data[0] > 'z' ||
	    !slice_eat_until(&rest, ':', &place) || place.size > PLACE_SIZE_MAX ||
	    !slice_eat_until(&rest, ':', &level) || level.size > PLACE_SIZE_MAX ||
	    !slice_eat_char(&rest, ' ')) {
		return;
	}
	head->severity = level_severity(slice_trim(level));
	if (head->severity != SEVERITY_NONE) {
		head->is_decoded = true;
		*text = rest;
	}
}

/* "[  203.842973] ": blanks, seconds, six digits */
static bool eat_uptime(struct slice *text)
{
	enum { FRACTION = 6 };
	struct slice rest = *text;
	struct slice inner = slice_empty();
	uint64_t seconds = 0;
	if (!slice_eat_char(&rest, '[') || !slice_eat_until(&rest, ']', &inner) ||
	    inner.size < UPTIME_SIZE_MIN || !slice_starts_with(rest, " ")) {
		return false;
	}
	slice_eat_blanks(&inner);
	if (!slice_eat_uint(&inner, &seconds) || !slice_eat_char(&inner, '.') ||
	    inner.size != FRACTION || !slice_eat_uint(&inner, &seconds) || inner.size > 0) {
		return false;
	}
	*text = slice_after(rest, 1);
	return true;
}

/* "[Wed Aug  7 05:30:19 2024] " */
static bool eat_date(struct slice *text, struct stamp *ret_stamp)
{
	struct slice rest = *text;
	if (!slice_eat_char(&rest, '[') || !stamp_eat_ctime(&rest, ret_stamp) ||
	    !slice_eat(&rest, "] ")) {
		return false;
	}
	*text = rest;
	return true;
}

/* "2024-08-07T05:30:19,250123+09:00 ": a comma and six digits, which few others write */
static bool eat_iso(struct slice *text, struct stamp *ret_stamp)
{
	enum { COMMA = 19, SIZE = 32 };
	struct slice rest = *text;
	if (text->size <= SIZE || text->data[COMMA] != ',' || text->data[SIZE] != ' ' ||
	    !stamp_eat_iso(&rest, ret_stamp) || text->size - rest.size != SIZE) {
		return false;
	}
	*text = slice_after(rest, 1);
	return true;
}

static bool read_head(struct slice text, struct head *head)
{
	*head = (struct head){.severity = SEVERITY_NONE};
	eat_place(&text, head);
	head->is_dated = eat_date(&text, &head->stamp) || eat_iso(&text, &head->stamp);
	bool good = head->is_dated || eat_uptime(&text);
	head->text = text;
	/* Apache's error lines go on with a bracket: "[Mon …] [error] …". */
	return good && (head->is_decoded || !slice_starts_with(text, "["));
}

static enum status dmesg_parse(void *state, const struct record *record, struct event *event)
{
	struct head head;
	(void)state;
	if (!read_head(record->whole, &head)) {
		return STATUS_MISMATCH;
	}
	event->stamp = head.stamp;
	event->severity = head.severity;
	event->host = slice_empty();
	event->relay = (struct stamp){.flags = 0};
	event->program = slice_from("kernel");
	event->message = head.text;
	host_message_read(event->program, head.text, event);
	return STATUS_OK;
}

static int dmesg_bid(const struct record *record)
{
	struct head head;
	struct slice text = record->whole;
	if (text.size == 0 ||
	    (text.data[0] != '[' && text.data[0] != '2' &&
	     (text.data[0] < 'a' || text.data[0] > 'z')) ||
	    !read_head(text, &head)) {
		return BID_NONE;
	}
	if (head.is_decoded) {
		return BID_SIGNATURE;
	}
	return slice_starts_with(text, "[") ? BID_SHAPE : BID_SHAPE - 20;
}

const struct format dmesg_format = {
	.name = "dmesg",
	.title = "the kernel's messages (dmesg, also -T, -x, --time-format iso)",
	.source = "dmesg(1), util-linux",
	.bid = dmesg_bid,
	.first_whole = "[0a",
	.parse = dmesg_parse,
};
