// SPDX-License-Identifier: MIT
/* Formats of the user's own: made at run time, refused with a reason, read like any other. */
#include <criterion/criterion.h>

#include "user.h"

static const char *const sample = "2023-09-17T04:01:00+0900 till7 paper out";

static struct user_description tills(void)
{
	static const struct user_condition conditions[] = {
		{"resource.high", "message", "paper (out|low)"},
		{"resource.normal", NULL, "paper loaded"},
	};
	return (struct user_description){
		.name = "tills",
		.pattern = "^(?<time>\\S+) (?<host>\\S+) (?<message>.*)$",
		.time = "%Y-%m-%dT%H:%M:%S%z",
		.conditions = conditions,
		.condition_count = 2,
		.samples = &sample,
		.sample_count = 1,
	};
}

static struct record record_of(const char *line)
{
	struct record record = {.whole = slice_from(line)};
	syslog_peel(record.whole, &record.envelope, &record.body);
	return record;
}

static enum status read_line(struct format *format, const char *line, struct event *event)
{
	struct record record = record_of(line);
	void *state = NULL;
	cr_assert(format_open(format, &state));
	event_clear(event);
	enum status status = format->parse(state, &record, event);
	format_close(format, state);
	return status;
}

Test(user, reads_the_lines_of_its_pattern)
{
	struct user_description description = tills();
	struct format *format = NULL;
	struct event event;
	cr_assert_eq(user_format_new(&description, &format, NULL), STATUS_OK);
	cr_expect_str_eq(format->name, "tills");
	cr_expect_eq(read_line(format, sample, &event), STATUS_OK);
	cr_expect_eq(event.signal, SIGNAL_RESOURCE_HIGH);
	cr_expect(slice_is(event.host, "till7"));
	cr_expect(slice_is(event.message, "paper out"));
	cr_expect_eq(event.stamp.offset_s, 9 * 3600);
	cr_expect_eq(read_line(format, "2023-09-17T04:02:00+0900 till7 paper loaded", &event),
		     STATUS_OK);
	cr_expect_eq(event.signal, SIGNAL_RESOURCE_NORMAL);
	cr_expect_eq(read_line(format, "yesterday till7 paper out", &event), STATUS_MISMATCH);
	user_format_free(format);
}

Test(user, bids_on_its_own_lines_only)
{
	struct user_description description = tills();
	struct format *format = NULL;
	cr_assert_eq(user_format_new(&description, &format, NULL), STATUS_OK);
	struct record mine = record_of(sample);
	struct record other = record_of("till7 paper out");
	cr_expect_eq(format_bid(format, &mine), BID_SIGNATURE);
	cr_expect_eq(format_bid(format, &other), BID_NONE);
	user_format_free(format);
}

Test(user, fills_the_fields_of_a_request)
{
	const char *line = "17.09.23 04:01:07 PM|192.0.2.7|55743|GET /v1 HTTP/1.1|504|1.25|warn";
	struct user_description description = {
		.name = "edge",
		.pattern = "^(?<time>[^|]+)\\|(?<client>[^|]+)\\|(?<client_port>\\d+)\\|(?<request>"
			   "[^|]+)\\|"
			   "(?<status>\\d+)\\|(?<duration>[\\d.]+)\\|(?<level>\\w+)$",
		.time = "%d.%m.%y %I:%M:%S %p",
		.conditions = &(struct user_condition){"request", "status", NULL},
		.condition_count = 1,
		.samples = &line,
		.sample_count = 1,
	};
	struct format *format = NULL;
	struct event event;
	cr_assert_eq(user_format_new(&description, &format, NULL), STATUS_OK);
	cr_expect_eq(read_line(format, line, &event), STATUS_OK);
	cr_expect_eq(event.signal, SIGNAL_REQUEST);
	cr_expect_eq(event.status, 504);
	cr_expect_eq(event.client_port, 55743);
	cr_expect_eq(event.duration_us, 1250000);
	cr_expect_eq(event.severity, SEVERITY_WARNING);
	cr_expect(slice_is(event.path, "/v1"));
	cr_expect_eq(event.stamp.civil_us % US_PER_DAY, (16 * 3600 + 67) * INT64_C(1000000));
	user_format_free(format);
}

static void expect_refusal(struct user_description description, const char *piece)
{
	struct format *format = NULL;
	struct error error = {.status = STATUS_OK};
	cr_expect_eq(user_format_new(&description, &format, &error), STATUS_USAGE);
	cr_expect(strstr(error.message, piece) != NULL, "%s: not in: %s", piece, error.message);
	user_format_free(format);
}

Test(user, a_mistake_in_the_description_is_refused_with_its_reason)
{
	struct user_description description = tills();
	description.sample_count = 0;
	expect_refusal(description, "no sample");
	description = tills();
	description.time = "%H:%M";
	expect_refusal(description, "gives no day");
	description.time = "%d %Q";
	expect_refusal(description, "%Q is not known");
	description.time = "%d.%m.%Y";
	expect_refusal(description, "<time> is not written as %d.%m.%Y:\n    2023-");
	description = tills();
	description.pattern = "(?<time>";
	expect_refusal(description, "at ");
	description = tills();
	struct user_condition wrong = {"resource.hihg", "message", "paper"};
	description.conditions = &wrong;
	description.condition_count = 1;
	expect_refusal(description, "did you mean `resource.high`");
	wrong = (struct user_condition){"resource.high", "mesage", "paper"};
	expect_refusal(description, "no group `mesage`");
}

Test(user, says_where_a_line_leaves_the_pattern)
{
	struct user_description description = tills();
	struct format *format = NULL;
	char why[USER_WHY_SIZE];
	description.pattern = "^(?<time>\\S+) (?<host>till\\d+) (?<message>.*)$";
	cr_assert_eq(user_format_new(&description, &format, NULL), STATUS_OK);
	cr_expect_not(user_format_explain(format, slice_from(sample), why));
	cr_assert(
		user_format_explain(format, slice_from("2023-09-17T04:01:00+0900 tillx out"), why));
	cr_expect_str_eq(why,
			 "tills: matched up to here, then wants `\\d+`:\n"
			 "    2023-09-17T04:01:00+0900 tillx out\n"
			 "                                 ^",
			 "%s", why);
	cr_assert(user_format_explain(format, slice_from("x 17.09.2023 till7 out"), why));
	cr_assert(user_format_explain(format, slice_from("17.09.2023 till7 out"), why));
	cr_expect_str_eq(why,
			 "tills: <time> is not written as %Y-%m-%dT%H:%M:%S%z:\n"
			 "    17.09.2023 till7 out\n"
			 "    ^",
			 "%s", why);
	/* Behind a syslog header only the rest counts. */
	cr_assert(user_format_explain(
		format, slice_from("<14>Sep 17 04:01:00 gw app: 2023-09-17T04:01:00+0900 till out"),
		why));
	cr_expect(strstr(why, "\n    2023-09-17T04:01:00+0900 till out\n") != NULL, "%s", why);
	user_format_free(format);
}
