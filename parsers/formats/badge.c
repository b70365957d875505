// SPDX-License-Identifier: MIT
/*
 * Door records of access control systems, as CSV: who came in and went out.
 *
 *     Date/Time,Card Number,Cardholder,Reader,Direction,Event
 *     2024-08-07 05:30:19,4711,Lee,DC1 main door,In,Access granted
 *
 * There is no standard; the header's names, of which the usual ones of vendors and sites are known
 * (also Korean ones), tell what it is. A refused card is not a presence. Where no column gives the
 * direction, a reader whose name ends in it does ("DC1 OUT").
 */
#include "export_bid.h"

#include "csv.h"
#include "digrams.h"

/* Names met in exports of Lenel, Genetec, C-CURE, ADT Caps, S1 [K] */
static const struct export_name names[] = {
	{"Time", EXPORT_TIME},
	{"Date/Time", EXPORT_TIME},
	{"Date Time", EXPORT_TIME},
	{"DateTime", EXPORT_TIME},
	{"Timestamp", EXPORT_TIME},
	{"Event Time", EXPORT_TIME},
	{"Access Time", EXPORT_TIME},
	{"Transaction Time", EXPORT_TIME},
	{"\xec\x9d\xbc\xec\x8b\x9c", EXPORT_TIME},                         /* 일시 */
	{"\xec\xb6\x9c\xec\x9e\x85\xec\x8b\x9c\xea\xb0\x84", EXPORT_TIME}, /* 출입시간 */
	{"\xec\x8b\x9c\xea\xb0\x84", EXPORT_TIME},                         /* 시간 */
	{"Date", EXPORT_DATE},
	{"\xeb\x82\xa0\xec\xa7\x9c", EXPORT_DATE}, /* 날짜 */
	{"Name", EXPORT_ACTOR},
	{"Cardholder", EXPORT_ACTOR},
	{"Card Holder", EXPORT_ACTOR},
	{"Cardholder Name", EXPORT_ACTOR},
	{"Person", EXPORT_ACTOR},
	{"User", EXPORT_ACTOR},
	{"Employee", EXPORT_ACTOR},
	{"\xec\x9d\xb4\xeb\xa6\x84", EXPORT_ACTOR}, /* 이름 */
	{"\xec\x84\xb1\xeb\xaa\x85", EXPORT_ACTOR}, /* 성명 */
	{"Card", EXPORT_ID},
	{"Card Number", EXPORT_ID},
	{"Card No", EXPORT_ID},
	{"Badge", EXPORT_ID},
	{"Badge ID", EXPORT_ID},
	{"Badge Number", EXPORT_ID},
	{"Employee ID", EXPORT_ID},
	{"\xec\x82\xac\xeb\xb2\x88", EXPORT_ID},                         /* 사번 */
	{"\xec\xb9\xb4\xeb\x93\x9c\xeb\xb2\x88\xed\x98\xb8", EXPORT_ID}, /* 카드번호 */
	{"Door", EXPORT_OBJECT},
	{"Door Name", EXPORT_OBJECT},
	{"Reader", EXPORT_OBJECT},
	{"Reader Name", EXPORT_OBJECT},
	{"Access Point", EXPORT_OBJECT},
	{"Gate", EXPORT_OBJECT},
	{"\xec\xb6\x9c\xec\x9e\x85\xeb\xac\xb8", EXPORT_OBJECT}, /* 출입문 */
	{"Direction", EXPORT_KIND},
	{"In/Out", EXPORT_KIND},
	{"IN_OUT", EXPORT_KIND},
	{"Entry/Exit", EXPORT_KIND},
	{"\xea\xb5\xac\xeb\xb6\x84", EXPORT_KIND},                         /* 구분 */
	{"\xec\xb6\x9c\xec\x9e\x85\xea\xb5\xac\xeb\xb6\x84", EXPORT_KIND}, /* 출입구분 */
	{"Event", EXPORT_STATE},
	{"Event Type", EXPORT_STATE},
	{"Result", EXPORT_STATE},
	{"Status", EXPORT_STATE},
	{"\xea\xb2\xb0\xea\xb3\xbc", EXPORT_STATE}, /* 결과 */
};

static const char *const words_in[] = {"in",
				       "entry",
				       "enter",
				       "entrance",
				       "entered",
				       "\xec\x9e\x85\xec\x8b\xa4", /* 입실 */
				       "\xec\xb6\x9c\xea\xb7\xbc", /* 출근 */
				       "\xec\x9e\x85\xec\x9e\xa5", /* 입장 */
				       NULL};
static const char *const words_out[] = {"out",
					"exit",
					"leave",
					"exited",
					"left",
					"\xed\x87\xb4\xec\x8b\xa4", /* 퇴실 */
					"\xed\x87\xb4\xea\xb7\xbc", /* 퇴근 */
					"\xed\x87\xb4\xec\x9e\xa5", /* 퇴장 */
					NULL};

/* Parts of the words with which a door says no [K] */
static const char *const refusals[] = {
	"denied",       "Denied",  "DENIED",  "reject",  "Reject",
	"invalid",      "Invalid", "expired", "Expired", "\xea\xb1\xb0\xeb\xb6\x80",
	/* 거부 */ NULL};

/* "DC1 main OUT", "DC1-In": the reader's last word */
static struct slice last_word(struct slice text)
{
	for (size_t i = text.size; i > 0; i--) {
		char byte = text.data[i - 1];
		if (byte == ' ' || byte == '-' || byte == '_' || byte == '(') {
			text = slice_after(text, i);
			break;
		}
	}
	return slice_ends_with(text, ")") ? slice_first(text, text.size - 1) : text;
}

static enum signal direction_of(struct slice word)
{
	if (export_is_one_of(word, words_in)) {
		return SIGNAL_PRESENCE_IN;
	}
	return export_is_one_of(word, words_out) ? SIGNAL_PRESENCE_OUT : SIGNAL_LOG;
}

static bool is_refused(struct slice result)
{
	struct digrams digrams;
	if (slice_is_empty(result)) {
		return false;
	}
	digrams_see(&digrams, result);
	for (const char *const *word = refusals; *word != NULL; word++) {
		if (digrams_may_hold(&digrams, *word) && slice_contains(result, *word)) {
			return true;
		}
	}
	return false;
}

static bool read(const struct slice *values, struct clock_text *habit, struct event *event)
{
	bool someone = !slice_is_empty(values[EXPORT_ACTOR]) || !slice_is_empty(values[EXPORT_ID]);
	if (!someone || !export_time(values, habit, &event->stamp)) {
		return false;
	}
	event->actor =
		slice_is_empty(values[EXPORT_ACTOR]) ? values[EXPORT_ID] : values[EXPORT_ACTOR];
	event->id = values[EXPORT_ID];
	event->object = values[EXPORT_OBJECT];
	event->code = values[EXPORT_STATE];
	if (is_refused(values[EXPORT_STATE])) {
		event->outcome = slice_from("deny");
		return true;
	}
	event->signal = direction_of(values[EXPORT_KIND]);
	if (event->signal == SIGNAL_LOG) {
		event->signal = direction_of(values[EXPORT_STATE]);
	}
	if (event->signal == SIGNAL_LOG && slice_is_empty(values[EXPORT_KIND])) {
		event->signal = direction_of(last_word(values[EXPORT_OBJECT]));
	}
	return true;
}

static bool is_header(const bool *fields)
{
	return fields[EXPORT_TIME] && (fields[EXPORT_ACTOR] || fields[EXPORT_ID]) &&
	       (fields[EXPORT_OBJECT] || (fields[EXPORT_KIND] && fields[EXPORT_ID]));
}

/* A row with a time and a direction. */
static bool is_row(struct slice row)
{
	struct clock_text habit = {.month_first = false};
	struct stamp stamp;
	char separator = csv_separator(row);
	bool time = false;
	bool direction = false;
	struct csv_cell cell = {.last = row.size == 0 || row.data[0] == '{'};
	for (int i = 0; i < 12 && !cell.last; i++) {
		cell = csv_eat(&row, separator);
		time = time ||
		       (cell.text.size > 0 && cell.text.data[0] >= '0' &&
			cell.text.data[0] <= '9' && clock_text_read(&habit, cell.text, &stamp));
		direction = direction || direction_of(cell.text) != SIGNAL_LOG;
	}
	return time && direction;
}

static const struct export_product product = {.names = names,
					      .count = sizeof names / sizeof names[0],
					      .read = read,
					      .is_header = is_header,
					      .is_row = is_row};

static int badge_bid(const struct record *record)
{
	return export_bid(&product, record);
}

static enum status badge_parse(void *state, const struct record *record, struct event *event)
{
	return export_parse(&product, state, record->whole, event);
}

static bool badge_is_header(const struct record *record)
{
	return export_is_header(&product, record->whole);
}

const struct format badge_format = {
	.name = "badge",
	.title = "door records of access control (CSV: who came in, who went out)",
	.source = "no standard; usual column names of access control exports",
	.bid = badge_bid,
	.is_never_sent = true,
	.parse = badge_parse,
	.open = export_open,
	.close = export_close,
	.is_header = badge_is_header,
};
