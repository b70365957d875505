// SPDX-License-Identifier: MIT
/* A format of the user's own, made at run time from a pattern with named groups. */
#include "user.h"

#include <stdio.h>
#include <stdlib.h>

#include "application.h"
#include "caret.h"
#include "layout.h"
#include "pattern.h"
#include "request_line.h"

enum { CONDITIONS_MAX = 64 }; /* of one format; a person wrote them */

/* One condition, ready to be asked. */
struct question {
	enum signal signal;
	size_t group;            /* PATTERN_GROUP_LIMIT: the whole line */
	struct pattern *pattern; /* NULL: any text that is not empty */
};

/* A compiled description. The first one lives as long as the format; each entry has a copy. */
struct reading {
	char *name, *text, *layout;
	struct pattern *pattern;
	size_t question_count;
	struct question questions[CONDITIONS_MAX];
};

/* A format and what it reads with. */
struct user_format {
	struct format format; /* first: user_format_free gets its address */
	struct reading *reading;
};

static void reading_free(void *self)
{
	struct reading *reading = self;
	if (reading == NULL) {
		return;
	}
	for (size_t i = 0; i < reading->question_count; i++) {
		pattern_free(reading->questions[i].pattern);
	}
	pattern_free(reading->pattern);
	free(reading->name);
	free(reading->text);
	free(reading->layout);
	free(reading);
}

static char *copy(const char *text)
{
	return text == NULL ? NULL : slice_copy(slice_from(text));
}

static enum status add_question(struct reading *reading, const struct user_condition *condition,
				struct error *error)
{
	struct question *question = &reading->questions[reading->question_count];
	*question = (struct question){.group = PATTERN_GROUP_LIMIT};
	if (!signal_find(slice_from(condition->word), &question->signal)) {
		const char *nearest = signal_nearest(slice_from(condition->word));
		return error_set(error, STATUS_USAGE,
				 "formats: %s: unknown signal `%s`: did you mean `%s`?",
				 reading->name, condition->word, nearest == NULL ? "log" : nearest);
	}
	if (condition->field != NULL) {
		question->group = pattern_group_find(reading->pattern, condition->field);
		if (question->group == pattern_group_count(reading->pattern)) {
			return error_set(error, STATUS_USAGE,
					 "formats: %s: no group `%s`: name one of the pattern's",
					 reading->name, condition->field);
		}
	}
	reading->question_count++;
	return condition->match == NULL
		       ? STATUS_OK
		       : pattern_compile(condition->match, &question->pattern, error);
}

static enum status reading_new(const struct user_description *description,
			       struct reading **ret_reading, struct error *error)
{
	struct reading *reading = calloc(1, sizeof *reading);
	if (reading == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "formats: no memory");
	}
	reading->name = copy(description->name);
	reading->text = copy(description->pattern);
	reading->layout = copy(description->time);
	enum status status = STATUS_OK;
	if (reading->name == NULL || reading->text == NULL ||
	    (reading->layout == NULL && description->time != NULL)) {
		status = error_set(error, STATUS_NO_MEMORY, "formats: no memory");
	} else if (description->condition_count > CONDITIONS_MAX) {
		status = error_set(error, STATUS_LIMIT, "formats: %s: more than %d signals",
				   reading->name, CONDITIONS_MAX);
	} else if (reading->layout != NULL) {
		status = layout_check(reading->layout, error);
	}
	if (status == STATUS_OK) {
		status = pattern_compile(reading->text, &reading->pattern, error);
	}
	for (size_t i = 0; i < description->condition_count && status == STATUS_OK; i++) {
		status = add_question(reading, &description->conditions[i], error);
	}
	if (status != STATUS_OK) {
		reading_free(reading);
		return status;
	}
	*ret_reading = reading;
	return STATUS_OK;
}

static bool read_time(const struct reading *reading, struct slice text, struct stamp *ret_stamp)
{
	if (reading->layout != NULL) {
		return layout_eat(reading->layout, &text, ret_stamp) && slice_is_empty(text);
	}
	return stamp_eat_iso(&text, ret_stamp) || stamp_eat_bsd(&text, ret_stamp) ||
	       stamp_eat_clf(&text, ret_stamp) || stamp_eat_slashes(&text, ret_stamp) ||
	       stamp_eat_dmy(&text, ret_stamp) || stamp_eat_ctime(&text, ret_stamp) ||
	       stamp_eat_epoch(&text, ret_stamp);
}

/* Where the group of a name goes as it is, or NULL. */
static struct slice *text_field(struct event *event, const char *name)
{
	const struct {
		const char *name;
		struct slice *field;
	} fields[] = {
		{"host", &event->host},       {"program", &event->program},
		{"message", &event->message}, {"actor", &event->actor},
		{"object", &event->object},   {"part", &event->part},
		{"step", &event->step},       {"role", &event->role},
		{"reason", &event->reason},   {"outcome", &event->outcome},
		{"id", &event->id},           {"recipient", &event->recipient},
		{"after", &event->after},     {"code", &event->code},
		{"client", &event->client},   {"server", &event->server},
		{"method", &event->method},   {"path", &event->path},
		{"agent", &event->agent},     {"protocol", &event->protocol},
		{"rule", &event->rule},
	};
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
		if (strcmp(fields[i].name, name) == 0) {
			return fields[i].field;
		}
	}
	return NULL;
}

static void put_number(struct event *event, const char *name, struct slice text)
{
	int64_t number = 0;
	bool is_number = slice_to_int(text, &number) && number >= 0;
	bool is_port = is_number && number <= UINT16_MAX;
	if (strcmp(name, "client_port") == 0 && is_port) {
		event->client_port = (int32_t)number;
	} else if (strcmp(name, "server_port") == 0 && is_port) {
		event->server_port = (int32_t)number;
	} else if (strcmp(name, "bytes_out") == 0 && is_number) {
		event->bytes_out = number;
	} else if (strcmp(name, "bytes_in") == 0 && is_number) {
		event->bytes_in = number;
	} else if (strcmp(name, "seq") == 0 && is_number) {
		event->sequence = number;
	} else if (strcmp(name, "status") == 0) {
		event->status = http_status(text);
	} else if (strcmp(name, "level") == 0) {
		event->severity = level_severity(text);
	} else if (strcmp(name, "request") == 0) {
		request_line_read(text, event);
	} else if (strcmp(name, "duration") == 0 && slice_seconds_to_us(text, &number)) {
		event->duration_us = number;
	}
}

static void ask(const struct reading *reading, struct slice line, const struct slice *groups,
		struct event *event)
{
	for (size_t i = 0; i < reading->question_count; i++) {
		const struct question *question = &reading->questions[i];
		struct slice text =
			question->group == PATTERN_GROUP_LIMIT ? line : groups[question->group];
		bool holds = question->pattern == NULL ? !slice_is_empty(text)
						       : pattern_match(question->pattern, text,
								       NULL, NULL) == STATUS_OK;
		if (holds) {
			event->signal = question->signal;
			return;
		}
	}
}

/* One text through the pattern; false when it does not match, or its time is none. */
static bool read_text(const struct reading *reading, struct slice text, struct event *event)
{
	struct slice groups[PATTERN_GROUP_LIMIT];
	if (pattern_match(reading->pattern, text, groups, NULL) != STATUS_OK) {
		return false;
	}
	for (size_t i = 0; i < pattern_group_count(reading->pattern); i++) {
		const char *name = pattern_group_name(reading->pattern, i);
		struct slice *field = text_field(event, name);
		if (slice_is_empty(groups[i])) {
			continue;
		}
		if (field != NULL) {
			*field = groups[i];
		} else if (strcmp(name, "time") == 0) {
			if (!read_time(reading, groups[i], &event->stamp)) {
				return false;
			}
		} else {
			put_number(event, name, groups[i]);
		}
	}
	ask(reading, text, groups, event);
	return true;
}

static bool read_record(const struct reading *reading, const struct record *record,
			struct event *event)
{
	return read_text(reading, record->whole, event) ||
	       (record->envelope.kind != ENVELOPE_NONE && read_text(reading, record->body, event));
}

static enum status user_parse(void *state, const struct record *record, struct event *event)
{
	return state != NULL && read_record(state, record, event) ? STATUS_OK : STATUS_MISMATCH;
}

static int user_bid_with(const void *self, const struct record *record)
{
	const struct user_format *user = self;
	struct event event;
	event_clear(&event);
	return read_record(user->reading, record, &event) ? BID_SIGNATURE : BID_NONE;
}

/* For callers that do not know of `bid_with`. */
static int user_bid(const struct record *record)
{
	(void)record;
	return BID_NONE;
}

/* A copy of the reading: patterns are for one thread at a time. */
static void *user_open_with(const void *self)
{
	const struct user_format *user = self;
	const struct reading *first = user->reading;
	struct user_condition conditions[CONDITIONS_MAX];
	struct reading *reading = NULL;
	for (size_t i = 0; i < first->question_count; i++) {
		const struct question *question = &first->questions[i];
		conditions[i] = (struct user_condition){
			.word = signal_name(question->signal),
			.field = question->group == PATTERN_GROUP_LIMIT
					 ? NULL
					 : pattern_group_name(first->pattern, question->group),
			.match = question->pattern == NULL ? NULL : pattern_text(question->pattern),
		};
	}
	struct user_description description = {
		.name = first->name,
		.pattern = first->text,
		.time = first->layout,
		.conditions = conditions,
		.condition_count = first->question_count,
	};
	return reading_new(&description, &reading, NULL) == STATUS_OK ? reading : NULL;
}

/* The pattern matches, so it is the time. */
static void explain_time(const struct reading *reading, struct slice text, const char *name,
			 char *ret_why)
{
	char place[CARET_SIZE];
	struct slice groups[PATTERN_GROUP_LIMIT];
	size_t group = pattern_group_find(reading->pattern, "time");
	if (pattern_match(reading->pattern, text, groups, NULL) != STATUS_OK ||
	    group == pattern_group_count(reading->pattern)) {
		return;
	}
	caret_show(text, (size_t)(groups[group].data - text.data), place);
	(void)snprintf(ret_why, USER_WHY_SIZE, "%s: <time> is not written as %s%.60s:%s", name,
		       reading->layout == NULL ? "clocks usually are" : "",
		       reading->layout == NULL ? "" : reading->layout, place);
}

static void explain(const struct reading *reading, const struct record *record, char *ret_why)
{
	enum { item_shown_max = 40 };
	char place[CARET_SIZE];
	struct pattern_reach reach = {0};
	struct pattern_reach inner = {0};
	struct slice text = record->whole;
	(void)snprintf(ret_why, USER_WHY_SIZE, "%s: does not read it", reading->name);
	bool whole_stops = pattern_reach(reading->pattern, record->whole, &reach);
	bool body_stops = pattern_reach(reading->pattern, record->body, &inner);
	if (!whole_stops || !body_stops) {
		explain_time(reading, whole_stops ? record->body : record->whole, reading->name,
			     ret_why);
		return;
	}
	if (inner.item > reach.item) {
		reach = inner;
		text = record->body;
	}
	caret_show(text, reach.stop, place);
	size_t size = reach.item_size < item_shown_max ? reach.item_size : item_shown_max;
	(void)snprintf(ret_why, USER_WHY_SIZE, "%s: matched up to here, then wants `%.*s`:%s",
		       reading->name, (int)size, reading->text + reach.item, place);
}

bool user_format_explain(const struct format *format, struct slice line, char *ret_why)
{
	const struct user_format *user = format->self;
	struct record record = {.whole = line};
	struct event event;
	event_clear(&event);
	syslog_peel(record.whole, &record.envelope, &record.body);
	if (read_record(user->reading, &record, &event)) {
		return false;
	}
	explain(user->reading, &record, ret_why);
	return true;
}

/* Each sample must match, its time included. */
static enum status check_samples(const struct user_description *description,
				 const struct reading *reading, struct error *error)
{
	if (description->sample_count == 0) {
		return error_set(error, STATUS_USAGE, "formats: %s: no sample: give a line of it",
				 reading->name);
	}
	for (size_t i = 0; i < description->sample_count; i++) {
		struct record record = {.whole = slice_from(description->samples[i])};
		struct event event;
		event_clear(&event);
		syslog_peel(record.whole, &record.envelope, &record.body);
		if (!read_record(reading, &record, &event)) {
			char why[USER_WHY_SIZE];
			explain(reading, &record, why);
			return error_set(error, STATUS_USAGE,
					 "formats: its sample does not match: %s", why);
		}
	}
	return STATUS_OK;
}

enum status user_format_new(const struct user_description *description, struct format **ret_format,
			    struct error *error)
{
	struct reading *reading = NULL;
	enum status status = reading_new(description, &reading, error);
	if (status != STATUS_OK || reading == NULL) {
		return status;
	}
	status = check_samples(description, reading, error);
	struct user_format *user = status == STATUS_OK ? calloc(1, sizeof *user) : NULL;
	if (user == NULL) {
		reading_free(reading);
		return status != STATUS_OK
			       ? status
			       : error_set(error, STATUS_NO_MEMORY, "formats: no memory");
	}
	user->reading = reading;
	user->format = (struct format){
		.name = reading->name,
		.title = "a format of your own",
		.source = "the case file, or --formats-dir",
		.bid = user_bid,
		.parse = user_parse,
		.close = reading_free,
		.self = user,
		.bid_with = user_bid_with,
		.open_with = user_open_with,
	};
	*ret_format = &user->format;
	return STATUS_OK;
}

void user_format_free(struct format *format)
{
	if (format != NULL) {
		struct user_format *user = (struct user_format *)(void *)format;
		reading_free(user->reading);
		free(user);
	}
}
