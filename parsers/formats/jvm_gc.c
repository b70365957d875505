// SPDX-License-Identifier: MIT
/*
 * Garbage collection of the JVM: unified logging (9 and later) and the older -XX:+PrintGC forms.
 *
 *     [2018-06-14T08:51:34.931+0000][16362][gc           ] GC(0) Pause Young (Normal)
 * 24M->4M 2.345ms [2018-06-14T08:51:34.997+0000][16362][safepoint    ] Application time: 0,0013776
 * seconds 2018-06-11T01:53:11.382+0000: 14.123: [GC (Allocation Failure) … 0.0123456 secs] … Total
 * time for which application threads were stopped: 0,0000465 seconds, Stopping …
 *
 * Some machines write a decimal comma. The stamp is the end of a pause in unified logs and of the
 * stop in the older ones. Lines that have the uptime only are not read.
 */
#include "application.h"
#include "format.h"

enum { TAGS_MAX = 4, NUMBER_SIZE_MAX = 24 };

/* "0,0000465" or "2.345" in units of `unit_us`. */
static bool read_span(struct slice number, int64_t unit_us, int64_t *ret_us)
{
	char text[NUMBER_SIZE_MAX];
	if (number.size == 0 || number.size > sizeof text) {
		return false;
	}
	memcpy(text, number.data, number.size);
	char *comma = memchr(text, ',', number.size);
	if (comma != NULL) {
		*comma = '.';
	}
	int64_t us = 0;
	if (!slice_seconds_to_us(slice_make(text, number.size), &us)) {
		return false;
	}
	*ret_us = us / (US_PER_S / unit_us);
	return true;
}

/* The number that ends where `end` begins: "2.345" of "2.345ms". */
static struct slice number_before(struct slice text, size_t end)
{
	while (end > 0 && text.data[end - 1] == ' ') {
		end--;
	}
	size_t begin = end;
	while (begin > 0 && ((text.data[begin - 1] >= '0' && text.data[begin - 1] <= '9') ||
			     text.data[begin - 1] == '.' || text.data[begin - 1] == ',')) {
		begin--;
	}
	return slice_make(text.data + begin, end - begin);
}

/* Where the last " secs]" stands: that of the whole collection, not of a generation. */
static size_t last_seconds(struct slice message)
{
	static const char piece[] = " secs]";
	size_t last = 0;
	for (size_t at = slice_find(message, piece); at < message.size;) {
		last = at;
		at += sizeof piece - 1;
		at += slice_find(slice_after(message, at), piece);
	}
	return last;
}

static void read_pause(struct slice message, struct event *event)
{
	static const char stopped[] = "application threads were stopped: ";
	int64_t span_us = DURATION_NONE;
	size_t at = slice_find(message, stopped);
	if (at < message.size) {
		struct slice rest = slice_after(message, at + sizeof stopped - 1);
		if (!read_span(slice_first(rest, slice_find_char(rest, ' ')), US_PER_S, &span_us)) {
			return;
		}
	} else if (slice_contains(message, "Pause ") && slice_ends_with(message, "ms")) {
		if (!read_span(number_before(message, message.size - 2), US_PER_MS, &span_us)) {
			return;
		}
	} else if (slice_contains(message, "[GC ") || slice_contains(message, "[Full GC ")) {
		at = last_seconds(message);
		if (!read_span(number_before(message, at), US_PER_S, &span_us)) {
			return;
		}
	} else {
		return;
	}
	event->duration_us = span_us;
	event->stamps_end =
		slice_starts_with(event->code, "gc") || slice_contains(message, stopped);
}

/* "[2018-06-14T08:51:34.931+0000][16362][gc,heap] " */
static bool read_unified(struct slice text, struct event *event)
{
	struct slice tag = slice_empty();
	bool own = false;
	if (!slice_eat_char(&text, '[') || !stamp_eat_iso(&text, &event->stamp) ||
	    !slice_eat_char(&text, ']')) {
		return false;
	}
	for (int i = 0; i < TAGS_MAX && slice_eat_char(&text, '['); i++) {
		if (!slice_eat_until(&text, ']', &tag)) {
			return false;
		}
		tag = slice_trim(tag);
		enum severity severity = level_severity(tag);
		bool number = tag.size > 0 && tag.data[0] >= '0' && tag.data[0] <= '9';
		event->severity = number || severity == SEVERITY_NONE ? event->severity : severity;
		own = own || slice_is(tag, "gc") || slice_starts_with(tag, "gc,") ||
		      slice_is(tag, "safepoint") || slice_starts_with(tag, "safepoint,");
	}
	event->code = tag;
	slice_eat_blanks(&text);
	event->message = text;
	return own;
}

/* "2018-06-11T01:53:11.382+0000: 14.123: [GC …" */
static bool read_old(struct slice text, struct event *event)
{
	struct slice uptime = slice_empty();
	if (!stamp_eat_iso(&text, &event->stamp) || !slice_eat(&text, ": ") ||
	    !slice_eat_until(&text, ':', &uptime) || uptime.size == 0 ||
	    uptime.size > NUMBER_SIZE_MAX || !slice_eat_char(&text, ' ')) {
		return false;
	}
	for (size_t i = 0; i < uptime.size; i++) {
		char byte = uptime.data[i];
		if ((byte < '0' || byte > '9') && byte != '.' && byte != ',') {
			return false;
		}
	}
	event->message = text;
	return true;
}

static enum status jvm_gc_parse(void *state, const struct record *record, struct event *event)
{
	(void)state;
	if (!read_unified(record->body, event) && !read_old(record->body, event)) {
		return STATUS_MISMATCH;
	}
	read_pause(event->message, event);
	return STATUS_OK;
}

static bool jvm_gc_begins(const struct record *record)
{
	struct slice text = record->body;
	struct stamp stamp;
	(void)slice_eat_char(&text, '[');
	return stamp_eat_iso(&text, &stamp);
}

static int jvm_gc_bid(const struct record *record)
{
	struct event event;
	if (slice_find_char(record->body, ':') == record->body.size &&
	    !slice_starts_with(record->body, "[")) {
		return BID_NONE;
	}
	event_clear(&event);
	bool mine = read_unified(record->body, &event) || read_old(record->body, &event);
	return mine ? BID_SIGNATURE - 10 : BID_NONE;
}

const struct format jvm_gc_format = {
	.name = "jvm_gc",
	.title = "JVM garbage collection",
	.source = "JEP 158, JEP 271; java(1), -Xlog and -XX:+PrintGCDateStamps",
	.bid = jvm_gc_bid,
	.first = "[0",
	.parse = jvm_gc_parse,
	.begins = jvm_gc_begins,
};
