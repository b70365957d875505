// SPDX-License-Identifier: MIT
/*
 * IBM WebSphere Application Server and Liberty: SystemOut.log, messages.log, trace.log.
 *
 *     [8/7/24 5:30:19:250 KST] 00000001 WsServerImpl  A   WSVR0001I: Server server1 open for …
 *     [8/7/24, 5:30:19:250 KST] 00000029 com.ibm.ws.kernel.feature.internal.FeatureManager  A
 * CWWKF… time                      thread   component                                         type
 *     [24. 8. 7 5:30:19:250 KST] 00000001 …        Korean       [2024-08-07T05:30:19.250+0900] …
 * ISO
 *
 * The date is in the order of the machine's locale. The month stands first until a number above 12
 * has told otherwise. A line without a head goes on with the record before it (stack traces).
 */
#include <stdlib.h>

#include "application.h"
#include "format.h"
#include "layout.h"
#include "message_table.h"

enum {
	THREAD_SIZE = 8,         /* hexadecimal */
	COMPONENT_SIZE_MAX = 96, /* Liberty writes the class */
	CODE_SIZE_MIN = 9,       /* "WSVR0001I", */
	CODE_SIZE_MAX = 10,      /* "CWWKF0011I" */
};

struct state {
	bool is_day_first; /* as a number above 12 has told */
};

struct head {
	struct stamp stamp;
	enum severity severity;
	struct slice component;
	struct slice code; /* empty: none */
	struct slice message;
	bool is_day_first;
};

/* clang-format off */
/* IBM Documentation, Messages [K]. Ends in a letter: of a level. */
static const struct message_row messages[] = {
	{"WSVR0001I", NULL, SIGNAL_SERVICE_READY, "ok", NULL},
	{"WSVR0002I", NULL, SIGNAL_SERVICE_READY, NULL, NULL},
	{"WSVR0023I", NULL, SIGNAL_SERVICE_STOP, NULL, NULL},
	{"WSVR0024I", NULL, SIGNAL_SERVICE_STOP, NULL, NULL},
	{"WSVR0009E", NULL, SIGNAL_SERVICE_CRASH, "fail", NULL},
	{"WSVR0200I", NULL, SIGNAL_SERVICE_START, NULL, ": "},
	{"WSVR0221I", NULL, SIGNAL_SERVICE_READY, "ok", ": "},
	{"WSVR0217I", NULL, SIGNAL_SERVICE_STOP, NULL, ": "},
	{"WSVR0220I", NULL, SIGNAL_SERVICE_STOP, NULL, ": "},
	{"WSVR0605W", NULL, SIGNAL_POOL_EXHAUSTED, "fail", NULL},	/* a thread may be hung, */
	{"WSVR0606W", NULL, SIGNAL_POOL_NORMAL, "ok", NULL},		/* was not, or is no longer */
	{"J2CA0045E", NULL, SIGNAL_POOL_EXHAUSTED, "fail", "for resource "},
	{"J2CA0056I", NULL, SIGNAL_UPSTREAM_ERROR, "fail", NULL},
	{"HMGR0206I", NULL, SIGNAL_HA_FAILOVER, NULL, NULL},
	{"CWWKE0001I", NULL, SIGNAL_SERVICE_START, NULL, NULL},
	{"CWWKF0011I", NULL, SIGNAL_SERVICE_READY, "ok", NULL},
	{"CWWKE0055I", NULL, SIGNAL_SERVICE_STOP, NULL, NULL},
	{"CWWKE0036I", NULL, SIGNAL_SERVICE_STOP, NULL, NULL},
	{"CWWKZ0018I", NULL, SIGNAL_SERVICE_START, NULL, "application "},
	{"CWWKZ0001I", NULL, SIGNAL_SERVICE_READY, "ok", "Application "},
	{"CWWKZ0009I", NULL, SIGNAL_SERVICE_STOP, NULL, "pplication "},
	{"CWWKZ0003I", NULL, SIGNAL_DEPLOY_OK, "ok", "pplication "},
	{"CWWKZ0002E", NULL, SIGNAL_SERVICE_CRASH, "fail", "application "},
	{"CWWKZ0012I", NULL, SIGNAL_LOG, NULL, NULL},
	{"CWWKG0016I", NULL, SIGNAL_CONFIG_COMMIT_BEGIN, NULL, NULL},
	{"CWWKG0017I", NULL, SIGNAL_CONFIG_COMMIT_OK, "ok", NULL},
	{"CWWKG0014E", NULL, SIGNAL_CONFIG_COMMIT_FAIL, "fail", NULL},
	{"CWWKO0221E", NULL, SIGNAL_SERVICE_CRASH, "fail", NULL},
	{"CWWKS1100A", NULL, SIGNAL_AUTH_FAIL, "fail", NULL},
	{"SECJ0369E", NULL, SIGNAL_AUTH_FAIL, "fail", NULL},
	{"SECJ0056E", NULL, SIGNAL_AUTH_FAIL, "fail", NULL},
};
/* clang-format on */

static void *websphere_open(void)
{
	return calloc(1, sizeof(struct state));
}

/* "8/7/24 5:30:19:250 KST", "8/7/24, …", "24. 8. 7 …", "2024-08-07T05:30:19.250+0900" */
static bool read_stamp(struct slice text, bool is_day_first, struct head *head)
{
	static const char *const month_first[] = {"%m/%d/%y %H:%M:%S:%f", "%m/%d/%y, %H:%M:%S:%f"};
	static const char *const day_first[] = {"%d/%m/%y %H:%M:%S:%f", "%d/%m/%y, %H:%M:%S:%f",
						"%d.%m.%y %H:%M:%S:%f", "%d.%m.%y, %H:%M:%S:%f"};
	bool read = false;
	head->is_day_first = is_day_first;
	for (size_t i = 0; !read && !is_day_first && i < 2; i++) {
		read = layout_eat(month_first[i], &text, &head->stamp);
	}
	for (size_t i = 0; !read && i < sizeof day_first / sizeof day_first[0]; i++) {
		read = layout_eat(day_first[i], &text, &head->stamp);
		head->is_day_first = is_day_first || (read && i < 2);
	}
	if (!read && !layout_eat("%y. %m. %d %H:%M:%S:%f", &text, &head->stamp) &&
	    !stamp_eat_iso(&text, &head->stamp)) {
		return false;
	}
	slice_eat_blanks(&text);
	/* A word for several zones says nothing: the stated one holds. */
	return text.size == 0 || stamp_set_zone(&head->stamp, text) ||
	       (text.size <= 5 && text.data[0] >= 'A' && text.data[0] <= 'Z');
}

static bool eat_thread(struct slice *text)
{
	struct slice rest = *text;
	for (size_t i = 0; i < THREAD_SIZE; i++) {
		bool digit = i < rest.size && ((rest.data[i] >= '0' && rest.data[i] <= '9') ||
					       (rest.data[i] >= 'a' && rest.data[i] <= 'f'));
		if (!digit) {
			return false;
		}
	}
	rest = slice_after(rest, THREAD_SIZE);
	if (!slice_eat_char(&rest, ' ')) {
		return false;
	}
	slice_eat_blanks(&rest);
	*text = rest;
	return true;
}

/* Source: IBM Documentation, Log and trace settings: event types */
static bool read_type(char letter, enum severity *ret_severity)
{
	static const char letters[] = "IWEAFDOCRZ>< 123";
	static const enum severity severities[] = {
		SEVERITY_INFORMATIONAL, SEVERITY_WARNING, SEVERITY_ERROR,         SEVERITY_NOTICE,
		SEVERITY_CRITICAL,      SEVERITY_DEBUG,   SEVERITY_INFORMATIONAL, SEVERITY_DEBUG,
		SEVERITY_ERROR,         SEVERITY_NONE,    SEVERITY_DEBUG,         SEVERITY_DEBUG,
		SEVERITY_NONE,          SEVERITY_DEBUG,   SEVERITY_DEBUG,         SEVERITY_DEBUG};
	const char *at = letter == ' ' ? NULL : memchr(letters, letter, sizeof letters - 1);
	if (at == NULL) {
		return false;
	}
	*ret_severity = severities[at - letters];
	return true;
}

/* "WSVR0001I: ", "CWWKF0011I: " */
static void eat_code(struct slice *text, struct head *head)
{
	struct slice rest = *text;
	struct slice code = slice_empty();
	if (!slice_eat_until(&rest, ':', &code) || code.size < CODE_SIZE_MIN ||
	    code.size > CODE_SIZE_MAX) {
		return;
	}
	for (size_t i = 0; i < code.size; i++) {
		bool digit = code.data[i] >= '0' && code.data[i] <= '9';
		bool letter = code.data[i] >= 'A' && code.data[i] <= 'Z';
		bool should_be_digit = i + 5 >= code.size && i + 1 < code.size;
		if ((should_be_digit && !digit) || (!digit && !letter)) {
			return;
		}
	}
	slice_eat_blanks(&rest);
	head->code = code;
	*text = rest;
}

static bool read_head(struct slice text, bool is_day_first, struct head *head)
{
	struct slice clock = slice_empty();
	struct slice type = slice_empty();
	*head = (struct head){
		.severity = SEVERITY_NONE, .component = slice_empty(), .code = slice_empty()};
	if (!slice_eat_char(&text, '[') || !slice_eat_until(&text, ']', &clock) ||
	    !slice_eat_char(&text, ' ') || !eat_thread(&text) ||
	    !slice_eat_word(&text, &head->component) || head->component.size > COMPONENT_SIZE_MAX ||
	    !slice_eat_word(&text, &type) || type.size != 1 ||
	    !read_type(type.data[0], &head->severity)) {
		return false;
	}
	eat_code(&text, head);
	head->message = slice_trim(text);
	return read_stamp(clock, is_day_first, head);
}

/* Threads of both ends alike; the user that was refused. */
static void finish(struct event *event)
{
	if (event->signal == SIGNAL_POOL_EXHAUSTED || event->signal == SIGNAL_POOL_NORMAL) {
		event->part = slice_is_empty(event->part) ? slice_from("threads") : event->part;
	} else if (event->signal == SIGNAL_AUTH_FAIL) {
		event->actor = message_word_after(event->message, "user ID ");
	}
}

static enum status websphere_parse(void *self, const struct record *record, struct event *event)
{
	struct state *state = self;
	struct head head;
	if (!read_head(record->body, state->is_day_first, &head)) {
		return STATUS_MISMATCH;
	}
	state->is_day_first = head.is_day_first;
	event->stamp = head.stamp;
	event->severity = head.severity;
	event->code = slice_is_empty(head.code) ? head.component : head.code;
	event->message = head.message;
	if (message_table_apply(messages, sizeof messages / sizeof messages[0], head.code,
				head.message, event)) {
		finish(event);
	} else {
		application_read(head.message, event);
	}
	return STATUS_OK;
}

static bool websphere_begins(const struct record *record)
{
	struct head head;
	return record->envelope.kind != ENVELOPE_NONE || read_head(record->body, false, &head);
}

static int websphere_bid(const struct record *record)
{
	struct head head;
	return read_head(record->body, false, &head) ? BID_SIGNATURE : BID_NONE;
}

const struct format websphere_format = {
	.name = "websphere",
	.title = "IBM WebSphere and Liberty (SystemOut.log, messages.log)",
	.source = "IBM Documentation, Interpreting the JVM logs; Liberty: Logging and Trace",
	.bid = websphere_bid,
	.first = "[",
	.parse = websphere_parse,
	.open = websphere_open,
	.close = free,
	.begins = websphere_begins,
};
