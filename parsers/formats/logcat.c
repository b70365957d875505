// SPDX-License-Identifier: MIT
/*
 * Android's logcat, -v threadtime: payment terminals, scanners, signage.
 *
 *     03-17 16:13:38.811  1702  2395 D WindowManager: relayout
 *     --------- beginning of main
 *
 * The stamp has neither year nor zone. The second shape says which buffer begins and has no time.
 */
#include "format.h"
#include "layout.h"

static const char BUFFER[] = "--------- ";

struct head {
	struct stamp stamp;
	enum severity severity;
	struct slice tag;
	struct slice message;
};

/* What the system says of its processes; logcat(1) and AOSP's ActivityManagerService. */
static const struct {
	const char *tag;
	const char *sentence; /* the message begins with it, or contains it after " … " */
	enum signal signal;
} meanings[] = {
	{"ActivityManager", "Start proc ", SIGNAL_SERVICE_START},
	{"ActivityManager", " has died", SIGNAL_SERVICE_CRASH},
	{"ActivityManager", "ANR in ", SIGNAL_SERVICE_CRASH},
	{"AndroidRuntime", "FATAL EXCEPTION", SIGNAL_SERVICE_CRASH},
	{"SystemServer", "Entered the Android system server", SIGNAL_DEVICE_REBOOT},
	{"ActivityManager", "System now ready", SIGNAL_DEVICE_UP},
	{"lowmemorykiller", "Killing ", SIGNAL_RESOURCE_HIGH},
};

static bool severity_of(char letter, enum severity *ret_severity)
{
	static const char letters[] = "FEWIDV";
	static const enum severity severities[] = {SEVERITY_CRITICAL, SEVERITY_ERROR,
						   SEVERITY_WARNING,  SEVERITY_INFORMATIONAL,
						   SEVERITY_DEBUG,    SEVERITY_DEBUG};
	const char *at = letter == '\0' ? NULL : strchr(letters, letter);
	if (at == NULL) {
		return false;
	}
	*ret_severity = severities[at - letters];
	return true;
}

static bool read_head(struct slice text, struct head *head)
{
	uint64_t process = 0;
	uint64_t thread = 0;
	if (!layout_eat("%m-%d %H:%M:%S.%f", &text, &head->stamp)) {
		return false;
	}
	slice_eat_blanks(&text);
	if (!slice_eat_uint(&text, &process)) {
		return false;
	}
	slice_eat_blanks(&text);
	if (!slice_eat_uint(&text, &thread) || !slice_eat_char(&text, ' ') || text.size < 2 ||
	    text.data[1] != ' ' || !severity_of(text.data[0], &head->severity)) {
		return false;
	}
	text = slice_after(text, 2);
	if (!slice_eat_until(&text, ':', &head->tag)) {
		return false;
	}
	head->tag = slice_trim(head->tag);
	slice_eat_blanks(&text);
	head->message = text;
	return true;
}

static enum status logcat_parse(void *state, const struct record *record, struct event *event)
{
	struct head head;
	(void)state;
	if (slice_starts_with(record->body, BUFFER)) {
		return STATUS_OK;
	}
	if (!read_head(record->body, &head)) {
		return STATUS_MISMATCH;
	}
	event->stamp = head.stamp;
	event->severity = head.severity;
	event->program = head.tag;
	event->message = head.message;
	for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++) {
		if (slice_is(head.tag, meanings[i].tag) &&
		    slice_contains(head.message, meanings[i].sentence)) {
			event->signal = meanings[i].signal;
			break;
		}
	}
	return STATUS_OK;
}

static bool logcat_is_header(const struct record *record)
{
	return slice_starts_with(record->body, BUFFER);
}

static int logcat_bid(const struct record *record)
{
	struct head head;
	if (slice_starts_with(record->body, "--------- beginning of ")) {
		return BID_SIGNATURE;
	}
	return read_head(record->body, &head) ? BID_SIGNATURE - 10 : BID_NONE;
}

const struct format logcat_format = {
	.name = "logcat",
	.title = "Android logcat, threadtime (terminals, scanners)",
	.source = "developer.android.com/tools/logcat, output formats",
	.bid = logcat_bid,
	.first = "-0 \t",
	.parse = logcat_parse,
	.is_header = logcat_is_header,
};
