// SPDX-License-Identifier: MIT
/*
 * Oracle WebLogic Server: the server's own log and what it prints.
 *
 *     ####<Aug 7, 2024 5:30:19,250 AM KST> <Notice> <WebLogicServer> <app-1> <AdminServer> <main>
 *         <<WLS Kernel>> <> <> <1723008619250> <BEA-000365> <Server state changed to RUNNING.>
 *     <Aug 7, 2024 5:30:19 AM KST> <Notice> <WebLogicServer> <BEA-000365> <Server state changed …>
 *     <2024. 8. 7 오전 5시 30분 19초 KST> <Notice> <WebLogicServer> <BEA-000365> <…>
 *
 * The number before the message's id is the epoch of the record: it is exact whatever the locale.
 * Texts are in the machine's language, ids and states are not. A text may go on over lines.
 */
#include "application.h"
#include "format.h"
#include "layout.h"
#include "message_table.h"

enum {
	FIELDS_MAX = 16,      /* before the message's id: 10, and what 12.2 puts between */
	FIELD_SIZE_MAX = 512, /* of one of them: a thread's name, a diagnostic context */
	EPOCH_SIZE = 13,      /* milliseconds, 2001 to 2286 */
	CODE_SIZE_MAX = 16,   /* "BEA-000365", of layered products too */
};

struct line {
	struct stamp stamp;
	enum severity severity;
	struct slice server; /* empty in what is printed */
	struct slice machine;
	struct slice subsystem;
	struct slice code;
	struct slice text;
};

/* clang-format off */
/* Oracle Fusion Middleware, Error Messages Reference [K]; a state in the text is no translation. */
static const struct message_row messages[] = {
	{"BEA-000365", "RUNNING", SIGNAL_SERVICE_READY, "ok", NULL},
	{"BEA-000365", "FAILED", SIGNAL_SERVICE_CRASH, "fail", NULL},
	{"BEA-000365", "STARTING", SIGNAL_SERVICE_START, NULL, NULL},
	{"BEA-000365", "SHUTTING_DOWN", SIGNAL_SERVICE_STOP, NULL, NULL},
	{"BEA-000365", "SUSPENDING", SIGNAL_SERVICE_STOP, NULL, NULL},
	{"BEA-000360", NULL, SIGNAL_SERVICE_READY, "ok", NULL},
	{"BEA-000377", NULL, SIGNAL_SERVICE_START, NULL, NULL},
	{"BEA-000396", NULL, SIGNAL_SERVICE_STOP, NULL, NULL},
	{"BEA-000388", NULL, SIGNAL_SERVICE_STOP, NULL, NULL},
	{"BEA-000362", NULL, SIGNAL_SERVICE_CRASH, "fail", NULL},
	{"BEA-000386", NULL, SIGNAL_SERVICE_CRASH, "fail", NULL},
	{"BEA-002606", NULL, SIGNAL_SERVICE_CRASH, "fail", NULL},
	{"BEA-000337", NULL, SIGNAL_POOL_EXHAUSTED, "fail", NULL},	/* a thread is stuck */
	{"BEA-000339", NULL, SIGNAL_POOL_NORMAL, "ok", NULL},		/* and no longer */
	{"BEA-000627", NULL, SIGNAL_POOL_EXHAUSTED, "fail", "pool "},
	{"BEA-000628", NULL, SIGNAL_POOL_NORMAL, "ok", "pool "},
	{"BEA-001129", NULL, SIGNAL_UPSTREAM_ERROR, "fail", "pool "},
	{"BEA-001112", NULL, SIGNAL_UPSTREAM_ERROR, "fail", "pool "},
	{"BEA-000112", NULL, SIGNAL_HA_PEER_DOWN, NULL, "Removing "},
	{"BEA-000111", NULL, SIGNAL_HA_PEER_UP, NULL, "Adding "},
	{"BEA-149038", NULL, SIGNAL_DEPLOY_BEGIN, NULL, "application "},
	{"BEA-149060", "to STATE_ACTIVE", SIGNAL_DEPLOY_OK, "ok", "of application "},
	{"BEA-149004", NULL, SIGNAL_DEPLOY_FAIL, "fail", "application "},
	{"BEA-149202", NULL, SIGNAL_DEPLOY_FAIL, "fail", "application "},
	{"BEA-149205", NULL, SIGNAL_DEPLOY_FAIL, "fail", "application "},
	{"BEA-149231", NULL, SIGNAL_DEPLOY_FAIL, "fail", "application "},
	{"BEA-090078", NULL, SIGNAL_AUTH_FAIL, "fail", NULL},
	{"BEA-090403", NULL, SIGNAL_AUTH_FAIL, "fail", NULL},
};
/* clang-format on */

/* "<…> " with pairs of the same inside: "<<WLS Kernel>> " */
static bool eat_field(struct slice *text, struct slice *ret_field)
{
	int depth = 0;
	size_t limit = text->size < FIELD_SIZE_MAX ? text->size : FIELD_SIZE_MAX;
	for (size_t i = 0; i < limit; i++) {
		depth += text->data[i] == '<' ? 1 : 0;
		depth -= text->data[i] == '>' ? 1 : 0;
		if (depth == 0) {
			if (i == 0) {
				return false;
			}
			*ret_field = slice_make(text->data + 1, i - 1);
			*text = slice_after(*text, i + 1);
			slice_eat_blanks(text);
			return true;
		}
	}
	return false;
}

/* "2024. 8. 7 오전 5시 30분 19초 KST" */
static bool eat_korean(struct slice *text, struct stamp *ret_stamp)
{
	static const char *const halves[] = {"\uc624\uc804", "\uc624\ud6c4"};
	struct slice rest = *text;
	uint64_t hour = 0;
	if (!layout_eat("%Y. %m. %d", &rest, ret_stamp)) {
		return false;
	}
	slice_eat_blanks(&rest);
	bool morning = slice_eat(&rest, halves[0]);
	if (!morning && !slice_eat(&rest, halves[1])) {
		return false;
	}
	uint64_t minute = 0;
	uint64_t second = 0;
	slice_eat_blanks(&rest);
	if (!slice_eat_uint(&rest, &hour) || hour > 12 || !slice_eat(&rest, "\uc2dc ") ||
	    !slice_eat_uint(&rest, &minute) || minute > 59 || !slice_eat(&rest, "\ubd84 ") ||
	    !slice_eat_uint(&rest, &second) || second > 60 || !slice_eat(&rest, "\ucd08")) {
		return false;
	}
	hour = hour % 12 + (morning ? 0 : 12);
	ret_stamp->civil_us += (int64_t)(hour * 3600 + minute * 60 + second) * US_PER_S;
	*text = rest;
	return true;
}

/* "Aug 7, 2024 5:30:19,250 AM KST", and with the comma that Java has put there since version 9 */
static bool read_stamp(struct slice text, struct stamp *ret_stamp)
{
	static const char *const layouts[] = {"%b %d, %Y %I:%M:%S,%f %p", "%b %d, %Y %I:%M:%S %p",
					      "%b %d, %Y, %I:%M:%S,%f %p",
					      "%b %d, %Y, %I:%M:%S %p"};
	bool read = eat_korean(&text, ret_stamp);
	for (size_t i = 0; !read && i < sizeof layouts / sizeof layouts[0]; i++) {
		read = layout_eat(layouts[i], &text, ret_stamp);
	}
	if (!read && !stamp_eat_iso(&text, ret_stamp)) {
		return false;
	}
	slice_eat_blanks(&text);
	return slice_is_empty(text) || stamp_set_zone(ret_stamp, text) ||
	       slice_contains(text, " Time"); /* "Korean Standard Time": no word of one offset */
}

/* "Notice"; "Dringend" and "알림" are levels as well, which of them is not known */
static enum severity severity_of(struct slice word)
{
	return level_severity(word);
}

/* Letters, '-', digits: "BEA-000365" */
static bool is_code(struct slice field)
{
	size_t dash = slice_find_char(field, '-');
	int64_t number = 0;
	return dash >= 2 && dash < field.size && field.size <= CODE_SIZE_MAX &&
	       field.data[0] >= 'A' && field.data[0] <= 'Z' &&
	       slice_to_int(slice_after(field, dash + 1), &number) && number >= 0;
}

/* The text is the rest; what closes it may be lines away. */
static struct slice text_of(struct slice rest)
{
	(void)slice_eat_char(&rest, '<');
	rest = slice_trim(rest);
	rest.size -= slice_ends_with(rest, ">") ? 1 : 0;
	return rest;
}

static bool read_line(struct slice text, struct line *line)
{
	struct slice fields[FIELDS_MAX];
	struct slice epoch = slice_empty();
	size_t count = 0;
	bool is_server_log = slice_eat(&text, "####");
	*line = (struct line){.severity = SEVERITY_NONE,
			      .server = slice_empty(),
			      .machine = slice_empty(),
			      .subsystem = slice_empty(),
			      .code = slice_empty()};
	if (!slice_starts_with(text, "<")) {
		return false;
	}
	while (count < FIELDS_MAX && eat_field(&text, &fields[count])) {
		struct slice field = fields[count++];
		epoch = count > 3 && field.size == EPOCH_SIZE ? field : epoch;
		if (count > 3 && is_code(field)) {
			line->code = field;
			break;
		}
	}
	if (slice_is_empty(line->code)) {
		return false;
	}
	bool is_dated = read_stamp(fields[0], &line->stamp);
	if (!slice_is_empty(epoch)) {
		is_dated = (stamp_eat_epoch(&epoch, &line->stamp) && epoch.size == 0) || is_dated;
	}
	line->severity = severity_of(fields[1]);
	line->subsystem = fields[2];
	if (is_server_log && count > 5) {
		line->machine = fields[3];
		line->server = fields[4];
	}
	line->text = text_of(text);
	return is_dated;
}

/* "[STUCK] ExecuteThread …" of both ends: the threads of the server. */
static void name_part(struct event *event)
{
	bool threads = slice_is(event->code, "BEA-000337") || slice_is(event->code, "BEA-000339");
	if (threads) {
		event->part = slice_from("threads");
	}
}

static enum status weblogic_parse(void *state, const struct record *record, struct event *event)
{
	struct line line;
	(void)state;
	if (!read_line(record->body, &line)) {
		return STATUS_MISMATCH;
	}
	event->stamp = line.stamp;
	event->severity = line.severity;
	event->host = slice_is_empty(line.machine) ? event->host : line.machine;
	event->program = slice_is_empty(line.server) ? event->program : line.server;
	event->code = line.code;
	event->message = line.text;
	if (message_table_apply(messages, sizeof messages / sizeof messages[0], line.code,
				line.text, event)) {
		name_part(event);
	} else {
		application_read(line.text, event);
	}
	return STATUS_OK;
}

static bool weblogic_begins(const struct record *record)
{
	struct line line;
	return record->envelope.kind != ENVELOPE_NONE || read_line(record->body, &line);
}

static int weblogic_bid(const struct record *record)
{
	struct line line;
	return read_line(record->body, &line) ? BID_SIGNATURE : BID_NONE;
}

const struct format weblogic_format = {
	.name = "weblogic",
	.title = "Oracle WebLogic Server (server log, console)",
	.source = "Oracle, Configuring Log Files: Message Attributes; Error Messages Reference",
	.bid = weblogic_bid,
	.first = "#<",
	.parse = weblogic_parse,
	.begins = weblogic_begins,
};
