// SPDX-License-Identifier: MIT
/*
 * The head of a report: case, window, restoration, and the identity lost - reserve - recovered = O.
 */
#include "report_own.h"

static enum status take_case(struct report_own *own, struct rows *rows, void *user,
			     struct error *error)
{
	(void)user;
	struct report *report = own->report;
	enum status status = own_text(own, rows, 0, &report->case_id, error);
	if (status == STATUS_OK) {
		status = own_text(own, rows, 1, &report->case_title, error);
	}
	return status == STATUS_OK ? own_word(own, rows, 2, &report->case_sha256, error) : status;
}

static enum status take_window(struct report_own *own, struct rows *rows, void *user,
			       struct error *error)
{
	(void)user;
	(void)error;
	struct report *report = own->report;
	report->window_start_at = rows_int(rows, 0);
	report->window_end_at = rows_int(rows, 1);
	report->notice_at = rows_time(rows, 2);
	return STATUS_OK;
}

static enum status take_extension(struct report_own *own, struct rows *rows, void *user,
				  struct error *error)
{
	timestamp *valid_end_at = user;
	struct report *report = own->report;
	struct report_extension *extension =
		OWN_PUSH(own, report->extensions, report->extension_count);
	if (extension == NULL) {
		return own_no_memory(error);
	}
	extension->announced_at = rows_int(rows, 0);
	extension->end_at = rows_int(rows, 1);
	extension->in_time = extension->announced_at < *valid_end_at;
	if (extension->in_time) {
		*valid_end_at = extension->end_at;
	}
	return STATUS_OK;
}

static enum status take_service(struct report_own *own, struct rows *rows, void *user,
				struct error *error)
{
	(void)user;
	struct report *report = own->report;
	struct report_service *service = OWN_PUSH(own, report->services, report->service_count);
	if (service == NULL) {
		return own_no_memory(error);
	}
	service->at = rows_int(rows, 1);
	service->first_success_at = rows_time(rows, 2);
	service->censored = rows_int(rows, 3) != 0;
	return own_text(own, rows, 0, &service->name, error);
}

enum status report_load_case(struct report_own *own, struct error *error)
{
	enum status status =
		own_each(own, "SELECT id, title, sha256 FROM case_file", take_case, NULL, error);
	if (status == STATUS_OK) {
		status = own_each(own, "SELECT start_at, end_at, notice_at FROM window",
				  take_window, NULL, error);
	}
	timestamp valid_end_at = own->report->window_end_at;
	if (status == STATUS_OK) {
		status = own_each(own,
				  "SELECT announced_at, end_at FROM extension"
				  " ORDER BY announced_at, end_at",
				  take_extension, &valid_end_at, error);
	}
	if (status == STATUS_OK) {
		status = own_each(own,
				  "SELECT r.service, r.at, r.first_success_at, r.censored"
				  " FROM restoration AS r LEFT JOIN service AS s"
				  " ON s.name = r.service ORDER BY s.position, r.service",
				  take_service, NULL, error);
	}
	return status;
}

static enum status take_overrun(struct report_own *own, struct rows *rows, void *user,
				struct error *error)
{
	*(bool *)user = true;
	(void)error;
	struct report *report = own->report;
	report->window_start_at = rows_int(rows, 0);
	report->window_end_at = rows_int(rows, 1);
	report->restored_at = rows_int(rows, 2);
	report->first_success_at = rows_time(rows, 3);
	report->announced_at = rows_time(rows, 4);
	report->censored = rows_int(rows, 5) != 0;
	if (report->announced_at > report->restored_at) {
		report->announcement_lag = own_amount(report->announced_at - report->restored_at);
	}
	report->overrun = own_amount(rows_int(rows, 6));
	report->extended = !rows_is_null(rows, 7);
	report->overrun_extended = own_amount(rows_int(rows, 7));
	return STATUS_OK;
}

/* Weighted sums over the paths; divided by `weights` they are means. */
struct ledger {
	wide lost, reserve, recovered, weights;
};

static enum status take_ledger(struct report_own *own, struct rows *rows, void *user,
			       struct error *error)
{
	(void)own;
	(void)error;
	struct ledger *ledger = user;
	wide weight = rows_int(rows, 3);
	ledger->lost += weight * rows_int(rows, 0);
	ledger->reserve += weight * rows_int(rows, 1);
	ledger->recovered += weight * rows_int(rows, 2);
	ledger->weights += weight;
	return STATUS_OK;
}

static struct amount mean_amount(wide sum, wide weights)
{
	return (struct amount){round_down(sum, weights), round_nearest(sum, weights * US_PER_S),
			       round_nearest(sum, weights * US_PER_MINUTE)};
}

/* Lost and recovered to the nearest; reserve is what makes the printed identity hold. */
static enum status balance(struct report *report, const struct ledger *ledger, struct error *error)
{
	/* The overrun, or how much earlier than announced service was back. */
	struct amount late = own_amount(report->restored_at - report->window_end_at);
	wide difference = ledger->lost - ledger->reserve - ledger->recovered;
	if (difference != ledger->weights * late.us) {
		return error_set(error, STATUS_INTERNAL,
				 "report: lost %lld - reserve %lld - recovered %lld is not the "
				 "%lld us from the announced end to restoration",
				 (long long)round_down(ledger->lost, ledger->weights),
				 (long long)round_down(ledger->reserve, ledger->weights),
				 (long long)round_down(ledger->recovered, ledger->weights),
				 (long long)late.us);
	}
	report->lost = mean_amount(ledger->lost, ledger->weights);
	report->recovered = mean_amount(ledger->recovered, ledger->weights);
	report->reserve = (struct amount){
		round_down(ledger->reserve, ledger->weights),
		report->lost.s - report->recovered.s - late.s,
		report->lost.min - report->recovered.min - late.min,
	};
	return STATUS_OK;
}

enum status report_load_figures(struct report_own *own, struct error *error)
{
	bool found = false;
	enum status status =
		own_each(own,
			 "SELECT start_at, end_at, restored_at, first_success_at, announced_at,"
			 " censored, overrun_us, overrun_extended_us FROM overrun",
			 take_overrun, &found, error);
	if (status == STATUS_OK && !found) {
		return error_set(error, STATUS_DATABASE,
				 "report: the method has not run on this database: run `overrun "
				 "analyze`");
	}
	struct ledger ledger = {0};
	if (status == STATUS_OK) {
		status = own_each(own,
				  "SELECT lost_us, reserve_us, recovered_us, weight FROM ledger",
				  take_ledger, &ledger, error);
	}
	if (status == STATUS_OK && ledger.weights > 0) {
		status = balance(own->report, &ledger, error);
	}
	return status;
}
