// SPDX-License-Identifier: MIT
/*
 * A report from its case database: opened, loaded part by part, let go.
 */
#include "report_own.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	DAY_SIZE = 10,   /* "2023-09-17" */
	OFFSET_SIZE = 6, /* "+09:00" */
};

_Static_assert((int)STORE_KEY_SIZE == (int)REDACT_KEY_SIZE, "the case's key is redact's key");

struct people {
	struct redact_actor *actors;
	size_t actor_count;
	const char **names;
	size_t name_count;
};

static enum status take_actor(struct report_own *own, struct rows *rows, void *user,
			      struct error *error)
{
	struct people *people = user;
	struct redact_actor *actor = OWN_PUSH(own, people->actors, people->actor_count);
	if (actor == NULL) {
		return own_no_memory(error);
	}
	enum status status = own_word(own, rows, 0, &actor->role, error);
	return status == STATUS_OK ? own_word(own, rows, 1, &actor->actor, error) : status;
}

static enum status take_person(struct report_own *own, struct rows *rows, void *user,
			       struct error *error)
{
	struct people *people = user;
	const char **name = OWN_PUSH(own, people->names, people->name_count);
	return name == NULL ? own_no_memory(error) : own_word(own, rows, 0, name, error);
}

static enum status open_redaction(struct report_own *own, struct error *error)
{
	struct people people = {0};
	struct redact_names names = {0};
	enum status status =
		own_each(own, "SELECT role, actor FROM role_actor ORDER BY role, actor", take_actor,
			 &people, error);
	if (status == STATUS_OK) {
		status = own_each(own, "SELECT name FROM person ORDER BY rowid", take_person,
				  &people, error);
	}
	if (status == STATUS_OK) {
		status = store_key(own->store, names.key, error);
	}
	if (status != STATUS_OK) {
		return status;
	}
	names.actors = people.actors;
	names.actor_count = people.actor_count;
	names.people = people.names;
	names.people_count = people.name_count;
	return redact_new(&names, &own->redact, error);
}

static enum status take_zone(struct report_own *own, struct rows *rows, void *user,
			     struct error *error)
{
	(void)user;
	enum status status = own_word(own, rows, 0, &own->report->timezone, error);
	return status == STATUS_OK ? zone_open(own->report->timezone, &own->zone, error) : status;
}

static enum status take_version(struct report_own *own, struct rows *rows, void *user,
				struct error *error)
{
	(void)user;
	return own_word(own, rows, 0, &own->report->version, error);
}

static enum status open_all(struct report_own *own, struct error *error)
{
	enum status status =
		own_each(own, "SELECT timezone FROM case_file", take_zone, NULL, error);
	if (status == STATUS_OK && own->zone == NULL) {
		return error_set(error, STATUS_DATABASE,
				 "report: the database holds no case file: run `overrun analyze`");
	}
	if (status == STATUS_OK) {
		own->report->version = "";
		status = own_each(own, "SELECT version FROM run ORDER BY id DESC LIMIT 1",
				  take_version, NULL, error);
	}
	return status == STATUS_OK ? open_redaction(own, error) : status;
}

static enum status load_parts(struct report_own *own, struct error *error)
{
	enum status (*const parts[])(struct report_own *, struct error *) = {
		report_load_case,   report_load_figures, report_load_path,
		report_load_causes, report_load_steps,   report_load_events,
		report_load_night,  report_load_sources, report_load_regulation,
	};
	enum status status = open_all(own, error);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0] && status == STATUS_OK; i++) {
		status = parts[i](own, error);
	}
	return status;
}

enum status report_load(struct store *store, struct report **ret_report, struct error *error)
{
	struct report *report = calloc(1, sizeof *report);
	if (report == NULL) {
		return own_no_memory(error);
	}
	report->own = calloc(1, sizeof *report->own);
	if (report->own == NULL) {
		free(report);
		return own_no_memory(error);
	}
	report->own->report = report;
	report->own->store = store;
	enum status status = load_parts(report->own, error);
	report->own->store = NULL;
	if (status != STATUS_OK) {
		report_free(report);
		return status;
	}
	*ret_report = report;
	return STATUS_OK;
}

void report_free(struct report *report)
{
	if (report == NULL) {
		return;
	}
	zone_free(report->own->zone);
	redact_free(report->own->redact);
	keep_free(&report->own->keep);
	free(report->own);
	free(report);
}

int32_t report_offset_s(const struct report *report, timestamp at)
{
	return zone_offset_s(report->own->zone, at);
}

bool report_is_blind(const struct report *report)
{
	return report->censored && report->service_count == 0;
}

bool report_has_attempts(const struct report *report)
{
	for (size_t i = 0; i < report->step_count; i++) {
		if (report->steps[i].attempt_count > 0) {
			return true;
		}
	}
	return false;
}

void report_iso(const struct report *report, timestamp at, char *buffer)
{
	timestamp_to_iso(at, zone_offset_s(report->own->zone, at), buffer);
}

/* Whether the local clock shows this time twice: when it is put back, its last hour comes again. */
static bool is_twofold(const struct report *report, timestamp at)
{
	const int64_t near_us = 3 * US_PER_HOUR; /* no clock is put back by more */
	const timestamp beside[] = {at - near_us, at + near_us};
	int32_t own_s = report_offset_s(report, at);
	for (size_t i = 0; i < sizeof beside / sizeof beside[0]; i++) {
		int32_t other_s = report_offset_s(report, beside[i]);
		timestamp twin_at = at + (int64_t)(own_s - other_s) * US_PER_S;
		if (other_s != own_s && report_offset_s(report, twin_at) == other_s) {
			return true;
		}
	}
	return false;
}

void report_clock(const struct report *report, timestamp at, char *buffer)
{
	if (at == TIMESTAMP_NONE) {
		(void)snprintf(buffer, TIMESTAMP_TEXT_SIZE, "–");
		return;
	}
	char iso[TIMESTAMP_TEXT_SIZE];
	char first[TIMESTAMP_TEXT_SIZE];
	report_iso(report, at, iso);
	report_iso(report, report->window_start_at, first);
	const char *time = strchr(iso, 'T');
	if (time == NULL) {
		(void)snprintf(buffer, TIMESTAMP_TEXT_SIZE, "%s", iso);
		return;
	}
	int date_size = (int)(time - iso);
	bool same_day = strncmp(iso, first, (size_t)date_size) == 0;
	/* "02:47", "02:47:05": seconds only when there are some; their fraction stands in the JSON.
	 */
	int size = strncmp(time + 6, ":00", 3) == 0 ? 5 : 8;
	const char *offset = is_twofold(report, at) ? iso + strlen(iso) - OFFSET_SIZE : "";
	(void)snprintf(buffer, TIMESTAMP_TEXT_SIZE, "%.*s%s%.*s%s", same_day ? 0 : date_size, iso,
		       same_day ? "" : " ", size, time + 1, offset);
}

/* A date that holds for both stands before the first only. */
void report_clocks(const struct report *report, timestamp from_at, timestamp to_at, char *buffer)
{
	char from[TIMESTAMP_TEXT_SIZE];
	char to[TIMESTAMP_TEXT_SIZE];
	char days[2][TIMESTAMP_TEXT_SIZE] = {"", ""};
	report_clock(report, from_at, from);
	report_clock(report, to_at, to);
	const char *clock = strchr(to, ' ');
	clock = clock == NULL ? to : clock + 1;
	if (from_at != TIMESTAMP_NONE && to_at != TIMESTAMP_NONE) {
		report_iso(report, from_at, days[0]);
		report_iso(report, to_at, days[1]);
	}
	int day_size = strncmp(days[0], days[1], DAY_SIZE) == 0 ? 0 : DAY_SIZE;
	bool dated = day_size > 0 && (clock != to || strchr(from, ' ') != NULL);
	(void)snprintf(buffer, REPORT_CLOCKS_SIZE, "%s–%.*s%s%s", from, dated ? day_size : 0,
		       days[1], dated ? " " : "", clock);
}
