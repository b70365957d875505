// SPDX-License-Identifier: MIT
/*
 * The regulatory clock: facts of the case file against a few rules. Not legal advice.
 *
 * A rule whose facts are missing says which; one that was not in force on the night says since when
 * it is. Nothing is guessed. Sources:
 *
 *   kr_efsr     Electronic Financial Supervision Regulation (KR), as amended from 2025-02-05:
 *               10 minutes from 10,000 subscribers, else 30
 *   kr_telecom  Telecommunications Business Act decree art. 37-13 (KR): value-added services
 *               4 hours, 2 hours since 2025-03-28; what was notified in advance is exempt
 *   dora_*      Regulation (EU) 2022/2554, RTS (EU) 2025/301: 4 h after classification and at the
 *               latest 24 h after awareness; 72 h after the initial notification; one month after
 *               the latest intermediate report
 */
#include "report_own.h"

enum {
	EFSR_SUBSCRIBERS = 10000,
	EFSR_MINUTES_MANY = 10,
	EFSR_MINUTES_FEW = 30,
	TELECOM_HOURS = 4,
	TELECOM_HOURS_2025 = 2,
	DORA_CLASSIFIED_HOURS = 4,
	DORA_AWARE_HOURS = 24,
	DORA_INTERMEDIATE_HOURS = 72,
};

#define KST_2025_02_05 (INT64_C(1738681200) * US_PER_S)
#define KST_2025_03_28 (INT64_C(1743087600) * US_PER_S)
#define UTC_2025_01_17 (INT64_C(1737072000) * US_PER_S)

struct facts {
	const char *service;
	int64_t subscribers; /* -1: not stated */
	timestamp aware_at, classified_at;
};

/* "2023-09-17T08:30:00+09:00", or microseconds since 1970. */
static timestamp read_time(struct slice text)
{
	int64_t us;
	if (slice_to_int(text, &us)) {
		return us;
	}
	struct stamp stamp;
	return stamp_eat_iso(&text, &stamp) ? stamp_to_timestamp(stamp) : TIMESTAMP_NONE;
}

static enum status take_fact(struct report_own *own, struct rows *rows, void *user,
			     struct error *error)
{
	struct facts *facts = user;
	struct slice name = rows_text(rows, 0);
	struct slice value = rows_text(rows, 1);
	if (slice_is(name, "service")) {
		return own_word(own, rows, 1, &facts->service, error);
	}
	if (slice_is(name, "subscribers")) {
		(void)slice_to_int(value, &facts->subscribers);
	} else if (slice_is(name, "aware_at")) {
		facts->aware_at = read_time(value);
	} else if (slice_is(name, "classified_at")) {
		facts->classified_at = read_time(value);
	}
	return STATUS_OK;
}

static struct report_regulation *add_rule(struct report_own *own, const char *rule,
					  const char *source)
{
	struct report *report = own->report;
	struct report_regulation *item =
		OWN_PUSH(own, report->regulations, report->regulation_count);
	if (item != NULL) {
		item->rule = rule;
		item->source = source;
		item->in_force_at = item->start_at = item->due_at = TIMESTAMP_NONE;
	}
	return item;
}

/* What lies beyond the announced end, against a threshold. */
static void measure(const struct report *report, struct report_regulation *item,
		    int64_t threshold_us)
{
	item->measured = report->overrun;
	item->threshold = own_amount(threshold_us);
	item->start_at = report->overrun.us > 0 ? report->window_end_at : TIMESTAMP_NONE;
	item->state = report->overrun.us >= threshold_us ? "reached" : "not reached";
}

static bool add_window(struct report_own *own)
{
	const struct report *report = own->report;
	struct report_regulation *item = add_rule(own, "window", "case file");
	if (item == NULL) {
		return false;
	}
	item->measured = report->overrun;
	item->start_at = report->overrun.us > 0 ? report->window_end_at : TIMESTAMP_NONE;
	item->state = report->overrun.us > 0 ? "beyond" : "inside";
	return true;
}

static bool add_efsr(struct report_own *own, const struct facts *facts)
{
	const struct report *report = own->report;
	struct report_regulation *item =
		add_rule(own, "kr_efsr",
			 "Electronic Financial Supervision Regulation (KR), from 2025-02-05");
	if (item == NULL) {
		return false;
	}
	item->in_force_at = KST_2025_02_05;
	if (report->window_start_at < KST_2025_02_05) {
		item->state = "not in force";
	} else if (facts->subscribers < 0) {
		item->state = "missing facts";
		item->missing = "subscribers";
	} else {
		bool many = facts->subscribers >= EFSR_SUBSCRIBERS;
		measure(report, item,
			(int64_t)(many ? EFSR_MINUTES_MANY : EFSR_MINUTES_FEW) * US_PER_MINUTE);
	}
	return true;
}

static bool add_telecom(struct report_own *own, const struct facts *facts)
{
	const struct report *report = own->report;
	bool newer = report->window_start_at >= KST_2025_03_28;
	struct report_regulation *item =
		add_rule(own, "kr_telecom",
			 newer ? "Telecommunications Business Act decree art. 37-13 (KR), "
				 "from 2025-03-28"
			       : "Telecommunications Business Act decree art. 37-13 (KR)");
	if (item == NULL) {
		return false;
	}
	if (facts->service == NULL) {
		item->state = "missing facts";
		item->missing = "service";
	} else if (strcmp(facts->service, "value_added") != 0) {
		item->state = "not applicable";
	} else {
		measure(report, item, (newer ? TELECOM_HOURS_2025 : TELECOM_HOURS) * US_PER_HOUR);
	}
	return true;
}

/* The same day and time of the next month, or its last day. */
static timestamp next_month(timestamp at)
{
	int64_t day = at / US_PER_DAY;
	int64_t year;
	int month;
	int day_of_month;
	civil_from_days(day, &year, &month, &day_of_month);
	int64_t to_year = month == 12 ? year + 1 : year;
	int to_month = month == 12 ? 1 : month + 1;
	int64_t first = civil_days(to_year, to_month, 1);
	int64_t after = to_month == 12 ? civil_days(to_year + 1, 1, 1)
				       : civil_days(to_year, to_month + 1, 1);
	int64_t moved = first + day_of_month - 1;
	return (moved < after ? moved : after - 1) * US_PER_DAY + at % US_PER_DAY;
}

static bool add_dora(struct report_own *own, const struct facts *facts)
{
	static const char *const rules[] = {"dora_initial", "dora_intermediate", "dora_final"};
	static const char source[] = "Regulation (EU) 2022/2554 (DORA), from 2025-01-17";
	bool aware = facts->aware_at != TIMESTAMP_NONE;
	bool classified = facts->classified_at != TIMESTAMP_NONE;
	timestamp due_at = TIMESTAMP_NONE;
	if (aware && classified) {
		timestamp by_class = facts->classified_at + DORA_CLASSIFIED_HOURS * US_PER_HOUR;
		timestamp by_aware = facts->aware_at + DORA_AWARE_HOURS * US_PER_HOUR;
		due_at = by_class < by_aware ? by_class : by_aware;
	}
	timestamp from_at = facts->classified_at;
	for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
		struct report_regulation *item = add_rule(own, rules[i], source);
		if (item == NULL) {
			return false;
		}
		item->in_force_at = UTC_2025_01_17;
		if (own->report->window_start_at < UTC_2025_01_17) {
			item->state = "not in force";
		} else if (due_at == TIMESTAMP_NONE) {
			item->state = "missing facts";
			item->missing =
				aware ? "classified_at"
				      : (classified ? "aware_at" : "aware_at, classified_at");
		} else {
			item->state = "due";
			item->start_at = from_at;
			item->due_at = due_at;
			from_at = due_at;
			due_at = i == 0 ? due_at + DORA_INTERMEDIATE_HOURS * US_PER_HOUR
					: next_month(due_at);
		}
	}
	return true;
}

enum status report_load_regulation(struct report_own *own, struct error *error)
{
	struct facts facts = {NULL, -1, TIMESTAMP_NONE, TIMESTAMP_NONE};
	enum status status =
		own_each(own, "SELECT name, value FROM regulation", take_fact, &facts, error);
	if (status != STATUS_OK) {
		return status;
	}
	bool added = add_window(own) && add_efsr(own, &facts) && add_telecom(own, &facts) &&
		     add_dora(own, &facts);
	return added ? STATUS_OK : own_no_memory(error);
}
