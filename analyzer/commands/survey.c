// SPDX-License-Identifier: MIT
/* What logs contain: a sink that keeps counts and a few names. */
#include "survey.h"

#include <stdlib.h>

static enum status note(struct survey_names *names, struct slice text, struct error *error)
{
	if (text.size == 0) {
		return STATUS_OK;
	}
	for (size_t i = 0; i < names->count; i++) {
		if (slice_is(text, names->items[i])) {
			return STATUS_OK;
		}
	}
	if (names->count == SURVEY_NAMES) {
		names->more = true;
		return STATUS_OK;
	}
	char *copy = slice_copy(text);
	if (copy == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	names->items[names->count++] = copy;
	return STATUS_OK;
}

static void names_free(struct survey_names *names)
{
	for (size_t i = 0; i < names->count; i++) {
		free(names->items[i]);
	}
}

static enum status enter(void *self, const struct entry *entry, struct error *error)
{
	(void)self;
	(void)entry;
	(void)error;
	return STATUS_OK;
}

static bool is_operation(enum signal signal)
{
	return signal == SIGNAL_OPERATOR_LOGIN || signal == SIGNAL_OPERATOR_COMMAND ||
	       signal == SIGNAL_CONFIG_CHANGE ||
	       (signal >= SIGNAL_STEP_BEGIN && signal <= SIGNAL_STEP_FAIL);
}

static bool is_network(enum signal signal)
{
	return (signal >= SIGNAL_CONFIG_CHANGE && signal <= SIGNAL_POLICY_PUSH_FAIL) ||
	       (signal >= SIGNAL_HA_FAILOVER && signal <= SIGNAL_PEER_UP);
}

void survey_widen(struct survey_span *span, struct survey_span other)
{
	if (other.first_at == TIMESTAMP_NONE) {
		return;
	}
	if (span->first_at == TIMESTAMP_NONE || other.first_at < span->first_at) {
		span->first_at = other.first_at;
	}
	if (span->last_at == TIMESTAMP_NONE || other.last_at > span->last_at) {
		span->last_at = other.last_at;
	}
}

static enum status accept(void *self, const struct position *position, const struct event *event,
			  struct slice text, struct error *error)
{
	struct survey_source *source = self;
	(void)position;
	(void)text;
	source->requests += event->signal == SIGNAL_REQUEST ? 1 : 0;
	source->flows += event->signal == SIGNAL_FLOW ? 1 : 0;
	source->operations += is_operation(event->signal) ? 1 : 0;
	source->network += is_network(event->signal) ? 1 : 0;
	if (event->happened_at != TIMESTAMP_NONE) {
		bool is_guessed =
			event->year_origin == ORIGIN_ASSUMED || event->year_origin == ORIGIN_FILE;
		source->lacks_zone |= event->zone_origin == ORIGIN_ASSUMED;
		survey_widen(is_guessed ? &source->guessed : &source->sure,
			     (struct survey_span){event->happened_at, event->happened_at});
	}
	enum status status = note(&source->hosts, event->host, error);
	if (status == STATUS_OK && is_operation(event->signal)) {
		status = note(&source->actors, event->actor, error);
	}
	return status;
}

static enum status reject(void *self, const struct position *position, const char *reason,
			  struct slice text, struct error *error)
{
	(void)self;
	(void)position;
	(void)reason;
	(void)text;
	(void)error;
	return STATUS_OK;
}

static enum status leave(void *self, const struct entry_result *result, struct error *error)
{
	struct survey_source *source = self;
	tally_add(&source->tally, &result->tally);
	return note(&source->formats, slice_from(result->format), error);
}

enum status survey_read(const struct feeds *feeds, size_t source, struct survey_source *ret_source,
			struct error *error)
{
	const struct paths *paths = &feeds->files[source].paths;
	struct zone *zone = NULL;
	struct reader_options settings;
	const struct survey_span none = {TIMESTAMP_NONE, TIMESTAMP_NONE};
	*ret_source = (struct survey_source){.sure = none, .guessed = none};
	const struct event_sink sink = {.enter = enter,
					.accept = accept,
					.reject = reject,
					.leave = leave,
					.self = ret_source};
	if (feeds->files[source].error.status != STATUS_OK) {
		return error_set(error, feeds->files[source].error.status, "%s",
				 feeds->files[source].error.message);
	}
	enum status status = feeds_settings(feeds, source, &zone, &settings, error);
	for (size_t i = 0; status == STATUS_OK && i < paths->count; i++) {
		struct reader_account account = {0};
		status = reader_read(paths->items[i].path, paths->items[i].display, &settings, sink,
				     &account, error);
		if (status == STATUS_IO || status == STATUS_USAGE) {
			command_warn("%s", error->message);
			account.damaged++;
			status = STATUS_OK;
		} else if (account.damaged > 0) {
			command_warn("%s", account.message);
		}
		ret_source->damaged += account.damaged;
	}
	zone_free(zone);
	return status;
}

void survey_free(struct survey_source *source)
{
	names_free(&source->formats);
	names_free(&source->hosts);
	names_free(&source->actors);
}

const char *survey_kind(const struct survey_source *source)
{
	if (source->formats.count == 1 && strcmp(source->formats.items[0], "events") == 0) {
		return "record";
	}
	if (source->requests > 0) {
		return "gateway";
	}
	if (source->flows > 0 || source->network > 0) {
		return "firewall";
	}
	return source->operations > 0 ? "operator" : "app";
}
