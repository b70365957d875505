// SPDX-License-Identifier: MIT
/*
 * ServiceNow exports: changes, incidents, tasks and approvals, as CSV or JSON.
 *
 *     "number","state","approval","short_description","sys_updated_on","sys_updated_by"
 *     "CHG0030001","Implement","Approved","Firewall policy","2024-08-07 05:30:19","lee"
 *     {"records":[{"number":"CHG0030001","state":"-1","approval":"approved", …}]}
 *
 * Columns come by field name or by label. One row is one state of the record at its last update; a
 * history (the event log of incidents) has a row for each. The state of a change says what was
 * announced, the approval what was asked and given; an incident that is being worked on has been
 * answered. What an export without history cannot know (when it was asked) stays unknown.
 */
#include "export_bid.h"

/* ServiceNow, tables task, change_request, incident, sysapproval_approver [D]; incidents [F] */
static const struct export_name names[] = {
	{"number", EXPORT_ID},
	{"number.display_value", EXPORT_ID},
	{"state", EXPORT_STATE},
	{"state.display_value", EXPORT_STATE},
	{"incident_state", EXPORT_STATE},
	{"approval", EXPORT_APPROVAL},
	{"approval.display_value", EXPORT_APPROVAL},
	{"approver", EXPORT_RECIPIENT},
	{"approver.display_value", EXPORT_RECIPIENT},
	{"sysapproval", EXPORT_REASON},
	{"sysapproval.display_value", EXPORT_REASON},
	{"Approval for", EXPORT_REASON},
	{"Approving", EXPORT_REASON},
	{"short_description", EXPORT_TEXT},
	{"Short description", EXPORT_TEXT},
	{"short_description.display_value", EXPORT_TEXT},
	{"comments", EXPORT_TEXT_2},
	{"work_notes", EXPORT_TEXT_2},
	{"description", EXPORT_TEXT_2},
	{"close_notes", EXPORT_TEXT_2},
	{"sys_updated_on", EXPORT_TIME},
	{"sys_updated_at", EXPORT_TIME},
	{"sys_updated_on.display_value", EXPORT_TIME},
	{"Updated", EXPORT_TIME},
	{"opened_at", EXPORT_TIME_2},
	{"Opened", EXPORT_TIME_2},
	{"sys_created_on", EXPORT_TIME_2},
	{"Created", EXPORT_TIME_2},
	{"sys_updated_by", EXPORT_ACTOR},
	{"sys_updated_by.display_value", EXPORT_ACTOR},
	{"Updated by", EXPORT_ACTOR},
	{"assigned_to", EXPORT_ACTOR_2},
	{"assigned_to.display_value", EXPORT_ACTOR_2},
	{"Assigned to", EXPORT_ACTOR_2},
	{"cmdb_ci", EXPORT_OBJECT},
	{"cmdb_ci.display_value", EXPORT_OBJECT},
	{"Configuration item", EXPORT_OBJECT},
};

struct meaning {
	const char *prefix; /* of the number; "": any */
	const char *word;   /* label or value */
	enum signal signal;
};

/* Default state models of change_request and incident [D]; values of the JSON API behind them */
static const struct meaning states[] = {
	{"CHG", "Implement", SIGNAL_WORK_ANNOUNCED},
	{"CHG", "-1", SIGNAL_WORK_ANNOUNCED},
	{"CHG", "Review", SIGNAL_WORK_COMPLETED},
	{"CHG", "0", SIGNAL_WORK_COMPLETED},
	{"INC", "In Progress", SIGNAL_RESPONSE_ACK},
	{"INC", "Work in Progress", SIGNAL_RESPONSE_ACK},
	{"INC", "Active", SIGNAL_RESPONSE_ACK},
	{"INC", "2", SIGNAL_RESPONSE_ACK},
};

static const struct meaning approvals[] = {
	{"", "requested", SIGNAL_APPROVAL_ASKED},
	{"", "approved", SIGNAL_APPROVAL_GIVEN},
};

static const char *const marks[] = {"\"sys_updated_on\":", "\"sys_mod_count\":",
				    "\"short_description\":", "\"sysapproval\":", NULL};

static enum signal find(const struct meaning *meanings, size_t count, struct slice number,
			struct slice word)
{
	for (size_t i = 0; i < count; i++) {
		if (slice_starts_with(number, meanings[i].prefix) &&
		    slice_is_ignoring_case(word, meanings[i].word)) {
			return meanings[i].signal;
		}
	}
	return SIGNAL_LOG;
}

static enum signal approval_of(struct slice word)
{
	return find(approvals, sizeof approvals / sizeof approvals[0], slice_empty(), word);
}

/* "INC0000045", "CHG0030001", "CTASK0010005": letters, then at least five digits */
static bool is_number(struct slice text)
{
	size_t letters = 0;
	while (letters < text.size && text.data[letters] >= 'A' && text.data[letters] <= 'Z') {
		letters++;
	}
	size_t digits = letters;
	while (digits < text.size && text.data[digits] >= '0' && text.data[digits] <= '9') {
		digits++;
	}
	return letters >= 3 && letters <= 8 && digits - letters >= 5 && digits == text.size;
}

static void read_approver(const struct slice *values, struct event *event)
{
	event->signal = approval_of(values[EXPORT_STATE]);
	event->id = values[EXPORT_REASON];
	event->recipient = values[EXPORT_RECIPIENT];
	event->actor = event->signal == SIGNAL_APPROVAL_GIVEN ? values[EXPORT_RECIPIENT]
							      : values[EXPORT_ACTOR];
}

static void read_task(const struct slice *values, struct event *event)
{
	event->id = values[EXPORT_ID];
	event->object = values[EXPORT_OBJECT];
	event->actor = values[EXPORT_ACTOR];
	event->signal =
		find(states, sizeof states / sizeof states[0], event->id, values[EXPORT_STATE]);
	if (event->signal == SIGNAL_RESPONSE_ACK) {
		if (slice_is_empty(values[EXPORT_ACTOR_2])) {
			event->signal = SIGNAL_LOG; /* nobody has it yet */
		} else {
			event->actor = values[EXPORT_ACTOR_2];
		}
	}
	if (event->signal == SIGNAL_LOG && slice_starts_with(event->id, "CHG")) {
		event->signal = approval_of(values[EXPORT_APPROVAL]);
	}
	if (slice_is_empty(event->actor)) {
		event->actor = values[EXPORT_ACTOR_2];
	}
}

static const char *const keys[] = {"\"sys_updated_on\"", "\"sys_updated_at\"", "\"sys_created_on\"",
				   "\"opened_at\"", NULL};

static bool read(const struct slice *values, struct clock_text *habit, struct event *event)
{
	bool task = is_number(values[EXPORT_ID]);
	bool approver =
		!slice_is_empty(values[EXPORT_RECIPIENT]) && !slice_is_empty(values[EXPORT_REASON]);
	if ((!task && !approver) || slice_is_empty(values[EXPORT_STATE]) ||
	    !export_time(values, habit, &event->stamp)) {
		return false;
	}
	event->code = values[EXPORT_STATE];
	event->outcome = values[EXPORT_APPROVAL];
	event->message =
		slice_is_empty(values[EXPORT_TEXT]) ? values[EXPORT_TEXT_2] : values[EXPORT_TEXT];
	event->program = slice_from("servicenow");
	if (approver) {
		read_approver(values, event);
	} else {
		read_task(values, event);
	}
	return true;
}

static bool is_header(const bool *fields)
{
	bool time = fields[EXPORT_TIME] || fields[EXPORT_TIME_2];
	bool task = fields[EXPORT_ID] &&
		    (fields[EXPORT_TEXT] || fields[EXPORT_TEXT_2] || fields[EXPORT_ACTOR_2]);
	bool approver = fields[EXPORT_RECIPIENT] && fields[EXPORT_REASON];
	return time && fields[EXPORT_STATE] && (task || approver);
}

/* A row whose first cell is a number of ServiceNow's. */
static bool is_row(struct slice row)
{
	slice_eat_char(&row, '"');
	size_t end = 0;
	while (end < row.size && row.data[end] != '"' && row.data[end] != ',') {
		end++;
	}
	return end < row.size && is_number(slice_first(row, end));
}

static const struct export_product product = {.names = names,
					      .count = sizeof names / sizeof names[0],
					      .read = read,
					      .is_header = is_header,
					      .is_row = is_row,
					      .marks = marks,
					      .keys = keys};

static int servicenow_bid(const struct record *record)
{
	return export_bid(&product, record);
}

static enum status servicenow_parse(void *state, const struct record *record, struct event *event)
{
	return export_parse(&product, state, record->whole, event);
}

static bool servicenow_is_header(const struct record *record)
{
	return export_is_header(&product, record->whole);
}

const struct format servicenow_format = {
	.name = "servicenow",
	.title = "ServiceNow exports (changes, incidents, approvals; CSV, JSON)",
	.source =
		"ServiceNow, Product Documentation: Export data; Change and Incident state models",
	.bid = servicenow_bid,
	.is_never_sent = true,
	.parse = servicenow_parse,
	.open = export_open,
	.close = export_close,
	.is_header = servicenow_is_header,
};
