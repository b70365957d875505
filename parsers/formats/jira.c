// SPDX-License-Identifier: MIT
/*
 * Jira exports: issues as CSV, changelogs, issues and the audit log as JSON.
 *
 *     Summary,Issue key,Issue id,Issue Type,Status,Assignee,Created,Updated
 *     {"id":"57278","author":{"displayName":"Lee"},"created":"2024-08-07T05:30:19.250+0900",
 *      "items":[{"field":"status","fromString":"Approved","toString":"Implementing"}]}
 *
 * A changelog's entry is the moment of a change; an issue is its state at the last update. Statuses
 * are the site's own: only those of the shipped change workflow are taken for signals.
 */
#include "export_bid.h"

#include "json_text.h"

/* Atlassian, Jira CSV export; REST API: changelogs, issues [F]; audit log [F] */
static const struct export_name names[] = {
	{"Issue key", EXPORT_ID},
	{"key", EXPORT_ID},
	{"Summary", EXPORT_TEXT},
	{"fields.summary", EXPORT_TEXT},
	{"Status", EXPORT_STATE},
	{"fields.status.name", EXPORT_STATE},
	{"Updated", EXPORT_TIME},
	{"fields.updated", EXPORT_TIME},
	{"created", EXPORT_TIME_2},
	{"fields.created", EXPORT_TIME_2},
	{"timestamp", EXPORT_TIME},
	{"Assignee", EXPORT_ACTOR},
	{"fields.assignee.displayName", EXPORT_ACTOR},
	{"author.displayName", EXPORT_ACTOR},
	{"author.name", EXPORT_ACTOR_2},
	{"Reporter", EXPORT_ACTOR_2},
	{"Issue Type", EXPORT_REASON},
	{"type.category", EXPORT_REASON},
	{"type.action", EXPORT_KIND},
	{"items", EXPORT_ITEMS},
};

struct meaning {
	const char *status;
	enum signal signal;
};

/* Jira Service Management, change management workflow [D] */
static const struct meaning meanings[] = {
	{"Waiting for approval", SIGNAL_APPROVAL_ASKED},
	{"Awaiting approval", SIGNAL_APPROVAL_ASKED},
	{"Approved", SIGNAL_APPROVAL_GIVEN},
	{"Awaiting implementation", SIGNAL_APPROVAL_GIVEN},
	{"Implementing", SIGNAL_WORK_ANNOUNCED},
	{"Completed", SIGNAL_WORK_COMPLETED},
};

/* Categories of the audit log that change what runs [K] */
static const char *const changing[] = {"permissions",          "configuration",
				       "global configuration", "workflows",
				       "system configuration", NULL};

static const char *const marks[] = {"\"fromString\":", "\"fieldtype\":", "\"issuetype\":", NULL};

static enum signal signal_of(struct slice status)
{
	for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++) {
		if (slice_is_ignoring_case(status, meanings[i].status)) {
			return meanings[i].signal;
		}
	}
	return SIGNAL_LOG;
}

/* The object of the list that is about the status, else the first: its field, from and to. */
static void read_items(struct slice items, struct event *event)
{
	struct json_walk walk;
	struct json_field field;
	bool status = false;
	slice_eat_char(&items, '[');
	while (!status && json_open(&walk, items)) {
		struct slice name = slice_empty();
		struct slice to = slice_empty();
		while (json_next(&walk, &field)) {
			name = slice_is(field.name, "field") ? field.value : name;
			to = slice_is(field.name, "toString") ? field.value : to;
		}
		status = slice_is_ignoring_case(name, "status");
		if (slice_is_empty(event->code) || status) {
			event->code = name;
			event->outcome = to;
		}
		if (!json_is_whole(&walk)) {
			break;
		}
		items = slice_trim(walk.rest);
		slice_eat_char(&items, ',');
		items = slice_trim(items);
	}
	event->signal = status ? signal_of(event->outcome) : SIGNAL_LOG;
}

/* "PAY-123" */
static bool is_key(struct slice text)
{
	size_t dash = slice_find_char(text, '-');
	int64_t number = 0;
	return dash >= 2 && dash < text.size && text.data[0] >= 'A' && text.data[0] <= 'Z' &&
	       slice_to_int(slice_after(text, dash + 1), &number) && number > 0;
}

static const char *const keys[] = {"\"items\"", "\"fields\"", "\"category\"", NULL};

static bool read(const struct slice *values, struct clock_text *habit, struct event *event)
{
	bool changelog = slice_contains(values[EXPORT_ITEMS], "\"fieldtype\"") ||
			 slice_contains(values[EXPORT_ITEMS], "\"fromString\"");
	bool audit = !slice_is_empty(values[EXPORT_KIND]) && !slice_is_empty(values[EXPORT_REASON]);
	bool issue = is_key(values[EXPORT_ID]) && !slice_is_empty(values[EXPORT_STATE]);
	if ((!changelog && !audit && !issue) || !export_time(values, habit, &event->stamp)) {
		return false;
	}
	event->actor = slice_is_empty(values[EXPORT_ACTOR]) ? values[EXPORT_ACTOR_2]
							    : values[EXPORT_ACTOR];
	event->program = slice_from("jira");
	event->id = values[EXPORT_ID];
	if (changelog) {
		read_items(values[EXPORT_ITEMS], event);
		event->message = values[EXPORT_ITEMS];
	} else if (audit) {
		event->code = values[EXPORT_REASON];
		event->message = values[EXPORT_KIND];
		event->signal = export_is_one_of(values[EXPORT_REASON], changing)
					? SIGNAL_CONFIG_CHANGE
					: SIGNAL_LOG;
	} else {
		event->code = values[EXPORT_STATE];
		event->message = values[EXPORT_TEXT];
		event->signal = signal_of(values[EXPORT_STATE]);
	}
	return true;
}

static bool is_header(const bool *fields)
{
	return fields[EXPORT_ID] && fields[EXPORT_STATE] && fields[EXPORT_TEXT] &&
	       fields[EXPORT_REASON] && (fields[EXPORT_TIME] || fields[EXPORT_TIME_2]);
}

static const struct export_product product = {.names = names,
					      .count = sizeof names / sizeof names[0],
					      .read = read,
					      .is_header = is_header,
					      .marks = marks,
					      .keys = keys};

static int jira_bid(const struct record *record)
{
	return export_bid(&product, record);
}

static enum status jira_parse(void *state, const struct record *record, struct event *event)
{
	return export_parse(&product, state, record->whole, event);
}

static bool jira_is_header(const struct record *record)
{
	return export_is_header(&product, record->whole);
}

const struct format jira_format = {
	.name = "jira",
	.title = "Jira exports (issues as CSV; changelogs, issues, audit log as JSON)",
	.source =
		"Atlassian, Jira: Export issues; REST API, Get changelogs; Audit log integrations",
	.bid = jira_bid,
	.is_never_sent = true,
	.parse = jira_parse,
	.open = export_open,
	.close = export_close,
	.is_header = jira_is_header,
};
