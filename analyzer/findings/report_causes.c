// SPDX-License-Identifier: MIT
/*
 * The shares of the four categories, rounded so that they add up, and what is said beside them.
 */
#include "report_own.h"

/* Rounding in SQL (Shapley divides by 24) may leave this much; more is a bug of the method. */
enum { SHARE_TOLERANCE_US = 24 };

enum share_column { SHARE_HEADLINE, SHARE_CHRONOLOGICAL, SHARE_SHAPLEY, SHARE_LOST, SHARE_COUNT };

struct shares {
	wide parts[SHARE_COUNT][CAUSE_COUNT];
	bool shapley;
};

static enum status take_share(struct report_own *own, struct rows *rows, void *user,
			      struct error *error)
{
	struct shares *shares = user;
	size_t position = own_cause(rows_text(rows, 0));
	if (position == CAUSE_COUNT) {
		return error_set(error, STATUS_INTERNAL, "report: share of an unknown cause");
	}
	struct report_cause *cause = &own->report->causes[position];
	own->report->split = true;
	for (size_t i = 0; i < SHARE_COUNT; i++) {
		shares->parts[i][position] = rows_int(rows, i + 1);
	}
	shares->shapley = shares->shapley || !rows_is_null(rows, 3);
	cause->gross = own_amount(rows_int(rows, 5));
	int64_t least = rows_int(rows, 6);
	int64_t greatest = rows_int(rows, 7);
	cause->least = (struct amount){least, round_down(least, US_PER_S),
				       round_down(least, US_PER_MINUTE)};
	cause->greatest = (struct amount){greatest, round_up(greatest, US_PER_S),
					  round_up(greatest, US_PER_MINUTE)};
	cause->but_for_end_at = rows_time(rows, 8);
	return own_word(own, rows, 9, &cause->grade, error);
}

/* Rounds four shares to sum to `total`. */
static enum status divide(const wide *parts, const struct amount *total, const char *what,
			  struct amount *ret_amounts, struct error *error)
{
	int64_t seconds[CAUSE_COUNT];
	int64_t minutes[CAUSE_COUNT];
	wide sum = 0;
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		sum += parts[i];
	}
	wide difference = sum - total->us;
	if (difference > SHARE_TOLERANCE_US || difference < -SHARE_TOLERANCE_US) {
		return error_set(error, STATUS_INTERNAL,
				 "report: %s shares add up to %lld us, not %lld", what,
				 (long long)sum, (long long)total->us);
	}
	round_parts(parts, CAUSE_COUNT, US_PER_S, total->s, seconds);
	round_parts(parts, CAUSE_COUNT, US_PER_MINUTE, total->min, minutes);
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		ret_amounts[i] = (struct amount){(int64_t)parts[i], seconds[i], minutes[i]};
	}
	return STATUS_OK;
}

static enum status divide_all(struct report *report, const struct shares *shares,
			      struct error *error)
{
	static const char *const names[SHARE_COUNT] = {"headline", "chronological", "Shapley",
						       "lost"};
	struct amount rounded[SHARE_COUNT][CAUSE_COUNT] = {0};
	/* Of the lost time, P.PLAN may or may not be part of the sum: the sum is its own total. */
	wide lost = 0;
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		lost += shares->parts[SHARE_LOST][i];
	}
	struct amount lost_total = own_amount((int64_t)lost);
	for (size_t i = 0; i < SHARE_COUNT; i++) {
		if (i == SHARE_SHAPLEY && !shares->shapley) {
			continue;
		}
		enum status status =
			divide(shares->parts[i], i == SHARE_LOST ? &lost_total : &report->overrun,
			       names[i], rounded[i], error);
		if (status != STATUS_OK) {
			return status;
		}
	}
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		report->causes[i].headline = rounded[SHARE_HEADLINE][i];
		report->causes[i].chronological = rounded[SHARE_CHRONOLOGICAL][i];
		report->causes[i].shapley = rounded[SHARE_SHAPLEY][i];
		report->causes[i].lost = rounded[SHARE_LOST][i];
	}
	return STATUS_OK;
}

static enum status take_but_for(struct report_own *own, struct rows *rows, void *user,
				struct error *error)
{
	(void)user;
	struct report *report = own->report;
	struct report_but_for *item = OWN_PUSH(own, report->but_for, report->but_for_count);
	if (item == NULL) {
		return own_no_memory(error);
	}
	item->end_at = rows_int(rows, 1);
	return own_word(own, rows, 0, &item->causes, error);
}

static enum status take_verdict(struct report_own *own, struct rows *rows, void *user,
				struct error *error)
{
	(void)user;
	enum status status = own_word(own, rows, 0, &own->report->main_cause, error);
	return status == STATUS_OK ? own_word(own, rows, 1, &own->report->reason, error) : status;
}

static enum status take_trigger(struct report_own *own, struct rows *rows, void *user,
				struct error *error)
{
	(void)user;
	struct report *report = own->report;
	struct report_trigger *trigger = OWN_PUSH(own, report->triggers, report->trigger_count);
	if (trigger == NULL) {
		return own_no_memory(error);
	}
	trigger->lost = own_amount(rows_int(rows, 2));
	enum status status = own_text(own, rows, 0, &trigger->name, error);
	if (status == STATUS_OK) {
		status = own_word(own, rows, 1, &trigger->kind, error);
	}
	return status == STATUS_OK ? own_cite_columns(own, rows, 3, 1, &trigger->evidence, error)
				   : status;
}

/* Rows of the triggers sum to the lost time as printed, when they do so exactly. */
static enum status round_triggers(struct report_own *own, struct error *error)
{
	struct report *report = own->report;
	size_t count = report->trigger_count;
	wide *parts = keep_bytes(&own->keep, count * sizeof *parts);
	int64_t *rounded = keep_bytes(&own->keep, count * sizeof *rounded);
	if (parts == NULL || rounded == NULL) {
		return own_no_memory(error);
	}
	wide sum = 0;
	for (size_t i = 0; i < count; i++) {
		parts[i] = report->triggers[i].lost.us;
		sum += parts[i];
	}
	round_parts(parts, count, US_PER_S, round_nearest(sum, US_PER_S), rounded);
	for (size_t i = 0; i < count; i++) {
		report->triggers[i].lost.s = rounded[i];
	}
	round_parts(parts, count, US_PER_MINUTE, round_nearest(sum, US_PER_MINUTE), rounded);
	for (size_t i = 0; i < count; i++) {
		report->triggers[i].lost.min = rounded[i];
	}
	return STATUS_OK;
}

/* Rows come ordered by name: one item per name. */
static enum status take_sensitivity(struct report_own *own, struct rows *rows, void *user,
				    struct error *error)
{
	(void)user;
	struct report *report = own->report;
	size_t cause = own_cause(rows_text(rows, 1));
	size_t count = report->sensitivity_count;
	const char *name = "";
	enum status status = own_text(own, rows, 0, &name, error);
	if (status != STATUS_OK) {
		return status;
	}
	if (count == 0 || strcmp(name, report->sensitivities[count - 1].name) != 0) {
		struct report_sensitivity *item =
			OWN_PUSH(own, report->sensitivities, report->sensitivity_count);
		if (item == NULL) {
			return own_no_memory(error);
		}
		item->name = name;
	}
	if (cause < CAUSE_COUNT) {
		report->sensitivities[report->sensitivity_count - 1].headline[cause].us =
			rows_int(rows, 2);
	}
	return STATUS_OK;
}

static void round_sensitivity(struct report_sensitivity *item)
{
	wide parts[CAUSE_COUNT];
	int64_t seconds[CAUSE_COUNT];
	int64_t minutes[CAUSE_COUNT];
	wide sum = 0;
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		parts[i] = item->headline[i].us;
		sum += parts[i];
	}
	round_parts(parts, CAUSE_COUNT, US_PER_S, round_nearest(sum, US_PER_S), seconds);
	round_parts(parts, CAUSE_COUNT, US_PER_MINUTE, round_nearest(sum, US_PER_MINUTE), minutes);
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		item->headline[i].s = seconds[i];
		item->headline[i].min = minutes[i];
	}
}

static enum status load_shares(struct report_own *own, struct error *error)
{
	struct shares shares = {0};
	struct report *report = own->report;
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		report->causes[i].name = own_cause_name(i);
		report->causes[i].but_for_end_at = TIMESTAMP_NONE;
	}
	enum status status =
		own_each(own,
			 "SELECT cause, headline_us, chronological_us, shapley_us, lost_us,"
			 " gross_us, least_us, greatest_us, but_for_end_at, grade FROM share",
			 take_share, &shares, error);
	if (status == STATUS_OK && report->split) {
		status = divide_all(report, &shares, error);
	}
	return status;
}

enum status report_load_causes(struct report_own *own, struct error *error)
{
	static const struct {
		const char *sql;
		own_row_fn *on_row;
	} tables[] = {
		{"SELECT causes, end_at FROM butfor ORDER BY length(causes), removed",
		 take_but_for},
		{"SELECT main_cause, reason FROM verdict", take_verdict},
		{"SELECT name, kind, lost_us, event FROM trigger ORDER BY lost_us DESC, name",
		 take_trigger},
		{"SELECT name, cause, headline_us FROM sensitivity ORDER BY name, cause",
		 take_sensitivity},
	};
	enum status status = load_shares(own, error);
	for (size_t i = 0; i < sizeof tables / sizeof tables[0] && status == STATUS_OK; i++) {
		status = own_each(own, tables[i].sql, tables[i].on_row, NULL, error);
	}
	for (size_t i = 0; i < own->report->sensitivity_count; i++) {
		round_sensitivity(&own->report->sensitivities[i]);
	}
	return status == STATUS_OK ? round_triggers(own, error) : status;
}
