// SPDX-License-Identifier: MIT
/*
 * Builds of Jenkins, as its API gives them.
 *
 *     {"_class":"hudson.model.FreeStyleBuild","fullDisplayName":"deploy-pay #12","number":12,
 *      "result":"SUCCESS","timestamp":1723008619250,"duration":35123,"actions":[{"causes":[…]}]}
 *
 * `timestamp` is when it began, in milliseconds. What has a result is told at its end, what still
 * runs at its beginning. Who or what caused it stands in the actions.
 */
#include "export_bid.h"

/* Jenkins, Remote access API, hudson.model.Run [F] */
static const struct export_name names[] = {
	{"timestamp", EXPORT_TIME},     {"fullDisplayName", EXPORT_TEXT},
	{"displayName", EXPORT_TEXT_2}, {"result", EXPORT_STATE},
	{"duration", EXPORT_APPROVAL},  {"building", EXPORT_KIND},
	{"_class", EXPORT_REASON},      {"number", EXPORT_ID},
	{"url", EXPORT_OBJECT},         {"actions", EXPORT_ITEMS},
};

static const char *const keys[] = {"\"timestamp\"", NULL};
static const char *const marks[] = {"\"_class\" : \"hudson.model.", "\"_class\": \"hudson.model.",
				    "\"fullDisplayName\"", NULL};

/* `"userId":"kim"` of a cause; blanks may stand behind the colon */
static struct slice user_of(struct slice actions)
{
	static const char key[] = "\"userId\"";
	struct slice rest = slice_after(actions, slice_find(actions, key) + sizeof key - 1);
	struct slice user = slice_empty();
	slice_eat_blanks(&rest);
	if (!slice_eat_char(&rest, ':')) {
		return user;
	}
	slice_eat_blanks(&rest);
	return slice_eat_char(&rest, '"') && slice_eat_until(&rest, '"', &user) ? user
										: slice_empty();
}

/* "pay » deploy #12" → "pay » deploy" */
static struct slice project_of(struct slice name)
{
	size_t at = name.size;
	while (at > 0 && name.data[at - 1] != '#') {
		at--;
	}
	return at < 2 ? name : slice_trim(slice_first(name, at - 1));
}

/* "https://ci.example.com/job/deploy-pay/14/" → "deploy-pay" */
static struct slice project_of_url(struct slice url)
{
	struct slice last = slice_empty();
	struct slice before = slice_empty();
	struct slice part = slice_empty();
	while (slice_eat_until(&url, '/', &part)) {
		before = last;
		last = part;
	}
	return before;
}

static bool is_build(const struct slice *values)
{
	return slice_starts_with(values[EXPORT_REASON], "hudson.") ||
	       slice_starts_with(values[EXPORT_REASON], "org.jenkinsci.");
}

static bool read(const struct slice *values, struct clock_text *habit, struct event *event)
{
	struct slice time = slice_trim(values[EXPORT_TIME]);
	struct slice state = values[EXPORT_STATE];
	int64_t span_ms = 0;
	(void)habit;
	if (!is_build(values) || slice_is_empty(values[EXPORT_ID]) ||
	    !stamp_eat_epoch(&time, &event->stamp) || time.size > 0) {
		return false;
	}
	bool has_span = slice_to_int(values[EXPORT_APPROVAL], &span_ms) && span_ms > 0 &&
			span_ms < US_PER_DAY;
	if (slice_is_empty(state)) {
		event->signal = SIGNAL_DEPLOY_BEGIN;
	} else {
		bool good = slice_is(state, "SUCCESS");
		event->signal = good ? SIGNAL_DEPLOY_OK : SIGNAL_DEPLOY_FAIL;
		event->outcome = slice_from(good ? "ok" : "fail");
		event->code = state;
	}
	if (!slice_is_empty(state) && has_span) {
		event->duration_us = span_ms * US_PER_MS;
		event->stamp.civil_us += event->duration_us;
		event->stamps_end = true;
	}
	event->message =
		slice_is_empty(values[EXPORT_TEXT]) ? values[EXPORT_TEXT_2] : values[EXPORT_TEXT];
	event->object = slice_starts_with(event->message, "#")
				? project_of_url(values[EXPORT_OBJECT])
				: project_of(event->message);
	event->actor = user_of(values[EXPORT_ITEMS]);
	event->id = values[EXPORT_ID];
	event->program = slice_from("jenkins");
	return true;
}

static const struct export_product product = {.names = names,
					      .count = sizeof names / sizeof names[0],
					      .read = read,
					      .marks = marks,
					      .keys = keys};

static int jenkins_bid(const struct record *record)
{
	return export_bid(&product, record);
}

static enum status jenkins_parse(void *state, const struct record *record, struct event *event)
{
	return export_parse(&product, state, record->whole, event);
}

const struct format jenkins_format = {
	.name = "jenkins",
	.title = "Jenkins builds (JSON of the API)",
	.source = "Jenkins, Remote access API: Run",
	.bid = jenkins_bid,
	.is_never_sent = true,
	.parse = jenkins_parse,
	.open = export_open,
	.close = export_close,
};
